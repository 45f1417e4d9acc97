"""Files that leave a home: whole, private, never in the place of somebody else's."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.domain.errors import InputError
from coach.store.desk_files import DeskFiles
from coach.store.out_files import write_private, write_private_folder

MARK = b'{"schema": "coach/export/1"'


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "log.json"
    write_private(file, [MARK, b"}"], MARK)
    assert file.read_bytes() == MARK + b"}"
    assert mode(file) == 0o600


def test_a_former_export_of_the_same_kind_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "log.json"
    write_private(file, [MARK, b"old"], MARK)
    write_private(file, [MARK, b"new"], MARK)
    assert file.read_bytes().endswith(b"new")


def test_a_file_of_somebody_else_beside_it_stays_as_it_is(tmp_path: Path) -> None:
    beside = tmp_path / "log.json.part"
    beside.write_bytes(b"a download of another program")
    write_private(tmp_path / "log.json", [MARK], MARK)
    assert beside.read_bytes() == b"a download of another program"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.json", "log.json.part"]


@pytest.mark.parametrize("content", [b"Dear Ada", b"", b'{"schema": "coach/csv/1"}'])
def test_any_other_file_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter"
    file.write_bytes(content)
    with pytest.raises(InputError, match="name a new file"):
        write_private(file, [MARK], MARK)
    assert file.read_bytes() == content


def test_a_folder_is_never_taken_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_private(tmp_path, [MARK], MARK)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        write_private(tmp_path / "no" / "log.json", [MARK], MARK)
    with pytest.raises(InputError, match="no folder"):
        write_private_folder(tmp_path / "no" / "facts", {}, "about.json", MARK)


def test_a_file_that_breaks_off_leaves_the_former_one(tmp_path: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield MARK
        raise OSError("the disk is full")

    file = tmp_path / "log.json"
    write_private(file, [MARK, b"old"], MARK)
    with pytest.raises(InputError, match=f"{file} cannot be written .the disk is full"):
        write_private(file, breaking(), MARK)
    assert file.read_bytes().endswith(b"old")
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_of_files_is_private_and_may_be_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    for content in (b"old", b"new"):
        files = {"about.json": MARK, "pain_score.csv": content}
        write_private_folder(folder, files, "about.json", MARK)
    assert mode(folder) == 0o700
    assert {mode(file) for file in folder.iterdir()} == {0o600}
    assert (folder / "pain_score.csv").read_bytes() == b"new"


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_that_breaks_off_is_as_it_was(tmp_path: Path, is_there: bool) -> None:
    folder = tmp_path / "facts"
    if is_there:
        write_private_folder(folder, {"about.json": MARK, "a.csv": b"old"}, "about.json", MARK)
    broken = {"about.json": MARK, "a.csv": b"new", "no folder/b.csv": b"new"}
    with pytest.raises(InputError, match=f"{folder} cannot be written .*or name another place"):
        write_private_folder(folder, broken, "about.json", MARK)
    found = sorted(path.name for path in tmp_path.rglob("*"))
    assert found == (["a.csv", "about.json", "facts"] if is_there else [])
    assert not is_there or (folder / "a.csv").read_bytes() == b"old"


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "ada.txt").write_text("Dear Ada")
    with pytest.raises(InputError):
        write_private_folder(folder, {"a.csv": b"1"}, "about.json", MARK)
    assert [file.name for file in folder.iterdir()] == ["ada.txt"]


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    write_private_folder(tmp_path, {"a.csv": b"1"}, "about.json", MARK)
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("content", [b"", b"Dear Ada", b"SQLite format 3\0 the whole clinic"])
def test_without_a_mark_nothing_that_is_there_is_written_over(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "clinic.db"
    DeskFiles(1000).write(str(file), b"new")
    file.write_bytes(content)
    for write in (DeskFiles(1000).write, lambda path, data: write_private(Path(path), [data], b"")):
        with pytest.raises(InputError, match="name a new file"):
            write(str(file), b"a paragraph")
    with pytest.raises(InputError, match="name a new file"):
        DeskFiles(1000).check_place(str(file))
    assert file.read_bytes() == content


def test_what_is_about_somebody_else_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    write_private(file, [MARK, b"x" * 600, b"sam"], MARK, b"sam")
    with pytest.raises(InputError, match="the same person"):
        write_private(file, [MARK, b"quinn"], MARK, b"quinn")
    write_private(file, [MARK, b"newer, sam"], MARK, b"sam")
    assert file.read_bytes() == MARK + b"newer, sam"


def test_what_nobody_named_a_place_for_goes_to_a_folder_for_its_owner_alone(tmp_path: Path) -> None:
    files = DeskFiles(1000, tmp_path / "out")
    path = files.out_path("a-v2.coachplan")
    assert path == str(tmp_path / "out" / "a-v2.coachplan")
    assert files.write(path, b"sealed") == path
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert DeskFiles(1000).out_path("a-v2.coachplan") == "a-v2.coachplan"
