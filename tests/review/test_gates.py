"""Stage criteria by hand: for every rule a case that is met, one that is not, one undecided."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    Fact,
    ItemAsked,
    ItemExcused,
    LightGiven,
    PainScore,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    SessionEnded,
    SessionStarted,
    Stamped,
)
from coach.domain.instrument_parts import Better
from coach.domain.lights import Light
from coach.domain.outcomes import ClearedBy, Excuse, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import Criterion, GateRule, StageCode
from coach.domain.red_flags import Tier
from coach.exchange.shelf import FolderShelf, shipped_folder
from coach.review.gate_facts import GateFacts, flag_is_open, gate_facts, list_was_finished
from coach.review.gates import JUDGES, judge
from coach.review.verdicts import State
from tests.builders import BERLIN, a_history, stamped

TODAY = date(2027, 3, 31)
START = date(2027, 3, 1)
MET, NOT_MET, NO_DATA = State.MET, State.NOT_MET, State.NO_DATA
GREEN, AMBER, RED = Light.GREEN, Light.AMBER, Light.RED
RULE = GateRule


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def by_day(*values: Any) -> dict[date, Any]:
    """Values of the last days, today the last; None is a day without one."""
    days = [ago(n) for n in reversed(range(len(values)))]
    return {day: value for day, value in zip(days, values, strict=True) if value is not None}


def lights(*values: Light | None) -> tuple[tuple[date, Light], ...]:
    """One session a day, today the last; None is a day without one."""
    return tuple(by_day(*values).items())


def facts(**changes: Any) -> GateFacts:
    """Thirty days into the plan and the stage, nothing recorded but what is named."""
    return GateFacts(**({"today": TODAY, "since": START, "start": START} | changes))


def criterion(rule: GateRule, **numbers: Any) -> Criterion:
    return Criterion(rule=rule, text="As it is written.", **numbers)


SEVEN_GREEN = f"The last 7 sessions: {', '.join(['green'] * 7)}."
THREE_OF_FOUR = criterion(RULE.LEG_AT_MOST, score=5, days=3, of_days=4)
OR_TWO_BELOW = criterion(RULE.LEG_AT_MOST, score=5, or_points=2, days=3, of_days=4)
DOWN_TWO = criterion(RULE.LEG_DOWN_BY, points=2)
UP_TWO = criterion(RULE.LEG_UP_BY, points=2, days=3)
NOT_LOWER = criterion(RULE.REACH_NOT_LOWER, days=3)
LOWER = criterion(RULE.REACH_LOWER, days=2)
WALK = criterion(RULE.WALK_MINUTES, minutes=5)
SLEEP = criterion(RULE.SLEEPS_THROUGH, days=3, of_days=4)
DONE = criterion(RULE.ADHERENCE_AT_LEAST, percent=70, days=7)
IN_A_ROW = criterion(RULE.GREEN_IN_A_ROW, sessions=3)
TWO_WEEKS = criterion(RULE.GREEN_IN_A_ROW, sessions=4, days=14)
GREEN_DAYS = criterion(RULE.GREEN_DAYS, days=3, of_days=5)
HELD = criterion(RULE.AMBER_DAYS_BELOW, days=3, of_days=7)
UNSETTLED = criterion(RULE.NOT_SETTLED, days=2)
SETTLED = criterion(RULE.SETTLED)
NO_FLAG = criterion(RULE.NO_RED_FLAG)
WEEK_IN = criterion(RULE.DAYS_IN_STAGE, days=7)
RMDQ = criterion(
    RULE.INSTRUMENT_CHANGE, instrument="rmdq-24", better=Better.LOWER, points=5, percent=30
)
PSFS = criterion(RULE.INSTRUMENT_CHANGE, instrument="psfs", better=Better.HIGHER, points=2)


def totals(name: str, *values: float) -> dict[str, Any]:
    pairs = tuple((ago(7 * n), value) for n, value in zip(range(9, 0, -1), values, strict=False))
    late = tuple((day, value) for day, value in pairs if day >= START)
    return {name: late}


CASES: list[tuple[str, Criterion, dict[str, Any], State]] = [
    ("three calm days", THREE_OF_FOUR, {"leg": by_day(2, 4, None, 5)}, MET),
    ("two bad days", THREE_OF_FOUR, {"leg": by_day(6, 4, 7, 5)}, NOT_MET),
    ("one calm day of four", THREE_OF_FOUR, {"leg": by_day(4, None, None, None)}, NO_DATA),
    ("today goes on: counted to yesterday", THREE_OF_FOUR, {"leg": by_day(5, 5, 5, 9, None)}, MET),
    ("today is noted: counted to today", THREE_OF_FOUR, {"leg": by_day(5, 5, 5, 9, 9)}, NOT_MET),
    ("a score of 5.5", THREE_OF_FOUR, {"leg": by_day(5.5, 5, 5, 5.5)}, NOT_MET),
    ("two below a start of 8", OR_TWO_BELOW, {"leg": by_day(8, 8, 8, 6, 6, 6, 7)}, MET),
    ("one below a start of 8", OR_TWO_BELOW, {"leg": by_day(8, 8, 8, 7, 7, 7, 7)}, NOT_MET),
    ("no start known yet", OR_TWO_BELOW, {"leg": by_day(8, 8, 6, 6, 6, 6)}, NO_DATA),
    ("the start may not raise the bar", OR_TWO_BELOW, {"leg": by_day(2, 2, 2, 5, 5, 5, 5)}, MET),
    ("calm without a start", OR_TWO_BELOW, {"leg": by_day(5, 5, 5)}, MET),
    ("from 7 to 5", DOWN_TWO, {"leg": by_day(7, 7, 7, 5, 5, 5, 5, 5, 5, 5)}, MET),
    ("from 7 to 6", DOWN_TWO, {"leg": by_day(7, 7, 7, 6, 6, 6, 6, 6, 6, 6)}, NOT_MET),
    ("two noted days this week", DOWN_TWO, {"leg": by_day(7, 7, 7, *[None] * 5, 5, 5)}, NO_DATA),
    ("up for three days", UP_TWO, {"leg": by_day(*[2] * 10, *[9] * 7)}, MET),
    ("up for two days", UP_TWO, {"leg": by_day(*[2] * 10, *[2] * 5, 9, 9)}, NOT_MET),
    ("one week only", UP_TWO, {"leg": by_day(9, 9, 9, 9, 9, 9, 9)}, NO_DATA),
    (
        "up, but two of the days before this stage",
        UP_TWO,
        {"leg": by_day(*[2] * 10, *[9] * 7), "since": TODAY},
        NO_DATA,
    ),
    ("as far as before", NOT_LOWER, {"reach": by_day(Reach.CALF, *[Reach.CALF] * 3)}, MET),
    (
        "once further",
        NOT_LOWER,
        {"reach": by_day(Reach.KNEE, Reach.KNEE, Reach.CALF, Reach.KNEE)},
        NOT_MET,
    ),
    ("a day missing", NOT_LOWER, {"reach": by_day(Reach.KNEE, Reach.KNEE, None, None)}, NO_DATA),
    (
        "up into the back is not down the leg",
        NOT_LOWER,
        {"reach": by_day(Reach.NONE, Reach.BACK, Reach.BACK, Reach.NONE)},
        MET,
    ),
    ("nothing before: the first day counts", NOT_LOWER, {"reach": by_day(*[Reach.KNEE] * 3)}, MET),
    ("further for two days", LOWER, {"reach": by_day(Reach.KNEE, Reach.FOOT, Reach.CALF)}, MET),
    (
        "further for one day",
        LOWER,
        {"reach": by_day(Reach.KNEE, Reach.KNEE, Reach.CALF)},
        NOT_MET,
    ),
    ("nothing to compare with", LOWER, {"reach": by_day(Reach.FOOT, Reach.FOOT)}, NO_DATA),
    (
        "further, on a day before this stage",
        LOWER,
        {"reach": by_day(Reach.KNEE, Reach.FOOT, Reach.FOOT), "since": TODAY},
        NO_DATA,
    ),
    ("six minutes", WALK, {"walks": by_day(6.0, None)}, MET),
    ("four minutes", WALK, {"walks": by_day(4.0, 3.0)}, NOT_MET),
    ("just five minutes", WALK, {"walks": by_day(5.0)}, MET),
    ("not one minute, as answered", WALK, {"walks": by_day(0.0)}, NOT_MET),
    ("a walk of eight days ago", WALK, {"walks": {ago(7): 30.0}}, NO_DATA),
    ("three easy nights", SLEEP, {"easy_sleep": by_day(True, True, False, True)}, MET),
    ("two hard nights", SLEEP, {"easy_sleep": by_day(False, True, False, True)}, NOT_MET),
    ("two nights not noted", SLEEP, {"easy_sleep": by_day(True, None, None, True)}, NO_DATA),
    ("done enough", DONE, {"percents": by_day(*[70.0] * 7, 0.0)}, MET),
    ("done too little", DONE, {"percents": by_day(*[69.0] * 7, 100.0)}, NOT_MET),
    ("half recorded", DONE, {"percents": {ago(n): 80.0 if n < 5 else None for n in range(8)}}, MET),
    (
        "less than half",
        DONE,
        {"percents": {ago(n): 80.0 if n < 4 else None for n in range(8)}},
        NO_DATA,
    ),
    (
        "just half of four days",
        DONE,
        {"percents": {ago(1): 80.0, ago(2): 80.0, ago(3): None, ago(4): None}},
        MET,
    ),
    (
        "the first day of the plan asked for nothing",
        criterion(RULE.ADHERENCE_AT_LEAST, percent=70, days=3),
        {"percents": {ago(1): 90.0}, "start": ago(2)},
        MET,
    ),
    ("days that ask nothing are left out", DONE, {"percents": {ago(1): 90.0}}, MET),
    ("the plan is two days old", DONE, {"percents": {ago(1): 90.0}, "start": ago(1)}, NO_DATA),
    ("three green", IN_A_ROW, {"lights": lights(RED, GREEN, GREEN, GREEN)}, MET),
    ("the last one amber", IN_A_ROW, {"lights": lights(GREEN, GREEN, AMBER)}, NOT_MET),
    ("two so far, one of them amber", IN_A_ROW, {"lights": lights(AMBER, GREEN)}, NO_DATA),
    ("two sessions so far", IN_A_ROW, {"lights": lights(GREEN, GREEN)}, NO_DATA),
    ("two weeks of green", TWO_WEEKS, {"lights": lights(GREEN, GREEN, None, GREEN, GREEN)}, MET),
    ("amber twelve days ago", TWO_WEEKS, {"lights": lights(AMBER, *[GREEN] * 12)}, NOT_MET),
    (
        "amber on the first of the fourteen days",
        TWO_WEEKS,
        {"lights": lights(AMBER, *[GREEN] * 13)},
        NOT_MET,
    ),
    (
        "a stage just two weeks old",
        TWO_WEEKS,
        {"lights": lights(*[GREEN] * 6), "since": ago(13)},
        MET,
    ),
    ("amber, though there were few", TWO_WEEKS, {"lights": lights(AMBER, GREEN)}, NOT_MET),
    ("amber longer ago", TWO_WEEKS, {"lights": lights(AMBER, *[GREEN] * 14)}, MET),
    ("three sessions in two weeks", TWO_WEEKS, {"lights": lights(GREEN, GREEN, GREEN)}, NO_DATA),
    ("a stage of one week", TWO_WEEKS, {"lights": lights(*[GREEN] * 6), "since": ago(6)}, NO_DATA),
    ("green on three days", GREEN_DAYS, {"lights": lights(GREEN, None, GREEN, AMBER, GREEN)}, MET),
    (
        "a day is green when all its sessions are",
        GREEN_DAYS,
        {"lights": (*lights(GREEN, GREEN, GREEN, AMBER, RED), (ago(4), RED))},
        NOT_MET,
    ),
    (
        "a day is not green because its last session was",
        GREEN_DAYS,
        {"lights": tuple((ago(n), one) for n in (4, 3, 2, 1, 0) for one in (RED, GREEN))},
        NOT_MET,
    ),
    ("days without a session", GREEN_DAYS, {"lights": lights(GREEN, None, GREEN)}, NO_DATA),
    ("two amber days", HELD, {"lights": lights(AMBER, GREEN, RED, GREEN)}, MET),
    ("three amber days", HELD, {"lights": lights(AMBER, GREEN, RED, AMBER)}, NOT_MET),
    (
        "three, one of them eight days ago",
        HELD,
        {"lights": lights(AMBER, *[GREEN] * 5, RED, AMBER)},
        MET,
    ),
    ("not settled twice", UNSETTLED, {"settled": by_day("hour", "not_yet", "worse")}, MET),
    (
        "not settled twice, a day between",
        UNSETTLED,
        {"settled": by_day("worse", None, "worse")},
        MET,
    ),
    ("settled since", UNSETTLED, {"settled": by_day("worse", "worse", "morning")}, NOT_MET),
    (
        "not settled a week ago and now",
        UNSETTLED,
        {"settled": {ago(6): "worse", TODAY: "worse"}},
        MET,
    ),
    (
        "not settled longer ago",
        UNSETTLED,
        {"settled": {ago(7): "worse", TODAY: "worse"}},
        NO_DATA,
    ),
    ("not settled once", UNSETTLED, {"settled": by_day("worse")}, NO_DATA),
    (
        "answers before this stage",
        UNSETTLED,
        {"settled": by_day("worse", "worse"), "since": TODAY},
        NO_DATA,
    ),
    ("settled by the morning", SETTLED, {"settled": by_day("worse", "morning")}, MET),
    ("settled within the hour", SETTLED, {"settled": by_day("hour", None)}, MET),
    ("not settled at the last", SETTLED, {"settled": by_day("hour", "not_yet")}, NOT_MET),
    ("worse at the last", SETTLED, {"settled": by_day("worse", None, None)}, NOT_MET),
    ("nothing had to be asked", SETTLED, {"clear_on": ((ago(2), ago(2)),)}, MET),
    ("asked and never answered", SETTLED, {"clear_on": ((ago(2), None),)}, NO_DATA),
    (
        "an answer on an earlier session than the open one",
        SETTLED,
        {"settled": by_day("hour"), "clear_on": ((ago(1), TODAY), (TODAY, None))},
        NO_DATA,
    ),
    (
        "answered since, and an older one never",
        SETTLED,
        {"settled": by_day("hour"), "clear_on": ((ago(3), None), (ago(1), TODAY))},
        MET,
    ),
    ("an answer of seven days ago", SETTLED, {"settled": {ago(6): "hour"}}, MET),
    ("a session seven days ago", SETTLED, {"clear_on": ((ago(6), ago(6)),)}, MET),
    ("an answer of eight days ago", SETTLED, {"settled": {ago(7): "hour"}}, NO_DATA),
    ("no session this week", SETTLED, {"clear_on": ((ago(7), ago(7)),)}, NO_DATA),
    ("no flag", NO_FLAG, {}, MET),
    ("a flag", NO_FLAG, {"flag_open": True}, NOT_MET),
    ("a list that was never finished", NO_FLAG, {"list_finished": False}, NO_DATA),
    ("a flag in it", NO_FLAG, {"list_finished": False, "flag_open": True}, NOT_MET),
    ("a week in", WEEK_IN, {"since": ago(7)}, MET),
    ("six days in", WEEK_IN, {"since": ago(6)}, NOT_MET),
    ("15 to 10", RMDQ, {"totals": totals("rmdq-24", 99, 99, 99, 99, 99, 15, 10)}, MET),
    ("10 to 7 is 30 percent", RMDQ, {"totals": {"rmdq-24": ((START, 10.0), (TODAY, 7.0))}}, MET),
    ("10 to 8", RMDQ, {"totals": {"rmdq-24": ((START, 10.0), (TODAY, 8.0))}}, NOT_MET),
    ("10 to 15 is worse", RMDQ, {"totals": {"rmdq-24": ((START, 10.0), (TODAY, 15.0))}}, NOT_MET),
    ("nothing left to lower", RMDQ, {"totals": {"rmdq-24": ((START, 0.0), (TODAY, 0.0))}}, MET),
    ("answered once", RMDQ, {"totals": {"rmdq-24": ((TODAY, 4.0),)}}, NO_DATA),
    (
        "a total of an earlier plan",
        RMDQ,
        {"totals": {"rmdq-24": ((ago(90), 20.0), (TODAY, 4.0))}},
        NO_DATA,
    ),
    (
        "the newest total counts, not one between",
        RMDQ,
        {"totals": {"rmdq-24": ((START, 20.0), (ago(9), 5.0), (TODAY, 19.0))}},
        NOT_MET,
    ),
    ("one left of one", RMDQ, {"totals": {"rmdq-24": ((START, 1.0), (TODAY, 1.0))}}, NOT_MET),
    ("psfs up by two", PSFS, {"totals": {"psfs": ((START, 3.0), (TODAY, 5.0))}}, MET),
    ("psfs down by two", PSFS, {"totals": {"psfs": ((START, 5.0), (TODAY, 3.0))}}, NOT_MET),
    ("psfs never answered", PSFS, {}, NO_DATA),
]


@pytest.mark.parametrize(
    ("asked", "known", "expected"),
    [case[1:] for case in CASES],
    ids=[f"{case[1].rule.value}: {case[0]}" for case in CASES],
)
def test_a_criterion_by_hand(asked: Criterion, known: dict[str, Any], expected: State) -> None:
    verdict = judge(asked, facts(**known))
    assert verdict.criterion is asked
    assert verdict.state is expected, verdict.evidence
    assert verdict.evidence.endswith(".")


def test_every_rule_has_a_case_of_each_kind() -> None:
    assert set(JUDGES) == set(GateRule)
    for rule in GateRule:
        seen = {expected for _, asked, _, expected in CASES if asked.rule is rule}
        undecided = rule not in (RULE.DAYS_IN_STAGE, RULE.AMBER_DAYS_BELOW)
        assert seen == ({MET, NOT_MET, NO_DATA} if undecided else {MET, NOT_MET}), rule


@pytest.mark.parametrize(
    ("asked", "known", "expected"),
    [
        (
            THREE_OF_FOUR,
            {"leg": by_day(2, 4, None, 5)},
            "Leg at rest 5 or less on 3 of the last 4 days: 2, 4, not recorded, 5.",
        ),
        (
            OR_TWO_BELOW,
            {"leg": by_day(8, 8, 8, 6, 6, 6, 7)},
            "Leg at rest 6 or less on 3 of the last 4 days: 6, 6, 6, 7. At the start it was 8.",
        ),
        (
            LOWER,
            {"reach": by_day(Reach.KNEE, None, Reach.CALF)},
            "Furthest down on the last 2 days: not recorded, calf. In the week before them: knee.",
        ),
        (
            DONE,
            {"percents": by_day(*[70.0] * 7, 0.0)},
            "70 percent on the mean of 7 recorded days of 7.",
        ),
        (
            SLEEP,
            {"easy_sleep": by_day(True, False, None, True)},
            "An easy position on 2 of the last 4 nights: yes, no, not recorded, yes.",
        ),
        (IN_A_ROW, {}, "No session of this stage has a light yet."),
        (WALK, {}, "No walk was noted in the last 7 days."),
        (WALK, {"walks": by_day(6.5)}, "Longest walk of the last 7 days: 6.5 min."),
        (NO_FLAG, {}, "No yes to a warning sign waits to be looked into."),
        (
            NO_FLAG,
            {"flag_open": True},
            "A question about warning signs is open. Answer the safety questions first.",
        ),
        (
            NO_FLAG,
            {"list_finished": False},
            "The safety list was never finished. Answer the safety questions first.",
        ),
        (WEEK_IN, {"since": TODAY}, "0 days in this stage."),
        (IN_A_ROW, {"lights": lights(GREEN)}, "The last session: green."),
        (IN_A_ROW, {"lights": lights(GREEN, RED)}, "The last 2 sessions: green, red."),
        (TWO_WEEKS, {"lights": lights(*[GREEN] * 7)}, SEVEN_GREEN),
        (TWO_WEEKS, {"lights": lights(*[GREEN] * 8)}, "8 sessions, all green."),
        (TWO_WEEKS, {"lights": lights(RED, *[GREEN] * 7)}, "8 sessions, 1 not green."),
        (
            TWO_WEEKS,
            {"lights": lights(GREEN, GREEN), "since": ago(6)},
            "The last 2 sessions: green, green. This stage is not 14 days old yet.",
        ),
        (
            GREEN_DAYS,
            {"lights": lights(GREEN, None, GREEN, AMBER, GREEN)},
            "Green on 3 of the last 5 days, 1 not green, 1 not recorded.",
        ),
        (WEEK_IN, {"since": ago(6)}, "6 days in this stage."),
        (RMDQ, {}, "Answered not yet; two answers are needed to compare."),
        (
            RMDQ,
            {"totals": {"rmdq-24": ((TODAY, 4.0),)}},
            "Answered once; two answers are needed to compare.",
        ),
        (UNSETTLED, {}, "Whether it settled was not asked lately."),
        (SETTLED, {"settled": by_day("morning")}, "Settled? by the morning."),
        (
            SETTLED,
            {"clear_on": ((ago(2), ago(2)),)},
            "No session of the last 7 days had to be asked about.",
        ),
        (
            SETTLED,
            {"clear_on": ((ago(2), None),)},
            "Whether it settled after a session was not answered.",
        ),
        (SETTLED, {}, "There was no session in the last 7 days."),
        (UNSETTLED, {"settled": by_day("not_yet", "worse")}, "Settled? not yet, worse."),
        (RMDQ, {"totals": {"rmdq-24": ((START, 10.0), (TODAY, 7.0))}}, "From 10 to 7."),
    ],
)
def test_the_evidence_names_the_figures(
    asked: Criterion, known: dict[str, Any], expected: str
) -> None:
    assert judge(asked, facts(**known)).evidence == expected


def test_a_lasting_reach_further_down_does_not_become_its_own_measure() -> None:
    thigh, foot = [Reach.THIGH] * 7, [Reach.FOOT] * 6
    verdict = judge(LOWER, facts(reach=by_day(*thigh, *foot)))
    assert verdict.met
    day = ago(5)
    assert verdict.evidence == (
        f"Furthest down on the last 2 days: foot, foot. In the week before {day.day} "
        f"{day:%b}: thigh."
    )
    assert judge(LOWER, facts(reach=by_day(*thigh, *foot, None, None))).met


def test_a_reach_stands_as_lower_until_it_has_gone_back_for_as_many_days() -> None:
    course = [*[Reach.THIGH] * 7, *[Reach.FOOT] * 4]
    assert judge(LOWER, facts(reach=by_day(*course, Reach.THIGH))).met
    assert judge(LOWER, facts(reach=by_day(*course, Reach.THIGH, Reach.BACK))).state is NOT_MET
    again = [Reach.THIGH, Reach.THIGH, Reach.FOOT, Reach.FOOT]
    assert judge(LOWER, facts(reach=by_day(*course, *again))).state is NOT_MET  # that week: foot


def test_a_lasting_rise_of_the_leg_does_not_become_its_own_measure() -> None:
    verdict = judge(UP_TWO, facts(leg=by_day(*[3] * 7, *[7] * 13)))
    assert verdict.met
    assert verdict.evidence.startswith("The mean of 7 days: 7 up to 31 Mar, 3 in the week before ")
    back_again = [*[3] * 7, *[7] * 9, *[3] * 9]
    assert judge(UP_TWO, facts(leg=by_day(*back_again))).state is NOT_MET


def test_what_was_worse_before_the_last_decision_was_weighed_then() -> None:
    thigh, foot = [Reach.THIGH] * 7, [Reach.FOOT] * 6
    known = facts(reach=by_day(*thigh, *foot), decided=ago(1))
    assert judge(LOWER, known).state is NOT_MET
    assert judge(LOWER, facts(reach=by_day(*thigh, *foot), decided=ago(8))).met


legs = st.lists(st.none() | st.integers(0, 10), min_size=1, max_size=20)


@given(legs, st.integers(1, 7), st.integers(0, 6))
def test_more_days_noted_calm_never_undo_what_is_met(
    scores: list[int | None], need: int, more: int
) -> None:
    asked = criterion(RULE.LEG_AT_MOST, score=5, days=need, of_days=need + more)
    before = judge(asked, facts(leg=by_day(*scores))).state
    filled = [3 if score is None else score for score in scores]
    if before is MET and scores[-1] is not None:
        assert judge(asked, facts(leg=by_day(*filled))).state is MET


@given(legs, st.integers(1, 7), st.integers(0, 6))
def test_what_is_decided_stays_so_whatever_the_gaps_were(
    scores: list[int | None], need: int, more: int
) -> None:
    asked = criterion(RULE.LEG_AT_MOST, score=5, days=need, of_days=need + more)
    state = judge(asked, facts(leg=by_day(*scores))).state
    # All days of the window noted, the gaps once calm and once bad; today stays as it was.
    padded = [None] * (need + more) + scores
    for filler in (0, 10):
        filled = [filler if score is None else score for score in padded[:-1]] + [padded[-1]]
        now = judge(asked, facts(leg=by_day(*filled))).state
        if state is not NO_DATA:
            assert now is state


# --- from facts


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN)


def read(*recorded: Stamped, since: datetime | None = None, **changes: Any) -> GateFacts:
    return gate_facts(
        a_history(*recorded), today=TODAY, since=since or at(START), start=START, **changes
    )


def on(day: date, fact: Fact, hour: int = 9) -> Stamped:
    return stamped(fact, at(day, hour))


def leg(score: int, moment: Moment = Moment.BEFORE, **changes: Any) -> PainScore:
    values: dict[str, Any] = {"site": Site.LEG, "score": score, "moment": moment}
    return PainScore(**(values | changes))


def test_the_leg_of_a_day_is_the_leg_at_rest() -> None:
    known = read(
        on(TODAY, leg(2)),
        on(TODAY, leg(4, Moment.NOW)),
        on(TODAY, leg(9, Moment.DURING)),
        on(TODAY, leg(8, Moment.WORST_24H)),
        on(TODAY, leg(7, site=Site.BACK)),
    )
    assert known.leg == {TODAY: 3.0}


def test_without_a_score_at_rest_it_is_the_mean_of_all() -> None:
    known = read(on(TODAY, leg(9, Moment.AFTER)), on(TODAY, leg(4, Moment.WORST_24H)))
    assert known.leg == {TODAY: 6.5}


def test_rehearsals_count_for_nothing() -> None:
    fast = SessionStarted(session="fast", stage=StageCode.CALM, items=(), pace=20.0)
    walked = a_walk(600, session="fast")
    light = LightGiven(session="fast", item="", exercise="", light=GREEN, why="")
    answer = AnswerGiven(instrument="settled", item="fast", value="hour")
    known = read(
        *(on(TODAY, fact) for fact in (fast, leg(3, session="fast"), walked, light, answer))
    )
    assert known == facts()


def a_walk(seconds: float, **changes: Any) -> ExerciseDone:
    values: dict[str, Any] = {
        "session": None,
        "item": f"{TODAY}/walk-prog/1",
        "exercise": "walk-prog",
        "set_no": 1,
        "side": "none",
        "reps": 1,
        "hold_seconds": 600,
        "seconds": seconds,
        "planned_reps": 1,
        "planned_seconds": 600.0,
        "outcome": SetOutcome.DONE,
    }
    return ExerciseDone(**(values | changes))


def test_the_longest_walk_is_the_one_done_or_answered() -> None:
    known = read(
        on(ago(1), a_walk(240)),
        on(ago(1), a_walk(900, exercise="bridge")),
        on(TODAY, AnswerGiven(instrument="walk", item="minutes", value="12")),
        on(TODAY, AnswerGiven(instrument="walk", item="minutes", value="nonsense")),
        on(TODAY, AnswerGiven(instrument="evening", item="minutes", value="90")),
    )
    assert known.walks == {ago(1): 4.0, TODAY: 12.0}


def test_zero_minutes_is_an_answer_and_a_walk_not_done_is_none() -> None:
    known = read(
        on(ago(1), AnswerGiven(instrument="walk", item="minutes", value="0")),
        on(TODAY, a_walk(0, outcome=SetOutcome.SKIPPED)),
    )
    assert known.walks == {ago(1): 0.0}
    assert judge(WALK, known).state is NOT_MET


def test_lights_are_those_of_whole_sessions_of_this_stage() -> None:
    def light(item: str, which: Light) -> LightGiven:
        return LightGiven(session="s", item=item, exercise="", light=which, why="")

    known = read(
        on(ago(3), light("", RED)),
        on(ago(2), light("", RED), 8),
        on(ago(2), light("", AMBER), 10),
        on(TODAY, light(f"{TODAY}/bridge/1", RED)),
        on(TODAY, light("", GREEN)),
        since=at(ago(2)),
    )
    assert known.lights == ((ago(2), AMBER), (TODAY, GREEN))
    assert known.since == ago(2)


def test_the_last_answer_of_a_day_counts() -> None:
    def settled(value: str) -> AnswerGiven:
        return AnswerGiven(instrument="settled", item="s1", value=value)

    known = read(on(TODAY, settled("worse"), 8), on(TODAY, settled("morning"), 9))
    assert known.settled == {TODAY: "morning"}


def test_a_session_is_clear_at_once_or_from_its_answer_on() -> None:
    def begun(session: str) -> SessionStarted:
        return SessionStarted(session=session, stage=StageCode.MOVE, items=(), pace=1.0)

    def light(session: str, which: Light) -> LightGiven:
        return LightGiven(session=session, item="", exercise="", light=which, why="")

    known = read(
        on(ago(3), begun("calm")),
        on(ago(3), light("calm", GREEN), 10),
        on(ago(2), begun("hurt")),
        on(ago(2), light("hurt", AMBER), 10),
        on(ago(1), AnswerGiven(instrument="settled", item="hurt", value="morning"), 8),
        on(ago(1), begun("open")),
        on(ago(1), light("open", RED), 10),
    )
    assert known.clear_on == ((ago(3), ago(3)), (ago(2), ago(1)), (ago(1), None))
    assert judge(SETTLED, known).state is NO_DATA
    assert judge(SETTLED, known.as_of(ago(2))).state is NO_DATA
    assert judge(SETTLED, known.as_of(ago(3))).state is MET


@pytest.mark.parametrize("word", ["later", ""])
def test_a_word_that_says_nothing_of_the_leg_is_no_answer_that_it_settled(word: str) -> None:
    begun = SessionStarted(session="hurt", stage=StageCode.MOVE, items=(), pace=1.0)
    light = LightGiven(session="hurt", item="", exercise="", light=AMBER, why="")
    answer = AnswerGiven(instrument="settled", item="hurt", value=word)
    known = read(on(ago(2), begun), on(ago(2), light, 10), on(ago(1), answer, 8))
    assert (known.settled, known.clear_on) == ({}, ((ago(2), None),))
    assert judge(SETTLED, known).state is NO_DATA


def test_a_session_in_which_nothing_was_done_counts_for_nothing() -> None:
    """Older logs gave it a light."""
    empty = ("empty", "lower")
    known = read(
        *(
            on(ago(1), SessionStarted(session=one, stage=StageCode.MOVE, items=(), pace=1.0))
            for one in empty
        ),
        *(on(ago(1), an_end(one), 9) for one in empty),
        on(ago(1), LightGiven(session="empty", item="", exercise="", light=GREEN, why=""), 10),
        on(ago(1), LightGiven(session="lower", item="", exercise="", light=RED, why=""), 10),
    )
    assert known.lights == ((ago(1), RED),)
    assert known.clear_on == ((ago(1), None),)


def an_end(session: str) -> SessionEnded:
    return SessionEnded(
        session=session, stage=StageCode.MOVE, outcome=SessionOutcome.ENDED_EARLY, minutes=0.0
    )


def test_only_totals_are_compared() -> None:
    known = read(
        on(START, AnswerGiven(instrument="psfs", item="1", value="4")),
        on(START, AnswerGiven(instrument="psfs", item="total", value="4", total=4.0)),
    )
    assert known.totals == {"psfs": ((START, 4.0),)}


def test_a_day_whose_items_are_all_excused_asked_for_nothing() -> None:
    item = ItemAsked(
        item=f"{ago(1)}/bridge/1",
        for_day=ago(1),
        exercise="bridge",
        planned_reps=10,
        planned_seconds=0,
        timed=False,
    )
    assert read(on(ago(1), item)).percents == {ago(1): 0.0}
    excused = ItemExcused(item=item.item, reason=Excuse.FLARE)
    assert read(on(ago(1), item), on(ago(1), excused)).percents == {}


def test_facts_as_of_an_earlier_day_know_nothing_of_later_ones() -> None:
    known = read(on(ago(1), leg(3)), on(TODAY, leg(9))).as_of(ago(1))
    assert known == read(on(ago(1), leg(3))).as_of(ago(1))
    assert (known.today, known.leg) == (ago(1), {ago(1): 3.0})


def test_an_evening_answered_after_midnight_is_the_evening_before() -> None:
    def easy(value: str) -> AnswerGiven:
        return AnswerGiven(instrument="evening", item="easy_position", value=value)

    worst = leg(8, Moment.WORST_24H, reach=Reach.CALF)
    known = read(
        on(TODAY, worst, 0),
        on(TODAY, easy("no"), 0),
        on(TODAY, leg(3, Moment.WORST_24H, reach=Reach.KNEE), 20),
        on(TODAY, easy("yes"), 20),
    )
    assert known.easy_sleep == {ago(1): False, TODAY: True}
    assert known.leg == {ago(1): 8.0, TODAY: 3.0}
    assert known.reach == {ago(1): Reach.CALF, TODAY: Reach.KNEE}


# --- whether a flag is open

LIST = ("bladder", "numb")


def answer(item: str, value: bool, tier: Tier = Tier.EMERGENCY) -> RedFlagAnswered:
    return RedFlagAnswered(item=item, answer=value, tier=tier, text_version=1)


CLEARED = SafetyCleared(by=ClearedBy.SELF_ATTESTED, note="Seen.")
OPENED = answer("opening", True, Tier.THERAPIST)
FLAG_CASES: list[tuple[tuple[Fact, ...], bool]] = [
    ((), False),
    ((answer("opening", False, Tier.THERAPIST),), False),
    ((OPENED,), True),
    ((OPENED, answer("bladder", False)), True),
    ((OPENED, answer("bladder", False), answer("numb", False)), False),
    ((answer("bladder", False), answer("numb", False), OPENED), True),
    ((OPENED, answer("opening", False, Tier.THERAPIST)), True),
    ((answer("numb", True), SafetyHold(tier=Tier.EMERGENCY)), True),
    ((answer("numb", True),), True),
    ((OPENED, answer("numb", True), SafetyHold(tier=Tier.EMERGENCY), CLEARED), False),
]


@pytest.mark.parametrize(("recorded", "is_open"), FLAG_CASES)
def test_when_a_warning_sign_is_open(recorded: tuple[Fact, ...], is_open: bool) -> None:
    history = a_history(*(on(TODAY, fact, 8 + nth) for nth, fact in enumerate(recorded)))
    assert flag_is_open(history, LIST) is is_open


def test_a_list_was_finished_once_every_question_has_an_answer_whenever_that_was() -> None:
    first, last = answer("bladder", False), answer("numb", False)
    assert not list_was_finished(a_history(), LIST)
    assert not list_was_finished(a_history(on(START, first)), LIST)
    assert list_was_finished(a_history(on(START, first), on(TODAY, last)), LIST)


# --- what is shipped

SHELF = FolderShelf(shipped_folder())


@pytest.mark.parametrize("program", SHELF.programs(), ids=lambda program: program.id)
def test_an_empty_log_meets_nothing_but_that_no_flag_is_open(program: Any) -> None:
    nothing = gate_facts(a_history(), today=START, since=at(START), start=START)
    for stage in program.stages:
        for asked in (*stage.enter, *stage.leave, *stage.fall_back):
            expected = MET if asked.rule is RULE.NO_RED_FLAG else NO_DATA
            assert judge(asked, nothing).state is expected, (stage.code, asked.rule)


def test_a_calm_day_at_rest_says_that_it_is_one_and_what_the_worst_score_was() -> None:
    asked = criterion(RULE.LEG_AT_MOST, score=5, days=2, of_days=2)
    worse_in_it = read(
        on(ago(1), leg(4)),
        on(TODAY, leg(3)),
        on(TODAY, leg(8, Moment.DURING), 10),
    )
    found = judge(asked, worse_in_it)
    assert (found.state, found.evidence) == (
        MET,
        "Leg at rest 5 or less on 2 of the last 2 days: 4, 3. The worst score of these days was 8.",
    )
    never_at_rest = read(on(ago(1), leg(4)), on(TODAY, leg(2, Moment.AFTER)))
    assert judge(asked, never_at_rest).evidence == (
        "Leg at rest 5 or less on 2 of the last 2 days: 4, 2 (not at rest)."
    )
    at_the_limit = read(on(TODAY, leg(3)), on(TODAY, leg(5, Moment.DURING), 10))
    last = criterion(RULE.LEG_AT_MOST, score=5, days=1)
    assert judge(last, at_the_limit).evidence == (
        "Leg at rest on the last day: 3; 5 or less is asked."
    )
    above = read(on(TODAY, leg(3)), on(TODAY, leg(6, Moment.DURING), 10))
    assert judge(last, above).evidence.endswith(" The worst score of that day was 6.")
    assert judge(last, above.as_of(ago(1))).evidence.startswith("Leg at rest on the last day: not")
    # Where no day was calm enough the worst one is no news.
    never = read(on(TODAY, leg(6)), on(TODAY, leg(8, Moment.DURING), 10))
    assert "worst" not in judge(last, never).evidence
