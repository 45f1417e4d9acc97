"""Everything that is known of one patient, as a value that leaves a home and comes into another."""

import hashlib
from collections.abc import Iterable, Mapping

from msgspec import Struct

from coach.domain.events import PlanIssued, PlanReceived, Stamped
from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import SqlValue, encode


class KeptPlan(Struct, frozen=True):
    """A signed plan as a home keeps it."""

    content: str
    """The exact text that was signed."""
    seal: str
    """Reader, signer and signature as lines of text."""


class Exported(Struct, frozen=True):
    """One patient's whole log."""

    patient: str
    facts: tuple[Stamped, ...]
    """By device and number, retracted ones too."""
    documents: tuple[KeptPlan, ...]
    """The signed plans that facts name and the home still keeps, word for word."""


class ViewTable(Struct, frozen=True):
    """What a view of the log shows of one patient."""

    columns: tuple[str, ...]
    rows: tuple[tuple[SqlValue, ...], ...]


class TakenIn(Struct, frozen=True):
    """What an import brought."""

    new: int
    """Facts that were not here."""
    known: int
    """Facts that were."""


def heads_of(facts: Iterable[Stamped]) -> dict[str, tuple[int, str]]:
    """For each device the number of its newest fact, and the hash its chain comes to.

    `facts` are by device and number, each device whole from its first one. Raises InputError for
    what cannot be a fact.
    """
    heads: dict[str, tuple[int, str]] = {}
    for stamped in facts:
        _, previous = heads.get(stamped.device, (0, FIRST))
        heads[stamped.device] = (stamped.seq, chain_hash(previous, *encode(stamped)))
    return heads


def document_id(content: str) -> str:
    """What a plan is called: the SHA-256 of its UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def documents_named(facts: Iterable[Stamped]) -> frozenset[str]:
    """The SHA-256 of every signed plan that a fact names."""
    plans = (one.fact for one in facts if isinstance(one.fact, PlanReceived | PlanIssued))
    return frozenset(plan.document for plan in plans if plan.document is not None)


Views = Mapping[str, ViewTable]
"""Views of the log by name."""
