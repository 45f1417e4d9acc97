"""`coach assign`: a program for one patient, with doses changed by lines, signed and sealed."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands, Parser, a_day
from coach.cli.surroundings import Surroundings
from coach.domain.text import clean_line

if TYPE_CHECKING:
    from coach.domain.caseload import Enrolled
    from coach.domain.program import StageCode
    from coach.workflows.assign import Issued
    from coach.workflows.clinic import Clinic
    from coach.workflows.drafts import Draft

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
        help="id of a program; without it the one the patient has, as it is",
    )
    parser.add_argument(
        "--set",
        metavar="'DOSE LINE'",
        action="append",
        default=[],
        help="'bridge 2x8' changes or adds an exercise of the stage, 'bridge off' takes it out; "
        "'C: bridge 2x8' is about another stage; may be given again",
    )
    parser.add_argument("--stage", metavar="S", default="", help="where it begins: A, B, C or D")
    _add_days(parser)
    parser.add_argument(
        "--sore-side", metavar="SIDE", type=_a_side, help="left, right, both or none"
    )
    _add_reasons(parser)
    parser.add_argument("--out", metavar="FILE", help="write it there; else into this folder")


def _add_reasons(parser: Parser) -> None:
    parser.add_argument(
        "--clear-hold",
        metavar="WHY",
        default="",
        help="coaching may go on after a safety hold, and why",
    )
    parser.add_argument(
        "--allow-direction",
        metavar="WHY",
        default="",
        help="exercises against the program's direction are let in, and why",
    )


def _add_days(parser: Parser) -> None:
    parser.add_argument(
        "--from", metavar="DATE", dest="from_day", type=a_day, help="first day; today if none"
    )
    parser.add_argument(
        "--weeks", metavar="N", type=_weeks, help="how long it holds; 12 weeks if not given"
    )


def assign(given: Namespace, around: Surroundings) -> int:
    """Draft, check, sign, write; the path comes first, what to weigh goes to standard error."""
    with around.clinic() as clinic:
        patient = clinic.patients.find(given.patient)
        draft = clinic.assigning.draft(patient.patient, given.program, given.allow_direction)
        stage = clinic.assigning.stage(patient.patient, draft.program, given.stage)
        for line in given.set:
            draft = draft.set(stage, line)
        known = cautions_before(clinic, patient)
        issued = _issue(given, clinic, patient, draft, stage)
        path = _write(given.out, clinic, patient, issued)
        output.line(path)
        for line in issued_lines(patient, draft, issued):
            output.line(line)
        for line in to_weigh(clinic, patient, draft, issued, known):
            diagnostics.tell(line)
    diagnostics.tell(
        "Hand this file over by any way you like: nothing was sent, and only their coach opens it."
    )
    return ExitCode.DONE


def _issue(
    given: Namespace, clinic: "Clinic", patient: "Enrolled", draft: "Draft", stage: "StageCode"
) -> "Issued":
    from coach.workflows.assign import USUAL_WEEKS, last_day

    first = given.from_day or clinic.today()
    return clinic.assigning.issue(
        patient,
        draft.program,
        stage,
        from_day=first,
        valid_until=last_day(first, given.weeks or USUAL_WEEKS),
        sore_side=given.sore_side or "",
        clears=given.clear_hold,
    )


def _write(out: str | None, clinic: "Clinic", patient: "Enrolled", issued: "Issued") -> str:
    from coach.workflows.assign import plan_file_name
    from coach.workflows.clinic import SEALED_MARK

    name = out or plan_file_name(patient, issued.plan)
    return clinic.files.write(name, issued.sealed, mark=SEALED_MARK)


def issued_lines(patient: "Enrolled", draft: "Draft", issued: "Issued") -> Iterator[str]:
    """What was given: version, days, changes, minutes."""
    plan = issued.plan
    yield (
        f"Version {plan.version} of {draft.program.id} for {patient.name}, stage "
        f"{plan.stage.value}, {plan.from_day:%d %B %Y} to {plan.valid_until:%d %B %Y}."
    )
    if plan.clears:
        yield f"It lifts the safety hold: {plan.clears}"
    yield from (f"  {change}" for change in plan.changes)
    minutes = draft.minutes(plan.stage)
    yield (
        f"About {minutes.total:.0f} minutes on its fullest day: exercises {minutes.exercises:.0f}, "
        f"walking {minutes.walks:.0f}, rest, cold and heat {minutes.rests:.0f}."
    )


def to_weigh(
    clinic: "Clinic", patient: "Enrolled", draft: "Draft", issued: "Issued", known: frozenset[str]
) -> Iterator[str]:
    """What stops nothing and deserves a look: a hold that stands, and what is long or contrary.

    Cautions that are `known` are not said again.
    """
    if not issued.plan.clears and clinic.assigning.held(patient.patient):
        yield (
            "A safety hold stands: their coach stays locked. When they were assessed, assign "
            'again with: --clear-hold "WHY"'
        )
    for one in draft.warnings():
        if one.stage == issued.plan.stage.value and not (one.is_caution and one.text in known):
            yield f"{one.text} {one.reason}".rstrip()


def cautions_before(clinic: "Clinic", patient: "Enrolled") -> frozenset[str]:
    """Cautions of exercises the patient has already: they were weighed when these were given."""
    before = clinic.assigning.program(patient.patient)
    if before is None:
        return frozenset()
    return frozenset(one.text for one in clinic.drafts.start(before).warnings() if one.is_caution)


def _weeks(text: str) -> int:
    from coach.workflows.assign import MOST_WEEKS

    if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_WEEKS:
        return int(text)
    shown = clean_line(text, limit=40)
    raise ArgumentTypeError(f"'{shown}' is not understood; write 1 to {MOST_WEEKS} weeks")


def _a_side(text: str) -> str:
    word = text.strip().lower()
    if word not in SIDES:
        shown = clean_line(text, limit=40)
        raise ArgumentTypeError(f"'{shown}' is no side; write one of: {', '.join(SIDES)}")
    return word
