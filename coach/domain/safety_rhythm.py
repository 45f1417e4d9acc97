"""When the whole safety list is due again, and why (source: clinical 3.2, DESIGN).

At set-up and after every new plan, once a week, and when something that was logged since the last
whole list asks for it. A list counts as answered when every question has an answer given after
the event, or within the week, in whatever order they came.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from msgspec import Struct

from coach.domain.events import (
    AnswerGiven,
    FlareStarted,
    NoteWritten,
    PainScore,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SessionStarted,
    SittingStarted,
    Stamped,
)
from coach.domain.history import History
from coach.domain.pain import Moment
from coach.domain.red_flags import RedFlagList
from coach.domain.safety_signs import jumps, lower_reaches, telling_charts

OPENING_ITEM = "opening"
"""Item id under which the one line of each session start is logged."""
LIST = "safety-list"
"""Instrument under which it is logged that the list was opened and left without an answer; the
item is `whole`, the value `left`."""
WHOLE = "whole"
LEFT = "left"
WEEK_DAYS = 7
"""Days after which an answer is too old (source: clinical 3.2, DESIGN)."""
LOOK_BACK_DAYS = 15
"""Days of facts that the rules read: a week of events, and the week before each of them."""
SAME_ROUND = timedelta(hours=1)
"""A list that was broken off goes on where it stopped within this time (source: DESIGN)."""
JUST_ASKED = timedelta(minutes=10)
"""A list that was finished so shortly before a session's first scores is not asked again for a
number that went up in them (source: DESIGN)."""
ABSENT_DAYS = 5
"""Whole days without a sign of the person (source: clinical 3.2)."""

NEW_PLAN = "Before you start, we go through the whole safety list once."
WEEKLY = "Once a week we go through the whole list."
OPENED = "You said that something is new, so we go through the whole list."
PAIN_JUMP = "Your leg pain went up, so we go through the whole list."
FURTHER_DOWN = "You felt it further down than before, so we go through the whole list."
BODY_MAP = "Because of what you marked on the body map we go through the whole list."
GOES_ON = "It goes on where it was left."
"""Said after the reason where not all of it is asked again."""
UNFINISHED = "The list was not gone through to its end, so we go through it now."
BACK_AGAIN = "After some days away we go through the whole list."
PUT_BACK = "Your log was put back, and a part may be lost, so we go through the whole list."
RESTORED = "restored log"
"""What the note of a restored log is about that may lack what was logged after its copy."""
UNREADABLE = "An answer may be lost that waited to be saved, so we go through the whole list."
UNREAD = "unread request"
"""What the note is about of something that waited beside the log and cannot be read."""

READS: tuple[type, ...] = (
    RedFlagAnswered,
    PlanReceived,
    SafetyCleared,
    PainScore,
    SessionStarted,
    SittingStarted,
    AnswerGiven,
    NoteWritten,
    FlareStarted,
)
"""Kinds of facts that the rules look at; each is also a sign that the person was there.

