"""Adapters that outlive the coach they are lent to: the watch opens many coaches, one by one."""

from collections.abc import Callable, Sequence
from datetime import datetime

from coach.domain.notices import Notice, Pressed
from coach.session.cues import Cue
from coach.session.voice_choice import InstalledVoice, VoiceChoice
from coach.workflows.desktop import Desktop
from coach.workflows.ports import Alarm, Speaker, SpeechHealth


class LentVoice:
    """A voice that is built for the first spoken cue and ended once its words are out."""

    def __init__(self, make: Callable[[], Speaker], silent: Speaker) -> None:
        """`make` builds the voice; `silent` stands in for it while there is nothing to say."""
        self._make, self._silent = make, silent
        self._voice: Speaker | None = None

    @property
    def is_awake(self) -> bool:
        """Whether a voice was built and has not been ended yet."""
        return self._voice is not None

    def rest(self) -> None:
        """End the voice if all it had to say was said."""
        if self._voice is not None and self._voice.is_quiet():
            self.end()

    def end(self) -> None:
        """End the voice, whatever it is saying."""
        voice, self._voice = self._voice, None
        if voice is not None:
            voice.close()

    def say(self, cue: Cue) -> None:
        """Queue one cue; only a spoken one wakes the voice."""
        if not cue.spoken:
            return
        if self._voice is None:
            self._voice = self._make()
        self._voice.say(cue)

    def prepare(self, texts: Sequence[str]) -> None:
        """Nothing is got ready: no session is led from here."""

    def wake(self) -> None:
        """Nothing is timed to a beat from here."""

    def speak_at(self, words_per_minute: int) -> None:
        """The rate of the settings stays."""

    def change(self, choice: VoiceChoice) -> None:
        """The next voice is built from the settings anyway."""

    def voices(self, timeout_seconds: float) -> Sequence[InstalledVoice]:
        """None: nobody chooses a voice here."""
        return ()

    def stop(self) -> None:
        """Silence now."""
        if self._voice is not None:
            self._voice.stop()

    def is_quiet(self) -> bool:
        """Nothing playing, nothing waiting."""
        return self._voice is None or self._voice.is_quiet()

    def wait_until_quiet(self, timeout_seconds: float) -> bool:
        """Block until quiet or until the time is up; whether it is quiet."""
        return self._voice is None or self._voice.wait_until_quiet(timeout_seconds)

    def health(self) -> SpeechHealth:
        """How the voice is doing."""
        return (self._voice or self._silent).health()

    def close(self) -> None:
        """It was only lent: the coach that closes leaves it as it is."""


class LentDesktop:
    """A desktop that stays when the coach it was lent to closes."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop

    def show(self, notice: Notice) -> bool:
        """Show a notice; whether the desktop took it."""
        return self._desktop.show(notice)

    def withdraw(self, notice_id: str) -> None:
        """Take a notice away."""
        self._desktop.withdraw(notice_id)

    def take(self) -> list[Pressed]:
        """What was pressed since the last call, oldest first."""
        return self._desktop.take()

    def idle_seconds(self) -> float | None:
        """How long keyboard and mouse have rested; None where nobody can tell."""
        return self._desktop.idle_seconds()

    def may_disturb(self) -> bool:
        """False while the desktop says do-not-disturb."""
        return self._desktop.may_disturb()

    def close(self) -> None:
        """It was only lent."""


class LentAlarm:
    """An alarm that stays when its coach closes, and tells when it rings first."""

    def __init__(self, alarm: Alarm) -> None:
        self._alarm = alarm
        self.next_at: datetime | None = None
        """The first instant it was set to; None for none."""

    def set(self, due: Sequence[datetime], wake: Callable[[], None]) -> None:
        """Forget earlier times and wake at each of these."""
        self.next_at = min(due, default=None)
        self._alarm.set(due, wake)

    def poke(self) -> None:
        """Look at the clock again."""
        self._alarm.poke()

    def close(self) -> None:
        """It was only lent."""
