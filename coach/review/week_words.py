"""The week in words: at most three true sentences that compare like with like.

The last seven full days stand against the seven before them. A sentence is made only when both
sides have enough noted days; it praises nothing and says of nothing that it caused something.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from coach.domain.agenda import DONE_SHARE
from coach.domain.events import AnswerGiven, ItemAsked, ItemExcused, SittingBout
from coach.domain.history import History
from coach.domain.middle import middle
from coach.domain.routine import days_between
from coach.domain.sitting_spells import Sat, days_of, sitting_day
from coach.review.adherence import (
    DayAdherence,
    adherence_by_day,
    amounts_by_item,
    mean_percent,
    recorded_days,
    share_of,
)
from coach.review.recovery import worst_legs
from coach.review.review_facts import nights

WEEK = 7
LEAST_DAYS = 4
"""Noted days each side needs (source: DESIGN)."""
MOST_SENTENCES = 3
BREAK_MINUTES = 2
"""Whatever is shorter joins two spells of sitting (source: clinical 4.3, DESIGN)."""
LOW_LEG = 3
"""The leg counts as low up to here (source: S22)."""
INSTRUMENT, HEARD = "week-words", "heard"
"""How it is logged that a week was told, under the first of its days."""


class WeekWords(Struct, frozen=True):
    """What can be said of the week, and what is missing for more."""

    sentences: tuple[str, ...]
    missing: str
    """One sentence when fewer than three things could be compared; else empty."""


class Weeks(Struct, frozen=True):
    """The facts of the two weeks; `before` and `this` are their days."""

    before: tuple[date, ...]
    this: tuple[date, ...]
    legs: Mapping[date, int]
    done: Mapping[date, DayAdherence]
    """Days that have a percentage."""
    nights: Mapping[date, int]
    longest_sitting: Mapping[date, float]
    """Minutes of the longest spell of each day with one."""
    walked: Mapping[date, bool]
    """Whether the walks of a recorded day that asked for any were done in full."""


class _Lack(Struct, frozen=True):
    """A comparison that had too few noted days on a side."""

    what: str
    this: int
    before: int


_Topic = Callable[[Weeks], str | _Lack | None]


def week_words(history: History, today: date, walks: Collection[str]) -> WeekWords:
    """What can be said today. `walks` are the exercises that are walks.

    `history` must reach back to the day before the fourteen full days.
    """
    weeks = weeks_of(history, today, walks)
    found = [topic(weeks) for topic in TOPICS]
    sentences = [one for one in found if isinstance(one, str)][:MOST_SENTENCES]
    lacks = [one for one in found if isinstance(one, _Lack)]
    few = len(sentences) < MOST_SENTENCES
    return WeekWords(tuple(sentences), _missing_words(lacks) if few and lacks else "")


def words_due(first_day: date, last_heard: date | None, today: date) -> bool:
    """Whether a week is to be told: seven days since the last one, or since the plan began."""
    return (today - (last_heard or first_day)).days >= WEEK


def last_heard(history: History) -> date | None:
    """The day a week was last told; None when none was."""
    heard = [
        stamped.day for stamped, fact in history.of(AnswerGiven) if fact.instrument == INSTRUMENT
    ]
    return max(heard, default=None)


def weeks_of(history: History, today: date, walks: Collection[str]) -> Weeks:
    """The facts of the last fourteen full days before `today`."""
    first, middle_day = today - timedelta(days=2 * WEEK), today - timedelta(days=WEEK)
    before = tuple(days_between(first, middle_day - timedelta(days=1)))
    this = tuple(days_between(middle_day, today - timedelta(days=1)))
    spells = days_of(Sat.of(bout) for _, bout in history.of(SittingBout))
    days = {day: sitting_day(found, BREAK_MINUTES) for day, found in spells.items()}
    return Weeks(
        before=before,
        this=this,
        legs=worst_legs(history),
        done={line.day: line for line in adherence_by_day(history) if line.percent is not None},
        nights=nights(history),
        longest_sitting={day: one.longest_minutes for day, one in days.items() if one},
        walked=_walked(history, walks),
    )


def _walked(history: History, walks: Collection[str]) -> dict[date, bool]:
    excused = {fact.item for _, fact in history.of(ItemExcused)}
    asked = {fact.item: fact for _, fact in history.of(ItemAsked)}
    amounts, _ = amounts_by_item(history)
    recorded = recorded_days(history)
    found: dict[date, bool] = {}
    for item, fact in asked.items():
        if fact.exercise not in walks or item in excused or fact.for_day not in recorded:
            continue
        full = share_of(fact, *amounts.get(item, (0.0, 0.0))) >= DONE_SHARE
        found[fact.for_day] = full and found.get(fact.for_day, True)
    return found


def _sides(weeks: Weeks, noted: Mapping[date, object]) -> tuple[list[date], list[date]]:
    return [day for day in weeks.this if day in noted], [
        day for day in weeks.before if day in noted
    ]


def _enough(*sides: Sequence[date]) -> bool:
    return all(len(side) >= LEAST_DAYS for side in sides)


def _leg(weeks: Weeks) -> str | _Lack:
    this, before = _sides(weeks, weeks.legs)
    if not _enough(this, before):
        return _Lack("leg pain", len(this), len(before))
    low = [sum(1 for day in side if weeks.legs[day] <= LOW_LEG) for side in (this, before)]
    if any(low):
        return (
            f"Your leg was {LOW_LEG} or less on {low[0]} of {len(this)} noted days this week, "
            f"on {low[1]} of {len(before)} the week before."
        )
    now, then = (middle(weeks.legs[day] for day in side) for side in (this, before))
    return f"The middle of your daily leg scores was {now:g} this week, {then:g} the week before."


def _done(weeks: Weeks) -> str | _Lack:
    this, before = _sides(weeks, weeks.done)
    if not _enough(this, before):
        return _Lack("what you did", len(this), len(before))
    now, then = (mean_percent([weeks.done[day] for day in side]) or 0.0 for side in (this, before))
    return f"You did {now:.0f} percent of your program this week, {then:.0f} the week before."


def _sleep(weeks: Weeks) -> str | _Lack:
    this, before = _sides(weeks, weeks.nights)
    if not _enough(this, before):
        return _Lack("sleep", len(this), len(before))
    now, then = (sum(weeks.nights[day] for day in side) / len(side) for side in (this, before))
    return f"Your sleep was {now:.1f} of 10 on average this week, {then:.1f} the week before."


def _sitting(weeks: Weeks) -> str | None:
    this, before = _sides(weeks, weeks.longest_sitting)
    if not _enough(this, before):
        return None
    now, then = (max(weeks.longest_sitting[day] for day in side) for side in (this, before))
    return (
        f"The longest you sat without a break was {now:.0f} minutes this week, "
        f"{then:.0f} the week before, as far as it was noted."
    )


def _walks(weeks: Weeks) -> str | None:
    days = [day for day in (*weeks.before, *weeks.this) if day in weeks.legs]
    walked = [day for day in days if weeks.walked.get(day) is True]
    others = [day for day in days if weeks.walked.get(day) is False]
    if not _enough(walked, others):
        return None
    with_, without = (middle(weeks.legs[day] for day in side) for side in (walked, others))
    return (
        f"On the {len(walked)} days with all your walks the middle leg score was {with_:g}, on "
        f"{len(others)} other days {without:g}. That does not show that one brings the other."
    )


TOPICS: tuple[_Topic, ...] = (_leg, _done, _sleep, _sitting, _walks)
"""What is compared, the most telling first; the first three that can be said are said."""


def _missing_words(lacks: Sequence[_Lack]) -> str:
    if not any(lack.this or lack.before for lack in lacks):
        return (
            f"Not enough noted yet to compare weeks: each of two weeks needs {LEAST_DAYS} days "
            "with notes, today not counted."
        )
    # What is noted today stands below already, and is in no week before the day is over.
    lacking = "; ".join(map(_lack_words, lacks))
    return f"Not enough noted yet to compare weeks, today not counted: {lacking}."


def _lack_words(lack: _Lack) -> str:
    sides = []
    if lack.this < LEAST_DAYS:
        sides.append(f"{lack.this} of {LEAST_DAYS} days this week")
    if lack.before < LEAST_DAYS:
        sides.append(f"{lack.before} of {LEAST_DAYS} days the week before")
    return f"{lack.what} on {', '.join(sides)}"
