"""What an idle `coach watch` costs: CPU seconds and wake-ups an hour, memory, one opening.

Sampled over some minutes from /proc (Linux) and scaled to an hour; how many openings an hour has
depends on the day, so their cost stands on a line of its own. Run it with the project's Python:

    .venv/bin/python bench/watch.py [--seconds 240] [--home DIR]
"""

import argparse
import json
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

SETTLE_SECONDS = 45.0
"""A helper of the desktop that is not needed any more ends after half a minute."""
OPENINGS = 30
INSTANTS, APART_MS = 1000, 30
BUSY = "while True: pass"


def main() -> None:
    """Measure and print one table, and the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=240.0, help="how long to sample")
    parser.add_argument("--home", type=Path, help="a home; a fresh sample patient if none")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        home = given.home or sample_home(Path(folder) / "home")
        environment = os.environ | {
            "COACH_HOME": str(home),
            "COACH_CONFIG": str(home / "config.toml"),
            "COACH_SILENT": "1",
        }
        found: dict[str, float] = first_line(environment)
        found |= idle(environment, given.seconds)
        found |= opening(environment)
    found |= lateness("quiet machine")
    busy = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(os.cpu_count() or 1)]
    try:
        found |= lateness("every core busy")
    finally:
        for process in busy:
            process.kill()
            process.wait()
    for name, value in found.items():
        sys.stdout.write(f"{name:44}{value:12.2f}\n")
    sys.stdout.write(json.dumps({"schema": "coach/bench-watch/1", **found}) + "\n")


def sample_home(home: Path) -> Path:
    """Six weeks of a sample patient."""
    environment = os.environ | {"COACH_SILENT": "1"}
    command = [sys.executable, "-m", "coach", "demo", "--home", str(home)]
    subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    return home


def first_line(environment: dict[str, str]) -> dict[str, float]:
    """From the start of the process to its first words on a terminal."""
    ours, theirs = pty.openpty()
    began = time.perf_counter()
    process = started(environment, theirs)
    os.close(theirs)
    os.read(ours, 1)
    seconds = time.perf_counter() - began
    process.terminate()
    process.wait()
    os.close(ours)
    return {"first line, ms": 1000 * seconds}


def idle(environment: dict[str, str], seconds: float) -> dict[str, float]:
    """An idle watch, without a terminal as under systemd."""
    process = started(environment, subprocess.DEVNULL)
    try:
        threading.Event().wait(SETTLE_SECONDS)
        cpu, wakes = cpu_seconds(process.pid), switches(process.pid)
        threading.Event().wait(seconds)
        an_hour = 3600 / seconds
        found = {
            "CPU seconds an idle hour (scaled)": (cpu_seconds(process.pid) - cpu) * an_hour,
            "wake-ups an idle hour (scaled)": (switches(process.pid) - wakes) * an_hour,
            "start, CPU seconds once": cpu,
            "VmRSS, MiB": status(process.pid, "VmRSS") / 1024,
            "VmHWM, MiB": status(process.pid, "VmHWM") / 1024,
            "Pss, MiB": pss(process.pid) / 1024,
            "threads": status(process.pid, "Threads"),
        }
    finally:
        process.terminate()
        process.wait()
    return found


def started(environment: dict[str, str], stdout: int) -> "subprocess.Popen[bytes]":
    """A real watch."""
    return subprocess.Popen(
        [sys.executable, "-m", "coach", "watch"],
        env=environment,
        stdin=stdout if stdout != subprocess.DEVNULL else subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
    )


def opening(environment: dict[str, str]) -> dict[str, float]:
    """A coach opened, asked everything, and closed; the first one imports what it needs."""
    from coach.bootstrap.watching import make_watch
    from coach.clock import SystemClock
    from coach.config import places

    os.environ.update(environment)
    watch, close = make_watch(
        places(environment),
        SystemClock(),
        silent=True,
        say=lambda _: None,
        trouble=print,
        wake=lambda: None,
    )
    try:
        first = timed(watch.look)
        costs = []
        for _ in range(OPENINGS):
            watch._mark = None  # As if the log had changed.
            costs.append(timed(watch.look))
        looks = [timed(watch.look) for _ in range(1000)]
    finally:
        close()
    return {
        "first opening, CPU ms": first,
        "one opening, CPU ms (median)": statistics.median(costs),
        "one opening, CPU ms (most)": max(costs),
        "one look without opening, CPU us (median)": 1000 * statistics.median(looks),
    }


def lateness(name: str) -> dict[str, float]:
    """How late a watch wakes for a thousand instants; the coach that it opens is a stub."""
    from coach.bootstrap.watching import make_watch
    from coach.clock import SystemClock
    from coach.config import places

    clock, event, late = SystemClock(), threading.Event(), list[float]()
    due = [clock.now()]

    def poll() -> list[object]:
        late.append(1000 * (clock.now() - due[0]).total_seconds())
        return []

    def arm(_: object) -> None:
        due[0] = clock.now() + timedelta(milliseconds=APART_MS)
        watch._ports.alarm.set([due[0]], event.set)

    nothing = SimpleNamespace(
        poll=list, take=list, now=_none, asks=_none, upright=_none, reminded_of=tuple
    )
    stub = SimpleNamespace(
        log=SimpleNamespace(refusal=""),
        set_up=SimpleNamespace(needed=False),
        records=SimpleNamespace(course=lambda: SimpleNamespace(hold=lambda: None)),
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
        while len(late) <= INSTANTS:
            event.wait(watch.look())
            event.clear()
        close()
    late = sorted(late[1:])
    return {
        f"lateness, {name}, ms (median)": statistics.median(late),
        f"lateness, {name}, ms (p99)": late[int(0.99 * len(late))],
        f"lateness, {name}, ms (most)": late[-1],
    }


def _none() -> None:
    """Nothing of this is there."""


def timed(what: Callable[[], object]) -> float:
    """CPU milliseconds of this process."""
    began = time.process_time()
    what()
    return 1000 * (time.process_time() - began)


def cpu_seconds(pid: int) -> float:
    """What all threads have run, to the nanosecond; helpers that have ended are not in it."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def switches(pid: int) -> float:
    """How often a thread went to sleep, which is how often one woke."""
    tasks = [int(task.name) for task in Path(f"/proc/{pid}/task").iterdir()]
    return sum(status(task, "voluntary_ctxt_switches") for task in tasks)


def status(pid: int, name: str) -> float:
    """One number of /proc/PID/status."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return float(line.split()[1])
    return 0.0


def pss(pid: int) -> float:
    """Memory with shared pages counted in parts, in kB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    return 0.0


if __name__ == "__main__":
    main()
