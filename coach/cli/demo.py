"""`coach demo`: a throw-away home with six weeks of facts, to look around in or to watch."""

import os
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import fields, replace

from coach.cli import diagnostics
from coach.cli.diagnostics import ExitCode
from coach.cli.home import screens
from coach.cli.parsing import Commands
from coach.cli.surroundings import Surroundings
from coach.clock import SystemClock
from coach.config import Settings, save_settings
from coach.domain.errors import InputError
from coach.domain.pain import Reach

if TYPE_CHECKING:
    from coach.domain.agenda import AgendaItem
    from coach.domain.events import Stamped
    from coach.workflows.coach import Coach

MARK = "demo-home"
"""A file that says: nothing in this home is about a real person."""
THROWN_AWAY = "demo-thrown-away"
"""A file that says: nobody asked to keep this home; its demo removes it, or else the next one."""
PREFIX = "coach-demo-"
LEFT_SECONDS = 3600.0
"""A demo that began so long ago has its log open, or was killed; before, it may be filling it."""
SAMPLE_NAME = "Sam"
SAMPLE_EXERCISE = "cat-camel"
PACE = 60
ANSWERS = ("n", "3", "4", "calf", "2", "3", "knee", "")
"""Nothing new; back, leg and reach before; the same after; no note."""


def register(commands: Commands) -> None:
    """The demo."""
    parser = commands.add(
        "demo",
        "Look around with a sample patient; without a terminal, watch a short session.",
        "coach demo",
        demo,
    )
    parser.add_argument(
        "--clinic", action="store_true", help="the therapist's side, with a sample caseload"
    )
    parser.add_argument(
        "--home", metavar="DIR", type=Path, help="keep the sample home there; else it is removed"
    )


def demo(given: Namespace, around: Surroundings) -> int:
    """The screens over a sample home; a shortened session in plain lines without a terminal."""
    with _home(given.home) as home:
        there = around.at(home)
        if given.clinic:
            return _clinic(there)
        _fill(there)
        if there.on_terminal:
            return screens(there, demo=True)
        _show_session(there)
    return ExitCode.DONE


def _clinic(around: Surroundings) -> int:
    """The therapist's screens over a sample caseload; as plain lines without a terminal."""
    from coach.cli.clinic_commands import clinic_screens
    from coach.cli.demo_clinic import fill_caseload, show_caseload

    _mark(around.places.home)
    fill_caseload(around)
    if around.on_terminal:
        return clinic_screens(around, demo=True)
    show_caseload(around)
    return ExitCode.DONE


@contextmanager
def _home(wanted: Path | None) -> Iterator[Path]:
    """A folder for the sample; nobody's own home is ever filled with made-up facts."""
    if wanted is None:
        _sweep()
        with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as made:
            _write(Path(made) / THROWN_AWAY, "This folder is removed by itself.")
            yield Path(made)
        return
    if wanted.exists() and not wanted.is_dir():
        raise InputError("Demo", f"{wanted} is a file; name a new folder for --home")
    left_over = wanted / THROWN_AWAY
    is_demo = (wanted / MARK).exists() or left_over.exists()
    if wanted.is_dir() and any(wanted.iterdir()) and not is_demo:
        raise InputError(
            "Demo", f"{wanted} holds something else than a demo; name a new folder for --home"
        )
    wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
    left_over.unlink(missing_ok=True)
    yield wanted.absolute()


def _sweep() -> None:
    """Take away what demos left behind that were killed; one that runs holds its log.

    A home that is kept where `--home` says is nobody's to take away, whatever its name.
    """
    from coach.store.files import CLINIC_LOG, PATIENT_LOG
    from coach.store.home_lock import HomeLock

    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            began = (home / THROWN_AWAY).stat().st_mtime
            is_old = SystemClock().now().timestamp() - began > LEFT_SECONDS
            logs = (Path(PATIENT_LOG).stem, Path(CLINIC_LOG).stem)
            if is_old and all(HomeLock(home, log).is_free() for log in logs):
                shutil.rmtree(home)


def _mark(home: Path) -> None:
    """Say that this home is a sample."""
    _write(home / MARK, "A sample; about nobody.")


def _write(file: Path, line: str) -> None:
    """For its owner's eyes, like all that is in a home."""
    handle = os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(f"{line}\n")


def _fill(around: Surroundings) -> None:
    """Six weeks up to now, once; a home that was kept goes on from what is in it."""
    from coach.workflows.demo import fill_sample

    _mark(around.places.home)
    if not around.places.config_file.exists():
        save_settings(around.places.config_file, replace(Settings(), name=SAMPLE_NAME))
    with around.coach(demo=True) as coach:
        if coach.set_up.needed:
            count = fill_sample(coach)
            diagnostics.tell(f"A sample patient with {count} facts was made up.")


def _show_session(around: Surroundings) -> None:
    from coach.cli.console import Console
    from coach.cli.line_flow import SessionFlow
    from coach.cli.line_input import ScriptedLines
    from coach.cli.paced import clock_for

    clock = clock_for(around.clock, PACE)
    with around.coach(demo=True, clock=clock) as coach:
        console = Console(coach, ScriptedLines(_answers(coach)))
        console.say(f"A shortened session, {PACE} times as fast, with answers made up.")
        SessionFlow(console, pace=PACE).lead_items([_sample_item(coach)])
        console.say("", "What was logged:")
        console.say(*_rows_of_last_session(coach))


def _answers(coach: "Coach") -> list[str]:
    """What the sample patient answers; a home that was kept for a week is asked the whole list."""
    due = coach.safety.list_due()
    if due is None:
        return list(ANSWERS)
    return ["n"] * (len(coach.safety.flags.asked_from(due.first_item)) - 1) + list(ANSWERS)


def _sample_item(coach: "Coach") -> "AgendaItem":
    """One short exercise, asked now."""
    from coach.domain.agenda import AgendaItem, ItemState, item_id

    exercise = coach.shelf.exercise(SAMPLE_EXERCISE)
    now = coach.records.now()
    return AgendaItem(
        id=item_id(coach.records.today(), exercise.id, 1),
        exercise=exercise.id,
        dose=exercise.dose,
        nth=1,
        due_at=now,
        closes_at=now + timedelta(hours=1),
        state=ItemState.DUE,
    )


def _rows_of_last_session(coach: "Coach") -> list[str]:
    """The facts of the session just done, read back from the log."""
    from coach.domain.events import SessionStarted

    facts = coach.log.read(since=coach.records.today())
    started = [one.fact.session for one in facts if isinstance(one.fact, SessionStarted)]
    return [row_line(one) for one in facts if _belongs(one, started[-1])] if started else []


def _belongs(stamped: "Stamped", session: str) -> bool:
    return getattr(stamped.fact, "session", None) == session


def row_line(stamped: "Stamped") -> str:
    """One fact: its table, its time, and every value that was recorded."""
    from coach.domain.fact_codec import kind_of

    values = [
        f"{field.name} {_shown(value)}"
        for field in fields(stamped.fact)
        if (value := getattr(stamped.fact, field.name)) is not None
    ]
    return f"{kind_of(type(stamped.fact)):<16} {stamped.at:%H:%M:%S}  {', '.join(values)}"


def _shown(value: object) -> str:
    if isinstance(value, Reach):
        return value.word
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return " ".join(str(one) for one in value)
    return str(value)
