"""Pain and adherence of a follow-up on one time line, plan versions marked, gaps as gaps.

On a low screen the leg is a row of bars with its figures; on a tall one leg and back stand on a
score axis. Signs and letters tell everything: no colour is needed.
"""

from collections.abc import Callable, Sequence
from textwrap import wrap

from msgspec import Struct
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from coach.domain.lights import Light
from coach.domain.pain import Reach
from coach.review.follow_up import FollowUpDay, PlanMark
from coach.review.weeks import DayLine
from coach.tui.widgets.week_plot import (
    NO_SCORE,
    adherence_cell,
    day_row,
    plot_width,
    score_rows,
    week_labels,
)

AXIS = 7
"""Columns of the labels before the days."""
TALL_HEIGHT = 34
"""Rows of the terminal from which on there is room for the score axis."""
TEN = "T"
"""One column; an X is leg and back alike on the score axis."""
_BARS = " ▁▂▃▄▅▆▇█"
_PART = 8
"""Steps in one row of bars; two rows tell eleven scores apart."""
_LIGHTS = {Light.GREEN: "●", Light.AMBER: "▲", Light.RED: "■"}
_REACHES = {
    Reach.NONE: "-",
    Reach.BACK: "b",
    Reach.BUTTOCK: "u",
    Reach.THIGH: "t",
    Reach.KNEE: "k",
    Reach.CALF: "c",
    Reach.FOOT: "f",
}
BAD_DAY = "~"
NOTED = "n"
PLAN = "▼"

LEGEND = (
    "leg, back: the worst of each day, T is ten; · not recorded; done: █ all, _ none, "
    "? not recorded, blank nothing asked",
    "reach: - none b back u buttock t thigh k knee c calf f foot   light: ● green ▲ amber "
    "■ red, ~ a bad day's plan   n the patient wrote something   ▼ a plan begins: version, stage",
)
PROPOSED = "▶ the rules propose it now; a line without it was proposed before"
TALL_LEGEND = "L leg, B back, X both alike"


class _Picture(Struct, frozen=True):
    """What is drawn at one width."""

    days: Sequence[FollowUpDay]
    columns: int
    left_out: int
    """Days at the beginning that do not fit."""


def timeline_lines(
    days: Sequence[FollowUpDay], plans: Sequence[PlanMark], width: int, *, tall: bool
) -> list[str]:
    """The rows of the time line; none without a day."""
    if not days:
        return []
    fitted = _fitted(days, width)
    lines = [_day_line(day) for day in fitted.days]
    rows = [_plan_row(fitted, plans)]
    rows += score_rows(lines, fitted.columns, AXIS) if tall else _leg_rows(fitted)
    if not tall:
        rows.append(_row("back", fitted, lambda day: _score(day.back)))
    rows.append(_row("reach", fitted, _reach_cell))
    rows.append(_row("light", fitted, _light_cell))
    rows.append(
        "done".ljust(AXIS) + day_row([adherence_cell(one) for one in lines], fitted.columns)
    )
    if any(day.sleep is not None for day in fitted.days):
        rows.append(_row("sleep", fitted, lambda day: _score(day.sleep)))
    if any(day.noted for day in fitted.days):
        rows.append(_row("note", fitted, lambda day: NOTED if day.noted else " "))
    rows.append(" " * AXIS + week_labels(lines, fitted.columns))
    if fitted.left_out:
        rows.append(f"The first {fitted.left_out} days do not fit here.")
    return [row.rstrip() for row in rows]


def _fitted(days: Sequence[FollowUpDay], width: int) -> _Picture:
    """As wide as it may be; weeks that do not fit fall away from the oldest end."""
    shown = list(days)
    while len(shown) > 7 and plot_width(len(shown), 1, AXIS) > width:
        shown = shown[7:]
    columns = next((n for n in (3, 2) if plot_width(len(shown), n, AXIS) <= width), 1)
    return _Picture(shown, columns, len(days) - len(shown))


def _day_line(day: FollowUpDay) -> DayLine:
    asked = day.percent is not None or day.not_recorded
    return DayLine(day.day, day.back, day.leg, day.percent, asked)


def _row(label: str, fitted: _Picture, cell: Callable[[FollowUpDay], str]) -> str:
    cells = [cell(day) for day in fitted.days]
    return label.ljust(AXIS) + day_row(cells, fitted.columns)


def _score(score: int | None) -> str:
    return NO_SCORE if score is None else TEN if score > 9 else str(score)


def _reach_cell(day: FollowUpDay) -> str:
    return NO_SCORE if day.reach is None else _REACHES[day.reach]


def _light_cell(day: FollowUpDay) -> str:
    if day.light is not None:
        return _LIGHTS[day.light]
    return BAD_DAY if day.flare else " "


def _leg_rows(fitted: _Picture) -> list[str]:
    """Two rows of bars, and the figures below them: a nought is a thin line, a gap is nothing."""
    broad = max(1, fitted.columns - 1)
    upper = _row("", fitted, lambda day: _bar(day.leg, _PART) * broad)
    lower = _row("", fitted, lambda day: _bar(day.leg, 0) * broad)
    return [upper, lower, _row("leg", fitted, lambda day: _score(day.leg))]


def _bar(score: int | None, below: int) -> str:
    if score is None:
        return " "
    steps = 1 + round(score * 1.5)
    return _BARS[max(0, min(_PART, steps - below))]


def _plan_row(fitted: _Picture, plans: Sequence[PlanMark]) -> str:
    """Where each plan version begins; the one that held before stands at the beginning."""
    row = "plan".ljust(AXIS)
    first = fitted.days[0].day
    begun: dict[int, list[str]] = {}
    for mark in sorted(plans, key=lambda mark: mark.from_day):
        begun.setdefault(max(0, (mark.from_day - first).days), []).append(mark_text(mark))
    for nth, marks in begun.items():
        at = AXIS + nth * fitted.columns + nth // 7
        row = row[:at].ljust(at) + f"{PLAN}{','.join(marks)}"
    return row


def mark_text(mark: PlanMark) -> str:
    """`2B`: the version's number and the stage."""
    return f"{mark.plan_version.rpartition('@')[2]}{mark.stage.value}"


class Timeline(Widget):
    """Draws the days it is given."""

    DEFAULT_CSS = """
    Timeline { height: auto; width: 1fr; }
    """

    def __init__(
        self,
        days: Sequence[FollowUpDay] = (),
        plans: Sequence[PlanMark] = (),
        *,
        legend: bool = False,
    ) -> None:
        super().__init__()
        self._days = tuple(days)
        self._plans = tuple(plans)
        self._legend = legend

    def show(self, days: Sequence[FollowUpDay], plans: Sequence[PlanMark]) -> None:
        """Draw other days."""
        self._days, self._plans = tuple(days), tuple(plans)
        self.refresh(layout=True)

    def explain(self, legend: bool) -> None:
        """Say what the signs mean, or leave it out."""
        self._legend = legend
        self.refresh(layout=True)

    def picture(self, width: int) -> list[str]:
        """The rows at `width`, with a score axis on a tall screen."""
        tall = self.app.size.height >= TALL_HEIGHT
        lines = timeline_lines(self._days, self._plans, width, tall=tall)
        if not self._legend or not lines:
            return lines
        return [*lines, *_wrapped_legend(width, tall=tall)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.picture(width))

    def render(self) -> Content:
        return Content("\n".join(self.picture(self.size.width)))


def _wrapped_legend(width: int, *, tall: bool) -> list[str]:
    texts = [TALL_LEGEND, *LEGEND] if tall else LEGEND
    return [line for text in texts for line in wrap(text, max(20, width))]
