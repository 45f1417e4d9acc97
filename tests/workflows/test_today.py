"""Today: what is asked, what was missed, a bad day, and days nobody was here."""

import sqlite3
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.agenda import ItemState
from coach.domain.events import (
    ExerciseDone,
    FlareStarted,
    ItemAsked,
    ItemExcused,
    SessionEnded,
    StageChanged,
)
from coach.domain.outcomes import Excuse, Reason, SetOutcome
from coach.domain.pain import Moment, PainReport
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import BERLIN
from tests.workflows.conftest import Disk, Opener, facts_of
from tests.workflows.test_safety import answer_yes

MONDAY, TUESDAY = date(2027, 3, 1), date(2027, 3, 2)


def until(clock: ManualClock, day: date, at: time) -> None:
    """Let time pass for an awake machine."""
    then = datetime.combine(day, at, tzinfo=BERLIN)
    clock.advance(then.timestamp() - clock.now().timestamp())


def ids(coach: Coach, state: ItemState | None = None) -> list[str]:
    agenda = coach.today.look().agenda
    items = agenda.items if state is None else agenda.in_state(state)
    return [item.id.removeprefix("2027-03-") for item in items]


def asked(coach: Coach, day: date) -> list[str]:
    return [fact.item for fact in facts_of(coach, ItemAsked) if fact.for_day == day]


def did_all_of(coach: Coach, item_id: str) -> None:
    """The whole of an item, by facts."""
    item = next(item for item in coach.today.look().agenda.items if item.id.endswith(item_id))
    coach.records.record(
        ExerciseDone(
            session=None,
            item=item.id,
            exercise=item.exercise,
            set_no=1,
            side="none",
            reps=item.dose.total_reps,
            hold_seconds=item.dose.hold_seconds,
            seconds=float(item.dose.total_seconds),
            planned_reps=item.dose.total_reps,
            planned_seconds=float(item.dose.total_seconds),
            outcome=SetOutcome.DONE,
        )
    )


# --- opening the day


def test_the_first_look_writes_what_the_day_asks_and_later_ones_write_nothing(
    coach: Coach,
) -> None:
    shown = [item.id for item in coach.today.look().agenda.items]
    assert sorted(asked(coach, MONDAY)) == sorted(shown)
    coach.today.look()
    assert len(facts_of(coach, ItemAsked)) == len(shown)


def test_a_restart_asks_nothing_twice(coach: Coach, open_coach: Opener) -> None:
    count = len(coach.today.look().agenda.items)
    coach.close()
    again = open_coach()
    again.today.look()
    assert len(facts_of(again, ItemAsked)) == count


def test_after_midnight_the_next_day_is_opened(coach: Coach, clock: ManualClock) -> None:
    coach.today.look()
    until(clock, TUESDAY, time(0, 1))
    look = coach.today.look()
    assert look.agenda.day == TUESDAY
    assert asked(coach, TUESDAY) == [item.id for item in look.agenda.items]


def test_what_was_over_before_set_up_is_not_asked(new_coach: Coach, clock: ManualClock) -> None:
    until(clock, MONDAY, time(15, 0))
    new_coach.set_up.finish(SetUpAnswers(program="steady-back"))
    look = new_coach.today.look()
    assert look.agenda.in_state(ItemState.MISSED) == []
    assert look.agenda.due
    assert sorted(asked(new_coach, MONDAY)) == sorted(item.id for item in look.agenda.items)
    assert "2027-03-01/side-lie/1" not in asked(new_coach, MONDAY)
    assert "2027-03-01/side-lie/2" in asked(new_coach, MONDAY)


def test_the_day_after_set_up_asks_for_everything(new_coach: Coach, clock: ManualClock) -> None:
    until(clock, MONDAY, time(15, 0))
    new_coach.set_up.finish(SetUpAnswers(program="steady-back"))
    new_coach.today.look()
    until(clock, TUESDAY, time(8, 0))
    assert len(new_coach.today.look().agenda.items) == 12


def test_before_set_up_there_is_no_day(new_coach: Coach) -> None:
    from coach.domain.errors import InputError

    with pytest.raises(InputError, match="choose a program"):
        new_coach.today.look()


