"""The week: what to talk about, three sentences, where one is against one's own start."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from coach.domain.errors import InputError
from coach.domain.events import (
    AnswerGiven,
    Fact,
    ItemAsked,
    LightGiven,
    PainScore,
    SessionStarted,
    Stamped,
)
from coach.domain.exercise import Kind
from coach.domain.history import History, history_of
from coach.review.recovery import (
    Recovery,
    WeekValue,
    course_first_day,
    recovery,
    weekly_values,
    worst_legs,
)
from coach.review.review_point import NotJudged, ReviewPoint
from coach.review.review_points import judged
from coach.review.week_signs import week_signs
from coach.review.week_words import (
    HEARD,
    INSTRUMENT,
    WEEK,
    WeekWords,
    last_heard,
    week_words,
    words_due,
)
from coach.session.cues import Cue, CueKind
from coach.workflows.ports import Speaker
from coach.workflows.records import Records
from coach.workflows.safety import Hold, Safety

MOST_WEEKS = 26
"""Weeks of the plan that are drawn (source: DESIGN); later ones stand in the history."""
SCORES_BACK_DAYS = 60
ANSWERS_BACK_DAYS = 200
"""How far back review points look beside the plan's first weeks: a form that is asked twice a
year is still found (source: DESIGN)."""
FIRST_WEEKS_DAYS = 28
"""The plan's first weeks, in which start scores and first totals are found (source: DESIGN)."""
NOTHING_TO_TALK = (
    "No rule of your program asks for an earlier talk with your therapist. "
    "If you are worried, talk to them."
)
"""What is said when every rule was looked at and none stands: nothing more than that."""
STOOD_OUT = "Talk to your therapist about what stood out this week:"
STOOD_OUT_LOCKED = "What stood out this week:"
"""The same under a lock, which may say to call somebody else, and sooner."""
ONE_MATTER = ("severe", "four_months", "six_weeks")
"""Rules on how far the leg has come down: a patient reads the first one that holds (source:
DESIGN); the therapist's review has them all."""
_SCORES = (PainScore, SessionStarted, LightGiven)
_NUMBERS = ("no", "one", "two", "three")


class WeekView(Struct, frozen=True):
    """What the week shows."""

    words: WeekWords
    due: bool
    """Whether the sentences are to be said aloud now: once a week, not under a hold."""
    recovery: Recovery
    weeks: tuple[WeekValue, ...]
    """Every full week of the plan, gaps as gaps."""
    stood_out: tuple[str, ...]
    """Locks, yes answers, what was red and further down the leg: read on a screen, never said."""
    review: tuple[str, ...]
    """What to talk to the therapist about."""
    not_looked_at: str
    """What was noted too seldom to be looked at, as one sentence; empty for nothing."""
    lock: str = ""
    """What the lock that stands says to do, with the number; empty without one."""

    @property
    def stood_out_lines(self) -> tuple[str, ...]:
        """What stood out, as it is shown; empty for nothing. A lock says whom to call, alone."""
        if not self.stood_out:
            return ()
        heading = (self.lock, STOOD_OUT_LOCKED) if self.lock else (STOOD_OUT,)
        return (*heading, *(f"• {one}" for one in self.stood_out))

    @property
    def nothing_to_talk(self) -> str:
        """One sentence when no rule asks for a talk; empty while any could not be looked at.

        Beside anything that stood out it would reassure, so it is not said there either.
        """
        told = self.stood_out or self.review or self.not_looked_at
        return "" if told else NOTHING_TO_TALK