Body charts come beside them, however old: a chart is held against the one before it.
Sets that were done are left out: the session they belong to is one of these, and they are many.
"""


class Due(Struct, frozen=True):
    """The whole list is due."""

    why: str
    """One calm sentence for the patient."""
    first_item: str | None = None
    """Where a list that was broken off within the hour goes on; None asks it from the start."""
    new_plan: bool = False
    """Whether it is the first list of a plan: it ends with the question what to do."""

    @property
    def words(self) -> tuple[str, ...]:
        """What the patient is told before the first question."""
        return (self.why,) if self.first_item is None else (self.why, GOES_ON)

    @property
    def about_pain(self) -> bool:
        """Whether a score asks for it: then it is asked right after that."""
        return self.why in (PAIN_JUMP, FURTHER_DOWN)

    @property
    def before_timers(self) -> bool:
        """Whether it comes before a pack, a rest or a belt too: the person told of something new,
        has not gone through the list that was begun, or may have lost answers."""
        return self.why in (NEW_PLAN, PUT_BACK, UNREADABLE, OPENED, UNFINISHED, BODY_MAP)


class _Event(Struct, frozen=True):
    """Something after which the whole list must be answered anew."""

    index: int
    """Where it stands among the facts; answers count from there on."""
    why: str
    new_plan: bool = False


def list_due(flags: RedFlagList, history: History, now: datetime) -> Due | None:
    """Why the whole list is due now; None while every answer still counts.

    `history` holds the standing facts of the kinds in `READS` of the last `LOOK_BACK_DAYS` days
    and every body chart, oldest first. Rehearsed sessions count for nothing. Of several reasons
    the most telling is named: a new plan, answers that may be lost, a yes to the opening line, the
    body map, pain, absence, only then the week, and last a list that was begun and not gone
    through whole.
    """
    facts = real_facts(history)
    ids = [item.id for item in flags.items]
    newest = newest_answers(ids, facts)
    settled = min((newest.get(item.id, -1) for item in flags.items), default=-1)
    events = [event for event in _events(ids, facts, settled) if event.index >= settled]
    if events:
        # An answer counts only when it came after everything that asks for the list.
        last = max(event.index for event in events)
        first = _goes_on_at(flags, facts, now, after=last)
        return Due(events[0].why, first, events[0].new_plan)
    if any(not _fresh(facts, newest.get(item), now) for item in ids):
        return Due(WEEKLY, _goes_on_at(flags, facts, now, after=-1))
    begun = unfinished(ids, facts)
    if begun is not None:
        return Due(UNFINISHED, _goes_on_at(flags, facts, now, after=begun - 1))
    if _days_between(facts[-1], now) > ABSENT_DAYS:
        return Due(BACK_AGAIN)
    return None


def days_asking(ids: Collection[str], facts: Sequence[Stamped], settled: int) -> list[date]:
    """The days on which something asked for the whole list `ids`, from the fact at `settled` on.

    Absence is not among them: who is away is not asked.
    """
    found = _events(ids, facts, settled)
    return [facts[one.index].day for one in found if one.index >= settled and one.why != BACK_AGAIN]


def real_facts(history: History) -> tuple[Stamped, ...]:
    """The facts without those of rehearsed sessions, in the order they were recorded.

    On one device their numbers tell the order, whatever its clock said.
    """
    rehearsed = history.rehearsed_sessions()
    facts = [one for one in history.facts if getattr(one.fact, "session", None) not in rehearsed]
    if len({stamped.device for stamped in facts}) == 1:
        facts.sort(key=lambda stamped: stamped.seq)
    return tuple(facts)


def newest_answers(ids: Collection[str], facts: Sequence[Stamped]) -> dict[str, int]:
    """Where the newest answer to each question of the list stands."""
    return {
        stamped.fact.item: index
        for index, stamped in enumerate(facts)
        if isinstance(stamped.fact, RedFlagAnswered) and stamped.fact.item in ids
    }


def _fresh(facts: Sequence[Stamped], index: int | None, now: datetime) -> bool:
    """Whether an answer is younger than a week, by the calendar: asked Monday, due Monday."""
    return index is not None and 0 <= _days_between(facts[index], now) < WEEK_DAYS


def _days_between(earlier: Stamped, now: datetime) -> int:
    return (now.date() - earlier.day).days


def unfinished(ids: Sequence[str], facts: Sequence[Stamped]) -> int | None:
    """Where the list that was begun last begins, unless it was gone through whole; it was left,
    or locked by a yes.

    Answers belong together while each came within the hour after the one before it; after a whole
    list the first question begins another one.
    """
    asked: set[str] = set()
    begun, last = 0, None
    for index, stamped in enumerate(facts):
        if not isinstance(stamped.fact, RedFlagAnswered) or stamped.fact.item not in ids:
            continue
        again = stamped.fact.item == ids[0] and len(asked) == len(ids)
        if again or (last is not None and abs(stamped.at - last.at) > SAME_ROUND):
            asked.clear()
        begun = begun if asked else index
        asked.add(stamped.fact.item)
        last = stamped
    return begun if 0 < len(asked) < len(ids) else None


def _goes_on_at(
    flags: RedFlagList, facts: Sequence[Stamped], now: datetime, *, after: int
) -> str | None:
    """The first question that the present round has not asked yet; None for the start.

    After a lock all of it is asked again: also what locked, which the clearing may have been
    said too soon for.
    """
    ids = [item.id for item in flags.items]
    cleared = (n for n, one in enumerate(facts) if isinstance(one.fact, SafetyCleared))
    begin = max([after, *cleared]) + 1
    answers = [
        (stamped.at, stamped.fact.item)
        for stamped in facts[begin:]
        if isinstance(stamped.fact, RedFlagAnswered) and stamped.fact.item in ids
    ]
    if not answers or not timedelta(0) <= now - answers[-1][0] <= SAME_ROUND:
        return None
    last = answers[-1][0]
    asked = {item for at, item in answers if last - at <= SAME_ROUND}
    following = next((item for item in ids if item not in asked), None)
    return following if following != ids[0] else None


# --- what asks for the list


def _events(ids: Collection[str], facts: Sequence[Stamped], settled: int) -> Iterator[_Event]:
    """What asks for a whole list, the most telling first; none up to `settled`.

    What a clinician has looked at since asks for nothing any more; a new plan does, and what may
    be lost.
    """
    plans = [n for n, stamped in enumerate(facts) if isinstance(stamped.fact, PlanReceived)]
    yield from (_Event(index, NEW_PLAN, new_plan=True) for index in plans[-1:])
    yield from (_Event(index, PUT_BACK) for index in _noted(facts, settled, RESTORED))
    yield from (_Event(index, UNREADABLE) for index in _noted(facts, settled, UNREAD))
    cleared = [n for n, stamped in enumerate(facts) if isinstance(stamped.fact, SafetyCleared)]
    since = max([settled, *cleared])
    yield from (_Event(index, OPENED) for index in _openings(facts) if index > since)
    yield from (_Event(index, UNFINISHED) for index in _left(facts) if index > since)
    yield from (_Event(index, BODY_MAP) for index in telling_charts(facts) if index > since)
    yield from (_Event(index, FURTHER_DOWN) for index in lower_reaches(facts, since))
    for index in jumps(facts, since):
        if not _just_denied(ids, facts, index):
            yield _Event(index, PAIN_JUMP)
    yield from (_Event(index, BACK_AGAIN) for index in _last_seen(facts) if index >= since)


def _just_denied(ids: Collection[str], facts: Sequence[Stamped], index: int) -> bool:
    """Whether the score at `index` stands before a session, right after a no to all of the list.

    The list was begun within the hour and has just been finished. What hurts in a session, and
    what is scored at any other time, asks for it all the same.
    """
    score = facts[index]
    if not (isinstance(score.fact, PainScore) and score.fact.moment is Moment.BEFORE):
        return False
    newest = newest_answers(ids, facts[:index])
    answers = [facts[at] for at in newest.values()]
    ages = [score.at - answer.at for answer in answers]
    return (
        len(newest) == len(ids)
        and timedelta(0) <= min(ages) <= JUST_ASKED
        and max(ages) <= SAME_ROUND
        and not any(_is_yes(answer) for answer in answers)
    )


def _is_yes(stamped: Stamped) -> bool:
    return isinstance(stamped.fact, RedFlagAnswered) and stamped.fact.answer


def _noted(facts: Sequence[Stamped], settled: int, about: str) -> Iterator[int]:
    """Where it was noted that answers may be lost: with a former log, or on their way to this."""
    for index, stamped in enumerate(facts):
        fact = stamped.fact
        if index > settled and isinstance(fact, NoteWritten) and fact.about == about:
            yield index


def _openings(facts: Sequence[Stamped]) -> Iterator[int]:
    """The opening line was answered yes: the list was to follow."""
    for index, stamped in enumerate(facts):
        fact = stamped.fact
        if isinstance(fact, RedFlagAnswered) and fact.item == OPENING_ITEM and fact.answer:
            yield index


def _left(facts: Sequence[Stamped]) -> Iterator[int]:
    """The list was opened and left without an answer."""
    for index, stamped in enumerate(facts):
        fact = stamped.fact
        if isinstance(fact, AnswerGiven) and fact.instrument == LIST:
            yield index


def _last_seen(facts: Sequence[Stamped]) -> Iterator[int]:
    """The last sign of the person before five or more whole days without any.

    Of what is older than the look-back only charts are read, so it tells nothing of absence.
    """
    for index, (earlier, later) in enumerate(pairwise(facts)):
        gap = (later.day - earlier.day).days
        old = (facts[-1].day - earlier.day).days > LOOK_BACK_DAYS
        if gap > ABSENT_DAYS and not old:
            yield index
