"""What the shell says of a day while coaching is locked: nothing that the lock does not let be."""

import re

from coach.clock import ManualClock
from tests.cli.conftest import Patient, Run

DAY = 24 * 60 * 60
KEY = re.compile(r"(?i)press \w\b|then \w\.")


def test_no_key_is_named_that_the_lock_does_not_know(
    run: Run, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    clock.advance(8 * DAY)
    run("quiet", "45")
    free = run("today").lines
    named = {found[0][-2] for line in free if (found := KEY.search(line))}
    assert {"c", "d", "y"} <= named
    assert run("session", "--line", answers=["y"]).code == 3
    locked = [line for line in run("today").lines if KEY.search(line)]
    assert all(line.endswith("then l.") for line in locked)


def test_nothing_is_said_to_be_undone_while_all_is_locked(run: Run, set_up: Patient) -> None:
    set_up()
    assert any(line.startswith("Done today:") for line in run("today").lines)
    assert run("session", "--line", answers=["y", "y"]).code == 3
    assert not any(line.startswith("Done today:") for line in run("today").lines)


def test_a_day_that_was_locked_is_no_day_without_entries(
    run: Run, set_up: Patient, clock: ManualClock
) -> None:
    set_up()
    assert run("session", "--line", answers=["y", "y"]).code == 3
    clock.advance(2 * DAY)
    lines = run("today").lines
    assert any(line.startswith("LOCKED") for line in lines)
    assert not any("Not recorded" in line for line in lines)
