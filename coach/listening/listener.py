"""The parent's side of the ear: started with a session, watched, ended with it.

Nothing here waits for the ear. Whatever it does, the session goes on, and the person is told
once, in one sentence, what no longer works.
"""

import threading
from collections.abc import Callable, Sequence

from msgspec import Struct

from coach.listening import wire
from coach.listening.settings import ListenHealth, ListenSettings, Notice
from coach.listening.silent import SilentListener
from coach.processes.child import ChildProcess
from coach.session.heard import Heard, Knock, NotCaught, Phrase, Sureness

__all__ = ["EarListener", "SilentListener"]

EAR_MODULE = "coach.listening.ear"

LEASE_SECONDS = 1.0
"""How long the ear listens on when nobody asks it to: longer than any look comes late."""

SOUND_AFTER_SECONDS = 30.0
"""An ear that has lived so long starts with a clean sheet when it fails again."""

NO_MICROPHONE = "No microphone was found, so the coach does not listen. The keys work as always."
MICROPHONE_GONE = "The microphone went away, so the coach does not listen. The keys work as always."
MICROPHONE_AGAIN = "The coach listens again."
NO_RECOGNISER = (
    "Spoken phrases cannot be made out on this machine. A clap still pauses and goes on. "
    "Install coach with the extra 'listen' for phrases."
)
EAR_FAILED = "Listening does not work on this machine. The keys work as always."


class Limits(Struct, frozen=True):
    """When the ear counts as hung, and how much is borne before it is given up."""

    start_seconds: float = 30.0
    """From the start of the process to its first word; recognisers load slowly on slow disks."""
    hang_seconds: float = 12.0
    """It says every second that it lives, but for while it thinks about what was said."""
    failures: int = 3
    """So many in a row, and listening is given up."""
    again_seconds: float = 30.0
    """How often a missing microphone is looked for again."""


Child = ChildProcess[wire.Message]


