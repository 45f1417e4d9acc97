"""Fixtures for everyone: a clock moved by hand, a home of its own, no voice, no network."""

import os
import time
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from msgspec.structs import replace

from coach.bootstrap import Wishes, build
from coach.clock import ManualClock, SystemClock
from coach.config import Places, Settings
from coach.domain.red_flags import RedFlagList, Tier
from coach.listening.silent import SilentListener
from coach.session.cues import Cue
from coach.speech.silent import SilentSpeaker
from coach.workflows.coach import Coach
from coach.workflows.ports import Listener
from coach.workflows.safety import Safety
from coach.workflows.set_up import SetUpAnswers
from tests.builders import all_no
from tests.faults.matrix import MATRIX

settings.register_profile(
    "coach", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=False
)
settings.register_profile("few", settings.get_profile("coach"), max_examples=15, derandomize=True)
settings.load_profile("coach")

BERLIN = ZoneInfo("Europe/Berlin")
DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
SHIPPED = Path(__file__).parent.parent / "programs"
INJECTING = ("tests/faults/", *sorted({test for row in MATRIX.values() for test in row.tests}))
"""How the names of tests that inject a fault begin: those here for it, and each row's."""
ALL_FAULTS = bool(os.environ.get("COACH_ALL_FAULTS"))
"""Read here: while a test runs no COACH_ variable is set."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With COACH_ALL_FAULTS=1 a fault that could not be injected is a failure, not a skip.

    Without root, a mount of its own or a compiler some faults cannot be injected, and who works on
    such a machine sees a skip. The check-in run has all three; there a row of the fault matrix
    that was never tried must not pass for one that holds.
    """
    report = yield
    if ALL_FAULTS and report.skipped and item.nodeid.startswith(INJECTING):
        report.outcome = "failed"
        report.longrepr = f"COACH_ALL_FAULTS is set, and this was not tried: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def _own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's home, settings, voice and desktop out of every test."""
    for name in list(os.environ):
        if name.startswith(("COACH_", "TEXTUAL_")) or name in ("NO_COLOR", *DESKTOP):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COACH_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("COACH_SILENT", "1")


@pytest.fixture
def by_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is noon here and in the commands that are started, whatever the time: something is due."""
    behind_hours = SystemClock().now().astimezone(UTC).hour - 12
    with monkeypatch.context() as changed:
        changed.setenv("TZ", f"Etc/GMT{behind_hours:+d}" if behind_hours else "Etc/GMT")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def clock() -> ManualClock:
    """Monday, the first of March 2027, half past nine in Berlin."""
    return ManualClock(datetime(2027, 3, 1, 9, 30, tzinfo=BERLIN))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A home, a settings file and a cache of this test's own."""
    home = tmp_path / "home"
    return Places(home, tmp_path / "config.toml", home / "cache", SHIPPED)


@pytest.fixture
def open_coach(places: Places, clock: ManualClock) -> Iterator[Callable[..., Coach]]:
    """Opens a coach over this test's home; call again after closing for a restart."""
    opened: list[Coach] = []

    def _open(
        settings: Settings | None = None,
        wishes: Wishes | None = None,
        listener: Listener | None = None,
    ) -> Coach:
        coach = build(
            places,
            settings or Settings(name="Sam"),
            wishes or Wishes(silent=True),
            clock=clock,
            zone=BERLIN,
            speaker=SilentSpeaker(),
            listener=listener,
        )
        opened.append(coach)
        return coach

    yield _open
    for coach in opened:
        coach.close()


@pytest.fixture
def new_coach(open_coach: Callable[..., Coach]) -> Coach:
    """A coach before set-up: no plan yet."""
    return open_coach()


@pytest.fixture
def coach(new_coach: Coach) -> Coach:
    """A coach whose patient has chosen the shipped program today; the safety list is answered."""
    return _set_up(new_coach)


SILENCE = "(silence)"


@pytest.fixture
def aloud(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What every voice is to say, in order, and SILENCE where it is cut off."""
    order: list[str] = []
    stop, say = SilentSpeaker.stop, SilentSpeaker.say

    def stopped(self: SilentSpeaker) -> None:
        order.append(SILENCE)
        stop(self)

    def said(self: SilentSpeaker, cue: Cue) -> None:
        if cue.spoken:
            order.append(cue.text)
        say(self, cue)

    monkeypatch.setattr(SilentSpeaker, "stop", stopped)
    monkeypatch.setattr(SilentSpeaker, "say", said)
    return order


def not_cut_off(aloud: list[str]) -> list[str]:
    """What is said to its end: all after the last silence."""
    cuts = [at for at, text in enumerate(aloud) if text == SILENCE]
    return aloud[cuts[-1] + 1 :] if cuts else aloud


@pytest.fixture
def ear() -> SilentListener:
    """An ear that hears what a test tells it."""
    return SilentListener(state="ok", phrases=True)


@pytest.fixture
def listening_coach(open_coach: Callable[..., Coach], ear: SilentListener) -> Coach:
    """A coach like `coach` that listens with `ear`."""
    return _set_up(open_coach(listener=ear))


def _set_up(coach: Coach) -> Coach:
    coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
    answer_list(coach)
    assert isinstance(coach.speaker, SilentSpeaker)
    coach.speaker.said.clear()  # What set-up said is not this test's.
    return coach


def receive_yesterday(tmp_path: Path) -> None:
    """In the test's home a plan by the machine's own clock, a day old, with the list answered."""
    home = tmp_path / "home"
    places = Places(home, tmp_path / "config.toml", home / "cache", SHIPPED)
    yesterday = ManualClock(SystemClock().now() - timedelta(days=1))
    coach = build(places, Settings(), Wishes(silent=True), clock=yesterday)
    coach.set_up.finish(SetUpAnswers(program="steady-back"))
    answer_list(coach)
    coach.close()


def last_question_locks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last safety question is one that a therapist looks at, as a later list may have one."""
    locks_nothing(monkeypatch, -1)


def locks_nothing(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """The safety question at `at` is one that a therapist looks at."""

    def flags(self: Safety) -> RedFlagList:
        listed = self._records.shelf.red_flags()
        items = list(listed.items)
        items[at] = replace(items[at], tier=Tier.THERAPIST)
        return replace(listed, items=tuple(items))

    monkeypatch.setattr(Safety, "flags", property(flags))


def answer_list(coach: Coach) -> None:
    """Answer the whole safety list with no; in one go, for speed."""
    coach.records.record(*all_no(coach.safety.flags))
