"""A running session: one word and the seconds, to be read from three metres.

The screen draws and hands keys to the runner; what is due when is the engine's affair.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Key

from coach.domain.errors import IllegalCommandError, LogError, SafetyHoldError
from coach.domain.outcomes import Reason
from coach.session.commands import Command, Given
from coach.session.cues import Cue, Priority
from coach.session.state import Phase, Step
from coach.session.view import SessionView
from coach.tui.keys import bindings, in_phase, key_of, own
from coach.tui.patient.session_body import SessionBody, skip_label
from coach.tui.patient.session_questions import ASKING_KEYS, SessionQuestions
from coach.tui.widgets.key_line import Pair
from coach.tui.widgets.pain_questions import PainQuestions
from coach.workflows.coach import Coach
from coach.workflows.hands_free import without_why
from coach.workflows.presses import STOP_KEY, Presses
from coach.workflows.registry import Entry, Place
from coach.workflows.run_session import TICK_SECONDS, SessionRunner

LEAVES_A_QUESTION = (Command.SCORED, Command.DONE, Command.SKIP, Command.END)
"""Commands that leave a pain question in the middle."""

UNSAVED_KEYS: tuple[Pair, ...] = (("q Esc", "Leave"),)
UNSAVED = "Not all of it is saved yet. When it is, this closes. Leave, and it waits."


class SessionScreen(SessionQuestions):
    """Draws the runner's view and gives it the keys."""

    CSS_PATH = "session.tcss"
    place = Place.SESSION
    quiet = True
    in_session = True
    led = True
    heading = "Session"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(own(Place.SESSION)),
        (STOP_KEY, "leave", "Where it does not pause"),
    ]

    def __init__(self, coach: Coach, runner: SessionRunner) -> None:
        super().__init__(coach, runner)
        self._drawn: SessionView | None = None
        self._presses = Presses(coach.remote.table, coach.clock.monotonic)

    def compose_body(self) -> ComposeResult:
        yield SessionBody(self.always)

    @property
    def _body(self) -> SessionBody:
        return self.query_one(SessionBody)

    def on_mount(self) -> None:
        self.app.clear_notifications()
        self.query_one(PainQuestions).hush = self.coach.speaker.stop
        self.coach.hands_free.begin()
        with self.guarded():
            self._show(self.runner.start())
        self._wake_for_next()
        self.set_interval(1, self.second)

    def on_unmount(self) -> None:
        """Closed from outside: what was done up to now is kept, and the session is over."""
        if not self.runner.state.phase.over:
            with self.guarded():
                self.runner.give(Given(Command.END, reason=Reason.OTHER))
        self.runner.leave()

    def on_screen_suspend(self) -> None:
        """Something else covers the session: it stands still meanwhile."""
        self._stand_still()

    def _wake_for_next(self) -> None:
        """Wake when the next cue is due, so that no count is late by a tick."""
        self.set_timer(self.runner.next_tick_seconds, self._woken)

    def _woken(self) -> None:
        try:
            self.tick()
        finally:
            self._wake_for_next()

    def tick(self) -> None:
        """Let the engine look at the clock; under another screen nothing is asked again aloud.

        That a pack is to come off is said again there too.
        """
        state, covered = self.runner.state, self.app.screen is not self
        if state.phase is Phase.READY or covered:
            self.coach.hands_free.rest()
        if state.phase is Phase.READY or (covered and not state.paused_with_pack):
            return
        self._show(self.runner.tick(TICK_SECONDS))
        if not (covered or self.runner.state.phase.over):
            self._listen()

    def second(self) -> None:
        """A yes to a safety question, given elsewhere, ends the session here as well."""
        if self.runner.state.phase.over:
            return
        if self._asks_list:
            self._ask_what_is_due()
        with self.guarded("requests"):
            self._show_cues(self.coach.requests.poll(safety_only=True))
        with self.guarded("safety"):
            if self.coach.safety.hold() is not None:
                self._halt()

    # --- what is heard

    def _listen(self) -> None:
        """Carry out what was heard, and show it."""
        questions, hands_free = self.query_one(PainQuestions), self.coach.hands_free
        hands_free.poll(self.runner.state, self, questions.choices, questions.free)
        questions.passes_no_on = hands_free.waits
        self._body.listens(hands_free.line)

    # --- keys

    def on_key(self, event: Key) -> None:
        """A remote, a pedal, any key: what is no command of its own pauses and goes on."""
        pressed = self._presses.press(key_of(event), self.runner.state.phase)
        if not pressed.taken:
            return
        event.stop()
        event.prevent_default()
        if pressed.given is not None:
            self._obey_button(pressed.given)

    def _obey_button(self, given: Given) -> None:
        """A button that leaves something out is not asked why: it has no key to say it."""
        if given.command is Command.SKIP and not self.runner.state.phase.asks_pain:
            self.give(without_why(given.command, self.runner.state))
        else:
            self._obey(given)

    def stops_for_questions(self) -> bool:
        runs = self.runs
        if runs:
            self.action_give(Command.RED_FLAG.value)
        return runs

    def action_give(self, command: str) -> None:
        """One key of the registry."""
        self._obey(Given(self._meant(Command(command))))

    def _obey(self, given: Given) -> None:
        if given.command is Command.NO and self.coach.hands_free.take_back(self.runner.state, self):
            self._listen()
        elif given.command is Command.RED_FLAG:
            self._something_new()
        elif self.runner.state.phase.asks_pain and given.command in LEAVES_A_QUESTION:
            self._leave_question(given)
        elif given.command is Command.SKIP:
            self._leave_out()
        elif given.command is Command.EASIER and not self._has_easier():
            self._body.hint("There is no easier form of this one. x leaves it out.")
        elif given.command is Command.NO and self.runner.state.phase.asks_pain:
            self.query_one(PainQuestions).answer(None)
        elif given.command is Command.END and self.runner.state.phase.over:
            self._leave()
        else:
            self.give(given)

    def action_do_how_long(self) -> None:
        """Says what is left, and shows it."""
        said = self.coach.hands_free.tell("how_long", self.runner.state)
        self._body.said(said)

    def _meant(self, command: Command) -> Command:
        """Space pauses, and goes on after a pause or an interruption."""
        waiting = (Phase.PAUSED, Phase.INTERRUPTED)
        if command is Command.PAUSE and self.runner.state.phase in waiting:
            return Command.RESUME
        return command

    def _has_easier(self) -> bool:
        block = self.runner.state.current_block
        return block is not None and block.easier is not None

    def give(self, given: Given) -> None:
        try:
            self._show(self.runner.give(given))
        except IllegalCommandError:
            self._body.hint("That key does nothing just now. The keys below do.")
        except LogError as error:
            self.trouble("log", error.message)
        except SafetyHoldError:
            self._halt()

    def action_leave(self) -> None:
        """Escape must not end a session by accident; one that is over it leaves."""
        if self.runner.state.phase.over:
            self._leave()
        else:
            self._body.hint("q ends the session. Space pauses.")

    # --- drawing

    def _show(self, step: Step) -> None:
        self._show_cues(step.cues)
        self.trouble("log", self.runner.trouble)
        self._draw(self.runner.view())
        phase = self.runner.state.phase
        if phase is Phase.HALTED or (phase is Phase.ENDED and not self.runner.trouble):
            self._leave()

    def _show_cues(self, cues: Sequence[Cue]) -> None:
        """The last words that matter; bare counts stand on the stage already."""
        spoken = [cue.text for cue in cues if cue.priority is not Priority.COUNT]
        if spoken:
            self._body.said(" ".join(spoken))

    def _draw(self, view: SessionView) -> None:
        if view == self._drawn:
            return
        phase_changed = self._drawn is None or view.phase is not self._drawn.phase
        self._drawn = view
        self._body.draw(view)
        if phase_changed:
            self._draw_phase(view.phase)

    def _draw_phase(self, phase: Phase) -> None:
        self.set_class(phase.asks_pain, "-asking")
        unsaved = phase.over and bool(self.runner.trouble)
        self.show_keys(UNSAVED_KEYS if unsaved else ASKING_KEYS.get(phase, ()))
        self._body.asks(phase)
        if unsaved:
            self._body.hint(UNSAVED)

    def entries(self) -> list[Entry]:
        """Only what the present phase knows; where it offers, `d` leaves out as `x` does."""
        phase = self.runner.state.phase
        without = (
            *(() if self._has_easier() else ("easier",)),
            *(("done",) if phase.offers else ()),
        )
        return in_phase(phase, without=without, skip=skip_label(self.runner.view()))
