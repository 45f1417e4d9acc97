"""Checks of stage criteria: every rule has the numbers it needs, and no others."""

from collections.abc import Iterator

from coach.domain.findings import Finding, KeyPath
from coach.domain.instrument_parts import Better
from coach.domain.program import Criterion, GateRule, Stage

NUMBERS = ("score", "points", "or_points", "minutes", "percent", "days", "of_days", "sessions")
"""What a criterion may name, in the order of the file format."""

NEEDS: dict[GateRule, tuple[str, ...]] = {
    GateRule.LEG_AT_MOST: ("score", "days"),
    GateRule.LEG_DOWN_BY: ("points",),
    GateRule.LEG_UP_BY: ("points", "days"),
    GateRule.REACH_NOT_LOWER: ("days",),
    GateRule.REACH_LOWER: ("days",),
    GateRule.WALK_MINUTES: ("minutes",),
    GateRule.SLEEPS_THROUGH: ("days",),
    GateRule.ADHERENCE_AT_LEAST: ("percent", "days"),
    GateRule.GREEN_IN_A_ROW: ("sessions",),
    GateRule.GREEN_DAYS: ("days",),
    GateRule.AMBER_DAYS_BELOW: ("days", "of_days"),
    GateRule.NOT_SETTLED: ("days",),
    GateRule.SETTLED: (),
    GateRule.NO_RED_FLAG: (),
    GateRule.DAYS_IN_STAGE: ("days",),
    GateRule.INSTRUMENT_CHANGE: (),
}
"""The numbers each rule cannot do without; every rule may also say `days` and `of_days`."""

MAY: dict[GateRule, tuple[str, ...]] = {
    GateRule.LEG_AT_MOST: ("or_points",),
    GateRule.INSTRUMENT_CHANGE: ("points", "percent"),
}
"""The numbers a rule may name besides."""

RANGES: dict[str, tuple[int, int]] = {
    "score": (0, 10),
    "points": (1, 100),
    "or_points": (1, 10),
    "minutes": (1, 240),
    "percent": (1, 100),
    "days": (1, 365),
    "of_days": (1, 365),
    "sessions": (1, 100),
}
"""Least and most of each number."""

EXAMPLES: dict[str, int] = {
    "score": 5,
    "points": 2,
    "or_points": 2,
    "minutes": 5,
    "percent": 70,
    "days": 5,
    "of_days": 7,
    "sessions": 3,
}
"""What to show a person who left one out."""

_ALWAYS_ALLOWED = ("days", "of_days")


def check_gates(stage: Stage, path: KeyPath) -> Iterator[Finding]:
    """Findings about the criteria to enter, leave and fall back from one stage."""
    for gate, criteria in (
        ("enter", stage.enter),
        ("leave", stage.leave),
        ("fall_back", stage.fall_back),
    ):
        for number, criterion in enumerate(criteria):
            yield from _check_criterion(criterion, (*path, gate, number))


def _check_criterion(criterion: Criterion, path: KeyPath) -> Iterator[Finding]:
    rule, needs = criterion.rule, NEEDS[criterion.rule]
    rests_on = ((*path, "rule"),)
    for name in NUMBERS:
        value: int | None = getattr(criterion, name)
        least, most = _range(name, rule)
        if value is None:
            if name in needs:
                what = f"rule {rule.value} needs {name}"
                yield Finding(path, what, f"add {name} = {EXAMPLES[name]}", rests_on)
        elif name not in (*needs, *MAY.get(rule, ()), *_ALWAYS_ALLOWED):
            what = f"rule {rule.value} does not use {name}"
            yield Finding((*path, name), what, "take this line out", rests_on)
        elif not least <= value <= most:
            what = f"{name} is {value}"
            yield Finding((*path, name), what, f"write a number from {least} to {most}")
    yield from _check_days(criterion, path)
    yield from _check_instrument(criterion, path)


def _range(name: str, rule: GateRule) -> tuple[int, int]:
    """Points of a questionnaire reach further than those of a pain score."""
    if name == "points" and rule is not GateRule.INSTRUMENT_CHANGE:
        return RANGES["score"][0] + 1, RANGES["score"][1]
    return RANGES[name]


def _check_instrument(criterion: Criterion, path: KeyPath) -> Iterator[Finding]:
    """What compares a questionnaire says which, which way is better, and by how much."""
    rule, rests_on = criterion.rule.value, ((*path, "rule"),)
    if criterion.rule is not GateRule.INSTRUMENT_CHANGE:
        for name, given in (("instrument", criterion.instrument), ("better", criterion.better)):
            if given:
                what = f"rule {rule} does not use {name}"
                yield Finding((*path, name), what, "take this line out", rests_on)
        return
    if not criterion.instrument:
        mend = 'add instrument = "rmdq-24"'
        yield Finding(path, f"rule {rule} needs instrument", mend, rests_on)
    if criterion.better is None:
        mend = f'add better = "{Better.LOWER.value}", or "{Better.HIGHER.value}"'
        yield Finding(path, f"rule {rule} needs better", mend, rests_on)
    if criterion.points is None and criterion.percent is None:
        mend = "add points = 5, or percent = 30, or both: then either is enough"
        yield Finding(path, f"rule {rule} needs points or percent", mend, rests_on)


def _check_days(criterion: Criterion, path: KeyPath) -> Iterator[Finding]:
    if criterion.of_days is None:
        return
    here, rests_on = (*path, "of_days"), ((*path, "days"), (*path, "rule"))
    if criterion.days is None:
        yield Finding(here, "of_days stands without days", "add days = 5", rests_on)
    elif criterion.days > criterion.of_days:
        what = f"{criterion.days} days of {criterion.of_days} cannot be"
        yield Finding(here, what, f"write of_days = {criterion.days} or more", rests_on)
