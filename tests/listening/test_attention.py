"""What is recorded counts only while the ear may listen."""

from coach.listening import wire
from coach.listening.attention import Attention
from tests.listening.sounds import Samples, clap, noise, over, pcm

PIECE_BYTES = 700
"""No whole number of frames: devices hand over what they like."""


def listen(attention: Attention, sound: Samples, at: float) -> list[wire.Reply]:
    """Everything made out of a sound that is recorded from `at` on."""
    data, found = pcm(sound).tobytes(), []
    for first in range(0, len(data), PIECE_BYTES):
        now = at + first / 32000
        found += list(attention.recorded(data[first : first + PIECE_BYTES], now))
    return found


def attending(seconds: float = 100.0) -> Attention:
    attention = Attention()
    attention.attend(seconds, 0.0)
    return attention


def test_a_clap_is_told_while_it_may_listen() -> None:
    sound = over(noise(3, -55), (2.0, clap()))
    assert listen(attending(), sound, 0.0) == [wire.KnockHeard()]


def test_nothing_is_told_before_it_may() -> None:
    assert listen(Attention(), over(noise(3, -55), (2.0, clap())), 0.0) == []


def test_a_lease_that_nobody_renews_runs_out() -> None:
    assert listen(attending(1.5), over(noise(3, -55), (2.0, clap())), 0.0) == []


def test_what_was_under_way_when_it_closed_is_forgotten() -> None:
    attention = attending()
    begun = over(noise(2.1, -55), (2.0, clap()))
    assert listen(attention, begun, 0.0) == []
    attention.ignore()
    attention.attend(100.0, 2.5)
    assert listen(attention, noise(2, -55), 2.6) == []


def test_what_was_recorded_before_it_opened_is_thrown_away() -> None:
    attention = attending(3.0)
    assert listen(attention, noise(2, -55), 0.0) == []
    attention.ignore()
    assert listen(attention, over(noise(1, -55), (0.8, clap())), 3.5) == []
    attention.attend(100.0, 4.5)
    assert listen(attention, noise(2, -55), 4.6) == []
