"""Which sounds of a room are a clap or a knock, and which are not."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.listening.knocks import KnockGate
from coach.listening.levels import CALIBRATION_FRAMES, Floor, level_db
from tests.listening.conftest import spoken
from tests.listening.sounds import (
    Samples,
    clap,
    cough,
    door,
    frames,
    knock,
    knocks_at,
    music,
    noise,
    over,
    pcm,
    silence,
    tone,
)

ROOM_DB = -55.0


def in_a_room(sound: Samples, *, at: float = 2.0, seconds: float = 5.0) -> list[float]:
    return knocks_at(over(noise(seconds, ROOM_DB), (at, sound)))


@pytest.mark.parametrize("echo_seconds", [0.1, 0.3, 0.6, 0.9])
@pytest.mark.parametrize("db", [-5, -12, -20])
def test_a_clap_is_heard_in_any_room(db: float, echo_seconds: float) -> None:
    assert len(in_a_room(clap(db, echo_seconds=echo_seconds))) == 1


@pytest.mark.parametrize("hertz", [90, 200, 400])
def test_knuckles_on_wood_are_heard(hertz: float) -> None:
    assert len(in_a_room(knock(-12, hertz))) == 1


def test_it_is_made_out_in_less_than_a_third_of_a_second() -> None:
    (at,) = in_a_room(clap())
    assert 2.0 < at < 2.33


@pytest.mark.parametrize("apart", [0.15, 0.2, 0.3, 0.45, 0.7])
def test_two_within_seven_tenths_mean_the_same_as_one(apart: float) -> None:
    both = over(noise(5, ROOM_DB), (2.0, clap(-15, 1)), (2.0 + apart, clap(-14, 2)))
    assert len(knocks_at(both)) == 1


def test_two_with_a_pause_between_are_two() -> None:
    both = over(noise(6, ROOM_DB), (2.0, clap(-15, 1)), (4.0, clap(-14, 2)))
    assert len(knocks_at(both)) == 2


def test_hammering_next_door_counts_once() -> None:
    blows = [(2.0 + 0.6 * n, knock(-12)) for n in range(10)]
    assert len(knocks_at(over(noise(10, ROOM_DB), *blows))) == 1


@pytest.mark.parametrize(
    "sound", [door(), cough(), cough(-8, 2), tone(1.0), tone(0.2), music(4.0), noise(0.5, -15)]
)
def test_doors_coughs_tones_and_music_are_none(sound: Samples) -> None:
    assert in_a_room(sound, seconds=7.0) == []


def test_a_voice_that_begins_in_a_quiet_room_is_none(tmp_path: Path) -> None:
    """First words after a silence are the hardest: a plosive is up as fast as a clap."""
    texts = ("Put the kettle on.", "The post is here.", "Two. One.", "Stop.", "Take your time.")
    for text, said in zip(texts, spoken(tmp_path, *texts), strict=True):
        assert in_a_room(said, seconds=2.5 + len(said) / 16000) == [], text


def test_a_clap_no_louder_than_the_room_is_none() -> None:
    assert knocks_at(over(noise(5, -30), (2.0, clap(-25)))) == []


def test_a_soft_tick_in_a_silent_room_is_none() -> None:
    assert knocks_at(over(silence(5), (2.0, clap(-50)))) == []


def test_before_the_room_is_known_nothing_is_heard() -> None:
    assert knocks_at(over(noise(2, ROOM_DB), (0.5, clap()))) == []


def test_what_was_before_a_gap_does_not_count() -> None:
    gate, floor = KnockGate(), Floor()
    for frame in frames(pcm(noise(2, ROOM_DB))):
        level = level_db(frame)
        gate, _ = gate.after(level, floor)
        floor = floor.after(level)
    gate = gate.reopened()
    found = []
    for frame in frames(pcm(over(noise(1, ROOM_DB), (0.02, clap())))):
        gate, knocked = gate.after(level_db(frame), floor)
        found.append(knocked)
    assert not any(found)


@settings(max_examples=12)
@given(st.integers(0, 10_000), st.floats(-75, -10))
def test_steady_noise_of_any_loudness_never_knocks(seed: int, db: float) -> None:
    assert knocks_at(noise(3.0, db, seed)) == []


@settings(max_examples=12)
@given(st.integers(0, 10_000), st.floats(-65, -45), st.floats(42, 60), st.floats(1.2, 2.0))
def test_a_clap_well_above_the_room_always_does(
    seed: int, room_db: float, above: float, at: float
) -> None:
    peak = min(-1.0, room_db + above)  # Its first ten milliseconds stay some 15 dB below.
    assert len(knocks_at(over(noise(3, room_db, seed), (at, clap(peak, seed))))) == 1


@settings(max_examples=60)
@given(st.lists(st.floats(-90, 0), min_size=1, max_size=400))
def test_whatever_comes_knocks_are_as_far_apart_as_promised(levels: list[float]) -> None:
    gate, floor, at = KnockGate(), Floor(), []
    for nth, level in enumerate([-60.0] * CALIBRATION_FRAMES + levels):
        gate, knocked = gate.after(level, floor)
        floor = floor.after(level)
        if knocked:
            at.append(nth)
    assert all(later - earlier > 70 for earlier, later in itertools.pairwise(at))


@settings(max_examples=60)
@given(st.lists(st.floats(-90, 0), min_size=1, max_size=600))
def test_the_floor_stays_among_what_was_heard(levels: list[float]) -> None:
    floor = Floor()
    for level in levels:
        floor = floor.after(level)
    assert -65.0 <= floor.db <= max(-65.0, *levels)


def test_a_fan_that_starts_becomes_part_of_the_room() -> None:
    floor = Floor()
    for level in [-60.0] * 200 + [-40.0] * 1500:
        floor = floor.after(level)
    assert floor.db == pytest.approx(-40.0, abs=1)
