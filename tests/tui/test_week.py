"""The week's screen: what to talk about first, true sentences, one's own way unjudged."""

from datetime import timedelta

import pytest

from coach.clock import ManualClock
from coach.domain.events import AnswerGiven
from coach.review.recovery import WeekValue
from coach.speech.silent import SilentSpeaker
from coach.tui.patient.week import WeekScreen
from coach.tui.widgets.course_plot import BOTH, OWN, PUBLISHED, course_lines
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, on, press
from tests.tui.pictures import picture
from tests.workflows.conftest import facts_of
from tests.workflows.test_week import every_day, log_leg


def weeks(*percents: float | None, start: float = 8.0) -> list[WeekValue]:
    return [
        WeekValue(nth, None if percent is None else percent * start / 100, percent)
        for nth, percent in enumerate(percents)
    ]


def marks(lines: list[str], sign: str) -> int:
    """How often a sign stands in the picture, the legend apart."""
    return sum(line.count(sign) for line in lines[:-1])


def test_only_the_two_published_points_stand_beside_ones_own() -> None:
    lines = course_lines(weeks(110, 90, None, 70), 76)
    assert (marks(lines, OWN), marks(lines, PUBLISHED), marks(lines, BOTH)) == (3, 2, 0)
    assert lines[-1].endswith("average of one UK study, not a target")  # No sign that is not drawn.
    (row,) = [line for line in lines if line.startswith("  60")]
    assert row.rstrip().endswith(PUBLISHED)


def test_where_both_stand_in_one_place_both_are_seen() -> None:
    lines = course_lines(weeks(100.0), 76)
    assert (marks(lines, BOTH), marks(lines, PUBLISHED), marks(lines, OWN)) == (1, 1, 0)
    assert lines[-1].endswith(f"average of one UK study, not a target   {BOTH} both")
    assert len(lines[-1]) <= 76


def test_a_week_that_was_not_noted_is_a_gap() -> None:
    with_gap = course_lines(weeks(100, None, 60), 76)
    without = course_lines(weeks(100, 0, 60), 76)
    assert marks(with_gap, OWN) == marks(without, OWN) - 1


def test_a_low_start_is_drawn_in_points_without_the_study() -> None:
    points = [WeekValue(0, 3.0, None), WeekValue(1, 2.0, None)]
    lines = course_lines(points, 76)
    assert (marks(lines, OWN), marks(lines, PUBLISHED)) == (2, 0)
    assert lines[0].startswith("  10 ┤")


@pytest.mark.parametrize("most", [100.0, 119.0, 130.0, 250.0, 1000.0])
@pytest.mark.parametrize("fine", [True, False])
def test_every_own_week_stands_in_the_picture_however_far_up(most: float, fine: bool) -> None:
    lines = course_lines(weeks(100, most), 76, fine=fine)
    assert marks(lines, OWN) + marks(lines, BOTH) == 2


@pytest.mark.parametrize("width", [1, 10, 24, 76, 200])
def test_the_picture_keeps_to_its_width(width: int) -> None:
    lines = course_lines(weeks(*[80.0] * 26), width)
    assert all(len(line) <= max(width, 34) for line in lines[:-1])


def test_nothing_is_drawn_while_nothing_is_known() -> None:
    assert course_lines([], 76) == []
    assert course_lines([WeekValue(0, None, None)], 76) == []


def spoken(coach: Coach) -> list[str]:
    assert isinstance(coach.speaker, SilentSpeaker)
    return [cue.text for cue in coach.speaker.said]


async def test_a_new_patient_finds_an_honest_empty_week(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "w")
        assert on(pilot, WeekScreen)
        shown = picture(pilot.app)
        assert "Not enough noted yet to compare weeks" in shown
        assert "Your own start is not known yet" in shown
        assert "No rule of your program asks for an earlier talk" in shown
        assert PUBLISHED not in shown
        await press(pilot, "escape")
        assert not on(pilot, WeekScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_day_points_to_the_week_and_it_is_said_once(
    size: tuple[int, int], running: Running, coach: Coach, clock: ManualClock
) -> None:
    log_leg(coach, every_day(7, 0, 13))
    clock.advance(timedelta(days=14).total_seconds())
    sentence = "The middle of your daily leg scores was 7 this week, 7 the week before."
    async with running(coach, size=size) as pilot:
        today = picture(pilot.app)
        assert "2 things to talk to your therapist about. Press w." in today
        assert "This week in two sentences. Press w." in today
        await press(pilot, "w")
        shown = picture(pilot.app)
        talk = "Talk to your therapist about this: two weeks in, your leg pain is still"
        assert shown.index(talk) < shown.index(sentence) < shown.index("100 percent of")
        assert OWN in shown or BOTH in shown
        await press(pilot, "escape", "w", "escape")
        assert "This week in" not in picture(pilot.app)
    assert spoken(coach).count(sentence) == 1
    told = [one for one in facts_of(coach, AnswerGiven) if one.instrument == "week-words"]
    assert len(told) == 1


async def test_more_leads_to_the_week_as_well(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "m", "w")
        assert on(pilot, WeekScreen)
