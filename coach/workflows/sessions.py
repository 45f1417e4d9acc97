"""Making sessions: of what is due, of named items, and of what a kill broke off."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from coach.domain.agenda import Agenda, AgendaItem, ItemState, item_exercise
from coach.domain.easier import may_swap
from coach.domain.errors import InputError
from coach.domain.events import ExerciseDone, PainScore, SessionEnded, SessionStarted
from coach.domain.exercise import Exercise, Kind
from coach.domain.history import History
from coach.domain.outcomes import Excuse, Reason, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, PainReport, lowest
from coach.domain.safety_rhythm import real_facts
from coach.domain.safety_signs import furthest_before
from coach.review.easing_words import eased_sentence
from coach.session.between import session_seconds
from coach.session.cues import Cue, CueKind
from coach.session.endings import how_to_get_up_from
from coach.session.few_words import in_few_words, wants_few_words
from coach.session.moving_times import MoveWatch
from coach.session.phrasing import Telling
from coach.session.plan import DoneSet, ScriptSettings, SessionItem, SessionPlan, plan_session
from coach.session.state import SessionState
from coach.workflows.inbox import Inbox
from coach.workflows.pack_rest import PACK_DONE, found_exercise, skin_rests_until
from coach.workflows.ports import Speaker
from coach.workflows.records import Records
from coach.workflows.run_session import SessionRunner
from coach.workflows.safety import Safety

STOPPED_FOR_PAIN = "What was left of it was stopped because it hurt."
NOTHING_LEFT = "Nothing of it is left to do. It is closed, and what you did is kept."
STILL_DOWN = timedelta(hours=1)
"""So long after a lock who was lying may lie there still (source: DESIGN)."""
NOTE_TOLD_TIMES = 2
"""Sessions under one version of a plan in which a therapist's note is spoken; then it is shown."""


class NothingToDoError(InputError):
    """Items of which nothing is left, whenever they are asked for."""


