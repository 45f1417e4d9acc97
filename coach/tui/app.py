"""The patient's app: which screen comes first, and what works everywhere.

The first picture waits for no other screen: each one is loaded where it is opened.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.events import Event, Key
from textual.timer import Timer

from coach.tui.everywhere import EverywhereScreens
from coach.tui.house_app import run
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.first_read import FirstRead, RunningOn
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach

if TYPE_CHECKING:
    from coach.tui.patient.day_watch import DayWatch
    from coach.workflows.set_up import SetUpAnswers


class CoachApp(EverywhereScreens):
    """Holds the coach for its screens; every rule is in the workflows."""

    CSS_PATH: ClassVar[Any] = ["app.tcss", "patient/today.tcss"]
    """With that of today's screen: one that a screen brings has every style sheet read anew."""

    def __init__(self, coach: Coach, start: Sequence[str] | None = None) -> None:
        super().__init__(coach)
        self._start = start
        self._no = RunningOn(coach.clock.monotonic)
        self._early: Timer | None = None
        """Looks while today's screen is not there yet."""

    @cached_property
    def _day_watch(self) -> "DayWatch":
        """Watches while set-up is open; afterwards today's screen has its own."""
        from coach.tui.patient.day_watch import DayWatch

        return DayWatch(self.coach)

    def open_first(self) -> None:
        """Set-up, or the day."""
        if self.coach.set_up.needed or self.coach.set_up.unasked:
            from coach.tui.patient.set_up import SetUpScreen

            self.push_screen(SetUpScreen(self.coach), self._set_up)
            self._early = self.set_interval(1, self.look_before_today)
        else:
            self.push_screen(TodayScreen(self.coach, self.coach.name, self._start))

    def look_before_today(self) -> None:
        """Who holds the home looks at requests, and at a pack that lies on the skin already."""
        shown = next(one for one in reversed(self.screen_stack) if isinstance(one, CoachScreen))
        with shown.guarded("tick"):
            self.coach.safety.save_waiting()
            if not self.coach.set_up.needed:
                for cue in self._day_watch.second(in_session=False):
                    shown.toast(cue.text)

    def _set_up(self, answers: "SetUpAnswers | None") -> None:
        name = answers.name if answers is not None else self.coach.name
        self._first_day(name)

    @work(group="flow")
    async def _first_day(self, name: str) -> None:
        """The whole safety list comes before the first day; left, it stays due."""
        from coach.tui.patient.interlude import Interlude
        from coach.tui.patient.safety_list import go_through

        ground = Interlude(self.coach)
        await self.push_screen(ground)
        with ground.guarded():
            await go_through(ground, self.coach, self.coach.safety.list_due())
        if self._early is not None:
            self._early.stop()
        self.switch_screen(TodayScreen(self.coach, name))

    def as_meant(self, event: Event) -> Event:
        """In and around a session a letter means the same with Caps Lock: H stops as h does."""
        if not isinstance(event, Key) or self._types(event):
            return event
        from coach.workflows.presses import plain_key

        plain = plain_key(event.character or "")
        around = any(getattr(screen, "in_session", False) for screen in self.screen_stack)
        if not around or plain == event.character or len(plain) != 1:
            return event
        return Key(plain, plain)

    def _comes_too_early(self, event: Key) -> bool:
        """Also a no to a safety question that could not be read yet, and one that ran on."""
        if super()._comes_too_early(event):
            return True
        if event.is_forwarded or self._types(event):
            return False  # It was looked at when it came, or goes into a text.
        question = self._safety_question
        if not self._no.drops(event, question):
            return False
        if question is not None:
            question.came_early()
        return True

    def no_is_early(self) -> bool:
        """Whether a no would not count yet."""
        return self._no.is_early(self._safety_question)

    @property
    def _safety_question(self) -> FirstRead | None:
        """The safety question on the screen; None where none is."""
        return getattr(self.screen, "first_read", None)

    def _types(self, event: Key) -> bool:
        """Whether the key goes into a text."""
        focused = self.focused
        return focused is not None and focused.check_consume_key(event.key, event.character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The letter that ends a session closes nothing on a screen that lies over it."""
        if action == "do_quit" and len(self.screen_stack) > 1:
            screen: Any = self.screen
            if isinstance(screen, CoachScreen) and screen.covers_session:
                return None
        return super().check_action(action, parameters)

    def keep_fault(self, error: BaseException) -> None:
        self.coach.keep_fault(error)


def run_app(coach: Coach, *, mouse: bool = False, start: Sequence[str] | None = None) -> int:
    """Run the screens over `coach` until they are left; the exit code of the process.

    `start` opens straight into a session of these items, or of what is due when it is empty.
    128 plus the signal after SIGTERM and SIGHUP; the caller closes the coach.
    """
    return run(CoachApp(coach, start), mouse=mouse)
