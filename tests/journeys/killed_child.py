"""Runs a session in a process of its own and says each set once it is on disk; then waits."""

import sys
from datetime import datetime
from pathlib import Path

from coach.bootstrap import Wishes, build
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.domain.events import ExerciseDone
from coach.domain.pain import PainReport
from coach.domain.program import StageCode
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import BERLIN

SETS_BEFORE_THE_END = 5


def main(home: Path, shipped: Path) -> None:
    clock = ManualClock(datetime(2027, 3, 1, 9, 30, tzinfo=BERLIN))
    places = Places(home, home / "config.toml", home / "cache", shipped)
    coach = build(places, Settings(), Wishes(silent=True), clock=clock, zone=BERLIN)
    coach.set_up.finish(SetUpAnswers(program="steady-back", stage=StageCode.BUILD))
    day = coach.today.look().agenda
    runner = coach.sessions.begin(list(day.items), PainReport())
    runner.start()
    said = 0
    while said < SETS_BEFORE_THE_END:
        clock.advance(0.5)
        for fact in runner.tick(0.5).facts:
            if isinstance(fact, ExerciseDone):
                sys.stdout.write(f"{fact.item} {fact.set_no} {fact.side}\n")
                said += 1
    sys.stdout.write("killme\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
