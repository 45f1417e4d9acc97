"""What the day offers beside its program, in line mode: check-ins, lessons, body map, stage."""

from collections.abc import Callable
from functools import partial

from coach.cli.console import Console
from coach.cli.line_body import map_body
from coach.cli.line_check_up import check_up
from coach.cli.line_lesson import LessonMenu
from coach.cli.line_practice import practise_moving
from coach.cli.line_remote import choose_keys
from coach.cli.line_stage import show_stage
from coach.cli.line_tasks import announce_task
from coach.cli.line_therapist import TherapistMenu
from coach.cli.line_timer import run_timer
from coach.cli.line_voice import VoiceMenu
from coach.cli.line_week import show_week
from coach.cli.line_words import letter
from coach.workflows.registry import Place, entries


class CareMenu:
    """The letters beside those of the program itself."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._coach = console.coach
        self.actions: dict[str, Callable[[], None]] = {
            "more": self._more,
            "check_up": self._check_up,
            "first_aid": LessonMenu(console).first_aid,
            "lesson": LessonMenu(console).run,
            "body": self._body,
            "week": self._week,
            "stage": self._stage,
            "practice": self._practice,
            "therapist": TherapistMenu(console).run,
            "voice": VoiceMenu(console).run,
            "remote": partial(choose_keys, console),
            "timer": partial(run_timer, console),
            "task": partial(announce_task, console),
        }
        """By the id in the registry."""

    def _more(self) -> None:
        minor = [entry for entry in entries(Place.TODAY) if entry.minor]
        self._console.say(*(f"{letter(entry)}  {entry.label}: {entry.help}" for entry in minor))

    def _check_up(self) -> None:
        check_up(self._console)

    def _stage(self) -> None:
        show_stage(self._console)

    def _practice(self) -> None:
        practise_moving(self._console)

    def _week(self) -> None:
        show_week(self._console)

    def _body(self) -> None:
        map_body(self._console)
