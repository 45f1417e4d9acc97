"""A follow-up as a paragraph for the patient's record: numbers and dates, no name, no diagnosis."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from coach.domain.counts import counted
from coach.domain.middle import middle
from coach.domain.outcomes import Reason
from coach.domain.text import clean_line
from coach.review.follow_up import (
    ExerciseLine,
    FollowUp,
    FollowUpDay,
    Proposed,
    SafetyEvent,
)
from coach.review.follow_up_answer import ends_of, leg_words, mean_words, reach_words, skipped_words
from coach.review.record_decided import decided
from coach.review.review_point import rule_words
from coach.review.said import Said, cut, fitted
from coach.review.worsening import NO_BETTER_POINTS, WORSE_POINTS

OPENING = "Home program follow-up"
"""How every paragraph begins."""
MOST_WORDS = 150
MOST_CHARACTERS = 4000
"""Of one part: longer words than people write are cut."""
PARTS = ("S", "O", "A", "P")
MOST_EXERCISES = 4
"""Exercises that are named; the rest stands in the follow-up."""
MOST_NOTES = 2
MOST_OWN_WORDS, MOST_QUESTION = 20, 24
"""Words of one note of the patient's, and of one safety event."""


def record_paragraph(seen: FollowUp) -> str:
    """What was reported, what was recorded, what the rules say, and what was decided.

    Four parts on a line each, after a line on safety; nothing twice; 150 words at most, or as many
    as what was decided, with why more was asked for, takes. What is left out for that stands in the
    follow-up. It is copied and kept elsewhere, so no word of it holds a control character or ends a
    line.
    """
    made = fitted(
        [
            _heading(seen),
            _safety(seen),
            list(_reported(seen)),
            list(_recorded(seen)),
            list(_judged(seen)),
            list(decided(seen)),
        ],
        MOST_WORDS - len(PARTS) - 1,  # What the lines begin with.
    )
    heads = ("", "Safety: ", *(f"{part}: " for part in PARTS))
    lines = [f"{head}{_joined(sentences)}" for head, sentences in zip(heads, made, strict=True)]
    return "\n".join(lines)


def _joined(sentences: Sequence[str]) -> str:
    text = " ".join(f"{one[:1].upper()}{one[1:]}" for one in sentences)
    return clean_line(text, limit=MOST_CHARACTERS)


def _heading(seen: FollowUp) -> list[Said]:
    plan = f"Plan {seen.plan_version}" if seen.plan_version else "No plan yet"
    stage = f", stage {seen.stage.value}" if seen.stage is not None else ""
    days = f"{seen.since.isoformat()} to {seen.until.isoformat()} (since {seen.since_why})"
    return [Said(0, f"{OPENING}, {days}. {plan}{stage}.")]


def _safety(seen: FollowUp) -> list[Said]:
    if seen.last_fact_at is None:
        return [Said(0, "not known, nothing was received.")]
    if not seen.safety:
        return [Said(0, seen.not_asked or "no warning sign was named.")]
    locked = any(event.standing for event in seen.safety)
    said = [Said(0, "coaching is locked." if locked else ""), *_signs_named(seen.safety)]
    others = sorted(
        (event for event in seen.safety if not event.sign), key=lambda event: not event.standing
    )
    lift = next((one for one in others if one.is_lift), None)
    for nth, one in enumerate(others):
        day = one.at.date().isoformat()
        rank = 6 if nth and one is not lift else 0
        said.append(Said(rank, f"{day}: {cut(one.what, MOST_QUESTION)}"))
    said.append(Said(0, seen.not_asked))
    return said


def _signs_named(events: Sequence[SafetyEvent]) -> Iterator[Said]:
    """The signs that were answered yes, a sentence a day: what locks now first, then the newest."""
    by_day: dict[date, list[SafetyEvent]] = defaultdict(list)
    for event in sorted(events, key=lambda event: not event.standing):
        if event.sign:
            by_day[event.at.date()].append(event)
    for nth, (day, yes) in enumerate(by_day.items()):
        signs = ", ".join(dict.fromkeys(clean_line(one.sign).rstrip(".?") for one in yes))
        yield Said(nth and 2, f"{day.isoformat()}: yes to {cut(signs, MOST_QUESTION)}.")


# --- the parts


