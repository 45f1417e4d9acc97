"""From when a plan holds: one handed over ahead waits for its first day."""

from datetime import date, timedelta
from typing import Any

from coach.domain.events import PlanReceived, StageChanged
from coach.domain.history import History, history_of
from coach.domain.plans import in_force, plans_begun
from coach.domain.program import StageCode
from tests.builders import NINE, stamped

TODAY = NINE.date()


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


def test_a_window_of_facts_never_takes_a_plan_ahead_for_the_only_one() -> None:
    assert plans_begun([NEXT], TODAY) == []
