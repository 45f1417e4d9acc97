"""The sample patient: six weeks that the program itself could have written."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.bootstrap import Wishes, build
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.domain.agenda import item_exercise
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    FlareStarted,
    ItemAsked,
    SessionStarted,
    SittingBout,
)
from coach.domain.instrument import band_of
from coach.domain.outcomes import LimitRule
from coach.domain.program import Surface
from coach.domain.time_events import SittingLimitSet
from coach.exchange.shelf import FolderShelf, shipped_folder
from coach.review.adherence import adherence_by_day
from coach.speech.silent import SilentSpeaker
from coach.workflows.coach import Coach
from coach.workflows.demo import fill_sample
from coach.workflows.demo_answers import typed, week_by_leg
from coach.workflows.demo_stories import STORIES
from coach.workflows.demo_story import Story
from tests.conftest import BERLIN
from tests.workflows.conftest import facts_of


@pytest.fixture
def sample(places: Places, clock: ManualClock) -> Iterator[Coach]:
    """A home with the sample patient."""
    coach = build(
        places,
        Settings(),
        Wishes(silent=True, demo=True),
        clock=clock,
        zone=BERLIN,
        speaker=SilentSpeaker(),
    )
    fill_sample(coach)
    yield coach
    coach.close()


def test_six_weeks_of_a_sample_patient_read_like_a_patients(sample: Coach, places: Places) -> None:
    every_day_but_those_away_is_recorded(sample)
    the_views_agree(sample, places.home / "coach.db")
    the_facts_fit_together(sample)
    today_is_an_ordinary_day(sample)


def every_day_but_those_away_is_recorded(sample: Coach) -> None:
    view = sample.look_back.view(43)
    assert view.not_recorded_days == 3
    assert view.mean_percent is not None
    assert 50 < view.mean_percent < 95
    assert view.sessions > 60


def the_views_agree(sample: Coach, file: Path) -> None:
    ours = {
        line.day.isoformat(): line.percent for line in adherence_by_day(sample.records.recent(60))
    }
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        theirs = dict(connection.execute("SELECT day, percent FROM adherence_by_day"))
    finally:
        connection.close()
    assert ours == theirs


def the_facts_fit_together(sample: Coach) -> None:
    sessions = {fact.session for fact in facts_of(sample, SessionStarted)}
    asked = {fact.item for fact in facts_of(sample, ItemAsked)}
    for fact in facts_of(sample, ExerciseDone):
        assert fact.session in sessions
        assert fact.item in asked
        assert item_exercise(fact.item)
    assert len(facts_of(sample, FlareStarted)) == 1
    times = [stamped.at for stamped in sample.log.read()]
    assert max(times) <= sample.records.now()


def today_is_an_ordinary_day(sample: Coach) -> None:
    look = sample.today.look()
    assert look.hold is None
    assert look.unfinished_session is None
    assert not look.agenda.flare
    assert look.agenda.items


def test_who_does_not_get_better_does_not_answer_so() -> None:
    dan = next(story for story in STORIES if story.name == "Dan Elm")
    shelf = FolderShelf(shipped_folder())
    first, last = (_totals(dan, nth, shelf) for nth in (0, 21))
    assert last["rmdq-24"] >= first["rmdq-24"]
    assert last["psfs"] <= first["psfs"]
    assert last["phq-4"] > first["phq-4"]
    eve = next(story for story in STORIES if story.name == "Eve Frost")
    assert _totals(eve, 21, shelf)["rmdq-24"] < _totals(eve, 0, shelf)["rmdq-24"]


def test_a_total_from_paper_has_the_name_its_makers_gave_it() -> None:
    ben = next(story for story in STORIES if story.name == "Ben Castle")
    shelf = FolderShelf(shipped_folder())
    (fact,) = typed(shelf, *ben.typed)
    assert fact.total == 20
    assert band_of(shelf.instrument(fact.instrument), fact.total) == "neuropathic part likely"


def _totals(story: Story, nth: int, shelf: FolderShelf) -> dict[str, float]:
    facts = week_by_leg(nth, shelf, story.relief(nth))
    totals = (fact for fact in facts if isinstance(fact, AnswerGiven) and fact.total is not None)
    return {fact.instrument: fact.total for fact in totals if fact.total is not None}


def test_a_leg_that_came_up_in_sitting_has_its_limit_fitted(new_coach: Coach) -> None:
    finn = next(story for story in STORIES if story.name == "Finn Grove")
    fill_sample(new_coach, finn.days, finn)
    (fitted,) = [one for one in new_coach.log.read() if isinstance(one.fact, SittingLimitSet)]
    assert isinstance(fitted.fact, SittingLimitSet)
    assert (fitted.fact.surface, fitted.fact.rule) == (Surface.SOFT, LimitRule.RISE)
    soft = [
        (stamped.at > fitted.at, stamped.fact.limit_minutes)
        for stamped in new_coach.log.read(kinds=[SittingBout])
        if isinstance(stamped.fact, SittingBout) and stamped.fact.surface is Surface.SOFT
    ]
    assert {limit for is_later, limit in soft if not is_later} == {15}
    assert {limit for is_later, limit in soft if is_later} == {fitted.fact.minutes}


def test_in_a_bad_spell_sessions_end_higher_but_never_for_the_single_sample() -> None:
    ben = next(story for story in STORIES if story.name == "Ben Castle")
    spell = ben.worse[0]
    assert {ben.after_session(spell, 5, nth) for nth in range(6)} == {6, 7}
    assert ben.after_session(spell - 1, 5, 0) == 4
    assert {Story().after_session(nth, 5, nth) for nth in range(42)} == {4}
