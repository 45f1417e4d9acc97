"""How long a person needs to get down, turn and get up: learned from what was measured. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

MARGIN_PERCENT = 20
"""A sore day is slower than the one of the practice (source: DESIGN)."""
ROUNDED_TO_SECONDS = 5
EARLY_TIMES = 3
"""Moves that were over sooner than the wait before a shorter one is proposed (source: DESIGN)."""
LONGER_TIMES = 2
"""Pauses within a move before a longer wait is proposed (source: DESIGN)."""
MOST_TIMES_LONGER = 2
"""A pause may have had another reason: no more than this is proposed at once."""

Bounds = tuple[int, int]
"""Shortest and longest wait in seconds."""


class Move(StrEnum):
    """What takes a person time between two exercises."""

    GET_DOWN = "get_down"
    TURN = "turn"
    GET_UP = "get_up"


def learned_seconds(measured: Iterable[float], bounds: Bounds) -> int:
    """How long to wait: the longest that was measured and a margin, in steps, within bounds."""
    with_margin = max(measured) * (100 + MARGIN_PERCENT) / 100
    steps = -int(-with_margin // ROUNDED_TO_SECONDS)
    least, most = bounds
    return min(max(steps * ROUNDED_TO_SECONDS, least), most)


class SeenMoves(Struct, frozen=True):
    """What a person did about one move while sessions led them."""

    early: tuple[float, ...] = ()
    """Seconds after which they said "done", the wait not over."""
    longer: tuple[float, ...] = ()
    """Seconds until they went on after a pause within the move."""

    def proposed_seconds(self, waited_seconds: int, bounds: Bounds) -> int:
        """How long to wait from now on by what was seen; `waited_seconds` for no change."""
        if len(self.longer) >= LONGER_TIMES:
            wanted = learned_seconds(self.longer, bounds)
            return max(waited_seconds, min(wanted, waited_seconds * MOST_TIMES_LONGER))
        if len(self.early) >= EARLY_TIMES:
            return min(waited_seconds, learned_seconds(self.early[-EARLY_TIMES:], bounds))
        return waited_seconds


@dataclass
class MoveWatch:
    """Keeps what was seen of each move while the coach is open."""

    seen: dict[Move, SeenMoves] = field(default_factory=dict)

    def early(self, move: Move, seconds: float) -> None:
        """A move was over after `seconds`, and the person said so."""
        known = self.seen.get(move, SeenMoves())
        self.seen[move] = replace(known, early=(*known.early, seconds))

    def longer(self, move: Move, seconds: float) -> None:
        """A move took `seconds`, with a pause in it."""
        known = self.seen.get(move, SeenMoves())
        self.seen[move] = replace(known, longer=(*known.longer, seconds))

    def forget(self) -> None:
        """Begin anew: what was seen has been answered."""
        self.seen.clear()


class MovePrompt(Struct, frozen=True):
    """One thing to do in a practice."""

    move: Move
    text: str
    when: str
    """When to press a key, as it stands behind "when"."""


PRACTICE: Sequence[MovePrompt] = (
    MovePrompt(Move.GET_DOWN, "Get down now. Take your time.", "you are down"),
    MovePrompt(Move.TURN, "Turn over now, slowly.", "you have turned"),
    MovePrompt(Move.TURN, "Turn back again.", "you have turned back"),
    MovePrompt(Move.GET_UP, "Get up now. Take your time.", "you stand"),
)
"""Turning is done both ways: the slower one counts."""
