"""One set, second by second: count-in, then every repetition held or moved, then let go.

What the body needs has its time first; counts, half-way words and encouragement come where they
fit. No word begins while another is being said.
"""

from dataclasses import dataclass, field

from msgspec import Struct

from coach.domain.exercise import Exercise, Kind
from coach.session import phrasing
from coach.session.cues import Cue, CueKind
from coach.session.spoken import WORDS_PER_MINUTE, spoken_seconds
from coach.session.timeline import COUNT_IN_SECONDS, Beat, Doing, Mark, Timeline, placed

RELEASE_SECONDS = 3
"""Time to let go and come back between two held repetitions (source: DESIGN)."""
COUNTS_FROM_SECONDS = 5
COUNTED_EACH_TIME_FROM_SECONDS = 10
"""Shorter holds are counted down until they are known (source: DESIGN)."""
HALF_WAY_FROM_SECONDS = 15
HALF_WAY_FROM_SECONDS_IN_FEW_WORDS = 60
NEARLY_FROM_SECONDS = 20
NEARLY_BEFORE_SECONDS = 6
TEN_LEFT_FROM_SECONDS = 120
TEN_LEFT_BEFORE_SECONDS = 10
MINUTE_LEFT_FROM_SECONDS = 240
WAY_BACK_FROM_TEMPO_SECONDS = 4
"""Quicker repetitions leave no room to name the way back."""
AFTER_RELEASE_SECONDS = 0.5


class SetSpoken(Struct, frozen=True):
    """How a set is told."""

    set_no: int = 1
    words_per_minute: float = WORDS_PER_MINUTE
    few_words: bool = False


@dataclass
class _Draft:
    """A set while it is laid out."""

    exercise: Exercise
    reps: int
    spoken: SetSpoken
    at: float = 0.0
    marks: list[Mark] = field(default_factory=list)
    needed: list[Beat] = field(default_factory=list)
    """What the body needs; these never meet."""
    extra: list[Beat] = field(default_factory=list)
    """What is said where it fits, the most useful first."""

    def seconds(self, cue: Cue) -> float:
        return spoken_seconds(cue.text, self.spoken.words_per_minute)

    def mark(self, seconds: float, doing: Doing, rep: int = 0) -> None:
        self.marks.append(Mark(self.at, self.at + seconds, doing, rep))
        self.at += seconds


def capped_hold_seconds(exercise: Exercise, hold_seconds: int) -> int:
    """The hold, never above what a pack may run (contract section 6, rule 7)."""
    longest = exercise.longest_seconds
    return hold_seconds if longest is None else min(hold_seconds, longest)


def set_timeline(
    exercise: Exercise,
    *,
    reps: int,
    hold_seconds: int,
    tempo_seconds: int,
    spoken: SetSpoken | None = None,
) -> Timeline:
    """One set of `reps` repetitions, held for `hold_seconds` or moved in `tempo_seconds`."""
    draft = _Draft(exercise, reps, spoken or SetSpoken())
    draft.needed += (
        Beat(float(second), phrasing.count_cue(COUNT_IN_SECONDS - second, CueKind.COUNT_IN))
        for second in range(COUNT_IN_SECONDS)
    )
    draft.mark(COUNT_IN_SECONDS, Doing.COUNT_IN)
    for rep in range(1, reps + 1):
        if hold_seconds:
            _add_hold(draft, rep, hold_seconds)
        else:
            _add_movement(draft, rep, max(1, tempo_seconds))
    beats = placed(draft.needed, draft.extra, draft.spoken.words_per_minute)
    return Timeline(draft.at, tuple(draft.marks), beats)


def _add_go(draft: _Draft, rep: int, work_seconds: float) -> None:
    """The word that starts a repetition; one longer than the work is said before it begins."""
    cue = phrasing.rep_cue(rep)
    if rep == 1:
        cue = phrasing.go_cue(draft.exercise.go)
    elif rep == draft.reps:
        cue = phrasing.go_cue("Last one.")
    beat = Beat(draft.at, cue)
    if cue.kind is CueKind.REP and draft.seconds(cue) > work_seconds:
        draft.extra.append(beat)  # Which repetition it is can be left out; that it begins cannot.
        return
    draft.needed.append(beat)
    if draft.seconds(cue) > work_seconds:
        draft.mark(draft.seconds(cue) - work_seconds, Doing.COUNT_IN)


