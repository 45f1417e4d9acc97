"""What leads away from a running session and back: leaving something out, something new, a lock."""

from enum import StrEnum

from textual import work

from coach.domain.outcomes import Reason
from coach.domain.safety_rhythm import Due
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.choices import leave_out
from coach.tui.patient.red_flags import RedFlagScreen, left_before_end, talk_first
from coach.tui.patient.session_body import SessionBody
from coach.tui.widgets.key_line import Pair
from coach.workflows.coach import Coach
from coach.workflows.run_session import SessionRunner

NOT_KEPT_KEYS: tuple[Pair, ...] = (("q Esc", "Leave without saving"),)
NOT_KEPT = "It cannot be kept for later either. Make room on the disk: then it is saved."

END_SESSION = "End session"
LEAVING = "Esc ends the session; the list then stays due."


class Ending(StrEnum):
    """How the screen was left."""

    OVER = "over"
    RED_FLAG = "red_flag"


class SessionAsides(CoachScreen[Ending]):
    """A screen over a running session; how a command is given is the session screen's affair."""

    def __init__(self, coach: Coach, runner: SessionRunner) -> None:
        super().__init__(coach)
        self.runner = runner
        self._not_kept = False
        """Whether it was told that what is not saved is lost to who leaves now."""

    def give(self, given: Given) -> None:
        """Give the session a command, and show what comes of it."""
        raise NotImplementedError

    def _leave(self) -> None:
        """What is not saved waits beside the log; where that is refused too, it is told first."""
        if not self.is_current:
            return
        kept, halted = self.runner.leave(), self.runner.state.phase is Phase.HALTED
        if kept or halted or self._not_kept:
            self.dismiss(Ending.RED_FLAG if halted else Ending.OVER)
            return
        self._not_kept = True
        self.show_keys(NOT_KEPT_KEYS)
        self.query_one(SessionBody).hint(NOT_KEPT)

    def on_screen_resume(self) -> None:
        """What covered the session is gone: the question that stands waits as long as at first."""
        self.runner.waits_anew()

    @property
    def runs(self) -> bool:
        return not self.runner.state.phase.over

    def hurts(self) -> None:
        self.give(Given(Command.HURTS))

    def wait_for_person(self) -> None:
        if self.runs and self.runner.state.phase is not Phase.READY:
            self.give(Given(Command.EMERGENCY))

    @property
    def on_skin(self) -> str:
        return self.runner.take_off

    def _stand_still(self) -> None:
        if self.runner.state.phase in (Phase.RUNNING, Phase.COUNTING_IN):
            self.give(Given(Command.PAUSE))

    def _leave_out(self) -> None:
        """After "that hurts" the reason is known; else it is asked with one key."""
        phase = self.runner.state.phase
        if phase.knows_why:
            self.give(Given(Command.SKIP, reason=Reason.PAIN))
        elif phase is Phase.ASKING_PAIN or phase.over:
            self.query_one(SessionBody).hint("Answer the question first, or q to end.")
        else:
            block = self.runner.state.current_block  # It has a name on the way there too.
            name = block.exercise.name if block is not None else "this one"
            self.app.push_screen(leave_out(self.coach, name), self._left_out)

    def _left_out(self, reason: Reason | None) -> None:
        if reason is not None:
            self.give(Given(Command.SKIP, reason=reason))

    def _something_new(self) -> None:
        """Stand still in silence and ask the safety questions.

        Whoever feels something new talks to the therapist first; a list that is left comes first.
        """
        self.coach.speaker.stop()
        self._stand_still()
        asked = RedFlagScreen(self.coach, leaving=END_SESSION)
        self._go_through(asked, something_new=True)

    def ask_list(self, due: Due) -> None:
        """A jump in pain, or further down the leg: the whole list is asked at once.

        Only a no to every question lets the session go on.
        """
        why = " ".join((*due.words, LEAVING))
        asked = RedFlagScreen(self.coach, why=why, first=due.first_item, leaving=END_SESSION)
        self._go_through(asked, something_new=False)

    @work(exclusive=True, group="list")
    async def _go_through(self, asked: RedFlagScreen, *, something_new: bool) -> None:
        """Ask; a yes that locks halts the session, what is new or not answered ends it."""
        locked = await self.app.push_screen_wait(asked)
        if locked:
            self._halt()
            return
        if asked.something_new:
            await self.app.push_screen_wait(talk_first(self.coach))
            locked = None
        elif something_new and locked is None:
            await self.app.push_screen_wait(left_before_end(self.coach))
        if self.runner.state.phase.over:
            return
        if locked is None:
            self.give(Given(Command.END, reason=Reason.OTHER))
        else:
            self.give(Given(Command.LISTED))

    def _halt(self) -> None:
        if not self.runner.state.phase.over:
            self.give(Given(Command.RED_FLAG))
