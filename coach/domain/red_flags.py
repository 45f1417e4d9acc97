"""Questions whose *yes* means: stop, and have someone look at it. Wording and tiers are data."""

from dataclasses import dataclass
from enum import IntEnum


class Tier(IntEnum):
    """How soon someone must look."""

    EMERGENCY = 1
    SAME_DAY = 2
    THERAPIST = 3

    @property
    def locks(self) -> bool:
        """Whether a yes locks coaching (contract section 6)."""
        return self in (Tier.EMERGENCY, Tier.SAME_DAY)


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One yes/no question."""

    id: str
    tier: Tier
    question: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What the screen says after a yes of one tier: what to do first, then why."""

    first: str
    why: str
    say: str
    after: str


@dataclass(frozen=True, slots=True)
class RedFlagList:
    """The whole list as shipped, with the version of its words that answers are logged with."""

    version: int
    source: tuple[str, ...]
    reviewed_by: str
    opening: str
    """The one line asked at every session start; a yes opens the full list."""
    spoken_stop: str
    """All that is said aloud after a yes: other people may be in the room."""
    nobody: str
    """Says that nobody is alerted."""
    items: tuple[RedFlag, ...]
    advice: dict[Tier, Advice]

    def item(self, item_id: str) -> RedFlag:
        """The question with this id; KeyError when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)
