"""Questions whose *yes* means: stop, and have someone look at it. Wording and tiers are data."""

from collections.abc import Sequence
from enum import IntEnum

from msgspec import Struct

READ_SECONDS = 0.75
"""How long a safety question stands before a no to it counts: less than anyone needs to read one,
and more than a keyboard waits before a held key repeats (0.66 s at the most usual; DESIGN)."""
TRY_FIRST = "Try it first, then answer y or n."
"""What is said to a no that came before one can have found out."""
NOBODY = "Nobody is alerted."


class Tier(IntEnum):
    """How soon someone must look."""

    EMERGENCY = 1
    SAME_DAY = 2
    THERAPIST = 3

    @property
    def locks(self) -> bool:
        """Whether a yes locks coaching (contract section 6)."""
        return self in (Tier.EMERGENCY, Tier.SAME_DAY)


class RedFlag(Struct, frozen=True):
    """One yes/no question."""

    id: str
    tier: Tier
    question: str
    how: str = ""
    """How to find out, shown under the question; empty when one simply knows."""
    intimate: bool = False
    """Whether asking it needs a word of apology first."""
    short: str = ""
    """What a yes is about in a few words, for a therapist's list; empty for the question itself."""

    seconds: int = 0
    """How long finding out takes at the least: no no counts before."""

    @property
    def least_seconds(self) -> float:
        """How long it stands before a no to it counts."""
        return max(READ_SECONDS, self.seconds)

    @property
    def about(self) -> str:
        """What a yes is about."""
        return self.short or self.question


class Advice(Struct, frozen=True):
    """What the screen says after a yes of one tier: what to do first, then why."""

    first: str
    why: str
    say: str
    after: str


class TeachBack(Struct, frozen=True):
    """One question at the end of the first list: whether it is clear what a yes asks for."""

    question: str
    choices: tuple[str, ...]
    right: int
    """Number of the right choice, from 1."""
    correction: str
    """What is said after a wrong choice."""

    def is_right(self, choice: int) -> bool:
        """Whether choice number `choice`, from 1, is the right one."""
        return choice == self.right


class RedFlagList(Struct, frozen=True):
    """The whole list as shipped, with the version of its words that answers are logged with."""

    version: int
    source: tuple[str, ...]
    reviewed_by: str
    opening: str
    """The one line asked at every session start; a yes opens the full list."""
    apology: str
    """Shown before the first intimate question."""
    spoken_stop: str
    """All that is said aloud after a yes: other people may be in the room."""
    nobody: str
    """Says that nobody is alerted."""
    items: tuple[RedFlag, ...]
    advice: dict[Tier, Advice]
    teach_back: TeachBack

    @property
    def nobody_forms(self) -> tuple[str, str]:
        """`nobody`, and what is said of it where there is no room for that."""
        return (self.nobody, NOBODY)

    def asked_from(self, item_id: str | None = None) -> tuple[RedFlag, ...]:
        """The questions in order, from the one with this id on; all of them for None.

        An id that is not on the list asks all of it.
        """
        ids = [item.id for item in self.items]
        return self.items[ids.index(item_id) :] if item_id in ids else self.items

    def place_of(self, item_id: str | None) -> int:
        """Where the question with this id stands; 0 for None, and for one not on the list."""
        return len(self.items) - len(self.asked_from(item_id))

    def asked_first(self, ids: Sequence[str]) -> tuple[RedFlag, ...]:
        """All the questions, those with these ids before the others."""
        first = [item for item in self.items if item.id in ids]
        return (*first, *(item for item in self.items if item.id not in ids))

    def apology_before(self, item: RedFlag, asked: Sequence[RedFlag]) -> str:
        """The apology when `item` is the first intimate question of those `asked`, else nothing."""
        first = next((one for one in asked if one.intimate), None)
        return self.apology if item == first else ""

    def item(self, item_id: str) -> RedFlag:
        """The question with this id; KeyError when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)
