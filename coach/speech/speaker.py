"""The one owner of the sound device: queue, ready files, player, and what is done without them.

Everything happens under one lock in moments: callers, the renderer's and the player's threads
only change states and start or cut sounds, and nobody waits for a process while holding it.
"""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from coach.session.cues import Cue
from coach.session.voice_choice import (
    RATE_WORDS_PER_MINUTE,
    InstalledVoice,
    VoiceChoice,
    is_said,
    within,
)
from coach.speech.cache import ReadyFile, SoundCache
from coach.speech.lines import Line
from coach.speech.link import Limits
from coach.speech.makers import Makers
from coach.speech.notices import (
    NO_SOUND,
    NO_VOICE,
    SOUND_AGAIN,
    OnceNotices,
    describe,
)
from coach.speech.nowplaying import NowPlaying
from coach.speech.player import Player, SoundState
from coach.speech.ready import ReadySounds
from coach.speech.renderer import Renderer, RendererState, Told
from coach.speech.settings import Notice, SpeechHealth, SpeechSettings
from coach.speech.silent import SilentSpeaker
from coach.speech.tonefiles import ToneFiles
from coach.speech.utterances import (
    Queue,
    Utterance,
    Wait,
    failed,
    finished,
    next_decision,
    put,
    put_back,
    silenced,
)
from coach.speech.voices import speaking

__all__ = ["SilentSpeaker", "VoiceSpeaker"]

PROBE_AGAIN_SECONDS = 30.0
"""How often a missing sound device is looked for again, and only when there is something to say."""

LOOK_AGAIN_SECONDS = 0.25
"""The longest the queue is left alone while something waits."""

JOIN_SECONDS = 2.0


def _aside(tell: Notice) -> Notice:
    """Tells the same on a new thread and returns at once; closing the coach waits for none."""

    def told(text: str) -> None:
        threading.Thread(target=tell, args=[text], name="speech aside", daemon=True).start()

    return told


