"""What one check of `coach doctor` found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, whether it is well, and what to do if not."""

    name: str
    ok: bool
    detail: str
    mend: str = ""
    needed: bool = True
    """Whether coaching cannot do without it."""
