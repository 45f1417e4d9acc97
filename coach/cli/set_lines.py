"""`--set` lines from the shell: each finds its place, and what came of it is said at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.cli import diagnostics
from coach.domain.errors import InputError

if TYPE_CHECKING:
    from coach.domain.program import StageCode
    from coach.workflows.drafts import Draft

HELP = (
    "changes what the line names and keeps the rest: 'bridge 3x10', 'bridge hold 5s'; taken away "
    "by 'hold 0s', 'rest 0s', 'side none', '1/day', 'daily', 'at any', 'note \"\"', the exercise "
    "by 'bridge off'; a new one has its usual dose for the rest; 'C: bridge 2x8' is about another "
    "stage; may be given again"
)
_IN_A_LINE = 'say why at the top: allow-direction "reason"'


def set_lines(draft: "Draft", stage: "StageCode", lines: Sequence[str], mend: str) -> "Draft":
    """The draft with every line in its place; what each made goes to standard error.

    `mend` is how a direction is let in from here. Raises InputError for the first wrong line.
    """
    for line in lines:
        try:
            changed = draft.set(stage, line)
        except InputError as error:
            message = error.message.replace(_IN_A_LINE, f"say why: {mend}")
            raise InputError(error.title, message) from None
        is_new = changed.program != draft.program
        diagnostics.tell(f"Set {changed.newest_edit}" if is_new else f"Nothing new in: {line}")
        draft = changed
    return draft
