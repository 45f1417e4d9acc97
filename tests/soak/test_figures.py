"""What a soak calls a leak."""

import pytest

from tests.soak.figures import EARLY, MOST_KEPT_A_DAY, Figures, is_good
from tests.soak.machine import MIB


def lived(days: int, kept_a_day: int) -> Figures:
    """Days of which the first ones fill what is filled once."""
    each = {day: 280_000 + 400 * min(day, EARLY) + kept_a_day * day for day in range(1, days + 1)}
    return Figures(days=days, memory=dict.fromkeys(each, 60 * MIB), kept=each)


@pytest.mark.parametrize("days", [1, 2, EARLY, 30, 365])
def test_what_is_filled_once_is_no_leak(days: int) -> None:
    assert is_good(lived(days, 0), MIB)


@pytest.mark.parametrize("days", [2 * EARLY, 30])
def test_what_every_day_leaves_behind_is_one_however_little_memory_it_takes(days: int) -> None:
    assert is_good(lived(days, MOST_KEPT_A_DAY), MIB)
    assert not is_good(lived(days, MOST_KEPT_A_DAY + 1), MIB)


@pytest.mark.parametrize("days", [2, EARLY, EARLY + 1, 30])
def test_memory_that_grew_is_a_leak_after_two_days_too(days: int) -> None:
    figures = lived(days, 0)
    figures.memory[days] += MIB
    assert is_good(figures, MIB)
    figures.memory[days] += 1
    assert not is_good(figures, MIB)


def test_what_is_first_used_in_the_first_days_is_no_leak_of_thirty() -> None:
    figures = lived(30, 0)
    figures.memory[1] = 0
    assert is_good(figures, MIB)


@pytest.mark.parametrize("what", ["descriptors", "threads"])
def test_a_file_or_a_thread_left_open_is_a_leak(what: str) -> None:
    figures = lived(2, 0)
    setattr(figures, what, (6, 6))
    assert is_good(figures, MIB)
    setattr(figures, what, (6, 7))
    assert not is_good(figures, MIB)


def test_a_fact_that_nobody_told_of_is_explained_by_a_kill_alone() -> None:
    figures = lived(EARLY, 0)
    figures.untold = 1
    assert not is_good(figures, MIB)
    figures.faults["kill -9"] = 1
    assert is_good(figures, MIB)
