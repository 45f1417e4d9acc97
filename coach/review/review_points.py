"""Review points: when the log gives a reason to talk to the therapist soon.

Each stands from its day on until it no longer holds, and none is judged without data. How one
thinks it changed overall (`global-change`) is never used alone: what is remembered fits badly over
time (source: S58b). "More than two days mostly in bed" is not among them: the log cannot know it.
"""

from collections.abc import Callable
from datetime import date

from coach.domain.history import History
from coach.review import review_any_time, review_by_time
from coach.review.review_facts import ReviewFacts, review_facts
from coach.review.review_point import Judgement, NotJudged, ReviewPoint

RULES: tuple[Callable[[ReviewFacts], Judgement], ...] = (
    review_any_time.leg_up,
    review_any_time.strong_days,
    review_any_time.lower,
    review_any_time.back_again,
    review_by_time.severe,
    review_by_time.two_weeks,
    review_by_time.six_weeks,
    review_by_time.twelve_weeks,
    review_by_time.four_months,
    review_any_time.sleep,
    review_any_time.mood,
    review_any_time.long_calm,
)
"""Every rule, the most pressing first."""


def review_points(history: History, plan_first_day: date, today: date) -> list[ReviewPoint]:
    """The reasons to talk that hold today, the most pressing first."""
    found = judged(history, plan_first_day, today)
    return [one for one in found if isinstance(one, ReviewPoint)]


def not_judged(history: History, plan_first_day: date, today: date) -> list[NotJudged]:
    """The rules that would be looked at today if enough had been noted."""
    found = judged(history, plan_first_day, today)
    return [one for one in found if isinstance(one, NotJudged)]


def judged(history: History, plan_first_day: date, today: date) -> list[ReviewPoint | NotJudged]:
    """Every rule that has something to say today."""
    facts = review_facts(history, plan_first_day, today)
    return [found for rule in RULES if (found := rule(facts)) is not None]
