"""Criteria on walking, sleep, adherence, lights, settling and questionnaires.

Source: DESIGN, clinical 2.3 and 2.4.
"""

from datetime import date, timedelta

from coach.domain.counts import counted
from coach.domain.instrument_parts import Better
from coach.domain.lights import Light
from coach.domain.program import Criterion
from coach.review.gate_facts import GateFacts
from coach.review.verdicts import (
    NOT_RECORDED,
    State,
    Verdict,
    by_days,
    days_listed,
    last_days,
    last_noted,
    listed,
    shown,
)

WALK_DAYS = 7
"""A walk older than this says nothing of now (source: DESIGN)."""
SETTLED_DAYS = 7
"""So old an answer may be (source: DESIGN)."""
MOST_LISTED = 7
"""More lights than this are counted instead of named."""
_SETTLED_WORDS = {
    "hour": "within the hour",
    "morning": "by the morning",
    "not_yet": "not yet",
    "worse": "worse",
}
_UNSETTLED = ("not_yet", "worse")


def walk_minutes(criterion: Criterion, facts: GateFacts) -> Verdict:
    """A walk of `minutes` in one go in the last 7 days, done with the coach or answered."""
    days = last_days(WALK_DAYS, facts.today)
    walks = [facts.walks[day] for day in days if day in facts.walks]
    if not walks:
        return Verdict(criterion, State.NO_DATA, "No walk was noted in the last 7 days.")
    longest = max(walks)
    state = State.MET if longest >= (criterion.minutes or 0) else State.NOT_MET
    evidence = f"Longest walk of the last 7 days: {shown(longest)} min."
    return Verdict(criterion, state, evidence)


def sleeps_through(criterion: Criterion, facts: GateFacts) -> Verdict:
    """An easy position to sleep in was found on `days` of the last `of_days` nights."""
    need = criterion.days or 1
    days = last_days(criterion.of_days or need, last_noted(facts.easy_sleep, facts.today))
    marks = [facts.easy_sleep.get(day) for day in days]
    words = [NOT_RECORDED if mark is None else "yes" if mark else "no" for mark in marks]
    slept = sum(1 for mark in marks if mark)
    told = days_listed(words, "night")
    evidence = f"An easy position on {slept} of the last {len(days)} nights: {told}."
    return Verdict(criterion, by_days(marks, need), evidence)


def adherence_at_least(criterion: Criterion, facts: GateFacts) -> Verdict:
    """A mean of `percent` over the last `days` full days; half of them recorded at least.

    Days that asked for nothing are left out; days before the plan count as not recorded.
    """
    days = last_days(criterion.days or 1, facts.today - timedelta(days=1))
    asked = [facts.percents.get(day) for day in days if day in facts.percents or day < facts.start]
    known = [percent for percent in asked if percent is not None]
    over = f"{counted(len(known), 'recorded day')} of {len(asked)}"
    if not known or 2 * len(known) < len(asked):
        evidence = f"There are {over}; at least half are needed."
        return Verdict(criterion, State.NO_DATA, evidence)
    mean = round(sum(known) / len(known) + 1e-9, 1)
    state = State.MET if mean >= (criterion.percent or 0) else State.NOT_MET
    return Verdict(criterion, state, f"{shown(mean)} percent on the mean of {over}.")


def green_in_a_row(criterion: Criterion, facts: GateFacts) -> Verdict:
    """The last `sessions` sessions of this stage were green.

    With `days`, all sessions of the last `days` days were, there were so many of them, and the
    stage is as old.
    """
    need, days = criterion.sessions or 1, criterion.days
    if days is None:
        lights = [light for _, light in facts.lights][-need:]
        decided = len(lights) == need
    else:
        first = last_days(days, facts.today)[0]
        lights = [light for day, light in facts.lights if day >= first]
        decided = len(lights) >= need and facts.since <= first
    every = all(light is Light.GREEN for light in lights)
    evidence = _lights_words(lights)
    if days is not None and facts.since > first:
        evidence += f" This stage is not {days} days old yet."
    if days is not None and not every:
        return Verdict(criterion, State.NOT_MET, evidence)
    if not decided:
        return Verdict(criterion, State.NO_DATA, evidence)
    return Verdict(criterion, State.MET if every else State.NOT_MET, evidence)


def _lights_words(lights: list[Light]) -> str:
    if not lights:
        return "No session of this stage has a light yet."
    if len(lights) == 1:
        return f"The last session: {lights[0].value}."
    if len(lights) > MOST_LISTED:
        other = sum(1 for light in lights if light is not Light.GREEN)
        return f"{len(lights)} sessions, {f'{other} not green' if other else 'all green'}."
    return f"The last {len(lights)} sessions: {listed([light.value for light in lights])}."


def green_days(criterion: Criterion, facts: GateFacts) -> Verdict:
    """Every session was green on `days` of the last `of_days` days."""
    need = criterion.days or 1
    by_day = _day_lights(facts)
    days = last_days(criterion.of_days or need, last_noted(by_day, facts.today))
    marks = [by_day.get(day) for day in days]
    green = sum(1 for mark in marks if mark)
    unknown = sum(1 for mark in marks if mark is None)
    evidence = (
        f"Green on {green} of the last {len(days)} days, "
        f"{len(days) - green - unknown} not green, {unknown} {NOT_RECORDED}."
    )
    if len(days) == 1:
        told = "green" if green else NOT_RECORDED if unknown else "not green"
        evidence = f"The last day: {told}."
    return Verdict(criterion, by_days(marks, need), evidence)


