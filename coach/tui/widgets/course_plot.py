"""One's own weeks as a small picture, with the two published points beside them.

Between the two published points nothing is drawn, since nothing is known there; a week that was
not noted stays empty. No colour and no sign says that a place is good or bad.
"""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from coach.review.recovery import REFERENCE, REFERENCE_LABEL, WeekValue

OWN, PUBLISHED, BOTH = "●", "◇", "◈"
_AXIS = 6
_LABEL_EVERY = 4
_LEAST_TOP = 100
_FINE_ROWS = 30
"""Rows of the terminal from which on the picture is drawn twice as fine."""
_TOP_SCORE = 10


def course_lines(weeks: Sequence[WeekValue], width: int, *, fine: bool = False) -> list[str]:
    """The picture; no line at all while no week can be drawn."""
    percents = {value.week: value.percent for value in weeks if value.percent is not None}
    scores = {value.week: value.score for value in weeks if value.score is not None}
    if percents:
        published = {anchor.week: float(anchor.percent) for anchor in REFERENCE}
        step = _percent_step(max(percents.values()), fine=fine)
        legend = f"{OWN} you, % of your start   {PUBLISHED} {REFERENCE_LABEL}"
    elif scores:
        percents, published = scores, {}
        step, legend = (1 if fine else 2), f"{OWN} you, 0 to 10"
    else:
        return []
    last = max(max(anchor.week for anchor in REFERENCE), *percents)
    columns = max(1, min(4, (width - _AXIS - 2) // (last + 1)))
    top = _TOP_SCORE if not published else _top([*percents.values(), _LEAST_TOP], step)
    rows = [
        _row(level, percents, published, step=step, columns=columns, last=last)
        for level in range(top, -1, -step)
    ]
    both = f"   {BOTH} both" if any(BOTH in row for row in rows) else ""
    return [*rows, _axis(last, columns), f"{legend}{both}"]


def _percent_step(most: float, *, fine: bool) -> int:
    step = 20 if most <= 120 else 50
    return step // 2 if fine else step


def _top(values: Sequence[float], step: int) -> int:
    return -int(-max(values) // step) * step


def _row(
    level: int,
    own: dict[int, float],
    published: dict[int, float],
    *,
    step: int,
    columns: int,
    last: int,
) -> str:
    cells = []
    for week in range(last + 1):
        mine = week in own and _nearest(own[week], step) == level
        theirs = week in published and _nearest(published[week], step) == level
        sign = BOTH if mine and theirs else OWN if mine else PUBLISHED if theirs else " "
        cells.append(sign.ljust(columns))
    return f"{level:>{_AXIS - 2}} ┤{''.join(cells)}".rstrip()


def _nearest(value: float, step: int) -> int:
    return int(value / step + 0.5) * step


def _axis(last: int, columns: int) -> str:
    every = _LABEL_EVERY if columns * _LABEL_EVERY >= 4 else 2 * _LABEL_EVERY
    shown = [week for week in range(0, last + 1, every) if abs(week - REFERENCE[-1].week) > 1]
    line = ["─"] * ((last + 1) * columns + 1)
    for week in sorted({*shown, REFERENCE[-1].week}):
        for nth, sign in enumerate(str(week)):
            line[week * columns + nth] = sign
    return f"{'week':>{_AXIS - 2}} └{''.join(line)}"


class CoursePlot(Widget):
    """Draws the weeks it is given; takes no room while there is nothing to draw."""

    DEFAULT_CSS = """
    CoursePlot { height: auto; width: 1fr; }
    """

    def __init__(self, weeks: Sequence[WeekValue] = ()) -> None:
        super().__init__()
        self._weeks = tuple(weeks)

    def show(self, weeks: Sequence[WeekValue]) -> None:
        """Draw other weeks."""
        self._weeks = tuple(weeks)
        self.refresh(layout=True)

    def picture(self, width: int) -> list[str]:
        """The rows at `width`, finer on a tall screen."""
        return course_lines(self._weeks, width, fine=self.app.size.height >= _FINE_ROWS)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.picture(width))

    def render(self) -> Content:
        return Content("\n".join(self.picture(self.size.width)))
