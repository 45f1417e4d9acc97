"""Which automatic copies stay, and which one is offered."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.errors import InputError, RefusedError
from coach.store.backup import back_up_daily, backup_due, backup_into_folder
from coach.store.copies import (
    DAILY_KEPT,
    MONTHLY_KEPT,
    WEEKLY_KEPT,
    backups_of,
    by_content,
    damage_in,
    day_of,
    folders_among,
    kept,
    newest_backup,
    way_back,
)
from coach.store.encrypting import decrypt, encrypt
from coach.store.encryption import unlock
from coach.store.faults import DamagedLogError
from coach.store.files import CLINIC_LOG, stamp
from coach.store.looking import Verdict, look_at
from coach.store.opening import open_log
from coach.store.restoring import restore
from tests.store.builders import (
    MONDAY,
    a_log,
    a_note,
    at,
    made_by_newer_coach,
    of_another_program,
    recorded,
)
from tests.store.caseloads import a_caseload, enrolled
from tests.store.test_backup import _cut, _empty, _flip, _forge, home
from tests.store.test_restore import logged

__all__ = ["home"]

MOST = DAILY_KEPT + WEEKLY_KEPT + MONTHLY_KEPT
FIRST = datetime(2027, 1, 1)
MOMENTS = st.datetimes(FIRST, FIRST + timedelta(days=500))


def named(moment: datetime, number: int = 1) -> Path:
    """The name of an automatic copy."""
    return Path(f"coach-{stamp(moment)}{f'-{number}' if number > 1 else ''}.db")


def on_days(*days: date) -> list[Path]:
    return [named(datetime(day.year, day.month, day.day, 8)) for day in days]


# --- the rule


def test_seven_days_four_weeks_and_six_months_are_kept() -> None:
    days = [MONDAY - timedelta(days=number) for number in reversed(range(300))]
    weekly = [date(2027, 2, 14), date(2027, 2, 21)]  # Sundays of the weeks before
    monthly = [date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)]
    daily = [MONDAY - timedelta(days=number) for number in reversed(range(7))]
    assert kept(on_days(*days), MONDAY) == on_days(*monthly, *weekly, *daily)
    assert kept(on_days(*days[:3]), MONDAY) == on_days(*days[:3])


def test_only_the_last_copy_of_a_day_is_kept() -> None:
    morning, evening = at(hour=8), at(hour=20)
    copies = [named(evening), named(morning), *(named(evening, nth) for nth in (2, 10, 3))]
    assert kept(copies, MONDAY) == [named(evening, 10)]


def test_copies_from_a_clock_that_ran_ahead_cost_none_of_the_present() -> None:
    present = [MONDAY - timedelta(days=number) for number in reversed(range(7))]
    ahead = [date(2030, 1, 1) + timedelta(days=number) for number in range(7)]
    assert kept(on_days(*present, *ahead), MONDAY) == on_days(*present, *ahead)
    # Nor does a clock set back cost what was made before.
    assert kept(on_days(*present), date(1970, 1, 1)) == on_days(*present)


@given(st.lists(MOMENTS, min_size=1, unique=True), MOMENTS)
def test_whatever_the_clock_said_few_stay_and_the_newest_is_among_them(
    moments: list[datetime], now: datetime
) -> None:
    copies = [named(moment) for moment in moments]
    stay = kept(copies, now.date())
    assert stay
    assert set(stay) <= set(copies)
    assert len(stay) <= 2 * MOST
    assert max(copies) in stay
    until = [copy for copy in copies if day_of(copy) <= now.date()]
    assert not until or max(until) in stay
    assert kept(stay, now.date()) == stay, "thinning out twice is thinning out once"


@given(st.lists(MOMENTS, min_size=1, unique=True))
def test_thinned_out_day_by_day_it_is_what_the_whole_row_would_leave(
    moments: list[datetime],
) -> None:
    moments = sorted(moments)
    folder: list[Path] = []
    for moment in moments:
        folder = kept([*folder, named(moment)], moment.date())
    assert folder == kept([named(moment) for moment in moments], moments[-1].date())


@given(st.lists(st.booleans(), min_size=1, max_size=400))
def test_who_opens_the_coach_daily_has_a_copy_of_each_day_week_and_month(
    opened: list[bool],
) -> None:
    days = [MONDAY + timedelta(days=number) for number, it_was in enumerate(opened) if it_was]
    if not days:
        return
    stay = {day_of(copy) for copy in kept(on_days(*days), days[-1])}
    assert set(days[-DAILY_KEPT:]) <= stay
    months = sorted({(day.year, day.month) for day in days})[-MONTHLY_KEPT:]
    assert set(months) <= {(day.year, day.month) for day in stay}
    weeks = sorted({day.isocalendar()[:2] for day in days})[-WEEKLY_KEPT:]
    assert set(weeks) <= {day.isocalendar()[:2] for day in stay}


# --- in a home


def test_the_copy_just_made_stays_though_the_clock_was_set_back(home: Path) -> None:
    database = home / "coach.db"
    for number in range(10):
        assert back_up_daily(database, at() + timedelta(days=number))
    later = backup_into_folder(database, at(hour=20))
    made = backup_into_folder(database, at(hour=8))
    assert made.exists(), "an earlier hour of the same day"
    assert later.exists()
    long_before = backup_into_folder(database, at() - timedelta(days=400))
    assert long_before.exists()
    assert not backup_due(database, at() - timedelta(days=400))


def test_other_files_in_the_folder_are_left_alone(home: Path) -> None:
    folder = home / "backups"
    folder.mkdir()
    theirs = [folder / "coach-before-the-move.db", folder / "coach-2027-02-30T000000.db"]
    for file in theirs:
        file.write_bytes(b"mine")
    for number in range(9):
        assert back_up_daily(home / "coach.db", at() + timedelta(days=number))
    assert all(file.read_bytes() == b"mine" for file in theirs)
    assert len(backups_of(home / "coach.db")) == 7


def test_the_copy_that_holds_most_is_offered_whatever_the_clock_said(home: Path) -> None:
    database = home / "coach.db"
    ahead = backup_into_folder(database, at() + timedelta(days=400))
    with a_log(home) as log:
        recorded(log, a_note("when the clock was right again"))
    newest = backup_into_folder(database, at() + timedelta(days=1))
    assert by_content(database) == [ahead, newest]
    assert newest_backup(database) == newest
    database.write_bytes(b"broken")
    with pytest.raises(DamagedLogError) as caught:
        open_log(home)
    assert f"coach restore {newest}" in caught.value.message


def test_what_a_home_went_back_from_is_never_offered_again(home: Path) -> None:
    database = home / "coach.db"
    early = backup_into_folder(database, at())
    with a_log(home) as log:
        recorded(log, *[a_note(f"to be gone back from {number}") for number in range(9)])
    backup_into_folder(database, at() + timedelta(days=5))
    for notes in (5, 1):  # From the same copy both times: the second life is the later one.
        restore(early, home, at() + timedelta(days=1))
        with a_log(home) as log:
            recorded(log, *[a_note("after going back") for _ in range(notes)])
        newest = backup_into_folder(database, at() + timedelta(days=2))
        assert newest_backup(database) == newest


def test_no_copy_is_thinned_out_that_holds_what_the_log_has_not(home: Path) -> None:
    database = home / "coach.db"
    early = backup_into_folder(database, at()).read_bytes()
    with a_log(home) as log:
        recorded(log, a_note("lost by hand"))
    more = backup_into_folder(database, at() + timedelta(days=1))
    database.write_bytes(early)
    for number in range(2, 30):
        backup_into_folder(database, at() + timedelta(days=number))
    assert more.exists()
    assert newest_backup(database) == more
    restore(more, home, at() + timedelta(days=40))
    for number in range(40, 60):
        backup_into_folder(database, at() + timedelta(days=number))
    assert not more.exists(), "what it holds is in the log again"


def test_of_a_caseload_that_forgot_somebody_the_copy_before_is_not_offered(tmp_path: Path) -> None:
    database = tmp_path / CLINIC_LOG
    with a_caseload(tmp_path) as caseload:
        for name, key in (("sam", "ab" * 32), ("kim", "cd" * 32)):
            caseload.enrol(enrolled(name, name, key))
            recorded(caseload.log(name), *[a_note(name) for _ in range(9)])
    ahead = backup_into_folder(database, at() + timedelta(days=400))
    with a_caseload(tmp_path) as caseload:
        caseload.forget("kim")
        recorded(caseload.log("sam"), a_note("went on"))
    newest = backup_into_folder(database, at())
    assert by_content(database) == [ahead, newest]


@pytest.mark.parametrize("spoil", [_flip, _cut, _forge, _empty])
def test_a_damaged_copy_is_never_the_one_that_is_offered(
    home: Path, spoil: Callable[[Path], None]
) -> None:
    database = home / "coach.db"
    whole, newest = (backup_into_folder(database, at() + timedelta(days=n)) for n in range(2))
    assert newest_backup(database) == newest
    spoil(newest)
    assert damage_in(newest)
    assert not damage_in(whole)
    database.write_bytes(b"broken")
    with pytest.raises(DamagedLogError) as caught:
        open_log(home)
    assert f"coach restore {whole}" in caught.value.message
    with pytest.raises((InputError, RefusedError)):
        restore(newest, home, at())
    restore(whole, home, at())
    with a_log(home) as log:
        assert len(logged(log)) == 3


def test_the_copies_are_looked_at_once_and_only_when_the_damage_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[Path] = []
    monkeypatch.setattr("coach.store.copies.damage_in", looked_at.append)
    copy = backup_into_folder(home / "coach.db", at())
    (home / "coach.db").write_bytes(b"broken")
    with pytest.raises(DamagedLogError) as caught:
        open_log(home)
    assert looked_at == []
    for _ in range(2):
        assert f"coach restore {copy}" in caught.value.message
    assert looked_at == [copy]


def test_where_every_copy_is_damaged_none_is_offered(home: Path) -> None:
    database = home / "coach.db"
    _cut(backup_into_folder(database, at()))
    database.write_bytes(b"broken")
    with pytest.raises(DamagedLogError, match="There is no whole copy in the backups folder"):
        open_log(home)


@pytest.mark.parametrize("passphrase", [None, "some other words"])
def test_an_encrypted_copy_that_cannot_be_looked_at_is_neither_whole_nor_damaged(
    home: Path, passphrase: str | None
) -> None:
    database = home / "coach.db"
    encrypt(database, "four quiet o'clock horses")
    try:
        copy = backup_into_folder(database, at())
        assert look_at(copy) == Verdict()
        unlock(passphrase)
        assert look_at(copy).damage == ""
        assert "COACH_PASSPHRASE" in look_at(copy).unseen
        assert newest_backup(database) is None
        told = way_back(database)
        assert "No copy is known to be whole" in told
        assert str(copy) in told
        assert "COACH_PASSPHRASE" in told
        assert "There is no whole copy" not in told
    finally:
        unlock(None)


def test_what_another_program_or_a_newer_coach_made_is_not_called_damaged(home: Path) -> None:
    copy = backup_into_folder(home / "coach.db", at())
    for change in (made_by_newer_coach, of_another_program):
        change(copy)
        assert look_at(copy).damage == ""
        assert look_at(copy).unseen


@pytest.mark.parametrize("known", [True, False])
def test_a_copy_that_could_not_be_looked_at_is_not_thinned_out(home: Path, known: bool) -> None:
    database, words = home / "coach.db", "four quiet o'clock horses"
    try:
        encrypt(database, words)
        closed = backup_into_folder(database, at())
        decrypt(database)
        unlock(words if known else None)
        for minute in (1, 2):
            backup_into_folder(database, at() + timedelta(minutes=minute))
        assert closed.exists() != known, "with the passphrase it is seen that the log holds all"
        assert len(backups_of(database)) == 2 - known
    finally:
        unlock(None)


def test_a_folder_with_the_name_of_a_copy_stays_and_is_none(home: Path) -> None:
    database = home / "coach.db"
    folder = home / "backups" / named(at() - timedelta(days=400))
    folder.mkdir(parents=True)
    today = home / "backups" / named(at())
    today.mkdir()
    assert backup_due(database, at()), "a folder is not the copy of the day"
    for number in range(9):
        assert back_up_daily(database, at() + timedelta(days=number))
    assert folder.is_dir()
    assert folder not in backups_of(database)
    assert folders_among(database) == [folder, today]