def amber_days_below(criterion: Criterion, facts: GateFacts) -> Verdict:
    """Fewer than `days` of the last `of_days` days were amber or red.

    A day without a session is not amber: this rule only holds people back.
    """
    by_day = _day_lights(facts)
    days = last_days(criterion.of_days or criterion.days or 1, facts.today)
    amber = sum(1 for day in days if by_day.get(day) is False)
    state = State.MET if amber < (criterion.days or 1) else State.NOT_MET
    evidence = f"Amber or red on {amber} of the last {len(days)} days."
    if len(days) == 1:
        evidence = f"The last day: {'amber or red' if amber else 'not amber or red'}."
    return Verdict(criterion, state, evidence)


def _day_lights(facts: GateFacts) -> dict[date, bool]:
    """Whether all sessions of a day were green."""
    by_day: dict[date, bool] = {}
    for day, light in facts.lights:
        by_day[day] = by_day.get(day, True) and light is Light.GREEN
    return by_day


def not_settled(criterion: Criterion, facts: GateFacts) -> Verdict:
    """The last answers of `days` days running say that the leg had not settled.

    Only days of the present stage count; those on which nobody asked do not break the run.
    """
    need = criterion.days or 1
    first = max(facts.since, last_days(SETTLED_DAYS, facts.today)[0])
    answers = [facts.settled[day] for day in sorted(facts.settled) if day >= first][-need:]
    if not answers:
        return Verdict(criterion, State.NO_DATA, "Whether it settled was not asked lately.")
    evidence = f"Settled? {listed([_SETTLED_WORDS[one] for one in answers])}."
    if any(answer not in _UNSETTLED for answer in answers):
        return Verdict(criterion, State.NOT_MET, evidence)
    return Verdict(criterion, State.MET if len(answers) == need else State.NO_DATA, evidence)


def settled(criterion: Criterion, facts: GateFacts) -> Verdict:
    """The last answer of the last 7 days is that it settled, or no session had to be asked about.

    A session that hurt and was not asked about since leaves it open.
    """
    first = last_days(SETTLED_DAYS, facts.today)[0]
    answered = max((day for day in facts.settled if first <= day <= facts.today), default=None)
    sessions = [pair for pair in facts.clear_on if pair[0] >= first]
    evidence = "No session of the last 7 days had to be asked about."
    if answered is not None:
        answer = facts.settled[answered]
        evidence = f"Settled? {_SETTLED_WORDS[answer]}."
        if answer in _UNSETTLED:
            return Verdict(criterion, State.NOT_MET, evidence)
    for day, clear in sessions:
        if (answered is None or day >= answered) and (clear is None or clear > facts.today):
            evidence = "Whether it settled after a session was not answered."
            return Verdict(criterion, State.NO_DATA, evidence)
    if answered is None and not sessions:
        return Verdict(criterion, State.NO_DATA, "There was no session in the last 7 days.")
    return Verdict(criterion, State.MET, evidence)


def no_red_flag(criterion: Criterion, facts: GateFacts) -> Verdict:
    """No hold stands, and no question about warning signs is open.

    Where nobody went through the whole list, nothing is known of them.
    """
    if facts.flag_open:
        evidence = "A question about warning signs is open. Answer the safety questions first."
        return Verdict(criterion, State.NOT_MET, evidence)
    if not facts.list_finished:
        evidence = "The safety list was never finished. Answer the safety questions first."
        return Verdict(criterion, State.NO_DATA, evidence)
    return Verdict(criterion, State.MET, "No yes to a warning sign waits to be looked into.")


def days_in_stage(criterion: Criterion, facts: GateFacts) -> Verdict:
    """At least `days` days since the stage began."""
    days = max(0, (facts.today - facts.since).days)
    state = State.MET if days >= (criterion.days or 0) else State.NOT_MET
    return Verdict(criterion, state, f"{counted(days, 'day')} in this stage.")


def instrument_change(criterion: Criterion, facts: GateFacts) -> Verdict:
    """The newest total of a questionnaire is better than the first of the plan by enough.

    `points` of its scale, or `percent` of the first total: either is enough. Nothing left to
    lower is enough too.
    """
    totals = [pair for pair in facts.totals.get(criterion.instrument, ()) if pair[0] >= facts.start]
    if len(totals) < 2:
        times = "once" if totals else "not yet"
        evidence = f"Answered {times}; two answers are needed to compare."
        return Verdict(criterion, State.NO_DATA, evidence)
    first, last = totals[0][1], totals[-1][1]
    lower = criterion.better is Better.LOWER
    moved = first - last if lower else last - first
    by_points = criterion.points is not None and moved >= criterion.points
    by_percent = (
        criterion.percent is not None and first > 0 and moved * 100 >= criterion.percent * first
    )
    enough = by_points or by_percent or (lower and last <= 0)
    evidence = f"From {shown(first)} to {shown(last)}."
    return Verdict(criterion, State.MET if enough else State.NOT_MET, evidence)
