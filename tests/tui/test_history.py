"""History: weeks of pain and adherence, gaps as gaps, and taking a score back."""

from datetime import date, timedelta

from coach.clock import ManualClock
from coach.domain.pain import Moment, PainReport, Reach
from coach.review.adherence import FORMULA
from coach.review.weeks import DayLine
from coach.tui.patient.history import HistoryScreen, TakeBackScreen
from coach.tui.widgets.week_plot import NO_SCORE, NOT_RECORDED, plot_lines, with_legend
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, on, press
from tests.tui.pictures import picture

MONDAY = date(2027, 3, 1)


def a_day(n: int, **fields: object) -> DayLine:
    """A day with nothing recorded, but for what is named."""
    given: dict[str, object] = {"back": None, "leg": None, "percent": None, "asked": False}
    return DayLine(day=MONDAY + timedelta(days=n), **{**given, **fields})  # type: ignore[arg-type]


def test_a_day_without_a_score_is_a_gap_and_never_zero() -> None:
    lines = plot_lines([a_day(0, leg=0, back=5), a_day(1), a_day(2, leg=3, back=3)], 1)
    assert lines[10].endswith("L")  # the row of 0: only the first day
    assert lines[5] == "   │B"
    assert lines[7] == "   │  X"
    assert lines[11] == f"   └ {NO_SCORE}"


def test_not_recorded_has_a_sign_of_its_own_beside_none_done() -> None:
    days = [
        a_day(0, asked=True, percent=100.0),
        a_day(1, asked=True, percent=0.0),
        a_day(2, asked=True, percent=None),
        a_day(3),
        a_day(4, asked=True, percent=40.0),
    ]
    done = plot_lines(days, 1)[12]
    assert done == f"done█_{NOT_RECORDED} ▄"


def test_weeks_are_set_apart_and_labelled() -> None:
    lines = plot_lines([a_day(n) for n in range(14)], 1)
    assert lines[-1] == "    1 Mar   8 Mar"
    assert lines[11] == "   └······· ·······"


def test_leg_and_back_stand_side_by_side_where_there_is_room() -> None:
    assert plot_lines([a_day(0, leg=4, back=4)], 2)[6] == " 4 ┤LB"


def test_the_legend_goes_below_where_there_is_no_room_beside() -> None:
    picture_lines = plot_lines([a_day(0)], 1)
    assert len(with_legend(picture_lines, 5, 80)) == len(picture_lines)
    assert len(with_legend(picture_lines, 5, 20)) > len(picture_lines)


async def test_history_shows_the_weeks_and_the_formula_on_request(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    coach.today.look()
    coach.check_in.take(PainReport(3, 6, Reach.KNEE), Moment.NOW)
    async with running(coach) as pilot:
        await press(pilot, "h")
        assert on(pilot, HistoryScreen)
        shown = picture(pilot.app)
        assert "L  worst leg pain of the day" in shown
        assert FORMULA[1:] not in shown
        assert "Sitting today: not recorded." in shown
        await press(pilot, "f")
        assert FORMULA[1:40] in " ".join(picture(pilot.app).split())


async def test_todays_sitting_is_one_line(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "i", "h")
        for _ in range(13):  # The machine is awake all the while.
            clock.advance(4 * 60)
            coach.requests.poll()
        await press(pilot, "u", "h")
        assert "longest 52 min, 52 of it hard" in picture(pilot.app)


async def test_a_wrong_score_is_taken_back_with_a_reason(running: Running, coach: Coach) -> None:
    coach.check_in.take(PainReport(back=9), Moment.NOW)
    async with running(coach) as pilot:
        await press(pilot, "h", "t")
        assert on(pilot, TakeBackScreen)
        assert "back 9" in picture(pilot.app)
        await press(pilot, "enter", "n")
        assert "no score" in picture(pilot.app)
    assert coach.look_back.scores() == []
