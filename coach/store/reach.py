"""The small file beside a log that says how far its copies go, and so whose they are."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from coach.store.files import leave_note, reach_file, whole_of
from coach.store.standing import Standing, standing_of

MOST_BYTES = 1_000_000
"""A copy takes about 300 bytes, and a few more for each device that the home was."""
_NOT_OURS = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)
"""What is raised for something else."""
_MOST_FACTS = 2**63 - 1
"""SQLite knows no larger number."""
Noted = tuple[str, Standing]
"""A copy's name, and how far it goes."""


def noted(database: Path) -> list[Noted] | None:
    """What was noted; None for a file that is there, and cannot be read or is none of ours."""
    try:
        rows = json.loads(whole_of(reach_file(database), MOST_BYTES).decode("ascii"))
        if not isinstance(rows, list):
            raise TypeError(rows)
        return [_from_row(row) for row in rows]
    except FileNotFoundError:
        return None if reach_file(database).is_symlink() else []
    except (OSError, *_NOT_OURS):
        return None


def note(database: Path, reach: Collection[Noted]) -> None:
    """Note how far copies go; where nothing can be written it is not noted."""
    leave_note(reach_file(database), json.dumps([_row(name, one) for name, one in reach]))


def owners(database: Path, known: Collection[Standing]) -> set[str]:
    """Of whom the copies were that were noted; none where nothing was.

    `known` is what is known of copies: it tells whose the devices are where a bit flipped in the
    note.
    """
    return {
        next((other.patient for other in known if not other.is_of_another(one)), one.patient)
        for _, one in noted(database) or ()
        if one.heads
    }


def copy_of_another(database: Path, log: Path) -> str:
    """The name of a copy that was made here, and of another person than the log is; else empty.

    `log` is where the database can be read.
    """
    own = standing_of(log)
    reach = (noted(database) or ()) if own is not None else ()
    return next((name for name, one in reach if own is not None and own.is_of_another(one)), "")


def _row(name: str, standing: Standing) -> dict[str, Any]:
    return {
        "copy": name,
        "patient": standing.patient,
        "device": standing.device,
        "former": sorted(standing.former),
        "heads": {device: list(head) for device, head in standing.heads.items()},
    }


def _from_row(row: dict[str, Any]) -> Noted:
    heads = {device: (int(seq), str(head)) for device, (seq, head) in row["heads"].items()}
    if any(seq > _MOST_FACTS for seq, _ in heads.values()):
        raise OverflowError(heads)
    json.dumps(row, ensure_ascii=False).encode()  # SQLite takes no text that is none.
    standing = Standing(str(row["patient"]), str(row["device"]), frozenset(row["former"]), heads)
    return str(row["copy"]), standing
