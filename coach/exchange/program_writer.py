"""Programs written as TOML files that read back to the same program."""

from collections.abc import Iterable, Sequence

from coach.domain.dose import format_dose_line
from coach.domain.gate_checks import NUMBERS
from coach.domain.program import (
    MORNING_MINUTES,
    Criterion,
    FlarePlan,
    Prescription,
    Program,
    SittingLimits,
    Stage,
    Surface,
    Task,
)
from coach.exchange.toml_source import has_many_parts

_RULER = f"# {'-' * 93}"
_WIDTH = 100
_STAGES = "# A calm, B move, C build, D keep"
_GATES = (
    ("enter", "# needed to come in"),
    ("leave", "# all of these are needed to go on"),
    ("fall_back", "# any one of these proposes the stage before"),
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def program_text(program: Program, *, header: str = "") -> str:
    """The program as TOML that reads back equal; `header` becomes comments at the top.

    A gap is always written, so that it stays what it was when an exercise's own changes.
    """
    parts = [
        *(f"# {line}".rstrip() for line in header.splitlines()),
        *([""] if header else []),
        *_about(program),
        *_settings(program),
        *_flare(program.flare),
    ]
    for task in program.tasks:
        parts += ["", "[[task]]", *_task(task)]
    for stage in program.stages:
        parts += ["", _RULER, *_stage(stage)]
    return "\n".join(parts) + "\n"


def _about(program: Program) -> list[str]:
    lines = [
        f"id = {_quoted(program.id)}",
        f"title = {_quoted(program.title)}",
        f"version = {program.version}",
        f"presentation = {_quoted(program.presentation.value)}",
        f"direction = {_quoted(program.direction.value)}",
    ]
    if program.direction_reason:
        lines.append(f"allow_direction = {_quoted(program.direction_reason)}")
    lines += [
        f"summary = {_long(program.summary)}",
        f"for_therapist = {_long(program.for_therapist)}",
        *_listed("precautions", program.precautions),
        *_source(program.source),
        f"reviewed_by = {_quoted(program.reviewed_by)}",
        f"confirms_stage = {_quoted(program.confirms_stage.value)}",
    ]
    if program.confirms_step_back is not None:
        lines.append(f"confirms_step_back = {_quoted(program.confirms_step_back.value)}")
    if program.morning_minutes != MORNING_MINUTES:
        lines.append(f"morning_minutes = {program.morning_minutes}")
    return lines


def _settings(program: Program) -> list[str]:
    light, easing = program.thresholds, program.easing
    return [
        "",
        "[thresholds]  # leg scores, 0 to 10",
        f"green_up_to = {light.green_up_to}",
        f"amber_up_to = {light.amber_up_to}",
        f"rise_amber = {light.rise_amber}",
        f"rise_red = {light.rise_red}",
        f"severe_from = {light.severe_from}",
        *_source(light.source),
        "",
        "[easing]  # what is made easier by itself after a red",
        f"may_halve = {_yes(easing.may_halve)}",
        f"may_swap = {_yes(easing.may_swap)}",
        *_source(easing.source),
    ]


def _flare(flare: FlarePlan) -> list[str]:
    doses = [format_dose_line(one.exercise, one.dose) for one in flare.prescriptions]
    return [
        "",
        "[flare]  # a bad day's own plan",
        f"title = {_quoted(flare.title)}",
        f"text = {_long(flare.text)}",
        f"hours = {flare.hours}",
        f"sitting_factor = {flare.sitting_factor}",
        *_listed("doses", doses),
        *_source(flare.source),
    ]


def _task(task: Task) -> list[str]:
    return [
        f"id = {_quoted(task.id)}",
        f"name = {_quoted(task.name)}",
        f"kind = {_quoted(task.kind.value)}",
        f"text = {_quoted(task.text)}",
        *_source(task.source),
    ]


def _stage(stage: Stage) -> list[str]:
    lines = [
        "[[stage]]",
        f"code = {_quoted(stage.code.value)}  {_STAGES}",
        f"name = {_quoted(stage.name)}",
        f"aim = {_quoted(stage.aim)}",
        f"window = {_quoted(stage.window)}",
        *_source(stage.source),
        *_indented(["[stage.sitting]  # minutes in one go", *_sitting(stage.sitting)]),
    ]
    for asked in stage.prescriptions:
        lines += _indented(["[[stage.prescription]]", *_prescription(asked)])
    for gate, why in _GATES:
        for number, criterion in enumerate(getattr(stage, gate)):
            head = f"[[stage.{gate}]]" if number else f"[[stage.{gate}]]  {why}"
            lines += _indented([head, *_criterion(criterion)])
    return lines


def _sitting(limits: SittingLimits) -> list[str]:
    return [
        *(f"{surface.value} = {limits.minutes(surface)}" for surface in Surface),
        f"break_minutes = {limits.break_minutes}",
        f"standing_cap = {limits.standing_cap}",
        f"reason = {_quoted(limits.reason)}",
        *_source(limits.source),
        *([] if limits.adapts else ["adapts = false"]),
        *([] if limits.most_minutes is None else [f"most_minutes = {limits.most_minutes}"]),
    ]


def _prescription(asked: Prescription) -> list[str]:
    times = [_quoted(f"{one:%H:%M}") for one in asked.times]
    return [
        f"dose = {_quoted(format_dose_line(asked.exercise, asked.dose))}",
        *([f"times = [{', '.join(times)}]"] if times else []),
        f"gap_minutes = {asked.gap_minutes}",
        f"note = {_quoted(asked.note)}",
    ]


def _criterion(criterion: Criterion) -> list[str]:
    lines = [f"rule = {_quoted(criterion.rule.value)}"]
    if criterion.instrument:
        lines.append(f"instrument = {_quoted(criterion.instrument)}")
    if criterion.better is not None:
        lines.append(f"better = {_quoted(criterion.better.value)}")
    for name in NUMBERS:
        if getattr(criterion, name) is not None:
            lines.append(f"{name} = {getattr(criterion, name)}")
    return [*lines, f"text = {_quoted(criterion.text)}"]


def _indented(lines: Iterable[str]) -> list[str]:
    return ["", *(f"  {line}" for line in lines)]


def _source(source: Sequence[str]) -> list[str]:
    return [f"source = [{', '.join(_quoted(tag) for tag in source)}]"] if source else []


def _listed(key: str, texts: Sequence[str]) -> list[str]:
    if not texts:
        return [f"{key} = []"]
    return [f"{key} = [", *(f"  {_quoted(text)}," for text in texts), "]"]


def _yes(value: bool) -> str:
    return "true" if value else "false"


def _long(text: str) -> str:
    """A text over several lines when it is long; line ends of its own stay what they are."""
    if len(text) <= _WIDTH:
        return _quoted(text)
    return '"""\\\n' + " \\\n".join(_guarded(line) for line in _broken(_escaped(text))) + '"""'


def _broken(text: str) -> list[str]:
    """`text` broken at single spaces, which the file's line ends take the place of."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(longer) > _WIDTH and word and not lines[-1].endswith(" "):
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _quoted(text: str) -> str:
    return _guarded(f'"{_escaped(text)}"')


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(char, _control(char)) for char in text)


def _control(char: str) -> str:
    is_control = ord(char) < 0x20 or ord(char) == 0x7F
    return f"\\u{ord(char):04x}" if is_control else char


def _guarded(line: str) -> str:
    """Dots written in another way where the reader would take the text for a key of many parts."""
    return (
        line.replace(".", "\\u002e") if has_many_parts(f"[{line}") or has_many_parts(line) else line
    )
