"""The menu of line mode: everything the today screen can do, one letter and Enter each."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from coach.cli.agenda_lines import at, today_lines
from coach.cli.console import BY_CTRL_D, Console, LeftOffError, Question, hold_lines
from coach.cli.line_care import CareMenu
from coach.cli.line_checkin import (
    ask_after_score,
    ask_reason,
    ask_red_flags,
    ask_score,
    list_is_clear,
    require_free,
    require_writable,
)
from coach.cli.line_copies import MenuCopies
from coach.cli.line_flow import SessionFlow
from coach.cli.line_history import HistoryMenu
from coach.cli.line_input import EndOfInputError
from coach.cli.line_reminders import ReminderMenu
from coach.cli.line_setup import introduce, set_up
from coach.cli.line_spoken import ask_check_in
from coach.cli.line_words import help_lines, letter, menu_words, short_help
from coach.cli.requesting import carry_out, pain_request
from coach.cli.sitting_lines import clock_lines, sitting_lines
from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.errors import InputError, LogError, SafetyHoldError
from coach.domain.program import Surface
from coach.session.cues import Cue, CueKind
from coach.workflows.day_lines import day_lines
from coach.workflows.inbox import Request
from coach.workflows.registry import Place, entries
from coach.workflows.watching import each_asked, ticked

SHOW_DAY = "day"
"""What an empty line does."""

MENU = Question(
    "What now?",
    short_help(Place.TODAY),
    "Enter shows the day, ? every letter",
    more=tuple(help_lines(Place.TODAY)),
)
NOTHING_NEW = "Thank you. The safety list is done."
NOT_SET_UP = "Nothing was set up."
NOT_FINISHED = "Set-up is not finished. The name and the number to call are kept, the rest is not."
ANSWERS_ENDED = "The answers ended before the last question. Start `coach` at a terminal."
LETTER_STILL = next(letter(entry) for entry in entries(Place.TODAY) if entry.id == "still")
GOODBYE = "Closed. Everything is kept."


class HomeMenu:
    """The day, and a letter for everything a patient can do with it."""

    def __init__(self, console: Console, home: Path) -> None:
        self._console = console
        self._coach = console.coach
        self._home = home
        self._reminders = ReminderMenu(console, self._lead)
        self._copies = MenuCopies(console.coach)
        self._trouble = ""
        self.actions: dict[str, Callable[[], None]] = {
            SHOW_DAY: self._show_day,
            "help": lambda: console.say(*MENU.help),
            "start": self._start,
            "not_today": self._leave_out,
            "pain": self._pain,
            "sit": self._sit,
            "stand": self._stand,
            "snooze": self._snooze,
            "bad_day": self._bad_day,
            "safety": self._safety,
            "history": HistoryMenu(console).run,
            **CareMenu(console).actions,
            **self._reminders.actions,
        }
        """What the letters of the registry do here, by id; a number chooses an item; `!`,
        its word and `?` are answered by the question itself, the word for `?` is not."""
        self._by_letter = menu_words(entries(Place.TODAY))
        self._by_letter[""] = SHOW_DAY
        self._by_letter |= self._reminders.words

    def run(self) -> None:
        """Until `q` or the end of input. Raises LogError, StoppedError."""
        if self._coach.set_up.needed and not self._set_up():
            return
        try:
            introduce(self._console)
            self._show_day()
            self._coach.reminders.seen()
            self._copies.begin()
            self._console.idle = self._poll
            while self._one() or not self._may_close():
                pass
            self._goodbye()
        except (LeftOffError, EndOfInputError):
            self._goodbye()
        finally:
            self._copies.end()

    def _goodbye(self) -> None:
        """Not over a yes that is nowhere on disk: what is said of that comes last."""
        if not self._coach.safety.last_words:
            self._console.say(GOODBYE)

    def _set_up(self) -> bool:
        """The first start; whether it was gone through to its end. InputError where the answers
        ended before it: whoever starts it unseen must not take it for done."""
        try:
            set_up(self._console)
        except LeftOffError:
            self._console.say(self._how_far)
            return False
        except EndOfInputError:
            ended = BY_CTRL_D if self._console.live else ANSWERS_ENDED
            raise InputError("Set-up", f"{self._how_far} {ended}") from None
        return True

    @property
    def _how_far(self) -> str:
        """What is kept of a set-up that was not gone through to its end."""
        return NOT_FINISHED if self._coach.set_up.introduced else NOT_SET_UP

    def _one(self) -> bool:
        """One command; False when the menu is left."""
        self._poll()
        with self._log_told():
            self._reminders.tell_away()
        try:
            word = self._console.ask(MENU, self._read, leave=False)
            if word == "quit":
                return False
            if word.isdigit():
                self._do_item(self._items()[int(word) - 1])
            else:
                self.actions[word]()
        except LeftOffError:
            self._console.say("Back to the day.")
        except (InputError, LogError, SafetyHoldError) as error:
            self._console.say(error.message)
        with self._log_told():
            self._copies.look()  # Whoever brought a lock here has been told of it.
        return True

    def _may_close(self) -> bool:
        """With a pack on the skin it is said first to take it off. Raises as a question does."""
        told = ""
        with suppress(LogError):  # A log that cannot be read holds nobody back.
            told = self._coach.timers.leaving()
        self._console.say(told)
        return not told or self._console.yes_or_no("Close all the same?")

    def _read(self, text: str) -> str:
        """The id of a command, or the number of an item; ValueError for everything else."""
        word = text.lower()
        if word.isascii() and word.isdigit() and 1 <= int(word) <= len(self._items()):
            return word
        if word not in self._by_letter or self._by_letter[word] == "choose":
            raise ValueError
        return self._by_letter[word]

    def _items(self) -> tuple[AgendaItem, ...]:
        return self._coach.today.look().agenda.items

    def _show_day(self) -> None:
        look = self._coach.today.look()
        name = self._coach.name
        self._console.say(f"Hello {name}." if name else "")
        self._console.say(*today_lines(look, self._coach.records.zone, numbered=True))
        self._console.say(*self._sitting_lines())
        self._console.say(*clock_lines(self._coach))
        self._console.say(*day_lines(self._coach))
        self._console.say(self._coach.safety.flags.nobody)
        self._coach.today.away_seen()

    def _sitting_lines(self) -> list[str]:
        guard = self._coach.guard
        lines = sitting_lines(guard)
        if guard.asks() is not None:
            lines.append(f"Answer with {LETTER_STILL}, or stand up with u.")
        upright = guard.upright()
        if upright is not None:
            minutes = upright.minutes(self._coach.records.now())
            lines.append(f"Up and about for {minutes:.0f} of {upright.cap_minutes} minutes.")
        return lines

    def _lead(self, items: Sequence[str]) -> None:
        SessionFlow(self._console).run(items)
        self._show_day()

    def _start(self) -> None:
        self._lead(())

    def _do_item(self, item: AgendaItem) -> None:
        self._lead([item.id])

    def _leave_out(self) -> None:
        self._coach.today.require_free()
        require_writable(self._console)
        look = self._coach.today.look()
        numbers = [
            str(nth)
            for nth, item in enumerate(look.agenda.items, start=1)
            if item.state in (ItemState.DUE, ItemState.LATER)
        ]
        if not numbers:
            self._console.say("Nothing is left to leave out today.")
            return
        chosen = int(self._console.choose("Which number?", numbers))
        item = look.agenda.items[chosen - 1]
        self._coach.today.decline(item, ask_reason(self._console))
        when = at(item, self._coach.records.zone)
        self._console.say(f"Left out: {when} {look.name(item)}.")

    def _pain(self) -> None:
        report = ask_check_in(self._console)
        if report.empty:
            self._console.say("Nothing was noted.")
            return
        request = pain_request(self._coach, report.back, report.leg, report.reach)
        self._tell(carry_out(self._coach, self._home, request))
        ask_after_score(self._console)

    def _sit(self) -> None:
        surface = self._console.choose("On what?", [surface.value for surface in Surface])
        request = Request("sit", self._coach.records.now(), surface=surface)
        self._tell(carry_out(self._coach, self._home, request))

    def _stand(self) -> None:
        request = Request("stand", self._coach.records.now())
        self._tell(carry_out(self._coach, self._home, request))

    def _snooze(self) -> None:
        self._tell(self._coach.guard.snooze() or [Cue(CueKind.SITTING, "You are not sitting.")])

    def _bad_day(self) -> None:
        require_free(self._console)
        require_writable(self._console)
        flare = self._coach.records.require_plan().program.flare
        running = self._coach.today.bad_day_until()
        if running is not None:
            ends = running.astimezone(self._coach.records.now().tzinfo)
            self._console.say(f"The plan for a bad day holds already, until {ends:%A %H:%M}.")
            return
        self._console.say(flare.text)
        if self._console.yes_or_no(f"Switch to the plan for a bad day for {flare.hours} hours?"):
            until = self._coach.today.begin_bad_day()
            self._console.say(f"The plan for a bad day holds until {until:%A %H:%M}.")
            self._show_day()

    def _safety(self) -> None:
        """The whole list, one that is due from where it stopped; a yes is told with what to do."""
        due = self._coach.safety.due_if_known()
        if due is None:
            ask_red_flags(self._console)
        elif list_is_clear(self._console, due):
            self._console.say(NOTHING_NEW)
        self._show_lock()

    def _show_lock(self) -> None:
        """Why coaching is locked and what to do, while it is."""
        hold = self._coach.safety.hold()
        if hold is not None:
            self._console.say(*hold_lines(hold))

    def _tell(self, cues: list[Cue]) -> None:
        self._console.say(*(cue.text for cue in cues))

    def _poll(self) -> None:
        """What reminders, the sitting guard, other commands and adapters have to say."""
        self._console.say(*self._coach.notices.take())
        if self._coach.log.refusal:
            return
        said: list[Cue] = []
        with self._log_told():
            try:
                each_asked(said, self._coach.requests.poll_into, self._look_at_the_clock)
            finally:
                self._tell(said)
            if any(cue.kind is CueKind.LEG_SCORE for cue in said):
                self._score_while_sitting()

    def _look_at_the_clock(self, said: list[Cue]) -> None:
        if self._copies.look():
            self._show_lock()
        each_asked(
            said,
            lambda said: said.extend(self._coach.reminders.poll()),
            partial(ticked, self._coach.watchers),
        )

    @contextmanager
    def _log_told(self) -> Iterator[None]:
        """Why the log cannot be used is told once, not at every look; the menu stays open."""
        try:
            yield
        except LogError as error:
            if error.message != self._trouble:
                self._console.say(error.message)
            self._trouble = error.message
        else:
            self._trouble = ""

    def _score_while_sitting(self) -> None:
        """The one sitting warning that asks: the leg score, or `n`."""
        try:
            score = ask_score(self._console, "Leg pain now?")
        except LeftOffError:
            self._console.say("Not noted.")
            return
        self._coach.guard.scored(score)
        with suppress(LeftOffError):  # It stays due.
            ask_after_score(self._console)
