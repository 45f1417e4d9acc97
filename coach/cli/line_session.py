"""A running session as plain lines: one turn looks for a line typed, then at the clock."""

import contextlib

from coach.cli.console import Console
from coach.cli.line_input import EndOfInputError, StoppedError, is_emergency
from coach.cli.line_questions import SessionQuestions
from coach.cli.line_words import (
    help_lines,
    hint,
    is_hint,
    letter,
    session_letters,
    session_words,
    state_line,
)
from coach.domain.errors import IllegalCommandError, LogError, SafetyHoldError
from coach.session.commands import Command, Given
from coach.session.state import Phase, Step
from coach.workflows.presses import Presses
from coach.workflows.registry import Entry, Place
from coach.workflows.run_session import LEAST_TICK_SECONDS, TICK_SECONDS, SessionRunner

FLOWING = (Phase.READY, Phase.RUNNING, Phase.COUNTING_IN)
"""Phases in which time passes by itself and no question stands."""

HOW_TO_PAUSE = "Enter or p pauses and goes on. h: that hurts. ? shows every letter."
STANDS_OR_GOES = (Phase.RUNNING, Phase.COUNTING_IN, Phase.PAUSED, Phase.INTERRUPTED)
"""Phases in which Enter alone pauses or goes on."""

TURNS = (Command.PAUSE, Command.HURTS, Command.RED_FLAG)
"""After these another question comes than a line that was kept was meant for."""

GOES_ON = {Phase.ASKING_PAIN: ("q", "r"), Phase.ASKING_REACH: ("q", "r", "d", "x")}
"""What is no answer to a pain question but a command."""

SAFETY_SECONDS = 1.0
"""How often it is looked whether coaching was locked from elsewhere."""


