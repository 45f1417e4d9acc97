"""What one line of a program says, read into the program."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.criterion_lines import GATES, read_criterion
from coach.domain.exercise import Bias, Exercise, Presentation
from coach.domain.findings import KeyPath
from coach.domain.line_words import Words, refusal
from coach.domain.plan_places import (
    DOSE,
    FLARE,
    PRECAUTIONS,
    SITTING,
    STAGE,
    stage_of,
    with_stage,
)
from coach.domain.prescription_lines import (
    changed_prescription,
    read_asked,
    read_prescription,
)
from coach.domain.program import Prescription, Program, Stage
from coach.domain.program_limits import MOST_LINE, MOST_LONG, MOST_SENTENCES, MOST_TITLE
from coach.domain.setting_lines import (
    read_confirms,
    read_easing,
    read_flare_hours,
    read_sitting,
    read_thresholds,
)


class _Text(Struct, frozen=True):
    """How a text of a program is read."""

    field: str
    most: int
    lines: bool = False
    may_be_empty: bool = False


_OF_PROGRAM = {
    "title": _Text("title", MOST_TITLE),
    "summary": _Text("summary", MOST_LONG, lines=True),
    "for-therapist": _Text("for_therapist", MOST_LONG, lines=True, may_be_empty=True),
    "allow-direction": _Text("direction_reason", MOST_LINE, may_be_empty=True),
    "reviewed-by": _Text("reviewed_by", MOST_LINE, may_be_empty=True),
}
_OF_FLARE = {"title": _Text("title", MOST_LINE), "text": _Text("text", MOST_LONG, lines=True)}
_OF_STAGE = {
    "aim": _Text("aim", MOST_SENTENCES),
    "window": _Text("window", MOST_LINE, may_be_empty=True),
}


def read_item(list_key: KeyPath, line: str, before: Any, exercises: Mapping[str, Exercise]) -> Any:
    """One entry of a list: a prescription, a criterion or a precaution; `before` stood there.

    A dose in the place of another means what stands there, whole; a new one takes what it does not
    name from the catalogue.
    """
    if list_key[-1] == DOSE:
        return _prescription(list_key, line, exercises, is_new=before is None)
    words = Words(line)
    _begin(words, str(list_key[-1]))
    if list_key == PRECAUTIONS:
        text = words.text("precaution", MOST_LINE)
        words.end()
        return text
    return read_criterion(words, str(list_key[-1]), before)


def _prescription(
    list_key: KeyPath, line: str, exercises: Mapping[str, Exercise], *, is_new: bool
) -> Prescription:
    if list_key[0] == FLARE:
        check_flare_dose(line)
    if is_new:
        return changed_prescription(None, read_asked(line), exercises)
    return read_prescription(line, exercises)


def check_flare_dose(line: str) -> None:
    """InputError when a bad day's dose names what no file keeps for it."""
    asked = read_asked(line)
    named = {"at": asked.times, "gap": asked.gap_minutes, "note": asked.note}
    for name, value in named.items():
        if value is not None:
            raise refusal(name, "does not go with a bad day's exercise; take it out")


def with_setting(program: Program, key: KeyPath, line: str) -> Program:
    """The program with what one line of settings or text names."""
    words = Words(line)
    if key[0] == FLARE:
        changed = _with_flare(program, str(key[1]), words)
    elif len(key) == 1:
        changed = _with_program(program, str(key[0]), words)
    else:
        changed = with_stage(program, _stage(stage_of(program, key[0]), str(key[1]), words))
    words.end()
    return changed


def _begin(words: Words, head: str) -> None:
    """Take the word a line begins with."""
    field = GATES.get(head, head)
    if words.ahead not in (head, field):
        raise refusal(words.ahead or '"', f"does not begin this line; begin it with: {head}")
    words.bare(head, "")


def _with_program(program: Program, name: str, words: Words) -> Program:
    _begin(words, name)
    if name in _OF_PROGRAM:
        return replace(program, **_text(words, name, _OF_PROGRAM[name]))
    if name == "confirms":
        return read_confirms(words, program)
    if name == "thresholds":
        return replace(program, thresholds=read_thresholds(words, program.thresholds))
    if name == "easing":
        return replace(program, easing=read_easing(words, program.easing))
    if name == "direction":
        return replace(program, direction=Bias(words.one_of(name, [one.value for one in Bias])))
    patterns = [one.value for one in Presentation]
    return replace(program, presentation=Presentation(words.one_of(name, patterns)))


def _with_flare(program: Program, name: str, words: Words) -> Program:
    _begin(words, FLARE)
    if name in _OF_FLARE:
        _begin(words, name)
        changed = replace(program.flare, **_text(words, name, _OF_FLARE[name]))
    else:
        changed = read_flare_hours(words, program.flare)
    return replace(program, flare=changed)


def _stage(stage: Stage, name: str, words: Words) -> Stage:
    _begin(words, name)
    if name == STAGE:
        code = stage.code.value
        if words.bare(STAGE, f"write stage {code} and its name").upper() != code:
            raise refusal(STAGE, f"keeps its letter here; write stage {code} and its name")
        return replace(stage, name=words.text(f"stage {code}", MOST_LINE))
    if name == "sitting":
        return replace(stage, sitting=read_sitting(words, stage.sitting))
    if name == SITTING[1]:
        reason = words.text(name, MOST_SENTENCES)
        return replace(stage, sitting=replace(stage.sitting, reason=reason))
    return replace(stage, **_text(words, name, _OF_STAGE[name]))


def _text(words: Words, name: str, text: _Text) -> dict[str, Any]:
    found = words.text(name, text.most, lines=text.lines, may_be_empty=text.may_be_empty)
    return {text.field: found}
