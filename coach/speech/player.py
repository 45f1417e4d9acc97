"""The parent's side of the sound device: plays ready files one at a time, and stops at once.

The device itself lives in the process of `coach.speech.playing`, which says why.
"""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from coach.processes.child import ChildProcess
from coach.speech import wire

PLAYING_MODULE = "coach.speech.playing"

START_SECONDS = 15.0
"""A device that does not open by then counts as none."""

CRASHES = 3
"""So many ends of the process without one sound played, and there is no sound."""


class SoundState(Struct, frozen=True):
    """Whether anything can be heard."""

    sound: str = "unknown"
    """`ok`, `none` or `unknown` while the device is being opened."""
    through: str = ""
    """What it plays through."""
    reason: str = ""
    """Why there is none."""


class Player:
    """Owns the process that plays; callbacks run on threads of its own, without its lock."""

    def __init__(
        self,
        find_probe: Callable[[], Path | None],
        log_file: Path | None,
        on_sound: Callable[[SoundState], None],
        on_end: Callable[[int, bool], None],
        on_lost: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`find_probe` gives a short quiet WAV file for trying a program out.

        `on_lost` is told how a process that plays was lost.
        """
        self._find_probe, self._log_file = find_probe, log_file
        self._on_sound, self._on_end, self._on_lost = on_sound, on_end, on_lost
        self._lock = threading.Lock()
        self._child: ChildProcess[wire.Message] | None = None
        self._timer: threading.Timer | None = None
        self._closed = False
        self._crashes = 0
        self._playing = 0

    def start(self) -> None:
        """Look for a device, in the background; `on_sound` tells what came of it."""
        self._spawn_soon()

    def restart(self) -> None:
        """End a process that does not answer, and look for a device again; returns at once."""
        with self._lock:
            child, self._child = self._child, None
            self._playing = 0
        if child is not None:
            child.kill()
        self._spawn_soon("a sound did not come to its end")

    def play(self, number: int, paths: Sequence[Path]) -> bool:
        """Play these files now, in place of whatever is playing; False when nothing can play."""
        with self._lock:
            child, self._playing = self._child, number
        return child is not None and child.send(wire.Play(number, [str(path) for path in paths]))

    def silence(self) -> None:
        """Be quiet at once; the end of what was playing is not told."""
        with self._lock:
            child, self._playing = self._child, 0
        if child is not None:
            child.send(wire.Silence())

    def close(self) -> None:
        """End the process and everything that sounds."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
            timer = self._timer
        if timer is not None:
            timer.cancel()
        if child is not None:
            child.close()

    def _spawn_soon(self, lost: str = "") -> None:
        threading.Thread(target=self._spawn, args=[lost], name="speech player", daemon=True).start()

    def _spawn(self, lost: str) -> None:
        """Open a device in place of the one that was `lost`, of which is told first."""
        if lost:
            self._on_lost(lost)
        probe = self._find_probe()
        if probe is None:
            self._on_sound(SoundState("none", reason="sound files cannot be written"))
            return
        try:
            with self._lock:
                if self._closed or self._child is not None:
                    return
                self._child = ChildProcess(
                    PLAYING_MODULE,
                    ["--probe", str(probe)],
                    self._log_file,
                    wire.WIRE,
                    self._on_message,
                    self._on_process_end,
                )
                self._timer = threading.Timer(START_SECONDS, self._on_slow_start, [self._child])
                self._timer.daemon = True
                self._timer.start()
        except OSError as error:
            self._on_sound(SoundState("none", reason=f"the player cannot be started: {error}"))

    def _on_message(self, child: ChildProcess[wire.Message], message: wire.Message) -> None:
        with self._lock:
            if child is not self._child:
                return
            if isinstance(message, wire.SoundReady | wire.NoSound) and self._timer is not None:
                self._timer.cancel()
            if isinstance(message, wire.Played):
                self._crashes = 0
        if isinstance(message, wire.SoundReady):
            self._on_sound(SoundState("ok", message.through))
        elif isinstance(message, wire.NoSound):
            self._give_up(child, message.reason)
        elif isinstance(message, wire.Played):
            self._on_end(message.number, True)
        elif isinstance(message, wire.PlayFailed):
            self._on_failure(child, message.number)

    def _on_failure(self, child: ChildProcess[wire.Message], number: int) -> None:
        """A sound did not come through: tell it, and open everything anew."""
        self._lost(child, number)
        child.kill()

    def _on_process_end(self, child: ChildProcess[wire.Message]) -> None:
        self._lost(child, None)

    def _lost(self, child: ChildProcess[wire.Message], number: int | None) -> None:
        """This process plays no more, and `number` was under way, or else what it was given last.

        That there is no player comes before the end of the sound: what is tried once more waits
        for the next one.
        """
        with self._lock:
            if child is not self._child or self._closed:
                return
            self._child = None
            given, self._playing = self._playing, 0
            self._crashes += 1
            hopeless = self._crashes >= CRASHES
        self._on_lost("what plays the sounds ended" if number is None else "a sound did not play")
        if hopeless:
            self._on_sound(SoundState("none", reason="the sound device failed again and again"))
        else:
            self._on_sound(SoundState("unknown"))
        under_way = given if number is None else number
        if under_way:
            self._on_end(under_way, False)
        if not hopeless:
            self.start()

    def _on_slow_start(self, child: ChildProcess[wire.Message]) -> None:
        self._give_up(child, "the sound device did not open")
        child.kill()

    def _give_up(self, child: ChildProcess[wire.Message], reason: str) -> None:
        with self._lock:
            if child is not self._child:
                return
            self._child = None
        child.close()
        self._on_sound(SoundState("none", reason=reason))
