"""The time a pack lies on the skin, as facts of their own: they outlive a program that is killed.

A pack lies from the word that puts it on to the word that takes it off. Off for a pause is an
end; on again after it is a beginning, with the time that is left.
"""

from msgspec.structs import replace

from coach.domain.events import Fact
from coach.domain.exercise import Kind
from coach.domain.outcomes import TimerKind, TimerOutcome
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.domain.timers import LATE_SECONDS
from coach.session.commands import Command, Given
from coach.session.plan import PlanStep
from coach.session.state import Phase, SessionState, Step
from coach.session.timeline import Doing, Mark

FOR_SKIN = (Command.HURTS, Command.RED_FLAG)
"""Commands that take a pack off because something is wrong."""


def with_timer(before: SessionState, given: Given, step: Step, now: float) -> Step:
    """`step` with the facts of a pack that came to lie on the skin, or came off, in it."""
    if before.pace != 1:
        return step  # A rehearsal cools no skin.
    after = step.state
    if before.pack_timer and not _lies(after, now):
        ended = _ended(before, given, now)
        return Step(replace(after, pack_timer=""), (ended, *step.facts), step.cues)
    if not before.pack_timer and _lies(after, now):
        return _begun(step, now)
    return step


def _hold(step: PlanStep | None) -> Mark | None:
    """The stretch of a step in which its pack lies on the skin."""
    if step is None or step.pack is None:
        return None
    return next((mark for mark in step.timeline.marks if mark.doing is Doing.HOLD), None)


def _lies(state: SessionState, now: float) -> bool:
    hold = _hold(state.current)
    if hold is None or state.phase is not Phase.RUNNING:
        return False
    return hold.start_seconds <= state.elapsed(now) < hold.end_seconds


def _begun(step: Step, now: float) -> Step:
    state = step.state
    current, block = state.current, state.current_block
    hold = _hold(current)
    assert current is not None
    assert current.exercise is not None
    assert current.exercise.longest_seconds is not None
    assert block is not None
    assert hold is not None
    passed = state.elapsed(now) - hold.start_seconds
    number = state.packs_timed + 1
    started: Fact = TimerStarted(
        timer=f"{state.session}/{number}",
        kind=TimerKind.COLD if current.exercise.kind is Kind.COLD else TimerKind.HEAT,
        item=block.item,
        exercise=current.exercise.id,
        seconds=round(hold.end_seconds - hold.start_seconds - passed),
        longest_seconds=round(current.exercise.longest_seconds - passed),
    )
    timed = replace(
        state,
        pack_timer=f"{state.session}/{number}",
        pack_from=hold.start_seconds + passed,
        packs_timed=number,
    )
    return Step(timed, (*step.facts, started), step.cues)


def _ended(before: SessionState, given: Given, now: float) -> TimerEnded:
    """How it ended: what is left unsaid is counted to its longest time and no further."""
    step, hold = before.current, _hold(before.current)
    assert step is not None
    assert step.exercise is not None
    assert step.exercise.longest_seconds is not None
    assert hold is not None
    asleep = given.seconds if given.command is Command.GAP else 0.0
    passed = before.elapsed(now) + asleep
    late = passed - hold.end_seconds
    outcome = TimerOutcome.EARLY
    if late > LATE_SECONDS:
        outcome = TimerOutcome.NOT_SAID
    elif given.command in FOR_SKIN:
        outcome = TimerOutcome.STOPPED
    elif late >= 0:
        outcome = TimerOutcome.DONE
    on = passed if outcome is TimerOutcome.NOT_SAID else min(passed, hold.end_seconds)
    longest = step.exercise.longest_seconds - (before.pack_from - hold.start_seconds)
    seconds = min(on - before.pack_from, longest)
    return TimerEnded(timer=before.pack_timer, seconds=round(seconds, 1), outcome=outcome)
