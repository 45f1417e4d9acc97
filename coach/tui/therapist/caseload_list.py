"""The patients as a list: drawn only where something changed, the chosen one stays chosen."""

from collections.abc import Sequence

from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.review.caseload_line import CaseloadLine
from coach.review.caseload_rules import Level
from coach.tui.therapist.caseload_rows import row
from coach.tui.widgets.plain import literal

STYLES = {Level.NOW: "bold $alarm", Level.SOON: "bold", Level.CALM: "$calm-text"}
"""Beside the signs, never instead of them."""


class CaseloadList(OptionList):
    """One row a patient; arrows choose, Enter opens."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._listed: list[CaseloadLine] = []
        self._now_drawn: tuple[object, ...] = ()
        self._wanted = ""

    @property
    def chosen(self) -> CaseloadLine | None:
        """The line that is chosen; None when none is."""
        at = self.highlighted
        return self._listed[at] if at is not None and at < len(self._listed) else None

    def want(self, patient: str) -> None:
        """Choose this patient as soon as they are listed."""
        self._wanted = patient

    def show(self, lines: Sequence[CaseloadLine], width: int) -> None:
        """List these, in rows of `width` columns."""
        drawn = (width, self._wanted, *lines)
        if drawn == self._now_drawn:
            return
        self._now_drawn = drawn
        kept = self.chosen.enrolled.patient if self.chosen is not None else ""
        self._listed = list(lines)
        self.clear_options()
        self.add_options([_option(line, width) for line in lines])
        ids = [line.enrolled.patient for line in lines]
        if self._wanted in ids:
            kept, self._wanted = self._wanted, ""
        if ids:
            self.highlighted = ids.index(kept) if kept in ids else 0


def _option(line: CaseloadLine, width: int) -> Option:
    style = STYLES.get(line.level, "")
    return Option(literal(row(line, width), style), id=line.enrolled.patient)
