"""From when a plan holds: one handed over ahead waits for its first day."""

from datetime import date, timedelta
from operator import attrgetter
from typing import Any

import pytest

from coach.domain.events import PlanReceived, StageChanged, Stamped
from coach.domain.history import History, history_of
from coach.domain.plans import in_force, next_to_begin, plans_begun
from coach.domain.program import StageCode
from tests.builders import NINE, stamped

TODAY = NINE.date()
FAR = TODAY + timedelta(days=400)


def a_plan(version: int, from_day: date, **changes: Any) -> PlanReceived:
    values: dict[str, Any] = {
        "program": "steady-back",
        "version": version,
        "therapist": "Ada",
        "from_day": from_day,
        "stage": StageCode.CALM,
        "sore_side": "left",
    }
    return PlanReceived(**(values | changes))


def held(*facts: Any, today: date = TODAY) -> History:
    return history_of(in_force(facts, today))


FIRST = stamped(a_plan(1, TODAY))
NEXT = stamped(a_plan(2, TODAY + timedelta(days=3), stage=StageCode.BUILD), NINE)


def version(history: History) -> int | None:
    plan = history.plan()
    return plan.version if plan is not None else None


def test_a_plan_ahead_waits_for_its_first_day() -> None:
    assert version(held(FIRST, NEXT)) == 1
    assert version(held(FIRST, NEXT, today=TODAY + timedelta(days=2))) == 1
    assert version(held(FIRST, NEXT, today=TODAY + timedelta(days=3))) == 2


def test_the_only_plan_there_is_holds_before_its_first_day() -> None:
    assert version(held(NEXT)) == 2
    assert version(held()) is None


def test_what_was_recorded_before_the_only_plan_stands_once() -> None:
    before = stamped(
        StageChanged(from_stage=StageCode.CALM, to_stage=StageCode.MOVE, rule="r", evidence="e"),
        NINE - timedelta(days=1),
    )
    assert in_force([before, NEXT], TODAY) == [before, NEXT]


def test_a_stage_changed_meanwhile_belongs_to_the_plan_before() -> None:
    between = stamped(
        StageChanged(from_stage=StageCode.CALM, to_stage=StageCode.MOVE, rule="r", evidence="e"),
        NINE + timedelta(days=1),
    )
    facts = (FIRST, NEXT, between)
    assert held(*facts, today=TODAY + timedelta(days=2)).stage() is StageCode.MOVE
    assert held(*facts, today=TODAY + timedelta(days=3)).stage() is StageCode.BUILD


def test_it_stands_at_the_beginning_of_its_first_day() -> None:
    (_, begun) = held(FIRST, NEXT, today=TODAY + timedelta(days=3)).facts
    assert begun.at == NINE.replace(hour=0) + timedelta(days=3)
    assert begun.day == TODAY + timedelta(days=3)
    assert (begun.id, begun.seq) == (NEXT.id, NEXT.seq)


def test_a_plan_of_today_or_earlier_is_left_as_it_is() -> None:
    late = stamped(a_plan(2, TODAY - timedelta(days=4)))
    assert plans_begun([FIRST, late], TODAY) == [FIRST, late]


def test_plans_stay_as_they_were_recorded_where_a_clock_was_put_back() -> None:
    put_back = stamped(a_plan(2, TODAY), NINE - timedelta(hours=1))
    assert plans_begun([FIRST, put_back], TODAY) == [FIRST, put_back]


def signed(
    version: int, ahead: int, received: int, *, signer: str = "ada", device: str = "laptop"
) -> Stamped:
    """A signed plan that was received so many days from today and begins so many."""
    plan = a_plan(version, TODAY + timedelta(days=ahead), signer=signer)
    return stamped(plan, NINE + timedelta(days=received), device=device)


def test_a_plan_that_waited_never_comes_back_over_a_newer_one() -> None:
    ahead, newer = signed(3, ahead=14, received=0), signed(4, ahead=3, received=3)
    assert version(held(FIRST, ahead, today=TODAY + timedelta(days=2))) == 1
    assert next_to_begin((FIRST, ahead), TODAY) == ahead.fact
    facts = (FIRST, ahead, newer)
    for day in (3, 13, 14, 99):
        assert version(held(*facts, today=TODAY + timedelta(days=day))) == 4, day
        assert next_to_begin(facts, TODAY + timedelta(days=day)) is None


def test_a_newer_plan_counts_from_its_own_first_day() -> None:
    facts = (FIRST, signed(3, ahead=14, received=0), signed(4, ahead=20, received=3))
    for day, holds in ((13, 1), (14, 3), (19, 3), (20, 4)):
        assert version(held(*facts, today=TODAY + timedelta(days=day))) == holds, day


def test_of_two_that_wait_the_earlier_begins_next() -> None:
    later, earlier = signed(4, ahead=20, received=3), signed(3, ahead=14, received=0)
    assert next_to_begin((later, earlier), TODAY) == earlier.fact


def test_of_two_for_the_same_day_only_the_newer_waits() -> None:
    older, newer = signed(3, ahead=14, received=0), signed(4, ahead=14, received=3)
    assert next_to_begin((older, newer), TODAY) == newer.fact


@pytest.mark.parametrize(("ahead", "came"), [(3, 5), (0, 0)])
def test_a_plan_takes_nothing_from_the_hours_before_it_came(ahead: int, came: int) -> None:
    before = signed(3, ahead=ahead, received=-1)
    late = signed(4, ahead=0, received=came)
    found = plans_begun((before, late), TODAY + timedelta(days=came))
    assert [one.id for one in found] == [before.id, late.id]


def test_a_version_tells_what_is_newer_where_a_clock_ran_ahead() -> None:
    ahead = signed(3, ahead=30, received=30)
    fixed = signed(4, ahead=1, received=1, device="restored")
    assert version(held(*sorted((ahead, fixed), key=attrgetter("at")), today=FAR)) == 4


def test_a_plan_of_a_new_therapist_replaces_what_waited_of_the_one_before() -> None:
    before = signed(7, ahead=14, received=0)
    new = signed(2, ahead=3, received=3, signer="bo")
    assert version(held(FIRST, before, new, today=FAR)) == 2


def test_on_one_device_its_numbers_tell_which_therapist_came_later() -> None:
    before = signed(7, ahead=14, received=5)
    new = signed(2, ahead=3, received=3, signer="bo")  # The clock was put back meanwhile.
    assert version(held(FIRST, before, new, today=FAR)) == 2


def test_between_two_devices_the_time_tells_which_therapist_came_later() -> None:
    new = signed(2, ahead=3, received=3, signer="bo", device="phone")
    before = signed(7, ahead=14, received=0)
    assert version(held(FIRST, before, new, today=FAR)) == 2


def test_two_plans_of_one_moment_leave_nobody_without_a_plan() -> None:
    one, other = signed(1, 0, 0), signed(1, 0, 0, signer="bo", device="phone")
    assert version(held(one, other)) == 1


def test_a_program_of_ones_own_never_stops_a_signed_plan_that_waits() -> None:
    waits, own = signed(3, ahead=14, received=0), stamped(a_plan(9, TODAY), NINE)
    assert version(held(FIRST, waits, own, today=TODAY + timedelta(days=14))) == 3


def test_a_window_of_facts_never_takes_a_plan_ahead_for_the_only_one() -> None:
    assert plans_begun([NEXT], TODAY) == []
