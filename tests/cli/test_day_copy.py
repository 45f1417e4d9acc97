"""The day's copy for who never opens a screen: made behind a shell command where one is due."""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from coach.bootstrap import backup_process, make_inbox
from coach.cli import day_copy
from coach.cli.diagnostics import ExitCode
from coach.cli.line_input import StoppedError
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.domain.documents import Card
from coach.exchange.papers import SealedPapers
from coach.store import backup
from coach.store.copies import backups_of, damage_in
from coach.workflows.coach import Coach
from coach.workflows.inbox import RED_FLAG, Request
from tests.cli.conftest import After, Patient, Run

PATIENT = "01a20748-f009-77e8-b5fb-b325b7230962"
PAIN = ("pain", "--back", "3", "--leg", "4")


SAID = {
    "a yes": (["session", "--line"], ["y", "y"], ExitCode.HELD),
    "the end of what was typed": ([], ["r", "y"], ExitCode.HELD),
    "goodbye": ([], ["r", "y", "", "q"], ExitCode.HELD),
}
"""A yes to the first question, by what the command ended with."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The patient's log."""
    return tmp_path / "home" / "coach.db"


@pytest.fixture
def caseload(tmp_path: Path) -> Path:
    """The therapist's database."""
    return tmp_path / "home" / "clinic.db"


@pytest.fixture
def add_sam(run: Run, tmp_path: Path) -> tuple[str, ...]:
    """The command that adds a patient."""
    papers = SealedPapers(tmp_path / "patient" / "key")
    return (
        "patient",
        "add",
        "Sam",
        "--words",
        papers.card_words(Card("patient", papers.key, PATIENT, "")),
    )


