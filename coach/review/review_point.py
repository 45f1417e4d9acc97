"""What a rule of the review finds: a reason to talk, or that it could not be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

TALK = "Talk to your therapist about this: "
LEG = "leg pain"


@dataclass(frozen=True, slots=True)
class ReviewPoint:
    """One reason to talk, for both readers."""

    rule: str
    since: date
    for_patient: str
    for_therapist: str
    evidence: str
    """The figures it rests on."""


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A rule that could not be looked at."""

    rule: str
    missing: str
    """What was not noted often enough, in the patient's words."""


Judgement = ReviewPoint | NotJudged | None
"""What one rule says of one day; None when there is nothing to say."""


def point(rule: str, since: date, words: str, condition: str, evidence: str) -> ReviewPoint:
    """A reason to talk: `words` for the patient; rule, condition and figures for the therapist."""
    return ReviewPoint(
        rule=rule,
        since=since,
        for_patient=TALK + words,
        for_therapist=f"{rule} since {since.isoformat()}: {condition}. {evidence}",
        evidence=evidence,
    )


def listed(numbers: Sequence[int]) -> str:
    """`7, 6, 7`."""
    return ", ".join(str(number) for number in numbers)
