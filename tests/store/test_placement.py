"""Folders where a database gets damaged are known by name and by file system."""

from pathlib import Path

import pytest

from coach.store.placement import shared_folder


def mounts(tmp_path: Path, kind: str) -> Path:
    """A table of mounts with `tmp_path/net drive` on a file system of this kind."""
    table = tmp_path / "mounts"
    point = str(tmp_path / "net drive").replace(" ", "\\040")
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {point} {kind} rw 0 0\nodd\n")
    return table


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Clinic", "Mobile Documents", "Nextcloud"])
def test_a_synced_folder_is_named(tmp_path: Path, name: str) -> None:
    reason = shared_folder(tmp_path / name / "coach", mounts(tmp_path, "ext4"))
    assert reason is not None
    assert name in reason


def test_a_folder_of_syncthing_is_known_by_its_mark(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    reason = shared_folder(tmp_path / "coach", mounts(tmp_path, "ext4"))
    assert reason is not None
    assert "Syncthing" in reason


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_drive_is_named(tmp_path: Path, kind: str) -> None:
    table = mounts(tmp_path, kind)
    reason = shared_folder(tmp_path / "net drive" / "coach", table)
    assert reason is not None
    assert f"network drive ({kind})" in reason
    assert shared_folder(tmp_path / "here", table) is None


def test_without_a_table_of_mounts_only_names_count(tmp_path: Path) -> None:
    assert shared_folder(tmp_path, tmp_path / "missing") is None
