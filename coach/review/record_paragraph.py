"""A follow-up as a paragraph for the patient's record: numbers and dates, no name, no diagnosis."""

from collections.abc import Iterator, Sequence

from coach.domain.outcomes import Decision
from coach.review.follow_up import ExerciseLine, FollowUp, FollowUpDay, Visit
from coach.review.follow_up_answer import ends_of, leg_words, mean_words, reach_words
from coach.review.middle import middle
from coach.review.review_point import rule_words
from coach.review.verdicts import counted

OPENING = "Home program follow-up"
"""How every paragraph begins."""
MOST_EXERCISES = 4
"""Exercises that are named; the rest stands in the follow-up."""

DECIDED = {
    Decision.KEEP: "keep the plan as it is",
    Decision.EASE: "ease the plan",
    Decision.PROGRESS: "progress the plan",
}
UNCHANGED = {
    Decision.KEEP: "keep the plan as it is",
    Decision.EASE: "to ease the plan was weighed, nothing was changed",
    Decision.PROGRESS: "to progress the plan was weighed, nothing was changed",
}
"""What is said where nothing was signed, or a plan that is the same as the one before."""


def record_paragraph(seen: FollowUp) -> str:
    """What was reported, what was recorded, what the rules say, and what was decided.

    Four parts on a line each, after a line on safety where there is something to say.
    """
    parts = (
        _heading(seen),
        _safety(seen),
        f"S: {_joined(_reported(seen))}",
        f"O: {_joined(_recorded(seen))}",
        f"A: {_joined(_judged(seen))}",
        f"P: {_joined(_decided(seen))}",
    )
    return "\n".join(part for part in parts if part)


def _joined(sentences: Iterator[str]) -> str:
    return " ".join(f"{one[:1].upper()}{one[1:]}" for one in sentences if one)


def _heading(seen: FollowUp) -> str:
    plan = f"Plan {seen.plan_version}" if seen.plan_version else "No plan yet"
    stage = f", stage {seen.stage.value}" if seen.stage is not None else ""
    return (
        f"{OPENING}, {seen.since.isoformat()} to {seen.until.isoformat()} "
        f"(since {seen.since_why}). {plan}{stage}."
    )


def _safety(seen: FollowUp) -> str:
    if not seen.safety:
        return "Safety: no warning sign was named."
    events = (f"{event.at.date().isoformat()}: {event.what}" for event in seen.safety)
    locked = "Coaching is locked. " if any(event.standing for event in seen.safety) else ""
    return f"Safety: {locked}{' '.join(events)}"


# --- the parts


def _reported(seen: FollowUp) -> Iterator[str]:
    yield (
        f"{leg_words(seen.days)}, {_back_words(seen.days)}, {reach_words(seen.days)} "
        "(0 to 10; first to last noted days)."
    )
    yield _sleep_words(seen.days)
    if seen.mood:
        yield seen.mood
    if seen.medication:
        yield f"medicine for pain noted on {counted(_days_of_medicine(seen), 'day')}."


def _days_of_medicine(seen: FollowUp) -> int:
    return len({line.day for line in seen.medication})


def _back_words(days: Sequence[FollowUpDay]) -> str:
    ends = ends_of([day.back for day in days if day.back is not None])
    if ends is None:
        return "back not recorded on two days or more"
    return f"back {middle(ends.first):g} to {middle(ends.last):g}"


def _sleep_words(days: Sequence[FollowUpDay]) -> str:
    ends = ends_of([day.sleep for day in days if day.sleep is not None])
    if ends is None:
        return "sleep not recorded on two nights or more."
    return f"sleep {middle(ends.first):g} to {middle(ends.last):g} of 10."


def _recorded(seen: FollowUp) -> Iterator[str]:
    yield mean_words(seen.days)
    asked = [line for line in seen.exercises if line.asked]
    yield from map(_exercise_words, asked[:MOST_EXERCISES])
    if len(asked) > MOST_EXERCISES:
        yield f"{counted(len(asked) - MOST_EXERCISES, 'more exercise')}."
    sitting = seen.sitting
    if sitting.longest_minutes is not None:
        yield (
            f"longest sitting {sitting.longest_minutes:g} min, {sitting.over_limit} of "
            f"{counted(sitting.bouts, 'spell')} over the limit, hard seats "
            f"{sitting.hard_share or 0:g} percent."
        )
    for instrument in seen.instruments:
        yield f"{instrument.name}: {instrument.words}."


def _exercise_words(line: ExerciseLine) -> str:
    reasons = [f"{count} left out or stopped: {why}" for why, count in line.skipped.items()]
    return f"{line.name}: {', '.join([f'{line.done} of {line.asked} done', *reasons])}."


def _judged(seen: FollowUp) -> Iterator[str]:
    """What the rules say; judging is the therapist's."""
    standing = [one for one in seen.proposed if one.standing]
    lock = _lock_words(seen)
    if lock:
        yield lock
    told = " ".join(point.evidence for point in seen.points)
    worse = [sign for sign in seen.worse if sign not in told]
    if worse:
        yield f"worse: {' '.join(worse)}"
    for one in standing:
        yield f"the rules propose: {one.what}. {one.evidence}"
    for point in seen.points:
        yield point.for_therapist
    if not (standing or seen.points or lock or worse):
        yield "no rule proposes a change or asks for a talk."
    if seen.not_judged:
        rules = ", ".join(rule_words(one.rule) for one in seen.not_judged)
        yield f"not judged for want of data: {rules}."


def _lock_words(seen: FollowUp) -> str:
    """That coaching is locked, or that there was something to do with safety in this time."""
    if any(event.standing for event in seen.safety):
        return "coaching is locked; see safety."
    return "see safety first." if seen.safety else ""


def _decided(seen: FollowUp) -> Iterator[str]:
    if not seen.visits:
        yield "nothing decided yet."
    for visit in seen.visits:
        yield from _visit_words(visit)
    for step in seen.care:
        if step.on_day is not None and step.on_day >= seen.since:
            yield f"{step.words}: {step.on_day.isoformat()}{f', {step.note}' if step.note else ''}."


def _visit_words(visit: Visit) -> Iterator[str]:
    signed, day = visit.signed, visit.day.isoformat()
    if visit.decision is not None:
        words = DECIDED if signed is not None and signed.changed else UNCHANGED
        yield f"{words[visit.decision]} ({day})."
    if signed is not None:
        same = "" if signed.changed else ", the same for the patient as before"
        when = "" if visit.decision is not None else f" on {day}"
        yield f"version {signed.version} signed{when}, stage {signed.stage.value}{same}."
    if visit.note:
        yield visit.note if visit.note.endswith((".", "!", "?")) else f"{visit.note}."
