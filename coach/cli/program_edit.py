"""`coach programs edit`: a program as lines, changed line by line and kept as an own one."""

from argparse import Namespace
from typing import TYPE_CHECKING

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands, add_json
from coach.cli.set_lines import HELP as SET_HELP
from coach.cli.set_lines import set_lines
from coach.cli.surroundings import Surroundings

if TYPE_CHECKING:
    from coach.domain.program import StageCode
    from coach.exchange.shelf import FolderShelf
    from coach.workflows.drafts import Draft, Drafts

LET_IN = """--set 'allow-direction "WHY, in a sentence"' before it"""
EXAMPLE = "coach programs edit steady-back --set 'C: bridge 3x8 hold 3s' --as my-back"


def register(actions: Commands) -> None:
    """What `coach programs edit` takes."""
    parser = actions.add(
        "edit",
        "A program as lines; with --set and --as another one is made of it.",
        EXAMPLE,
        edit_program,
    )
    parser.add_argument("id", metavar="ID", help="id of a program")
    parser.add_argument(
        "--set",
        dest="lines",
        metavar="LINE",
        action="append",
        default=[],
        help=f"a line with its stage before it, like 'B: calf off'. A dose line {SET_HELP}",
    )
    parser.add_argument("--as", dest="new_id", metavar="NEW-ID", help="keep it under this id")
    parser.add_argument("--title", metavar="TITLE", help="what people call it")
    parser.add_argument(
        "--stage", metavar="S", help="the stage of lines that name none; the first if none"
    )
    add_json(parser)


def edit_program(given: Namespace, around: Surroundings) -> int:
    """Show the lines, what they change and what is to be weighed; kept only with --as."""
    from coach.cli.shelf_commands import shelf_of

    shelf = shelf_of(around)
    drafts = _drafts(around, shelf)
    draft = drafts.start(shelf.program(given.id))
    stage = _stage(draft, given.stage)
    draft = set_lines(draft, stage, given.lines, LET_IN)
    if given.title:
        draft = _titled(draft, given.title)
    path = drafts.save_as_template(draft, given.new_id) if given.new_id else ""
    if given.json:
        _show_json(draft, path)
        return ExitCode.DONE
    if draft.changed:
        _show_changes(draft)
    else:
        _show_lines(draft)
    _tell_what_next(given, draft, path)
    return ExitCode.DONE


def _drafts(around: Surroundings, shelf: "FolderShelf") -> "Drafts":
    from coach.bootstrap import script_settings
    from coach.exchange.program_folder import ProgramFolder
    from coach.workflows.drafts import Drafts

    own = ProgramFolder(around.places.own_programs, around.places.shipped)
    return Drafts(shelf, own, script_settings(around.settings))


def _stage(draft: "Draft", wanted: str | None) -> "StageCode":
    from coach.domain.plan_places import stage_of

    stages = draft.program.stages
    return stage_of(draft.program, wanted.strip().upper()).code if wanted else stages[0].code


def _titled(draft: "Draft", title: str) -> "Draft":
    from coach.domain.line_words import quoted

    return draft.edit(("title",), f"title {quoted(title)}")


def _show_lines(draft: "Draft") -> None:
    for line in draft.lines:
        output.line(f"{'  ' * line.depth}{line.text}")


def _show_changes(draft: "Draft") -> None:
    output.line("What is different, as the patient hears it:")
    for sentence in draft.changes():
        output.line(f"  {sentence}")
    output.line("Minutes a day, exercises of all:")
    for stage in draft.program.stages:
        minutes = draft.minutes(stage.code)
        output.line(f"  {stage.code.value} {minutes.exercises:.0f} of {minutes.total:.0f}")
    for sentence in _to_weigh(draft):
        output.line(sentence)


def _to_weigh(draft: "Draft") -> list[str]:
    """Problems, and warnings; what the catalogue says at any dose only of lines that are new."""
    from coach.domain.plan_lines import lines_of

    before = {line.text for line in lines_of(draft.base, draft.exercises)}
    known = {line.key for line in draft.lines if line.text in before}
    found = [f"To mend: {sentence}" for _, sentence in draft.problems()]
    for one in draft.warnings():
        if not (one.is_caution and one.key in known):
            tags = f" [{', '.join(one.source)}]" if one.source else ""
            found.append(f"To weigh, {one.stage}: {one.text} {one.reason}{tags}")
    return found


def _show_json(draft: "Draft", path: str) -> None:
    output.document(
        "program-edit",
        id=draft.program.id,
        lines=[{"key": list(line.key), "text": line.text} for line in draft.lines],
        changes=list(draft.changes()),
        problems=[{"key": list(key), "text": text} for key, text in draft.problems()],
        warnings=[
            {
                "stage": one.stage,
                "key": list(one.key),
                "text": one.text,
                "reason": one.reason,
                "source": list(one.source),
            }
            for one in draft.warnings()
        ],
        minutes={
            stage.code.value: {
                "exercises": round(draft.minutes(stage.code).exercises, 1),
                "total": round(draft.minutes(stage.code).total, 1),
            }
            for stage in draft.program.stages
        },
        kept=path or None,
    )


def _tell_what_next(given: Namespace, draft: "Draft", path: str) -> None:
    if path:
        diagnostics.tell(f"Kept in {path}. Hear it: coach rehearse {given.new_id}")
    elif draft.changed:
        diagnostics.tell("Nothing is kept yet. Keep it as your own with: --as NEW-ID")
    else:
        diagnostics.tell(f"Change lines with --set and keep it with --as, like: {EXAMPLE}")
