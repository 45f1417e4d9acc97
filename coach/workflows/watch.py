"""The watch: reminders and the sitting guard without a screen, one look at the clock at a time.

Between looks it holds next to nothing: the next instant at which something may be due, a mark of
the files of the home, and three clocks. When the instant has come, the mark has changed, a button
was pressed or time has a gap, it opens a coach, asks it, and closes it again, so that screens and
commands find the home free. While another coach holds the home it is silent: that one speaks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from msgspec import Struct

from coach.clock import Clock, GapWatch
from coach.domain.errors import CoachError, LogError
from coach.domain.notices import Notice, Pressed
from coach.session.cues import Cue, CueKind, Priority
from coach.workflows import answering_notices as notices
from coach.workflows.absence import Presence
from coach.workflows.coach import Coach
from coach.workflows.copies import CopyRhythm
from coach.workflows.desktop import Desktop
from coach.workflows.lent import LentAlarm, LentVoice
from coach.workflows.steady import ProcessClocks
from coach.workflows.watching import each_asked, ticked

LOOK_SECONDS = 5.0
"""Between two looks at the clocks; 5,000 looks cost one CPU second (measured)."""
VOICE_LOOK_SECONDS = 0.5
"""Between two looks while something is being said: the voice is ended soon after its last word."""
RETRY_SECONDS = 60.0
"""A home that is held or cannot be opened is tried again after this, if nothing changes first."""
MOST_RETRY_SECONDS = 600.0
LONGEST_WITHOUT = timedelta(minutes=30)
"""The coach is asked after this at the latest, whatever the next instant seems to be."""
PRESSED_AT_MOST = 20
STUCK_AFTER = timedelta(minutes=2)
"""A coach that holds the home and left no mark for so long does not look (source: DESIGN)."""

NO_PLAN = "There is no program yet. Run `coach` once to choose one."
LOCKED = "Coaching is locked until you were seen. Run `coach` to read what to do."
ON_THE_SCREEN = "Start it on the screen that is open."


class Mark(Struct, frozen=True):
    """A cheap mark of what may change between two looks."""

    files: tuple[object, ...]
    """Of the log and the settings: time, size and number of each."""
    waiting: frozenset[str]
    """Requests that lie in the inbox."""
    holder: object
    """Of the file that a coach leaves while it holds the home; None when there is none."""


@dataclass(frozen=True)
class WatchPorts:
    """What a watch needs of the world."""

    clock: Clock
    open_coach: Callable[[], Coach]
    """A coach over the home with the lent voice, desktop and alarm. CoachError, OSError."""
    mark: Callable[[], Mark]
    desktop: Desktop
    voice: LentVoice
    alarm: LentAlarm
    presence: Presence
    clocks: ProcessClocks
    """What the coaches it opens have in common."""
    start: notices.Start
    show_screen: Callable[[], str]
    """Opens today's screen; what to say about it, empty when a window opened."""
    say: Callable[[str], None]
    """Hears every line of the watch."""
    trouble: Callable[[str], None]
    """Hears what went wrong, once for each trouble."""
    wake: Callable[[], None]
    """Ends the wait between two looks; any thread may call it."""


