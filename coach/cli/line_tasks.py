"""A task of the day comes, in line mode: which one, and when."""

from functools import partial

from coach.cli.console import Console, Question, read_minutes
from coach.cli.line_checkin import require_writable
from coach.domain.errors import InputError
from coach.workflows.requests import OFF
from coach.workflows.tasks import MOST_MINUTES_AHEAD, Tasks

WHEN = Question("In how many minutes?", f"0 to {MOST_MINUTES_AHEAD}; Enter for now", "Enter: now")


def announce_task(console: Console) -> None:
    """Its word is said now, or before it begins. Raises as announcing does, and LeftOffError."""
    tasks = console.coach.tasks
    console.coach.safety.require_free()
    require_writable(console)
    names, coming = ", ".join(task.id for task in tasks.known()), tasks.coming()
    if coming:
        names = f"{names}; {OFF} takes back: {', '.join(coming)}"
    chosen = console.ask(Question("Which task?", names), partial(_found, tasks, bool(coming)))
    if chosen == OFF:
        console.say(*(cue.text for cue in tasks.take_back()))
        return
    minutes = console.ask(WHEN, partial(read_minutes, (0, MOST_MINUTES_AHEAD), 0))
    console.say(*(cue.text for cue in tasks.announce(chosen, minutes)))


def _found(tasks: Tasks, may_take_back: bool, text: str) -> str:
    """The id of a task by its id, name or kind, as in the shell. ValueError for none."""
    if may_take_back and text.strip().lower() == OFF:
        return OFF
    try:
        return tasks.find(text).id
    except InputError:
        raise ValueError from None
