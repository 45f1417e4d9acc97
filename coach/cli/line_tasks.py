"""A task of the day comes, in line mode: which one, and when."""

from coach.cli.console import Console, Question
from coach.cli.line_checkin import require_writable
from coach.domain.errors import InputError
from coach.workflows.tasks import MOST_MINUTES_AHEAD, Tasks

WHEN = Question("In how many minutes?", f"0 to {MOST_MINUTES_AHEAD}; Enter for now", "Enter: now")


def announce_task(console: Console) -> None:
    """Its word is said now, or before it begins. Raises as announcing does, and LeftOffError."""
    require_writable(console)
    tasks = console.coach.tasks
    console.coach.safety.require_free()
    names = ", ".join(task.id for task in tasks.known())
    chosen = console.ask(Question("Which task?", names), lambda text: _found(tasks, text))
    minutes = console.ask(WHEN, _minutes)
    console.say(*(cue.text for cue in tasks.announce(chosen, minutes)))


def _found(tasks: Tasks, text: str) -> str:
    """The id of a task by its id, name or kind, as in the shell. ValueError for none."""
    try:
        return tasks.find(text).id
    except InputError:
        raise ValueError from None


def _minutes(text: str) -> int:
    """A number of minutes; nothing is now. ValueError for everything else."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and int(text[:5]) <= MOST_MINUTES_AHEAD):
        raise ValueError
    return int(text)
