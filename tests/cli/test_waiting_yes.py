"""A yes that only waits beside the log, as after a kill: every command of the shell is locked."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from coach.bootstrap import make_inbox
from coach.cli.line_checkin import SEEN
from coach.clock import ManualClock
from coach.config import Places
from coach.domain.events import AnswerGiven, RedFlagAnswered, SafetyHold
from coach.domain.red_flags import Tier
from coach.exchange.shelf import FolderShelf
from coach.store.files import spare_file
from coach.store.home_lock import HomeLock
from coach.store.inbox import BEGUN, CLAIMED, WAITING
from coach.store.spare import Spare
from coach.workflows.coach import Coach
from coach.workflows.inbox import ANSWERS, RED_FLAG, Request
from tests.cli.conftest import Facts, Patient, Run
from tests.conftest import SHIPPED

FIRST = next(one for one in FolderShelf(SHIPPED).red_flags().items if one.tier is Tier.EMERGENCY)


@pytest.fixture(autouse=True)
def _yes(set_up: Patient, places: Places, clock: ManualClock) -> None:
    set_up()
    make_inbox(places.home).put(Request(what=RED_FLAG, at=clock.now(), item=FIRST.id))


@pytest.mark.parametrize(
    "words",
    [
        ["session", "--line"],
        ["audio", "steady-back", "--stage", "D", "--out", "x.wav"],
        ["export", "--format", "ics", "--out", "x.ics"],
        ["timer", "cold"],
        ["later"],
        ["task", "lifting"],
    ],
    ids=lambda words: words[0],
)
def test_nothing_starts(
    run: Run, facts: Facts, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words).code == 3
    assert len(facts(SafetyHold)) == 1
    assert sum(1 for one in facts(RedFlagAnswered) if one.answer) == 1
    assert not list(tmp_path.glob("x.*"))


def test_the_day_says_so(run: Run) -> None:
    assert "locked" in run("today").out
    assert run("today", "--json").json["hold"]


def test_a_script_is_for_reading_only(run: Run) -> None:
    assert "only for reading" in run("rehearse", "steady-back").err


def test_it_is_in_what_is_written_of_the_log(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "log.json"
    assert run("export", "--format", "json", "--out", str(out)).code == 0
    assert '"safety_hold"' in out.read_text()


@pytest.fixture
def _held_by_another(places: Places) -> Iterator[None]:
    """Another coach is open in this home, and does not look, as in a question of a session."""
    lock = HomeLock(places.home)
    assert lock.acquire()
    yield
    lock.release()


def _in_spare_room(file: Path) -> None:
    Spare(spare_file(file.parent.parent / "coach.db")).put(file.read_bytes())
    file.unlink()


WHERE = {
    "waiting": lambda file: None,
    "begun": lambda file: file.rename(file.with_suffix(BEGUN)),
    "claimed": lambda file: file.rename(file.with_suffix(CLAIMED)),
    "in the spare room": _in_spare_room,
}


@pytest.mark.usefixtures("_held_by_another")
@pytest.mark.parametrize("move", WHERE.values(), ids=WHERE)
def test_it_locks_though_another_coach_holds_the_home(
    run: Run,
    places: Places,
    move: Callable[[Path], object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (file,) = (places.home / "inbox").iterdir()
    move(file)
    before = {one: one.read_bytes() for one in (places.home / "inbox").iterdir()}
    for _ in range(2):
        for words in (
            ["audio", "steady-back", "--stage", "D", "--out", "x.wav"],
            ["export", "--format", "ics", "--out", "x.ics"],
        ):
            assert run(*words).code == 3, words
        assert "only for reading" in run("rehearse", "steady-back").err
        assert "locked" in run("today").out
    assert {one: one.read_bytes() for one in (places.home / "inbox").iterdir()} == before
    assert not list(tmp_path.glob("x.*"))


@pytest.mark.parametrize("live", [True, False], ids=["at a terminal", "from a pipe"])
@pytest.mark.parametrize("written", [True, False], ids=["in the log", "waiting"])
def test_a_session_in_lines_beside_another_coach_tells_of_the_lock(
    run: Run, places: Places, live: bool, written: bool
) -> None:
    if written:
        run("today")
    lock = HomeLock(places.home)
    assert lock.acquire()
    told = run("session", "--line", answers=["2027-03-01", "y"], live=live)
    lock.release()
    assert told.code == 3
    assert told.lines[0].startswith("COACHING IS LOCKED"), told.out
    assert SEEN.text not in told.out, "a statement could not be kept"


@pytest.mark.usefixtures("_held_by_another")
def test_a_bad_day_beside_another_coach_tells_of_the_lock(run: Run) -> None:
    told = run(answers=["b", "2027-03-01", "y"])
    after = told.out.split("What now?")[1]
    assert "COACHING IS LOCKED" in after
    assert SEEN.text not in told.out


def test_it_is_written_once_when_the_other_coach_is_closed(
    run: Run, places: Places, facts: Facts, open_coach: Callable[..., Coach]
) -> None:
    lock = HomeLock(places.home)
    assert lock.acquire()
    reader = open_coach()
    lock.release()
    assert reader.safety.hold() is not None
    assert reader.safety.not_saved
    run("today")
    assert reader.safety.hold() is not None
    assert reader.safety.not_saved == ""
    reader.close()
    assert len(facts(SafetyHold)) == 1


def test_one_that_comes_while_a_coach_only_reads_locks_it_too(
    places: Places, clock: ManualClock, open_coach: Callable[..., Coach]
) -> None:
    for file in (places.home / "inbox").iterdir():
        file.unlink()
    lock = HomeLock(places.home)
    assert lock.acquire()
    reader = open_coach()
    assert reader.safety.hold() is None
    make_inbox(places.home).put(Request(what=RED_FLAG, at=clock.now(), item=FIRST.id))
    assert reader.requests.poll() == []
    assert reader.safety.hold() is not None
    reader.close()
    lock.release()


@pytest.mark.parametrize("out", [(), ("--out", "copy.db")], ids=["in the home", "elsewhere"])
@pytest.mark.parametrize("suffix", [WAITING, BEGUN])
def test_a_copy_that_is_asked_for_has_it(
    run: Run,
    places: Places,
    out: tuple[str, ...],
    suffix: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (file,) = (places.home / "inbox").iterdir()
    file.rename(file.with_suffix(suffix))
    made = run("backup", *out)
    assert made.code == 0
    assert "not in this copy" not in made.err
    with closing(sqlite3.connect(made.lines[0])) as connection:
        assert connection.execute("SELECT count(*) FROM safety_hold").fetchone() == (1,)


@pytest.mark.usefixtures("_held_by_another")
def test_a_copy_that_cannot_have_it_says_so(run: Run) -> None:
    made = run("backup")
    assert made.code == 0
    assert "not in this copy" in made.err


def _answers(places: Places, at: datetime) -> None:
    fact = AnswerGiven(instrument="pain", item="sleep", value="4")
    make_inbox(places.home).put(Request(ANSWERS, at, facts=(fact,)))


def _cut_in_two(places: Places, at: datetime) -> None:
    (places.home / "inbox" / "0-cut.json").write_text('{"what": "red_f', encoding="utf-8")


@pytest.mark.usefixtures("_held_by_another")
@pytest.mark.parametrize("leave", [_answers, _cut_in_two])
def test_a_copy_says_so_of_answers_and_of_what_may_be_a_yes(
    run: Run, places: Places, clock: ManualClock, leave: Callable[[Places, datetime], None]
) -> None:
    (yes,) = (places.home / "inbox").iterdir()
    yes.unlink()
    leave(places, clock.now())
    assert "not in this copy" in run("backup").err


def test_settings_that_cannot_be_read_keep_nobody_from_a_copy(run: Run, places: Places) -> None:
    places.config_file.write_text("voice = [", encoding="utf-8")
    made = run("backup")
    assert made.code == 0
    assert "not in this copy" in made.err
