"""A copy takes the place of a damaged or lost log, and no lock is lost by that."""

import json
import os
import re
import shlex
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.cli.diagnostics import ExitCode
from coach.clock import ManualClock
from coach.domain.errors import LogError
from coach.domain.events import NoteWritten, PlanReceived, TherapistPaired
from coach.domain.safety_rhythm import PUT_BACK, RESTORED
from coach.exchange.identity import load, load_or_make
from coach.store.copies import backups_of
from coach.store.event_log import SqliteEventLog
from coach.store.files import backups_folder
from coach.workflows.coach import Coach
from coach.workflows.day_lines import for_shell
from coach.workflows.safety import LIST_FIRST
from tests.cli.conftest import Patient, Run
from tests.cli.test_doctor_finds import line_of
from tests.conftest import answer_list
from tests.store.builders import a_log, made_by_newer_coach, recorded
from tests.store.test_chain import tamper


@pytest.fixture(name="log_file")
def _log_file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "coach.db"


@pytest.fixture(name="copy")
def _copy(run: Run, set_up: Patient, tmp_path: Path, clock: ManualClock) -> str:
    """A copy of the log of a patient who may train; an hour passes after it."""
    set_up()
    copy = str(tmp_path / "copy.db")
    assert run("backup", "--out", copy).code == 0
    clock.advance(3600)
    return copy


def test_a_lock_newer_than_the_copy_stands_again(run: Run, copy: str, log_file: Path) -> None:
    run("session", "--line", answers=["y", "y"])
    shutil.rmtree(backups_folder(log_file))  # One with the lock was made behind it.
    tamper(log_file, "UPDATE safety_hold SET tier = 3")
    damaged = run("today")
    assert damaged.code == ExitCode.INPUT
    assert "In an emergency call" in damaged.err
    put_back = run("restore", copy)
    assert put_back.code == 0
    assert "A safety lock stands again that this copy did not hold." in put_back.lines
    assert run("session", "--line").code == ExitCode.HELD
    assert run("today", "--json").json["hold"]["tier"] == 1


@pytest.mark.parametrize("offset", [63, 71])
def test_a_flipped_bit_in_the_header_offers_the_copy_and_costs_no_lock(
    run: Run, copy: str, log_file: Path, offset: int
) -> None:
    newest = Path(run("backup").out.strip())
    without_lock = newest.read_bytes()
    run("session", "--line", answers=["y", "y"])
    for with_lock in backups_of(log_file):  # Made behind it, in place of the day's first.
        with_lock.unlink()
    newest.write_bytes(without_lock)
    content = bytearray(log_file.read_bytes())
    content[offset] ^= 8
    log_file.write_bytes(content)
    _, do = line_of(run("doctor"), "database")
    assert f"Restore the newest whole copy with: coach restore {newest}" in do
    assert run("restore", copy).code == 0
    assert run("today", "--json").json["hold"]["tier"] == 1


@pytest.mark.parametrize("name", ["coach.db.new", "coach.db.part"])
def test_what_a_restore_that_was_killed_left_behind_is_never_destroyed_by_the_next(
    run: Run, copy: str, log_file: Path, name: str
) -> None:
    left = log_file.with_name(name)
    shutil.copyfile(copy, left)
    link = log_file.with_name("a link.db")
    link.symlink_to(left)
    before = log_file.read_bytes()
    for named in (left, link):
        refused = run("restore", str(named))
        assert refused.code == ExitCode.INPUT
        assert "Give it another name" in refused.err
    assert left.read_bytes() == Path(copy).read_bytes()
    assert log_file.read_bytes() == before
    left.rename(log_file.with_name("kept.db"))
    left.symlink_to("kept.db")
    assert "Give it another name" in run("restore", str(left)).err
    assert run("restore", str(log_file.with_name("kept.db"))).code == 0


def test_a_log_of_a_newer_coach_is_never_written_over(run: Run, copy: str, log_file: Path) -> None:
    made_by_newer_coach(log_file)
    before = log_file.read_bytes()
    assert run("restore", copy).code == ExitCode.REFUSED
    assert log_file.read_bytes() == before


