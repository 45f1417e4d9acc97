"""Fitting the sitting limits to the patient, within the therapist's bounds.

Source: clinical 4.3 and 4.5 number 6, DESIGN. The words, plainly:

* The score before a bout is the last leg score of that day up to its begin; without one, the
  middle leg score of the seven days before. Without either the bout is not judged.
* Scores of a bout are the leg scores given in it, or within five minutes after it and before the
  next one.
* The leg rose when one of them is two or more above the score before; the minutes to the rise
  are those sat at a stretch when the first such score was given.
* A rise before the limit sets the limit of that surface to 80 percent of the minutes to it. One
  within the first five minutes proves nothing: so soon it is not the sitting (source: DESIGN).
* What hurts in a session, or after it, is no score of the bout that the session ended.
* Three days in a row on which every judged bout on a surface was long enough to tell, and none
  rose, make its limit five minutes longer.

A new plan and a new stage start from their own minutes; so does a limit that was taken back.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from coach.domain.events import (
    PainScore,
    PlanReceived,
    SittingBout,
    StageChanged,
    Stamped,
    WarningGiven,
)
from coach.domain.middle import middle
from coach.domain.outcomes import LimitRule, WarningKind
from coach.domain.pain import Moment, Site
from coach.domain.program import SittingLimits, Surface
from coach.domain.sitting_spells import Sat, stretches
from coach.domain.time_events import ReminderPutOff, SittingLimitSet

RISE_POINTS = 2
RISE_PERCENT = 80
MORE_MINUTES = 5
LEAST_MINUTES = 5
"""No limit is fitted below this; the therapist's own may be shorter, and holds."""
LEAST_RISE_MINUTES = 5
"""A leg that rises sooner at a stretch did so for another reason (source: DESIGN)."""
IN_SESSION = (Moment.DURING, Moment.AFTER)
DAYS_WITHOUT_RISE = 3
SCORE_AFTER_END = timedelta(minutes=5)
USUAL_DAYS = 7
MOST_IGNORED = 6
IGNORED_AFTER = timedelta(minutes=5)
"""A warning is ignored when the bout goes on for so long after it (source: DESIGN)."""
REASON_DAYS = 28
LONG_ENOUGH = 0.8
"""A shorter part of the limit tells nothing of a leg that did not rise (source: DESIGN)."""


class Judged(Struct, frozen=True):
    """A bout whose scores tell whether the leg rose."""

    surface: Surface
    day: date
    ended_at: datetime
    limit_minutes: int
    minutes: float
    """At a stretch, when it ended."""
    before: float
    after: int
    """The score that rose; else the last one."""
    rise_minutes: float | None
    """Minutes at a stretch until the rise; None when there was none."""


def most_minutes(limits: SittingLimits, surface: Surface) -> int:
    """The longest that a fitted limit may be: the plan's own, or what the therapist lets it be.

    `most_minutes` is for the longest of the five; the others may grow in proportion.
    """
    own = limits.minutes(surface)
    if limits.most_minutes is None:
        return own
    longest = max(limits.minutes(one) for one in Surface)
    grown = own * max(limits.most_minutes, longest) // longest
    return max(own, grown)


def fitted_minutes(limits: SittingLimits, surface: Surface, facts: Iterable[Stamped]) -> int:
    """The limit that holds after `facts`, before a bad day shortens it."""
    newest = _begun(_in_time(facts), surface)
    fact = newest.fact if newest is not None else None
    if not isinstance(fact, SittingLimitSet) or not limits.adapts or fact.rule is LimitRule.SAID:
        return limits.minutes(surface)
    return _bounded(fact.minutes, limits, surface)


def next_fits(
    limits: SittingLimits, facts: Iterable[Stamped], today: date
) -> tuple[SittingLimitSet, ...]:
    """The limits that are to be fitted anew today; at most one for each surface."""
    if not limits.adapts:
        return ()
    in_time = _in_time(facts)
    judged = judged_bouts(in_time, limits.break_minutes)
    fits = (_next_fit(limits, surface, in_time, judged, today) for surface in Surface)
    return tuple(fit for fit in fits if fit is not None)


