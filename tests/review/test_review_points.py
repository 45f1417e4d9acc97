"""Review points by hand: met, not met, and no data, each from its day on."""

import pytest

from coach.domain.events import (
    AnswerGiven,
    LightGiven,
    SafetyCleared,
    SessionStarted,
    StageChanged,
    Stamped,
)
from coach.domain.lights import Light
from coach.domain.outcomes import ClearedBy
from coach.domain.pain import Moment, Reach
from coach.domain.program import StageCode
from coach.review.review_facts import nights as noted_nights
from coach.review.review_point import TALK
from coach.review.review_points import not_judged, review_points
from tests.review.courses import (
    FIRST,
    a_leg,
    a_plan,
    answers,
    course,
    day,
    every_day,
    legs,
    nights,
    on,
    total,
)


def verdict(rule: str, today: int, *parts: Stamped | list[Stamped]) -> str:
    """`met`, `no data` or `no`, as one rule judges one day."""
    history = course(*parts)
    if rule in {one.rule for one in review_points(history, FIRST, day(today))}:
        return "met"
    return (
        "no data" if rule in {one.rule for one in not_judged(history, FIRST, day(today))} else "no"
    )


MET, NOT, NONE = "met", "no", "no data"


@pytest.mark.parametrize(
    ("start", "now", "today", "expected"),
    [
        (7, 7, 14, MET),
        (8, 7, 14, NOT),  # Down by one.
        (6, 6, 14, NOT),  # Not down, and not strong.
        (7, 9, 14, MET),
        (7, 7, 13, NOT),  # Not before its day.
        (7, 7, 41, MET),
        (7, 7, 42, NOT),  # From six weeks on the six weeks look.
        (7, None, 20, NONE),
        (None, 7, 20, NONE),
    ],
)
def test_two_weeks(start: int | None, now: int | None, today: int, expected: str) -> None:
    assert verdict("two_weeks", today, _from_to(start, now, today)) == expected


def _from_to(start: int | None, now: int | None, today: int) -> list[Stamped]:
    """One score through the first days, another through the last week; none where None."""
    early = every_day(start, 0, 6) if start is not None else {}
    late = every_day(now, today - 6, today) if now is not None else {}
    return legs(early | {nth: leg for nth, leg in late.items() if nth > 6})


def test_two_weeks_of_lost_sleep_are_enough_at_two_weeks() -> None:
    bad = nights(every_day(2, 9, 14))
    assert verdict("two_weeks", 14, _from_to(5, 3, 14), bad) == MET
    assert verdict("two_weeks", 14, _from_to(5, 3, 14), nights(every_day(6, 9, 14))) == NOT


@pytest.mark.parametrize(
    ("start", "now", "today", "expected"),
    [
        (8, 7, 42, MET),
        (8, 6, 42, MET),  # Two points, and 25 percent.
        (6, 4, 42, NOT),  # Two points, and 33 percent.
        (5, 4, 42, MET),  # One point.
        (4, 1, 42, NOT),
        (1, 1, 42, NOT),  # There is nothing left to come down.
        (3, 2, 42, MET),  # A low start is judged in points.
        (3, 1, 42, NOT),
        (8, 9, 100, MET),
        (8, 7, 41, NOT),  # Not before its day.
        (8, None, 42, NONE),
        (None, 3, 42, NONE),
    ],
)
def test_six_weeks(start: int | None, now: int | None, today: int, expected: str) -> None:
    assert verdict("six_weeks", today, _from_to(start, now, today)) == expected


@pytest.mark.parametrize(
    ("start", "now", "today", "expected"),
    [(8, 7, 42, MET), (8, 8, 60, MET), (10, 7, 42, NOT), (8, 6, 42, NOT), (8, 8, 41, NOT)],
)
def test_strong_after_six_weeks(start: int, now: int, today: int, expected: str) -> None:
    assert verdict("severe", today, _from_to(start, now, today)) == expected


@pytest.mark.parametrize(
    ("totals", "today", "expected"),
    [
        ({0: 14, 84: 12}, 84, MET),
        ({0: 14, 84: 9}, 84, NOT),  # Five points, 36 percent.
        ({0: 20, 84: 15}, 84, MET),  # Five points, 25 percent.
        ({0: 6, 84: 3}, 84, NOT),  # So low the form no longer tells apart.
        ({0: 14, 83: 13, 90: 8}, 91, NOT),  # The newest one counts.
        ({0: 14, 84: 12}, 83, NOT),  # Not before its day.
        ({0: 14, 42: 5}, 84, NONE),  # Six weeks do not speak for twelve.
        ({84: 12}, 84, NONE),
        ({}, 84, NONE),
    ],
)
def test_twelve_weeks(totals: dict[int, int], today: int, expected: str) -> None:
    given = [total("rmdq-24", nth, score) for nth, score in totals.items()]
    assert verdict("twelve_weeks", today, given) == expected


