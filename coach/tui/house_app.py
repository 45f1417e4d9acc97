"""What both apps share: looks, the emergency key, leaving in order, and how a fault is told."""

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.events import Event, Key
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import Worker, WorkerFailed

from coach.tui.keys import EMERGENCY_KEY, SCREEN_ONLY, bindings
from coach.tui.launch import (
    FaultOnScreenError,
    drop_foreign_variables,
    exit_code,
    fault_text,
    leave_on_signals,
    thread_faults_kept,
    tolerate_the_terminal,
)
from coach.tui.themes import CALM, MEANINGS, THEMES, other
from coach.tui.widgets.framed_screen import FramedScreen, keep_worker_fault
from coach.tui.widgets.key_line import Pair
from coach.workflows.registry import Place, entries

if TYPE_CHECKING:
    from coach.tui.commands import RegistryCommands

LETTERS_EVERYWHERE = ("do_quit", "do_help")
"""Actions everywhere whose keys are letters that a text may hold."""


def _registry_commands() -> "type[RegistryCommands]":
    """What the palette offers, when it is opened."""
    from coach.tui.commands import RegistryCommands

    return RegistryCommands


class HouseApp(App[None]):
    """Knows no workflow; the patient's and the therapist's app say what its keys open."""

    TITLE = "coach"
    CSS_PATH: ClassVar[Any] = "app.tcss"
    COMMANDS: ClassVar[Any] = {_registry_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(entries(Place.EVERYWHERE)),
        *bindings([entry for entry in SCREEN_ONLY if entry.id != "palette"]),
        Binding("ctrl+q", "quit_at_once", "Quit", show=False, priority=True),
    ]
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"

    theme: Reactive[str] = Reactive(CALM)
    """From the first on: a theme that is set later has every style sheet read anew."""

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Ours alone."""
        return {theme.name: theme for theme in THEMES}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return MEANINGS

    def on_load(self) -> None:
        """Ask for the first screen ahead of every key, which all come later than this.

        While the app mounts, Textual draws each screen and shows none: it would be drawn twice.
        """
        self.call_later(self._open_first)

    def on_mount(self) -> None:
        leave_on_signals(self._leave)

    def on_resize(self) -> None:
        """Draw everything anew, also where the size is that of before: a window that was small for
        a moment has forgotten the rest, and Textual draws what changed."""
        self.refresh()

    def _open_first(self) -> None:
        self.open_first()
        self.call_after_refresh(gc.enable)  # Until here a start has put it off.

    def open_first(self) -> None:
        """Open the first screen."""

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """Screens that shine through the open one: none through one of ours.

        Textual counts the one below as seen whatever lies over it, and once that one changes it
        draws both for ever.
        """
        seen_through = self.screen_stack[-1].styles.background.a < 1
        return super()._background_screens if seen_through else []

    def place(self) -> Place:
        """Whose commands the open screen offers."""
        screen: Any = self.screen
        return screen.place if isinstance(screen, FramedScreen) else Place.EVERYWHERE

    def own_keys(self) -> Sequence[Pair]:
        """What the open screen offers besides commands."""
        screen: Any = self.screen
        return screen.own_keys if isinstance(screen, FramedScreen) else ()

    async def on_event(self, event: Event) -> None:
        """The emergency key comes first everywhere, also where text is typed."""
        if isinstance(event, Key) and event.character == EMERGENCY_KEY:
            event.stop()
            self.action_do_emergency()
        elif isinstance(event, Key) and self._comes_too_early(event):
            event.stop()
        else:
            await super().on_event(self.as_meant(event))

    def _comes_too_early(self, event: Key) -> bool:
        """Whether the key was pressed before its screen could be read."""
        screen: Any = self.screen
        return isinstance(screen, FramedScreen) and event.time < screen.asks_since

    def as_meant(self, event: Event) -> Event:
        """The event as the open screen is to see it."""
        return event

    def action_do_emergency(self) -> None:
        """Open the emergency screen."""
        raise NotImplementedError

    def action_do_help(self) -> None:
        """Open the help for the open screen."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A letter typed ahead of its field is no command that works everywhere."""
        if action in LETTERS_EVERYWHERE and len(self.screen_stack) > 1:
            screen: Any = self.screen
            if isinstance(screen, FramedScreen) and not screen.takes_letters:
                return None
        return super().check_action(action, parameters)

    def action_command_palette(self) -> None:
        """Open the palette once: Textual ends the app when it lies below another screen already."""
        if not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            super().action_command_palette()

    def action_do_quit(self) -> None:
        self.exit()

    def action_quit_at_once(self) -> None:
        """Leave whatever is open."""
        self.action_do_quit()

    def action_do_contrast(self) -> None:
        self.theme = other(self.theme)

    def action_help_quit(self) -> None:
        """Ctrl+C is no way out by accident; say which key is, in one line however often."""
        self.clear_notifications()
        self.notify("q is the key that ends or closes.", markup=False)

    def keep_fault(self, error: BaseException) -> None:
        """Write down an error of ours after which the screens go on."""
        raise NotImplementedError

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        keep_worker_fault(self, event.worker)

    @property
    def fault(self) -> BaseException | None:
        """What ended the screens and nobody foresaw; of a worker, what its work raised."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _leave(self, code: int) -> None:
        self.exit(return_code=code)

    def _fatal_error(self) -> None:
        """One calm sentence and the place of the fault; what was on the screen stays private."""
        self.panic(Text(fault_text(self.fault)))


def run(app: HouseApp, *, mouse: bool) -> int:
    """Run an app until it is left; the exit code of the process.

    128 plus the signal after SIGTERM and SIGHUP. Raises FaultOnScreenError, once the terminal is as
    it was, for an error of ours.
    """
    drop_foreign_variables()
    tolerate_the_terminal(app)
    with thread_faults_kept(app.keep_fault):
        app.run(mouse=mouse)
    if app.fault is not None:
        raise FaultOnScreenError from app.fault
    return exit_code(app.return_code)
