"""A list whose ends are ends."""

from textual.widgets import OptionList


class StraightList(OptionList):
    """Up on the first entry stays there: whoever presses it wants no entry that is out of sight."""

    def action_cursor_down(self) -> None:
        if self.highlighted is None or self.highlighted < self.option_count - 1:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        if self.highlighted != 0:
            super().action_cursor_up()
