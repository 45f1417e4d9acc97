"""Words before a task of the day: a drive, lifting, or one that the plan names.

Comfort and change, never a posture that is said to prevent pain (source: S48, clinical 1.5, 4.2).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from coach.domain.authors import MACHINES_OWN, PAPERS, is_of_patient
from coach.domain.check_in import MORNING_FROM
from coach.domain.events import (
    FlareProposed,
    ItemAsked,
    ItemExcused,
    SessionEnded,
    StageProposed,
    Stamped,
    WarningGiven,
)
from coach.domain.exercise import Presentation
from coach.domain.outcomes import WarningKind
from coach.domain.program import Program, Task, TaskKind
from coach.domain.time_events import TaskAnnounced, TimerEnded

AHEAD = "Before you start: "
"""Begins every word before a task, so that the log tells it from other warnings."""
AFTER_UP = "After getting up"
"""Begins the word of the morning."""
SAID_BEFORE = timedelta(minutes=2)
"""So long before an announced task its word comes (source: DESIGN)."""
TOO_LATE = timedelta(minutes=5)
"""A task that began so long ago is under way: no word before it helps (source: DESIGN)."""
SAME_TASK = timedelta(minutes=30)
"""A word so long before a task was for that task already (source: DESIGN)."""
ONE_DRIVE = timedelta(hours=4)
"""Getting into the car again within this is the same drive (source: DESIGN)."""
UP_UNTIL = time(12)
"""A first sign of the person after this tells nothing of when they got up (source: DESIGN)."""
MORNING_PATTERNS = (
    Presentation.P1_PEP,
    Presentation.P1_PEN,
    Presentation.P3,
    Presentation.P4_FA,
)
"""For whom bending waits after getting up (source: S29, clinical 1.5)."""
STOP_MINUTES = (45, 60)
"""How often to stop on a drive (source: clinical 4.2)."""
USUAL = (
    Task(
        "lifting",
        "Lifting",
        TaskKind.LIFTING,
        "Keep it close to you. Turn with your feet, not your back. Ask for help if it is heavy.",
        ("S48", "DESIGN"),
    ),
    Task(
        "drive",
        "Driving",
        TaskKind.DRIVE,
        "Move the seat until your leg feels best, and change how you sit now and then.",
        ("S48", "DESIGN"),
    ),
)
"""What there is a word for where the plan names no task of that kind."""

BY_ITSELF = (
    *(*MACHINES_OWN, *PAPERS, ItemAsked, ItemExcused, WarningGiven, StageProposed, FlareProposed),
    *(SessionEnded, TimerEnded),
)
"""Facts that a running coach can write without anybody near it."""


def tasks_of(program: Program | None) -> tuple[Task, ...]:
    """The tasks there is a word for: the plan's own, and the usual ones of other kinds."""
    own = program.tasks if program is not None else ()
    kinds = {task.kind for task in own}
    return (*own, *(task for task in USUAL if task.kind not in kinds))


def find_task(tasks: Sequence[Task], word: str) -> Task | None:
    """A task by its id, its name or its kind; None when there is none."""
    said = word.strip().casefold()
    for key in ("id", "name", "kind"):
        for task in tasks:
            if str(getattr(task, key)).casefold() == said:
                return task
    return None


def warning_kind(task: Task) -> WarningKind:
    """Under which kind its word stands in the log."""
    return WarningKind.LIFTING if task.kind is TaskKind.LIFTING else WarningKind.SITTING


def head(task: Task) -> str:
    """How its word begins."""
    return f"{AHEAD}{task.name}."


def task_words(task: Task, car_minutes: int, early: str = "") -> str:
    """What is said before it; `early` is the word of the morning where it holds."""
    parts = [head(task), early, task.text]
    if task.kind is TaskKind.DRIVE:
        parts.append(drive_words(car_minutes))
    return " ".join(part for part in parts if part)