def test_a_form_that_was_not_filled_in_is_named() -> None:
    missing = {one.rule: one.missing for one in not_judged(course(), FIRST, day(84))}
    assert "RMDQ" in missing["twelve_weeks"]
    assert missing["six_weeks"] == "leg pain"


@pytest.mark.parametrize(
    ("start", "now", "today", "expected"),
    [
        (8, 6, 112, MET),
        (8, 5, 112, NOT),  # 62.5 percent.
        (10, 6, 112, NOT),
        (3, 3, 112, NOT),  # Below four nothing is compared in percent.
        (8, 6, 111, NOT),  # Not before its day.
        (8, None, 112, NONE),
        (None, 3, 112, NONE),
    ],
)
def test_sixteen_weeks(start: int | None, now: int | None, today: int, expected: str) -> None:
    assert verdict("four_months", today, _from_to(start, now, today)) == expected


@pytest.mark.parametrize(
    ("scores", "today", "expected"),
    [
        (every_day(4, 10, 16) | every_day(6, 17, 19), 19, MET),
        (every_day(4, 10, 16) | every_day(6, 17, 19), 20, MET),  # Today is not noted yet.
        (every_day(4, 10, 16) | {17: 6, 18: 5, 19: 6}, 19, NOT),
        (every_day(4, 10, 16) | {17: 6, 18: 6}, 20, NONE),  # A day is missing.
        ({14: 4, 15: 4} | every_day(6, 17, 19), 19, NONE),  # Two days make no week.
        (every_day(4, 10, 16) | every_day(6, 17, 19) | {20: 4}, 20, NOT),  # It went down again.
        (every_day(6, 2, 4) | {0: 2, 1: 2}, 4, NOT),  # Too early to say.
    ],
)
def test_leg_up(scores: dict[int, int], today: int, expected: str) -> None:
    assert verdict("leg_up", today, legs(scores)) == expected


@pytest.mark.parametrize(
    ("scores", "today", "expected"),
    [
        (every_day(7, 0, 2), 2, MET),
        ({4: 7, 6: 9, 8: 8}, 8, MET),  # Three noted days within five.
        (every_day(7, 4, 6), 7, MET),  # Today is not noted yet.
        ({4: 8, 5: 8, 6: 6, 7: 8}, 7, NOT),
        (every_day(8, 3, 6) | {7: 6}, 7, NOT),  # It went down.
        ({8: 6}, 8, NOT),
        (every_day(7, 4, 6), 9, NONE),  # Too long ago.
        ({7: 8, 8: 8}, 8, NONE),
        ({0: 8, 1: 8}, 1, NOT),  # Too early to say.
    ],
)
def test_a_strong_leg_on_three_days(scores: dict[int, int], today: int, expected: str) -> None:
    assert verdict("strong_days", today, legs(scores)) == expected


def test_a_strong_leg_is_judged_by_the_worst_of_each_day() -> None:
    milder = [on(nth, a_leg(3), hour=20) for nth in range(3)]
    (found,) = review_points(course(legs(every_day(7, 0, 2)), milder), FIRST, day(2))
    assert found.for_patient == (
        f"{TALK}your leg was at 7 of 10 or more on each of the last three days you noted."
    )
    assert "7, 7, 7" in found.for_therapist


def in_session(nth: int, before: Reach, after: Reach, name: str = "") -> list[Stamped]:
    session = name or f"s{nth}"
    return [
        on(nth, a_leg(4, before, moment=Moment.BEFORE, session=session), hour=9),
        on(nth, a_leg(3, after, moment=Moment.AFTER, session=session), hour=10),
    ]


def red(nth: int, why: str, light: Light = Light.RED) -> Stamped:
    given = LightGiven(session=f"s{nth}", item="i", exercise="press-up", light=light, why=why)
    return on(nth, given, hour=11)


