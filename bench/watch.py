"""What `coach watch` costs: idle, opening a coach, and how late it wakes. Part (i) shows it."""

import os
import pty
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from bench.processes import (
    WAITS,
    cpu_seconds,
    family,
    peak_mib,
    resident_mib,
    shared_out_mib,
    status,
    switches,
)

WATCH = ("-m", "coach", "watch")
SETTLE_SECONDS = 45.0
"""A helper of the desktop that is not needed any more ends after half a minute."""
OPENINGS, LOOKS = 30, 1000
APART_MS = 30


def sample_home(home: Path) -> Path:
    """Six weeks of a sample patient."""
    environment = os.environ | {"COACH_SILENT": "1"}
    command = [sys.executable, "-m", "coach", "demo", "--home", str(home)]
    subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    return home


def first_line(environment: Mapping[str, str]) -> float:
    """Milliseconds from the start of the process to its first words on a terminal."""
    ours, theirs = pty.openpty()
    began = time.perf_counter()
    process = _started(WATCH, environment, theirs, theirs)
    os.close(theirs)
    os.read(ours, 1)
    seconds = time.perf_counter() - began
    process.terminate()
    process.wait()
    os.close(ours)
    return 1000 * seconds


def idle(environment: Mapping[str, str], seconds: float) -> dict[str, tuple[float, str]]:
    """An idle watch, without a terminal as under systemd: each thing with its unit."""
    return _idle(WATCH, environment, SETTLE_SECONDS, seconds)


def waiting(seconds: float) -> dict[str, tuple[float, str]]:
    """The same of a Python process that does nothing but wait."""
    return _idle(("-c", WAITS), os.environ, 1.0, seconds)


def _idle(
    arguments: tuple[str, ...], environment: Mapping[str, str], settle: float, seconds: float
) -> dict[str, tuple[float, str]]:
    """Of the process and all that it has started and that lives, from then to the end."""
    process = _started(arguments, environment, subprocess.PIPE, subprocess.DEVNULL)
    never, an_hour = threading.Event(), 3600 / seconds
    try:
        never.wait(settle)
        all_of_it = family(process.pid)
        cpu, wakes = cpu_seconds(all_of_it), switches(all_of_it)
        never.wait(seconds)
        all_of_it = family(process.pid)
        return {
            "processor, an idle hour (scaled)": ((cpu_seconds(all_of_it) - cpu) * an_hour, "s"),
            "wake-ups, an idle hour (scaled)": ((switches(all_of_it) - wakes) * an_hour, ""),
            "processor until it has settled": (cpu, "s"),
            "memory (RSS)": (resident_mib(all_of_it), "MiB"),
            "memory, shared pages in parts (PSS)": (shared_out_mib(all_of_it), "MiB"),
            "peak memory": (peak_mib(all_of_it), "MiB"),
            "processes": (len(all_of_it), ""),
            "threads": (sum(status(pid, "Threads") for pid in all_of_it), ""),
        }
    finally:
        process.terminate()
        process.communicate()


def _started(
    arguments: tuple[str, ...], environment: Mapping[str, str], stdin: int, stdout: int
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=dict(environment),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
    )


def openings(environment: Mapping[str, str]) -> tuple[float, list[float], list[float]]:
    """CPU milliseconds: the first opening, which imports, the next ones, and looks without one."""
    from coach.bootstrap.watching import make_watch
    from coach.clock import SystemClock
    from coach.config import places

    watch, close = make_watch(
        places(environment),
        SystemClock(),
        silent=True,
        say=lambda _: None,
        trouble=print,
        wake=lambda: None,
    )
    try:
        first = _timed(watch.look)
        costs = []
        for _ in range(OPENINGS):
            watch._mark = None  # As if the log had changed.
            costs.append(_timed(watch.look))
        return first, costs, [_timed(watch.look) for _ in range(LOOKS)]
    finally:
        close()


def lateness(instants: int) -> list[float]:
    """Milliseconds by which a watch wakes late for instants; the coach that it opens is a stub."""
    from coach.bootstrap.watching import make_watch
    from coach.clock import SystemClock
    from coach.config import places
    from coach.domain.history import history_of

    clock, event, late = SystemClock(), threading.Event(), list[float]()
    due = [clock.now()]

    def poll() -> list[object]:
        late.append(1000 * (clock.now() - due[0]).total_seconds())
        return []

    def arm(_: object) -> None:
        due[0] = clock.now() + timedelta(milliseconds=APART_MS)
        watch._ports.alarm.set([due[0]], event.set)

    no_facts = history_of([])
    nothing = SimpleNamespace(
        poll=list, take=list, now=_none, asks=_none, upright=_none, reminded_of=tuple
    )
    stub = SimpleNamespace(
        log=SimpleNamespace(refusal=""),
        set_up=SimpleNamespace(needed=False),
        records=SimpleNamespace(course=lambda: no_facts),
        timers=SimpleNamespace(overdue=tuple),
        requests=nothing,
        answers=nothing,
        guard=nothing,
        notices=nothing,
        watchers=(),
        reminders=SimpleNamespace(poll=poll, arm=arm),
        close=lambda: None,
        look_after=_none,
    )
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        watch, close = make_watch(
            places({"COACH_HOME": folder, "COACH_CONFIG": f"{folder}/config.toml"}),
            clock,
            silent=True,
            say=lambda _: None,
            trouble=print,
            wake=event.set,
            open_coach=lambda: stub,  # type: ignore[arg-type,return-value]
        )
        while len(late) <= instants:
            event.wait(watch.look())
            event.clear()
        close()
    return late[1:]


def _none() -> None:
    """Nothing of this is there."""


def _timed(what: Callable[[], object]) -> float:
    """CPU milliseconds of this process."""
    began = time.process_time()
    what()
    return 1000 * (time.process_time() - began)
