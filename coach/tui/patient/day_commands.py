"""What a person can do on the today screen; the screen itself only shows the day.

The first picture waits for no other screen: each one is loaded where it is opened.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work
from textual.widgets import OptionList

from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.errors import CoachError
from coach.domain.exercise import Kind
from coach.domain.pain import Moment, PainReport
from coach.tui.patient import words
from coach.tui.patient.reminder_commands import ReminderCommands

if TYPE_CHECKING:
    from coach.tui.patient.check_in import CheckInScreen

OPEN = (ItemState.DUE, ItemState.LATER, ItemState.MISSED)
"""What can still be done today."""


class DayCommands(ReminderCommands):
    """One method for each command of the day; each calls one workflow."""

    def chosen(self) -> str | None:
        """Id of the chosen item."""
        raise NotImplementedError

    def begin_asked(self) -> None:
        """Begin what the shell asked for, once."""
        raise NotImplementedError

    def action_do_start(self) -> None:
        self.do_items([])

    def do_items(self, names: Sequence[str]) -> None:
        """Do what is due, or the items of today that are named: habits kept, the rest led."""
        if self.look is None:
            return
        with self.guarded():
            items = self.coach.sessions.choose(self.look.agenda, names)
            if items:
                self._do(items)
            else:
                self.toast("Nothing is due now. Choose one with the arrows, then Enter.")

    def _do(self, items: Sequence[AgendaItem]) -> None:
        """Tick habits and lead through the rest. Raises LogError."""
        if not self.may_write():
            return
        led = [item for item in items if self.coach.today.exercise(item).kind is not Kind.HABIT]
        for item in items:
            if item not in led:
                self.coach.today.tick(item)
        if led:
            self.lead(led)
        else:
            self.changed()

    def _chosen_item(self) -> AgendaItem | None:
        """The chosen item if it can still be done; says so when it cannot."""
        chosen = self.chosen()
        items = self.look.agenda.items if self.look is not None else ()
        for item in items:
            if item.id == chosen and item.state in OPEN:
                return item
        self.toast("Nothing is left to do for this one today.")
        return None

    def action_do_choose(self) -> None:
        item = self._chosen_item()
        if item is not None:
            with self.guarded():
                self._do([item])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if not self.leads:
            self.action_do_choose()

    @work(exclusive=True, group="flow")
    async def lead(self, items: Sequence[AgendaItem], resume: str = "") -> None:
        """A session from the opening question to the summary."""
        from coach.tui.patient.flow import SessionFlow

        if self.may_write():
            await SessionFlow(self, self.coach).lead(items, resume)
        self.changed()

    @work(exclusive=True, group="flow")
    async def offer_unfinished(self, session: str, text: str) -> None:
        """A session was cut off, as `text` says: go on from there, or let it be."""
        from coach.tui.patient.asking import Choice, ChoiceScreen

        choices = (Choice("g", "Go on from there", True), Choice("l", "Let it be", False))
        go_on = await self.app.push_screen_wait(
            ChoiceScreen(self.coach, "A session was cut off.", text, choices)
        )
        if go_on is None or not self.may_write():
            return
        if go_on and self.look is not None:
            from coach.tui.patient.flow import SessionFlow

            await SessionFlow(self, self.coach).lead((), session)
        else:
            with self.guarded():
                self.coach.sessions.close_broken(session)
        self.changed()
        if not go_on:
            self.call_after_refresh(self.begin_asked)

    @work(exclusive=True, group="flow")
    async def action_do_not_today(self) -> None:
        item = self._chosen_item()
        if item is None or self.look is None or not self.may_write():
            return
        from coach.tui.patient.choices import leave_out

        reason = await self.app.push_screen_wait(leave_out(self.coach, self.look.name(item)))
        if reason is not None:
            with self.guarded():
                self.coach.today.decline(item, reason)
            self.changed()

    @work(exclusive=True, group="flow")
    async def action_do_pain(self) -> None:
        if not self.may_write():
            return
        from coach.tui.patient.check_in import CheckInScreen

        with self.guarded():
            lying = self.coach.check_in.morning_lines()
            occasion = "How is it before you get up?" if lying else "How is it now?"
            report = await self._ask_pain(CheckInScreen(self.coach, occasion))
            if report is not None:
                written = self.coach.check_in.take(report, Moment.NOW)
                noted = "Pain noted." if written else "Nothing noted."
                self.toast(f"{noted} {self.coach.safety.about_strong(report)}".rstrip())
                await self._ask_after_score()

    async def _ask_after_score(self) -> None:
        """Pain that went up, or further down, asks the safety list at once. Raises LogError."""
        from coach.tui.patient.safety_list import ask_after_score

        await ask_after_score(self, self.coach)
        self.changed()

    async def _ask_pain(self, questions: "CheckInScreen") -> PainReport | None:
        try:
            return await self.app.push_screen_wait(questions)
        finally:
            self.coach.hands_free.end()

    @work(exclusive=True, group="leg")
    async def ask_leg_score(self) -> None:
        """The second sitting warning asks for the leg score."""
        from coach.tui.patient.check_in import CheckInScreen

        occasion = "You have sat a long time. Please stand up."
        report = await self._ask_pain(CheckInScreen(self.coach, occasion, leg_only=True))
        with self.guarded():
            leg = report.leg if report is not None else None
            self.coach.guard.scored(leg)
            noted = f"Leg {leg} is noted. " if leg is not None else ""
            self.toast(f"{noted}Please stand up and walk a bit.")
            await self._ask_after_score()

    @work(exclusive=True, group="flow")
    async def action_do_sit(self) -> None:
        if not self.may_write():
            return
        from coach.tui.patient.choices import sit_choice

        surface = await self.app.push_screen_wait(sit_choice(self.coach))
        if surface is not None:
            with self.guarded():
                self.show_cues(self.coach.guard.sit(surface))
            self.changed()

    def action_do_stand(self) -> None:
        if self.may_write():
            with self.guarded():
                rested = self.coach.timers.got_up()
                sits = self.coach.guard.now() is not None
                self.show_cues(self.coach.guard.stand() if sits or not rested else rested)
            self.changed()

    def action_do_snooze(self) -> None:
        with self.guarded():
            cues = self.coach.guard.snooze()
            self.show_cues(cues)
            if not cues:
                self.toast("You are not sitting.")
        self.changed()

    @work(exclusive=True, group="flow")
    async def action_do_bad_day(self) -> None:
        if not self.may_write():
            return
        with self.guarded():
            if self.coach.today.bad_day_until() is not None:
                self.toast(words.BAD_DAY_RUNS)
                return
            from coach.tui.patient.asking import Choice, ChoiceScreen

            flare = self.coach.records.require_plan().program.flare
            choices = (
                Choice("y", "Yes, the plan for a bad day", True),
                Choice("n", "No, leave it as it is", False),
            )
            wanted = await self.app.push_screen_wait(
                ChoiceScreen(self.coach, flare.title, flare.text, choices)
            )
            if wanted:
                self.coach.today.begin_bad_day()
                self.changed()

    @work(exclusive=True, group="flow")
    async def action_do_safety(self) -> None:
        """The whole list; one that is due goes on where it stopped."""
        from coach.tui.patient.interlude import Interlude
        from coach.tui.patient.safety_list import go_through

        ground = Interlude(self.coach)
        await self.app.push_screen(ground)
        with self.guarded():
            await go_through(ground, self.coach, self.coach.safety.due_if_known())
        ground.dismiss(None)

    def action_do_history(self) -> None:
        from coach.tui.patient.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.coach))

    def show_hold(self) -> None:
        """Once, whatever lies above."""
        from coach.tui.patient.hold import HoldScreen

        if not any(isinstance(screen, HoldScreen) for screen in self.app.screen_stack):
            way_up = ""
            with suppress(CoachError):
                way_up = self.coach.sessions.way_up()
            self.app.push_screen(HoldScreen(self.coach, way_up))
