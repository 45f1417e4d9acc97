"""The smaller pictures: recovery against the own start, and sitting by surface."""

from collections.abc import Iterator, Sequence

from coach.reports import svg
from coach.reports.words import minutes, number, percent
from coach.review.recovery import REFERENCE, Recovery
from coach.review.sitting_values import SurfaceLine

WIDTH = 350.0
COURSE_HEIGHT = 150.0
LEFT, RIGHT = 46.0, 340.0
TOP, FOOT = 14.0, 108.0
BAR_LEFT, BAR_RIGHT, BAR_ROW = 46.0, 230.0, 20.0


def course(name: str, title: str, description: str, found: Recovery) -> str:
    """Own start and now in percent of it, and the two published points beside; none is joined.

    Nothing is drawn between the points, since nothing is known there. A start too low for percent
    is drawn in points, without the published ones.
    """
    in_percent = found.percent is not None
    own = own_points(found)
    published = [(one.week, float(one.percent)) for one in REFERENCE] if in_percent else []
    top = max(100.0 if in_percent else 10.0, *(value for _, value in own), 0.0)
    last = max([week for week, _ in (*own, *published)], default=0) or 1

    def at(week: int, value: float) -> tuple[float, float]:
        return (
            LEFT + 8 + (RIGHT - LEFT - 40) * week / last,
            FOOT - (FOOT - TOP) * value / top,
        )

    parts = [*_course_frame(top, in_percent=in_percent)]
    for week, value in published:
        x, y = at(week, value)
        parts.append(svg.diamond(x, y, 5, fill="#ffffff", stroke=svg.INK, stroke_width=1.2))
    for week, value in own:
        x, y = at(week, value)
        parts.append(svg.dot(x, y, 3.4, fill=svg.LEG_INK))
        parts.append(svg.words(_shown(value, in_percent=in_percent), x + 6, y - 4))
    for week in sorted({week for week, _ in (*own, *published)}):
        x, _ = at(week, 0)
        parts.append(svg.words(str(week), x, FOOT + 13, text_anchor="middle", fill=svg.FAINT))
    parts.append(svg.words("week", LEFT - 5, FOOT + 13, text_anchor="end", fill=svg.FAINT))
    parts += _course_legend(in_percent=in_percent)
    return svg.picture(name, title, description, (WIDTH, COURSE_HEIGHT), *parts)


def own_points(found: Recovery) -> list[tuple[int, float]]:
    """Week and value of the own start and of now, in percent where they are told in percent."""
    if found.start is None:
        return []
    if found.percent is not None:
        return [(0, 100.0), (found.weeks, found.percent)]
    return [(0, found.start), *([(found.weeks, found.now)] if found.now is not None else [])]


def _shown(value: float, *, in_percent: bool) -> str:
    return percent(value) if in_percent else number(value)


def _course_frame(top: float, *, in_percent: bool) -> Iterator[str]:
    for share in (0.0, 0.5, 1.0):
        y = FOOT - (FOOT - TOP) * share
        ink = svg.FAINT if share == 0 else svg.RULE
        yield svg.line(LEFT, y, RIGHT, y, stroke=ink, stroke_width=0.7)
        label = _shown(top * share, in_percent=in_percent)
        yield svg.words(label, LEFT - 5, y + 3.5, text_anchor="end", fill=svg.FAINT, font_size=9)


def _course_legend(*, in_percent: bool) -> Iterator[str]:
    y = COURSE_HEIGHT - 8
    yield svg.dot(LEFT + 4, y - 3.5, 3.4, fill=svg.LEG_INK)
    yield svg.words("own leg pain" + ("" if in_percent else ", 0 to 10"), LEFT + 12, y)
    if in_percent:
        yield svg.diamond(LEFT + 92, y - 3.5, 4, fill="#ffffff", stroke=svg.INK, stroke_width=1.2)
        yield svg.words("average of one UK study, not a target", LEFT + 100, y)


def sitting(name: str, title: str, description: str, lines: Sequence[SurfaceLine]) -> str:
    """The longest spell on each surface as a bar, its limit as a line across."""
    limits = [line.limit_minutes or 0 for line in lines]
    most = max([*(line.longest_minutes for line in lines), *limits, 1.0])
    parts: list[str] = []
    for nth, line in enumerate(lines):
        parts += _bar(line, BAR_ROW * nth + 6, (BAR_RIGHT - BAR_LEFT) / most)
    y = sitting_height(lines) - 8
    parts.append(svg.box(BAR_LEFT, y - 8, 14, 9, fill=svg.DONE_INK))
    parts.append(svg.words("longest spell", BAR_LEFT + 18, y))
    parts.append(svg.line(BAR_LEFT + 92, y - 10, BAR_LEFT + 92, y + 2, stroke_width=2))
    parts.append(svg.words("limit", BAR_LEFT + 97, y))
    return svg.picture(name, title, description, (WIDTH, sitting_height(lines)), *parts)


def sitting_height(lines: Sequence[SurfaceLine]) -> float:
    """How high the picture of sitting is."""
    return BAR_ROW * len(lines) + 22


def _bar(line: SurfaceLine, y: float, scale: float) -> Iterator[str]:
    yield svg.words(line.surface.value, 0, y + 10)
    width = max(1.0, line.longest_minutes * scale)
    yield svg.box(BAR_LEFT, y, width, 12, fill=svg.DONE_INK)
    told = minutes(line.longest_minutes)
    if line.limit_minutes is not None:
        x = BAR_LEFT + line.limit_minutes * scale
        yield svg.line(x, y - 3, x, y + 15, stroke_width=2)
        told += f" of {line.limit_minutes}"
    yield svg.words(told, BAR_RIGHT + 10, y + 10)
