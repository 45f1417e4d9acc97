"""A line at the top: what the screen is, and at its right end a sentence that is always there."""

from collections.abc import Sequence

from textual.content import Content, Span
from textual.widget import Widget

GAP = 2
"""Columns at least between the two."""
MARGIN = 2
"""Columns to the left and the right of them, where there is room for that."""
LEAST_LEFT = 6
"""A left part that is cut to fewer columns says nothing."""


def _cut(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    return f"{text[: room - 1].rstrip()}…" if room >= LEAST_LEFT else ""


def laid_out(lefts: Sequence[str], always: Sequence[str], width: int) -> tuple[str, str]:
    """The first of `lefts`, and of `always`, that stand whole side by side in `width` columns.

    Where none do the last of `lefts` is cut: the sentence never is while it fits at all.
    """
    for left in lefts:
        for sentence in always:
            if len(left) + GAP + len(sentence) <= width:
                return left, sentence
    return _cut(lefts[-1], width - GAP - len(always[-1])), always[-1]


class HeadLine(Widget):
    """One row of both, or where a style gives it two a row for each."""

    COMPONENT_CLASSES = {"head-line--always"}  # noqa: RUF012 - as Textual has it
    DEFAULT_CSS = """
    HeadLine { height: 1; width: 1fr; color: $calm-text; }
    HeadLine > .head-line--always { color: $foreground; text-style: bold; }
    """

    def __init__(
        self,
        *lefts: str,
        always: Sequence[str] = (),
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        """The longest form of each comes first; no `always` is no sentence."""
        super().__init__(id=id)
        self._lefts = lefts
        self._always = always or ("",)
        self.set_class(not always, "-silent", update=False)

    def show(self, *lefts: str) -> None:
        """Show another left part; nothing is drawn anew for the same one."""
        if self._lefts != lefts:
            self._lefts = lefts
            self.refresh()

    def render(self) -> Content:
        width, rows = self.size
        margin = " " * max(0, min(MARGIN, (width - len(self._always[-1])) // 2))
        inner = width - 2 * len(margin)
        if rows > 1:
            above = f"{margin}{_cut(self._lefts[0], inner)}\n"  # One that wraps takes the row.
            left, sentence = laid_out([""], self._always, inner + GAP)
        else:
            above = ""
            left, sentence = laid_out(self._lefts, self._always, inner)
        text = f"{margin}{left}"
        text = above + text + " " * (width - len(margin) - len(text) - len(sentence))
        always = self.get_visual_style("head-line--always")
        return Content(text + sentence, [Span(len(text), len(text) + len(sentence), always)])
