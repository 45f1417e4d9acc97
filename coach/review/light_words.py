"""What a session's light says in words: one rule for screens and lines."""

from coach.domain.events import ExerciseDone
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.outcomes import SessionOutcome
from coach.domain.pain import PainReport

LIGHTS = {
    Light.GREEN: ("Green", "That went well. Go on as planned."),
    Light.AMBER: ("Amber", "It is a bit more than before. Rest now. Next time do a little less."),
    Light.RED: ("Red", "Tell your therapist. Leave these exercises until you have talked."),
}
"""Headline and what to do for each light."""
NO_LIGHT = ("Not recorded", "No leg score was given, so there is nothing to compare.")

FURTHER_DOWN = "It goes further down the leg than before."
SETTLED = "It has settled again."
TELL_WHAT_HURT = "Tell your therapist what hurt."
LEAVE_WHAT_WAS_RED = "Leave what was stopped red until you have talked to your therapist."


def light_words(
    light: Light | None, outcome: SessionOutcome, *, stopped_red: bool, further_down: bool = False
) -> tuple[str, str]:
    """Headline and sentence for the light at the end of a session.

    A session in which something was stopped for pain is never told that it went well, whatever
    the last score says; symptoms further down the leg come before any number.
    """
    headline, sentence = LIGHTS[light] if light is not None else NO_LIGHT
    if light is Light.RED:
        return headline, f"{FURTHER_DOWN} {sentence}" if further_down else sentence
    if not stopped_red and outcome is not SessionOutcome.STOPPED_PAIN:
        return headline, sentence
    first = SETTLED if light is Light.GREEN else sentence
    return headline, f"{first} {LEAVE_WHAT_WAS_RED if stopped_red else TELL_WHAT_HURT}"


def stopped_red(history: History, session: str) -> bool:
    """Whether something was stopped with a red light in this session."""
    done = (fact for _, fact in history.of(ExerciseDone))
    return any(fact.session == session and fact.light is Light.RED for fact in done)


def further_down(before: PainReport, after: PainReport) -> bool:
    """Whether it reaches further down the leg than before."""
    return before.reach is not None and after.reach is not None and after.reach > before.reach
