"""What is filled in before a plan is signed: the lines, and what they say."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from coach.domain.clearing_reason import ASKED, is_clearing_reason
from coach.domain.errors import InputError
from coach.domain.text import clean_line
from coach.workflows.plan_days import MOST_WEEKS, last_day

SIDES = ("left", "right", "both", "none")


class Field(Struct, frozen=True):
    """One line that is asked for."""

    id: str
    label: str
    help: str


FIELDS = (
    Field("from", "From day", "Today, or a day to come like 2027-03-01."),
    Field("weeks", "Weeks", f"How long it holds: 1 to {MOST_WEEKS}."),
    Field("stage", "Stage", "Where it begins: A, B, C or D."),
    Field("side", "Sore side", "left, right, both or none; empty keeps what the patient said."),
    Field("file", "File", "Where the file for the patient is written."),
)
LIFT = Field(
    "clears",
    "Lift the lock",
    "Why coaching may go on, in a few words, such as: seen today, reflexes fine. Empty leaves it "
    "locked. You are asked once more.",
)
"""Stands apart, and only where coaching is locked."""


class Terms(Struct, frozen=True):
    """What was filled in, read and found right."""

    from_day: date
    valid_until: date
    stage: str
    side: str
    clears: str
    path: str


def terms_of(typed: Mapping[str, str], today: date) -> Terms:
    """What the lines say. InputError names the line that cannot be read and the mend."""
    from_day = _day(typed["from"], today)
    side = typed["side"].strip().lower()
    if side and side not in SIDES:
        raise InputError("Sore side", f"'{clean_line(side)}' is none; write {', '.join(SIDES)}.")
    if not typed["file"].strip():
        raise InputError("File", "Name the file for the patient.")
    clears = typed.get(LIFT.id, "").strip()
    if clears and not is_clearing_reason(clears):
        raise InputError(LIFT.label, f"{ASKED[:1].upper()}{ASKED[1:]}.")
    return Terms(
        from_day=from_day,
        valid_until=last_day(from_day, _weeks(typed["weeks"])),
        stage=typed["stage"],
        side=side,
        clears=clears,
        path=typed["file"].strip(),
    )


def _day(text: str, today: date) -> date:
    if text.strip().lower() in ("", "today"):
        return today
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        shown = clean_line(text, limit=40)
        raise InputError(
            "From day", f"'{shown}' is no day; write today or one like 2027-03-01."
        ) from None


def _weeks(text: str) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= MOST_WEEKS:
        raise InputError("Weeks", f"Write 1 to {MOST_WEEKS} weeks.")
    return int(text)
