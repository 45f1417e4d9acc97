"""What one check of `coach doctor` found."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from coach.domain.errors import CoachError

MEND_ACCESS = "Give yourself permission to use it, and check that its disk is connected."
MOVE_AWAY = "Move it away; coach makes its own."
NAMED = 3
"""So many files are named in a finding; the rest is counted."""


class Check(Struct, frozen=True):
    """What was looked at, whether it is well, and what to do if not."""

    name: str
    ok: bool
    detail: str
    mend: str = ""
    needed: bool = True
    """Whether coaching cannot do without it."""


def guarded(name: str, look: Callable[[], Check], *, needed: bool = False) -> Check:
    """What `look` finds; where it cannot look, that is what was found.

    A doctor who is ended by what is ill tells nothing of all the rest.
    """
    try:
        return look()
    except OSError as error:
        where = f"{error.filename} cannot be used" if error.filename else "It cannot be looked at"
        detail = f"{where} ({error.strerror or error})."
        mend = MOVE_AWAY if isinstance(error, IsADirectoryError) else MEND_ACCESS
        return Check(name, False, detail, mend, needed)
    except CoachError as error:
        return refused(name, error, needed=needed)


def refused(name: str, error: CoachError, *, needed: bool = False) -> Check:
    """What an error says, as a finding: what is wrong, and apart from it what to do."""
    if error.mend:
        return Check(name, False, error.what, error.mend, needed)
    return Check(name, False, f"{error.title}.", error.message, needed)


def named(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