class Week:
    """Reads; the only thing it writes is that the week was told."""

    def __init__(self, records: Records, speaker: Speaker, safety: Safety) -> None:
        self._records = records
        self._speaker = speaker
        self._safety = safety
        self._noticed: tuple[tuple[date, datetime | None], tuple[str, ...]] | None = None

    def view(self) -> WeekView:
        """The week as it stands. Raises InputError before set-up, LogError."""
        self._noticed = None  # Whoever reads the week sees the day's lines fresh after it.
        self._records.require_plan()
        course, first, today = self._plan()
        history = self._review_history(course, first, today)
        found = judged(history, first, today)
        recent = self._two_weeks(today)
        words = self._words(recent, today)
        due = self._due(first, today) and bool(words.sentences)
        hold = self._safety.hold(course)
        return WeekView(
            words=words,
            due=due and hold is None,
            recovery=recovery(history, first, today),
            weeks=self._weeks(first, today),
            stood_out=self._stood_out(recent, course, hold, today),
            review=_texts(found),
            not_looked_at=_not_looked_at(found),
            lock=f"{hold.text.advice.first} Number: {hold.text.number}."
            if hold is not None
            else "",
        )

    def tell(self, view: WeekView) -> None:
        """Say the sentences aloud if they are due; that they were is on disk first.

        Raises LogError when it cannot be written; nothing is said then.
        """
        if not view.due:
            return
        first = self._records.today() - timedelta(days=WEEK)
        self._noticed = None
        self._records.record(
            AnswerGiven(instrument=INSTRUMENT, item=first.isoformat(), value=HEARD)
        )
        for sentence in view.words.sentences:
            self._speaker.say(Cue(CueKind.NOTICE, sentence))

    def notices(self) -> tuple[str, ...]:
        """Lines for the day: that something stands to be talked about, that a week is ready.

        Worked out anew only when a fact was recorded or the day has changed.
        """
        key = (self._records.today(), self._records.log.last_at())
        if self._noticed is None or self._noticed[0] != key:
            self._noticed = (key, self._notices())
        return self._noticed[1]

    def _notices(self) -> tuple[str, ...]:
        course, first, today = self._plan()
        found = judged(self._review_history(course, first, today), first, today)
        count = len(_texts(found))
        lines = []
        if count:
            things = "One thing" if count == 1 else f"{count} things"
            lines.append(f"{things} to talk to your therapist about. Press w.")
        if self._due(first, today):
            sentences = len(self._words(self._two_weeks(today), today).sentences)
            if sentences:
                ending = "" if sentences == 1 else "s"
                lines.append(f"This week in {_NUMBERS[sentences]} sentence{ending}. Press w.")
        return tuple(lines)

    def _plan(self) -> tuple[History, date, date]:
        """The course, the first day of the plan, and today."""
        course, today = self._records.course(), self._records.today()
        return course, course_first_day(course) or today, today

    def _two_weeks(self, today: date) -> History:
        """The last fourteen full days with the one before them, and today."""
        return self._records.between(today - timedelta(days=2 * WEEK + 1), today)

    def _stood_out(
        self, recent: History, course: History, hold: Hold | None, today: date
    ) -> tuple[str, ...]:
        zone = self._records.now().tzinfo
        lifted = [
            (since.astimezone(zone).date(), until.astimezone(zone).date())
            for since, until in course.hold_periods()
            if until is not None
        ]
        locked = (hold.since.astimezone(zone).date(), hold.questions) if hold is not None else None
        questions = {item.id: item.question for item in self._safety.flags.items}
        return week_signs(recent, lifted, locked, questions, today)

    def _words(self, history: History, today: date) -> WeekWords:
        asked = {fact.exercise for _, fact in history.of(ItemAsked)}
        return week_words(history, today, {one for one in asked if self._is_walk(one)})

    def _is_walk(self, exercise: str) -> bool:
        try:
            return self._records.shelf.exercise(exercise).kind is Kind.WALK
        except InputError:  # Of a program that is no longer on the shelf.
            return False

    def _due(self, first: date, today: date) -> bool:
        heard = history_of(
            self._records.log.read(since=today - timedelta(days=WEEK), kinds=[AnswerGiven])
        )
        return words_due(first, last_heard(heard), today)

    def _weeks(self, first: date, today: date) -> tuple[WeekValue, ...]:
        last = min(today, first + timedelta(days=7 * MOST_WEEKS))
        scores = self._records.log.read(since=first, until=last, kinds=_SCORES)
        return tuple(weekly_values(worst_legs(history_of(scores)), first, today, MOST_WEEKS))

    def _review_history(self, course: History, first: date, today: date) -> History:
        """What the review points rest on: the plan's first weeks and a while back from today."""
        return history_of(
            [
                *course.facts,
                *self._early_and_late(_SCORES, first, today, SCORES_BACK_DAYS),
                *self._early_and_late((AnswerGiven,), first, today, ANSWERS_BACK_DAYS),
            ]
        )

    def _early_and_late(
        self, kinds: tuple[type[Fact], ...], first: date, today: date, back: int
    ) -> list[Stamped]:
        log, gap = self._records.log, first + timedelta(days=FIRST_WEEKS_DAYS)
        since = today - timedelta(days=back)
        if since <= gap:
            return log.read(since=first, until=today, kinds=kinds)
        return [
            *log.read(since=first, until=gap - timedelta(days=1), kinds=kinds),
            *log.read(since=since, until=today, kinds=kinds),
        ]


def _texts(found: list[ReviewPoint | NotJudged]) -> tuple[str, ...]:
    """What to talk about; rules on the same matter say it once."""
    points = {one.rule: one for one in found if isinstance(one, ReviewPoint)}
    for outdone in [rule for rule in ONE_MATTER if rule in points][1:]:
        del points[outdone]
    return tuple(dict.fromkeys(one.for_patient for one in points.values()))


def _not_looked_at(found: list[ReviewPoint | NotJudged]) -> str:
    missing = dict.fromkeys(one.missing for one in found if isinstance(one, NotJudged))
    return f"Not looked at, because it was not noted: {', '.join(missing)}." if missing else ""
