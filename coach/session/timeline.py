"""What happens when within one step: marks (what is being done) and beats (what is said).

A step's timeline is fixed before it starts, so the same values drive the running session, the
rehearsed script and the sound that is rendered ahead of need.
"""

from dataclasses import dataclass
from enum import StrEnum

from coach.domain.exercise import Exercise
from coach.session import phrasing
from coach.session.cues import Cue, CueKind

COUNT_IN_SECONDS = 3
RELEASE_SECONDS = 3
"""Time to let go and come back between two held repetitions (source: DESIGN)."""
HALF_WAY_FROM_SECONDS = 8
COUNTS_FROM_SECONDS = 5
NEARLY_FROM_SECONDS = 20
"""Holds from here on announce their last seconds, which also wakes a sound device in time."""
MINUTE_LEFT_FROM_SECONDS = 240
BETWEEN_SENTENCES_SECONDS = 0.7


class Doing(StrEnum):
    """What the body does during one mark."""

    LISTEN = "listen"
    COUNT_IN = "count_in"
    MOVE = "move"
    HOLD = "hold"
    RELEASE = "release"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of a step."""

    start_seconds: float
    end_seconds: float
    doing: Doing
    rep: int = 0
    """Which repetition, from 1; 0 when none."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A cue at its offset from the start of the step."""

    offset_seconds: float
    cue: Cue


@dataclass(frozen=True, slots=True)
class Timeline:
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
    cues: list[Cue],
    *,
    words_per_minute: float,
    least_seconds: float = 0.0,
    doing: Doing = Doing.LISTEN,
) -> Timeline:
    """Cues one after the other with a breath between, at least `least_seconds` in all."""
    beats = []
    offset = 0.0
    for cue in cues:
        beats.append(Beat(offset, cue))
        offset += phrasing.spoken_seconds(cue.text, words_per_minute) + BETWEEN_SENTENCES_SECONDS
    seconds = max(offset, least_seconds)
    return Timeline(seconds, (Mark(0.0, seconds, doing),), tuple(beats))


def set_timeline(
    exercise: Exercise, *, reps: int, hold_seconds: int, tempo_seconds: int
) -> Timeline:
    """One set: count-in, then every repetition held or moved, then let go."""
    marks = [Mark(0.0, COUNT_IN_SECONDS, Doing.COUNT_IN)]
    beats = [
        Beat(float(second), phrasing.count_cue(COUNT_IN_SECONDS - second, CueKind.COUNT_IN))
        for second in range(COUNT_IN_SECONDS)
    ]
    at = float(COUNT_IN_SECONDS)
    for rep in range(1, reps + 1):
        beats.append(Beat(at, _go(exercise, rep, reps)))
        if hold_seconds:
            at = _add_hold(marks, beats, exercise, at, hold_seconds, rep)
            at = _add_release(marks, beats, exercise, at, rep)
        else:
            at = _add_movement(marks, beats, exercise, at, tempo_seconds, rep)
    return Timeline(at, tuple(marks), tuple(sorted(beats, key=lambda beat: beat.offset_seconds)))


def _go(exercise: Exercise, rep: int, reps: int) -> Cue:
    if rep == 1:
        return phrasing.go_cue(exercise.go)
    if rep == reps:
        return phrasing.go_cue("Last one.")
    return phrasing.rep_cue(rep)


def _add_hold(
    marks: list[Mark], beats: list[Beat], exercise: Exercise, at: float, hold: int, rep: int
) -> float:
    end = at + hold
    marks.append(Mark(at, end, Doing.HOLD, rep))
    if hold >= HALF_WAY_FROM_SECONDS:
        beats.append(Beat(at + hold / 2, phrasing.half_way_cue(hold / 2)))
    if hold >= MINUTE_LEFT_FROM_SECONDS:
        beats.append(Beat(end - 60, phrasing.minute_left_cue()))
    if hold >= NEARLY_FROM_SECONDS:
        beats.append(Beat(end - 6, phrasing.NEARLY))
    if hold >= COUNTS_FROM_SECONDS:
        beats.extend(Beat(end - count, phrasing.count_cue(count)) for count in (3, 2, 1))
    if exercise.pack is not None and hold > exercise.pack.check_after_seconds:
        check = phrasing.skin_check_cue(exercise.pack.check)
        beats.append(Beat(at + exercise.pack.check_after_seconds, check))
    return end


def _add_release(
    marks: list[Mark], beats: list[Beat], exercise: Exercise, at: float, rep: int
) -> float:
    end = at + RELEASE_SECONDS
    marks.append(Mark(at, end, Doing.RELEASE, rep))
    if exercise.pack is not None:
        beats.append(Beat(at, phrasing.take_off_cue(exercise.pack.take_off)))
    else:
        words = exercise.release or phrasing.end_words(exercise.kind)
        beats.append(Beat(at, phrasing.release_cue(words)))
    return end


def _add_movement(
    marks: list[Mark], beats: list[Beat], exercise: Exercise, at: float, tempo: int, rep: int
) -> float:
    end = at + max(1, tempo)
    marks.append(Mark(at, end, Doing.MOVE, rep))
    # Less is said each time: the way back is named twice, then the body knows it.
    if exercise.release and rep <= 2 and tempo >= 4:
        beats.append(Beat(at + tempo / 2, phrasing.release_cue(exercise.release)))
    return end


def rest_timeline(cue: Cue, seconds: float) -> Timeline:
    """A rest: what comes next at its start, a word to get ready near its end."""
    beats = [Beat(0.0, cue)]
    if seconds >= 12:
        ready = Cue(CueKind.NEXT, "Get ready.", expires_seconds=2.0)
        beats.append(Beat(seconds - 3.0, ready))
    return Timeline(seconds, (Mark(0.0, seconds, Doing.REST),), tuple(beats))
