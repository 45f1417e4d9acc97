"""The 24-hour answer: which session is asked about, what may be answered, who is told."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    Fact,
    LightGiven,
    PainScore,
    SessionEnded,
    SessionStarted,
)
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Site
from coach.domain.program import StageCode
from coach.domain.settled import (
    Settled,
    empty_sessions,
    for_the_therapist,
    unsettled,
    waits_first,
)
from tests.builders import NINE, a_history, stamped

DAY = timedelta(days=1)
STOPPED = ExerciseDone(
    session="s1",
    item="2027-03-01/bridge/1",
    exercise="bridge",
    set_no=1,
    side="none",
    reps=2,
    hold_seconds=5,
    seconds=10.0,
    planned_reps=10,
    planned_seconds=50.0,
    outcome=SetOutcome.STOPPED,
    reason=Reason.PAIN,
)


def began(session: str = "s1", pace: float = 1.0) -> SessionStarted:
    return SessionStarted(session=session, stage=StageCode.CALM, items=(), pace=pace)


def light(colour: Light, session: str = "s1", item: str = "") -> LightGiven:
    return LightGiven(session=session, item=item, exercise=item, light=colour, why="leg 4, then 6")


def leg(score: int, moment: Moment, site: Site = Site.LEG) -> PainScore:
    return PainScore(site=site, score=score, moment=moment, session="s1")


def ended(outcome: SessionOutcome) -> SessionEnded:
    return SessionEnded(session="s1", stage=StageCode.CALM, outcome=outcome, minutes=10)


def answer(value: str, session: str = "s1") -> AnswerGiven:
    return AnswerGiven(instrument="settled", item=session, value=value)


def asked(*facts: tuple[timedelta, Fact], now: datetime = NINE + DAY) -> str | None:
    """The session that is asked about now; facts with how long after nine they were recorded."""
    found = unsettled(History(tuple(stamped(fact, NINE + at) for at, fact in facts)), now)
    return found.session if found is not None else None


NOW = timedelta(0)
CASES: list[tuple[str, list[Fact], bool]] = [
    ("green", [light(Light.GREEN)], False),
    ("amber", [light(Light.AMBER)], True),
    ("red", [light(Light.RED)], True),
    ("an exercise was red", [light(Light.RED, item="d/x/1"), light(Light.GREEN)], True),
    ("no light", [], False),
    ("stopped for pain", [STOPPED, light(Light.GREEN)], True),
    ("stopped for want of time", [replace(STOPPED, reason=Reason.TIME)], False),
    ("broken off for pain", [replace(STOPPED, outcome=SetOutcome.PARTIAL)], True),
    ("left out for pain", [replace(STOPPED, outcome=SetOutcome.SKIPPED)], False),
    ("ended for pain", [ended(SessionOutcome.STOPPED_PAIN)], True),
    ("ended early", [ended(SessionOutcome.ENDED_EARLY), light(Light.GREEN)], False),
    ("the leg rose", [leg(3, Moment.BEFORE), leg(4, Moment.AFTER), light(Light.GREEN)], True),
    ("the leg fell", [leg(5, Moment.BEFORE), leg(4, Moment.AFTER), light(Light.GREEN)], False),
    ("only one leg score", [leg(5, Moment.AFTER), light(Light.GREEN)], False),
    ("no leg score afterwards", [leg(0, Moment.BEFORE), light(Light.GREEN)], False),
    (
        "the back alone rose",
        [leg(3, Moment.BEFORE, Site.BACK), leg(5, Moment.AFTER, Site.BACK), light(Light.GREEN)],
        False,
    ),
]


@pytest.mark.parametrize(
    ("facts", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_session_that_was_more_than_green_is_asked_about(
    facts: list[Fact], expected: bool
) -> None:
    given: list[tuple[timedelta, Fact]] = [(NOW, began()), *((NOW, fact) for fact in facts)]
    assert (asked(*given) == "s1") is expected


def test_it_is_told_of_which_day_and_hour_the_session_was() -> None:
    found = unsettled(a_history(began(), light(Light.RED)), NINE + DAY)
    assert found is not None
    assert (found.day, found.began_at) == (NINE.date(), NINE)


RED: list[tuple[timedelta, Fact]] = [(NOW, began()), (NOW, light(Light.RED))]


def test_it_is_asked_once() -> None:
    assert asked(*RED) == "s1"
    for value in Settled:
        assert asked(*RED, (DAY, answer(value.value))) is None


def test_only_the_last_session_is_asked_about() -> None:
    later: list[tuple[timedelta, Fact]] = [
        (DAY / 2, began("s2")),
        (DAY / 2, light(Light.GREEN, "s2")),
    ]
    assert asked(*RED, *later) is None


def test_a_leg_that_rose_over_a_cut_is_asked_about() -> None:
    """The first score was before what was cut off; then 5 was as strong as at the end."""
    going_on = SessionStarted(session="s2", stage=StageCode.CALM, items=(), resumed_from="s1")
    before, after = (
        PainScore(site=Site.LEG, score=5, moment=moment, session="s2")
        for moment in (Moment.BEFORE, Moment.AFTER)
    )
    cut: list[Fact] = [
        began(),
        leg(2, Moment.BEFORE),
        going_on,
        before,
        after,
        light(Light.GREEN, "s2"),
    ]
    assert asked(*((NOW, fact) for fact in cut)) == "s2"
    assert asked(*((NOW, fact) for fact in cut if fact != leg(2, Moment.BEFORE))) is None


def test_a_rehearsal_is_no_session() -> None:
    assert asked((NOW, began(pace=20.0)), (NOW, light(Light.RED))) is None
    assert asked(*RED, (DAY / 2, began("s2", pace=20.0))) == "s1"


def test_after_a_week_it_is_no_longer_asked() -> None:
    assert asked(*RED, now=NINE + 7 * DAY) == "s1"
    assert asked(*RED, now=NINE + 7 * DAY + timedelta(minutes=1)) is None


def test_not_yet_on_the_same_day_is_asked_once_more_when_a_night_has_passed() -> None:
    at_noon = timedelta(hours=3)
    later: list[tuple[timedelta, Fact]] = [
        (at_noon, answer("not_yet")),
        (at_noon, began("s2")),
        (at_noon, light(Light.GREEN, "s2")),
    ]
    assert asked(*RED, *later, now=NINE + timedelta(hours=6)) is None
    assert asked(*RED, *later) == "s1"
    assert asked(*RED, *later, (DAY, answer("not_yet"))) is None


def test_the_next_morning_can_be_answered_only_after_a_night() -> None:
    history = History(tuple(stamped(fact, NINE) for _, fact in RED))
    same_day = unsettled(history, NINE + timedelta(hours=3))
    next_day = unsettled(history, NINE + DAY)
    assert same_day is not None
    assert next_day is not None
    assert same_day.choices == (Settled.HOUR, Settled.NOT_YET, Settled.WORSE)
    assert next_day.choices == tuple(Settled)


def test_worse_and_two_days_of_not_yet_are_for_the_therapist() -> None:
    two_days = NINE + 2 * DAY
    assert for_the_therapist(Settled.WORSE, NINE, NINE)
    assert for_the_therapist(Settled.NOT_YET, NINE, two_days)
    assert not for_the_therapist(Settled.NOT_YET, NINE, two_days - timedelta(minutes=1))
    assert not for_the_therapist(Settled.MORNING, NINE, two_days)
    assert not for_the_therapist(Settled.HOUR, NINE, two_days)


def test_the_next_session_waits_a_day_for_a_leg_that_has_not_settled() -> None:
    almost = NINE + DAY - timedelta(minutes=1)
    waits = {answer: waits_first(answer, NINE, almost) for answer in Settled}
    assert waits == {
        Settled.HOUR: False,
        Settled.MORNING: False,
        Settled.NOT_YET: True,
        Settled.WORSE: True,
    }
    assert not any(waits_first(answer, NINE, NINE + DAY) for answer in Settled)


@pytest.mark.parametrize(
    ("reps", "seconds", "empty"), [(0, 0.0, True), (1, 0.0, False), (0, 1.0, False)]
)
def test_a_session_is_empty_when_not_a_repetition_and_not_a_second_was_done(
    reps: int, seconds: float, empty: bool
) -> None:
    done = replace(STOPPED, reps=reps, seconds=seconds)
    over = ended(SessionOutcome.ENDED_EARLY)
    assert empty_sessions(a_history(began(), done, over)) == ({"s1"} if empty else set())


def test_a_session_that_goes_on_is_not_empty_yet() -> None:
    assert empty_sessions(a_history(began())) == set()
