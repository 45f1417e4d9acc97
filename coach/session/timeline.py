"""What happens when within one step: marks (what is being done) and beats (what is said).

A step's timeline is fixed before it starts, so the same values drive the running session, the
rehearsed script and the sound that is rendered ahead of need.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from coach.session.cues import Cue, CueKind
from coach.session.spoken import WORDS_PER_MINUTE, spoken_seconds

COUNT_IN_SECONDS = 3
BETWEEN_THOUGHTS_SECONDS = 0.7
READY_FROM_SECONDS = 12
"""Shorter rests need no word to get ready."""


class Doing(StrEnum):
    """What the body does during one mark."""

    LISTEN = "listen"
    COUNT_IN = "count_in"
    MOVE = "move"
    HOLD = "hold"
    RELEASE = "release"
    REST = "rest"


class Mark(Struct, frozen=True):
    """One stretch of a step."""

    start_seconds: float
    end_seconds: float
    doing: Doing
    rep: int = 0
    """Which repetition, from 1; 0 when none."""


class Beat(Struct, frozen=True):
    """A cue at its offset from the start of the step."""

    offset_seconds: float
    cue: Cue


class Timeline(Struct, frozen=True):
    """Marks that follow each other without gaps, and beats in order."""

    seconds: float
    marks: tuple[Mark, ...]
    beats: tuple[Beat, ...]

    def mark_at(self, elapsed_seconds: float) -> Mark:
        """The mark that `elapsed_seconds` falls into; the last one at the end."""
        for mark in self.marks:
            if elapsed_seconds < mark.end_seconds:
                return mark
        return self.marks[-1]

    def reps_done(self, elapsed_seconds: float) -> int:
        """Repetitions whose work is over at `elapsed_seconds`."""
        return sum(
            1
            for mark in self.marks
            if mark.doing in (Doing.HOLD, Doing.MOVE) and mark.end_seconds <= elapsed_seconds
        )

    def work_seconds(self, elapsed_seconds: float) -> float:
        """Seconds held or moved at `elapsed_seconds`; counting in and letting go left out."""
        return sum(
            max(0.0, min(elapsed_seconds, mark.end_seconds) - mark.start_seconds)
            for mark in self.marks
            if mark.doing in (Doing.HOLD, Doing.MOVE)
        )


def spoken_timeline(
    cues: Sequence[Cue],
    *,
    words_per_minute: float,
    between_seconds: float = BETWEEN_THOUGHTS_SECONDS,
    least_seconds: float = 0.0,
    doing: Doing = Doing.LISTEN,
) -> Timeline:
    """Cues one after the other with a breath between, at least `least_seconds` in all.

    What is only shown takes no time.
    """
    beats = []
    offset = 0.0
    for cue in cues:
        beats.append(Beat(offset, cue))
        if cue.spoken:
            offset += spoken_seconds(cue.text, words_per_minute) + between_seconds
    seconds = max(offset, least_seconds)
    return Timeline(seconds, (Mark(0.0, seconds, doing),), tuple(beats))


def placed(
    needed: Sequence[Beat], extra: Sequence[Beat], words_per_minute: float
) -> tuple[Beat, ...]:
    """Beats in order of time: all of `needed`, and of `extra` what falls into no other's time.

    What stands first in `extra` has its place first.
    """
    kept = list(needed)
    for beat in extra:
        if all(_apart(beat, other, words_per_minute) for other in kept):
            kept.append(beat)
    return tuple(sorted(kept, key=lambda beat: beat.offset_seconds))


def _apart(one: Beat, other: Beat, words_per_minute: float) -> bool:
    first, second = sorted((one, other), key=lambda beat: beat.offset_seconds)
    said_by = first.offset_seconds + spoken_seconds(first.cue.text, words_per_minute)
    return said_by <= second.offset_seconds


def rest_timeline(cue: Cue, seconds: float, words_per_minute: float = WORDS_PER_MINUTE) -> Timeline:
    """A rest: what comes next at its start, a word to get ready near its end."""
    ready = Beat(seconds - 3.0, Cue(CueKind.NEXT, "Get ready.", expires_seconds=2.0))
    extra = [ready] if seconds >= READY_FROM_SECONDS else []
    beats = placed([Beat(0.0, cue)], extra, words_per_minute)
    length = max(seconds, spoken_seconds(cue.text, words_per_minute) + BETWEEN_THOUGHTS_SECONDS)
    return Timeline(length, (Mark(0.0, length, Doing.REST),), beats)
