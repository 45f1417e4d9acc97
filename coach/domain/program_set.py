"""`--set`: a line that finds its own place in a program.

`bird-dog 3x8` changes that much of the exercise's dose in the stage that is meant and keeps the
rest, or adds it with the catalogue's usual dose for the rest, at the
times of the other movements. `bird-dog hold 0s`, `side none`,
`1/day`, `daily`, `at any`, `note ""` take a part away, `bird-dog off` the exercise.
`C: bird-dog 3x8` names another stage, `flare: z-lie 10min` a bad day's plan. Every other line
works too: `sitting hard 10`, `C: leave leg_at_most score 3 days 5`, `leave settled off`,
`thresholds green 2`, `precaution 2 off`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import time

from msgspec.structs import replace

from coach.domain.criterion_lines import GATES
from coach.domain.errors import InputError
from coach.domain.exercise import Exercise, Kind
from coach.domain.findings import KeyPath, nearest
from coach.domain.line_values import check_flare_dose
from coach.domain.line_words import Words, refusal
from coach.domain.plan_places import (
    DOSE,
    FLARE,
    FLARE_DOSES,
    PRECAUTION,
    PRECAUTIONS,
    STAGE,
    items_at,
    keys_of,
    stage_of,
    with_items,
)
from coach.domain.plan_problems import check_edit
from coach.domain.prescription_lines import OFF, changed_prescription, read_asked
from coach.domain.program import GateRule, Prescription, Program, StageCode
from coach.domain.program_edit import with_line, with_new_line, without_line

_PREFIX = re.compile(rf"\s*([A-Da-d]|{FLARE})\s*:\s*(.*)", re.DOTALL)


def set_line(
    program: Program, stage: StageCode, line: str, exercises: Mapping[str, Exercise]
) -> Program:
    """The program with `line` in its place; `stage` is meant where the line names none.

    InputError names the word that cannot be read, and the mend.
    """
    prefixed = _PREFIX.fullmatch(line)
    where, text = (prefixed[1], prefixed[2]) if prefixed else (stage.value, line)
    place = FLARE if where == FLARE else stage_of(program, where.upper()).code.value
    words = Words(text)
    head = {field: gate for gate, field in GATES.items()}.get(words.ahead, words.ahead)
    if head in GATES:
        return _set_criterion(program, place, head, text, exercises)
    if head == PRECAUTION:
        return _set_precaution(program, text, exercises)
    key = _setting_key(program, place, words)
    if key is not None:
        return with_line(program, key, text, exercises)
    return _set_dose(program, (place, DOSE), text, exercises)


def _setting_key(program: Program, place: str, words: Words) -> KeyPath | None:
    """The line of settings or text that begins with these words; None for a dose."""
    head = words.bare("a line", "write a dose line, like bird-dog 3x6 hold 8s")
    if head == FLARE:
        name = words.ahead if words.ahead in ("title", "text") else "hours"
        return (FLARE, name)
    if head == STAGE:
        return (words.bare(STAGE, 'write it like: stage B "Get it moving"').upper(), STAGE)
    for key in ((place, head), (head,)):
        if key in keys_of(program):
            return key
    return None


def _set_dose(
    program: Program, list_key: KeyPath, text: str, exercises: Mapping[str, Exercise]
) -> Program:
    asked = read_asked(text)
    items = list(items_at(program, list_key))
    found = [number for number, held in enumerate(items) if held.exercise == asked.exercise]
    if asked.is_off:
        if not found:
            raise _not_asked(asked.exercise, list_key, [held.exercise for held in items])
        return without_line(program, (*list_key, found[0]), exercises)
    if list_key == FLARE_DOSES:
        check_flare_dose(text)
    place = found[0] if found else len(items)
    before = items[place] if found else None
    made = changed_prescription(before, asked, exercises)
    if before is None and asked.times is None:
        made = replace(made, times=_with_others(made, items, exercises))
    items[place : place + 1] = [made]
    changed = with_items(program, list_key, tuple(items))
    check_edit(program, changed, (*list_key, place), exercises)
    return changed


def _with_others(
    added: Prescription, items: Sequence[Prescription], exercises: Mapping[str, Exercise]
) -> tuple[time, ...]:
    """The times of another movement that is done as often a day: one session for both."""

    def is_movement(asked: Prescription) -> bool:
        return exercises[asked.exercise].kind is Kind.MOVEMENT

    if not is_movement(added):
        return ()
    beside = (one.times for one in items if is_movement(one))
    return next((times for times in beside if len(times) == added.dose.times_a_day), ())


def _not_asked(exercise: str, list_key: KeyPath, asked: list[str]) -> InputError:
    where = "a bad day" if list_key == FLARE_DOSES else f"stage {list_key[0]}"
    near = nearest(exercise, asked)
    mend = f"did you mean {near}?" if near else f"there are: {', '.join(asked)}"
    return refusal(exercise, f"is not asked for in {where}, so it cannot go; {mend}")


def _set_criterion(
    program: Program, place: str, gate: str, text: str, exercises: Mapping[str, Exercise]
) -> Program:
    """Replaces the gate's criterion of the same rule, adds it, or takes it out for `off`."""
    if place == FLARE:
        raise refusal(gate, "does not go with a bad day; begin the line with a stage, like B:")
    words = Words(text)
    words.bare(gate, "")
    rule = GateRule(words.one_of(gate, [one.value for one in GateRule]))
    named = words.until((OFF,))
    about = named[named.index("instrument") + 1 :][:1] if "instrument" in named else []
    found = [
        number
        for number, held in enumerate(items_at(program, (place, gate)))
        if held.rule is rule and (not about or held.instrument == about[0])
    ]
    if len(found) > 1:
        raise refusal(rule.value, f"stands {len(found)} times there; say which instrument is meant")
    if words.ahead == OFF:
        if not found:
            raise refusal(rule.value, f"is no rule to {gate} stage {place}; nothing was taken out")
        return without_line(program, (place, gate, found[0]), exercises)
    if found:
        return with_line(program, (place, gate, found[0]), text, exercises)
    return with_new_line(program, (place, STAGE), text, exercises)[0]


def _set_precaution(program: Program, text: str, exercises: Mapping[str, Exercise]) -> Program:
    """Adds a precaution; `precaution 2 off` takes the second one out."""
    words = Words(text)
    words.bare(PRECAUTION, "")
    if words.ahead.isdecimal():
        number = words.number(PRECAUTION, (1, max(1, len(program.precautions))))
        words.one_of(f"precaution {number}", (OFF,))
        words.end()
        return without_line(program, (*PRECAUTIONS, number - 1), exercises)
    return with_new_line(program, ("title",), text, exercises)[0]
