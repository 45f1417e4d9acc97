"""What front ends show of sitting, as it stands in the log: the bout, the day, the question."""

from datetime import datetime
from math import ceil

from msgspec import Struct

from coach.domain import still
from coach.domain.notices import Notice
from coach.domain.outcomes import StillWhy
from coach.domain.program import Surface
from coach.domain.sitting import Bout, SittingAdvice
from coach.domain.sitting_spells import Sat, SittingDay, parts_on, sitting_day
from coach.domain.sitting_state import StillQuestion
from coach.domain.standing import Upright
from coach.session.cues import Cue, CueKind, Priority
from coach.workflows import sitting_words as words
from coach.workflows.desktop import Desktop
from coach.workflows.quiet import Quiet
from coach.workflows.records import Records
from coach.workflows.sitting_book import SittingBook
from coach.workflows.sitting_words import SittingQuestion
from coach.workflows.steady import ProcessClocks
from coach.workflows.upright import UprightGuard


class SittingNow(Struct, frozen=True):
    """What a front end shows of a bout."""

    bout: str
    """Its id."""
    surface: Surface
    minutes: float
    limit_minutes: int
    overdue_minutes: float
    can_snooze: bool
    snoozed_minutes: int = 0
    """Minutes that are left of the snooze; 0 when none runs."""


class SittingView:
    """Reads; what is said and written is the guard's."""

    def __init__(
        self,
        records: Records,
        quiet: Quiet,
        desktop: Desktop,
        seen_at: datetime | None = None,
        clocks: ProcessClocks | None = None,
    ) -> None:
        self._records = records
        self._desktop = desktop
        self._book = SittingBook(records, seen_at, clocks)
        self._fit = self._book.fit
        self._upright = UprightGuard(records, self._book, quiet)

    def now(self) -> SittingNow | None:
        """The bout to show; None while standing."""
        now = self._book.now()
        bout, until = self._known(now)
        if bout is None:
            return None
        return SittingNow(
            bout=bout.id,
            surface=bout.surface,
            minutes=bout.minutes_at_a_stretch(until),
            limit_minutes=bout.limit_minutes,
            overdue_minutes=bout.overdue_minutes(until),
            can_snooze=bout.can_snooze,
            snoozed_minutes=_minutes_until(bout.snoozed_until, now),
        )

    def limit(self, surface: Surface) -> int:
        """The limit in minutes that a bout on this surface would have now."""
        return self._fit.limit_at(surface, self._records.now())

    def upright(self) -> Upright | None:
        """The spell of standing to show; None while sitting, and where nothing caps it."""
        return None if self._bout(self._book.now()) is not None else self._upright.shown()

    def day(self) -> SittingDay | None:
        """Today's sitting with the bout under way; None when nobody sat."""
        now, state = self._book.now(), self._book.state()
        spells = self._book.spells()
        bout, until = self._known(now)
        if bout is not None and state.bout is not None:
            begun = self._book.at(state.bout.started_at).wall
            minutes, over = bout.minutes(until), bout.overdue_minutes(until)
            sat = Sat(bout.surface, begun, minutes, over, bout.limit_minutes)
            spells += parts_on([sat], self._records.today())
        return sitting_day(spells, self._fit.break_minutes())

    def day_line(self) -> str:
        """How the day was sat; empty where the bout under way says it all, and for no minute."""
        day, now = self.day(), self.now()
        if day is None or not round(day.longest_minutes):
            return ""
        if now is not None and day.is_one_bout(now.minutes):
            return ""
        return f"Sitting today: {day.line()}"

    def question(self) -> SittingQuestion | None:
        """What was asked and waits for an answer, or may be answered; None for nothing."""
        asked = self._book.state().question
        if asked is not None and self.asks_still():
            return self._words_of(asked)
        return self._fit.question()

    def asks_still(self) -> bool:
        """Whether it is open if the person sits, or sat while the machine slept."""
        return self._book.state().question is not None and self._bout(self._book.now()) is not None

    def asks(self) -> SittingQuestion | None:
        """The question that was asked aloud and stands: for the day's lines and for notices."""
        question = self.question()
        keys = [key for key, _ in question.choices] if question is not None else []
        return None if words.KEEP in keys else question

    def notice(self) -> Notice | None:
        """What the desktop is to show at present, with its buttons; None for nothing."""
        question = self.asks()
        return question.notice() if question is not None else None

    def _bout(self, now: datetime) -> Bout | None:
        """The bout under way at `now`; one that nobody ended for hours is dropped."""
        bout = self._book.state().bout
        return None if bout is None or bout.forgotten(now) else bout

    def _known(self, now: datetime) -> tuple[Bout | None, datetime]:
        """The bout under way, and until when it is known how it went.

        While it is open what a machine slept through, that is left out; and what came after it
        counts as soon as hands are back.
        """
        state = self._book.state()
        bout = still.known_bout(state) if self._bout(now) is not None else None
        if state.question is None or not still.is_away(state):
            return bout, now
        return bout, now if self._are_hands_back(now) else state.question.asked_at

    def _words_of(self, question: StillQuestion) -> SittingQuestion:
        now = self._book.now()
        if question.why is StillWhy.AWAY:
            return words.away_question(question.slept, off=self._book.was_off)
        if question.why is StillWhy.LONG:
            return words.long_question(now - question.since)
        since = self._book.at(question.since).wall
        return words.idle_question(since, back=self._are_hands_back(now))

    def _are_hands_back(self, now: datetime) -> bool:
        """Whether keyboard or mouse were used since it was asked; False where nobody can tell."""
        return still.are_hands_back(self._book.state(), now, self._desktop.idle_seconds())

    def _words(self, bout: Bout, what: SittingAdvice, now: datetime) -> Cue:
        minutes = bout.minutes_at_a_stretch(now)
        if what is SittingAdvice.SOON:
            return Cue(CueKind.SITTING, words.SOON, spoken=False)
        if what is SittingAdvice.SCORE:
            text = words.second(bout.surface, minutes)
            return Cue(CueKind.LEG_SCORE, text, Priority.WARNING)
        text = words.stand_up(bout.surface, minutes, self._fit.why(bout.surface))
        return Cue(CueKind.SITTING, text, Priority.WARNING)


def _minutes_until(until: datetime | None, now: datetime) -> int:
    if until is None or until <= now:
        return 0
    return ceil((until - now).total_seconds() / 60)
