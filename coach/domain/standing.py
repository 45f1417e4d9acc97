"""Standing and walking at a stretch, for whom upright time is what is capped.

For leg pain that walking brings on and sitting eases the rule of sitting is turned round: the
program caps standing instead (source: clinical 4.3, DESIGN).
"""

from datetime import datetime, timedelta

from msgspec import Struct

AGAIN_AFTER_MINUTES = 5
"""One reminder more this long after the first, then silence (source: DESIGN, as clinical 4.5)."""
FORGOTTEN_AFTER_MINUTES = 60
"""After so long nobody knows whether the person is still up (source: DESIGN)."""
MOST_WORDS = 2
"""How often one spell is spoken of."""


class Upright(Struct, frozen=True):
    """One spell of standing or walking since the person said "I am up"."""

    since: datetime
    cap_minutes: int
    """What the program's stage allows in one go; at least 1."""
    spoken: int = 0
    """How many times it was spoken of."""
    spoken_at: datetime | None = None
    """When it was last spoken of."""

    def minutes(self, now: datetime) -> float:
        """Minutes up so far."""
        return max(0.0, (now - self.since).total_seconds() / 60)

    def forgotten(self, now: datetime) -> bool:
        """Whether it has gone on so long that it is no longer believed."""
        return self.minutes(now) >= FORGOTTEN_AFTER_MINUTES

    def next_at(self) -> datetime | None:
        """When to speak of it next; None when all has been said."""
        if self.spoken >= MOST_WORDS:
            return None
        minutes = self.cap_minutes + AGAIN_AFTER_MINUTES * self.spoken
        at = self.since + timedelta(minutes=minutes)
        if self.spoken_at is None:  # What was held back while it was quiet comes in no burst.
            return at
        return max(at, self.spoken_at + timedelta(minutes=AGAIN_AFTER_MINUTES))

    def due(self, now: datetime) -> bool:
        """Whether to speak of it now."""
        at = self.next_at()
        return at is not None and now >= at and not self.forgotten(now)
