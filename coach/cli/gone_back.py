"""What a copy put over a whole, newer log leaves behind, and the way back to it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from coach.domain.errors import CoachError
from coach.domain.events import PlanReceived, TherapistPaired
from coach.domain.text import clean_line
from coach.store.as_typed import as_typed
from coach.store.files import CLINIC_LOG

if TYPE_CHECKING:
    from coach.domain.events import Stamped

WAY_BACK = "To go back to it: coach restore {former}{clinic}"


def gone_back(former: Path, log: Path) -> Iterator[str]:
    """What of plan and pairing only the former log holds, and the command that goes back to it;
    nothing for one that cannot be read, as what came of that is told elsewhere."""
    before, now = _papers(former), _papers(log)
    if before is None or now is None:
        return
    known = {one.id for one in now}
    gone = {type(one.fact): one.fact for one in before if one.id not in known}
    if gone:
        yield f"Only the former log holds {' and '.join(_named(one) for one in gone.values())}."
    clinic = " --clinic" if log.name == CLINIC_LOG else ""
    yield WAY_BACK.format(former=as_typed(former), clinic=clinic)


def _papers(path: Path) -> "list[Stamped] | None":
    """The plans and pairings in a log, oldest first; None where it cannot be read."""
    from coach.store.opening import open_log

    kinds = () if path.name == CLINIC_LOG else (PlanReceived, TherapistPaired)
    try:
        with closing(open_log(path.parent, name=path.name, read_only=True)) as log:
            return log.read(kinds=kinds)
    except (CoachError, OSError):
        return None


def _named(fact: object) -> str:
    if isinstance(fact, TherapistPaired):
        return f"the pairing with {clean_line(fact.name) or 'your therapist'}"
    assert isinstance(fact, PlanReceived)
    whose = f" from {clean_line(fact.therapist)}" if fact.therapist else ""
    return f"version {fact.version} of the plan {fact.program}{whose}"
