"""Help at the therapist's desk: every key of the screen it was opened from."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from coach.review.adherence import FORMULA
from coach.tui.therapist.base import TherapistScreen
from coach.tui.widgets.framed_screen import LEFT_WITH, LEFT_WITH_Q
from coach.tui.widgets.key_help import KeyHelp
from coach.tui.widgets.key_line import Pair
from coach.tui.widgets.timeline import LEGEND, PROPOSED, TALL_LEGEND
from coach.workflows.clinic import Clinic
from coach.workflows.registry import Place

NOBODY = "Nobody is alerted: what patients noted is seen here once their log was received."

SIGNS = ("The signs:", TALL_LEGEND, *LEGEND, PROPOSED, "")
"""What stands in the chart and before the proposals of a follow-up."""


class HelpScreen(TherapistScreen[None]):
    """For the place whose commands it explains, and the other keys of the screen below it."""

    heading = "Help"
    BINDINGS: ClassVar[list[BindingType]] = LEFT_WITH_Q
    more_keys: ClassVar[Sequence[Pair]] = LEFT_WITH

    def __init__(self, clinic: Clinic, place: Place, keys: Sequence[Pair] = ()) -> None:
        super().__init__(clinic)
        self._for = place
        self._keys = keys

    def compose_body(self) -> ComposeResult:
        formula = f"How a percentage of what was asked comes about: {FORMULA}."
        below = "\n".join([*SIGNS, formula]) if self._for is Place.FOLLOW_UP else formula
        yield KeyHelp(self._for, self._keys, above=NOBODY, below=below)

    def on_mount(self) -> None:
        self.query_one(KeyHelp).focus()
