"""Signed plans kept word for word, under the hash of their content."""

import hashlib
from typing import TYPE_CHECKING

from coach.domain.errors import LogError
from coach.store.database import LogDatabase

if TYPE_CHECKING:
    from sqlite_utils import Database


def document_id(content: str) -> str:
    """What a document is called: the SHA-256 of its UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def insert_document(db: "Database", content: str) -> str:
    """Keep a document; its id. Twice is harmless."""
    name = document_id(content)
    if not db.execute("SELECT 1 FROM plan_document WHERE sha256 = ?", [name]).fetchone():
        db.execute("INSERT INTO plan_document (sha256, content) VALUES (?, ?)", [name, content])
    return name


def select_document(database: LogDatabase, name: str) -> str | None:
    """The document with this id; None when it is not kept here.

    Raises LogError for one that is not what it was when it was kept, and sqlite3.Error.
    """
    rows = database.rows("SELECT content FROM plan_document WHERE sha256 = ?", [name])
    if not rows:
        return None
    content = str(rows[0][0])
    if document_id(content) != name:
        raise LogError(
            "A kept plan was changed",
            f"The plan {name[:12]} in {database.path} is not what was kept. "
            "Open the plan file again, or restore a backup.",
        )
    return content
