"""What the day offers beside its program: check-ins, lessons, first aid, body map, stage, week.

The first picture waits for no other screen: each one is loaded where it is opened.
"""

from collections.abc import Sequence

from textual import work

from coach.domain.errors import ListFirstError
from coach.session.cues import Cue
from coach.tui.patient.base import CoachScreen
from coach.workflows.registry import Place, entries

READY = "▶ "
"""Before what is ready now, as before what is due."""


class CareCommands(CoachScreen[None]):
    """The commands that stand under "more" and those of the check-ins."""

    def changed(self) -> None:
        """Something was written: the day is drawn anew."""
        raise NotImplementedError

    def show_cues(self, cues: Sequence[Cue]) -> None:
        """Show what was said."""
        raise NotImplementedError

    @work(exclusive=True, group="flow")
    async def action_do_more(self) -> None:
        from coach.tui.patient.asking import Choice, ChoiceScreen
        from coach.workflows.day_lines import ready_keys

        ready: frozenset[str] = frozenset()
        with self.guarded("more"):
            ready = ready_keys(self.coach)
        shown = [one for one in entries(Place.TODAY) if one.minor or one.key in ready]
        if self.coach.guard.asks() is None:  # Nothing was asked that could be answered.
            shown = [one for one in shown if one.id != "still"]
        choices = [
            Choice(one.key, f"{READY if one.key in ready else ''}{one.label}: {one.help}", one.id)
            for one in sorted(shown, key=lambda one: one.key not in ready)
        ]
        chosen = await self.app.push_screen_wait(
            ChoiceScreen(self.coach, "What would you like?", "", choices)
        )
        if chosen is not None:
            self.call_later(self.run_action, f"do_{chosen}")  # When this flow has ended.

    @work(exclusive=True, group="flow")
    async def action_do_check_up(self) -> None:
        from coach.tui.patient.check_ups import check_up

        if self.may_write():
            with self.guarded("check_up"):
                await check_up(self, self.coach)

    def action_do_stage(self) -> None:
        from coach.tui.patient.stage import StageScreen

        self.app.push_screen(StageScreen(self.coach), self._stage_settled)

    def _stage_settled(self, done: str | None) -> None:
        if done:
            self.toast(done)

    def action_do_week(self) -> None:
        from coach.tui.patient.week import WeekScreen

        self.app.push_screen(WeekScreen(self.coach))

    def action_do_voice(self) -> None:
        from coach.tui.patient.voice import VoiceScreen

        self.app.push_screen(VoiceScreen(self.coach))

    def action_do_remote(self) -> None:
        from coach.tui.patient.remote import RemoteScreen

        self.app.push_screen(RemoteScreen(self.coach))

    @work(exclusive=True, group="flow")
    async def action_do_body(self) -> None:
        from coach.tui.patient.body_map import map_body

        await map_body(self)

    @work(exclusive=True, group="flow")
    async def action_do_practice(self) -> None:
        from coach.tui.patient.practice import practise_moving

        with self.guarded():
            await practise_moving(self, self.coach)

    @work(exclusive=True, group="flow")
    async def action_do_timer(self) -> None:
        from coach.tui.patient.timing import run_timer

        if self.may_write():
            self.toast("")  # What was said of the last one holds no more.
            with self.guarded("timer"):
                self.trouble("list", "")
                try:
                    self.show_cues(await run_timer(self, self.coach))
                except ListFirstError as error:
                    self.trouble("list", error.message)  # Until the list is gone through.
            self.changed()

    @work(exclusive=True, group="flow")
    async def action_do_task(self) -> None:
        from coach.tui.patient.timing import announce_task

        if self.may_write():
            with self.guarded("task"):
                self.show_cues(await announce_task(self, self.coach))
            self.changed()

    @work(exclusive=True, group="flow")
    async def action_do_lesson(self) -> None:
        from coach.tui.patient.lesson import learn

        await learn(self, self.coach)

    @work(exclusive=True, group="flow")
    async def action_do_therapist(self) -> None:
        from coach.tui.patient.therapist import with_therapist

        await with_therapist(self, self.coach)

    @work(exclusive=True, group="flow")
    async def action_do_first_aid(self) -> None:
        from coach.tui.patient.lesson import give_first_aid

        if await give_first_aid(self, self.coach):
            self.call_later(self.run_action, "do_bad_day")  # When this flow has ended.
