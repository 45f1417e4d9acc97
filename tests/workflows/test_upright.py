"""Programs that cap standing: the coach says when to sit down, twice at most."""

from datetime import timedelta

import pytest

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.events import SittingBout, WarningGiven
from coach.domain.outcomes import WarningKind
from coach.domain.program import Surface
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from coach.workflows.sitting_words import NOTICE_ID as SITTING_NOTICE
from tests.workflows.conftest import Opener, facts_of
from tests.workflows.watched import Watched

FIRST = "You have been up for 10 minutes. Sit down now, and lean forward a little."
AGAIN = "You have been up for 15 minutes. Sit down now, and lean forward a little."


@pytest.fixture
def walker(new_coach: Coach) -> Coach:
    """Someone whose leg pain comes with walking: ten minutes up in stage A."""
    new_coach.set_up.finish(SetUpAnswers(program="lean-ease"))
    return new_coach


def ticks(coach: Coach, clock: ManualClock, minutes: int) -> list[str]:
    heard = []
    for _ in range(minutes):
        clock.advance(60)
        heard += [cue.text for cue in coach.guard.tick()]
    return heard


def up(coach: Coach, clock: ManualClock) -> str:
    """Sits for a minute and gets up; what is said at getting up."""
    coach.guard.sit(Surface.FIRM)
    clock.advance(60)
    return coach.guard.stand()[-1].text


def test_getting_up_says_how_long_and_the_cap_is_spoken_twice_and_no_more(
    walker: Coach, clock: ManualClock
) -> None:
    assert up(walker, clock).endswith("Sit again after 10 minutes at most.")
    assert ticks(walker, clock, 55) == [FIRST, AGAIN]
    warnings = facts_of(walker, WarningGiven)
    assert [(fact.kind, fact.text) for fact in warnings] == [
        (WarningKind.REST, FIRST),
        (WarningKind.REST, AGAIN),
    ]


def test_its_notice_says_what_to_do_and_goes_when_that_is_done(
    walker: Coach, clock: ManualClock, places: Places, open_coach: Opener
) -> None:
    up(walker, clock)
    walker.close()
    watched = Watched(places, clock)
    watched.go(10.5)
    (notice,) = [one for one in watched.desktop.shown if one.id == SITTING_NOTICE]
    assert (notice.title, notice.text, notice.buttons) == ("Time to sit down", FIRST, ())
    coach = open_coach()
    coach.guard.sit(Surface.SOFT)
    coach.close()
    watched.go(1)
    assert SITTING_NOTICE not in [one.id for one in watched.desktop.shown]


def test_sitting_down_ends_it(walker: Coach, clock: ManualClock) -> None:
    up(walker, clock)
    ticks(walker, clock, 9)
    walker.guard.sit(Surface.SOFT)
    assert ticks(walker, clock, 20) == []
    assert walker.guard.upright() is None


def test_a_session_ends_it_too(walker: Coach, clock: ManualClock) -> None:
    up(walker, clock)
    assert walker.guard.into_session() == []
    assert ticks(walker, clock, 20) == []


def test_it_is_found_again_after_a_restart_with_what_was_said(
    walker: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    up(walker, clock)
    assert ticks(walker, clock, 11) == [FIRST]
    walker.close()
    again = open_coach()
    spell = again.guard.upright()
    assert spell is not None
    assert round(spell.minutes(clock.now())) == 11
    assert ticks(again, clock, 20) == [AGAIN]


def test_whoever_said_nothing_for_an_hour_is_not_told(walker: Coach, clock: ManualClock) -> None:
    up(walker, clock)
    clock.advance(60 * 60)
    assert walker.guard.tick() == []
    assert walker.guard.upright() is None


def test_after_a_sleep_nobody_is_told_that_they_are_up(walker: Coach, clock: ManualClock) -> None:
    up(walker, clock)
    ticks(walker, clock, 1)
    clock.sleep_machine(25 * 60)
    assert ticks(walker, clock, 20) == []
    assert walker.guard.upright() is None


def test_a_sleep_is_remembered_by_the_next_coach_of_a_watch(
    walker: Coach, clock: ManualClock, places: Places
) -> None:
    up(walker, clock)
    walker.close()
    watched = Watched(places, clock)
    watched.go(1)
    clock.sleep_machine(5 * 60)
    watched.go(20)
    assert not [line for line in watched.lines if "You have been up" in line]


def test_after_the_machine_was_off_nobody_is_told_either(
    walker: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    up(walker, clock)
    walker.close()
    clock.advance(15 * 60)
    clock.mono, clock.asleep_seconds = 60.0, 0.0
    assert ticks(open_coach(), clock, 5) == []


def test_whoever_was_up_while_the_machine_slept_is_told_no_cap(
    walker: Coach, clock: ManualClock
) -> None:
    walker.guard.sit(Surface.FIRM)
    ticks(walker, clock, 5)
    clock.sleep_machine(25 * 60)
    walker.guard.tick()
    assert walker.guard.answer("up")[-1].text == "Noted: 5 minutes of sitting."
    assert ticks(walker, clock, 20) == []


@pytest.mark.parametrize("minutes", [-30, 30])
def test_a_clock_that_is_set_changes_no_minute_of_standing(
    walker: Coach, clock: ManualClock, minutes: int
) -> None:
    up(walker, clock)
    ticks(walker, clock, 1)
    clock.set_wall(clock.now() + timedelta(minutes=minutes))
    spell = walker.guard.upright()
    assert spell is not None
    assert spell.minutes(clock.now()) == 1
    assert ticks(walker, clock, 20) == [FIRST, AGAIN]


def test_a_clock_that_is_set_under_the_watch_changes_none_either(
    walker: Coach, clock: ManualClock, places: Places
) -> None:
    up(walker, clock)
    walker.close()
    watched = Watched(places, clock)
    watched.go(1)
    clock.set_wall(clock.now() + timedelta(minutes=30))
    watched.go(20)
    assert [line for line in watched.lines if "You have been up" in line] == [FIRST, AGAIN]


def test_the_alarm_wakes_for_it(walker: Coach, clock: ManualClock) -> None:
    up(walker, clock)
    at = walker.guard.next_at()
    assert at is not None
    assert (at - clock.now()).total_seconds() == 600


def test_other_programs_cap_no_standing(coach: Coach, clock: ManualClock) -> None:
    assert "at most" not in up(coach, clock)
    assert ticks(coach, clock, 30) == []
    assert coach.guard.upright() is None


def test_a_session_ends_a_bout_of_sitting(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.HARD)
    clock.advance(300)
    assert len(coach.guard.into_session()) == 1
    (bout,) = facts_of(coach, SittingBout)
    assert bout.minutes == 5.0
