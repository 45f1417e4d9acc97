"""The sound that is playing now: which one, until when at the latest, and whether to wake first."""

from coach.speech.cache import ReadyFile
from coach.speech.player import Player
from coach.speech.tonefiles import ToneFiles

LEAD_IN_AFTER_SECONDS = 5.0
"""Devices fall asleep after about that long without sound, and swallow what wakes them."""

PLAY_GRACE_SECONDS = 2.0
"""A sound whose end is not told so long after its length hangs in the device."""


class NowPlaying:
    """Hands sounds to the player and keeps their deadlines; used under the speaker's lock."""

    def __init__(self, player: Player, tones: ToneFiles) -> None:
        self._player, self._tones = player, tones
        self._number = 0
        self._quiet_since: float | None = None
        self.deadline: float | None = None
        """Monotonic seconds after which the device counts as hung; None while nothing plays."""

    def start(self, sound: ReadyFile, now: float, tone_first: ReadyFile | None = None) -> bool:
        """Play it, after a pause behind the lead-in, with `tone_first` between the two.

        False when there is no player any more; one that dies or hangs later, its end or the
        deadline tells.
        """
        self._number += 1
        sounds = [sound]
        if self._is_asleep(now):
            before = (self._tones.lead_in(), tone_first)
            sounds = [*(one for one in before if one is not None), sound]
        seconds = sum(one.seconds for one in sounds)
        self.deadline = now + seconds + PLAY_GRACE_SECONDS
        started = self._player.play(self._number, [one.path for one in sounds])
        if not started:
            self.deadline = None
        return started

    def wake(self, now: float) -> None:
        """Play the lead-in alone, so that what comes next begins at its own moment."""
        lead_in = self._tones.lead_in() if self._is_asleep(now) else None
        if lead_in is None:
            return
        self._number += 1
        if self._player.play(self._number, [lead_in.path]):
            self._quiet_since = now

    def _is_asleep(self, now: float) -> bool:
        return self._quiet_since is None or now - self._quiet_since > LEAD_IN_AFTER_SECONDS

    def cut(self, now: float) -> None:
        """Silence."""
        self._number += 1
        self.end(now)
        self._player.silence()

    def end(self, now: float) -> None:
        """It is over."""
        self.deadline, self._quiet_since = None, now

    def is_current(self, number: int) -> bool:
        """Whether an end that is told belongs to the sound that plays."""
        return number == self._number and self.deadline is not None

    def is_overdue(self, now: float) -> bool:
        """Whether its end should have been told long ago."""
        return self.deadline is not None and now > self.deadline
