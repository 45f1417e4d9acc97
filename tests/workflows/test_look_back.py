"""Looking back over weeks, and taking a wrong score back."""

from datetime import date, time

import pytest

from coach.clock import ManualClock
from coach.domain.errors import InputError
from coach.domain.events import (
    FactRetracted,
    PainScore,
    PlanReceived,
    SafetyHold,
    SessionEnded,
    SessionStarted,
)
from coach.domain.outcomes import SessionOutcome
from coach.domain.pain import Moment, PainReport
from coach.domain.program import StageCode, Surface
from coach.workflows.coach import Coach
from tests.workflows.conftest import facts_of
from tests.workflows.test_safety import answer_yes
from tests.workflows.test_today import MONDAY, did_all_of, until


def note_leg(coach: Coach, score: int) -> str:
    coach.check_in.take(PainReport(leg=score), Moment.NOW)
    return coach.log.read(kinds=[PainScore])[-1].id


def test_before_anything_was_done_there_are_only_gaps(coach: Coach) -> None:
    view = coach.look_back.view(14)
    assert len(view.lines) == 14
    assert {(line.back, line.leg, line.percent) for line in view.lines} == {(None, None, None)}
    assert (view.mean_percent, view.sessions, view.sitting) == (None, 0, None)


def test_the_mean_leaves_out_what_was_not_recorded(coach: Coach, clock: ManualClock) -> None:
    coach.today.look()
    for item in coach.today.look().agenda.items:
        did_all_of(coach, item.id)
    until(clock, date(2027, 3, 3), time(8, 0))
    coach.today.look()
    view = coach.look_back.view(7)
    assert [line.percent for line in view.lines[-3:]] == [100.0, None, 0.0]
    assert view.not_recorded_days == 1
    assert view.mean_percent == 50.0


def test_sessions_are_counted_and_rehearsals_are_none(coach: Coach) -> None:
    for session, pace in (("real", 1.0), ("fast", 20.0)):
        coach.records.record(
            SessionStarted(session=session, stage=StageCode.CALM, items=(), pace=pace),
            SessionEnded(
                session=session,
                stage=StageCode.CALM,
                outcome=SessionOutcome.COMPLETED,
                minutes=5.0,
            ),
        )
    assert coach.look_back.view().sessions == 1


def test_sessions_before_the_days_shown_are_not_counted(coach: Coach, clock: ManualClock) -> None:
    coach.records.record(
        SessionEnded(
            session="s1", stage=StageCode.CALM, outcome=SessionOutcome.COMPLETED, minutes=5.0
        )
    )
    until(clock, date(2027, 3, 8), time(8, 0))
    assert coach.look_back.view(7).sessions == 0
    assert coach.look_back.view(8).sessions == 1


def test_the_sitting_of_the_day_is_summed_up(coach: Coach, clock: ManualClock) -> None:
    for surface, minutes in ((Surface.FIRM, 30), (Surface.HARD, 12)):
        coach.guard.sit(surface)
        clock.advance(minutes * 60)
        coach.guard.stand()
        clock.advance(600)
    sitting = coach.look_back.view().sitting
    assert sitting is not None
    assert (sitting.longest_minutes, sitting.hard_minutes) == (30.0, 12.0)
    assert sitting.overdue_minutes == 12.0


def test_a_wrong_score_is_taken_back_and_stays_in_the_log(coach: Coach) -> None:
    wrong = note_leg(coach, 9)
    note_leg(coach, 3)
    assert coach.look_back.view(1).lines[0].leg == 9
    coach.look_back.retract(wrong, "Mistyped.")
    assert coach.look_back.view(1).lines[0].leg == 3
    assert [fact.fact for fact in facts_of(coach, FactRetracted)] == [wrong]


def test_a_score_is_taken_back_once(coach: Coach) -> None:
    wrong = note_leg(coach, 9)
    coach.look_back.retract(wrong, "Mistyped.")
    with pytest.raises(InputError, match="taken back already"):
        coach.look_back.retract(wrong, "Mistyped.")


def test_what_does_not_exist_cannot_be_taken_back(coach: Coach) -> None:
    with pytest.raises(InputError):
        coach.look_back.retract("nothing", "")


@pytest.mark.parametrize("kind", [SafetyHold, PlanReceived])
def test_a_hold_and_a_plan_are_never_taken_back(coach: Coach, kind: type) -> None:
    answer_yes(coach)
    (stamped,) = coach.log.read(kinds=[kind])
    with pytest.raises(InputError, match="cannot be taken back"):
        coach.look_back.retract(stamped.id, "I do not want it.")
    assert coach.safety.hold() is not None


def test_the_newest_scores_come_first(coach: Coach, clock: ManualClock) -> None:
    for score in (1, 2, 3):
        note_leg(coach, score)
        clock.advance(60)
    assert [fact.score for _, fact in coach.look_back.scores()] == [3, 2, 1]


def test_the_day_of_the_view_is_the_patients(coach: Coach, clock: ManualClock) -> None:
    until(clock, MONDAY, time(23, 59))
    assert coach.look_back.view(1).lines[0].day == MONDAY
