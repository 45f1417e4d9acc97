"""When to remind of what, as pure functions of what was already said and now.

What is due is told once, once more after a while and more softly, then it is quiet. The patient
may put it off, and may ask for quiet, which always ends by itself. What was said stands in the
log, so whoever asks next, another front end or another start, says it no second time.

A clock that was set wrong and put right loses nothing: what was said, put off or asked for by the
wrong clock is no longer believed. What is dated a little after now was only set back a little.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.agenda import AgendaItem
from coach.domain.events import Fact, Stamped, WarningGiven
from coach.domain.history import History
from coach.domain.routine import occurrence
from coach.domain.time_events import (
    AwayAnswered,
    QuietBegun,
    QuietEnded,
    ReminderGiven,
    ReminderPutOff,
    StillAsked,
)

AGAIN_AFTER = timedelta(minutes=30)
"""A reminder nobody followed comes once more after this, then no more (source: DESIGN)."""
MOST_TELLINGS = 2
SOFTER = 0.6
"""Loudness of the second time, as a share of the first (source: DESIGN)."""
LATER_MINUTES = 30
"""What "later" is when no length is said (source: DESIGN)."""
LONGEST_LATER_MINUTES = 12 * 60
LONGEST_QUIET_MINUTES = 8 * 60
"""Quiet that was asked for ends by itself after this at the latest (source: peers 3b, no. 36)."""
LINE_GAP = timedelta(minutes=1)
"""Between two spoken lines, whatever they are about: never a burst (source: DESIGN)."""
AWAY = "away/"
"""What the id of the one question about an absence begins with; the time it began follows."""

REMINDER_FACTS: tuple[type, ...] = (
    ReminderGiven,
    ReminderPutOff,
    QuietBegun,
    QuietEnded,
    AwayAnswered,
)
"""What the rules here read, of today and yesterday."""


class Told(Struct, frozen=True):
    """What was said of one thing so far."""

    times: int = 0
    """How often it was told since it was last put off."""
    last_at: datetime | None = None
    put_off_until: datetime | None = None
    """Until when it is put off; None when it is not, or that is over."""

    @property
    def fresh(self) -> bool:
        """Whether it was not told since it was last put off."""
        return self.times == 0

    def nth(self, now: datetime, most: int = MOST_TELLINGS) -> int:
        """Which telling is wanted now, from 1 to `most`; 0 for none."""
        at = self.next_at(most)
        return self.times + 1 if at is not None and at <= now else 0

    def next_at(self, most: int = MOST_TELLINGS) -> datetime | None:
        """When it is to be told next, once it is due; the beginning of time for at once.

        None when it was told `most` times.
        """
        if self.put_off_until is not None:
            return self.put_off_until
        if self.last_at is None:
            return BEGINNING
        return self.last_at + AGAIN_AFTER if self.times < most else None


BEGINNING = datetime.min.replace(tzinfo=UTC)
CLOCK_SLACK = timedelta(hours=1)
"""A clock is taken for set back only from here on: an hour wrong, as when summer time was missed,
is mostly put right again, and what was told an hour early was told (source: DESIGN)."""
QUIET_SLACK = timedelta(minutes=2)
"""Quiet is over when the clock is set to before its beginning, or its hours would come twice; a
clock that is put right by seconds ends nothing (source: DESIGN)."""
CLOCK = "clock/"
"""What the id of a mark begins with that the clock was found set back; where to follows.

