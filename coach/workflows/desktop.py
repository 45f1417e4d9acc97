"""What the workflows need of the desktop around them; adapters satisfy it by shape."""

from typing import Protocol

from coach.domain.notices import Notice, Pressed


class Desktop(Protocol):
    """A desktop session, as far as it can be asked; no method waits long or raises."""

    def show(self, notice: Notice) -> bool:
        """Show a notice; whether the desktop took it."""

    def withdraw(self, notice_id: str) -> None:
        """Take a notice away; nothing when there is none of this id."""

    def take(self) -> list[Pressed]:
        """What was pressed since the last call, oldest first."""

    def idle_seconds(self) -> float | None:
        """How long keyboard and mouse have rested; None where nobody can tell."""

    def may_disturb(self) -> bool:
        """False while the desktop says do-not-disturb; True where it does not tell."""

    def close(self) -> None:
        """Let the desktop go; twice is harmless."""
