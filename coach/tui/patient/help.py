"""Help: every key of the screen it was opened from, and what everyone should know."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from coach.review.adherence import FORMULA
from coach.session.commands import Command
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.framed_screen import LEFT_WITH, LEFT_WITH_Q
from coach.tui.widgets.key_help import KeyHelp
from coach.tui.widgets.key_line import Pair
from coach.workflows.coach import Coach
from coach.workflows.registry import Place, entries

HURTS_KEY = next(one.key for one in entries(Place.SESSION) if one.command is Command.HURTS)


class HelpScreen(CoachScreen[bool]):
    """For the place whose commands it explains, and the other keys of the screen below it.

    Gives back whether something hurts: over a session that key is not looked up first.
    """

    heading = "Help"
    BINDINGS: ClassVar[list[BindingType]] = [*LEFT_WITH_Q, (HURTS_KEY, "hurts", "That hurts")]
    more_keys: ClassVar[Sequence[Pair]] = LEFT_WITH

    def __init__(
        self, coach: Coach, place: Place, keys: Sequence[Pair] = (), *, figures: bool = True
    ) -> None:
        super().__init__(coach)
        self._for = place
        self._keys = keys
        self._figures = figures

    def compose_body(self) -> ComposeResult:
        formula = f"How the percentage comes about: {FORMULA}." if self._figures else ""
        yield KeyHelp(self._for, self._keys, below=formula)

    def action_hurts(self) -> None:
        if self._for is Place.SESSION:
            self.dismiss(True)

    def on_mount(self) -> None:
        self.query_one(KeyHelp).focus()
