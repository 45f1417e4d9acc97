"""The footer: keys with their labels, wrapped so that no pair is torn.

The key of the emergency screen is never left out of it, whatever else gives way.
"""

from collections.abc import Sequence

from textual.content import Content, Span
from textual.geometry import Size
from textual.widget import Widget

from coach.tui.keys import EMERGENCY_KEY, VITAL, key_name
from coach.workflows.registry import Entry

SMALL_HEIGHT = 16
ROOMY_HEIGHT = 10
"""From here on a third row may hold the vital keys of a narrow window."""
TINY_HEIGHT = 8
GAP = "   "

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


def fitted(pairs: Sequence[Pair], width: int, most: int) -> list[list[Pair]]:
    """The first `most` rows of pairs; what stands last gives way to the emergency key."""
    rows = wrapped(pairs, width)
    kept = next((pair for pair in pairs if pair[0] == EMERGENCY_KEY), None)
    if kept is None or any(kept in row for row in rows[:most]):
        return rows[:most]
    *above, last = rows[:most]
    shorter = [last[:n] for n in range(len(last), -1, -1)]
    whole = next(row for row in shorter if not row or len(_row_text([*row, kept])) <= width)
    if whole or above:
        return [*above, [*whole, kept]]
    # One short row alone: another key beside it, without the word.
    bare = (kept[0], "")
    found = next(row for row in shorter if not row or len(_row_text([*row, bare])) <= width)
    return [[*found, bare if found else kept]]


def _pair_text(pair: Pair) -> str:
    return " ".join(part for part in pair if part)


def _row_text(row: Sequence[Pair]) -> str:
    return GAP.join(map(_pair_text, row))


class KeyLine(Widget):
    """What can be pressed now."""

    DEFAULT_CSS = """
    /* docked: what does not fit above it scrolls, and never pushes it off the screen */
    KeyLine {
        dock: bottom; height: auto; width: 1fr; padding: 0 1;
        color: $calm-text; background: $panel;
    }
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
        every = wrapped([*self._more, *pairs_of(self._entries)], width)
        if height >= SMALL_HEIGHT and len(every) <= height // 3:
            return every
        vital = [entry for name in VITAL for entry in self._entries if entry.id == name]
        rest = [entry for entry in self._entries if entry not in vital]
        first = pairs_of(vital[:2]) + self._more + pairs_of(vital[2:] + rest)
        return fitted(first, width, self._most_rows(first, width))

    def _most_rows(self, pairs: Sequence[Pair], width: int) -> int:
        """How many rows there is room for; one more where the vital keys need it."""
        height = self.app.size.height
        if height < ROOMY_HEIGHT:
            return 1 if height < TINY_HEIGHT else 2
        keys = [key for key, _ in pairs]
        until = keys.index(EMERGENCY_KEY) + 1 if EMERGENCY_KEY in keys else 0
        vital = len(wrapped(pairs[:until], width))
        return max(height // 3 if height >= SMALL_HEIGHT else 2, min(vital, 3))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.rows(width))

    def render(self) -> Content:
        text = ""
        spans: list[Span] = []
        for n, row in enumerate(self.rows(self.size.width)):
            text += "\n" if n else ""
            for m, (key, label) in enumerate(row):
                text += GAP if m else ""
                spans.append(Span(len(text), len(text) + len(key), "bold $key"))
                text += _pair_text((key, label))
        return Content(text, spans)