def _add_hold(draft: _Draft, rep: int, hold: int) -> None:
    _add_go(draft, rep, hold)
    start = draft.at
    draft.mark(hold, Doing.HOLD, rep)
    _add_skin_check(draft, start, hold)
    if _is_counted(draft, rep, hold):
        draft.extra += [Beat(draft.at - count, phrasing.count_cue(count)) for count in (3, 2, 1)]
    draft.extra += _on_the_way(draft, rep, start, hold)
    _add_release(draft, rep)


def _add_skin_check(draft: _Draft, start: float, hold: int) -> None:
    """In time to be heard whole before the pack comes off."""
    pack = draft.exercise.pack
    if pack is None or hold <= pack.check_after_seconds:
        return
    check = phrasing.skin_check_cue(pack.check)
    latest = draft.at - draft.seconds(check)
    earliest = start + draft.seconds(draft.needed[-1].cue)  # After the word that began it.
    if latest >= earliest:
        at = min(start + pack.check_after_seconds, latest)
        draft.needed.append(Beat(max(at, earliest), check))


def _is_counted(draft: _Draft, rep: int, hold: int) -> bool:
    """Whether the end of a hold is counted down: short ones less and less."""
    if hold < COUNTS_FROM_SECONDS:
        return False
    known = 2 if draft.spoken.set_no == 1 else 1
    return hold >= COUNTED_EACH_TIME_FROM_SECONDS or rep <= known or rep == draft.reps


def _on_the_way(draft: _Draft, rep: int, start: float, hold: int) -> list[Beat]:
    """Where one is in a long hold; encouragement once a set, and never to bear a pack or a rest."""
    few = draft.spoken.few_words
    found = []
    if hold >= (HALF_WAY_FROM_SECONDS_IN_FEW_WORDS if few else HALF_WAY_FROM_SECONDS):
        found.append(Beat(start + hold / 2, phrasing.half_way_cue(hold / 2, draft.exercise.kind)))
    if few:
        return found
    end = start + hold
    if hold >= MINUTE_LEFT_FROM_SECONDS:
        found.append(Beat(end - 60, phrasing.minute_left_cue()))
    works = draft.exercise.kind in (Kind.MOVEMENT, Kind.WALK)
    if works and hold >= NEARLY_FROM_SECONDS and rep == draft.reps:
        found.append(Beat(end - NEARLY_BEFORE_SECONDS, phrasing.NEARLY))
    if not works and hold >= TEN_LEFT_FROM_SECONDS:
        found.append(Beat(end - TEN_LEFT_BEFORE_SECONDS, phrasing.TEN_SECONDS_LEFT))
    return found


def _add_release(draft: _Draft, rep: int) -> None:
    if draft.exercise.pack is not None:
        cue = phrasing.take_off_cue(draft.exercise.pack.take_off)
    else:
        cue = phrasing.release_cue(
            draft.exercise.release or phrasing.end_words(draft.exercise.kind)
        )
    draft.needed.append(Beat(draft.at, cue))
    draft.mark(max(RELEASE_SECONDS, draft.seconds(cue) + AFTER_RELEASE_SECONDS), Doing.RELEASE, rep)


def _add_movement(draft: _Draft, rep: int, tempo: int) -> None:
    _add_go(draft, rep, tempo)
    start = draft.at
    draft.mark(tempo, Doing.MOVE, rep)
    # Less is said each time: the way back is named once or twice, then the body knows it.
    named = 2 if draft.spoken.set_no == 1 else 1
    if draft.exercise.release and rep <= named and tempo >= WAY_BACK_FROM_TEMPO_SECONDS:
        back = phrasing.release_cue(draft.exercise.release)
        if draft.seconds(back) <= tempo / 2:  # What follows the set is not in this time line.
            draft.extra.append(Beat(start + tempo / 2, back))
