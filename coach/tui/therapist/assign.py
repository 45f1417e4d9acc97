"""From the list of patients to a plan: a program is picked, then edited, then signed."""

from typing import Any

from coach.domain.caseload import Enrolled
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.editor import EditorScreen
from coach.tui.therapist.kept_draft import LeftAlone, kept_editor
from coach.tui.therapist.pick_program import PickProgramScreen


async def assign_to(screen: TherapistScreen[Any], enrolled: Enrolled | None) -> bool:
    """Pick, edit and sign, from a worker of `screen`; whether a plan was signed.

    Without a patient the program can only be kept as a template. Raises InputError and LogError.
    """
    clinic = screen.clinic
    seen = clinic.follow_ups.follow_up(enrolled.patient) if enrolled is not None else None
    editor: EditorScreen | None = None
    if enrolled is not None and seen is not None:
        try:
            editor = await kept_editor(screen, enrolled, seen)
        except LeftAlone:
            return False
    if editor is None:
        program = await screen.app.push_screen_wait(PickProgramScreen(clinic, enrolled))
        if program is None:
            return False
        stage = clinic.assigning.stage(enrolled.patient, program) if enrolled is not None else None
        draft = clinic.drafts.start(program)
        hurt = seen.hurt if seen is not None else ()
        editor = EditorScreen(clinic, enrolled, draft, stage=stage, hurt=hurt)
    return await screen.app.push_screen_wait(editor) is True
