"""A program as short lines of text, one for each place that can be edited.

The same lines stand in the editor, in `--set` and in what is shown back.
"""

from collections.abc import Mapping

from msgspec import Struct

from coach.domain.criterion_lines import GATES, criterion_line
from coach.domain.exercise import Exercise
from coach.domain.findings import KeyPath
from coach.domain.line_words import quoted
from coach.domain.plan_places import DOSE, FLARE, PRECAUTIONS, STAGE, items_at, keys_of, stage_of
from coach.domain.prescription_lines import prescription_line
from coach.domain.program import Program, Stage
from coach.domain.setting_lines import (
    confirms_line,
    easing_line,
    flare_hours_line,
    sitting_line,
    thresholds_line,
)

LABELS = {
    "title": "Title",
    "summary": "For the patient",
    "for-therapist": "For therapists",
    "presentation": "How symptoms behave",
    "direction": "Direction",
    "allow-direction": "Why against the direction",
    "reviewed-by": "Reviewed by",
    "precaution": "Precaution",
    "confirms": "Who confirms",
    "thresholds": "The light",
    "easing": "After a red",
    "stage": "Stage",
    "aim": "What it is for",
    "window": "How long it takes",
    "dose": "Exercise",
    "sitting": "Sitting, minutes",
    "sitting-reason": "Why sitting ends",
    "enter": "To come in",
    "leave": "To go on",
    "fall-back": "Sends back",
    "flare title": "A bad day: name",
    "flare text": "A bad day: what to do",
    "flare hours": "A bad day: how long",
    "flare dose": "A bad day: exercise",
}
"""What each kind of line is, for a person."""


class PlanLine(Struct, frozen=True):
    """One line of a program."""

    key: KeyPath
    """Where it stands: see `plan_places`."""
    text: str
    """The line in its grammar: what `with_line` reads back to the same program."""
    kind: str
    """What stands there, a key of `LABELS`."""
    label: str
    """What it is, for a person."""
    depth: int
    """0 for the program and for the heading of a stage, 1 for what stands below one."""


def lines_of(program: Program, exercises: Mapping[str, Exercise]) -> tuple[PlanLine, ...]:
    """Every line of the program in order; `exercises` is the catalogue by id."""
    return tuple(_line(program, key, exercises) for key in keys_of(program))


def line_at(program: Program, key: KeyPath, exercises: Mapping[str, Exercise]) -> str:
    """The text of one line."""
    if key[-2:-1] == (DOSE,):
        asked = items_at(program, key[:-1])[int(key[-1])]
        return prescription_line(asked, exercises.get(asked.exercise))
    if key[:1] == PRECAUTIONS:
        return f"precaution {quoted(program.precautions[int(key[1])])}"
    if key[0] == FLARE:
        return _flare_line(program, str(key[1]))
    if len(key) == 1:
        return _program_line(program, str(key[0]))
    if key[1] in GATES:
        return criterion_line(str(key[1]), items_at(program, key[:-1])[int(key[2])])
    return _stage_line(stage_of(program, key[0]), str(key[1]))


def _line(program: Program, key: KeyPath, exercises: Mapping[str, Exercise]) -> PlanLine:
    kind = kind_of(key)
    is_below = len(key) > 1 and key[0] not in PRECAUTIONS and key[1] != STAGE
    text = line_at(program, key, exercises)
    return PlanLine(key, text, kind, LABELS[kind], int(is_below))


def kind_of(key: KeyPath) -> str:
    """What stands at a key: one of the words of `LABELS`."""
    words = [part for part in key if isinstance(part, str)]
    return " ".join(words) if words[0] == FLARE else words[-1]


def _program_line(program: Program, name: str) -> str:
    texts = {
        "title": program.title,
        "summary": program.summary,
        "for-therapist": program.for_therapist,
        "allow-direction": program.direction_reason,
        "reviewed-by": program.reviewed_by,
    }
    if name in texts:
        return f"{name} {quoted(texts[name])}"
    if name == "confirms":
        return confirms_line(program)
    if name == "thresholds":
        return thresholds_line(program.thresholds)
    if name == "easing":
        return easing_line(program.easing)
    return f"{name} {getattr(program, name).value}"


def _flare_line(program: Program, name: str) -> str:
    if name == "hours":
        return flare_hours_line(program.flare)
    return f"flare {name} {quoted(getattr(program.flare, name))}"


def _stage_line(stage: Stage, name: str) -> str:
    if name == STAGE:
        return f"stage {stage.code.value} {quoted(stage.name)}"
    if name == "sitting":
        return sitting_line(stage.sitting)
    text = stage.sitting.reason if name == "sitting-reason" else getattr(stage, name)
    return f"{name} {quoted(text)}"
