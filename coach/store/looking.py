"""Looks at a copy: whole, damaged, or nothing that can be looked at just now, and why."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from coach.domain.errors import CoachError
from coach.store.database import open_database
from coach.store.encryption import LockedLogError, unlocked
from coach.store.faults import DamagedLogError
from coach.store.files import is_large, lost_link

CLOSED = "{copy} may be encrypted. Set COACH_PASSPHRASE to its passphrase and look again."
OTHER_PASSPHRASE = (
    "{copy} does not open with this passphrase. It may have been encrypted with another one: set "
    "COACH_PASSPHRASE to that and look again."
)

CHECK_DISK = "Check that its disk is connected and healthy."
RECONNECT = "Connect the disk or the folder that it leads to, or delete the link."


@dataclass(frozen=True)
class Verdict:
    """What looking at a copy came to; whole where neither is said."""

    damage: str = ""
    """What is broken in it, in a sentence."""
    unseen: str = ""
    """Why it could not be looked at, and what to do: it may well be whole."""

    @property
    def doubt(self) -> str:
        """What speaks against believing it; empty for a whole one."""
        return self.damage or self.unseen


def look_at(copy: Path) -> Verdict:
    """The verdict on a copy. A large one is only looked over, because its chain takes minutes."""
    from coach.store.problems import problems_in  # no start needs it while the log is whole

    lost = lost_link(copy)
    if lost:
        return Verdict(unseen=f"{lost} {RECONNECT}")
    try:
        open_database(copy, read_only=True).close()
        found = [] if is_large(copy) else problems_in(copy)
    except DamagedLogError as error:
        return Verdict(damage=error.what)
    except LockedLogError:
        return Verdict(unseen=(OTHER_PASSPHRASE if unlocked() else CLOSED).format(copy=copy))
    except CoachError as error:
        return Verdict(unseen=error.message)
    except OSError as error:
        return Verdict(unseen=f"{copy} cannot be read ({error.strerror}). {CHECK_DISK}")
    return Verdict(damage=found[0] if found else "")


def held_in(copy: Path) -> str:
    """From when to when the notes in a whole copy are, in words; empty where it does not say so."""
    from coach.store.fact_rows import days_held

    with suppress(CoachError, sqlite3.Error, OSError, ValueError):  # An older one has fewer tables.
        with closing(open_database(copy, read_only=True)) as database:
            held = days_held(database)
        if held is not None:
            return f", with notes from {held[0]} to {held[1]}"
    return ""


def may_be_large(copy: Path) -> bool:
    """Whether a copy takes long to look at; one that cannot be reached takes no time."""
    try:
        return is_large(copy)
    except OSError:
        return False
