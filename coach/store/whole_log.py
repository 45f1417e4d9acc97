"""The whole log of one patient: read out in one piece, and taken in from another home."""

from typing import TYPE_CHECKING

from coach.domain.errors import RefusedError
from coach.domain.exported import (
    Exported,
    TakenIn,
    Views,
    ViewTable,
    document_id,
    documents_named,
)
from coach.store.documents import insert_document
from coach.store.event_log import SqliteEventLog

if TYPE_CHECKING:
    from sqlite_utils import Database

VIEWS = {
    "adherence_by_day": "day",
    "pain_by_day": "day, site",
    "session_log": "julianday(started), session",
}
"""The views for reading (contract section 4), and how their rows are put in order."""


class WholeLog:
    """Everything of the patient whose log it is."""

    def __init__(self, log: SqliteEventLog) -> None:
        self._log = log

    def exported(self) -> Exported:
        """Every fact, and the signed plans that they name and that are kept. Raises LogError."""
        facts = tuple(self._log.everything())
        kept = (self._log.kept_plan(name) for name in sorted(documents_named(facts)))
        documents = tuple(one for one in kept if one is not None)
        return Exported(self._log.patient, facts, documents)

    def views(self) -> Views:
        """The views as they show this patient. Raises LogError."""
        return {name: self._view(name, order) for name, order in VIEWS.items()}

    def _view(self, name: str, order: str) -> ViewTable:
        columns = self._log.rows("SELECT name FROM pragma_table_info(?)", [name])
        sql = f"SELECT * FROM {name} WHERE patient = ? ORDER BY {order}"
        rows = self._log.rows(sql, [self._log.patient])
        return ViewTable(tuple(column for (column,) in columns), tuple(rows))

    def take_in(self, exported: Exported) -> TakenIn:
        """Merge an export; an empty log becomes that of its patient. Twice is harmless.

        Raises RefusedError for someone else's log, for facts that contradict this one, and for a
        plan that no fact names, and LogError; nothing is written then.
        """
        named = documents_named(exported.facts)
        if any(document_id(one.content) not in named for one in exported.documents):
            raise RefusedError(
                "The file was changed",
                "It holds a plan that is not one of this patient's. Nothing was taken in.",
            )
        former = self._log.patient
        self._log.adopt_patient(exported.patient)
        try:
            new = self._log.write(lambda db: self._merge(db, exported))
        except BaseException:
            if former != exported.patient:
                self._log.adopt_patient(former)
            raise
        return TakenIn(new, len(exported.facts) - new)

    def _merge(self, db: "Database", exported: Exported) -> int:
        for plan in exported.documents:
            insert_document(db, plan.content, plan.seal)
        return self._log.merge_into(db, exported.facts)
