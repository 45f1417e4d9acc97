"""The day's items by how they stand; a sign and a heading tell the state, not a colour."""

from collections.abc import Sequence

from msgspec import Struct
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.domain.text import clean_line
from coach.tui.widgets.plain import literal


class Row(Struct, frozen=True):
    """One item as it is listed."""

    item: str
    """Id of the item."""
    sign: str
    at: str
    """Local time."""
    name: str
    dose: str
    remark: str = ""


class Group(Struct, frozen=True):
    """Items that stand alike."""

    heading: str
    rows: tuple[Row, ...]


NAME_COLUMNS = 26
DOSE_COLUMNS = 27


def _cut(text: str, columns: int) -> str:
    line = clean_line(text)
    return line if len(line) <= columns else line[: columns - 1] + "…"


def _line(row: Row) -> str:
    name = _cut(row.name, NAME_COLUMNS)
    dose = _cut(row.dose, DOSE_COLUMNS)
    remark = f"   {row.remark}" if row.remark else ""
    return f" {row.sign} {row.at:>5}  {name:<{NAME_COLUMNS}}  {dose}{remark}"


class AgendaList(OptionList):
    """Groups of rows; arrows choose, Enter does."""

    DEFAULT_CSS = """
    AgendaList { border: none; background: $background; padding: 0 1; height: 1fr; }
    AgendaList:focus { border: none; background-tint: 0%; }
    AgendaList > .option-list--option-disabled { color: $calm-text; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._groups: tuple[Group, ...] = ()

    @property
    def chosen(self) -> str | None:
        """Id of the chosen item; None when none is."""
        return self.highlighted_option.id if self.highlighted_option is not None else None

    def show(self, groups: Sequence[Group]) -> None:
        """List other rows; the chosen item stays chosen while it is there."""
        if tuple(groups) == self._groups:
            return
        self._groups = tuple(groups)
        kept = self.chosen
        self.clear_options()
        for group in groups:
            self.add_option(Option(literal(group.heading), disabled=True))
            self.add_options([Option(literal(_line(row)), id=row.item) for row in group.rows])
        ids = [row.item for group in groups for row in group.rows]
        if ids:
            self.highlighted = self.get_option_index(kept if kept in ids else ids[0])

    def choose(self, item: str) -> None:
        """Make an item the chosen one; nothing when it is not listed."""
        if any(row.item == item for group in self._groups for row in group.rows):
            self.highlighted = self.get_option_index(item)
