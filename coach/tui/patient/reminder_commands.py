"""What a person answers to reminders on the today screen: later, quiet, still sitting.

The first picture waits for no other screen: each one is loaded where it is opened.
"""

from collections.abc import Sequence
from datetime import datetime

from textual import work

from coach.domain.agenda import AgendaItem
from coach.domain.outcomes import AwayAnswer
from coach.domain.reminding import AwayQuestion
from coach.tui.patient.care_commands import CareCommands
from coach.workflows.registry import Entry
from coach.workflows.today import Today


class ReminderCommands(CareCommands):
    """One method for each answer; each calls one workflow."""

    look: Today | None = None
    """The day as it was last read; None before the first look."""
    _painted = False
    """Whether the first picture is there."""
    _asked_away: datetime | None = None
    """Since when the absence was that was asked about last."""
    _sits = False
    """Whether somebody sat when the day was drawn last."""

    def do_items(self, names: Sequence[str]) -> None:
        """Do items of today."""
        raise NotImplementedError

    @work(exclusive=True, group="flow")
    async def action_do_later(self) -> None:
        """Everything that is due is told again later."""
        if not self.may_write():
            return
        if self.look is not None and not self.look.agenda.due:
            from coach.workflows.answering_reminders import NOTHING_DUE

            self.toast(NOTHING_DUE)
            return
        from coach.tui.patient.choices import later_choice

        minutes = await self.app.push_screen_wait(later_choice(self.coach))
        if minutes is not None:
            with self.guarded():
                self.show_cues(self.coach.answers.later(minutes))
            self.changed()

    @work(exclusive=True, group="flow")
    async def action_do_quiet(self) -> None:
        """Quiet for a while; while it is quiet the same key ends it."""
        if not self.may_write():
            return
        with self.guarded():
            if self.coach.answers.quiet:
                self.show_cues(self.coach.answers.end_quiet())
                self.changed()
                return
        from coach.tui.patient.choices import quiet_choice

        minutes = await self.app.push_screen_wait(quiet_choice(self.coach))
        if minutes is not None:
            with self.guarded():
                self.show_cues(self.coach.answers.begin_quiet(minutes))
            self.changed()

    def _ask_away(self, asked: AwayQuestion, look: Today) -> None:
        """Ask about an absence, once for each; safety questions come first."""
        if look.safety_lines or not self._painted:
            return
        if self._asked_away != asked.since and self.app.screen is self:
            self._asked_away = asked.since
            self.ask_away(asked.about(look.agenda.due))

    @work(exclusive=True, group="flow")
    async def ask_away(self, about: Sequence[AgendaItem]) -> None:
        """What fell due while the machine was asleep or off: one question, three answers."""
        if self.look is None or not self.may_write():
            return
        from coach.tui.patient.choices import away_choice

        names = [self.look.name(item) for item in about]
        answer = await self.app.push_screen_wait(away_choice(self.coach, names))
        if answer is None:
            return
        with self.guarded():
            self.show_cues(self.coach.answers.away(answer))
        self.changed()
        if answer is AwayAnswer.NOW:
            self.call_after_refresh(self.do_items, [item.id for item in about])

    def entries(self) -> list[Entry]:
        """Three minutes more are offered to whoever sits; the key works all the same."""
        found = super().entries()
        return found if self._sits else [entry for entry in found if entry.id != "snooze"]

    def offer_sitting_keys(self) -> None:
        """Offer what goes with sitting, or no longer."""
        sits = self.coach.guard.now() is not None
        if sits is not self._sits:
            self._sits = sits
            self.show_keys(self.more_keys)

    @work(exclusive=True, group="flow")
    async def action_do_still(self) -> None:
        """Answer what the guard asked about the sitting."""
        if not self.may_write():
            return
        with self.guarded():
            asked = self.coach.guard.question()
            if asked is None:
                self.toast("Nothing was asked about your sitting.")
                return
            from coach.tui.patient.choices import still_choice

            answer = await self.app.push_screen_wait(still_choice(self.coach, asked))
            if answer is not None:
                self.show_cues(self.coach.guard.answer(answer))
        self.changed()
