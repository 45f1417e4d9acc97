"""Adherence by hand: done over asked, each item at most once, gaps as gaps."""

from datetime import date, datetime, timedelta

from coach.domain.events import (
    CareStepNoted,
    ExerciseDone,
    Fact,
    ItemAsked,
    ItemExcused,
    LogShared,
    NoteWritten,
    PlanReceived,
    ReviewDecided,
    SessionStarted,
    Stamped,
)
from coach.domain.outcomes import Decision, Excuse, SetOutcome
from coach.domain.program import StageCode
from coach.review.adherence import DayAdherence, adherence_by_day, mean_percent
from tests.builders import NINE, a_history, stamped

MONDAY = NINE.date()
TUESDAY_NINE = NINE + timedelta(days=1)


def asked(item: str, *, reps: int = 10, seconds: int = 0, day: date = MONDAY) -> ItemAsked:
    return ItemAsked(
        item=item,
        for_day=day,
        exercise=item,
        planned_reps=reps,
        planned_seconds=seconds,
        timed=seconds > 0,
    )


def did(
    item: str,
    reps: int = 10,
    seconds: float = 0.0,
    outcome: SetOutcome = SetOutcome.DONE,
    session: str | None = None,
) -> ExerciseDone:
    return ExerciseDone(
        session=session,
        item=item,
        exercise=item,
        set_no=1,
        side="none",
        reps=reps,
        hold_seconds=0,
        seconds=seconds,
        planned_reps=10,
        planned_seconds=0.0,
        outcome=outcome,
    )


def left_out(item: str) -> ExerciseDone:
    return did(item, reps=0, outcome=SetOutcome.SKIPPED)


def monday_of(*facts: Fact | Stamped) -> DayAdherence:
    (day,) = adherence_by_day(a_history(*facts))
    return day


def test_all_done_is_a_hundred() -> None:
    day = monday_of(asked("a"), asked("b"), did("a"), did("b"))
    assert day == DayAdherence(MONDAY, 2, 2, 0, 0, 0, 0, 100.0)


def test_one_of_three_is_a_third() -> None:
    assert monday_of(asked("a"), asked("b"), asked("c"), did("a")).percent == 33.3


def test_parts_count_as_parts() -> None:
    # 10 of 10, 4 of 10, nothing of 10: (1 + 0.4 + 0) / 3.
    day = monday_of(asked("a"), asked("b"), asked("c"), did("a"), did("b", 4))
    assert (day.done, day.partial, day.skipped, day.percent) == (1, 1, 0, 46.7)


def test_more_of_one_thing_does_not_make_up_for_another() -> None:
    assert monday_of(asked("a"), asked("b"), did("a", 30)).percent == 50.0


def test_two_halves_are_a_whole() -> None:
    assert monday_of(asked("a"), did("a", 5), did("a", 5)).done == 1


def test_seconds_count_where_something_is_held() -> None:
    day = monday_of(asked("walk", reps=1, seconds=600), did("walk", reps=0, seconds=150.0))
    assert day.percent == 25.0


def test_an_excused_item_leaves_both_sides() -> None:
    excused = ItemExcused(item="b", reason=Excuse.FLARE)
    day = monday_of(asked("a"), asked("b"), did("a"), excused)
    assert (day.planned, day.excused, day.percent) == (2, 1, 100.0)


def test_a_day_on_which_all_is_excused_has_no_percentage() -> None:
    day = monday_of(asked("a"), ItemExcused(item="a", reason=Excuse.SAFETY))
    assert (day.excused, day.percent) == (1, None)


def test_what_was_left_out_counts_as_nothing_and_is_said_so() -> None:
    day = monday_of(asked("a"), asked("b"), did("a"), left_out("b"))
    assert (day.skipped, day.percent) == (1, 50.0)


def test_a_day_with_the_coach_open_and_nothing_done_is_a_zero() -> None:
    day = monday_of(asked("a"))
    assert (day.not_recorded, day.percent) == (0, 0.0)


def test_a_day_asked_only_in_hindsight_is_not_recorded_and_not_a_zero() -> None:
    late = stamped(asked("a"), TUESDAY_NINE)
    day = monday_of(late)
    assert (day.planned, day.not_recorded, day.percent) == (1, 1, None)


def test_a_note_written_that_day_makes_it_a_recorded_one() -> None:
    late = stamped(asked("a"), TUESDAY_NINE)
    assert monday_of(NoteWritten(text="Away."), late).percent == 0.0


def test_the_plan_alone_makes_no_day_recorded() -> None:
    plan = PlanReceived(
        program="p",
        version=1,
        therapist="",
        from_day=MONDAY,
        stage=StageCode.CALM,
        sore_side="none",
    )
    assert monday_of(plan, stamped(asked("a"), TUESDAY_NINE)).percent is None


def test_what_the_therapist_wrote_makes_no_day_of_the_patient_recorded() -> None:
    late = stamped(asked("a"), TUESDAY_NINE)
    decided = ReviewDecided(decision=Decision.KEEP, note="")
    noted = CareStepNoted(step="conservative", on_day=MONDAY, note="")
    day = monday_of(decided, noted, late)
    assert (day.not_recorded, day.percent) == (1, None)


def test_a_log_that_was_sent_tells_nothing_of_the_exercises_of_that_day() -> None:
    shared = LogShared(key="ab" * 32, facts=1, last_seq=1)
    assert monday_of(shared, stamped(asked("a"), TUESDAY_NINE)).percent is None
    assert monday_of(shared, asked("a")).percent == 0.0


def test_a_rehearsal_counts_nothing() -> None:
    fast = SessionStarted(session="fast", stage=StageCode.CALM, items=("a",), pace=20.0)
    day = monday_of(asked("a"), fast, did("a", session="fast"))
    assert (day.done, day.percent) == (0, 0.0)


def test_what_was_asked_anew_with_another_dose_is_measured_by_the_new_one() -> None:
    day = monday_of(asked("a", reps=10), asked("a", reps=5), did("a", 5))
    assert (day.planned, day.percent) == (1, 100.0)


def test_work_without_a_known_amount_is_done_once_something_was_done() -> None:
    assert monday_of(asked("a", reps=0), did("a", 1)).percent == 100.0
    assert monday_of(asked("a", reps=0)).percent == 0.0


def test_what_nobody_asked_for_is_in_no_day() -> None:
    assert adherence_by_day(a_history(did("a"))) == ()


def test_a_fact_that_was_taken_back_no_longer_counts() -> None:
    # The log gives standing facts only: without the set, the item stands as not done.
    assert monday_of(asked("a"), asked("b"), did("b")).percent == 50.0


def test_the_mean_is_over_the_days_that_have_a_percentage() -> None:
    def day(percent: float | None) -> DayAdherence:
        return DayAdherence(MONDAY, 1, 0, 0, 0, 0, 0, percent)

    assert mean_percent([day(100.0), day(None), day(50.0)]) == 75.0
    assert mean_percent([day(None)]) is None
    assert mean_percent([]) is None


def test_days_come_oldest_first() -> None:
    late: datetime = TUESDAY_NINE
    facts = [stamped(asked("b", day=late.date()), late), stamped(asked("a"))]
    assert [day.day for day in adherence_by_day(a_history(*facts))] == [MONDAY, late.date()]
