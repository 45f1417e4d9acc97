"""Exercises of a follow-up as rows: what was done, what was left out and why, and the lights."""

from collections.abc import Mapping, Sequence
from textwrap import wrap

from coach.domain.lights import Light
from coach.domain.outcomes import Reason
from coach.domain.text import clean_line
from coach.review.follow_up import ExerciseLine
from coach.review.numb_skin import NUMB_SKIN

_LIGHTS = ((Light.GREEN, "●"), (Light.AMBER, "▲"), (Light.RED, "■"))
_REASONS = (
    (Reason.PAIN.value, "pain"),
    (Reason.FATIGUE.value, "tired"),
    (Reason.TIME.value, "no time"),
    (Reason.OTHER.value, "other"),
    (NUMB_SKIN, NUMB_SKIN),
    (Reason.NONE.value, "no reason given"),
)
HURT = "!"
_INDENT = "    "
_LEAST_WIDTH = 20
_LIGHT_COLUMNS = 12
_FIGURES = 31
"""Columns that mark, done, percent and lights take."""
_LEAST_NAME, _MOST_NAME = 12, 28
LEFT_OUT = "left out or stopped"


def exercise_lines(lines: Sequence[ExerciseLine], width: int) -> tuple[str, ...]:
    """A head and one row each; the dose stands below what hurt. None without an exercise.

    `!` marks what was left out for pain, or was red.
    """
    if not lines:
        return ()
    longest = max(len(clean_line(line.name)) for line in lines)
    columns = max(_LEAST_NAME, min(_MOST_NAME, longest, width - _FIGURES))
    head = f"  {'':<{columns}} {'done':>8} {'%':>5}  {'lights':<{_LIGHT_COLUMNS}}"
    rows = [f"{head}{LEFT_OUT}" if len(head) + len(LEFT_OUT) <= width else head.rstrip()]
    for line in lines:
        rows.extend(_rows(line, columns, width))
    return tuple(rows)


def _rows(line: ExerciseLine, columns: int, width: int) -> list[str]:
    """Its figures, and behind them, or below where there is no room, what there is to say."""
    figures, why, remark = _figures(line, columns), left_out(line.skipped), _remark(line)
    for behind, below in (("; ".join(filter(None, (why, remark))), ""), (why, remark)):
        if len(figures) + len(behind) <= width:
            return [f"{figures}{behind}".rstrip(), *_below(below, width)]
    said = "; ".join(filter(None, (f"{LEFT_OUT}: {why}", remark)))
    return [figures.rstrip(), *_below(said, width)]


def _below(text: str, width: int) -> list[str]:
    room = max(width, _LEAST_WIDTH)
    return wrap(text, room, initial_indent=_INDENT, subsequent_indent=_INDENT)


def hurt(line: ExerciseLine) -> bool:
    """Whether it was red, or left out or stopped for pain."""
    return line.lights.get(Light.RED, 0) > 0 or line.skipped.get(Reason.PAIN.value, 0) > 0


def _figures(line: ExerciseLine, columns: int) -> str:
    name = clean_line(line.name)
    name = name if len(name) <= columns else name[: columns - 1] + "…"
    percent = "·" if line.percent is None else f"{line.percent:.0f}"
    done = f"{line.done} of {line.asked}"
    return (
        f"{HURT if hurt(line) else ' '} {name:<{columns}} {done:>8} {percent:>5}  "
        f"{light_text(line.lights):<{_LIGHT_COLUMNS}}"
    )


def light_text(lights: Mapping[Light, int]) -> str:
    """`●6 ▲2 ■1`; what never was is left out."""
    return " ".join(f"{sign}{lights[light]}" for light, sign in _LIGHTS if lights.get(light))


def left_out(skipped: Mapping[str, int]) -> str:
    """`pain 5, tired 1`; empty when nothing was left out."""
    named = [f"{word} {skipped[key]}" for key, word in _REASONS if skipped.get(key)]
    return ", ".join(named)


def _remark(line: ExerciseLine) -> str:
    parts = []
    if hurt(line) and line.dose:
        parts.append(f"asked now: {line.dose}")
    if not line.dose:
        parts.append("no longer asked")
    if line.partial:
        parts.append(f"partly {line.partial}")
    if line.excused:
        parts.append(f"excused {line.excused}")
    if line.not_recorded:
        parts.append(f"not recorded {line.not_recorded}")
    return "; ".join(parts)
