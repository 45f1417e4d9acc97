"""What every event log does, whatever it keeps its facts in.

A new implementation joins by one line in `FACTORIES`: a function from an empty folder to a log.
"""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from coach.domain.events import FactRetracted, NoteWritten, PainScore, SafetyHold
from coach.domain.pain import Moment, Site
from coach.domain.red_flags import Tier
from coach.store.opening import open_log
from coach.workflows.ports import EventLog

FACTORIES: list[Callable[[Path], EventLog]] = [
    open_log,
]

BERLIN = timezone(timedelta(hours=1))
TOKYO = timezone(timedelta(hours=9))
NOON = datetime(2027, 3, 1, 12, 0, tzinfo=BERLIN)
DAY = timedelta(days=1)


@pytest.fixture(params=FACTORIES, ids=lambda factory: factory.__name__)
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventLog]:
    made: EventLog = request.param(tmp_path / "home")
    yield made
    close = getattr(made, "close", None)
    if close is not None:
        close()


def a_score(score: int = 3) -> PainScore:
    return PainScore(site=Site.LEG, score=score, moment=Moment.NOW)


def test_an_empty_log_has_no_facts_and_no_newest_one(log: EventLog) -> None:
    assert log.read() == []
    assert log.last_at() is None
    assert log.writable
    assert log.patient


def test_what_was_appended_is_read_back_with_its_stamp(log: EventLog) -> None:
    written = log.append([a_score(), NoteWritten(text="ok")], at=NOON, plan_version="p@2")
    assert log.read() == written
    first, second = written
    assert (first.patient, first.at, first.day) == (log.patient, NOON, date(2027, 3, 1))
    assert (first.plan_version, first.fact) == ("p@2", a_score())
    assert first.device == second.device
    assert (first.seq, second.seq) == (1, 2)
    assert first.id != second.id


def test_numbers_go_on_without_gaps_over_all_kinds(log: EventLog) -> None:
    for number in range(3):
        log.append([a_score(), NoteWritten(text=str(number))], at=NOON, plan_version="")
    assert [stamped.seq for stamped in log.read()] == [1, 2, 3, 4, 5, 6]


def test_nothing_is_appended_for_no_facts(log: EventLog) -> None:
    assert log.append([], at=NOON, plan_version="") == []
    assert log.read() == []


def test_facts_written_together_are_there_as_a_whole_or_not_at_all(log: EventLog) -> None:
    with log.together():
        log.append([a_score(1)], at=NOON, plan_version="")
        log.append([a_score(2)], at=NOON, plan_version="")
        assert len(log.read()) == 2
    with contextlib.suppress(ZeroDivisionError), log.together():
        log.append([a_score(3)], at=NOON, plan_version="")
        raise ZeroDivisionError
    assert [stamped.seq for stamped in log.read()] == [1, 2]


def test_the_day_is_the_local_date_of_the_place(log: EventLog) -> None:
    late = datetime(2027, 3, 2, 0, 30, tzinfo=TOKYO)  # Still the first of March in Berlin.
    (stamped,) = log.append([a_score()], at=late, plan_version="")
    assert stamped.day == date(2027, 3, 2)
    assert log.read(since=date(2027, 3, 2)) == [stamped]


def test_facts_are_read_by_first_and_last_day_both_included(log: EventLog) -> None:
    for days in range(4):
        log.append([a_score(days)], at=NOON + days * DAY, plan_version="")
    found = log.read(since=date(2027, 3, 2), until=date(2027, 3, 3))
    assert [stamped.fact for stamped in found] == [a_score(1), a_score(2)]
    assert len(log.read(since=date(2027, 3, 2))) == 3
    assert len(log.read(until=date(2027, 3, 2))) == 2


def test_facts_are_read_by_kind(log: EventLog) -> None:
    log.append(
        [a_score(), NoteWritten(text="x"), SafetyHold(tier=Tier.SAME_DAY)], at=NOON, plan_version=""
    )
    found = log.read(kinds=[SafetyHold, PainScore])
    assert [type(stamped.fact) for stamped in found] == [PainScore, SafetyHold]
    assert log.read(kinds=[]) == []


def test_facts_come_oldest_first_whatever_their_offset(log: EventLog) -> None:
    later = NOON + timedelta(minutes=1)
    log.append([a_score(2)], at=later, plan_version="")
    log.append([a_score(1)], at=NOON.astimezone(TOKYO), plan_version="")
    assert [stamped.fact for stamped in log.read()] == [a_score(1), a_score(2)]
    assert log.last_at() == later


def test_a_clock_set_back_does_not_hide_the_newest_fact(log: EventLog) -> None:
    log.append([a_score()], at=NOON, plan_version="")
    log.append([a_score()], at=NOON - 400 * DAY, plan_version="")
    assert log.last_at() == NOON


def test_a_retracted_fact_no_longer_stands(log: EventLog) -> None:
    wrong, right = log.append([a_score(9), a_score(2)], at=NOON, plan_version="")
    retraction = FactRetracted(fact=wrong.id, reason="mistyped")
    (stamped,) = log.append([retraction], at=NOON + DAY, plan_version="")
    assert log.read() == [right, stamped]
    assert log.read(until=date(2027, 3, 1)) == [right]


def test_retracting_twice_is_harmless(log: EventLog) -> None:
    (wrong,) = log.append([a_score(9)], at=NOON, plan_version="")
    retraction = FactRetracted(fact=wrong.id, reason="mistyped")
    log.append([retraction, retraction], at=NOON, plan_version="")
    assert log.read(kinds=[PainScore]) == []


def test_a_retraction_is_not_undone_by_another(log: EventLog) -> None:
    (wrong,) = log.append([a_score(9)], at=NOON, plan_version="")
    first = FactRetracted(fact=wrong.id, reason="mistyped")
    (retraction,) = log.append([first], at=NOON, plan_version="")
    log.append([FactRetracted(fact=retraction.id, reason="was right")], at=NOON, plan_version="")
    assert log.read(kinds=[PainScore]) == []
