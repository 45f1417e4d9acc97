"""The session engine: one table of transitions, and `advance` that looks things up in it.

Everything that changes the phase is listed in `TRANSITIONS`. What is not listed raises
IllegalCommandError and changes nothing. The engine calls nobody: it answers with a new state, the
facts to write and the cues to give.
"""

from collections.abc import Callable

from msgspec.structs import replace

from coach.domain.errors import IllegalCommandError
from coach.domain.events import SessionStarted
from coach.session import answers, endings, moves
from coach.session.commands import Command, Given
from coach.session.pack_timers import with_timer
from coach.session.state import Phase, SessionState, Step

STALL_SECONDS = 2.0
"""A longer silence between two inputs means that the program stood still (source: measured)."""

Action = Callable[[SessionState, Given, float], Step]


def advance(state: SessionState, given: Given, now: float) -> Step:
    """Answer one input at monotonic time `now` (seconds).

    Raises IllegalCommandError when the present phase does not know the command; the caller's
    state is then still the valid one.
    """
    action = TRANSITIONS[state.phase].get(given.command)
    if action is None:
        raise IllegalCommandError(
            "Not now", f"'{given.command.value}' does nothing while {state.phase.value}."
        )
    stood_still = _stood_still(state, now) and given.command is not Command.GAP
    step = _after_a_gap(state, given, now) if stood_still else action(state, given, now)
    step = with_timer(state, given, step, now)
    return replace(step, state=replace(step.state, last_seen=now))


def _stood_still(state: SessionState, now: float) -> bool:
    running = state.phase in (Phase.RUNNING, Phase.COUNTING_IN)
    return running and now - state.last_seen > STALL_SECONDS


_PACK_WOULD_STAY = (Command.PAUSE, Command.EMERGENCY, Command.REPEAT, Command.BACK)
"""Commands that leave a pack to go on; one whose time ran out meanwhile comes off instead."""


def _after_a_gap(state: SessionState, given: Given, now: float) -> Step:
    """The gap first, so that nothing of it is counted, then what was asked if it still fits.

    A command that no longer fits has its answer: the question that the gap asks. What is asked
    while a pack lies on the skin is about that pack, though its time ran out meanwhile.
    """
    gap = TRANSITIONS[state.phase][Command.GAP](state, Given(Command.GAP), now)
    ahead, ran_out = gap.state, False
    if answers.pack_under_way(state):
        ran_out = answers.pack_ran_out(state, now)
        ahead = answers.as_led(state, now) if ran_out else state
    action = TRANSITIONS[ahead.phase].get(given.command)
    came_off = ran_out and given.command in _PACK_WOULD_STAY
    if action is None or came_off or given.command is Command.TICK:
        return gap
    return action(ahead, given, now)


def _start(state: SessionState, given: Given, now: float) -> Step:
    started = replace(state, started_at=now)
    fact = SessionStarted(
        session=state.session,
        stage=state.stage,
        items=tuple(block.item for block in state.plan.blocks),
        pace=state.pace,
        resumed_from=state.resumed_from,
    )
    step = moves.enter_block(started, 0, now)
    return replace(step, facts=(fact, *step.facts))


def _stay(state: SessionState, given: Given, now: float) -> Step:
    return Step(state)


_ALWAYS: dict[Command, Action] = {
    Command.TICK: _stay,
    Command.GAP: _stay,
    Command.LISTED: answers.listed,
    Command.EMERGENCY: answers.wait_for_person,
    Command.END: endings.end,
    Command.RED_FLAG: endings.halt,
}
"""Known in every phase that is not over."""

TRANSITIONS: dict[Phase, dict[Command, Action]] = {
    Phase.READY: {**_ALWAYS, Command.START: _start},
    Phase.RUNNING: {
        **_ALWAYS,
        Command.TICK: moves.run,
        Command.GAP: answers.interrupt,
        Command.PAUSE: moves.pause,
        Command.REPEAT: moves.repeat,
        Command.BACK: moves.back,
        Command.DONE: moves.done,
        Command.SKIP: moves.skip,
        Command.EASIER: moves.easier,
        Command.HURTS: answers.hurts,
    },
    Phase.COUNTING_IN: {
        **_ALWAYS,
        Command.TICK: moves.count_in,
        Command.GAP: answers.interrupt,
        Command.PAUSE: moves.pause,
        Command.REPEAT: moves.repeat,
        Command.SKIP: moves.skip,
        Command.HURTS: answers.hurts,
    },
    Phase.PAUSED: {
        **_ALWAYS,
        Command.TICK: moves.wait_paused,
        Command.RESUME: moves.resume,
        Command.REPEAT: moves.repeat,
        Command.BACK: moves.back,
        Command.DONE: moves.done,
        Command.SKIP: moves.skip,
        Command.EASIER: moves.easier,
        Command.HURTS: answers.hurts,
    },
    Phase.ASKING_SKIN: {
        **_ALWAYS,
        Command.TICK: answers.await_skin,
        Command.ANSWERING: answers.answering,
        Command.YES: answers.skin_is_fine,
        Command.NO: answers.skin_is_numb,
        Command.SKIP: moves.skip,
        Command.BACK: moves.back,
        Command.HURTS: answers.hurts,
    },
    Phase.ASKING_PAIN: {
        **_ALWAYS,
        Command.TICK: answers.await_hurt,
        Command.ANSWERING: answers.answering,
        Command.SCORED: answers.scored,
    },
    Phase.ASKING_REACH: {
        **_ALWAYS,
        Command.TICK: answers.await_leg,
        Command.ANSWERING: answers.answering,
        Command.SCORED: answers.reach_scored,
        Command.DONE: answers.reach_scored,
        Command.SKIP: answers.reach_scored,
    },
    Phase.OFFERING_EASIER: {
        **_ALWAYS,
        Command.TICK: answers.await_hurt,
        Command.ANSWERING: answers.waiting_anew,
        Command.EASIER: moves.easier,
        Command.DONE: moves.skip,
        Command.SKIP: moves.skip,
    },
    Phase.OFFERING_STOP: {
        **_ALWAYS,
        Command.TICK: answers.await_hurt,
        Command.ANSWERING: answers.waiting_anew,
        Command.DONE: moves.skip,
        Command.SKIP: moves.skip,
    },
    Phase.INTERRUPTED: {
        **_ALWAYS,
        Command.TICK: answers.await_going_on,
        Command.ANSWERING: answers.waiting_anew,
        Command.REPEAT: moves.repeat,
        Command.RESUME: moves.resume,
        Command.BACK: moves.back,
        Command.SKIP: moves.skip,
        Command.HURTS: answers.hurts,
    },
    Phase.ENDED: {Command.TICK: _stay, Command.GAP: _stay},
    Phase.HALTED: {Command.TICK: _stay, Command.GAP: _stay},
}
"""Phase and command to what happens; nothing outside this table moves a session."""
