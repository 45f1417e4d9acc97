"""The menu of line mode stays open for days: what comes meanwhile is in a copy at once."""

import os
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from coach.bootstrap import make_inbox
from coach.cli.diagnostics import ExitCode
from coach.cli.main import main
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.config import Places
from coach.store.backup import backup_lock
from coach.store.copies import backups_of
from coach.workflows.copies import AGAIN_SECONDS
from coach.workflows.inbox import RED_FLAG, Request
from tests.cli.conftest import After, Answers, Patient
from tests.cli.test_day_copy import locks_in
from tests.conftest import BERLIN


@dataclass
class Looking(Answers):
    """Somebody who does something before each answer."""

    before: Callable[[str], None] = field(default=lambda _: None)

    def _next(self, text: str) -> str:
        for thread in threading.enumerate():
            if thread.name == "care":
                thread.join()
        self.before(text)
        return super()._next(text)


class Menu:
    """The menu over this test's home."""

    def __init__(self, places: Places, clock: ManualClock) -> None:
        self.places, self.clock = places, clock
        self.locks: list[int] = []
        """How many locks the newest copy held before each answer."""
        self.copies: list[int] = []
        """How many copies there were before each answer."""
        self.meanwhile: dict[str, Callable[[], None]] = {}
        """What happens just before an answer is typed."""

    def open(self, *answers: str | After) -> int:
        lines = Looking(self.clock, deque(answers), before=self._look)
        return main([], Surroundings(dict(os.environ), self.clock, BERLIN, lines))

    def _look(self, text: str) -> None:
        copies = backups_of(self.places.home / "coach.db")
        self.copies.append(len(copies))
        self.locks.append(len(locks_in(copies[-1])))
        self.meanwhile.get(text, lambda: None)()

    def yes_elsewhere(self) -> None:
        request = Request(RED_FLAG, self.clock.now(), item="saddle-numb")
        make_inbox(self.places.home).put(request)


@pytest.fixture
def menu(places: Places, clock: ManualClock, set_up: Patient) -> Menu:
    set_up()
    return Menu(places, clock)


def test_a_lock_from_the_list_is_in_a_copy_before_the_menu_is_left(menu: Menu) -> None:
    assert menu.open("r", "y", "q") == ExitCode.HELD
    assert menu.locks == [0, 0, 1]


def test_a_lock_from_a_session_is_in_a_copy_before_the_menu_is_left(menu: Menu) -> None:
    assert menu.open("s", "y", "y", "q") == ExitCode.HELD
    assert menu.locks == [0, 0, 0, 1]


def test_a_yes_given_elsewhere_is_shown_at_once_and_is_in_a_copy(
    menu: Menu, capsys: pytest.CaptureFixture[str]
) -> None:
    menu.meanwhile["?"] = menu.yes_elsewhere
    assert menu.open("?", After(20, "q")) == ExitCode.HELD
    assert menu.locks == [0, 1]
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("COACHING IS LOCKED")] != []
    assert lines.count("Emergency number: 112") == 1


def test_a_lock_that_could_not_be_copied_is_copied_while_the_menu_stands(menu: Menu) -> None:
    another = backup_lock(menu.places.home / "coach.db")
    menu.meanwhile["y"] = lambda: asserted(another.acquire())
    menu.meanwhile["?"] = another.release
    assert menu.open("r", "y", "?", "?", After(AGAIN_SECONDS, "q")) == ExitCode.HELD
    assert menu.locks == [0, 0, 0, 0, 1]


def asserted(done: bool) -> None:
    assert done


def test_each_day_that_the_menu_stays_open_has_a_copy(menu: Menu) -> None:
    menu.meanwhile["?"] = lambda: menu.clock.advance(24 * 3600)
    assert menu.open("?", After(10, "q")) == ExitCode.DONE
    assert menu.copies == [1, 2]
