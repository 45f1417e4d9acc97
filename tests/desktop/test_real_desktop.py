"""A real watch in a real desktop session: a virtual screen, a bus and a notification daemon."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coach.clock import ManualClock, SystemClock
from coach.desktop.bus import CALL_SECONDS
from coach.desktop.senses import Disturb, Idle, make_senses
from coach.desktop.session import HelperDesktop, Limits
from coach.domain.events import Stamped
from coach.domain.notices import Button, Notice, Pressed
from coach.domain.time_events import ReminderGiven, ReminderPutOff
from coach.workflows.coach import Coach
from tests.cli.conftest import set_up as set_up

PROGRAMS = ("Xvfb", "dbus-daemon", "dunst", "dunstctl", "xdotool")
PATIENCE_SECONDS = 120.0
STOPPED_SECONDS = 6.0
"""Longer than a look and what counts as a gap."""
ROOT = Path(__file__).parents[2]
LIMITS = Limits(answer=60.0, start=60.0, show=60.0, fresh=0.0)
DUNSTRC = """
[global]
    width = 500
    height = 300
    offset = 20x20
    mouse_left_click = context
    dmenu = {menu}
"""
MENU = """#!/bin/sh
# Chooses the line that a person would click.
cat > {folder}/offered
grep -F "$(cat {folder}/choice)" {folder}/offered | head -1
"""


@dataclass
class Session:
    """A desktop session of this test's own."""

    folder: Path

    def choose(self, label: str) -> None:
        """Click the notice, once it can be seen, and pick a button."""
        (self.folder / "choice").write_text(label)
        seen = ["xdotool", "search", "--onlyvisible", "--class", "dunst"]
        drawn = self.until(lambda: subprocess.run(seen, capture_output=True, check=False).stdout)
        assert drawn, "the notice has no window"
        subprocess.run(["xdotool", "mousemove", "900", "60", "click", "1"], check=True)

    def shows(self) -> int:
        """How many notices stand."""
        out = subprocess.run(["dunstctl", "count", "displayed"], capture_output=True, text=True)
        return int(out.stdout or 0)

    def until(self, what: Callable[[], Any]) -> Any:
        """What it answers, once it is true, or after two minutes."""
        until = time.perf_counter() + PATIENCE_SECONDS
        while not (found := what()) and time.perf_counter() < until:
            subprocess.run(["xdotool", "getmouselocation"], capture_output=True, check=False)
        return found


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A session bus of this test's own."""
    if sys.platform != "linux" or shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is not installed")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(name, raising=False)
    yield address
    _end(daemon)


