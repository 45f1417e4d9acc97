"""What a day asks, and how each thing stands as the hours pass."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.agenda import Agenda, AgendaItem, ItemState, agenda, asked_fact, flare_on
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    FlareStarted,
    ItemExcused,
    SessionStarted,
    Stamped,
)
from coach.domain.outcomes import Excuse, Reason, SetOutcome
from coach.domain.program import Because, Eased, Easier, Prescription, Program, StageCode
from coach.domain.timers import SKIN
from tests.builders import (
    BERLIN,
    a_flare_plan,
    a_history,
    a_prescription,
    a_program,
    stamped,
)

MONDAY = date(2027, 3, 1)
TUESDAY = MONDAY + timedelta(days=1)
STATES = set(ItemState)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def walks(gap_minutes: int = 60, count: int = 4) -> Prescription:
    """Short walks through the day, at 10, 13, 16 and 18."""
    return a_prescription(
        f"walk 3min {count}/day",
        times=(time(10), time(13), time(16), time(18))[:count],
        gap_minutes=gap_minutes,
    )


def look(
    program: Program,
    now: datetime,
    *facts: Stamped,
    day: date | None = None,
    from_day: date = MONDAY,
    received_at: datetime | None = None,
) -> Agenda:
    return agenda(
        program,
        StageCode.CALM,
        a_history(*facts),
        now,
        day=day or now.date(),
        from_day=from_day,
        received_at=received_at,
        zone=BERLIN,
    )


def states(agenda: Agenda) -> list[str]:
    return [item.state.value for item in agenda.items]


def did(
    item: str,
    when: datetime,
    *,
    seconds: float = 180.0,
    reps: int = 1,
    outcome: SetOutcome = SetOutcome.DONE,
    reason: Reason = Reason.NONE,
    session: str | None = "s1",
    exercise: str | None = None,
) -> Stamped:
    return stamped(
        ExerciseDone(
            session=session,
            item=item,
            exercise=exercise or item.split("/")[1],
            set_no=1,
            side="none",
            reps=reps,
            hold_seconds=180,
            seconds=seconds,
            planned_reps=1,
            planned_seconds=180.0,
            outcome=outcome,
            reason=reason,
        ),
        when,
    )


# --- the hours of a day


def test_a_thing_is_later_then_due_then_stays_due_until_midnight() -> None:
    program = a_program(a_prescription(times=(time(9),)))
    assert states(look(program, at(8, 59))) == ["later"]
    assert states(look(program, at(9))) == ["due"]
    assert states(look(program, at(23, 59))) == ["due"]


def test_a_day_says_which_it_is_and_of_which_stage() -> None:
    day = look(a_program(walks()), at(23), day=TUESDAY)
    assert (day.day, day.stage) == (TUESDAY, StageCode.CALM)


def test_what_to_do_now_is_what_is_due() -> None:
    assert [item.nth for item in look(a_program(walks()), at(13)).due] == [2]
    assert look(a_program(walks()), at(9)).due == []


def test_each_time_ends_with_the_next_one_and_the_last_at_midnight() -> None:
    ends = [item.closes_at for item in look(a_program(walks()), at(9)).items]
    assert ends == [at(13), at(16), at(18), at(0, day=TUESDAY)]


def test_a_slot_closes_when_the_next_one_opens() -> None:
    program = a_program(walks())
    assert states(look(program, at(12, 59))) == ["due", "later", "later", "later"]
    assert states(look(program, at(13))) == ["missed", "due", "later", "later"]
    assert states(look(program, at(23))) == ["missed", "missed", "missed", "due"]


def test_what_was_not_done_on_a_past_day_is_missed() -> None:
    program = a_program(walks())
    tuesday = at(8, day=TUESDAY)
    assert states(look(program, tuesday, day=MONDAY)) == ["missed"] * 4


def test_a_day_to_come_is_all_later() -> None:
    program = a_program(walks())
    assert states(look(program, at(23), day=TUESDAY)) == ["later"] * 4


def test_the_day_turns_at_the_patients_own_midnight() -> None:
    program = a_program(a_prescription(times=(time(23, 30),)))
    # 23:15 in UTC is a quarter past midnight in Berlin.
    after_midnight = at(0, 15, day=TUESDAY)
    assert states(look(program, after_midnight, day=MONDAY)) == ["missed"]
    assert states(look(program, at(23, 45), day=MONDAY)) == ["due"]


def test_it_is_the_patients_day_whatever_zone_the_clock_tells() -> None:
    program = a_program(a_prescription(times=(time(0, 10),)))
    quarter_past = at(0, 15, day=TUESDAY).astimezone(UTC)
    assert quarter_past.date() == MONDAY
    assert states(look(program, quarter_past, day=TUESDAY)) == ["due"]


def test_before_the_first_day_of_the_plan_nothing_is_asked() -> None:
    program = a_program(walks())
    assert look(program, at(12), from_day=TUESDAY).items == ()


def test_next_due_is_the_first_of_what_comes_later() -> None:
    program = a_program(walks())
    assert look(program, at(13, 30)).next_due_at == at(16)
    assert look(program, at(19)).next_due_at is None


# --- what was done


def test_a_walk_in_full_is_done() -> None:
    done = did("2027-03-01/walk/1", at(10, 5))
    assert states(look(a_program(walks()), at(10, 6), done))[0] == "done"


def test_a_walk_short_of_all_by_a_rounding_is_done() -> None:
    program = a_program(a_prescription("walk 10min"))
    short = {
        seconds: did("2027-03-01/walk/1", at(10), seconds=seconds) for seconds in (596.0, 597.0)
    }
    assert states(look(program, at(11), short[597.0])) == ["done"]
    assert states(look(program, at(11), short[596.0])) == ["due"]


def test_two_halves_of_a_walk_are_the_whole() -> None:
    halves = [did("2027-03-01/walk/1", at(10, minute), seconds=90.0) for minute in (5, 30)]
    assert states(look(a_program(walks()), at(11), *halves))[0] == "done"


def test_half_a_walk_is_half_done_and_still_due() -> None:
    half = did("2027-03-01/walk/1", at(10, 5), seconds=90.0, outcome=SetOutcome.PARTIAL)
    item = look(a_program(walks()), at(10, 6), half).items[0]
    assert (item.state, item.share) == (ItemState.DUE, 0.5)


def test_more_than_asked_is_never_more_than_all() -> None:
    twice = [did("2027-03-01/walk/1", at(10, minute)) for minute in (5, 30)]
    assert look(a_program(walks()), at(11), *twice).items[0].share == 1.0


def test_repetitions_count_where_nothing_is_held() -> None:
    program = a_program(a_prescription("bridge 2x10 tempo 4s"))
    six = did("2027-03-01/bridge/1", at(9, 5), reps=6, seconds=60.0)
    assert look(program, at(10), six).items[0].share == 0.3
    assert look(program, at(10)).items[0].share == 0.0


def test_a_rehearsal_at_another_pace_counts_nothing() -> None:
    fast = SessionStarted(session="fast", stage=StageCode.CALM, items=(), pace=20.0)
    done = did("2027-03-01/walk/1", at(10, 5), session="fast")
    item = look(a_program(walks()), at(11), stamped(fast, at(10)), done).items[0]
    assert (item.state, item.share) == (ItemState.DUE, 0.0)


def test_what_is_really_done_after_a_rehearsal_counts() -> None:
    fast = SessionStarted(session="fast", stage=StageCode.CALM, items=(), pace=20.0)
    tried = did("2027-03-01/walk/1", at(10, 5), session="fast")
    done = did("2027-03-01/walk/1", at(10, 30))
    day = look(a_program(walks()), at(11), stamped(fast, at(10)), tried, done)
    assert day.items[0].state is ItemState.DONE


def test_what_is_left_out_with_a_reason_is_not_asked_again_that_day() -> None:
    left_out = did(
        "2027-03-01/walk/1",
        at(10, 5),
        seconds=0.0,
        reps=0,
        outcome=SetOutcome.SKIPPED,
        reason=Reason.TIME,
        session=None,
    )
    item = look(a_program(walks()), at(10, 10), left_out).items[0]
    assert (item.state, item.declined) == (ItemState.MISSED, Reason.TIME)


def test_a_set_broken_off_because_it_hurt_is_not_asked_again_that_day() -> None:
    hurt = did(
        "2027-03-01/walk/1",
        at(10, 5),
        seconds=60.0,
        outcome=SetOutcome.PARTIAL,
        reason=Reason.PAIN,
    )
    assert states(look(a_program(walks()), at(10, 10), hurt))[0] == "missed"


def test_a_set_broken_off_for_lack_of_time_may_be_finished_later() -> None:
    hurried = did(
        "2027-03-01/walk/1",
        at(10, 5),
        seconds=60.0,
        outcome=SetOutcome.PARTIAL,
        reason=Reason.TIME,
    )
    assert states(look(a_program(walks()), at(10, 10), hurried))[0] == "due"


def test_what_was_left_out_and_then_done_is_done() -> None:
    left_out = did("2027-03-01/walk/1", at(10, 5), seconds=0.0, reps=0, outcome=SetOutcome.SKIPPED)
    done = did("2027-03-01/walk/1", at(10, 30))
    assert states(look(a_program(walks()), at(11), left_out, done))[0] == "done"


def test_an_excused_item_stays_excused() -> None:
    excused = stamped(ItemExcused(item="2027-03-01/walk/1", reason=Excuse.THERAPIST), at(8))
    item = look(a_program(walks()), at(11), excused).items[0]
    assert (item.state, item.excused) == (ItemState.EXCUSED, Excuse.THERAPIST)


def test_an_item_on_the_asked_side_carries_its_dose() -> None:
    item = look(a_program(walks()), at(11)).items[0]
    fact = asked_fact(item, MONDAY)
    assert (fact.item, fact.for_day) == ("2027-03-01/walk/1", MONDAY)
    assert fact.exercise == "walk"
    assert (fact.planned_reps, fact.planned_seconds, fact.timed) == (1, 180, True)


def test_an_item_carries_what_the_therapist_wrote_beside_it() -> None:
    program = a_program(a_prescription(note="On the mat."))
    assert [item.note for item in look(program, at(9)).items] == ["On the mat."]


# --- what is asked easier, or rests, after a red


def test_what_is_asked_easier_says_so_and_is_asked() -> None:
    easier = Eased(Easier.HALF, Because.RED)
    item = look(a_program(a_prescription(eased=easier)), at(9)).items[0]
    assert (item.eased, item.state) == (easier, ItemState.DUE)


def test_what_may_not_be_made_easier_rests_and_counts_on_neither_side() -> None:
    left_out = Eased(Easier.LEFT_OUT, Because.RED)
    item = look(a_program(a_prescription(eased=left_out)), at(9)).items[0]
    assert (item.state, item.excused) == (ItemState.EXCUSED, Excuse.SAFETY)
    assert item.eased == left_out


# --- the skin before a pack


def answered(item: str, value: str, instrument: str = SKIN) -> Stamped:
    return stamped(AnswerGiven(instrument=instrument, item=item, value=value), at(9))


def packs(*facts: Stamped) -> list[bool]:
    program = a_program(a_prescription("cold-pack 10min 2/day", times=(time(9), time(15))))
    return [item.numb for item in look(program, at(10), *facts).items]


def test_a_pack_whose_skin_was_answered_no_is_numb_and_the_next_is_not() -> None:
    first = "2027-03-01/cold-pack/1"
    assert packs() == [False, False]
    assert packs(answered(first, "no")) == [True, False]
    assert packs(answered(first, "yes")) == [False, False]
    assert packs(answered(first, "no"), answered(first, "yes")) == [False, False]


def test_a_no_to_another_question_makes_no_pack_numb() -> None:
    assert packs(answered("2027-03-01/cold-pack/1", "no", instrument="week")) == [False, False]


# --- several times a day, with the smallest gap kept


def test_the_next_time_waits_until_the_gap_has_passed() -> None:
    late = did("2027-03-01/walk/1", at(12, 50))
    program = a_program(walks(gap_minutes=60))
    assert states(look(program, at(13, 49), late))[:2] == ["done", "later"]
    assert look(program, at(13, 49), late).items[1].due_at == at(13, 50)
    assert states(look(program, at(13, 50), late))[:2] == ["done", "due"]


def test_the_gap_is_kept_when_the_later_time_was_done_first() -> None:
    early = did("2027-03-01/walk/2", at(10, 30))
    program = a_program(walks(gap_minutes=60))
    assert states(look(program, at(11, 29), early))[:2] == ["later", "done"]
    assert states(look(program, at(11, 30), early))[:2] == ["due", "done"]


@pytest.mark.parametrize(("seconds", "reps"), [(1.0, 0), (0.0, 1)])
def test_the_gap_begins_with_however_little_was_done(seconds: float, reps: int) -> None:
    little = did("2027-03-01/walk/1", at(12, 50), seconds=seconds, reps=reps)
    assert states(look(a_program(walks()), at(13, 30), little))[1] == "later"


def test_what_was_left_out_begins_no_gap() -> None:
    left_out = did("2027-03-01/walk/1", at(12, 50), seconds=0.0, reps=0, outcome=SetOutcome.SKIPPED)
    assert states(look(a_program(walks()), at(13), left_out))[1] == "due"


def test_what_is_begun_when_the_next_one_opens_moves_nothing_that_is_over() -> None:
    done = did("2027-03-01/walk/2", at(13))
    assert look(a_program(walks()), at(14), done).items[0].due_at == at(10)


def test_when_something_is_asked_is_told_in_utc_after_a_gap_too() -> None:
    done = did("2027-03-01/walk/1", at(12, 50))
    offsets = {item.due_at.utcoffset() for item in look(a_program(walks()), at(13), done).items}
    assert offsets == {timedelta(0)}


def test_a_set_under_the_mere_name_of_an_exercise_counts_for_its_gap() -> None:
    by_name = did("walk", at(12, 50), exercise="walk")
    assert states(look(a_program(walks()), at(13, 30), by_name))[1] == "later"


def test_the_gap_does_not_end_at_midnight() -> None:
    program = a_program(
        a_prescription("cold-pack 10min 2/day", times=(time(0, 10), time(23, 30)), gap_minutes=60)
    )
    late = did("2027-03-01/cold-pack/2", at(23, 50), seconds=600.0)
    assert states(look(program, at(0, 20, day=TUESDAY), late))[0] == "later"
    assert states(look(program, at(0, 50, day=TUESDAY), late))[0] == "due"


def test_the_easier_form_counts_for_the_gap_of_what_was_asked() -> None:
    easier = did("2027-03-01/walk/1", at(12, 50), exercise="walk-slowly")
    assert states(look(a_program(walks()), at(13, 30), easier))[1] == "later"


def test_a_part_of_the_same_item_does_not_lock_it_out() -> None:
    part = did("2027-03-01/walk/1", at(10, 5), seconds=60.0, outcome=SetOutcome.PARTIAL)
    assert states(look(a_program(walks()), at(10, 6), part))[0] == "due"


def test_in_the_hour_that_spring_takes_no_two_times_are_due_at_once() -> None:
    # 02:30 does not exist on 28 March 2027 in Berlin: it comes out at 03:30, after 03:00.
    spring = date(2027, 3, 28)
    program = a_program(a_prescription("walk 3min 2/day", times=(time(2, 30), time(3, 0))))
    for minutes in range(0, 180, 5):
        now = datetime(2027, 3, 28, 0, 0, tzinfo=BERLIN) + timedelta(hours=1, minutes=minutes)
        day = look(program, now, day=spring)
        assert len(day.items) == 2
        assert len(day.due) <= 1


# --- named days and times a week


def test_named_days_are_taken_as_they_are() -> None:
    program = a_program(a_prescription("bridge 2x10 1/day mon,thu"))
    asked = [bool(look(program, at(12, day=MONDAY + timedelta(days=n))).items) for n in range(14)]
    assert asked == [True, False, False, True, False, False, False] * 2


def test_five_a_week_asks_five_days_of_seven() -> None:
    program = a_program(a_prescription("walk 10min 1/day 5/week"))
    asked = [len(look(program, at(12, day=MONDAY + timedelta(days=n))).items) for n in range(7)]
    assert sum(asked) == 5
    assert asked[0] == 1


# --- the first day


def test_what_was_over_when_the_plan_came_is_not_asked() -> None:
    program = a_program(walks(), a_prescription("bridge 2x10", times=(time(9),)))
    day = look(program, at(15), received_at=at(15))
    assert [item.id for item in day.items] == [
        "2027-03-01/bridge/1",
        "2027-03-01/walk/2",
        "2027-03-01/walk/3",
        "2027-03-01/walk/4",
    ]
    assert ItemState.MISSED not in {item.state for item in day.items}


def test_what_ends_as_the_plan_comes_is_over() -> None:
    day = look(a_program(walks()), at(13), received_at=at(13))
    assert [item.nth for item in day.items] == [2, 3, 4]


def test_on_the_next_day_everything_is_asked() -> None:
    day = look(a_program(walks()), at(8, day=TUESDAY), received_at=at(15))
    assert len(day.items) == 4


def test_what_was_done_before_a_new_version_came_stays_on_the_day() -> None:
    done = did("2027-03-01/walk/1", at(10, 5))
    day = look(a_program(walks()), at(15), done, received_at=at(15))
    assert [item.nth for item in day.items] == [1, 2, 3, 4]
    assert day.items[0].state is ItemState.DONE


def test_what_was_left_out_before_a_new_version_came_stays_on_the_day() -> None:
    left_out = did("2027-03-01/walk/1", at(10, 5), seconds=0.0, reps=0, outcome=SetOutcome.SKIPPED)
    day = look(a_program(walks()), at(15), left_out, received_at=at(15))
    assert [item.nth for item in day.items] == [1, 2, 3, 4]


def test_what_was_excused_before_a_new_version_came_stays_on_the_day() -> None:
    excused = stamped(ItemExcused(item="2027-03-01/walk/1", reason=Excuse.THERAPIST), at(8))
    day = look(a_program(walks()), at(15), excused, received_at=at(15))
    assert [item.nth for item in day.items] == [1, 2, 3, 4]


# --- a bad day


def flare(when: datetime, hours: int = 48) -> Stamped:
    return stamped(FlareStarted(hours=hours), when)


def test_a_bad_day_asks_its_own_plan_and_ends_by_itself() -> None:
    program = a_program(walks())
    begun = flare(at(9))
    asked = [
        {item.exercise for item in look(program, at(12, day=day), begun).items}
        for day in (MONDAY, TUESDAY, MONDAY + timedelta(days=2))
    ]
    # 48 hours from Monday nine are over on Wednesday: Wednesday is an ordinary day again.
    assert asked == [{"side-lie"}, {"side-lie"}, {"walk"}]
    assert look(program, at(12), begun).flare
    assert not look(program, at(12, day=MONDAY + timedelta(days=2)), begun).flare


def test_a_bad_day_is_over_when_its_hours_are_in_the_middle_of_a_day_too() -> None:
    begun = flare(at(9), hours=6)
    assert look(a_program(walks()), at(14, 59), begun).flare
    after = look(a_program(walks()), at(15), begun)
    assert not after.flare
    # The walks are at 10, 13, 16 and 18; what was over at three in the afternoon is not asked.
    assert [item.nth for item in after.items] == [2, 3, 4]
    assert not look(a_program(walks()), at(9, day=TUESDAY), begun).flare


def test_a_bad_day_changes_nothing_before_it_began() -> None:
    assert not look(
        a_program(walks()), at(12, day=TUESDAY), flare(at(9, day=TUESDAY)), day=MONDAY
    ).flare


def test_a_day_that_is_past_was_bad_if_its_end_was() -> None:
    late_on_wednesday = at(23, 45, day=MONDAY + timedelta(days=2))
    bad = {
        hours: look(a_program(walks()), late_on_wednesday, flare(at(9), hours), day=MONDAY).flare
        for hours in (6, 14, 15, 16, 24, 40)
    }
    # From nine in the morning 15 hours last until midnight.
    assert bad == {6: False, 14: False, 15: True, 16: True, 24: True, 40: True}


def test_a_bad_day_lasts_its_hours_whatever_zone_the_clock_tells() -> None:
    # A quarter past midnight on Tuesday in Berlin is a quarter past eleven on Monday in UTC.
    now = at(0, 15, day=TUESDAY).astimezone(UTC)
    assert look(a_program(walks()), now, flare(at(9), 24), day=TUESDAY).flare


def test_where_no_zone_is_known_the_day_is_that_of_the_clock() -> None:
    bad = a_history(flare(at(9), 11))
    assert flare_on(bad, MONDAY, at(23, 30), None) == (None, at(20))


def test_a_bad_day_ends_on_the_patients_day_wherever_it_was_recorded() -> None:
    program = a_program(a_prescription("walk 3min 2/day", times=(time(0, 5), time(0, 20))))
    in_utc = flare(at(8, 30).astimezone(UTC), hours=16)
    # It was over at half past midnight in Berlin, and so was the first walk of Tuesday.
    day = look(program, at(9, day=TUESDAY), in_utc)
    assert [item.nth for item in day.items] == [2]


def test_a_bad_day_counts_behind_one_recorded_further_east() -> None:
    east = at(13).astimezone(ZoneInfo("Pacific/Auckland"))
    assert east.date() == TUESDAY
    assert look(a_program(walks()), at(15), flare(east, 1), flare(at(14))).flare


def test_a_bad_day_does_not_ask_what_was_over_when_it_began() -> None:
    program = a_program(
        walks(),
        flare=a_flare_plan(a_prescription("side-lie 10min 2/day", times=(time(9), time(12)))),
    )
    day = look(program, at(15), flare(at(15)))
    assert [(item.id, item.state) for item in day.items] == [
        ("2027-03-01/side-lie/2", ItemState.DUE)
    ]


# --- properties over random plans and times

NAMES = ("bridge", "walk", "side-lie", "cold-pack")


@st.composite
def prescriptions(draw: st.DrawFn) -> list[Prescription]:
    found = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True)):
        times = draw(st.lists(st.times(), max_size=5, unique=True))
        count = len(times) or draw(st.integers(1, 6))
        week = draw(st.sampled_from(["", " 3/week", " 5/week", " mon,wed,fri"]))
        asked = a_prescription(
            f"{name} 1x5 hold 10s {count}/day{week}",
            times=tuple(sorted(at.replace(second=0, microsecond=0) for at in times)),
            gap_minutes=draw(st.sampled_from([0, 30, 60, 240])),
        )
        found.append(asked)
    return found


moments = st.integers(0, 3 * 24 * 60).map(lambda minutes: at(0) + timedelta(minutes=minutes))


@st.composite
def worked(draw: st.DrawFn, plan: Sequence[Prescription]) -> list[Stamped]:
    facts = []
    for when in draw(st.lists(moments, max_size=8)):
        asked = draw(st.sampled_from(plan))
        nth = draw(st.integers(1, asked.dose.times_a_day))
        fact = did(
            f"{when.date()}/{asked.exercise}/{nth}",
            when,
            reps=5,
            seconds=draw(st.sampled_from([0.0, 20.0, 50.0])),
            outcome=draw(st.sampled_from(SetOutcome)),
        )
        facts.append(fact)
    return sorted(facts, key=lambda fact: fact.at)


@given(st.data(), prescriptions(), moments)
def test_every_item_stands_somewhere_and_has_a_name_of_its_own(
    data: st.DataObject, plan: list[Prescription], now: datetime
) -> None:
    facts = data.draw(worked(plan))
    day = look(a_program(*plan), now, *facts)
    ids = [item.id for item in day.items]
    assert len(ids) == len(set(ids))
    assert {item.state for item in day.items} <= STATES
    assert sum(len(day.in_state(state)) for state in ItemState) == len(day.items)
    assert {item.id.split("/")[0] for item in day.items} <= {now.date().isoformat()}
    assert all(0 <= item.share <= 1 for item in day.items)


@given(st.data(), prescriptions(), moments)
def test_never_are_two_of_one_exercise_due_at_once(
    data: st.DataObject, plan: list[Prescription], now: datetime
) -> None:
    facts = data.draw(worked(plan))
    due = [item.exercise for item in look(a_program(*plan), now, *facts).due]
    assert len(due) == len(set(due))


@given(st.data(), prescriptions(), moments)
def test_what_is_due_keeps_its_gap_to_every_other_time(
    data: st.DataObject, plan: list[Prescription], now: datetime
) -> None:
    facts = [fact for fact in data.draw(worked(plan)) if fact.at <= now]
    gaps = {asked.exercise: asked.gap_minutes for asked in plan}
    for item in look(a_program(*plan), now, *facts).due:
        assert not _too_near(item, facts, now, gaps[item.exercise])


def _too_near(item: AgendaItem, facts: list[Stamped], now: datetime, gap_minutes: int) -> bool:
    return any(
        isinstance(fact.fact, ExerciseDone)
        and fact.fact.item != item.id
        and fact.fact.item.split("/")[1] == item.exercise
        and now < fact.at + timedelta(minutes=gap_minutes)
        for fact in facts
    )


RANK = {
    ItemState.LATER: 0,
    ItemState.DUE: 1,
    ItemState.MISSED: 2,
    ItemState.DONE: 2,
    ItemState.EXCUSED: 2,
}


@given(st.data(), prescriptions(), moments, st.integers(0, 48 * 60))
def test_as_time_passes_things_only_move_on_and_none_comes_or_goes(
    data: st.DataObject, plan: list[Prescription], now: datetime, minutes: int
) -> None:
    facts = data.draw(worked(plan))
    program = a_program(*plan)
    before = look(program, now, *facts)
    after = look(program, now + timedelta(minutes=minutes), *facts, day=now.date())
    assert [item.id for item in before.items] == [item.id for item in after.items]
    for earlier, later in zip(before.items, after.items, strict=True):
        assert RANK[later.state] >= RANK[earlier.state]
        if earlier.state is ItemState.DONE:
            assert later.state is ItemState.DONE


@given(prescriptions(), moments)
def test_a_day_asks_as_many_times_as_the_dose_says(plan: list[Prescription], now: datetime) -> None:
    items = look(a_program(*plan), now).items
    for asked in plan:
        found = [item for item in items if item.exercise == asked.exercise]
        assert len(found) in (0, asked.dose.times_a_day)
        assert [item.nth for item in found] == sorted(item.nth for item in found)
