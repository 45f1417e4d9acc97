"""What a desktop tells of itself: keyboard and mouse at rest, do-not-disturb; by system."""

import sys
from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct


class Idle(Struct, frozen=True):
    """How long keyboard and mouse have rested, and who says so."""

    seconds: float | None = None
    by: str = ""


class Disturb(Struct, frozen=True):
    """Whether the desktop may be disturbed, and who says so; None when nobody does."""

    may: bool | None = None
    by: str = ""


class Senses(Protocol):
    """One system's way to tell; nothing here raises or takes longer than a tenth of a second."""

    async def idle(self) -> Idle:
        """Keyboard and mouse."""

    async def disturb(self) -> Disturb:
        """Do-not-disturb."""

    def close(self) -> None:
        """Let the system go."""


async def make_senses(environment: Mapping[str, str], platform: str = sys.platform) -> Senses:
    """The senses of this system; ones that tell nothing where none are known."""
    if platform == "win32":
        from coach.desktop.senses_windows import WindowsSenses

        return WindowsSenses()
    if platform == "darwin":
        from coach.desktop.senses_macos import MacSenses

        return MacSenses()
    from coach.desktop.senses_linux import linux_senses

    return await linux_senses(environment)


def has_desktop(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether there may be a desktop session at all; where not, nothing is started to ask."""
    if platform in ("win32", "darwin"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
    return any(environment.get(name) for name in names)