class Sessions:
    """Makes runners: for what is due, for named items, and for what a kill broke off."""

    def __init__(
        self,
        records: Records,
        speaker: Speaker,
        safety: Safety,
        script_settings: ScriptSettings,
        new_id: Callable[[], str],
        few_words_from_pain: int,
        inbox: Inbox,
    ) -> None:
        self._records = records
        self._speaker = speaker
        self._safety = safety
        self.script_settings = script_settings
        self._new_id = new_id
        self._few_words_from_pain = few_words_from_pain
        self._inbox = inbox
        self.moves = MoveWatch()
        """What was seen of getting down, turning and getting up."""

    def choose(self, day: Agenda, words: Sequence[str]) -> list[AgendaItem]:
        """The items to do: what is due, or those whose id or exercise is named.

        Raises InputError for a word that names nothing of today.
        """
        if not words:
            return self._in_order_of_doing(day)
        chosen = []
        for word in words:
            found = [item for item in day.items if word in _names(item)]
            found = [item for item in found if item.state is not ItemState.DONE] or found
            if not found:
                names = ", ".join(dict.fromkeys(item.exercise for item in day.items))
                raise InputError("Item", f"'{word}' is not asked today; there are: {names}.")
            found = [item for item in found if item.excused is not Excuse.SAFETY]
            if not found:
                raise InputError("Item", f"'{word}' is left out for today, to be safe.")
            if all(self._is_pack_done(item) for item in found):
                raise InputError("Too soon", PACK_DONE)
            chosen.append(next((item for item in found if item.state is ItemState.DUE), found[0]))
        return list(dict.fromkeys(chosen))

    def _in_order_of_doing(self, day: Agenda) -> list[AgendaItem]:
        """What is due and led by voice, in the program's own order: fewer ways down and up."""
        plan = self._records.require_plan()
        stage = plan.program.stage(plan.stage)
        asked = plan.program.flare.prescriptions if day.flare else stage.prescriptions
        rank = {prescription.exercise: nth for nth, prescription in enumerate(asked)}
        led = [item for item in day.due if not self._is_habit(item)]
        return sorted(led, key=lambda item: rank.get(item_exercise(item.id), len(rank)))

    def as_they_stand(self, day: Agenda, items: Sequence[AgendaItem]) -> list[AgendaItem]:
        """Items that were chosen before a question, as `day` asks them after the answer."""
        now = {item.id: item for item in day.items}
        found = [now.get(item.id, item) for item in items]
        return [item for item in found if item.excused is not Excuse.SAFETY]

    def _is_habit(self, item: AgendaItem) -> bool:
        return self._exercise(item).kind is Kind.HABIT

    def begin(
        self, items: Sequence[AgendaItem], before: PainReport, *, pace: float = 1.0
    ) -> SessionRunner:
        """A session of these items. Raises SafetyHoldError while a hold stands."""
        self._safety.require_free()
        return self._runner(items, before, pace=pace)

    def resume(
        self, day: Agenda, session: str, before: PainReport, *, pace: float = 1.0
    ) -> SessionRunner:
        """Go on from where a kill or power cut broke a session off, and close the old one.

        Sets of a session at another pace were not really done (or not rehearsed): all come again.

        Raises SafetyHoldError while a hold stands, InputError when nothing of it is left.
        """
        self._safety.require_free()
        today = self._records.between(day.day, day.day)
        broken = today.open_session()
        if broken is None or broken[1].session != session:
            raise InputError("Session", "There is no session to go on with.")
        sets = today.sets_so_far(session, pace)
        done: set[DoneSet] = {(fact.item, fact.set_no, fact.side) for fact in sets}
        hurt = {fact.item for fact in sets if _stopped_for_pain(fact)}
        asked = {one.id: one for one in day.items}
        left = [one for one in _from_where_it_stopped(broken[1].items, sets) if one not in hurt]
        wanted = self.as_they_stand(day, [asked[one] for one in left if one in asked])
        try:
            runner = self._runner(
                wanted,
                before,
                pace=pace,
                already_done=frozenset(done),
                resumed_from=session,
                before_cut=_before(today, session),
            )
        except NothingToDoError:
            # Also where it was cut off behind its last set: else it is offered at each start.
            self.close_broken(session)
            raise InputError("Session", STOPPED_FOR_PAIN if hurt else NOTHING_LEFT) from None
        self.close_broken(session)
        return runner

    def way_up(self) -> str:
        """How to get up, for who reads a lock again that stopped a session a short while ago.

        The log knows the position by the set that was stopped, or by the first item while no set
        was begun; otherwise nothing is said. Raises LogError.
        """
        recent = self._records.recent(1)
        ends = list(recent.of(SessionEnded))
        if not ends:
            return ""
        stamped, ended = ends[-1]
        long_ago = self._records.now() - stamped.at > STILL_DOWN
        if long_ago or ended.outcome is not SessionOutcome.HELD:
            return ""
        name = _stopped_in(recent, ended.session)
        exercise = self._find(name) if name else None
        if exercise is None:
            return ""
        return how_to_get_up_from(exercise.position, self.script_settings)

    def broken_words(self, session: str) -> str:
        """What a patient reads of a session that was cut off. Raises LogError."""
        sets = self._records.recent(7).sets_so_far(session, 1)
        hurt = dict.fromkeys(fact.exercise for fact in sets if _stopped_for_pain(fact))
        names = ", ".join(self._records.shelf.exercise(one).name for one in hurt)
        said = f" You had said that it hurt, so this stays out: {names}." if names else ""
        return f"What you did is kept. You can go on where it stopped.{said}"

    def close_broken(self, session: str) -> None:
        """Say in the log that a session was cut off; nothing when it has an end already."""
        cut_off = self._records.recent(7).cut_off(session)
        if cut_off is not None:
            self._records.record(cut_off)

    def require_something(self, items: Sequence[AgendaItem]) -> None:
        """Raises InputError with the reason when a session of these has nothing in it."""
        if not self.plan_for(items).blocks:
            raise self._nothing_to_do(items)

    def plan_for(self, items: Sequence[AgendaItem]) -> SessionPlan:
        """The session laid out without starting it: what will be said."""
        return self._plan(self._items(items), self.script_settings)

    def seconds_for(self, items: Sequence[AgendaItem]) -> float:
        """How long a session of these items takes when nothing stops it."""
        return session_seconds(self.plan_for(items))

    def _nothing_to_do(self, items: Sequence[AgendaItem]) -> InputError:
        """Why a session of these items has nothing in it."""
        if any(self._is_pack_done(item) for item in items):
            return NothingToDoError("Too soon", PACK_DONE)
        recent = self._records.recent()
        for item in items:
            until = self._skin_rests_until(self._exercise(item), recent)
            if until is not None:
                at = until.astimezone(self._records.now().tzinfo).strftime("%H:%M")
                return InputError("Too soon", f"Your skin rests until {at}; no pack before that.")
        return NothingToDoError("Session", "There is nothing to do in a session now.")

    def _runner(
        self,
        items: Sequence[AgendaItem],
        before: PainReport,
        *,
        pace: float = 1.0,
        already_done: frozenset[DoneSet] = frozenset(),
        resumed_from: str | None = None,
        before_cut: PainReport | None = None,
    ) -> SessionRunner:
        asked = self._items(items)
        fewer = self._plan(asked, in_few_words(self.script_settings), already_done)
        if not fewer.blocks:
            raise self._nothing_to_do(items)
        few = wants_few_words(before, self._few_words_from_pain)
        plan = fewer if few else self._plan(asked, self.script_settings, already_done)
        current = self._records.require_plan()
        state = SessionState(
            session=self._new_id(),
            stage=current.stage,
            plan=plan,
            before=before,
            thresholds=current.program.thresholds,
            fewer=None if few else fewer,
            few_words_from_pain=self._few_words_from_pain,
            pace=pace,
            resumed_from=resumed_from,
            before_cut=before_cut or PainReport(),
            reach_before=furthest_before(real_facts(self._records.recent(7)), self._records.now()),
        )
        runner = SessionRunner(
            self._records,
            self._speaker,
            state,
            self._safety.require_free,
            usual_words_per_minute=round(self.script_settings.words_per_minute),
            moves=self.moves,
            inbox=self._inbox,
        )
        runner.first = self._left_out(items)
        return runner

    def _left_out(self, items: Sequence[AgendaItem]) -> list[Cue]:
        """Why a pack that was asked for is not in the session: the skin rests."""
        recent, now = self._records.recent(2), self._records.now()
        cues = []
        for exercise in dict.fromkeys(self._exercise(item) for item in items):
            until = self._skin_rests_until(exercise, recent)
            if until is not None:
                at = until.astimezone(now.tzinfo).strftime("%H:%M")
                why = f"{exercise.name}: left out now. Your skin rests until {at}."
                cues.append(Cue(CueKind.NOTICE, why))
        return cues

    def _plan(
        self,
        items: list[SessionItem],
        settings: ScriptSettings,
        already_done: frozenset[DoneSet] = frozenset(),
    ) -> SessionPlan:
        return plan_session(
            items,
            settings,
            sore_side=self._records.require_plan().plan.sore_side,
            already_done=already_done,
        )

    def _items(self, items: Sequence[AgendaItem]) -> list[SessionItem]:
        """The items with their exercises.

        A pack is left out while the skin needs its rest, after another pack of this session, and
        when it was on as often as the day asks.
        """
        recent = self._records.recent()
        plan = self._records.require_plan()
        done = recent.sessions_of_exercises()
        heard = recent.sessions_of_exercises(plan.program.plan_version)
        with_pack = False
        made = []
        for item in items:
            exercise = self._exercise(item)
            if exercise.pack is not None:
                rests = self._skin_rests_until(exercise, recent) is not None
                if with_pack or rests or self._is_pack_done(item):
                    continue
                with_pack = True
            made.append(
                SessionItem(
                    item=item.id,
                    exercise=exercise,
                    dose=item.dose,
                    easier_exercise=self._easier(exercise),
                    easing=plan.program.easing,
                    ask_reach=self._asks_reach(item_exercise(item.id)),
                    telling=_telling(done[exercise.id]),
                    change=eased_sentence(item.eased) if item.eased is not None else "",
                    note=item.note,
                    note_told=heard[exercise.id] >= NOTE_TOLD_TIMES,
                )
            )
        return made

    def _exercise(self, item: AgendaItem) -> Exercise:
        return self._records.shelf.exercise(item.exercise)

    def _skin_rests_until(self, exercise: Exercise, recent: History) -> datetime | None:
        """When a pack may go on again; None when it may now."""
        return skin_rests_until(recent, self._find, exercise, self._records.now())

    def _is_pack_done(self, item: AgendaItem) -> bool:
        return item.state is ItemState.DONE and self._exercise(item).pack is not None

    def _find(self, name: str) -> Exercise | None:
        return found_exercise(self._records, name)

    def _asks_reach(self, exercise: str) -> bool:
        """Whether what the plan asks, in whose place another may come, asks for the leg."""
        try:
            return self._records.shelf.exercise(exercise).check_reach
        except InputError:
            return False

    def _easier(self, exercise: Exercise) -> Exercise | None:
        """The entry that is its easier form; None when it does not suit this plan's patient."""
        if not exercise.easier.exercise:
            return None
        form = self._records.shelf.exercise(exercise.easier.exercise)
        return form if may_swap(exercise, form, self._records.require_plan().program) else None


