"""When something is due in a session, so that a front end wakes at that very moment.

A tick that only comes ten times a second says a count up to a tenth of a second late.
"""

from coach.session.state import Phase, SessionState
from coach.session.timeline import COUNT_IN_SECONDS


def seconds_to_next(state: SessionState, now: float) -> float | None:
    """Seconds until the next cue or the end of the step; None when nothing comes by itself.

    Negative for what should have come before: a front end that is slow can tell by how much.
    """
    if state.phase is Phase.RUNNING:
        return _in_step(state, now)
    if state.phase is Phase.COUNTING_IN:
        following = min(state.count_in_given, COUNT_IN_SECONDS)
        return state.since + following - now
    return None


def _in_step(state: SessionState, now: float) -> float | None:
    step = state.current
    if step is None:
        return 0.0
    beats = step.timeline.beats[state.beats_given :]
    due = min([step.timeline.seconds, *(beat.offset_seconds for beat in beats[:1])])
    return due - state.elapsed(now)
