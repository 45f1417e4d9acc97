"""From "start" to the summary: safety first, then how it is, the session, and how it is after."""

import contextlib
from collections.abc import Callable, Iterator, Sequence

from coach.cli.console import BY_CTRL_D, Console, LeftOffError, hold_lines
from coach.cli.line_checkin import (
    list_is_clear,
    opening_is_clear,
    require_free,
    require_writable,
)
from coach.cli.line_input import EndOfInputError
from coach.cli.line_session import LedSession
from coach.cli.line_settled import ask_settled
from coach.cli.line_setup import introduce, unasked_number
from coach.cli.line_spoken import ask_check_in
from coach.cli.line_words import summary_lines
from coach.domain.agenda import AgendaItem
from coach.domain.errors import InputError, LogError
from coach.domain.exercise import Kind
from coach.domain.pain import Moment, PainReport
from coach.review.light_words import further_down, light_words, stopped_red
from coach.session.cues import Cue
from coach.session.state import Phase
from coach.workflows.check_in import is_note
from coach.workflows.kept_answers import KEPT as KEPT_ANSWERS
from coach.workflows.run_session import SessionRunner
from coach.workflows.watching import around_session

Begin = Callable[[PainReport], SessionRunner]
"""Makes the runner once the check-in before is in."""

REHEARSAL = "A rehearsal, faster than life: your safety answers count, nothing else."
NOT_STARTED = "Nothing was started."
ANSWERS_ENDED = (
    "The answers ended before the last question. Start it at a terminal, or give an answer to "
    "every question."
)
KEPT = "What you did is kept beside the log; the next start saves it."
"""What is said of a session that the log refused to its end."""
VOICE_SECONDS = 15.0
"""How long the voice may take to finish its last words."""


