"""One set as a fact: what was really done of it, never what was asked."""

from coach.domain.events import ExerciseDone
from coach.domain.outcomes import Reason, SetOutcome
from coach.session.plan import Block, PlanStep
from coach.session.state import SessionState

QUICKEST_SHARE = 0.5
"""How quick a repetition of one's own can be, as a share of the coach's tempo (source: DESIGN)."""


def done(state: SessionState, step: PlanStep) -> ExerciseDone:
    """The set ran to its end under the coach's count."""
    return _fact(state, step, step.reps, step.planned_seconds, SetOutcome.DONE, Reason.NONE)


def declared_done(state: SessionState, step: PlanStep, elapsed_seconds: float) -> ExerciseDone:
    """The person said "done" before the count was over.

    Moving repetitions are the person's own count, as far as the seconds allow it: nobody does them
    in less than half the time. A hold is what the clock saw of it.
    """
    seconds = step.timeline.work_seconds(elapsed_seconds)
    if step.hold_seconds:
        reps = step.timeline.reps_done(elapsed_seconds)
    else:
        reps = min(step.reps, int(seconds / (step.tempo_seconds * QUICKEST_SHARE)))
    outcome = SetOutcome.DONE if reps >= step.reps else SetOutcome.PARTIAL
    return _fact(state, step, reps, seconds, outcome, Reason.NONE)


def as_far_as(
    state: SessionState,
    step: PlanStep,
    elapsed_seconds: float,
    outcome: SetOutcome,
    reason: Reason,
) -> ExerciseDone:
    """The set broke off at `elapsed_seconds`."""
    reps = step.timeline.reps_done(elapsed_seconds)
    seconds = step.timeline.work_seconds(elapsed_seconds)
    return _fact(state, step, reps, seconds, outcome, reason)


def partial(
    state: SessionState, now: float, outcome: SetOutcome, reason: Reason
) -> tuple[ExerciseDone, ...]:
    """What was done of the present set, if anything was and the log does not have it yet."""
    step = state.current
    if step is None or not step.logged or state.phase.set_logged:
        return ()
    fact = as_far_as(state, step, state.elapsed(now), outcome, reason)
    return (fact,) if fact.seconds > 0 else ()


def skipped(state: SessionState, block: Block, reason: Reason) -> ExerciseDone:
    """The item was left out before anything of the present set was done."""
    step = state.current if state.current is not None and state.current.logged else None
    step = step or next(step for step in block.steps if step.logged)
    return _fact(state, step, 0, 0.0, SetOutcome.SKIPPED, reason)


def _fact(
    state: SessionState,
    step: PlanStep,
    reps: int,
    seconds: float,
    outcome: SetOutcome,
    reason: Reason,
) -> ExerciseDone:
    block = state.current_block
    assert block is not None
    assert step.exercise is not None
    return ExerciseDone(
        session=state.session,
        item=block.item,
        exercise=step.exercise.id,
        set_no=step.set_no,
        side=step.side,
        reps=reps,
        hold_seconds=step.hold_seconds,
        seconds=round(seconds, 1),
        planned_reps=step.reps,
        planned_seconds=step.planned_seconds,
        outcome=outcome,
        reason=reason,
    )
