"""From one position to the next: the moves between blocks, and a plan as the steps it takes."""

from coach.domain.exercise import Position
from coach.session.moving_times import Move
from coach.session.moving_words import move_cues
from coach.session.phrasing import Telling
from coach.session.plan import Block, PlanStep, ScriptSettings, SessionPlan, StepKind, told

FETCH_SECONDS = 25.0
"""Hearing what is needed, and laying it beside one's place; more is a pause (source: DESIGN)."""


def move_step(
    before: Position, after: Position, settings: ScriptSettings, telling: Telling = Telling.FULL
) -> PlanStep | None:
    """The step from one position to the next, as long as a sore back needs for it.

    In few words nothing is left out of it: a sore body needs the safe way most.
    """
    known = telling is not Telling.FULL and not settings.few_words
    cues = move_cues(before, after, known=known)
    if not cues:
        return None
    move, least = None, settings.turn_seconds
    if after.on_the_floor and not before.on_the_floor:
        move, least = Move.GET_DOWN, settings.get_down_seconds
    elif before.on_the_floor and not after.on_the_floor:
        move, least = Move.GET_UP, settings.get_up_seconds
    elif after.on_the_floor:
        move = Move.TURN
    return PlanStep(StepKind.MOVE, told(cues, settings, least), move=move)


def entered(block: Block, before: Position, settings: ScriptSettings) -> tuple[PlanStep, ...]:
    """The block's steps with the move that leads into it, when one is needed.

    What is to be fetched comes first, for who does not lie yet.
    """
    fetching: tuple[PlanStep, ...] = ()
    if block.needed and not before.on_the_floor:
        fetching = (PlanStep(StepKind.PREPARE, told(block.needed, settings, FETCH_SECONDS)),)
    move = move_step(before, block.exercise.position, settings, block.telling)
    return (*fetching, move, *block.steps) if move is not None else (*fetching, *block.steps)


def closing(plan: SessionPlan, before: Position) -> tuple[PlanStep, ...]:
    """How to get up at the end; empty for someone who stands or sits."""
    if not before.on_the_floor:
        return ()
    telling = min((block.telling for block in plan.blocks), default=Telling.FULL)
    move = move_step(before, Position.STANDING, plan.settings, telling)
    return (move,) if move is not None else ()


def walk(plan: SessionPlan) -> list[tuple[Block | None, PlanStep]]:
    """Every step in the order of doing, moves included; the closing move has no block."""
    steps: list[tuple[Block | None, PlanStep]] = []
    position = Position.STANDING
    for block in plan.blocks:
        steps.extend((block, step) for step in entered(block, position, plan.settings))
        position = block.exercise.position
    steps.extend((None, step) for step in closing(plan, position))
    return steps


def session_seconds(plan: SessionPlan) -> float:
    """How long a session takes when nothing stops it."""
    return sum(step.timeline.seconds for _, step in walk(plan))
