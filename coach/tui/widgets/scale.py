"""The answers of a pain question as pictures: a row of boxes for a score, a ladder for reach.

Nothing is chosen until the person chooses: there is no default.
"""

from textwrap import wrap

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from coach.domain.check_in import REACHES, SCORES, Asking
from coach.domain.text import clean_line

NO_PAIN, WORST_PAIN = "no pain", "worst pain"
"""What the ends of a pain scale mean."""
MOST_END = 120
"""Characters of what one end means: as much as a questionnaire's file may say."""
_BOX = 6
"""Columns of one box."""
_LADDER = {
    "none": "nowhere",
    "back": "in the back only",
    "buttock": "down to the buttock",
    "thigh": "down to the thigh",
    "knee": "down to the knee",
    "calf": "down to the calf",
    "foot": "down to the foot",
}


def score_lines(
    chosen: int | None, width: int, low: str = NO_PAIN, high: str = WORST_PAIN
) -> list[str]:
    """Eleven boxes, the chosen one with a double rim; one plain row where boxes do not fit.

    `low` and `high` say what the two ends mean.
    """
    count = len(SCORES)
    if width < count * _BOX:
        marked = [f"[{s}]" if n == chosen else f" {s} " for n, s in enumerate(SCORES)]
        return ["".join(marked), *_narrow_ends(low, high, width)]
    rims = [
        ("╔════╗", "║", "╚════╝") if n == chosen else ("┌────┐", "│", "└────┘")
        for n in range(count)
    ]
    room = count * _BOX
    apart = len(low) + len(high) < room - 1
    below = [*wrap(low, room), *(line.rjust(room) for line in wrap(high, room))]
    ends = [low + high.rjust(room - len(low))] if apart else below
    return [
        "".join(rim[0] for rim in rims),
        "".join(f"{rim[1]}{score:^4}{rim[1]}" for rim, score in zip(rims, SCORES, strict=True)),
        "".join(rim[2] for rim in rims),
        *ends,
    ]


def _narrow_ends(low: str, high: str, width: int) -> list[str]:
    text = f"0 is {low}, 10 is {high}" if low and high else low or high
    return wrap(text, max(10, width))


def reach_lines(chosen: int | None) -> list[str]:
    """Seven rungs; the further down the leg, the longer the bar."""
    lines = []
    for n, word in enumerate(REACHES):
        mark = "▶" if n == chosen else " "
        lines.append(f"{mark} {n}  {word:<8} {'━' * (2 * n):<12}  {_LADDER[word]}")
    return lines


class Scale(Widget):
    """The choices of one question."""

    DEFAULT_CSS = """
    Scale { height: auto; width: auto; color: $primary; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._asking = Asking.BACK
        self._low, self._high = NO_PAIN, WORST_PAIN
        self.chosen: int | None = None

    def ask(self, asking: Asking) -> None:
        """Show the choices of another question, none of them chosen."""
        self._show(asking, NO_PAIN, WORST_PAIN, None)

    def ask_score(self, low: str, high: str, chosen: int | None = None) -> None:
        """Show 0 to 10 with the meaning of its ends; `chosen` was answered before."""
        self._show(Asking.BACK, low, high, chosen)

    def _show(self, asking: Asking, low: str, high: str, chosen: int | None) -> None:
        # A questionnaire's words may be anybody's; what is drawn here is no widget of plain text.
        self._low, self._high = (clean_line(end, limit=MOST_END) for end in (low, high))
        self._asking = asking
        self.chosen = chosen
        self.refresh(layout=True)

    def move(self, by: int) -> None:
        """Choose the next or the last choice; the first press goes to the beginning."""
        count = len(REACHES if self._asking is Asking.REACH else SCORES)
        now = -1 if self.chosen is None and by > 0 else self.chosen or 0
        self.chosen = max(0, min(count - 1, now + by))
        self.refresh()

    def lines(self) -> list[str]:
        """The picture."""
        if self._asking is Asking.REACH:
            return reach_lines(self.chosen)
        return score_lines(self.chosen, self.app.size.width - 8, self._low, self._high)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return max(map(len, self.lines()))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines())

    def render(self) -> Content:
        return Content("\n".join(self.lines()))
