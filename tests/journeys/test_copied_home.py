"""A home copied by hand to a second machine, and both used: two logs under one name."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.clock import ManualClock
from tests.journeys.homes import Home
from tests.journeys.test_two_homes import pair

TOLD = "was copied by hand"
MEND = "empty COACH_HOME"


@pytest.fixture
def homes(
    tmp_path: Path, clock: ManualClock, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], Home]:
    return lambda name: Home(tmp_path / name, clock, capsys)


def _copied(homes: Callable[[str], Home], first: Home) -> Home:
    second = homes("second")
    shutil.copytree(first.folder, second.folder)
    return second


def _exported(home: Home, file: Path) -> str:
    home.does("export", "--format", "json", "--out", str(file))
    return str(file)


@pytest.mark.parametrize("more", [0, 1, 3], ids=["as far", "further", "much further"])
def test_neither_takes_in_what_the_other_wrote_since(
    homes: Callable[[str], Home], tmp_path: Path, more: int
) -> None:
    first = homes("first")
    first.does("pain", "--back", "2", "--leg", "1")
    second = _copied(homes, first)
    first.does("pain", "--back", "3", "--leg", "1")
    for score in range(1 + more):
        second.does("pain", "--back", str(4 + score), "--leg", "0")
    files = [_exported(home, tmp_path / f"{home.folder.name}.json") for home in (first, second)]
    for home, other in ((first, files[1]), (second, files[0])):
        refused = home.run("import", other)
        assert refused.code == 4
        assert TOLD in refused.err
        assert MEND in refused.err
    for home, file in zip((first, second), files, strict=True):
        assert (
            Path(_exported(home, tmp_path / "again.json")).read_bytes() == Path(file).read_bytes()
        )


def test_the_way_out_that_is_named_works(homes: Callable[[str], Home], tmp_path: Path) -> None:
    first = homes("first")
    first.does("pain", "--back", "2", "--leg", "1")
    second = _copied(homes, first)
    second.does("pain", "--back", "4", "--leg", "0")
    anew = homes("anew")
    anew.does("import", _exported(first, tmp_path / "first.json"))
    anew.does("pain", "--back", "5", "--leg", "0")
    first.does("pain", "--back", "3", "--leg", "1")
    first.does("import", _exported(anew, tmp_path / "anew.json"))
    anew.does("import", _exported(first, tmp_path / "more.json"))


def test_the_therapist_is_told_which_logs_came_from_two_machines(
    homes: Callable[[str], Home], tmp_path: Path
) -> None:
    first, therapist = homes("first"), homes("therapist")
    pair(first, therapist, tmp_path / "table")
    first.does("pain", "--back", "2", "--leg", "1")
    second = _copied(homes, first)
    for number, home in enumerate((first, second)):
        home.does("pain", "--back", str(3 + number), "--leg", "1")
        home.does("share", "--out", str(tmp_path / f"{number}.coachlog"))
    therapist.does("receive", str(tmp_path / "0.coachlog"))
    refused = therapist.run("receive", str(tmp_path / "1.coachlog"))
    assert refused.code == 4
    assert TOLD in refused.out + refused.err
