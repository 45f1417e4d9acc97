"""The caseload as plain lines: one a patient, with why."""

from collections.abc import Sequence

from coach.domain.counts import counted
from coach.domain.text import clean_line
from coach.review.caseload_line import CaseloadLine, ordered
from coach.review.caseload_rules import Level
from coach.workflows.patients import short_id

NAME_COLUMNS = 20
LEVELS = {Level.NOW: "now", Level.SOON: "soon", Level.LOOK: "look", Level.CALM: ""}


def caseload_text(lines: Sequence[CaseloadLine]) -> list[str]:
    """One line a patient, the ones who need a person first."""
    return [_text(line) for line in ordered(lines)]


def _text(line: CaseloadLine) -> str:
    name = clean_line(line.enrolled.name)
    which = f"({short_id(line.enrolled.patient)}) " if line.shares_name else ""
    why = clean_line(line.why, limit=1000)
    words = [f"{LEVELS[line.level]:<4} {name:<{NAME_COLUMNS}} {which}{why}"]
    if line.plan_version:
        words += [line.leg, _done(line)]
    return " ".join(words)


def _done(line: CaseloadLine) -> str:
    if line.percent is None:
        return "Done: not recorded."
    return f"Done {line.percent:.0f} percent over {counted(line.percent_days, 'day')}."
