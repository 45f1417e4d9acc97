"""A yes stands until a clearing that knew of it, whatever clocks, backups and machines say."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.domain.errors import SafetyHoldError
from coach.store.encrypting import encrypt
from coach.store.encryption import unlock
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import answer_list
from tests.journeys.homes import Home

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, clock: ManualClock, capsys: Capsys) -> Home:
    """A patient on a program of the shelf."""
    made = Home(tmp_path / "patient", clock, capsys)
    with made.around().coach() as coach:
        coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
        answer_list(coach)
    return made


def say_yes(home: Home) -> bool:
    """Whether coaching is locked after a yes of the first tier."""
    with home.around().coach() as coach:
        item = next(one for one in coach.safety.flags.items if one.tier.locks)
        returned = coach.safety.answered(item, True)
        try:
            coach.safety.require_free()
        except SafetyHoldError:
            return returned is not None and returned.questions == (item.question,)
        return False


def attest(home: Home) -> None:
    """The patient was seen today."""
    with home.around().coach() as coach:
        coach.safety.attest(coach.records.today().isoformat())
        assert coach.safety.hold() is None


@pytest.mark.parametrize("ahead", [timedelta(days=30), timedelta(hours=3)])
@pytest.mark.parametrize("restored", [False, True])
def test_a_yes_locks_after_a_clock_that_ran_ahead_was_set_right(
    home: Home, tmp_path: Path, clock: ManualClock, ahead: timedelta, restored: bool
) -> None:
    real = clock.now()
    clock.set_wall(real + ahead)
    assert say_yes(home)
    attest(home)
    if restored:
        copy = str(tmp_path / "copy.db")
        home.does("backup", "--out", copy)
        home.does("restore", copy)
    clock.set_wall(real + timedelta(hours=1))
    assert say_yes(home)
    assert home.run("session", "--line", "--silent").code == 3


@pytest.fixture
def unlocking() -> Iterator[Callable[[str | None], None]]:
    """Gives the process a passphrase; none is left behind."""
    yield unlock
    unlock(None)


def test_no_copy_takes_the_place_of_a_locked_log(
    home: Home, tmp_path: Path, unlocking: Callable[[str | None], None]
) -> None:
    copy = str(tmp_path / "copy.db")
    home.does("backup", "--out", copy)
    assert say_yes(home)
    encrypt(home.folder / "coach.db", "four quiet horses")
    for words in (None, "another passphrase"):
        unlocking(words)
        refused = home.run("restore", copy)
        assert refused.code != 0
        assert "before it was opened" in refused.err
    unlocking("four quiet horses")
    assert home.run("restore", copy).code == 3
    with home.around().coach() as coach:
        assert coach.safety.hold() is not None
