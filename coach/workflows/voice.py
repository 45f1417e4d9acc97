"""Choosing how the coach sounds: heard at once, kept at once."""

from collections.abc import Callable, Sequence

from coach.session.cues import Cue, CueKind
from coach.session.voice_choice import InstalledVoice, VoiceChoice
from coach.session.voice_rows import Row, turned
from coach.workflows.ports import Speaker

SENTENCE = "Lie on your back and bend your knees. Three. Two. One. Nearly there."
"""Said to try a choice out: an instruction, counts, a kind word."""

VOICES_SECONDS = 5.0
"""A voice that is up answers in a moment; one that is not is asked again later."""

NOT_HEARD = "The voice is switched off, so nothing is heard now. What you choose here is kept."


class VoiceSettings:
    """What a patient chose about the voice, and changing it."""

    def __init__(
        self, speaker: Speaker, choice: VoiceChoice, remember: Callable[[VoiceChoice], None]
    ) -> None:
        """`remember` writes a choice down; InputError when it cannot."""
        self._speaker = speaker
        self._remember = remember
        self.choice = choice

    def begin(self) -> None:
        """Get ready to be tried out: the sentence is what is prepared from now on."""
        self._speaker.prepare([SENTENCE])

    def turn(self, row: Row, direction: int, voices: Sequence[InstalledVoice]) -> None:
        """One step in one row. InputError, and nothing changed, when it cannot be kept."""
        self.choose(turned(row, self.choice, direction, voices))

    def choose(self, choice: VoiceChoice) -> None:
        """Sound like this from now on. InputError, and nothing changed, when it cannot be kept."""
        if choice == self.choice:
            return
        self._remember(choice)
        self.choice = choice
        self._speaker.change(choice)

    def try_out(self) -> None:
        """Say the test sentence with what is chosen."""
        self._speaker.stop()
        self._speaker.say(Cue(CueKind.NOTICE, SENTENCE))

    def end(self) -> None:
        """No more trying out."""
        self._speaker.stop()

    def voices(self, timeout_seconds: float = VOICES_SECONDS) -> Sequence[InstalledVoice]:
        """The voices of this machine that speak the language. Blocks for so long at most."""
        return self._speaker.voices(timeout_seconds)

    def trouble(self) -> str:
        """Why what is chosen is not heard, and what to do; empty when it is."""
        health = self._speaker.health()
        return NOT_HEARD if health.mode == "off" else health.detail
