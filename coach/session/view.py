"""What a front end shows of a session at one moment; screen and line mode draw the same values."""

from msgspec import Struct

from coach.domain.exercise import Kind
from coach.session.plan import PlanStep, StepKind
from coach.session.state import Phase, SessionState
from coach.session.timeline import COUNT_IN_SECONDS, Doing

HOLD = "HOLD"
_WORDS = {
    StepKind.PREPARE: "GET READY",
    StepKind.WORK: "MOVE",
    StepKind.HOLD: HOLD,
    StepKind.REST: "REST",
    StepKind.CHANGE_SIDE: "CHANGE SIDE",
    StepKind.MOVE: "CHANGE PLACE",
}
_KIND_WORDS = {
    Kind.REST: "RELAX",
    Kind.COLD: "COLD ON",
    Kind.HEAT: "HEAT ON",
    Kind.MASSAGE: "PRESS",
    Kind.WALK: "WALK",
}
"""Words for what is timed as a hold and is none."""
_PHASE_WORDS = {
    Phase.READY: "READY",
    Phase.PAUSED: "PAUSED",
    Phase.COUNTING_IN: "READY",
    Phase.ASKING_SKIN: "YES OR NO?",
    Phase.ASKING_PAIN: "STOPPED",
    Phase.ASKING_REACH: "HOW IS IT?",
    Phase.OFFERING_EASIER: "STOPPED",
    Phase.OFFERING_STOP: "STOPPED",
    Phase.INTERRUPTED: "INTERRUPTED",
    Phase.ENDED: "DONE",
    Phase.HALTED: "STOP",
}


class SessionView(Struct, frozen=True):
    """One picture of the session."""

    phase: Phase
    word: str
    """The one word to read from three metres."""
    working: bool
    """Whether the body works now; shown by shape as well as by colour."""
    exercise: str
    """Name of the exercise; empty while moving or when over."""
    side: str
    rep: int
    reps: int
    set_no: int
    sets: int
    seconds_left: int
    """Seconds left of what is being done now, rounded up."""
    step_seconds_left: int
    """Seconds left of the whole step."""
    item_no: int
    items: int
    next_name: str
    """What comes after `exercise`; on the way to one, and before the first, that one."""
    hint: str
    """The short line of the exercise."""
    stop_rule: str


def view(state: SessionState, now: float) -> SessionView:
    """The picture at monotonic time `now`; changes nothing."""
    step = state.current
    block = state.current_block
    passed = state.elapsed(now)
    left, step_left, rep, doing = 0, 0, 0, Doing.LISTEN
    if step is not None and not state.phase.over:
        mark = step.timeline.mark_at(passed)
        left = _ceil(mark.end_seconds - passed)
        step_left = _ceil(step.timeline.seconds - passed)
        rep, doing = mark.rep, mark.doing
    if state.phase is Phase.COUNTING_IN:
        left = _ceil(COUNT_IN_SECONDS - (now - state.since))
    exercise = step.exercise if step is not None else None
    return SessionView(
        phase=state.phase,
        word=_word(state, doing),
        working=state.phase is Phase.RUNNING and doing in (Doing.HOLD, Doing.MOVE),
        exercise=exercise.name if exercise is not None else "",
        side=step.side if step is not None and step.side not in ("none", "both") else "",
        rep=rep,
        reps=step.reps if step is not None else 0,
        set_no=step.set_no if step is not None else 0,
        sets=step.sets if step is not None else 0,
        seconds_left=left,
        step_seconds_left=step_left,
        item_no=min(state.block + 1, len(state.plan.blocks)),
        items=len(state.plan.blocks),
        next_name=_next_name(state, named=exercise is not None),
        hint=exercise.short if exercise is not None else "",
        stop_rule=block.exercise.stop if block is not None else "",
    )


def _word(state: SessionState, doing: Doing) -> str:
    if state.phase is not Phase.RUNNING:
        return _PHASE_WORDS[state.phase]
    step = state.current
    if step is None:
        return "DONE"
    if doing is Doing.COUNT_IN:
        return "READY"
    if doing is Doing.RELEASE:
        return "TAKE OFF" if step.pack is not None else "LET GO"
    return step_word(step)


def step_word(step: PlanStep) -> str:
    """What a step is, in one or two words."""
    if step.logged and step.exercise is not None:
        return _KIND_WORDS.get(step.exercise.kind, _WORDS[step.kind])
    return _WORDS[step.kind]


def _next_name(state: SessionState, *, named: bool) -> str:
    blocks = state.plan.blocks
    following = state.block_after if named else state.block
    return blocks[following].exercise.name if following < len(blocks) else ""


def _ceil(seconds: float) -> int:
    return max(0, -int(-seconds // 1))
