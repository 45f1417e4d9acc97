"""How a session ends: by itself, by the person, or by a red flag."""

from collections.abc import Sequence

from msgspec.structs import replace

from coach.domain.events import Fact, SessionEnded, WarningGiven
from coach.domain.exercise import Kind, Position
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome, WarningKind
from coach.session import phrasing, sets
from coach.session.between import closing, move_step
from coach.session.commands import Given
from coach.session.cues import Cue, CueKind
from coach.session.during import answer_facts
from coach.session.plan import PlanStep, ScriptSettings
from coach.session.state import Phase, SessionState, Step


def take_off(state: SessionState) -> tuple[Cue, ...]:
    """The pack must come off whenever its step is left early."""
    step = state.current
    if step is None or step.pack is None or state.phase is Phase.ASKING_SKIN:
        return ()
    return (phrasing.take_off_cue(step.pack.take_off),)


def told_off(state: SessionState) -> tuple[Fact, ...]:
    """That `take_off` told it, for the log."""
    told = (warning_fact(state.current, cue, spoken=True) for cue in take_off(state))
    return tuple(fact for fact in told if fact is not None)


def warning_fact(step: PlanStep | None, cue: Cue, *, spoken: bool) -> WarningGiven | None:
    """What the log has of a word about a pack; None for every other cue."""
    if cue.kind not in (CueKind.SKIN_CHECK, CueKind.TAKE_OFF):
        return None
    if step is None or step.exercise is None:
        return None
    kind = WarningKind.COLD if step.exercise.kind is Kind.COLD else WarningKind.HEAT
    return WarningGiven(kind=kind, text=cue.text, spoken=spoken)


def end(state: SessionState, given: Given, now: float) -> Step:
    """The person ends the session; everything up to now is kept."""
    log: tuple[Fact, ...] = sets.partial(state, now, SetOutcome.PARTIAL, given.reason)
    outcome = SessionOutcome.STOPPED_PAIN if state.hurt else SessionOutcome.ENDED_EARLY
    ended = replace(state, phase=Phase.ENDED)
    if state.phase is Phase.READY:
        return Step(ended)
    facts = (*log, *told_off(state), *_answered(state), _ended(state, outcome, now))
    last = phrasing.ENDED if state.pace == 1 else phrasing.ENDED_REHEARSAL
    return Step(ended, facts, (*take_off(state), last, *_way_up(state)))


def _answered(state: SessionState) -> tuple[Fact, ...]:
    """What is in of an answer that was not finished."""
    if not state.phase.asks_pain:
        return ()
    return answer_facts(state, state.answered)


def _way_up(state: SessionState) -> tuple[Cue, ...]:
    """How to get up, for who ends it lying down."""
    steps = closing(state.plan, state.led_from(Position.STANDING))
    return tuple(beat.cue for step in steps for beat in step.timeline.beats)


def how_to_get_up(state: SessionState) -> str:
    """To be read after a red flag, when the number was: nobody is told to get up; empty for who is.

    Nothing of it is spoken: aloud stands the one neutral line.
    """
    return _to_be_read(_way_up(state))


def how_to_get_up_from(position: Position, settings: ScriptSettings) -> str:
    """The same for who is known to be in `position`, as to somebody who hears it first."""
    step = move_step(position, Position.STANDING, settings)
    return _to_be_read([beat.cue for beat in step.timeline.beats]) if step is not None else ""


def _to_be_read(cues: Sequence[Cue]) -> str:
    how = [cue.text for cue in cues[1:]]  # The first one says to get up.
    return f"When you get up: {' '.join(how)}" if how else ""


def halt(state: SessionState, given: Given, now: float) -> Step:
    """A red flag: the session is over at once, and no command leaves this phase."""
    log: tuple[Fact, ...] = sets.partial(state, now, SetOutcome.STOPPED, Reason.OTHER)
    halted = replace(state, phase=Phase.HALTED)
    if state.phase is Phase.READY:
        return Step(halted)
    facts = (*log, *told_off(state), *_answered(state), _ended(state, SessionOutcome.HELD, now))
    return Step(halted, facts, take_off(state))


def finish(state: SessionState, now: float) -> Step:
    outcome = SessionOutcome.STOPPED_PAIN if state.hurt else SessionOutcome.COMPLETED
    finished = replace(state, phase=Phase.ENDED)
    last = phrasing.FINISHED if state.pace == 1 else phrasing.FINISHED_REHEARSAL
    return Step(finished, (_ended(state, outcome, now),), (last,))


def _ended(state: SessionState, outcome: SessionOutcome, now: float) -> SessionEnded:
    minutes = round((now - state.started_at) / 60, 2)
    return SessionEnded(session=state.session, stage=state.stage, outcome=outcome, minutes=minutes)
