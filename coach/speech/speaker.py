"""The one owner of the sound device: queue, ready files, player, and what is done without them.

Everything happens under one lock in moments: callers, the renderer's and the player's threads
only change states and start or cut sounds, and nobody waits for a process while holding it.
"""

import threading
from collections.abc import Callable, Sequence

from coach.session.cues import Cue
from coach.speech.cache import ReadyFile, SoundCache, cache_key
from coach.speech.link import Limits
from coach.speech.notices import (
    NO_LINE,
    NO_SOUND,
    NO_TONES,
    NO_VOICE,
    SOUND_AGAIN,
    OnceNotices,
    describe,
)
from coach.speech.nowplaying import NowPlaying
from coach.speech.player import Player, SoundState
from coach.speech.renderer import Renderer, RendererState
from coach.speech.settings import Notice, SpeechHealth, SpeechSettings
from coach.speech.silent import SilentSpeaker
from coach.speech.tonefiles import ToneFiles
from coach.speech.tones import Tone, tone_for
from coach.speech.utterances import (
    Alert,
    Queue,
    Readiness,
    Speak,
    Utterance,
    Wait,
    failed,
    finished,
    next_decision,
    put,
    speakable,
)

__all__ = ["SilentSpeaker", "VoiceSpeaker"]

PROBE_AGAIN_SECONDS = 30.0
"""How often a missing sound device is looked for again, and only when there is something to say."""

LOOK_AGAIN_SECONDS = 0.25
"""The longest the queue is left alone while something waits."""

JOIN_SECONDS = 2.0


class VoiceSpeaker:
    """Says cues in order of importance; degrades from voice to tones to text, telling each step."""

    def __init__(
        self,
        settings: SpeechSettings,
        now: Callable[[], float],
        on_notice: Notice = lambda _: None,
        limits: Limits | None = None,
    ) -> None:
        """Returns at once; processes start in the background. `now` gives monotonic seconds.

        `on_notice` is called on a thread of the speaker's, never from inside another call.
        """
        self._settings, self._now, self._on_notice = settings, now, on_notice
        self._changed = threading.Condition()
        self._cache = SoundCache(settings.cache_folder, settings.cache_limit_bytes)
        self._tones = ToneFiles(self._cache, settings.volume)
        self._renderer = Renderer(
            settings, self._cache, self._on_ready, self._on_failed, self._on_voice, limits
        )
        self._player = Player(
            self._tones.lead_in, settings.log_file, self._on_sound, self._on_played
        )
        self._playing = NowPlaying(self._player, self._tones)
        self._voice, self._sound = RendererState(), SoundState()
        self._notices = OnceNotices()
        self._queue = Queue()
        self._ready: dict[str, ReadyFile] = {}
        self._hopeless: set[str] = set()
        self._number = 0
        self._wake_at: float | None = None
        self._probed_at = now()
        self._closed = False
        self._keeper = threading.Thread(target=self._keep_time, name="speech keeper", daemon=True)
        self._keeper.start()

    def prepare(self, texts: Sequence[str]) -> None:
        """Have these lines made ready, in this order; returns at once."""
        if self._settings.tones_only:
            return
        lines = [line for text in texts if (line := speakable(text))]
        with self._changed:
            wanted = [line for line in dict.fromkeys(lines) if line not in self._ready]
        self._renderer.request_all(wanted)

    def say(self, cue: Cue) -> None:
        """Queue one cue; returns at once and never raises."""
        text = speakable(cue.text) if cue.spoken else ""
        if not text:
            return
        with self._changed:
            now = self._now()
            if self._closed or not self._can_sound(now):
                return
            self._number += 1
            self._hopeless.discard(text)
            self._want(text)
            new = Utterance(self._number, cue, text, now)
            self._queue, cut = put(self._queue, new, now)
            if cut:
                self._playing.cut(now)
            self._advance(now)
            self._changed.notify_all()

    def stop(self) -> None:
        """Silence now, and drop everything that is queued."""
        with self._changed:
            playing, self._queue = self._queue.playing, Queue()
            if playing is not None:
                self._playing.cut(self._now())
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
            return describe(self._settings, self._voice, self._sound)

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

    # What follows runs with the lock held.

    def _can_sound(self, now: float) -> bool:
        """False without a device; looks for one again from time to time."""
        if self._sound.sound != "none":
            return True
        if now - self._probed_at >= PROBE_AGAIN_SECONDS:
            self._probed_at = now
            self._player.start()
        return False

    def _want(self, text: str) -> None:
        """Have `text` made now, unless it is there; the cache answers even when the voice hangs."""
        if self._settings.tones_only or self._file_of(text) is not None:
            return
        found = self._cache.find(cache_key(text, self._settings))
        if found is not None:
            self._ready[text] = found
        elif self._voice.voice != "failed":
            self._renderer.request(text, urgent=True)

    def _file_of(self, text: str) -> ReadyFile | None:
        """The ready file of a line; another process may have trimmed it from the cache."""
        ready = self._ready.get(text)
        if ready is not None and not ready.path.exists():
            del self._ready[text]
            self._want(text)
            ready = self._ready.get(text)
        return ready

    def _readiness(self, utterance: Utterance) -> Readiness:
        if self._file_of(utterance.text) is not None:
            return Readiness.READY
        no_voice = self._settings.tones_only or self._voice.voice == "failed"
        if not no_voice and utterance.text not in self._hopeless:
            return Readiness.COMING
        if not no_voice:
            self._notices.add(NO_LINE)
        if self._tones.tone(tone_for(utterance.cue)) is not None:
            return Readiness.READY
        self._notices.add(NO_TONES)
        return Readiness.NEVER

    def _advance(self, now: float) -> None:
        """Do what the rules say now."""
        self._wake_at = None
        if self._sound.sound == "none":
            self._queue = Queue()
        if self._sound.sound != "ok" or self._closed:
            return
        self._queue, decision = next_decision(self._queue, self._readiness, now)
        if isinstance(decision, Wait):
            self._wake_at = decision.until
            return
        utterance = decision.utterance
        ready = self._ready.get(utterance.text) if isinstance(decision, Speak) else None
        tone = Tone.ALERT if isinstance(decision, Alert) else tone_for(utterance.cue)
        sound = ready or self._tones.tone(tone)
        if sound is None:
            self._queue = finished(self._queue, utterance.number)
        else:
            self._playing.start(sound, now)

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
        if not self._settings.tones_only:
            self._renderer.start()
        self._player.start()
        self._tones.make_all()
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

    def _on_ready(self, text: str, ready: ReadyFile) -> None:
        with self._changed:
            self._ready[text] = ready
            self._advance(self._now())
            self._changed.notify_all()

    def _on_failed(self, text: str) -> None:
        with self._changed:
            self._hopeless.add(text)
            self._advance(self._now())
            self._changed.notify_all()

    def _on_voice(self, state: RendererState) -> None:
        with self._changed:
            self._voice = state
            if state.voice == "failed":
                self._notices.add(NO_VOICE)
            self._advance(self._now())
            self._changed.notify_all()

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
