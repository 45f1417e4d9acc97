"""A watch over a test's home, by a hand-moved clock: what it said, showed and opened."""

from collections.abc import Callable, Sequence

from coach.bootstrap import Wishes, build
from coach.bootstrap.watching import mark_of
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.desktop.silent import NoDesktop
from coach.schedule.alarm import NoAlarm
from coach.speech.silent import SilentSpeaker
from coach.store.presence import FilePresence
from coach.workflows.coach import Coach
from coach.workflows.lent import LentAlarm, LentDesktop, LentVoice
from coach.workflows.steady import ProcessClocks
from coach.workflows.watch import Watch, WatchPorts
from tests.conftest import BERLIN

LEAST_SECONDS = 0.01


class Talking(SilentSpeaker):
    """A voice that goes on talking until a test lets it come to an end."""

    talks = False

    def is_quiet(self) -> bool:
        return not self.talks


class Watched:
    """One watch; `restart` is the next one after a kill."""

    def __init__(self, places: Places, clock: ManualClock) -> None:
        self.places, self.clock = places, clock
        self.desktop = NoDesktop(shows=True)
        self.voices: list[Talking] = []
        self.lines: list[str] = []
        self.troubles: list[str] = []
        self.started: list[Sequence[str]] = []
        self.screens = 0
        self.talks = False
        """Whether voices go on talking once they began."""
        self.broken: Exception | None = None
        self.settings = Settings(name="Sam")
        self.restart()

    def restart(self) -> None:
        """As after a kill: nothing is closed, nothing is remembered."""
        self.clocks = ProcessClocks()
        self.voice = LentVoice(self._make_voice, SilentSpeaker())
        self.alarm = LentAlarm(NoAlarm())
        self.watch = Watch(
            WatchPorts(
                clock=self.clock,
                open_coach=self._open,
                mark=lambda: mark_of(self.places),
                desktop=self.desktop,
                voice=self.voice,
                alarm=self.alarm,
                presence=FilePresence(self.places.home / "alive"),
                clocks=self.clocks,
                start=self._start,
                show_screen=self._screen,
                say=self.lines.append,
                trouble=self.troubles.append,
                wake=lambda: None,
            )
        )

    @property
    def said(self) -> list[str]:
        """Every word that was spoken, by every voice."""
        return [cue.text for voice in self.voices for cue in voice.said]

    def go(self, minutes: float, *, stop: Callable[[], bool] = lambda: False) -> None:
        """Look and wait, as the loop does, for so long."""
        until = self.clock.monotonic() + 60 * minutes
        while self.clock.monotonic() < until and not stop():
            self.look()

    def look(self) -> float:
        """One look, and the wait after it."""
        seconds = self.watch.look()
        self.clock.advance(max(seconds, LEAST_SECONDS))
        return seconds

    def _make_voice(self) -> Talking:
        self.voices.append(Talking())
        self.voices[-1].talks = self.talks
        return self.voices[-1]

    def _open(self) -> Coach:
        if self.broken is not None:
            raise self.broken
        return build(
            self.places,
            self.settings,
            Wishes(silent=True),
            clock=self.clock,
            zone=BERLIN,
            speaker=self.voice,
            desktop=LentDesktop(self.desktop),
            alarm=self.alarm,
            clocks=self.clocks,
        )

    def _start(self, items: Sequence[str]) -> str:
        self.started.append(items)
        return ""

    def _screen(self) -> str:
        self.screens += 1
        return "Start it in a terminal with: coach"
