"""Whether a patient got worse: as long as they did, no rule raises anything, and it is said."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec.structs import replace

from coach.domain.caseload import Enrolled
from coach.domain.history import History
from coach.domain.pain import Reach, further_down
from coach.review.caseload_reasons import leg_up, lower
from coach.review.caseload_rules import Case, CaseloadRules
from coach.review.caseload_signs import signs_of
from coach.review.follow_up import FollowUpDay
from coach.review.follow_up_answer import ends_of
from coach.review.follow_up_window import ends_early
from coach.review.outlook import Kind, Outlook
from coach.review.review_point import ReviewPoint

WORSE_POINTS = {"leg_up", "further_down", "after_recovery"}
"""Reasons to talk that say it got worse."""
NO_BETTER_POINTS = {"strong_days", "severe"}
"""Those that say it is strong and does not go down: against more as well, and no worse."""


def worsening(
    history: History,
    days: Sequence[FollowUpDay],
    points: Sequence[ReviewPoint],
    outlook: Outlook | None,
    rules: CaseloadRules,
    now: datetime,
) -> tuple[str, ...]:
    """Every sign that it got worse, a sentence each; empty when there is none.

    The leg and the way down the leg are judged as in the caseload, decided or not.
    """
    return tuple(dict.fromkeys(_signs(history, days, points, outlook, rules, now)))


def _signs(
    history: History,
    days: Sequence[FollowUpDay],
    points: Sequence[ReviewPoint],
    outlook: Outlook | None,
    rules: CaseloadRules,
    now: datetime,
) -> Iterator[str]:
    nobody = Enrolled("", "", "", now.date())
    case = Case(nobody, replace(signs_of(history), decided_at=None), rules, now)
    up, down = leg_up(case), lower(case)
    if up is not None:
        yield up.words
    if down is not None:
        yield down.words
    elif further := _further_down(days):
        yield further
    for point in points:
        if point.rule in WORSE_POINTS:
            yield point.evidence
    over = ends_early(history.last_day, now.date())
    for proposal in outlook.proposals if outlook is not None else ():
        if proposal.kind is Kind.STEP_BACK:
            yield f"A step back is proposed: {proposal.evidence}"
        elif proposal.kind is Kind.FLARE:
            # A day that is over needs no plan, and is a sign all the same.
            proposed = "" if over else "The plan for a bad day is proposed: "
            yield f"{proposed}{proposal.evidence}"


def no_better(points: Sequence[ReviewPoint]) -> tuple[str, ...]:
    """Every sign that it is no better, a sentence each; empty when there is none."""
    told = (point.evidence for point in points if point.rule in NO_BETTER_POINTS)
    return tuple(dict.fromkeys(told))


def _further_down(days: Sequence[FollowUpDay]) -> str:
    """The furthest of the last noted days against that of the first ones of the window."""
    ends = ends_of([day.reach for day in days if day.reach is not None])
    if ends is None:
        return ""
    first, last = Reach(max(ends.first)), Reach(max(ends.last))
    if not further_down(first, last):
        return ""
    return f"Further down the leg at the end of this time: {first.word} to {last.word}."
