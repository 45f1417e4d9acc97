"""Pain and what was done on one time line, plan versions marked, gaps as gaps.

Scores of two days are joined only where the days follow each other; a day that was not recorded
has a sign of its own and is never drawn at zero.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from msgspec import Struct

from coach.domain.lights import Light
from coach.domain.pain import Reach
from coach.reports import svg
from coach.reports.words import day_words
from coach.review.follow_up import FollowUpDay, PlanMark

WIDTH, HEIGHT = 720.0, 270.0
LEFT, RIGHT = 70.0, 708.0
PAIN_TOP, SCORE_HEIGHT = 34.0, 9.0
PAIN_FOOT = PAIN_TOP + 10 * SCORE_HEIGHT
REACH_TOP, REACH_STEP = PAIN_FOOT + 14, 7.0
REACH_LETTERS = 7.5
"""Small enough for a name at every step."""
LIGHT_AT = REACH_TOP + 6 * REACH_STEP + 13
DONE_TOP = LIGHT_AT + 12
DONE_HEIGHT = 30.0
DONE_FOOT = DONE_TOP + DONE_HEIGHT
DAYS_AT = DONE_FOOT + 13
LEGEND_AT = DAYS_AT + 17
LABEL_ROOM = 52.0
"""Width a day's label needs."""
MARK_ROOM = 66.0
"""Width a plan version's label needs; closer ones stand on two lines."""
LEG_LOOK: dict[str, float | str] = {"stroke": svg.LEG_INK, "stroke_width": 1.8}
BACK_LOOK: dict[str, float | str] = {
    "stroke": svg.BACK_INK,
    "stroke_width": 1.4,
    "stroke_dasharray": "4 2.5",
}


class Scale(Struct, frozen=True):
    """Where the days stand."""

    days: Sequence[FollowUpDay]

    @property
    def step(self) -> float:
        """Width of one day."""
        return (RIGHT - LEFT) / max(1, len(self.days))

    def left(self, nth: int) -> float:
        """Where the nth day begins."""
        return LEFT + nth * self.step

    def middle(self, nth: int) -> float:
        """The middle of the nth day."""
        return self.left(nth) + self.step / 2

    @property
    def mark(self) -> float:
        """Half the size of a mark: small enough for the days to stay apart."""
        return max(0.8, min(3.0, 0.36 * self.step))


def timeline(
    name: str, title: str, description: str, days: Sequence[FollowUpDay], plans: Sequence[PlanMark]
) -> str:
    """The whole picture."""
    scale = Scale(days)
    parts = [
        *_flares(scale),
        *_frame(scale),
        *_pain(scale, lambda day: day.back, BACK_LOOK, _back_mark),
        *_pain(scale, lambda day: day.leg, LEG_LOOK, _leg_mark),
        *_reach(scale),
        *_lights(scale),
        *_done(scale),
        *_plans(scale, plans),
        *_legend(),
    ]
    return svg.picture(name, title, description, (WIDTH, HEIGHT), *parts)


def score_at(score: float) -> float:
    """The height of a pain score."""
    return PAIN_FOOT - score * SCORE_HEIGHT


def runs(days: Sequence[FollowUpDay], has: Callable[[FollowUpDay], bool]) -> Iterator[range]:
    """Stretches of following days that have it."""
    first: int | None = None
    for nth, day in enumerate(days):
        follows = nth > 0 and day.day - days[nth - 1].day == timedelta(days=1)
        if first is not None and not (has(day) and follows):
            yield range(first, nth)
            first = None
        if first is None and has(day):
            first = nth
    if first is not None:
        yield range(first, len(days))


