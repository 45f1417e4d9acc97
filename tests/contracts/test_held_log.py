"""Another program holds the log: it is waited for, and named; and nobody waits for it twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.domain.errors import LogError
from coach.store.event_log import SqliteEventLog
from coach.store.opening import open_log
from tests.contracts.test_event_log import NOON, a_score
from tests.store.holder import LOCKS, held

NAMED = r"Another program is writing .*coach\.db, so nothing was saved just now\. Close it and try"


@pytest.fixture(name="log")
def _log(tmp_path: Path) -> Iterator[SqliteEventLog]:
    made = open_log(tmp_path)
    append(made)
    yield made
    made.close()


def append(log: SqliteEventLog) -> None:
    log.append([a_score()], at=NOON, plan_version="")


def waits_for(log: SqliteEventLog) -> int:
    """How long it would wait now, in milliseconds."""
    return int(log.rows("PRAGMA busy_timeout")[0][0])


@pytest.mark.parametrize("lock", LOCKS)
def test_who_lets_go_in_time_is_waited_for_and_the_fact_is_on_disk(
    tmp_path: Path, log: SqliteEventLog, lock: str
) -> None:
    connection = log._database.connection
    with held(tmp_path / "coach.db", lock) as let_go:
        # Only once the writing has begun is the log let go of.
        connection.set_trace_callback(lambda _: let_go())
        append(log)
        connection.set_trace_callback(None)
    assert len(log.read()) == 2


@pytest.mark.parametrize("lock", LOCKS)
def test_who_holds_on_is_named_and_the_next_try_goes_once_it_has_let_go(
    tmp_path: Path, log: SqliteEventLog, lock: str
) -> None:
    with held(tmp_path / "coach.db", lock), pytest.raises(LogError, match=NAMED):
        append(log)
    assert log.writable
    append(log)
    assert len(log.read()) == 2


def test_who_lets_nobody_read_is_named_as_well(tmp_path: Path, log: SqliteEventLog) -> None:
    log.wait_briefly()
    with held(tmp_path / "coach.db", "EXCLUSIVE"):
        for ask in (log.read, log.everything, log.last_at, log.heads):
            with pytest.raises(LogError, match=NAMED):
                ask()
    assert len(log.read()) == 1


def test_at_the_keys_a_held_log_is_waited_for_once_and_not_again_before_it_is_free(
    tmp_path: Path, log: SqliteEventLog
) -> None:
    usual = waits_for(log)
    log.wait_briefly()
    brief = waits_for(log)
    assert 0 < brief < usual
    with held(tmp_path / "coach.db", "IMMEDIATE"):
        with pytest.raises(LogError):
            append(log)
        assert len(log.read()) == 1
        assert waits_for(log) == 0  # What can be read says nothing of who writes.
        with pytest.raises(LogError):
            append(log)
    append(log)
    assert waits_for(log) == brief


def test_who_was_kept_from_reading_waits_again_once_it_can_be_read(
    tmp_path: Path, log: SqliteEventLog
) -> None:
    log.wait_briefly()
    brief = waits_for(log)
    with held(tmp_path / "coach.db", "EXCLUSIVE"):
        with pytest.raises(LogError):
            log.read()
        with pytest.raises(LogError):
            log.heads()
    assert len(log.read()) == 1
    assert waits_for(log) == brief
