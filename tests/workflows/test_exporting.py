"""What is gathered for those who read it elsewhere."""

from datetime import date, timedelta

import pytest

from coach.clock import ManualClock
from coach.domain.errors import InputError, SafetyHoldError
from coach.domain.events import CareStepNoted, PlanReceived, ReviewDecided, SafetyHold
from coach.domain.outcomes import Decision
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.store.event_log import SqliteEventLog
from coach.store.whole_log import WholeLog
from coach.workflows.coach import Coach
from coach.workflows.exporting import Exporting, therapists_own
from tests.conftest import BERLIN


def gathered(coach: Coach) -> Exporting:
    """What may be written of this coach's patient."""
    assert isinstance(coach.log, SqliteEventLog)
    return Exporting(WholeLog(coach.log), coach.records)


def days(coach: Coach, count: int) -> list[date]:
    """The days on which something is in the calendar."""
    found = gathered(coach).coming(count)
    return sorted({one.starts_at.astimezone(BERLIN).date() for one in found})


def test_the_coming_days_ask_what_the_agenda_of_each_day_asks(coach: Coach) -> None:
    today = coach.records.today()
    assert days(coach, 3) == [today + timedelta(days=n) for n in range(3)]


def test_what_is_over_today_is_not_in_the_calendar(coach: Coach, clock: ManualClock) -> None:
    morning = {one.key for one in gathered(coach).coming(1)}
    clock.advance(8 * 3600)
    evening = {one.key for one in gathered(coach).coming(1)}
    assert evening < morning


def test_names_are_those_that_people_use(coach: Coach) -> None:
    names = {name for one in gathered(coach).coming(7) for name in one.names}
    shelf = {one.name for one in coach.shelf.exercises()}
    assert names
    assert names <= shelf


def test_a_plan_whose_time_is_over_goes_on_in_the_calendar_as_on_the_screen(coach: Coach) -> None:
    today = coach.records.today()
    coach.records.record(
        PlanReceived(
            program="steady-back",
            version=1,
            therapist="",
            from_day=today,
            stage=StageCode.CALM,
            sore_side="left",
            valid_until=today + timedelta(days=2),
        )
    )
    assert days(coach, 28)[-1] == today + timedelta(days=27)


def test_nothing_is_put_into_a_calendar_while_coaching_is_locked(coach: Coach) -> None:
    coach.records.record(SafetyHold(tier=Tier.SAME_DAY))
    with pytest.raises(SafetyHoldError):
        gathered(coach).coming(28)


def test_before_set_up_there_is_nothing_to_put_into_one(new_coach: Coach) -> None:
    with pytest.raises(InputError, match="Run `coach`"):
        gathered(new_coach).coming(28)


def test_what_a_therapist_notes_for_themselves_goes_to_no_other_system(coach: Coach) -> None:
    coach.records.record(
        ReviewDecided(decision=Decision.KEEP, note="Doubts."),
        CareStepNoted(step="injection", on_day=coach.records.today(), note="Talked about."),
    )
    course = gathered(coach).course()
    kinds = {type(one.fact) for one in course.history.facts}
    assert not kinds & {ReviewDecided, CareStepNoted}
    exported = gathered(coach).everything()
    assert [type(one.fact) for one in therapists_own(exported)] == [ReviewDecided, CareStepNoted]


def test_the_course_of_care_has_the_program_and_what_it_asks(coach: Coach) -> None:
    course = gathered(coach).course()
    (plan,) = course.plans
    program = course.programs[plan.id]
    asked = {one.exercise for one in program.stage(StageCode.CALM).prescriptions}
    assert asked <= set(course.exercises)
    assert course.instruments
    assert course.questions["opening"]


def test_a_program_of_another_version_is_not_taken_for_the_plans(coach: Coach) -> None:
    plan = PlanReceived(
        program="steady-back",
        version=99,
        therapist="",
        from_day=coach.records.today(),
        stage=StageCode.CALM,
        sore_side="none",
    )
    coach.records.record(plan)
    course = gathered(coach).course()
    assert [one.plan_version for one in course.plans][-1] == "steady-back@99"
    assert "steady-back@99" not in course.programs
