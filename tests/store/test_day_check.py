"""A large caseload is looked over once a week; a patient's log and a small one every time."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.store import day_check, files
from coach.store.backup import backup_into_folder
from coach.store.files import CLINIC_LOG, PATIENT_LOG, checked_file
from coach.store.opening import open_log
from tests.store.builders import at


@pytest.fixture
def looked_over(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One word for each time a database is looked over."""
    seen: list[str] = []
    check = day_check._quick_check

    def counted(connection: object) -> str:
        seen.append("looked over")
        return check(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(day_check, "_quick_check", counted)
    return seen


@pytest.fixture
def _all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGE_BYTES", 1000)


def times(
    home: Path,
    looked_over: list[str],
    clock: ManualClock,
    *,
    name: str = CLINIC_LOG,
    read_only: bool = False,
) -> int:
    """How often a database is looked over when it is opened once."""
    before = len(looked_over)
    open_log(home, name=name, clock=clock, read_only=read_only).close()
    return len(looked_over) - before


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(at())


@pytest.mark.usefixtures("_all_are_large")
def test_a_large_caseload_is_looked_over_once_a_week(
    tmp_path: Path, looked_over: list[str], clock: ManualClock
) -> None:
    assert [times(tmp_path, looked_over, clock) for _ in range(3)] == [1, 0, 0]
    assert times(tmp_path, looked_over, clock, read_only=True) == 0
    assert checked_file(tmp_path / CLINIC_LOG).stat().st_mode & 0o777 == 0o600
    clock.set_wall(at() + timedelta(days=6))
    assert times(tmp_path, looked_over, clock, read_only=True) == 0
    clock.set_wall(at() + timedelta(days=7))
    assert times(tmp_path, looked_over, clock, read_only=True) == 1
    assert times(tmp_path, looked_over, clock) == 0


@pytest.mark.usefixtures("_all_are_large")
def test_the_days_backup_checks_it_so_that_the_next_week_need_not(
    tmp_path: Path, looked_over: list[str], clock: ManualClock
) -> None:
    times(tmp_path, looked_over, clock)
    later = at() + timedelta(days=6)
    before = len(looked_over)
    backup_into_folder(tmp_path / CLINIC_LOG, later)
    assert len(looked_over) > before
    clock.set_wall(later + timedelta(days=6))
    assert times(tmp_path, looked_over, clock) == 0


@pytest.mark.usefixtures("_all_are_large")
def test_a_clock_that_was_set_back_believes_no_check_of_a_later_day(
    tmp_path: Path, looked_over: list[str], clock: ManualClock
) -> None:
    times(tmp_path, looked_over, clock)
    clock.set_wall(at() - timedelta(days=1))
    assert times(tmp_path, looked_over, clock) == 1


def test_a_small_caseload_is_looked_over_every_time(
    tmp_path: Path, looked_over: list[str], clock: ManualClock
) -> None:
    assert [times(tmp_path, looked_over, clock) for _ in range(3)] == [1, 1, 1]
    assert not checked_file(tmp_path / CLINIC_LOG).exists()


@pytest.mark.usefixtures("_all_are_large")
def test_a_patients_log_is_looked_over_at_every_start(
    tmp_path: Path, looked_over: list[str], clock: ManualClock
) -> None:
    found = [times(tmp_path, looked_over, clock, name=PATIENT_LOG) for _ in range(3)]
    assert found == [1, 1, 1]


@pytest.mark.usefixtures("_all_are_large")
def test_another_file_in_its_place_is_looked_over_anew(
    tmp_path: Path, looked_over: list[str], clock: ManualClock
) -> None:
    times(tmp_path, looked_over, clock)
    caseload = tmp_path / CLINIC_LOG
    shutil.copy(caseload, tmp_path / "copy.db")
    (tmp_path / "copy.db").replace(caseload)
    assert times(tmp_path, looked_over, clock) == 1


@pytest.mark.usefixtures("_all_are_large")
def test_a_file_from_before_the_check_is_looked_over_anew(
    tmp_path: Path, looked_over: list[str], clock: ManualClock
) -> None:
    times(tmp_path, looked_over, clock)
    os.utime(tmp_path / CLINIC_LOG, (1, 1))
    assert times(tmp_path, looked_over, clock) == 1


@pytest.mark.usefixtures("_all_are_large")
@pytest.mark.parametrize("words", ["", "2027-03-01", "2027-03-01 a b c", "yesterday 1 1 1"])
def test_a_note_that_cannot_be_read_says_nothing(
    tmp_path: Path, looked_over: list[str], clock: ManualClock, words: str
) -> None:
    times(tmp_path, looked_over, clock)
    checked_file(tmp_path / CLINIC_LOG).write_text(words)
    assert [times(tmp_path, looked_over, clock) for _ in range(2)] == [1, 0]
