"""Completes the word being typed in a plan line: exercises by id or name, then grammar words."""

from collections.abc import Iterable, Sequence

from coach.domain.criterion_lines import GATES
from coach.domain.dose import DAILY, DAYS, Side
from coach.domain.exercise import Exercise
from coach.domain.findings import nearest
from coach.domain.gate_checks import MAY, NEEDS, NUMBERS
from coach.domain.instrument_parts import Better
from coach.domain.program import Confirms, GateRule, Surface

MOST_OFFERED = 8
"""More than this nobody reads."""

HEADS = (
    *("sitting", "sitting-reason", "enter", "leave", "fall-back", "flare", "thresholds", "easing"),
    *("confirms", "stage", "aim", "window", "title", "summary", "for-therapist", "precaution"),
    *("direction", "allow-direction", "presentation", "reviewed-by"),
)
"""The words a line may begin with, besides an exercise."""

_WORDS: dict[str, Sequence[str]] = {
    "sitting": [*(one.value for one in Surface), "break", "standing", "most", "adapts"],
    "thresholds": ["green", "amber", "rise", "severe"],
    "easing": ["halve", "swap", "yes", "no"],
    "confirms": ["stage", "back", *(one.value for one in Confirms), "same"],
    "flare": ["title", "text", "hours", "sitting"],
    "direction": ["extension", "flexion", "neutral"],
    "stage": ["like"],
}
_BEHIND_A_DOSE = ("hold", "rest", "tempo", "side", "at", "gap", "note", "off", DAILY)


def completions(text: str, exercises: Iterable[Exercise]) -> list[str]:
    """The line with its last word completed, best first.

    Nothing inside quotes, and nothing once the word is whole.
    """
    if text.count('"') % 2:
        return []
    *done, begun = text.split(" ")
    before = [word for word in done if word and not word.endswith(":")]
    known = list(exercises)
    if before and (named := _named(" ".join([*before, begun]), known)):
        begun = " ".join([*before, begun])
        found = named
    else:
        found = _later(before, begun) if before else _first(begun, known)
    start = text[: len(text) - len(begun)]
    return [f"{start}{word}" for word in found if word != begun][:MOST_OFFERED]


def _first(begun: str, exercises: Sequence[Exercise]) -> list[str]:
    """Exercises whose id, name or other name has what was typed; then first words of lines."""
    wanted = begun.casefold()
    ranked = sorted((rank, one.id) for one in exercises if (rank := _rank(one, wanted)) is not None)
    found = [exercise_id for _, exercise_id in ranked]
    found += [word for word in HEADS if wanted and word.startswith(wanted)]
    if not found and len(wanted) > 2:
        near = nearest(wanted, [*(one.id for one in exercises), *HEADS])
        found = [near] if near else []
    return found


def _named(begun: str, exercises: Sequence[Exercise]) -> list[str]:
    """Exercises whose name of several words begins so."""
    wanted = begun.casefold()
    return [
        one.id
        for one in exercises
        if any(name.casefold().startswith(wanted) for name in (one.name, *one.also_called))
    ]


def _rank(exercise: Exercise, wanted: str) -> int | None:
    """How well an exercise fits: 0 its id begins so, None not at all."""
    names = [exercise.id, exercise.name.casefold(), *map(str.casefold, exercise.also_called)]
    if exercise.id.startswith(wanted):
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    parts = [part for name in names for part in name.replace("-", " ").split()]
    if any(part.startswith(wanted) for part in parts):
        return 2
    return 3 if len(wanted) > 2 and any(wanted in name for name in names) else None


def _later(before: Sequence[str], begun: str) -> list[str]:
    """Words of the grammar that may come here and begin so."""
    return [word for word in _grammar(before) if begun and word.startswith(begun)] or (
        [] if begun else [word for word in _grammar(before) if word not in before]
    )


def _grammar(before: Sequence[str]) -> Sequence[str]:
    head, last = before[0], before[-1]
    if head in GATES or head in GATES.values():
        return _criterion_words(before[1:])
    if head in _WORDS:
        return _WORDS[head]
    if last == "side":
        return [side.value for side in Side]
    return (*_BEHIND_A_DOSE, *DAYS)


def _criterion_words(before: Sequence[str]) -> Sequence[str]:
    if not before:
        return [rule.value for rule in GateRule]
    if before[-1] == "better":
        return [better.value for better in Better]
    rules = {rule.value: rule for rule in GateRule}
    rule = rules.get(before[0])
    if rule is None:
        return ()
    may = (*NEEDS[rule], *MAY.get(rule, ()), "days", "of_days")
    others = ["instrument", "better"] if rule is GateRule.INSTRUMENT_CHANGE else []
    return [*others, *(name for name in NUMBERS if name in may)]
