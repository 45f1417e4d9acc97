"""A session as a recording: what can be led without an answer, and what is said beforehand."""

from msgspec import Struct
from msgspec.structs import replace

from coach.session.cues import Cue, CueKind, Priority
from coach.session.plan import Block, PlanStep, SessionPlan
from coach.session.script import Script, ScriptLine, script
from coach.session.spoken import thoughts
from coach.session.timeline import spoken_timeline

NO_ANSWERS = "This is a recording. It cannot hear your answers."
STOP_YOURSELF = "If something hurts, stop at once."
NOT_WHEN_NEW = "If anything new is wrong, do not start. Open the coach and answer its questions."
PACKS_LEFT_OUT = "Cold and heat are left out. They need your answer about your skin first."
FURTHER_DOWN = Cue(
    CueKind.STOP_RULE, "If it moved further down your leg, stop here for today.", Priority.WARNING
)
"""Stands where a session asks how the leg is."""


class Recording(Struct, frozen=True):
    """What a sound file holds."""

    script: Script
    """Every line with its offset from the start of the file."""
    session_at_seconds: float
    """Where the session itself begins, behind what is said beforehand."""
    left_out: tuple[str, ...]
    """Names of the exercises that need an answer."""


def recording(plan: SessionPlan, nobody: str) -> Recording:
    """`plan` as it can be led by a file; `nobody` is the sentence that nobody is alerted.

    A pack is left out: it goes on only after a yes to the skin question. The script has no line
    of its session when nothing is left.
    """
    led = tuple(block for block in plan.blocks if block.exercise.pack is None)
    left_out = tuple(
        dict.fromkeys(block.exercise.name for block in plan.blocks if block not in led)
    )
    before = _beforehand(plan, nobody, packs=bool(left_out))
    told = script(replace(plan, blocks=tuple(_unasked(block) for block in led)))
    at = before.seconds
    later = (ScriptLine(round(at + one.offset_seconds, 3), one.cue) for one in told.heard)
    return Recording(Script((*before.lines, *later), at + told.seconds), at, left_out)


def _beforehand(plan: SessionPlan, nobody: str, *, packs: bool) -> Script:
    texts = [NO_ANSWERS, nobody, STOP_YOURSELF, NOT_WHEN_NEW, *([PACKS_LEFT_OUT] if packs else [])]
    cues = [Cue(CueKind.NOTICE, thought) for text in texts for thought in thoughts(text)]
    timeline = spoken_timeline(
        cues,
        words_per_minute=plan.settings.words_per_minute,
        between_seconds=plan.settings.between_seconds,
    )
    lines = tuple(ScriptLine(round(one.offset_seconds, 3), one.cue) for one in timeline.beats)
    return Script(lines, timeline.seconds)


def _unasked(block: Block) -> Block:
    return replace(block, steps=tuple(_step_unasked(step) for step in block.steps))


def _step_unasked(step: PlanStep) -> PlanStep:
    return replace(step, then_ask=FURTHER_DOWN) if step.then_ask is not None else step
