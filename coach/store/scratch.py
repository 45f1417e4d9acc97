"""Names under which coach writes what is not done yet: what has one may be gone at any time."""

import os
import re
from pathlib import Path

from coach.domain.errors import InputError
from coach.store.files import COMPANIONS, companions_of, fresh_file, real_place

HALF_WRITTEN = re.compile(
    r".*(\.part|\.db\.new)(-journal|-wal|-shm)?|(.*\.(pid|checked|reach)|alive|timer-times)\.\d+"
)
"""Such names in a home; a part of a copy too."""


def half_made(database: Path) -> list[Path]:
    """What somebody left who was ended over making what takes the place of `database`; where that
    is a link, it lies where the link leads."""
    fresh = fresh_file(real_place(database))
    return [file for file in (fresh, *companions_of(fresh)) if os.path.lexists(file)]


def require_no_scratch(file: Path, database: Path) -> None:
    """InputError for a file, there or still to be made, under a name that coach or SQLite writes to
    itself: it would be gone unread."""
    itself = Path(os.path.realpath(file.parent), file.name)
    if _is_scratch(itself, database) or _is_scratch(Path(os.path.realpath(file)), database):
        raise InputError(
            "The file is in the way",
            f"{file} has a name that coach writes to itself. Give it another name. Nothing was "
            "changed.",
        )


def _is_scratch(place: Path, database: Path) -> bool:
    name, real = place.name.casefold(), Path(os.path.realpath(database))
    beside = {fresh_file(real).name, *(real.name + ending for ending in COMPANIONS)}
    if place.parent == real.parent and name in {one.casefold() for one in beside}:
        return True
    in_home = Path(os.path.realpath(database.parent)) in place.parents
    return in_home and HALF_WRITTEN.fullmatch(name) is not None
