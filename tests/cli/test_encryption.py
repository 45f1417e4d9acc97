"""A home whose log is encrypted: the passphrase is asked once, and the number comes first."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.cli import care, encryption, unlocking
from coach.cli.surroundings import Surroundings
from coach.cli.unlocking import unlock_home
from coach.clock import ManualClock
from coach.config import PASSPHRASE, Places
from coach.domain.errors import InputError, LogError
from coach.store.backup import backup
from coach.store.encryption import looks_encrypted, unlock
from coach.store.faults import DamagedLogError
from coach.store.files import encryption_mark
from coach.store.restoring import restore
from tests.cli.conftest import Patient, Result, Run

WORDS = "four quiet horses"


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    """No test leaves a passphrase behind."""
    yield
    unlock(None)


@pytest.fixture
def around(clock: ManualClock) -> Surroundings:
    """The shell of this test's home."""
    return Surroundings(dict(os.environ), clock)


@pytest.fixture
def _typing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person sits at a terminal."""
    for module in (encryption, unlocking):
        monkeypatch.setattr(module, "somebody_types", lambda around: True)


@pytest.fixture
def _locked(set_up: Patient, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An encrypted home whose passphrase is not known."""
    set_up()
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert run("encrypt").code == 0
    monkeypatch.delenv(PASSPHRASE, raising=False)
    unlock(None)


def answering(*answers: str) -> Callable[[str], str]:
    """Somebody who types these, one after the other."""
    left = list(answers)
    return lambda prompt: left.pop(0)


