"""Errors that a person may read: a title, one sentence, and what to do."""


class CoachError(Exception):
    """The root of every expected failure; `message` is one plain sentence with the mend in it."""

    def __init__(self, title: str, what: str, mend: str = "") -> None:
        super().__init__(f"{what} {mend}" if mend else what)
        self.title = title
        self.what = what
        """What is wrong; with what to do in it where `mend` is empty."""
        self.mend = mend
        """What to do, where that is said apart."""

    @property
    def message(self) -> str:
        """What to tell a person."""
        return str(self)


class InputError(CoachError):
    """Something a person typed or a file they gave cannot be used; exit code 2."""


class ListFirstError(InputError):
    """The whole safety list comes before what was asked; it may be asked again after it."""


class SafetyHoldError(CoachError):
    """Coaching is locked until the hold is cleared; exit code 3."""


class RefusedError(CoachError):
    """A document or a database of another kind, person or newer version; exit code 4."""


class RefusedLogError(RefusedError):
    """The database of a home is another program's or a newer coach's: no coach can open it."""


TWO_HOMES = (
    "If a home was copied by hand and both are used: go on with one of them; where the other is, "
    "set an empty COACH_HOME and `coach import` an export of the first"
)
"""What to do about two homes that number their facts under one id: nothing can merge them."""


class MissingFactsError(RefusedError):
    """Facts came before the ones they follow; numbers `first` to `last` of a device are missing."""

    def __init__(self, device: str, first: int, last: int) -> None:
        super().__init__(
            "Facts are missing",
            f"Fact {last + 1} of device {device} came without the one before it. "
            "Ask for a complete file.",
        )
        self.first = first
        self.last = last


class LogError(CoachError):
    """The log cannot be read or written: a fault of the machine, not of the person."""


class HomeFreedError(LogError):
    """Another command had the home and has let go of it: what was asked can be done now."""


class IllegalCommandError(CoachError):
    """A command that the session's present phase does not know; the state is unchanged."""
