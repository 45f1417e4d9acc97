"""What leaves a follow-up as a file: the paragraph for the record, and the report."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from coach.domain.caseload import Enrolled
from coach.review.change_before import ChangeBefore
from coach.review.follow_up import FollowUp
from coach.review.record_paragraph import OPENING, record_paragraph
from coach.tui.therapist.ask_line import AskLineScreen
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.sure import SureScreen
from coach.tui.therapist.words import PATH_HELP, PUT_NAME, no_path, no_text_path
from coach.workflows.patients import short_id


async def write_paragraph(screen: TherapistScreen[Any], enrolled: Enrolled, seen: FollowUp) -> None:
    """Ask where, then write it; from a worker of `screen`."""
    path = await _ask_path(screen, enrolled, "the paragraph", "record", "txt")
    if path is None:
        return
    with screen.guarded("write"):
        # The paragraph names nobody: only its file's name can say whose the former one is.
        same = short_id(enrolled.patient) in PurePath(path).name
        mark = OPENING.encode() if same else b""
        data = f"{record_paragraph(seen)}\n".encode()
        there = screen.clinic.files.is_there(path)
        _say(screen, screen.clinic.files.write(path, data, mark=mark), replaced=there)


async def write_report(
    screen: TherapistScreen[Any],
    enrolled: Enrolled,
    seen: FollowUp,
    changes: Sequence[ChangeBefore],
) -> None:
    """Ask where and whether the name is on it, then write it; from a worker of `screen`."""
    path = await _ask_path(screen, enrolled, "the report", "report", "html")
    if path is None:
        return
    named = await screen.app.push_screen_wait(SureScreen(screen.clinic, PUT_NAME))
    if named is None:
        return
    with screen.guarded("write"):
        there = screen.clinic.files.is_there(path)
        name = enrolled.name if named else ""
        where = screen.clinic.reports.write(seen, name, path, changes=changes)
        _say(screen, where, replaced=there)


def _say(screen: TherapistScreen[Any], where: str, *, replaced: bool) -> None:
    screen.toast(f"Written{', the former one replaced' if replaced else ''}: {where}")


async def _ask_path(
    screen: TherapistScreen[Any], enrolled: Enrolled, what: str, begin: str, end: str
) -> str | None:
    clinic = screen.clinic
    name = f"{begin}-{short_id(enrolled.patient)}-{clinic.today().isoformat()}.{end}"
    with screen.guarded("write"):
        name = clinic.files.out_path(name)
    fault = no_text_path if end == "txt" else no_path
    return await screen.app.push_screen_wait(
        AskLineScreen(clinic, f"Where is {what} written?", PATH_HELP[end], value=name, fault=fault)
    )
