"""The patients as a list: drawn only where something changed, the chosen one stays chosen."""

from collections.abc import Sequence

from textual.widgets.option_list import Option

from coach.review.caseload_line import CaseloadLine
from coach.review.caseload_rules import Level
from coach.tui.therapist.caseload_rows import row
from coach.tui.widgets.plain import literal
from coach.tui.widgets.straight_list import StraightList

STYLES = {Level.NOW: "bold $alarm", Level.SOON: "bold", Level.CALM: "$calm-text"}
"""Beside the signs, never instead of them."""


class CaseloadList(StraightList):
    """One row a patient; arrows choose, Enter opens.

    The eye stays on a patient, never on a row: whoever is not listed for a while is chosen again
    when they are, and meanwhile nobody is.
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._listed: list[CaseloadLine] = []
        self._now_drawn: tuple[object, ...] = ()
        self._stands_on = ""
        """Who was chosen last, also while they are not listed."""
        self._is_whole = False
        """Whether everyone was listed once; before that the top is chosen."""

    @property
    def chosen(self) -> CaseloadLine | None:
        """The line that is chosen; None when none is."""
        at = self.highlighted
        return self._listed[at] if at is not None and at < len(self._listed) else None

    def want(self, patient: str) -> None:
        """Choose this patient as soon as they are listed."""
        self._stands_on = patient
        self.highlighted = None
        self._now_drawn = ()

    def show(
        self, lines: Sequence[CaseloadLine], width: int, *, whole: bool, searched: bool = False
    ) -> None:
        """List these, in rows of `width` columns.

        `whole` once everyone was read; `searched` when a person asked for other patients just now:
        then the first of them is chosen where the one before is not among them.
        """
        drawn = (width, *lines)
        if drawn != self._now_drawn:
            self._now_drawn = drawn
            self._list(lines, width, searched=searched)
        self._is_whole = self._is_whole or whole

    def _list(self, lines: Sequence[CaseloadLine], width: int, *, searched: bool) -> None:
        is_at_top = not self._is_whole and self.highlighted == 0
        if self.chosen is not None:
            self._stands_on = "" if is_at_top else self.chosen.enrolled.patient
        self._listed = list(lines)
        self.clear_options()
        self.add_options([_option(line, width) for line in lines])
        ids = [line.enrolled.patient for line in lines]
        if self._stands_on in ids:
            self.highlighted = ids.index(self._stands_on)
        elif ids and (searched or not self._stands_on):
            self.highlighted = 0


def _option(line: CaseloadLine, width: int) -> Option:
    style = STYLES.get(line.level, "")
    return Option(literal(row(line, width), style), id=line.enrolled.patient)
