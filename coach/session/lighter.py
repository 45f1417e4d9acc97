"""The rest of an item in its easier form: no set, repetition or side that is done comes again."""

from collections.abc import Sequence

from msgspec.structs import replace

from coach.session.plan import Block, PlanStep, ScriptSettings, StepKind
from coach.session.set_timeline import set_timeline


def rest_of(
    easier: Block, ahead: Sequence[PlanStep], reps_done: int, settings: ScriptSettings
) -> Block | None:
    """What is left of a block, by the steps ahead of it, in its easier form; None for nothing.

    `ahead` begins with the present step, of which `reps_done` repetitions are done.
    """
    left = [step for step in ahead if step.logged]
    if not left:
        return None
    set_no = left[0].set_no
    present = [step for step in left if step.set_no == set_no]
    sides = {step.side for step in present}
    budget = sum(step.reps for step in present) - reps_done
    first = min(set_no, max(step.set_no for step in easier.steps))
    lone = _lone_sides(easier, sides)
    steps = []
    for step in easier.steps:
        if step.kind is StepKind.PREPARE or step.set_no > first:
            steps.append(step)
        elif step.set_no == first and step.kind is not StepKind.REST and step.side in lone:
            done = reps_done if step.side == left[0].side or step.side not in sides else 0
            kept = _at_most(step, min(left[0].reps - done, budget), settings)
            budget -= sum(one.reps for one in kept)
            steps.extend(kept)
    logged = next((nth for nth, step in enumerate(steps) if step.logged), None)
    if logged is None:
        return None
    prepared = [step for step in steps[:logged] if step.kind is StepKind.PREPARE]
    return replace(easier, steps=(*prepared, *steps[logged:]))


def _lone_sides(easier: Block, sides: set[str]) -> set[str]:
    """The sides still to do; all of the form's where it names others, as one that has no side."""
    own = {step.side for step in easier.steps if step.logged}
    return sides & own or own


def _at_most(step: PlanStep, reps: int, settings: ScriptSettings) -> list[PlanStep]:
    """The step with no more repetitions than are left; nothing when none are."""
    if not step.logged or step.reps <= reps:
        return [step]
    if reps <= 0 or step.exercise is None:
        return []
    timeline = set_timeline(
        step.exercise,
        reps=reps,
        hold_seconds=step.hold_seconds,
        tempo_seconds=step.tempo_seconds,
        spoken=settings.of_set(step.set_no),
    )
    return [replace(step, reps=reps, timeline=timeline)]
