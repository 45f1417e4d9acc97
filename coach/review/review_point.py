"""What a rule of the review finds: a reason to talk, or that it could not be looked at."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

TALK = "Talk to your therapist about this: "
LEG = "leg pain"


class ReviewPoint(Struct, frozen=True):
    """One reason to talk, for both readers."""

    rule: str
    since: date
    """The day from which it holds, or for a rule of one time of the plan is looked at."""
    for_patient: str
    for_therapist: str
    evidence: str
    """The figures it rests on."""


class NotJudged(Struct, frozen=True):
    """A rule that could not be looked at."""

    rule: str
    missing: str
    """What was not noted often enough, in the patient's words."""


Judgement = ReviewPoint | NotJudged | None
"""What one rule says of one day; None when there is nothing to say."""


RULES_IN_WORDS = {
    "leg_up": "leg up",
    "strong_days": "strong leg pain",
    "further_down": "further down the leg",
    "after_recovery": "leg back after it had eased",
    "severe": "strong and no progress after six weeks",
    "two_weeks": "two weeks in",
    "six_weeks": "six weeks in",
    "twelve_weeks": "twelve weeks in",
    "four_months": "four months in",
    "sleep": "sleep",
    "mood": "mood",
    "long_calm": "long in the first stage",
}
"""Every rule as a therapist reads it."""


def rule_words(rule: str) -> str:
    """A rule in words."""
    return RULES_IN_WORDS.get(rule, rule.replace("_", " "))


def point(
    rule: str, since: date, words: str, condition: str, evidence: str, *, looked_at: bool = False
) -> ReviewPoint:
    """A reason to talk: `words` for the patient; rule, condition and figures for the therapist.

    With `looked_at` the rule waited for `since`, and may have begun to hold on any day after it.
    """
    from_when = f"{'looked at ' if looked_at else ''}since {since.isoformat()}"
    return ReviewPoint(
        rule=rule,
        since=since,
        for_patient=TALK + words,
        for_therapist=f"{rule_words(rule)}, {from_when}: {condition}. {evidence}",
        evidence=evidence,
    )


def listed(numbers: Sequence[int]) -> str:
    """`7, 6, 7`."""
    return ", ".join(str(number) for number in numbers)
