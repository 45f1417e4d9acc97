"""Text from anywhere, shown as it stands: nothing in it is ever read as markup."""

from textual.content import Content
from textual.widgets import Static

from coach.domain.text import clean

MOST_CHARACTERS = 2000
"""More than a screen can show; a longer text is cut so that it cannot stall the screen."""


def literal(text: str, style: str = "", *, limit: int = MOST_CHARACTERS) -> Content:
    """`text` as content: no markup, no control characters, not longer than `limit`."""
    content = Content(clean(text, limit=limit))
    return content.stylize(style) if style else content


class Plain(Static):
    """A piece of text; empty text takes no room when `fold` is set."""

    DEFAULT_CSS = """
    Plain { height: auto; width: 1fr; }
    Plain.-empty { display: none; }
    """

    def __init__(
        self,
        text: str = "",
        *,
        fold: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(literal(text), markup=False, id=id, classes=classes)
        self._fold = fold
        self.text = text
        self.set_class(fold and not text, "-empty", update=False)

    def show(self, text: str) -> None:
        """Show other words; nothing is drawn anew for the same ones."""
        if text == self.text:
            return
        self.text = text
        self.set_class(self._fold and not text, "-empty")
        self.update(literal(text))