def test_the_log_is_encrypted_and_made_plain_again(
    set_up: Patient, run: Run, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert "Write the passphrase down" in run("encrypt").out
    assert looks_encrypted(places.home / "coach.db")
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert run("today").code == 0
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert run("encrypt", "--off").lines == ["Plain again: coach.db."]
    assert not looks_encrypted(places.home / "coach.db")
    again = run("encrypt", "--off")
    assert (again.code, again.lines) == (0, ["Nothing here is encrypted."])


def test_a_copy_that_cannot_be_looked_at_is_named_and_keeps_nobody_from_being_told(
    set_up: Patient, run: Run, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    (places.home / "backups").mkdir(exist_ok=True)
    copy = places.home / "backups" / "coach-2027-01-01T100000.db"
    copy.symlink_to(places.home / "an unplugged disk")
    monkeypatch.setenv(PASSPHRASE, WORDS)
    result = run("encrypt")
    assert result.code == 0
    assert "Write the passphrase down" in result.out
    assert f"May be plain, it cannot be read just now: {copy}" in result.out


def test_a_plain_copy_that_is_restored_into_an_encrypted_home_is_told_to_be_plain(
    set_up: Patient, run: Run, places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    set_up()
    copy = tmp_path / "plain.db"
    assert run("backup", "--out", str(copy)).code == 0
    told = "The log is not encrypted any more, as this copy was not."
    assert told not in run("restore", str(copy)).out
    for _ in range(2):
        monkeypatch.setenv(PASSPHRASE, WORDS)
        assert run("encrypt").code == 0
        monkeypatch.setenv(PASSPHRASE, WORDS)
        assert told in run("restore", str(copy)).out


@pytest.mark.usefixtures("_locked")
def test_without_a_passphrase_the_shell_says_what_to_do(run: Run) -> None:
    told = run("today")
    assert told.code == 2
    assert "COACH_PASSPHRASE" in told.err


@pytest.mark.usefixtures("_locked", "_typing")
def test_a_wrong_passphrase_may_be_typed_again(
    around: Surroundings, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    unlock_home(around, answering("no that is wrong", WORDS))
    assert "does not open" in capsys.readouterr().err
    with around.coach() as coach:
        assert not coach.set_up.needed


@pytest.mark.usefixtures("_locked", "_typing")
def test_three_wrong_ones_end_it(around: Surroundings) -> None:
    with pytest.raises(LogError, match="does not open"):
        unlock_home(around, answering("wrong one", "wrong two", "wrong three"))


@pytest.mark.usefixtures("_locked", "_typing")
def test_the_emergency_command_asks_for_no_passphrase(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.cli.main.unlock_home", lambda around: pytest.fail("asked"))
    told = run("emergency")
    assert told.code == 0
    assert told.lines[0].startswith("Emergency number: 112")


@pytest.mark.usefixtures("_locked", "_typing")
def test_the_emergency_number_comes_before_the_passphrase(
    around: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    unlock_home(around, answering("!", WORDS))
    assert capsys.readouterr().out.startswith("Emergency number: 112")


@pytest.mark.usefixtures("_locked", "_typing")
def test_a_settings_file_with_a_wrong_line_still_gives_the_patients_own_number(
    around: Surroundings, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    words = 'emergency_number = "911"\ntherapist_phone = "030 1234"\nquiet_from = "25:99"\n'
    places.config_file.write_text(words, encoding="utf-8")
    unlock_home(around, answering("!", WORDS))
    shown = capsys.readouterr().out
    assert shown.startswith("Emergency number: 911\n")
    assert "Therapist: 030 1234" in shown


@pytest.mark.usefixtures("_locked", "_typing")
def test_asking_for_the_number_uses_up_no_try(around: Surroundings) -> None:
    unlock_home(around, answering("!", "!!", "! ", "!!!", WORDS))
    with around.coach() as coach:
        assert not coach.set_up.needed


@pytest.mark.usefixtures("_locked", "_typing")
def test_the_copy_of_a_lost_log_opens_with_the_passphrase_that_was_typed(
    around: Surroundings, places: Places, tmp_path: Path
) -> None:
    unlock(WORDS)
    copy = backup(places.home / "coach.db", tmp_path / "copy.db")
    unlock(None)
    (places.home / "coach.db").unlink()
    unlock_home(around, answering(WORDS))
    restore(copy, places.home, around.clock.now())
    with around.coach() as coach:
        assert not coach.set_up.needed


@pytest.mark.usefixtures("_typing")
def test_two_passphrases_that_differ_change_nothing(
    set_up: Patient, around: Surroundings, places: Places
) -> None:
    set_up()
    with pytest.raises(InputError, match="not the same"):
        encryption.encrypt(Namespace(off=False), around, answering("a long one", "another one"))
    assert not looks_encrypted(places.home / "coach.db")


def test_an_empty_home_has_nothing_to_encrypt(run: Run) -> None:
    told = run("encrypt")
    assert told.code == 2
    assert "start coach" in told.err


# --- what a kill, or a lost mark, leaves


@pytest.fixture
def _unmarked(_locked: None, places: Places) -> None:
    """An encrypted home that does not say that it is, as an old coach killed in mid-way left it."""
    encryption_mark(places.home / "coach.db").unlink()


@pytest.mark.usefixtures("_unmarked")
def test_an_encrypted_log_without_its_mark_opens_with_the_passphrase(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in ("today", "doctor"):
        monkeypatch.setenv(PASSPHRASE, WORDS)
        told = run(command)
        assert told.code == 0, told
        assert "not a database" not in told.out + told.err


@pytest.mark.usefixtures("_unmarked")
def test_an_encrypted_log_without_its_mark_is_not_called_damaged(run: Run) -> None:
    assert run("backup").code == 2
    for command in ("today", "doctor"):
        told = run(command)
        assert told.code == 2
        assert "may be encrypted" in told.out + told.err
        assert "COACH_PASSPHRASE" in told.out + told.err
        assert "not a database" not in told.out + told.err
        assert "coach restore" not in told.out + told.err


@pytest.mark.usefixtures("_unmarked", "_typing")
def test_whoever_sits_before_an_unmarked_encrypted_log_is_asked(around: Surroundings) -> None:
    unlock_home(around, answering(WORDS))
    with around.coach() as coach:
        assert not coach.set_up.needed


@pytest.mark.usefixtures("_typing")
def test_a_mark_beside_a_plain_log_asks_nobody_for_anything(
    set_up: Patient, around: Surroundings, run: Run, places: Places
) -> None:
    set_up()
    encryption_mark(places.home / "coach.db").touch()
    unlock_home(around, answering())
    assert run("today").code == 0
    assert run("watch", "--status").code == 0


@pytest.mark.parametrize("spoil", [b"\0" * 4096, b"a shopping list, " * 300])
@pytest.mark.usefixtures("_locked")
def test_an_encrypted_log_whose_beginning_is_gone_is_damaged_and_the_way_back_is_told(
    run: Run, places: Places, monkeypatch: pytest.MonkeyPatch, spoil: bytes
) -> None:
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert run("backup").code == 0
    with (places.home / "coach.db").open("r+b") as file:
        file.write(spoil)
    monkeypatch.setenv(PASSPHRASE, WORDS)
    told = run("today")
    assert "is not a database" in told.err
    assert "coach restore" in told.err


@pytest.mark.usefixtures("_locked", "_typing")
def test_a_damaged_encrypted_log_lets_the_command_begin_that_mends_it(
    around: Surroundings, places: Places
) -> None:
    log = places.home / "coach.db"
    content = bytearray(log.read_bytes())
    content[5 * 4096 : 6 * 4096] = bytes(4096)
    log.write_bytes(content)
    unlock_home(around, answering(WORDS))
    with pytest.raises(DamagedLogError), around.coach():
        pytest.fail("it was opened")


# --- copies that are encrypted, or that the passphrase does not open


def said_of_copies(told: Result) -> str:
    """The doctor's line on the copies, with what to do."""
    at = next(n for n, line in enumerate(told.lines) if line.startswith("copies: "))
    return "\n".join(told.lines[at : at + 2])


@pytest.fixture
def encrypted_copy(
    _locked: None, run: Run, places: Places, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The one copy of an encrypted home."""
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert run("backup").code == 0
    monkeypatch.delenv(PASSPHRASE, raising=False)
    unlock(None)
    (copy,) = (places.home / "backups").iterdir()
    return copy


@pytest.fixture
def plain_again(encrypted_copy: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The encrypted copy of a home that was made plain since."""
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert run("encrypt", "--off").code == 0
    monkeypatch.delenv(PASSPHRASE, raising=False)
    unlock(None)
    return encrypted_copy


@pytest.mark.parametrize("typed", [None, "wrongwrong"])
def test_the_doctor_never_says_to_delete_copies_that_a_passphrase_does_not_open(
    encrypted_copy: Path, run: Run, monkeypatch: pytest.MonkeyPatch, typed: str | None
) -> None:
    if typed is not None:
        monkeypatch.setenv(PASSPHRASE, typed)
    said = said_of_copies(run("doctor"))
    assert "NOT OK. 1 of 1 could not be looked at" in said
    assert str(encrypted_copy) in said
    assert "COACH_PASSPHRASE" in said
    assert "Delete" not in said
    assert "damaged" not in said


def test_copies_from_before_the_log_was_plain_again_are_whole_with_their_passphrase(
    plain_again: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = said_of_copies(run("doctor"))
    assert "1 of 1 could not be looked at" in said
    assert "None is known to be whole. Make one with: coach backup" in said
    assert "Delete" not in said
    assert run("backup").code == 0
    said = said_of_copies(run("doctor"))
    assert "1 of 2 could not be looked at" in said
    assert "The newest whole one is" in said
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert "copies: ok. 2, each opened and whole" in said_of_copies(run("doctor"))


def test_an_encrypted_copy_is_restored_into_a_plain_home_with_its_passphrase(
    plain_again: Path, run: Run, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = run("restore", str(plain_again))
    assert refused.code == 2
    assert "may be encrypted" in refused.err
    assert "set COACH_PASSPHRASE" in refused.err
    monkeypatch.setenv(PASSPHRASE, "something else")
    refused = run("restore", str(plain_again))
    assert refused.code == 2
    assert f"This passphrase does not open {plain_again}" in refused.err
    assert not looks_encrypted(places.home / "coach.db")
    monkeypatch.setenv(PASSPHRASE, WORDS)
    told = run("restore", str(plain_again))
    assert told.code == 0, told
    assert "it opens with the same passphrase" in told.out
    assert looks_encrypted(places.home / "coach.db")
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert run("today").code == 0


@pytest.mark.usefixtures("_typing")
def test_whoever_restores_an_encrypted_copy_is_asked_for_its_passphrase(
    plain_again: Path, around: Surroundings, places: Places
) -> None:
    given = Namespace(file=plain_again, clinic=False)
    assert care.restore(given, around, answering("a mistyped one", WORDS)) == 0
    assert looks_encrypted(places.home / "coach.db")


def test_an_encrypted_copy_that_is_really_damaged_is_named_and_none_is_deleted_before_another(
    encrypted_copy: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bytearray(encrypted_copy.read_bytes())
    content[7 * 4096 : 8 * 4096] = bytes(4096)
    encrypted_copy.write_bytes(content)
    monkeypatch.setenv(PASSPHRASE, WORDS)
    said = said_of_copies(run("doctor"))
    assert "1 of 1 damaged" in said
    assert "Delete none of them yet. None is whole. Make one with: coach backup" in said
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert run("backup").code == 0
    monkeypatch.setenv(PASSPHRASE, WORDS)
    assert "Delete what is damaged. The newest whole one is" in said_of_copies(run("doctor"))
