"""The ids under which a home numbers its facts: the present one, and those before a restoring."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from coach.store.database import FORMER_DEVICES, open_database
from coach.store.fact_rows import head_of

if TYPE_CHECKING:
    from sqlite_utils import Database

DESK_MARK = "/"
"""In the name of every device as which a therapist writes about a patient, and in no other."""


def renew_device(fresh: Path, others: Collection[str] = ()) -> None:
    """Number what is recorded from now on under a new id: a backup is about to be the log.

    `others` are the devices that this home was besides. Raises LogError and sqlite3.Error.
    """
    import uuid_utils

    database = open_database(fresh)
    try:
        with database.unit() as db:
            _keep_former(db, others)
            device = str(uuid_utils.uuid7())
            db.execute("UPDATE home SET value = ? WHERE key = 'device'", [device])
        # One file, whatever journal this SQLite prefers: it is about to be renamed.
        database.connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        database.close()


def _keep_former(db: "Database", others: Collection[str]) -> None:
    """Remember that what stands here of the devices so far was written in this home.

    Also of a device of which nothing stands here any more: it tells which life of the home is the
    later one. They stand in the order in which the home was them: a copy was made before the
    restoring that began another one, and their ids begin with the time they were made.
    """
    home = dict(db.execute("SELECT key, value FROM home").fetchall())
    former = json.loads(home.get(FORMER_DEVICES, "{}"))
    for device in (home["device"], *sorted(others)):
        former[device] = max(head_of(db, device)[0], former.get(device, 0))
    db.execute(
        "INSERT INTO home (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [FORMER_DEVICES, json.dumps(former)],
    )
