"""Time that can be trusted: nothing due is lost, nothing is asked twice, no burst, quiet ends.

Random plans and lives at the edge of time: sleep, power cuts, clocks set wrong and put right,
travel, summer time, a leap day. Clocks are moved by hand. What must hold at every moment is in
`edge.Life`, what must hold of the whole record in `edge.wrongs`. COACH_FUZZ_RUNS asks for more.
"""

import os
from datetime import UTC, datetime, time
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.program import Prescription
from tests.builders import a_prescription
from tests.journeys.edge import ZONES, Event, Life, wrongs

RUNS = int(os.environ.get("COACH_FUZZ_RUNS", "25"))
LIVES = max(10, RUNS // 2)
EVERY_DAY = ("do", "do", "do", "do_in_part", "leave_out", "later", "answer", "quiet", "end_quiet")
BODY = ("sit", "stand", "snooze", "pack", "task", "bad_day", "session", "restart", "nothing")
MACHINE = ("suspend", "off", "travel")
CLOCK = ("set_clock", "set_right")
OFF_MINUTES = (1, 9, 11, 30, 100, 400, 900, 1500, 4000)
AWAKE_MINUTES = (0, 0.5, 1, 5, 20, 45, 90, 200, 400)
DOSES = ("bridge 1x10", "side-lie 10min", "walk-prog 10min", "bird-dog 2x5", "calf 2x5")
SEASONS = {
    "summer time begins": datetime(2027, 3, 24, 8, tzinfo=UTC),
    "summer time ends on Lord Howe, then on Apia's day": datetime(2027, 4, 1, 13, tzinfo=UTC),
    "summer time ends": datetime(2027, 10, 28, 20, tzinfo=UTC),
    "the year changes": datetime(2027, 12, 29, 7, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 26, 3, tzinfo=UTC),
}
DAYS = 18
WHOLE_YEAR = 365


@st.composite
def plans(draw: st.DrawFn) -> list[Prescription]:
    """One to four exercises, up to four times a day, some at named times and with a gap."""
    found = []
    lines = draw(st.lists(st.sampled_from(DOSES), min_size=1, max_size=4, unique=True))
    for line in lines:
        count = draw(st.integers(1, 4))
        at = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59]))
        times = draw(st.just(()) | st.sets(at, min_size=count, max_size=count).map(sorted))
        gap = draw(st.sampled_from([0, 0, 30, 120]))
        one = a_prescription(f"{line} {count}/day")
        found.append(replace(one, times=tuple(times), gap_minutes=gap))
    return found


def events(*names: str) -> st.SearchStrategy[list[Event]]:
    """A life of some days."""
    awake = st.sampled_from(AWAKE_MINUTES)
    machine = st.tuples(st.sampled_from(("suspend", "off")), awake, st.sampled_from(OFF_MINUTES))
    other = st.tuples(st.sampled_from(names), awake, st.integers(0, 1000))
    return st.lists(st.one_of(other, other, other, machine), min_size=5, max_size=45)


def live(plan: list[Prescription], start: datetime, zone: str, what: list[Event]) -> list[str]:
    """Live it, and what is wrong with the record."""
    life = Life(plan, start, ZoneInfo(zone))
    try:
        life.happen(what)
        return wrongs(life)
    finally:
        life.close()


MANY = settings(max_examples=LIVES, deadline=None, suppress_health_check=list(HealthCheck))
STARTS = st.sampled_from(list(SEASONS.values()))


@MANY
@given(plans(), STARTS, st.sampled_from(ZONES), events(*EVERY_DAY, *BODY, "travel"))
def test_nothing_is_lost_or_said_twice_whatever_sleeps_and_wherever_one_travels(
    plan: list[Prescription], start: datetime, zone: str, what: list[Event]
) -> None:
    assert live(plan, start, zone, what) == []


@MANY
@given(plans(), STARTS, st.sampled_from(ZONES), events(*EVERY_DAY, *BODY, "travel", *CLOCK))
def test_nor_while_the_clock_is_set_wrong_and_put_right(
    plan: list[Prescription], start: datetime, zone: str, what: list[Event]
) -> None:
    assert live(plan, start, zone, what) == []


def a_usual_day(random: Random, *, clock: bool) -> list[Event]:
    """Some of what is asked is done, and something happens to the machine."""
    names = (*EVERY_DAY, *BODY, *MACHINE, *(CLOCK if clock else ()))
    found: list[Event] = []
    for _ in range(5):
        name = random.choice(names)
        long = name in ("suspend", "off")
        number = random.choice(OFF_MINUTES[:-1]) if long else random.randrange(1000)
        found.append((name, random.choice((90, 200, 300)), number))
    return found


def a_season(start: datetime, days: int, zone: str, seed: int) -> list[str]:
    random = Random(seed)
    plan = [
        a_prescription("side-lie 10min 3/day"),
        a_prescription("bridge 1x10 2/day"),
        replace(a_prescription("walk-prog 10min 2/day"), times=(time(2, 30), time(23, 45))),
    ]
    life = Life(plan, start, ZoneInfo(zone))
    try:
        while (life.now - start).days < days:
            life.happen(a_usual_day(random, clock=random.random() < 0.2))
        life.happen([("set_right", 0, 0)])
        return wrongs(life)
    finally:
        life.close()


@pytest.mark.parametrize(("season", "zone"), list(zip(SEASONS, ZONES[::2], strict=False)))
def test_the_weeks_around_every_edge_of_the_year(season: str, zone: str) -> None:
    assert a_season(SEASONS[season], DAYS, zone, seed=7) == []


@pytest.mark.skipif(RUNS <= 25, reason="a whole year takes a minute: set COACH_FUZZ_RUNS")
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe"])
def test_a_whole_year(zone: str) -> None:
    assert a_season(datetime(2027, 3, 1, 8, 30, tzinfo=UTC), WHOLE_YEAR, zone, seed=11) == []
