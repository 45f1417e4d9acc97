"""Which changes of stage a file may bring: only what a patient's coach would have written.

A stage is proposed, never chosen (contract 6.5): one step at a time, each with the proposal it
came from, and with the agreement where the plan says that the therapist confirms.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from coach.domain.agreement import tells_agreement
from coach.domain.errors import RefusedError
from coach.domain.events import PlanReceived, StageChanged, StageProposed, Stamped
from coach.domain.plans import plans_begun
from coach.domain.program import Confirms, Program, StageCode

ProgramOf = Callable[[PlanReceived], Program | None]
"""The program of a plan; None where it cannot be read here."""


def check_stages(facts: Sequence[Stamped], new: Collection[str], program_of: ProgramOf) -> None:
    """RefusedError for a change of stage among the `new` ones that no coach would write.

    `facts` are all there are, those of the home and of the file; `new` are ids of the file's own.
    """
    program, stage = None, None
    in_order = sorted(facts, key=lambda one: (one.at, one.seq))
    for stamped in plans_begun(in_order, date.max):
        fact = stamped.fact
        if isinstance(fact, PlanReceived):
            program, stage = program_of(fact), fact.stage
        elif isinstance(fact, StageChanged):
            if stamped.id in new:
                _check_proposed(stamped, fact, facts)
                if program is not None:
                    _check_step(fact, stage, program)
            stage = fact.to_stage


def _check_proposed(stamped: Stamped, changed: StageChanged, facts: Sequence[Stamped]) -> None:
    """Another device of the patient's may have proposed it: clocks differ, so not by time."""
    asked = (changed.from_stage, changed.to_stage, changed.rule)
    for one in facts:
        fact = one.fact
        if not isinstance(fact, StageProposed):
            continue
        earlier = one.device != stamped.device or one.seq < stamped.seq
        if earlier and (fact.from_stage, fact.to_stage, fact.rule) == asked:
            return
    raise _refused("it changes the stage, and nothing in it proposed that")


def _check_step(changed: StageChanged, stage: StageCode | None, program: Program) -> None:
    """From where the patient is to the next stage or the one before, and agreed to."""
    beside = _beside(changed.from_stage, program)
    # Two devices that did not know of each other may have made the same step.
    is_one_step = stage in (None, changed.to_stage) or changed.to_stage in _beside(stage, program)
    if changed.to_stage not in beside or not is_one_step:
        raise _refused("it changes the stage by more than one step")
    order = [one.code for one in program.stages]
    back = order.index(changed.to_stage) < order.index(changed.from_stage)
    if program.confirms(back=back) is Confirms.THERAPIST and not tells_agreement(changed.evidence):
        raise _refused("it changes the stage without the therapist, who confirms that")


def _beside(code: StageCode | None, program: Program) -> set[StageCode]:
    order = [one.code for one in program.stages]
    if code not in order:
        return set()
    place = order.index(code)
    return {*order[max(0, place - 1) : place], *order[place + 1 : place + 2]}


def _refused(why: str) -> RefusedError:
    return RefusedError("The file cannot be taken in", f"Nothing was taken in: {why}.")
