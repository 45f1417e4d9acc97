"""Takes patients' logs in: in any order, twice, overlapping; whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import PurePath
from typing import Protocol

from msgspec import Struct

from coach.domain.authors import is_of_patient
from coach.domain.caseload import Enrolled
from coach.domain.documents import LogDocument
from coach.domain.errors import InputError, MissingFactsError, RefusedError
from coach.workflows.patients import WaitingRoom
from coach.workflows.ports import Caseload, Papers

KEPT_EARLIER = "a log kept earlier"
CLOCKS_DIFFER = timedelta(hours=1)
"""So far two right clocks may be apart (source: DESIGN)."""
FILES_AT_ONCE = 50
"""So many files are open at a time: a synced folder holds years of them."""


class LogFiles(Protocol):
    """Where logs come from."""

    def logs_at(self, path: str) -> list[str]:
        """The logs at a path, the oldest first. InputError when there is nothing there."""

    def read(self, path: str) -> bytes:
        """What is in one of them. InputError when it cannot be read."""


class Outcome(StrEnum):
    """What became of one file."""

    TAKEN = "taken"
    NOTHING_NEW = "nothing_new"
    WAITS = "waits"
    """Kept until the log before it comes."""
    REFUSED = "refused"


class Came(Struct, frozen=True):
    """A file as it came."""

    name: str
    """What a person knows it by."""
    sealed: bytes


class Received(Struct, frozen=True):
    """What became of one file, and why."""

    name: str
    outcome: Outcome
    patient: Enrolled | None
    """None for a file of nobody in the caseload."""
    facts: int
    """How many were new."""
    why: str
    """One sentence; names nobody."""


class _Opened(Struct, frozen=True):
    came: Came
    log: LogDocument
    sender: Enrolled


class Receiving:
    """Opens, checks who signed, and merges."""

    def __init__(
        self,
        caseload: Caseload,
        papers: Papers,
        waiting: WaitingRoom,
        files: LogFiles,
        now: Callable[[], datetime],
    ) -> None:
        self._now = now
        self._caseload = caseload
        self._papers = papers
        self._waiting = waiting
        self._files = files

    def receive_at(self, paths: Iterable[str], *, restored: bool = False) -> Iterator[Received]:
        """Take in the logs in files and folders, as `receive` does, some at a time.

        Raises InputError for a path with nothing there, LogError.
        """
        files = dict.fromkeys(file for path in paths for file in self._files.logs_at(path))
        left = list(files)
        while left:
            batch, left = left[:FILES_AT_ONCE], left[FILES_AT_ONCE:]
            came: list[Came] = []
            for file in batch:
                name = PurePath(file).name
                try:
                    came.append(Came(name, self._files.read(file)))
                except InputError as error:
                    yield Received(name, Outcome.REFUSED, None, 0, error.message)
            yield from self.receive(came, restored=restored)

    def receive(self, files: Iterable[Came], *, restored: bool = False) -> list[Received]:
        """Take in what can be taken in; one file that is refused does not stop the others.

        What waited from earlier is tried again for every patient of whom something came. With
        `restored` a log may end earlier than one that was made before it: the patient said that
        they restored a backup. What is here of it already stays. Raises LogError when the database
        cannot be written.
        """
        results: list[Received] = []
        opened = []
        for came in files:
            found = self._opened(came)
            if isinstance(found, Received):
                results.append(found)
            else:
                opened.append(found)
        for patient in dict.fromkeys(one.sender.patient for one in opened):
            own = [one for one in opened if one.sender.patient == patient]
            results += self._take_all([*own, *self._waited(own)], restored)
        return results

    def _opened(self, came: Came) -> "_Opened | Received":
        """The log in a file with its sender; the refusal of one that is not to be believed."""
        sender: Enrolled | None = None
        try:
            log = self._papers.open_log(came.sealed)
            sender = self._sender(log)
        except (RefusedError, InputError) as error:
            return Received(came.name, Outcome.REFUSED, sender, 0, error.message)
        return _Opened(came, log, sender)

    def _sender(self, log: LogDocument) -> Enrolled:
        everyone = self._caseload.patients()
        by_key = next((one for one in everyone if one.key == log.sender), None)
        if by_key is not None and by_key.patient == log.patient:
            return by_key
        if by_key is not None:
            raise RefusedError(
                "Another patient's log",
                "It is signed by one of your patients, but says it is about another one. "
                "Nothing was taken in; ask them for a new file.",
            )
        if any(one.patient == log.patient for one in everyone):
            raise RefusedError(
                "Signed by someone else",
                "It says it is about one of your patients, but is signed with a key that is not "
                "theirs. Nothing was taken in; compare the six words of both cards with them.",
            )
        raise RefusedError(
            "A stranger's log",
            "It comes from nobody in your caseload. Nothing was taken in; add them first with: "
            'coach patient add "NAME" --card FILE',
        )

    def _waited(self, beside: Sequence[_Opened]) -> Iterator[_Opened]:
        """What waits for the sender of `beside`, but for what came again just now."""
        sender = beside[0].sender
        came = {one.came.sealed for one in beside}
        for sealed in self._waiting.of(sender.patient):
            if sealed in came:
                continue
            found = self._opened(Came(KEPT_EARLIER, sealed))
            if isinstance(found, _Opened):
                yield found
            else:
                self._waiting.drop(sender.patient, sealed)

    def _take_all(self, logs: Sequence[_Opened], restored: bool) -> Iterator[Received]:
        """Logs of one patient in an order that works; those with a gap before them wait."""
        left = sorted(logs, key=lambda one: one.log.made_at)
        waits: list[tuple[_Opened, MissingFactsError]] = []
        while left:
            waits.clear()
            for one in left:
                result = self._take(one, restored)
                if isinstance(result, MissingFactsError):
                    waits.append((one, result))
                else:
                    yield result
            if len(waits) == len(left):
                break
            left = [one for one, _ in waits]
        for one, gap in waits:
            yield self._keep(one, gap)

    def _take(self, one: _Opened, restored: bool) -> "Received | MissingFactsError":
        """What became of one log; the gap before it when it must wait."""
        patient = one.sender.patient
        try:
            _check_writers(one.log)
            if not restored:
                self._check_ends(one.log)
            new = self._caseload.take_in(patient, one.log.facts, one.log.heads, restored=restored)
        except MissingFactsError as gap:
            return gap
        except RefusedError as error:
            result = Received(one.came.name, Outcome.REFUSED, one.sender, 0, error.message)
        else:
            result = _taken(one, new)
        self._waiting.drop(patient, one.came.sealed)
        return result

    def _keep(self, one: _Opened, gap: MissingFactsError) -> Received:
        self._waiting.keep(one.sender.patient, one.came.sealed)
        missing = f"facts {gap.first} to {gap.last}" if gap.first < gap.last else f"fact {gap.last}"
        why = f"It waits for {missing}: take in the file that was made before it."
        return Received(one.came.name, Outcome.WAITS, one.sender, 0, why)

    def _check_ends(self, log: LogDocument) -> None:
        """A log never becomes shorter: RefusedError for one that ends before a former one did.

        A file is a later one when its clock says so, or when it knows something that is not here:
        the clock of the machine may have been wrong. One that is far ahead of the clock
        here was, and says nothing.
        """
        latest = self._now() + CLOCKS_DIFFER
        known = self._caseload.heads(log.patient)
        here = self._caseload.log(log.patient).heads()
        unknown = any(one.seq > here.get(one.device, (0, ""))[0] for one in log.facts)
        for head in log.heads:
            former = known.get(head.device)
            if former is None or head.seq >= former.seq:
                continue
            if unknown or former.made_at < head.made_at <= latest:
                raise RefusedError(
                    "The log ends too early",
                    f"It ends at fact {head.seq}, but one that came before it went to "
                    f"{former.seq}: a restored backup, or a log that was cut. Nothing was taken "
                    "in; if they did restore one: coach receive --restored FILE",
                )


def _check_writers(log: LogDocument) -> None:
    """RefusedError for a log with facts that only a therapist's desk writes."""
    if not all(is_of_patient(one.fact) for one in log.facts):
        raise RefusedError(
            "Not a patient's log",
            "It holds plans, decisions or notes as a therapist writes them. Nothing was taken in; "
            "ask for a new file: coach share",
        )


def _taken(one: _Opened, new: int) -> Received:
    if not new:
        why = "Nothing new in it: all of it was here."
        return Received(one.came.name, Outcome.NOTHING_NEW, one.sender, 0, why)
    last = max(stamped.day for stamped in one.log.facts)
    why = f"{new} new fact{'s' if new != 1 else ''}, up to {last:%d %B %Y}."
    return Received(one.came.name, Outcome.TAKEN, one.sender, new, why)
