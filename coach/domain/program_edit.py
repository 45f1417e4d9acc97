"""Changes a program line by line; the answer is always a new value.

Every function raises InputError with one sentence that names the word and the mend. `exercises`
is the whole catalogue by id. What a line of settings does not name stays as it is; a dose line in
the place of another stands for all of its prescription, a new one has the rest of the catalogue.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from coach.domain.criterion_lines import GATES
from coach.domain.errors import InputError
from coach.domain.exercise import Exercise
from coach.domain.findings import KeyPath
from coach.domain.line_values import read_item, with_setting
from coach.domain.line_words import Words, refusal
from coach.domain.plan_places import (
    DOSE,
    FLARE,
    PRECAUTION,
    PRECAUTIONS,
    STAGE,
    check_key,
    code_of,
    is_in_list,
    items_at,
    stage_of,
    with_items,
)
from coach.domain.plan_problems import check_edit
from coach.domain.program import Program, StageCode
from coach.domain.program_limits import MOST_LINE


def with_line(
    program: Program, key: KeyPath, text: str, exercises: Mapping[str, Exercise]
) -> Program:
    """The program with the line at `key` replaced."""
    check_key(program, key)
    if is_in_list(key):
        items = list(items_at(program, key[:-1]))
        place = int(key[-1])
        items[place] = read_item(key[:-1], text, items[place], exercises)
        changed = with_items(program, key[:-1], tuple(items))
    else:
        changed = with_setting(program, key, text)
    check_edit(program, changed, key, exercises)
    return changed


def with_new_line(
    program: Program, after: KeyPath, text: str, exercises: Mapping[str, Exercise]
) -> tuple[Program, KeyPath]:
    """The program with one more line behind `after`, and the key of that line.

    A dose, a criterion (`leave ...`), a `precaution "..."` or `stage D "Keep it going" like C`.
    """
    check_key(program, after)
    words = Words(text)
    if words.ahead == STAGE and STAGE not in exercises:
        return _with_new_stage(program, words)
    list_key = _list_for(program, after, words.ahead)
    items = list(items_at(program, list_key))
    place = int(after[-1]) + 1 if after[:-1] == list_key else len(items)
    items.insert(place, read_item(list_key, text, None, exercises))
    changed = with_items(program, list_key, tuple(items))
    check_edit(program, changed, (*list_key, place), exercises)
    return changed, (*list_key, place)


def without_line(program: Program, key: KeyPath, exercises: Mapping[str, Exercise]) -> Program:
    """The program without the dose, criterion, precaution or stage at `key`."""
    check_key(program, key)
    if key[-1] == STAGE:
        return _without_stage(program, key)
    if not is_in_list(key):
        raise InputError("Plan line", "this line cannot be taken out; write another value instead")
    items = list(items_at(program, key[:-1]))
    del items[int(key[-1])]
    changed = with_items(program, key[:-1], tuple(items))
    check_edit(program, changed, key, exercises)
    return changed


def moved(program: Program, key: KeyPath, step: int) -> tuple[Program, KeyPath]:
    """The program with a line `step` places further down its list (-1: up), and its new key.

    At the end of its list it stays where it is.
    """
    check_key(program, key)
    if not is_in_list(key):
        raise InputError("Plan line", "this line stays in its place; exercises can be moved")
    items = list(items_at(program, key[:-1]))
    place = int(key[-1])
    to = min(max(place + step, 0), len(items) - 1)
    items.insert(to, items.pop(place))
    return with_items(program, key[:-1], tuple(items)), (*key[:-1], to)


def _list_for(program: Program, after: KeyPath, head: str) -> KeyPath:
    """The list a new line belongs to, by its first word and by where one stands."""
    gates = {field: gate for gate, field in GATES.items()} | {gate: gate for gate in GATES}
    if head == PRECAUTION:
        return PRECAUTIONS
    is_in_stage = code_of(str(after[0])) is not None
    if head in gates and is_in_stage:
        return (after[0], gates[head])
    if head in gates or not (is_in_stage or after[0] == FLARE):
        codes = " or ".join(stage.code.value for stage in program.stages)
        raise refusal(head, f"needs a stage to stand in; go to a line of stage {codes} first")
    return (after[0], DOSE)


def _with_new_stage(program: Program, words: Words) -> tuple[Program, KeyPath]:
    """A stage with all that another one has, in its place by the letter."""
    mend = 'write it like: stage D "Keep it going" like C'
    words.bare(STAGE, mend)
    letter = words.bare(STAGE, mend)
    code = code_of(letter)
    if code is None:
        raise refusal(letter, f"is no stage; {mend}")
    if code in [stage.code for stage in program.stages]:
        raise refusal(letter, "is there already; change its lines instead")
    name = words.text(f"stage {code.value}", MOST_LINE)
    if words.bare("stage", mend) != "like":
        raise refusal(letter, f"needs a stage to begin from; {mend}")
    model = stage_of(program, words.bare("like", mend).upper())
    words.end()
    stages = (*program.stages, replace(model, code=code, name=name))
    order = list(StageCode)
    in_order = tuple(sorted(stages, key=lambda stage: order.index(stage.code)))
    return replace(program, stages=in_order), (code.value, STAGE)


def _without_stage(program: Program, key: KeyPath) -> Program:
    if len(program.stages) == 1:
        raise InputError("Plan line", "this is the only stage; add another one first")
    held = tuple(stage for stage in program.stages if stage.code.value != key[0])
    return replace(program, stages=held)
