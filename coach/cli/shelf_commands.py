"""Programs, exercises, rehearsals and the voice: all that needs no patient and no log."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli import diagnostics, output, program_edit
from coach.cli.diagnostics import ExitCode
from coach.cli.own_log import hold_stands
from coach.cli.parsing import Commands, Parser, add_json
from coach.cli.surroundings import Surroundings
from coach.domain.errors import InputError
from coach.domain.program import Surface
from coach.domain.text import clean_line
from coach.store.as_typed import as_typed

if TYPE_CHECKING:
    from coach.domain.program import Criterion, Program, Stage
    from coach.exchange.shelf import FolderShelf
    from coach.workflows.rehearse import Rehearsal

NEW_PROGRAM_ID = "my-program"


def register(commands: Commands) -> dict[str, Commands]:
    """Rehearse, say, exercises and programs; what `programs` can do is returned."""
    rehearse_parser = commands.add(
        "rehearse",
        "The whole script of a session: what will be heard, and when.",
        "coach rehearse steady-back --stage B",
        rehearse,
    )
    add_script(rehearse_parser)
    add_json(rehearse_parser)
    search = commands.add(
        "exercises", "Search the catalogue of exercises.", "coach exercises bridge", exercises
    )
    search.add_argument("words", metavar="WORDS", nargs="*", help="words that must all occur")
    add_json(search)
    return {"programs": _register_programs(commands)}


def _register_programs(commands: Commands) -> Commands:
    parser = commands.add(
        "programs", "The shelf of programs.", "coach programs check my-program.toml"
    )
    actions = Commands(parser, "action", required=True)
    listing = actions.add("list", "Every program.", "coach programs list", list_programs)
    add_json(listing)
    show = actions.add("show", "One program.", "coach programs show steady-back", show_program)
    show.add_argument("id", metavar="ID", help="id of a program")
    check = actions.add(
        "check",
        "Every problem of a program or exercise file, or of a folder of them.",
        "coach programs check my-program.toml",
        check_programs,
    )
    check.add_argument("file", metavar="FILE", type=Path, help="a TOML file or a folder")
    new = actions.add(
        "new",
        "A program to start from.",
        "coach programs new --out my-program.toml",
        new_program,
    )
    new.add_argument("--out", metavar="FILE", type=Path, help="write it there; shown if none")
    program_edit.register(actions)
    return actions


def shelf_of(around: Surroundings) -> "FolderShelf":
    """Programs and exercises: shipped ones, and the person's own that win by id."""
    from coach.exchange.shelf import FolderShelf

    return FolderShelf(around.places.shipped, around.places.own_programs)


def add_script(parser: Parser) -> None:
    """Which session: a program, its stage, and how it is told."""
    parser.add_argument("program", metavar="PROGRAM", help="id of a program, or its file")
    parser.add_argument("--stage", metavar="S", help="A, B, C or D; the first if none")
    parser.add_argument("--few-words", action="store_true", help="as it is said when pain is high")


def rehearsal_of(given: Namespace, around: Surroundings) -> "tuple[Rehearsal, Program]":
    """What lays the session out, and the program that was named."""
    from coach.bootstrap import script_settings
    from coach.workflows.rehearse import Rehearsal

    shelf = shelf_of(around)
    rehearsal = Rehearsal(shelf, script_settings(around.settings))
    if given.few_words:
        rehearsal = rehearsal.few_words()
    return rehearsal, _named(shelf, given.program)


def rehearse(given: Namespace, around: Surroundings) -> int:
    """Every cue with its offset, without clock; starts nothing, so a hold is only told."""
    from coach.domain.errors import CoachError

    rehearsal, named = rehearsal_of(given, around)
    program, stage, script = rehearsal.script_of(named, given.stage)
    try:
        if hold_stands(around):
            diagnostics.tell(ONLY_READING)
    except (CoachError, OSError):
        diagnostics.tell(NOT_KNOWN)
    if given.json:
        cues = [
            {
                "offset_seconds": line.offset_seconds,
                "kind": line.cue.kind.value,
                "text": line.cue.text,
                "priority": line.cue.priority.name.lower(),
            }
            for line in script.heard
        ]
        output.document(
            "rehearse",
            program=program.id,
            stage=stage.value,
            seconds=round(script.seconds, 3),
            cues=cues,
        )
        return ExitCode.DONE
    for line in script.heard:
        output.line(f"{clock_text(line.offset_seconds)}  {line.cue.text}")
    output.line(f"{clock_text(script.seconds)}  end")
    return ExitCode.DONE


def _named(shelf: "FolderShelf", named: str) -> "Program":
    """The program with this id, or in the file of this name."""
    if not named.endswith(".toml"):
        return shelf.program(named)
    return shelf.program_in(Path(named))


_READ_IT = "This is only for reading; do not do it now."
ONLY_READING = f"Coaching is locked until you were seen. {_READ_IT}"
NOT_KNOWN = f"Your log cannot be read, so coaching may be locked. {_READ_IT} See: coach doctor"


