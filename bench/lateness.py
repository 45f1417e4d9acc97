"""(c) How late what a session asks for comes, at real pace with the voice silent."""

import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from threading import Event

from bench.caseload import CLOCK
from bench.homes import environment, new_home
from bench.rows import Part, Wishes
from bench.samples import busy_processors
from coach.bootstrap import Wishes as CoachWishes
from coach.bootstrap.patient import build
from coach.config import Settings, places
from coach.domain.pain import PainReport, Reach
from coach.session.next_due import seconds_to_next
from coach.session.state import Phase
from coach.workflows.run_session import SessionRunner

MOST_IDLE, MOST_BUSY = 10, 25
LEAST_STEPS = 5
"""Fewer finished steps say nothing about drift."""


def measure(wishes: Wishes) -> Part:
    """Every count, cue and end of a step that comes by itself, against the instant it was due."""
    seconds = wishes.of(600, 40)
    part = Part("c", f"lateness of counts, cues and holds in {seconds} s of a session")
    for name, most, load in (
        ("idle", MOST_IDLE, nullcontext()),
        ("every core busy", MOST_BUSY, busy_processors()),
    ):
        with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder, load:
            over: list[float] = []
            found = list(_session(Path(folder) / "home", seconds, over))
            floor = list(_waits(len(found), seconds / max(1, len(found))))
        bare = part.add(f"{name}: wait for a deadline", "threading alone", floor).median
        part.add(
            f"{name}: {len(found)} instants",
            "session",
            found,
            floor=bare,
            target=f"p99 <= {most} ms",
            met=lambda row, most=most: row.p99 <= most,  # type: ignore[misc]
        )
        if len(over) < LEAST_STEPS:
            part.notes.append(f"{name}: only {len(over)} steps ended, too few to see drift")
            continue
        part.add(
            f"{name}: drift after {len(over)} steps",
            "session",
            [sum(over)],
            target=f"0 (at most one lateness, {most} ms)",
            met=lambda row, most=most: abs(row.median) <= most,  # type: ignore[misc]
        )
    return part


def _session(home: Path, seconds: float, over: list[float]) -> Iterator[float]:
    """Milliseconds from when something was due to when the session had asked for it and logged.

    `over` takes by how many milliseconds each step that ran without a break lasted longer than
    planned: what is late once and made up by the next step is no drift.
    """
    new_home(home)
    coach = build(places(environment(home)), Settings(), CoachWishes(silent=True))
    look, never = coach.today.look(), Event()
    runner = coach.sessions.begin(list(look.agenda.items), PainReport(2, 3, Reach.THIGH))
    runner.start()
    ends = CLOCK.monotonic() + seconds
    began: float | None = None
    while CLOCK.monotonic() < ends and not runner.state.phase.over:
        step, phase = runner.state.current, runner.state.phase
        due, wait = _next(runner), runner.next_tick_seconds
        never.wait(wait)
        runner.tick(wait)
        now = CLOCK.monotonic()
        if due is not None and due <= now:
            yield 1000 * (now - due)
        if runner.state.phase is not Phase.RUNNING or phase is not Phase.RUNNING:
            began = None
        elif runner.state.current is not step:
            if began is not None and step is not None:
                over.append(1000 * (now - began - step.timeline.seconds))
            began = now
    coach.close()


def _next(runner: SessionRunner) -> float | None:
    now = CLOCK.monotonic()
    ahead = seconds_to_next(runner.state, now)
    if ahead is None or runner.state.phase not in (Phase.RUNNING, Phase.COUNTING_IN):
        return None
    return now + ahead


def _waits(count: int, apart: float) -> Iterator[float]:
    """The floor: a thread that waits for one deadline after the other and does nothing else."""
    never, due = Event(), CLOCK.monotonic()
    for _ in range(min(count, 200)):
        due += min(apart, 0.1)
        never.wait(max(0.0, due - CLOCK.monotonic()))
        yield 1000 * (CLOCK.monotonic() - due)
