"""The stage: seconds and one word as large as the screen allows, in a frame that tells by shape.

Working is a solid frame with pillars, resting a thin one: whoever sees no colours, or lies three
metres away, still sees which it is.
"""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from coach.tui.widgets.block_font import can_draw, in_blocks

_SCALES = ((2, 1), (1, 1), (2, 0), (1, 0), (0, 0))
"""Sizes of digits and word to try, largest first."""
NARROW = 24
LOW = 8
_RIM = 3
"""Columns of frame and air on each side."""


def seconds_text(seconds: int) -> str:
    """`75` as it is; from 100 on in minutes and seconds."""
    return str(seconds) if seconds < 100 else f"{seconds // 60}:{seconds % 60:02d}"


def big_lines(parts: list[str], width: int, height: int) -> list[str]:
    """Number and word, one above the other, in the largest form that fits; else as plain text.

    Where only one of the two fits in blocks it is the number, with the word below it.
    """
    shown = [part for part in parts if part]
    if shown and all(can_draw(part) for part in shown):
        for scales in _SCALES:
            used = scales if len(shown) == 2 else (max(scales),)
            blocks = [in_blocks(part, scale) for part, scale in zip(shown, used, strict=True)]
            lines = _stacked(blocks)
            if len(lines) <= height and max(map(len, lines), default=0) <= width:
                return lines
        small = [*in_blocks(shown[0], 0), shown[-1].center(len(in_blocks(shown[0], 0)[0]))]
        if len(shown) == 2 and len(small) <= height and max(map(len, small)) <= width:
            return small
    return ["  ".join(reversed(shown))]


def _stacked(blocks: list[list[str]]) -> list[str]:
    """Blocks one above the other, each centred, one empty line between them."""
    width = max((len(line) for block in blocks for line in block), default=0)
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        inner = max(map(len, block))
        left = " " * ((width - inner) // 2)
        lines.extend(left + line for line in block)
    return lines


def room_in(width: int, height: int) -> tuple[int, int]:
    """Columns and rows within the frame; a low one has pillars alone, a narrow one nothing."""
    if width < NARROW:
        return max(1, width), max(1, height)
    return width - 2 * _RIM, max(1, height if height < LOW else height - 2)


def framed(lines: list[str], width: int, height: int, *, solid: bool) -> list[str]:
    """`lines` in the middle of a frame of exactly this size."""
    inner, room = room_in(width, height)
    if width < NARROW:
        return [line.center(width)[:width] for line in lines][:height]
    block = max(map(len, lines), default=0)
    left = max(0, (inner - block) // 2)
    body = [(" " * left + line).ljust(inner)[:inner] for line in lines[:room]]
    above = (room - len(body)) // 2
    body = [" " * inner] * above + body + [" " * inner] * (room - len(body) - above)
    if height < LOW:
        return [f"██ {line} ██" if solid else f"│  {line}  │" for line in body]
    if solid:
        return ["█" * width, *(f"██ {line} ██" for line in body), "█" * width]
    top, bottom = "╭" + "─" * (width - 2) + "╮", "╰" + "─" * (width - 2) + "╯"
    return [top, *(f"│  {line}  │" for line in body), bottom]


class Stage(Widget):
    """Number and word in their frame."""

    DEFAULT_CSS = """
    Stage { height: 1fr; min-height: 1; color: $rest; text-style: bold; }
    Stage.-working { color: $work; }
    """

    def __init__(
        self,
        word: str = "",
        number: str = "",
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.word = word
        self.number = number
        self.working = False

    def show(self, word: str, number: str, *, working: bool) -> None:
        """Draw another picture; nothing happens when it is the same."""
        if (word, number, working) == (self.word, self.number, self.working):
            return
        self.word, self.number = word, number
        if working != self.working:
            self.working = working
            self.set_class(working, "-working")
        self.refresh()

    def lines(self, size: Size) -> list[str]:
        """The picture at `size`."""
        width, height = size
        lines = big_lines([self.number, self.word], *room_in(width, height))
        return framed(lines, width, height, solid=self.working)

    def render(self) -> Content:
        return Content("\n".join(self.lines(self.size)))
