"""The settings of a program as lines: sitting, thresholds, easing, a bad day, who confirms.

What such a line does not name stays as it is: `sitting hard 10` changes the hard seat alone.
"""

import re
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from coach.domain.line_words import Words, refusal
from coach.domain.program import (
    Confirms,
    Easing,
    FlarePlan,
    Program,
    SittingLimits,
    Surface,
    Thresholds,
)
from coach.domain.program_checks import FLARE_HOURS, SITTING_FACTOR, SITTING_MINUTES
from coach.domain.program_limits import BREAK_MINUTES, SCORES, STANDING_MINUTES

SAME = "same"
"""Behind `back`: who confirms a step back is who confirms a stage."""

OFF = "off"
"""Behind `most`: a fitted limit gets no longer than written."""

_FACTOR = re.compile(r"x(0?\.[0-9]{1,17}|1(?:\.0{1,17})?)")
_THRESHOLDS = {"green": "green_up_to", "amber": "amber_up_to", "severe": "severe_from"}

Readers = dict[str, Callable[[Words], dict[str, Any]]]
"""For each name in a line, what reads the words behind it."""


def sitting_line(limits: SittingLimits) -> str:
    """Minutes in one go on each surface, minutes of a break, and the most minutes upright."""
    seats = " ".join(f"{one.value} {limits.minutes(one)}" for one in Surface)
    line = f"sitting {seats} break {limits.break_minutes} standing {limits.standing_cap}"
    most = f" most {limits.most_minutes}" if limits.most_minutes is not None else ""
    return line + most + ("" if limits.adapts else " adapts no")


def read_sitting(words: Words, limits: SittingLimits) -> SittingLimits:
    """`limits` with what the line names."""
    readers: Readers = {
        one.value: _number(one.value, one.value, SITTING_MINUTES) for one in Surface
    }
    readers["break"] = _number("break", "break_minutes", BREAK_MINUTES)
    readers["standing"] = _number("standing", "standing_cap", STANDING_MINUTES)
    readers["most"] = _most
    readers["adapts"] = lambda left: {"adapts": left.yes_no("adapts")}
    return replace(limits, **_named("sitting", words, readers))


def _most(words: Words) -> dict[str, Any]:
    if words.ahead == OFF:
        words.bare("most", "write most off")
        return {"most_minutes": None}
    return {"most_minutes": words.number("most", SITTING_MINUTES)}


def thresholds_line(thresholds: Thresholds) -> str:
    """The leg scores of the light, and by how much it may rise."""
    return (
        f"thresholds green {thresholds.green_up_to} amber {thresholds.amber_up_to}"
        f" rise {thresholds.rise_amber} {thresholds.rise_red} severe {thresholds.severe_from}"
    )


def read_thresholds(words: Words, thresholds: Thresholds) -> Thresholds:
    """`thresholds` with what the line names."""
    readers: Readers = {name: _number(name, to, SCORES) for name, to in _THRESHOLDS.items()}
    readers["rise"] = _rise
    return replace(thresholds, **_named("thresholds", words, readers))


def _rise(words: Words) -> dict[str, Any]:
    amber = words.number("rise", SCORES)
    return {"rise_amber": amber, "rise_red": words.number(f"rise {amber}", SCORES)}


def easing_line(easing: Easing) -> str:
    """What may be made easier by itself after a red."""
    return f"easing halve {_yes(easing.may_halve)} swap {_yes(easing.may_swap)}"


def read_easing(words: Words, easing: Easing) -> Easing:
    """`easing` with what the line names."""
    readers: Readers = {
        "halve": lambda left: {"may_halve": left.yes_no("halve")},
        "swap": lambda left: {"may_swap": left.yes_no("swap")},
    }
    return replace(easing, **_named("easing", words, readers))


def flare_hours_line(flare: FlarePlan) -> str:
    """How long a bad day's plan lasts, and what sitting limits are multiplied by."""
    return f"flare hours {flare.hours} sitting x{flare.sitting_factor}"


def read_flare_hours(words: Words, flare: FlarePlan) -> FlarePlan:
    """`flare` with what the line names."""
    readers: Readers = {"hours": _number("hours", "hours", FLARE_HOURS), "sitting": _factor}
    return replace(flare, **_named("flare", words, readers))


def _factor(words: Words) -> dict[str, Any]:
    least, most = SITTING_FACTOR
    mend = f"write it like sitting x0.75, from x{least:g} to x{most:g}"
    word = words.bare("sitting", mend)
    found = _FACTOR.fullmatch(word)
    if found is None or not least <= float(found[1]) <= most:
        raise refusal(word, f"does not fit after 'sitting'; {mend}")
    return {"sitting_factor": float(found[1])}


def confirms_line(program: Program) -> str:
    """Who confirms a change of stage, and who a step back."""
    back = program.confirms_step_back
    said = SAME if back is None else back.value
    return f"confirms stage {program.confirms_stage.value} back {said}"


def read_confirms(words: Words, program: Program) -> Program:
    """`program` with what the line names."""
    readers: Readers = {"stage": _confirms_stage, "back": _confirms_back}
    return replace(program, **_named("confirms", words, readers))


def _confirms_stage(words: Words) -> dict[str, Any]:
    names = [one.value for one in Confirms]
    return {"confirms_stage": Confirms(words.one_of("stage", names))}


def _confirms_back(words: Words) -> dict[str, Any]:
    name = words.one_of("back", [*(one.value for one in Confirms), SAME])
    return {"confirms_step_back": None if name == SAME else Confirms(name)}


def _named(what: str, words: Words, readers: Readers) -> dict[str, Any]:
    """The fields the line names; InputError when it names none, or one twice."""
    found: dict[str, Any] = {}
    said: set[str] = set()
    while not said or words.any_left:
        name = words.one_of(what, list(readers))
        if name in said:
            raise refusal(name, "is said again; say it once")
        said.add(name)
        found |= readers[name](words)
    return found


def _number(name: str, field: str, limits: tuple[int, int]) -> Callable[[Words], dict[str, Any]]:
    return lambda words: {field: words.number(name, limits)}


def _yes(value: bool) -> str:
    return "yes" if value else "no"