def _frame(scale: Scale) -> Iterator[str]:
    for score in (0, 5, 10):
        ink = svg.FAINT if score == 0 else svg.RULE
        yield svg.line(LEFT, score_at(score), RIGHT, score_at(score), stroke=ink, stroke_width=0.7)
        yield _label(str(score), score_at(score) + 3.5)
    yield svg.words("Pain", 0, score_at(5) + 3.5, font_weight="bold")
    yield svg.words("Reach", 0, REACH_TOP + 3 * REACH_STEP + 3.5, font_weight="bold")
    yield svg.words("Light", 0, LIGHT_AT + 3.5, font_weight="bold")
    yield svg.words("Done", 0, DONE_TOP + DONE_HEIGHT / 2 + 3.5, font_weight="bold")
    yield _label("100 %", DONE_TOP + 5)
    yield _label("0", DONE_FOOT + 3)
    yield svg.line(LEFT, DONE_FOOT, RIGHT, DONE_FOOT, stroke=svg.FAINT, stroke_width=0.7)
    yield from _day_labels(scale)


def _label(text: str, y: float, letters: float = 9) -> str:
    return svg.words(text, LEFT - 5, y, text_anchor="end", fill=svg.FAINT, font_size=letters)


def _day_labels(scale: Scale) -> Iterator[str]:
    every = 7 if len(scale.days) > 10 else 1
    while every * scale.step < LABEL_ROOM:
        every += 7 if every >= 7 else 1
    for nth in range(0, len(scale.days), every):
        x = scale.left(nth)
        yield svg.line(x, DONE_FOOT, x, DONE_FOOT + 3, stroke=svg.FAINT, stroke_width=0.7)
        if x <= RIGHT - LABEL_ROOM / 2:
            yield svg.words(day_words(scale.days[nth].day), x, DAYS_AT, fill=svg.FAINT)


def _pain(
    scale: Scale,
    score: Callable[[FollowUpDay], int | None],
    look: dict[str, float | str],
    mark: Callable[[float, float, float], str],
) -> Iterator[str]:
    """One site: a line through following days, a mark on every day that has a score."""
    for run in runs(scale.days, lambda day: score(day) is not None):
        found = [(nth, score(scale.days[nth])) for nth in run]
        points = [(scale.middle(nth), score_at(value)) for nth, value in found if value is not None]
        if len(points) > 1:
            yield svg.polyline(points, **look)
        yield from (mark(x, y, scale.mark) for x, y in points)


def _leg_mark(x: float, y: float, half: float) -> str:
    return svg.dot(x, y, half, fill=svg.LEG_INK)


def _back_mark(x: float, y: float, half: float) -> str:
    return svg.square(x, y, half, fill="#ffffff", stroke=svg.BACK_INK, stroke_width=1)


def _reach(scale: Scale) -> Iterator[str]:
    """A step line: further down the leg is lower on the picture."""
    for reach in Reach:
        y = REACH_TOP + reach * REACH_STEP
        yield svg.line(LEFT, y, RIGHT, y, stroke=svg.RULE, stroke_width=0.4)
        yield _label(reach.word, y + 2.5, REACH_LETTERS)
    for run in runs(scale.days, lambda day: day.reach is not None):
        points = []
        for nth in run:
            y = REACH_TOP + (scale.days[nth].reach or Reach.NONE) * REACH_STEP
            points += [(scale.left(nth), y), (scale.left(nth + 1), y)]
        yield svg.polyline(points, stroke=svg.INK, stroke_width=1.6)


def _lights(scale: Scale) -> Iterator[str]:
    for nth, day in enumerate(scale.days):
        if day.light is not None:
            yield light_mark(day.light, scale.middle(nth), LIGHT_AT, scale.mark)


def light_mark(light: Light, x: float, y: float, half: float) -> str:
    """Green is an open circle, amber an open triangle, red a full diamond."""
    if light is Light.RED:
        return svg.diamond(x, y, half * 1.5, fill=svg.INK)
    look: dict[str, float | str] = {"fill": "none", "stroke": svg.INK, "stroke_width": 1}
    if light is Light.AMBER:
        return svg.triangle(x, y, half * 1.2, **look)
    return svg.dot(x, y, half * 0.8, **look)


