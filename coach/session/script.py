"""The whole script of a session before it starts: every cue with its offset."""

from msgspec import Struct

from coach.session.between import walk
from coach.session.cues import Cue
from coach.session.plan import SessionPlan, StepKind
from coach.session.spoken import spoken_seconds


class ScriptLine(Struct, frozen=True):
    """One cue at its offset from the start of the session."""

    offset_seconds: float
    cue: Cue


class Script(Struct, frozen=True):
    """What will be heard, and how long it takes."""

    lines: tuple[ScriptLine, ...]
    seconds: float

    @property
    def heard(self) -> tuple[ScriptLine, ...]:
        """The lines that are spoken; the others are only shown."""
        return tuple(line for line in self.lines if line.cue.spoken)


ANSWER_SECONDS = 3.0
"""Time the script allows for answering a question."""


def script(plan: SessionPlan) -> Script:
    """Every cue of `plan` as it is heard when nothing stops it.

    Questions before a step are answered yes, those after an exercise with "not now".
    """
    lines: list[ScriptLine] = []
    at = 0.0
    for _, step in walk(plan):
        if step.question is not None:
            lines.append(ScriptLine(round(at, 3), step.question))
            at += spoken_seconds(step.question.text, plan.settings.words_per_minute)
            at += ANSWER_SECONDS
        lines.extend(
            ScriptLine(round(at + beat.offset_seconds, 3), beat.cue) for beat in step.timeline.beats
        )
        at += step.timeline.seconds
        if step.then_ask is not None:
            lines.append(ScriptLine(round(at, 3), step.then_ask))
            at += spoken_seconds(step.then_ask.text, plan.settings.words_per_minute)
            at += ANSWER_SECONDS
    return Script(tuple(lines), at)


def texts_ahead(plan: SessionPlan) -> list[str]:
    """Every different line, in the order of need: what the voice can get ready."""
    return list(dict.fromkeys(line.cue.text for line in script(plan).heard))


def work_seconds(plan: SessionPlan) -> float:
    """Seconds of sets alone, without listening, moving and resting."""
    return sum(
        step.timeline.seconds
        for _, step in walk(plan)
        if step.kind in (StepKind.WORK, StepKind.HOLD)
    )
