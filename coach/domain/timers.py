"""What runs by the clock: what is to be said when, as a pure function of a timer and its time.

Cold and heat: look at the skin, then take it off. A rest: get up, and once more. A belt: take it
off (source: S21, S24c, clinical 1.4 and 1.5; contract section 6, rule 7; DESIGN).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.events import Fact, Stamped, WarningGiven
from coach.domain.exercise import HARD_LIMIT_SECONDS, Kind
from coach.domain.outcomes import TimerKind, TimerOutcome, WarningKind
from coach.domain.time_events import TimerEnded, TimerStarted

PACKS = (TimerKind.COLD, TimerKind.HEAT)
"""What lies on the skin."""
SKIN = "skin"
"""Instrument under which the numb-skin question's answers are logged, the item as its item."""
REST_AGAIN_SECONDS = 5 * 60
"""A rest nobody got up from is told of once more after this, then it is quiet (source: DESIGN)."""
REST_LONGEST_MINUTES = 20
"""A bout of rest is 10 to 20 minutes (source: clinical 1.1, DESIGN)."""
REST_EVERY = timedelta(hours=1)
"""Rest at most once an hour while awake (source: S24c, clinical 1.1, DESIGN)."""
REST_COUNTS_SECONDS = 5 * 60
"""A rest that was shorter was hardly begun (source: DESIGN)."""
BELT_SECONDS_A_DAY = 2 * 60 * 60
"""Of a belt in one day (source: clinical 1.5, DESIGN)."""
BELT_DAYS = 14
"""A belt is looked at again by the therapist after so many days (source: clinical 1.5, DESIGN)."""
LATE_SECONDS = 60.0
"""An end that is said later than this was not said in time: the machine slept, or was off."""

GET_UP = "Get up now, and walk a little."
STILL_LYING = "Please get up and walk a little now. You can rest again later."
BELT_OFF = "Take the belt off now."

WARNING_OF = {
    TimerKind.COLD: WarningKind.COLD,
    TimerKind.HEAT: WarningKind.HEAT,
    TimerKind.REST: WarningKind.REST,
    TimerKind.BRACE: WarningKind.LIFTING,
}
"""Under which kind the words of a timer stand in the log."""
PACK_WARNINGS = (WarningKind.COLD, WarningKind.HEAT)


MOST_SECONDS = {
    TimerKind.COLD: HARD_LIMIT_SECONDS[Kind.COLD],
    TimerKind.HEAT: HARD_LIMIT_SECONDS[Kind.HEAT],
    TimerKind.REST: REST_LONGEST_MINUTES * 60 + REST_AGAIN_SECONDS,
    TimerKind.BRACE: BELT_SECONDS_A_DAY,
}
"""No timer is believed to be longer, whatever a log or another coach wrote."""
USUAL_LOOK_SECONDS = 5 * 60
"""When to look at the skin under a pack whose exercise left the shelf (source: S21, DESIGN)."""


class Word(StrEnum):
    """What a timer has to say."""

    LOOK = "look"
    """Look at the skin."""
    OVER = "over"
    """Take it off; of a rest, get up."""
    AGAIN = "again"
    """Of a rest that nobody got up from: once more."""


class Running(Struct, frozen=True):
    """A timer that was begun and not ended."""

    started: TimerStarted
    at: datetime
    look_seconds: int | None = None
    """When to look at the skin; None for what lies on none."""
    said: frozenset[Word] = frozenset()
    """What the log has of its words: none is said twice."""
    held: frozenset[Word] = frozenset()
    """What was only shown, while it was quiet."""

    @property
    def kind(self) -> TimerKind:
        """What runs."""
        return self.started.kind

    @property
    def end_seconds(self) -> int:
        """When its time is over; never past its longest."""
        return max(0, min(self.started.seconds, self.longest_seconds))

    @property
    def longest_seconds(self) -> int:
        """The longest it may run: what it was begun with, within the limit of its kind."""
        return max(0, min(self.started.longest_seconds, MOST_SECONDS[self.kind]))

    def ended(self, elapsed: float, outcome: TimerOutcome) -> TimerEnded:
        """How it ended after `elapsed` seconds; no more of it is counted than its longest."""
        seconds = max(0.0, min(elapsed, float(self.longest_seconds)))
        return TimerEnded(timer=self.started.timer, seconds=round(seconds, 1), outcome=outcome)


def words_of(running: Running) -> list[tuple[Word, float]]:
    """Everything it has to say with the seconds at which it falls due, in order."""
    end = float(running.end_seconds)
    if running.kind is TimerKind.REST:
        return [(Word.OVER, end), (Word.AGAIN, end + REST_AGAIN_SECONDS)]
    look = running.look_seconds
    if running.kind in PACKS and look is not None and look < end:
        return [(Word.LOOK, float(look)), (Word.OVER, end)]
    return [(Word.OVER, end)]


def word_due(running: Running, elapsed: float) -> Word | None:
    """The latest word that is due and was not said; earlier ones that were missed stay unsaid."""
    due = [word for word, at in words_of(running) if elapsed >= at]
    return due[-1] if due and due[-1] not in running.said else None


