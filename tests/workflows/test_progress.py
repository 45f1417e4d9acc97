"""Stages over days: what is proposed, who confirms it, and what a bad day leaves behind."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.domain.agenda import ItemState
from coach.domain.errors import InputError, SafetyHoldError
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    FlareProposed,
    ItemAsked,
    ItemExcused,
    LightGiven,
    StageChanged,
    StageProposed,
)
from coach.domain.history import history_of
from coach.domain.lights import Light
from coach.domain.outcomes import Excuse, SetOutcome
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import Confirms, GateRule, StageCode
from coach.review.adherence import adherence_by_day
from coach.review.outlook import Kind
from coach.review.verdicts import State, Verdict
from coach.store.files import PATIENT_LOG
from coach.workflows.coach import Coach
from coach.workflows.progress import Standing
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import BERLIN, answer_list
from tests.workflows.conftest import Disk, Opener, facts_of
from tests.workflows.test_safety import answer_yes

MONDAY, FRIDAY = date(2027, 3, 1), date(2027, 3, 5)
A, B, C = StageCode.CALM, StageCode.MOVE, StageCode.BUILD


def at(clock: ManualClock, day: date, hour: int, minute: int = 0) -> None:
    """Let time pass for an awake machine."""
    then = datetime.combine(day, time(hour, minute), tzinfo=BERLIN)
    clock.advance(then.timestamp() - clock.now().timestamp())


def days(first: int, last: int) -> list[date]:
    """Days of the plan, the first is 0."""
    return [MONDAY + timedelta(days=n) for n in range(first, last + 1)]


def did_everything(coach: Coach) -> None:
    """All that the day asks, in full."""
    items = coach.today.look().agenda.items
    coach.records.record(
        *(
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
            for item in items
            if item.state is not ItemState.DONE
        )
    )


def live(
    coach: Coach,
    clock: ManualClock,
    on: Sequence[date],
    leg: int,
    reach: Reach = Reach.THIGH,
    *,
    walk: str = "8",
) -> None:
    """Days on which everything was done and noted, the evening too."""
    for day in on:
        at(clock, day, 10)
        coach.check_in.take(PainReport(2, leg, reach), Moment.NOW)
        did_everything(coach)
        at(clock, day, 20)
        coach.records.record(
            AnswerGiven(instrument="evening", item="easy_position", value="yes"),
            AnswerGiven(instrument="walk", item="minutes", value=walk),
        )


def standing(coach: Coach) -> Standing | None:
    return coach.today.look().proposal


def stage(coach: Coach) -> StageCode:
    return coach.today.look().agenda.stage


@pytest.fixture
def ready(coach: Coach, clock: ManualClock) -> Coach:
    """Four calm days behind: on Friday morning everything fits stage B."""
    live(coach, clock, days(0, 3), leg=3)
    at(clock, FRIDAY, 9)
    return coach


def begin_in(new_coach: Coach, code: StageCode) -> Coach:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam", stage=code))
    return new_coach


# --- going on


def test_a_plan_without_data_proposes_nothing(coach: Coach, clock: ManualClock) -> None:
    assert standing(coach) is None
    clock.advance(60)
    assert standing(coach) is None
    assert facts_of(coach, StageProposed) == []
    states = {one.state for one in coach.progress.look().outlook.forward}
    assert State.NOT_MET not in states


def test_calm_days_propose_the_next_stage_once_and_the_log_says_why(
    ready: Coach, clock: ManualClock
) -> None:
    found = standing(ready)
    assert found is not None
    assert found.line == "Your answers fit stage B, Get it moving. Press g to see why."
    assert found.confirms is Confirms.THERAPIST
    for _ in range(5):
        clock.advance(600)
        standing(ready)
    (proposed,) = facts_of(ready, StageProposed)
    assert (proposed.from_stage, proposed.to_stage) == (A, B)
    assert "Leg at rest 5 or less on 4 of the last 4 days: 3, 3, 3, 3." in proposed.evidence
    assert "100 percent on the mean of 4 recorded days of 7." in proposed.evidence
    assert stage(ready) is A


def test_it_is_not_logged_again_on_the_next_day_nor_after_a_restart(
    ready: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    standing(ready)
    live(ready, clock, days(4, 5), leg=3)
    assert standing(ready) is not None
    ready.close()
    again = open_coach()
    at(clock, days(6, 6)[0], 9)
    assert standing(again) is not None
    assert len(facts_of(again, StageProposed)) == 1


def test_it_is_logged_again_when_the_reason_fell_away_and_came_back(
    ready: Coach, clock: ManualClock
) -> None:
    standing(ready)
    live(ready, clock, days(4, 5), leg=7)
    assert all(one.proposal.kind is not Kind.GO_ON for one in [standing(ready)] if one)
    live(ready, clock, days(6, 11), leg=3)
    assert standing(ready) is not None
    assert len(facts_of(ready, StageProposed)) == 2


def test_what_was_put_off_is_not_shown_again_that_day(ready: Coach, clock: ManualClock) -> None:
    found = standing(ready)
    assert found is not None
    ready.progress.put_off(found.proposal)
    assert standing(ready) is None
    assert facts_of(ready, StageChanged) == []
    live(ready, clock, [FRIDAY], leg=3)
    assert standing(ready) is None
    at(clock, days(5, 5)[0], 9)
    assert standing(ready) is not None


def test_the_therapists_word_is_logged_with_the_change(ready: Coach) -> None:
    found = standing(ready)
    assert found is not None
    begun = ready.progress.confirm(
        found.proposal, therapist=" Dr  Example ", agreed_on="2027-03-04"
    )
    assert begun.code is B
    (changed,) = facts_of(ready, StageChanged)
    assert (changed.from_stage, changed.to_stage, changed.rule) == (A, B, found.proposal.rule)
    assert changed.evidence.startswith(found.proposal.evidence)
    assert changed.evidence.endswith("The patient says that Dr Example agreed on 2027-03-04.")


@pytest.mark.parametrize(
    ("who", "day", "what"),
    [
        ("", "2027-03-04", "name"),
        ("Dr Example", "", "no date"),
        ("Dr Example", "5 March", "no date"),
        ("Dr Example", "2027-03-06", "still to come"),
        ("Dr Example", "2027-02-28", "before your program"),
    ],
)
def test_an_agreement_that_cannot_be_changes_nothing(
    ready: Coach, who: str, day: str, what: str
) -> None:
    found = standing(ready)
    assert found is not None
    with pytest.raises(InputError, match=what):
        ready.progress.confirm(found.proposal, therapist=who, agreed_on=day)
    assert facts_of(ready, StageChanged) == []
    assert standing(ready) is not None


def test_the_new_stage_is_asked_from_then_on_and_the_rest_is_excused(
    ready: Coach, clock: ManualClock
) -> None:
    at(clock, FRIDAY, 11)
    found = standing(ready)
    assert found is not None
    ready.progress.confirm(found.proposal, therapist="Dr Example", agreed_on="today")
    friday = [fact for fact in facts_of(ready, ItemAsked) if fact.for_day == FRIDAY]
    assert "pelvic-tilt" in {fact.exercise for fact in friday}
    excused = {fact.item for fact in facts_of(ready, ItemExcused)}
    assert f"{FRIDAY}/cold-pack/2" in excused
    assert {item.exercise for item in ready.today.look().agenda.items} == {
        "pelvic-tilt",
        "cat-camel",
        "calf",
        "walk-prog",
    }
    assert standing(ready) is None


def test_a_proposal_that_no_longer_stands_is_not_confirmed(
    ready: Coach, clock: ManualClock
) -> None:
    found = standing(ready)
    assert found is not None
    at(clock, FRIDAY, 12)
    ready.check_in.take(PainReport(2, 8, Reach.FOOT), Moment.NOW)
    with pytest.raises(InputError, match="not proposed any more"):
        ready.progress.confirm(found.proposal, therapist="Dr Example", agreed_on="today")
    assert stage(ready) is A


def test_under_a_hold_nothing_is_proposed_and_nothing_confirmed(
    ready: Coach,
) -> None:
    found = standing(ready)
    assert found is not None
    answer_yes(ready)
    assert standing(ready) is None
    assert ready.progress.look().locked
    with pytest.raises(SafetyHoldError):
        ready.progress.confirm(found.proposal, therapist="Dr Example", agreed_on="today")
    assert facts_of(ready, StageChanged) == []


def test_a_hold_from_before_lets_nothing_be_logged(coach: Coach, clock: ManualClock) -> None:
    answer_yes(coach)
    live(coach, clock, days(0, 5), leg=3)
    assert facts_of(coach, StageProposed) == []


def test_something_new_without_the_whole_list_holds_everyone_where_they_are(
    ready: Coach,
) -> None:
    ready.safety.opening_answered(True)
    assert standing(ready) is None
    for item in ready.safety.flags.items:
        ready.safety.answered(item, False)
    assert standing(ready) is not None


def test_no_sign_is_taken_for_absent_before_the_whole_list(new_coach: Coach) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
    assert [verdict.state for verdict in about_signs(new_coach)] == [State.NO_DATA]
    answer_list(new_coach)
    assert [verdict.state for verdict in about_signs(new_coach)] == [State.MET]


def test_a_list_from_before_a_new_plan_was_finished(coach: Coach, clock: ManualClock) -> None:
    at(clock, FRIDAY, 8)
    coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
    assert [verdict.state for verdict in about_signs(coach)] == [State.MET]


def about_signs(coach: Coach) -> list[Verdict]:
    rule = GateRule.NO_RED_FLAG
    forward = coach.progress.look().outlook.forward
    return [one for one in forward if one.criterion.rule is rule]


def test_a_log_that_refuses_shows_no_proposal_that_is_not_in_it(
    overheard: Coach, disk: Disk, clock: ManualClock
) -> None:
    live(overheard, clock, days(0, 3), leg=3)
    disk.full = True
    at(clock, FRIDAY, 9)
    assert standing(overheard) is None
    disk.full = False
    clock.advance(60)
    assert standing(overheard) is not None


def test_looking_reads_nothing_while_nothing_was_written(
    overheard: Coach, disk: Disk, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    live(overheard, clock, days(0, 1), leg=3)
    plan, course = overheard.records.require_plan(), overheard.records.course()
    overheard.progress.look(plan, course)

    def read(*_: object, **__: object) -> list[object]:
        raise AssertionError("the log was read")

    monkeypatch.setattr(Disk, "read", read)
    overheard.progress.look(plan, course)


# --- stepping back


def test_getting_worse_proposes_a_step_back_that_the_patient_confirms(
    new_coach: Coach, clock: ManualClock
) -> None:
    coach = begin_in(new_coach, B)
    live(coach, clock, days(0, 6), leg=2)
    live(coach, clock, days(7, 13), leg=7)
    found = standing(coach)
    assert found is not None
    assert (found.proposal.kind, found.proposal.to_stage) == (Kind.STEP_BACK, A)
    assert found.confirms is Confirms.PATIENT
    assert found.line == "A step back to stage A, Calm it down, is proposed. Press g to see why."
    coach.progress.confirm(found.proposal)
    assert stage(coach) is A
    (changed,) = facts_of(coach, StageChanged)
    assert (changed.rule, changed.evidence) == (found.proposal.rule, found.proposal.evidence)
    after = standing(coach)
    assert after is None or after.proposal.kind is Kind.FLARE


def test_further_down_the_leg_for_two_days_proposes_a_step_back(
    new_coach: Coach, clock: ManualClock
) -> None:
    coach = begin_in(new_coach, C)
    live(coach, clock, days(0, 3), leg=2, reach=Reach.THIGH)
    live(coach, clock, days(4, 4), leg=2, reach=Reach.CALF)
    assert standing(coach) is None
    live(coach, clock, days(5, 5), leg=1, reach=Reach.FOOT)
    found = standing(coach)
    assert found is not None
    assert (found.proposal.rule, found.proposal.to_stage) == ("reach_lower", B)


# --- a bad day


def test_a_leg_well_above_its_middle_proposes_the_plan_for_a_bad_day_once(
    coach: Coach, clock: ManualClock
) -> None:
    live(coach, clock, days(0, 3), leg=3)
    at(clock, days(4, 4)[0], 9)
    coach.check_in.take(PainReport(2, 6, Reach.THIGH), Moment.NOW)
    found = standing(coach)
    assert found is not None
    assert found.proposal.kind is Kind.FLARE
    clock.advance(600)
    coach.check_in.take(PainReport(2, 8, Reach.THIGH), Moment.NOW)
    standing(coach)
    (proposed,) = facts_of(coach, FlareProposed)
    assert proposed.evidence == "Leg at rest 6 on 5 Mar; 3 in the middle of 4 days before."
    assert facts_of(coach, StageProposed) == []
    with pytest.raises(InputError, match="changes no stage"):
        coach.progress.confirm(found.proposal)
    coach.today.begin_bad_day()
    assert standing(coach) is None


def test_a_red_session_proposes_it_too(coach: Coach) -> None:
    coach.records.record(
        LightGiven(session="s1", item="", exercise="", light=Light.RED, why="Leg 3, then 8.")
    )
    found = standing(coach)
    assert found is not None
    assert found.line == "The plan for a bad day is proposed for today. Press g to see why."


def asked_now(coach: Coach) -> set[str]:
    return {item.exercise for item in coach.today.look().agenda.items}


def test_on_its_last_day_a_bad_day_is_over_with_its_hours_in_every_place(
    coach: Coach, clock: ManualClock
) -> None:
    at(clock, MONDAY, 15)
    coach.today.look()
    ends = coach.today.begin_bad_day()
    wednesday = days(2, 2)[0]
    assert ends == datetime.combine(wednesday, time(15), tzinfo=BERLIN)
    for moment, runs in (((9, 0), True), ((14, 59), True), ((15, 0), False), ((20, 0), False)):
        at(clock, wednesday, *moment)
        look = coach.today.look()
        assert (look.agenda.flare, look.flare_until is not None) == (runs, runs), moment
        assert ("cold-pack" in asked_now(coach)) is not runs
    # What was over by three in the afternoon is not asked; what is still open is.
    asked = {fact.item for fact in facts_of(coach, ItemAsked) if fact.for_day == wednesday}
    assert f"{wednesday}/cold-pack/1" in asked  # Open until the second time at half past eight.
    assert f"{wednesday}/cold-pack/2" in asked
    assert coach.today.look().agenda.in_state(ItemState.LATER)


def test_what_the_bad_day_asked_and_was_not_done_by_its_end_is_excused(
    coach: Coach, clock: ManualClock
) -> None:
    at(clock, MONDAY, 15)
    coach.today.begin_bad_day()
    wednesday = days(2, 2)[0]
    at(clock, wednesday, 10)
    did_everything(coach)
    at(clock, wednesday, 15)
    coach.today.look()
    mine = [fact for fact in facts_of(coach, ItemExcused) if fact.item.startswith(str(wednesday))]
    assert mine == []  # All was done by then, and what is done stays done.
    done = {item.exercise for item in coach.today.look().agenda.in_state(ItemState.DONE)}
    assert "side-lie" in done


def test_what_was_left_of_the_bad_day_is_excused_as_such(coach: Coach, clock: ManualClock) -> None:
    at(clock, MONDAY, 15)
    coach.today.begin_bad_day()
    wednesday = days(2, 2)[0]
    for hour in (9, 15):
        at(clock, wednesday, hour)
        coach.today.look()
    excused = [
        fact for fact in facts_of(coach, ItemExcused) if fact.item.startswith(str(wednesday))
    ]
    assert f"{wednesday}/heat-pack/1" in {fact.item for fact in excused}
    assert {fact.reason for fact in excused} == {Excuse.FLARE}


def adherence(coach: Coach, home: Path) -> dict[date, tuple[float | None, float | None]]:
    """Percent by day as the program and as the database's view say it."""
    ours = {line.day: line.percent for line in adherence_by_day(history_of(coach.log.read()))}
    connection = sqlite3.connect(f"{(home / PATIENT_LOG).as_uri()}?mode=ro", uri=True)
    rows = connection.execute("SELECT day, percent FROM adherence_by_day").fetchall()
    connection.close()
    theirs = {date.fromisoformat(day): percent for day, percent in rows}
    return {day: (ours[day], theirs[day]) for day in ours}


def test_a_bad_day_that_was_followed_counts_in_full(
    coach: Coach, clock: ManualClock, tmp_path: Path
) -> None:
    coach.today.look()
    coach.today.begin_bad_day()
    did_everything(coach)
    live(coach, clock, days(1, 1), leg=6)
    wednesday = days(2, 2)[0]
    at(clock, wednesday, 9)
    did_everything(coach)
    at(clock, wednesday, 12)
    did_everything(coach)
    found = adherence(coach, tmp_path / "home")
    assert found == dict.fromkeys(days(0, 2), (100.0, 100.0))
