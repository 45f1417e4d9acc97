"""Golden screens: what every screen looks like, at 80x24 and 120x40."""

from datetime import timedelta

import pytest

from coach.clock import ManualClock
from coach.domain.agenda import AgendaItem
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.red_flags import Tier
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, into_session, press, until_word
from tests.tui.pictures import check_golden

SIZES = [(80, 24), (120, 40)]
sizes = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
Size = tuple[int, int]


@sizes
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("today", ()),
        ("opening", ("s",)),
        ("check-in", ("p",)),
        ("reach", ("p", "3", "5")),
        ("leave-out", ("x",)),
        ("sit", ("i",)),
        ("help", ("question_mark",)),
        ("emergency", ("!",)),
        ("safety-questions", ("!", "r")),
        ("safety-again", ("r", "n", "n", "backspace")),
    ],
)
async def test_golden(
    name: str, keys: tuple[str, ...], size: Size, running: Running, coach: Coach
) -> None:
    async with running(coach, size=size) as pilot:
        await press(pilot, *keys)
        check_golden(pilot.app, name)


@sizes
@pytest.mark.parametrize("step", range(5))
async def test_golden_set_up(step: int, size: Size, running: Running, new_coach: Coach) -> None:
    keys = ("enter", "enter", "n", "enter")[:step]
    async with running(new_coach, size=size) as pilot:
        await press(pilot, *keys)
        check_golden(pilot.app, f"set-up-{step + 1}")


@sizes
async def test_golden_session(
    size: Size, running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach, size=size) as pilot:
        await into_session(pilot)
        check_golden(pilot.app, "session-listen")
        await until_word(pilot, clock, "RELAX")
        check_golden(pilot.app, "session-work")
        await press(pilot, "space")
        check_golden(pilot.app, "session-paused")
        await press(pilot, "h")
        check_golden(pilot.app, "session-question")
        await press(pilot, "2", "2", "3")
        check_golden(pilot.app, "session-offer")
        await press(pilot, "q")
        check_golden(pilot.app, "summary")


@sizes
async def test_golden_hold(size: Size, running: Running, coach: Coach) -> None:
    for tier in (Tier.EMERGENCY, Tier.SAME_DAY):
        item = next(item for item in coach.safety.flags.items if item.tier is tier)
        coach.safety.answered(item, True)
    async with running(coach, size=size) as pilot:
        check_golden(pilot.app, "hold")
        await press(pilot, "a")
        check_golden(pilot.app, "attest")


def _do(coach: Coach, item: AgendaItem, clock: ManualClock) -> None:
    """Do one item whole, or a part of it on a bad moment."""
    runner = coach.sessions.begin([item], PainReport())
    runner.start()
    while not runner.state.phase.over:
        clock.advance(1.0)
        runner.tick()
        if runner.state.phase is Phase.ASKING_SKIN:
            runner.give(Given(Command.YES))


@sizes
async def test_golden_history_with_gaps(
    size: Size, running: Running, coach: Coach, clock: ManualClock
) -> None:
    """Three weeks: scores on most days, a week away that stays a gap."""
    for day in range(21):
        if 7 <= day < 12:
            clock.advance(24 * 3600)
            continue
        look = coach.today.look()
        leg = max(0, 7 - day // 3)
        coach.check_in.take(PainReport(back=4 - day % 3, leg=leg, reach=Reach.CALF), Moment.NOW)
        for item in look.agenda.due[: day % 3]:
            _do(coach, item, clock)
        clock.advance(timedelta(days=1).total_seconds())
    coach.today.look()
    async with running(coach, size=size) as pilot:
        await press(pilot, "h")
        check_golden(pilot.app, "history")
        await press(pilot, "f")
        check_golden(pilot.app, "history-formula")


@sizes
async def test_golden_sitting(
    size: Size, running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach, size=size) as pilot:
        await press(pilot, "i", "h")
        clock.advance(8 * 60)
        await press(pilot, "h", "escape")
        check_golden(pilot.app, "today-sitting")
