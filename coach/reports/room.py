"""How much of each list a report shows, so that it never takes more than two printed pages.

Nothing here knows a page: the height is estimated in lines, for the wider letters and the shorter
paper, and the first measure that fits is taken. So HTML and PDF always show the same.
"""

from math import ceil

from msgspec import Struct

from coach.reports.page import Block, Chart, Report, Section, Table

FULL_LINE, HALF_LINE = 130, 60
"""Characters of a printed line over the whole width, and over half of it."""
TWO_PAGES = 140
"""Lines of two printed letter pages (76 each, measured), less what a page's end leaves empty."""
HEADING_LINES = 1.6
TITLE_LINES = 2.5
CHART_LINES = 49.0
"""Height in lines of a picture over the whole width that were as high as it is wide."""
HALF_CHART_LINES = 22.5
"""The same over half of the width."""


class Room(Struct, frozen=True):
    """The longest lists and texts of a report."""

    exercises: int = 12
    notes: int = 10
    instruments: int = 7
    listed: int = 5
    """Safety events, packs, proposals, reasons, zones and plan versions, of each."""
    changes: int = 4
    """Changes of one plan version."""
    gates: int = 8
    """Conditions of one gate."""
    formulas: int = 8
    characters: int = 150
    """Of one text that a person wrote."""


ROOMS = (
    Room(),
    Room(notes=8, listed=4, changes=3, gates=5, formulas=6, characters=120),
    Room(notes=6, listed=3, changes=2, gates=4, formulas=5, characters=100),
    Room(12, notes=5, instruments=6, listed=3, changes=1, gates=3, formulas=4, characters=80),
    Room(10, notes=4, instruments=4, listed=2, changes=1, gates=2, formulas=3, characters=70),
    Room(7, notes=3, instruments=3, listed=1, changes=1, gates=1, formulas=1, characters=56),
)
"""From the most to the least."""


def fits(report: Report) -> bool:
    """Whether two printed pages hold it."""
    return lines_of(report) <= TWO_PAGES


def lines_of(report: Report) -> float:
    """The height of a report in printed lines."""
    head = TITLE_LINES + len(report.facts) + 1.4 * _wrapped(report.answer, 100)
    body = sum(max(_section(section, len(row) > 1) for section in row) for row in report.rows)
    return head + body + sum(_section(section, half=False) for section in report.foot)


def _section(section: Section, half: bool) -> float:
    return HEADING_LINES + sum(_block(block, half=half) for block in section.blocks)


def _block(block: Block, *, half: bool) -> float:
    width = HALF_LINE if half else FULL_LINE
    if isinstance(block, Chart):
        return block.ratio * (HALF_CHART_LINES if half else CHART_LINES) + 0.5
    if isinstance(block, Table):
        return 2.0 + sum(_row(row, width) for row in block.rows)
    return sum(_wrapped(line, width) + 0.2 for line in block.lines)


def _row(row: tuple[str, ...], width: int) -> float:
    """Columns share the width by what they hold, so that a row is as high as all its text."""
    return 0.15 + _wrapped("".join(f"{cell}  " for cell in row), width)


def _wrapped(line: str, width: float) -> int:
    return max(1, ceil(len(line) / width))
