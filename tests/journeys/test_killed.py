"""The program is killed in the middle of a session: nothing that was logged is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from coach.config import Places
from coach.domain.events import ExerciseDone, SessionEnded
from coach.domain.outcomes import SessionOutcome
from coach.domain.pain import PainReport
from coach.session.state import Phase
from coach.workflows.coach import Coach

CHILD = Path(__file__).with_name("killed_child.py")


def test_kill_9_in_a_session_loses_nothing_and_the_next_start_goes_on(
    open_coach: Callable[..., Coach], places: Places
) -> None:
    child = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.journeys.killed_child",
            str(places.home),
            str(places.shipped),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHILD.parents[2],
    )
    assert child.stdout is not None
    acknowledged = [line.split() for line in iter(child.stdout.readline, "killme\n")]
    os.kill(child.pid, signal.SIGKILL)
    child.wait(timeout=30)

    coach = open_coach()
    look = coach.today.look()
    assert look.unfinished_session is not None
    logged = [
        (fact.item, str(fact.set_no), fact.side)
        for _, fact in coach.records.recent().of(ExerciseDone)
    ]
    assert [tuple(line) for line in acknowledged] == logged
    assert logged

    runner = coach.sessions.resume(look.agenda, look.unfinished_session, PainReport())
    runner.start()
    left = [
        (block.item, str(step.set_no), step.side)
        for block in runner.state.plan.blocks
        for step in block.steps
        if step.logged
    ]
    assert left
    assert not set(left) & set(logged)
    ended = [fact for _, fact in coach.records.recent().of(SessionEnded)]
    assert [fact.outcome for fact in ended] == [SessionOutcome.INTERRUPTED]
    assert runner.state.phase is not Phase.ENDED
    assert coach.today.look().unfinished_session == runner.state.session
