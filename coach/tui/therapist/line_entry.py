"""A line is typed: completed from the catalogue, its fault said below it as it is typed."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input
from textual.widgets.input import Selection

from coach.tui.widgets.plain import Plain
from coach.tui.widgets.plain_input import PlainInput

Complete = Callable[[str], list[str]]
"""The line with its last word completed, best first."""
Fault = Callable[[str], str]
"""Says in one sentence why a line cannot be taken; empty when it can."""
Outcome = Callable[[str], str]
"""Says what a line that can be taken would make of the program."""
MOST_HINTS = 6


class LineSuggester(Suggester):
    """Shows the best completion behind the cursor."""

    def __init__(self, complete: Complete) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        if not value or value.endswith(" "):
            return None
        found = (line for line in self._complete(value) if line.startswith(value))
        return next((line for line in found if line != value), None)


class LineInput(PlainInput):
    """An input whose Tab takes the completion, as the right arrow does."""

    BINDINGS = [Binding("tab", "complete", "Complete", show=False)]  # noqa: RUF012 - as Textual

    def __init__(self, complete: Complete) -> None:
        super().__init__(suggester=LineSuggester(complete), select_on_focus=False)
        self._complete = complete

    def action_complete(self) -> None:
        """The best completion in the place of the last word, and a space behind it."""
        found = [line for line in self._complete(self.value) if line != self.value]
        if found and not self.value.endswith(" "):
            self.value = f"{found[0].rstrip()} "
            self.cursor_position = len(self.value)


class LineEntry(Vertical):
    """What is asked, the input, and below it the fault or what may come."""

    DEFAULT_CSS = """
    LineEntry { height: auto; display: none; background: $panel; padding: 0 1; }
    LineEntry.-open { display: block; }
    LineEntry .fault { color: $alarm; }
    LineEntry .hints { color: $calm-text; }
    LineEntry .asked { text-style: bold; }
    """

    @dataclass
    class Taken(Message):
        """A line without a fault was entered."""

        line: str

    class Resized(Message):
        """It needs another number of rows than before."""

    def __init__(self, complete: Complete) -> None:
        super().__init__()
        self._complete = complete
        self._fault: Fault = lambda line: ""
        self._outcome: Outcome | None = None

    @property
    def is_open(self) -> bool:
        """Whether a line is being typed."""
        return self.has_class("-open")

    def on_resize(self) -> None:
        self.post_message(self.Resized())

    def compose(self) -> ComposeResult:
        yield Plain(classes="asked")
        yield LineInput(self._complete)
        yield Plain(fold=True, classes="fault")
        yield Plain(fold=True, classes="outcome")
        yield Plain(fold=True, classes="hints")

    def ask(
        self,
        asked: str,
        value: str,
        fault: Fault,
        mark: tuple[int, int] | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        """Begin with `value`; `mark` is what the first key typed replaces."""
        self._fault, self._outcome = fault, outcome
        self.query_one(".asked", Plain).show(asked)
        self.add_class("-open")
        line = self.query_one(LineInput)
        line.value = value
        line.selection = Selection(*(mark or (len(value), len(value))))
        line.focus()
        # The beginning of a long line is what is changed most.
        self.call_after_refresh(line.scroll_home, animate=False)
        self._explain(value)

    def close(self) -> None:
        """Nothing is typed any more."""
        self.remove_class("-open")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._explain(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        line = event.value.strip()
        fault = self._fault(line)
        self.query_one(".fault", Plain).show(fault)
        if not fault:
            self.close()
            self.post_message(self.Taken(line))

    def _explain(self, value: str) -> None:
        if not self.is_open:
            return
        line = value.strip()
        words = [found.split()[-1] for found in self._complete(value) if found.split()]
        begun = bool(words) and not value.endswith(" ") and line.split()[-1:] != words[:1]
        # A word that is still being typed is no fault yet.
        fault = self._fault(line) if line and not begun else ""
        told = self._outcome if line and not begun and not fault else None
        self.query_one(".fault", Plain).show(fault)
        self.query_one(".outcome", Plain).show(told(line) if told is not None else "")
        hints = "  ".join(dict.fromkeys(words[:MOST_HINTS])) if line else ""
        self.query_one(".hints", Plain).show(hints)
