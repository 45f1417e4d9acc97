"""A draft as text: its lines with their marks, minutes a day, and what is to be weighed."""

from collections.abc import Sequence

from coach.domain.findings import KeyPath
from coach.domain.plan_lines import PlanLine
from coach.domain.program import StageCode
from coach.domain.text import clean_line
from coach.review.follow_up import HurtLine
from coach.review.follow_up_hurt import hurt_in, hurt_words
from coach.review.next_version import FilledIn, filled_words
from coach.session.program_budget import MOST_EXERCISE_MINUTES
from coach.tui.therapist.words import minutes_text
from coach.workflows.drafts import Draft

PROBLEM, WEIGH, CAUTION = "✗", "!", "·"
"""What must be mended, what is to be weighed, and what holds for an exercise at any dose."""


def row_text(line: PlanLine, problems: set[KeyPath], weighed: set[KeyPath]) -> str:
    """One line of the outline, set in by its depth."""
    mark = PROBLEM if line.key in problems else WEIGH if line.key in weighed else " "
    return f"{mark} {'  ' * line.depth}{line.text}"


def minutes_line(draft: Draft) -> str:
    """Minutes of exercise on the fullest day of each stage, of all its minutes; `!` for many."""
    parts = []
    for stage in draft.program.stages:
        minutes = draft.minutes(stage.code)
        mark = WEIGH if minutes.exercises > MOST_EXERCISE_MINUTES else ""
        parts.append(
            f"{stage.code.value} {minutes_text(minutes.exercises)}{mark} "
            f"({minutes_text(minutes.total)})"
        )
    return f"Exercise minutes a day (all minutes): {'  '.join(parts)}"


def stage_of(key: KeyPath, draft: Draft) -> StageCode | None:
    """The stage a line stands in; None for lines of the whole program."""
    for stage in draft.program.stages:
        if key and key[0] == stage.code.value:
            return stage.code
    return None


def hurt_here(draft: Draft, stage: StageCode, hurt: Sequence[HurtLine]) -> list[str]:
    """Exercises that a stage asks and that hurt before, in whichever stage that was."""
    here = next((one for one in draft.program.stages if one.code is stage), None)
    if here is None:
        return []
    return [f"{WEIGH} {stage.value}: {clean_line(hurt_words(one))}" for one in hurt_in(here, hurt)]


def weigh_lines(
    draft: Draft,
    at: KeyPath,
    *,
    begins: StageCode | None = None,
    hurt: Sequence[HurtLine] = (),
) -> list[str]:
    """What must be mended, then what is to be weighed: the chosen line and its stage first.

    `hurt` is what hurt at any time: it is said of the stage, before the warnings.

    Cautions that hold at any dose are said of the chosen line alone; with `begins` those of the
    stage the plan begins in, and the others are counted.
    """
    stage = stage_of(at, draft)
    here = stage.value if stage is not None else str(at[0] if at else "")
    near = begins.value if begins is not None else None
    found = draft.warnings()
    said = [one for one in found if not one.is_caution or one.key == at or one.stage == near]
    warnings = sorted(said, key=lambda one: (one.key != at, one.stage != here, one.is_caution))
    lines = [f"{PROBLEM} {sentence}" for _, sentence in draft.problems()]
    lines += hurt_here(draft, begins or stage or draft.program.stages[0].code, hurt)
    for one in warnings:
        sign = CAUTION if one.is_caution else WEIGH
        lines.append(f"{sign} {one.stage}: {one.text} {one.reason}")
    more = len(found) - len(said)
    if near and more:
        lines.append(f"And {more} more in other stages: choose a line of theirs to see its own.")
    return lines


def raised_lines(raises: Sequence[str]) -> list[str]:
    """What is asked more of while coaching is locked."""
    return [f"{WEIGH} Raised under a lock: {clean_line(one)}" for one in raises]


def worse_lines(worse: Sequence[str]) -> list[str]:
    """That the patient got worse, or no better, sign by sign."""
    return [f"{WEIGH} {clean_line(sign)}" for sign in worse]


def weighed_lines(sentences: Sequence[str]) -> list[str]:
    """What is to be weighed, each with its mark."""
    return [f"{WEIGH} {one}" for one in sentences]


def filled_lines(filled: Sequence[FilledIn]) -> list[str]:
    """What was filled in after a decision, each with its reason."""
    return [f"+ {filled_words(one)}" for one in filled]


def amount_of(line: PlanLine) -> tuple[int, int] | None:
    """Where the amount of a dose line stands: typing replaces it at once."""
    words = line.text.split(" ")
    if not line.kind.endswith("dose") or len(words) < 2:
        return None
    start = len(words[0]) + 1
    return start, start + len(words[1])