def test_what_came_back_and_what_is_lost_is_said(run: Run, copy: str, log_file: Path) -> None:
    run("pain", "--back", "3", "--leg", "2")
    run("pain", "--back", "4", "--leg", "3")
    for made in backups_of(log_file):
        made.unlink()
    tamper(log_file, "UPDATE pain_score SET score = 9 WHERE score = 4")
    out = run("restore", copy).out
    assert re.search(r"From the damaged log \d newer facts came back too\.", out)
    assert "could not be read: 2 facts, or more. The safety list comes first now." in out


def test_going_back_from_a_whole_log_names_plan_and_pairing_and_the_way_back(
    run: Run, copy: str, log_file: Path, clock: ManualClock
) -> None:
    with a_log(log_file.parent) as log:
        (plan,) = [one.fact for one in log.read(kinds=(PlanReceived,))]
        assert isinstance(plan, PlanReceived)
        newer = replace(plan, version=3, therapist="Kim Lee")
        paired = TherapistPaired(key="ab" * 32, name="Kim Lee")
        recorded(log, paired, newer, when=clock.now())
    told = run("restore", copy).lines
    assert (
        "Only the former log holds the pairing with Kim Lee and version 3 of the plan steady-back "
        "from Kim Lee." in told
    )
    before, _, command = told[-1].partition("coach ")
    assert before == "To go back to it: "
    assert run(*shlex.split(command)).code == 0
    with a_log(log_file.parent) as log:
        assert [one.fact for one in log.read(kinds=(PlanReceived,))] == [plan, newer]


def test_after_a_lost_log_nothing_starts_before_the_whole_list(
    run: Run, copy: str, log_file: Path, open_coach: Callable[..., Coach], clock: ManualClock
) -> None:
    log_file.unlink()
    assert run("restore", copy).code == 0
    assert run("today", "--json").json["safety_list_due"]
    refused = run("timer", "cold", answers=["y"])
    assert refused.code == ExitCode.INPUT
    assert for_shell(f"{PUT_BACK} {LIST_FIRST}") in refused.err
    assert PUT_BACK in run("session", "--line").out
    clock.advance(60)
    coach = open_coach()
    answer_list(coach)
    coach.close()
    assert run("timer", "cold", "--minutes", "10", answers=["y"]).code == 0


def test_after_a_clock_ran_ahead_the_copy_with_the_lock_is_offered_and_every_copy_keeps_it(
    run: Run, set_up: Patient, log_file: Path, clock: ManualClock
) -> None:
    set_up()
    real = clock.now()
    clock.set_wall(real + timedelta(days=400))
    run("pain", "--back", "3", "--leg", "2")
    (ahead,) = backups_of(log_file)
    clock.set_wall(real + timedelta(hours=1))
    run("session", "--line", answers=["y", "y"])
    clock.set_wall(real + timedelta(days=1))
    run("pain", "--back", "3", "--leg", "2")
    assert ahead in backups_of(log_file)
    newest = backups_of(log_file)[-2]
    log_file.write_bytes(b"")
    _, do = line_of(run("doctor"), "database")
    assert f"Restore the newest whole copy with: coach restore {newest}" in do
    assert f"the newest is of {clock.now().date()}." in line_of(run("doctor"), "copies")[0]
    # Nor is the lock lost by taking the one with the latest date.
    put_back = run("restore", str(ahead))
    assert put_back.code == 0
    assert re.search(r"From your other copies \d+ newer facts came back too\.", put_back.out)
    assert "The safety list comes first now." in put_back.out
    assert run("session", "--line").code == ExitCode.HELD
    assert run("today", "--json").json["hold"]["tier"] == 1


