"""A log that somebody was killed over while writing, and what of it is read, told and put back."""

import os
from pathlib import Path

import pytest

from coach.domain.events import SafetyHold
from coach.domain.red_flags import Tier
from coach.store.backup import backup
from coach.store.files import companions_of, unfinished
from coach.store.salvage import remains_of
from tests.store.builders import a_log, a_note, at, lain_elsewhere, recorded
from tests.store.moments import break_off_a_writing

LINKS = pytest.mark.skipif(os.name == "nt", reason="a link needs a right of its own there")


@pytest.fixture(name="log_file")
def _log_file(tmp_path: Path) -> Path:
    with a_log(tmp_path / "home") as log:
        recorded(log, *(a_note(f"note {number} " + "x" * 300) for number in range(100)))
    return tmp_path / "home" / "coach.db"


@pytest.fixture(name="copy")
def _copy(log_file: Path, tmp_path: Path) -> Path:
    """A copy of a log that is locked after it."""
    made = backup(log_file, tmp_path / "copy.db")
    with a_log(log_file.parent) as log:
        recorded(log, SafetyHold(tier=Tier.EMERGENCY), when=at(hour=10))
    return made


@LINKS
def test_what_was_left_unfinished_is_looked_for_where_a_link_leads(
    log_file: Path, copy: Path, tmp_path: Path
) -> None:
    real = lain_elsewhere(log_file, tmp_path)
    break_off_a_writing(real)
    assert unfinished(log_file) == companions_of(log_file) == [tmp_path / "disk/mine.db-journal"]
    found = remains_of(log_file, copy)
    assert found.is_whole
    assert len(found.ids) == 101
