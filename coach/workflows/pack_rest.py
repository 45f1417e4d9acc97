"""How long the skin rests after cold or heat: one skin, whichever of the two lay on it."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from coach.domain.agenda import Agenda, AgendaItem, ItemState, item_exercise
from coach.domain.errors import InputError
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    ItemAsked,
    SessionEnded,
    SessionStarted,
    Stamped,
)
from coach.domain.exercise import Exercise, Kind
from coach.domain.history import History, history_of
from coach.domain.outcomes import SessionOutcome, TimerKind
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.domain.timers import PACKS, SKIN, Running
from coach.workflows.records import Records

BEFORE_THE_FIRST = 0
"""The number, within its session, of a pack that no word had put on yet."""
_TELLING = (AnswerGiven, SessionStarted, SessionEnded, ExerciseDone, TimerStarted, TimerEnded)
"""The kinds of fact that tell whether a pack was left on."""
PACK_DONE = "This pack is done for now, as often as your plan asks; leave the skin alone."


def found_exercise(records: Records, name: str) -> Exercise | None:
    """The exercise of a logged item, or of an id; None when it is no longer on the shelf."""
    try:
        return records.shelf.exercise(item_exercise(name) if "/" in name else name)
    except (InputError, ValueError):
        return None


def pack_left_on(records: Records, since: date) -> Stamped | None:
    """The beginning of a pack that was being fetched, or counted in, when its session was killed.

    Who said yes to the question about the skin may have put it on at once: so it is taken to lie
    from the yes on, as it is for the rest of the skin. None when nothing is left on, and while the
    session is one that was begun here. Raises LogError.
    """
    log = records.log
    facts = log.read(since=since, kinds=[*_TELLING, ItemAsked])
    session, yes = _last_yes(log.as_recorded(one for one in facts if log.is_own(one)))
    if yes is None or session in records.sessions_begun:
        return None
    assert isinstance(yes.fact, AnswerGiven)
    exercise = found_exercise(records, yes.fact.item)
    if exercise is None or exercise.longest_seconds is None:
        return None
    full = _full_time(history_of(facts), yes.fact.item, exercise.longest_seconds)
    started = TimerStarted(
        timer=f"{session}/{BEFORE_THE_FIRST}",
        kind=TimerKind.COLD if exercise.kind is Kind.COLD else TimerKind.HEAT,
        item=yes.fact.item,
        exercise=exercise.id,
        seconds=round(full.total_seconds()),
        longest_seconds=exercise.longest_seconds,
    )
    return replace(yes, fact=started)


def _last_yes(facts: Iterable[Stamped]) -> tuple[str, Stamped | None]:
    """The newest session, and the yes in it after which the log has no pack on and no set done."""
    session, yes = "", None
    for stamped in facts:
        fact = stamped.fact
        match fact:
            case SessionStarted():
                session, yes = fact.session, None
            case AnswerGiven(instrument=instrument, value=value) if instrument == SKIN:
                yes = stamped if session and value == "yes" else None
            case ExerciseDone(session=done_in) if done_in is not None:
                yes = None
            case SessionEnded(outcome=outcome) if outcome is not SessionOutcome.INTERRUPTED:
                session, yes = "", None
            case TimerStarted() | TimerEnded():
                yes = None
    return session, yes


def skin_rests_until(
    history: History, find: Callable[[str], Exercise | None], exercise: Exercise, now: datetime
) -> datetime | None:
    """When this pack may go on; None when it may now, or when it is no pack.

    Counted from when the last pack came off, cold or heat, with the longer of the two gaps
    (source: S21). A pack that still lies is taken to lie as long as it was meant to. `find` gives
    the exercise of a logged item or of an exercise's id, None when it is off the shelf.
    """
    if exercise.pack is None:
        return None
    came_off = [*_came_off(history, find), *_timed(history, find)]
    until = [
        off + timedelta(minutes=max(before, exercise.pack.gap_minutes)) for off, before in came_off
    ]
    latest = max(until, default=None)
    return latest if latest is not None and latest > now else None


def after_the_rest(day: Agenda, history: History, records: Records, now: datetime) -> Agenda:
    """The day as it is asked while skin rests: each pack when that is over, and not before."""

    def find(name: str) -> Exercise | None:
        return found_exercise(records, name)

    def rested(item: AgendaItem) -> AgendaItem:
        exercise = find(item.exercise)
        if exercise is None or item.state not in (ItemState.DUE, ItemState.LATER):
            return item
        until = skin_rests_until(history, find, exercise, now)
        if until is None or until <= item.due_at:
            return item
        return replace(item, due_at=until.astimezone(UTC), state=ItemState.LATER, rests=True)

    return replace(day, items=tuple(sorted(map(rested, day.items), key=lambda one: one.due_at)))


def _came_off(
    history: History, find: Callable[[str], Exercise | None]
) -> list[tuple[datetime, int]]:
    """When each pack came off, with the minutes that its skin rests."""
    found = []
    for nth, stamped in enumerate(history.facts):
        fact = stamped.fact
        if not isinstance(fact, AnswerGiven) or (fact.instrument, fact.value) != (SKIN, "yes"):
            continue
        worn = find(fact.item)
        if worn is None or worn.pack is None or _is_timed(history, nth, fact.item):
            continue
        longest = stamped.at + _full_time(history, fact.item, worn.pack.longest_seconds)
        off = _taken_off(History(history.facts[nth:]), fact.item, longest)
        found.append((off, worn.pack.gap_minutes))
    return found


def _is_timed(history: History, nth: int, item: str) -> bool:
    """Whether the yes that is fact `nth` was followed by a pack whose time the log counts.

    A yes of an older coach has no timer, nor has one after which no pack went on yet.
    """
    for stamped in history.facts[nth + 1 :]:
        fact = stamped.fact
        if isinstance(fact, TimerStarted) and item in (fact.item, fact.exercise):
            return True
        if isinstance(fact, AnswerGiven) and fact.instrument == SKIN:
            return False
    return False


def _timed(history: History, find: Callable[[str], Exercise | None]) -> list[tuple[datetime, int]]:
    """When each pack that ran by the clock came off, with the minutes that its skin rests."""
    ends = {fact.timer: (stamped.at, fact) for stamped, fact in history.of(TimerEnded)}
    found = []
    for stamped, fact in history.of(TimerStarted):
        worn = find(fact.exercise) if fact.kind in PACKS else None
        if worn is None or worn.pack is None:
            continue
        found.append((_off(stamped, fact, ends.get(fact.timer)), worn.pack.gap_minutes))
    return found


def _off(
    stamped: Stamped, fact: TimerStarted, ends: tuple[datetime, TimerEnded] | None
) -> datetime:
    """When it came off; as long after it went on as it was meant to lie, while it still lies.

    One whose end nobody said in time, for the machine slept, may have lain until it was said.
    """
    if ends is None:
        return stamped.at + timedelta(seconds=Running(fact, stamped.at).end_seconds)
    at, _ = ends
    return at


def _taken_off(since: History, item: str, longest: datetime) -> datetime:
    """When the pack's set was logged, or its session ended; `longest` when it was killed."""
    for stamped, done in since.of(ExerciseDone):
        if done.item == item and done.session is not None:
            return stamped.at
    ends = [
        stamped.at
        for stamped, ended in since.of(SessionEnded)
        if ended.outcome is not SessionOutcome.INTERRUPTED
    ]
    return min([longest, *ends])


def _full_time(history: History, item: str, longest_seconds: int) -> timedelta:
    """The time that was asked of the item; the longest it may run when that is not known."""
    asked = [fact.planned_seconds for _, fact in history.of(ItemAsked) if fact.item == item]
    return timedelta(seconds=asked[-1] if asked else longest_seconds)
