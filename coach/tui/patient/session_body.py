"""What stands on the session's screen: the stage, the questions, and the words below them."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from coach.session.state import Phase
from coach.session.view import SessionView
from coach.tui.patient import words
from coach.tui.widgets.head_line import HeadLine
from coach.tui.widgets.pain_questions import PainQuestions
from coach.tui.widgets.plain import Plain
from coach.tui.widgets.stage import Stage, seconds_text

TIMED = (Phase.RUNNING, Phase.COUNTING_IN, Phase.PAUSED, Phase.INTERRUPTED)
"""Phases in which the seconds left mean something."""


def skip_label(view: SessionView) -> str:
    """What leaving out is called after "that hurts", so that it is not the next one that is meant.

    Empty elsewhere: then it has its usual label.
    """
    if view.phase is Phase.OFFERING_EASIER:
        return "Leave this out"
    if view.phase is Phase.OFFERING_STOP:
        return "On to the next" if view.next_name else "End here"
    return ""


class SessionBody(Vertical):
    """Draws a view of the session; knows nothing of what runs it."""

    DEFAULT_CSS = "SessionBody { height: 1fr; }"

    def __init__(self, always: Sequence[str]) -> None:
        """`always` are the forms of the sentence that never leaves the screen."""
        super().__init__()
        self._always = always
        self._said = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Plain(id="exercise")
            yield Plain(id="item")
        yield HeadLine("", always=self._always, id="set")
        yield Stage()
        yield PainQuestions()
        with Vertical(id="words"):
            yield Plain(fold=True, id="said")
            yield Plain(fold=True, id="hint")
            yield Plain(fold=True, id="stop-rule")
            yield Plain(fold=True, id="next")
            yield Plain(fold=True, id="listening")

    def on_mount(self) -> None:
        self.query_one(PainQuestions).display = False

    def draw(self, view: SessionView) -> None:
        """One picture of the session."""
        timed = view.phase in TIMED and view.seconds_left > 0
        number = seconds_text(view.seconds_left) if timed else ""
        self.query_one(Stage).show(view.word, number, working=view.working)
        self.query_one("#exercise", Plain).show(view.exercise or "On the way")
        self.query_one("#item", Plain).show(f"{view.item_no} of {view.items}")
        self.query_one("#set", HeadLine).show(words.set_text(view), "")
        self.hint(view.hint)
        self.query_one("#stop-rule", Plain).show(view.stop_rule)
        self._draw_said()
        self.query_one("#next", Plain).show(f"Next: {view.next_name}" if view.next_name else "")

    def said(self, text: str) -> None:
        """The last words that matter."""
        self._said = text
        self._draw_said()

    def _draw_said(self) -> None:
        """Nothing that stands below in the same words."""
        below = [self.query_one(one, Plain).text for one in ("#hint", "#stop-rule")]
        self.query_one("#said", Plain).show("" if self._said in below else self._said)

    def listens(self, text: str) -> None:
        """That it listens, or what it heard last; empty while it does not."""
        self.query_one("#listening", Plain).show(text)

    def hint(self, text: str) -> None:
        """The short line of the exercise, or what a key could not do."""
        self.query_one("#hint", Plain).show(text)

    def asks(self, phase: Phase) -> None:
        """The pain questions take the stage's place while they are asked."""
        questions = self.query_one(PainQuestions)
        self.query_one(Stage).display = not phase.asks_pain
        questions.display = phase.asks_pain
        if phase.asks_pain:
            questions.begin(leg_alone=phase is Phase.ASKING_REACH)
        elif questions.has_focus:
            self.screen.set_focus(None)
