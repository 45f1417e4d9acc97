"""Which cues a person hears; every one of them is shown all the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.session.cues import Cue, CueKind, Priority
from coach.session.voice_choice import VoiceChoice, has_tone_first, is_said

SILENCED = VoiceChoice(say_counts=False, say_half_way=False, say_encouragement=False)


@pytest.mark.parametrize(
    ("choice", "kinds"),
    [
        (VoiceChoice(say_counts=False), {CueKind.COUNT_IN, CueKind.COUNT, CueKind.REP}),
        (VoiceChoice(say_half_way=False), {CueKind.HALF_WAY}),
        (VoiceChoice(say_encouragement=False), {CueKind.ENCOURAGEMENT}),
        (VoiceChoice(), set()),
    ],
)
def test_what_was_muted_is_not_heard_and_nothing_else_is(
    choice: VoiceChoice, kinds: set[CueKind]
) -> None:
    muted = {kind for kind in CueKind if not is_said(Cue(kind, "Words."), choice)}
    assert muted == kinds


@given(st.sampled_from(CueKind), st.sampled_from([Priority.SAFETY, Priority.WARNING]))
def test_a_warning_is_never_muted_whatever_it_is_called(kind: CueKind, priority: Priority) -> None:
    assert is_said(Cue(kind, "Take it off.", priority), SILENCED)


def test_what_is_for_the_screen_alone_is_never_heard() -> None:
    assert not is_said(Cue(CueKind.SAFETY, "Read this.", Priority.SAFETY, spoken=False), SILENCED)


def test_a_tone_goes_before_words_and_never_delays_a_count_or_a_warning() -> None:
    choice = VoiceChoice(tone_first=True)
    before = {p for p in Priority if has_tone_first(Cue(CueKind.NOTICE, "Words.", p), choice)}
    assert before == {Priority.GUIDE, Priority.EXTRA}
    assert not has_tone_first(Cue(CueKind.NAME, "Bridge."), VoiceChoice())