def clock_text(seconds: float) -> str:
    """Minutes and seconds, such as `03:20`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:02d}:{rest:02d}"


def exercises(given: Namespace, around: Surroundings) -> int:
    """Exercises in which all the words occur, best first."""
    from coach.domain.dose import format_dose

    found = shelf_of(around).search(" ".join(given.words))
    if given.json:
        rows = [
            {
                "id": one.id,
                "code": one.code,
                "name": one.name,
                "kind": one.kind.value,
                "stages": list(one.stages),
                "position": one.position.value,
                "dose": format_dose(one.dose),
            }
            for one in found
        ]
        output.document("exercises", exercises=rows)
        return ExitCode.DONE
    if not found:
        diagnostics.tell("Nothing found. Fewer words find more; none lists all.")
        return ExitCode.DONE
    width = max(len(one.id) for one in found)
    for one in found:
        output.line(f"{one.code}  {one.id:<{width}}  {one.name}  ({format_dose(one.dose)})")
    return ExitCode.DONE


def list_programs(given: Namespace, around: Surroundings) -> int:
    """Every program that can be used; how many files cannot is told beside it."""
    shelf = shelf_of(around)
    programs = shelf.programs()
    if given.json:
        rows = [{"id": one.id, "title": one.title, "version": one.version} for one in programs]
        output.document("programs", programs=rows)
    else:
        width = max((len(one.id) for one in programs), default=0)
        for one in programs:
            output.line(f"{one.id:<{width}}  {one.title}, version {one.version}")
            output.line(f"{'':<{width}}  {for_whom(one)}")
    problems = len(shelf.problems())
    if problems:
        see = f"See them with: coach programs check {as_typed(around.places.own_programs)}"
        diagnostics.tell(f"{problems} problem{'s' if problems != 1 else ''} on the shelf. {see}")
    return ExitCode.DONE


def for_whom(program: "Program") -> str:
    """Whom a program is for, in one sentence: its words for the therapist begin with that."""
    from coach.session.spoken import first_sentence

    said = clean_line(first_sentence(program.for_therapist))
    return said or f"For {program.presentation.words}."


def show_program(given: Namespace, around: Surroundings) -> int:
    """One program as a page of text."""
    for line in program_lines(shelf_of(around).program(given.id)):
        output.line(line)
    return ExitCode.DONE


def program_lines(program: "Program") -> list[str]:
    """Everything a program asks, stage by stage."""
    from coach.domain.dose import format_dose_line

    lines = [
        program.title_and_id,
        f"Presentation {program.presentation.value} ({program.presentation.words}), direction "
        f"{program.direction.value}.",
        program.summary,
        f"Reviewed by: {program.reviewed_by or 'nobody yet'}",
        "Precautions:",
        *(f"  {text}" for text in program.precautions),
    ]
    for stage in program.stages:
        lines.extend(_stage_lines(stage))
    flare = program.flare
    lines.append(f"{flare.title}, {flare.hours} hours: {flare.text}")
    lines.extend(f"  {format_dose_line(one.exercise, one.dose)}" for one in flare.prescriptions)
    return lines


def _stage_lines(stage: "Stage") -> list[str]:
    from coach.domain.dose import format_dose_line

    limits = ", ".join(f"{one.value} {stage.sitting.minutes(one)}" for one in Surface)
    doses = [f"  {format_dose_line(one.exercise, one.dose)}" for one in stage.prescriptions]
    most = stage.sitting.most_minutes
    fits = f"; fitted up to {most}" if most is not None else ""
    fits = fits if stage.sitting.adapts else "; never fitted"
    return [
        f"Stage {stage.code.value}, {stage.name} ({stage.window}): {stage.aim}",
        *doses,
        f"  Sitting, minutes in one go: {limits}; break {stage.sitting.break_minutes}{fits}.",
        *_criteria("Enter", stage.enter),
        *_criteria("Go on", stage.leave),
        *_criteria("Fall back", stage.fall_back),
    ]


def _criteria(what: str, criteria: "tuple[Criterion, ...]") -> list[str]:
    return [f"  {what}: {criterion.text}" for criterion in criteria]


def check_programs(given: Namespace, around: Surroundings) -> int:
    """Every problem as `file:line: what; mend`; 2 when there is any."""
    from coach.exchange.problems import in_one_line

    problems = shelf_of(around).check(given.file)
    for problem in problems:
        output.line(str(problem))
    if problems:
        diagnostics.tell(in_one_line(problems))
        return ExitCode.INPUT
    output.line(f"{given.file}: no problem found")
    return ExitCode.DONE


def new_program(given: Namespace, around: Surroundings) -> int:
    """A template, shown or written to a file that is not there yet."""
    from coach.exchange.program_files import program_file_id
    from coach.exchange.template import template

    if given.out is None:
        output.line(template(NEW_PROGRAM_ID).rstrip("\n"))
        return ExitCode.DONE
    text = template(program_file_id(given.out))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    try:
        with given.out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError("New program", f"{given.out} exists; name a new file") from None
    check = f"coach programs check {as_typed(given.out)}"
    diagnostics.tell(f"Written to {given.out}. Change it, then: {check}")
    return ExitCode.DONE
