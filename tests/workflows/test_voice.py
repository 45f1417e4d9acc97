"""Choosing how the coach sounds: kept at once, heard at once, felt by the next session."""

from collections.abc import Callable

import pytest

from coach.config import Places, Settings, load_settings
from coach.domain.errors import InputError
from coach.session.voice_choice import VoiceChoice
from coach.session.voice_rows import Row
from coach.speech.silent import SilentSpeaker
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from coach.workflows.voice import NOT_HEARD, SENTENCE


def voice_of(coach: Coach) -> SilentSpeaker:
    assert isinstance(coach.speaker, SilentSpeaker)
    return coach.speaker


def test_a_turn_is_heard_and_kept_at_once(coach: Coach, places: Places) -> None:
    coach.voice.turn(Row.RATE, -1, ())
    coach.voice.turn(Row.SAY_COUNTS, 1, ())
    assert voice_of(coach).choice == VoiceChoice(rate_words_per_minute=140, say_counts=False)
    kept = load_settings(places.config_file)
    assert (kept.rate_words_per_minute, kept.say_counts) == (140, False)


def test_a_turn_keeps_what_another_hand_wrote_meanwhile(coach: Coach, places: Places) -> None:
    places.config_file.write_text('# mine\nmouse = true\nname = "Sam"\n', encoding="utf-8")
    coach.voice.turn(Row.PITCH, 1, ())
    text = places.config_file.read_text("utf-8")
    assert text.startswith('# mine\nmouse = true\nname = "Sam"\n')
    assert load_settings(places.config_file).pitch == 60


def test_set_up_keeps_what_was_chosen_about_the_voice(new_coach: Coach, places: Places) -> None:
    new_coach.voice.turn(Row.PITCH, 1, ())
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
    assert load_settings(places.config_file) == Settings(name="Sam", pitch=60)


def test_the_next_session_allows_for_the_speed(coach: Coach) -> None:
    items = coach.sessions.choose(coach.today.look().agenda, [])
    before = coach.sessions.seconds_for(items)
    for _ in range(5):
        coach.voice.turn(Row.RATE, -1, ())
    assert coach.sessions.seconds_for(items) > before


def test_what_cannot_be_kept_is_not_changed(coach: Coach, places: Places) -> None:
    places.config_file.unlink(missing_ok=True)
    places.config_file.mkdir()
    with pytest.raises(InputError):
        coach.voice.turn(Row.PITCH, 1, ())
    assert coach.voice.choice == VoiceChoice()
    assert voice_of(coach).choice == VoiceChoice()


def test_trying_out_says_the_sentence_in_place_of_the_last_try(coach: Coach) -> None:
    coach.voice.begin()
    coach.voice.try_out()
    coach.voice.try_out()
    voice = voice_of(coach)
    assert voice.prepared == [SENTENCE]
    assert [cue.text for cue in voice.said] == [SENTENCE, SENTENCE]
    assert voice.stops == 2


def test_in_silence_it_says_that_nothing_is_heard(coach: Coach) -> None:
    assert coach.voice.trouble() == NOT_HEARD


def test_what_was_set_before_the_start_is_what_is_shown(
    open_coach: Callable[..., Coach],
) -> None:
    coach = open_coach(Settings(pitch=70, tone_first=True))
    assert coach.voice.choice == VoiceChoice(pitch=70, tone_first=True)
