"""The day's copy for who never opens a screen: made behind a shell command that wrote."""

import shutil
from pathlib import Path

import pytest

from coach.bootstrap import backup_process
from coach.cli import day_copy
from coach.clock import ManualClock
from coach.domain.documents import Card
from coach.exchange.papers import SealedPapers
from coach.store import backup
from coach.store.copies import backups_of, damage_in
from tests.cli.conftest import Patient, Run

PATIENT = "01a20748-f009-77e8-b5fb-b325b7230962"
PAIN = ("pain", "--back", "3", "--leg", "4")


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


def test_who_only_reads_makes_no_copy(run: Run, log: Path, set_up: Patient) -> None:
    set_up()
    for _ in range(2):
        shutil.rmtree(log.parent / "backups", ignore_errors=True)
        for words in (["today", "--json"], ["doctor"], ["export", "--format", "json"]):
            run(*words)
    assert backups_of(log) == []


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
