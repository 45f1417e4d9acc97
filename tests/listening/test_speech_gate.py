"""What is cut out for the recogniser: as short as a phrase, whole, and nothing else."""

import pytest

from coach.listening import wire
from coach.listening.attention import Attention
from coach.listening.levels import RATE_HERTZ
from coach.listening.matching import Matched, Verdict
from tests.listening.sounds import Samples, clap, noise, over, pcm, tone


def listened(sound: Samples, verdict: Verdict | None = None) -> tuple[list[wire.Reply], list[int]]:
    """What the ear says of a sound, and how many samples the recogniser got each time."""
    given: list[int] = []

    def recognise(samples: bytes) -> Verdict:
        given.append(len(samples) // 2)
        return verdict or Verdict(Matched("next"), sure=True)

    attention = Attention()
    attention.recognise = recognise
    attention.attend(100.0, 0.0)
    return list(attention.recorded(pcm(sound).tobytes(), 0.0)), given


def voice(seconds: float, *, db: float = -20, at: float = 1.5, room_db: float = -50) -> Samples:
    return over(noise(at + seconds + 1.0, room_db), (at, tone(seconds, 300, db)))


@pytest.mark.parametrize("seconds", [0.3, 0.9, 2.0])
def test_what_is_as_short_as_a_phrase_is_recognised_whole(seconds: float) -> None:
    replies, given = listened(voice(seconds))
    assert replies == [wire.SpeechBegan(), wire.PhraseHeard("next", True, True)]
    assert given[0] >= seconds * RATE_HERTZ


@pytest.mark.parametrize("seconds", [2.5, 3.2])
def test_what_is_longer_is_nobodys_command(seconds: float) -> None:
    replies, given = listened(voice(seconds))
    assert replies == [wire.SpeechBegan(), wire.SpeechEnded()]
    assert given == []


def test_the_end_of_a_long_sentence_is_no_phrase() -> None:
    replies, given = listened(voice(5.0))
    assert replies == [wire.SpeechBegan(), wire.SpeechEnded()]
    assert given == []


def test_a_fan_that_stays_on_does_not_close_the_ear_for_ever() -> None:
    fan = over(noise(17, -55), (2.0, noise(15, -42)))
    _, given = listened(over(fan, (15.0, tone(0.8, 300, -20))))
    assert len(given) == 1


def test_a_voice_ten_decibels_above_a_noisy_room_is_found() -> None:
    _, given = listened(voice(1.0, db=-23, room_db=-35))
    assert len(given) == 1


def test_steady_noise_is_no_voice() -> None:
    assert listened(noise(5, -30)) == ([], [])


def test_a_clap_is_a_clap_and_no_phrase() -> None:
    replies, given = listened(over(noise(4, -55), (1.5, clap(-8))))
    assert given == []
    assert [reply for reply in replies if isinstance(reply, wire.KnockHeard)] == [wire.KnockHeard()]


@pytest.mark.parametrize(
    ("verdict", "reply"),
    [
        (Verdict(None), wire.SpeechEnded()),
        (Verdict(None, addressed=True), wire.NothingCaught()),
        (Verdict(Matched("no", named=False)), wire.PhraseHeard("no", False, False)),
    ],
)
def test_what_is_believed_is_what_is_told(verdict: Verdict, reply: wire.Reply) -> None:
    assert listened(voice(0.8), verdict)[0][1] == reply
