"""The two places where a form's answers are chosen or typed."""

from dataclasses import dataclass

from textual.message import Message
from textual.widgets import OptionList

from coach.tui.widgets.plain_input import PlainInput


class Choices(OptionList):
    """A list to choose from; Enter with nothing chosen is an answer of its own."""

    @dataclass
    class NoneChosen(Message):
        """Enter was pressed and nothing was chosen."""

    def action_select(self) -> None:
        if self.highlighted is None:
            self.post_message(self.NoneChosen())
        else:
            super().action_select()


class Typed(PlainInput):
    """A line to type; Backspace in an empty one goes back."""

    @dataclass
    class GoneBack(Message):
        """Backspace was pressed and nothing was typed."""

    def action_delete_left(self) -> None:
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.GoneBack())