Its own time is where the clock was, so that it is read whenever what it unsays is.
"""


def believed(history: History, now: datetime) -> History:
    """The facts in the order they were written, without those of a clock that was put right.

    What is dated much later than the clock showed after it was set back tells nothing; what was
    put off by it is put off no more. Quiet that was asked for before is over: its hours do not
    come twice.
    """
    kept: list[Stamped] = []
    for stamped, right in _with_right_time(history):
        fact = stamped.fact
        latest = now if right is None else min(right, now)
        if _is_mark(fact) or (isinstance(fact, QuietBegun) and right is not None):
            continue
        if stamped.at <= latest + CLOCK_SLACK or isinstance(fact, AwayAnswered):
            kept.append(stamped)
        elif isinstance(fact, ReminderPutOff):
            kept.append(replace(stamped, at=latest, fact=replace(fact, minutes=0)))
    return History(tuple(kept))


def set_back_from(history: History, now: datetime) -> datetime | None:
    """Where the clock was when it was found set back; None when it was not, or that is marked."""
    ahead = [
        stamped.at
        for stamped, right in _with_right_time(history)
        if stamped.at > now + _slack(stamped.fact)
        and (right is None or stamped.at <= right + _slack(stamped.fact))
        and not _is_mark(stamped.fact)
    ]
    return max(ahead, default=None)


def _slack(fact: object) -> timedelta:
    return QUIET_SLACK if isinstance(fact, QuietBegun) else CLOCK_SLACK


def set_back_mark(now: datetime) -> ReminderGiven:
    """What is logged, at the time where the clock was, when it was found set back to `now`."""
    right = now.astimezone(UTC).isoformat(timespec="seconds")
    return ReminderGiven(item=CLOCK + right, text="", spoken=False, shown=False, nth=0)


def _with_right_time(history: History) -> list[tuple[Stamped, datetime | None]]:
    """In the order of writing, each with the earliest time the clock was set back to after it.

    A home that was restored goes on as another device, after the one before.
    """
    newest: dict[str, datetime] = {}
    for stamped in history.facts:
        newest[stamped.device] = max(newest.get(stamped.device, BEGINNING), stamped.at)
    rights: dict[str, datetime] = {}
    found: list[tuple[Stamped, datetime | None]] = []
    order = sorted(history.facts, key=lambda one: (newest[one.device], one.device, one.seq))
    for stamped in reversed(order):
        right = rights.get(stamped.device)
        found.append((stamped, right))
        fact = stamped.fact
        if isinstance(fact, ReminderGiven) and _is_mark(fact):
            set_to = datetime.fromisoformat(fact.item.removeprefix(CLOCK))
            rights[stamped.device] = set_to if right is None else min(right, set_to)
    return found[::-1]


def _is_mark(fact: object) -> bool:
    return isinstance(fact, ReminderGiven) and fact.item.startswith(CLOCK)


LINES = (ReminderGiven, WarningGiven, StillAsked)
"""Facts of what the coach says of its own accord."""


def next_line_at(history: History, now: datetime) -> datetime | None:
    """When something may be said aloud again after the last line; None for now.

    A line that a wrong clock dated elsewhere keeps nobody waiting.
    """
    near = [one.at for one in history.facts if _is_line(one.fact) and abs(now - one.at) < LINE_GAP]
    return max(near) + LINE_GAP if near else None


def _is_line(fact: Fact) -> bool:
    if isinstance(fact, ReminderGiven | WarningGiven):
        return fact.spoken
    return isinstance(fact, StillAsked)


def told(history: History, now: datetime) -> dict[str, Told]:
    """What was said of each thing, by its id; who is not in it was never told."""
    found: dict[str, Told] = {}
    for stamped in history.facts:
        fact = stamped.fact
        if isinstance(fact, ReminderGiven) and fact.nth > 0:
            before = found.get(fact.item, Told())
            found[fact.item] = Told(before.times + 1, min(stamped.at, now))
        elif isinstance(fact, ReminderPutOff) and stamped.at <= now + CLOCK_SLACK:
            # Dated a little after now: the clock was set back by that since.
            until = min(stamped.at, now) + timedelta(minutes=fact.minutes)
            found[fact.item] = Told(put_off_until=until)
    return found


def quiet_until(history: History, now: datetime) -> datetime | None:
    """Until when the patient asked for quiet; None when they did not, or it is over."""
    until: datetime | None = None
    for stamped in history.facts:
        if stamped.at > now + QUIET_SLACK:
            continue
        if isinstance(stamped.fact, QuietBegun):
            minutes = min(stamped.fact.minutes, LONGEST_QUIET_MINUTES)
            until = min(stamped.at, now) + timedelta(minutes=minutes)
        elif isinstance(stamped.fact, QuietEnded):
            until = None
    return until if until is not None and until > now else None


class QuietHours(Struct, frozen=True):
    """The hours of every night, or day, in which nothing is said."""

    start: time
    end: time

    def hold(self, at: time) -> bool:
        """Whether a local time lies in them; the same start and end are no hours at all."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def over_at(self, now: datetime, zone: tzinfo | None) -> datetime | None:
        """When the hours that hold now are over; None when they do not hold."""
        if not self.hold(now.time()):
            return None
        day = now.date() if now.time() < self.end else now.date() + timedelta(days=1)
        return occurrence(day, self.end, zone)


NO_QUIET_HOURS = QuietHours(time(0), time(0))


# --- what fell due while nobody was there


class AwayQuestion(Struct, frozen=True):
    """One question about everything that fell due while the machine was asleep or off."""

    since: datetime
    """When the coach was last there."""
    noted_at: datetime
    """When it was there again."""
    told: bool
    """Whether it was asked aloud or shown; False while it was quiet."""

    def about(self, items: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
        """Those of these items that fell due meanwhile."""
        return tuple(item for item in items if self.since < item.due_at <= self.noted_at)


def away_id(since: datetime) -> str:
    """The id under which the question of one absence is logged."""
    return AWAY + since.astimezone(UTC).isoformat(timespec="seconds")


def away_question(history: History, day: date) -> AwayQuestion | None:
    """The newest question that was noted on `day` and is not answered; None when there is none."""
    # To the second, as the id has it.
    answered = {fact.since.replace(microsecond=0) for _, fact in history.of(AwayAnswered)}
    noted: dict[datetime, list[tuple[datetime, int]]] = {}
    for stamped, fact in history.of(ReminderGiven):
        since = _away_since(fact.item)
        if since is not None and stamped.day == day:
            noted.setdefault(since, []).append((stamped.at, fact.nth))
    if not noted:
        return None
    newest = max(noted, key=lambda since: noted[since][0][0])
    if newest in answered:
        return None
    noted_at, _ = noted[newest][0]
    return AwayQuestion(newest, noted_at, any(nth > 0 for _, nth in noted[newest]))


def _away_since(item: str) -> datetime | None:
    """When the absence began that an id speaks of; None for any other id, whoever wrote it."""
    if not item.startswith(AWAY):
        return None
    try:
        since = datetime.fromisoformat(item.removeprefix(AWAY))
    except ValueError:
        return None
    return since if since.utcoffset() is not None else None
