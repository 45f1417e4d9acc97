"""What every screen of the patient shares: the coach, its log and its voice."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from coach.session.cues import Cue, CueKind
from coach.tui.widgets.framed_screen import FramedScreen
from coach.workflows.coach import Coach
from coach.workflows.registry import Entry

ResultT = TypeVar("ResultT")


class CoachScreen(FramedScreen[ResultT]):
    """A screen over the coach."""

    led: ClassVar[bool] = False
    """Whether it watches the clock itself, cold and heat included."""
    in_session: ClassVar[bool] = False
    """Whether nobody is watched for sitting while it is open."""

    has_figures: ClassVar[bool] = True
    """Whether help says how a percentage comes about: not where nobody can have seen one."""

    def __init__(self, coach: Coach) -> None:
        super().__init__()
        self.coach = coach

    @property
    def refusal(self) -> str:
        """Why no fact can be written at present; empty when one can."""
        log = self.coach.log
        return "" if log.writable else log.refusal

    @property
    def always(self) -> Sequence[str]:
        """That nobody is alerted (contract 6.6)."""
        return self.coach.safety.flags.nobody_forms

    @property
    def runs(self) -> bool:
        """Whether a session goes on here."""
        return False

    @property
    def on_skin(self) -> str:
        """What a session that goes on here has to be taken off the skin; empty for nothing."""
        return ""

    def on_screen_resume(self) -> None:
        """What is to be taken off is read as well: a voice may be silent, or not be heard."""
        below = [screen for screen in self.app.screen_stack if screen is not self]
        words = (screen.on_skin for screen in below if isinstance(screen, CoachScreen))
        self.show_take_off(" ".join(filter(None, words)))

    def show_take_off(self, words: str) -> None:
        """What a session below has to be taken off the skin; empty for nothing."""
        self.trouble("pack", words)

    @property
    def covers_session(self) -> bool:
        """Whether it lies over a session that goes on, which `q` on it would cut off."""
        below = [screen for screen in self.app.screen_stack if screen is not self]
        return any(isinstance(screen, CoachScreen) and screen.runs for screen in below)

    def entries(self) -> list[Entry]:
        """Over a session nothing closes the coach: the way up and the last question would miss."""
        found = super().entries()
        return [entry for entry in found if entry.id != "quit"] if self.covers_session else found

    def stops_for_questions(self) -> bool:
        """Stop what runs here and ask the safety questions; False when nothing runs here."""
        return False

    def hurts(self) -> None:
        """Something hurts in what goes on here."""

    def wait_for_person(self) -> None:
        """What to do in an emergency is read: nothing here goes on, or answers itself, unasked."""

    def copy_if_due(self) -> None:
        """Have the log copied where that is due, on a thread."""
        copies = self.coach.copies
        if copies.begin():
            self.run_worker(copies.carry_out, thread=True, group="care", exit_on_error=False)

    def say(self, text: str) -> None:
        """Ask a question aloud as well."""
        self.coach.speaker.say(Cue(CueKind.QUESTION, text))
