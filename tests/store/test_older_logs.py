"""Logs as the coaches of each version of the schema wrote them are opened by this one.

`golden/log-version-N.sql` was dumped from a log that the program of that version wrote, from the
last commit before the next step of the schema: not from today's steps, so that whoever edits an
early one meets a log it never made. With a new step comes one more: the facts below, written by
the program as it is then, dumped with `sqlite3.Connection.iterdump` below its two PRAGMAs.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from coach.domain.events import (
    ExerciseDone,
    Fact,
    LightGiven,
    LogShared,
    NoteWritten,
    PainScore,
    RedFlagAnswered,
    SafetyHold,
    SessionEnded,
    SessionStarted,
)
from coach.domain.lights import Light
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.store.copies import newest_backup
from coach.store.database import SCHEMA_VERSION
from coach.store.migrations import schema_of
from coach.store.problems import problems_in
from tests.store.builders import PLAN, a_log, a_note, at, query, recorded

GOLDEN = Path(__file__).parent / "golden"
VERSIONS = range(1, SCHEMA_VERSION + 1)
SCHEMA = (
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%sqlite%' ORDER BY type, name"
)
FACTS: tuple[tuple[int, Fact], ...] = (
    (1, PainScore(site=Site.BACK, score=3, moment=Moment.BEFORE, session="s1")),
    (1, PainScore(site=Site.LEG, score=4, moment=Moment.BEFORE, reach=Reach.CALF, session="s1")),
    (1, SessionStarted(session="s1", stage=StageCode.MOVE, items=("a", "b"))),
    (
        1,
        ExerciseDone(
            session="s1",
            item="a",
            exercise="calf",
            set_no=1,
            side="left",
            reps=3,
            hold_seconds=20,
            seconds=60.5,
            planned_reps=3,
            planned_seconds=60,
            outcome=SetOutcome.DONE,
        ),
    ),
    (
        1,
        ExerciseDone(
            session="s1",
            item="b",
            exercise="bird-dog",
            set_no=1,
            side="right",
            reps=2,
            hold_seconds=8,
            seconds=16,
            planned_reps=6,
            planned_seconds=48,
            outcome=SetOutcome.STOPPED,
            reason=Reason.PAIN,
        ),
    ),
    (
        1,
        SessionEnded(
            session="s1",
            stage=StageCode.MOVE,
            outcome=SessionOutcome.STOPPED_PAIN,
            minutes=4.5,
        ),
    ),
    (1, NoteWritten(text="Müde, 'aber' froh\nzweite Zeile")),
    (1, RedFlagAnswered(item="bladder", answer=True, tier=Tier.EMERGENCY, text_version=1)),
    (1, SafetyHold(tier=Tier.EMERGENCY)),
    (2, LightGiven(session="s1", item="a", exercise="calf", light=Light.GREEN, why="steady")),
    (4, LogShared(key="ab" * 32, facts=4, last_seq=4)),
)
"""Each with the version of the schema that brought its table."""


def written_by(version: int, home: Path) -> Path:
    """The log of a home as the coach of that version left it."""
    home.mkdir()
    with closing(sqlite3.connect(home / "coach.db")) as log:
        log.executescript((GOLDEN / f"log-version-{version}.sql").read_text("utf-8"))
    return home / "coach.db"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_log_of_each_version_opens_with_its_facts_as_they_were(
    tmp_path: Path, version: int
) -> None:
    path = written_by(version, tmp_path / "home")
    assert query(path, "PRAGMA user_version") == [(version,)]
    with a_log(path.parent) as log:
        facts = log.everything()
        assert [stamped.fact for stamped in facts] == [
            fact for since, fact in FACTS if since <= version
        ]
        assert {(stamped.at.isoformat(), stamped.plan_version) for stamped in facts} == {
            ("2027-03-01T09:30:00+01:00", PLAN)
        }
        assert recorded(log, a_note(), when=at(hour=10))[0].seq == len(facts) + 1
    assert query(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert problems_in(path) == []
    with a_log(tmp_path / "new"):
        pass
    assert query(path, SCHEMA) == query(tmp_path / "new" / "coach.db", SCHEMA)
    if version < SCHEMA_VERSION:
        former = newest_backup(path)
        assert former is not None
        assert query(former, "PRAGMA user_version") == [(version,)]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_step_that_shipped_makes_what_it_made_then(tmp_path: Path, version: int) -> None:
    path = written_by(version, tmp_path / "home")
    with schema_of(version) as today:
        assert query(path, SCHEMA) == today.execute(SCHEMA).fetchall()
