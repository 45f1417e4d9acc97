"""What desktops tell of themselves, by scripted systems of each kind."""

import asyncio
import ctypes
from types import SimpleNamespace
from typing import Any

import pytest

from coach.desktop.senses import Disturb, Idle, has_desktop, make_senses
from coach.desktop.senses_linux import LinuxSenses
from coach.desktop.senses_macos import MacSenses
from coach.desktop.senses_windows import WindowsSenses
from coach.desktop.x11 import idle_reader

GNOME, KDE, SAVER, DUNST, XFCE = "GetIdletime", "Inhibited", "GetSessionIdleTime", "paused", "Get"


class Scripted:
    """A bus on which some services answer: by the member, or by the last word of a property."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def call(
        self, service: str, path: str, interface: str, member: str, *words: str | int
    ) -> Any | None:
        name = str(words[-1]) if member in ("Get", "GetProperty") and words else member
        self.asked.append(name)
        return self.answers.get(name.strip("/").replace("-", "_"))

    def close(self) -> None:
        self.asked.append("closed")


def linux(
    environment: dict[str, str] | None = None, x11: Any = None, **answers: Any
) -> LinuxSenses:
    return LinuxSenses(Scripted(**answers), environment or {}, x11)


@pytest.mark.parametrize(
    ("senses", "idle"),
    [
        (linux(GetIdletime=61_500), Idle(61.5, "GNOME")),
        (linux(GetSessionIdleTime=2000), Idle(2.0, "the screen saver")),
        (linux(x11=lambda: 7.5), Idle(7.5, "X11")),
        (linux(x11=lambda: None, GetSessionIdleTime=4000), Idle(4.0, "the screen saver")),
        (linux(GetIdletime=10_000, x11=lambda: 7.5), Idle(10.0, "GNOME")),
        (linux(GetIdletime="soon"), Idle()),
        (linux(GetIdletime=True), Idle()),
        (linux(GetIdletime=-5), Idle()),
        (linux(), Idle()),
    ],
)
def test_how_long_keyboard_and_mouse_rest_on_linux(senses: LinuxSenses, idle: Idle) -> None:
    assert asyncio.run(senses.idle()) == idle


@pytest.mark.parametrize(
    ("senses", "disturb"),
    [
        (linux(Inhibited=True), Disturb(False, "KDE")),
        (linux(Inhibited=False), Disturb(True, "KDE")),
        (linux(paused=True), Disturb(False, "dunst")),
        (linux(Inhibited=False, paused=True), Disturb(False, "dunst")),
        (linux(do_not_disturb=True), Disturb(False, "Xfce")),
        (linux(Inhibited="yes"), Disturb()),
        (linux(), Disturb()),
    ],
)
def test_do_not_disturb_on_linux(senses: LinuxSenses, disturb: Disturb) -> None:
    assert asyncio.run(senses.disturb()) == disturb


@pytest.mark.parametrize(("banners", "may"), [("true", True), ("false", False), ("what", None)])
def test_do_not_disturb_of_gnome(
    banners: str, may: bool | None, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "gsettings"
    program.write_text(f"#!/bin/sh\necho {banners}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    senses = linux({"XDG_CURRENT_DESKTOP": "ubuntu:GNOME"})
    assert asyncio.run(senses.disturb()).may is may


def test_gnome_without_its_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    senses = linux({"XDG_CURRENT_DESKTOP": "GNOME"})
    assert asyncio.run(senses.disturb()) == Disturb()


def test_an_x11_that_fails_tells_nothing() -> None:
    def broken() -> float:
        raise OSError("gone")

    assert asyncio.run(linux(x11=broken).idle()) == Idle()


class X11:
    """Both libraries of X11 in one."""

    def __init__(self, *, opens: bool = True, answers: bool = True) -> None:
        self.opened = 0
        self.XOpenDisplay = Function(self._open if opens else lambda _: None)
        self.XDefaultRootWindow = Function(lambda _: 7)
        self.XScreenSaverQueryInfo = Function(self._query if answers else lambda *_: 0)

    def _open(self, _: bytes) -> int:
        self.opened += 1
        return 5

    def _query(self, connection: int, root: int, info: Any) -> int:
        assert (connection, root) == (5, 7)
        info._obj.idle = 90_500
        return 1


class Function:
    """A foreign function: called, and told its types."""

    restype: Any = None
    argtypes: Any = None

    def __init__(self, does: Any) -> None:
        self._does = does

    def __call__(self, *words: Any) -> Any:
        return self._does(*words)


def test_x11_by_its_extension() -> None:
    x11 = X11()
    read = idle_reader(":0", lambda _: x11)
    assert read is not None
    assert (read(), read()) == (90.5, 90.5)
    assert x11.opened == 1


def test_x11_that_is_not_there() -> None:
    assert idle_reader(":0", lambda _: None) is None
    for x11 in (X11(opens=False), X11(answers=False)):
        assert _reads(x11) is None


def _reads(x11: X11) -> float | None:
    read = idle_reader(":0", lambda _: x11)
    assert read is not None
    return read()


class Windows:
    """What the three libraries of Windows answer."""

    def __init__(self, *, last: int = 1000, now: int = 61_000, state: int = 5) -> None:
        self.last, self.now, self.state, self.works = last, now, state, 1
        self.user32 = SimpleNamespace(GetLastInputInfo=self._last_input)
        self.kernel32 = SimpleNamespace(GetTickCount=lambda: self.now)
        self.shell32 = SimpleNamespace(SHQueryUserNotificationState=self._state)

    def _last_input(self, info: Any) -> int:
        assert info._obj.size == ctypes.sizeof(info._obj)
        info._obj.at = self.last
        return self.works

    def _state(self, state: Any) -> int:
        state._obj.value = self.state
        return 0


def test_windows_tells_the_last_input_also_when_its_counter_starts_anew() -> None:
    assert asyncio.run(WindowsSenses(Windows()).idle()) == Idle(60.0, "Windows")
    anew = Windows(last=2**32 - 1000, now=4000)
    assert asyncio.run(WindowsSenses(anew).idle()) == Idle(5.0, "Windows")
    broken = Windows()
    broken.works = 0
    assert asyncio.run(WindowsSenses(broken).idle()) == Idle()


@pytest.mark.parametrize(
    ("state", "may"),
    [(1, True), (2, False), (3, False), (4, False), (5, True), (6, False), (9, None)],
)
def test_windows_tells_whether_notices_are_wanted(state: int, may: bool | None) -> None:
    assert asyncio.run(WindowsSenses(Windows(state=state)).disturb()).may is may


@pytest.mark.parametrize(
    ("seconds", "idle"), [(12.25, Idle(12.25, "macOS")), (-1.0, Idle()), (1e12, Idle())]
)
def test_macos_tells_the_last_input_and_no_focus(seconds: float, idle: Idle) -> None:
    services = SimpleNamespace(
        CGEventSourceSecondsSinceLastEventType=Function(lambda state, kind: seconds)
    )
    senses = MacSenses(services)
    assert asyncio.run(senses.idle()) == idle
    assert asyncio.run(senses.disturb()) == Disturb()


def test_another_systems_libraries_are_missing_here() -> None:
    for platform in ("win32", "darwin"):
        senses = asyncio.run(make_senses({}, platform))
        assert asyncio.run(senses.idle()) == Idle()
        assert asyncio.run(senses.disturb()) == Disturb()


def test_where_there_may_be_a_desktop() -> None:
    assert not has_desktop({}, "linux")
    assert has_desktop({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert has_desktop({}, "win32")


def test_without_a_bus_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask() -> tuple[Idle, Disturb]:
        environment = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere/bus"}
        senses = await make_senses(environment, "linux")
        return await senses.idle(), await senses.disturb()

    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert asyncio.run(ask()) == (Idle(), Disturb())
