"""The program is killed in the middle of a session: nothing that was logged is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.events import AnswerGiven, ExerciseDone, SessionEnded
from coach.domain.outcomes import SessionOutcome
from coach.domain.pain import PainReport
from coach.session.state import Phase
from coach.workflows.coach import Coach

CHILD = Path(__file__).with_name("killed_child.py")


def killed(places: Places, *words: str) -> list[str]:
    """What a session said that was on disk before kill -9."""
    child = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.journeys.killed_child"),
            *(str(places.home), str(places.shipped), *words),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHILD.parents[2],
    )
    assert child.stdout is not None
    acknowledged = []
    for line in child.stdout:
        if line == "killme\n":
            break
        acknowledged.append(line)
    os.kill(child.pid, signal.SIGKILL)
    child.wait(timeout=30)
    return acknowledged


def test_kill_9_in_a_session_loses_nothing_and_the_next_start_goes_on(
    open_coach: Callable[..., Coach], places: Places
) -> None:
    acknowledged = [line.split() for line in killed(places)]

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


def test_kill_9_after_the_yes_about_the_skin_the_pack_comes_off_in_time(
    open_coach: Callable[..., Coach], places: Places, clock: ManualClock
) -> None:
    """It was being fetched: the log has no pack on yet, and the person may have put it on."""
    killed(places, "cold-pack")
    coach = open_coach()
    ((yes, _),) = coach.records.recent().of(AnswerGiven)
    clock.advance((yes.at - clock.now()).total_seconds() + 60)
    assert [timer.line for timer in coach.timers.now()] == ["Cold pack: 1 of 10 minutes."]
    clock.advance(9 * 60)
    assert [cue.text for cue in coach.timers.tick()] == ["Take the cold pack off now."]
