"""Blocks of a follow-up on the page: each under its heading, with the key that goes to it."""

from collections.abc import Sequence

from textual.containers import Vertical

from coach.tui.keys import own
from coach.tui.therapist.follow_up_blocks import Block, Tone
from coach.tui.widgets.plain import Plain
from coach.workflows.registry import Place

SECTIONS = {entry.section: entry for entry in own(Place.FOLLOW_UP) if entry.section}
"""The command that goes to a section, by the section."""
_LOOKS = {Tone.ALARM: " alarm", Tone.CALM: " calm", Tone.USUAL: ""}


class Parts(Vertical):
    """Some blocks below each other."""

    def show(self, found: Sequence[Block]) -> None:
        """Show these instead."""
        self.remove_children()
        for block in found:
            look = _LOOKS[block.tone]
            self.mount(Plain(_heading(block), classes=f"part{look} at-{block.id}"))
            self.mount_all(Plain(line, classes=f"line{look}") for line in block.lines)


def _heading(block: Block) -> str:
    """With its key where one goes to it."""
    entry = SECTIONS.get(block.id)
    return f"{entry.key} {block.heading}" if entry is not None else block.heading
