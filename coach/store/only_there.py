"""What only a damaged copy still tells: whose it is, and what a log put back by hand lacks."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from coach.store.files import CLINIC_LOG, is_large
from coach.store.salvage import Remains, remains_of
from coach.store.standing import standing_of


def lacks_of(log: Path, damaged: Path) -> bool:
    """Whether a log, or a whole copy, is without a fact that can be read in a damaged copy of it.

    Nothing that it went back from: that was told then. A fact stands in the chain and in its table,
    so one flipped bit makes none that is lacking. Both are only read. Raises OSError and
    sqlite3.Error.
    """
    own, held = standing_of(log), Remains()
    held.read(log, read_only=True)
    content = _read_apart(damaged, log)
    found = {place: {fact} for place, (fact, _, _) in content.links.items()}
    for place, (_, row) in content.rows.items():
        found.setdefault(place, set()).add(row.get("id"))
    former = own.former if own is not None else frozenset()
    return any(ids.isdisjoint(held.ids) and place[0] not in former for place, ids in found.items())


def person_in(damaged: Path, whole: Path) -> str | None:
    """Of whom a damaged copy is, read with the help of a whole one, of anybody's.

    None where that cannot be told, as where there is no room for looking, and of a large one, which
    takes long. A desk's entries are about others: there its own name counts.
    """
    of_desk = damaged.name.startswith(Path(CLINIC_LOG).stem)
    with suppress(OSError, sqlite3.Error):
        if not is_large(damaged):
            found = _read_apart(damaged, whole).people(of_desk=of_desk).most_common(1)
            return found[0][0] if found else None
    return None


def _read_apart(damaged: Path, whole: Path) -> Remains:
    with TemporaryDirectory(prefix="coach-copies-") as folder:
        return remains_of(damaged, whole, Path(folder, damaged.name))
