"""A draft that was not signed is offered again before another one is begun."""

from typing import Any

from coach.domain.caseload import Enrolled
from coach.review.follow_up import FollowUp
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.editor import EditorScreen
from coach.tui.therapist.sure import SureScreen
from coach.tui.widgets.week_plot import day_label
from coach.workflows.decided import Decided
from coach.workflows.unsigned import Unsigned


class LeftAlone(Exception):
    """Neither gone on with nor thrown away: nothing is opened."""


async def kept_editor(
    screen: TherapistScreen[Any], enrolled: Enrolled, seen: FollowUp
) -> EditorScreen | None:
    """The editor over what was kept of this patient; None to begin anew.

    Asked from a worker of `screen`. Raises LeftAlone for Escape, and LogError.
    """
    unsigned = screen.clinic.unsigned
    kept = unsigned.of(enrolled.patient)
    if kept is None:
        return None
    answer = await screen.app.push_screen_wait(
        SureScreen(screen.clinic, question(enrolled.name, kept))
    )
    if answer is None:
        raise LeftAlone
    if not answer:
        unsigned.drop(enrolled.patient)
        return None
    beside = kept.beside
    return EditorScreen(
        screen.clinic,
        enrolled,
        kept.draft,
        stage=beside.stage,
        stage_before=beside.stage_before,
        filled=beside.filled,
        worse=seen.against_more,
        hurt=seen.hurt,
        decided=Decided(beside.decision, beside.note) if beside.decision is not None else None,
    )


def question(name: str, kept: Unsigned) -> str:
    """What was kept, and what each answer does."""
    count = len(kept.draft.changes())
    changes = f"{count} {'change' if count == 1 else 'changes'}"
    decided = f", after you decided to {kept.beside.decision.value}" if kept.beside.decision else ""
    return (
        f"{name}: on {day_label(kept.at.date())} {kept.at:%H:%M} a plan was left unsigned, "
        f"{changes} against {kept.draft.base.title_and_id}{decided}.\n\n"
        "Go on with it? n throws it away, Esc leaves it for later.  y / n"
    )
