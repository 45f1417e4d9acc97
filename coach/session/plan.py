"""A session laid out: blocks of steps, one block for each item, and the moves between them."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from coach.domain.dose import Dose, Side
from coach.domain.easier import lighter
from coach.domain.exercise import Exercise, Kind, Pack
from coach.domain.program import Easing
from coach.session import phrasing
from coach.session.cues import Cue
from coach.session.moving_times import Move
from coach.session.needed import needed_cues
from coach.session.phrasing import Lead, Telling
from coach.session.set_timeline import SetSpoken, capped_hold_seconds, set_timeline
from coach.session.spoken import WORDS_PER_MINUTE
from coach.session.timeline import (
    BETWEEN_THOUGHTS_SECONDS,
    Doing,
    Timeline,
    rest_timeline,
    spoken_timeline,
)

BETWEEN_SECONDS_IN_FEW_WORDS = 1.5
"""Longer pauses for a person who can take in little (source: DESIGN)."""


class StepKind(StrEnum):
    """The six kinds of step (contract section 1)."""

    PREPARE = "prepare"
    WORK = "work"
    HOLD = "hold"
    REST = "rest"
    CHANGE_SIDE = "change_side"
    MOVE = "move"


class ScriptSettings(Struct, frozen=True):
    """The times a body and a voice need; learned or set, never guessed inside the engine."""

    words_per_minute: float = WORDS_PER_MINUTE
    get_down_seconds: float = 20.0
    turn_seconds: float = 10.0
    get_up_seconds: float = 25.0
    change_side_seconds: float = 8.0
    few_words: bool = False
    """Only what the body needs, with longer pauses."""

    @property
    def between_seconds(self) -> float:
        """The pause after each thought."""
        return BETWEEN_SECONDS_IN_FEW_WORDS if self.few_words else BETWEEN_THOUGHTS_SECONDS

    def of_set(self, set_no: int) -> SetSpoken:
        """How a set is told."""
        return SetSpoken(set_no, self.words_per_minute, self.few_words)


class SessionItem(Struct, frozen=True):
    """One thing to do, as the agenda asks it."""

    item: str
    exercise: Exercise
    dose: Dose
    easier_exercise: Exercise | None = None
    """The catalogue entry that is this one's easier form, when there is one."""
    telling: Telling = Telling.FULL
    change: str = ""
    """How it differs from what was learned; said each time."""
    note: str = ""
    """The therapist's word."""
    note_told: bool = False
    """Whether it was said often enough and is only shown."""
    easing: Easing = field(default_factory=Easing)
    ask_reach: bool = False
    """What it stands in for asks for the leg, so this one does too."""


class PlanStep(Struct, frozen=True):
    """One step of a block."""

    kind: StepKind
    timeline: Timeline
    exercise: Exercise | None = None
    set_no: int = 0
    sets: int = 0
    side: str = "none"
    reps: int = 0
    hold_seconds: int = 0
    tempo_seconds: int = 0
    question: Cue | None = None
    """Asked before the step; it starts only after a yes."""
    then_ask: Cue | None = None
    """Asked after the last step of an exercise: how the leg is."""
    move: Move | None = None
    """What a person's own time is learned of; None for every step but such a move."""

    @property
    def logged(self) -> bool:
        """Whether doing it is a fact of its own: a set."""
        return self.kind in (StepKind.WORK, StepKind.HOLD)

    @property
    def pack(self) -> Pack | None:
        """The pack that lies on the skin during this step; None for every other step."""
        return self.exercise.pack if self.logged and self.exercise is not None else None

    @property
    def planned_seconds(self) -> float:
        """Seconds of work that the set asks for."""
        return float(self.reps * (self.hold_seconds or self.tempo_seconds))


class Block(Struct, frozen=True):
    """Everything for one item."""

    item: str
    exercise: Exercise
    steps: tuple[PlanStep, ...]
    easier: "Block | None" = None
    telling: Telling = Telling.FULL
    needed: tuple[Cue, ...] = ()
    """What to fetch, told before the move to it; the session's first block has it for all."""


class SessionPlan(Struct, frozen=True):
    """Blocks in the order of doing."""

    blocks: tuple[Block, ...]
    settings: ScriptSettings


DoneSet = tuple[str, int, str]
"""(item, set number, side) of a set that is already in the log."""


def plan_session(
    items: list[SessionItem],
    settings: ScriptSettings,
    *,
    sore_side: str = "none",
    already_done: AbstractSet[DoneSet] = frozenset(),
) -> SessionPlan:
    """Lay out a session; sets in `already_done` are left out, habits are not done in sessions."""
    blocks = []
    for item in items:
        if item.exercise.kind is Kind.HABIT:
            continue
        block = _block(item, settings, sore_side)
        steps = _without_done(block, already_done)
        if any(step.logged for step in steps):
            blocks.append(replace(block, steps=steps))
    if blocks:
        needed = needed_cues([block.exercise for block in blocks])
        blocks[0] = replace(blocks[0], needed=needed)
    return SessionPlan(tuple(blocks), settings)