class SessionFlow:
    """One session with everything around it."""

    def __init__(self, console: Console, *, pace: int = 1) -> None:
        self._console = console
        self._coach = console.coach
        self._pace = pace

    def run(self, words: Sequence[str] = ()) -> None:
        """What is due, or the items named by `words`.

        Raises SafetyHoldError while a hold stands or when one arises, InputError for a word that
        names nothing of today and for answers that end before the session begins, LogError,
        StoppedError.
        """
        try:
            self._run(words)
        except EndOfInputError:
            # Whoever starts it unseen must not take it for done.
            ended = BY_CTRL_D if self._console.live else ANSWERS_ENDED
            raise InputError("Session", f"{NOT_STARTED} {ended}") from None

    def _run(self, words: Sequence[str]) -> None:
        if self._console.live and not self._coach.log.refusal:
            introduce(self._console)
        elif told := unasked_number(self._coach):
            self._console.say(told)
        self._console.say(*(cue.text for cue in self._coach.requests.poll()))
        require_free(self._console)
        require_writable(self._console)
        with self._watched():
            if self._resume_broken():
                return
        items = self._coach.sessions.choose(self._coach.today.look().agenda, words)
        items = self._without_habits(items)
        if not items:
            self._nothing_due()
            return
        self.lead_items(items)

    def lead_items(self, items: Sequence[AgendaItem]) -> None:
        """These items, whatever the day asks. Raises as `run` does, and EndOfInputError for
        answers that end before the session begins."""
        self._coach.sessions.require_something(items)
        self._lead(lambda before: self._begin(items, before), follow_up=self._pace == 1)

    def _begin(self, items: Sequence[AgendaItem], before: PainReport) -> SessionRunner:
        """The session, with what the answers before it made easier."""
        items = self._coach.sessions.as_they_stand(self._coach.today.look().agenda, items)
        return self._coach.sessions.begin(items, before, pace=self._pace)

    def _resume_broken(self) -> bool:
        """Offer what a kill or a power cut broke off; whether that is what was done."""
        look = self._coach.today.look()
        broken = look.unfinished_session
        if broken is None:
            return False
        try:
            self._around()  # What lay past its time is said first.
            told = self._coach.sessions.broken_words(broken)
            self._console.say("A session was cut off.", self._coach.timers.on_the_skin(), told)
            go_on = self._console.yes_or_no("Go on from where it was?")
        except LeftOffError:
            self._console.say(NOT_STARTED)
            return True
        if not go_on:
            self._coach.sessions.close_broken(broken)
            self._console.say("It is closed; what was done is kept.")
            return False
        self._lead(
            lambda before: self._coach.sessions.resume(look.agenda, broken, before, pace=self._pace)
        )
        return True

    def _without_habits(self, items: Sequence[AgendaItem]) -> list[AgendaItem]:
        """Habits are kept during the day: each is asked for here, and the rest is led."""
        led = []
        for item in items:
            exercise = self._coach.today.exercise(item)
            if exercise.kind is not Kind.HABIT:
                led.append(item)
                continue
            with contextlib.suppress(LeftOffError):
                if self._console.yes_or_no(f"{exercise.name}. {exercise.short} Did you keep it?"):
                    self._coach.today.tick(item)
        return led

    def _nothing_due(self) -> None:
        look = self._coach.today.look()
        following = look.agenda.next_due_at
        when = following.astimezone(look.now.tzinfo).strftime("%H:%M") if following else ""
        self._console.say(
            "Nothing is due now."
            + (f" Next at {when}." if when else "")
            + " Name an item to do it earlier, as in: coach session "
            + (look.agenda.items[0].exercise if look.agenda.items else "belly-breath")
        )

    def _lead(self, begin: Begin, *, follow_up: bool = False) -> None:
        with self._watched():
            self._led(begin, follow_up=follow_up)

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """A pack comes off in time while the questions inside stand open."""
        before, self._console.idle = self._console.idle, self._around
        try:
            yield
        finally:
            self._console.idle = before

    def _there(self) -> None:
        """A long answer within the session is no absence; it watches its own packs."""
        with contextlib.suppress(LogError):
            self._coach.reminders.arrive()

    def _around(self) -> None:
        """While a question around the session stands open a pack comes off in time."""
        if self._pace != 1 or self._coach.log.refusal:
            return
        said: list[Cue] = []
        with contextlib.suppress(LogError):  # Whoever writes next tells of it.
            around_session(self._coach, said)
        self._console.say(*(cue.text for cue in said))

    def _led(self, begin: Begin, *, follow_up: bool) -> None:
        if self._pace != 1:
            self._console.say(REHEARSAL)
        try:
            self._console.say(self._coach.safety.flags.nobody)
            if not opening_is_clear(self._console):
                self._tell_hold()
                return
            if follow_up:
                ask_settled(self._console)
            before = ask_check_in(self._console)
        except LeftOffError:
            self._console.say(NOT_STARTED)
            return
        self._get_up()
        try:
            runner = begin(before)
        except InputError as error:
            self._console.say(error.message)
            return
        self._coach.check_in.take(before, Moment.BEFORE, session=runner.state.session)
        if not self._nothing_new_in_it():
            return
        self._say_first(runner)
        self._console.idle = self._there
        LedSession(self._console, runner).run()
        self._console.idle = self._around
        self._after(runner)

    def _say_first(self, runner: SessionRunner) -> None:
        """What runs by the clock comes off, and bending may wait; a rehearsal bends no back."""
        if self._pace == 1:
            bending = [block.exercise.id for block in runner.state.plan.blocks]
            off = self._coach.timers.into_session()
            runner.first = [*off, *runner.first, *self._coach.tasks.before_exercises(bending)]

    def _nothing_new_in_it(self) -> bool:
        """A jump in pain, or further down the leg: the list is asked before anything starts."""
        due = self._coach.safety.list_due() if self._pace == 1 else None
        try:
            if due is None or list_is_clear(self._console, due):
                return True
        except LeftOffError:
            self._console.say(NOT_STARTED)
            return False
        self._tell_hold()
        return False

    def _tell_hold(self) -> None:
        """A hold that has just begun: shown whole, and told to the shell."""
        hold = self._coach.safety.hold()
        if hold is not None:
            self._console.say(*hold_lines(hold))
            self._coach.safety.require_free()

    def _get_up(self) -> None:
        """Who starts a session does not sit any more."""
        self._console.say(*(cue.text for cue in self._coach.guard.into_session()))

    def _after(self, runner: SessionRunner) -> None:
        if runner.state.phase is Phase.HALTED:
            self._coach.safety.require_free()
        if runner.trouble:
            raise LogError(
                "Not saved", f"{runner.trouble} {KEPT if runner.leave() else ''}".strip()
            )
        try:
            asked = self._asks_list()  # In it, and left there.
            saved = self._check_in_after(runner)
            if saved and not asked:
                self._ask_list_after()
            self._console.say(*summary_lines(runner.summary()))
            self._note(runner.state.session)
        except EndOfInputError:
            self._console.say(*summary_lines(runner.summary()))
        self._coach.speaker.wait_until_quiet(VOICE_SECONDS)
        self._coach.look_after()

    def _asks_list(self) -> bool:
        """Whether a score asks for the list already; what cannot be read asks nothing."""
        with contextlib.suppress(LogError):
            return self._coach.safety.due_for_pain() is not None
        return False

    def _ask_list_after(self) -> None:
        """A jump in pain, or further down the leg after a session: the list comes right then."""
        due = self._coach.safety.due_for_pain()
        with contextlib.suppress(LeftOffError):  # It stays due.
            if due is not None and not list_is_clear(self._console, due):
                self._tell_hold()

    def _check_in_after(self, runner: SessionRunner) -> bool:
        """Whether it is in the log; else it is told that it is kept."""
        before, after = runner.state.held_against, runner.scored_last or self._ask_after()
        session = runner.state.session
        worked = not runner.summary().nothing_done
        came = self._coach.check_in.after_session(
            before, after, session=session, pace=runner.state.pace, worked=worked
        )
        if not came.saved:
            self._console.say(KEPT_ANSWERS)
        try:
            headline, sentence = light_words(
                came.light,
                runner.summary().outcome,
                stopped_red=stopped_red(self._coach.records.recent(), session),
                further_down=further_down(before, after),
                nothing_done=runner.summary().nothing_done,
                set_done=runner.summary().sets_done > 0,
                left_for_pain=runner.summary().left_for_pain,
                coming=self._coach.settling.coming(session),
            )
        except LogError:
            if came.saved:
                raise
        else:
            self._console.say(f"{headline}: {sentence}")
        return came.saved

    def _ask_after(self) -> PainReport:
        self._console.say("Now, after the session:")
        try:
            return ask_check_in(self._console)
        except LeftOffError:
            return PainReport()  # Left open; what was red before is told all the same.

    def _note(self, session: str) -> None:
        try:
            words = self._console.text("A note for you or your therapist? Enter for none.")
        except EndOfInputError:
            return  # The summary stands there already.
        if not is_note(words):
            return
        self._coach.check_in.note_after(words, session=session)
        self._console.say("Note kept.")
