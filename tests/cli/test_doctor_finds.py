"""Faults that leave a trace, each put there for real: the doctor names it and says what to do."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.bootstrap import Wishes, make_inbox, make_speaker
from coach.cli.demo import MARK
from coach.cli.diagnostics import ExitCode
from coach.cli.main import main
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.config.writing import half_written
from coach.domain.documents import Card
from coach.domain.events import SessionStarted
from coach.domain.program import StageCode
from coach.exchange.papers import SealedPapers
from coach.exchange.template import template
from coach.store import connecting
from coach.store.copies import backups_of
from coach.store.database import SCHEMA_VERSION
from coach.store.fault_log import FAULT_LOG, keep_fault
from coach.store.home_lock import HomeLock
from coach.store.spare import Spare
from coach.store.trouble_log import VOICE_LOG, WATCH_LOG, TroubleLog
from coach.workflows.coach import Coach, Notices
from coach.workflows.inbox import RED_FLAG, Request
from tests.cli.conftest import Patient, Result, Run
from tests.conftest import BERLIN, SHIPPED
from tests.faults.migrating import former_log, killed_at
from tests.faults.mounts import in_a_mount_of_its_own
from tests.speech.test_faults import wait_until
from tests.store.builders import ROOT, lain_elsewhere, made_by_newer_coach, of_another_program
from tests.store.moments import break_off_a_writing, tear_first_page
from tests.store.test_chain import tamper

YES = Request(RED_FLAG, datetime(2027, 3, 1, 9, tzinfo=UTC), item="saddle-numb")
PAGE = 4096
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions and signals")
Inject = Callable[[Path], object]


@pytest.fixture
def home(run: Run, set_up: Patient, tmp_path: Path, clock: ManualClock) -> Path:
    """A patient's home with scores and two days' copies, all well."""
    set_up()
    for _ in range(2):
        assert run("pain", "--back", "3", "--leg", "4", "--reach", "calf").code == 0
        assert run("backup").code == 0
        clock.advance(24 * 3600)
    return tmp_path / "home"


def line_of(result: Result, check: str) -> tuple[str, str]:
    """What the doctor said under this name, and what to do."""
    lines = [*result.lines, ""]
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{check}: "))
    do = lines[at + 1] if lines[at + 1].startswith("  do: ") else ""
    return lines[at], do.removeprefix("  do: ")


def not_ok(result: Result) -> list[str]:
    return [line.partition(":")[0] for line in result.lines if ": NOT OK." in line]


def test_a_healthy_home_has_no_finding(run: Run, home: Path) -> None:
    result = run("doctor")
    assert result.code == 0, result
    assert not_ok(result) == []
    assert "  do: " not in result.out
    assert "2, each opened and whole; the newest is of 2027-03-02" in result.out
    assert result.err == ""


# --- the log and its copies


def _put(file: Path, content: bytes) -> None:
    """As a coach writes it: for its owner alone."""
    file.write_bytes(content)
    file.chmod(0o600)


def _database(home: Path) -> Path:
    return home / "coach.db"


def _zero_a_page(home: Path) -> None:
    content = bytearray(_database(home).read_bytes())
    middle = len(content) // PAGE // 2 * PAGE
    content[middle : middle + PAGE] = bytes(PAGE)
    _database(home).write_bytes(content)


def _flip_a_fact(home: Path) -> None:
    tamper(_database(home), "UPDATE pain_score SET score = 1 WHERE score = 4")


def _cut_short(home: Path) -> None:
    os.truncate(_database(home), _database(home).stat().st_size // 3)


def _empty(home: Path) -> None:
    os.truncate(_database(home), 0)


def _no_database(home: Path) -> None:
    _database(home).write_text("a shopping list")


def _lost(home: Path) -> None:
    _database(home).unlink()


def _newer(home: Path) -> None:
    made_by_newer_coach(_database(home))


def _nobodys(home: Path) -> None:
    with closing(sqlite3.connect(_database(home))) as connection, connection:
        connection.execute("DELETE FROM home WHERE key = 'patient'")


def _half_migrated(home: Path) -> None:
    """The tables of an older version under the number of the present one."""
    with closing(sqlite3.connect(_database(home))) as connection:
        connection.execute("DROP TABLE caseload_signs")


def _foreign(home: Path) -> None:
    of_another_program(_database(home))


def _newest_copy(home: Path) -> Path:
    return backups_of(_database(home))[-1]


def _damage_newest_copy(home: Path) -> None:
    copy = _newest_copy(home)
    os.truncate(copy, copy.stat().st_size // 2)


def _damage_every_copy(home: Path) -> None:
    for copy in backups_of(_database(home)):
        tamper(copy, "UPDATE pain_score SET score = 1")


def _backup_broke_off(home: Path) -> None:
    _put(home / "backups" / "coach-2027-03-03T093000.db.part", b"half")


def _copy_of_the_future(home: Path) -> None:
    shutil.copy(_newest_copy(home), home / "backups" / "coach-2031-01-01T080000.db")


def _torn_without_its_journal(home: Path) -> None:
    tear_first_page(_database(home))


def _unplugged(home: Path) -> None:
    _database(home).unlink()
    _database(home).symlink_to(home / "disk" / "coach.db")


# --- the rest of the home


def _open_home(home: Path) -> None:
    home.chmod(0o755)


def _open_files(home: Path) -> None:
    _database(home).chmod(0o644)
    _newest_copy(home).chmod(0o640)


def _half_written(home: Path) -> None:
    for name in (
        ".coach-x81.part",
        "alive.4711",
        "timer-times.4711",
        "coach.pid.4711",
        "coach.reach.4711",
        "coach.db.new",
        "coach.db.new-journal",
        "coach.db.part-wal",
    ):
        _put(home / name, b"half")


def _unread_request(home: Path) -> None:
    (home / "inbox").mkdir(mode=0o700)
    _put(home / "inbox" / "0199.unread", b"{")


def _cut_request(home: Path) -> None:
    (home / "inbox").mkdir(mode=0o700)
    _put(home / "inbox" / "0199.part", b'{"what": "red_flag", "at": "20')


def _no_request(home: Path) -> None:
    (home / "inbox").mkdir(mode=0o700)
    _put(home / "inbox" / "0199.json", b'{"what": "red_flag", "at": "20')


def _link_to_nowhere_in_the_inbox(home: Path) -> None:
    (home / "inbox").mkdir(mode=0o700)
    (home / "inbox" / "0199.json").symlink_to(home / "gone")


def _inbox_that_leads_nowhere(home: Path) -> None:
    (home / "inbox").symlink_to(home / "gone")


def _inbox_that_is_no_folder(home: Path) -> None:
    _put(home / "inbox", b"in the way")


def _spoiled_spare(home: Path) -> None:
    with (home / "coach.spare").open("r+b") as file:
        file.write(bytes(512))


def _no_spare(home: Path) -> None:
    (home / "coach.spare").unlink()


def _fault_of_ours(home: Path) -> None:
    _put(home / FAULT_LOG, b"Traceback (most recent call last):\n")


def _fault_of_ours_without_a_home(_: Path) -> None:
    assert keep_fault(RuntimeError(), None) is not None


def _trouble_of_the_watch(home: Path) -> None:
    log = TroubleLog(home / WATCH_LOG)
    log.add(datetime(2027, 3, 1, 8, 30, tzinfo=UTC), "The disk is full.")
    log.add(datetime(2027, 3, 2, 8, 30, tzinfo=UTC), "pitch goes from 0 to 100.")


def _cache_in_the_way(home: Path) -> None:
    _put(home / "cache", b"no folder")


def _folders_as_notes(home: Path) -> None:
    for name in ("alive", "coach.ballast"):
        (home / name).unlink(missing_ok=True)
        (home / name).mkdir(mode=0o700)


def _file_as_folder(home: Path) -> None:
    _put(home / "out", b"no folder")


def _broken_settings(home: Path) -> None:
    (home.parent / "config.toml").write_text('volume_percent = "loud"\n')


def _half_settings(home: Path) -> None:
    (home.parent / "config.toml").write_bytes(b'name = "Sam"\nquiet_fr\xff')


_ENDED_OVER_SETTINGS = """
import os, sys
from pathlib import Path
from coach.config import change_settings

