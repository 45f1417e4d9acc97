"""The emergency screen at the therapist's desk: the same words, the number first."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from coach.domain.red_flags import Tier
from coach.tui.therapist.base import TherapistScreen
from coach.tui.widgets.framed_screen import LEFT_WITH, LEFT_WITH_Q
from coach.tui.widgets.key_line import Pair
from coach.tui.widgets.safety_text import SafetyText


class EmergencyScreen(TherapistScreen[None]):
    """For whoever sits at the desk when it happens."""

    quiet = True
    heading = "Emergency"
    BINDINGS: ClassVar[list[BindingType]] = LEFT_WITH_Q
    more_keys: ClassVar[Sequence[Pair]] = LEFT_WITH

    @property
    def always(self) -> Sequence[str]:
        """Here too nobody is alerted."""
        return self.clinic.shelf.red_flags().nobody_forms

    def compose_body(self) -> ComposeResult:
        advice = self.clinic.shelf.red_flags().advice[Tier.EMERGENCY]
        yield SafetyText(
            number=self.clinic.emergency_number,
            number_large=True,
            therapist_phone="",
            first=advice.first,
            say=advice.say,
            after=advice.after,
            why="",
        )

    def on_mount(self) -> None:
        self.clinic.speaker.stop()
