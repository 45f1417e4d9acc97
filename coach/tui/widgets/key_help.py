"""Every key of a place and what it does, made from the registry."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from coach.tui.keys import besides, key_name, offered
from coach.tui.widgets.key_line import Pair
from coach.tui.widgets.plain import Plain
from coach.workflows.registry import Place

LEAVE = ("Esc", "Back to the screen before.")
CHOOSE = ("↑ ↓", "Choose in a list; Enter takes the chosen one.")


class KeyHelp(VerticalScroll):
    """What is not in it cannot be done; a sentence above the keys, one below them."""

    DEFAULT_CSS = """
    KeyHelp { padding: 1 2 0 2; height: 1fr; }
    KeyHelp .above { text-style: bold; margin-bottom: 1; }
    KeyHelp .below { margin-top: 1; color: $calm-text; }
    KeyHelp .entry { height: auto; }
    KeyHelp .key { width: 12; color: $key; text-style: bold; }
    """

    def __init__(
        self, place: Place, keys: Sequence[Pair] = (), *, above: str = "", below: str
    ) -> None:
        """Of `place`, after `keys`, which are what the screen has besides."""
        super().__init__()
        self._place = place
        self._keys = keys
        self._above = above
        self._below = below

    def compose(self) -> ComposeResult:
        yield Plain(self._above, fold=True, classes="above")
        for key, label in self._keys:
            yield from _row(key, label)
        for entry in besides(offered(self._place), self._keys):
            keys = " ".join(key_name(key) for key in (entry.key, *entry.more_keys))
            yield from _row(keys, f"{entry.label}: {entry.help}")
        for key, text in self._moving():
            yield from _row(key, text)
        yield Plain(self._below, classes="below")

    def _moving(self) -> list[Pair]:
        """A screen that names keys of its own says itself whether Esc leads back."""
        rows = [CHOOSE] if self._keys else [LEAVE, CHOOSE]
        return [row for row in rows if row[0] not in dict(self._keys)]


def _row(keys: str, text: str) -> ComposeResult:
    with Horizontal(classes="entry"):
        yield Plain(keys, classes="key")
        yield Plain(text)
