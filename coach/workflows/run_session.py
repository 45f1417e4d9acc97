"""Running a session: input to the engine, facts to disk, then words, then the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.clock import GapWatch
from coach.domain.agenda import Agenda, AgendaItem, ItemState, item_exercise
from coach.domain.errors import InputError, LogError
from coach.domain.events import ExerciseDone, Fact, SessionEnded, SessionOutcome, SessionStarted
from coach.domain.exercise import Exercise
from coach.domain.pain import PainReport
from coach.session.commands import TICK, Command, Given
from coach.session.cues import Cue, CueKind, Priority
from coach.session.engine import advance
from coach.session.plan import DoneSet, ScriptSettings, SessionItem, SessionPlan, plan_session
from coach.session.script import texts_ahead
from coach.session.state import SessionState, Step
from coach.session.view import SessionView, view
from coach.workflows.ports import Speaker
from coach.workflows.records import Records
from coach.workflows.safety import Safety

if TYPE_CHECKING:
    from collections.abc import Callable

TICK_SECONDS = 0.1
"""How often a front end gives a tick; ticks only look at the clock, they count nothing."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session came to, from its facts."""

    minutes: float
    outcome: SessionOutcome
    sets_done: int
    sets_partial: int
    items: tuple[tuple[str, int, float], ...]
    """Exercise name, repetitions, seconds of work; one line each in the order of doing."""


class SessionRunner:
    """Holds the one state of a running session and does the effects in the right order."""

    def __init__(self, records: Records, speaker: Speaker, state: SessionState) -> None:
        self._records = records
        self._speaker = speaker
        self._watch = GapWatch(records.clock)
        self._facts: list[Fact] = []
        self._unsaved: list[Fact] = []
        self.state = state
        self.trouble = ""
        """Why facts cannot be written just now; empty when all is on disk."""

    def start(self) -> Step:
        """Begin; the voice gets every line ready ahead of need."""
        self._speaker.prepare(texts_ahead(self.state.plan))
        self._watch.poll(0.0)
        return self.give(Given(Command.START))

    def tick(self, expected_seconds: float = TICK_SECONDS) -> Step:
        """Look at the clock; tells the engine when the machine slept."""
        if self._unsaved and not self._flush():
            return Step(self.state)
        slept = sum(
            gap.seconds for gap in self._watch.poll(expected_seconds) if gap.kind == "suspended"
        )
        if slept:
            return self.give(Given(Command.GAP, seconds=slept))
        return self.give(TICK)

    def give(self, given: Given) -> Step:
        """One input: facts first, then cues.

        Raises IllegalCommandError when the phase does not know the command, and LogError when
        facts of an earlier step still cannot be written.
        """
        if self._unsaved and not self._flush() and given.command is not Command.END:
            raise LogError("Not saved", self.trouble)
        step = advance(self.state, given, self._records.clock.monotonic())
        self.state = step.state
        self._facts.extend(step.facts)
        self._unsaved.extend(step.facts)
        if not self._flush():
            return self._not_saved(step)
        if given.command in (Command.PAUSE, Command.HURTS, Command.END, Command.SKIP, Command.BACK):
            self._speaker.stop()
        for cue in step.cues:
            self._speaker.say(cue)
        return step

    def view(self) -> SessionView:
        """The picture to draw now."""
        return view(self.state, self._records.clock.monotonic())

    def summary(self) -> Summary:
        """What was done, by the facts that were written."""
        done = [fact for fact in self._facts if isinstance(fact, ExerciseDone)]
        ended = [fact for fact in self._facts if isinstance(fact, SessionEnded)]
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
            sets_partial=sum(1 for fact in done if fact.outcome.value in ("partial", "stopped")),
            items=tuple(lines.values()),
        )

    def _flush(self) -> bool:
        try:
            self._records.record(*self._unsaved)
        except LogError as error:
            self.trouble = error.message
            return False
        self._unsaved.clear()
        self.trouble = ""
        return True

    def _not_saved(self, step: Step) -> Step:
        """Nothing is said to be done that is not on disk: say why, and wait."""
        self._speaker.stop()
        cue = Cue(CueKind.NOTICE, f"The log cannot be written. {self.trouble}", Priority.WARNING)
        self._speaker.say(cue)
        return replace(step, cues=(cue,))


