"""When no screen can open, what is told has the number that this patient would call."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.cli.watch import Stop
from coach.workflows.coach import Coach
from tests.cli.conftest import Patient, Run
from tests.store.builders import made_by_newer_coach, of_another_program

NUMBER = 'emergency_number = "911"\n'
WRONG = {
    "a time that is none": 'quiet_from = "25:99"\n',
    "an unknown name": "nmae = 'Sam'\n",
    "a number out of range": "pitch = 101\n",
    "a key that means nothing": '[keys]\nright = "dance"\n',
    "a key that keeps its meaning": '[keys]\nh = "pause"\n',
    "a line that is no TOML": "pitch = [\n",
    "a quote that is missing": 'name = "Sam\n',
    "a setting twice": "speech = true\nspeech = false\n",
    "a table that is none": "keys = 3\n",
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings file of this test's home."""
    return tmp_path / "config.toml"


@pytest.mark.parametrize("command", ["today", "session", "pain --back 1 --leg 1", "sit soft", ""])
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_line_that_is_wrong_leaves_the_patients_own_number(
    run: Run, config: Path, wrong: str, command: str
) -> None:
    config.write_text(NUMBER + wrong, encoding="utf-8")
    told = run(*command.split())
    assert told.code == ExitCode.INPUT
    assert told.err.endswith(" In an emergency call 911.\n")
    assert len(told.err.splitlines()) == 1


