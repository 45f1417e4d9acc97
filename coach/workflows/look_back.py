"""Looking back: pain and adherence over weeks, what was done, and taking a wrong entry back."""

from datetime import date, timedelta

from msgspec import Struct

from coach.domain.errors import InputError
from coach.domain.events import (
    ExerciseDone,
    FactRetracted,
    NoteWritten,
    PainScore,
    SessionEnded,
    SittingBout,
    Stamped,
)
from coach.domain.history import History
from coach.domain.sitting_spells import Sat, SittingDay, parts_on, sitting_day
from coach.domain.text import clean_line
from coach.review.adherence import DayAdherence, adherence_by_day, mean_percent
from coach.review.weeks import DayLine, day_lines
from coach.workflows.records import Records
from coach.workflows.sitting_fit import SittingFit

OWN_WORDS = (PainScore, ExerciseDone, SittingBout, NoteWritten)
"""What a patient may take back: what they said, never what locks, asks or plans."""


class LookBackView(Struct, frozen=True):
    """What the history screen shows."""

    lines: tuple[DayLine, ...]
    adherence: tuple[DayAdherence, ...]
    mean_percent: float | None
    not_recorded_days: int
    sessions: int
    sitting: SittingDay | None
    """Of the last day shown; None when no bout was logged on it."""


class LookBack:
    """Reads; the only thing it writes is that an earlier entry was wrong."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def view(self, days: int = 42) -> LookBackView:
        """The last `days` days up to today."""
        today = self._records.today()
        history = self._records.between(today - timedelta(days=days + 1), today)
        adherence = [
            line
            for line in adherence_by_day(history)
            if today - timedelta(days=days - 1) <= line.day <= today
        ]
        return LookBackView(
            lines=tuple(day_lines(history, until=today, days=days)),
            adherence=tuple(adherence),
            mean_percent=mean_percent(adherence),
            not_recorded_days=sum(1 for line in adherence if line.not_recorded),
            sessions=_sessions(history, today - timedelta(days=days - 1)),
            sitting=sitting_of(history, today, self._break_minutes()),
        )

    def _break_minutes(self) -> int:
        return SittingFit(self._records).break_minutes()

    def scores(self, days: int = 7) -> list[tuple[Stamped, PainScore]]:
        """The scores of the last days, newest first: what may be taken back."""
        return list(reversed(list(self._records.recent(days).of(PainScore))))

    def retract(self, fact: str, reason: str) -> None:
        """Say that an entry was wrong; it stays in the log and no longer counts.

        Raises InputError when there is no such standing entry, and for one that is not the
        patient's own word: a hold is cleared, never taken back.
        """
        found = [one.fact for one in self._records.recent().facts if one.id == fact]
        if not found:
            raise InputError("Entry", "There is no such entry, or it was taken back already.")
        if not isinstance(found[0], OWN_WORDS):
            raise InputError("Entry", "This entry cannot be taken back.")
        self._records.record(FactRetracted(fact=fact, reason=clean_line(reason)))


def _sessions(history: History, first: date) -> int:
    """Sessions since a day; rehearsals are none."""
    rehearsed = history.rehearsed_sessions()
    return sum(
        1
        for stamped, fact in history.of(SessionEnded)
        if stamped.day >= first and fact.session not in rehearsed
    )


def sitting_of(history: History, day: date, break_minutes: int) -> SittingDay | None:
    """The sitting of one day; None when none was logged."""
    spells = parts_on((Sat.of(fact) for _, fact in history.of(SittingBout)), day)
    return sitting_day(spells, break_minutes)