def _stopped_for_pain(fact: ExerciseDone) -> bool:
    """Whether the rest of its item stays out, however often the session is gone on with."""
    return fact.outcome is SetOutcome.STOPPED or fact.reason is Reason.PAIN


def _stopped_in(history: History, session: str) -> str:
    """The exercise in which a session was stopped; empty where the log does not tell."""
    sets = [fact for _, fact in history.of(ExerciseDone) if fact.session == session]
    if sets:
        return sets[-1].exercise if sets[-1].outcome is SetOutcome.STOPPED else ""
    begun = [fact for _, fact in history.of(SessionStarted) if fact.session == session]
    return item_exercise(begun[-1].items[0]) if begun and begun[-1].items else ""


def _from_where_it_stopped(items: Sequence[str], sets: Sequence[ExerciseDone]) -> Sequence[str]:
    """The items of a session from the one it was cut off in, in the order it had.

    What lies before it is over, whether it was done or left out.
    """
    last = next((fact for fact in reversed(sets) if fact.item in items), None)
    if last is None:
        return items
    left_out = last.outcome is SetOutcome.SKIPPED
    return items[items.index(last.item) + left_out :]


def _before(history: History, session: str) -> PainReport:
    """The lowest that was said before a session and those it went on from."""
    line = history.line_of(session)
    said = PainReport()
    for _, fact in history.of(PainScore):
        if fact.moment is Moment.BEFORE and fact.session in line:
            score = {fact.site.value: fact.score}
            said = lowest(said, PainReport(reach=fact.reach, **score))
    return said


def _names(item: AgendaItem) -> tuple[str, ...]:
    """What a person may call an item: by its id, by what is done, by what the plan asks."""
    return (item.id, item.exercise, item_exercise(item.id))


def _telling(sessions_done: int) -> Telling:
    """All of it the first time, less the second, and least from then on."""
    return Telling(min(sessions_done, Telling.LEAST))
