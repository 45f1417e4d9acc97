"""The speaker that makes no sound: for COACH_SILENT, `--silent` and tests."""

from collections import deque
from collections.abc import Sequence

from msgspec.structs import replace

from coach.session.cues import Cue
from coach.session.voice_choice import InstalledVoice, VoiceChoice
from coach.speech.settings import SpeechHealth

REMEMBERED = 1000
"""Cues kept for looking at; a watch may run for days."""


class SilentSpeaker:
    """Does everything a speaker does but sound; remembers what it would have said."""

    def __init__(self) -> None:
        self.said: deque[Cue] = deque(maxlen=REMEMBERED)
        """Spoken cues, oldest first."""
        self.prepared: list[str] = []
        """The lines of the last `prepare`."""
        self.choice = VoiceChoice()
        """What was chosen last."""
        self.stops = 0
        self.wakes = 0
        self.closed = False

    def prepare(self, texts: Sequence[str]) -> None:
        """Remember the lines."""
        self.prepared = list(texts)

    def speak_at(self, words_per_minute: int) -> None:
        """Remember the rate."""
        self.choice = replace(self.choice, rate_words_per_minute=words_per_minute)

    def change(self, choice: VoiceChoice) -> None:
        """Remember the choice."""
        self.choice = choice

    def voices(self, timeout_seconds: float) -> Sequence[InstalledVoice]:
        """None: nothing is started to ask."""
        return ()

    def say(self, cue: Cue) -> None:
        """Remember the cue, if it was to be spoken."""
        if cue.spoken:
            self.said.append(cue)

    def wake(self) -> None:
        """Count the waking."""
        self.wakes += 1

    def stop(self) -> None:
        """Count the stop."""
        self.stops += 1

    def is_quiet(self) -> bool:
        """Always."""
        return True

    def wait_until_quiet(self, timeout_seconds: float) -> bool:
        """Returns at once."""
        return True

    def health(self) -> SpeechHealth:
        """Off, and nothing is wrong."""
        return SpeechHealth(voice="off", sound="unknown", mode="off", engine="none", detail="")

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True
