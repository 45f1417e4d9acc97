"""Pain and adherence over weeks in letters and bars: gaps stay gaps, nothing needs colour."""

from collections.abc import Sequence
from datetime import date

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from coach.review.weeks import DayLine

_TOP = 10
_AXIS = 4
_BARS = "▁▂▃▄▅▆▇█"
NOT_RECORDED = "?"
NO_SCORE = "·"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

LEGEND = (
    "L  worst leg pain of the day",
    "B  worst back pain of the day",
    "X  leg and back alike",
    "·  no score that day",
    "█  all done   ▁  a little",
    "_  none done",
    "?  not recorded",
    "   blank: nothing asked",
)


def _weeks(lines: Sequence[DayLine]) -> list[list[DayLine]]:
    return [list(lines[n : n + 7]) for n in range(0, len(lines), 7)]


def day_row(cells: Sequence[str], columns: int) -> str:
    """One row of day cells, each `columns` wide, a free column after each week."""
    weeks = [cells[n : n + 7] for n in range(0, len(cells), 7)]
    return " ".join("".join(cell.ljust(columns) for cell in week) for week in weeks)


def pain_cell(line: DayLine, score: int, columns: int) -> str:
    """What stands at `score` on one day; nothing is drawn for a day without a score."""
    leg, back = line.leg == score, line.back == score
    if columns > 1:
        return ("L" if leg else " ") + ("B" if back else " ")
    if leg and back:
        return "X"
    return "L" if leg else "B" if back else " "


def adherence_cell(line: DayLine) -> str:
    """The bar of one day; a day that was not recorded has a sign of its own."""
    if not line.asked:
        return " "
    if line.percent is None:
        return NOT_RECORDED
    if line.percent <= 0:
        return "_"
    return _BARS[min(len(_BARS) - 1, int(line.percent * len(_BARS) / 100))]


def day_label(day: date) -> str:
    """`1 Mar`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def score_rows(lines: Sequence[DayLine], columns: int, axis: int = _AXIS) -> list[str]:
    """The scores from 10 down to 0 and a row of missing ones; `axis` columns stand before them."""
    rows = []
    for score in range(_TOP, -1, -1):
        label = f"{score:>{axis - 2}} ┤" if score % 2 == 0 else "│".rjust(axis)
        cells = [pain_cell(line, score, columns) for line in lines]
        rows.append(label + day_row(cells, columns))
    gaps = [NO_SCORE if line.leg is None and line.back is None else " " for line in lines]
    return [*rows, "└".rjust(axis) + day_row(gaps, columns)]


def week_labels(lines: Sequence[DayLine], columns: int) -> str:
    """The first day of each week, below its column."""
    labels = [day_label(week[0].day).ljust(7 * columns) for week in _weeks(lines)]
    return " ".join(labels)


def plot_lines(lines: Sequence[DayLine], columns: int) -> list[str]:
    """The whole picture: the score axis, a row of missing scores, week labels, bars."""
    picture = score_rows(lines, columns)
    picture.append("done" + day_row([adherence_cell(line) for line in lines], columns))
    picture.append(" " * _AXIS + week_labels(lines, columns))
    return [line.rstrip() for line in picture]


def plot_width(days: int, columns: int, axis: int = _AXIS) -> int:
    """Columns the picture takes."""
    return axis + days * columns + max(0, (days - 1) // 7)


def with_legend(picture: Sequence[str], width: int, room: int) -> list[str]:
    """The legend beside the picture where there is room, else below it."""
    if room >= width + 3 + max(map(len, LEGEND)):
        beside = [*LEGEND, *[""] * max(0, len(picture) - len(LEGEND))]
        return [
            f"{line.ljust(width)}   {text}".rstrip()
            for line, text in zip(picture, beside, strict=False)
        ]
    pairs = [LEGEND[n : n + 2] for n in range(0, len(LEGEND), 2)]
    return [*picture, *("   ".join(text.ljust(30) for text in pair).rstrip() for pair in pairs)]


class WeekPlot(Widget):
    """Draws the day lines it is given."""

    DEFAULT_CSS = """
    WeekPlot { height: auto; width: 1fr; }
    """

    def __init__(self, lines: Sequence[DayLine]) -> None:
        super().__init__()
        self._lines = list(lines)

    def show(self, lines: Sequence[DayLine]) -> None:
        """Draw other days."""
        self._lines = list(lines)
        self.refresh(layout=True)

    def picture(self, width: int) -> list[str]:
        """The rows at `width`; weeks that do not fit fall away from the oldest end."""
        lines = self._lines
        while len(lines) > 7 and plot_width(len(lines), 1) > width:
            lines = lines[7:]
        columns = 2 if plot_width(len(lines), 2) <= width else 1
        return with_legend(plot_lines(lines, columns), plot_width(len(lines), columns), width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.picture(width))

    def render(self) -> Content:
        return Content("\n".join(self.picture(self.size.width)))
