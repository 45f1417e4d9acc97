"""A clap or a knock among the sounds of a room: sharp, short, and loud above all around it."""

from msgspec import Struct
from msgspec.structs import replace

from coach.listening.levels import Floor

BEFORE_FRAMES = 20
"""So long, 0.2 s, it must have been quieter before: the middle of a word is no knock."""
LEAST_BEFORE_FRAMES = 10
"""So much must have been heard since the ear was opened to judge what was before."""
RISE_FRAMES = 2
"""A knock is up within 20 ms; a voice or an engine takes longer."""
RISE_DB = 15.0
"""How far it stands out of the fifth of a second before it."""
ABOVE_FLOOR_DB = 22.0
"""How far it stands out of the room."""
FALL_DB = 12.0
"""Fallen by so much from its peak, a sound counts as over."""
LONGEST_FRAMES = 9
"""A clap is over in 90 ms, its echo in a furnished room included; a syllable is not."""
JUDGED_FRAMES = 28
"""So long, 0.28 s, it is listened on before it counts: words and doors go on."""
SWELL_DB = 2.0
"""What is struck is within this of its loudest in its first 20 ms."""
SECOND_DB = 8.0
"""A second clap is nearly as loud as the first; what is softer is a sound that goes on."""
MOST_BURSTS = 2
"""Two claps in quick succession are one sign; more in so short a time is something else."""
RESTING_FRAMES = 75
"""So long, more than 0.7 s, none may follow: two mean the same as one, a rhythm nothing."""


class _Candidate(Struct, frozen=True):
    """What may be a knock, since its onset."""

    levels: tuple[float, ...]


class KnockGate(Struct, frozen=True):
    """What has been heard lately; `after` takes one frame's level and says whether it knocked."""

    before: tuple[float, ...] = ()
    candidate: _Candidate | None = None
    resting_frames: int = 0

    def after(self, level: float, floor: Floor) -> "tuple[KnockGate, bool]":
        """The gate after one more frame, and whether a knock has just been made out."""
        resting = max(0, self.resting_frames - 1)
        before = (*self.before, level)[-(BEFORE_FRAMES + RISE_FRAMES) :]
        if self.candidate is not None:
            return self._judged(level, before, resting)
        candidate = _Candidate((level,)) if self._is_onset(level, floor) else None
        return KnockGate(before, candidate, resting), False

    def reopened(self) -> "KnockGate":
        """The gate after a gap in what was heard: nothing of before counts."""
        return KnockGate(resting_frames=self.resting_frames)

    def _is_onset(self, level: float, floor: Floor) -> bool:
        earlier = self.before[: -(RISE_FRAMES - 1)]
        if len(earlier) < LEAST_BEFORE_FRAMES or not floor.is_known:
            return False
        return level >= max(earlier) + RISE_DB and level >= floor.db + ABOVE_FLOOR_DB

    def _judged(
        self, level: float, before: tuple[float, ...], resting: int
    ) -> "tuple[KnockGate, bool]":
        assert self.candidate is not None
        levels = (*self.candidate.levels, level)
        if len(levels) < JUDGED_FRAMES:
            waiting = replace(self, before=before, candidate=_Candidate(levels))
            return replace(waiting, resting_frames=resting), False
        if not _is_knock(levels):
            return KnockGate(before, None, resting), False
        return KnockGate(before, None, RESTING_FRAMES), resting == 0


def _is_knock(levels: tuple[float, ...]) -> bool:
    """One or two short bursts, each at its loudest from the start, and nothing else as loud."""
    bursts = _bursts(levels)
    if max(levels[:RISE_FRAMES]) < max(levels) - FALL_DB:
        return False  # It began softly, like a breath before a word.
    return len(bursts) <= MOST_BURSTS and all(_is_struck(burst, max(levels)) for burst in bursts)


def _is_struck(burst: tuple[float, ...], loudest: float) -> bool:
    """Whether something was struck: a voice swells, and goes on."""
    swells = max(burst[:RISE_FRAMES]) < max(burst) - SWELL_DB
    return len(burst) <= LONGEST_FRAMES and not swells and max(burst) >= loudest - SECOND_DB


def _bursts(levels: tuple[float, ...]) -> list[tuple[float, ...]]:
    """Each stretch that is nearly as loud as the loudest; the echo of the first belongs to it."""
    loud = max(levels) - FALL_DB
    found: list[tuple[float, ...]] = []
    going: tuple[float, ...] = ()
    for nth, level in enumerate(levels):
        if level >= loud:
            going = (*going, level)
        elif going:
            if not found or nth > LONGEST_FRAMES:
                found.append(going)
            going = ()
    return [*found, going] if going else found