@pytest.fixture
def session(bus: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A screen and a notification daemon on that bus."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    reads, writes = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1024x640x24", "-nolisten", "tcp"],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    with os.fdopen(reads) as numbers:
        monkeypatch.setenv("DISPLAY", f":{numbers.readline().strip()}")
    menu = tmp_path / "menu.sh"
    menu.write_text(MENU.format(folder=tmp_path))
    menu.chmod(0o755)
    (tmp_path / "dunstrc").write_text(DUNSTRC.format(menu=menu))
    dunst = subprocess.Popen(
        ["dunst", "-conf", str(tmp_path / "dunstrc")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    made = Session(tmp_path)
    try:
        ready = made.until(
            lambda: subprocess.run(["dunstctl", "count"], capture_output=True).returncode == 0
        )
        assert ready, "the notification daemon did not start"
        yield made
    finally:
        for process in (dunst, screen):
            _end(process)


def _end(process: "subprocess.Popen[Any]") -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def desktop() -> Iterator[HelperDesktop]:
    made = HelperDesktop(time.perf_counter, limits=LIMITS)
    yield made
    made.close()


NOTICE = Notice("due", "Time for <your> program", "Cold pack & walk", (Button("later", "Later"),))


def test_a_notice_is_seen_and_its_button_pressed(session: Session, desktop: HelperDesktop) -> None:
    assert desktop.show(NOTICE)
    assert session.until(session.shows) == 1
    history = _standing()
    assert history == []
    session.choose("Later")
    assert session.until(desktop.take) == [Pressed("due", "later")]
    assert session.until(lambda: session.shows() == 0)
    assert _standing() == [("Time for <your> program", "Cold pack & walk")]


def _standing() -> list[tuple[str, str]]:
    """What dunst remembers of notices that are gone."""
    out = subprocess.run(["dunstctl", "history"], capture_output=True, text=True, check=True)
    (gone,) = json.loads(out.stdout)["data"]
    return [(one["summary"]["data"], one["body"]["data"]) for one in gone]


def test_a_notice_is_replaced_withdrawn_and_gone_with_the_coach(
    session: Session, desktop: HelperDesktop
) -> None:
    desktop.show(NOTICE)
    desktop.show(NOTICE)
    assert session.until(session.shows) == 1
    desktop.withdraw("due")
    assert session.until(lambda: session.shows() == 0)
    desktop.show(NOTICE)
    desktop.close()
    assert session.until(lambda: session.shows() == 0)


def test_do_not_disturb_and_idle_time_are_told(session: Session, desktop: HelperDesktop) -> None:
    assert desktop.may_disturb()
    subprocess.run(["dunstctl", "set-paused", "true"], check=True)
    assert not desktop.may_disturb()
    told = desktop.told()
    assert told is not None
    assert told.disturb_by == "dunst"
    assert told.idle_by in ("X11", "")  # Without libXss nobody tells.


class Watches:
    """Starts real watches, half past nine on a Monday in March wherever the tests run."""

    def __init__(self, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> None:
        ahead = clock.now() + timedelta(minutes=1) - SystemClock().now()
        monkeypatch.setenv("AHEAD", str(ahead.total_seconds()))
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> "subprocess.Popen[bytes]":
        """One more watch over this test's home."""
        command = [sys.executable, "-m", "tests.desktop.watch_at"]
        self.started.append(subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL))
        return self.started[-1]


@pytest.fixture
def watches(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch, set_up: Callable[[], None]
) -> Iterator[Watches]:
    set_up()
    made = Watches(clock, monkeypatch)
    yield made
    for process in made.started:
        _end(process)


def test_a_watch_killed_stopped_and_started_again_says_nothing_twice(
    session: Session, watches: Watches, open_coach: Callable[..., Coach], tmp_path: Path
) -> None:
    watch = watches.start()
    assert session.until(session.shows) == 1
    told = len(_facts(open_coach, ReminderGiven))
    assert told > 0
    os.kill(watch.pid, signal.SIGKILL)
    assert session.until(lambda: session.shows() == 0), "a notice stands that nobody hears"
    (tmp_path / "home" / "alive").unlink()
    watch = watches.start()
    assert session.until((tmp_path / "home" / "alive").exists)
    os.kill(watch.pid, signal.SIGSTOP)
    stopped = time.perf_counter()
    session.until(lambda: time.perf_counter() - stopped > STOPPED_SECONDS)
    os.kill(watch.pid, signal.SIGCONT)
    (tmp_path / "home" / "coach.db").touch()  # It looks again, because of the gap and of this.
    continued = time.perf_counter()
    session.until(lambda: time.perf_counter() - continued > STOPPED_SECONDS)
    assert watch.poll() is None
    assert len(_facts(open_coach, ReminderGiven)) == told
    assert session.shows() == 0


def test_later_from_a_notice_is_a_fact(
    session: Session, watches: Watches, open_coach: Callable[..., Coach]
) -> None:
    watches.start()
    assert session.until(session.shows) == 1
    session.choose("In 30 minutes")
    assert session.until(lambda: _facts(open_coach, ReminderPutOff))
    assert session.until(lambda: session.shows() == 0)


def _facts(open_coach: Callable[..., Coach], kind: type) -> list[Stamped]:
    coach = open_coach()
    found = coach.log.read(kinds=[kind])
    coach.close()
    return found


# --- other desktops, by services of their names


@pytest.mark.parametrize(
    ("name", "member", "idle"),
    [
        ("org.gnome.Mutter.IdleMonitor", "GetIdletime", Idle(42.0, "GNOME")),
        ("org.freedesktop.ScreenSaver", "GetSessionIdleTime", Idle(42.0, "the screen saver")),
    ],
)
def test_idle_time_of_other_desktops(bus: str, name: str, member: str, idle: Idle) -> None:
    path = f"/{name.replace('.', '/')}" + ("/Core" if "Mutter" in name else "")
    assert asyncio.run(_asked(name, path, member)) == (idle, Disturb())


async def _asked(name: str, path: str, member: str) -> tuple[Idle, Disturb]:
    from dbus_fast.aio import MessageBus
    from dbus_fast.service import ServiceInterface, method

    class Service(ServiceInterface):
        def __init__(self) -> None:
            super().__init__(name)

        def answers(self) -> "t":  # type: ignore[name-defined]  # noqa: F821 - D-Bus reads it
            return 42_000

    Service.answers = method(name=member)(Service.answers)  # type: ignore[method-assign]
    served = await MessageBus().connect()
    served.export(path, Service())
    await served.request_name(name)
    senses = await make_senses(os.environ)
    found = await senses.idle(), await senses.disturb()
    senses.close()
    served.disconnect()
    return found


def test_a_service_that_never_answers_is_not_waited_for(bus: str) -> None:
    idle, seconds = asyncio.run(_hung())
    assert idle == Idle()
    assert seconds < 20 * CALL_SECONDS


async def _hung() -> tuple[Idle, float]:
    """A name on the bus whose owner answers nothing."""
    from dbus_fast.aio import MessageBus

    served = await MessageBus().connect()
    await served.request_name("org.gnome.Mutter.IdleMonitor")
    served.add_message_handler(lambda _: True)
    senses = await make_senses(os.environ)
    began = asyncio.get_running_loop().time()
    idle = await senses.idle()
    seconds = asyncio.get_running_loop().time() - began
    senses.close()
    served.disconnect()
    return idle, seconds
