"""Today: what is due now, what comes later, and how the day stands.

The first picture waits for no other screen: each one is loaded where it is opened.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message

from coach.session.cues import Cue, CueKind
from coach.tui.keys import bindings, own
from coach.tui.patient import day_texts, words
from coach.tui.patient.ahead import load_ahead
from coach.tui.patient.day_commands import DayCommands
from coach.tui.widgets.agenda_list import AgendaList
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach
from coach.workflows.registry import Place
from coach.workflows.today import Today

if TYPE_CHECKING:
    from coach.tui.patient.day_watch import DayWatch


class TodayScreen(DayCommands):
    """The day at a glance; it also keeps watch over reminders and sitting while it exists."""

    CSS_PATH = "today.tcss"
    place = Place.TODAY
    heading = "Today"
    BINDINGS: ClassVar[list[BindingType]] = bindings(own(Place.TODAY))

    class Woken(Message):
        """The alarm clock rang; it may do so on another thread."""

    _watch: "DayWatch"
    """There once the first picture is: no tick comes before."""

    def __init__(self, coach: Coach, name: str, start: Sequence[str] | None = None) -> None:
        super().__init__(coach)
        self._start = start
        """What the shell asked to do at once; None once that was begun, or when nothing was."""
        self._called = name
        self._asked_unfinished = ""

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Plain(id="greeting")
            yield Plain(id="clock")
        yield Plain(id="stage-line")
        yield Plain(fold=True, id="safety-due")
        yield Plain(fold=True, id="away")
        yield Plain(id="now")
        yield AgendaList()
        yield Plain(id="done")
        with VerticalScroll(id="below"):
            yield Plain(fold=True, id="sitting")
            yield Plain(fold=True, id="flare")
            yield Plain(fold=True, id="ready")
        yield Plain(fold=True, id="said")

    def on_mount(self) -> None:
        with self.guarded("look"):
            self.look = self.coach.today.look(proposals=False)
            self._draw(self.look)
        self.query_one(AgendaList).focus()
        # While the app pushes a screen nothing is painted: what comes after waits for its turn.
        self.app.call_later(self.call_later, self._pushed)

    def _pushed(self) -> None:
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        """What the first picture does not wait for: all facts of the plan, the alarm's library."""
        from coach.tui.patient.day_watch import DayWatch

        self._watch, self._painted = DayWatch(self.coach), True
        self.show_cues(self._watch.waiting())
        if self.look is not None:
            with self.guarded("look"):
                self._draw_now(self.look)
                self.look = self.coach.today.look()
                self._draw_ready(self.look)
                self.coach.reminders.seen()
        self._arm()
        care = partial(self._care, is_due=self.coach.copies.begin())
        self.run_worker(care, thread=True, group="care", exit_on_error=False)
        self.set_interval(1, self.second)
        self.set_interval(5, self.five_seconds)
        look = self.look
        if look is not None and look.hold is not None:
            self.show_hold()  # A yes that waited for this start.
        elif look is not None and look.unfinished_session is None:
            if look.question is not None and self._start is None:
                self._ask_away(look.question, look)
            self.begin_asked()

    def _care(self, *, is_due: bool) -> None:
        """What is slow at a start, one after the other; the copy is made also where that fails."""
        try:
            load_ahead()
        finally:
            if is_due:
                self.coach.copies.carry_out()

    def on_screen_resume(self) -> None:
        if self.look is not None and self._painted:
            self.changed()

    # --- what is shown

    def reload(self) -> None:
        """Look at the day again and draw it."""
        with self.guarded("look"):
            self.look = self.coach.today.look()
            self._draw(self.look)

    def _draw(self, look: Today) -> None:
        now = f"{words.day_text(look.now.date())}   {words.clock_text(look.now, look.now)}"
        self.query_one("#greeting", Plain).show(words.greeting(look.now, self._called))
        self.query_one("#clock", Plain).show(now)
        stage = f"{look.program_title}, {look.stage_name}: {look.stage_aim}"
        self.query_one("#stage-line", Plain).show(stage)
        self.query_one("#safety-due", Plain).show(" ".join(look.safety_lines))
        if look.safety_due is None:
            self.trouble("list", "")
        self.query_one("#away", Plain).show(words.away_text(look))
        self._draw_now(look)
        self.query_one(AgendaList).show(words.groups(look))
        self.query_one("#done", Plain).show(words.done_text(look))
        self._draw_sitting()
        self.query_one("#flare", Plain).show(day_texts.flare_text(look))
        self._draw_ready(look)
        if look.hold is not None:
            self.show_hold()
        elif look.unfinished_session is not None:
            self._ask_unfinished(look.unfinished_session)
        elif look.question is not None and self._start is None:
            self._ask_away(look.question, look)

    def _draw_now(self, look: Today) -> None:
        """What is due; how long it takes is planned after the first picture."""
        text = day_texts.now_text(self.coach, look, timed=self._painted)
        self.query_one("#now", Plain).show(text)

    def _draw_ready(self, look: Today) -> None:
        """What else is ready; lessons and questionnaires are read after the first picture."""
        if self._painted:
            text = day_texts.ready_text(self.coach, look, self.app.size.height)
            self.query_one("#ready", Plain).show(text)

    def _draw_sitting(self) -> None:
        self.query_one("#sitting", Plain).show(day_texts.sitting_text(self.coach))
        self.offer_sitting_keys()

    def show_cues(self, cues: Sequence[Cue]) -> None:
        """What was said stands until the next line; over other screens for a moment too."""
        for cue in cues if self.app.screen is not self else ():
            super().toast(cue.text)
        if cues:
            self.toast("\n".join(cue.text for cue in cues))

    def toast(self, text: str) -> None:
        """An answer to a key stands on the screen itself, once; it covers nothing."""
        self.query_one("#said", Plain).show(text)

    # --- ticks

    def second(self) -> None:
        """One second has passed."""
        cues = self._watch.second(in_session=self._any("in_session"), led=self._any("led"))
        self.trouble("tick", self._watch.trouble)
        self.show_cues(cues)
        if cues:
            self.changed()
        with self.guarded("sitting"):
            if not cues and self.app.screen is self:
                self._draw_sitting()
            if not self._busy():
                self._watch.follow_up(self.ask_leg_score, self.do_items)

    def _any(self, what: str) -> bool:
        return any(getattr(screen, what, False) for screen in self.app.screen_stack)

    def five_seconds(self) -> None:
        """Five seconds have passed, or the alarm rang."""
        cues: list[Cue] = []
        with self.guarded("tick5"):
            if self._watch.new_day():
                self.changed()
            self.copy_if_due()
            cues = self._watch.five_seconds(quiet=self._busy())
            self.show_cues(cues)
        if self.app.screen is not self:
            return
        self.reload()
        with self.guarded("reminded"):
            # Enter does the very thing that was told of.
            told = any(cue.kind is CueKind.REMINDER for cue in cues)
            for item in self.coach.answers.reminded_of()[:1] if told else ():
                self.query_one(AgendaList).choose(item.id)

    def _busy(self) -> bool:
        return any(getattr(screen, "quiet", True) for screen in self.app.screen_stack[1:])

    def changed(self) -> None:
        """Something was written: draw the day anew, and wake for what is next."""
        self.reload()
        self._arm()

    def _arm(self) -> None:
        with self.guarded("arm"):
            if self.look is not None:
                self.coach.reminders.arm(self._wake)

    def _wake(self) -> None:
        self.post_message(self.Woken())

    def on_today_screen_woken(self) -> None:
        self.second()
        self.five_seconds()
        self._arm()

    # --- keys

    def action_leave(self) -> None:
        """Escape: what was missed has been read."""
        self.coach.today.away_seen()
        self.reload()

    def chosen(self) -> str | None:
        return self.query_one(AgendaList).chosen

    def begin_asked(self) -> None:
        start, self._start = self._start, None
        if start is not None:
            self.do_items(start)

    def _ask_unfinished(self, session: str) -> None:
        """Offer to go on, once for each start of the program. Raises LogError."""
        if self._asked_unfinished != session and self.app.screen is self:
            told = (self.coach.timers.on_the_skin(), self.coach.sessions.broken_words(session))
            self.offer_unfinished(session, " ".join(told).strip())
            self._asked_unfinished = session
