"""Findings: what a check has to say about one place in a program or an exercise."""

from collections.abc import Collection

from msgspec import Struct

NEAR = 0.6
"""So like a known word a slip of it is."""
KeyPath = tuple[str | int, ...]
"""Where a value stands, such as `("stage", 1, "prescription", 0, "dose")`."""


class Finding(Struct, frozen=True):
    """One thing that is wrong, and what to write instead."""

    path: KeyPath
    what: str
    mend: str
    rests_on: tuple[KeyPath, ...] = ()
    """Other values it was judged by; when one of them is broken the finding says nothing."""

    def stands(self, broken: Collection[KeyPath]) -> bool:
        """Whether nothing it was judged by, or is about, is itself broken."""
        judged_by = (self.path, *self.rests_on)
        return not any(_overlap(path, bad) for path in judged_by for bad in broken)


def _overlap(one: KeyPath, other: KeyPath) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def place(path: KeyPath) -> str:
    """`path` for a person, counted from one: `stage 2, prescription 1, dose`."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int) and words:
            words[-1] = f"{words[-1]} {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words)


def nearest(word: str, known: Collection[str], *, least: float = NEAR) -> str:
    """The known word most like `word`; empty when none is near: `toe` is not like `none`."""
    import difflib  # read only when there is a mistake to mend

    return next(iter(difflib.get_close_matches(word[:100], known, n=1, cutoff=least)), "")
