"""The two editions of a program: the therapist's own, and the one a patient is given."""

from collections.abc import Iterable

from msgspec.structs import replace

from coach.domain.events import PlanIssued, Stamped
from coach.domain.program import Program

SET_DIRECTION = "Your therapist set the direction."
"""Stands in a patient's edition for the typed reason, so that the program still passes."""


def patients_edition(program: Program) -> Program:
    """Without what is written for therapists: it may name what no patient should read alone."""
    reason = SET_DIRECTION if program.direction_reason else ""
    return replace(program, for_therapist="", direction_reason=reason)


def therapists_edition(program: Program, document: str, facts: Iterable[Stamped]) -> Program:
    """The program of a kept plan with what its signer had written for themselves put back.

    `facts` hold what was signed here; as it stands for a plan that was signed elsewhere.
    """
    for stamped in facts:
        issued = stamped.fact
        if isinstance(issued, PlanIssued) and issued.document == document:
            return replace(
                program,
                for_therapist=issued.for_therapist,
                direction_reason=issued.direction_reason,
            )
    return program