def _without_done(block: Block, already_done: AbstractSet[DoneSet]) -> tuple[PlanStep, ...]:
    return tuple(
        step
        for step in block.steps
        if step.kind is StepKind.PREPARE or (block.item, step.set_no, step.side) not in already_done
    )


def _block(item: SessionItem, settings: ScriptSettings, sore_side: str) -> Block:
    easier = _easier_item(item)
    return Block(
        item.item,
        item.exercise,
        _steps(item, settings, sore_side),
        Block(item.item, easier.exercise, _steps(easier, settings, sore_side)) if easier else None,
        item.telling,
    )


def _easier_item(item: SessionItem) -> SessionItem | None:
    """The easier entry within the dose, or half of the same; None where neither may come."""
    if (found := lighter(item.dose, item.easier_exercise, item.easing)) is None:
        return None
    form, dose = found
    if form is None:
        known = max(item.telling, Telling.SHORT)
        return replace(item, dose=dose, telling=known, change=item.exercise.easier.text, note="")
    asks = item.ask_reach or item.exercise.check_reach
    new = replace(item, telling=Telling.FULL, change="", note="", ask_reach=asks)
    return replace(new, exercise=form, dose=dose)


def _steps(item: SessionItem, settings: ScriptSettings, sore_side: str) -> tuple[PlanStep, ...]:
    dose = item.dose
    sides = _sides(dose.side, sore_side)
    asked = phrasing.dose_words(item.exercise, dose.reps, dose.hold_seconds, len(sides))
    note = (item.note, item.note_told)
    lead = Lead(asked, item.telling, sides[0], item.change, *note, settings.few_words)
    steps = [
        PlanStep(
            StepKind.PREPARE,
            told(phrasing.prepare_cues(item.exercise, lead), settings),
            exercise=item.exercise,
            sets=dose.sets,
            question=_skin_question(item.exercise),
        )
    ]
    for index, reps in enumerate(dose.reps):
        if index:
            steps.append(_rest(item.exercise, index + 1, dose, sides[0], settings))
        for number, side in enumerate(sides):
            if number:
                steps.append(_change_side(item.exercise, index + 1, dose.sets, side, settings))
            steps.append(_set(item.exercise, index + 1, reps, dose, side, settings))
    if item.exercise.check_reach or item.ask_reach:
        steps[-1] = replace(steps[-1], then_ask=phrasing.ASK_REACH)
    return tuple(steps)


def told(cues: Sequence[Cue], settings: ScriptSettings, least_seconds: float = 0.0) -> Timeline:
    """Cues one after the other as a person hears them, `least_seconds` at the least."""
    return spoken_timeline(
        cues,
        words_per_minute=settings.words_per_minute,
        between_seconds=settings.between_seconds,
        least_seconds=least_seconds,
    )


def _skin_question(exercise: Exercise) -> Cue | None:
    """Asked before anything is said of laying a pack on."""
    pack = exercise.pack
    return phrasing.skin_question_cue(pack.question) if pack is not None else None


def _sides(side: Side, sore_side: str) -> list[str]:
    if side is Side.EACH:
        return ["left", "right"]
    if side is Side.SORE:
        return [sore_side] if sore_side in ("left", "right") else ["sore"]
    if side is Side.ALTERNATE:
        return ["both"]
    return [side.value]


def _set(
    exercise: Exercise, set_no: int, reps: int, dose: Dose, side: str, settings: ScriptSettings
) -> PlanStep:
    hold = capped_hold_seconds(exercise, dose.hold_seconds)
    timeline = set_timeline(
        exercise,
        reps=reps,
        hold_seconds=hold,
        tempo_seconds=max(1, dose.tempo_seconds),
        spoken=settings.of_set(set_no),
    )
    return PlanStep(
        StepKind.HOLD if hold else StepKind.WORK,
        timeline,
        exercise=exercise,
        set_no=set_no,
        sets=dose.sets,
        side=side,
        reps=reps,
        hold_seconds=hold,
        tempo_seconds=0 if hold else max(1, dose.tempo_seconds),
    )


def _rest(
    exercise: Exercise, set_no: int, dose: Dose, side: str, settings: ScriptSettings
) -> PlanStep:
    cue = phrasing.rest_cue(set_no, dose.sets, side, few_words=settings.few_words)
    timeline = rest_timeline(cue, dose.rest_seconds, settings.words_per_minute)
    return PlanStep(
        StepKind.REST, timeline, exercise=exercise, set_no=set_no, sets=dose.sets, side=side
    )


def _change_side(
    exercise: Exercise, set_no: int, sets: int, side: str, settings: ScriptSettings
) -> PlanStep:
    timeline = spoken_timeline(
        [phrasing.change_side_cue(side, set_no)],
        words_per_minute=settings.words_per_minute,
        least_seconds=settings.change_side_seconds,
        doing=Doing.REST,
    )
    return PlanStep(
        StepKind.CHANGE_SIDE, timeline, exercise=exercise, set_no=set_no, sets=sets, side=side
    )
