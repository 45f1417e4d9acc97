"""Why a patient rises in the caseload: every rule, at its threshold and just below it."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from msgspec.structs import replace

from coach.domain.pain import Reach
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.domain.safety_asked import Asked
from coach.review.caseload_line import caseload_line
from coach.review.caseload_reasons import RULES
from coach.review.caseload_rules import CaseloadRules, Level, Rule
from coach.review.caseload_signs import Signs
from coach.review.caseload_trends import LegStep, LegWeek, Lower
from tests.builders import BERLIN
from tests.review.caseload_samples import NOW, a_patient, ago, found, said, some_signs


def test_a_patient_who_gets_better_and_is_heard_of_needs_nobody() -> None:
    assert found() == ()
    line = caseload_line(a_patient(), some_signs(), CaseloadRules(), NOW)
    assert line.level is Level.CALM
    assert line.why == "No threshold crossed."


def test_a_hold_comes_first_and_a_decision_does_not_move_it() -> None:
    since = datetime(2027, 3, 27, 14, 5, tzinfo=BERLIN)
    for decided in (None, ago(hours=1)):
        (reason,) = found(hold_since=since, hold_tier=Tier.EMERGENCY, decided_at=decided)
        assert reason.level is Level.NOW
        assert reason.words == "Locked since 27 Mar 14:05: yes to a safety question."


def test_a_hold_of_last_year_names_its_year() -> None:
    since = datetime(2026, 11, 3, 14, 5, tzinfo=BERLIN)
    assert said(hold_since=since) == [
        "Locked since 3 Nov 2026 14:05: yes to a safety question.",
    ]


def test_a_hold_far_away_is_told_by_the_patients_own_clock_as_in_the_follow_up() -> None:
    since = datetime(2027, 3, 27, 21, 40, tzinfo=timezone(timedelta(hours=-6)))
    assert said(hold_since=since) == ["Locked since 27 Mar 21:40: yes to a safety question."]


def test_an_unlocking_by_the_patients_own_word_is_seen_first() -> None:
    at = datetime(2027, 3, 28, 9, 30, tzinfo=BERLIN)
    (reason,) = found(unlocked_at=at)
    assert (reason.rule, reason.level) == (Rule.UNLOCKED, Level.NOW)
    assert reason.words == "Unlocked by the patient's own word on 28 Mar 09:30."
    # Once decided it stays in sight, lower, for four weeks.
    (reason,) = found(unlocked_at=at, decided_at=NOW)
    assert reason.level is Level.LOOK
    assert reason.words.endswith("Decided 29 Mar.")
    assert found(unlocked_at=ago(days=28), decided_at=NOW) == ()


def test_something_new_that_did_not_lock_waits_for_a_talk() -> None:
    at = datetime(2027, 3, 28, 9, 30, tzinfo=BERLIN)
    (reason,) = found(new_since=at)
    assert (reason.rule, reason.level) == (Rule.SOMETHING_NEW, Level.SOON)
    assert reason.words == "Something new on 28 Mar 09:30: told to talk to you before going on."
    locked = found(new_since=at, hold_since=at)
    assert Rule.SOMETHING_NEW not in [one.rule for one in locked]


def test_a_lock_that_an_unknown_plan_lifted_is_looked_at_like_an_own_word() -> None:
    (reason,) = found(unknown_lift_at=ago(hours=5), unlocked_at=None)
    assert (reason.rule, reason.level) == (Rule.UNLOCKED, Level.NOW)
    assert reason.words.endswith("by a plan that is not known here.")
    assert found(unknown_lift_at=ago(days=28), decided_at=NOW) == ()


def test_a_lock_that_was_lifted_is_named_first_until_a_decision() -> None:
    lifted: dict[str, Any] = {"lifted_at": ago(hours=3), "lifted_since": ago(days=2)}
    first, *_ = found(**lifted, leg_week=LegWeek(3.0, 6.0))
    assert first.rule is Rule.LIFTED
    assert first.words == "Lock of 27 Mar lifted by your plan: look at how it goes."
    assert found(**lifted, decided_at=ago(hours=1)) == ()


# --- leg


@pytest.mark.parametrize(("now", "raised"), [(4.5, False), (5.0, True), (6.0, True)])
def test_a_leg_two_points_above_its_week_before_is_up(now: float, raised: bool) -> None:
    assert bool(found(leg_week=LegWeek(3.0, now))) is raised


def test_the_words_of_a_leg_that_is_up_name_both_middles() -> None:
    assert said(leg_week=LegWeek(3.0, 6.0)) == [
        "Leg up by 3: 3 in the week before, 6 in the last 3 days."
    ]
    noted = date(2027, 3, 20)
    assert said(leg_week=LegWeek(3.0, 5.5), leg_day=noted) == [
        "Leg up by 2.5: 3 in the week before, 5.5 in the last 3 days, last noted 20 Mar."
    ]


def test_a_leg_that_crept_up_is_held_against_its_start() -> None:
    # Half a point a week: never two in one week, but 4 to 6 since the start.
    slow: dict[str, Any] = {"leg_week": LegWeek(5.5, 6.0), "leg_start": 4.0}
    words = [reason.words for reason in found(**slow, leg_now=6.0) if reason.rule is Rule.LEG_UP]
    assert words == ["Leg up by 2 since the start: 4 then, 6 in the last 7 days."]
    assert not [reason for reason in found(**slow, leg_now=5.5) if reason.rule is Rule.LEG_UP]


def test_with_too_few_days_for_a_week_the_newest_is_held_against_the_one_before() -> None:
    few: dict[str, Any] = {"leg_week": None, "leg_start": None, "leg_now": None, "first_day": None}
    step = LegStep(before=5, before_day=date(2027, 3, 26), now=7)
    assert said(**few, leg_step=step) == ["Leg up by 2: 5 on 26 Mar, 7 on 29 Mar."]
    assert said(**few, leg_step=replace(step, now=6)) == []


def test_a_decision_after_the_newest_score_lowers_the_reason_and_says_so() -> None:
    (reason,) = found(leg_week=LegWeek(3.0, 6.0), decided_at=ago(hours=2))
    assert reason.level is Level.LOOK
    text = "Leg up by 3: 3 in the week before, 6 in the last 3 days. Decided 29 Mar."
    assert reason.words == text
    (reason,) = found(leg_week=LegWeek(3.0, 6.0), decided_at=ago(hours=4))
    assert reason.level is Level.SOON


def test_further_down_the_leg_is_said_from_where_to_where() -> None:
    lower = Lower(date(2027, 3, 28), Reach.THIGH, Reach.CALF)
    (reason,) = found(lower=lower)
    assert reason.level is Level.SOON
    assert reason.words == "Further down the leg on 28 Mar: thigh to calf."


def test_further_down_in_a_session_names_the_session() -> None:
    assert said(lower=Lower(date(2027, 3, 28), None, Reach.FOOT)) == [
        "Further down the leg in a session on 28 Mar, to the foot."
    ]
    assert said(lower=Lower(date(2027, 3, 28), None, None)) == [
        "Further down the leg in a session on 28 Mar."
    ]


@pytest.mark.parametrize(("day", "raised"), [(date(2027, 3, 23), True), (date(2027, 3, 22), False)])
def test_it_counts_for_a_week_of_the_log(day: date, raised: bool) -> None:
    assert bool(found(lower=Lower(day, Reach.THIGH, Reach.CALF))) is raised


def test_it_is_red_even_when_the_number_falls() -> None:
    lower = Lower(date(2027, 3, 28), Reach.THIGH, Reach.CALF)
    (reason,) = found(lower=lower, leg_week=LegWeek(6.0, 1.0))
    assert reason.rule is Rule.LOWER


# --- silence


@pytest.mark.parametrize(
    ("hours", "level", "words"),
    [
        (48.9, None, ""),
        (49, Level.LOOK, "Silent for 49 hours."),
        (71.9, Level.LOOK, "Silent for 71 hours."),
        (72, Level.LOOK, "Silent for 3 days."),
        (14 * 24 - 0.1, Level.LOOK, "Silent for 13 days."),
        (14 * 24, Level.SOON, "Silent for 14 days."),
    ],
)
def test_silence_is_a_reason_from_49_hours_and_pressing_from_14_days(
    hours: float, level: Level | None, words: str
) -> None:
    at = ago(hours=hours)
    reasons = found(last_sign_at=at, log_until=at)
    assert [(one.level, one.words) for one in reasons] == ([(level, words)] if level else [])


def test_a_coach_that_runs_with_nobody_near_is_no_sign_of_the_patient() -> None:
    assert said(last_sign_at=ago(days=10), log_until=ago(hours=20)) == [
        "Silent for 10 days; the coach was on until 28 Mar."
    ]


def test_a_plan_that_was_given_and_never_heard_of() -> None:
    never = Signs(issued_at=ago(days=3), waiting_version=1)
    line = caseload_line(a_patient(), never, CaseloadRules(), NOW)
    assert line.why == "No log yet; plan given 26 Mar."
    assert line.silent_days is None
    fresh = Signs(issued_at=ago(hours=20), waiting_version=1)
    assert caseload_line(a_patient(), fresh, CaseloadRules(), NOW).level is Level.CALM


def test_a_signed_plan_breaks_no_silence_and_a_decision_only_for_so_long() -> None:
    at = ago(days=5)
    for over, level in (
        ({"decided_at": ago(hours=1)}, Level.CALM),
        ({"decided_at": ago(hours=48)}, Level.CALM),
        ({"decided_at": ago(hours=49)}, Level.LOOK),
        ({"decided_at": ago(hours=1), "only_signed": True}, Level.LOOK),
    ):
        (reason,) = found(last_sign_at=at, log_until=at, **over)
        assert (reason.rule, reason.level) == (Rule.SILENT, level)
        assert reason.words.startswith("Silent for 5 days.")


def test_nobody_is_silent_before_the_plan_begins() -> None:
    at = ago(days=3)
    assert found(last_sign_at=at, log_until=at, first_day=date(2027, 4, 2), leg_day=None) == ()


def test_without_any_plan_there_is_something_to_do() -> None:
    line = caseload_line(a_patient(), Signs(), CaseloadRules(), NOW)
    assert (line.level, line.why) == (Level.LOOK, "No plan given yet.")


# --- no better


def at_week(weeks: int, **changes: Any) -> list[str]:
    """What is said of a leg that was noted until the first day after so many weeks."""
    first = NOW.date() - timedelta(weeks=weeks)
    return said(first_day=first, leg_day=NOW.date(), leg_week=None, **changes)


def test_two_weeks_without_a_point_are_no_better() -> None:
    assert at_week(2, leg_start=6.0, leg_now=5.5) == [
        "No better at 2 weeks: leg 6 at the start, 5.5 now."
    ]
    assert at_week(2, leg_start=6.0, leg_now=5.0) == []
    assert at_week(1, leg_start=6.0, leg_now=6.0) == []


@pytest.mark.parametrize(("days", "when"), [(0, "now"), (1, "now"), (2, "up to 27 Mar")])
def test_a_leg_that_is_no_better_is_of_now_only_while_it_is_noted(days: int, when: str) -> None:
    today = NOW.date()
    (words,) = said(
        first_day=today - timedelta(weeks=3),
        leg_day=today - timedelta(days=days),
        leg_week=None,
        leg_start=6.0,
        leg_now=6.0,
    )
    assert words == f"No better at {2 if days else 3} weeks: leg 6 at the start, 6 {when}."


def test_six_weeks_need_two_points_and_thirty_percent() -> None:
    # 7 to 5 is two points, and 29 percent; 6 to 4 is two points and 33 percent.
    assert at_week(6, leg_start=7.0, leg_now=5.0) == [
        "No better at 6 weeks: leg 7 at the start, 5 now."
    ]
    assert at_week(6, leg_start=6.0, leg_now=4.0) == []
    assert at_week(5, leg_start=7.0, leg_now=5.0) == []


def test_a_leg_that_never_hurt_is_not_called_no_better() -> None:
    assert at_week(2, leg_start=1.0, leg_now=1.0) == []
    assert at_week(9, leg_start=0.0, leg_now=0.0) == []


def test_too_few_scores_to_compare_are_said_and_are_no_zero() -> None:
    assert at_week(6, leg_start=None, leg_now=2.0) == [
        "At 6 weeks leg pain is not recorded on enough days to compare."
    ]


def test_a_leg_noted_for_ten_days_says_nothing_of_two_weeks() -> None:
    assert found(leg_day=date(2027, 3, 11), leg_start=6.0, leg_now=6.0) == ()


def test_a_plan_that_was_signed_alone_is_not_called_decided() -> None:
    (reason,) = found(leg_week=LegWeek(3.0, 6.0), decided_at=ago(hours=2), only_signed=True)
    assert reason.words.endswith("in the last 3 days. Plan signed 29 Mar.")


def test_a_decision_settles_two_weeks_until_six_come() -> None:
    decided = datetime(2027, 3, 16, 9, 0, tzinfo=BERLIN)
    (reason,) = found(leg_start=6.0, leg_now=6.0, decided_at=decided)
    assert reason.level is Level.CALM
    assert reason.words == "No better at 4 weeks: leg 6 at the start, 6 now. Decided 16 Mar."


# --- the rest


@pytest.mark.parametrize(("percent", "raised"), [(65.1, False), (65.0, True)])
def test_adherence_that_fell_by_twenty_points_is_falling(percent: float, raised: bool) -> None:
    words = said(percent=percent)
    assert words == (["Done fell from 85 to 65 percent in two weeks."] if raised else [])


def test_a_few_days_are_no_trend() -> None:
    assert found(percent=10.0, percent_days=3) == ()
    assert found(percent=10.0, percent_before=None) == ()


def test_a_proposed_stage_waits_for_somebody() -> None:
    proposal: dict[str, Any] = {"proposed_at": ago(days=2), "proposed_stage": StageCode.BUILD}
    assert said(**proposal) == ["Stage C was proposed on 27 Mar."]
    (reason,) = found(**proposal, decided_at=ago(days=1))
    assert reason.level is Level.CALM
    assert found(proposed_at=ago(days=15), proposed_stage=StageCode.BUILD) == ()


def test_a_version_that_is_not_in_use_two_days_later() -> None:
    assert said(waiting_version=2, issued_at=ago(days=3)) == [
        "Version 2, given 26 Mar, is not in use yet."
    ]
    assert found(waiting_version=2, issued_at=ago(days=1)) == ()


def test_a_plan_that_ended_says_so_from_the_day_after() -> None:
    assert said(plan_until=date(2027, 3, 28)) == ["The plan ended on 28 Mar."]
    assert said(plan_until=NOW.date()) == []


def test_a_safety_list_that_was_never_finished_is_no_calm_line() -> None:
    (reason,) = found(safety_list=Asked(None, date(2027, 3, 1)))
    assert (reason.level, reason.words) == (Level.LOOK, "The safety list was never finished.")
    assert said(safety_list=Asked(date(2027, 3, 15), date(2027, 3, 22))) == [
        "Safety list last finished 15 Mar, due since 22 Mar."
    ]
    assert said(safety_list=Asked(date(2027, 3, 25))) == []


def test_under_a_lock_nobody_is_asked_the_list() -> None:
    locked = found(hold_since=ago(days=1), safety_list=Asked(None, date(2027, 3, 1)))
    assert [one.rule for one in locked] == [Rule.LOCKED]


def test_every_threshold_is_a_setting() -> None:
    strict = CaseloadRules(
        leg_up_points=1,
        silent_hours=2,
        silent_days=1,
        first_weeks=1,
        later_weeks=3,
        adherence_drop_percent=5,
    )
    rules = {reason.rule for reason in found(strict, leg_week=LegWeek(3.0, 4.0), leg_now=5.0)}
    assert rules == {Rule.LEG_UP, Rule.SILENT, Rule.NO_BETTER, Rule.FALLING}
    mild = CaseloadRules(leg_up_points=4, silent_hours=200, adherence_drop_percent=90)
    at = ago(days=5)
    assert found(mild, leg_week=LegWeek(3, 6), last_sign_at=at, log_until=at, percent=1.0) == ()


def test_reasons_come_most_pressing_first() -> None:
    at = ago(days=20)
    reasons = found(
        hold_since=at,
        leg_week=LegWeek(3.0, 6.0),
        last_sign_at=at,
        log_until=at,
        percent=10.0,
    )
    assert [one.rule for one in reasons] == [Rule.LOCKED, Rule.LEG_UP, Rule.SILENT, Rule.FALLING]
    assert len(RULES) == len(Rule)
