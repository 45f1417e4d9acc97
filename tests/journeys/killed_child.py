"""Runs a session in a process of its own and says each set once it is on disk; then waits.

With the name of an item it leads to the yes about its skin instead, and waits there.
"""

import sys
from datetime import datetime
from pathlib import Path

from coach.bootstrap import Wishes, build
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.domain.events import ExerciseDone
from coach.domain.pain import PainReport
from coach.domain.program import StageCode
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import BERLIN

SETS_BEFORE_THE_END = 5


def main(home: Path, shipped: Path, pack: str = "") -> None:
    clock = ManualClock(datetime(2027, 3, 1, 9, 30, tzinfo=BERLIN))
    places = Places(home, home / "config.toml", home / "cache", shipped)
    coach = build(places, Settings(), Wishes(silent=True), clock=clock, zone=BERLIN)
    stage = StageCode.CALM if pack else StageCode.BUILD
    coach.set_up.finish(SetUpAnswers(program="steady-back", stage=stage))
    day = coach.today.look().agenda
    items = coach.sessions.choose(day, [pack]) if pack else list(day.items)
    runner = coach.sessions.begin(items, PainReport())
    runner.start()
    while pack and runner.state.phase is not Phase.ASKING_SKIN:
        clock.advance(0.5)
        runner.tick(0.5)
    if pack:
        runner.give(Given(Command.YES))
    said = SETS_BEFORE_THE_END if pack else 0
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
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
