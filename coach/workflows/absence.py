"""The machine was asleep or off: noticed once, asked about in one question, answered once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from coach.domain.agenda import Agenda, AgendaItem, ItemState
from coach.domain.dose_words import listed
from coach.domain.events import Fact, ItemExcused
from coach.domain.history import History, history_of
from coach.domain.outcomes import AwayAnswer, Excuse
from coach.domain.reminding import (
    LATER_MINUTES,
    REMINDER_FACTS,
    AwayQuestion,
    away_id,
    away_question,
    believed,
)
from coach.domain.time_events import AwayAnswered, ReminderGiven, ReminderPutOff
from coach.workflows.records import Records
from coach.workflows.steady import ProcessClocks

AWAY_AFTER = timedelta(minutes=10)
"""Without a sign of any coach for this long, it was off or the machine slept (DESIGN)."""


class Presence(Protocol):
    """A mark that running coaches leave, so that the next one knows when the last was there."""

    def last(self) -> datetime | None:
        """When a coach was last there; None when nobody knows."""

    def mark(self, now: datetime) -> None:
        """A coach is there now; cheap, and never raises."""


class Absence:
    """Knows since when nobody was there, and keeps the one question about it in the log."""

    def __init__(
        self, records: Records, presence: Presence, clocks: ProcessClocks | None = None
    ) -> None:
        """`clocks` is what the coach before this one in the process saw of the clocks."""
        self._records = records
        self._presence = presence
        self._clocks = clocks or ProcessClocks()
        self._since: datetime | None = None

    def arrive(self, now: datetime) -> datetime | None:
        """Since when nobody was there, when that ends with this call; None when somebody was.

        To be called before anything else is written: a new fact would look like a sign.
        """
        since = self._gap(now)
        self._clocks.here_at = self._records.clock.boot()
        self._presence.mark(now)
        if since is not None:
            self._since = since
        return since

    def take(self, now: datetime) -> datetime | None:
        """The same, with the last absence that ended at an earlier call and was not taken yet."""
        self.arrive(now)
        since, self._since = self._since, None
        return since

    def _gap(self, now: datetime) -> datetime | None:
        here_at = self._clocks.here_at
        if here_at is not None:
            # A wall clock that is set is no absence: the machine was awake.
            passed = timedelta(seconds=self._records.clock.boot() - here_at)
            return now - passed if passed >= AWAY_AFTER else None
        signs = (self._presence.last(), self._records.log.last_at())
        # A sign after now is one of a wrong clock: it tells nothing of when that was.
        last = max((at for at in signs if at is not None and at <= now), default=None)
        return last if last is not None and now - last >= AWAY_AFTER else None

    def note(self, day: Agenda, since: datetime, now: datetime) -> bool:
        """Keep, once, that there is something to ask; False when nothing is open. LogError."""
        if self._records.log.refusal:
            return False
        if not any(since < item.due_at <= now for item in day.due):
            return False
        given = ReminderGiven(item=away_id(since), text="", spoken=False, shown=False, nth=0)
        known = all_reminders(self._records, now.date()).of(ReminderGiven)
        if all(fact.item != given.item for _, fact in known):
            self._records.record(given)
        return True

    def question(self, history: History, day: Agenda) -> AwayQuestion | None:
        """The question that waits for an answer; None when nothing of it is open any more."""
        asked = away_question(history, day.day)
        if asked is None or not asked.about(day.due):
            return None
        return asked

    def answer(self, asked: AwayQuestion, day: Agenda, answer: AwayAnswer) -> None:
        """Write the answer down. Raises LogError.

        Later: everything open is put off. Skip: all that fell due meanwhile and was not done
        leaves both sides of the adherence sum, because the computer was asleep or off.
        """
        facts: list[Fact] = [AwayAnswered(since=asked.since, answer=answer)]
        if answer is AwayAnswer.LATER:
            facts += [
                ReminderPutOff(item=item.id, minutes=LATER_MINUTES) for item in asked.about(day.due)
            ]
        elif answer is AwayAnswer.SKIP:
            left = (*day.due, *day.in_state(ItemState.MISSED))
            facts += [
                ItemExcused(item=item.id, reason=Excuse.ASLEEP)
                for item in asked.about(left)
                if item.declined is None
            ]
        self._records.record(*facts)


def reminder_history(records: Records, now: datetime) -> History:
    """What was said, put off and asked for since yesterday, as far as it is believed. LogError."""
    return believed(all_reminders(records, now.date()), now)


def all_reminders(records: Records, today: date) -> History:
    """The same with what a wrong clock left. Raises LogError."""
    since = today - timedelta(days=1)
    facts = records.log.read(since=since, kinds=list(REMINDER_FACTS))
    return history_of(records.as_one_device(facts))


def fell_due(day: Agenda, since: datetime, now: datetime) -> tuple[AgendaItem, ...]:
    """What fell due between two times and was neither done nor left out."""
    open_states: Sequence[ItemState] = (ItemState.MISSED, ItemState.DUE)
    return tuple(
        item
        for item in day.items
        if item.state in open_states and item.declined is None and since < item.due_at <= now
    )


def away_text(names: Sequence[str]) -> str:
    """What fell due meanwhile, as it is said and shown before the three answers."""
    return f"While the computer was asleep or off, this fell due: {each(names)}."


def each(names: Sequence[str]) -> str:
    """`A, B and C`, each name once."""
    return listed(list(dict.fromkeys(names)))
