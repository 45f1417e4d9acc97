"""After a red: the rest of the day left out, easier the next time, and back by two greens."""

from datetime import date, time
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.errors import InputError, SafetyHoldError
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    ItemAsked,
    ItemExcused,
    LightGiven,
    PainScore,
    PlanReceived,
    StageChanged,
)
from coach.domain.lights import Light
from coach.domain.outcomes import Excuse
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import Because, Easier, StageCode
from coach.domain.red_flags import Tier
from coach.domain.settled import Settled
from coach.review.light_words import Coming
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.coach import Coach
from coach.workflows.run_session import SessionRunner
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import SHIPPED
from tests.workflows.conftest import Opener, facts_of, said
from tests.workflows.test_run_session import run, run_to_work
from tests.workflows.test_safety import answer_yes
from tests.workflows.test_today import until

MONDAY, TUESDAY, WEDNESDAY = date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 3)
BEFORE = PainReport(2, 3, Reach.THIGH)
CALM = PainReport(2, 3, Reach.THIGH)
RED = PainReport(leg=7, reach=Reach.THIGH)
ELEVEN, TWO, FIVE, EIGHT = time(11, 5), time(14, 5), time(17, 5), time(20, 5)


@pytest.fixture
def mover(new_coach: Coach, clock: ManualClock) -> Coach:
    """A patient whose stage asks press-ups four times a day, with leave to ease them."""
    answers = SetUpAnswers(program="stand-ease", stage=StageCode.MOVE, sore_side="left")
    new_coach.set_up.finish(answers)
    until(clock, MONDAY, ELEVEN)
    return new_coach


def item(coach: Coach, name: str) -> AgendaItem:
    """An item of today by the exercise that the plan asks and its time: `press-up/2`."""
    return next(one for one in coach.today.look().agenda.items if one.id.endswith(f"/{name}"))


def do(
    coach: Coach,
    clock: ManualClock,
    *names: str,
    leg: PainReport | None = None,
    after: PainReport = CALM,
) -> SessionRunner:
    """A whole session of these items; `leg` is answered where the leg is asked after one."""
    runner = coach.sessions.begin([item(coach, name) for name in names], BEFORE)
    coach.check_in.take(BEFORE, Moment.BEFORE, session=runner.state.session)
    runner.start()
    while not runner.state.phase.over:
        run(clock, runner, 5)
        if runner.state.phase is Phase.ASKING_REACH:
            runner.give(Given(Command.SCORED, report=leg or PainReport()))
    coach.check_in.after_session(BEFORE, after, session=runner.state.session)
    return runner


def hurt(coach: Coach, clock: ManualClock, name: str, report: PainReport) -> SessionRunner:
    """Stop an exercise for pain and end there."""
    runner = coach.sessions.begin([item(coach, name)], BEFORE)
    runner.start()
    run_to_work(clock, runner)
    run(clock, runner, 8)
    runner.give(Given(Command.HURTS))
    runner.give(Given(Command.SCORED, report=report))
    runner.give(Given(Command.SKIP))
    return runner


def excused(coach: Coach) -> dict[str, Excuse]:
    coach.today.look()
    return {fact.item[11:]: fact.reason for fact in facts_of(coach, ItemExcused)}


# --- the rest of the day


def test_what_was_red_after_the_exercise_is_left_out_for_the_rest_of_the_day(
    mover: Coach, clock: ManualClock
) -> None:
    do(mover, clock, "press-up/1", leg=RED)
    assert item(mover, "press-up/1").state is ItemState.DONE
    for nth in (2, 3, 4):
        assert item(mover, f"press-up/{nth}").state is ItemState.EXCUSED
    assert excused(mover) == {f"press-up/{nth}": Excuse.SAFETY for nth in (2, 3, 4)}
    assert item(mover, "slider-supine/2").state is ItemState.LATER


