"""A front end that wakes when something is due says every cue on time."""

from hypothesis import given
from hypothesis import strategies as st

from coach.session.commands import Command
from coach.session.next_due import seconds_to_next
from coach.session.script import script
from coach.session.state import Phase
from tests.session.driving import Driver, an_item, on_each_side, started

A_HAIR = 1e-6


def run_by_wakes(driver: Driver, seconds: float) -> None:
    """Let time pass, with a tick only when something is due or a second is over."""
    end = driver.now + seconds
    while driver.now < end and not driver.state.phase.over:
        due = seconds_to_next(driver.state, driver.now)
        driver.now += min(1.0, 1.0 if due is None else due + A_HAIR)
        driver.tick()


@given(reps=st.integers(1, 4), hold=st.integers(0, 30), rest=st.integers(0, 40))
def test_every_cue_is_said_at_its_very_moment(reps: int, hold: int, rest: int) -> None:
    driver = started(an_item(reps=(reps, reps), hold_seconds=hold, rest_seconds=rest))
    began = driver.now
    run_by_wakes(driver, 3600)
    assert driver.state.phase is Phase.ENDED
    planned = [line.offset_seconds for line in script(driver.state.plan).lines]
    said = [at - began for at, _ in driver.heard]
    for late in (at - due for at, due in zip(said, planned, strict=False)):
        assert 0 <= late < 0.001 * len(said)


def test_the_count_in_after_a_pause_is_said_on_the_second() -> None:
    driver = started(on_each_side())
    driver.run_to_set(into_seconds=2)
    driver.give(Command.PAUSE)
    driver.now += 40
    driver.give(Command.RESUME)
    resumed = driver.now
    heard = len(driver.heard)
    run_by_wakes(driver, 2.5)
    counts = [at - resumed for at, _ in driver.heard[heard:]]
    assert [round(at, 3) for at in counts] == [1.0, 2.0]


def test_nothing_comes_by_itself_while_the_patient_pauses() -> None:
    driver = started()
    driver.give(Command.PAUSE)
    assert seconds_to_next(driver.state, driver.now + 1000) is None
