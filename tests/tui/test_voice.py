"""The voice screen: turned with the arrows, heard with Enter, kept at once."""

import pytest
from textual.pilot import Pilot

from coach.config import Places, load_settings
from coach.session.voice_choice import InstalledVoice
from coach.speech.silent import SilentSpeaker
from coach.tui.patient.today import TodayScreen
from coach.tui.patient.voice import VoiceScreen
from coach.workflows.coach import Coach
from coach.workflows.voice import NOT_HEARD, SENTENCE
from tests.tui.conftest import Running, on, press, settle
from tests.tui.pictures import check_golden, picture

VOICES = (
    InstalledVoice("gmw/en-us", "English (America)"),
    InstalledVoice("gmw/en", "English (Great Britain)"),
    InstalledVoice("gmw/en-gb-scotland", "English (Scotland)"),
)


@pytest.fixture
def voices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with three voices."""
    monkeypatch.setattr(SilentSpeaker, "voices", lambda *_: VOICES)


async def into_voice(pilot: Pilot[None]) -> None:
    await press(pilot, "v")
    await pilot.app.workers.wait_for_complete()
    await settle(pilot)
    assert on(pilot, VoiceScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_golden_voice(
    size: tuple[int, int], running: Running, coach: Coach, voices: None
) -> None:
    async with running(coach, size=size) as pilot:
        await into_voice(pilot)
        await press(
            pilot, "right", "right", "down", "left", "down", "down", "down", "down", "right"
        )
        check_golden(pilot.app, "voice")


async def test_arrows_turn_and_what_is_turned_is_kept_at_once(
    running: Running, coach: Coach, places: Places, voices: None
) -> None:
    async with running(coach) as pilot:
        await into_voice(pilot)
        await press(pilot, "right", "down", "left", "left")
        kept = load_settings(places.config_file)
        assert (kept.voice, kept.rate_words_per_minute) == ("gmw/en-us", 130)
        assert "English (America)" in picture(pilot.app)
        assert "130 words a minute" in picture(pilot.app)
        await press(pilot, "escape")
        assert on(pilot, TodayScreen)
    assert coach.voice.choice.rate_words_per_minute == 130


@pytest.mark.parametrize("key", ["enter", "v"])
async def test_enter_says_the_sentence_and_leaving_is_silent(
    key: str, running: Running, coach: Coach, voices: None
) -> None:
    voice = coach.speaker
    assert isinstance(voice, SilentSpeaker)
    async with running(coach) as pilot:
        await into_voice(pilot)
        voice.said.clear()
        await press(pilot, key)
        assert [cue.text for cue in voice.said] == [SENTENCE]
        stops = voice.stops
        await press(pilot, "escape")
        assert voice.stops == stops + 1


async def test_what_cannot_be_kept_is_told_and_not_changed(
    running: Running, coach: Coach, places: Places, voices: None
) -> None:
    places.config_file.unlink(missing_ok=True)
    places.config_file.mkdir()
    async with running(coach) as pilot:
        await into_voice(pilot)
        await press(pilot, "down", "left")
        assert "cannot be read" in picture(pilot.app)
        assert "150 words a minute" in picture(pilot.app)


async def test_no_voice_that_answers_and_no_sound_are_told(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await into_voice(pilot)
        shown = " ".join(picture(pilot.app).split())
        assert "No voice of this machine has answered" in shown
        assert NOT_HEARD.split(".")[0] in shown


async def test_a_voice_that_answers_late_is_asked_again(
    running: Running, coach: Coach, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(coach) as pilot:
        await into_voice(pilot)
        monkeypatch.setattr(SilentSpeaker, "voices", lambda *_: VOICES)
        await press(pilot, "right")
        await pilot.app.workers.wait_for_complete()
        await settle(pilot)
        assert "English (Scotland)" in " ".join(picture(pilot.app).split())
        await press(pilot, "right")
        assert load_settings(places.config_file).voice == VOICES[0].id


async def test_it_is_found_under_more(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "m", "v")
        await settle(pilot)
        assert on(pilot, VoiceScreen)
