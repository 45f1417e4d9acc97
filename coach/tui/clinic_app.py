"""The therapist's app: the caseload first, and what works everywhere."""

from textual import work

from coach.domain.text import clean
from coach.tui.house_app import HouseApp, run
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.caseload import CaseloadScreen
from coach.tui.therapist.emergency import EmergencyScreen
from coach.tui.therapist.help import HelpScreen
from coach.tui.therapist.sure import SureScreen
from coach.workflows.clinic import Clinic

NOTICE_SECONDS = 2.0
"""A backup in a process of its own is told of when it has failed, which takes its time."""
CARE_SECONDS = 3600.0
"""How often a clinic that stays open asks whether the day has its copy."""


class ClinicApp(HouseApp):
    """Holds the clinic for its screens; every rule is in the workflows."""

    def __init__(self, clinic: Clinic) -> None:
        super().__init__()
        self.clinic = clinic

    def open_first(self) -> None:
        """The caseload; slow care begins once it stands."""
        self.push_screen(CaseloadScreen(self.clinic))
        self._care()
        self.set_interval(CARE_SECONDS, self._care)
        self.set_interval(NOTICE_SECONDS, self._tell)

    def _care(self) -> None:
        self.run_worker(self._look_after, thread=True, group="care", exit_on_error=False)

    def _look_after(self) -> None:
        self.clinic.look_after()
        self.call_from_thread(self._tell)

    def _tell(self) -> None:
        for line in self.clinic.notices.take():
            self.notify(clean(line), markup=False)

    def action_do_quit(self) -> None:
        """What is not kept is asked about first, whichever screen stands over it."""
        if not isinstance(self.screen, SureScreen):
            self._quit()

    @work(exclusive=True, group="quit")
    async def _quit(self) -> None:
        unsaved = [
            screen
            for screen in self.screen_stack
            if isinstance(screen, TherapistScreen) and screen.unsaved
        ]
        for screen in unsaved:
            if not await self.push_screen_wait(SureScreen(self.clinic, screen.unsaved)):
                return
            screen.throw_away()
        self.exit()

    def action_quit_at_once(self) -> None:
        """Leave whatever is open; a draft is offered again."""
        self.exit()

    def keep_fault(self, error: BaseException) -> None:
        self.clinic.keep_fault(error)

    def action_do_emergency(self) -> None:
        if not isinstance(self.screen, EmergencyScreen):
            self.push_screen(EmergencyScreen(self.clinic))

    def action_do_help(self) -> None:
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.clinic, self.place(), self.own_keys()))


def run_clinic(clinic: Clinic, *, mouse: bool = False) -> int:
    """Run the therapist's screens until they are left; the exit code of the process.

    128 plus the signal after SIGTERM and SIGHUP; the caller closes the clinic.
    """
    return run(ClinicApp(clinic), mouse=mouse)
