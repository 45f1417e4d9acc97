"""Linux: GNOME, KDE, Xfce, dunst and plain X11 each tell in a way of their own.

Under Wayland only GNOME tells how long keyboard and mouse rest: Plasma refuses the question there,
X11's answer counts X11 windows alone, and the protocol for it has no kept Python library. Then
nobody can tell, and the patient is asked by the clock as without a desktop.
"""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from coach.desktop.bus import PROPERTIES, Bus, session_bus
from coach.desktop.senses import Disturb, Idle

X11_SECONDS = 0.1
GSETTINGS_SECONDS = 0.5

NOTIFICATIONS = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications")


class LinuxSenses:
    """Asks whoever answers; every answer counts, a yes to do-not-disturb before a no."""

    def __init__(
        self,
        bus: Bus,
        environment: Mapping[str, str],
        x11_idle: Callable[[], float | None] | None = None,
    ) -> None:
        """`x11_idle` gives seconds and is None where X11 cannot be trusted or is not there."""
        self.bus = bus
        self._environment = environment
        self._x11_idle = x11_idle

    async def idle(self) -> Idle:
        """GNOME's monitor, X11's extension, the freedesktop screen saver; the first that tells."""
        gnome = await self._milliseconds(
            "org.gnome.Mutter.IdleMonitor",
            "/org/gnome/Mutter/IdleMonitor/Core",
            "org.gnome.Mutter.IdleMonitor",
            "GetIdletime",
        )
        if gnome is not None:
            return Idle(gnome, "GNOME")
        x11 = await self._x11()
        if x11 is not None:
            return Idle(x11, "X11")
        saver = await self._milliseconds(
            "org.freedesktop.ScreenSaver",
            "/org/freedesktop/ScreenSaver",
            "org.freedesktop.ScreenSaver",
            "GetSessionIdleTime",
        )
        return Idle(saver, "the screen saver") if saver is not None else Idle()

    async def disturb(self) -> Disturb:
        """Whoever says do-not-disturb is believed."""
        found = Disturb()
        for by, on in (
            ("KDE", await self._property(*NOTIFICATIONS, NOTIFICATIONS[0], "Inhibited")),
            ("dunst", await self._property(*NOTIFICATIONS, "org.dunstproject.cmd0", "paused")),
            ("Xfce", await self._xfce()),
            ("GNOME", await self._gnome()),
        ):
            if on:
                return Disturb(False, by)
            if on is False and found.may is None:
                found = Disturb(True, by)
        return found

    def close(self) -> None:
        """Leave the bus."""
        self.bus.close()

    async def _milliseconds(self, *where: str) -> float | None:
        value = await self.bus.call(where[0], where[1], where[2], where[3])
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return value / 1000 if is_number and value is not None and value >= 0 else None

    async def _property(self, service: str, path: str, owner: str, name: str) -> bool | None:
        value = await self.bus.call(service, path, PROPERTIES, "Get", owner, name)
        return value if isinstance(value, bool) else None

    async def _xfce(self) -> bool | None:
        value = await self.bus.call(
            "org.xfce.Xfconf",
            "/org/xfce/Xfconf",
            "org.xfce.Xfconf",
            "GetProperty",
            "xfce4-notifyd",
            "/do-not-disturb",
        )
        return value if isinstance(value, bool) else None

    async def _gnome(self) -> bool | None:
        if "GNOME" not in self._environment.get("XDG_CURRENT_DESKTOP", "").split(":"):
            return None
        shown = await output_of(
            ("gsettings", "get", "org.gnome.desktop.notifications", "show-banners")
        )
        return {"true": False, "false": True}.get(shown.strip())

    async def _x11(self) -> float | None:
        if self._x11_idle is None:
            return None
        asked = asyncio.get_running_loop().run_in_executor(None, self._x11_idle)
        try:
            return await asyncio.wait_for(asked, X11_SECONDS)
        except (TimeoutError, OSError):
            return None


async def linux_senses(environment: Mapping[str, str]) -> LinuxSenses:
    """The senses of this session."""
    is_wayland = (
        bool(environment.get("WAYLAND_DISPLAY")) or environment.get("XDG_SESSION_TYPE") == "wayland"
    )
    x11_idle = None
    if environment.get("DISPLAY") and not is_wayland:
        from coach.desktop.x11 import idle_reader

        x11_idle = idle_reader(environment["DISPLAY"])
    return LinuxSenses(await session_bus(), environment, x11_idle)


async def output_of(command: tuple[str, ...]) -> str:
    """What a small program prints; empty when it is not there, fails or is slow."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=Path("/"),
        )
    except OSError:
        return ""
    try:
        out, _ = await asyncio.wait_for(process.communicate(), GSETTINGS_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        return ""
    return out.decode("utf-8", "replace") if process.returncode == 0 else ""
