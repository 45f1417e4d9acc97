"""A therapist's own programs are kept whole, in private, and never overwritten."""

import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.domain.errors import InputError, LogError
from coach.exchange.program_folder import ProgramFolder
from coach.exchange.shelf import FolderShelf, shipped_folder
from tests.domain.edits import STEADY

MINE = replace(STEADY, id="my-back", title="My back", version=1)


@pytest.fixture
def folder(tmp_path: Path) -> ProgramFolder:
    return ProgramFolder(tmp_path / "programs", shipped_folder())


def test_what_is_kept_is_on_the_shelf(folder: ProgramFolder, tmp_path: Path) -> None:
    assert folder.newest_version("my-back") == 0
    path = Path(folder.save(MINE))
    assert path == tmp_path / "programs" / "my-back" / "program.toml"
    assert folder.newest_version("my-back") == 1
    assert FolderShelf(shipped_folder(), tmp_path / "programs").program("my-back") == MINE


@pytest.mark.skipif(os.name != "posix", reason="modes are the system's own elsewhere")
def test_only_its_owner_reads_it(folder: ProgramFolder) -> None:
    path = Path(folder.save(MINE))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_earlier_version_stays_beside_the_new_one(folder: ProgramFolder, tmp_path: Path) -> None:
    path = Path(folder.save(MINE))
    first = path.read_text("utf-8")
    folder.save(replace(MINE, version=2, title="Another"))
    assert (path.parent / "program-v1.toml").read_text("utf-8") == first
    shelf = FolderShelf(shipped_folder(), tmp_path / "programs")
    assert shelf.program("my-back").version == 2
    assert shelf.check(tmp_path / "programs") == []
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "program-v1.toml",
        "program.toml",
    ]


def test_a_version_is_never_written_over(folder: ProgramFolder) -> None:
    folder.save(replace(MINE, version=2))
    for version in (1, 2):
        with pytest.raises(InputError, match="keep this one as version 3"):
            folder.save(replace(MINE, version=version))


def test_a_program_with_a_problem_is_not_kept(folder: ProgramFolder, tmp_path: Path) -> None:
    broken = replace(MINE, flare=replace(MINE.flare, hours=100))
    with pytest.raises(InputError, match="hours"):
        folder.save(broken)
    with pytest.raises(InputError, match="read back the same"):
        folder.save(replace(MINE, title="Two  spaces"))
    assert not (tmp_path / "programs").exists()


@pytest.mark.parametrize("name", ["exercises", "../up", "My-Back", "", "a" * 65, "safety"])
def test_an_id_that_is_no_folder_of_a_program_is_refused(folder: ProgramFolder, name: str) -> None:
    with pytest.raises(InputError, match="cannot be a program's id"):
        folder.newest_version(name)


def test_a_broken_file_is_told_and_left_alone(folder: ProgramFolder) -> None:
    path = Path(folder.save(MINE))
    path.write_text("version = true\n", "utf-8")
    with pytest.raises(InputError, match="write version = 1"):
        folder.save(replace(MINE, version=9))
    assert path.read_text("utf-8") == "version = true\n"


def test_a_folder_that_cannot_be_made_is_the_machine_s_fault(tmp_path: Path) -> None:
    (tmp_path / "programs").write_text("a file in the way", "utf-8")
    with pytest.raises((InputError, LogError)):
        ProgramFolder(tmp_path / "programs", shipped_folder()).save(MINE)