@pytest.fixture
def watched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch that is stopped when it would wait for the first time."""
    monkeypatch.setattr(Stop, "wait", lambda stop, _: setattr(stop, "_over", True))


@pytest.mark.usefixtures("watched_once")
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_watch_that_waits_for_its_settings_tells_the_patients_own_number(
    run: Run, config: Path, wrong: str
) -> None:
    config.write_text(NUMBER + wrong, encoding="utf-8")
    told = run("watch")
    assert told.code == ExitCode.DONE
    assert told.err.startswith("coach watch: ")
    assert told.err.endswith(" In an emergency call 911.\n")
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_the_number_may_stand_below_the_line_that_is_wrong(
    run: Run, config: Path, wrong: str
) -> None:
    config.write_text(wrong + NUMBER, encoding="utf-8")
    assert run("today").err.endswith(" In an emergency call 911.\n")


@pytest.mark.parametrize(
    "text",
    [
        "emergency_number = 911",
        "emergency_number = “911”",
        'emergency_number = "911',
        "emergency_number: '911'  # here\npitch = [",
        '"emergency_number" = "911"\npitch = 101',
        '[keys]\nright = "dance"\nemergency_number = "911"',
        'emergency_number = "112"\nemergency_number = "911"',
    ],
)
def test_a_number_that_can_only_mean_one_thing_is_told(run: Run, config: Path, text: str) -> None:
    config.write_text(text, encoding="utf-8")
    assert run("today").err.endswith(" In an emergency call 911.\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig", "latin-1"])
def test_a_file_that_an_editor_wrote_in_another_way_has_its_number(
    run: Run, config: Path, encoding: str
) -> None:
    config.write_text('name = "Zoë"\n' + NUMBER, encoding=encoding)
    assert run("today").err.endswith(" In an emergency call 911.\n")


def test_a_file_that_is_too_long_has_its_number(run: Run, config: Path) -> None:
    config.write_text(NUMBER + "# Nothing.\n" * 10_000, encoding="utf-8")
    assert run("today").err.endswith(" In an emergency call 911.\n")


@pytest.mark.parametrize(
    "text", ['emergency_number = "call mum"', "emergency_number = 1", "# 911\npitch = [", ""]
)
def test_without_a_number_to_believe_the_usual_one_is_told(
    run: Run, config: Path, text: str
) -> None:
    config.write_text(text + "\npitch = 101\n", encoding="utf-8")
    assert run("today").err.endswith(" In an emergency call 112 or your local number.\n")


def test_a_long_sentence_never_pushes_the_number_out(run: Run, config: Path) -> None:
    config.write_text(f'{NUMBER}[keys]\n{"x" * 2000} = "dance"\n', encoding="utf-8")
    assert run("today").err.endswith("x (In an emergency call 911.)\n")


# --- a new number

OWN = 'name = "Zoë"  # mine\n'


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("before", [OWN, OWN + NUMBER, ""])
def test_a_new_number_is_kept_whatever_line_is_wrong_and_that_line_is_named(
    run: Run, config: Path, wrong: str, before: str
) -> None:
    config.write_text(before + wrong, encoding="utf-8")
    told = run("settings", "emergency_number", "999")
    assert told.code == ExitCode.DONE
    assert told.lines == ['emergency_number = "999"']
    assert told.err.startswith("coach: The number is kept. Still to be mended: ")
    assert f"{config}:" in told.err
    assert len(told.err.splitlines()) == 1
    assert config.read_text(encoding="utf-8").replace('emergency_number = "999"\n', "") == (
        before.removesuffix(NUMBER) + wrong
    )
    assert run("today").err.endswith(" In an emergency call 999.\n")
    assert run("emergency").lines[0] == "Emergency number: 999"


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_once_that_line_is_mended_all_of_it_holds(run: Run, config: Path, wrong: str) -> None:
    config.write_text(OWN + wrong, encoding="utf-8")
    run("settings", "emergency_number", "999")
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace(wrong, ""), encoding="utf-8")
    shown = run("settings")
    assert (shown.code, shown.err) == (0, "")
    assert [line for line in shown.lines if line.startswith('emergency_number = "999"')]
    assert [line for line in shown.lines if line.startswith('name = "Zoë"')]


@pytest.mark.parametrize("said", ["911", "“911”", '"call mum"', '"112"\nemergency_number = "911"'])
def test_a_new_number_takes_the_place_of_one_that_no_file_may_hold(
    run: Run, config: Path, said: str
) -> None:
    config.write_text(f"{OWN}emergency_number = {said}\npitch = 60\n", encoding="utf-8")
    told = run("settings", "emergency_number", "999")
    assert (told.code, told.err) == (ExitCode.DONE, "")
    assert config.read_text(encoding="utf-8") == (f'{OWN}emergency_number = "999"\npitch = 60\n')


def test_a_number_that_strayed_into_a_table_is_taken_out_of_it(run: Run, config: Path) -> None:
    config.write_text('[keys]\nright = "dance"\nemergency_number = "911"\n', encoding="utf-8")
    run("settings", "emergency_number", "999")
    assert config.read_text(encoding="utf-8") == (
        'emergency_number = "999"\n[keys]\nright = "dance"\n'
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-8-sig"])
def test_a_file_that_an_editor_wrote_in_another_way_takes_a_new_number(
    run: Run, config: Path, encoding: str
) -> None:
    config.write_text(OWN + NUMBER, encoding=encoding)
    told = run("settings", "emergency_number", "999")
    assert (told.code, told.err) == (ExitCode.DONE, "")
    assert config.read_text(encoding="utf-8") == OWN + 'emergency_number = "999"\n'


def test_letters_that_are_no_utf_8_stay_as_they_are(run: Run, config: Path) -> None:
    config.write_bytes((OWN + NUMBER).encode("latin-1"))
    told = run("settings", "emergency_number", "999")
    assert told.code == ExitCode.DONE
    assert f"{config}:1: this is not UTF-8 text" in told.err
    assert config.read_bytes() == (OWN + 'emergency_number = "999"\n').encode("latin-1")


@pytest.mark.parametrize(
    ("name", "value"), [("emergency_number", "help"), ("pitch", "60"), ("emergency_number", None)]
)
def test_nothing_else_is_changed_in_a_file_that_has_a_wrong_line(
    run: Run, config: Path, name: str, value: str | None
) -> None:
    text = OWN + "speech = 3\n"
    config.write_text(text, encoding="utf-8")
    told = run("settings", name, *([value] if value else []))
    assert told.code == ExitCode.INPUT
    assert config.read_text(encoding="utf-8") == text


def test_a_file_that_cannot_be_written_keeps_its_number_and_says_so(run: Run, config: Path) -> None:
    config.mkdir()
    told = run("settings", "emergency_number", "999")
    assert told.code == ExitCode.INPUT
    assert str(config) in told.err


# --- the command


def test_the_command_says_the_number_first_and_the_words_of_the_screen(
    run: Run, config: Path, open_coach: Callable[..., Coach]
) -> None:
    config.write_text(NUMBER, encoding="utf-8")
    told = run("emergency")
    assert (told.code, told.err) == (0, "")
    assert told.lines[0] == "Emergency number: 911"
    text = open_coach().safety.emergency()
    for words in (text.advice.first, text.advice.say, text.advice.after, text.nobody):
        assert words in told.lines


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_the_command_needs_no_settings_that_hold(run: Run, config: Path, wrong: str) -> None:
    config.write_text(NUMBER + wrong, encoding="utf-8")
    told = run("emergency")
    assert (told.code, told.err) == (0, "")
    assert told.lines[0] == "Emergency number: 911"


def test_the_command_leaves_no_trace_where_nothing_is(run: Run, config: Path) -> None:
    assert run("emergency").lines[0] == "Emergency number: 112 or your local number"
    assert not (config.parent / "home" / "coach.db").exists()
    assert not config.exists()


def test_the_command_needs_no_log_that_can_be_opened(
    run: Run, set_up: Patient, config: Path
) -> None:
    set_up()
    config.write_text(NUMBER, encoding="utf-8")
    _torn(config.parent / "home" / "coach.db")
    told = run("emergency")
    assert (told.code, told.err) == (0, "")
    assert told.lines[0] == "Emergency number: 911"


@pytest.mark.parametrize("said", ["1", "1121121121121121", "help"])
def test_a_number_in_the_file_that_cannot_be_dialled_is_told(
    said: str, run: Run, config: Path
) -> None:
    config.write_text(f'emergency_number = "{said}"\n', encoding="utf-8")
    told = run("emergency")
    assert told.code == 0
    assert told.lines[0] == "Emergency number: 112 or your local number"
    assert f"'{said}' in {config} cannot be called" in told.err
    assert "needs 2 to 15 digits" in run("today").err


# --- the log


def _no_database(log: Path) -> None:
    log.write_bytes(b"Dear diary, " * 100)


def _empty(log: Path) -> None:
    log.write_bytes(b"")


def _torn(log: Path) -> None:
    content = log.read_bytes()
    log.write_bytes(content[: len(content) // 2])


def _newer(log: Path) -> None:
    made_by_newer_coach(log)


def _of_another_program(log: Path) -> None:
    of_another_program(log)


def _a_folder(log: Path) -> None:
    log.unlink()
    log.mkdir()


def _unreadable(log: Path) -> None:
    log.chmod(0)
    if os.access(log, os.R_OK):
        pytest.skip("this user may read everything")


def _without_its_folder(log: Path) -> None:
    log.parent.rename(log.parent.with_name("elsewhere"))
    log.parent.write_text("A file.", encoding="utf-8")


@pytest.mark.parametrize("command", ["today", "session", "pain --back 1 --leg 1", "sit soft", ""])
@pytest.mark.parametrize(
    "spoil",
    [
        _no_database,
        _empty,
        _torn,
        _newer,
        _of_another_program,
        _a_folder,
        _unreadable,
        _without_its_folder,
    ],
)
def test_a_log_that_cannot_be_opened_leaves_the_number(
    run: Run, set_up: Patient, config: Path, spoil: Callable[[Path], None], command: str
) -> None:
    set_up()
    config.write_text(NUMBER, encoding="utf-8")
    spoil(config.parent / "home" / "coach.db")
    told = run(*command.split())
    assert told.code in (ExitCode.INPUT, ExitCode.REFUSED)
    assert re.search(r"\. In an emergency call 911\.$|\(In an emergency call 911\.\)$", told.err)
    assert len(told.err.splitlines()) == 1


@pytest.mark.usefixtures("watched_once")
@pytest.mark.parametrize("spoil", [_no_database, _empty, _torn, _newer, _of_another_program])
def test_a_watch_over_a_log_that_cannot_be_opened_leaves_the_number(
    run: Run, set_up: Patient, config: Path, spoil: Callable[[Path], None]
) -> None:
    set_up()
    config.write_text(NUMBER, encoding="utf-8")
    spoil(config.parent / "home" / "coach.db")
    told = run("watch").err
    assert told.startswith("coach watch: ")
    assert re.search(r"\. In an emergency call 911\.$|\(In an emergency call 911\.\)$", told)
    assert len(told.splitlines()) == 1


def test_the_way_back_stays_a_command_that_can_be_typed(
    run: Run, set_up: Patient, config: Path
) -> None:
    set_up()
    assert run("backup").code == 0
    config.write_text(NUMBER, encoding="utf-8")
    _torn(config.parent / "home" / "coach.db")
    assert run("today").err.endswith(".db (In an emergency call 911.)\n")


def test_the_doctor_tells_the_number_with_what_is_not_well(
    run: Run, set_up: Patient, config: Path
) -> None:
    set_up()
    config.write_text(NUMBER, encoding="utf-8")
    _torn(config.parent / "home" / "coach.db")
    assert run("doctor").err.endswith(" In an emergency call 911.\n")


def test_a_fault_of_ours_leaves_the_number(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    config.write_text(NUMBER, encoding="utf-8")
    monkeypatch.setattr("coach.cli.patient.today", broken)
    told = run("today")
    assert told.code == ExitCode.FAULT
    assert told.err.endswith(" In an emergency call 911.\n")


def test_a_file_that_is_missing_is_no_emergency(run: Run) -> None:
    assert "emergency" not in run("open", "none.coachplan").err
