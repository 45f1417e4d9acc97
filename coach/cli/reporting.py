"""The follow-up as a file to keep or to print: `coach report PATIENT --out FILE`."""

from argparse import Namespace

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands, a_day
from coach.cli.surroundings import Surroundings

PAPERS = ("a4", "letter")
REPLACED = "It replaced the former report about them."
WITHOUT_NAME = "It carries the patient's id and no name; --name puts the name on it."
WITH_NAME = "The patient's name is on it: keep it where only you can read it."


def register(commands: Commands) -> None:
    """Report."""
    parser = commands.add(
        "report",
        "The follow-up of a patient as a file to keep or print, two pages at most.",
        "coach report sam --out sam.pdf --since 2026-03-01",
        report,
    )
    parser.add_argument("patient", metavar="PATIENT", help="name or id, or the beginning of it")
    parser.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="ends in .html or .pdf (needs coach's pdf part)",
    )
    parser.add_argument(
        "--since", metavar="DATE", type=a_day, help="from this day; from the last visit if none"
    )
    parser.add_argument("--name", action="store_true", help="put the patient's name on it")
    parser.add_argument(
        "--paper", metavar="PAPER", choices=PAPERS, default=PAPERS[0], help="a4 or letter"
    )


def report(given: Namespace, around: Surroundings) -> int:
    """Write the report; InputError for another ending, and for another file in the way."""
    with around.clinic(read_only=True) as clinic:
        patient = clinic.patients.find(given.patient)
        seen = clinic.follow_ups.follow_up(patient.patient, given.since)
        name = patient.name if given.name else ""
        changes = clinic.follow_ups.changes(patient.patient)
        there = clinic.files.is_there(given.out)
        output.line(clinic.reports.write(seen, name, given.out, given.paper, changes))
    if there:
        diagnostics.tell(REPLACED)
    diagnostics.tell(WITH_NAME if given.name else WITHOUT_NAME)
    return ExitCode.DONE
