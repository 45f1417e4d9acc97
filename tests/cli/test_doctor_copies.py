"""What the doctor says of copies: whose they are, and which of them may be deleted."""

import shutil
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.clock import ManualClock
from coach.store.backup import backup_into_folder
from coach.store.copies import backups_of
from tests.cli.conftest import Run
from tests.cli.test_doctor_finds import home, line_of, not_ok
from tests.store.builders import a_log, a_note, recorded
from tests.store.test_chain import tamper

__all__ = ["home"]


@pytest.fixture(name="theirs")
def _theirs(home: Path, tmp_path: Path, clock: ManualClock) -> Path:
    """Somebody else's copy of today among one's own, with more in it than these have."""
    with a_log(tmp_path / "other") as log:
        recorded(log, *[a_note("theirs") for _ in range(50)])
    made = backup_into_folder(tmp_path / "other" / "coach.db", clock.now())
    return Path(shutil.copy(made, home / "backups"))


def test_somebody_elses_copy_is_named_and_counts_as_none(
    run: Run, home: Path, theirs: Path
) -> None:
    line, do = line_of(run("doctor"), "copies")
    assert f"NOT OK. 1 of 3 is of another person: {theirs.name}." in line
    assert do == f"Move it out of {theirs.parent}. Do not delete it."
    for copy in backups_of(home / "coach.db"):
        if copy != theirs:
            copy.unlink()
    line, do = line_of(run("doctor"), "copies")
    assert "1 of 1 is of another person" in line
    assert "Make one with: coach backup" in do
    assert run("pain", "--back", "1", "--leg", "1").code == 0
    assert len(backups_of(home / "coach.db")) == 2, "the day has no copy of one's own"
    theirs.unlink()
    assert not_ok(run("doctor")) == []


@pytest.mark.parametrize("fate", ["there", "lost"])
def test_somebody_elses_damaged_copy_is_to_be_moved_out_and_not_brought_back(
    run: Run, home: Path, theirs: Path, fate: str
) -> None:
    content = theirs.read_bytes()
    theirs.write_bytes(bytes(100) + content[100:])
    if fate == "lost":
        (home / "coach.db").unlink()
    line, do = line_of(run("doctor"), "copies")
    assert f"NOT OK. 1 of 3 is of another person: {theirs.name}." in line
    assert do == f"Move it out of {theirs.parent}. Do not delete it."


def test_of_a_lost_log_nobody_elses_copy_is_called_the_newest(
    run: Run, home: Path, theirs: Path
) -> None:
    own = [copy for copy in backups_of(home / "coach.db") if copy != theirs]
    for copy in own:
        copy.write_bytes(bytes(100) + copy.read_bytes()[100:])
    (home / "coach.db").unlink()
    result = run("doctor")
    assert "There is no whole copy" in line_of(result, "database")[1]
    line, do = line_of(result, "copies")
    assert "2 of 2 damaged" in line
    assert theirs.name not in do


def test_somebody_elses_log_in_place_of_ones_own_is_found_and_costs_no_copy(
    run: Run, home: Path, theirs: Path
) -> None:
    log_file = home / "coach.db"
    own = [copy for copy in backups_of(log_file) if copy != theirs]
    shutil.copyfile(theirs, log_file)
    result = run("doctor")
    line, do = line_of(result, "database")
    assert f"NOT OK. {log_file} is of another person than {own[-1].name}" in line
    assert do.startswith("If it is not yours, move it out of its folder")
    assert result.code == ExitCode.INPUT
    line, do = line_of(result, "copies")
    assert "2 of 3 are of another person" in line
    assert do == "First do what the line on the database says. Delete none of them."
    log_file.rename(home.parent / "theirs.db")
    theirs.unlink()
    assert run("restore", str(own[-1])).code == 0
    assert line_of(run("doctor"), "database")[0].startswith("database: ok.")