os.fsync = lambda _: os._exit(9)
change_settings(Path(sys.argv[1]), {"name": "Samuel"})
"""


def _settings_cut_in_two(home: Path) -> None:
    _end_over_settings(home.parent / "config.toml")


def _end_over_settings(file: Path) -> None:
    """As a power cut does it, before anything has the place of the file."""
    command = [sys.executable, "-c", _ENDED_OVER_SETTINGS, str(file)]
    assert subprocess.run(command, check=False, cwd=ROOT).returncode == 9
    assert half_written(file).exists()


def _broken_own_program(home: Path) -> None:
    folder = home / "programs" / "mine"
    folder.mkdir(parents=True)
    (folder / "program.toml").write_text("title = [[[")


def _unsafe_own_program(home: Path) -> None:
    folder = home / "programs" / "mine"
    folder.mkdir(parents=True)
    text = template().replace("my-program", "mine").replace("cat-camel 1x6", "cat-camel 1x10000")
    (folder / "program.toml").write_text(text)


def _broken_key(home: Path) -> None:
    (home / "keys").mkdir(mode=0o700)
    _put(home / "keys" / "patient", b"no key")


@dataclass(frozen=True)
class Fault:
    """One fault: the row of the matrix, how it comes about, and what the doctor says of it."""

    row: int
    inject: Inject
    check: str
    says: str
    do: str
    code: int = ExitCode.DONE

    def __str__(self) -> str:
        return self.inject.__name__.strip("_")


WELL, NOT_WELL = ExitCode.DONE, ExitCode.INPUT
COPY = "coach restore {newest}"
FAULTS = [
    Fault(2, _torn_without_its_journal, "database", "is not a database", COPY, NOT_WELL),
    Fault(9, _zero_a_page, "database", "is damaged", COPY, NOT_WELL),
    Fault(9, _flip_a_fact, "database", "was changed", COPY, NOT_WELL),
    Fault(9, _cut_short, "database", "is damaged", COPY, NOT_WELL),
    Fault(9, _nobodys, "database", "does not say whose log it is", COPY, NOT_WELL),
    Fault(10, _empty, "database", "{home}/coach.db is empty.", COPY, NOT_WELL),
    Fault(10, _no_database, "database", "is not a database", COPY, NOT_WELL),
    Fault(10, _lost, "database", "is missing, though there are copies", COPY, NOT_WELL),
    Fault(10, _unplugged, "database", "a link to {home}/disk/coach.db", "Connect", NOT_WELL),
    Fault(10, _foreign, "database", "belongs to another program", "Move it away", NOT_WELL),
    Fault(11, _newer, "database", "needs a coach that knows", "Update coach", NOT_WELL),
    Fault(12, _half_migrated, "database", "lacks the table caseload_signs", COPY, NOT_WELL),
    Fault(35, _damage_newest_copy, "copies", "1 of 2 damaged: {newest_name}", "is {older}."),
    Fault(
        35,
        _damage_every_copy,
        "copies",
        "2 of 2 damaged",
        "Delete none of them yet. None is whole. Make",
    ),
    Fault(34, _backup_broke_off, "leftovers", "T093000.db.part", "delete them"),
    Fault(14, _copy_of_the_future, "copies", "has not come yet", "Set the date"),
    Fault(5, _open_home, "privacy", "Others on this machine may open: {home}", "chmod -R go-rwx"),
    Fault(5, _open_files, "privacy", "coach.db", "chmod -R go-rwx {home}"),
    Fault(1, _half_written, "leftovers", "and 5 more", "Close every coach"),
    Fault(33, _unread_request, "requests", "0199.unread", "Give the command again"),
    Fault(33, _cut_request, "requests", "0199.part. A yes to a safety", "go through the safety"),
    Fault(33, _no_request, "requests", "0199.json. A yes to a safety", "go through the safety"),
    Fault(33, _link_to_nowhere_in_the_inbox, "requests", "read: 0199.json", "delete that link"),
    Fault(33, _inbox_that_leads_nowhere, "requests", "read: inbox", "delete that link"),
    Fault(33, _inbox_that_is_no_folder, "requests", "read: inbox", "{home}/inbox is no folder"),
    Fault(33, _spoiled_spare, "requests", "read: coach.spare", "Start coach. Then go"),
    Fault(26, _fault_of_ours, "faults", "met a fault of its own", "{home}/fault.log"),
    Fault(26, _fault_of_ours_without_a_home, "faults", "met a fault", "Send {temporary}/coach-"),
    Fault(3, _trouble_of_the_watch, "watch log", "03-02 08:30: pitch goes", "{home}/watch.log"),
    Fault(4, _cache_in_the_way, "ready sounds", "takes no files", "Delete {home}/cache"),
    Fault(4, _folders_as_notes, "files", "No file, where coach keeps one: coach.ba", "Move it"),
    Fault(3, _no_spare, "files", "No room is kept for a yes on a full disk", "Start coach"),
    Fault(4, _file_as_folder, "files", "No folder, where coach keeps one: out.", "Move it away"),
    Fault(4, _broken_settings, "settings", "volume_percent", "Mend the file", NOT_WELL),
    Fault(4, _half_settings, "settings", "config.toml", "Mend the file", NOT_WELL),
    Fault(4, _settings_cut_in_two, "settings", "config.toml.part is half", "make your last change"),
    Fault(30, _broken_own_program, "programs", "program.toml:1", "coach programs check {home}"),
    Fault(31, _unsafe_own_program, "programs", "reps is 10000; write 1 to 60", "coach programs ch"),
    Fault(9, _broken_key, "key", "is no key of a coach", "Put the key"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_named_with_what_to_do(
    run: Run, home: Path, temporary: Path, fault: Fault
) -> None:
    if os.name == "nt" and (fault.check == "privacy" or fault.inject is _unplugged):
        pytest.skip("Windows has other permissions, and links need one")
    older, newest = backups_of(_database(home))
    fault.inject(home)
    result = run("doctor")
    copies = {"newest": newest, "newest_name": newest.name, "older": older}
    known = {"home": home, "temporary": temporary, **copies}
    line, do = line_of(result, fault.check)
    assert ": NOT OK." in line, result.out
    assert fault.says.format(**known) in line
    assert fault.do.format(**known) in do
    assert do not in line, "nothing is said twice"
    assert result.code == fault.code
    assert not_ok(result) == [fault.check], "nothing else is the matter"
    assert result.err == "" if fault.code is WELL else fault.check in result.err


@pytest.mark.parametrize("inject", [_zero_a_page, _foreign, _newer, _unplugged, _broken_key])
def test_each_entry_of_the_document_says_by_itself_what_to_do(
    run: Run, home: Path, inject: Inject
) -> None:
    if os.name == "nt" and inject is _unplugged:
        pytest.skip("on Windows links need a right of their own")
    inject(home)
    shown = run("doctor")
    document = run("doctor", "--json").json
    assert document["ok"] is (shown.code == WELL)
    for one in document["checks"]:
        if not one["ok"]:
            assert line_of(shown, one["name"]) == (
                f"{one['name']}: NOT OK. {one['detail']}",
                one["mend"],
            )
            assert one["mend"]
            assert "above" not in one["mend"], "a document has no line above"


@pytest.mark.parametrize("place", ["elsewhere", "in the home"])
def test_settings_cut_in_two_are_named_once_and_mended_as_it_says(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    file = (home if place == "in the home" else tmp_path) / "config.toml"
    _put(file, b'name = "Sam"\nvolume_percent = "loud"\n')
    monkeypatch.setenv("COACH_CONFIG", str(file))
    broken = file.read_bytes()
    file.unlink()
    _end_over_settings(file)
    _put(file, broken)
    result = run("doctor")
    assert not_ok(result) == ["settings"]
    line, do = line_of(result, "settings")
    assert "volume_percent" in line, "what is broken in the file itself is told first"
    assert "is half of it" in line
    assert do.startswith("Mend the file")
    _put(file, b'name = "Sam"\n')
    result = run("doctor")
    assert (result.code, not_ok(result)) == (ExitCode.DONE, ["settings"])
    assert run("settings", "name", "Samuel").code == ExitCode.DONE
    assert not_ok(run("doctor")) == [], "the next change clears it"


def test_a_yes_that_waits_is_counted_wherever_it_lies(run: Run, home: Path) -> None:
    inbox = make_inbox(home)
    inbox.put(YES)
    (file,) = (home / "inbox").iterdir()
    file.rename(file.with_suffix(".part"))
    Spare(home / "coach.spare").put(file.with_suffix(".part").read_bytes())
    result = run("doctor")
    assert "requests: ok. 2 wait;" in line_of(result, "requests")[0]
    assert not_ok(result) == []
    assert run("today", "--json").json["hold"]


def test_a_sample_home_needs_no_copy(run: Run, home: Path, clock: ManualClock) -> None:
    for copy in backups_of(_database(home)):
        copy.unlink()
    clock.advance(10 * 24 * 3600)
    assert not_ok(run("doctor")) == ["copies"]
    (home / MARK).touch(mode=0o600)
    result = run("doctor")
    assert not_ok(result) == []
    assert "copies: ok. A sample home" in line_of(result, "copies")[0]


def test_a_damaged_copy_is_never_what_the_doctor_says_to_restore(run: Run, home: Path) -> None:
    older, _ = backups_of(_database(home))
    _damage_newest_copy(home)
    _flip_a_fact(home)
    line, do = line_of(run("doctor"), "database")
    assert "NOT OK" in line
    assert do == f"Restore the newest whole copy with: coach restore {older}"
    assert run("restore", str(older)).code == 0
    assert not_ok(run("doctor")) == ["copies"]


def test_no_log_is_called_whole_beside_a_fault_without_looking(run: Run, home: Path) -> None:
    _fault_of_ours(home)
    line, _ = line_of(run("doctor"), "faults")
    assert line.endswith("The line on the database says whether the log is whole.")
    _zero_a_page(home)
    result = run("doctor")
    assert "database: NOT OK." in result.out
    assert "not hurt" not in result.out


@POSIX
@pytest.mark.parametrize("what", ["no home", "a file", "a log that takes nothing"])
def test_a_fault_that_the_home_could_not_take_is_named_where_it_lies(
    run: Run, tmp_path: Path, temporary: Path, what: str
) -> None:
    home = tmp_path / "home"
    if what == "a file":
        home.write_text("no folder")
    if what == "a log that takes nothing":
        home.mkdir(mode=0o700)
        (home / FAULT_LOG).symlink_to("/dev/full")
    kept = keep_fault(RuntimeError(), home)
    assert kept is not None
    assert kept.parent == temporary
    line, do = line_of(run("doctor"), "faults")
    assert "NOT OK. Coach met a fault of its own" in line
    assert do == f"Send {kept} to who looks after coach for you, then delete it."
    kept.unlink()
    assert line_of(run("doctor"), "faults")[0].startswith("faults: ok.")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\x1b[2J" * 50000])
def test_a_log_of_troubles_that_was_written_over_is_no_fault_of_the_doctor(
    run: Run, home: Path, content: bytes
) -> None:
    for name in (WATCH_LOG, VOICE_LOG):
        _put(home / name, content)
    result = run("doctor")
    assert result.code == 0
    assert "\x1b" not in result.out
    assert all(len(line) < 1000 for line in result.lines)
    assert not_ok(result) == (["watch log"] if content.strip() else [])


def test_a_damaged_log_that_was_being_written_has_its_copies_named_all_the_same(
    run: Run, home: Path
) -> None:
    _, newest = backups_of(_database(home))
    _no_database(home)
    (home / "coach.db-journal").write_bytes(b"half an entry")
    line, do = line_of(run("doctor"), "database")
    assert f"{home / 'coach.db'} is not a database." in line
    assert f"coach restore {newest}" in do


@POSIX
@pytest.mark.parametrize("which", ["home", "caseload"])
def test_what_is_on_a_disk_that_was_unplugged_is_no_first_start(
    run: Run, tmp_path: Path, which: str
) -> None:
    place = tmp_path / "home"
    if which == "caseload":
        place.mkdir(mode=0o700)
        place /= "clinic.db"
    place.symlink_to(tmp_path / "disk")
    result = run("doctor")
    line, do = line_of(result, "database" if which == "home" else "caseload")
    assert f"NOT OK. {place} is a link to {tmp_path / 'disk'}, and nothing is there." in line
    assert do.startswith("Connect the disk or the folder")
    assert result.code == ExitCode.INPUT


@POSIX
def test_a_place_for_copies_that_takes_none_is_named(run: Run, home: Path, tmp_path: Path) -> None:
    folder = home / "backups"
    shutil.rmtree(folder, ignore_errors=True)
    folder.symlink_to(tmp_path / "disk")
    line, do = line_of(run("doctor"), "copies")
    assert f"NOT OK. {folder} is a link to {tmp_path / 'disk'}, and nothing is there." in line
    assert do.startswith("Connect the disk or the folder")
    folder.unlink()
    folder.write_text("a file")
    line, do = line_of(run("doctor"), "copies")
    assert f"NOT OK. {folder} is a file" in line
    assert do.startswith("Move it away")


def test_a_copy_that_is_being_made_is_nothing_left_half_written(run: Run, home: Path) -> None:
    _backup_broke_off(home)
    lock = HomeLock(home, "coach.backup")
    assert lock.acquire()
    assert not_ok(run("doctor")) == []
    lock.release()
    assert not_ok(run("doctor")) == ["leftovers"]


@POSIX
def test_what_is_half_made_where_a_linked_log_lies_is_named(
    run: Run, home: Path, tmp_path: Path
) -> None:
    real = lain_elsewhere(_database(home), tmp_path)
    assert not_ok(run("doctor")) == []
    left = real.with_name("mine.db.new")
    left.touch()
    line, _ = line_of(run("doctor"), "leftovers")
    assert line.endswith(f"Half written: {left}.")


def test_what_the_doctor_says_to_do_about_open_files_mends_them(run: Run, home: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows has other permissions")
    _open_home(home)
    _open_files(home)
    _, do = line_of(run("doctor"), "privacy")
    subprocess.run(["sh", "-c", do], check=True)
    assert not_ok(run("doctor")) == []
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE(_database(home).stat().st_mode) == 0o600


# --- what is harmless is named and is no finding


_KILLED_IN_A_WRITE = """
import os, signal, sys
from pathlib import Path
from coach.store.opening import open_log

