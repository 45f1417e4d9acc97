"""The follow-up from the shell: one page of text, a decision, a note on the order of care."""

from argparse import Namespace
from typing import TYPE_CHECKING

from coach.cli import output
from coach.cli.assigning import some_weeks
from coach.cli.deciding import decide
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands, Parser, a_day
from coach.cli.surroundings import Surroundings
from coach.domain.errors import InputError
from coach.domain.outcomes import Decision

if TYPE_CHECKING:
    from coach.domain.caseload import Enrolled
    from coach.workflows.clinic import Clinic

DECISIONS = [decision.value for decision in Decision]


def register(commands: Commands) -> None:
    """Review."""
    parser = commands.add(
        "review",
        "A patient since the last visit, on one page; then what you decide.",
        "coach review sam --since 2026-03-01\n"
        '  coach review sam --decide ease --note "sore after the drive" --out sam.coachplan',
        review,
    )
    parser.add_argument("patient", metavar="PATIENT", help="a name, an id, or the start of one")
    parser.add_argument(
        "--since", metavar="DATE", type=a_day, help="from this day on; else since the last visit"
    )
    _register_shown(parser)
    _register_written(parser)


def _register_shown(parser: Parser) -> None:
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="one JSON document")
    shown.add_argument(
        "--formulas", action="store_true", help="how each figure comes about, after the page"
    )
    shown.add_argument(
        "--record", action="store_true", help="a paragraph for the record in place of the page"
    )


def _register_written(parser: Parser) -> None:
    parser.add_argument(
        "--decide", metavar="WHAT", choices=DECISIONS, help="keep, ease or progress the plan"
    )
    parser.add_argument(
        "--care",
        metavar="STEP",
        help="note a step of the order of care: conservative, medicines, injection or "
        "surgical_opinion",
    )
    parser.add_argument("--on", metavar="DATE", type=a_day, help="the day of the step; else today")
    parser.add_argument("--note", metavar="TEXT", default="", help="words for the decision or step")
    parser.add_argument(
        "--out", metavar="FILE", help="sign the next version as filled in, and write it there"
    )
    parser.add_argument(
        "--stage", metavar="S", default="", help="where the next version begins: A, B, C or D"
    )
    parser.add_argument(
        "--weeks", metavar="N", type=some_weeks, help="how long it holds; 12 weeks if not given"
    )


def review(given: Namespace, around: Surroundings) -> int:
    """Write what was decided or noted, then show what follows. InputError, LogError."""
    _check(given)
    writes = given.care is not None or given.decide is not None
    with around.clinic(read_only=not writes) as clinic:
        patient = clinic.patients.find(given.patient)
        if given.care is not None:
            _note_care(given, clinic, patient)
        elif given.decide is not None:
            decide(given, clinic, patient)
        else:
            _show(given, clinic, patient)
    return ExitCode.DONE


def _check(given: Namespace) -> None:
    if (given.decide or given.care) and (given.json or given.formulas or given.record):
        raise InputError(
            "Usage",
            "--json, --formulas and --record show what is there; --decide and --care write: give "
            "them one after the other",
        )
    if given.care is not None and given.decide is not None:
        raise InputError("Usage", "note a step and decide one after the other, not in one go")
    if given.on is not None and given.care is None:
        raise InputError("Usage", "--on is the day of a step of care; name it with --care STEP")
    if given.note and given.care is None and given.decide is None:
        raise InputError("Usage", "--note goes with --decide or --care")
    if given.decide is None and (given.out or given.stage or given.weeks):
        raise InputError("Usage", "--out, --stage and --weeks go with --decide")


def _note_care(given: Namespace, clinic: "Clinic", patient: "Enrolled") -> None:
    on_day = given.on or clinic.today()
    clinic.follow_ups.note_care(patient.patient, given.care, on_day, given.note)
    output.line(f"Noted: {given.care} on {on_day.isoformat()}.")


def _show(given: Namespace, clinic: "Clinic", patient: "Enrolled") -> None:
    seen = clinic.follow_ups.follow_up(patient.patient, given.since)
    if given.record:
        from coach.review.record_paragraph import record_paragraph

        output.line(record_paragraph(seen))
        return
    changes = clinic.follow_ups.changes(patient.patient)
    if given.json:
        from coach.cli.review_json import document_values

        output.document("review", **document_values(seen, changes))
        return
    from coach.cli.review_page import formula_lines, page

    for line in page(seen, patient.name, changes):
        output.line(line)
    if given.formulas:
        for line in ["", "How each figure comes about", *formula_lines(seen)]:
            output.line(line)
