"""A therapist's patients: who they are here, and how far their logs have come."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from coach.domain.findings import nearest
from coach.domain.text import folded

VERY_MUCH_LIKE = 0.9
"""From this likeness on a name is easily taken for another: `Ann Miller`, `Anna Miller`."""


class Enrolled(Struct, frozen=True):
    """One patient of the caseload; the name is in the therapist's database alone."""

    patient: str
    """The patient's id, as in their own log; the only thing about them that files carry."""
    name: str
    key: str
    """Public key in hexadecimal: who may sign logs as this patient, and read plans."""
    added: date


def sharing_names(everyone: Iterable[Enrolled]) -> frozenset[str]:
    """The ids of those whose name somebody else bears too, accents and capitals aside."""
    people = list(everyone)
    times = Counter(folded(one.name) for one in people)
    return frozenset(one.patient for one in people if times[folded(one.name)] > 1)


def mistakable(wanted: Enrolled, everyone: Iterable[Enrolled]) -> list[Enrolled]:
    """Whoever else is called the same, or so nearly that one is taken for the other."""
    return [
        one
        for one in everyone
        if one.patient != wanted.patient
        and nearest(folded(one.name), [folded(wanted.name)], least=VERY_MUCH_LIKE)
    ]


class Head(Struct, frozen=True):
    """How far one device's facts go, as its owner signed it."""

    device: str
    seq: int
    hash: str
    """Chain hash of that fact."""
    made_at: datetime
    """When the file that said so was made."""
