"""What waits beside the log and cannot be read may be a yes: nothing starts before the list."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coach.bootstrap import make_inbox
from coach.cli.diagnostics import ExitCode
from coach.clock import ManualClock
from coach.domain.events import NoteWritten, SafetyHold
from coach.domain.safety_rhythm import UNREAD, UNREADABLE
from coach.store.files import spare_file
from coach.store.spare import SLOT_BYTES, Spare
from coach.workflows.coach import Coach
from coach.workflows.day_lines import for_shell
from coach.workflows.inbox import RED_FLAG, Inbox, Request
from coach.workflows.safety import LIST_FIRST
from tests.cli.conftest import Patient, Run
from tests.cli.test_doctor_finds import line_of
from tests.conftest import answer_list


@pytest.fixture(name="home")
def _home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def left_a_yes(home: Path, clock: ManualClock) -> Path:
    """A yes that waits in the inbox of a home; its file."""
    inbox: Inbox = make_inbox(home)
    inbox.put(Request(RED_FLAG, clock.now(), item="saddle-numb"))
    (file,) = (home / "inbox").glob("*.json")
    return file


def unread_notes(coach: Coach) -> int:
    notes = coach.log.read(kinds=[NoteWritten])
    return sum(isinstance(one.fact, NoteWritten) and one.fact.about == UNREAD for one in notes)


@pytest.mark.parametrize("claimed", [False, True])
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:30],
        lambda data: b"",
        lambda data: bytes(len(data)),
        lambda data: data.replace(b"red_flag", b"red_flga"),
    ],
    ids=["cut", "empty", "zeroed", "garbled"],
)
def test_nothing_starts_before_the_whole_list_once(
    set_up: Patient,
    run: Run,
    home: Path,
    clock: ManualClock,
    open_coach: Callable[..., Coach],
    damage: Callable[[bytes], bytes],
    claimed: bool,
) -> None:
    set_up()
    file = left_a_yes(home, clock)
    file.write_bytes(damage(file.read_bytes()))
    if claimed:
        file = file.rename(file.with_suffix(".claimed"))
    assert file.name in line_of(run("doctor"), "requests")[0]
    for _ in range(2):
        assert UNREADABLE in run("session", "--line").out
        refused = run("timer", "cold", answers=["y"])
        assert refused.code == ExitCode.INPUT
        assert for_shell(f"{UNREADABLE} {LIST_FIRST}") in refused.err
    told = line_of(run("doctor"), "requests")[0]
    assert file.with_suffix(".unread").name in told
    assert "yes to a safety question" in told
    clock.advance(60)
    coach = open_coach()
    answer_list(coach)
    assert coach.safety.list_due() is None
    assert unread_notes(coach) == 1
    clock.advance(3600 * 24)
    assert coach.safety.list_due() is None


def test_a_screen_that_looks_at_the_inbox_first_asks_as_well(
    coach: Coach, home: Path, clock: ManualClock
) -> None:
    left_a_yes(home, clock).write_bytes(b"{")
    for _ in range(3):
        coach.requests.poll()
    assert coach.today.look().safety_due is not None


def test_what_lies_there_for_good_asks_once_a_day(
    coach: Coach, home: Path, clock: ManualClock
) -> None:
    (home / "inbox").symlink_to(home / "gone")
    for day in (1, 2):
        for _ in range(2):
            due = coach.safety.list_due()
            assert due is not None
            assert due.why == UNREADABLE
        clock.advance(60)
        answer_list(coach)
        assert coach.safety.list_due() is None
        assert unread_notes(coach) == day
        clock.advance(3600 * 24)


def test_a_coach_that_only_reads_leaves_it_to_the_one_that_writes(
    coach: Coach, home: Path, clock: ManualClock, open_coach: Callable[..., Coach]
) -> None:
    reader = open_coach()
    left_a_yes(home, clock).write_bytes(b"{")
    assert reader.safety.list_due() is None
    assert coach.safety.list_due() is not None
    assert reader.safety.list_due() is not None
    assert unread_notes(coach) == 1


def test_the_last_room_asks_as_well_and_what_can_be_read_in_it_locks(
    coach: Coach, home: Path, clock: ManualClock
) -> None:
    spare = Spare(spare_file(home / "coach.db"))
    (home / "inbox").write_text("in the way")
    inbox = make_inbox(home)
    for item in ("bladder", "saddle-numb"):
        inbox.put_anyhow(Request(RED_FLAG, clock.now(), item=item))
    (home / "inbox").unlink()
    with spare_file(home / "coach.db").open("r+b") as file:
        file.write(bytes(SLOT_BYTES))
    coach.requests.poll()
    assert coach.safety.hold() is not None
    assert len(coach.log.read(kinds=[SafetyHold])) == 1
    due = coach.safety.list_due()
    assert due is not None
    assert due.why == UNREADABLE
    assert spare.read() == {}
