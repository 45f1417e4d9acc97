"""After a restoring a home is another device: what is recorded then comes after all before it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from coach.bootstrap.patient import TIMER_TIMES
from coach.clock import ManualClock
from coach.config import Places
from coach.domain.events import SittingBout
from coach.domain.outcomes import TimerKind
from coach.domain.program import Surface
from coach.domain.reminding import CLOCK
from coach.domain.safety_rhythm import OPENED
from coach.domain.time_events import ReminderGiven
from coach.store.backup import backup
from coach.store.files import PATIENT_LOG
from coach.store.restoring import restore
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import answer_list
from tests.workflows.conftest import Opener, facts_of, ticked

LOOK = "skin"
OFF = "Take the cold pack off now."

PutBack = Callable[[Coach], Coach]


@pytest.fixture(params=["restored once", "restored twice"])
def put_back(
    clock: ManualClock, places: Places, open_coach: Opener, request: pytest.FixtureRequest
) -> PutBack:
    """Puts a coach's log back from a backup made now; twice with a bout in between."""

    def _put_back(coach: Coach) -> Coach:
        for nth in range(1 if request.param == "restored once" else 2):
            if nth:
                sat_a_minute(coach, clock)
            coach.close()
            copy = backup(places.home / PATIENT_LOG, places.home.parent / f"copy-{nth}.db")
            restore(copy, places.home, clock.now())
            coach = open_coach()
        return coach

    return _put_back


def sat_a_minute(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    clock.advance(60)
    coach.guard.stand()


def minutes_pass(coach: Coach, clock: ManualClock, minutes: int) -> list[str]:
    heard = []
    for _ in range(minutes):
        clock.advance(60)
        heard += [cue.text for cue in ticked(coach)]
    return heard


def test_who_sits_after_it_is_known_to_sit_and_for_how_long(
    coach: Coach, clock: ManualClock, put_back: PutBack, open_coach: Opener
) -> None:
    sat_a_minute(coach, clock)
    coach = put_back(coach)
    clock.advance(3600)
    (down,) = coach.guard.sit(Surface.SOFT)
    assert down.text == "Sitting, on a soft seat. Up again in 20 minutes."
    clock.advance(60)
    coach.close()
    again = open_coach()
    sat = again.guard.now()
    assert sat is not None
    assert (sat.surface, sat.minutes) == (Surface.SOFT, 1)


def test_who_sat_when_the_log_was_put_back_moves_to_another_seat(
    coach: Coach, clock: ManualClock, put_back: PutBack
) -> None:
    coach.guard.sit(Surface.SOFT)
    coach = put_back(coach)
    clock.advance(180)
    (moved,) = coach.guard.sit(Surface.HARD)
    assert "Sitting, on a hard seat." in moved.text
    sat = coach.guard.now()
    assert sat is not None
    assert (sat.surface, sat.limit_minutes) == (Surface.HARD, 10)
    clock.advance(60)
    coach.guard.stand()
    assert coach.guard.now() is None
    assert facts_of(coach, SittingBout)[-1].surface is Surface.HARD


def test_a_cap_on_standing_is_told_of_after_it(
    new_coach: Coach, clock: ManualClock, put_back: PutBack, open_coach: Opener
) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="lean-ease"))
    new_coach.guard.sit(Surface.FIRM)
    coach = put_back(new_coach)
    clock.advance(60)
    coach.guard.stand()
    coach.close()
    heard = minutes_pass(open_coach(), clock, 12)
    assert sum(text.startswith("You have been up for 10 minutes.") for text in heard) == 1


def test_the_skin_is_looked_at_under_a_pack_after_it(
    coach: Coach, clock: ManualClock, put_back: PutBack, open_coach: Opener
) -> None:
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    assert LOOK in " ".join(minutes_pass(coach, clock, 10))
    coach = put_back(coach)
    clock.advance(4 * 3600)
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    coach.close()
    heard = minutes_pass(open_coach(), clock, 10)
    assert LOOK in " ".join(heard)
    assert heard.count(OFF) == 1


def test_a_pack_whose_age_nobody_knows_after_it_comes_off_at_once(
    coach: Coach, clock: ManualClock, places: Places, put_back: PutBack, open_coach: Opener
) -> None:
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    coach = put_back(coach)
    clock.advance(240)
    coach.guard.sit(Surface.FIRM)
    coach.close()
    (places.home / TIMER_TIMES).unlink(missing_ok=True)
    clock.set_wall(clock.now() - timedelta(seconds=200))
    assert OFF in " ".join(cue.text for cue in ticked(open_coach()))


def test_a_clock_found_set_back_after_it_is_noted_once_and_what_is_due_is_told_again(
    coach: Coach, clock: ManualClock, put_back: PutBack
) -> None:
    right = clock.now()
    clock.advance(3 * 24 * 3600)
    assert coach.reminders.poll()
    coach.close()
    clock.set_wall(right)
    coach = put_back(coach)
    assert coach.reminders.poll()
    for _ in range(5):
        clock.advance(60)
        assert coach.reminders.poll() == []
    marks = [one for one in facts_of(coach, ReminderGiven) if one.item.startswith(CLOCK)]
    assert len(marks) == 1


def test_something_new_after_it_asks_the_list_though_the_clock_was_ahead_before(
    coach: Coach, clock: ManualClock, put_back: PutBack
) -> None:
    clock.set_wall(clock.now() - timedelta(hours=3))
    coach = put_back(coach)
    coach.safety.opening_answered(True)
    due = coach.safety.list_due()
    assert due is not None
    assert due.why == OPENED
    answer_list(coach)
    assert coach.safety.list_due() is None


def test_a_task_that_was_told_of_after_it_is_told_of_once(
    coach: Coach, clock: ManualClock, put_back: PutBack, open_coach: Opener
) -> None:
    coach.tasks.announce("lifting", 30)
    coach = put_back(coach)
    assert len(minutes_pass(coach, clock, 29)) == 1
    coach.close()
    again = open_coach()
    assert again.tasks.coming() == []
    assert minutes_pass(again, clock, 3) == []
