"""A stage criterion as a sentence for the patient, for when nobody wrote one."""

from collections.abc import Callable, Mapping

from coach.domain.instrument_parts import Better
from coach.domain.program import Criterion, GateRule


def criterion_sentence(criterion: Criterion) -> str:
    """The rule with its numbers in plain words: what its judge looks at, and nothing else."""
    return _WORDS[criterion.rule](criterion)


def _leg_at_most(criterion: Criterion) -> str:
    below = f", or {criterion.or_points} below the start," if criterion.or_points else ""
    return f"Leg pain {criterion.score} or less{below} on {_of_the_last(criterion, 'days')}."


def _leg_down_by(criterion: Criterion) -> str:
    return f"Leg pain this week is {_points(criterion)} or more below the start."


def _leg_up_by(criterion: Criterion) -> str:
    points, days = _points(criterion), _counted(criterion.days or 1, "day")
    return f"Leg pain, as a mean of 7 days, has been {points} or more higher for {days}."


def _reach_not_lower(criterion: Criterion) -> str:
    if criterion.of_days:
        on = _of_the_last(criterion, "days")
        return f"The feeling was no further down the leg on {on}."
    days = _counted(criterion.days or 1, "day")
    return f"The feeling has not moved further down the leg for {days}."


def _reach_lower(criterion: Criterion) -> str:
    if criterion.of_days:
        return f"The feeling was further down the leg on {_of_the_last(criterion, 'days')}."
    days = _counted(criterion.days or 1, "day")
    return f"The feeling has been further down the leg for {days}."


def _walk_minutes(criterion: Criterion) -> str:
    return f"You can walk for {_counted(criterion.minutes or 0, 'minute')}."


def _sleeps_through(criterion: Criterion) -> str:
    return f"You slept in an easy position on {_of_the_last(criterion, 'nights')}."


def _adherence_at_least(criterion: Criterion) -> str:
    days = _last(criterion.days or 1, "days")
    return f"At least {criterion.percent} percent done in {days}."


def _green_in_a_row(criterion: Criterion) -> str:
    sessions = criterion.sessions or 1
    if criterion.days is not None:
        days = _last(criterion.days, "days")
        return f"All sessions of {days} were green, {sessions} at least."
    if sessions == 1:
        return "The last session was green."
    return f"The last {sessions} sessions were green."


def _green_days(criterion: Criterion) -> str:
    return f"Every session was green on {_of_the_last(criterion, 'days')}."


def _amber_days_below(criterion: Criterion) -> str:
    days = _last(criterion.of_days or criterion.days or 1, "days")
    return f"Fewer than {criterion.days} of {days} were amber or red."


def _not_settled(criterion: Criterion) -> str:
    return f"The leg had not settled after {_counted(criterion.days or 1, 'day')}."


def _settled(_criterion: Criterion) -> str:
    return "Your leg settled by the next morning after the last session."


def _no_red_flag(_criterion: Criterion) -> str:
    return "No warning sign is open."


def _days_in_stage(criterion: Criterion) -> str:
    return f"You have been in this stage for {_counted(criterion.days or 0, 'day')}."


def _instrument_change(criterion: Criterion) -> str:
    amounts = []
    if criterion.points is not None:
        amounts.append(f"by {_points(criterion)}")
    if criterion.percent is not None:
        amounts.append(f"by {criterion.percent} percent")
    way = "down" if criterion.better is Better.LOWER else "up"
    return f"Your score in {criterion.instrument} is {way} {', or '.join(amounts)} since the start."


_WORDS: Mapping[GateRule, Callable[[Criterion], str]] = {
    GateRule.LEG_AT_MOST: _leg_at_most,
    GateRule.LEG_DOWN_BY: _leg_down_by,
    GateRule.LEG_UP_BY: _leg_up_by,
    GateRule.REACH_NOT_LOWER: _reach_not_lower,
    GateRule.REACH_LOWER: _reach_lower,
    GateRule.WALK_MINUTES: _walk_minutes,
    GateRule.SLEEPS_THROUGH: _sleeps_through,
    GateRule.ADHERENCE_AT_LEAST: _adherence_at_least,
    GateRule.GREEN_IN_A_ROW: _green_in_a_row,
    GateRule.GREEN_DAYS: _green_days,
    GateRule.AMBER_DAYS_BELOW: _amber_days_below,
    GateRule.NOT_SETTLED: _not_settled,
    GateRule.SETTLED: _settled,
    GateRule.NO_RED_FLAG: _no_red_flag,
    GateRule.DAYS_IN_STAGE: _days_in_stage,
    GateRule.INSTRUMENT_CHANGE: _instrument_change,
}


def _of_the_last(criterion: Criterion, what: str) -> str:
    """`3 of the last 4 days`, `each of the last 3 days`, or `the last day`."""
    days = criterion.days or 1
    of_days = criterion.of_days or days
    if of_days == 1:
        return _last(1, what)
    count = "each" if days == of_days else str(days)
    return f"{count} of {_last(of_days, what)}"


def _last(count: int, what: str) -> str:
    return f"the last {count} {what}" if count != 1 else f"the last {what.removesuffix('s')}"


def _points(criterion: Criterion) -> str:
    return _counted(criterion.points or 0, "point")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
