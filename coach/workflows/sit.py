"""Sitting: one word says "I sit", one says "I am up"; bouts and warnings are facts.

Where the person is stands in the log alone and is folded from it after every fact, so that the
screen, the watch and the next start go on from the same word.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from coach.domain import sitting, still
from coach.domain.events import Fact, PainScore, SittingStarted, WarningGiven
from coach.domain.outcomes import StillWhy, WarningKind
from coach.domain.pain import Moment, Site
from coach.domain.program import Surface
from coach.domain.sitting import Bout, SittingAdvice
from coach.domain.sitting_state import SittingState, reminder_item
from coach.domain.time_events import ReminderGiven, ReminderPutOff, StillAnswered
from coach.session.cues import Cue, CueKind
from coach.workflows import sitting_words as words
from coach.workflows.sitting_asking import SittingAsking
from coach.workflows.sitting_words import minutes_text
from coach.workflows.steady import Instant

SNOOZED = "It is put off already, once a sitting. Stand up when it is over."
NOT_SITTING = Cue(CueKind.SITTING, "You were not sitting.", spoken=False)


class SittingGuard(SittingAsking):
    """Watches one bout; a tick asks the pure rules and says what they answer, once."""

    def next_at(self) -> datetime | None:
        """When the guard next has something to say."""
        return self._spacing.not_before(self._next_at())

    def _next_at(self) -> datetime | None:
        now, state = self._book.now(), self._book.state()
        bout = self._bout(now)
        if bout is None:
            return self._upright.next_at()
        if still.is_away(state):
            times = self._next_while_away(state, now)
        else:
            times = [self._next_word(state, bout, now)]
            times += [still.long_at(state), self._next_look(state, now)]
        due = min((at for at in times if at is not None), default=None)
        return self._book.at(due).wall if due is not None else None

    def _next_while_away(self, state: SittingState, now: datetime) -> list[datetime | None]:
        """The next word for whoever is back; until then every minute a look, where there is one."""
        idle, bout = self._desktop.idle_seconds(), still.known_bout(state)
        closes = still.closes_at(state)
        if idle is None or bout is None:
            return [closes]
        look = now + timedelta(minutes=1)
        if not still.are_hands_back(state, now, idle):
            return [closes, look]
        word = self._next_word(state, bout, now)
        return [look if word is not None and word <= now else word]

    def _next_word(self, state: SittingState, bout: Bout, now: datetime) -> datetime | None:
        """The next word of the bout; while it is quiet, when that ends or another one is shown."""
        due, free = sitting.next_at(bout), still.word_from(state)
        if due is not None and free is not None:
            due = max(due, free)
        if due is None or due > now:
            return due
        if self._is_locked():
            return None
        if sitting.advice(bout, now) not in bout.held:
            return due
        look = self._quiet.look_at()
        if look is None:
            return due
        later = sitting.score_at(bout)
        ends = self._book.instant(look).steady
        return min(ends, later) if later > now else ends

    def _next_look(self, state: SittingState, now: datetime) -> datetime | None:
        """When to look at the hands again; None where nobody can tell, and once it was asked."""
        idle = self._desktop.idle_seconds()
        if idle is None or StillWhy.IDLE in state.asked or state.question is not None:
            return None
        return still.next_idle_look(idle, now, self._fit.break_minutes())

    # --- what the patient says

    def sit(self, surface: Surface, at: datetime | None = None) -> list[Cue]:
        """The patient sits down, or moves to another surface; it answers `still sitting?` too.

        After a break shorter than the program's minutes the clock goes on from where it was.
        Raises LogError.
        """
        counted = self._look_for_gap()
        when = self._book.instant(at)
        state = self._book.state()
        if state.question is not None:
            counted = []  # It is answered with the same word.
        bout = self._bout(when.steady)
        if bout is not None and state.question is not None and not still.is_away(state):
            self._answered_yes(bout, when)
            if bout.surface is surface:
                return self._say(self._goes_on(when.steady))
        moved = bout is not None and not still.is_away(state)
        if bout is not None:
            self._end(bout, self._end_of(state, when))
        told = self._fit.fit(surface, at=when.wall)
        begun = SittingStarted(bout=self._new_id(), surface=surface)
        self._book.record(begun, at=when)
        self._upright.down()
        sat = self._book.state().bout
        left, carried = 0, 0.0
        if sat is not None:
            carried = sat.carried_minutes
            left = round(sat.limit_minutes - carried)
        text = words.sat_down(surface, left, too_soon=bool(carried) and not moved)
        answers = (*counted, Cue(CueKind.SITTING, text), *told)
        return self._say(*(self._quiet.answer(one, elsewhere=at is not None) for one in answers))

    def stand(self, at: datetime | None = None, minutes: int | None = None) -> list[Cue]:
        """The patient is up; the bout becomes a fact. `minutes` is how long they say they sat.

        While `still sitting?` stands it is the answer no. Raises LogError.
        """
        counted = self._look_for_gap()
        when = self._book.instant(at)
        state = self._book.state()
        bout = self._bout(when.steady)
        if bout is None:
            return counted or [NOT_SITTING]
        if still.sat_on(state, when.steady, self._book.worked_at(state)):
            bout = still.known_bout(state) or bout  # What was slept through is left out.
        elif state.question is not None and when.steady >= state.question.asked_at:
            long = state.question.why is StillWhy.LONG
            return self.answer(words.UP_NOW if long else words.UP, minutes, at=at)
        end = self._said_end(bout, when, minutes)
        self._end(bout, end)
        return self._after_up(bout, end, elsewhere=at is not None)

    def answer(
        self, key: str, minutes: int | None = None, *, at: datetime | None = None
    ) -> list[Cue]:
        """An answer to the question: `still`, `up` or `now`, or one about the limits.

        `minutes` is how long the patient says they sat. Who does not know since when they are up
        sat for as long as somebody vouched for. `at` is when it was given elsewhere. LogError.
        """
        counted = self._look_for_gap()
        state, when = self._book.state(), self._book.instant(at)
        bout = self._bout(when.steady)
        if bout is None or state.question is None:
            if key in (words.STILL, words.UP, words.UP_NOW):
                return counted or ([NOT_SITTING] if bout is None else [])
            return self._fit.answer(key)
        if key == words.STILL:
            self._answered_yes(bout, when)
            return self._say(self._goes_on(when.steady))
        works_on = still.is_away(state) and self._are_hands_back(when.steady)
        end = when
        if key != words.UP_NOW and state.question.why is StillWhy.LONG:
            end = self._book.at(bout.reaches_alone(state.known_minutes()))
        elif key != words.UP_NOW:
            end = self._book.at(state.question.since)
        end = self._said_end(bout, end, minutes)
        with self._records.log.together():
            self._book.record(StillAnswered(bout=bout.id, sitting=False), at=when)
            self._end(bout, end)
        again = words.AGAIN if works_on else ""
        return self._after_up(bout, end, again, elsewhere=at is not None)

    def snooze(self) -> list[Cue]:
        """The one snooze of a bout. Raises LogError."""
        now = self._book.now()
        bout, _ = self._known(now)
        if bout is None:
            return []
        if bout.minutes_at_a_stretch(now) < bout.limit_minutes - 1:
            return [Cue(CueKind.SITTING, "There is time left; no need yet.", spoken=False)]
        if sitting.snooze(bout, now) is None:
            sits = self.now()
            runs = sits is not None and sits.snoozed_minutes > 0
            text = SNOOZED if runs else "One snooze a sitting. Please stand up now."
            return [Cue(CueKind.SITTING, text, spoken=False)]
        item = reminder_item(bout.id)
        self._book.record(ReminderPutOff(item=item, minutes=sitting.SNOOZE_MINUTES))
        return [Cue(CueKind.SITTING, "Three more minutes.", spoken=False)]

    def scored(self, leg: int | None) -> None:
        """The leg score that the second warning asked for; None is "not now"."""
        if leg is not None:
            self._book.record(PainScore(site=Site.LEG, score=leg, moment=Moment.NOW))

    def lies_down(self) -> None:
        """Who rests by the clock neither sits nor stands; it ends without a word. LogError."""
        self._look_for_gap()
        state, when = self._book.state(), self._book.instant()
        bout = self._bout(when.steady)
        if bout is not None:
            self._end(bout, self._end_of(state, when))
        self._upright.down()

    def into_session(self) -> list[Cue]:
        """Who is led through a session neither sits nor stands about any more."""
        cues = self.stand() if self.now() is not None else []
        self._upright.down()
        return cues

    # --- what the clock says

    def tick(self) -> list[Cue]:
        """Say what is due now; the fact first. One thing at a time. Raises LogError."""
        waits = self._spacing.free_at() is not None
        self._unwatched = self._unwatched or self._book.unwatched_since()
        asked = self._look_for_gap()  # At once, or the time until the next line would count as sat.
        if asked:
            return self._say(*(replace(one, spoken=one.spoken and not waits) for one in asked))
        if waits:
            return []
        now, state = self._book.now(), self._book.state()
        if self._are_hands_back(now):
            self._book.works(state, now)
        if self._bout(now) is None:
            self._close_forgotten(state, now)
            cue = self._upright.tick()
            return self._say(cue) if cue is not None else []
        if still.is_away(state):
            return self._tick_while_away(state, now)
        unwatched, self._unwatched = self._unwatched, None
        first = self._ask_first(state, unwatched)
        return first or self._warn(state, now) or self._ask(state, now)

    def _tick_while_away(self, state: SittingState, now: datetime) -> list[Cue]:
        """The machine slept and nobody said yet what was: who is back at it is warned all the
        same, and a bout of which no hand and no word tells is ended where the sleep began."""
        idle, closes = self._desktop.idle_seconds(), still.closes_at(state)
        if idle is not None and still.are_hands_back(state, now, idle):
            at_rest = idle >= still.idle_minutes(self._fit.break_minutes()) * 60
            return [] if at_rest else self._warn(state, now)
        return self._close_slept(state) if closes is not None and now >= closes else []

    def _warn(self, state: SittingState, now: datetime) -> list[Cue]:
        bout, free = still.known_bout(state), still.word_from(state)
        what = sitting.advice(bout, now) if bout is not None else None
        if bout is None or what is None or self._is_locked() or (free is not None and now < free):
            return []
        cue = self._quietly(self._words(bout, what, now))
        if what in bout.held and not cue.spoken:
            return []  # It was shown; it is said when the quiet is over.
        fact: Fact = WarningGiven(kind=WarningKind.SITTING, text=cue.text, spoken=cue.spoken)
        if what is SittingAdvice.SOON:
            item = reminder_item(bout.id)
            fact = ReminderGiven(item=item, text=cue.text, spoken=False, shown=False, nth=1)
        self._book.record(fact)
        return self._say(cue)

    # --- the parts

    def _end_of(self, state: SittingState, when: Instant) -> Instant:
        """When a bout ended that another one follows."""
        if still.is_away(state) and state.question is not None:
            return self._book.at(state.question.since)
        return when

    def _said_end(self, bout: Bout, when: Instant, minutes: int | None) -> Instant:
        if minutes is None:
            return when
        said = bout.reaches_alone(minutes)
        return self._book.at(min(said, self._book.now()))

    def _after_up(
        self, bout: Bout, end: Instant, again: str = "", *, elsewhere: bool = False
    ) -> list[Cue]:
        """`again` is said besides to who was up a while ago and may sit by now."""
        capped = self._upright.up(end.steady)
        locked = self._is_locked()
        break_minutes = self._fit.break_minutes()
        text = f"Good. Stay up for {minutes_text(break_minutes)}, and walk a bit. {capped}".strip()
        if (self._book.now() - end.steady).total_seconds() >= break_minutes * 60:
            sat = f"Noted: {minutes_text(bout.minutes(end.steady))} of sitting."
            text = " ".join(one for one in (sat, capped, again) if one)
        cues = (Cue(CueKind.SITTING, words.LOCKED_UP if locked else text), *self._fit.fit())
        return self._say(*(self._quiet.answer(one, elsewhere=elsewhere) for one in cues))

    def _is_locked(self) -> bool:
        """While a hold stands nothing is asked for, no leg score and no walk."""
        return self._records.course().hold() is not None
