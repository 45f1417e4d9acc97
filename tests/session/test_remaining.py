"""What is left when somebody asks "how long?"."""

import pytest

from coach.session.between import session_seconds
from coach.session.commands import Command
from coach.session.remaining import left_words, seconds_left
from coach.session.state import Phase
from tests.session.driving import a_state, an_item, started


def test_before_the_first_step_all_of_it_is_left() -> None:
    driver = started(an_item(), an_item(name="2027-03-01/bridge/2"))
    assert seconds_left(driver.state, driver.now) == pytest.approx(
        session_seconds(driver.state.plan)
    )


def test_what_is_left_shrinks_second_by_second_to_nothing() -> None:
    driver = started(an_item(), an_item(name="2027-03-01/bridge/2"))
    whole = session_seconds(driver.state.plan)
    began = driver.now
    while not driver.state.phase.over:
        left = seconds_left(driver.state, driver.now)
        assert left == pytest.approx(whole - (driver.now - began), abs=0.5)
        driver.run(5)
    assert seconds_left(driver.state, driver.now) == 0


def test_a_pause_takes_nothing_off() -> None:
    driver = started(an_item())
    driver.run(10)
    driver.give(Command.PAUSE)
    left = seconds_left(driver.state, driver.now)
    driver.run(60)
    assert seconds_left(driver.state, driver.now) == left


def test_in_a_set_both_are_said() -> None:
    driver = started(an_item())
    driver.run_to_set(1, into_seconds=4)
    assert driver.state.phase is Phase.RUNNING
    words = left_words(driver.state, driver.now)
    assert "seconds left of this one. About " in words
    assert words.endswith("in all.")


def test_before_the_start_only_the_whole_is_said() -> None:
    state = a_state(an_item())
    assert left_words(state, 0.0).startswith("About ")