def test_the_day_is_shown_in_the_words_of_the_program(coach: Coach) -> None:
    look = coach.today.look()
    names = {item.exercise: look.name(item) for item in look.agenda.items}
    assert names == {one: coach.shelf.exercise(one).name for one in names}
    assert (look.program_title, look.stage_name) == ("Steady back", "Calm it down")


# --- days away


def test_days_away_are_filled_in_as_not_recorded(coach: Coach, clock: ManualClock) -> None:
    coach.today.look()
    until(clock, date(2027, 3, 4), time(16, 30))
    look = coach.today.look()
    assert look.away is not None
    assert look.away.days_not_recorded == (TUESDAY, date(2027, 3, 3))
    assert all(len(asked(coach, day)) == 12 for day in look.away.days_not_recorded)
    lines = {line.day: line for line in coach.look_back.view(7).lines}
    assert lines[TUESDAY].percent is None
    assert lines[TUESDAY].asked


def test_what_came_due_while_the_coach_was_off_is_said(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.today.look()
    coach.close()
    until(clock, MONDAY, time(16, 30))
    away = open_coach().today.look().away
    assert away is not None
    assert away.since == datetime(2027, 3, 1, 9, 30, tzinfo=BERLIN)
    missed = {item.id.split("/", 1)[1] for item in away.missed_today}
    assert {"walk-little-often/1", "cold-pack/1", "side-lie/2", "side-lie/3"} <= missed
    assert "side-lie/4" not in missed
    assert "side-lie/1" not in missed  # It was due before.
    assert away.days_not_recorded == ()


def test_what_came_due_while_the_machine_slept_is_said_too(
    coach: Coach, clock: ManualClock
) -> None:
    coach.today.look()
    clock.sleep_machine(4 * 3600)
    away = coach.today.look().away
    assert away is not None
    assert "2027-03-01/side-lie/2" in [item.id for item in away.missed_today]


def test_while_the_coach_is_open_nothing_was_missed_unseen(
    coach: Coach, clock: ManualClock
) -> None:
    for _ in range(60):
        clock.advance(300)
        assert coach.today.look().away is None


def test_what_was_missed_is_shown_until_it_was_read(coach: Coach, clock: ManualClock) -> None:
    coach.today.look()
    clock.sleep_machine(4 * 3600)
    assert coach.today.look().away is not None
    clock.advance(60)
    assert coach.today.look().away is not None
    coach.today.away_seen()
    assert coach.today.look().away is None


def test_a_day_on_which_only_pain_was_noted_is_recorded(coach: Coach, clock: ManualClock) -> None:
    coach.today.look()
    until(clock, TUESDAY, time(12, 0))
    coach.check_in.take(PainReport(back=2, leg=3), Moment.NOW)
    until(clock, date(2027, 3, 3), time(12, 0))
    look = coach.today.look()
    assert look.away is not None
    assert look.away.days_not_recorded == ()
    lines = {line.day: line for line in coach.look_back.view(7).lines}
    assert lines[TUESDAY].percent == 0.0


def test_a_day_that_asks_for_nothing_is_never_missing(
    new_coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", stage=StageCode.KEEP))
    new_coach.today.look()
    empty = [
        day
        for day in (MONDAY + timedelta(days=n) for n in range(7))
        if not _asks_anything(new_coach, day)
    ]
    new_coach.close()
    until(clock, date(2027, 3, 8), time(8, 0))
    look = open_coach().today.look()
    assert look.away is not None
    assert set(look.away.days_not_recorded).isdisjoint(empty)
    assert empty


def _asks_anything(coach: Coach, day: date) -> bool:
    from coach.domain.routine import asked_on

    stage = coach.records.require_plan().program.stage(StageCode.KEEP)
    return any(asked_on(asked, day, from_day=MONDAY) for asked in stage.prescriptions)


def test_days_away_are_asked_under_the_stage_that_held_on_them(
    coach: Coach, clock: ManualClock
) -> None:
    coach.today.look()
    until(clock, date(2027, 3, 3), time(8, 0))
    coach.records.record(
        StageChanged(
            from_stage=StageCode.CALM, to_stage=StageCode.BUILD, rule="test", evidence="test"
        )
    )
    coach.today.look()
    assert "2027-03-02/side-lie/1" in asked(coach, TUESDAY)
    assert not [item for item in asked(coach, date(2027, 3, 3)) if "side-lie" in item]


def test_a_long_absence_is_filled_in_no_further_than_two_months(
    coach: Coach, clock: ManualClock
) -> None:
    coach.today.look()
    until(clock, date(2027, 9, 1), time(8, 0))
    away = coach.today.look().away
    assert away is not None
    assert len(away.days_not_recorded) == 60


# --- the log cannot be written


def test_the_day_is_shown_while_the_disk_is_full_and_opened_when_it_is_not(
    overheard: Coach, disk: Disk
) -> None:
    disk.full = True
    assert overheard.today.look().agenda.due
    assert facts_of(overheard, ItemAsked) == []
    disk.full = False
    overheard.today.look()
    assert len(facts_of(overheard, ItemAsked)) == 12


def test_a_second_coach_shows_the_day_and_writes_nothing(coach: Coach, open_coach: Opener) -> None:
    coach.today.look()
    second = open_coach()
    assert not second.log.writable
    assert second.today.look().agenda.items == coach.today.look().agenda.items


# --- leaving out, and habits


def test_what_is_left_out_is_logged_with_its_reason_and_is_quiet(coach: Coach) -> None:
    item = coach.today.look().agenda.due[0]
    coach.today.decline(item, Reason.FATIGUE)
    (fact,) = facts_of(coach, ExerciseDone)
    assert (fact.item, fact.outcome, fact.reason) == (item.id, SetOutcome.SKIPPED, Reason.FATIGUE)
    assert (fact.set_no, fact.reps, fact.seconds) == (0, 0, 0.0)
    look = coach.today.look()
    assert item.id not in [one.id for one in look.agenda.due]
    assert look.adherence is not None
    assert (look.adherence.skipped, look.adherence.percent) == (1, 0.0)


def test_a_habit_is_ticked_off(coach: Coach) -> None:
    item = coach.today.look().agenda.items[0]
    dose = coach.shelf.exercise("am-nobend").dose
    habit = replace(item, id="2027-03-01/am-nobend/1", exercise="am-nobend", dose=dose)
    coach.today.tick(habit)
    (fact,) = facts_of(coach, ExerciseDone)
    assert (fact.item, fact.reps, fact.outcome) == (habit.id, 1, SetOutcome.DONE)


def test_a_habit_measured_in_time_is_kept_whole(coach: Coach) -> None:
    item = coach.today.look().agenda.items[0]
    exercise = coach.shelf.exercise("am-nobend")
    dose = replace(exercise.dose, hold_seconds=60, reps=(2,))
    coach.today.tick(replace(item, id="2027-03-01/am-nobend/1", exercise="am-nobend", dose=dose))
    (fact,) = facts_of(coach, ExerciseDone)
    assert fact.seconds == dose.total_seconds


def test_only_a_habit_is_ticked_off(coach: Coach) -> None:
    with pytest.raises(ValueError, match="side-lie"):
        coach.today.tick(coach.today.look().agenda.due[0])


# --- a bad day


def test_a_bad_day_asks_its_own_plan_and_excuses_what_only_the_stage_asked(
    coach: Coach, clock: ManualClock
) -> None:
    coach.today.look()
    ends = coach.today.begin_bad_day()
    assert ends == clock.now() + timedelta(hours=48)
    look = coach.today.look()
    assert look.agenda.flare
    assert look.flare_until == ends
    assert {item.exercise for item in look.agenda.items} == {
        "side-lie",
        "belly-breath",
        "heat-pack",
        "walk-little-often",
    }
    excused = facts_of(coach, ItemExcused)
    assert {fact.item.split("/")[1] for fact in excused} == {"cold-pack"}
    assert {fact.reason for fact in excused} == {Excuse.FLARE}


def test_nothing_of_the_bad_days_own_plan_is_excused(coach: Coach) -> None:
    coach.today.look()
    coach.today.begin_bad_day()
    assert coach.today.look().agenda.in_state(ItemState.EXCUSED) == []
    assert coach.today.look().agenda.due


def test_following_the_bad_days_plan_counts_in_full(coach: Coach, clock: ManualClock) -> None:
    coach.today.look()
    coach.today.begin_bad_day()
    for item in coach.today.look().agenda.items:
        did_all_of(coach, item.id)
    adherence = coach.today.look().adherence
    assert adherence is not None
    assert adherence.percent == 100.0


def test_a_bad_day_begun_in_the_afternoon_does_not_ask_for_the_morning(
    coach: Coach, clock: ManualClock
) -> None:
    until(clock, MONDAY, time(15, 0))
    coach.today.look()
    coach.today.begin_bad_day()
    look = coach.today.look()
    assert look.agenda.in_state(ItemState.MISSED) == []
    heat = [item.nth for item in look.agenda.items if item.exercise == "heat-pack"]
    assert heat == [1, 2]


def test_what_was_done_before_the_bad_day_still_counts(coach: Coach) -> None:
    coach.today.look()
    did_all_of(coach, "side-lie/1")
    coach.today.begin_bad_day()
    done = coach.today.look().agenda.in_state(ItemState.DONE)
    assert [item.id for item in done] == ["2027-03-01/side-lie/1"]


def test_after_two_days_the_stages_own_plan_is_asked_again(
    coach: Coach, clock: ManualClock
) -> None:
    coach.today.begin_bad_day()
    until(clock, TUESDAY, time(12, 0))
    assert coach.today.look().agenda.flare
    until(clock, date(2027, 3, 3), time(12, 0))
    look = coach.today.look()
    assert not look.agenda.flare
    assert "cold-pack" in {item.exercise for item in look.agenda.items}
    assert look.flare_until is None


def test_a_bad_day_begun_twice_loses_nothing(coach: Coach) -> None:
    coach.today.begin_bad_day()
    once = coach.today.look().agenda.items
    coach.today.begin_bad_day()
    assert coach.today.look().agenda.items == once


# --- another plan or stage in the middle of a day


def test_a_new_stage_in_the_middle_of_a_day_is_asked_from_then_on(
    coach: Coach, clock: ManualClock
) -> None:
    coach.today.look()
    until(clock, MONDAY, time(11, 30))
    coach.records.record(
        StageChanged(
            from_stage=StageCode.CALM, to_stage=StageCode.MOVE, rule="test", evidence="test"
        )
    )
    look = coach.today.look()
    assert "pelvic-tilt" in {item.exercise for item in look.agenda.items}
    shown = {item.id for item in look.agenda.items}
    assert shown <= set(asked(coach, MONDAY))
    excused = {fact.item for fact in facts_of(coach, ItemExcused)}
    assert set(asked(coach, MONDAY)) - shown == excused
    assert {fact.reason for fact in facts_of(coach, ItemExcused)} == {Excuse.THERAPIST}


def test_what_the_plan_asks_for_again_on_the_same_day_is_excused_no_longer(
    coach: Coach, clock: ManualClock
) -> None:
    def went(before: StageCode, to: StageCode) -> None:
        coach.records.record(
            StageChanged(from_stage=before, to_stage=to, rule="test", evidence="test")
        )

    coach.today.look()
    went(StageCode.CALM, StageCode.BUILD)
    coach.today.look()
    rests = {fact.item for fact in facts_of(coach, ItemExcused)}
    until(clock, MONDAY, time(12, 30))
    went(StageCode.BUILD, StageCode.CALM)
    items = {item.id: item for item in coach.today.look().agenda.items}
    assert rests & set(items)
    for item in rests & set(items):
        # A time that was over while the plan did not ask for it is not missed.
        over = items[item].closes_at <= clock.now()
        assert (items[item].state is ItemState.EXCUSED) is over
    assert any(items[item].state is not ItemState.EXCUSED for item in rests & set(items))
    # And it is excused anew where the plan takes it out again.
    went(StageCode.CALM, StageCode.BUILD)
    coach.today.look()
    assert {fact.item for fact in facts_of(coach, ItemExcused)} >= rests


def test_what_was_done_under_the_old_stage_is_not_excused(coach: Coach) -> None:
    coach.today.look()
    did_all_of(coach, "side-lie/1")
    coach.records.record(
        StageChanged(
            from_stage=StageCode.CALM, to_stage=StageCode.BUILD, rule="test", evidence="test"
        )
    )
    look = coach.today.look()
    assert "2027-03-01/side-lie/1" not in [fact.item for fact in facts_of(coach, ItemExcused)]
    assert look.adherence is not None
    assert look.adherence.done == 1


# --- a safety hold


def test_what_could_not_be_done_under_a_hold_does_not_count(
    coach: Coach, clock: ManualClock
) -> None:
    coach.today.look()
    answer_yes(coach, Tier.SAME_DAY)
    assert coach.today.look().hold is not None
    until(clock, MONDAY, time(17, 0))
    coach.safety.attest("2027-03-01")
    look = coach.today.look()
    excused = {item.id.split("/", 1)[1] for item in look.agenda.in_state(ItemState.EXCUSED)}
    # Their time ran out between half past nine and five.
    assert excused == {
        "side-lie/1",
        "side-lie/2",
        "walk-little-often/1",
        "walk-little-often/2",
    }
    assert {fact.reason for fact in facts_of(coach, ItemExcused)} == {Excuse.SAFETY}
    assert look.agenda.due


def test_days_under_a_hold_are_excused(coach: Coach, clock: ManualClock, places: Places) -> None:
    coach.today.look()
    answer_yes(coach)
    until(clock, date(2027, 3, 4), time(10, 0))
    coach.today.look()
    days = {line.day: line for line in coach.look_back.view(7).adherence}
    for day in (MONDAY, TUESDAY, date(2027, 3, 3)):
        assert days[day].excused == days[day].planned
        assert days[day].percent is None
    views = _view(places.home / "coach.db")
    assert views == {line.day.isoformat(): line.percent for line in days.values()}


def _view(file: Path) -> dict[str, float | None]:
    connection = sqlite3.connect(file)
    try:
        return dict(connection.execute("SELECT day, percent FROM adherence_by_day"))
    finally:
        connection.close()


# --- sessions that were cut off


def test_a_session_cut_off_today_is_offered_again(coach: Coach, open_coach: Opener) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport())
    runner.start()
    coach.close()
    assert open_coach().today.look().unfinished_session == runner.state.session


def test_a_session_cut_off_on_an_earlier_day_is_closed_by_itself(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport())
    runner.start()
    coach.close()
    until(clock, TUESDAY, time(8, 0))
    again = open_coach()
    assert again.today.look().unfinished_session is None
    (ended,) = facts_of(again, SessionEnded)
    assert (ended.session, ended.outcome.value) == (runner.state.session, "interrupted")


def test_a_session_over_midnight_is_not_cut_off_by_a_look(coach: Coach, clock: ManualClock) -> None:
    coach.today.look()
    until(clock, MONDAY, time(23, 58))
    runner = coach.sessions.begin(coach.today.look().agenda.due[:1], PainReport())
    runner.start()
    until(clock, TUESDAY, time(0, 1))
    coach.today.look()
    assert facts_of(coach, SessionEnded) == []


def test_a_session_being_done_is_told_from_one_that_was_cut_off(
    coach: Coach, clock: ManualClock
) -> None:
    assert not coach.today.look().in_session
    coach.sessions.begin(coach.today.look().agenda.due, PainReport()).start()
    assert coach.today.look().in_session
    clock.advance(3600)
    assert not coach.today.look().in_session


def test_a_second_bad_day_while_one_runs_begins_nothing(coach: Coach, clock: ManualClock) -> None:
    ends = coach.today.begin_bad_day()
    clock.advance(3600)
    assert coach.today.begin_bad_day() == ends
    assert len(facts_of(coach, FlareStarted)) == 1
    clock.advance(timedelta(hours=48).total_seconds())
    assert coach.today.bad_day_until() is None
    assert coach.today.begin_bad_day() > ends
