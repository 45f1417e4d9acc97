"""What opens over any screen of the patient: the emergency, help, and a word before leaving."""

from contextlib import suppress
from typing import Any

from coach.domain.errors import CoachError
from coach.tui.house_app import HouseApp
from coach.tui.patient.base import CoachScreen
from coach.workflows.coach import Coach


class EverywhereScreens(HouseApp):
    """Opens them; each is loaded when it is asked for."""

    def __init__(self, coach: Coach) -> None:
        super().__init__()
        self.coach = coach

    def action_do_emergency(self) -> None:
        from coach.tui.patient.emergency import EmergencyScreen

        if isinstance(self.screen, EmergencyScreen):
            return
        self.coach.speaker.stop()  # Before a session says what is to be taken off the skin.
        for screen in self.screen_stack:
            if isinstance(screen, CoachScreen):
                self._let_wait(screen)
        self.push_screen(EmergencyScreen(self.coach), self._emergency_left)

    def _let_wait(self, screen: CoachScreen[Any]) -> None:
        """Nothing may stand before what to do in an emergency, an error of ours neither."""
        try:
            screen.wait_for_person()
        except Exception as error:  # noqa: BLE001 - whatever it is
            self.keep_fault(error)

    def _emergency_left(self, wants_questions: bool | None) -> None:
        if wants_questions and not self._stopped_for_questions():
            from coach.tui.patient.red_flags import RedFlagScreen

            self.push_screen(RedFlagScreen(self.coach), self._questions_answered)

    def _stopped_for_questions(self) -> bool:
        """Whether a session runs: it stops for the safety questions and asks them itself."""
        return any(
            isinstance(screen, CoachScreen) and screen.stops_for_questions()
            for screen in self.screen_stack
        )

    def _questions_answered(self, locked: bool | None) -> None:
        if locked:
            from coach.tui.patient.hold import HoldScreen

            self.push_screen(HoldScreen(self.coach))

    def action_do_help(self) -> None:
        from coach.tui.patient.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            figures = getattr(self.screen, "has_figures", False)
            asked = HelpScreen(self.coach, self.place(), self.own_keys(), figures=figures)
            self.push_screen(asked, self._help_left)

    def _help_left(self, hurts: bool | None) -> None:
        if hurts and isinstance(self.screen, CoachScreen):
            self.screen.hurts()

    def action_do_quit(self) -> None:
        """With a pack on the skin it is said first to take it off, whichever screen stands open."""
        from coach.tui.patient.leaving import LeavingScreen

        told = ""
        with suppress(CoachError):  # A log that cannot be read holds nobody back.
            told = self.coach.timers.leaving()
        if not told:
            self.exit()
        elif not isinstance(self.screen, LeavingScreen):
            self.push_screen(LeavingScreen(self.coach, told), self._leaving)

    def _leaving(self, leave: bool | None) -> None:
        if leave:
            self.exit()

    def action_quit_at_once(self) -> None:
        """Leave whatever is open; pressed again, also with a pack on the skin."""
        from coach.tui.patient.leaving import LeavingScreen

        if isinstance(self.screen, LeavingScreen):
            self.exit()
        else:
            self.action_do_quit()
