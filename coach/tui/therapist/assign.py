"""From the list of patients to a plan: a program is picked, then edited, then signed."""

from typing import Any

from coach.domain.caseload import Enrolled
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.editor import EditorScreen
from coach.tui.therapist.pick_program import PickProgramScreen


async def assign_to(screen: TherapistScreen[Any], enrolled: Enrolled | None) -> bool:
    """Pick, edit and sign, from a worker of `screen`; whether a plan was signed.

    Without a patient the program can only be kept as a template. Raises InputError and LogError.
    """
    clinic = screen.clinic
    program = await screen.app.push_screen_wait(PickProgramScreen(clinic, enrolled))
    if program is None:
        return False
    stage = clinic.assigning.stage(enrolled.patient, program) if enrolled is not None else None
    seen = clinic.follow_ups.follow_up(enrolled.patient) if enrolled is not None else None
    editor = EditorScreen(
        clinic,
        enrolled,
        clinic.drafts.start(program),
        stage=stage,
        hurt=seen.hurt if seen is not None else (),
    )
    signed = await screen.app.push_screen_wait(editor)
    return signed is True