@pytest.mark.parametrize(
    ("facts", "today", "expected"),
    [
        ([in_session(3, Reach.THIGH, Reach.CALF), in_session(5, Reach.KNEE, Reach.FOOT)], 6, MET),
        ([in_session(3, Reach.THIGH, Reach.CALF)], 6, NOT),
        ([in_session(3, Reach.CALF, Reach.THIGH), in_session(5, Reach.CALF, Reach.CALF)], 6, NOT),
        # The same session tells it twice: by scores and by its light.
        ([in_session(3, Reach.THIGH, Reach.CALF), [red(3, "calf after thigh")]], 6, NOT),
        ([[red(3, "calf after thigh")], [red(5, "foot after knee")]], 6, MET),
        ([[red(3, "calf after thigh")], [red(5, "leg 6, then 9")]], 6, NOT),
        ([[red(3, "calf after thigh")], [red(5, "thigh after calf", Light.GREEN)]], 6, NOT),
        # Two whole days further down than the week before them.
        (
            [
                [on(n, a_leg(4, Reach.THIGH)) for n in range(4)]
                + [on(4, a_leg(4, Reach.CALF)), on(5, a_leg(4, Reach.FOOT))]
            ],
            6,
            MET,
        ),
        # Up and down between the same two places is no change.
        ([[on(n, a_leg(4, Reach.CALF if n % 2 else Reach.KNEE)) for n in range(9)]], 9, NOT),
        ([in_session(3, Reach.THIGH, Reach.CALF), in_session(5, Reach.KNEE, Reach.FOOT)], 17, NOT),
    ],
)
def test_further_down_twice(facts: list[list[Stamped]], today: int, expected: str) -> None:
    assert verdict("further_down", today, *facts) == expected


def test_a_day_on_which_it_went_further_down_twice_is_named_once() -> None:
    twice = [in_session(5, Reach.KNEE, Reach.FOOT, name) for name in ("one", "two")]
    (found,) = [
        one
        for one in review_points(course(a_plan(0), *twice), FIRST, day(6))
        if one.rule == "further_down"
    ]
    assert found.evidence == f"Further down on {day(5).isoformat()} 2 times."


def test_a_rehearsal_never_goes_further_down() -> None:
    started = [
        on(n, SessionStarted(session=f"s{n}", stage=StageCode.CALM, items=(), pace=20.0), hour=8)
        for n in (3, 5)
    ]
    both = [in_session(3, Reach.THIGH, Reach.CALF), in_session(5, Reach.KNEE, Reach.FOOT)]
    assert verdict("further_down", 6, started, *both) == NOT


@pytest.mark.parametrize(
    ("slept", "expected"),
    [
        ({8: 3, 9: 3, 11: 0, 13: 2}, MET),
        ({8: 3, 9: 3, 10: 7, 11: 4, 12: 3}, NOT),
        ({8: 3, 9: 3, 10: 1}, NONE),
        ({1: 1, 2: 1, 3: 1, 4: 1}, NONE),
        ({}, NONE),
    ],
)
def test_lost_sleep(slept: dict[int, int], expected: str) -> None:
    assert verdict("sleep", 13, nights(slept)) == expected


def test_a_night_told_after_midnight_does_not_overwrite_the_next_one() -> None:
    slept = AnswerGiven(instrument="evening", item="sleep", value="1")
    later = AnswerGiven(instrument="evening", item="sleep", value="6")
    history = course(on(3, slept, hour=0), on(3, later, hour=21))
    assert noted_nights(history) == {day(2): 1, day(3): 6}


def test_sleep_is_not_looked_at_in_the_first_week() -> None:
    assert verdict("sleep", 6) == NOT


@pytest.mark.parametrize("value", ["", "-1", "11", "zero", "2.5", "٣"])
def test_an_answer_that_is_no_number_is_no_night(value: str) -> None:
    given = answers("evening", {nth: {"sleep": value} for nth in range(7, 14)})
    assert verdict("sleep", 13, given) == NONE


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({14: {"1": "2", "2": "1", "3": "0", "4": "0"}}, MET),
        ({14: {"1": "0", "2": "0", "3": "1", "4": "2"}}, MET),
        ({14: {"1": "2", "2": "0", "3": "2", "4": "0"}}, NOT),  # Each half on its own.
        ({0: {"1": "3", "2": "3"}, 14: {"1": "0", "2": "1", "3": "0", "4": "0"}}, NOT),
        ({14: {"1": "3", "3": "3"}}, NONE),  # Half a half is not summed.
        ({14: {"3": "2", "4": "2"}}, MET),
        ({}, NONE),
    ],
)
def test_mood(given: dict[int, dict[str, str]], expected: str) -> None:
    assert verdict("mood", 15, answers("phq-4", given)) == expected


