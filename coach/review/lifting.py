"""The plan that lifts a lock once it is opened, and what ends that."""

from msgspec import Struct

from coach.domain.dose_words import listed


class Lifting(Struct, frozen=True):
    """The newest plan that may be opened yet and lifts all that locks coaching now."""

    version: int
    newer: tuple[int, ...] = ()
    """Versions that wait too and lift less: once one of them is opened, this one never can be."""

    @property
    def words(self) -> str:
        """`Version 3 lifts it, if it is opened before version 4.`"""
        if not self.newer:
            return f"Version {self.version} lifts it once it is opened."
        which = f"version{'s' if len(self.newer) > 1 else ''} {listed(list(map(str, self.newer)))}"
        return f"Version {self.version} lifts it, if it is opened before {which}."

    @property
    def ended_by_this(self) -> str:
        """What is said before another plan is signed that lifts nothing."""
        return (
            f"Version {self.version} was signed to lift the lock; once this one is opened it "
            "cannot be opened any more."
        )