@pytest.mark.parametrize("key", ["none", "own", "another's"])
def test_whose_copy_it_is_is_said_where_only_a_key_can_tell(
    run: Run, copy: str, log_file: Path, tmp_path: Path, key: str
) -> None:
    home, file = log_file.parent, log_file.parent / "keys" / "patient"
    card = tmp_path / "own.card"
    if key == "own":
        assert run("pair", "--out", str(card)).code == 0
        plan = json.dumps({"patient_key": load(file).key})
        with a_log(home) as log:
            log.keep_document(plan, "a seal")
        assert run("backup", "--out", copy).code == 0
    elif key == "another's":
        with a_log(home) as log:
            log.keep_document(json.dumps({"patient_key": "ab" * 32}), "a seal")
        assert run("backup", "--out", copy).code == 0
        load_or_make(file)
    for made in backups_of(log_file):
        made.unlink()
    log_file.unlink()
    log_file.with_suffix(".reach").unlink()
    told = run("restore", copy)
    if key == "another's":
        assert told.code == ExitCode.REFUSED
        assert str(file) in told.err
        assert not log_file.exists()
    else:
        assert told.code == 0
        assert ("Nothing in this home tells whether it is yours." in told.out) is (key == "none")
        assert (f"If it is not, move {home} away." in told.out) is (key == "none")


def test_a_log_put_back_by_hand_is_found_and_the_whole_list_comes_first(
    run: Run, copy: str, log_file: Path
) -> None:
    run("session", "--line", answers=["y", "y"])
    assert run("backup").code == 0
    newest = backups_of(log_file)[-1]
    shutil.copyfile(copy, log_file)
    result = run("doctor")
    line, do = line_of(result, "database")
    assert ": NOT OK." in line
    assert f"{newest.name} holds more." in line
    assert f"coach restore {newest}" in do
    assert result.code == ExitCode.INPUT
    for _ in range(2):
        assert run("today", "--json").json["safety_list_due"]
    assert PUT_BACK in run("session", "--line").out
    with a_log(log_file.parent) as log:
        notes = [one.fact for one in log.read(kinds=[NoteWritten])]
    assert [getattr(note, "about", "") for note in notes] == [RESTORED], "once for each copy"
    assert run("restore", str(newest)).code == 0
    assert run("session", "--line").code == ExitCode.HELD
    line, _ = line_of(run("doctor"), "database")
    assert ": ok." in line


def test_what_was_noted_since_a_log_was_put_back_by_hand_is_told_before_it_is_left_behind(
    run: Run, copy: str, log_file: Path
) -> None:
    run("pain", "--back", "3", "--leg", "2")
    assert run("backup").code == 0
    shutil.copyfile(copy, log_file)
    _, do = line_of(run("doctor"), "database")
    assert "noted since" not in do
    run("pain", "--back", "1", "--leg", "1")
    _, do = line_of(run("doctor"), "database")
    told = "What was noted since then does not come along; it is kept beside the log, in "
    assert f"{told}coach.before-restore-*.db." in do
    newest = re.search(r"coach restore (\S+)", do)
    assert newest is not None
    assert run("restore", newest[1]).code == 0
    assert len(list(log_file.parent.glob("coach.before-restore-*.db"))) == 1


def test_where_the_disk_refuses_the_note_the_coach_opens_and_the_list_is_due(
    run: Run,
    copy: str,
    log_file: Path,
    open_coach: Callable[..., Coach],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise LogError("The disk is full", "The disk is full. Free some space.")

    run("pain", "--back", "3", "--leg", "2")
    shutil.copyfile(copy, log_file)
    with monkeypatch.context() as patched:
        patched.setattr(SqliteEventLog, "append", full)
        coach = open_coach()
        due = coach.safety.list_due()
        coach.close()
    assert due is not None
    assert due.why == PUT_BACK
    assert PUT_BACK in run("session", "--line").out, "the next start tries again"


@pytest.mark.skipif(os.name == "nt", reason="its shell takes names otherwise")
def test_what_is_told_to_be_typed_works_where_a_name_has_a_space_and_an_apostrophe(
    run: Run, copy: str, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = log_file.parent.rename(log_file.parent.with_name("Sam's own home"))
    monkeypatch.setenv("COACH_HOME", str(home))
    assert run("backup").code == 0
    (home / "coach.db").write_bytes(b"")
    _, do = line_of(run("doctor"), "database")
    assert copy
    assert run(*shlex.split(do.partition("with: coach ")[2])).code == 0
    home.chmod(0o755)
    _, do = line_of(run("doctor"), "privacy")
    assert shlex.split(do) == ["chmod", "-R", "go-rwx", str(home)]
