"""What a signed plan changed, where it was not known here when it was signed."""

from collections.abc import Callable, Mapping

from coach.domain.events import PlanIssued, PlanReceived, StageChanged
from coach.domain.exercise import Exercise
from coach.domain.history import History, history_of
from coach.domain.program import Program, StageCode
from coach.domain.program_changes import program_changes
from coach.review.follow_up_plans import Told

Plan = PlanIssued | PlanReceived
ReadProgram = Callable[[Plan], Program | None]
"""The program of a plan; None where it cannot be read here."""


def told_anew(
    history: History, read: ReadProgram, exercises: Callable[[], Mapping[str, Exercise]]
) -> Told:
    """What a plan that does not tell it changed against the one the patient had before it.

    A plan is often signed before any log tells what the patient follows. Nothing where no plan was
    before it; None where one of the two cannot be read here. What was signed later changes none of
    it.
    """

    def told(issued: PlanIssued) -> tuple[str, ...] | None:
        before, stage = _had_before(history, issued)
        if before is None:
            return ()
        old, new = read(before), read(issued)
        if (
            old is None
            or new is None
            or (before.document is None and old.version != before.version)
        ):
            return None
        return program_changes(old, new, exercises(), stage_before=stage, stage=issued.stage)

    return told


def _had_before(history: History, issued: PlanIssued) -> tuple[Plan | None, StageCode | None]:
    """The plan they went by when this one was signed, and the stage they were in.

    Where none is known, the one that was signed before it.
    """
    earlier = []
    for stamped in history.among(PlanIssued, PlanReceived, StageChanged):
        if isinstance(stamped.fact, PlanIssued) and stamped.fact.document == issued.document:
            break
        earlier.append(stamped)
    had = history_of(earlier)
    plan = had.plan()
    if plan is not None:
        return plan, had.stage()
    given = [fact for _, fact in had.of(PlanIssued)]
    return (given[-1], given[-1].stage) if given else (None, None)
