"""What every screen shares, of the patient and of the therapist: title, trouble line, keys."""

from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.events import ScreenResume
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, WorkerState, WorkType

from coach.domain.errors import CoachError
from coach.domain.text import clean
from coach.tui.keys import besides, offered
from coach.tui.widgets.head_line import HeadLine
from coach.tui.widgets.key_line import KeyLine, Pair
from coach.tui.widgets.plain import Plain
from coach.workflows.registry import Entry, Place

ResultT = TypeVar("ResultT")
DoneT = TypeVar("DoneT")
TYPED_OVER = ("help", "quit")
"""Commands everywhere whose keys are letters like any other where text is typed."""
MOST_TOAST_CHARACTERS = 300
"""A toast is a glance; the whole text stands on the screen below it."""

LEFT_WITH_Q: list[BindingType] = [("q", "leave", "Back")]
LEFT_WITH: tuple[Pair, ...] = (("Esc q", "Back"),)
"""Of a screen that lies over others for a moment: `q` closes it, and never all that is below."""

WENT_WRONG = "Something here went wrong. What you did is kept. See: coach doctor"
"""What is said for a moment when work in the background met an error of ours."""
NOT_DONE = "Not done: the line at the top says why."
"""What a key that writes says where nothing can be written."""


def keep_worker_fault(app: Any, worker: Worker[Any]) -> bool:
    """Whether a worker failed without ending the screens; its error is then written down."""
    error = worker.error
    is_fault = worker.state is WorkerState.ERROR and not worker.exit_on_error
    if not is_fault or error is None or isinstance(error, CancelledError):
        return False  # What waited for the screens is broken off when they are left.
    app.keep_fault(error)
    return True


