"""What every screen of the patient shares: the coach, its log and its voice."""

from typing import ClassVar, TypeVar

from coach.session.cues import Cue, CueKind
from coach.tui.widgets.framed_screen import FramedScreen
from coach.workflows.coach import Coach

ResultT = TypeVar("ResultT")


class CoachScreen(FramedScreen[ResultT]):
    """A screen over the coach."""

    led: ClassVar[bool] = False
    """Whether it watches the clock itself, cold and heat included."""
    in_session: ClassVar[bool] = False
    """Whether nobody is watched for sitting while it is open."""

    def __init__(self, coach: Coach) -> None:
        super().__init__()
        self.coach = coach

    @property
    def refusal(self) -> str:
        """Why no fact can be written at present; empty when one can."""
        log = self.coach.log
        return "" if log.writable else log.refusal

    def stops_for_questions(self) -> bool:
        """Stop what runs here and ask the safety questions; False when nothing runs here."""
        return False

    def may_write(self) -> bool:
        """Whether facts can be written; says why when they cannot."""
        if not self.coach.log.writable:
            self.toast(self.coach.log.refusal)
        return self.coach.log.writable

    def say(self, text: str) -> None:
        """Ask a question aloud as well."""
        self.coach.speaker.say(Cue(CueKind.QUESTION, text))