def test_of_a_lost_log_it_is_said_that_its_copies_are_of_two_people(
    run: Run, home: Path, theirs: Path
) -> None:
    *_, own = (copy for copy in backups_of(home / "coach.db") if copy != theirs)
    (home / "coach.db").unlink()
    (home / "coach.reach").unlink()
    result = run("doctor")
    _, do = line_of(result, "database")
    assert "There are copies of more than one person" in do
    assert str(own) in do
    assert str(theirs) in do
    line, do = line_of(result, "copies")
    assert "NOT OK. They are of more than one person" in line
    assert do == "Do what the line on the database says. Delete none of them."
    refused = run("restore", str(theirs))
    assert refused.code != 0
    assert "of more than one person" in refused.err
    theirs.unlink()
    assert run("restore", str(own)).code == 0


def test_the_copies_of_another_person_are_no_reason_to_believe_ones_own(
    run: Run, home: Path, theirs: Path
) -> None:
    *_, own = (copy for copy in backups_of(home / "coach.db") if copy != theirs)
    own.write_bytes(b"damaged")
    line, _ = line_of(run("doctor"), "copies")
    assert f"1 of 2 damaged: {own.name}." in line


def test_a_damaged_copy_is_to_be_deleted_only_once_a_whole_one_holds_what_it_holds(
    run: Run, home: Path
) -> None:
    newest = backups_of(home / "coach.db")[-1]
    tamper(newest, "UPDATE pain_score SET score = 1 WHERE score = 4")
    line, do = line_of(run("doctor"), "copies")
    assert f"1 of 2 damaged: {newest.name}." in line
    assert f"Keep {newest.name}: no whole copy is known to hold all of it." in do
    assert "Make one with: coach backup" in do
    assert "elete" not in do
    assert run("backup").code == 0
    _, do = line_of(run("doctor"), "copies")
    assert do.startswith("Delete what is damaged.")


def test_what_only_a_damaged_copy_holds_is_brought_back_before_it_is_moved_away(
    run: Run, home: Path, clock: ManualClock
) -> None:
    log_file = home / "coach.db"
    older = log_file.read_bytes()
    run("session", "--line", answers=["y", "y"])
    assert run("backup").code == 0
    spoilt = backups_of(log_file)[-1]
    tamper(spoilt, "UPDATE pain_score SET score = 1 WHERE score = 4")
    log_file.write_bytes(older)
    clock.advance(24 * 3600)
    for _ in range(2):
        assert run("pain", "--back", "1", "--leg", "1").code == 0
    result = run("doctor")
    line, do = line_of(result, "copies")
    assert f"The log lacks what can be read in {spoilt.name}" in line
    assert result.code == ExitCode.INPUT
    assert do.startswith(f"Keep {spoilt.name}. Make one with: coach backup")
    assert run("backup").code == 0
    newest = backups_of(log_file)[-1]
    _, do = line_of(run("doctor"), "copies")
    assert do.startswith(f"Keep {spoilt.name}. Restore the newest whole copy with: coach restore ")
    assert str(newest) in do
    assert run("restore", str(newest)).code == 0
    assert run("session", "--line").code == ExitCode.HELD
    assert run("backup").code == 0
    result = run("doctor")
    line, do = line_of(result, "copies")
    assert "The log lacks" not in line
    assert do.startswith(f"Keep {spoilt.name}: no whole copy is known to hold all of it.")
    assert f"Move it out of {spoilt.parent}: nothing more can be brought back." in do
    spoilt.rename(home.parent / spoilt.name)
    assert not_ok(run("doctor")) == []


def test_of_a_damaged_log_a_damaged_copy_waits_until_it_is_put_back(run: Run, home: Path) -> None:
    newest = backups_of(home / "coach.db")[-1]
    tamper(newest, "UPDATE pain_score SET score = 1 WHERE score = 4")
    (home / "coach.db").write_bytes(b"")
    _, do = line_of(run("doctor"), "copies")
    assert do.startswith(f"Keep {newest.name}: no whole copy is known to hold all of it.")
    assert "First do what the line on the database says." in do


def test_a_damaged_copy_of_which_nothing_can_be_read_is_to_be_kept(run: Run, home: Path) -> None:
    newest = backups_of(home / "coach.db")[-1]
    newest.write_bytes(b"nothing")
    _, do = line_of(run("doctor"), "copies")
    assert do.startswith(f"Keep {newest.name}: no whole copy is known to hold all of it.")
    assert f"Move it out of {newest.parent}: nothing more can be brought back." in do
