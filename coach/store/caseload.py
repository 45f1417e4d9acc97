"""The therapist's database: patients, their logs, and how far each log has come."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

from coach.domain.caseload import Enrolled, Head
from coach.domain.errors import InputError, RefusedError
from coach.domain.events import FactRetracted, Stamped
from coach.domain.fact_codec import KINDS
from coach.store.devices import DESK_MARK
from coach.store.event_log import SqliteEventLog

if TYPE_CHECKING:
    from sqlite_utils import Database


class SqliteCaseload:
    """Many patients in one database; each has a log of its own in it."""

    def __init__(self, log: SqliteEventLog) -> None:
        self._log = log

    @property
    def refusal(self) -> str:
        """Why nothing may be written here, in one sentence; empty when it may."""
        return self._log.refusal

    def patients(self) -> list[Enrolled]:
        """Everyone, by name. Raises LogError."""
        rows = self._log.rows("SELECT patient, name, key, added FROM caseload")
        found = [Enrolled(who, name, key, date.fromisoformat(day)) for who, name, key, day in rows]
        return sorted(found, key=lambda one: (one.name.casefold(), one.patient))

    def enrol(self, enrolled: Enrolled) -> None:
        """Add a patient. InputError for an id or a key that is here already, LogError."""

        def add(db: "Database") -> None:
            taken = db.execute(
                "SELECT name FROM caseload WHERE patient = ? OR key = ?",
                [enrolled.patient, enrolled.key],
            ).fetchone()
            if taken:
                raise InputError("Patient", f"This patient is here already, as {taken[0]}.")
            db.execute(
                "INSERT INTO caseload (patient, name, key, added) VALUES (?, ?, ?, ?)",
                [enrolled.patient, enrolled.name, enrolled.key, enrolled.added.isoformat()],
            )

        self._log.write(add)

    def rename(self, patient: str, name: str) -> None:
        """Call a patient something else from now on. Raises LogError."""
        self._log.write(
            lambda db: db.execute("UPDATE caseload SET name = ? WHERE patient = ?", [name, patient])
        )

    def log(self, patient: str) -> SqliteEventLog:
        """The log of one patient, with the therapist's own facts about them."""
        return self._log.for_patient(patient)

    def heads(self, patient: str) -> dict[str, Head]:
        """For each of the patient's devices, the highest number that was ever signed."""
        rows = self._log.rows(
            "SELECT device, seq, hash, made_at FROM received_head WHERE patient = ?", [patient]
        )
        return {
            device: Head(device, seq, head, datetime.fromisoformat(at))
            for device, seq, head, at in rows
        }

    def change_key(self, patient: str, key: str) -> None:
        """Let another key sign for a patient from now on. InputError for somebody's, LogError."""

        def change(db: "Database") -> None:
            taken = db.execute("SELECT name FROM caseload WHERE key = ?", [key]).fetchone()
            if taken:
                raise InputError("Patient", f"This key is here already, as that of {taken[0]}.")
            db.execute("UPDATE caseload SET key = ? WHERE patient = ?", [key, patient])

        self._log.write(change)

    def take_in(
        self,
        patient: str,
        facts: Sequence[Stamped],
        heads: Sequence[Head],
        *,
        restored: bool = False,
    ) -> int:
        """Merge facts and remember the heads in one unit; how many facts were new.

        The highest number that was ever signed is remembered; with `restored` that of this file,
        also when it is lower. Raises RefusedError for a gap, a rewritten fact, facts of another
        patient or of a device that is not theirs, what takes back a fact of the therapist's, or a
        head that the facts do not lead to; nothing is written then. Raises LogError.
        """
        strange = next((one for one in facts if one.patient != patient), None)
        if strange is not None:
            raise RefusedError("Someone else's facts", "The file holds facts of another patient.")

        def take(db: "Database") -> int:
            for device in dict.fromkeys(one.device for one in facts):
                self._check_device(db, patient, device)
            self._check_taken_back(db, facts)
            new = self._log.merge_into(db, facts)
            for head in heads:
                self._remember(db, patient, head, later=None if restored else new > 0)
            db.execute("DELETE FROM caseload_signs WHERE patient = ?", [patient])
            return new

        return self._log.write(take)

    def _check_device(self, db: "Database", patient: str, device: str) -> None:
        """A device is of the patient it came in for first, and never one of a desk."""
        first = db.execute(
            "SELECT kind, fact FROM fact_chain WHERE device = ? AND seq = 1", [device]
        ).fetchone()
        owner = patient
        if first is not None:
            kind, fact = first
            [owner] = db.execute(f"SELECT patient FROM {kind} WHERE id = ?", [fact]).fetchone()
        if owner != patient or device == self._log.device or DESK_MARK in device:
            raise RefusedError(
                "Another one's device",
                f"The file holds facts of a device that is not this patient's ({device[:13]}). "
                "Nothing was taken in; ask whose machine it was written on.",
            )

    def _check_taken_back(self, db: "Database", facts: Sequence[Stamped]) -> None:
        """A patient takes back what they wrote themselves."""
        for stamped in facts:
            if not isinstance(stamped.fact, FactRetracted):
                continue
            sql = "SELECT device FROM fact_chain WHERE fact = ?"
            found = db.execute(sql, [stamped.fact.fact]).fetchone()
            if found is not None and DESK_MARK in found[0]:
                raise RefusedError(
                    "It takes back what is yours",
                    "The file takes back a note or a plan of yours. Nothing was taken in.",
                )

    def _remember(self, db: "Database", patient: str, head: Head, later: bool | None) -> None:
        found = db.execute(
            "SELECT hash FROM fact_chain WHERE device = ? AND seq = ?", [head.device, head.seq]
        ).fetchone()
        if found is None or found[0] != head.hash:
            raise RefusedError(
                "The facts do not lead to what was signed",
                f"Fact {head.seq} of device {head.device} is missing or is another one. "
                "Nothing was taken in; ask for the file again.",
            )
        known = self.heads(patient).get(head.device)
        if known is None or _replaces(head, known, later=later):
            db.execute(
                "INSERT INTO received_head (patient, device, seq, hash, made_at) "
                "VALUES (?, ?, ?, ?, ?) ON CONFLICT (patient, device) DO UPDATE SET "
                "seq = excluded.seq, hash = excluded.hash, made_at = excluded.made_at",
                [patient, head.device, head.seq, head.hash, head.made_at.isoformat()],
            )

    def signs(self) -> Mapping[str, str]:
        """What was kept to show each patient's line without reading their log again."""
        return dict(self._log.rows("SELECT patient, signs FROM caseload_signs"))

    def keep_signs(self, signs: Mapping[str, str]) -> None:
        """Keep what shows patients' lines; gone as soon as facts of theirs are taken in."""

        def keep(db: "Database") -> None:
            for patient, text in signs.items():
                db.execute(
                    "INSERT INTO caseload_signs (patient, signs) VALUES (?, ?) "
                    "ON CONFLICT (patient) DO UPDATE SET signs = excluded.signs",
                    [patient, text],
                )

        self._log.write(keep)

    def drop_signs(self, patient: str) -> None:
        """Forget what shows a patient's line: something of theirs changed."""
        self._log.write(
            lambda db: db.execute("DELETE FROM caseload_signs WHERE patient = ?", [patient])
        )

    def forget(self, patient: str) -> dict[str, int]:
        """Remove everything about a patient; what was removed, by table.

        The one place where facts are deleted: a person asked for it. Nobody else's chain has a gap
        afterwards, since each patient's facts have devices of their own. The file is then written
        anew, because former names and moved rows stay readable in its free space. Raises LogError.
        """
        removed = self._log.write(lambda db: _forget(db, patient))
        self._log.rewrite()
        return removed


