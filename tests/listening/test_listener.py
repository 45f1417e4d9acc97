"""Whatever the ear does, the session goes on and the person is told once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.listening import listener
from coach.listening.listener import Limits
from coach.session.heard import Knock, Phrase, Sureness
from tests.listening.conftest import MakeEar, heard_by, until

Script = Callable[[str], None]
QUICK = Limits(start_seconds=60.0, hang_seconds=60.0, again_seconds=0.0)
"""One that a test can wait for: nothing that works counts as hung on a busy machine."""
IMPATIENT = replace(QUICK, hang_seconds=0.5)


def test_what_the_ear_hears_is_taken_in_order(scripted_ear: Script, make_ear: MakeEar) -> None:
    scripted_ear("speaks")
    ear = make_ear(phrases=("that hurts",))
    ear.begin()
    assert heard_by(ear, 2)[:2] == [Phrase("that hurts", Sureness.SURE, named=True), Knock()]
    assert not ear.is_hearing()
    assert ear.health().microphone == "scripted"
    assert ear.health().phrases


def test_no_process_runs_before_a_session_nor_after_it(
    scripted_ear: Script, make_ear: MakeEar
) -> None:
    scripted_ear("hears")
    ear = make_ear()
    assert ear.health().state == "off"
    ear.begin()
    until(ear, lambda: ear.health().state == "ok")
    child = ear._child
    assert child is not None
    ear.end()
    assert child._process.poll() is not None
    assert ear.health().state == "off"
    assert ear.take() == []


def test_junk_on_the_wire_is_nothing_heard(scripted_ear: Script, make_ear: MakeEar) -> None:
    scripted_ear("prints")
    ear = make_ear()
    ear.begin()
    until(ear, lambda: ear.health().state == "ok", attend=False)
    assert ear.take() == []
    assert heard_by(ear) == [Knock()]


def test_without_a_microphone_it_is_told_once(scripted_ear: Script, make_ear: MakeEar) -> None:
    scripted_ear("no microphone")
    notices: list[str] = []
    ear = make_ear(notices, limits=QUICK)
    ear.begin()
    until(ear, lambda: ear.health().state == "none")
    first = ear._sign_at
    until(ear, lambda: ear.health().state == "none" and ear._sign_at > first)
    assert notices == [listener.NO_MICROPHONE]


def test_a_microphone_that_goes_away_and_comes_back(
    scripted_ear: Script, make_ear: MakeEar
) -> None:
    scripted_ear("vanishes")
    notices: list[str] = []
    ear = make_ear(notices, limits=QUICK)
    ear.begin()
    until(ear, lambda: listener.MICROPHONE_GONE in notices)
    scripted_ear("hears")
    heard_by(ear)
    assert notices == [listener.MICROPHONE_GONE, listener.MICROPHONE_AGAIN]


@pytest.mark.parametrize("misdeed", ["dies", "hangs later", "another version"])
def test_an_ear_that_fails_again_and_again_is_given_up(
    misdeed: str, scripted_ear: Script, make_ear: MakeEar
) -> None:
    scripted_ear(misdeed)
    notices: list[str] = []
    ear = make_ear(notices, limits=IMPATIENT)
    ear.begin()
    until(ear, lambda: ear.health().state == "failed")
    ear.begin()
    ear.attend()
    assert ear._child is None
    assert notices == [listener.EAR_FAILED]


def test_an_ear_that_never_answers_is_ended(scripted_ear: Script, make_ear: MakeEar) -> None:
    scripted_ear("hangs at once")
    notices: list[str] = []
    ear = make_ear(notices, limits=Limits(start_seconds=0.2, hang_seconds=0.2))
    ear.begin()
    until(ear, lambda: ear.health().state == "failed")
    assert notices == [listener.EAR_FAILED]


def test_an_ear_that_dies_once_is_back_and_nobody_is_told(
    scripted_ear: Script, make_ear: MakeEar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_TEST_MARK", str(tmp_path / "died"))
    scripted_ear("dies once")
    notices: list[str] = []
    ear = make_ear(notices)
    ear.begin()
    assert heard_by(ear) == [Knock()]
    assert (tmp_path / "died").exists()
    assert notices == []


def test_without_a_recogniser_claps_still_count(scripted_ear: Script, make_ear: MakeEar) -> None:
    scripted_ear("no recogniser")
    notices: list[str] = []
    ear = make_ear(notices, phrases=("pause",))
    ear.begin()
    assert heard_by(ear) == [Knock()]
    assert notices == [listener.NO_RECOGNISER]
    assert not ear.health().phrases


def test_a_real_ear_ends_with_the_coach(
    make_ear: MakeEar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "nothing"))
    ear = make_ear()
    ear.begin()
    child = ear._child
    ear.close()
    assert child is not None
    assert child._process.poll() is not None
