"""How long timers have run, beside the log: believed only from this start, and only as a time."""

from pathlib import Path

import pytest

from coach.store.timer_times import MOST_TIMERS, FileTimes


def of(file: Path, start: str = "this start", *, writes: bool = True) -> FileTimes:
    return FileTimes(file, lambda: start, writes=writes)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    return tmp_path / "timer-times"


def test_the_next_coach_of_the_same_start_knows_them(file: Path) -> None:
    of(file).keep({"pack": (100.0, 60.0)})
    of(file).keep({"rest": (200.0, 0.0)})
    assert of(file).recall() == {"pack": (100.0, 60.0), "rest": (200.0, 0.0)}
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_after_another_start_of_the_machine_they_mean_nothing(file: Path) -> None:
    of(file).keep({"pack": (100.0, 60.0)})
    assert of(file, "another").recall() == {}
    assert of(file, "").recall() == {}


def test_who_only_looks_on_writes_nothing(file: Path) -> None:
    of(file, writes=False).keep({"pack": (100.0, 60.0)})
    of(file, "").keep({"pack": (100.0, 60.0)})
    assert not file.exists()


def test_the_newest_are_kept(file: Path) -> None:
    of(file).keep({str(number): (float(number), 0.0) for number in range(MOST_TIMERS + 3)})
    assert list(of(file).recall()) == [str(number) for number in range(3, MOST_TIMERS + 3)]


@pytest.mark.parametrize(
    "timers",
    [
        '"pack"',
        '[["pack", 1]]',
        '[["pack", [NaN, 60]]]',
        '[["pack", [100, NaN]]]',
        '[["pack", [100, -600]]]',
        '[["pack", [-1, 0]]]',
        '[["pack", [100, 1e999]]]',
        "7",
        "[[]]",
    ],
)
def test_what_is_no_time_lengthens_no_pack(file: Path, timers: str) -> None:
    file.write_text(f'{{"start": "this start", "timers": {timers}}}')
    assert of(file).recall() == {}


def test_a_folder_in_its_place_is_no_fault(file: Path) -> None:
    file.mkdir()
    of(file).keep({"pack": (100.0, 60.0)})
    assert of(file).recall() == {}
    assert list(file.parent.iterdir()) == [file]