class VoiceSpeaker:
    """Says cues in order of importance; degrades from voice to tones to text, telling each step.

    Where no device opens and no program plays files there is text only, even if the system's own
    voice could speak for itself: a voice that cannot be stopped at once is not used (a known
    deviation from a ladder with "the engine speaks by itself" as a step).
    """

    def __init__(
        self,
        settings: SpeechSettings,
        now: Callable[[], float],
        on_notice: Notice = lambda _: None,
        limits: Limits | None = None,
        on_lost: Notice = lambda _: None,
    ) -> None:
        """Returns at once; processes start in the background. `now` gives monotonic seconds.

        `on_notice` is called on a thread of the speaker's, never from inside another call;
        `on_lost` on one of its own, with how a process that speaks or plays was lost: it may stand
        still with a disk, and the voice comes back all the same.
        """
        self._now, self._on_notice = now, on_notice
        self._changed = threading.Condition()
        self._cache = SoundCache(settings.cache_folder, settings.cache_limit_bytes)
        self._tones = ToneFiles(self._cache)
        makers = Makers(settings.cache_folder)
        lost = _aside(on_lost)
        told = Told(self._on_ready, self._on_failed, self._on_voice, self._on_other_maker, lost)
        self._renderer = Renderer(settings, self._cache, makers, told, limits)
        self._notices = OnceNotices()
        self._sounds = ReadySounds(
            settings, self._cache, makers, self._renderer, self._tones, self._notices
        )
        self._player = Player(self._probe, settings.log_file, self._on_sound, self._on_played, lost)
        self._playing = NowPlaying(self._player, self._tones)
        self._voice, self._sound = RendererState(), SoundState()
        self._queue = Queue()
        self._number = 0
        self._wake_at: float | None = None
        self._probed_at = now()
        self._closed = False
        self._keeper = threading.Thread(target=self._keep_time, name="speech keeper", daemon=True)
        self._keeper.start()

    def prepare(self, texts: Sequence[str]) -> None:
        """Have these lines made ready, in this order; returns at once."""
        with self._changed:
            self._sounds.prepare(texts)

    def speak_at(self, words_per_minute: int) -> None:
        """Say and prepare from now on at this rate; the settings' own rate comes back with it."""
        with self._changed:
            rate = within(words_per_minute, RATE_WORDS_PER_MINUTE)
            self._use(replace(self._choice, rate_words_per_minute=rate))

    def change(self, choice: VoiceChoice) -> None:
        """Sound like this from now on; what is being said is said to its end as it began."""
        with self._changed:
            self._use(choice)

    def voices(self, timeout_seconds: float) -> list[InstalledVoice]:
        """Installed voices that speak the language, by name; none when the time is up. Blocks."""
        return speaking(self._renderer.voices(timeout_seconds), self._sounds.settings.language)

    def say(self, cue: Cue) -> None:
        """Queue one cue; returns at once and never raises."""
        with self._changed:
            text = self._sounds.spoken(cue.text) if is_said(cue, self._choice) else ""
            now = self._now()
            if not text or self._closed or not self._can_sound(now):
                return
            self._number += 1
            self._sounds.want(text, cue.loudness)
            new = Utterance(self._number, cue, text, now)
            self._queue, cut = put(self._queue, new, now)
            if cut:
                self._playing.cut(now)
            self._advance(now)
            self._changed.notify_all()

    def wake(self) -> None:
        """Something is said in a moment: wake a device that has fallen asleep, inaudibly."""
        with self._changed:
            can_sound = self._sound.sound == "ok" and self._choice.volume_percent > 0
            if can_sound and self._queue.is_quiet and not self._closed:
                self._playing.wake(self._now())

    def stop(self) -> None:
        """Silence now, and drop what is queued; only what takes a pack off is said to its end."""
        with self._changed:
            now, playing, self._queue = self._now(), self._queue.playing, silenced(self._queue)
            if playing is not None and self._queue.playing is None:
                self._playing.cut(now)
            self._advance(now)
            self._changed.notify_all()

    def is_quiet(self) -> bool:
        """Nothing playing, nothing waiting."""
        with self._changed:
            return self._queue.is_quiet

    def wait_until_quiet(self, timeout_seconds: float) -> bool:
        """Block until quiet, at most so long; whether it is quiet."""
        with self._changed:
            return self._changed.wait_for(lambda: self._queue.is_quiet, timeout_seconds)

    def health(self) -> SpeechHealth:
        """How voice and sound are doing."""
        with self._changed:
            return describe(self._sounds.settings, self._voice, self._sound)

    def close(self) -> None:
        """Silence, and end every process, thread and half-made file."""
        with self._changed:
            self._closed = True
            self._queue = Queue()
            self._changed.notify_all()
        if threading.current_thread() is not self._keeper:
            self._keeper.join(JOIN_SECONDS)
        self._player.close()
        self._renderer.close()
        self._cache.close()

    # What follows runs with the lock held.

    @property
    def _choice(self) -> VoiceChoice:
        return self._sounds.settings.choice

    def _use(self, choice: VoiceChoice) -> None:
        if choice == self._choice or self._closed:
            return
        self._sounds.use(choice)
        if not choice.tones_only:
            self._renderer.start()
        self._want_what_waits()

    def _want_what_waits(self) -> None:
        for waiting in self._queue.waiting:
            self._sounds.want(waiting.text, waiting.cue.loudness)
        self._advance(self._now())
        self._changed.notify_all()

    def _can_sound(self, now: float) -> bool:
        """False without loudness or a device; looks for one again from time to time."""
        if self._sound.sound != "none":
            return self._choice.volume_percent > 0
        if now - self._probed_at >= PROBE_AGAIN_SECONDS:
            self._probed_at = now
            self._player.start()
        return False

    def _advance(self, now: float) -> None:
        """Do what the rules say now."""
        self._wake_at = None
        if self._sound.sound == "none":
            self._queue = Queue()
        if self._sound.sound != "ok" or self._closed:
            return
        self._queue, decision = next_decision(self._queue, self._sounds.readiness, now)
        if isinstance(decision, Wait):
            self._wake_at = decision.until
            return
        sound = self._sounds.sound_of(decision)
        if sound is None:
            self._queue = finished(self._queue, decision.utterance.number)
        elif not self._playing.start(sound, now, self._sounds.tone_before(decision)):
            # The player is gone and has not said so yet: it waits for the next one.
            self._queue = put_back(self._queue)
            self._sound = SoundState("unknown")

    def _tick(self, now: float) -> None:
        """A sound that never ends is given up, and the device opened anew."""
        if self._playing.is_overdue(now):
            self._end_of_sound(now, heard=False)
            self._sound = SoundState("unknown")
            self._player.restart()
        self._advance(now)

    def _end_of_sound(self, now: float, *, heard: bool) -> None:
        self._playing.end(now)
        over = finished if heard else failed
        if self._queue.playing is not None:
            self._queue = over(self._queue, self._queue.playing.number)

    def _seconds_to_wake(self) -> float | None:
        if self._queue.is_quiet:
            return None
        moments = [m for m in (self._wake_at, self._playing.deadline) if m is not None]
        if not moments:
            return LOOK_AGAIN_SECONDS
        return min(max(min(moments) - self._now(), 0.005), LOOK_AGAIN_SECONDS)

    # What follows runs on the speaker's own threads.

    def _keep_time(self) -> None:
        """Begin, then watch deadlines and hand out notices until closed."""
        if not self._choice.tones_only:
            self._renderer.start()
        self._player.start()
        self._tones.make_all(self._sounds.settings.volume)
        while True:
            with self._changed:
                self._tick(self._now())
                notices = self._notices.take()
                if self._closed:
                    return
                self._changed.notify_all()
                if not notices:
                    self._changed.wait(self._seconds_to_wake())
            for notice in notices:
                self._on_notice(notice)

    def _probe(self) -> Path | None:
        lead_in = self._tones.lead_in()
        return None if lead_in is None else lead_in.path

    def _on_ready(self, line: Line, ready: ReadyFile) -> None:
        with self._changed:
            self._sounds.came(line, ready)
            self._advance(self._now())
            self._changed.notify_all()

    def _on_failed(self, line: Line) -> None:
        with self._changed:
            self._sounds.failed(line)
            self._advance(self._now())
            self._changed.notify_all()

    def _on_voice(self, state: RendererState) -> None:
        with self._changed:
            self._voice = state
            self._sounds.gone = state.voice == "failed"
            if state.voice == "failed":
                self._notices.add(NO_VOICE)
            self._advance(self._now())
            self._changed.notify_all()

    def _on_other_maker(self) -> None:
        """Files of another version or default voice are not played: their lines are made anew."""
        with self._changed:
            self._sounds.renew()
            self._want_what_waits()

    def _on_sound(self, state: SoundState) -> None:
        with self._changed:
            self._sound = state
            if state.sound == "none":
                self._notices.add(NO_SOUND)
            elif state.sound == "ok" and self._notices.was_told(NO_SOUND):
                self._notices.add(SOUND_AGAIN)
            self._advance(self._now())
            self._changed.notify_all()

    def _on_played(self, number: int, heard: bool) -> None:
        with self._changed:
            now = self._now()
            if self._playing.is_current(number):
                self._end_of_sound(now, heard=heard)
            self._advance(now)
            self._changed.notify_all()
