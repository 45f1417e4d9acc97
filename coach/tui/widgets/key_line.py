"""The footer: keys with their labels, wrapped so that no pair is torn."""

from collections.abc import Sequence

from textual.content import Content, Span
from textual.geometry import Size
from textual.widget import Widget

from coach.tui.keys import VITAL, key_name
from coach.workflows.registry import Entry

SMALL_HEIGHT = 16
TINY_HEIGHT = 8

Pair = tuple[str, str]
"""A key as it stands on a keyboard, and what it does."""


def pairs_of(entries: Sequence[Entry]) -> list[Pair]:
    """The keys of registry entries with their labels."""
    return [(key_name(entry.key), entry.label) for entry in entries]


def wrapped(pairs: Sequence[Pair], width: int) -> list[list[Pair]]:
    """Pairs in rows of at most `width` columns."""
    rows: list[list[Pair]] = [[]]
    used = 0
    for pair in pairs:
        needed = len(pair[0]) + len(pair[1]) + 4
        if rows[-1] and used + needed > width + 1:
            rows.append([])
            used = 0
        rows[-1].append(pair)
        used += needed
    return rows


class KeyLine(Widget):
    """What can be pressed now."""

    DEFAULT_CSS = """
    KeyLine { height: auto; width: 1fr; padding: 0 1; color: $calm-text; background: $panel; }
    """

    def __init__(self, entries: Sequence[Entry], more: Sequence[Pair] = ()) -> None:
        super().__init__()
        self._entries = list(entries)
        self._more = list(more)

    @property
    def more(self) -> list[Pair]:
        """The keys it offers that are no commands."""
        return list(self._more)

    def show(self, entries: Sequence[Entry], more: Sequence[Pair] = ()) -> None:
        """Offer other keys."""
        if (list(entries), list(more)) != (self._entries, self._more):
            self._entries, self._more = list(entries), list(more)
            self.refresh(layout=True)

    def rows(self, width: int) -> list[list[Pair]]:
        """The rows at `width`; a small screen keeps those that matter most."""
        height = self.app.size.height
        if height >= SMALL_HEIGHT:
            return wrapped([*self._more, *pairs_of(self._entries)], width)
        vital = [entry for name in VITAL for entry in self._entries if entry.id == name]
        rest = [entry for entry in self._entries if entry not in vital]
        first = pairs_of(vital[:2]) + self._more + pairs_of(vital[2:] + rest)
        return wrapped(first, width)[: 1 if height < TINY_HEIGHT else 2]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.rows(width))

    def render(self) -> Content:
        text = ""
        spans: list[Span] = []
        for n, row in enumerate(self.rows(self.size.width)):
            text += "\n" if n else ""
            for m, (key, label) in enumerate(row):
                text += "   " if m else ""
                spans.append(Span(len(text), len(text) + len(key), "bold $key"))
                text += f"{key} {label}"
        return Content(text, spans)
