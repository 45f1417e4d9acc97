"""A session on the real screens at real pace, which notes how late each thing came.

    python -m bench.lateness_app HOME SECONDS FILE

Ends by itself; FILE then holds `late` and `over`, milliseconds each.
"""

import json
import sys
from pathlib import Path

from msgspec.structs import replace

from bench.caseload import CLOCK
from bench.homes import PROGRAM, environment
from coach.bootstrap import Wishes
from coach.bootstrap.patient import build
from coach.config import Settings, places
from coach.domain.agenda import AgendaItem
from coach.domain.pain import PainReport, Reach
from coach.domain.program import StageCode
from coach.session.next_due import seconds_to_next
from coach.session.state import Phase, Step
from coach.tui.app import CoachApp
from coach.tui.launch import tolerate_the_terminal
from coach.tui.patient.session import SessionScreen
from coach.workflows.coach import Coach
from coach.workflows.run_session import TICK_SECONDS, SessionRunner


class Watched:
    """A runner's tick, with what is due held against when the session had asked for it.

    `over` takes by how many milliseconds each step that ran without a break lasted longer than
    planned: what is late once and made up by the next step is no drift.
    """

    def __init__(self, runner: SessionRunner) -> None:
        self.late: list[float] = []
        self.over: list[float] = []
        self._runner, self._tick = runner, runner.tick
        self._due: float | None = None
        self._began: float | None = None
        runner.tick = self.tick  # type: ignore[method-assign]

    def tick(self, expected_seconds: float = TICK_SECONDS) -> Step:
        """What the screen calls; the same, and noted."""
        before, phase = self._runner.state.current, self._runner.state.phase
        due = self._next()
        step = self._tick(expected_seconds)
        now = CLOCK.monotonic()
        if due is not None and due <= now:
            self.late.append(1000 * (now - due))
        self._steps(before, phase, now)
        return step

    def _next(self) -> float | None:
        now = CLOCK.monotonic()
        ahead = seconds_to_next(self._runner.state, now)
        if ahead is None or self._runner.state.phase not in (Phase.RUNNING, Phase.COUNTING_IN):
            return None
        return now + ahead

    def _steps(self, before: object, phase: Phase, now: float) -> None:
        if self._runner.state.phase is not Phase.RUNNING or phase is not Phase.RUNNING:
            self._began = None
        elif self._runner.state.current is not before:
            if self._began is not None and before is not None:
                planned = before.timeline.seconds  # type: ignore[attr-defined]
                self.over.append(1000 * (now - self._began - planned))
            self._began = now


def _items(coach: Coach) -> list[AgendaItem]:
    """Every exercise of the stage whatever the weekday, those with the most repetitions first."""
    one = coach.today.look().agenda.items[0]
    stage = coach.shelf.program(PROGRAM).stage(StageCode.BUILD)
    asked = sorted(stage.prescriptions, key=lambda each: -sum(each.dose.reps))
    day = one.id.partition("/")[0]
    return [
        replace(one, id=f"{day}/{each.exercise}/1", exercise=each.exercise, dose=each.dose)
        for each in asked
    ]


def main(home: Path, seconds: float, file: Path) -> None:
    """Run the app; what was noted goes into `file`."""
    coach = build(places(environment(home)), Settings(), Wishes(silent=True))
    runner = coach.sessions.begin(_items(coach), PainReport(2, 3, Reach.THIGH))
    watched, app = Watched(runner), CoachApp(coach)

    def open_first() -> None:
        app.push_screen(SessionScreen(coach, runner))
        app.set_timer(seconds, app.exit)

    app.open_first = open_first  # type: ignore[method-assign]
    tolerate_the_terminal(app)
    app.run(mouse=False)
    coach.close()
    if app.return_code:
        sys.exit(app.return_code)
    file.write_text(json.dumps({"late": watched.late, "over": watched.over}), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3]))
