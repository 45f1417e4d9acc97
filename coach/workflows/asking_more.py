"""Which of the plans that were signed and not opened ask more than the one the patient goes by."""

from collections.abc import Callable, Mapping

from coach.domain.events import PlanReceived
from coach.domain.exercise import Exercise
from coach.domain.history import History
from coach.domain.program import Program, StageCode
from coach.domain.raised import raised
from coach.review.signed_plans import waiting_plans
from coach.workflows.told_anew import ReadProgram


def asking_more(
    history: History,
    held: PlanReceived | None,
    read: ReadProgram,
    exercises: Callable[[], Mapping[str, Exercise]],
) -> frozenset[str]:
    """Their documents; nothing before a first plan, and of a plan that cannot be read here.

    A plan that was meant to be taken back by a newer one may be opened all the same.
    """
    waiting, stage = waiting_plans(history), history.stage()
    if not waiting or held is None or stage is None or (old := read(held)) is None:
        return frozenset()
    named = exercises()

    def asks_more(new: Program | None, begins: StageCode) -> bool:
        return new is not None and bool(raised(old, new, named, stage_before=stage, stage=begins))

    return frozenset(plan.document for plan in waiting if asks_more(read(plan), plan.stage))
