"""A line to type, shown as it stands."""

from textual.widgets import Input

from coach.domain.text import harmless


class PlainInput(Input):
    """Shows no control character, whoever put its text there."""

    def validate_value(self, value: str) -> str:
        """Textual writes the text of an input to the terminal as it stands."""
        return harmless(value)