class LedSession(SessionQuestions):
    """Leads through one session until it is over."""

    def __init__(self, console: Console, runner: SessionRunner) -> None:
        super().__init__(console, runner)
        self._letters, self._words = session_letters(), session_words()
        self._presses = Presses(console.coach.remote.table, console.coach.clock.monotonic)
        self._shown: tuple[Phase, int, int] | None = None
        self._trouble = ""
        self._watched = console.coach.clock.monotonic()
        self._tick_seconds = max(LEAST_TICK_SECONDS, TICK_SECONDS / self._pace)

    def run(self) -> None:
        """Start and lead to the end.

        A stop, a hold and a reader that went away end the session in order, then go on up.
        """
        self._hands_free.begin()
        try:
            self._show(self._runner.start())
            if self._console.live:
                self._console.say(HOW_TO_PAUSE)
            while not self._phase.over:
                self._turn()
        except (StoppedError, SafetyHoldError, BrokenPipeError):
            self._end_in_order()
            raise
        finally:
            self._runner.leave()
            self._hands_free.end()

    def _turn(self) -> None:
        self._console.say(*self._console.coach.notices.take())
        self._watch_safety()
        if self._phase.over:
            return
        seconds = max(LEAST_TICK_SECONDS, self._runner.next_tick_seconds / self._pace)
        text = self._console.take(seconds, asking=self._asking)
        try:
            if text is not None:
                self._hear(text)
            elif self._alone():
                self._give(Given(Command.END))
        except EndOfInputError:
            self._give(Given(Command.END))
        if not self._phase.over:
            self._show(self._runner.tick(self._tick_seconds * self._pace))
        self._listen()

    @property
    def _asking(self) -> bool:
        return self._phase not in FLOWING and self._phase is not Phase.PAUSED

    def _alone(self) -> bool:
        """Whether nobody can answer any more: nothing is counted for an empty room.

        A rehearsal runs on until something is asked; its answers were known beforehand.
        """
        if self._asking:
            return self._console.ended
        return self._console.closed and (self._phase is Phase.PAUSED or self._pace == 1)

    def _hear(self, text: str) -> None:
        word = text.lower()
        word = word.rstrip("!. ") or word  # In a fright people type "ouch!"
        word = self._words.get(word, word)
        if word == "n" and self._hands_free.take_back(self._runner.state, self):
            self._listen()
        elif is_emergency(word):
            self._emergency()
        elif word == "?":
            self._console.say(*help_lines(Place.SESSION), hint(self._runner.state))
        elif self._phase.asks_pain and not self._goes_on(word):
            self._take_score(text)
        elif not word and self._console.live and self._phase in STANDS_OR_GOES:
            self._press_enter()
        elif word in self._letters and not self._waits(word):
            self._obey(self._letters[word])
        elif self._asking or not self._console.keep(text):
            self._refuse()

    def _goes_on(self, word: str) -> bool:
        """Whether it is no answer to the pain question that stands but a command."""
        entry = self._letters.get(word)
        return entry is not None and letter(entry) in GOES_ON[self._phase]

    def _press_enter(self) -> None:
        """Enter alone pauses and goes on; twice quickly, or held down, it hurts."""
        pressed = self._presses.press("space", self._phase)
        if pressed.given is not None:
            self._give(pressed.given)

    def _waits(self, word: str) -> bool:
        """An empty line of a pipe answers the next question; a person pauses with it."""
        return not word and not self._asking and not self._console.live

    def _obey(self, entry: Entry) -> None:
        command = entry.command
        if command in TURNS:
            self._console.drop_kept()
        if command is Command.RED_FLAG:
            self._something_new()
        elif command is Command.SKIP and not self._phase.knows_why:
            self._leave_out()
        elif command is Command.PAUSE and self._phase in (Phase.PAUSED, Phase.INTERRUPTED):
            self._give(Given(Command.RESUME))
        elif command is not None:
            self._give(Given(command))
        elif entry.id == "how_long":
            self._console.say(self._hands_free.tell(entry.id, self._runner.state))

    def _give(self, given: Given) -> None:
        try:
            self._show(self._runner.give(given))
        except IllegalCommandError:
            self._refuse()
        except LogError as error:
            self._console.say(f"The log cannot be written. {error.message}")

    def _refuse(self) -> None:
        self._console.say(f"Please answer: {hint(self._runner.state)}.")

    def _emergency(self) -> None:
        """Show the number, which comes first, and stand still; how it goes on is the last line."""
        self._console.emergency()
        shown = self._shown
        self._give(Given(Command.EMERGENCY))
        if self._shown == shown:
            self._say_what_stands()

    def _watch_safety(self) -> None:
        """Once a second: a yes to a safety question, given elsewhere, ends the session as well."""
        coach = self._console.coach
        now = coach.clock.monotonic()
        if self._phase.over or now - self._watched < SAFETY_SECONDS:
            return
        self._watched = now
        # The runner tells that the log fails; this is tried again.
        with contextlib.suppress(LogError):
            self._console.say(*(cue.text for cue in coach.requests.poll(safety_only=True)))
        try:
            hold = coach.safety.hold()
        except LogError:
            return
        if hold is not None:
            self._halt(hold)
        elif self._asks_list:
            self._ask_what_is_due()

    def _show(self, step: Step) -> None:
        """Where the session stands now, when that has changed, and the cues as they come."""
        state = step.state
        key = (state.phase, state.block, state.step)
        changed, entered = key != self._shown, self._shown is None or self._shown[0] != key[0]
        self._shown = key
        line = state_line(state) if changed else ""
        words = [cue.text for cue in step.cues]
        self._console.say(*([*words, line] if is_hint(state) else [line, *words]))
        if entered and state.phase.asks_pain:
            self._begin_questions(state.phase)
        self._tell_trouble()

    def _tell_trouble(self) -> None:
        """Looked at with every step: what one could not write the very next may have written."""
        if self._trouble and not self._runner.trouble:
            self._console.say("All is saved again.")
        self._trouble = self._runner.trouble

    def _end_in_order(self) -> None:
        """End and say so; facts are on disk before words meet a terminal that may be gone."""
        with contextlib.suppress(OSError):
            if not self._phase.over:
                self._give(Given(Command.END))
