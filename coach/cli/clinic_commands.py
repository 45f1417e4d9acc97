"""The therapist's desk from the shell: assigning, logs that come back, and the caseload."""

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.cli import assigning, diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.parsing import Commands, add_json
from coach.cli.surroundings import Surroundings

if TYPE_CHECKING:
    from coach.workflows.receive import Received


def register(commands: Commands) -> None:
    """Clinic, assign and receive."""
    clinic_parser = commands.add(
        "clinic",
        "The therapist's desk: who needs you, what they did, the next plan.",
        "coach clinic",
        clinic,
    )
    clinic_parser.add_argument(
        "--line", action="store_true", help="one plain line a patient, no screen"
    )
    clinic_parser.add_argument("--silent", action="store_true", help="no voice and no tones")
    assigning.register(commands)
    receiving = commands.add(
        "receive",
        "Take in the logs that patients shared; twice changes nothing.",
        "coach receive ~/Sync/logs",
        receive,
    )
    receiving.add_argument(
        "paths", metavar="FILE_OR_FOLDER", nargs="+", help="logs, or a folder of them"
    )
    receiving.add_argument(
        "--restored",
        action="store_true",
        help="a log may end earlier than before: they said that they restored a backup",
    )
    add_json(receiving)


MADE_BESIDE = (
    "coach: {home} holds a patient's log; a therapist's database ({name}) is made beside it now. "
    "For a home of its own, set COACH_HOME."
)
NOBODY_YET = 'Nobody yet. Add one: coach patient add "NAME" --card FILE'


def clinic(given: Namespace, around: Surroundings) -> int:
    """The therapist's screens; the caseload as plain lines where there is no terminal."""
    _tell_of_a_patients_home(around)
    if around.on_terminal and not given.line:
        return clinic_screens(around, silent=given.silent)
    from coach.cli.caseload_lines_text import caseload_text

    with around.clinic() as desk:
        lines = caseload_text(desk.lines.lines())
    for line in lines:
        output.line(line)
    if not lines:
        diagnostics.tell(NOBODY_YET)
    return ExitCode.DONE


def _tell_of_a_patients_home(around: Surroundings) -> None:
    """A patient who only looks is told that a second database is made beside theirs."""
    from coach.store.files import CLINIC_LOG, PATIENT_LOG

    home = around.places.home
    if (home / PATIENT_LOG).exists() and not (home / CLINIC_LOG).exists():
        diagnostics.tell(MADE_BESIDE.format(name=CLINIC_LOG, home=home))


def clinic_screens(around: Surroundings, *, silent: bool = False, demo: bool = False) -> int:
    """The therapist's screens, until they are closed; the exit code."""
    from coach.tui.clinic_app import run_clinic

    with around.clinic(silent=silent, attended=True, demo=demo) as desk:
        return run_clinic(desk, mouse=around.settings.mouse)


def receive(given: Namespace, around: Surroundings) -> int:
    """Every file with what became of it; 4 when any was refused."""
    from coach.domain.errors import LogError
    from coach.workflows.receive import Outcome

    with around.clinic() as desk:
        if not desk.writable:
            raise LogError("The database is only read", desk.refusal)
        results = list(desk.receiving.receive_at(given.paths, restored=given.restored))
    if given.json:
        output.document("receive", files=[_values(one) for one in results])
    else:
        for one in results:
            output.line(received_line(one))
    refused = sum(one.outcome is Outcome.REFUSED for one in results)
    if not results:
        diagnostics.tell("No log there: their names end in .coachlog.")
    if refused:
        diagnostics.tell(_refused_words(refused, results))
        return ExitCode.REFUSED
    return ExitCode.DONE


def received_line(one: "Received") -> str:
    """One file, whose it is, and what became of it."""
    who = f"{one.patient.name}: " if one.patient is not None else ""
    refused = "refused. " if one.outcome.value == "refused" else ""
    return f"{one.name}: {who}{refused}{one.why}"


def _values(one: "Received") -> dict[str, object]:
    return {
        "file": one.name,
        "outcome": one.outcome.value,
        "patient": one.patient.patient if one.patient is not None else None,
        "facts": one.facts,
        "why": one.why,
    }


def _refused_words(refused: int, results: "Sequence[Received]") -> str:
    rest = len(results) - refused
    others = f" The other {rest} went in or wait." if rest else ""
    if rest == 1:
        others = " The other one went in or waits."
    them = "it" if refused == 1 else "them"
    return f"coach: {refused} of {len(results)} refused, nothing of {them} was taken in.{others}"
