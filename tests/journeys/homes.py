"""Homes of several people on machines of their own, each driven by real commands."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

import pytest

from coach.cli.main import main
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.domain.agenda import AgendaItem
from coach.domain.events import (
    ExerciseDone,
    Fact,
    NoteWritten,
    SessionEnded,
    SessionStarted,
    SittingBout,
)
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import Surface
from coach.workflows.coach import Coach
from tests.cli.conftest import Answers, Result
from tests.conftest import BERLIN, answer_list


@dataclass
class Home:
    """One person's machine; commands run in it as they would from its shell."""

    folder: Path
    clock: ManualClock
    capsys: pytest.CaptureFixture[str]

    @property
    def environment(self) -> dict[str, str]:
        return {
            "COACH_HOME": str(self.folder),
            "COACH_CONFIG": str(self.folder / "config.toml"),
            "COACH_SILENT": "1",
        }

    def around(self, *answers: str) -> Surroundings:
        lines = Answers(self.clock, deque(answers))
        return Surroundings(self.environment, self.clock, BERLIN, lines)

    def run(self, *words: str, answers: tuple[str, ...] = ()) -> Result:
        """Run one command and see what it says."""
        self.capsys.readouterr()
        code = main(words, self.around(*answers))
        shown = self.capsys.readouterr()
        return Result(code, shown.out, shown.err)

    def does(self, *words: str, answers: tuple[str, ...] = ()) -> Result:
        """Run one command that must end well."""
        result = self.run(*words, answers=answers)
        assert result.code == 0, f"{words}: {result.code}\n{result.out}\n{result.err}"
        return result


Before = Callable[[int], PainReport]
"""What a patient says about pain on a day of the course, counted from 0."""


def gets_better(nth: int) -> PainReport:
    """Leg pain from 6 to 2 over six weeks, from the calf up to the buttock."""
    leg = max(2, 6 - nth // 9)
    return PainReport(3, leg, Reach.CALF if leg > 4 else Reach.THIGH if leg > 2 else Reach.BUTTOCK)


def live(home: Home, days: int, pain: Before = gets_better, first: int = 0) -> None:
    """Live so many days: look, answer, do what is asked but for some, sit, and note.

    Every tenth day the machine stays off.
    """
    for nth in range(first, first + days):
        home.clock.set_wall(home.clock.now() + timedelta(days=1))
        if nth % 10 == 9:
            continue
        with home.around().coach() as coach:
            _live_a_day(coach, nth, pain(nth))


def _live_a_day(coach: Coach, nth: int, before: PainReport) -> None:
    if coach.safety.list_due() is not None:
        answer_list(coach)
    items = list(coach.today.look().agenda.items)
    session = f"session-{nth}"
    stage = coach.records.require_plan().stage
    ids = tuple(item.id for item in items)
    coach.check_in.take(before, Moment.BEFORE, session=session)
    coach.records.record(SessionStarted(session=session, stage=stage, items=ids))
    for place, item in enumerate(items):
        hurt = (nth + place) % 6 == 5
        coach.records.record(*sets_of(item, session, hurt=hurt))
    coach.records.record(
        SessionEnded(session=session, stage=stage, outcome=SessionOutcome.COMPLETED, minutes=20.0),
        *_sitting(coach, nth),
    )
    after = PainReport(before.back, max(0, (before.leg or 0) - 1), before.reach)
    coach.check_in.after_session(before, after, session=session)
    if nth % 12 == 4:
        coach.records.record(NoteWritten(text=f"A long drive on day {nth}.", about=""))


def sets_of(item: AgendaItem, session: str, *, hurt: bool) -> list[Fact]:
    """Every set of an item as it was asked, or none of it for pain."""
    dose = item.dose
    if hurt:
        return [_set(item, session, 0, reps=0, outcome=SetOutcome.SKIPPED, reason=Reason.PAIN)]
    return [_set(item, session, number, reps=reps) for number, reps in enumerate(dose.reps, 1)]


def _set(
    item: AgendaItem,
    session: str,
    number: int,
    *,
    reps: int,
    outcome: SetOutcome = SetOutcome.DONE,
    reason: Reason = Reason.NONE,
) -> ExerciseDone:
    dose = item.dose
    each = dose.hold_seconds if dose.timed else dose.tempo_seconds
    planned = dose.reps[max(0, number - 1)] * dose.sides
    return ExerciseDone(
        session=session,
        item=item.id,
        exercise=item.exercise,
        set_no=number,
        side="none",
        reps=reps * dose.sides,
        hold_seconds=dose.hold_seconds,
        seconds=float(reps * dose.sides * each),
        planned_reps=planned,
        planned_seconds=float(planned * each),
        outcome=outcome,
        reason=reason,
    )


def _sitting(coach: Coach, nth: int) -> list[Fact]:
    now = coach.records.now()
    if now.time() < time(1):
        return []
    minutes = 15.0 + nth % 20
    return [
        SittingBout(
            bout=f"bout-{nth}",
            surface=Surface.HARD if nth % 3 == 0 else Surface.SOFT,
            started_at=now - timedelta(minutes=minutes),
            minutes=minutes,
            limit_minutes=20,
            warnings=int(minutes > 20),
            overdue_minutes=max(0.0, minutes - 20),
        )
    ]
