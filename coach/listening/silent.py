"""The listener that opens no microphone: for `listen = "off"`, COACH_SILENT and tests."""

from collections.abc import Sequence

from coach.listening.settings import ListenHealth
from coach.session.heard import Heard


class SilentListener:
    """Does everything a listener does but hear; tests say what it has heard."""

    def __init__(self, *, state: str = "off", phrases: bool = False) -> None:
        self.attending = False
        self.begun = False
        self.hearing = False
        """Whether somebody is speaking to it just now."""
        self._health = ListenHealth(state, phrases)
        self._heard: list[Heard] = []

    def will_hear(self, *heard: Heard) -> None:
        """Have these heard at the next look."""
        self._heard.extend(heard)

    def begin(self) -> None:
        """Remember that a session began."""
        self.begun = True

    def attend(self) -> None:
        """Remember that it may listen."""
        self.attending = True

    def ignore(self) -> None:
        """Remember that it may not."""
        self.attending = False

    def take(self) -> Sequence[Heard]:
        """What it was told to have heard."""
        heard, self._heard = self._heard, []
        return heard

    def is_hearing(self) -> bool:
        """Whether it was told that somebody speaks."""
        return self.hearing

    def health(self) -> ListenHealth:
        """As it was made; off by itself."""
        return self._health

    def end(self) -> None:
        """Remember that the session is over."""
        self.begun = self.attending = False

    def close(self) -> None:
        """Nothing is there to be ended."""
        self.end()
