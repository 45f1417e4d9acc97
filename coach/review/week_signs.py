"""What stood out in a week, for the patient: locks, yes answers, reds, and further down the leg.

Nothing is weighed: whatever happened is named with its day, the most urgent first.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta

from coach.domain.events import ExerciseDone, LightGiven, RedFlagAnswered
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.safety_rhythm import OPENING_ITEM
from coach.review.caseload_words import day_words
from coach.review.review_facts import times_lower

DAYS = 7
"""So many full days before today are looked at, and today."""


def week_signs(
    history: History,
    lifted: Iterable[tuple[date, date]],
    locked: tuple[date, Collection[str]] | None,
    questions: Mapping[str, str],
    today: date,
) -> tuple[str, ...]:
    """Everything that stood out up to `today`, a sentence each.

    `lifted` are the locks that were taken off, from when to when; `locked` is the one that stands,
    with the words of the questions that were answered yes; `questions` has those words by id.
    """
    first = today - timedelta(days=DAYS)
    locks = [*_standing(locked, today), *_lifted(lifted, first, today)]
    yes = dict(_yes(history, questions, first, today))
    older = [one for one in (locked[1] if locked else ()) if one not in yes.values()]
    lines = [*locks, *yes, *(f"You said yes to: {question}" for question in older)]
    lines += [*_red(history, first, today), *_lower(history, first, today)]
    return tuple(dict.fromkeys(lines))


def _standing(locked: tuple[date, Collection[str]] | None, today: date) -> Iterator[str]:
    if locked is not None:
        yield f"Coaching is locked since {_day(locked[0], today)}."


def _lifted(lifted: Iterable[tuple[date, date]], first: date, today: date) -> Iterator[str]:
    for since, until in lifted:
        if until >= first:
            off = f"The lock was taken off {_on(until, today)}."
            yield f"Coaching was locked {_on(since, today)}. {off}"


def _yes(
    history: History, questions: Mapping[str, str], first: date, today: date
) -> Iterator[tuple[str, str]]:
    """What is said of each yes, and the question it is about."""
    for stamped, fact in history.of(RedFlagAnswered):
        if not fact.answer or stamped.day < first:
            continue
        if fact.item == OPENING_ITEM:
            yield f"You said {_on(stamped.day, today)} that something is new.", ""
            continue
        question = questions.get(fact.item, fact.item)
        yield f"You said yes {_on(stamped.day, today)} to: {question}", question


def _red(history: History, first: date, today: date) -> Iterator[str]:
    rehearsed = history.rehearsed_sessions()
    sessions: dict[date, bool] = {}
    """Days on which something was red, and whether that was a session as a whole."""
    for stamped in history.among(LightGiven, ExerciseDone):
        fact = stamped.fact
        if not isinstance(fact, LightGiven | ExerciseDone) or stamped.day < first:
            continue
        if fact.light is Light.RED and fact.session not in rehearsed:
            whole = isinstance(fact, LightGiven) and not fact.item
            sessions[stamped.day] = whole or sessions.get(stamped.day, False)
    for day, whole in sorted(sessions.items()):
        yield f"{'A session' if whole else 'An exercise'} was red {_on(day, today)}."


def _lower(history: History, first: date, today: date) -> Iterator[str]:
    for day in times_lower(history):
        if day >= first:
            yield f"It went further down your leg {_on(day, today)}."


def _on(day: date, today: date) -> str:
    """`today`, `yesterday`, or `on Monday 1 Mar`."""
    return _day(day, today) if (today - day).days in (0, 1) else f"on {_day(day, today)}"


def _day(day: date, today: date) -> str:
    near = {0: "today", 1: "yesterday"}
    return near.get((today - day).days, f"{day:%A} {day_words(day, today)}")
