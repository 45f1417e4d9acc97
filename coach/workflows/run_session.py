"""Running a session: input to the engine, facts to disk, then words, then the answer."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from coach.clock import GapWatch
from coach.domain.errors import IllegalCommandError, InputError, LogError
from coach.domain.events import ExerciseDone, Fact, SessionEnded
from coach.domain.outcomes import Reason, SessionOutcome
from coach.domain.pain import PainReport
from coach.session.answers import HURT_ANSWER_SECONDS
from coach.session.commands import TICK, Command, Given
from coach.session.cues import Cue, CueKind, Priority
from coach.session.during import answer_of
from coach.session.endings import how_to_get_up, take_off
from coach.session.engine import advance
from coach.session.few_words import few_words_sentence
from coach.session.moving_times import MoveWatch
from coach.session.next_due import seconds_to_next
from coach.session.phrasing import skin_question_cue
from coach.session.script import texts_ahead
from coach.session.state import Phase, SessionState, Step
from coach.session.view import SessionView, view
from coach.workflows.inbox import SESSION, Inbox, Request
from coach.workflows.ports import Speaker
from coach.workflows.records import Records
from coach.workflows.skin_again import SkinAgain

TICK_SECONDS = 0.1
"""How often a front end gives a tick at least; ticks only look at the clock, they count nothing."""
LEAST_TICK_SECONDS = 0.002
"""Two ticks are no closer than this."""
WAKE_AHEAD_SECONDS = 0.4
"""So long before a cue the sound device is woken: the lead-in is over by then, whatever tick of
0.1 s comes first (source: DESIGN)."""

STANDS_STILL = (Command.PAUSE, Command.HURTS, Command.EMERGENCY)
"""Commands that only stop something: heard and answered whatever the log does."""
SILENCES = (*STANDS_STILL, Command.END)
"""Commands that stop the voice before anything is written; a red flag was answered in silence."""
ALWAYS_HEARD = (
    *(*STANDS_STILL, Command.ANSWERING, Command.LISTED, Command.END, Command.RED_FLAG),
    *(Command.TICK, Command.GAP),
)
"""What is obeyed while earlier facts still cannot be written."""
STARTS_NOTHING = (*ALWAYS_HEARD, Command.SCORED)
"""Commands that a safety hold does not refuse."""

ANSWER_THEN = "answer"
"""What whoever has felt the skin once more is to do in a session: the question still stands."""

HUSHES = (
    *(Command.RESUME, Command.REPEAT, Command.BACK, Command.DONE, Command.SKIP, Command.EASIER),
    *(Command.SCORED, Command.YES, Command.NO),
)
"""Commands after which what is being said no longer holds: their own words begin at once."""


class Summary(Struct, frozen=True):
    """What a session came to, from its facts."""

    minutes: float
    outcome: SessionOutcome
    sets_done: int
    sets_partial: int
    items: tuple[tuple[str, int, float], ...]
    """Exercise name, repetitions, seconds of work; one line each in the order of doing."""
    left_for_pain: bool
    """Whether something was stopped or left out for pain."""

    @property
    def nothing_done(self) -> bool:
        """Whether there was no repetition and no second of work in all of it."""
        return not any(reps or seconds > 0 for _, reps, seconds in self.items)


class SessionRunner:
    """Holds the one state of a running session and does the effects in the right order.

    `require_free` raises SafetyHoldError while a hold stands.
    """

    def __init__(
        self,
        records: Records,
        speaker: Speaker,
        state: SessionState,
        require_free: Callable[[], None],
        usual_words_per_minute: int,
        moves: MoveWatch,
        inbox: Inbox,
    ) -> None:
        self._records = records
        self._speaker = speaker
        self._require_free = require_free
        self._usual_words_per_minute = usual_words_per_minute
        self._moves = moves
        self._inbox = inbox
        self._paused_at = 0.0
        self._slowed = False
        self._watch = GapWatch(records.clock)
        self._written: list[Fact] = []
        self._unsaved: list[tuple[datetime, tuple[Fact, ...]]] = []
        self._scored: PainReport | None = None
        self._skin = SkinAgain(records)
        self._said_no = ""
        """What comes before the question about the skin that stands: a no of this day."""
        self.state = state
        self.trouble = ""
        """Why facts cannot be written just now; empty when all is on disk."""
        self.way_up = ""
        """How to get up, for who ended it lying down: shown until it is read."""
        self.first: Sequence[Cue] = ()
        """What is said before the session's own first words."""

    def start(self) -> Step:
        """Begin; the voice gets every line ready ahead of need, slower where few words are said.

        However the session ends, the voice has its usual rate again.
        """
        settings = self.state.plan.settings
        self._speaker.stop()  # What was asked is answered: the first words come in their time.
        for cue in self.first:
            self._speaker.say(cue)
        if settings.few_words:
            self._slowed = True
            self._speaker.speak_at(round(settings.words_per_minute))
        try:
            self._speaker.prepare(texts_ahead(self.state.plan))
            self._watch.poll(0.0)
            step = self.give(Given(Command.START))
        except BaseException:
            self._speak_as_usual()
            raise
        step = replace(step, cues=(*self.first, *step.cues))
        if not settings.few_words:
            return step
        why = Cue(CueKind.NOTICE, few_words_sentence(self.state.before), spoken=False)
        return replace(step, cues=(why, *step.cues))

    def _say_less(self, before: SessionState) -> None:
        """Where few words began within the session, the voice gets them ready, and is slower."""
        plan = self.state.plan
        if not plan.settings.few_words or before.plan.settings.few_words:
            return
        self._slowed = True
        self._speaker.speak_at(round(plan.settings.words_per_minute))
        self._speaker.prepare(texts_ahead(replace(plan, blocks=plan.blocks[self.state.block :])))

    def _speak_as_usual(self) -> None:
        if self._slowed:
            self._slowed = False
            self._speaker.speak_at(self._usual_words_per_minute)

    def tick(self, expected_seconds: float = TICK_SECONDS) -> Step:
        """Look at the clock; tells the engine when the machine slept.

        While facts cannot be written the session stands still, but for a pack on the skin: its
        time runs on whatever the log does, it comes off in time, and a pause says to take it off.
        """
        if not (self._flush() or self._under_pack() or self.state.paused_with_pack):
            return Step(self.state)
        slept = self._slept(expected_seconds)
        if slept:
            return self._give(Given(Command.GAP, seconds=slept))
        step = self._give(TICK)
        self._wake_ahead()
        return step

    def _wake_ahead(self) -> None:
        """A device that fell asleep is woken before the next cue is due, never under it."""
        due = seconds_to_next(self.state, self._records.clock.monotonic())
        if due is not None and 0 < due <= WAKE_AHEAD_SECONDS:
            self._speaker.wake()

    @property
    def next_tick_seconds(self) -> float:
        """How long to wait for the next tick: until what is due next, at most a common tick."""
        due = seconds_to_next(self.state, self._records.clock.monotonic())
        return TICK_SECONDS if due is None else min(TICK_SECONDS, max(LEAST_TICK_SECONDS, due))

    def give(self, given: Given) -> Step:
        """One input: facts first, then cues.

        What the machine slept since the last look comes before it; a command that then fits no
        more is answered by the question about the gap.

        Raises IllegalCommandError when the phase does not know the command, SafetyHoldError for
        what would go on under a hold, and LogError when facts of an earlier step still cannot be
        written.
        """
        slept = self._slept(0.0)
        if not slept:
            return self._give(given)
        gap = self._give(Given(Command.GAP, seconds=slept))
        try:
            step = self._give(given)
        except IllegalCommandError:
            return gap
        return replace(step, facts=gap.facts + step.facts, cues=gap.cues + step.cues)

    def waits_anew(self) -> None:
        """Somebody comes back to the session: the question that stands waits as long as at first.

        Where none stands nothing changes.
        """
        with suppress(IllegalCommandError):
            self._give(Given(Command.ANSWERING, seconds=HURT_ANSWER_SECONDS))

    def _slept(self, expected_seconds: float) -> float:
        gaps = self._watch.poll(expected_seconds)
        return sum(gap.seconds for gap in gaps if gap.kind == "suspended")

    def _give(self, given: Given) -> Step:
        try:
            return self._answer(given)
        finally:
            if self.state.phase.over:
                self._speak_as_usual()

    def _answer(self, given: Given) -> Step:
        before, now = self.state, self._records.clock.monotonic()
        if given.command in SILENCES:
            step = advance(before, given, now)
            self._speaker.stop()
            waits = not self._flush()
        else:
            waits = self._require_ready(given)
            if given.command is Command.YES and (refused := self._not_felt_yet()) is not None:
                return refused
            step = advance(before, given, now)
        step = self._after_a_no(before, step)
        self.state = step.state
        if given.command is Command.END:
            self.way_up = " ".join(cue.text for cue in step.cues if cue.kind is CueKind.MOVE)
        elif given.command is Command.RED_FLAG:
            self.way_up = how_to_get_up(before)
        self._say_less(before)
        self._note_score(before, given)
        self._see_move(before, given, now)
        if step.facts:
            self._unsaved.append((self._records.now(), step.facts))
        if not self._flush():
            if given.command is Command.YES:
                # No pack goes on that the log does not know of: the question stays open.
                self.state = before
                del self._unsaved[-1]
                step = Step(before)
            return self._not_saved(given, step, told=waits)
        if given.command in HUSHES:
            self._speaker.stop()
        for cue in step.cues:
            self._speaker.say(cue)
        return step

    def _after_a_no(self, before: SessionState, step: Step) -> Step:
        """The question about the skin says the no of this day first."""
        if step.state.phase is not Phase.ASKING_SKIN or step.state.pace != 1:
            return step
        if before.phase is not Phase.ASKING_SKIN:
            self._said_no = ""
            with suppress(LogError):  # Without a log that can be read no yes counts.
                self._said_no = self._skin.ask()
        cues = (self._told(cue) if cue.kind is CueKind.QUESTION else cue for cue in step.cues)
        return replace(step, cues=tuple(cues))

    def _told(self, question: Cue) -> Cue:
        return replace(question, text=f"{self._said_no} {question.text}".strip())

    def _not_felt_yet(self) -> Step | None:
        """The answer to a yes that comes at once after a no of this day: the question stays open.

        Raises LogError.
        """
        block, asked = self.state.current_block, self.state.phase is Phase.ASKING_SKIN
        pack = block.exercise.pack if block is not None and asked else None
        if pack is None or self.state.pace != 1:
            return None
        try:
            self._skin.require_felt(self._records.now(), then=ANSWER_THEN)
        except InputError as error:
            question = skin_question_cue(pack.question)
            cue = replace(question, text=f"{error.message} {question.text}")
            self._speaker.stop()
            self._speaker.say(cue)
            return Step(self.state, cues=(cue,))
        return None

    def _require_ready(self, given: Given) -> bool:
        """Whether earlier facts still wait for the log. Raises LogError and SafetyHoldError."""
        waits = not self._flush()
        if waits and given.command not in ALWAYS_HEARD and not self._under_pack():
            raise LogError("Not saved", self.trouble)
        after_exercise = self.state.phase is Phase.ASKING_REACH and given.command is Command.SCORED
        if given.command not in STARTS_NOTHING or after_exercise:
            self._require_free()
        return waits

    @property
    def scored_last(self) -> PainReport | None:
        """What "that hurts" was answered with, when nothing came after it but the end.

        Nobody is asked the same three questions twice in a row; after the whole list they are
        asked anew.
        """
        return self._scored

    def _note_score(self, before: SessionState, given: Given) -> None:
        goes_on = self.state.phase in (Phase.RUNNING, Phase.COUNTING_IN)
        if before.phase is Phase.ASKING_PAIN and given.command is Command.SCORED:
            report = answer_of(before, given.report)
            self._scored = report if report != PainReport() else None
        elif goes_on or given.command is Command.LISTED:
            self._scored = None

    def _see_move(self, before: SessionState, given: Given, now: float) -> None:
        """A move that is over early, or that needs a pause, shows how long this person needs."""
        step = before.current
        if step is None or step.move is None or before.pace != 1:
            return
        if before.phase is Phase.RUNNING and self.state.phase is Phase.PAUSED:
            self._paused_at = now
        elif given.command is Command.RESUME and before.phase is Phase.PAUSED:
            self._moves.longer(step.move, before.elapsed_seconds + now - self._paused_at)
        elif given.command is Command.DONE and before.phase is Phase.RUNNING:
            self._moves.early(step.move, before.elapsed(now))

    @property
    def take_off(self) -> str:
        """What to take off the skin, as far as anybody knows; empty for nothing."""
        if self.state.phase.over:
            return ""
        return " ".join(cue.text for cue in take_off(self.state))

    def view(self) -> SessionView:
        """The picture to draw now."""
        return view(self.state, self._records.clock.monotonic())

    def summary(self) -> Summary:
        """What was done, by the facts that were written."""
        done = [fact for fact in self._written if isinstance(fact, ExerciseDone)]
        ended = [fact for fact in self._written if isinstance(fact, SessionEnded)]
        shelf = self._records.shelf
        lines: dict[str, tuple[str, int, float]] = {}
        for fact in done:
            name = shelf.exercise(fact.exercise).name
            _, reps, seconds = lines.get(fact.exercise, (name, 0, 0.0))
            lines[fact.exercise] = (name, reps + fact.reps, seconds + fact.seconds)
        return Summary(
            minutes=ended[-1].minutes if ended else 0.0,
            outcome=ended[-1].outcome if ended else SessionOutcome.INTERRUPTED,
            sets_done=sum(1 for fact in done if fact.outcome.value == "done"),
            sets_partial=sum(
                1
                for fact in done
                if fact.outcome.value in ("partial", "stopped") and (fact.reps or fact.seconds > 0)
            ),
            items=tuple(lines.values()),
            left_for_pain=any(fact.reason is Reason.PAIN for fact in done),
        )

    def _under_pack(self) -> bool:
        """Whether a pack lies on the skin now; before the yes to the skin question none does."""
        step = self.state.current
        return step is not None and step.pack is not None and self.state.phase is Phase.RUNNING

    def _flush(self) -> bool:
        """Write what is not on disk yet, each with the time it happened; whether all is."""
        while self._unsaved:
            at, facts = self._unsaved[0]
            try:
                self._records.record(*facts, at=at)
            except LogError as error:
                self.trouble = error.message
                return False
            self._written.extend(facts)
            del self._unsaved[0]
        self.trouble = ""
        return True

    def leave(self) -> bool:
        """Nobody looks on any more: what the log refuses waits beside it, for who looks next.

        Whether all is kept; what the disk refuses there as well is tried again by the next call.
        """
        self._flush()
        while self._unsaved:
            at, facts = self._unsaved[0]
            try:
                self._inbox.put(Request(what=SESSION, at=at, facts=facts))
            except OSError:
                return False
            self._written.extend(facts)
            del self._unsaved[0]
        return True

    def _not_saved(self, given: Given, step: Step, *, told: bool) -> Step:
        """Nothing is said to be done that is not on disk: say why, once, and wait.

        What keeps the person safe is said all the same.
        """
        cues = step.cues
        if given.command not in STANDS_STILL:
            cues = tuple(cue for cue in cues if cue.priority <= Priority.WARNING)
        if not told:
            self._speaker.stop()
        if not told:
            text = f"The log cannot be written. {self.trouble}"
            cues = (*cues, Cue(CueKind.NOTICE, text, Priority.WARNING))
        for cue in cues:
            self._speaker.say(cue)
        return replace(step, cues=cues)
