"""Signed plans kept word for word, under the hash of their content."""

from typing import TYPE_CHECKING

from coach.domain.errors import LogError
from coach.domain.exported import KeptPlan, document_id
from coach.store.database import LogDatabase

if TYPE_CHECKING:
    from sqlite_utils import Database


def insert_document(db: "Database", content: str, seal: str) -> str:
    """Keep a document with the seal it is verified by; its id. Twice is harmless."""
    name = document_id(content)
    if not db.execute("SELECT 1 FROM plan_document WHERE sha256 = ?", [name]).fetchone():
        db.execute(
            "INSERT INTO plan_document (sha256, content, seal) VALUES (?, ?, ?)",
            [name, content, seal],
        )
    return name


def select_document(database: LogDatabase, name: str) -> KeptPlan | None:
    """The document with this id and its seal; None when it is not kept here.

    Raises LogError for one that is not what it was when it was kept, and sqlite3.Error.
    """
    rows = database.rows("SELECT content, seal FROM plan_document WHERE sha256 = ?", [name])
    if not rows:
        return None
    content, seal = (str(value) for value in rows[0])
    if document_id(content) != name:
        raise LogError(
            "A kept plan was changed",
            f"The plan {name[:12]} in {database.path} is not what was kept. "
            "Open the plan file again, or restore a backup.",
        )
    return KeptPlan(content, seal)
