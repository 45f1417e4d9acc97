"""A therapist's side without sealed paper: documents in memory, waiting logs in a dictionary."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from coach.domain.caseload import Head
from coach.domain.documents import LogDocument
from coach.domain.errors import InputError, RefusedError
from coach.domain.events import Stamped
from coach.workflows.receive import Came


@dataclass
class PlainPapers:
    """Opens logs that were never sealed: a file is the number of the document it stands for."""

    documents: list[LogDocument] = field(default_factory=list)

    def seal(self, log: LogDocument, name: str = "a.coachlog") -> Came:
        self.documents.append(log)
        return Came(name, str(len(self.documents) - 1).encode())

    def open_log(self, data: bytes) -> LogDocument:
        if data == b"forged":
            raise RefusedError("Changed", "The file was changed after it was signed.")
        if not data.isdigit():
            raise InputError("No log", "This is no .coachlog file.")
        return self.documents[int(data)]


@dataclass
class WaitingInMemory:
    """Remembers what waits, patient by patient."""

    kept: dict[str, list[bytes]] = field(default_factory=dict)

    def keep(self, patient: str, sealed: bytes) -> None:
        self.drop(patient, sealed)
        self.kept.setdefault(patient, []).append(sealed)

    def of(self, patient: str) -> list[bytes]:
        return list(self.kept.get(patient, []))

    def drop(self, patient: str, sealed: bytes) -> None:
        self.kept[patient] = [one for one in self.kept.get(patient, []) if one != sealed]

    def forget(self, patient: str) -> int:
        return len(self.kept.pop(patient, []))

    def sweep(self, patients: Iterable[str]) -> None:
        known = set(patients)
        self.kept = {one: logs for one, logs in self.kept.items() if one in known}


Hash = Callable[[Stamped], str]


def a_log_document(
    facts: Sequence[Stamped], *, sender: str, made_at: datetime, hash_of: Hash
) -> LogDocument:
    """A log of these facts, whose heads are the last of them on each device."""
    last = {stamped.device: stamped for stamped in facts}
    heads = tuple(Head(one.device, one.seq, hash_of(one), made_at) for one in last.values())
    return LogDocument(facts[0].patient, sender, made_at, tuple(facts), heads)
