"""Closing the coach while a pack lies on the skin: said first, and then left or not."""

from collections.abc import Sequence
from typing import ClassVar

from coach.tui.patient.asking import Choice, ChoiceScreen
from coach.workflows.coach import Coach
from coach.workflows.registry import Entry

CHOICES = (
    Choice("s", "Stay: the coach goes on timing it", False),
    Choice("l", "Leave: it is off, or a watch times it", True),
)


class LeavingScreen(ChoiceScreen[bool]):
    """Gives back whether the coach is to close all the same."""

    more_keys: ClassVar[Sequence[tuple[str, str]]] = (("Enter", "This one"), ("Esc", "Stay"))

    def __init__(self, coach: Coach, told: str) -> None:
        super().__init__(coach, "A pack is on your skin.", told, CHOICES)

    def entries(self) -> list[Entry]:
        """`q` brought it here, and closes nothing here."""
        return [entry for entry in super().entries() if entry.id != "quit"]
