"""What must be mended in an edited program, told by line and in the words of the lines."""

import re
from collections.abc import Mapping

from coach.domain.criterion_lines import GATES
from coach.domain.errors import InputError
from coach.domain.exercise import Exercise
from coach.domain.findings import Finding, KeyPath
from coach.domain.plan_places import DOSE, FLARE, FLARE_DOSES, STAGE
from coach.domain.program import Program
from coach.domain.program_checks import check_program

_DIRECTION_LINES: tuple[KeyPath, ...] = (("direction",), ("presentation",), ("allow-direction",))
_AS_IN_LINES = (
    (re.compile(r"gap_minutes = ([0-9]+)"), r"gap \1min"),
    (re.compile(r"allow_direction(?: =)?"), "allow-direction"),
    (re.compile(r"\b(green|amber|severe)_(?:up_to|from)"), r"\1"),
    (re.compile(r"\brise_(amber|red)"), r"\1 rise"),
    (re.compile(r"\b([a-z_]+) = ([0-9]+)"), r"\1 \2"),
)
"""A file's way of writing a mend, and a line's."""
_FILE_TIMES = re.compile(r"times = \[(.*)\]")


def plan_problems(
    program: Program, exercises: Mapping[str, Exercise]
) -> tuple[tuple[KeyPath, str], ...]:
    """Everything that keeps the program from being given: the line, and one sentence each."""
    return tuple(
        (line_of_finding(program, finding.path), in_line_words(finding))
        for finding in _findings(program, exercises)
    )


def check_edit(
    before: Program, after: Program, key: KeyPath, exercises: Mapping[str, Exercise]
) -> None:
    """InputError for what an edit of the line at `key` has broken.

    A new direction may stand against exercises that are in the program already: those are told
    by `plan_problems`, so that it can be set first and the exercises exchanged after it.
    """
    known = {finding.what for finding in _findings(before, exercises)}
    for finding in _findings(after, exercises):
        waits = key in _DIRECTION_LINES and ("direction",) in finding.rests_on
        if finding.what not in known and not waits:
            raise InputError("Plan line", in_line_words(finding))


def in_line_words(finding: Finding) -> str:
    """What is wrong, and the mend as a line would have it."""
    text = f"{finding.what}; {finding.mend}"
    for pattern, written in _AS_IN_LINES:
        text = pattern.sub(written, text)
    return _FILE_TIMES.sub(_line_times, text)


def _line_times(found: re.Match[str]) -> str:
    return "at " + found[1].replace('"', "").replace(",", "")


def _findings(program: Program, exercises: Mapping[str, Exercise]) -> list[Finding]:
    return check_program(program, program.id, exercises, exercises)


def line_of_finding(program: Program, path: KeyPath) -> KeyPath:
    """The key of the line that a path in a file's terms is about; that of the title for none."""
    if path[:2] == (FLARE, "doses"):
        return (*FLARE_DOSES, path[2])
    if path[:1] == (FLARE,):
        return (FLARE, "hours")
    if path[:1] == (STAGE,) and len(path) > 2:
        return _line_in_stage(program, path)
    names = {"thresholds": "thresholds", "allow_direction": "allow-direction"}
    return (names.get(str(path[0]), "title"),) if path else ("title",)


def _line_in_stage(program: Program, path: KeyPath) -> KeyPath:
    code = program.stages[int(path[1])].code.value
    if path[2] == "prescription":
        return (code, DOSE, path[3])
    if path[2] == "sitting":
        return (code, "sitting")
    for gate, field in GATES.items():
        if path[2] == field:
            return (code, gate, path[3])
    return (code, STAGE)