def seconds_to_next(running: Running, elapsed: float) -> float | None:
    """Seconds until it next has something to say, 0 when it has now; None for never."""
    if word_due(running, elapsed) is not None:
        return 0.0
    later = [at - elapsed for word, at in words_of(running) if at > elapsed]
    return min(later, default=None)


def is_last(running: Running, word: Word) -> bool:
    """Whether nothing is said after this word: the timer is over with it."""
    return word is words_of(running)[-1][0]


def was_late(running: Running, elapsed: float) -> bool:
    """Whether the end of its time passed without anybody there to say so."""
    return elapsed - running.end_seconds > LATE_SECONDS


def outcome_by_person(running: Running, elapsed: float) -> TimerOutcome:
    """How it ended when the person says that it is over."""
    return TimerOutcome.DONE if elapsed >= running.end_seconds else TimerOutcome.EARLY


def still_running(facts: Iterable[Stamped]) -> list[Running]:
    """Timers of facts in the order they were recorded that have no end, with what was said."""
    found: dict[str, Running] = {}
    for stamped in facts:
        fact = stamped.fact
        if isinstance(fact, TimerStarted):
            found[fact.timer] = Running(fact, stamped.at)
        elif isinstance(fact, TimerEnded):
            found.pop(fact.timer, None)
        elif isinstance(fact, WarningGiven):
            for timer, running in found.items():
                if not fact.spoken and _is_over(running.kind, fact):
                    found[timer] = replace(running, held=running.held | {Word.OVER})
                    continue
                word = _word_in(running.kind, fact)
                if word is not None and fact.spoken:
                    said = running.said | {word}
                    found[timer] = replace(running, said=said)
    return list(found.values())


def _word_in(kind: TimerKind, fact: WarningGiven) -> Word | None:
    """What of a running timer a warning said; the last word of a timer ends it in the same go."""
    if fact.kind is not WARNING_OF[kind]:
        return None
    if kind in PACKS:
        return Word.LOOK
    if kind is TimerKind.REST and fact.text.startswith(GET_UP):
        return Word.OVER
    return None


def _is_over(kind: TimerKind, fact: WarningGiven) -> bool:
    """Whether the end of a rest or of a belt was shown while it was quiet."""
    words = {TimerKind.REST: GET_UP, TimerKind.BRACE: BELT_OFF}.get(kind)
    return words is not None and fact.kind is WARNING_OF[kind] and fact.text.startswith(words)


def taken_off(warned: Iterable[Stamped]) -> list[str]:
    """What was said of packs and of a belt under a lock, where nothing is said but to take off."""
    return [
        stamped.fact.text
        for stamped in warned
        if isinstance(stamped.fact, WarningGiven)
        and (stamped.fact.kind in PACK_WARNINGS or stamped.fact.text == BELT_OFF)
    ]


def elapsed_by_log(running: Running, later: Iterable[datetime], now: datetime) -> float | None:
    """Seconds since it began, by the wall clock of the log; None when that clock was set back.

    `later` are the times of what was recorded after it: a clock that shows less than the log knows
    tells nothing, so nobody relies on it.
    """
    newest = max([running.at, *later])
    if now < newest:
        return None
    return (now - running.at).total_seconds()


def belt_seconds(facts: Iterable[Stamped], day: date) -> float:
    """Seconds for which a belt was worn on one day; what runs still is not among them."""
    days: dict[str, date] = {}
    worn = 0.0
    for stamped in facts:
        fact = stamped.fact
        if isinstance(fact, TimerStarted) and fact.kind is TimerKind.BRACE:
            days[fact.timer] = stamped.day
        elif isinstance(fact, TimerEnded) and days.get(fact.timer) == day:
            worn += fact.seconds
    return worn


def belt_until(facts: Iterable[Stamped], plan_version: str) -> date | None:
    """The last day of a belt under this plan; None when it was not worn under it yet."""
    days = [
        stamped.day
        for stamped in facts
        if isinstance(stamped.fact, TimerStarted)
        and stamped.fact.kind is TimerKind.BRACE
        and stamped.plan_version == plan_version
    ]
    return min(days) + timedelta(days=BELT_DAYS - 1) if days else None


def packs_on(facts: Iterable[Stamped], kind: TimerKind, day: date) -> int:
    """How often a pack of this kind went on on one day; a pause within a session is none more."""
    return len(
        {
            stamped.fact.timer.split("/")[0]
            for stamped in facts
            if isinstance(stamped.fact, TimerStarted)
            and stamped.fact.kind is kind
            and stamped.day == day
        }
    )


def rested_until(facts: Iterable[Stamped]) -> datetime | None:
    """Until when no other rest is begun by hand, from the last one's begin on; None for no rest."""
    begun: dict[str, datetime] = {}
    until = None
    for stamped in facts:
        fact = stamped.fact
        if isinstance(fact, TimerStarted) and fact.kind is TimerKind.REST:
            begun[fact.timer] = stamped.at
        elif isinstance(fact, TimerEnded) and fact.seconds >= REST_COUNTS_SECONDS:
            at = begun.get(fact.timer)
            until = at + REST_EVERY if at is not None else until
    return until


def reads() -> tuple[type[Fact], ...]:
    """The kinds of fact that tell of timers."""
    return (TimerStarted, TimerEnded, WarningGiven)
