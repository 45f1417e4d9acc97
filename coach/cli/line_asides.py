"""What leads away from a session in lines and back: leaving out, something new, a lock."""

import contextlib
from collections.abc import Iterator

from coach.cli.console import IDLE_SECONDS, Console, LeftOffError, hold_lines
from coach.cli.line_checkin import ask_reason, list_is_clear, say_talk_first
from coach.cli.line_input import EndOfInputError
from coach.cli.line_list import SafetyList
from coach.cli.line_words import hint
from coach.domain.safety_rhythm import Due
from coach.session.commands import Command, Given
from coach.session.state import Phase, Step
from coach.workflows.run_session import SessionRunner
from coach.workflows.safety import COMES_FIRST, IF_WRONG, Hold


class SessionAsides:
    """A conversation over a running session; how a command is given is the session's affair."""

    def __init__(self, console: Console, runner: SessionRunner) -> None:
        self._console = console
        self._runner = runner
        self._hands_free = console.coach.hands_free
        self._pace = runner.state.pace

    def _give(self, given: Given) -> None:
        """Give the session a command, and show what comes of it."""
        raise NotImplementedError

    def _show(self, step: Step) -> None:
        """Show where the session stands, and the cues as they come."""
        raise NotImplementedError

    def _say_what_stands(self) -> None:
        """Show the question that stands once more."""
        raise NotImplementedError

    @property
    def _phase(self) -> Phase:
        return self._runner.state.phase

    def _stand_still(self) -> None:
        if self._phase in (Phase.RUNNING, Phase.COUNTING_IN):
            self._give(Given(Command.PAUSE))

    @contextlib.contextmanager
    def _aside(self) -> Iterator[None]:
        """While something else is asked: that a pack is to come off is said again all the same."""
        before = self._console.idle

        def idle() -> None:
            before()
            if self._runner.state.paused_with_pack:
                self._show(self._runner.tick(IDLE_SECONDS * self._pace))

        self._console.idle = idle
        try:
            yield
        finally:
            self._console.idle = before

    def _leave_out(self) -> None:
        """Stand still, ask why, then leave it out.

        The time that takes is none of the question that stands: the reason would else reach the
        exercise after it.
        """
        self._hands_free.rest()
        self._stand_still()
        shown = self._console.emergencies
        try:
            with self._aside():
                reason = ask_reason(self._console)
        except LeftOffError:
            reason = None
        if self._console.emergencies > shown:
            self._give(Given(Command.EMERGENCY))
        else:
            self._runner.waits_anew()
        if reason is None:
            self._console.say(hint(self._runner.state))
        else:
            self._give(Given(Command.SKIP, reason=reason))

    def _something_new(self) -> None:
        """Stand still and ask the safety questions; the first yes that locks ends it at once.

        Another yes ends it as well: whoever feels something new talks to the therapist first. So
        does a list that is left, which comes first then. Only a no to every question goes on.
        """
        self._console.coach.speaker.stop()
        self._hands_free.rest()
        self._stand_still()
        items = self._console.coach.safety.flags.items
        asked = SafetyList(self._console, items)
        answers: Hold | bool | None
        try:
            with self._aside():
                answers = asked.ask()
        except LeftOffError:
            answers = asked.something_new or None
        if isinstance(answers, Hold):
            self._halt(answers)
        elif answers is None:
            self._console.say(COMES_FIRST, IF_WRONG)
            self._give(Given(Command.END))
        elif answers:
            say_talk_first(self._console)
            self._give(Given(Command.END))
        else:
            self._listed()

    def _ask_list(self, due: Due) -> None:
        """A jump in pain, or further down the leg: the whole list is asked at once.

        Only a no to every question lets the session go on.
        """
        self._hands_free.rest()
        try:
            clear = list_is_clear(self._console, due)
        except (LeftOffError, EndOfInputError):
            clear = False
        hold = self._console.coach.safety.hold()
        if hold is not None:
            self._halt(hold)
        elif not clear:
            self._give(Given(Command.END))
        else:
            self._listed()

    def _listed(self) -> None:
        """A no to all of the safety list: where the session stands is shown again."""
        self._give(Given(Command.LISTED))
        self._say_what_stands()

    def _halt(self, hold: Hold) -> None:
        self._give(Given(Command.RED_FLAG))
        self._console.say(*hold_lines(hold), *filter(None, [self._runner.way_up]))
