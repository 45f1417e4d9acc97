"""Taking pain scores and notes: only what was answered becomes a fact."""

from datetime import datetime, timedelta

from msgspec import Struct

from coach.domain.check_in import Question, is_morning, pain_scores
from coach.domain.errors import LogError
from coach.domain.events import ExerciseDone, Fact, LightGiven, NoteWritten, PainScore
from coach.domain.lights import Light, light_for, light_why
from coach.domain.pain import Moment, PainReport, further_down
from coach.domain.text import clean_line
from coach.workflows.inbox import SESSION, Inbox
from coach.workflows.kept_answers import recorded
from coach.workflows.records import Records

MORNING = "Good morning. Stay lying down. How is the pain before you get up? Press p."
"""Offered until a score is in; three keys answer it."""
KNOWN_DAYS = 7
"""How long one remembers what may be answered (source: DESIGN)."""

NO_NOTE = ("", "n", "not now", "q")
"""One "not now" too many, or the key that ends, is no note."""


def is_note(text: str) -> bool:
    """Whether it says something to keep after a session."""
    return text.strip().lower() not in NO_NOTE


class AfterSession(Struct, frozen=True):
    """What came of the check-in after a session."""

    light: Light | None
    """None when there is nothing to compare, or when nothing was done: that went neither well nor
    badly. Only further down the leg is red all the same."""
    saved: bool
    """Whether it is in the log; else it waits beside it."""


class CheckInWorkflow(Struct, frozen=True):
    """Records check-ins."""

    records: Records
    inbox: Inbox

    def morning_lines(self) -> tuple[str, ...]:
        """The offer to score the pain lying down; none by day or once a score is in. LogError."""
        now = self.records.now()
        if not is_morning(now.time()):
            return ()
        scored = self.records.log.read(since=now.date(), until=now.date(), kinds=[PainScore])
        return () if scored else (MORNING,)

    def asked_aloud(self, question: Question) -> str:
        """A question as it is said: in full until its answers are known, then short.

        Whoever said in the last week how far down it goes knows them.
        """
        since = self.records.today() - timedelta(days=KNOWN_DAYS)
        try:
            scores = self.records.log.read(since=since, kinds=[PainScore])
        except LogError:
            return question.text
        known = any(getattr(one.fact, "reach", None) is not None for one in scores)
        return question.short if known else question.text

    def take(
        self,
        report: PainReport,
        moment: Moment,
        *,
        session: str | None = None,
        note: str = "",
        at: datetime | None = None,
    ) -> int:
        """Write the answers down; returns how many facts that made, 0 when all was "not now".

        `at` is when they were given, for a request that waited; None is now.
        """
        facts: list[Fact] = list(pain_scores(report, moment, session))
        words = clean_line(note)
        if words:
            facts.append(NoteWritten(text=words, about=session or ""))
        return len(self.records.record(*facts, at=at))

    def after_session(
        self,
        before: PainReport,
        after: PainReport,
        *,
        session: str,
        pace: float = 1.0,
        worked: bool = False,
    ) -> AfterSession:
        """Write the check-in after a session with its light; what the log refuses is kept.

        A rehearsal (`pace` other than 1) gets no light in the log. `worked` says that something
        was done, also where the log does not have it yet. Raises LogError where it cannot be kept.
        """
        light = self._light_after(before, after, session, worked=worked)
        facts: list[Fact] = list(pain_scores(after, Moment.AFTER, session))
        if light is not None and pace == 1:
            why = light_why(before, after)
            facts.append(LightGiven(session=session, item="", exercise="", light=light, why=why))
        return AfterSession(light, self._recorded(facts))

    def note_after(self, text: str, *, session: str) -> bool:
        """Write a note to a session; whether it is in the log, else it waits beside it.

        Raises LogError where it cannot be kept.
        """
        words = clean_line(text)
        return self._recorded([NoteWritten(text=words, about=session)] if words else [])

    def _recorded(self, facts: list[Fact]) -> bool:
        return not facts or recorded(self.records, self.inbox, SESSION, facts)

    def _light_after(
        self, before: PainReport, after: PainReport, session: str, *, worked: bool
    ) -> Light | None:
        """None too where the log cannot be read: the scores matter more."""
        try:
            light = self.light(before, after)
            worked = worked or self._worked(session)
        except LogError:
            return None
        return light if worked or further_down(before.reach, after.reach) else None

    def _worked(self, session: str) -> bool:
        """Whether anything was done in this session, which may have begun before midnight."""
        since = self.records.today() - timedelta(days=1)
        found = self.records.log.read(since=since, kinds=[ExerciseDone])
        done = (one.fact for one in found if isinstance(one.fact, ExerciseDone))
        return any(fact.session == session and (fact.reps or fact.seconds > 0) for fact in done)

    def light(self, before: PainReport, after: PainReport) -> Light | None:
        """The light of a session by its two check-ins; None when it is not recorded."""
        return light_for(before, after, self.records.require_plan().program.thresholds)
