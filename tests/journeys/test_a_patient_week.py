"""One patient, one week, by a hand-moved clock; then the log is read as anyone would read it."""

import sqlite3
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.agenda import ItemState
from coach.domain.outcomes import Reason, SetOutcome
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import Surface
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import answer_list
from tests.journeys.living import Patient

CALM = PainReport(3, 5, Reach.CALF)
BETTER = PainReport(3, 4, Reach.KNEE)


@pytest.fixture
def patient(open_coach: Callable[..., Coach], clock: ManualClock, new_coach: Coach) -> Patient:
    """A patient who has just set the coach up on Monday morning."""
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam", sore_side="left"))
    answer_list(new_coach)
    return Patient(open_coach, clock, new_coach)


@pytest.fixture
def rows(places: Places) -> Callable[..., list[dict[str, Any]]]:
    """Reads the log with sqlite3 alone."""

    def _rows(sql: str, *values: object) -> list[dict[str, Any]]:
        connection = sqlite3.connect(f"file:{places.home / 'coach.db'}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(sql, values)]
        finally:
            connection.close()

    return _rows


Rows = Callable[..., list[dict[str, Any]]]


def live_the_week(patient: Patient) -> None:
    """Monday as asked; Tuesday hurts; Wednesday off; Thursday bad; Friday asleep in mid-hold."""
    monday(patient)
    tuesday_it_hurts(patient)
    # Wednesday, 3 March: the machine stays off.
    thursday_is_a_bad_day(patient)
    friday_the_machine_sleeps(patient)
    saturday_a_hard_seat(patient)
    sunday_only_looks(patient)


def monday(patient: Patient) -> None:
    patient.do_what_is_due(CALM, BETTER)
    for hour in (11, 13, 15, 17):
        patient.wait_until(time(hour, 5))
        if patient.coach.today.look().agenda.due:
            patient.do_what_is_due(BETTER, BETTER)


def tuesday_it_hurts(patient: Patient) -> None:
    patient.wake_up_on(date(2027, 3, 2), time(9, 40))
    runner = patient.begin(CALM)
    patient.run(runner, 90)
    runner.give(Given(Command.HURTS))
    runner.give(Given(Command.SCORED, report=PainReport(3, 8, Reach.FOOT)))
    runner.give(Given(Command.END, Reason.PAIN))
    due = patient.coach.today.look().agenda.items[-1]
    patient.coach.today.decline(due, Reason.FATIGUE)


def thursday_is_a_bad_day(patient: Patient) -> None:
    patient.wake_up_on(date(2027, 3, 4), time(9, 35))
    patient.coach.today.look()
    patient.coach.today.begin_bad_day()
    patient.wait_until(time(13, 0))
    patient.do_what_is_due(PainReport(5, 8, Reach.CALF), PainReport(5, 7, Reach.CALF))


def friday_the_machine_sleeps(patient: Patient) -> None:
    patient.wake_up_on(date(2027, 3, 5), time(10, 5))
    runner = patient.begin(CALM)
    while runner.state.current is None or not runner.state.current.logged:
        patient.run(runner, 1)
    patient.run(runner, 30)
    patient.clock.sleep_machine(3600)
    runner.tick(0.5)
    assert runner.state.phase is Phase.INTERRUPTED
    runner.give(Given(Command.REPEAT))
    patient.run(runner)
    patient.coach.check_in.take(BETTER, Moment.AFTER, session=runner.state.session)


def saturday_a_hard_seat(patient: Patient) -> None:
    patient.wake_up_on(date(2027, 3, 6), time(14, 0))
    patient.coach.guard.sit(Surface.HARD)
    for _ in range(20):
        patient.clock.advance(60)
        patient.coach.guard.tick()
    patient.coach.guard.stand()


def sunday_only_looks(patient: Patient) -> None:
    patient.wake_up_on(date(2027, 3, 7), time(12, 0))
    patient.coach.today.look()


def test_the_week_reads_back_day_by_day(patient: Patient, rows: Rows) -> None:
    live_the_week(patient)
    days = {row["day"]: row for row in rows("SELECT * FROM adherence_by_day ORDER BY day")}
    assert list(days) == [f"2027-03-0{day}" for day in range(1, 8)]
    monday_row = days["2027-03-01"]
    assert monday_row["done"] >= 4
    assert 0 < monday_row["percent"] < 100
    wednesday = days["2027-03-03"]
    assert wednesday["percent"] is None
    assert wednesday["not_recorded"] == wednesday["planned"] > 0
    assert days["2027-03-04"]["excused"] > 0
    # Sunday the coach was open and nothing was done: that is a zero, not a gap.
    assert days["2027-03-07"]["percent"] == 0
    assert days["2027-03-07"]["not_recorded"] == 0


def test_the_screen_shows_the_same_numbers_as_the_views(patient: Patient, rows: Rows) -> None:
    live_the_week(patient)
    shown = {line.day.isoformat(): line.percent for line in patient.coach.look_back.view(7).lines}
    stored = {
        row["day"]: row["percent"] for row in rows("SELECT day, percent FROM adherence_by_day")
    }
    assert shown == stored


def test_pain_stays_two_numbers_and_gaps_stay_gaps(patient: Patient, rows: Rows) -> None:
    live_the_week(patient)
    pain = rows("SELECT * FROM pain_by_day ORDER BY day, site")
    assert {row["site"] for row in pain} == {"back", "leg"}
    tuesday = [row for row in pain if row["day"] == "2027-03-02" and row["site"] == "leg"]
    assert tuesday[0]["worst"] == 8
    assert tuesday[0]["reach"] == "foot"
    assert not [row for row in pain if row["day"] == "2027-03-03"]


def test_what_hurt_is_in_the_log_with_its_light(patient: Patient, rows: Rows) -> None:
    live_the_week(patient)
    stopped = rows("SELECT * FROM exercise_done WHERE outcome = 'stopped'")
    assert [row["reason"] for row in stopped] == ["pain"]
    given = rows(f"SELECT * FROM light_given WHERE item = '{stopped[0]['item']}'")
    assert [row["light"] for row in given] == ["red"]
    log = {row["outcome"] for row in rows("SELECT * FROM session_log")}
    assert {"completed", "stopped_pain"} <= log


def test_the_sleep_in_mid_hold_counted_nothing_by_itself(patient: Patient, rows: Rows) -> None:
    live_the_week(patient)
    friday = rows("SELECT * FROM exercise_done WHERE day = '2027-03-05' ORDER BY seq")
    # Half a minute before the machine slept, then the whole of it again.
    assert [row["outcome"] for row in friday][:2] == [SetOutcome.PARTIAL, SetOutcome.DONE]
    assert friday[0]["seconds"] <= 32
    assert friday[1]["seconds"] == friday[1]["planned_seconds"]


def test_sitting_on_a_hard_seat_is_warned_of_twice_and_then_only_counted(
    patient: Patient, rows: Rows
) -> None:
    live_the_week(patient)
    bout = rows("SELECT * FROM sitting_bout")[0]
    assert (bout["surface"], bout["limit_minutes"], bout["warnings"]) == ("hard", 10, 2)
    assert bout["minutes"] == 20
    assert bout["overdue_minutes"] == 10
    assert len(rows("SELECT * FROM warning_given WHERE kind = 'sitting'")) == 2


def test_the_machine_was_off_and_the_next_start_says_what_was_missed(patient: Patient) -> None:
    monday(patient)
    patient.wake_up_on(date(2027, 3, 4), time(16, 30))
    away = patient.coach.today.look().away
    assert away is not None
    assert away.days_not_recorded == (date(2027, 3, 2), date(2027, 3, 3))
    assert away.missed_today
    states = {item.state for item in away.missed_today}
    assert states <= {ItemState.MISSED, ItemState.DUE}


def test_every_fact_is_numbered_without_a_gap(
    patient: Patient, rows: Rows, places: Places, tmp_path: Path
) -> None:
    live_the_week(patient)
    numbers = [row["seq"] for row in rows("SELECT seq FROM fact_chain ORDER BY seq")]
    assert numbers == list(range(1, len(numbers) + 1))
    patient.coach.close()
    from coach.store.backup import backup

    backup(places.home / "coach.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").exists()
