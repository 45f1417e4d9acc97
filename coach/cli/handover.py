"""What goes between a patient and their therapist: a plan in, the log out."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.pairing import SPEAKING_SECONDS, same_person
from coach.cli.parsing import Commands, add_json
from coach.cli.surroundings import Surroundings
from coach.domain.errors import RefusedError

if TYPE_CHECKING:
    from coach.workflows.coach import Coach
    from coach.workflows.found_plan import FoundPlan
    from coach.workflows.share import Shared


def register(commands: Commands) -> None:
    """Open and share."""
    open_parser = commands.add(
        "open", "Take a plan of your therapist in.", "coach open my.coachplan", open_plan
    )
    open_parser.add_argument("file", metavar="FILE", type=Path, help="a .coachplan file")
    open_parser.add_argument(
        "--fingerprint",
        metavar="WORDS",
        default="",
        help="the six words your therapist read out, when you have not paired yet",
    )
    add_json(open_parser)
    share_parser = commands.add(
        "share",
        "Write your log to a file that your therapist alone can read.",
        "coach share --out for-my-therapist.coachlog",
        share,
    )
    share_parser.add_argument(
        "--out", metavar="FILE", type=Path, default=Path(), help="a file, or a folder; here if none"
    )
    share_parser.add_argument(
        "--since-last", action="store_true", help="only what is new since you shared last"
    )
    add_json(share_parser)


def open_plan(given: Namespace, around: Surroundings) -> int:
    """Take a plan in; works under a hold, which it may clear. 4 for one that is refused."""
    from coach.cli.line_setup import unasked_number
    from coach.workflows.found_plan import found_lines, later_lines

    with around.coach(silent=False) as coach:
        found = coach.opening.read(given.file)
        signed_by = coach.opening.fingerprint(found)
        _require_trusted(given, around, coach, found)
        coach.opening.take(found)
        if given.json:
            output.document("open", **_plan_values(found, signed_by))
        else:
            signer = f"Signed by {found.therapist}: {signed_by}"
            for line in (*found_lines(found), signer, *later_lines(found)):
                output.line(line)
        if told := unasked_number(coach):
            diagnostics.tell(told)
        coach.speaker.wait_until_quiet(SPEAKING_SECONDS)
    return ExitCode.DONE


def _require_trusted(
    given: Namespace, around: Surroundings, coach: "Coach", found: "FoundPlan"
) -> None:
    """RefusedError unless the signer is the therapist: paired with, or compared now."""
    from coach.workflows.open_plan import NOT_TRUSTED

    if found.known and not given.fingerprint:
        return
    name, key = found.therapist, found.signed.signer
    if not same_person(given.fingerprint, around, coach, name, key):
        raise RefusedError("Signed by someone else", NOT_TRUSTED)


def _plan_values(found: "FoundPlan", signed_by: str) -> dict[str, object]:
    plan = found.plan
    return {
        "program": found.program.id,
        "title": found.program.title,
        "version": plan.version,
        "therapist": plan.therapist,
        "signer": found.signed.signer,
        "fingerprint": signed_by,
        "from_day": plan.from_day.isoformat(),
        "valid_until": plan.valid_until.isoformat(),
        "stage": plan.stage.value,
        "changes": list(found.changes),
        "unlocks": found.clears,
        "stays_locked": found.stays_locked,
    }


def share(given: Namespace, around: Surroundings) -> int:
    """Write the log for the therapist; works under a hold, and while another coach is open."""
    from coach.workflows.share import shared_lines

    with around.coach() as coach:
        done = coach.sharing.share(given.out, since_last=given.since_last)
    if given.json:
        output.document("share", **_shared_values(done))
        return ExitCode.DONE
    output.line(str(done.path))
    for line in shared_lines(done):
        diagnostics.tell(line)
    return ExitCode.DONE


def _shared_values(done: "Shared") -> dict[str, object]:
    return {
        "file": str(done.path),
        "facts": done.facts,
        "bytes": done.size_bytes,
        "reader": done.reader.key,
        "fingerprint": done.fingerprint,
        "noted": done.noted,
        "replaced": done.replaced,
    }
