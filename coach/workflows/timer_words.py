"""What timers write and say: facts and words for one that is begun, runs, or ends."""

from msgspec import Struct

from coach.domain import timers as rule
from coach.domain.agenda import DONE_SHARE, AgendaItem
from coach.domain.events import AnswerGiven, ExerciseDone
from coach.domain.exercise import Exercise
from coach.domain.outcomes import Reason, SetOutcome, TimerKind
from coach.domain.timers import PACKS, SKIN, Running, Word
from coach.workflows.sitting_words import minutes_text
from coach.workflows.timer_choice import Chosen

LATE = "Its time is over."
LOOK = "Look at your skin. Take the pack off if the skin hurts, or has changed its colour."
TAKE_OFF = "Take the pack off now."
"""What is said of a pack that is no longer on the shelf."""
HOW = "Put it on your low back or buttock, never on the leg. Never lie on it, and stay awake."

How = tuple[SetOutcome, Reason]
LEFT_OUT: How = (SetOutcome.SKIPPED, Reason.OTHER)
HURT: How = (SetOutcome.STOPPED, Reason.PAIN)


class TimerNow(Struct, frozen=True):
    """What a front end shows of a timer."""

    kind: TimerKind
    line: str
    """`Cold pack: 7 of 10 minutes.`"""


def skin_answer(chosen: Chosen, value: str) -> AnswerGiven:
    """The answer to the question about the skin."""
    item = chosen.item.id if chosen.item is not None else chosen.exercise.id
    return AnswerGiven(instrument=SKIN, item=item, value=value)


def done_fact(
    item: str, exercise: str, asked: AgendaItem | None, seconds: float, how: How | None
) -> ExerciseDone:
    """One time of an item as it was done by the clock; `how` when it was not simply done.

    A belt that was worn for its task is a habit kept, however long the task took.
    """
    planned = float(asked.dose.total_seconds) if asked is not None else seconds
    reps = asked.dose.total_reps if asked is not None else 1
    kept = asked is not None and not asked.dose.timed and how is None
    if kept:
        seconds = planned
    whole = kept or (seconds >= planned * DONE_SHARE and seconds > 0)
    usual = (SetOutcome.DONE, Reason.NONE) if whole else (SetOutcome.PARTIAL, Reason.OTHER)
    outcome, reason = how or usual
    return ExerciseDone(
        session=None,
        item=item,
        exercise=exercise,
        set_no=0 if outcome is SetOutcome.SKIPPED else 1,
        side="none",
        reps=reps if whole else 0,
        hold_seconds=asked.dose.hold_seconds if asked is not None else round(seconds),
        seconds=round(min(seconds, planned), 1),
        planned_reps=reps,
        planned_seconds=planned,
        outcome=outcome,
        reason=reason,
    )


def begun_words(chosen: Chosen, *, aloud: bool = True) -> str:
    """What is said when it begins; `aloud` is whether its end can be said, and not only shown."""
    length = minutes_text(chosen.seconds / 60)
    pack = chosen.exercise.pack
    if pack is not None:
        return f"{pack.layer} {HOW} {length} from now."
    if chosen.kind is TimerKind.BRACE:
        ends = "say" if aloud else "show, for it is quiet then,"
        return f"Belt on, for this task alone. {length} from now, I {ends} when to take it off."
    ends = "I say" if aloud else "It is quiet then: I show, and do not say,"
    return f"{chosen.exercise.name}: rest for {length}. {ends} when to get up."


def look_words(exercise: Exercise | None) -> str:
    """What to look for on the skin."""
    return exercise.pack.check if exercise is not None and exercise.pack is not None else LOOK


def take_off_words(one: Running, exercise: Exercise | None) -> str:
    """How its end is said, of what is worn or lies on the skin."""
    if one.kind is TimerKind.BRACE:
        return rule.BELT_OFF
    pack = exercise.pack if exercise is not None else None
    return pack.take_off if pack is not None else TAKE_OFF


def running_line(one: Running, exercise: Exercise | None, elapsed: float) -> str:
    """`Cold pack: 7 of 10 minutes.`"""
    name = exercise.name if exercise is not None else one.kind.value.capitalize()
    if Word.OVER in one.said or (one.held and one.kind is TimerKind.REST):
        return f"{name}: {rule.GET_UP[0].lower()}{rule.GET_UP[1:]}"
    minutes = min(int(elapsed // 60), one.end_seconds // 60)
    return f"{name}: {minutes} of {minutes_text(one.end_seconds / 60)}."


def off_words(one: Running, exercise: Exercise | None) -> str:
    """What is said to whoever ends it."""
    if one.kind in PACKS and exercise is not None and exercise.pack is not None:
        minutes = exercise.pack.gap_minutes
        return f"Noted: it is off. Your skin rests for {minutes} minutes now."
    if one.kind is TimerKind.BRACE:
        return "Noted: the belt is off."
    return "Good. Walk a little now."