class FramedScreen(Screen[ResultT]):
    """Everything goes through workflows; what they refuse becomes one plain sentence."""

    place: ClassVar[Place] = Place.EVERYWHERE
    """Whose commands it offers."""
    quiet: ClassVar[bool] = False
    """Whether reminders wait and nothing is laid over it while it is open."""
    typing: bool = False
    """Whether keys go into a text at present."""
    asks_since: float = 0.0
    """From when on a key is meant for it, in seconds of Textual's clock; 0 when each one is."""
    heading: ClassVar[str] = ""
    more_keys: ClassVar[Sequence[Pair]] = ()
    """Keys of moving about, which are no commands: go on, back."""
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Back")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual has it
        (0, "-tiny"),
        (8, "-small"),
        (16, "-usual"),
        (34, "-tall"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._troubles: dict[str, str] = {}
        self._flows: dict[str, Worker[Any]] = {}
        self._toasted = False
        self._left_with: tuple[ResultT | None] | None = None

    @property
    def refusal(self) -> str:
        """Why nothing can be written at present, in one sentence; empty when it can."""
        return ""

    @property
    def always(self) -> Sequence[str]:
        """The forms of a sentence that never leaves the screen, the longest first."""
        return ()

    @on(ScreenResume)
    def _keep_new_styles(self, event: ScreenResume) -> None:
        """Opened just now, every widget has its style already: Textual would make all anew."""
        if not self.stack_updates:
            event.refresh_styles = False

    def on_screen_resume(self) -> None:
        """What was shown for a moment elsewhere must not lie over a question here."""
        if self.quiet:
            self.app.clear_notifications()
        if self._left_with is not None:
            self.dismiss(self._left_with[0])

    # --- keys that come faster than the screens

    @property
    def leads(self) -> bool:
        """Whether it leads from one screen to the next at present: its own keys then wait."""
        return any(not flow.is_finished for flow in self._flows.values())

    @property
    def takes_letters(self) -> bool:
        """Whether a letter may be a command here: not between two screens, nor ahead of a field."""
        return not (self.leads or (self.typing and self.focused is None))

    def ask_from_now_on(self) -> None:
        """It can be read now: what was typed before is no answer to it."""
        self.asks_since = Message().time

    def run_worker(
        self,
        work: WorkType[DoneT],
        name: str | None = "",
        group: str = "default",
        description: str = "",
        exit_on_error: bool = True,
        start: bool = True,
        exclusive: bool = False,
        thread: bool = False,
    ) -> Worker[DoneT]:
        """As Textual has it, but a second press never breaks off a flow that is under way.

        The screen that flow had opened would be left behind, and its answer would find nobody.
        """
        under_way = self._flows.get(group)
        if exclusive and not thread and under_way is not None and not under_way.is_finished:
            return under_way
        made = super().run_worker(
            work, name, group, description, exit_on_error, start, exclusive, thread
        )
        if not thread:
            self._flows[group] = made
        return made

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if keep_worker_fault(self.app, event.worker):
            self.toast(WENT_WRONG)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No command of its own while it leads: such a key was meant for the next screen."""
        return None if self.leads else super().check_action(action, parameters)

    def dismiss(self, result: ResultT | None = None) -> AwaitComplete:
        """Give the result back and close, once; below another screen when that has closed.

        Keys that were pressed ahead may answer twice, or on a screen that is gone already.
        """
        if self not in self.app.screen_stack:
            return AwaitComplete()
        if self.app.screen is not self:
            self._left_with = self._left_with or (result,)
            return AwaitComplete()
        return super().dismiss(result)

    # --- what it shows

    def compose(self) -> ComposeResult:
        self._take_size()
        yield HeadLine(f"coach   {self.heading}", self.heading, always=self.always, id="title")
        yield Plain(self._trouble_text(), fold=True, id="trouble")
        yield from self.compose_body()
        yield KeyLine(self.entries(), self.more_keys)

    def _take_size(self) -> None:
        """Take the classes of the terminal's size before there is a widget: Textual gives them
        once everything is laid out, and then every style is made anew."""
        width, height = self.app.size
        self.add_class(
            *self._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS),
            *self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS),
        )

    def compose_body(self) -> ComposeResult:
        """What stands between title and keys."""
        yield from ()

    def entries(self) -> list[Entry]:
        """The commands in the footer; minor ones and those of looks are in help and palette."""
        hidden = TYPED_OVER if self.typing else ()
        return [
            entry
            for entry in besides(offered(self.place), self.more_keys)
            if not (entry.key.startswith("ctrl+") or entry.minor or entry.id in hidden)
        ]

    def show_keys(self, more: Sequence[Pair] = ()) -> None:
        """Offer what can be pressed now."""
        self.query_one(KeyLine).show(self.entries(), more)

    @property
    def own_keys(self) -> Sequence[Pair]:
        """Its own keys that can be pressed now, for help; also while it is still being made."""
        lines = self.query(KeyLine)
        return lines.first().more if lines else self.more_keys

    def action_leave(self) -> None:
        """Back to where one came from; a screen that must not be left says so itself."""
        self.dismiss(None)

    @contextmanager
    def guarded(self, what: str = "act") -> Iterator[None]:
        """Turn an expected failure into the standing line; the next success of `what` clears it."""
        try:
            yield
        except CoachError as error:
            self.trouble(what, error.message)
        else:
            self.trouble(what, "")

    def trouble(self, what: str, text: str) -> None:
        """Keep a sentence standing, or take it away with empty text."""
        if self._troubles.get(what, "") == text:
            return
        self._troubles[what] = text
        # Not there yet before it is shown, and not any more while it is closed from outside.
        for line in self.query("#trouble").results(Plain):
            line.show(self._trouble_text())

    def _trouble_text(self) -> str:
        """Each once; not what another says too, with more words, such as what is kept."""
        texts = [text for text in dict.fromkeys([self.refusal, *self._troubles.values()]) if text]
        return "  ".join(
            text for text in texts if not any(text in other for other in texts if other != text)
        )

    def may_write(self) -> bool:
        """Whether facts can be written; why they cannot stands at the top all the time."""
        if self.refusal:
            self.toast(NOT_DONE)
        return not self.refusal

    def toast(self, text: str) -> None:
        """Show a line for a moment; never over a question, a number to call, or a session."""
        if getattr(self.app.screen, "quiet", True):
            return
        if self._toasted:
            self.app.clear_notifications()  # The same line is not shown twice.
        self._toasted = True
        self.app.notify(clean(text, limit=MOST_TOAST_CHARACTERS), markup=False)

    def on_screen_suspend(self) -> None:
        """What was said for a moment here says nothing on another screen."""
        if self._toasted:
            self._toasted = False
            self.app.clear_notifications()