def _done(scale: Scale) -> Iterator[str]:
    """Bars; nothing done is a thick foot; not recorded is a dotted gap with a question mark."""
    for nth, day in enumerate(scale.days):
        width = 0.72 * scale.step
        x = scale.middle(nth) - width / 2
        if day.percent is not None:
            height = max(1.5, DONE_HEIGHT * min(100.0, day.percent) / 100)
            yield svg.box(x, DONE_FOOT - height, width, height, fill=svg.DONE_INK)
    for run in runs(scale.days, lambda day: day.not_recorded and day.percent is None):
        yield from _gap(scale.left(run.start), scale.left(run.stop), DONE_TOP, DONE_HEIGHT)


def _gap(left: float, right: float, top: float, height: float) -> Iterator[str]:
    yield svg.box(
        left + 0.5,
        top,
        max(0.8, right - left - 1),
        height,
        fill="none",
        stroke=svg.FAINT,
        stroke_width=0.6,
        stroke_dasharray="1.5 2",
    )
    if right - left >= 6:
        yield svg.words("?", (left + right) / 2, top + height / 2 + 4, text_anchor="middle")


def _flares(scale: Scale) -> Iterator[str]:
    for run in runs(scale.days, lambda day: day.flare):
        left, right = scale.left(run.start), scale.left(run.stop)
        yield svg.box(left, PAIN_TOP, right - left, DONE_FOOT - PAIN_TOP, fill=svg.BAND)
        yield svg.words("b", (left + right) / 2, PAIN_TOP + 9, text_anchor="middle", font_size=9)


def _plans(scale: Scale, plans: Sequence[PlanMark]) -> Iterator[str]:
    """A line down the picture where a version began, its number and stage above."""
    placed = [(x, plan) for plan in plans for x in [_place(scale, plan)] if x is not None]
    taken = [LEFT - MARK_ROOM, LEFT - MARK_ROOM]
    for x, plan in placed:
        row = 0 if x - taken[0] >= MARK_ROOM else 1
        at_end = x > RIGHT - MARK_ROOM
        y = PAIN_TOP - 7 - 11 * row
        label = f"{version_words(plan.plan_version)}, {plan.stage.value}"
        yield svg.line(x, y + 2, x, DONE_FOOT, stroke_width=0.9)
        anchor, shift = ("end", -3) if at_end else ("start", 3)
        yield svg.words(label, x + shift, y + 3, text_anchor=anchor, font_weight="bold")
        taken[row] = x


def version_words(plan_version: str) -> str:
    """`version 2`, from `steady-back@2`."""
    return f"version {plan_version.rpartition('@')[2]}"


def _place(scale: Scale, plan: PlanMark) -> float | None:
    """Where a plan begins on the picture; None for one that begins after it."""
    if not scale.days or plan.from_day > scale.days[-1].day:
        return None
    days = (plan.from_day - scale.days[0].day).days
    return scale.left(max(0, days))


def _legend() -> Iterator[str]:
    y = LEGEND_AT
    x = LEFT
    yield svg.line(x, y - 3.5, x + 18, y - 3.5, **LEG_LOOK)
    yield _leg_mark(x + 9, y - 3.5, 3)
    yield svg.words("worst leg", x + 22, y)
    yield svg.line(x + 78, y - 3.5, x + 96, y - 3.5, **BACK_LOOK)
    yield _back_mark(x + 87, y - 3.5, 3)
    yield svg.words("worst back", x + 100, y)
    for light, at in ((Light.GREEN, 166), (Light.AMBER, 214), (Light.RED, 265)):
        yield light_mark(light, x + at, y - 3.5, 3)
        yield svg.words(light.value, x + at + 7, y)
    yield from _gap(x + 298, x + 310, y - 9, 11)
    yield svg.words("not recorded", x + 314, y)
    yield svg.box(x + 388, y - 9, 12, 11, fill=svg.BAND, stroke=svg.RULE, stroke_width=0.5)
    yield svg.words("b", x + 394, y - 0.5, text_anchor="middle", font_size=9)
    yield svg.words("plan for a bad day", x + 404, y)
    yield svg.line(x + 506, y - 9, x + 506, y + 2)
    yield svg.words("plan version, stage", x + 510, y)
