"""What one check of `coach doctor` found."""

from collections.abc import Sequence

from msgspec import Struct

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


def named(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