def test_what_was_stopped_red_is_excused_itself_and_counts_on_neither_side(
    mover: Coach, clock: ManualClock
) -> None:
    hurt(mover, clock, "press-up/1", PainReport(3, 8, Reach.CALF))
    (light,) = facts_of(mover, LightGiven)
    assert (light.exercise, light.light, light.why) == ("press-up", Light.RED, "calf after thigh")
    assert excused(mover) == {f"press-up/{nth}": Excuse.SAFETY for nth in (1, 2, 3, 4)}
    adherence = mover.today.look().adherence
    assert adherence is not None
    assert adherence.excused == 4


def test_a_red_session_leaves_out_what_had_no_green_the_walk_too(
    mover: Coach, clock: ManualClock
) -> None:
    do(mover, clock, "slider-supine/1", leg=CALM)
    do(mover, clock, "press-up/1", "walk-prog/1", after=RED)
    assert set(excused(mover)) == {"press-up/2", "press-up/3", "press-up/4"}


def test_green_by_itself_it_is_asked_again_after_a_red_session(
    mover: Coach, clock: ManualClock
) -> None:
    do(mover, clock, "press-up/1", leg=CALM, after=RED)
    assert excused(mover) == {}
    until(clock, TUESDAY, ELEVEN)
    assert item(mover, "press-up/1").eased is None


def test_what_is_left_out_cannot_be_done_by_its_name(mover: Coach, clock: ManualClock) -> None:
    do(mover, clock, "press-up/1", leg=RED)
    until(clock, MONDAY, FIVE)
    day = mover.today.look().agenda
    with pytest.raises(InputError, match="left out for today"):
        mover.sessions.choose(day, [item(mover, "press-up/3").id])
    # By the exercise's own name too, though the first time of it was done.
    assert all(one.exercise != "press-up" for one in mover.sessions.choose(day, []))


def test_a_red_at_the_end_of_the_day_is_excused_though_nobody_looks_until_the_next(
    mover: Coach, clock: ManualClock
) -> None:
    until(clock, MONDAY, FIVE)
    do(mover, clock, "press-up/3", leg=RED)
    until(clock, TUESDAY, ELEVEN)
    mover.today.look()
    monday = {fact.item for fact in facts_of(mover, ItemExcused)}
    assert "2027-03-01/press-up/4" in monday
    # What had been missed before the red stays missed.
    assert "2027-03-01/press-up/1" not in monday