def locks_in(database: Path) -> list[tuple[str]]:
    """The safety holds in a log or a copy."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT id FROM safety_hold").fetchall()


def test_a_score_from_the_shell_is_followed_by_the_days_copy(
    run: Run, log: Path, clock: ManualClock
) -> None:
    assert run(*PAIN).code == 0
    (first,) = backups_of(log)
    assert damage_in(first) == ""
    told = run(*PAIN)
    assert (told.code, told.err) == (0, "")
    assert backups_of(log) == [first], "one a day"
    clock.advance(24 * 3600)
    assert run("sit", "soft").code == 0
    assert len(backups_of(log)) == 2


def test_whoever_works_at_the_desk_in_the_shell_has_the_days_copy(
    run: Run, caseload: Path, add_sam: tuple[str, ...], clock: ManualClock, tmp_path: Path
) -> None:
    assert run(*add_sam).code == 0
    assert len(backups_of(caseload)) == 1
    clock.advance(24 * 3600)
    plan = str(tmp_path / "sam.coachplan")
    assert run("assign", "sam", "steady-back", "--out", plan).code == 0
    assert [damage_in(copy) for copy in backups_of(caseload)] == ["", ""]


READING = (["today", "--json"], ["doctor"], ["programs", "list"])


def test_who_only_reads_makes_no_copy_of_what_has_one(
    run: Run, log: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*PAIN).code == 0
    (first,) = backups_of(log)
    monkeypatch.setattr("coach.bootstrap.care.copy_of_the_day", None)  # It is not even asked for.
    for _ in range(2):
        for words in READING:
            run(*words)
        clock.advance(24 * 3600)
    assert backups_of(log) == [first]


@pytest.mark.parametrize("code", [ExitCode.DONE, ExitCode.HELD])
def test_a_log_that_is_not_there_costs_a_look(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    around = Surroundings({"COACH_HOME": str(tmp_path)}, clock)
    before = day_copy.states_of(around)
    assert set(before.values()) == {None}
    monkeypatch.delitem(sys.modules, "coach.bootstrap.care", raising=False)
    day_copy.copy_what_is_due(before, around, code)
    assert "coach.bootstrap.care" not in sys.modules, "it takes its time to load"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_no_copy_holds_is_copied_behind_whatever_comes_next(
    run: Run, log: Path, set_up: Patient, words: list[str]
) -> None:
    set_up()  # As a program that was ended before it made the day's copy.
    run(*words)
    (made,) = backups_of(log)
    assert damage_in(made) == ""


def test_what_the_last_copy_does_not_hold_is_copied_the_next_day(
    run: Run, log: Path, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    for _ in range(2):
        assert run(*PAIN).code == 0
    assert len(backups_of(log)) == 1
    clock.advance(24 * 3600)
    assert run("today").code == 0
    assert len(backups_of(log)) == 2


@pytest.mark.parametrize(("words", "typed", "code"), SAID.values(), ids=SAID)
def test_a_yes_is_in_a_copy_whatever_the_command_ended_with(
    run: Run, log: Path, set_up: Patient, words: list[str], typed: list[str | After], code: int
) -> None:
    set_up()
    assert run(*PAIN).code == 0
    assert len(backups_of(log)) == 1
    assert run(*words, answers=typed).code == code
    newest = backups_of(log)[-1]
    assert locks_in(newest) == locks_in(log) != []


@pytest.mark.parametrize("words", [["session"], []], ids=["session", "coach"])
@pytest.mark.parametrize("ended", [KeyboardInterrupt, StoppedError(143), ValueError, None])
def test_a_yes_on_the_screens_is_in_a_copy_when_they_end(
    run: Run,
    log: Path,
    set_up: Patient,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    ended: type[BaseException] | BaseException | None,
) -> None:
    def run_app(coach: Coach, *, mouse: bool, start: Sequence[str] | None) -> int:
        coach.safety.answered(coach.safety.flags.items[0], True)
        if ended is not None:
            raise ended
        return 0

    set_up()
    assert run(*PAIN).code == 0
    monkeypatch.setattr(Surroundings, "on_terminal", True)
    monkeypatch.setattr("coach.tui.app.run_app", run_app)
    run(*words)
    newest = backups_of(log)[-1]
    assert locks_in(newest) == locks_in(log) != []


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), ValueError("ours")])
def test_a_copy_that_fails_behind_a_yes_leaves_it_its_code_and_the_last_word(
    run: Run, log: Path, set_up: Patient, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def failing(*_: object) -> None:
        raise fault

    set_up()
    monkeypatch.setattr(backup, "backup_into_folder", failing)
    told = run("session", "--line", answers=["y", "y"])
    assert told.code == ExitCode.HELD
    assert len(told.err.splitlines()) == 1
    assert "Today's backup" not in told.err
    assert locks_in(log) != []


@pytest.mark.parametrize(
    "words",
    [
        ["session", "--line"],
        ["audio", "steady-back", "--stage", "D", "--out", "x.wav"],
        ["export", "--format", "ics", "--out", "x.ics"],
        ["share", "--out", "x.coachlog"],
        ["today"],
    ],
    ids=lambda words: words[0],
)
def test_a_yes_that_waited_is_in_a_copy_behind_the_command_that_took_it_in(
    run: Run, log: Path, set_up: Patient, clock: ManualClock, words: list[str]
) -> None:
    set_up()
    assert run(*PAIN).code == 0
    make_inbox(log.parent).put(Request(what=RED_FLAG, at=clock.now(), item="saddle-numb"))
    run(*words)
    newest = backups_of(log)[-1]
    assert locks_in(newest) == locks_in(log) != []


def test_a_lock_that_no_copy_holds_is_copied_behind_the_command_that_it_stops(
    run: Run, log: Path, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    assert run(*PAIN).code == 0
    make_inbox(log.parent).put(Request(what=RED_FLAG, at=clock.now(), item="saddle-numb"))
    run("today")
    newest = backups_of(log)[-1]
    newest.unlink()  # As a program that was ended between the two.
    assert run("session", "--line").code == ExitCode.HELD
    assert locks_in(backups_of(log)[-1]) == locks_in(log)
    there = backups_of(log)
    assert run("session", "--line").code == ExitCode.HELD
    assert backups_of(log) == there


def test_a_copy_that_fails_is_told_and_fails_nothing(run: Run, log: Path) -> None:
    assert run(*PAIN).code == 0
    for copy in backups_of(log):
        copy.unlink()
    (log.parent / "backups").rmdir()
    (log.parent / "backups").write_text("no folder", encoding="utf-8")
    told = run(*PAIN)
    assert told.code == 0
    assert told.lines == ["Pain noted."]
    assert told.err.startswith("coach: Today's backup was not made. ")
    assert len(told.err.splitlines()) == 1


def test_a_command_that_failed_is_told_with_its_own_code(run: Run, log: Path) -> None:
    assert run(*PAIN, "--reach", "moon").code == 2
    assert backups_of(log) == []


def test_who_breaks_the_copy_off_has_what_the_command_did(
    run: Run, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "back_up_daily", broken_off)
    told = run(*PAIN)
    assert (told.code, told.lines) == (0, ["Pain noted."])


def test_nobody_waits_for_the_copy_of_a_log_of_months(
    run: Run, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []
    monkeypatch.setattr(day_copy, "AT_ONCE_BYTES", 1000)
    monkeypatch.setattr(backup_process, "back_up_apart", lambda path, tell: begun.append(path))
    assert run(*PAIN).code == 0
    assert begun == [log]
    assert backups_of(log) == []
