"""The body from the waist down, front and back, drawn in plain characters with a place to mark.

Marks are letters and a number, and the chosen zone stands in brackets: no colour is needed.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct
from textual.content import Content, Span
from textual.geometry import Size
from textual.widget import Widget

from coach.domain.body_chart import Chart
from coach.domain.body_zones import ZONES, View, Zone, zone_of

Way = Literal["up", "down", "left", "right"]

WIDTH = 33
"""Columns of one figure."""
GAP = 6
BOTH_WIDTH = 2 * WIDTH + GAP
TALL_HEIGHT = 30
"""Rows from which the figure is stretched."""
_SIDEWAYS = 4
"""How much a row counts against a column when moving sideways: a row is about twice as high as a
column is wide, and the same height is wanted."""

# The left half of each figure with its middle column: outline, the zones of the row with the column
# of their middle, and how many empty rows like it are added where there is room.
_FRONT: tuple[tuple[str, dict[str, float], int], ...] = (
    ("     │           ", {}, 1),
    ("   ╭─╯           ", {}, 0),
    ("  ╭╯             ", {"F1": 8.5, "SAD": 16}, 0),
    ("  │            ╭─", {}, 0),
    ("  │            │ ", {"F2": 8.5}, 2),
    ("  ╰╮           │ ", {}, 0),
    ("   │          ╭╯ ", {"F3": 8.5}, 0),
    ("   ╰╮         │  ", {}, 0),
    ("    │         │  ", {"F4": 8.5}, 0),
    ("   ╭╯         ╰╮ ", {}, 0),
    ("   │           │ ", {"F6": 6.5, "F5": 11.5}, 2),
    ("   ╰╮         ╭╯ ", {}, 0),
    ("    ╰╮       ╭╯  ", {}, 0),
    ("     │       │   ", {"F7": 8.5}, 1),
    ("   ╭─╯       ╰─╮ ", {}, 0),
    ("   │           │ ", {"F8": 6.5, "F9": 11.5}, 0),
    ("   ╰───────────╯ ", {}, 0),
)
_BACK: tuple[tuple[str, dict[str, float], int], ...] = (
    ("     │           ", {"B1": 8.5, "B0": 16}, 1),
    ("   ╭─╯           ", {}, 0),
    ("  ╭╯             ", {"B2": 8.5, "SAD": 16}, 0),
    ("  │            ╭─", {}, 0),
    ("  │            │ ", {}, 2),
    ("  ╰╮           │ ", {"B3": 8.5}, 0),
    ("   │          ╭╯ ", {}, 0),
    ("   ╰╮         │  ", {}, 0),
    ("    │         │  ", {"B4": 8.5}, 0),
    ("   ╭╯         ╰╮ ", {}, 0),
    ("   │           │ ", {"B5": 8.5}, 2),
    ("   ╰╮         ╭╯ ", {}, 0),
    ("    ╰╮       ╭╯  ", {}, 0),
    ("     │       │   ", {}, 1),
    ("    ╭╯       ╰╮  ", {"B6": 8.5}, 0),
    ("    │         │  ", {}, 0),
    ("    ╰─────────╯  ", {}, 0),
)
_DRAWN = {View.FRONT: _FRONT, View.BACK: _BACK}
_LABELS = {
    View.FRONT: "R right      FRONT      left L",
    View.BACK: "L left       BACK      right R",
}
_LEFT_HAND = {View.FRONT: "R", View.BACK: "L"}
"""The patient's half that is drawn on the left: from the front it is the right one."""
_MIRRORED = str.maketrans("╭╮╰╯", "╮╭╯╰")


class Spot(Struct, frozen=True):
    """A zone on one of the two figures: the saddle area stands on both."""

    view: View
    code: str

    @property
    def zone(self) -> Zone:
        """What is marked there."""
        return zone_of(self.code)


def first_spot(code: str) -> Spot:
    """Where a zone stands."""
    return Spot(zone_of(code).views[0], code)


START = Spot(View.BACK, "B0")
"""The middle of the low back: where the way down begins."""


def _placed(view: View) -> dict[Spot, tuple[float, int]]:
    """Column and row of every zone on one figure."""
    hand, other = ("R", "L") if _LEFT_HAND[view] == "R" else ("L", "R")
    spots: dict[Spot, tuple[float, int]] = {}
    for row, (_, zones, _) in enumerate(_DRAWN[view]):
        for short, column in zones.items():
            if column == WIDTH // 2:
                spots[Spot(view, short)] = (column, row)
            else:
                spots[Spot(view, short + hand)] = (column, row)
                spots[Spot(view, short + other)] = (WIDTH - 1 - column, row)
    return spots


PLACES = {view: _placed(view) for view in View}
"""Column and row of every zone, by figure."""


