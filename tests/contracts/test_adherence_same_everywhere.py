"""Adherence and pain are the same numbers in the program and in the database's views."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.authors import PAPERS, THERAPISTS_OWN
from coach.domain.events import (
    CareStepNoted,
    ExerciseDone,
    Fact,
    FactRetracted,
    ItemAsked,
    ItemExcused,
    LogShared,
    NoteWritten,
    PainScore,
    PlanIssued,
    PlanReceived,
    ReviewDecided,
    SessionStarted,
    Stamped,
    TherapistPaired,
)
from coach.domain.history import history_of
from coach.domain.outcomes import Decision, Excuse, SetOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.review.adherence import adherence_by_day
from coach.review.pain_trend import pain_by_day
from coach.store.event_log import SqliteEventLog
from coach.store.files import PATIENT_LOG
from coach.store.opening import open_log
from tests.builders import NINE

MONDAY = NINE.date()
days = st.sampled_from([MONDAY + timedelta(days=n) for n in range(3)])
items = st.sampled_from(["a", "b", "c"])
sessions = st.sampled_from(["real", "fast"])
doses = st.integers(0, 12)

NO_DAY_OF_THE_PATIENT: list[Fact] = [
    CareStepNoted(step="conservative", on_day=MONDAY, note=""),
    ReviewDecided(decision=Decision.KEEP, note=""),
    PlanIssued(
        program="p",
        version=2,
        stage=StageCode.CALM,
        from_day=MONDAY,
        valid_until=MONDAY,
        document="ab" * 32,
        changes="",
    ),
    PlanReceived(
        program="p",
        version=1,
        therapist="",
        from_day=MONDAY,
        stage=StageCode.CALM,
        sore_side="none",
    ),
    TherapistPaired(key="ab" * 32, name=""),
    LogShared(key="ab" * 32, facts=1, last_seq=1),
]
"""What the therapist writes, and papers that came and went."""

facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(
        ItemAsked,
        item=items,
        for_day=days,
        exercise=st.just("bridge"),
        planned_reps=doses,
        planned_seconds=st.integers(0, 600),
        timed=st.booleans(),
    ),
    st.builds(
        ExerciseDone,
        session=st.none() | sessions,
        item=items,
        exercise=st.just("bridge"),
        set_no=st.just(1),
        side=st.just("both"),
        reps=doses,
        hold_seconds=st.just(0),
        seconds=st.floats(0, 900).map(lambda seconds: round(seconds, 1)),
        planned_reps=doses,
        planned_seconds=st.just(0.0),
        outcome=st.sampled_from(SetOutcome),
    ),
    st.builds(ItemExcused, item=items, reason=st.sampled_from(Excuse)),
    st.builds(
        SessionStarted,
        session=sessions,
        stage=st.just(StageCode.CALM),
        items=st.just(("a",)),
        pace=st.sampled_from([1.0, 20.0]),
    ),
    st.builds(
        PainScore,
        site=st.sampled_from(Site),
        score=st.integers(0, 10),
        moment=st.sampled_from(Moment),
        reach=st.none() | st.sampled_from(Reach),
    ),
    st.just(NoteWritten(text="A note.")),
    st.sampled_from(NO_DAY_OF_THE_PATIENT),
)
times = st.builds(
    lambda day, minutes: NINE + timedelta(days=day, minutes=minutes),
    st.integers(0, 3),
    st.integers(0, 23 * 60),  # Until eight in the morning: an evening goes on past midnight.
)
written = st.lists(st.tuples(facts, times), max_size=25)
taken_back = st.lists(st.integers(0, 30), max_size=6)


@contextmanager
def a_log(
    facts: list[tuple[Fact, datetime]], taken_back: list[int]
) -> Iterator[tuple[SqliteEventLog, Path]]:
    """A real log with these facts, some of them retracted; a retraction may be retracted too."""
    with TemporaryDirectory() as home:
        log = open_log(Path(home))
        try:
            ids = [_write(log, fact, at).id for fact, at in facts]
            for nth in taken_back:
                if nth < len(ids):
                    wrong = FactRetracted(fact=ids[nth], reason="Mistyped.")
                    ids.append(_write(log, wrong, NINE + timedelta(days=nth % 4)).id)
            yield log, Path(home, PATIENT_LOG)
        finally:
            log.close()


def _write(log: SqliteEventLog, fact: Fact, at: datetime) -> Stamped:
    (stamped,) = log.append([fact], at=at, plan_version="p@1")
    return stamped


def rows(file: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows as another program reads them."""
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@settings(max_examples=60)
@given(written, taken_back)
def test_adherence_is_the_same_row_by_row(
    facts: list[tuple[Fact, datetime]], taken_back: list[int]
) -> None:
    with a_log(facts, taken_back) as (log, file):
        ours = [
            (
                day.day.isoformat(),
                day.planned,
                day.done,
                day.partial,
                day.skipped,
                day.excused,
                day.not_recorded,
                day.percent,
            )
            for day in adherence_by_day(history_of(log.read()))
        ]
        theirs = rows(
            file,
            "SELECT day, planned, done, partial, skipped, excused, not_recorded, percent "
            "FROM adherence_by_day ORDER BY day",
        )
    assert ours == theirs


@settings(max_examples=60)
@given(written, taken_back)
def test_pain_is_the_same_row_by_row(
    facts: list[tuple[Fact, datetime]], taken_back: list[int]
) -> None:
    with a_log(facts, taken_back) as (log, file):
        ours = [
            (
                line.day.isoformat(),
                line.site.value,
                line.worst,
                line.mean,
                line.reach.word if line.reach is not None else None,
            )
            for line in pain_by_day(history_of(log.read()))
        ]
        theirs = rows(
            file, "SELECT day, site, worst, mean, reach FROM pain_by_day ORDER BY day, site"
        )
    assert ours == theirs


def test_a_set_that_was_taken_back_counts_in_neither() -> None:
    asked = ItemAsked(
        item="a", for_day=MONDAY, exercise="b", planned_reps=10, planned_seconds=0, timed=False
    )
    done = ExerciseDone(
        session=None,
        item="a",
        exercise="b",
        set_no=1,
        side="none",
        reps=10,
        hold_seconds=0,
        seconds=40.0,
        planned_reps=10,
        planned_seconds=40.0,
        outcome=SetOutcome.DONE,
    )
    for taken_back, percent in (([], 100.0), ([1], 0.0)):
        with a_log([(asked, NINE), (done, NINE)], taken_back) as (log, file):
            (ours,) = adherence_by_day(history_of(log.read()))
            assert ours.percent == percent
            assert rows(file, "SELECT percent FROM adherence_by_day") == [(percent,)]
            assert isinstance(ours.day, date)


@pytest.mark.parametrize("fact", NO_DAY_OF_THE_PATIENT, ids=lambda fact: type(fact).__name__)
def test_a_day_on_which_only_the_therapist_wrote_or_papers_went_is_recorded_in_neither(
    fact: Fact,
) -> None:
    asked_late = ItemAsked(
        item="a", for_day=MONDAY, exercise="b", planned_reps=10, planned_seconds=0, timed=False
    )
    with a_log([(fact, NINE), (asked_late, NINE + timedelta(days=1))], []) as (log, file):
        (ours,) = adherence_by_day(history_of(log.read()))
        assert (ours.not_recorded, ours.percent) == (1, None)
        assert rows(file, "SELECT not_recorded, percent FROM adherence_by_day") == [(1, None)]


def test_each_of_these_kinds_is_tried_here() -> None:
    assert {type(fact) for fact in NO_DAY_OF_THE_PATIENT} == {*THERAPISTS_OWN, *PAPERS}
