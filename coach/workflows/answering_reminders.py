"""What a patient answers to a reminder: later, not today and why, or quiet for a while."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.errors import InputError, SafetyHoldError
from coach.domain.events import Fact
from coach.domain.history import History
from coach.domain.notices import OPEN, Pressed
from coach.domain.outcomes import AwayAnswer, QuietWhy, Reason
from coach.domain.reminding import (
    LATER_MINUTES,
    LONGEST_LATER_MINUTES,
    LONGEST_QUIET_MINUTES,
    Told,
    quiet_until,
    told,
)
from coach.domain.sitting_state import is_of_sitting
from coach.domain.time_events import (
    AwayAnswered,
    QuietBegun,
    QuietEnded,
    ReminderGiven,
    ReminderPutOff,
)
from coach.session.cues import Cue, CueKind
from coach.workflows.absence import each, reminder_history
from coach.workflows.inbox import Request
from coach.workflows.records import Records
from coach.workflows.remind import AWAY_BUTTONS, AWAY_NOTICE, DUE_NOTICE
from coach.workflows.sitting_words import minutes_text
from coach.workflows.today import TodayWorkflow

NOTHING_DUE = "Nothing is due now."
NOTHING_MISSED = "There is no question to answer: nothing fell due while nobody was here."
AWAY_KEYS = tuple(button.key for button in AWAY_BUTTONS)
REASONS = {"no_time": Reason.TIME, "hurts": Reason.PAIN}
"""Buttons that leave something out, with the reason they stand for."""


class ReminderAnswers:
    """Every answer is a fact; the same answers come from keys, the shell and desktop notices."""

    def __init__(self, records: Records, today: TodayWorkflow) -> None:
        self._records = records
        self._today = today

    def reminded_of(self) -> tuple[AgendaItem, ...]:
        """What the last reminder told of and is still due; all that is due before any.

        What a screen only showed was not told: a notice that stands still names what it named.
        """
        day = self._today.peek()
        said = reminder_history(self._records, day.now)
        given = [
            (stamped, fact)
            for stamped, fact in said.of(ReminderGiven)
            if fact.text and not is_of_sitting(fact.item)
        ]
        if not given:
            return tuple(day.agenda.due)
        newest = given[-1][0].at
        named = {fact.item for stamped, fact in given if stamped.at == newest}
        return tuple(item for item in day.agenda.due if item.id in named)

    def asked(self, request: Request) -> list[Cue]:
        """What a shell command asked for, at the time it did.

        Raises InputError for an item that is not asked today, SafetyHoldError for what would be
        told of again under a hold, LogError.
        """
        if request.what == "away":
            return self.away(AwayAnswer(request.answer))
        if request.what == "leave_out":
            return self.leave_out(Reason(request.answer), self._named(request.items))
        minutes = request.minutes or 0
        if request.what == "later":
            items = self._named(request.items) if request.items else None
            return self.later(minutes, items, at=request.at)
        return self.begin_quiet(minutes, at=request.at) if minutes else self.end_quiet()

    def _named(self, words: Sequence[str]) -> list[AgendaItem]:
        """Items of today that are not done: those named by id or exercise, or all that is due."""
        day = self._today.peek().agenda
        if not words:
            return day.due
        left = [item for item in day.items if item.state in (ItemState.DUE, ItemState.LATER)]
        chosen = []
        for word in words:
            found = [item for item in left if word in (item.id, item.exercise)]
            found = found or [item for item in left if self._is_called(item, word)]
            if not found:
                names = ", ".join(dict.fromkeys(item.exercise for item in left)) or "nothing"
                raise InputError("Item", f"'{word}' is not left today; there are: {names}.")
            chosen.append(found[0])
        return list(dict.fromkeys(chosen))

    def _is_called(self, item: AgendaItem, word: str) -> bool:
        return self._today.exercise(item).name.casefold() == word.strip().casefold()

    def later(
        self,
        minutes: int = LATER_MINUTES,
        items: Sequence[AgendaItem] | None = None,
        at: datetime | None = None,
    ) -> list[Cue]:
        """Remind again after so many minutes, 1 to 720; None is all that is due.

        Raises SafetyHoldError while a hold stands, InputError for another length, LogError.
        """
        self._today.require_free()
        if not 1 <= minutes <= LONGEST_LATER_MINUTES:
            raise InputError("Later", f"Later is from 1 to {LONGEST_LATER_MINUTES} minutes.")
        look = self._today.look()
        due = [
            item for item in look.agenda.due if items is None or item.id in {i.id for i in items}
        ]
        if not due:
            return [_told(NOTHING_DUE)]
        facts: list[Fact] = [ReminderPutOff(item=item.id, minutes=minutes) for item in due]
        if look.question is not None and items is None:
            facts.append(AwayAnswered(since=look.question.since, answer=AwayAnswer.LATER))
        self._records.record(*facts, at=at)
        return [_told(f"I will remind you again in {minutes_text(minutes)}.")]

    def leave_out(self, reason: Reason, items: Sequence[AgendaItem]) -> list[Cue]:
        """Leave items out and say why: asked once, then it is quiet.

        Raises SafetyHoldError while a hold stands, LogError.
        """
        self._today.require_free()
        if not items:
            return [_told(NOTHING_DUE)]
        names = self._today.peek().names
        for item in items:
            self._today.decline(item, reason)
        return [_told(f"Left out: {', '.join(names.get(i.exercise, i.exercise) for i in items)}.")]

    def lines(self) -> tuple[str, ...]:
        """Until when it is quiet, with the key that ends it, and what was put off. LogError."""
        now = self._records.now()
        said = reminder_history(self._records, now)
        until = quiet_until(said, now)
        put_off = tuple(self._put_off_lines(said, now))
        if until is None:
            return put_off
        clock = f"{until.astimezone(now.tzinfo):%H:%M}"
        return (f"Quiet until {clock}. To end it: Press d.", *put_off)

    def _put_off_lines(self, said: History, now: datetime) -> Iterator[str]:
        known = told(said, now)
        if all(one.put_off_until is None for one in known.values()):
            return
        day = self._today.peek()
        names: dict[datetime, list[str]] = {}
        for item in day.agenda.due:
            until = known.get(item.id, Told()).put_off_until
            if until is not None and until > now:
                names.setdefault(until, []).append(day.name(item))
        for until in sorted(names):
            yield f"Put off until {until.astimezone(now.tzinfo):%H:%M}: {each(names[until])}."

    @property
    def quiet(self) -> bool:
        """Whether quiet was asked for and is not over. Raises LogError."""
        return self._quiet_until(self._records.now()) is not None

    def begin_quiet(
        self, minutes: int, why: QuietWhy = QuietWhy.CALL, at: datetime | None = None
    ) -> list[Cue]:
        """Nothing is said for so many minutes, 1 to 480; then what fell due is told once.

        Raises InputError for another length, LogError.
        """
        if not 1 <= minutes <= LONGEST_QUIET_MINUTES:
            raise InputError("Quiet", f"Quiet is from 1 to {LONGEST_QUIET_MINUTES} minutes.")
        (begun,) = self._records.record(QuietBegun(minutes=minutes, why=why), at=at)
        until = self._quiet_until(begun.at)
        return [_told(f"Quiet until {until:%H:%M}. It ends by itself.")] if until else []

    def end_quiet(self) -> list[Cue]:
        """Speak again from now on. Raises LogError."""
        if self._quiet_until(self._records.now()) is None:
            return [_told("No quiet was asked for.")]
        self._records.record(QuietEnded())
        return [_told("The quiet is over. I speak again.")]

    def _quiet_until(self, now: datetime) -> datetime | None:
        until = quiet_until(reminder_history(self._records, now), now)
        return until.astimezone(now.tzinfo) if until is not None else None

    def pressed(self, pressed: Pressed) -> list[Cue]:
        """What a button of a notice says; empty for `start`, which a front end carries out.

        Raises LogError.
        """
        try:
            return self._pressed(pressed)
        except SafetyHoldError as error:  # A notice of before the lock still stood.
            return [_told(error.message)]

    def _pressed(self, pressed: Pressed) -> list[Cue]:
        if pressed.notice == AWAY_NOTICE and pressed.key in AWAY_KEYS:
            return self.away(AwayAnswer(pressed.key))
        if pressed.notice != DUE_NOTICE or pressed.key in ("start", OPEN):
            return []
        items = self.reminded_of()
        if pressed.key == "later":
            return self.later(LATER_MINUTES, items)
        reason = REASONS.get(pressed.key)
        return self.leave_out(reason, items) if reason is not None else []

    def away(self, answer: AwayAnswer) -> list[Cue]:
        """The answer to the one question about an absence.

        Raises SafetyHoldError for all but skip while a hold stands, LogError.
        """
        if answer is not AwayAnswer.SKIP:
            self._today.require_free()
        about = self._today.answer_away(answer)
        if not about:
            return [_told(NOTHING_MISSED)]
        if answer is AwayAnswer.LATER:
            return [_told(f"I will remind you again in {minutes_text(LATER_MINUTES)}.")]
        if answer is AwayAnswer.SKIP:
            return [_told("Skipped. It counts neither for nor against you.")]
        return []


def _told(text: str) -> Cue:
    return Cue(CueKind.NOTICE, text, spoken=False)