def _replaces(head: Head, known: Head, later: bool | None) -> bool:
    """Whether a head is remembered in place of `known`.

    The higher one, if its file is `later`: it knew something new, or its clock says so; a former
    file of a folder does not undo what was said of a restored backup, for which `later` is None.
    """
    if later is None:
        return True
    return head.seq >= known.seq and (later or head.made_at >= known.made_at)


def _forget(db: "Database", patient: str) -> dict[str, int]:
    removed: dict[str, int] = {}
    db.execute("PRAGMA secure_delete=ON")
    tables = [*KINDS, "fact_chain", "plan_document"]
    with _without_guards(db, tables):
        devices = _devices(db, patient)
        documents = _documents_of_nobody_else(db, patient)
        for table in [*KINDS, "caseload", "received_head", "caseload_signs"]:
            removed[table] = _delete(db, table, "patient", [patient])
        removed["fact_chain"] = _delete(db, "fact_chain", "device", devices)
        removed["plan_document"] = _delete(db, "plan_document", "sha256", documents)
    return {table: count for table, count in removed.items() if count}


def _delete(db: "Database", table: str, column: str, values: Sequence[str]) -> int:
    return sum(
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", [value]).rowcount for value in values
    )


def _devices(db: "Database", patient: str) -> list[str]:
    found: set[str] = set()
    for kind in KINDS:
        sql = f"SELECT DISTINCT device FROM {kind} WHERE patient = ?"
        found.update(row[0] for row in db.execute(sql, [patient]))
    return sorted(found)


def _documents_of_nobody_else(db: "Database", patient: str) -> list[str]:
    used = {True: set[str](), False: set[str]()}
    for kind in ("plan_issued", "plan_received"):
        sql = f"SELECT patient, document FROM {kind} WHERE document IS NOT NULL"
        for who, document in db.execute(sql):
            used[who == patient].add(document)
    return sorted(used[True] - used[False])


@contextmanager
def _without_guards(db: "Database", tables: Sequence[str]) -> Iterator[None]:
    """The triggers of `tables` are away, and come back in the same unit of writing."""
    marks = ", ".join("?" * len(tables))
    guards = db.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})",
        list(tables),
    ).fetchall()
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in guards:
        db.execute(sql)
