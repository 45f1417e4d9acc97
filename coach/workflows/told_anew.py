"""What the newest signed plan changed, where it was not known here when it was signed."""

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
    """By its document what the plan signed last changed against the one the patient had before.

    A plan is often signed before any log tells what the patient follows. Empty where its own words
    tell it, and where no plan was before it; None where one of the two cannot be read here.
    """
    found = history.last(PlanIssued)
    if found is None or found[1].changes.strip():
        return {}
    issued = found[1]
    before, stage = _had_before(history, issued)
    if before is None:
        return {}
    old, new = read(before), read(issued)
    if old is None or new is None or (before.document is None and old.version != before.version):
        return {issued.document: None}
    changes = program_changes(old, new, exercises(), stage_before=stage, stage=issued.stage)
    return {issued.document: changes}


def _had_before(history: History, issued: PlanIssued) -> tuple[Plan | None, StageCode | None]:
    """The plan they went by until they opened this one, and the stage they were in."""
    earlier = []
    for stamped in history.among(PlanReceived, StageChanged):
        if isinstance(stamped.fact, PlanReceived) and stamped.fact.document == issued.document:
            break
        earlier.append(stamped)
    had = history_of(earlier)
    plan = had.plan()
    if plan is not None:
        return plan, had.stage()
    given = [fact for _, fact in history.of(PlanIssued) if fact.document != issued.document]
    return (given[-1], given[-1].stage) if given else (None, None)
