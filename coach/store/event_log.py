"""The log of facts over SQLite: what is appended is on disk when `append` returns."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from coach.domain.errors import InputError, LogError, RefusedError
from coach.domain.events import Fact, Stamped
from coach.domain.exported import KeptPlan
from coach.domain.fact_codec import KINDS, kind_of
from coach.domain.fact_id import fact_id
from coach.store.connecting import ATTENDED_SECONDS
from coach.store.copies import way_back_told
from coach.store.database import LogDatabase
from coach.store.devices import DESK_MARK
from coach.store.documents import insert_document, select_document
from coach.store.fact_rows import (
    all_patients,
    head_of,
    insert_facts,
    link_of,
    merge_facts,
    newest_time,
    select_facts,
)
from coach.store.faults import DamagedLogError, is_full, is_held, translated
from coach.store.files import drop_ballast
from coach.store.home_lock import HomeLock

if TYPE_CHECKING:
    from sqlite_utils import Database

_Result = TypeVar("_Result")


class SqliteEventLog:
    """The facts of one patient, written by one device.

    Usable from any thread: one connection, used by one thread at a time. `refusal` says in one
    sentence why nothing may be written; empty when it may. `former` says how far devices went as
    which this home wrote before a backup was restored, the oldest first.
    """

    def __init__(
        self,
        database: LogDatabase,
        *,
        patient: str,
        device: str,
        former: Mapping[str, int] | None = None,
        refusal: str = "",
        open_elsewhere: bool = False,
        lock: HomeLock | None = None,
    ) -> None:
        self._database = database
        self._patient = patient
        self._device = device
        self._former = former or {}
        self._age = {one: n for n, one in enumerate((*self._former, device))}
        self._refusal = refusal
        self._open_elsewhere = open_elsewhere
        self._lock = lock
        self._disk_refuses = False

    @property
    def writable(self) -> bool:
        """False when this log is a reader, or when the disk refused the last writing."""
        return not self._refusal and not self._disk_refuses

    @property
    def refusal(self) -> str:
        """Why this log is only read, in one sentence; empty when it may be written."""
        return self._refusal

    @property
    def open_elsewhere(self) -> bool:
        """Whether another coach held the home when this log was opened."""
        return self._open_elsewhere

    @property
    def patient(self) -> str:
        """The id of the patient whose log this is."""
        return self._patient

    @property
    def device(self) -> str:
        """The id under which this log numbers its facts."""
        return self._device

    def is_own(self, stamped: Stamped) -> bool:
        """Whether a fact was written in this home, also before a backup was restored here."""
        own = stamped.device == self._device
        return own or stamped.seq <= self._former.get(stamped.device, 0)

    def as_recorded(self, facts: Iterable[Stamped]) -> list[Stamped]:
        """Facts in the order they were recorded here, whatever the clock was set to and however
        often a backup was restored; those of other homes first, as they come."""
        return sorted(facts, key=self._place)

    def _place(self, stamped: Stamped) -> tuple[int, int]:
        """A device numbers its facts; a restoring makes another one, which begins at 1 again."""
        return (self._age[stamped.device], stamped.seq) if self.is_own(stamped) else (-1, 0)

    @property
    def journal(self) -> str:
        """SQLite's journal mode, for `coach doctor`."""
        with self._plain_errors():
            return self._database.journal()

    def append(self, facts: Sequence[Fact], *, at: datetime, plan_version: str) -> list[Stamped]:
        """Write all of `facts` in one transaction; on disk when this returns.

        Raises LogError (nothing is written then) and InputError for what cannot be a fact.
        """
        if not facts:
            return []
        return self.write(lambda db: self._append_all(db, facts, at, plan_version))

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is appended inside is one unit: on disk as a whole at the end, or not at all.

        For many facts that nobody waits for one by one. Raises LogError.
        """
        with self._plain_errors(), self._database.unit():
            yield

    def merge(self, stamped: Sequence[Stamped]) -> int:
        """Take facts in under their own ids and numbers; how many were new. Twice is harmless.

        Raises RefusedError when they leave a gap or contradict what is here, and LogError; nothing
        is written then.
        """
        return self.write(lambda db: self.merge_into(db, stamped))

    def merge_into(self, db: "Database", stamped: Sequence[Stamped]) -> int:
        """`merge` as a part of a larger unit of writing. Raises RefusedError and sqlite3.Error."""
        in_order = sorted(stamped, key=attrgetter("device", "seq"))
        try:
            return merge_facts(db, in_order)
        except sqlite3.IntegrityError as error:
            raise RefusedError(
                "The facts cannot be taken in",
                f"One of them is no fact of this log ({error}). Nothing was taken in.",
            ) from error

    def read(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        kinds: Sequence[type] | None = None,
    ) -> list[Stamped]:
        """Facts that stand (not retracted) with `since <= day <= until`, oldest first.

        A retraction is itself never undone by another: the fact is recorded again. Raises LogError.
        """
        names = KINDS if kinds is None else [kind_of(kind) for kind in dict.fromkeys(kinds)]
        with self._plain_errors(), self._believing():
            facts = select_facts(
                self._database, self._patient, names, standing=True, since=since, until=until
            )
        return sorted(facts, key=attrgetter("at", "seq"))

    def everything(self) -> list[Stamped]:
        """Every fact of the patient, retracted ones too, by device and number: what `merge` takes.

        Raises LogError.
        """
        with self._plain_errors(), self._believing():
            facts = select_facts(self._database, self._patient, KINDS, standing=False)
        return sorted(facts, key=attrgetter("device", "seq"))

    def last_at(self) -> datetime | None:
        """When the newest fact was recorded, retracted or not; None for an empty log."""
        with self._plain_errors(), self._believing():
            return newest_time(self._database, self._patient)

    def heads(self) -> dict[str, tuple[int, str]]:
        """For each device the number and the chain hash of its newest fact. Raises LogError."""
        with self._plain_errors():
            rows = self._database.rows("SELECT device, max(seq), hash FROM fact_chain GROUP BY 1")
        return {device: (seq, head) for device, seq, head in rows}

    def patients(self) -> list[str]:
        """Ids of every patient with a fact in this database. Raises LogError."""
        with self._plain_errors():
            return all_patients(self._database)

    def wait_briefly(self) -> None:
        """Somebody is at the keys: from now on another program is waited for but a moment."""
        with self._plain_errors():
            self._database.patience.wait_at_most(ATTENDED_SECONDS)

    def for_patient(self, patient: str) -> "SqliteEventLog":
        """The same database as the log of one patient of a caseload.

        What is appended there gets a chain of its own, so that it leaves the clinic without gaps.
        """
        device = f"{self._device}{DESK_MARK}{patient}"
        return SqliteEventLog(self._database, patient=patient, device=device, refusal=self._refusal)

    def adopt_patient(self, patient: str) -> None:
        """Make this the log of `patient`, as the first plan names them.

        Raises RefusedError when it already holds facts of another one, and LogError.
        """

        def adopt(db: "Database") -> None:
            if patient != self._patient and self.last_at() is not None:
                raise RefusedError(
                    "This is someone else's",
                    f"The log in {self._database.path} belongs to patient {self._patient}. "
                    "Use another COACH_HOME for another person.",
                )
            db.execute("UPDATE home SET value = ? WHERE key = 'patient'", [patient])

        self.write(adopt)
        self._patient = patient

    def keep_document(self, content: str, seal: str) -> str:
        """Keep a signed plan word for word, with its seal; its SHA-256. Raises LogError."""
        return self.write(lambda db: insert_document(db, content, seal))

    def document(self, name: str) -> str | None:
        """The plan kept under this SHA-256; None when there is none. Raises LogError."""
        kept = self.kept_plan(name)
        return kept.content if kept is not None else None

    def kept_plan(self, name: str) -> KeptPlan | None:
        """The plan kept under this SHA-256 with its seal; None when there is none. LogError."""
        with self._plain_errors():
            return select_document(self._database, name)

    def rows(self, sql: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """The rows of one query. Raises LogError."""
        with self._plain_errors():
            return self._database.rows(sql, values)

    def rewrite(self) -> None:
        """Write the file anew, so that nothing deleted can be read in it. Raises LogError."""
        self.rows("VACUUM")
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the database and let another coach write; closing twice is harmless."""
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def _append_all(
        self, db: "Database", facts: Sequence[Fact], at: datetime, plan_version: str
    ) -> list[Stamped]:
        seq, previous = head_of(db, self._device)
        written, links = [], []
        for fact in facts:
            seq += 1
            stamped = Stamped(
                id=fact_id(at, self._device, seq),
                patient=self._patient,
                at=at,
                day=at.date(),
                device=self._device,
                seq=seq,
                plan_version=plan_version,
                fact=fact,
            )
            link = link_of(stamped, previous)
            previous = link.hash
            written.append(stamped)
            links.append(link)
        insert_facts(db, links)
        return written

    def write(self, work: Callable[["Database"], _Result]) -> _Result:
        """Do `work` in one unit; once more with the ballast's room when the disk is full.

        Raises LogError; nothing is written then.
        """
        if self._refusal:
            raise LogError("The log is only read", self._refusal)
        with self._plain_errors():
            try:
                result = self._attempt(work)
            except sqlite3.Error as error:
                if not (is_full(error) and drop_ballast(self._database.path)):
                    raise
                result = self._attempt(work)
        self._disk_refuses = False
        return result

    def _attempt(self, work: Callable[["Database"], _Result]) -> _Result:
        with self._database.unit() as db:
            return work(db)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        path = self._database.path
        with way_back_told():
            try:
                yield
            except sqlite3.IntegrityError as error:
                raise translated(error, path) from error
            except sqlite3.Error as error:
                if not is_held(error):
                    self._disk_refuses = True
                raise translated(error, path) from error
            except UnicodeEncodeError as error:
                raise InputError(
                    "A text cannot be logged", f"{error.object!r} is not text; type it again."
                ) from error

    @contextmanager
    def _believing(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, TypeError) as error:
            path = self._database.path
            what = f"holds a value that no coach wrote ({error})"
            raise DamagedLogError(path, what) from error