def next_spot(spot: Spot, way: Way, views: Sequence[View]) -> Spot:
    """The nearest zone in one direction on the figures shown; the same one at the rim."""
    shown = {
        at: (column + (WIDTH + GAP) * n, row)
        for n, view in enumerate(views)
        for at, (column, row) in PLACES[view].items()
    }
    column, row = shown[spot]
    sign = 1 if way in ("right", "down") else -1
    upright = way in ("up", "down")
    costs: dict[Spot, float] = {}
    for at, (there, below) in shown.items():
        ahead, aside = sign * (there - column), abs(below - row) * float(_SIDEWAYS)
        if upright:
            ahead, aside = 2 * sign * (below - row), abs(there - column)
        if ahead > 0 and (at.view is spot.view if upright else aside <= 2 * ahead):
            costs[at] = ahead + aside
    return min(costs, key=lambda at: costs[at], default=spot)


def turned(spot: Spot) -> Spot:
    """The nearest zone at the same height on the other figure, on the same half of the body."""
    column, row = PLACES[spot.view][spot]
    mirrored = WIDTH - 1 - column

    def distance(at: Spot) -> float:
        there, below = PLACES[at.view][at]
        return abs(there - mirrored) + _SIDEWAYS * abs(below - row)

    return min(PLACES[spot.view.other], key=distance)


def label(chart: Chart, zone: Zone) -> str:
    """What stands at a zone: its marks, or its code while nothing is marked."""
    mark = chart.mark(zone.code)
    return mark.letters if mark.feelings else zone.short


def zone_text(chart: Chart, zone: Zone) -> str:
    """A zone in words with what is marked there."""
    mark = chart.mark(zone.code)
    return f"{zone.words}: {mark.words if mark.feelings else 'nothing marked'}"


def marked_lines(chart: Chart) -> list[str]:
    """Every marked zone in words, from the top down."""
    return [zone_text(chart, zone) for zone in ZONES if zone in chart.painted]


class _Piece(Struct, frozen=True):
    """A text that is laid over the outline of a row."""

    column: int
    text: str
    style: str


def _pieces(view: View, row: int, chart: Chart, chosen: Spot) -> Iterable[_Piece]:
    for spot, (column, at) in PLACES[view].items():
        if at != row:
            continue
        text = label(chart, spot.zone)
        style = "bold $work" if chart.mark(spot.code).feelings else "$calm-text"
        left = round(column - (len(text) - 1) / 2)
        if spot == chosen:
            yield _Piece(left - 1, f"[{text}]", "bold reverse")
        else:
            yield _Piece(left, text, style)


def _figure(view: View, chart: Chart, chosen: Spot, *, tall: bool) -> list[tuple[str, list[Span]]]:
    """The rows of one figure with the styles of what stands on them."""
    rows = [(_LABELS[view].center(WIDTH), [Span(0, WIDTH, "bold $key")])]
    for number, (half, _, more) in enumerate(_DRAWN[view]):
        outline = half + half[-2::-1].translate(_MIRRORED)
        text, spans = outline, [Span(0, WIDTH, "$rest")]
        for piece in _pieces(view, number, chart, chosen):
            end = piece.column + len(piece.text)
            text = text[: piece.column] + piece.text + text[end:]
            spans.append(Span(piece.column, end, piece.style))
        empty = [(outline, [Span(0, WIDTH, "$rest")])] * (more if tall else 0)
        above = len(empty) // 2
        rows += [*empty[:above], (text, spans), *empty[above:]]
    return rows


def figure_rows(
    views: Sequence[View], chart: Chart, chosen: Spot, *, tall: bool
) -> list[tuple[str, list[Span]]]:
    """The figures side by side."""
    figures = [_figure(view, chart, chosen, tall=tall) for view in views]
    rows: list[tuple[str, list[Span]]] = []
    for parts in zip(*figures, strict=True):
        text, spans = "", list[Span]()
        for part, styles in parts:
            text += " " * GAP if text else ""
            spans += [Span(s.start + len(text), s.end + len(text), s.style) for s in styles]
            text += part
        rows.append((text, spans))
    return rows


class BodyFigure(Widget, can_focus=True):
    """One or both figures; the screen says what is marked and what is chosen."""

    DEFAULT_CSS = """
    BodyFigure { height: auto; width: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._chart = Chart()
        self._chosen = START

    @property
    def views(self) -> tuple[View, ...]:
        """The figures shown: both where they fit, otherwise that of the chosen zone."""
        both = self.app.size.width >= BOTH_WIDTH + 4
        return tuple(View) if both else (self._chosen.view,)

    def show(self, chart: Chart, chosen: Spot) -> None:
        """Draw another chart, or choose another zone."""
        self._chart, self._chosen = chart, chosen
        self.refresh(layout=True)

    def _rows(self) -> list[tuple[str, list[Span]]]:
        tall = self.app.size.height >= TALL_HEIGHT
        return figure_rows(self.views, self._chart, self._chosen, tall=tall)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return len(self._rows()[0][0])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._rows())

    def render(self) -> Content:
        text, spans = "", list[Span]()
        for row, styles in self._rows():
            text += "\n" if text else ""
            spans += [Span(s.start + len(text), s.end + len(text), s.style) for s in styles]
            text += row
        return Content(text, spans)