log = open_log(Path(sys.argv[1]))
database = log._database
database.connection.execute("PRAGMA cache_size=1")
database.connection.execute("BEGIN IMMEDIATE")
database.connection.execute("CREATE TABLE big (x TEXT)")
database.connection.executemany("INSERT INTO big VALUES (?)", [("x" * 3000,)] * 200)
os.kill(os.getpid(), signal.SIGKILL)
"""


@POSIX
@pytest.mark.parametrize("is_linked", [False, True])
def test_a_coach_killed_while_it_wrote_is_told_and_is_no_finding(
    run: Run, home: Path, tmp_path: Path, *, is_linked: bool
) -> None:
    real = lain_elsewhere(home / "coach.db", tmp_path) if is_linked else home / "coach.db"
    command = [sys.executable, "-c", _KILLED_IN_A_WRITE, str(home)]
    assert subprocess.run(command, check=False, cwd=ROOT).returncode == -signal.SIGKILL
    journal = real.with_name(f"{real.name}-journal")
    wal = real.with_name(f"{real.name}-wal")
    left = next(file for file in (journal, wal) if file.exists() and file.stat().st_size)
    result = run("doctor")
    assert result.code == 0, result
    line, _ = line_of(result, "database")
    assert "A coach was ended while it wrote: the next start takes the half-written" in line
    assert f"Do not delete {left}." in line
    in_use, _ = line_of(result, "in use")
    assert "was ended before it could close" in in_use
    assert run("pain", "--back", "1", "--leg", "1").code == 0
    after, _ = line_of(run("doctor"), "database")
    assert "was ended" not in after


@POSIX
def test_a_power_cut_over_the_first_page_is_told_with_what_takes_it_back(
    run: Run, home: Path
) -> None:
    whole = line_of(run("doctor"), "database")
    break_off_a_writing(_database(home))
    tear_first_page(_database(home))
    journal = home / "coach.db-journal"
    journal.chmod(0o600)
    result = run("doctor")
    assert result.code == 0, result
    line, _ = line_of(result, "database")
    assert "is whole" in line, "as the next start finds it"
    assert "the next start takes the half-written entry back." in line
    assert line.endswith(f"Do not delete {journal}.")
    assert run("pain", "--back", "1", "--leg", "1").code == 0
    assert line_of(run("doctor"), "database") == whole


def test_a_write_ahead_log_left_behind_is_told(run: Run, home: Path) -> None:
    with closing(sqlite3.connect(_database(home))) as writer:
        assert writer.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
        reader = sqlite3.connect(_database(home))
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM home").fetchall()
        writer.execute("INSERT INTO home (key, value) VALUES ('x', 'y')")
        writer.commit()
        for ending in ("", "-wal", "-shm"):
            shutil.copy(f"{_database(home)}{ending}", f"{home}/kept{ending}")
        reader.close()
    for ending in ("", "-wal", "-shm"):
        shutil.move(f"{home}/kept{ending}", f"{_database(home)}{ending}")
        _database(home).with_name(f"coach.db{ending}").chmod(0o600)
    result = run("doctor")
    assert result.code == 0, result
    line, _ = line_of(result, "database")
    assert f"Do not delete {home / 'coach.db-wal'}." in line


@POSIX
def test_a_change_of_schema_that_was_cut_is_told(run: Run, home: Path) -> None:
    database = _database(home)
    for file in (database, home / "coach.reach", *home.glob("coach.db-*")):
        file.unlink()  # The note too: the log that takes its place is another person's.
    former_log(database, SCHEMA_VERSION - 1)
    assert killed_at(home, 5)
    result = run("doctor")
    assert result.code == 0, result
    line, _ = line_of(result, "database")
    assert f"log version {SCHEMA_VERSION - 1}" in line
    assert "the next start copies it and brings it up to date" in line


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_log_of_an_older_coach_is_told_with_what_becomes_of_it(
    run: Run, home: Path, version: int
) -> None:
    for file in (_database(home), home / "coach.reach", *home.glob("coach.db-*")):
        file.unlink(missing_ok=True)  # The note too: this log is another person's.
    shutil.rmtree(home / "backups")
    former_log(_database(home), version)
    result = run("doctor")
    assert result.code == 0, result
    line, do = line_of(result, "database")
    assert f"(log version {version}, " in line
    told = "An older coach made it: the next start copies it and brings it up to date."
    assert line.endswith(told)
    assert do == "", "nothing is to be done"
    assert run("pain", "--back", "1", "--leg", "1").code == 0
    line, _ = line_of(run("doctor"), "database")
    assert f"(log version {SCHEMA_VERSION}, " in line
    assert told not in line
    assert backups_of(_database(home)) != []


def test_which_sqlite_writes_and_how_is_told(run: Run, home: Path) -> None:
    line, _ = line_of(run("doctor"), "database")
    wal_is_safe = sqlite3.sqlite_version_info >= (3, 51, 3)
    assert f"SQLite {sqlite3.sqlite_version}, journal {'wal' if wal_is_safe else 'trunc'}" in line


def test_an_open_coach_and_waiting_requests_are_told(
    run: Run, home: Path, open_coach: Callable[..., Coach]
) -> None:
    coach = open_coach()
    assert run("sit", "firm").code == 0
    result = run("doctor")
    assert not_ok(result) == []
    (waiting,) = (home / "inbox").glob("*.json")
    waiting.rename(waiting.with_suffix(".claimed"))  # As a coach leaves it that is killed there.
    assert "1 waits;" in run("doctor").out
    assert line_of(result, "in use")[0].endswith(f"(process {os.getpid()}) has the log open.")
    assert "1 waits; the open coach, or the next start, carries it out." in result.out
    coach.close()


@POSIX
def test_a_voice_that_died_is_told_with_what_to_do_and_is_no_finding(
    run: Run, home: Path, places: Places, clock: ManualClock
) -> None:
    assert "voice log: ok. The voice has met no trouble." in run("doctor").out
    settings = Settings(voice_engine="tests.speech.engines:scripted")
    speaker = make_speaker(places, settings, Wishes(), clock, Notices())
    speaker.prepare(["die over this line"])
    log = TroubleLog(home / VOICE_LOG)
    wait_until(lambda: (newest := log.newest()) is not None and newest.count == 2)
    speaker.close()
    result = run("doctor")
    assert not_ok(result) == []
    line, do = line_of(result, "voice log")
    assert "ok. The voice broke off 2 times, last on 2027-03-03 09:30: the voice proc" in line
    assert "Coach starts it anew by itself; every word is on the screen too." in line
    assert do.startswith("Nothing, while you hear every word.")
    assert do.endswith(f"coach say --voices. Then delete {home / VOICE_LOG}.")
    (home / VOICE_LOG).unlink()
    assert "voice log: ok. The voice has met no trouble." in run("doctor").out


def test_a_session_that_was_cut_off_is_told_until_it_was_asked_about(
    run: Run, home: Path, clock: ManualClock, open_coach: Callable[..., Coach]
) -> None:
    assert "cut off" not in run("doctor").out
    coach = open_coach()
    items = tuple(one.id for one in coach.today.look().agenda.due[:1])
    coach.records.record(SessionStarted(session="s", stage=StageCode.CALM, items=items))
    assert "cut off" not in run("doctor").out, "it is being done"
    coach.close()  # And its session has no end, as after a kill.
    result = run("doctor")
    assert not_ok(result) == []
    line, _ = line_of(result, "in use")
    assert "No coach has the log open. A session of today was cut off: what was done is" in line
    assert "whether to go on" in line
    assert run("session", "--line", answers=["n"]).out.startswith("A session was cut off.")
    assert "cut off" not in run("doctor").out


def test_a_session_that_was_cut_off_on_another_day_is_asked_about_by_nobody(
    run: Run, home: Path, clock: ManualClock, open_coach: Callable[..., Coach]
) -> None:
    coach = open_coach()
    coach.records.record(SessionStarted(session="s", stage=StageCode.CALM, items=()))
    coach.close()
    assert "cut off" in run("doctor").out
    clock.advance(24 * 3600)
    assert "cut off" not in run("doctor").out


def test_the_mark_of_a_dead_process_is_told_and_harmless(run: Run, home: Path) -> None:
    _put(home / "coach.pid", b"999999")
    result = run("doctor")
    assert not_ok(result) == []
    assert "Process 999999 was ended before it could close" in line_of(result, "in use")[0]


# --- clock, disk, programs, and who else is there


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_a_clock_set_back_is_named(
    run: Run, home: Path, clock: ManualClock, back: timedelta
) -> None:
    assert run("pain", "--back", "3", "--leg", "4").code == 0
    clock.set_wall(clock.now() - back)
    result = run("doctor")
    line, do = line_of(result, "clock")
    assert "The log already holds 2027-03-03 09:30." in line
    assert do.startswith("Set the date of this machine. If it is right, it was wrong then")
    assert "Coaching goes on" in do
    assert result.code == ExitCode.DONE
    assert run("pain", "--back", "1", "--leg", "1").code == ExitCode.DONE


def test_a_log_without_a_copy_for_weeks_asks_for_one(
    run: Run, home: Path, clock: ManualClock
) -> None:
    clock.advance(20 * 24 * 3600)
    assert not_ok(run("doctor")) == []
    assert run("pain", "--back", "3", "--leg", "4").code == 0
    for copy in backups_of(_database(home)):
        if copy.stem > "coach-2027-03-02T235959":
            copy.unlink()
    line, do = line_of(run("doctor"), "copies")
    assert "the newest is of 2027-03-02. The log went on." in line
    assert do == "Make one with: coach backup"
    assert run("backup").code == 0
    assert not_ok(run("doctor")) == []


def test_weeks_of_facts_without_any_copy_ask_for_one(
    run: Run, home: Path, clock: ManualClock
) -> None:
    shutil.rmtree(home / "backups")
    assert not_ok(run("doctor")) == [], "a new home has none yet"
    shutil.rmtree(home / "backups")  # One was made behind it.
    clock.advance(20 * 24 * 3600)
    line, do = line_of(run("doctor"), "copies")
    assert "copies: NOT OK. None is there, and the log goes back to 2027-03-01." in line
    assert do == "Make one with: coach backup"
    assert run("backup").code == 0
    assert not_ok(run("doctor")) == []


def test_a_caseload_without_any_copy_asks_for_one(
    run: Run, tmp_path: Path, clock: ManualClock
) -> None:
    papers = SealedPapers(tmp_path / "patient" / "key")
    words = papers.card_words(
        Card("patient", papers.key, "01a20748-f009-77e8-b5fb-b325b7230962", "")
    )
    assert run("patient", "add", "Sam", "--words", words).code == 0
    assert not_ok(run("doctor")) == [], "a new caseload has none yet"
    shutil.rmtree(tmp_path / "home" / "backups", ignore_errors=True)
    clock.advance(20 * 24 * 3600)
    line, do = line_of(run("doctor"), "caseload copies")
    assert "NOT OK. None is there, and the log goes back to 2027-03-01." in line
    assert do == "Make one with: coach backup --clinic"
    assert run("backup", "--clinic").code == 0
    assert not_ok(run("doctor")) == []


def test_another_program_that_holds_the_log_is_named(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(_database(home), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = run("doctor")
    assert result.code == ExitCode.INPUT
    line, do = line_of(result, "database")
    assert "Another program is writing" in line
    assert "Close it and try again" in do


def test_a_home_in_a_synced_folder_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dropbox" / "coach").mkdir(parents=True, mode=0o700)
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "Dropbox" / "coach"))
    result = run("doctor")
    line, do = line_of(result, "disk")
    assert "inside the synced folder Dropbox" in line
    assert do == "Set COACH_HOME to a folder on this machine alone."
    assert result.code == ExitCode.DONE


def test_a_damaged_program_of_ours_is_installed_again(
    capsys: pytest.CaptureFixture[str],
    places: Places,
    tmp_path: Path,
    clock: ManualClock,
    home: Path,
) -> None:
    ours = tmp_path / "shipped"
    shutil.copytree(SHIPPED, ours)
    program = next(ours.glob("*/program.toml"))
    program.write_bytes(program.read_bytes()[: program.stat().st_size // 2])
    around = Surroundings(dict(os.environ), clock, BERLIN, None, replace(places, shipped=ours))
    code = main(["doctor"], around)
    result = Result(code, *capsys.readouterr())
    line, do = line_of(result, "programs")
    assert str(program) in line
    assert do == "Install coach again."


def test_no_voice_and_no_sound_are_named_and_stop_nobody(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACH_SILENT")
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    _put(home.parent / "config.toml", b'voice_engine = "nobody.knows:engine"\n')
    result = run("doctor")
    assert result.code == ExitCode.DONE
    line, do = line_of(result, "voice")
    assert "NOT OK" in line
    assert do
    line, do = line_of(result, "sound")
    if "NOT OK" not in line:
        pytest.skip("a sound device is there, whatever is asked of it")
    assert "every word is shown as text" in line
    assert "plug in a speaker" in do
    assert "No sound device was found" not in do  # Said already.


def test_a_lost_key_is_named_by_whoever_paired_with_it(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run("patient", "card").code == 0
    key = home / "keys" / "therapist"
    assert not_ok(run("doctor")) == []
    kept = key.read_bytes()
    key.unlink()
    line, do = line_of(run("doctor"), "caseload key")
    assert f"{key} is missing, and others paired with it" in line
    assert do.startswith(f"Put {key} back from a copy of the home.")
    assert "coach patient card --new-key" in do
    assert not key.exists(), "looking makes no new one"
    _put(key, kept)
    assert not_ok(run("doctor")) == []


def test_a_damaged_caseload_says_how_to_restore_a_caseload(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run("patient", "card").code == 0
    assert run("backup", "--clinic").code == 0
    (home / "clinic.db").write_bytes(b"broken")
    result = run("doctor")
    (copy,) = backups_of(home / "clinic.db")
    _, do = line_of(result, "caseload")
    assert f"coach restore {copy} --clinic" in do
    assert result.code == ExitCode.INPUT
    assert run("restore", str(copy), "--clinic").code == 0
    assert not_ok(run("doctor")) == []


@pytest.mark.parametrize("left", ["a copy", "its key"])
def test_a_lost_caseload_is_no_new_one(run: Run, tmp_path: Path, left: str) -> None:
    home = tmp_path / "home"
    assert run("patient", "card").code == 0
    if left == "a copy":
        assert run("backup", "--clinic").code == 0
        (home / "keys" / "therapist").unlink()
    for file in home.glob("clinic.*"):
        file.unlink()
    told = run("patient", "list")
    assert told.code == ExitCode.INPUT
    assert f"{home / 'clinic.db'} is missing, though" in told.err
    assert not (home / "clinic.db").exists()
    result = run("doctor")
    line, do = line_of(result, "caseload")
    assert f"NOT OK. {home / 'clinic.db'} is missing, though" in line
    assert "coach restore" in do
    assert "--clinic" in do
    assert result.code == ExitCode.INPUT


ON_A_FULL_DISK = """
set -e
mount -t tmpfs -o size=3m,mode=700 tmpfs "$1"
cp -a "$2"/. "$1"
dd if=/dev/zero of="$1/filler" bs=4096 2>/dev/null || true
chmod 600 "$1/filler"
COACH_HOME="$1" exec "$3" -m coach doctor
"""
ON_A_FROZEN_DISK = """
set -e
mount --bind "$2" "$2"
mount -o remount,ro,bind "$2"
exec "$3" -m coach doctor
"""
WITH_A_FROZEN_LOG = """
set -e
mount --bind "$2/coach.db" "$2/coach.db"
mount -o remount,ro,bind "$2/coach.db"
exec "$3" -m coach doctor
"""


@pytest.mark.parametrize(
    ("script", "says", "do"),
    [
        (ON_A_FULL_DISK, "0 MB free", "Free some space on this disk."),
        (ON_A_FROZEN_DISK, "home cannot be written", "Give yourself permission"),
        (WITH_A_FROZEN_LOG, "coach.db cannot be written", "Give yourself permission"),
    ],
    ids=["full", "frozen", "frozen log"],
)
def test_a_disk_that_is_full_or_frozen_is_named(
    home: Path, tmp_path: Path, script: str, says: str, do: str
) -> None:
    (tmp_path / "disk").mkdir()
    done = in_a_mount_of_its_own(script, tmp_path / "disk", home)
    result = Result(done.returncode, done.stdout, done.stderr)
    line, to_do = line_of(result, "disk")
    assert says in line
    assert do in to_do
    assert result.code == ExitCode.INPUT
    assert "Traceback" not in done.stderr


ON_A_NEARLY_FULL_DISK = """
set -e
mount -t tmpfs -o size=3m,mode=700 tmpfs "$1"
cp -a "$2"/. "$1"
dd if=/dev/zero of="$1/filler" bs=4096 2>/dev/null || true
truncate -s -32k "$1/filler"
chmod 600 "$1/filler"
COACH_HOME="$1" exec "$3" -m coach doctor
"""


def test_a_disk_with_less_room_than_an_entry_takes_is_as_good_as_full(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "disk").mkdir()
    done = in_a_mount_of_its_own(ON_A_NEARLY_FULL_DISK, tmp_path / "disk", home)
    result = Result(done.returncode, done.stdout, done.stderr)
    assert "NOT OK. The disk is full." in line_of(result, "database")[0]
    assert result.code == ExitCode.INPUT
    assert sorted(file.name for file in home.iterdir() if "part" in file.name) == []