class Sessions:
    """Makes runners: for what is due, for named items, and for what a kill broke off."""

    def __init__(
        self,
        records: Records,
        speaker: Speaker,
        safety: Safety,
        script_settings: ScriptSettings,
        new_id: "Callable[[], str]",
    ) -> None:
        self._records = records
        self._speaker = speaker
        self._safety = safety
        self.script_settings = script_settings
        self._new_id = new_id

    def choose(self, day: Agenda, words: Sequence[str]) -> list[AgendaItem]:
        """The items to do: what is due, or those whose id or exercise is named.

        Raises InputError for a word that names nothing of today.
        """
        if not words:
            return day.due
        chosen = []
        for word in words:
            found = [item for item in day.items if word in (item.id, item.exercise)]
            found = [item for item in found if item.state is not ItemState.DONE] or found
            if not found:
                names = ", ".join(dict.fromkeys(item.exercise for item in day.items))
                raise InputError("Item", f"'{word}' is not asked today; there are: {names}.")
            chosen.append(next((item for item in found if item.state is ItemState.DUE), found[0]))
        return chosen

    def begin(
        self, items: Sequence[AgendaItem], before: PainReport, *, pace: float = 1.0
    ) -> SessionRunner:
        """A session of these items. Raises SafetyHoldError while a hold stands."""
        self._safety.require_free()
        return self._runner(self._items(items), before, pace=pace)

    def resume(self, day: Agenda, session: str, before: PainReport) -> SessionRunner:
        """Go on from where a kill or power cut broke a session off, and close the old one.

        Raises SafetyHoldError while a hold stands, InputError when nothing of it is left.
        """
        self._safety.require_free()
        today = self._records.between(day.day, day.day)
        broken = today.open_session()
        if broken is None or broken[1].session != session:
            raise InputError("Session", "There is no session to go on with.")
        done: set[DoneSet] = {
            (fact.item, fact.set_no, fact.side)
            for _, fact in today.of(ExerciseDone)
            if fact.session == session
        }
        wanted = [item for item in day.items if item.id in broken[1].items]
        self.close_broken(session)
        return self._runner(
            self._items(wanted), before, already_done=frozenset(done), resumed_from=session
        )

    def close_broken(self, session: str) -> None:
        """Say in the log that a session was cut off: it ended with its last fact."""
        today = self._records.recent(7)
        started = next(
            (pair for pair in today.of(SessionStarted) if pair[1].session == session), None
        )
        if started is None:
            return
        last = max(
            (stamped.at for stamped, fact in today.of(ExerciseDone) if fact.session == session),
            default=started[0].at,
        )
        minutes = max(timedelta(0), last - started[0].at).total_seconds() / 60
        self._records.record(
            SessionEnded(
                session=session,
                stage=started[1].stage,
                outcome=SessionOutcome.INTERRUPTED,
                minutes=round(minutes, 2),
            )
        )

    def plan_for(self, items: Sequence[AgendaItem]) -> SessionPlan:
        """The session laid out without starting it: how long it takes, what will be said."""
        return self._plan(self._items(items), frozenset())

    def _runner(
        self,
        items: list[SessionItem],
        before: PainReport,
        *,
        pace: float = 1.0,
        already_done: frozenset[DoneSet] = frozenset(),
        resumed_from: str | None = None,
    ) -> SessionRunner:
        plan = self._plan(items, already_done)
        if not plan.blocks:
            raise InputError("Session", "There is nothing to do in a session now.")
        current = self._records.require_plan()
        state = SessionState(
            session=self._new_id(),
            stage=current.stage,
            plan=plan,
            before=before,
            thresholds=current.program.thresholds,
            pace=pace,
            resumed_from=resumed_from,
        )
        return SessionRunner(self._records, self._speaker, state)

    def _plan(self, items: list[SessionItem], already_done: frozenset[DoneSet]) -> SessionPlan:
        return plan_session(
            items,
            self.script_settings,
            sore_side=self._records.require_plan().plan.sore_side,
            already_done=already_done,
        )

    def _items(self, items: Sequence[AgendaItem]) -> list[SessionItem]:
        known = self._records.recent().exercises_known()
        made = []
        for item in items:
            exercise = self._records.shelf.exercise(item_exercise(item.id))
            made.append(
                SessionItem(
                    item=item.id,
                    exercise=exercise,
                    dose=item.dose,
                    easier_exercise=self._easier(exercise),
                    first_time=exercise.id not in known,
                    note=item.note,
                )
            )
        return made

    def _easier(self, exercise: Exercise) -> Exercise | None:
        if not exercise.easier.exercise:
            return None
        return self._records.shelf.exercise(exercise.easier.exercise)