def test_a_session_that_is_gone_on_with_leaves_out_what_was_stopped_red(
    mover: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    runner = mover.sessions.begin(
        [item(mover, "press-up/1"), item(mover, "slider-supine/1")], BEFORE
    )
    runner.start()
    run_to_work(clock, runner)
    run(clock, runner, 8)
    runner.give(Given(Command.HURTS))
    runner.give(Given(Command.SCORED, report=PainReport(3, 9, Reach.CALF)))
    mover.close()
    again = open_coach()
    look = again.today.look()
    assert look.unfinished_session is not None
    resumed = again.sessions.resume(look.agenda, look.unfinished_session, BEFORE)
    assert [block.exercise.id for block in resumed.state.plan.blocks] == ["slider-supine"]


def test_under_a_hold_the_answer_starts_no_further_exercise(
    mover: Coach, clock: ManualClock
) -> None:
    items = [item(mover, "press-up/1"), item(mover, "slider-supine/1")]
    runner = mover.sessions.begin(items, BEFORE)
    runner.start()
    while runner.state.phase is not Phase.ASKING_REACH:
        run(clock, runner, 1)
    answer_yes(mover, Tier.SAME_DAY)
    with pytest.raises(SafetyHoldError):
        runner.give(Given(Command.SCORED, report=CALM))
    assert runner.state.phase is Phase.ASKING_REACH


# --- the next time


def test_red_in_the_morning_easier_the_next_day_and_back_after_two_greens(
    mover: Coach, clock: ManualClock
) -> None:
    do(mover, clock, "press-up/1", leg=RED)
    until(clock, TUESDAY, ELEVEN)
    first = item(mover, "press-up/1")
    assert first.exercise == "prone-elbows"
    assert mover.today.look().name(first) == "Propped on elbows"
    assert first.eased is not None
    assert (first.eased.how, first.eased.because) == (Easier.FORM, Because.RED)
    asked = [fact for fact in facts_of(mover, ItemAsked) if fact.item == first.id]
    assert asked[-1].exercise == "prone-elbows"
    do(mover, clock, "press-up/1")
    until(clock, TUESDAY, TWO)
    # The same easier form for the whole of Tuesday, whatever its sessions say.
    do(mover, clock, "press-up/2")
    assert item(mover, "press-up/3").exercise == "prone-elbows"
    assert {fact.exercise for fact in facts_of(mover, ExerciseDone)} == {
        "press-up",
        "prone-elbows",
    }
    until(clock, WEDNESDAY, ELEVEN)
    back = item(mover, "press-up/1")
    assert (back.exercise, back.eased) == ("press-up", None)
    assert back.dose.reps == (10,)


def test_a_second_red_is_half_of_the_easier_form(mover: Coach, clock: ManualClock) -> None:
    do(mover, clock, "press-up/1", leg=RED)
    until(clock, TUESDAY, ELEVEN)
    whole = item(mover, "press-up/1").dose.hold_seconds
    hurt(mover, clock, "press-up/1", PainReport(3, 9, Reach.THIGH))
    until(clock, WEDNESDAY, ELEVEN)
    again = item(mover, "press-up/1")
    assert again.eased is not None
    assert again.eased.how is Easier.FORM_AND_HALF
    assert again.exercise == "prone-elbows"
    assert again.dose.hold_seconds == whole // 2


def test_why_it_is_easier_is_said_once_in_plain_words(mover: Coach, clock: ManualClock) -> None:
    do(mover, clock, "slider-supine/1", leg=RED)
    until(clock, TUESDAY, ELEVEN)
    do(mover, clock, "slider-supine/1", leg=CALM)
    sentence = "Half of it today: it was red last time."
    assert sum(sentence in line for line in said(mover)) == 1
    done = [fact for fact in facts_of(mover, ExerciseDone) if fact.exercise == "slider-supine"]
    assert [fact.planned_reps for fact in done] == [10, 5]


def test_another_stage_and_back_keeps_it_as_easy(mover: Coach, clock: ManualClock) -> None:
    do(mover, clock, "press-up/1", leg=RED)
    until(clock, TUESDAY, ELEVEN)
    assert item(mover, "press-up/1").exercise == "prone-elbows"
    change = {"rule": "therapist", "evidence": ""}
    to_calm = StageChanged(from_stage=StageCode.MOVE, to_stage=StageCode.CALM, **change)
    to_move = StageChanged(from_stage=StageCode.CALM, to_stage=StageCode.MOVE, **change)
    mover.records.record(to_calm, to_move)
    assert item(mover, "press-up/1").exercise == "prone-elbows"


def test_it_is_the_same_after_a_restart(
    mover: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    do(mover, clock, "press-up/1", leg=RED)
    until(clock, TUESDAY, ELEVEN)
    before = mover.today.look().agenda
    mover.close()
    assert open_coach().today.look().agenda == before


def own_program(places: Places, easing: str) -> None:
    """The shipped program as the therapist changed it, in the patient's own folder."""
    text = (SHIPPED / "stand-ease" / "program.toml").read_text(encoding="utf-8")
    own = Path(places.own_programs) / "stand-ease"
    own.mkdir(parents=True)
    changed = text.replace("[flare]\n", f"[easing]\n{easing}\n\n[flare]\n")
    (own / "program.toml").write_text(changed, encoding="utf-8")


def test_where_the_plan_allows_no_swap_it_is_half(
    places: Places, clock: ManualClock, open_coach: Opener
) -> None:
    own_program(places, "may_swap = false")
    coach = open_coach()
    coach.set_up.finish(SetUpAnswers(program="stand-ease", stage=StageCode.MOVE))
    until(clock, MONDAY, ELEVEN)
    do(coach, clock, "press-up/1", leg=RED)
    until(clock, TUESDAY, ELEVEN)
    found = item(coach, "press-up/1")
    assert (found.exercise, found.dose.reps) == ("press-up", (5,))


def test_where_the_plan_allows_nothing_it_is_left_out_until_a_new_plan(
    places: Places, clock: ManualClock, open_coach: Opener
) -> None:
    own_program(places, "may_swap = false\nmay_halve = false")
    coach = open_coach()
    coach.set_up.finish(SetUpAnswers(program="stand-ease", stage=StageCode.MOVE))
    until(clock, MONDAY, ELEVEN)
    runner = do(coach, clock, "press-up/1", leg=RED)
    assert coach.settling.coming(runner.state.session) is Coming.LEFT_OUT
    until(clock, TUESDAY, ELEVEN)
    assert item(coach, "press-up/1").state is ItemState.EXCUSED
    tuesday = [name for name in excused(coach) if name.startswith("press-up")]
    assert set(tuesday) == {f"press-up/{nth}" for nth in (1, 2, 3, 4)}
    (plan,) = facts_of(coach, PlanReceived)
    coach.records.record(plan)
    until(clock, WEDNESDAY, ELEVEN)
    assert item(coach, "press-up/1").state is ItemState.DUE


# --- what is promised at the end of the session


def test_easier_next_time_is_promised_only_when_it_comes_easier(
    mover: Coach, clock: ManualClock
) -> None:
    red = do(mover, clock, "press-up/1", leg=RED)
    assert mover.settling.coming(red.state.session) is Coming.EASIER
    walk = do(mover, clock, "walk-prog/1", after=RED)
    assert mover.settling.coming(walk.state.session) is Coming.EASIER
    until(clock, TUESDAY, ELEVEN)
    assert item(mover, "press-up/1").eased is not None
    until(clock, WEDNESDAY, ELEVEN)
    assert item(mover, "walk-prog/1").eased is not None


def test_that_hurts_and_not_now_makes_it_easier_the_next_day(
    mover: Coach, clock: ManualClock
) -> None:
    hurt(mover, clock, "press-up/1", PainReport())
    until(clock, TUESDAY, ELEVEN)
    eased = item(mover, "press-up/1").eased
    assert eased is not None
    assert (eased.how, eased.because) == (Easier.FORM, Because.HURT)


def test_the_easier_form_keeps_the_question_for_the_leg(mover: Coach, clock: ManualClock) -> None:
    do(mover, clock, "press-up/1", leg=RED)
    until(clock, TUESDAY, ELEVEN)
    plan = mover.sessions.plan_for([item(mover, "press-up/1")])
    (block,) = plan.blocks
    assert block.exercise.id == "prone-elbows"
    assert block.steps[-1].then_ask is not None


# --- the light of the whole session


def test_the_light_of_a_session_is_a_fact_with_its_reason(mover: Coach, clock: ManualClock) -> None:
    runner = do(mover, clock, "walk-prog/1", after=PainReport(2, 5, Reach.THIGH))
    (light,) = facts_of(mover, LightGiven)
    assert (light.session, light.item, light.exercise) == (runner.state.session, "", "")
    assert (light.light, light.why) == (Light.AMBER, "leg 3, then 5")


def test_without_a_score_there_is_no_light(mover: Coach, clock: ManualClock) -> None:
    do(mover, clock, "walk-prog/1", after=PainReport())
    assert facts_of(mover, LightGiven) == []


def test_a_rehearsal_gets_no_light(mover: Coach) -> None:
    lower = PainReport(leg=7, reach=Reach.FOOT)
    light = mover.check_in.after_session(BEFORE, lower, session="s1", pace=20.0).light
    assert light is Light.RED
    assert facts_of(mover, LightGiven) == []


# --- the 24-hour answer


def settle(coach: Coach, value: str) -> str:
    asked = coach.settling.question()
    assert asked is not None
    return coach.settling.answered(asked, Settled(value))


def test_after_a_green_session_nothing_is_asked(mover: Coach, clock: ManualClock) -> None:
    do(mover, clock, "walk-prog/1")
    until(clock, TUESDAY, ELEVEN)
    assert mover.settling.question() is None


def test_the_leg_that_had_not_settled_makes_today_easier_at_once(
    mover: Coach, clock: ManualClock
) -> None:
    runner = do(mover, clock, "slider-supine/1", after=PainReport(2, 5, Reach.THIGH))
    until(clock, TUESDAY, ELEVEN)
    chosen = [item(mover, "slider-supine/1")]
    assert chosen[0].eased is None
    assert settle(mover, "not_yet") == ""
    (answer,) = facts_of(mover, AnswerGiven)
    assert (answer.instrument, answer.item) == ("settled", runner.state.session)
    assert (answer.value, answer.total) == ("not_yet", None)
    assert mover.settling.question() is None
    (now,) = mover.sessions.as_they_stand(mover.today.look().agenda, chosen)
    assert now.eased is not None
    assert now.eased.because is Because.NOT_SETTLED
    assert now.dose.reps == (5,)


def test_a_leg_that_has_not_settled_on_the_same_day_is_waited_for_and_asked_after_again(
    mover: Coach, clock: ManualClock
) -> None:
    do(mover, clock, "slider-supine/1", after=PainReport(2, 5, Reach.THIGH))
    asked = mover.settling.question()
    assert asked is not None
    mover.settling.answered(asked, Settled.NOT_YET)
    assert mover.settling.waits(asked, Settled.NOT_YET)
    assert not mover.settling.waits(asked, Settled.HOUR)
    assert mover.settling.question() == asked
    mover.settling.answered(asked, Settled.HOUR)
    assert mover.settling.question() is None


def test_after_a_day_it_comes_easier_instead_of_being_waited_for(
    mover: Coach, clock: ManualClock
) -> None:
    do(mover, clock, "slider-supine/1", after=PainReport(2, 5, Reach.THIGH))
    until(clock, WEDNESDAY, EIGHT)
    asked = mover.settling.question()
    assert asked is not None
    assert not mover.settling.waits(asked, Settled.NOT_YET)


@pytest.mark.parametrize("value", ["hour", "morning"])
def test_the_leg_that_settled_holds_the_dose(mover: Coach, clock: ManualClock, value: str) -> None:
    do(mover, clock, "slider-supine/1", after=PainReport(2, 5, Reach.THIGH))
    until(clock, TUESDAY, ELEVEN)
    settle(mover, value)
    assert item(mover, "slider-supine/1").eased is None


def test_worse_and_two_days_of_not_yet_say_to_tell_the_therapist(
    mover: Coach, clock: ManualClock
) -> None:
    do(mover, clock, "slider-supine/1", after=PainReport(2, 5, Reach.THIGH))
    until(clock, WEDNESDAY, EIGHT)
    assert "therapist" in settle(mover, "not_yet")
    do(mover, clock, "walk-prog/1", after=PainReport(2, 5, Reach.THIGH))
    assert "therapist" in settle(mover, "worse")


def begun_and_left(mover: Coach, clock: ManualClock, after: PainReport) -> str:
    """A session that is ended before anything was done; its id."""
    runner = mover.sessions.begin([item(mover, "walk-prog/1")], BEFORE)
    session = runner.state.session
    mover.check_in.take(BEFORE, Moment.BEFORE, session=session)
    runner.start()
    runner.give(Given(Command.END))
    assert runner.summary().nothing_done
    mover.check_in.after_session(BEFORE, after, session=session)
    return session


def test_a_session_of_nothing_has_no_light_but_keeps_its_scores(
    mover: Coach, clock: ManualClock
) -> None:
    session = begun_and_left(mover, clock, CALM)
    assert facts_of(mover, LightGiven) == []
    scores = [one for one in facts_of(mover, PainScore) if one.session == session]
    assert {one.moment for one in scores} == {Moment.BEFORE, Moment.AFTER}


def test_further_down_is_red_though_nothing_was_done(mover: Coach, clock: ManualClock) -> None:
    begun_and_left(mover, clock, PainReport(2, 1, Reach.FOOT))
    (light,) = facts_of(mover, LightGiven)
    assert light.light is Light.RED
