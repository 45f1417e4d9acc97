"""Review rules that look at one time of the plan and on from there (clinical 7.3)."""

from datetime import date, timedelta

from coach.review.recovery import POINTS_BELOW, REFERENCE, Recovery
from coach.review.review_any_time import SLEEP_WORDS, sleep
from coach.review.review_facts import ReviewFacts
from coach.review.review_point import LEG, Judgement, NotJudged, ReviewPoint, point

TWO_WEEKS = 14
SIX_WEEKS = 42
TWELVE_WEEKS = 84
FOUR_MONTHS = 112
"""Days after which each is looked at (source: clinical 7.3)."""
STILL_STRONG = 7
LEAST_DROP_EARLY = 1.0
"""Two weeks: not down by a point and still this strong (source: clinical 7.3)."""
LEAST_DROP = 2.0
LEAST_SHARE = 0.3
"""What counts as change: two points and 30 percent (source: S49)."""
ALL_BUT_GONE = 1.0
"""A leg at this or less is no reason, whatever it came from (source: DESIGN)."""
RMDQ_POINTS = 5.0
RMDQ_LOW = 3.0
"""Change that counts, and totals the form no longer tells apart (source: S49, S50b)."""
RMDQ_FROM_DAY = 70
"""A total from then on speaks for week twelve (source: DESIGN)."""
DAILY_LIFE = "the form about daily life (RMDQ)"


def two_weeks(facts: ReviewFacts) -> Judgement:
    """From two weeks on: no lower and strong, or sleep lost; until the six weeks look again."""
    if not TWO_WEEKS <= facts.day < SIX_WEEKS:
        return None
    since, found = facts.first_day + timedelta(days=TWO_WEEKS), facts.recovery
    nights = sleep(facts)
    drop, now = found.drop, found.now
    if drop is not None and now is not None and drop < LEAST_DROP_EARLY and now >= STILL_STRONG:
        still = "still " if found.start is not None and found.start >= STILL_STRONG else ""
        condition = f"leg not down by 1 and {still}{STILL_STRONG} or more now"
        words = f"two weeks in, your leg pain is {still or 'now '}strong."
        return _point("two_weeks", since, words, condition, _leg_figures(found, facts.today))
    if isinstance(nights, ReviewPoint):
        return _point("two_weeks", since, SLEEP_WORDS, "sleep lost most nights", nights.evidence)
    return NotJudged("two_weeks", LEG) if drop is None else None


def six_weeks(facts: ReviewFacts) -> Judgement:
    """From six weeks on: the leg came down by less than what counts as change."""
    if facts.day < SIX_WEEKS:
        return None
    since = facts.first_day + timedelta(days=SIX_WEEKS)
    changed = _changed(facts.recovery)
    if changed is None:
        return NotJudged("six_weeks", LEG)
    if changed:
        return None
    words = "your leg pain has come down only a little since your start."
    condition = "leg down by less than 30 percent or less than 2 points"
    return _point("six_weeks", since, words, condition, _leg_figures(facts.recovery, facts.today))


def severe(facts: ReviewFacts) -> Judgement:
    """From six weeks on: strong, and no progress."""
    now = facts.recovery.now
    if facts.day < SIX_WEEKS or now is None or now < STILL_STRONG:
        return None
    if _changed(facts.recovery) is not False:
        return None
    words = "your leg pain is still strong. Ask which other help there is."
    condition = f"leg {STILL_STRONG} or more and no progress after six weeks"
    since = facts.first_day + timedelta(days=SIX_WEEKS)
    return _point("severe", since, words, condition, _leg_figures(facts.recovery, facts.today))


def twelve_weeks(facts: ReviewFacts) -> Judgement:
    """From twelve weeks on: the RMDQ-24 came down by less than what counts as change."""
    if facts.day < TWELVE_WEEKS:
        return None
    begun = facts.first_day + timedelta(days=RMDQ_FROM_DAY)
    first = [total for day, total in facts.disability if day < begun][:1]
    later = [total for day, total in facts.disability if day >= begun][-1:]
    if not first or not later:
        return NotJudged("twelve_weeks", DAILY_LIFE)
    start, now = first[0], later[0]
    enough = start - now >= RMDQ_POINTS and start - now >= LEAST_SHARE * start
    if enough or now <= RMDQ_LOW:
        return None
    words = "daily life with your back is still about as hard as at your start."
    condition = "RMDQ down by less than 5 points or less than 30 percent"
    evidence = f"RMDQ {start:g}, then {now:g} of 24."
    since = facts.first_day + timedelta(days=TWELVE_WEEKS)
    return _point("twelve_weeks", since, words, condition, evidence)


def four_months(facts: ReviewFacts) -> Judgement:
    """From sixteen weeks on: above the published average; in points nothing is compared."""
    start, percent = facts.recovery.start, facts.recovery.percent
    if facts.day < FOUR_MONTHS or (start is not None and start < POINTS_BELOW):
        return None
    if percent is None:
        return NotJudged("four_months", LEG)
    if percent <= REFERENCE[-1].percent:
        return None
    words = "four months in, your leg pain is still there. Ask what to do about that."
    condition = f"leg above {REFERENCE[-1].percent} percent of its start; discuss persistence"
    since = facts.first_day + timedelta(days=FOUR_MONTHS)
    return _point("four_months", since, words, condition, _leg_figures(facts.recovery, facts.today))


def _changed(found: Recovery) -> bool | None:
    """Whether the leg came down by what counts as change; None is not known."""
    if found.start is None or found.now is None:
        return None
    return counts_as_change(found.start, found.now)


def counts_as_change(start: float, now: float) -> bool:
    """Whether a leg came down by what counts: two points, and 30 percent unless it began low."""
    if now <= ALL_BUT_GONE:
        return True
    drop = start - now
    share = start < POINTS_BELOW or drop >= LEAST_SHARE * start
    return drop >= LEAST_DROP and share


def _point(rule: str, since: date, words: str, condition: str, evidence: str) -> ReviewPoint:
    return point(rule, since, words, condition, evidence, looked_at=True)


def _leg_figures(found: Recovery, until: date) -> str:
    if found.start is None or found.now is None:
        return "Leg not recorded."
    text = (
        f"Leg {found.start:g} at the start (middle of {found.start_days} noted days), "
        f"{found.now:g} now (middle of {found.now_days} of 7 days "
        f"up to {until.isoformat()})"
    )
    return text + (f", {found.percent:g} percent." if found.percent is not None else ".")
