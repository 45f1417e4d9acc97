"""What a process and all that it has started take of processor and memory, from /proc (Linux)."""

import os
from pathlib import Path

KIB_A_MIB = 1024
WAITS = "print('ready', flush=True); input()"
"""A program of Python that does nothing but wait: the floor of every process."""


def family(pid: int) -> list[int]:
    """A process and all its descendants that live."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and (fields := _fields(int(folder.name))):
            parents[int(folder.name)] = int(fields[1])
    found = [pid]
    for one in found:  # It grows while it is walked.
        found += [child for child, parent in parents.items() if parent == one]
    return found


def cpu_seconds(pids: list[int]) -> float:
    """What all their threads have run, to the nanosecond; what ended helpers had, to the tick."""
    threads = [task for pid in pids for task in _tasks(pid)]
    ran = [_text(task / "schedstat").split()[:1] for task in threads]
    nanoseconds = sum(int(one) for each in ran for one in each)
    ticks = sum(int(one) for pid in pids for one in _fields(pid)[13:15])
    return nanoseconds / 1e9 + ticks / os.sysconf("SC_CLK_TCK")


def switches(pids: list[int]) -> float:
    """How often a thread went to sleep, which is how often one woke."""
    tasks = [int(task.name) for pid in pids for task in _tasks(pid)]
    return sum(status(task, "voluntary_ctxt_switches") for task in tasks)


def peak_mib(pids: list[int]) -> float:
    """The most that each has held so far, added; pages that they share count for each."""
    return sum(status(pid, "VmHWM") for pid in pids) / KIB_A_MIB


def resident_mib(pids: list[int]) -> float:
    """What each holds now, added; pages that they share count for each."""
    return sum(status(pid, "VmRSS") for pid in pids) / KIB_A_MIB


def shared_out_mib(pids: list[int]) -> float:
    """The same with shared pages counted in parts."""
    return sum(_named(Path(f"/proc/{pid}/smaps_rollup"), "Pss") for pid in pids) / KIB_A_MIB


def status(pid: int, name: str) -> float:
    """One number of /proc/PID/status."""
    return _named(Path(f"/proc/{pid}/status"), name)


def _tasks(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except FileNotFoundError:
        return []


def _fields(pid: int) -> list[str]:
    """/proc/PID/stat after the name, which may hold anything."""
    return _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()


def _named(path: Path, name: str) -> float:
    lines = [line.split() for line in _text(path).splitlines() if line.startswith(f"{name}:")]
    return float(lines[0][1]) if lines else 0.0


def _text(path: Path) -> str:
    """Nothing of a process or a thread that has ended meanwhile."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
