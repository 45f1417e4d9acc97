"""A no to the question about the skin before a pack, which is left out: told to the therapist."""

from datetime import date
from typing import TYPE_CHECKING

from coach.domain.easing import asked_exercise
from coach.domain.events import AnswerGiven, Stamped
from coach.domain.history import History
from coach.domain.timers import SKIN
from coach.review.follow_up import SafetyEvent

if TYPE_CHECKING:  # It knows the caseload's rules, which rest on this.
    from coach.review.follow_up_window import Known

NUMB_SKIN = "numb skin"
"""Why a pack was left out."""
NO = "no"


def numb_items(own: History) -> frozenset[str]:
    """Items of which the skin was numb at the last answer."""
    answers = {fact.item: fact.value for _, fact in own.of(AnswerGiven) if fact.instrument == SKIN}
    return frozenset(item for item, value in answers.items() if value == NO)


def numb_events(own: History, known: "Known", since: date) -> tuple[SafetyEvent, ...]:
    """Every pack before which the skin was numb from `since` on, once a day; newest first."""
    told: dict[tuple[date, str], SafetyEvent] = {}
    for stamped, fact in own.of(AnswerGiven):
        if fact.instrument != SKIN or stamped.day < since:
            continue
        exercise = asked_exercise(fact.item) or fact.item
        key, name = (stamped.day, exercise), known.name(exercise)
        if fact.value == NO:
            told[key] = _event(stamped, f"{name} left out: {NUMB_SKIN}.")
        elif key in told:
            again = f"{name}: {NUMB_SKIN} at first; as usual when asked again."
            told[key] = _event(stamped, again)
    return tuple(sorted(told.values(), key=lambda event: event.at, reverse=True))


def _event(stamped: Stamped, what: str) -> SafetyEvent:
    return SafetyEvent(stamped.at, what, standing=False)
