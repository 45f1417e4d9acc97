"""What a session's light says in words: one rule for screens and lines."""

from enum import StrEnum

from coach.domain import pain
from coach.domain.events import ExerciseDone, LightGiven
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.outcomes import SessionOutcome
from coach.domain.pain import PainReport

LIGHTS = {
    Light.GREEN: ("Green", "That went well. Go on as planned."),
    Light.AMBER: (
        "Amber",
        "It is a bit more than before. Rest now. Next time you are asked when it settled.",
    ),
    Light.RED: ("Red", "Rest now. Tell your therapist."),
}
"""Headline and what to do for each light."""
NO_LIGHT = ("Not recorded", "No leg score was given, so there is nothing to compare.")
NOTHING_DONE = ("Nothing done", "Nothing was done this time. What you noted is kept.")
"""A session without a repetition or a second of work went neither well nor badly."""

FURTHER_DOWN = "It goes further down the leg than before."
SETTLED = "Now the leg is about as it was before."
TELL_WHAT_HURT = "Tell your therapist what hurt."


class Coming(StrEnum):
    """What the plan makes next time of what was red."""

    EASIER = "easier"
    LEFT_OUT = "left_out"
    AS_IT_IS = "as_it_is"


_COMING = {
    Coming.EASIER: "What was red is left out for today. Next time it comes easier.",
    Coming.LEFT_OUT: "What was red is left out until your therapist changes the plan.",
    Coming.AS_IT_IS: "What was red is left out for today.",
}


def light_words(
    light: Light | None,
    outcome: SessionOutcome,
    *,
    stopped_red: bool,
    further_down: bool = False,
    nothing_done: bool = False,
    set_done: bool = True,
    left_for_pain: bool = False,
    coming: Coming = Coming.AS_IT_IS,
) -> tuple[str, str]:
    """Headline and sentence for the light at the end of a session.

    A session in which something was stopped or left out for pain, was red by itself, or in which no
    set was done whole, is never told that it went well, whatever the last score says; symptoms
    further down the leg come before any number.
    What is said of the next time is what the plan does (`coming`).
    """
    light = told_light(light, stopped_red=stopped_red)
    hurt = left_for_pain or outcome is SessionOutcome.STOPPED_PAIN
    if nothing_done and light is not Light.RED:
        told = TELL_WHAT_HURT if hurt else ""
        return NOTHING_DONE[0], f"{NOTHING_DONE[1]} {told}".rstrip()
    headline, sentence = LIGHTS[light] if light is not None else NO_LIGHT
    if light is Light.RED:
        parts = [FURTHER_DOWN] if further_down else []
        parts.append(sentence)
        if stopped_red or coming is not Coming.AS_IT_IS:
            parts.append(_COMING[coming])
        return headline, " ".join(parts)
    went_well = set_done and not stopped_red and not hurt
    first = SETTLED if light is Light.GREEN and not went_well else sentence
    if not stopped_red and not hurt:
        return headline, first
    if stopped_red:
        return headline, f"{first} {_COMING[coming]} {TELL_WHAT_HURT}"
    return headline, f"{first} {TELL_WHAT_HURT}"


def told_light(light: Light | None, *, stopped_red: bool) -> Light | None:
    """The light to show: red where something was red and nothing was noted after it."""
    return Light.RED if light is None and stopped_red else light


def stopped_red(history: History, session: str) -> bool:
    """Whether an exercise of this session was red by itself, stopped or not."""
    done = (fact for _, fact in history.of(ExerciseDone))
    if any(fact.session == session and fact.light is Light.RED for fact in done):
        return True
    given = (fact for _, fact in history.of(LightGiven) if fact.session == session)
    return any(fact.item and fact.light is Light.RED for fact in given)


def further_down(before: PainReport, after: PainReport) -> bool:
    """Whether it reaches further down the leg than before."""
    return pain.further_down(before.reach, after.reach)
