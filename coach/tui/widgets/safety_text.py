"""What to do in an emergency: the number first, large; then what to do, say and know."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from coach.tui.widgets.plain import Plain
from coach.tui.widgets.stage import big_lines

_INDENT = "  "
READ_ON = ("↑↓", "Read on")
"""The keys that show what a low screen has no room for."""
NUMBER_COLUMNS, NUMBER_ROWS = 74, 7
ROWS_BELOW = 4
"""Rows that the number leaves for what to do first."""


class SafetyText(VerticalScroll):
    """The advice of one tier with the numbers to call."""

    DEFAULT_CSS = """
    SafetyText { height: 1fr; padding: 1 2 0 2; }
    SafetyText #number { color: $alarm; text-style: bold; }
    SafetyText #first { text-style: bold; margin-top: 1; }
    SafetyText .line { margin-top: 1; }
    SafetyText #locked-small { display: none; }
    """

    def __init__(
        self,
        *,
        number: str,
        number_large: bool,
        therapist_phone: str,
        first: str,
        say: str,
        after: str,
        why: str,
        questions: tuple[str, ...] = (),
        locked: str = "",
        way_up: str = "",
    ) -> None:
        """`locked` stands here where the screen has no room for it below."""
        super().__init__()
        self._number = number
        self._large = number_large
        self._phone = therapist_phone
        self._first = first
        self._lines = (say, after, why)
        self._questions = questions
        self._locked = locked
        self._way_up = way_up

    def compose(self) -> ComposeResult:
        yield Plain(self._number_text(), id="number")
        yield Plain(self._first, id="first")
        yield Plain(self._way_up, fold=True, id="way-up", classes="line")
        yield Plain(self._locked, fold=True, id="locked-small", classes="line")
        say, after, why = self._lines
        yield Plain("\n".join(filter(None, [say, after])), fold=True, classes="line")
        if self._phone:
            yield Plain(f"Your therapist: {self._phone}", classes="line")
        if self._questions:
            asked = "\n".join(f"{_INDENT}• {question}" for question in self._questions)
            yield Plain(f"You said yes to:\n{asked}", classes="line")
        yield Plain(why, fold=True, classes="line")

    def take_off(self, words: str) -> None:
        """What lies on the skin comes off: directly below the number, and no room is lost."""
        self.query_one("#first", Plain).show("\n".join(filter(None, [words, self._first])))

    def _number_text(self) -> str:
        if not self._large:
            return f"Emergency number: {self._number}"
        width, height = self.size
        columns, rows = min(NUMBER_COLUMNS, width), min(NUMBER_ROWS, height - ROWS_BELOW)
        return "\n".join(big_lines([self._number], columns, rows))

    def on_resize(self) -> None:
        """The largest digits that can be seen whole."""
        self.query_one("#number", Plain).show(self._number_text())
