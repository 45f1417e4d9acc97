"""Keeping a draft as an own program: two lines are asked for."""

import re

from coach.tui.therapist.ask_line import AskLineScreen
from coach.tui.therapist.base import TherapistScreen
from coach.workflows.clinic import Clinic
from coach.workflows.drafts import Draft

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NO_ID = "Write small letters, digits and hyphens, like steady-back-short."


def _id_fault(line: str) -> str:
    return "" if _ID.fullmatch(line.strip()) else NO_ID


async def ask_template(screen: TherapistScreen[bool | None], clinic: Clinic, draft: Draft) -> str:
    """Ask for id and title and keep it; where it is, in a sentence. Empty when it was left."""
    program_id = await screen.app.push_screen_wait(
        AskLineScreen(
            clinic,
            "Under which id is it kept?",
            "A new id is a new program; your own id gets its next version. Nothing is overwritten.",
            value=f"{draft.program.id}-own",
            fault=_id_fault,
            replaces=True,
        )
    )
    if program_id is None:
        return ""
    title = await screen.app.push_screen_wait(
        AskLineScreen(clinic, "What is it called?", value=draft.program.title, replaces=True)
    )
    if title is None:
        return ""
    kept = ""
    with screen.guarded("template"):
        kept = clinic.drafts.save_as_template(draft, program_id, title)
    return f"Kept in {kept}." if kept else ""
