"""The patient hands the log over: signed, readable by their therapist alone, as one file."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from coach.domain.caseload import Head
from coach.domain.documents import LogDocument
from coach.domain.errors import InputError
from coach.domain.events import LogShared, PlanReceived, Stamped, TherapistPaired
from coach.domain.text import clean_line
from coach.workflows.pair import HOW_TO_PAIR
from coach.workflows.ports import PaperFiles, Papers
from coach.workflows.records import Records

ENDING = ".coachlog"
DEVICE_LETTERS = 8
"""So much of the device's id is in the file's name."""


class Reader(Struct, frozen=True):
    """Who can read a shared log."""

    key: str
    name: str
    """What they call themselves; may be empty."""


class Shared(Struct, frozen=True):
    """A log that was handed over."""

    path: Path
    facts: int
    size_bytes: int
    reader: Reader
    fingerprint: str
    """Six words of the reader's key."""
    noted: bool
    """Whether the log itself says so now; not where it is only read."""
    replaced: bool = False
    """Whether it took the place of a former log of this name."""


class Sharing:
    """Writes the log, or what is new in it, to a file."""

    def __init__(self, records: Records, papers: Papers, files: PaperFiles) -> None:
        self._records = records
        self._papers = papers
        self._files = files

    def reader(self) -> Reader:
        """The therapist of the plan. InputError with what to do before pairing."""
        course = self._records.whole(TherapistPaired, PlanReceived)
        is_own = self._records.log.is_own
        paired = [fact for stamped, fact in course.of(TherapistPaired) if is_own(stamped)]
        if paired:
            return Reader(paired[-1].key, paired[-1].name)
        signed = [
            fact
            for stamped, fact in course.of(PlanReceived)
            if fact.signer is not None and is_own(stamped)
        ]
        if signed:
            return Reader(signed[-1].signer or "", signed[-1].therapist)
        raise InputError(
            "No therapist yet",
            f"Nobody could read it yet. Pair with your therapist first. {HOW_TO_PAIR}",
        )

    def share(self, out: Path, *, since_last: bool = False) -> Shared:
        """Write the log for the therapist, to `out` or under a name of its own in that folder.

        With `since_last` only what this device wrote since it was shared last. That it was shared
        is logged afterwards, where the log may be written. Raises InputError and LogError.
        """
        _require_place(out)
        reader = self.reader()
        log = self._document(reader if since_last else None)
        own = [one for one in log.facts if one.device == self._records.log.device]
        data = self._papers.seal_log(log, reader.key)
        path = out / _name(own or log.facts) if out.is_dir() else out
        replaced = path.exists()
        self._files.write(path, data)
        return Shared(
            path=path,
            replaced=replaced,
            facts=len(log.facts),
            size_bytes=len(data),
            reader=reader,
            fingerprint=self._papers.fingerprint(reader.key),
            noted=self._note(reader, log, own),
        )

    def _document(self, since_last_to: Reader | None) -> LogDocument:
        log, now = self._records.log, self._records.now()
        heads = log.heads()  # Before the facts: another coach may write between the two.
        facts = [one for one in log.everything() if one.seq <= heads[one.device][0]]
        if since_last_to is not None:
            facts = self._new(facts, since_last_to)
        if not facts:
            raise InputError("Nothing to share", "Nothing is written in the log yet.")
        devices = dict.fromkeys(one.device for one in facts)
        return LogDocument(
            patient=log.patient,
            sender=self._papers.key,
            made_at=now,
            facts=tuple(facts),
            heads=tuple(Head(device, *heads[device], now) for device in devices),
        )

    def _new(self, facts: Sequence[Stamped], reader: Reader) -> list[Stamped]:
        """What this device wrote after it shared last with this reader, and all of other devices.

        Other devices are rare. What went to another reader's key is not here for this one.
        """
        device = self._records.log.device
        shared = [
            one.fact.last_seq
            for one in facts
            if one.device == device
            and isinstance(one.fact, LogShared)
            and one.fact.key == reader.key
        ]
        last = max(shared, default=0)
        new = [one for one in facts if one.device != device or one.seq > last]
        if shared and all(isinstance(one.fact, LogShared) for one in new if one.device == device):
            raise InputError(
                "Nothing new", "Nothing was written down since the log was shared last."
            )
        return new

    def _note(self, reader: Reader, log: LogDocument, own: Sequence[Stamped]) -> bool:
        if not self._records.log.writable:
            return False
        last_seq = own[-1].seq if own else 0
        self._records.record(LogShared(key=reader.key, facts=len(log.facts), last_seq=last_seq))
        return True


def _require_place(out: Path) -> None:
    """InputError for what is neither a folder nor the name of a log."""
    if out.is_dir() or out.suffix.lower() == ENDING:
        return
    shown = clean_line(str(out))
    if out.exists():
        raise InputError("File", f"The name of a log ends in {ENDING}; {shown} does not.")
    raise InputError(
        "File", f"There is no folder {shown}; name one there is, or a file that ends in {ENDING}."
    )


def shared_lines(done: Shared) -> list[str]:
    """What was made and who reads it, for a person."""
    who = done.reader.name or "Your therapist"
    lines = [
        f"{done.facts:,} facts, {done.size_bytes:,} bytes."
        + (" It replaced the former log of this name." if done.replaced else ""),
        f"{who} alone can read it, with the key of the words: {done.fingerprint}.",
        "Nothing was sent anywhere: give the file to them as you like.",
    ]
    if not done.noted:
        lines.append("That it was shared is not noted in the log, which is only read now.")
    return lines


def _name(facts: Sequence[Stamped]) -> str:
    device = facts[0].device[:DEVICE_LETTERS]
    return f"coach-{device}-{facts[0].seq}-{facts[-1].seq}{ENDING}"
