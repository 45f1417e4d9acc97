"""`coach audio`: a session in a box, for a room without a screen; never under a hold."""

import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.domain.safety_rhythm import FURTHER_DOWN, WEEKLY
from coach.speech.session_file import MARK
from coach.workflows.coach import Coach
from coach.workflows.safety import SAID_NEW
from tests.cli.conftest import Patient, Run
from tests.cli.test_patient_commands import lock
from tests.conftest import answer_list


def test_a_session_is_written_as_long_as_its_script(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "session.wav"
    result = run("audio", "steady-back", "--stage", "D", "--out", str(out))
    assert (result.code, result.out) == (0, "")
    assert "A file cannot ask" in result.err
    assert "Nobody is alerted" in result.err
    assert f"Written to {out}" in result.err
    told = run("rehearse", "steady-back", "--stage", "D", "--json").json
    with wave.open(str(out), "rb") as file:
        seconds = file.getnframes() / file.getframerate()
    beforehand = seconds - told["seconds"]
    assert 5 < beforehand < 40
    minutes, rest = divmod(int(beforehand), 60)
    assert f"The session begins at {minutes:02d}:{rest:02d}" in result.err
    assert out.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.glob("*.wav")) == ["session.wav"]
    assert "is replaced" not in result.err
    again = run("audio", "steady-back", "--stage", "D", "--out", str(out))
    assert "The recording that was there is replaced." in again.err


@pytest.mark.parametrize("name", ["session.mp3", "session", "session.wav.ogg"])
def test_what_is_written_is_never_called_anything_but_wav(
    run: Run, tmp_path: Path, name: str
) -> None:
    for words in (["audio", "steady-back"], ["say", "Hello"]):
        result = run(*words, "--out", str(tmp_path / name))
        assert result.code == 2
        (line,) = result.err.splitlines()
        assert "ends in .wav, like session" in line
        assert not (tmp_path / name).exists()


def test_a_missing_folder_is_told_in_one_line_before_anything_else(run: Run) -> None:
    result = run("audio", "steady-back", "--stage", "D", "--out", "no-folder/a.wav")
    assert result.code != 0
    (line,) = result.err.splitlines()
    assert "no folder" in line


def test_no_session_is_recorded_while_coaching_is_locked(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach], tmp_path: Path
) -> None:
    set_up()
    lock(open_coach)
    result = run("audio", "steady-back", "--out", str(tmp_path / "session.wav"))
    assert result.code == 3
    assert len(result.err.splitlines()) == 1
    assert "locked" in result.err
    assert not (tmp_path / "session.wav").exists()


@pytest.fixture(params=["audio", "calendar"])
def refused(run: Run, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Asks for what leads through exercises; the one line that refuses it."""
    is_audio = request.param == "audio"
    words = ["audio", "steady-back"] if is_audio else ["export", "--format", "ics"]
    out = tmp_path / ("session.wav" if is_audio else "days.ics")

    def _refused() -> str:
        result = run(*words, "--out", str(out))
        assert (result.code, out.exists()) == (2, False)
        (line,) = result.err.splitlines()
        return line

    return _refused


def test_what_leads_through_exercises_waits_for_the_list_after_something_new(
    set_up: Patient, open_coach: Callable[..., Coach], refused: Callable[[], str]
) -> None:
    set_up()
    coach = open_coach()
    coach.safety.opening_answered(True)
    coach.close()
    line = refused()
    assert "whole list" in line
    assert "coach today" in line or "`coach`" in line
    coach = open_coach()
    answer_list(coach)
    coach.close()
    assert SAID_NEW in refused()


def test_it_waits_for_a_list_that_a_score_asks_for(
    run: Run, set_up: Patient, refused: Callable[[], str]
) -> None:
    set_up()
    run("pain", "--back", "2", "--leg", "2", "--reach", "thigh")
    run("pain", "--back", "2", "--leg", "2", "--reach", "calf")
    assert FURTHER_DOWN in refused()


def test_it_waits_for_the_list_of_the_week(
    set_up: Patient, clock: ManualClock, refused: Callable[[], str]
) -> None:
    set_up()
    clock.advance(7 * 24 * 3600)
    assert WEEKLY in refused()


def test_a_home_without_a_plan_is_asked_no_list(
    run: Run, open_coach: Callable[..., Coach], tmp_path: Path
) -> None:
    open_coach().close()
    out = tmp_path / "session.wav"
    assert run("audio", "steady-back", "--stage", "D", "--out", str(out)).code == 0


def test_a_log_that_cannot_be_read_might_hold_a_lock_and_is_not_passed_over(
    run: Run, set_up: Patient, tmp_path: Path
) -> None:
    set_up()
    (tmp_path / "home" / "coach.db").write_bytes(b"no database at all" * 100)
    result = run("audio", "steady-back", "--out", str(tmp_path / "session.wav"))
    assert result.code == 2
    assert not (tmp_path / "session.wav").exists()


def test_another_file_stays_as_it_is_and_a_former_one_is_written_anew(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "letter.wav"
    out.write_bytes(b"Dear Ada")
    result = run("audio", "steady-back", "--stage", "D", "--out", str(out))
    assert result.code == 2
    assert "name a new file" in result.err
    assert out.read_bytes() == b"Dear Ada"
    out.write_bytes(b"RIFF" + bytes(8) + MARK)
    assert run("audio", "steady-back", "--stage", "D", "--out", str(out)).code == 0
    assert out.stat().st_size > 1_000_000


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["nothing-like-it", "--out", "x.wav"], "nothing-like-it"),
        (["steady-back"], "--out"),
        (["steady-back", "--stage", "Z", "--out", "x.wav"], "A, B, C, D"),
        (["steady-back", "--out", "no-folder/x.wav"], "no folder"),
    ],
    ids=lambda value: " ".join(value)[:30],
)
def test_a_slip_is_told_with_its_mend(run: Run, words: list[str], mend: str) -> None:
    result = run("audio", *words)
    assert result.code == 2
    assert mend in result.err
    assert "Traceback" not in result.err
