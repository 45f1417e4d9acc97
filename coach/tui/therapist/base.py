"""What every screen of the therapist shares: the clinic, and whether it may be written."""

from dataclasses import dataclass
from typing import TypeVar

from textual.binding import BindingType
from textual.message import Message
from textual.worker import Worker

from coach.tui.keys import bindings, own
from coach.tui.widgets.framed_screen import FramedScreen
from coach.workflows.clinic import Clinic
from coach.workflows.registry import Place

ResultT = TypeVar("ResultT")


@dataclass
class FromThread(Message):
    """What a thread has read for its screen."""

    reader: Worker[object]

    @property
    def is_overtaken(self) -> bool:
        """Whether it was begun anew meanwhile: no thread can be stopped, and this one was slow."""
        return self.reader.is_cancelled


class TherapistScreen(FramedScreen[ResultT]):
    """A screen over the clinic."""

    def __init__(self, clinic: Clinic) -> None:
        super().__init__()
        self.clinic = clinic

    @property
    def unsaved(self) -> str:
        """What is asked before it is left with something that is not kept; empty for nothing."""
        return ""

    def throw_away(self) -> None:
        """What is not kept is not wanted."""

    @property
    def refusal(self) -> str:
        """Why nothing can be written at present, in one sentence; empty when it can."""
        return self.clinic.refusal


def clinic_bindings(place: Place) -> list[BindingType]:
    """The keys of one place's own commands."""
    return bindings(own(place))
