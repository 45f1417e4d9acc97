"""A log that was put back and that another program holds at the start: the list is due at once."""

from pathlib import Path

import pytest

from coach.bootstrap import Wishes
from coach.clock import ManualClock
from coach.config import Places
from coach.domain.events import NoteWritten
from coach.domain.safety_rhythm import PUT_BACK, RESTORED
from coach.store.backup import backup_into_folder
from coach.workflows.coach import Coach
from tests.conftest import answer_list
from tests.store.holder import held
from tests.workflows.conftest import Opener, facts_of

AT_THE_KEYS = Wishes(silent=True, attended=True)


@pytest.fixture(name="database")
def _put_back(coach: Coach, places: Places, clock: ManualClock) -> Path:
    """A log that lacks a note which a copy of it holds."""
    database = places.home / "coach.db"
    older = database.read_bytes()
    coach.records.record(NoteWritten(text="Slept well.", about="night"))
    backup_into_folder(database, clock.now())
    coach.close()
    database.write_bytes(older)
    return database


def why(coach: Coach) -> str:
    due = coach.safety.list_due()
    return due.why if due is not None else ""


def losses(coach: Coach) -> list[str]:
    return [note.text for note in facts_of(coach, NoteWritten) if note.about == RESTORED]


def test_it_is_due_though_the_log_takes_no_note_and_is_written_once_it_does(
    database: Path, open_coach: Opener, clock: ManualClock
) -> None:
    with held(database, "IMMEDIATE"):
        coach = open_coach(wishes=AT_THE_KEYS)
        assert why(coach) == PUT_BACK
        assert losses(coach) == []
        clock.advance(60)
    assert why(coach) == PUT_BACK
    assert len(losses(coach)) == 1
    answer_list(coach)
    assert why(coach) == ""
    coach.close()
    again = open_coach()
    assert why(again) == ""
    assert len(losses(again)) == 1


def test_a_coach_that_was_left_meanwhile_leaves_it_to_the_next(
    database: Path, open_coach: Opener
) -> None:
    with held(database, "IMMEDIATE"):
        open_coach(wishes=AT_THE_KEYS).close()
    again = open_coach()
    assert why(again) == PUT_BACK
    assert len(losses(again)) == 1
