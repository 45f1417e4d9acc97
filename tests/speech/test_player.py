"""The player's process: no device, a device that goes away, programs in its place."""

import array
import os
import queue
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.speech.device import DRAIN_SECONDS, RATE_HERTZ, Track
from coach.speech.player import Player, SoundState
from coach.speech.programs import ProgramOutput
from coach.speech.tones import make_lead_in
from coach.speech.wavefile import write_wave

PATIENCE_SECONDS = 30.0


@pytest.fixture
def probe(tmp_path: Path) -> Path:
    path = tmp_path / "probe.wav"
    write_wave(path, make_lead_in())
    return path


def test_without_a_device_it_says_so_and_nothing_reaches_the_screen(
    no_sound: None, probe: Path, tmp_path: Path
) -> None:
    """The library's own null device would play into nothing and call it success."""
    script = f"""
import pathlib, threading
from coach.speech.player import Player
told = threading.Event()
player = Player(
    lambda: pathlib.Path({str(probe)!r}),
    pathlib.Path({str(tmp_path / "log")!r}),
    lambda state: (print(state.sound), told.set()),
    lambda *_: None,
)
player.start()
told.wait({PATIENCE_SECONDS})
player.close()
"""
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert run.stdout == "none\n"
    assert run.stderr == ""


def a_player(
    probe: Path, on_lost: Callable[[str], None] = lambda _: None
) -> tuple[Player, "queue.SimpleQueue[SoundState | tuple[int, bool]]"]:
    told: queue.SimpleQueue[SoundState | tuple[int, bool]] = queue.SimpleQueue()

    def ended(number: int, heard: bool) -> None:
        told.put((number, heard))

    player = Player(lambda: probe, None, told.put, ended, on_lost)
    player.start()
    return player, told


def test_a_player_that_fails_again_and_again_counts_as_no_sound(
    fake_player: Callable[[str], Path], probe: Path
) -> None:
    fake_player("fails")
    lost: list[str] = []
    player, told = a_player(probe, lost.append)
    states: list[str] = []
    while not states or states[-1] != "none":
        event = told.get(timeout=PATIENCE_SECONDS)
        if isinstance(event, SoundState):
            states.append(event.sound)
            if event.sound == "ok":
                player.play(1, [probe])
        else:
            assert event == (1, False)
    player.close()
    assert states == ["ok", "unknown", "ok", "unknown", "ok", "none"]
    assert lost == ["a sound did not play"] * 3


def test_playing_without_a_process_is_refused(probe: Path) -> None:
    player = Player(lambda: probe, None, lambda _: None, lambda *_: None)
    assert not player.play(1, [probe])
    player.silence()
    player.close()


def frames_of(track: Track, wanted: int, times: int) -> "array.array[int]":
    stream = track.frames()
    next(stream)
    heard = array.array("h")
    for _ in range(times):
        heard.extend(stream.send(wanted))
    return heard


def test_a_sound_counts_as_played_only_after_it_has_drained() -> None:
    ends: list[tuple[int, str]] = []
    track = Track(lambda number, reason: ends.append((number, reason)))
    track.begin(5, array.array("h", [100] * 480))
    drain_periods = round(DRAIN_SECONDS * RATE_HERTZ / 480)
    heard = frames_of(track, 480, drain_periods)
    assert ends == []
    assert heard[:480] == array.array("h", [100] * 480)
    frames_of(track, 480, 1)
    assert ends == [(5, "")]


def test_a_cut_sound_fades_and_its_end_is_not_told() -> None:
    ends: list[tuple[int, str]] = []
    track = Track(lambda number, reason: ends.append((number, reason)))
    track.begin(5, array.array("h", [1000] * 48000))
    frames_of(track, 480, 2)
    track.cut()
    heard = frames_of(track, 480, 40)
    assert list(heard[:240]) == sorted(heard[:240], reverse=True)
    assert set(heard[240:]) == {0}
    assert ends == []


def test_a_device_that_goes_away_under_a_sound_is_told() -> None:
    ends: list[tuple[int, str]] = []
    track = Track(lambda number, reason: ends.append((number, reason)))
    track.abandon("unplugged")
    track.begin(5, array.array("h", [100]))
    track.abandon("unplugged")
    assert ends == [(5, "unplugged")]


def a_program(folder: Path, body: str) -> None:
    path = folder / "aplay"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


class TestPrograms:
    @pytest.fixture(autouse=True)
    def _only_mine(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        if os.name != "posix":
            pytest.skip("the programs are those of Linux")
        monkeypatch.setenv("PATH", str(tmp_path))

    def test_a_program_that_cannot_play_is_not_taken(self, tmp_path: Path, probe: Path) -> None:
        a_program(tmp_path, "exit 1")
        assert ProgramOutput.find(probe, lambda *_: None) is None

    def test_its_exit_status_is_believed(self, tmp_path: Path, probe: Path) -> None:
        a_program(tmp_path, "exit 0")
        ends: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
        output = ProgramOutput.find(probe, lambda number, reason: ends.put((number, reason)))
        assert output is not None
        output.play(1, [probe])
        assert ends.get(timeout=PATIENCE_SECONDS) == (1, "")
        a_program(tmp_path, "exit 3")
        output.play(2, [probe])
        assert ends.get(timeout=PATIENCE_SECONDS) == (2, "aplay ended with status 3")

    def test_silence_ends_the_program_and_tells_nothing(self, tmp_path: Path, probe: Path) -> None:
        a_program(tmp_path, "exit 0")
        ends: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
        output = ProgramOutput.find(probe, lambda number, reason: ends.put((number, reason)))
        assert output is not None
        a_program(tmp_path, "exec /bin/sleep 60")
        output.play(1, [probe])
        output.silence()
        a_program(tmp_path, "exit 0")
        output.play(2, [probe])
        assert ends.get(timeout=PATIENCE_SECONDS) == (2, "")
