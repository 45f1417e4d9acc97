"""A stage criterion as a line: its gate, its rule with numbers, and its sentence."""

import re
from typing import Any

from msgspec.structs import replace

from coach.domain.criterion_words import criterion_sentence
from coach.domain.gate_checks import EXAMPLES, MAY, NEEDS, NUMBERS, RANGES
from coach.domain.instrument_parts import Better
from coach.domain.line_words import Words, quoted, refusal
from coach.domain.program import Criterion, GateRule
from coach.domain.program_limits import MOST_LINE

GATES = {"enter": "enter", "leave": "leave", "fall-back": "fall_back"}
"""The word that begins a line, and the stage's field it stands for."""

_ID = re.compile(r"(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*")
_DAYS = ("days", "of_days")
"""What every rule may name (source: gate_checks)."""
_OTHERS = ("instrument", "better")


def criterion_line(gate: str, criterion: Criterion) -> str:
    """The criterion as one line; `gate` is its first word."""
    parts = [gate, criterion.rule.value]
    if criterion.instrument:
        parts.append(f"instrument {criterion.instrument}")
    if criterion.better is not None:
        parts.append(f"better {criterion.better.value}")
    for name in NUMBERS:
        value = getattr(criterion, name)
        if value is not None:
            parts.append(f"{name} {value}")
    parts.append(quoted(criterion.text))
    return " ".join(parts)


def read_criterion(words: Words, gate: str, before: Criterion | None = None) -> Criterion:
    """The criterion behind the word of its gate; InputError names the word and the mend.

    Where the line has no sentence, or still has that of `before` though its numbers are new, a
    plain one is made: a patient never reads a number that no longer holds.
    """
    rule = GateRule(words.one_of(gate, [rule.value for rule in GateRule]))
    may_name = (*NEEDS[rule], *MAY.get(rule, ()), *_DAYS)
    names = [name for name in NUMBERS if name in may_name]
    if rule is GateRule.INSTRUMENT_CHANGE:
        names += _OTHERS
    found: dict[str, Any] = {}
    while words.ahead:
        name = words.one_of(rule.value, names)
        if name in found:
            raise refusal(name, "is said again; say it once")
        found[name] = _value(name, words)
    _check_complete(rule, found)
    made = Criterion(rule, "", **found)
    text = words.text(rule.value, MOST_LINE) if words.any_left else ""
    words.end()
    is_stale = before is not None and text == before.text and made != replace(before, text="")
    return replace(made, text=criterion_sentence(made) if is_stale or not text else text)


def _value(name: str, words: Words) -> object:
    if name == "instrument":
        return _instrument_id(words)
    if name == "better":
        return Better(words.one_of(name, [better.value for better in Better]))
    return words.number(name, RANGES[name])


def _instrument_id(words: Words) -> str:
    mend = "write the questionnaire's id in small letters, like rmdq-24"
    word = words.bare("instrument", mend)
    if not _ID.fullmatch(word):
        raise refusal(word, f"is no id; {mend}")
    return word


def _check_complete(rule: GateRule, found: dict[str, Any]) -> None:
    needs = list(NEEDS[rule])
    if rule is GateRule.INSTRUMENT_CHANGE:
        needs += _OTHERS
    for name in needs:
        if name not in found:
            example = {"instrument": "rmdq-24", "better": Better.LOWER.value}.get(name)
            raise refusal(rule.value, f"needs {name}; add {name} {example or EXAMPLES[name]}")
    if rule is GateRule.INSTRUMENT_CHANGE and not {"points", "percent"} & found.keys():
        raise refusal(rule.value, "needs points or percent; add points 5, or percent 30, or both")