@pytest.mark.parametrize(
    ("facts", "today", "expected"),
    [
        ([a_plan(0, stage=StageCode.CALM)], 14, NOT),
        ([a_plan(0, stage=StageCode.CALM)], 15, MET),
        ([a_plan(0, stage=StageCode.MOVE)], 15, NOT),
        # A newer plan, or a clearing, of the therapist is a sign; the patient's own are none.
        ([a_plan(0, stage=StageCode.CALM), a_plan(10, stage=StageCode.CALM)], 15, MET),
        (
            [a_plan(0, stage=StageCode.CALM), a_plan(10, stage=StageCode.CALM, therapist="ada")],
            15,
            NOT,
        ),
        (
            [
                a_plan(0, stage=StageCode.CALM),
                on(9, SafetyCleared(by=ClearedBy.THERAPIST, note="")),
            ],
            15,
            NOT,
        ),
        (
            [
                a_plan(0, stage=StageCode.CALM),
                on(9, SafetyCleared(by=ClearedBy.SELF_ATTESTED, note="")),
            ],
            15,
            MET,
        ),
        (
            [
                a_plan(0, stage=StageCode.CALM),
                on(
                    9,
                    StageChanged(
                        from_stage=StageCode.CALM, to_stage=StageCode.MOVE, rule="", evidence=""
                    ),
                ),
            ],
            30,
            NOT,
        ),
        ([], 30, NOT),
    ],
)
def test_a_long_first_stage(facts: list[Stamped], today: int, expected: str) -> None:
    assert verdict("long_calm", today, facts) == expected


@pytest.mark.parametrize(
    ("scores", "today", "expected"),
    [
        (every_day(2, 20, 34) | every_day(5, 35, 37), 37, MET),
        (every_day(2, 20, 34) | every_day(5, 35, 36), 36, NOT),
        (every_day(2, 20, 34) | {35: 5, 36: 3, 37: 5}, 37, NOT),
        (every_day(4, 20, 34) | every_day(5, 35, 37), 37, NOT),  # It had not eased.
        (every_day(2, 28, 34) | every_day(5, 35, 37), 37, NOT),  # Seven days are not two weeks.
        (every_day(2, 20, 34) | every_day(5, 35, 37) | {38: 2}, 38, NOT),
    ],
)
def test_back_after_it_had_eased(scores: dict[int, int], today: int, expected: str) -> None:
    assert verdict("after_recovery", today, legs(scores)) == expected


@pytest.mark.parametrize(
    ("rule", "after", "parts"),
    [
        # Down in the third and fourth week, and strong again in the fifth.
        (
            "two_weeks",
            14,
            [legs(every_day(7, 0, 13) | every_day(3, 14, 27) | every_day(7, 28, 35))],
        ),
        (
            "six_weeks",
            42,
            [legs(every_day(7, 0, 28) | every_day(2, 29, 49) | every_day(7, 50, 60))],
        ),
        ("twelve_weeks", 84, [total("rmdq-24", 0, 15), total("rmdq-24", 90, 14)]),
    ],
)
def test_a_rule_that_waits_for_its_day_does_not_say_that_it_held_from_then_on(
    rule: str, after: int, parts: list[Stamped | list[Stamped]]
) -> None:
    until = {"two_weeks": 35, "six_weeks": 60, "twelve_weeks": 90}[rule]
    found = review_points(course(a_plan(0), *parts), FIRST, day(until))
    (point,) = (one for one in found if one.rule == rule)
    assert f", looked at since {day(after).isoformat()}: " in point.for_therapist


def test_each_reader_gets_their_own_words() -> None:
    history = course(a_plan(0), legs(every_day(7, 0, 14)))
    strong, found = review_points(history, FIRST, day(14))
    assert strong.rule == "strong_days"
    assert found.since == day(14)
    assert found.for_patient == f"{TALK}two weeks in, your leg pain is still strong."
    assert found.for_therapist.startswith(
        "two weeks in, looked at since 2027-03-15: leg not down by 1"
    )
    assert strong.for_therapist.startswith("strong leg pain, since 2027-03-13: ")
    assert (
        "Leg 7 at the start (middle of 7 noted days), "
        "7 now (middle of 7 of 7 days up to 2027-03-15)" in found.evidence
    )
    assert found.evidence in found.for_therapist


def test_how_it_changed_overall_is_never_used_alone() -> None:
    worse = answers("global-change", {nth: {"1": "-5"} for nth in range(0, 40, 7)})
    assert review_points(course(a_plan(0), worse), FIRST, day(40)) == []


def test_before_the_plan_begins_nothing_is_judged() -> None:
    assert review_points(course(), FIRST, day(-3)) == []
    assert not_judged(course(), FIRST, day(-3)) == []
