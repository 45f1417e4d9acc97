"""Drafts beside the database: for the owner alone, whole or not at all."""

import stat
from pathlib import Path

import pytest

from coach.domain.errors import LogError
from coach.store.unsigned_files import FolderUnsigned


def test_a_draft_is_kept_for_its_owner_alone_and_goes_when_it_is_dropped(tmp_path: Path) -> None:
    kept = FolderUnsigned(tmp_path / "drafts")
    assert kept.of("id-1") == ""
    kept.keep("id-1", "one")
    kept.keep("id-1", "två")
    assert kept.of("id-1") == "två"
    (file,) = (tmp_path / "drafts").iterdir()
    assert file.name == "id-1.draft"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert kept.drop("id-1")
    assert not kept.drop("id-1")
    assert list((tmp_path / "drafts").iterdir()) == []


def test_an_id_that_is_no_file_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LogError):
        FolderUnsigned(tmp_path).keep("../id", "one")


def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("in the way")
    with pytest.raises(LogError, match="cannot be used"):
        FolderUnsigned(tmp_path / "drafts").keep("id-1", "one")