class Watch:
    """Looks; `look` answers how long to wait until the next one."""

    def __init__(self, ports: WatchPorts) -> None:
        self._ports = ports
        self._gaps = GapWatch(ports.clock)
        self._waited = 0.0
        self._mark: Mark | None = None
        self._next_at: datetime | None = None
        self._retry_at: float | None = None
        """When to try again, monotonic, while the home cannot be used; None while it can."""
        self._retry_seconds = RETRY_SECONDS
        self._is_held = False
        self._told = ""
        self._standing = ""
        self._pressed: list[Pressed] = []
        self._told_off: set[str] = set()
        self._noticed: set[str] = set()
        self._noticed_on: date | None = None
        self._copies = CopyRhythm(ports.clock)
        self.openings = 0
        """How often a coach was opened, for measuring."""

    def look(self) -> float:
        """One look at clocks, files and buttons; seconds until the next. Raises nothing."""
        gaps = self._gaps.poll(self._waited)
        if gaps:
            self._ports.alarm.poke()
        self._pressed = [*self._pressed, *self._ports.desktop.take()][-PRESSED_AT_MOST:]
        mark = self._ports.mark()
        if self._wants_coach(mark, gap=bool(gaps)):
            self._ask(mark)
        elif self._retry_at is None:
            self._mark_here()
        self._ports.voice.rest()
        self._waited = self._seconds_to_next()
        return self._waited

    def _mark_here(self) -> None:
        self._ports.presence.mark(self._ports.clock.now())
        self._ports.clocks.here_at = self._ports.clock.boot()

    def close(self) -> None:
        """End the voice; the rest is whoever made it theirs."""
        self._ports.voice.end()

    # --- when

    def _wants_coach(self, mark: Mark, *, gap: bool) -> bool:
        if self._mark is None or gap:
            return True
        if self._pressed and (self._retry_at is None or self._is_held):
            return True
        if self._retry_at is not None:
            tried = self._ports.clock.monotonic() >= self._retry_at
            if self._is_held:
                return tried or mark.holder != self._mark.holder
            # A pack comes off in time though what was to be written before it cannot be.
            return tried or mark != self._mark or self._is_due(self._ports.clock.now())
        return mark != self._mark or self._is_due(self._ports.clock.now())

    def _is_due(self, now: datetime) -> bool:
        return self._next_at is not None and now >= self._next_at

    def _seconds_to_next(self) -> float:
        if self._ports.voice.is_awake:
            return VOICE_LOOK_SECONDS
        if self._next_at is None or self._retry_at is not None:
            return LOOK_SECONDS
        ahead = (self._next_at - self._ports.clock.now()).total_seconds()
        return min(max(ahead, 0.0), LOOK_SECONDS)

    # --- what

    def _ask(self, before: Mark) -> None:
        """Open a coach, ask it everything, close it; whatever fails is told and tried again."""
        self.openings += 1
        try:
            coach = self._ports.open_coach()
            try:
                held = self._ask_opened(coach)
            finally:
                coach.close()
        except (CoachError, OSError) as error:
            self._failed(error)
            held = False
        else:
            self._told = ""
            self._retry_seconds = RETRY_SECONDS
            self._retry_at = self._ports.clock.monotonic() + RETRY_SECONDS if held else None
        if self._retry_at is not None:
            self._ports.clocks.here_at = None  # Who was there meanwhile, others have marked.
        self._is_held = held
        self._remember(before)

    def _ask_opened(self, coach: Coach) -> bool:
        """Whether another coach holds the home. Raises LogError."""
        pressed, self._pressed = self._pressed, []
        if coach.log.refusal:
            self._stand("")
            self._speak_for_who_does_not_look(coach)  # First: a button may find no room.
            for one in pressed:
                self._hand_over(coach, one)
            return True
        if coach.set_up.needed:
            self._stand(NO_PLAN)
            self._next_at = None
            return False
        self._stand(LOCKED if coach.records.course().hold() is not None else "")
        said: list[Cue] = []
        try:
            each_asked(
                said,
                coach.requests.poll_into,
                *(partial(self._answer, coach, one) for one in pressed),
                partial(self._watch, coach),
                lambda said: said.extend(coach.reminders.poll()),
            )
        except (LogError, OSError):
            self._next_at = coach.timers.off_at()  # All else waits until it is tried again.
            raise
        finally:
            self._say_all([*said, *self._news(coach.notices.take())])
        self._arm(coach)
        self._look_after(coach)
        return False

    def _look_after(self, coach: Coach) -> None:
        """The day's copy of the log, and at once one with each new lock: many open no screen for
        weeks. One that fails is tried again at an opening, as the rhythm has it."""
        today = self._ports.clock.now().date()
        if self._noticed_on != today:
            self._noticed_on = today
            self._noticed.clear()  # What still goes wrong is told once a day.
        if self._copies.begin(coach.copies.locks()):
            self._copies.end(is_copied=coach.look_after())
            self._say_all(self._news(coach.notices.take()))

    def _speak_for_who_does_not_look(self, coach: Coach) -> None:
        """A pack comes off in time though the coach that holds the home is stopped or stuck.

        Nothing can be written then, so each pack is told of once by this watch. Raises LogError.
        """
        seen = self._ports.presence.last()
        if seen is not None and abs(self._ports.clock.now() - seen) < STUCK_AFTER:
            return
        for timer, text in coach.timers.overdue():
            if timer in self._told_off:
                continue
            self._told_off.add(timer)
            self._ports.desktop.show(Notice(timer, notices.TAKE_IT_OFF, text, urgent=True))
            self._ports.voice.say(Cue(CueKind.TAKE_OFF, text, Priority.WARNING))
            self._ports.say(text)

    def _answer(self, coach: Coach, pressed: Pressed, said: list[Cue]) -> None:
        if notices.wants_screen(pressed):
            said += _lines([self._ports.show_screen()])
            return
        items = [item.exercise for item in coach.answers.reminded_of()]
        said += notices.carry_out(coach, pressed)
        if notices.wants_session(pressed):
            said += _lines([self._ports.start(items)])

    def _watch(self, coach: Coach, said: list[Cue]) -> None:
        watched: list[Cue] = []
        try:
            ticked(coach.watchers, watched)
        finally:
            said += watched
            self._show(coach, watched)

    def _hand_over(self, coach: Coach, pressed: Pressed) -> None:
        request = notices.handed_over(coach, pressed)
        if request is not None:
            coach.inbox.put(request)
        elif notices.wants_session(pressed):
            self._ports.say(ON_THE_SCREEN)

    def _show(self, coach: Coach, watched: Sequence[Cue]) -> None:
        notices.withdraw_settled(coach, self._ports.desktop)
        for notice in notices.watched_notices(coach, watched):
            self._ports.desktop.show(notice)

    def _say_all(self, cues: Sequence[Cue]) -> None:
        """What was said, as lines; a reminder that is held back is no line."""
        for cue in cues:
            if cue.text and (cue.spoken or cue.kind is not CueKind.REMINDER):
                self._ports.say(cue.text)

    def _news(self, notices_taken: Sequence[str]) -> list[Cue]:
        """What the voice or the desktop has to tell, once: each new voice finds the same again."""
        news = [line for line in notices_taken if line not in self._noticed]
        self._noticed |= set(news)
        return _lines(news)

    def _arm(self, coach: Coach) -> None:
        coach.reminders.arm(self._ports.wake)
        latest = self._ports.clock.now() + LONGEST_WITHOUT
        self._next_at = min(self._ports.alarm.next_at or latest, latest)

    # --- what went wrong, and how it stands

    def _failed(self, error: CoachError | OSError) -> None:
        self._retry_at = self._ports.clock.monotonic() + self._retry_seconds
        self._retry_seconds = min(2 * self._retry_seconds, MOST_RETRY_SECONDS)
        if self._is_due(self._ports.clock.now()):
            self._next_at = None  # It was asked just now.
        text = error.message if isinstance(error, CoachError) else str(error)
        if text != self._told:
            self._told = text
            self._ports.trouble(text)

    def _stand(self, text: str) -> None:
        """Say how the home stands, when that is news."""
        if text and text != self._standing:
            self._ports.say(text)
        self._standing = text

    def _remember(self, before: Mark) -> None:
        """The mark as it is now; a request that came meanwhile makes the next look open again."""
        after = self._ports.mark()
        came = after.waiting - before.waiting
        self._mark = Mark(after.files, after.waiting - came, after.holder)


def _lines(texts: Sequence[str]) -> list[Cue]:
    return [Cue(CueKind.NOTICE, text, spoken=False) for text in texts if text]
