"""The one word that is read from three metres."""

import pytest

from coach.domain.exercise import Kind, Position
from coach.session.commands import Command
from coach.session.state import Phase
from coach.session.view import view
from tests.builders import a_cold_pack, an_exercise
from tests.session.driving import Driver, a_state, an_item, started


@pytest.mark.parametrize(
    ("kind", "word"),
    [(Kind.MOVEMENT, "HOLD"), (Kind.WALK, "WALK"), (Kind.REST, "RELAX"), (Kind.MASSAGE, "PRESS")],
)
def test_a_walk_is_not_called_a_hold(kind: Kind, word: str) -> None:
    driver = started(an_item(an_exercise(kind=kind), reps=(1,), hold_seconds=60))
    driver.run_to_set(1, into_seconds=2)
    picture = view(driver.state, driver.now)
    assert picture.word == word
    assert picture.working
    assert picture.seconds_left == 58


def test_a_moving_set_says_move_and_counts_repetitions() -> None:
    driver = started(an_item(reps=(4,), hold_seconds=0, tempo_seconds=4))
    driver.run_to_set(1, into_seconds=5)
    picture = view(driver.state, driver.now)
    assert (picture.word, picture.rep, picture.reps) == ("MOVE", 2, 4)


def test_a_pack_says_when_to_take_it_off() -> None:
    driver = started(an_item(a_cold_pack(), name="d/cold-pack/1", reps=(1,), hold_seconds=60))
    driver.run_until(Phase.ASKING_SKIN)
    assert view(driver.state, driver.now).word == "YES OR NO?"
    driver.give(Command.YES)
    driver.run_to_set(into_seconds=10)
    assert view(driver.state, driver.now).word == "COLD ON"
    driver.run(51)
    assert view(driver.state, driver.now).word == "TAKE OFF"


def test_looking_changes_nothing_and_standing_still_is_no_work() -> None:
    driver = started()
    driver.run_to_set(1, into_seconds=2)
    driver.give(Command.PAUSE)
    before = driver.state
    picture = view(driver.state, driver.now + 50)
    assert (picture.word, picture.working) == ("PAUSED", False)
    assert driver.state is before


def test_on_the_way_to_an_exercise_that_one_is_next() -> None:
    first = an_item(an_exercise(name="Brace", equipment=("mat",)), name="2027-03-01/brace/1")
    second = an_item(an_exercise(name="Bird-dog", position=Position.HANDS_AND_KNEES))
    driver = Driver(a_state(first, second))
    assert shown(driver) == ("", "Brace")
    driver.give(Command.START)
    seen = [shown(driver)]
    while driver.state.phase is not Phase.ENDED:
        driver.run(1)
        if shown(driver) != seen[-1]:
            seen.append(shown(driver))
    assert seen == [
        ("", "Brace"),
        ("Brace", "Bird-dog"),
        ("", "Bird-dog"),
        ("Bird-dog", ""),
        ("", ""),
    ]


def shown(driver: Driver) -> tuple[str, str]:
    """What is done, and what comes next, as the screen has it."""
    picture = view(driver.state, driver.now)
    return picture.exercise, picture.next_name
