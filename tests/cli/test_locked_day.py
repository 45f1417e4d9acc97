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
