"""Answers that a held log refuses: told as kept, they wait beside it and go in once."""

from collections.abc import Callable
from datetime import time

import pytest

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.errors import LogError
from coach.domain.events import AnswerGiven, Fact, LightGiven, NoteWritten, PainScore
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.talk_first import TALKED, THERAPIST, YES
from coach.store.inbox import INBOX
from coach.workflows.coach import Coach
from coach.workflows.inbox import ANSWERS, Request
from coach.workflows.kept_answers import KEPT
from coach.workflows.requests import ANSWERS_SAVED, SAVED_NOW
from tests.store.holder import LOCKS, held
from tests.workflows.conftest import facts_of
from tests.workflows.test_check_ups import DAY_0, answer, ids, named

BEFORE, AFTER = PainReport(3, 3, Reach.THIGH), PainReport(5, 6, Reach.CALF)
NOTE = NoteWritten(text="The step was hard.", about="s1")


@pytest.fixture(autouse=True)
def _at_the_keys(coach: Coach) -> None:
    coach.log.wait_briefly()  # type: ignore[attr-defined]


def after_a_session(coach: Coach) -> bool:
    after = coach.check_in.after_session(BEFORE, AFTER, session="s1")
    return after.saved


def polled(coach: Coach) -> list[str]:
    return [cue.text for cue in coach.requests.poll()]


def after_scores(coach: Coach) -> list[tuple[str, int]]:
    scores = facts_of(coach, PainScore)
    return [(one.site.value, one.score) for one in scores if one.moment is Moment.AFTER]


@pytest.mark.parametrize("lock", LOCKS)
def test_scores_after_a_session_wait_and_go_in_once_with_their_time(
    coach: Coach, clock: ManualClock, places: Places, lock: str
) -> None:
    given_at = clock.now()
    with held(places.home / "coach.db", lock):
        assert not after_a_session(coach)
        clock.advance(600)
    assert polled(coach) == [SAVED_NOW]
    assert after_scores(coach) == [("back", 5), ("leg", 6)]
    stamped = [one.at for one, _ in coach.records.recent().of(PainScore)]
    assert set(stamped) == {given_at}
    assert polled(coach) == []
    assert len(after_scores(coach)) == 2


@pytest.mark.parametrize("lock", LOCKS)
def test_they_outlive_the_program(
    coach: Coach, open_coach: Callable[..., Coach], places: Places, lock: str
) -> None:
    with held(places.home / "coach.db", lock):
        after_a_session(coach)
        coach.close()
    again = open_coach()
    assert polled(again) == [SAVED_NOW]
    assert after_scores(again) == [("back", 5), ("leg", 6)]


def test_the_light_waits_with_its_scores(coach: Coach, places: Places) -> None:
    with held(places.home / "coach.db", "IMMEDIATE"):
        after = coach.check_in.after_session(BEFORE, AFTER, session="s1")
    coach.requests.poll()
    (light,) = facts_of(coach, LightGiven)
    assert light.light is after.light


def test_the_note_after_a_session_waits_as_well(coach: Coach, places: Places) -> None:
    with held(places.home / "coach.db", "IMMEDIATE"):
        assert not coach.check_in.note_after(NOTE.text, session="s1")
    coach.requests.poll()
    assert facts_of(coach, NoteWritten) == [NOTE]
    assert coach.check_in.note_after("And the bridge.", session="s1")
    assert len(facts_of(coach, NoteWritten)) == 2


@pytest.mark.parametrize("lock", LOCKS)
def test_a_questionnaire_says_that_it_is_kept_is_not_asked_again_and_goes_in_once(
    coach: Coach, clock: ManualClock, places: Places, lock: str
) -> None:
    one = named(coach, "phq-4")
    with held(places.home / "coach.db", lock):
        first, *_ = coach.check_ups.take(one, answer(one.form))
        assert first.startswith(f"Thank you. {KEPT} Your score is")
        assert coach.check_ups.waits
    assert facts_of(coach, AnswerGiven) == []
    assert ids(coach) == [one for one in DAY_0 if one != "phq-4"]
    assert polled(coach) == [ANSWERS_SAVED]
    given = [fact for fact in facts_of(coach, AnswerGiven) if fact.instrument == "phq-4"]
    assert len(given) == 5
    assert polled(coach) == []
    assert ids(coach) == [one for one in DAY_0 if one != "phq-4"]


def test_an_evening_that_was_left_half_way_waits_with_its_words(
    coach: Coach, clock: ManualClock, places: Places
) -> None:
    clock.set_wall(clock.now().replace(hour=time(20).hour))
    evening = named(coach, "evening")
    form = evening.form
    while form.question is not None:
        form = form.answered("3" if form.question.id == "worst_back" else None)
    with held(places.home / "coach.db", "IMMEDIATE"):
        coach.check_ups.keep(evening, form)
    coach.requests.poll()
    assert [fact.score for fact in facts_of(coach, PainScore)] == [3]


def test_where_nothing_takes_them_it_is_told_that_they_are_not_saved(
    coach: Coach, places: Places
) -> None:
    (places.home / INBOX).touch()
    one = named(coach, "walk")
    with held(places.home / "coach.db", "IMMEDIATE"):
        with pytest.raises(LogError, match="nothing was saved"):
            after_a_session(coach)
        with pytest.raises(LogError, match="nothing was saved"):
            coach.check_ups.take(one, answer(one.form))


@pytest.mark.parametrize(
    "fact",
    [
        AnswerGiven(instrument=TALKED, item=THERAPIST, value=YES),
        AnswerGiven(instrument="skin", item="cold-pack", value="yes"),
        PainScore(site="back", score=3, moment=Moment.NOW),  # type: ignore[arg-type]
    ],
)
def test_no_file_answers_what_no_questionnaire_asks(
    coach: Coach, clock: ManualClock, fact: Fact
) -> None:
    coach.inbox.put(Request(ANSWERS, clock.now(), facts=(fact,)))
    before = len(coach.log.read())
    assert ANSWERS_SAVED not in polled(coach)
    assert len(coach.log.read()) == before
