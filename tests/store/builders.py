"""Facts with defaults, and every fact there can be."""

import sqlite3
import types
import typing
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import fields, replace

from coach.clock import ManualClock
from coach.domain.events import (
    ExerciseDone,
    Fact,
    ItemAsked,
    NoteWritten,
    PainScore,
    SessionStarted,
    Stamped,
)
from coach.domain.our_time import FIRST_DAY, LAST_DAY
from coach.domain.outcomes import SetOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.store.database import SCHEMA_VERSION
from coach.store.event_log import SqliteEventLog
from coach.store.opening import open_log

ROOT = Path(__file__).parents[2]
"""Where a child process finds both the package and its tests."""
ZONE = timezone(timedelta(hours=1))
MONDAY = date(2027, 3, 1)
TUESDAY = date(2027, 3, 2)
PLAN = "steady-back@1"


def at(day: date = MONDAY, hour: int = 9, minute: int = 0) -> datetime:
    """A time on a day, in a zone one hour east of UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def opened(home: Path, **options: Any) -> SqliteEventLog:
    """The log of a home, dated by a clock that stands still."""
    return open_log(home, clock=ManualClock(at()), **options)


@contextmanager
def a_log(home: Path, **options: Any) -> Iterator[SqliteEventLog]:
    """The log of a home, closed at the end of the block."""
    log = opened(home, **options)
    try:
        yield log
    finally:
        log.close()


def of_a_hundred_notes(home: Path) -> Path:
    """A log of several pages; its file."""
    with a_log(home) as log:
        recorded(log, *(a_note(f"note {number} " + "x" * 300) for number in range(100)))
    return home / "coach.db"


def lain_elsewhere(log_file: Path, folder: Path) -> Path:
    """Where a log lies from now on: on a disk below `folder`, with a link to it in its home."""
    (folder / "disk").mkdir()
    real = log_file.rename(folder / "disk" / "mine.db")
    log_file.with_name(f"{log_file.name}-journal").unlink(missing_ok=True)
    log_file.symlink_to(real)
    return real


def recorded(log: SqliteEventLog, *facts: Fact, when: datetime | None = None) -> list[Stamped]:
    """Facts appended at `when` under the usual plan."""
    return log.append(facts, at=when or at(), plan_version=PLAN)


def a_note(text: str = "a note") -> NoteWritten:
    return NoteWritten(text=text)


def a_score(
    score: int = 3,
    *,
    site: Site = Site.LEG,
    moment: Moment = Moment.NOW,
    reach: Reach | None = None,
    session: str | None = None,
) -> PainScore:
    return PainScore(site=site, score=score, moment=moment, reach=reach, session=session)


def an_item(
    item: str = "a", *, for_day: date = MONDAY, reps: int = 10, seconds: int = 0
) -> ItemAsked:
    """An item of `reps` repetitions, or of `seconds` when they are given."""
    return ItemAsked(
        item=item,
        for_day=for_day,
        exercise="bird-dog",
        planned_reps=reps,
        planned_seconds=seconds,
        timed=seconds > 0,
    )


def a_set(
    item: str = "a",
    *,
    reps: int = 10,
    seconds: float = 0.0,
    outcome: SetOutcome = SetOutcome.DONE,
    session: str | None = None,
) -> ExerciseDone:
    return ExerciseDone(
        session=session,
        item=item,
        exercise="bird-dog",
        set_no=1,
        side="both",
        reps=reps,
        hold_seconds=0,
        seconds=seconds,
        planned_reps=10,
        planned_seconds=0.0,
        outcome=outcome,
    )


def a_session(session: str = "s1", *, pace: float = 1.0) -> SessionStarted:
    return SessionStarted(session=session, stage=StageCode.BUILD, items=("a", "b"), pace=pace)


def query(path: Path, sql: str, *values: Any) -> list[Any]:
    """Rows as another program reads them."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def made_by_newer_coach(log: Path) -> None:
    """As the next version of coach would leave it: with a step of its own, and a table of it."""
    with closing(sqlite3.connect(log)) as connection, connection:
        connection.execute("CREATE TABLE of_tomorrow (id TEXT) STRICT")
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")


def of_another_program(file: Path) -> None:
    """A database that nobody of ours made stands there."""
    file.write_bytes(b"")  # Its mode stays.
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.execute("PRAGMA application_id=7")


_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_TIMES = st.datetimes(
    min_value=datetime(1970, 1, 2), max_value=datetime(2199, 12, 30), timezones=_OFFSETS
)
_DAYS = st.dates(FIRST_DAY, LAST_DAY)
_WORDS = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=12)
_SIDES = st.sampled_from(["left", "right", "both", "none"])
_AMOUNTS = st.floats(0, 1e6, allow_nan=False)
_KEYS = st.binary(min_size=32, max_size=32).map(bytes.hex)
_BOUNDS: dict[str, st.SearchStrategy[Any]] = {
    "key": _KEYS,
    "document": _KEYS,
    "score": st.integers(0, 10),
    "pace": st.floats(0.01, 100),
    "side": _SIDES,
    "sore_side": _SIDES,
}
_BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=40),
    int: st.integers(0, 2**31),
    float: _AMOUNTS,
    bool: st.booleans(),
    date: _DAYS,
    datetime: _TIMES,
    tuple[str, ...]: st.lists(_WORDS, max_size=5).map(tuple),
}


def _values(name: str, hint: Any) -> st.SearchStrategy[Any]:
    if name in _BOUNDS:
        return _BOUNDS[name]
    if isinstance(hint, types.UnionType):
        inner = [part for part in typing.get_args(hint) if part is not types.NoneType]
        return st.none() | _values(name, inner[0])
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    return _BY_TYPE[hint]


def facts_of(fact_type: type) -> st.SearchStrategy[Any]:
    """Any fact of one class."""
    values = {one.name: _values(one.name, one.type) for one in fields(fact_type)}
    return st.builds(fact_type, **values)


def stamps_of(fact_type: type) -> st.SearchStrategy[Stamped]:
    """Any fact of one class as it may stand in a log; its day is that of its time, or next."""
    beside = st.integers(-1, 1).map(timedelta)
    made = _stamps_of(fact_type)
    return st.builds(lambda one, by: replace(one, day=one.at.date() + by), made, beside)


def _stamps_of(fact_type: type) -> st.SearchStrategy[Stamped]:
    return st.builds(
        Stamped,
        id=st.uuids().map(str),
        patient=_WORDS,
        at=_TIMES,
        day=st.just(MONDAY),
        device=_WORDS,
        seq=st.just(1),
        plan_version=st.text(max_size=20),
        fact=facts_of(fact_type),
    )
