"""Review rules that may hold on any day (clinical 3.1, tier 3; clinical 7.3, after recovery)."""

from collections import Counter
from datetime import date, timedelta

from coach.domain.counts import counted
from coach.domain.middle import middle
from coach.review.review_facts import ReviewFacts
from coach.review.review_point import Judgement, NotJudged, listed, point

UP_BY = 2
UP_DAYS = 3
UP_AGAINST_DAYS = 7
UP_LEAST_DAYS = 3
"""Three days in a row two above the middle of the week before them, with at least three noted
days in it (source: clinical 3.1; the week DESIGN)."""
STRONG = 7
STRONG_DAYS = 3
STRONG_WITHIN_DAYS = 5
"""Leg at 7 or more for three days (source: DESIGN, clinical 2.1): the last three noted ones
among five."""
LOWER_TIMES = 2
LOWER_WITHIN_DAYS = 14
"""Further down the leg twice (source: clinical 3.1), within two weeks (source: DESIGN)."""
BAD_NIGHT = 3
BAD_NIGHTS = 4
NIGHTS = 7
"""Sleep of 3 or less of 10 on four of seven nights is "lost most nights" (source: DESIGN)."""
MOOD_FROM = 3
"""Sum of either half of the PHQ-4 (source: S54)."""
CALM_DAYS = 14
"""Usual length of stage A (source: clinical 1.3, DESIGN)."""
EASE = 3
EASED_DAYS = 14
EASED_LEAST_DAYS = 8
BACK_DAYS = 3
"""After recovery: two weeks at 3 or less, eight days of them noted (source: DESIGN), then above
it on three days in a row (source: clinical 7.3)."""
LEG_DAYS = "leg pain on three days in a row"
SLEEP, MOOD = "sleep", "how you have been feeling (PHQ-4)"
SLEEP_WORDS = "you have slept badly on most nights lately."
MOOD_NOT_SAID_BEFORE = 14
"""That the PHQ-4 is missing is said from this day of the plan on (source: DESIGN)."""


def leg_up(facts: ReviewFacts) -> Judgement:
    """The leg stands clearly above its own week before; looked at from the plan's sixth day on."""
    end = facts.today if facts.today in facts.legs else facts.today - timedelta(days=1)
    days = [end - timedelta(days=n) for n in reversed(range(UP_DAYS))]
    if days[0] < facts.first_day + timedelta(days=UP_LEAST_DAYS):
        return None
    week = [days[0] - timedelta(days=n) for n in range(1, UP_AGAINST_DAYS + 1)]
    noted = [facts.legs[day] for day in week if day in facts.legs]
    if len(noted) < UP_LEAST_DAYS or any(day not in facts.legs for day in days):
        return NotJudged("leg_up", LEG_DAYS)
    usual, scores = middle(noted), [facts.legs[day] for day in days]
    if min(scores) < usual + UP_BY:
        return None
    evidence = f"Leg {listed(scores)} on three days, middle of the week before {usual:g}."
    words = "your leg has been stronger for three days than the week before."
    return point("leg_up", days[0], words, f"leg up by {UP_BY} for {UP_DAYS} days", evidence)


def strong_days(facts: ReviewFacts) -> Judgement:
    """The leg was strong on each of the last three noted days, whatever it was before."""
    window = [facts.today - timedelta(days=n) for n in reversed(range(STRONG_WITHIN_DAYS))]
    days = [day for day in window if day in facts.legs][-STRONG_DAYS:]
    scores = [facts.legs[day] for day in days]
    if any(score < STRONG for score in scores):
        return None
    if len(days) < STRONG_DAYS:
        early = facts.day <= STRONG_WITHIN_DAYS
        return None if early else NotJudged("strong_days", LEG_DAYS)
    words = f"your leg was at {STRONG} of 10 or more on each of the last three days you noted."
    condition = f"leg {STRONG} or more on {STRONG_DAYS} noted days"
    evidence = f"Leg {listed(scores)} on the last {STRONG_DAYS} noted days."
    return point("strong_days", days[0], words, condition, evidence)