def drive_words(car_minutes: int) -> str:
    """What every drive needs, by the plan's own limit for the car (source: clinical 4.2)."""
    least, most = STOP_MINUTES
    every = f"{least} to {most}" if car_minutes >= most else str(min(least, car_minutes))
    return (
        f"Stop and walk a bit every {every} minutes. "
        "Take a cushion, and take your wallet out of the back pocket."
    )


def is_task_word(fact: WarningGiven, tasks: Iterable[Task]) -> bool:
    """Whether a warning is the word before one of these tasks."""
    return any(fact.text.startswith(head(task)) for task in tasks)


class Coming(Struct, frozen=True):
    """A task that was announced and whose word is still to be said."""

    at: datetime
    """When its word is to be said."""
    starts_at: datetime
    task: Task
    fact: str
    """The id of the fact that announced it."""


def to_come(facts: Sequence[Stamped], tasks: Sequence[Task], now: datetime) -> list[Coming]:
    """Announced tasks whose word was not said, the soonest first; facts as recorded."""
    found = []
    for nth, stamped in enumerate(facts):
        fact = stamped.fact
        if not isinstance(fact, TaskAnnounced) or now - fact.starts_at > TOO_LATE:
            continue
        task = find_task(tasks, fact.task)
        at = max(stamped.at, fact.starts_at - SAID_BEFORE)
        if task is None or _was_said(facts[nth + 1 :], task, stamped.at, at - SAME_TASK):
            continue
        found.append(Coming(at, fact.starts_at, task, stamped.id))
    return sorted(found, key=lambda one: one.at)


def _was_said(
    later: Iterable[Stamped], task: Task, announced_at: datetime, since: datetime
) -> bool:
    """Whether its word was said: shortly before it, or with the announcement, ahead of a quiet."""
    return any(
        isinstance(one.fact, WarningGiven)
        and (one.at >= since or one.at == announced_at)
        and is_task_word(one.fact, (task,))
        for one in later
    )


def drive_said_since(facts: Iterable[Stamped], tasks: Iterable[Task], since: datetime) -> bool:
    """Whether the word before a drive was said from `since` on."""
    drives = [task for task in tasks if task.kind is TaskKind.DRIVE]
    return any(
        isinstance(one.fact, WarningGiven) and one.at >= since and is_task_word(one.fact, drives)
        for one in facts
    )


def got_up_at(facts: Iterable[Stamped], day: date) -> datetime | None:
    """When the person got up, as far as is known: their first sign of the morning.

    A score, an answer, a habit kept, sitting down: what nobody but they can bring about. A first
    sign after noon tells nothing, nor does one of the night before four.
    """
    signs = [
        one.at
        for one in facts
        if one.day == day
        and is_of_patient(one.fact)
        and not isinstance(one.fact, BY_ITSELF)
        and one.at.timetz().replace(tzinfo=None) >= MORNING_FROM
    ]
    first = min(signs, default=None)
    return first if first is not None and first.time() < UP_UNTIL else None


def morning_until(program: Program, got_up: datetime | None) -> datetime | None:
    """Until when bending waits this morning; None for whom it need not."""
    if got_up is None or program.presentation not in MORNING_PATTERNS:
        return None
    minutes = program.morning_minutes
    return got_up + timedelta(minutes=minutes) if minutes else None


def morning_words(minutes: int) -> str:
    """What is said once a morning (source: S29)."""
    length = {60: "an hour", 120: "two hours"}.get(minutes, f"{minutes} minutes")
    return (
        f"{AFTER_UP}, leave bending and lifting for later, for {length}. "
        "Kneel or squat if you must reach down."
    )


def early_words(until: datetime) -> str:
    """What comes before bending or lifting within that time."""
    return f"You have not been up for long. If it can wait until {until:%H:%M}, let it wait."


def morning_said(facts: Iterable[Stamped], day: date) -> bool:
    """Whether the word of the morning was said on this day."""
    return any(
        isinstance(one.fact, WarningGiven) and one.day == day and one.fact.text.startswith(AFTER_UP)
        for one in facts
    )
