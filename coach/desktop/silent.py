"""A desktop that shows nothing and tells nothing: where there is none, and for tests."""

from dataclasses import dataclass, field

from coach.domain.notices import Notice, Pressed


@dataclass
class NoDesktop:
    """Keeps what it was asked to show; tells what a test lets it tell."""

    shows: bool = False
    """Whether notices are taken for shown."""
    idle: float | None = None
    disturb: bool = True
    shown: list[Notice] = field(default_factory=list)
    pressed: list[Pressed] = field(default_factory=list)

    def show(self, notice: Notice) -> bool:
        """Keep the newest notice of each id."""
        self.withdraw(notice.id)
        self.shown.append(notice)
        return self.shows

    def withdraw(self, notice_id: str) -> None:
        """Forget a notice."""
        self.shown = [one for one in self.shown if one.id != notice_id]

    def take(self) -> list[Pressed]:
        """What a test pressed."""
        taken, self.pressed = self.pressed, []
        return taken

    def idle_seconds(self) -> float | None:
        """What a test says."""
        return self.idle

    def may_disturb(self) -> bool:
        """What a test says."""
        return self.disturb

    def close(self) -> None:
        """Nothing to take down."""
