"""`coach assign`: a program for one patient, with doses changed by lines, signed and sealed."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.handing_out import Terms, hand_out, write_file
from coach.cli.parsing import Commands, Parser, a_day
from coach.cli.set_lines import HELP as SET_HELP
from coach.cli.set_lines import set_lines
from coach.cli.surroundings import Surroundings
from coach.domain.errors import InputError
from coach.domain.text import clean_line

if TYPE_CHECKING:
    from coach.domain.caseload import Enrolled
    from coach.domain.program import StageCode
    from coach.workflows.clinic import Clinic
    from coach.workflows.drafts import Draft

MOST_VERSION = 9_000
"""Higher ones no file takes."""
LET_IN = '--allow-direction "WHY, in a sentence"'
SIDES = ("left", "right", "both", "none")


def register(commands: Commands) -> None:
    """Assign."""
    parser = commands.add(
        "assign",
        "Give a patient a program: a signed file that only their coach can open.",
        "coach assign sam steady-back --set 'bridge 2x8' --stage B --weeks 6",
        assign,
    )
    parser.add_argument("patient", metavar="PATIENT", help="a name or an id, or how it begins")
    parser.add_argument(
        "program",
        metavar="PROGRAM",
        nargs="?",
        default="",
        help="id of a program of the shelf; without it the plan the patient has is gone on with",
    )
    parser.add_argument(
        "--set",
        metavar="'DOSE LINE'",
        action="append",
        default=[],
        help=SET_HELP,
    )
    parser.add_argument("--stage", metavar="S", default="", help="where it begins: A, B, C or D")
    _add_days(parser)
    parser.add_argument(
        "--sore-side", metavar="SIDE", type=_a_side, help="left, right, both or none"
    )
    _add_reasons(parser)
    parser.add_argument(
        "--version-above",
        metavar="N",
        dest="above",
        type=_a_version,
        default=0,
        help="number it above version N, which their coach says it has: for a patient who was "
        "added anew and whose log has not come in yet",
    )
    parser.add_argument("--out", metavar="FILE", help="write it there; else into this folder")
    parser.add_argument(
        "--again", action="store_true", help="the file of the plan that was signed last, once more"
    )


def _add_reasons(parser: Parser) -> None:
    parser.add_argument(
        "--clear-hold",
        metavar="WHY",
        default=None,
        help="coaching may go on after a safety hold, and why",
    )
    parser.add_argument(
        "--raise",
        dest="may_raise",
        action="store_true",
        help="with --clear-hold: more may be asked than before",
    )
    parser.add_argument(
        "--allow-direction",
        metavar="WHY",
        default="",
        help="exercises against the program's direction are let in, and why",
    )
    parser.add_argument(
        "--note",
        metavar="WHY",
        default="",
        help="why more is asked for of someone who got worse, or answered a safety question yes",
    )


def _add_days(parser: Parser) -> None:
    parser.add_argument(
        "--from", metavar="DATE", dest="from_day", type=a_day, help="first day; today if none"
    )
    parser.add_argument(
        "--weeks", metavar="N", type=some_weeks, help="how long it holds; 12 weeks if not given"
    )


def assign(given: Namespace, around: Surroundings) -> int:
    """Draft, check, sign, write; the path comes first, what to weigh goes to standard error."""
    with around.clinic() as clinic:
        patient = clinic.patients.find(given.patient)
        if given.again:
            _write_again(given, clinic, patient)
            return ExitCode.DONE
        _check_reason(given.clear_hold)
        draft = clinic.assigning.draft(patient.patient, given.program, given.allow_direction)
        stage = clinic.assigning.stage(patient.patient, draft.program, given.stage)
        draft = set_lines(draft, stage, given.set, LET_IN)
        for line in _from_the_shelf(given, clinic, patient, draft, stage):
            diagnostics.tell(line)
        _check_note(given.note, clinic.assigning.raised(patient.patient, draft.program, stage))
        hand_out(clinic, patient, draft, stage, _terms(given))
    return ExitCode.DONE


def _check_reason(clears: str | None) -> None:
    """InputError for an empty reason to lift a lock; None is no wish to lift one."""
    from coach.domain.clearing_reason import ASKED

    if clears is not None and not clears.strip():
        raise InputError("Hold", f"--clear-hold: {ASKED}")


def _check_note(note: str, raises: Sequence[str]) -> None:
    """InputError for a reason of nothing: it would be kept nowhere."""
    if note.strip() and not raises:
        raise InputError(
            "Usage", "--note says why more is asked for, and this plan asks for none: leave it out"
        )


def _from_the_shelf(
    given: Namespace,
    clinic: "Clinic",
    patient: "Enrolled",
    draft: "Draft",
    stage: "StageCode",
) -> Iterator[str]:
    """That a program named anew is the shelf's and not the one they have, and what that changes."""
    have = clinic.assigning.program(patient.patient)
    if not given.program or have is None or have.id != draft.program.id:
        return
    told = replace(clinic.drafts.start(have), program=draft.program).changes(stage)
    if told:
        yield (
            f"This begins from {draft.program.id} as it is on the shelf, not from version "
            f"{have.version} that they have. Other than in theirs:"
        )
        yield from (f"  {line}" for line in told)
        yield f'To begin from the plan they have: coach assign "{clean_line(given.patient)}" ...'


def _write_again(given: Namespace, clinic: "Clinic", patient: "Enrolled") -> None:
    """The newest plan's file once more, with the signature it has."""
    from coach.workflows.plan_again import issued_again

    changed = (given.program, given.set, given.stage, given.from_day, given.weeks)
    reasons = (given.clear_hold is not None, given.may_raise, given.allow_direction, given.note)
    if any((*changed, given.sore_side, given.above, *reasons)):
        raise InputError("Usage", "--again changes nothing: name the patient and --out alone")
    issued = issued_again(clinic.caseload, clinic.papers, patient)
    output.line(write_file(given.out or None, clinic, patient, issued))
    output.line(f"Version {issued.plan.version} as it was signed before; nothing is different.")


def _terms(given: Namespace) -> Terms:
    return Terms(
        given.from_day,
        given.weeks,
        given.sore_side or "",
        (given.clear_hold or "").strip(),
        given.may_raise,
        given.out or None,
        given.above,
        why_more=given.note.strip(),
    )


def some_weeks(text: str) -> int:
    """How long a plan holds, as typed. ArgumentTypeError for no such number."""
    from coach.workflows.plan_days import MOST_WEEKS

    if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_WEEKS:
        return int(text)
    shown = clean_line(text, limit=40)
    raise ArgumentTypeError(f"'{shown}' is not understood; write 1 to {MOST_WEEKS} weeks")


def _a_version(text: str) -> int:
    """The number of a plan, as typed. ArgumentTypeError for none."""
    if text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST_VERSION:
        return int(text)
    shown = clean_line(text, limit=40)
    raise ArgumentTypeError(f"'{shown}' is no version; write a number like 4")


def _a_side(text: str) -> str:
    word = text.strip().lower()
    if word not in SIDES:
        shown = clean_line(text, limit=40)
        raise ArgumentTypeError(f"'{shown}' is no side; write one of: {', '.join(SIDES)}")
    return word