def lower(facts: ReviewFacts) -> Judgement:
    """It went further down the leg more than once."""
    recent = [day for day in facts.lower if (facts.today - day).days < LOWER_WITHIN_DAYS]
    if len(recent) < LOWER_TIMES:
        return None
    words = "twice lately it went further down the leg."
    times = Counter(day.isoformat() for day in recent)
    days = [f"{day} {counted(nth, 'time')}" if nth > 1 else day for day, nth in times.items()]
    evidence = f"Further down on {', '.join(days)}."
    condition = f"further down the leg {LOWER_TIMES} times in {LOWER_WITHIN_DAYS} days"
    return point("further_down", recent[LOWER_TIMES - 1], words, condition, evidence)


def sleep(facts: ReviewFacts) -> Judgement:
    """Sleep was lost on most nights; looked at after the first week."""
    if facts.day < NIGHTS:
        return None
    days = [facts.today - timedelta(days=n) for n in reversed(range(NIGHTS))]
    noted = [day for day in days if day in facts.nights]
    bad = [day for day in noted if facts.nights[day] <= BAD_NIGHT]
    if len(bad) >= BAD_NIGHTS:
        scores = listed([facts.nights[day] for day in noted])
        evidence = f"Sleep {scores} of 10 on {len(noted)} noted nights of {NIGHTS}."
        condition = f"sleep {BAD_NIGHT} or less on {BAD_NIGHTS} of {NIGHTS} nights"
        return point("sleep", bad[0], SLEEP_WORDS, condition, evidence)
    return NotJudged("sleep", SLEEP) if len(noted) < BAD_NIGHTS else None


def mood(facts: ReviewFacts) -> Judgement:
    """The newest PHQ-4 is positive in one of its halves; never the name of anything."""
    halves = [
        sum(facts.mood[item] for item in pair) if all(item in facts.mood for item in pair) else None
        for pair in (("1", "2"), ("3", "4"))
    ]
    if facts.mood_day is not None and any(
        half is not None and half >= MOOD_FROM for half in halves
    ):
        shown = " and ".join("not recorded" if half is None else str(half) for half in halves)
        evidence = f"PHQ-4 of {facts.mood_day.isoformat()}: halves {shown} of 6."
        words = "how you have been feeling in the last weeks."
        return point("mood", facts.mood_day, words, f"a half of {MOOD_FROM} or more", evidence)
    if facts.day >= MOOD_NOT_SAID_BEFORE and None in halves:
        return NotJudged("mood", MOOD)
    return None


def long_calm(facts: ReviewFacts) -> Judgement:
    """The first stage goes on past its usual length and the therapist gave no sign."""
    since = facts.calm_since
    if since is None or (facts.today - since).days <= CALM_DAYS:
        return None
    days = (facts.today - since).days
    evidence = f"Stage A since {since.isoformat()}, {days} days; no newer plan or clearing."
    words = "you have been in the first stage for more than two weeks."
    condition = f"stage A longer than {CALM_DAYS} days without a sign of the therapist"
    return point("long_calm", since + timedelta(days=CALM_DAYS + 1), words, condition, evidence)


def back_again(facts: ReviewFacts) -> Judgement:
    """The leg had eased and is back."""
    end = facts.today if facts.today in facts.legs else facts.today - timedelta(days=1)
    days = [end - timedelta(days=n) for n in reversed(range(BACK_DAYS))]
    if any(facts.legs.get(day, 0) <= EASE for day in days):
        return None
    eased = _eased_before(facts, days[0])
    if eased is None:
        return None
    scores = listed([facts.legs[day] for day in days])
    evidence = f"Leg {EASE} or less for two weeks up to {eased.isoformat()}, then {scores}."
    words = "your leg had eased, and has been stronger again for three days."
    return point(
        "after_recovery", days[0], words, f"leg above {EASE} for {BACK_DAYS} days", evidence
    )


def _eased_before(facts: ReviewFacts, before: date) -> date | None:
    """The last day of the latest two eased weeks before a day."""
    last = before - timedelta(days=1)
    while last - timedelta(days=EASED_DAYS - 1) >= facts.first_day:
        days = [last - timedelta(days=n) for n in range(EASED_DAYS)]
        noted = [facts.legs[day] for day in days if day in facts.legs]
        if len(noted) >= EASED_LEAST_DAYS and max(noted) <= EASE:
            return last
        last -= timedelta(days=1)
    return None