def _next_fit(
    limits: SittingLimits,
    surface: Surface,
    facts: Sequence[Stamped],
    judged: Sequence[Judged],
    today: date,
) -> SittingLimitSet | None:
    present = fitted_minutes(limits, surface, facts)
    begun = _begun(facts, surface)
    since = begun.at if begun is not None else None
    own = [one for one in judged if one.surface is surface and _is_after(one, since)]
    rises = [
        (int(one.rise_minutes * RISE_PERCENT / 100), one)
        for one in own
        if one.rise_minutes is not None
        and LEAST_RISE_MINUTES <= one.rise_minutes < one.limit_minutes
    ]
    if rises:
        minutes, one = min(rises, key=lambda rise: (rise[0], rise[1].ended_at))
        fitted = _bounded(minutes, limits, surface)
        if fitted < present:
            return SittingLimitSet(
                surface=surface, minutes=fitted, rule=LimitRule.RISE, evidence=_rise_words(one)
            )
    longer = _bounded(present + MORE_MINUTES, limits, surface)
    if longer > present and _calm_days(own, since, today):
        words = f"no rise on {DAYS_WITHOUT_RISE} days running with sitting"
        return SittingLimitSet(
            surface=surface, minutes=longer, rule=LimitRule.NO_RISE, evidence=words
        )
    return None


def judged_bouts(facts: Iterable[Stamped], break_minutes: int) -> list[Judged]:
    """Every bout that has a score before it and one of its own."""
    in_time = _in_time(facts)
    given = [
        (one.at, one.fact)
        for one in in_time
        if isinstance(one.fact, PainScore)
        and one.fact.site is Site.LEG
        and one.fact.moment is not Moment.WORST_24H
    ]
    scores = [(at, fact.score) for at, fact in given]
    of_sitting = [(at, fact.score) for at, fact in given if fact.moment not in IN_SESSION]
    bouts = [Sat.of(one.fact) for one in in_time if isinstance(one.fact, SittingBout)]
    starts = sorted(bout.started_at for bout in bouts)
    found = []
    for stretch in stretches(bouts, break_minutes):
        carried = 0.0
        for bout in stretch:
            following = bisect_right(starts, bout.started_at)
            until = bout.ended_at + SCORE_AFTER_END
            if following < len(starts):
                until = min(until, max(bout.ended_at, starts[following]))
            own = [(at, score) for at, score in of_sitting if bout.started_at < at <= until]
            one = _judged(bout, carried, _score_before(bout.started_at, scores), own)
            found += [one] if one is not None else []
            carried += bout.minutes
    return found


def _judged(
    bout: Sat, carried: float, before: float | None, own: Sequence[tuple[datetime, int]]
) -> Judged | None:
    if before is None or not own:
        return None
    rose = next(((at, score) for at, score in own if score - before >= RISE_POINTS), None)
    minutes = None
    if rose is not None:
        sat = (min(rose[0], bout.ended_at) - bout.started_at).total_seconds() / 60
        minutes = carried + sat
    return Judged(
        bout.surface,
        bout.started_at.date(),
        bout.ended_at,
        bout.limit_minutes,
        carried + bout.minutes,
        before,
        (rose or own[-1])[1],
        minutes,
    )


def _score_before(start: datetime, scores: Sequence[tuple[datetime, int]]) -> float | None:
    day = start.date()
    today = [score for at, score in scores if at <= start and at.date() == day]
    if today:
        return today[-1]
    first = day - timedelta(days=USUAL_DAYS)
    usual = [score for at, score in scores if first <= at.date() < day]
    return middle(usual) if usual else None


def usual_rise(
    facts: Iterable[Stamped], break_minutes: int, surface: Surface, today: date
) -> int | None:
    """After how many minutes sitting brings the leg on, by the last four weeks; None for never.

    On this surface; else on any.
    """
    first = today - timedelta(days=REASON_DAYS)
    rises = [
        one
        for one in judged_bouts(facts, break_minutes)
        if one.rise_minutes is not None and one.day >= first
    ]
    here = [one for one in rises if one.surface is surface] or rises
    return round(middle(one.rise_minutes or 0.0 for one in here)) if here else None


