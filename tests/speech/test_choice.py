"""What a person changes about the voice while it speaks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.session.cues import CueKind, Priority
from coach.session.voice_choice import InstalledVoice, VoiceChoice
from coach.speech.pronunciation import as_spoken, merged
from coach.speech.speaker import VoiceSpeaker
from coach.speech.voices import speaking
from coach.speech.wavefile import read_wave, wave_seconds
from coach.speech.wire import Voice
from tests.speech.conftest import MakeSpeaker, a_cue

PATIENCE_SECONDS = 60.0
FakePlayer = Callable[[str], Path]
THREE_SECONDS = "x" * 45
"""What the scripted engine says in three seconds at its usual rate."""


def say(speaker: VoiceSpeaker, *texts: str) -> None:
    for text in texts:
        speaker.say(a_cue(text))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)


def files(log: Path) -> list[Path]:
    """What was played, without what went before it."""
    return [Path(line.split()[-1]) for line in log.read_text().splitlines()]


def lengths(log: Path) -> list[float]:
    return [round(wave_seconds(path), 1) for path in files(log)]


def test_slower_speech_holds_for_what_is_said_from_then_on(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker()
    say(speaker, THREE_SECONDS)
    speaker.speak_at(100)
    say(speaker, THREE_SECONDS)
    speaker.speak_at(150)
    say(speaker, THREE_SECONDS)
    assert lengths(log) == [3.0, 4.5, 3.0]
    first, _, last = files(log)
    assert first == last


def test_what_was_prepared_is_prepared_again_at_the_new_rate(
    fake_player: FakePlayer, make_speaker: MakeSpeaker, tmp_path: Path
) -> None:
    fake_player("works")
    speaker = make_speaker()
    speaker.prepare(["One line", "Another line", THREE_SECONDS])
    speaker.speak_at(100)
    say(speaker, "One line", "Another line", "Something else")
    made = {round(wave_seconds(path), 1) for path in (tmp_path / "cache").glob("??/*.wav")}
    wanted = {round(len(text) / 10, 1) for text in ("One line", "Another line", "Something else")}
    assert wanted <= made


@pytest.mark.parametrize(("asked", "kept"), [(0, 80), (-5, 80), (9999, 300), (120, 120)])
def test_a_rate_beyond_any_voice_is_taken_to_the_nearest_one(
    asked: int, kept: int, fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker()
    speaker.speak_at(asked)
    say(speaker, THREE_SECONDS)
    assert lengths(log) == [round(3.0 * 150 / kept, 1)]


def test_a_line_that_waits_is_said_as_it_is_chosen_now(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker()
    speaker.say(a_cue(THREE_SECONDS))
    speaker.speak_at(100)
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert lengths(log) in ([4.5], [3.0])
    say(speaker, THREE_SECONDS)
    assert lengths(log)[-1] == 4.5


def test_tones_take_the_place_of_words_and_words_come_back(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker(tones_only=True)
    say(speaker, THREE_SECONDS)
    assert speaker.health().voice == "off"
    speaker.change(VoiceChoice())
    say(speaker, THREE_SECONDS)
    speaker.change(VoiceChoice(tones_only=True))
    say(speaker, THREE_SECONDS)
    assert lengths(log) == [0.3, 3.0, 0.3]


def test_tones_follow_the_loudness_at_once(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker(tones_only=True)
    for percent in (100, 40):
        speaker.change(VoiceChoice(tones_only=True, volume_percent=percent))
        say(speaker, "Bird dog")
    loud, soft = (read_wave(path).peak for path in files(log))
    assert soft == pytest.approx(0.4 * loud, rel=0.01)


def test_no_loudness_is_silence_and_said_so(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    notices: list[str] = []
    speaker = make_speaker(notices)
    say(speaker, "First line")
    speaker.change(VoiceChoice(volume_percent=0))
    say(speaker, "Second line")
    health = speaker.health()
    assert (health.voice, health.mode) == ("off", "text")
    assert "loudness" in health.detail
    speaker.change(VoiceChoice(volume_percent=50))
    say(speaker, "Third line")
    assert len(files(log)) == 2
    assert notices == []


def test_muted_counts_are_not_heard_and_names_are(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker()
    speaker.change(VoiceChoice(say_counts=False))
    speaker.say(a_cue("Three.", Priority.COUNT, CueKind.COUNT_IN))
    assert speaker.is_quiet()
    say(speaker, THREE_SECONDS)
    assert lengths(log) == [3.0]


def test_a_soft_tone_goes_before_words_after_a_pause_and_not_between_lines(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker()
    speaker.change(VoiceChoice(tone_first=True))
    say(speaker, "First line", "Second line")
    first, second = ([Path(p) for p in line.split()] for line in log.read_text().splitlines())
    lead_in, tone, _ = (read_wave(path) for path in first)
    assert lead_in.peak < 150
    assert 2_000 < tone.peak < 6_000
    assert tone.seconds >= 0.5
    assert len(second) == 1


def test_the_installed_voices_of_the_language_are_named(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    fake_player("works")
    speaker = make_speaker()
    assert list(speaker.voices(PATIENCE_SECONDS)) == [InstalledVoice("one", "First")]
    say(speaker, "It speaks all the same")


def test_a_machine_without_a_voice_names_none_at_once(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    fake_player("works")
    speaker = make_speaker(engine="tests.speech.engines:unable")
    assert not speaker.voices(PATIENCE_SECONDS)


def test_a_worker_that_died_is_asked_for_its_voices_again(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    fake_player("works")
    speaker = make_speaker()
    assert speaker.voices(PATIENCE_SECONDS)
    child = speaker._renderer._link._child
    assert child is not None
    child.kill()
    answers = (speaker.voices(PATIENCE_SECONDS) for _ in range(3))
    assert any(answers)


def test_voices_are_asked_for_even_where_only_tones_sound(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    fake_player("works")
    assert make_speaker(tones_only=True).voices(PATIENCE_SECONDS)


def test_two_voices_of_one_name_are_told_apart() -> None:
    found = [Voice("b", "Anna", ["en"]), Voice("a", "Anna", ["en-us"]), Voice("c", "Zoe", ["en"])]
    names = [voice.name for voice in speaking(found, "en")]
    assert names == ["Anna (a)", "Anna (b)", "Zoe"]


# --- words that a voice says wrongly


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Your NPRS is 4.", "Your N P R S is 4."),
        ("NPRSx and xNPRS stay.", "NPRSx and xNPRS stay."),
        ("nprs stays.", "nprs stays."),
        ("The NPRS back score.", "The back score."),
        ("(NPRS)", "(N P R S)"),
    ],
)
def test_whole_words_are_spoken_another_way(text: str, said: str) -> None:
    table = merged({"NPRS": "en pee", "NPRS back": "back"}, {"NPRS": "N P R S"})
    assert as_spoken(text, table) == said


def test_what_was_put_in_place_of_a_word_is_not_replaced_again() -> None:
    assert as_spoken("a b", merged({"a": "b", "b": "a"}, {})) == "b a"


@given(st.text(), st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=4))
def test_any_table_leaves_other_texts_as_they_are(text: str, words: dict[str, str]) -> None:
    spoken = as_spoken(text, merged(words, {}))
    if not any(word in text for word in words if word):
        assert spoken == text


def test_the_word_is_spoken_differently_and_shown_as_it_is(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker(pronunciation=(("Go", THREE_SECONDS),))
    cue = a_cue("Go")
    speaker.say(cue)
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert lengths(log) == [3.0]
    assert cue.text == "Go"