def _reported(seen: FollowUp) -> Iterator[Said]:
    yield Said(
        0,
        f"{leg_words(seen.days)}, {_back_words(seen.days)}, {reach_words(seen.days)} "
        "(first to last noted days).",
    )
    notes = tuple(dict.fromkeys((*seen.safety_notes, *reversed(seen.notes))))[:MOST_NOTES]
    for nth, note in enumerate(notes):
        words = cut(clean_line(note.text).rstrip("."), MOST_OWN_WORDS)
        yield Said(1 + nth, f"in their words, {note.day.isoformat()}: “{words}”.")
    yield Said(5, _sleep_words(seen.days))
    if seen.medication:
        yield Said(6, f"medicine for pain noted on {counted(_days_of_medicine(seen), 'day')}.")
    yield Said(8, seen.mood_words())


def _days_of_medicine(seen: FollowUp) -> int:
    return len({line.day for line in seen.medication})


def _back_words(days: Sequence[FollowUpDay]) -> str:
    ends = ends_of([day.back for day in days if day.back is not None])
    if ends is None:
        noted = [day.back for day in days if day.back is not None]
        return f"back {noted[0]} on the one day it was noted" if noted else "back not recorded"
    return f"back {middle(ends.first):g} to {middle(ends.last):g}"


def _sleep_words(days: Sequence[FollowUpDay]) -> str:
    ends = ends_of([day.sleep for day in days if day.sleep is not None])
    if ends is None:
        noted = [day.sleep for day in days if day.sleep is not None]
        one = f"sleep {noted[0]} of 10 on the one night it was noted." if noted else ""
        return one or "sleep not recorded."
    return f"sleep {middle(ends.first):g} to {middle(ends.last):g} of 10."


def _recorded(seen: FollowUp) -> Iterator[Said]:
    yield Said(0, mean_words(seen.days))
    asked = [line for line in seen.exercises if line.asked or line.skipped]
    for nth, line in enumerate(asked[:MOST_EXERCISES]):
        # What was left out for pain most is what a decision rests on: its pain stays.
        hurt = skipped_words([line]) if not nth and line.skipped.get(Reason.PAIN.value) else ""
        yield Said(2 + nth, _exercise_words(line), hurt and f"{hurt}.")
    if len(asked) > MOST_EXERCISES:
        yield Said(5, f"{counted(len(asked) - MOST_EXERCISES, 'more exercise')}.")
    sitting = seen.sitting
    if sitting.longest_minutes is not None:
        yield Said(
            6,
            f"longest sitting {sitting.longest_minutes:.0f} min, {sitting.over_limit} of "
            f"{counted(sitting.bouts, 'spell')} over the limit.",
        )
    for instrument in seen.instruments:
        yield Said(1 if instrument.important else 7, f"{instrument.name}: {instrument.words}.")


def _exercise_words(line: ExerciseLine) -> str:
    told = {Reason.NONE.value: "no reason given"}
    reasons = [
        f"{count} left out or stopped: {told.get(why, why)}" for why, count in line.skipped.items()
    ]
    done = [f"{line.done} of {line.asked} done"] if line.asked else []
    return f"{line.name}: {', '.join([*done, *reasons])}."


def _judged(seen: FollowUp) -> Iterator[Said]:
    """What the rules say; judging is the therapist's."""
    standing = [one for one in seen.proposed if one.standing]
    lock = _lock_words(seen)
    if lock:
        yield Said(0, lock)
    worse = list(_signs(seen, standing))
    for nth, sign in enumerate(worse):
        yield Said(nth and 3, sign if nth else f"worse: {sign}")
    for sign in seen.no_better if not worse else ():
        yield Said(1, f"no better: {sign}")
    for one in standing:
        yield Said(1, f"the rules propose: {one.what}.")
        yield Said(4, one.evidence)
    told = (WORSE_POINTS if worse else set()) | NO_BETTER_POINTS
    points = [one for one in seen.points if one.rule not in told]
    for point in points:
        yield Said(3, f"{point.for_therapist.split('. ')[0].rstrip('.')}.")
    if not (standing or points or lock or worse or seen.no_better):
        yield Said(0, "no rule proposes a change or asks for a talk.")
    if seen.not_judged:
        rules = ", ".join(rule_words(one.rule) for one in seen.not_judged)
        yield Said(7, f"not judged for want of data: {rules}.")


def _signs(seen: FollowUp, standing: Sequence[Proposed]) -> Iterator[str]:
    """The signs that it got worse: not what a proposal says, and no figure of another sign."""
    figures = {point.evidence for point in seen.points}
    others = [sign for sign in seen.worse if not any(one.evidence in sign for one in standing)]
    if any(sign not in figures for sign in others):
        others = [sign for sign in others if sign not in figures]
    yield from others


def _lock_words(seen: FollowUp) -> str:
    """That safety comes before what the rules say."""
    if any(event.standing for event in seen.safety):
        return "see safety."
    return "see safety first." if seen.safety else ""