class EarListener:
    """Owns the ear's process; what it hears waits here until a front end takes it."""

    def __init__(
        self,
        settings: ListenSettings,
        now: Callable[[], float],
        on_notice: Notice = lambda _: None,
        limits: Limits | None = None,
    ) -> None:
        """Starts nothing yet. `now` gives monotonic seconds; `on_notice` must return at once."""
        self._settings, self._now, self._on_notice = settings, now, on_notice
        self._limits = limits or Limits()
        self._lock = threading.RLock()
        self._child: Child | None = None
        self._state, self._microphone, self._detail = "off", "", ""
        self._phrases = False
        self._told: set[str] = set()
        self._heard: list[Heard] = []
        self._speaking = self._attending = self._wanted = False
        self._failures = 0
        self._sign_at = self._next_try_at = self._ready_at = 0.0

    def begin(self) -> None:
        """A session begins: open the microphone in the background; returns at once."""
        with self._lock:
            self._wanted = True
            if self._child is None and self._state != "failed":
                self._spawn()

    def attend(self) -> None:
        """Listen now; holds for a moment and is asked again at every look at the clock."""
        with self._lock:
            self._watch()
            self._attending = True
            if self._child is not None and self._state == "ok":
                self._child.send(wire.Attend(LEASE_SECONDS))

    def ignore(self) -> None:
        """Do not listen: what is recorded from now on is thrown away."""
        with self._lock:
            self._watch()
            if self._attending and self._child is not None:
                self._child.send(wire.Ignore())
            self._attending = self._speaking = False

    def take(self) -> Sequence[Heard]:
        """What was heard since the last call, oldest first."""
        with self._lock:
            heard, self._heard = self._heard, []
            return heard

    def is_hearing(self) -> bool:
        """Whether somebody speaks just now, or what was said is being thought about."""
        with self._lock:
            return self._speaking

    def health(self) -> ListenHealth:
        """How listening is doing."""
        with self._lock:
            return ListenHealth(self._state, self._phrases, self._microphone, self._detail)

    def end(self) -> None:
        """The session is over: the microphone is closed, the process ended."""
        with self._lock:
            self._wanted = self._attending = self._speaking = False
            child, self._child = self._child, None
            if self._state != "failed":
                self._state = "off"
            self._heard = []
        if child is not None:
            child.close()

    def close(self) -> None:
        """End the ear for good."""
        self.end()

    # What follows runs with the lock held.

    def _spawn(self) -> None:
        """Start a process; a process starts in moments, so nobody waits for more than those."""
        self._state, self._sign_at = "starting", self._now()
        self._speaking = self._phrases = False
        try:
            self._child = ChildProcess(
                EAR_MODULE,
                [],
                self._settings.log_file,
                wire.WIRE,
                self._on_message,
                self._on_end,
            )
        except OSError as error:
            self._fail(f"the ear cannot be started: {error}")
            return
        self._child.send(wire.Begin(self._settings.microphone, list(self._settings.phrases)))

    def _watch(self) -> None:
        """An ear that gives no sign is ended, and one that is missing is tried again."""
        now = self._now()
        if self._child is None:
            if self._wanted and self._state in ("none", "starting") and now >= self._next_try_at:
                self._spawn()
            return
        patience = self._limits.hang_seconds
        if self._state == "starting":
            patience = self._limits.start_seconds
        if now - self._sign_at > patience:
            self._child.kill()  # Its end is counted like any other.
            self._sign_at = now

    def _fail(self, reason: str) -> None:
        self._failures += 1
        self._detail = reason
        self._speaking = False
        if self._failures >= self._limits.failures:
            self._state = "failed"
            self._tell(EAR_FAILED)
        else:
            self._state, self._next_try_at = "starting", self._now()

    def _tell(self, notice: str) -> None:
        if notice not in self._told:
            self._told.add(notice)
            self._on_notice(notice)

    # What follows runs on the reading thread of the process.

    def _on_message(self, child: Child, message: wire.Message) -> None:
        with self._lock:
            if child is not self._child:
                return
            self._sign_at = self._now()
            if isinstance(message, wire.EarReady):
                self._on_ready(message)
            elif isinstance(message, wire.NoMicrophone):
                self._on_no_microphone(message)
            elif isinstance(message, wire.RecogniserReady):
                self._phrases = True
            elif isinstance(message, wire.NoRecogniser):
                self._phrases, self._detail = False, message.reason
                self._tell(NO_RECOGNISER)
            elif self._state == "ok":
                self._on_sound(message)

    def _on_ready(self, message: wire.EarReady) -> None:
        if message.protocol != wire.PROTOCOL:
            child, self._child = self._child, None
            if child is not None:
                child.kill()
            self._failures = self._limits.failures
            self._fail("the ear is of another version")
            return
        self._ready_at = self._now()
        self._state, self._microphone, self._detail = "ok", message.microphone, ""
        if self._told & {NO_MICROPHONE, MICROPHONE_GONE}:
            self._tell(MICROPHONE_AGAIN)

    def _on_no_microphone(self, message: wire.NoMicrophone) -> None:
        was_open = self._state == "ok"
        self._state, self._detail = "none", message.reason
        self._child, self._speaking = None, False
        self._next_try_at = self._now() + self._limits.again_seconds
        self._tell(MICROPHONE_GONE if was_open else NO_MICROPHONE)

    def _on_sound(self, message: wire.Message) -> None:
        if isinstance(message, wire.Alive):
            if self._now() - self._ready_at > SOUND_AFTER_SECONDS:
                self._failures = 0
            return
        if not isinstance(message, wire.KnockHeard):
            self._speaking = isinstance(message, wire.SpeechBegan)
        if isinstance(message, wire.KnockHeard):
            self._heard.append(Knock())
        elif isinstance(message, wire.NothingCaught):
            self._heard.append(NotCaught())
        elif isinstance(message, wire.PhraseHeard):
            sureness = Sureness.SURE if message.sure else Sureness.LIKELY
            self._heard.append(Phrase(message.text, sureness, message.named))

    def _on_end(self, child: Child) -> None:
        with self._lock:
            if child is not self._child:
                return
            self._child = None
            self._fail("the ear ended")
