"""What is left of a session, as a person asks for it: of this one, and of all."""

from coach.session.between import walk
from coach.session.plan import SessionPlan
from coach.session.spoken import duration_words
from coach.session.state import Phase, SessionState

ROUND_SECONDS = 60
"""What is left of the whole is said in whole minutes: nobody can plan it closer."""


def seconds_left(state: SessionState, now: float) -> float:
    """How long the session still takes when nothing stops it."""
    if state.phase.over:
        return 0.0
    here = sum(step.timeline.seconds for step in state.steps[state.step :])
    passed = min(state.elapsed(now), here) if state.current is not None else 0.0
    return here - passed + _blocks_after(state)


def _blocks_after(state: SessionState) -> float:
    """Of the blocks to come and the way up at the end."""
    blocks = state.plan.blocks
    to_come = [block for block in blocks[state.block_after :] if block.item not in state.stays_out]
    rest = SessionPlan((*blocks[state.block : state.block + 1], *to_come), state.plan.settings)
    if not rest.blocks:
        return 0.0
    steps = walk(rest)
    own = [nth for nth, (block, _) in enumerate(steps) if block is rest.blocks[0]]
    return sum(step.timeline.seconds for _, step in steps[own[-1] + 1 :])


def left_words(state: SessionState, now: float) -> str:
    """What is left, in one or two short sentences."""
    step = state.current
    said = []
    if step is not None and step.logged and state.phase in (Phase.RUNNING, Phase.PAUSED):
        left = max(0.0, step.timeline.seconds - state.elapsed(now))
        said.append(f"{_capital(duration_words(left))} left of this one.")
    minutes = -(-seconds_left(state, now) // ROUND_SECONDS)
    said.append(f"About {duration_words(minutes * 60)} in all." if minutes else "That is all.")
    return " ".join(said)


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