def ignored_warnings(facts: Iterable[Stamped], day: date) -> dict[Surface, int]:
    """How many warnings of a day nobody followed, by the surface sat on.

    Followed is one after which the bout ended, or was snoozed, within five minutes.
    """
    in_time = [one for one in _in_time(facts) if one.at.date() == day]
    bouts = [Sat.of(one.fact) for one in in_time if isinstance(one.fact, SittingBout)]
    snoozes = [one.at for one in in_time if isinstance(one.fact, ReminderPutOff)]
    found: dict[Surface, int] = {}
    for one in in_time:
        if not (isinstance(one.fact, WarningGiven) and one.fact.kind is WarningKind.SITTING):
            continue
        if not one.fact.spoken:  # Held back while it was quiet: nobody was asked to follow it.
            continue
        until = one.at + IGNORED_AFTER
        sat = next((sat for sat in bouts if sat.started_at <= one.at <= sat.ended_at), None)
        if sat is None or sat.ended_at <= until or any(one.at <= at <= until for at in snoozes):
            continue
        found[sat.surface] = found.get(sat.surface, 0) + 1
    return found


def too_short(limits: SittingLimits, facts: Iterable[Stamped], today: date) -> Surface | None:
    """The surface whose limit is to be asked about today, after a day of ignored warnings."""
    if not limits.adapts:
        return None
    in_time = _in_time(facts)
    ignored = ignored_warnings(in_time, today - timedelta(days=1))
    if sum(ignored.values()) <= MOST_IGNORED:
        return None
    can_grow = [one for one in ignored if longer_minutes(limits, in_time, one) is not None]
    return max(can_grow, key=lambda one: (ignored[one], one.value), default=None)


def longer_minutes(limits: SittingLimits, facts: Iterable[Stamped], surface: Surface) -> int | None:
    """Five minutes more than now, as far as the bounds let; None when nothing is left."""
    present = fitted_minutes(limits, surface, facts)
    longer = _bounded(present + MORE_MINUTES, limits, surface)
    return longer if longer > present else None


def _bounded(minutes: int, limits: SittingLimits, surface: Surface) -> int:
    least = min(LEAST_MINUTES, limits.minutes(surface))
    return max(least, min(minutes, most_minutes(limits, surface)))


def _in_time(facts: Iterable[Stamped]) -> list[Stamped]:
    return sorted(facts, key=lambda one: (one.at, one.seq, one.id))


def _begun(facts: Sequence[Stamped], surface: Surface) -> Stamped | None:
    """What the present limit stands on: the last fit, or the begin of plan or stage."""
    for one in reversed(facts):
        is_set = isinstance(one.fact, SittingLimitSet) and one.fact.surface is surface
        if is_set or isinstance(one.fact, PlanReceived | StageChanged):
            return one
    return None


def _is_after(one: Judged, since: datetime | None) -> bool:
    return since is None or one.ended_at > since


def _calm_days(own: Sequence[Judged], since: datetime | None, today: date) -> bool:
    """Whether each of the three days before today has judged bouts, long ones, and no rise."""
    days = [today - timedelta(days=back) for back in range(1, DAYS_WITHOUT_RISE + 1)]
    if since is not None and since.date() >= days[-1]:
        return False
    return all(_calm([one for one in own if one.day == day]) for day in days)


def _calm(bouts: Sequence[Judged]) -> bool:
    if any(one.rise_minutes is not None for one in bouts):
        return False
    return any(one.minutes >= LONG_ENOUGH * one.limit_minutes for one in bouts)


def _rise_words(one: Judged) -> str:
    return (
        f"leg {one.before:g} before and {one.after} after {round(one.rise_minutes or 0)} minutes, "
        f"limit {one.limit_minutes}"
    )
