"""The time line: worst scores, reach, light and what was done, with gaps as gaps."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from coach.domain.lights import Light
from coach.domain.program import StageCode
from coach.review.follow_up import FollowUpDay, PlanMark
from coach.tui.widgets.timeline import timeline_lines
from tests.review.follow_up_samples import SINCE, the_days


def a_day(**changes: object) -> FollowUpDay:
    """A day on which nothing at all was noted."""
    empty = FollowUpDay(SINCE, None, None, None, None, False, False, None, None)
    return replace(empty, **changes)


def row(lines: list[str], label: str) -> str:
    """What stands behind a label."""
    return next(line for line in lines if line.startswith(label))[7:]


def low(*days: FollowUpDay, plans: tuple[PlanMark, ...] = ()) -> list[str]:
    return timeline_lines(days, plans, 76, tall=False)


def test_a_score_of_nought_is_drawn_and_a_missing_one_is_not() -> None:
    nought, missing = low(a_day(leg=0, back=0)), low(a_day())
    assert (row(nought, "leg"), row(nought, "back")) == ("0", "0")
    assert (row(missing, "leg"), row(missing, "back")) == ("·", "·")
    assert any("▁" in line for line in nought)
    assert not any("▁" in line for line in missing)


def test_ten_takes_one_place() -> None:
    assert row(low(a_day(leg=10)), "leg") == "T"


@pytest.mark.parametrize(
    ("day", "sign"),
    [
        (a_day(percent=100.0), "█"),
        (a_day(percent=0.0), "_"),
        (a_day(not_recorded=True), "?"),
        (a_day(), ""),
    ],
)
def test_what_was_done_tells_none_from_not_recorded(day: FollowUpDay, sign: str) -> None:
    assert row(low(day), "done") == sign


def test_lights_have_shapes_and_a_bad_day_a_sign_of_its_own() -> None:
    days = [a_day(light=light) for light in (Light.GREEN, Light.AMBER, Light.RED)]
    assert row(low(*days, a_day(flare=True)), "light").split() == ["●", "▲", "■", "~"]


def test_a_plan_stands_above_the_day_it_began() -> None:
    days = [replace(a_day(leg=3), day=SINCE + timedelta(days=n)) for n in range(14)]
    before = PlanMark(date(2027, 1, 1), "steady-back@2", StageCode.MOVE, ())
    later = PlanMark(SINCE + timedelta(days=9), "steady-back@3", StageCode.BUILD, ())
    lines = low(*days, plans=(later, before))
    marks, scores = row(lines, "plan"), row(lines, "leg")
    assert marks.startswith("▼2B")
    # Nine days before it, three columns a day, one free column after the first week.
    assert marks.index("▼3C") == 9 * 3 + 1
    assert scores[marks.index("▼3C")] == "3"


def test_sleep_is_left_out_while_nobody_noted_any() -> None:
    assert not any(line.startswith("sleep") for line in low(a_day(leg=1)))
    assert row(low(a_day(sleep=7)), "sleep") == "7"


def test_weeks_that_do_not_fit_fall_away_from_the_oldest_end_and_it_is_said() -> None:
    days = [replace(a_day(leg=n % 10), day=SINCE + timedelta(days=n)) for n in range(84)]
    lines = low(*days)
    assert "The first 28 days do not fit here." in lines
    assert row(lines, "leg").endswith(str(83 % 10))


@pytest.mark.parametrize("tall", [False, True])
@pytest.mark.parametrize("width", [1, 20, 40, 76, 116, 300])
def test_it_keeps_to_its_width(width: int, tall: bool) -> None:
    lines = timeline_lines(the_days(), (), width, tall=tall)
    assert all(len(line) <= max(width, 40) for line in lines)


def test_nothing_is_drawn_without_a_day() -> None:
    assert timeline_lines((), (), 76, tall=True) == []


def test_two_plans_of_one_day_share_a_mark() -> None:
    plans = (
        PlanMark(SINCE, "steady-back@2", StageCode.MOVE, ()),
        PlanMark(SINCE, "steady-back@3", StageCode.BUILD, ()),
    )
    assert row(low(*the_days(), plans=plans), "plan").startswith("▼2B,3C")
