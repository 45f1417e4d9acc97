"""Cold, heat, a rest and a belt by the clock: begun, watched, ended, and over restarts too."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from coach.domain import timers as rule
from coach.domain.agenda import AgendaItem
from coach.domain.errors import CoachError, InputError, LogError
from coach.domain.events import Fact, ItemExcused, Stamped, WarningGiven
from coach.domain.exercise import Exercise
from coach.domain.outcomes import Excuse, TimerKind, TimerOutcome
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.domain.timers import PACKS, Running, Word
from coach.session.cues import Cue, CueKind
from coach.session.phrasing import NUMB_SKIN, skin_check_cue, take_off_cue
from coach.workflows.pack_rest import found_exercise, pack_left_on
from coach.workflows.ports import Speaker
from coach.workflows.quiet import Quiet
from coach.workflows.records import Records
from coach.workflows.safety import TALK_FIRST, Safety
from coach.workflows.sit import SittingGuard
from coach.workflows.skin_again import SkinAgain
from coach.workflows.spacing import Spacing
from coach.workflows.steady import ProcessClocks
from coach.workflows.timer_choice import RUNS_ALREADY, Chosen, TimerChoice
from coach.workflows.timer_clock import TimerClock, TimerTimes
from coach.workflows.timer_words import (
    HURT,
    LATE,
    LEFT_OUT,
    TimerNow,
    begun_words,
    done_fact,
    look_words,
    off_words,
    running_line,
    skin_answer,
    take_off_words,
)
from coach.workflows.today import TodayWorkflow
from coach.workflows.watching import SaidAllTheSameError

LOOK_BACK_DAYS = 7
"""A timer that began before this is not told of any more (source: DESIGN)."""
RECENT_SECONDS = (LOOK_BACK_DAYS - 1) * 24 * 60 * 60.0
"""What began so short a time ago lies within those days, unless the clock was set meanwhile."""
READER_SECONDS = 5.0
"""How long a coach that only reads keeps what it read."""
FORGOTTEN_SECONDS = 30 * 60.0
"""A rest that was over so long ago ends without a word (source: DESIGN)."""
LONGEST_PACK = timedelta(seconds=max(rule.MOST_SECONDS[kind] for kind in PACKS))
"""No pack lies longer: what a lock said to take off is shown for so long (source: DESIGN)."""
RESTED = "Noted: you are up, and the rest is over."
NO_TIMER = "No timer runs."
NOBODY_TIMES = (
    "Take it off first. When the coach is closed nobody times it, unless coach watch is running."
)


class Timers:
    """Watches what runs; whatever the log has begun and not ended is known to it."""

    def __init__(
        self,
        records: Records,
        speaker: Speaker,
        safety: Safety,
        today: TodayWorkflow,
        guard: SittingGuard,
        new_id: Callable[[], str],
        quiet: Quiet,
        spacing: Spacing,
        times: TimerTimes,
        clocks: ProcessClocks | None = None,
    ) -> None:
        self._records = records
        self._speaker = speaker
        self._safety = safety
        self._today = today
        self._guard = guard
        self._new_id = new_id
        self._quiet = quiet
        self._spacing = spacing
        self._kept: tuple[tuple[int, float], list[Running]] | None = None
        self._clock = TimerClock(records, times, clocks)
        self._choice = TimerChoice(records, today, self._clock)
        self._skin = SkinAgain(records)
        self._left_on: list[Stamped] = []
        """A pack that a kill left on and the log could not take: it is counted all the same."""
        self._unsaved: set[tuple[str, Word]] = set()
        """What was said while the log could not be written: it is not said again."""

    # --- what runs

    def now(self) -> list[TimerNow]:
        """What runs, to be shown. Raises LogError."""
        return [TimerNow(one.kind, self._line(one)) for one in self._running()]

    def on_the_skin(self) -> str:
        """How long a pack lies by now, or that it comes off now; empty without one. LogError."""
        over = dict(self.overdue())
        packs = [one for one in self._running() if one.kind in PACKS]
        return " ".join(over.get(one.started.timer) or self._line(one) for one in packs)

    def leaving(self) -> str:
        """What is told to who closes the coach with a pack on the skin; empty without one.

        Raises LogError.
        """
        packs = [self._line(one) for one in self._running() if one.kind in PACKS]
        return " ".join([*packs, NOBODY_TIMES]) if packs else ""

    def next_at(self) -> datetime | None:
        """When the first of them next has something to say."""
        now, times = self._records.now(), []
        for one in self._running():
            wait = rule.seconds_to_next(one, self._elapsed(one))
            if wait is not None:
                due = now + timedelta(seconds=wait)
                times.append(self._when(one, due))
        return min(times, default=None)

    def off_at(self) -> datetime | None:
        """When the next pack is to come off, whether or not the log can be written then; None
        where none lies, or it is time already. Raises LogError."""
        packs = [one for one in self._running() if one.kind in PACKS]
        left = [one.end_seconds - self._elapsed(one) for one in packs]
        ahead = min((seconds for seconds in left if seconds > 0), default=None)
        return None if ahead is None else self._records.now() + timedelta(seconds=ahead)

    def _when(self, one: Running, due: datetime) -> datetime:
        """Cold and heat wait for nobody; a rest and a belt for quiet and for other lines."""
        if one.kind in PACKS:
            return due
        due = self._quiet.said_at(due) if one.held else due
        return self._spacing.not_before(due) or due

    def tick(self) -> list[Cue]:
        """Say what is due now; the facts first.

        Raises SaidAllTheSameError where the log refuses, once each of them was asked.
        """
        cues: list[Cue] = []
        running = self._running()
        locked = bool(running) and self._safety.hold() is not None
        refused: LogError | None = None
        for one in running:
            try:
                cues += self._tick_one(one, locked=locked)
            except SaidAllTheSameError as error:
                refused = refused or error
                cues += error.cues
            except LogError as error:
                refused = refused or error
        if refused is not None:
            raise SaidAllTheSameError(refused, cues)
        return cues

    def _tick_one(self, one: Running, *, locked: bool) -> list[Cue]:
        if locked and one.kind is not TimerKind.REST:
            return self._off_for_hold(one)
        word = rule.word_due(one, self._elapsed(one))
        if one.kind not in PACKS and word is not None and self._spacing.free_at() is not None:
            return []
        return self._say_word(one, word) if word is not None else []

    def overdue(self) -> list[tuple[str, str]]:
        """Packs that lie on the skin past their time, by id, with the words that take them off.

        Nothing is written: it is for a watch beside a coach that holds the home and does not look.
        Raises LogError.
        """
        return [
            (one.started.timer, take_off_words(one, self._exercise(one)))
            for one in self._running()
            if one.kind in PACKS and rule.word_due(one, self._elapsed(one)) is Word.OVER
        ]

    def off_for_lock(self, since: datetime) -> str:
        """What the lock that stands `since` then says to take off; empty when that was long ago.

        By the log, so that a coach that only reads shows it, and one that was started anew.
        Raises LogError.
        """
        lies = [one for one in self._running() if one.kind is not TimerKind.REST]
        words = [take_off_words(one, self._exercise(one)) for one in lies]
        since = max(since, self._records.now() - LONGEST_PACK)
        yesterday = self._records.today() - timedelta(days=1)
        told = self._records.log.read(since=yesterday, kinds=[WarningGiven])
        words += rule.taken_off([one for one in told if one.at >= since])
        return " ".join(dict.fromkeys(words))

    # --- beginning and ending

    def choose(self, kind: TimerKind, minutes: int | None = None) -> Chosen:
        """What would begin now, with the question that comes first.

        Raises SafetyHoldError while a hold stands, InputError that says why not, and when it may.
        """
        chosen = self._chosen(kind, minutes, self._records.now())
        return replace(chosen, said_before=self._skin.ask()) if chosen.question else chosen

    def start(
        self,
        kind: TimerKind,
        minutes: int | None = None,
        *,
        skin_is_fine: bool = False,
        at: datetime | None = None,
    ) -> list[Cue]:
        """Begin. Cold and heat need the yes to the skin question, asked each time.

        Raises what `choose` raises, and ValueError for a pack without the yes.
        """
        now = at or self._records.now()
        chosen = self._chosen(kind, minutes, now)
        if kind in PACKS and not skin_is_fine:
            raise ValueError(kind)
        if kind in PACKS:
            self._skin.require_felt(now)
        if kind is TimerKind.REST:
            self._guard.lies_down()
        started = TimerStarted(
            timer=self._new_id(),
            kind=kind,
            item=chosen.item.id if chosen.item is not None else "",
            exercise=chosen.exercise.id,
            seconds=chosen.seconds,
            longest_seconds=chosen.longest_seconds,
        )
        facts: list[Fact] = [started]
        if kind in PACKS:
            facts.insert(0, skin_answer(chosen, "yes"))
        self._records.record(*facts, at=now)
        passed = max(0.0, (self._records.now() - now).total_seconds())
        self._clock.begin(started.timer, passed)
        over = now + timedelta(seconds=chosen.seconds)
        words = begun_words(chosen, aloud=kind in PACKS or not self._quiet.will_hold(over))
        begun = Cue(CueKind.NOTICE, words)
        return self._say(self._quiet.answer(begun, elsewhere=at is not None))

    def numb(self, kind: TimerKind, *, at: datetime | None = None) -> list[Cue]:
        """The skin does not feel as usual: no pack, and the log says why. Raises as `choose`.

        What safety leaves out counts on neither side (source: clinical 8.4).
        """
        now = at or self._records.now()
        chosen = self._chosen(kind, None, now)
        facts: list[Fact] = [skin_answer(chosen, "no")]
        if chosen.item is not None:
            facts.append(done_fact(chosen.item.id, chosen.exercise.id, chosen.item, 0.0, LEFT_OUT))
            facts.append(ItemExcused(item=chosen.item.id, reason=Excuse.SAFETY))
        self._records.record(*facts, at=now)
        return self._say(NUMB_SKIN)

    def off(self, *, at: datetime | None = None, hurt: bool = False) -> list[Cue]:
        """The patient says that it is over: everything that runs ends. Raises LogError."""
        now = at or self._records.now()
        ago = max(0.0, (self._records.now() - now).total_seconds())
        running = self._running()
        if not running:
            return [Cue(CueKind.NOTICE, NO_TIMER, spoken=False)]
        facts: list[Fact] = []
        for one in running:
            facts += self._ended(one, max(0.0, self._elapsed(one) - ago), hurt=hurt)
            self._came_off(one, ago)
        self._records.record(*facts, at=now)
        words = [off_words(one, self._exercise(one)) for one in running]
        told = Cue(CueKind.NOTICE, " ".join(dict.fromkeys(words)))
        return self._say(self._quiet.answer(told, elsewhere=at is not None))

    def got_up(self, at: datetime | None = None) -> list[Cue]:
        """The patient is up: a rest is over by that. What to say of it; LogError."""
        now = at or self._records.now()
        cues: list[Cue] = []
        for one in self._running():
            if one.kind is TimerKind.REST:
                self._records.record(*self._ended(one, self._elapsed(one), hurt=False), at=now)
                cues = [Cue(CueKind.NOTICE, RESTED, spoken=False)]
        return cues

    def into_session(self) -> list[Cue]:
        """Nobody is led through a session under a pack or in a belt: what runs comes off first.

        What the session is to say first.
        """
        cues: list[Cue] = []
        for one in self._running():
            self._records.record(*self._ended(one, self._elapsed(one), hurt=False))
            self._came_off(one)
            if one.kind is not TimerKind.REST:
                cues.append(take_off_cue(take_off_words(one, self._exercise(one))))
        return cues

    # --- the clock

    def _running(self) -> list[Running]:
        """Read anew after every fact; a coach that only reads looks every few seconds."""
        reader = self._records.log.refusal != ""
        turn = self._records.clock.boot() // READER_SECONDS if reader else 0.0
        key = (self._records.written, turn)
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, self._read())
        return self._kept[1]

    def _read(self) -> list[Running]:
        log = self._records.log
        since = self._records.today() - timedelta(days=LOOK_BACK_DAYS)
        if self._kept is None:
            self._count_on(since)
        # A clock that is set forward loses nothing that runs.
        if self._kept is not None:
            since = min([since, *(one.at.date() for one in self._kept[1])])
        facts = log.read(since=since, kinds=rule.reads())
        if self._kept is None and not self._clock.begun_within(RECENT_SECONDS) <= _begun(facts):
            facts = log.read(kinds=rule.reads())
        facts = log.as_recorded([*facts, *self._left_on])
        own = [one for one in facts if log.is_own(one)]
        running = self._without_ended(rule.still_running(own))
        return [self._with_look(one) for one in running]

    def _count_on(self, since: date) -> None:
        """A pack that a kill left on runs from the yes; another coach that is open counts its own.

        Raises LogError.
        """
        if self._records.log.open_elsewhere:
            return
        left = pack_left_on(self._records, since)
        self._left_on = [left] if left is not None else []
        for one in self._left_on:
            with suppress(LogError):
                self._records.record(one.fact, at=one.at)
                self._left_on = []

    def _without_ended(self, running: list[Running]) -> list[Running]:
        """What came off by a clock that was set back ended on a day before it began, and that day
        may be read no more: whatever was not seen running yet has its end looked for everywhere.
        """
        kept = self._kept[1] if self._kept is not None else []
        seen = {one.started.timer for one in kept}
        if all(one.started.timer in seen for one in running):
            return running
        ended = {fact.timer for _, fact in self._records.whole(TimerEnded).of(TimerEnded)}
        return [one for one in running if one.started.timer not in ended]

    def _with_look(self, one: Running) -> Running:
        exercise = found_exercise(self._records, one.started.exercise)
        pack = exercise.pack if exercise is not None else None
        usual = rule.USUAL_LOOK_SECONDS if one.kind in PACKS else None
        look = pack.check_after_seconds if pack is not None else usual
        return replace(one, look_seconds=look)

    def _elapsed(self, one: Running) -> float:
        return self._clock.elapsed(one)

    # --- words and facts

    def _say_word(self, one: Running, word: Word) -> list[Cue]:
        """One word of a timer; its last one ends it in the same go."""
        elapsed = self._elapsed(one)
        late = rule.was_late(one, elapsed)
        facts: list[Fact] = []
        cue = self._cue(one, word, late=late)
        if cue is not None and one.kind not in PACKS and self._quiet.holds():
            return self._held(one, replace(cue, spoken=False))
        if cue is not None:
            facts.append(
                WarningGiven(kind=rule.WARNING_OF[one.kind], text=cue.text, spoken=cue.spoken)
            )
        if word is Word.OVER and not late and cue is not None:
            facts += self._as_asked(one, elapsed, TimerOutcome.DONE)
        if rule.is_last(one, word) or cue is None:
            unsaid = late or one.kind is TimerKind.REST
            outcome = TimerOutcome.NOT_SAID if unsaid else TimerOutcome.DONE
            seconds = elapsed if unsaid else float(one.end_seconds)
            facts.append(one.ended(seconds, outcome))
            # Who was not told in time may have it on still: the skin rests from the words on.
            self._came_off(one, 0.0 if late else max(0.0, elapsed - one.longest_seconds))
        return self._recorded((one.started.timer, word), facts, cue)

    def _off_for_hold(self, one: Running) -> list[Cue]:
        """Coaching is locked: what lies on the skin or is worn comes off at once."""
        cue = take_off_cue(take_off_words(one, self._exercise(one)))
        said = WarningGiven(kind=rule.WARNING_OF[one.kind], text=cue.text, spoken=cue.spoken)
        facts = [said, *self._ended(one, self._elapsed(one), hurt=False)]
        self._came_off(one)
        return self._recorded((one.started.timer, Word.OVER), facts, cue)

    def _held(self, one: Running, cue: Cue) -> list[Cue]:
        """While it is quiet the end is shown once, and counts; it is said when that is over."""
        if one.held:
            return []
        shown = WarningGiven(kind=rule.WARNING_OF[one.kind], text=cue.text, spoken=False)
        done = self._as_asked(one, self._elapsed(one), TimerOutcome.DONE)
        return self._recorded((one.started.timer, Word.OVER), [shown, *done], cue)

    def _recorded(self, said: tuple[str, Word], facts: list[Fact], cue: Cue | None) -> list[Cue]:
        """The facts, then the word. A pack comes off in time whatever the log does: then raises
        SaidAllTheSameError, or LogError where it was said before."""
        before = said in self._unsaved
        try:
            self._records.record(*facts)
        except LogError as error:
            if cue is None or before:
                raise
            self._unsaved.add(said)
            raise SaidAllTheSameError(error, self._say(cue)) from error
        return self._say(cue) if cue is not None and not before else []

    def _cue(self, one: Running, word: Word, *, late: bool) -> Cue | None:
        """What is said; None for a rest that is long over, or while coaching is locked."""
        if one.kind is TimerKind.REST:
            long_over = self._elapsed(one) > one.end_seconds + FORGOTTEN_SECONDS
            if long_over or self._safety.hold() is not None:
                return None
            return Cue(CueKind.NOTICE, rule.GET_UP if word is Word.OVER else rule.STILL_LYING)
        if word is Word.LOOK:
            return skin_check_cue(look_words(self._exercise(one)))
        words = take_off_words(one, self._exercise(one))
        return take_off_cue(f"{words} {LATE}" if late else words)

    def _came_off(self, one: Running, seconds_ago: float = 0.0) -> None:
        """From now on its skin rests, by a clock that nobody sets."""
        exercise = self._exercise(one)
        if one.kind in PACKS and exercise is not None and exercise.pack is not None:
            self._clock.came_off(seconds_ago, exercise.pack.gap_minutes)

    def _exercise(self, one: Running) -> Exercise | None:
        return found_exercise(self._records, one.started.exercise)

    def _line(self, one: Running) -> str:
        return running_line(one, self._exercise(one), self._elapsed(one))

    def _say(self, cue: Cue) -> list[Cue]:
        self._speaker.say(cue)
        return [cue]

    def _ended(self, one: Running, elapsed: float, *, hurt: bool) -> list[Fact]:
        """The facts of an end that the person brought about."""
        outcome = TimerOutcome.STOPPED if hurt else rule.outcome_by_person(one, elapsed)
        return [*self._as_asked(one, elapsed, outcome), one.ended(elapsed, outcome)]

    def _as_asked(self, one: Running, elapsed: float, outcome: TimerOutcome) -> list[Fact]:
        """What counts for the item that the plan asked; nothing twice, and nothing without one."""
        if not one.started.item or Word.OVER in one.said or one.held:
            return []
        item = self._item(one.started.item)
        seconds = min(elapsed, float(one.end_seconds))
        how = HURT if outcome is TimerOutcome.STOPPED else None
        return [done_fact(one.started.item, one.started.exercise, item, seconds, how)]

    def _item(self, item: str) -> AgendaItem | None:
        """The item as today asks it; None when it is not today's."""
        try:
            items = self._today.look().agenda.items
        except CoachError:
            return None
        return next((one for one in items if one.id == item), None)

    def _chosen(self, kind: TimerKind, minutes: int | None, at: datetime) -> Chosen:
        self._safety.require_free()
        if self._safety.talk_first() is not None:
            raise InputError("Not now", TALK_FIRST)
        self._safety.require_list()
        same = [one for one in self._running() if _excludes(kind, one.kind)]
        if same:
            raise InputError("Not now", f"{RUNS_ALREADY} {self._line(same[0])}")
        return self._choice.choose(kind, minutes, at)


def _begun(facts: Iterable[Stamped]) -> set[str]:
    """Ids of the timers that begin among them."""
    return {stamped.fact.timer for stamped in facts if isinstance(stamped.fact, TimerStarted)}


def _excludes(kind: TimerKind, other: TimerKind) -> bool:
    return kind is other or (kind in PACKS and other in PACKS)
