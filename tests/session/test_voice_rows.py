"""The choices about the voice as a person reads and turns them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from coach.session.voice_choice import PITCH, RATE_WORDS_PER_MINUTE, InstalledVoice, VoiceChoice
from coach.session.voice_rows import HELP, LABELS, VOLUME_PERCENT, Row, turned, value_words

VOICES = (InstalledVoice("gb", "British"), InstalledVoice("us", "American"))


def choices() -> st.SearchStrategy[VoiceChoice]:
    return st.builds(
        VoiceChoice,
        voice=st.sampled_from(["", "gb", "us", "American", "gone"]),
        rate_words_per_minute=st.integers(*RATE_WORDS_PER_MINUTE),
        volume_percent=st.integers(*VOLUME_PERCENT),
        pitch=st.integers(*PITCH),
    )


@given(choices(), st.sampled_from(Row), st.sampled_from([-1, 1]))
def test_one_turn_changes_one_row_and_stays_in_its_range(
    choice: VoiceChoice, row: Row, direction: int
) -> None:
    after = turned(row, choice, direction, VOICES)
    assert replace(after, **{row.value: getattr(choice, row.value)}) == choice
    assert RATE_WORDS_PER_MINUTE[0] <= after.rate_words_per_minute <= RATE_WORDS_PER_MINUTE[1]
    assert 0 <= after.volume_percent <= 100
    assert 0 <= after.pitch <= 100


@pytest.mark.parametrize(
    ("row", "direction", "before", "after"),
    [
        (Row.RATE, 1, 150, 160),
        (Row.RATE, -1, 150, 140),
        (Row.RATE, 1, 145, 150),
        (Row.RATE, -1, 145, 140),
        (Row.RATE, 1, 300, 300),
        (Row.VOLUME, -1, 10, 0),
        (Row.VOLUME, -1, 0, 0),
        (Row.PITCH, 1, 95, 100),
        (Row.SAY_COUNTS, 1, True, False),
        (Row.SAY_COUNTS, -1, False, True),
        (Row.VOICE, 1, "", "gb"),
        (Row.VOICE, 1, "American", "us"),
        (Row.VOICE, -1, "us", "gb"),
        (Row.VOICE, -1, "gb", ""),
        (Row.VOICE, -1, "", ""),
        (Row.VOICE, 1, "gone", "gb"),
    ],
)
def test_numbers_go_by_ten_and_voices_by_the_list(
    row: Row, direction: int, before: object, after: object
) -> None:
    choice = replace(VoiceChoice(), **{row.value: before})
    assert getattr(turned(row, choice, direction, VOICES), row.value) == after


def test_a_voice_stays_while_the_list_is_not_known() -> None:
    assert turned(Row.VOICE, VoiceChoice("gb"), 1, ()).voice == "gb"


@pytest.mark.parametrize(
    ("row", "choice", "told"),
    [
        (Row.VOICE, VoiceChoice(), "the system's own"),
        (Row.VOICE, VoiceChoice("us"), "American"),
        (Row.VOICE, VoiceChoice("british"), "British"),
        (Row.VOICE, VoiceChoice("gone"), "gone, which is not installed here"),
        (Row.RATE, VoiceChoice(), "150 words a minute, usual"),
        (Row.RATE, VoiceChoice(rate_words_per_minute=120), "120 words a minute"),
        (Row.VOLUME, VoiceChoice(), "100 of 100"),
        (Row.PITCH, VoiceChoice(), "50 of 100, the voice's own"),
        (Row.TONES_ONLY, VoiceChoice(), "words"),
        (Row.TONES_ONLY, VoiceChoice(tones_only=True), "tones only"),
        (Row.SAY_COUNTS, VoiceChoice(), "spoken"),
        (Row.SAY_COUNTS, VoiceChoice(say_counts=False), "on the screen only"),
        (Row.TONE_FIRST, VoiceChoice(), "off"),
        (Row.TONE_FIRST, VoiceChoice(tone_first=True), "a soft tone, then the words"),
    ],
)
def test_every_value_is_told_in_words(row: Row, choice: VoiceChoice, told: str) -> None:
    assert value_words(row, choice, VOICES) == told


def test_there_is_a_row_for_everything_that_can_be_chosen() -> None:
    assert {row.value for row in Row} == {field.name for field in fields(VoiceChoice)}


@pytest.mark.parametrize("row", Row)
def test_every_row_has_a_name_and_a_sentence(row: Row) -> None:
    assert LABELS[row]
    assert HELP[row].endswith(".")
