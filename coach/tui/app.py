"""The app: which screen comes first, and what works everywhere."""

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Event, Key

from coach.session.commands import Command
from coach.tui.commands import RegistryCommands
from coach.tui.keys import EMERGENCY_KEY, SCREEN_ONLY, bindings
from coach.tui.launch import (
    drop_textual_variables,
    exit_code,
    fault_text,
    leave_on_signals,
    tolerate_the_terminal,
)
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.emergency import EmergencyScreen
from coach.tui.patient.flow import Interlude
from coach.tui.patient.help import HelpScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.safety_list import go_through
from coach.tui.patient.session import SessionScreen
from coach.tui.patient.set_up import SetUpScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.themes import CALM, MEANINGS, THEMES, other
from coach.workflows.coach import Coach
from coach.workflows.registry import Place, entries
from coach.workflows.set_up import SetUpAnswers


class CoachApp(App[None]):
    """Holds the coach for its screens; every rule is in the workflows."""

    TITLE = "coach"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[Any] = {RegistryCommands}
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(entries(Place.EVERYWHERE)),
        *bindings([entry for entry in SCREEN_ONLY if entry.id != "palette"]),
        Binding("ctrl+q", "do_quit", "Quit", show=False, priority=True),
    ]
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(self, coach: Coach, start: Sequence[str] | None = None) -> None:
        super().__init__()
        self._start = start
        self.coach = coach
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = CALM

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return MEANINGS

    def on_mount(self) -> None:
        leave_on_signals(self._leave)
        if self.coach.set_up.needed:
            self.push_screen(SetUpScreen(self.coach), self._set_up)
        else:
            self.push_screen(TodayScreen(self.coach, self.coach.name, self._start))

    async def on_event(self, event: Event) -> None:
        """The emergency key comes first everywhere, also where text is typed."""
        if isinstance(event, Key) and event.character == EMERGENCY_KEY:
            event.stop()
            self.action_do_emergency()
        else:
            await super().on_event(event)

    def action_help_quit(self) -> None:
        """Ctrl+C is no way out by accident; say which key is."""
        self.notify("q is the key that ends or closes.", markup=False)

    def _leave(self, code: int) -> None:
        self.exit(return_code=code)

    def _set_up(self, answers: SetUpAnswers | None) -> None:
        name = answers.name if answers is not None else self.coach.name
        self._first_day(name)

    @work(group="flow")
    async def _first_day(self, name: str) -> None:
        """The whole safety list comes before the first day; left, it stays due."""
        ground = Interlude(self.coach)
        await self.push_screen(ground)
        with ground.guarded():
            await go_through(ground, self.coach, self.coach.safety.list_due())
        self.switch_screen(TodayScreen(self.coach, name))

    def _fatal_error(self) -> None:
        """One calm sentence and the place of the fault; what was on the screen stays private."""
        self.panic(Text(fault_text(self._exception)))

    def action_do_emergency(self) -> None:
        if not isinstance(self.screen, EmergencyScreen):
            self.push_screen(EmergencyScreen(self.coach), self._emergency_left)

    def _emergency_left(self, wants_questions: bool | None) -> None:
        if not wants_questions:
            return
        running = self._running_session()
        if running is not None:
            running.action_give(Command.RED_FLAG.value)
        else:
            self.push_screen(RedFlagScreen(self.coach), self._questions_answered)

    def _running_session(self) -> SessionScreen | None:
        for screen in self.screen_stack:
            if isinstance(screen, SessionScreen) and not screen.runner.state.phase.over:
                return screen
        return None

    def _questions_answered(self, locked: bool | None) -> None:
        if locked:
            self.push_screen(HoldScreen(self.coach))

    def action_do_help(self) -> None:
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.coach, self._place()))

    def _place(self) -> Place:
        screen: Any = self.screen
        return screen.place if isinstance(screen, CoachScreen) else Place.EVERYWHERE

    def action_do_quit(self) -> None:
        self.exit()

    def action_do_contrast(self) -> None:
        self.theme = other(self.theme)


def run_app(coach: Coach, *, mouse: bool = False, start: Sequence[str] | None = None) -> int:
    """Run the screens over `coach` until they are left; the exit code of the process.

    `start` opens straight into a session of these items, or of what is due when it is empty.
    128 plus the signal after SIGTERM and SIGHUP; the caller closes the coach.
    """
    drop_textual_variables()
    app = CoachApp(coach, start)
    tolerate_the_terminal(app)
    app.run(mouse=mouse)
    return exit_code(app.return_code)
