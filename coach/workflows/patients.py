"""The therapist's patients: who they are, found by name or id, and forgotten wholly."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from coach.domain.caseload import Enrolled, mistakable
from coach.domain.documents import Card
from coach.domain.errors import InputError
from coach.domain.findings import nearest
from coach.domain.text import clean_line, folded
from coach.workflows.ports import Caseload

LONGEST_NAME = 60
SHORTEST_ID = 8
"""Fewer characters of an id are a name."""
SHOWN_ID = 13
"""So many characters of an id are its time to the millisecond, which tells patients apart."""
WAITING = "waiting"
"""What logs that waited are called among the tables that a patient was removed from."""
DRAFTED = "draft"
"""What a draft that nobody signed is called among them."""
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


class WaitingRoom(Protocol):
    """Logs that wait for the ones before them, kept sealed."""

    def keep(self, patient: str, sealed: bytes) -> None:
        """Keep a log; twice is harmless. LogError."""

    def of(self, patient: str) -> list[bytes]:
        """What waits for a patient, in no order. LogError."""

    def drop(self, patient: str, sealed: bytes) -> None:
        """Wait no longer for this log. LogError."""

    def forget(self, patient: str) -> int:
        """Remove all that waits for a patient; how many logs. LogError."""

    def sweep(self, patients: Iterable[str]) -> None:
        """Remove all that waits for anybody but these patients. LogError."""


class KeptDrafts(Protocol):
    """Drafts that nobody signed yet."""

    def drop(self, patient: str) -> bool:
        """Keep a patient's no longer; whether there was one. LogError."""


class Patients:
    """Adds, finds, renames and forgets."""

    def __init__(
        self,
        caseload: Caseload,
        waiting: WaitingRoom,
        today: Callable[[], date],
        unsigned: KeptDrafts | None = None,
    ) -> None:
        self._unsigned = unsigned
        self._caseload = caseload
        self._waiting = waiting
        self._today = today

    def listed(self) -> list[Enrolled]:
        """Everyone, by name."""
        return self._caseload.patients()

    def add(self, name: str, card: Card) -> Enrolled:
        """Take a patient in by their card.

        Raises InputError for a therapist's card, a card without a usable id, an empty name, or a
        patient who is here already.
        """
        _check_card(card)
        known = next((one for one in self.listed() if one.patient == card.patient), None)
        if known is not None and known.key != card.key:
            raise InputError(
                "Patient",
                f"this patient is here already, as {known.name}, with another key; if it is their "
                "new machine: coach patient new-card PATIENT --card FILE",
            )
        enrolled = Enrolled(card.patient, checked_name(name), card.key, self._today())
        self._caseload.enrol(enrolled)
        return enrolled

    def change_card(self, patient: str, card: Card) -> None:
        """Take the new card of a patient who got another machine, whose log went along.

        Raises InputError for a card of somebody else, or one whose key is here already.
        """
        _check_card(card)
        if card.patient != patient:
            raise InputError(
                "Card", "this card is about another patient; add them with: coach patient add"
            )
        self._caseload.change_key(patient, card.key)

    def rename(self, patient: str, name: str) -> str:
        """Call a patient something else from now on; the name. InputError for an empty one."""
        cleaned = checked_name(name)
        self._caseload.rename(patient, cleaned)
        return cleaned

    def taken_for(self, patient: str) -> str:
        """Whose name is the same as this patient's, or very much like it; empty for nobody's."""
        everyone = self.listed()
        whom = next(one for one in everyone if one.patient == patient)
        others = mistakable(whom, everyone)
        if not others:
            return ""
        return f"Do not mix up {_in_words([whom])} with {_in_words(others)}: the names are alike."

    def forget(self, patient: str) -> dict[str, int]:
        """Remove everything about a patient; how many rows by table, and logs that waited.

        What waited goes first: without the patient nobody would know whose it is. So does what was
        left behind of somebody who is no longer here.
        """
        waited = self._waiting.forget(patient)
        drafted = self._unsigned is not None and self._unsigned.drop(patient)
        removed = self._caseload.forget(patient)
        self._waiting.sweep(one.patient for one in self.listed())
        beside = {WAITING: waited, DRAFTED: int(drafted)}
        return {**removed, **{name: count for name, count in beside.items() if count}}

    def find(self, text: str) -> Enrolled:
        """The patient with this id, the beginning of it, this name, or the beginning of it.

        Raises InputError that names the nearest one, or all that fit.
        """
        wanted = clean_line(text)
        everyone = self.listed()
        for found in _by_kind_of_fit(wanted, everyone):
            if len(found) == 1:
                return found[0]
            if found:
                shown = clean_line(text, limit=60)
                raise InputError("Patient", f"'{shown}' fits {_in_words(found)}; write the id")
        raise _nobody(text, everyone)


def _by_kind_of_fit(wanted: str, everyone: Sequence[Enrolled]) -> Iterator[list[Enrolled]]:
    """Who has this id; then this name; then an id, and a name, that begins so.

    A name is found without its accents and capitals too; with them comes first.
    """
    begun, plain = wanted.casefold(), folded(wanted)
    yield [one for one in everyone if one.patient == begun]
    yield [one for one in everyone if one.name.casefold() == begun]
    yield [one for one in everyone if folded(one.name) == plain]
    if len(begun) >= SHORTEST_ID:
        yield [one for one in everyone if one.patient.startswith(begun)]
    if plain:
        yield [one for one in everyone if one.name.casefold().startswith(begun)]
        yield [one for one in everyone if folded(one.name).startswith(plain)]


def _check_card(card: Card) -> None:
    """InputError for a card that is no patient's."""
    if card.role != "patient":
        raise InputError(
            "Card",
            "this is a therapist's card; ask the patient for theirs: coach pair --out FILE",
        )
    if not _ID.fullmatch(card.patient):
        raise InputError("Card", "the card names no patient; ask for it again")


def checked_name(name: str) -> str:
    """A name on one line. InputError when nothing is left of it."""
    cleaned = clean_line(name, limit=LONGEST_NAME)
    if not cleaned:
        raise InputError("Patient", "write a name; it stays in this database alone")
    return cleaned


def short_id(patient: str) -> str:
    """The beginning of an id, long enough to tell patients apart and to name files by."""
    return patient[:SHOWN_ID].rstrip("-")


def plan_file_name(patient: Enrolled, version: int) -> str:
    """What a plan's file is called when nobody says otherwise; it names nobody."""
    return f"{short_id(patient.patient)}-v{version}.coachplan"


def _in_words(found: Sequence[Enrolled]) -> str:
    return ", ".join(f"{one.name} ({short_id(one.patient)})" for one in found)


def _nobody(text: str, everyone: Sequence[Enrolled]) -> InputError:
    shown = clean_line(text, limit=60)
    if not everyone:
        mend = 'add one with: coach patient add "NAME" --card FILE'
        return InputError("Patient", f"there is no patient yet; {mend}")
    near = nearest(shown, [one.name for one in everyone])
    mend = f"did you mean {near}?" if near else "see: coach patient list"
    return InputError("Patient", f"there is no patient '{shown}'; {mend}")
