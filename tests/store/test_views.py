"""The views over hand-worked days."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.events import (
    Fact,
    FactRetracted,
    ItemExcused,
    PlanReceived,
    SessionEnded,
    Stamped,
)
from coach.domain.history import History
from coach.domain.outcomes import Excuse, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.review.adherence import adherence_by_day
from coach.review.pain_trend import pain_by_day
from coach.store.event_log import SqliteEventLog
from tests.store.builders import (
    MONDAY,
    TUESDAY,
    a_log,
    a_note,
    a_score,
    a_session,
    a_set,
    an_item,
    at,
    query,
    recorded,
)

COUNTS = "planned, done, partial, skipped, excused, not_recorded, percent"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteEventLog]:
    with a_log(tmp_path) as log:
        yield log


@pytest.fixture
def database(log: SqliteEventLog, tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


def adherence(database: Path, day: date = MONDAY) -> tuple[Any, ...] | None:
    """The counts and the percentage of a day; None when the view has no such day."""
    sql = f"SELECT {COUNTS} FROM adherence_by_day WHERE day = ?"
    rows = query(database, sql, day.isoformat())
    assert len(rows) <= 1
    return tuple(rows[0]) if rows else None


def retract(log: SqliteEventLog, stamped: Stamped) -> None:
    recorded(log, FactRetracted(fact=stamped.id, reason="mistyped"))


def test_done_partial_skipped_and_missed_items_of_one_day(
    log: SqliteEventLog, database: Path
) -> None:
    recorded(log, *(an_item(item) for item in "abcd"))
    recorded(log, a_set("a", reps=4), a_set("a", reps=6), a_set("b", reps=5))
    recorded(log, a_set("c", reps=0, outcome=SetOutcome.SKIPPED))
    # (1 + 0.5 + 0 + 0) / 4
    assert adherence(database) == (4, 1, 1, 1, 0, 0, 37.5)


def test_more_than_asked_counts_as_asked(log: SqliteEventLog, database: Path) -> None:
    recorded(log, an_item("a"), an_item("b"), a_set("a", reps=30))
    assert adherence(database) == (2, 1, 0, 0, 0, 0, 50.0)


def test_a_timed_item_is_measured_in_seconds(log: SqliteEventLog, database: Path) -> None:
    recorded(log, an_item("a", reps=1, seconds=600), an_item("b", reps=1, seconds=100))
    # 599.9 of 600 s is done for all that a person can tell.
    recorded(log, a_set("a", reps=0, seconds=599.9), a_set("b", reps=9, seconds=25.0))
    assert adherence(database) == (2, 1, 1, 0, 0, 0, 62.5)


def test_an_excused_item_leaves_both_sides(log: SqliteEventLog, database: Path) -> None:
    recorded(
        log, an_item("a"), an_item("b"), a_set("a"), ItemExcused(item="b", reason=Excuse.FLARE)
    )
    assert adherence(database) == (2, 1, 0, 0, 1, 0, 100.0)


def test_a_day_with_everything_excused_has_no_percentage(
    log: SqliteEventLog, database: Path
) -> None:
    recorded(log, an_item("a"), ItemExcused(item="a", reason=Excuse.SAFETY))
    assert adherence(database) == (1, 0, 0, 0, 1, 0, None)


def test_a_day_with_nothing_asked_is_not_in_the_view(log: SqliteEventLog, database: Path) -> None:
    recorded(log, a_note())
    assert adherence(database) is None


def test_a_day_with_the_machine_off_is_not_recorded(log: SqliteEventLog, database: Path) -> None:
    recorded(log, an_item("a"), an_item("b"), when=at(TUESDAY))
    recorded(log, ItemExcused(item="b", reason=Excuse.ASLEEP), when=at(TUESDAY))
    assert adherence(database) == (2, 0, 0, 0, 1, 1, None)


def test_a_plan_alone_does_not_make_a_day_recorded(log: SqliteEventLog, database: Path) -> None:
    plan = PlanReceived(
        program="p",
        version=1,
        therapist="",
        from_day=MONDAY,
        stage=StageCode.CALM,
        sore_side="none",
    )
    recorded(log, plan)
    recorded(log, an_item("a"), when=at(TUESDAY))
    assert adherence(database) == (1, 0, 0, 0, 0, 1, None)


def test_one_entry_makes_a_day_recorded(log: SqliteEventLog, database: Path) -> None:
    (note,) = recorded(log, a_note())
    recorded(log, an_item("a"), when=at(TUESDAY))
    assert adherence(database) == (1, 0, 0, 0, 0, 0, 0.0)
    recorded(log, FactRetracted(fact=note.id, reason="wrong day"), when=at(TUESDAY))
    assert adherence(database) == (1, 0, 0, 0, 0, 1, None)


def test_an_item_asked_on_its_day_makes_the_day_recorded(
    log: SqliteEventLog, database: Path
) -> None:
    recorded(log, an_item("a"))
    recorded(log, an_item("b"), when=at(TUESDAY))
    assert adherence(database) == (2, 0, 0, 0, 0, 0, 0.0)


def test_the_newest_standing_row_of_an_item_counts(log: SqliteEventLog, database: Path) -> None:
    recorded(log, an_item("a", reps=10), a_set("a", reps=10), when=at(hour=9))
    (newer,) = recorded(log, an_item("a", reps=20), when=at(hour=10))
    assert adherence(database) == (1, 0, 1, 0, 0, 0, 50.0)
    retract(log, newer)
    assert adherence(database) == (1, 1, 0, 0, 0, 0, 100.0)


def test_retracted_facts_do_not_show(log: SqliteEventLog, database: Path) -> None:
    asked, done, pain, session = recorded(log, an_item("a"), a_set("a"), a_score(), a_session())
    retract(log, done)
    assert adherence(database) == (1, 0, 0, 0, 0, 0, 0.0)
    for stamped in (asked, pain, session):
        retract(log, stamped)
    assert adherence(database) is None
    assert query(database, "SELECT * FROM pain_by_day") == []
    assert query(database, "SELECT * FROM session_log") == []


def test_a_patient_cannot_retract_the_facts_of_another(log: SqliteEventLog, database: Path) -> None:
    (pain,) = recorded(log, a_score())
    other = log.for_patient("other")
    retract(other, pain)
    assert log.read() == [pain]
    assert len(query(database, "SELECT * FROM pain_by_day")) == 1


def test_a_rehearsal_counts_for_nothing(log: SqliteEventLog, database: Path) -> None:
    recorded(log, an_item("a"), a_session("fast", pace=20.0), a_set("a", session="fast"))
    recorded(log, a_session("slow"), a_set("a", reps=5, session="slow"))
    assert adherence(database) == (1, 0, 1, 0, 0, 0, 50.0)


def test_pain_by_day_keeps_back_and_leg_apart(log: SqliteEventLog, database: Path) -> None:
    back = Site.BACK
    recorded(log, a_score(2, site=back, reach=Reach.BACK), a_score(4, site=back))
    recorded(log, a_score(7, reach=Reach.CALF), a_score(0, reach=Reach.THIGH))
    recorded(log, a_score(0), when=at(TUESDAY))
    sql = "SELECT day, site, worst, mean, reach FROM pain_by_day ORDER BY day, site"
    assert query(database, sql) == [
        ("2027-03-01", "back", 4, 3.0, "back"),
        ("2027-03-01", "leg", 7, 3.5, "calf"),
        ("2027-03-02", "leg", 0, 0.0, None),
    ]


def test_the_worst_of_an_evening_told_after_midnight_is_of_the_day_before(
    log: SqliteEventLog, database: Path
) -> None:
    for hour, score in ((0, 7), (3, 6), (4, 2)):
        recorded(log, a_score(score, moment=Moment.WORST_24H), when=at(TUESDAY, hour))
    recorded(log, a_score(9, moment=Moment.NOW), when=at(TUESDAY, 0))
    sql = "SELECT day, worst, mean FROM pain_by_day ORDER BY day"
    assert query(database, sql) == [("2027-03-01", 7, 6.5), ("2027-03-02", 9, 5.5)]


def test_session_log_has_one_line_for_each_session(log: SqliteEventLog, database: Path) -> None:
    before, after = Moment.BEFORE, Moment.AFTER
    recorded(log, a_session("s1"), when=at(hour=9))
    recorded(log, a_score(4, moment=before, session="s1"), a_score(2, moment=after, session="s1"))
    recorded(log, a_score(1, site=Site.BACK, moment=before, session="s1"))
    recorded(log, a_set("a", session="s1"), a_set("a", session="s1"))
    recorded(log, a_set("b", session="s1", outcome=SetOutcome.STOPPED))
    ended = SessionEnded(
        session="s1", stage=StageCode.BUILD, outcome=SessionOutcome.STOPPED_PAIN, minutes=12.5
    )
    recorded(log, ended, when=at(hour=9, minute=13))
    recorded(log, a_session("s2", pace=3.0), when=at(hour=20))
    sql = (
        "SELECT session, stage, pace, started, ended, minutes, outcome, items, sets_done,"
        " back_before, leg_before, back_after, leg_after FROM session_log ORDER BY started"
    )
    start, end, evening = (moment.isoformat() for moment in (at(), at(minute=13), at(hour=20)))
    assert query(database, sql) == [
        ("s1", "C", 1.0, start, end, 12.5, "stopped_pain", "a b", 2, 1, 4, None, 2),
        ("s2", "C", 3.0, evening, None, None, None, "a b", 0, None, None, None, None),
    ]


_ITEMS = st.sampled_from("abcd")
_DAYS = st.integers(0, 2)
_MEASURES = st.one_of(
    st.builds(
        an_item,
        _ITEMS,
        for_day=_DAYS.map(lambda days: MONDAY + timedelta(days=days)),
        reps=st.integers(0, 16),
        seconds=st.sampled_from([0, 0, 40]),
    ),
    st.builds(
        a_set,
        _ITEMS,
        reps=st.integers(0, 16),
        seconds=st.sampled_from([0.0, 10.0, 39.9, 40.0]),
        outcome=st.sampled_from(SetOutcome),
        session=st.sampled_from([None, "s1", "s2"]),
    ),
    st.builds(ItemExcused, item=_ITEMS, reason=st.just(Excuse.FLARE)),
    st.builds(a_session, st.sampled_from(["s1", "s2"]), pace=st.sampled_from([1.0, 8.0])),
    st.builds(
        a_score,
        st.integers(0, 10),
        site=st.sampled_from(Site),
        reach=st.none() | st.sampled_from(Reach),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_DAYS, _MEASURES), max_size=20), st.sets(st.integers(0, 19), max_size=3))
def test_the_views_say_what_the_review_says(
    tmp_path_factory: pytest.TempPathFactory,
    entries: list[tuple[int, Fact]],
    retracted: set[int],
) -> None:
    home = tmp_path_factory.mktemp("home")
    with a_log(home) as log:
        written = [
            stamped
            for days, fact in entries
            for stamped in recorded(log, fact, when=at() + timedelta(days=days))
        ]
        for number in retracted & set(range(len(written))):
            retraction = FactRetracted(fact=written[number].id, reason="mistyped")
            recorded(log, retraction, when=at() + timedelta(days=9))
        history = History(tuple(log.read()))
    with closing(sqlite3.connect(home / "coach.db")) as connection:
        days = connection.execute(f"SELECT day, {COUNTS} FROM adherence_by_day ORDER BY day")
        assert days.fetchall() == [
            (
                day.day.isoformat(),
                *(day.planned, day.done, day.partial, day.skipped),
                *(day.excused, day.not_recorded, day.percent),
            )
            for day in adherence_by_day(history)
        ]
        pains = connection.execute("SELECT day, site, worst, mean, reach FROM pain_by_day")
        assert sorted(pains.fetchall(), key=lambda row: row[:2]) == [
            (
                *(pain.day.isoformat(), pain.site.value, pain.worst, pain.mean),
                pain.reach.word if pain.reach is not None else None,
            )
            for pain in pain_by_day(history)
        ]
