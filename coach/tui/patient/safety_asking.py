"""What screens share that ask safety questions: a no counts when the question could be read."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.events import Resize

from coach.tui.patient.base import CoachScreen
from coach.tui.patient.first_read import FirstRead
from coach.tui.widgets.framed_screen import LEFT_WITH, LEFT_WITH_Q
from coach.tui.widgets.key_line import Pair
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach

READ_ON: Pair = ("↓", "Read on")


class SafetyAsking(CoachScreen[bool | None]):
    """Shows one question in a `.asking`, its words in a `.question` and a `.how` below them."""

    CSS_PATH = "asking.tcss"
    quiet = True
    BINDINGS: ClassVar[list[BindingType]] = [
        ("y", "answer(True)", "Yes"),
        ("n", "answer(False)", "No"),
        *LEFT_WITH_Q,
    ]
    more_keys: ClassVar[Sequence[Pair]] = (("n", "No"), ("y", "Yes"), *LEFT_WITH)

    def __init__(self, coach: Coach) -> None:
        super().__init__(coach)
        self.first_read = FirstRead(coach.clock.monotonic, self._came_early)

    def action_answer(self, answer: bool) -> None:
        """The person has answered."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.watch(self.query_one(".asking"), "scroll_y", self._look, init=False)

    def on_screen_resume(self) -> None:
        """Also after another screen lay over it."""
        self.question_changed()

    def on_resize(self, event: Resize) -> None:
        self.question_changed()

    def question_changed(self) -> None:
        """Other words are about to be seen."""
        self.first_read.hidden()
        self.query_one("#early", Plain).show("")
        self.call_after_refresh(self._place)

    def _came_early(self) -> None:
        """A no came before the question could be read."""
        self.query_one("#early", Plain).show(self.first_read.said_early)

    def _place(self) -> None:
        """The question's first word stands at the top where not all of it can be seen."""
        scroll = self.query_one(".asking", VerticalScroll)
        begin = self.query_one(".question").virtual_region.y
        fits = self._end_of_question <= scroll.size.height
        scroll.scroll_to(y=0 if fits else begin, animate=False, force=True, immediate=True)
        self.first_read.shown()
        self._look()

    @property
    def _end_of_question(self) -> int:
        """The row below its last word, and below how to find out."""
        words = [one for one in self.query(".question, .how").results(Plain) if one.text]
        return max((one.virtual_region.bottom for one in words), default=0)

    def _look(self) -> None:
        """Whether the end of the question is in view, or was."""
        scroll = self.query_one(".asking", VerticalScroll)
        if scroll.scroll_offset.y + scroll.size.height >= self._end_of_question:
            self.first_read.saw_end()
        on = () if self.first_read.end_seen else (READ_ON,)
        self.show_keys((*on, *self.answer_keys()))

    def answer_keys(self) -> Sequence[Pair]:
        """What may be pressed under the question that stands."""
        return self.more_keys
