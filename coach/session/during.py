"""How it is within a session, as facts: the scores, and the light of the exercise that moved them.

An answered number is kept however the question is left: by an answer to all of it, by "not now",
by going on, or by ending.
"""

from coach.domain.check_in import pain_scores
from coach.domain.events import Fact, LightGiven
from coach.domain.lights import Light, light_for, light_why
from coach.domain.pain import Moment, PainReport
from coach.session.state import Phase, SessionState


def answer_of(state: SessionState, report: PainReport) -> PainReport:
    """What was answered: `report`, or, when that is empty, what was in of it before."""
    return report if report != PainReport() else state.answered


def answer_facts(state: SessionState, report: PainReport) -> tuple[Fact, ...]:
    """The scores of `report`, with the light of what hurt or of what was just done.

    A rehearsal moves no leg: it has no light.
    """
    facts: tuple[Fact, ...] = pain_scores(report, Moment.DURING, state.session)
    light = light_of(state, report)
    asked_about = _asked_about(state)
    if light is None or asked_about is None or state.pace != 1:
        return facts
    item, exercise = asked_about
    why = light_why(state.held_against, report)
    given = LightGiven(session=state.session, item=item, exercise=exercise, light=light, why=why)
    return (*facts, given)


def light_of(state: SessionState, report: PainReport) -> Light | None:
    """The light of `report` against how it was before the session; None without a score."""
    return light_for(state.held_against, report, state.thresholds)


def _asked_about(state: SessionState) -> tuple[str, str] | None:
    """Item and exercise that the present question is about."""
    if state.stopped is not None:
        return state.stopped.item, state.stopped.exercise
    block, step = state.current_block, state.current
    if state.phase is not Phase.ASKING_REACH or block is None or step is None:
        return None
    return (block.item, step.exercise.id) if step.exercise is not None else None
