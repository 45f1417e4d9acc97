"""Pain by day: back and leg apart, the worst and the mean, and days without a score absent."""

from datetime import timedelta

from coach.domain.events import PainScore
from coach.domain.pain import Moment, Reach, Site
from coach.review.pain_trend import DayPain, pain_by_day
from tests.builders import NINE, a_history, stamped

MONDAY = NINE.date()


def score(site: Site, number: int, reach: Reach | None = None) -> PainScore:
    return PainScore(site=site, score=number, moment=Moment.NOW, reach=reach)


def test_back_and_leg_are_two_lines() -> None:
    lines = pain_by_day(a_history(score(Site.LEG, 6), score(Site.BACK, 2)))
    assert lines == (
        DayPain(MONDAY, Site.BACK, 2, 2.0, None),
        DayPain(MONDAY, Site.LEG, 6, 6.0, None),
    )


def test_a_day_has_its_worst_its_mean_and_its_furthest_reach() -> None:
    scores = [score(Site.LEG, 3, Reach.FOOT), score(Site.LEG, 5, Reach.KNEE), score(Site.LEG, 5)]
    (line,) = pain_by_day(a_history(*scores))
    assert (line.worst, line.mean, line.reach) == (5, 4.33, Reach.FOOT)


def test_zero_is_a_score() -> None:
    (line,) = pain_by_day(a_history(score(Site.LEG, 0, Reach.NONE)))
    assert (line.worst, line.mean, line.reach) == (0, 0.0, Reach.NONE)


def test_mondays_worst_told_after_midnight_is_mondays() -> None:
    half_past_twelve = NINE + timedelta(hours=15, minutes=30)
    worst = PainScore(site=Site.LEG, score=7, moment=Moment.WORST_24H)
    now = PainScore(site=Site.LEG, score=2, moment=Moment.NOW)
    lines = pain_by_day(a_history(stamped(worst, half_past_twelve), stamped(now, half_past_twelve)))
    assert [(line.day, line.worst) for line in lines] == [
        (MONDAY, 7),
        (MONDAY + timedelta(days=1), 2),
    ]


def test_days_without_a_score_are_not_there() -> None:
    later = stamped(score(Site.LEG, 3), NINE + timedelta(days=3))
    days = [line.day for line in pain_by_day(a_history(score(Site.LEG, 4), later))]
    assert days == [MONDAY, MONDAY + timedelta(days=3)]
