"""What a session or a check-in writes, as plain rows and back: while it waits in a file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import inf
from typing import Any

from coach.domain.errors import CoachError
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    Fact,
    LightGiven,
    NoteWritten,
    PainScore,
    SessionEnded,
    SessionStarted,
    Stamped,
    WarningGiven,
)
from coach.domain.fact_codec import (
    STAMP_COLUMNS,
    columns_of,
    decode,
    encode,
    is_same_value,
    kind_of,
)
from coach.domain.our_time import in_our_time
from coach.domain.pain import Moment
from coach.domain.program_limits import SCORES
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.domain.timers import SKIN

KINDS_OF_A_SESSION = tuple(
    kind_of(one)
    for one in (
        *(SessionStarted, SessionEnded, ExerciseDone, PainScore, LightGiven, AnswerGiven),
        *(WarningGiven, TimerStarted, TimerEnded, NoteWritten),
    )
)
KINDS_OF_ANSWERS = tuple(kind_of(one) for one in (PainScore, AnswerGiven, NoteWritten))


def rows_of(facts: Sequence[Fact], at: datetime) -> list[dict[str, Any]]:
    """Each fact as its table with the columns that are its own."""
    rows = []
    for fact in facts:
        kind, row = encode(_unstamped(fact, at))
        own = {name: row[name] for name in columns_of(kind)[len(STAMP_COLUMNS) :]}
        rows.append({"table": kind, **own})
    return rows


def facts_from(
    rows: Sequence[Mapping[str, Any]], at: datetime, *, answers: bool = False
) -> tuple[Fact, ...]:
    """The facts in `rows`, exactly as a session wrote them, or a check-in's `answers`.

    Raises ValueError, TypeError, KeyError or AttributeError for what none ever wrote.
    """
    facts = tuple(
        _fact_from(row, at, KINDS_OF_ANSWERS if answers else KINDS_OF_A_SESSION) for row in rows
    )
    for fact in facts:
        if isinstance(fact, AnswerGiven) and (fact.instrument == SKIN) is answers:
            raise ValueError(f"{fact.instrument} is not asked there")
        if answers and isinstance(fact, PainScore) and fact.moment is not Moment.WORST_24H:
            raise ValueError(f"a check-in asks no score {fact.moment}")
    return facts


def _fact_from(row: Mapping[str, Any], at: datetime, kinds: Sequence[str]) -> Fact:
    kind = row["table"]
    if kind not in kinds:
        raise ValueError(f"{kind} is not written there")
    own = columns_of(kind)[len(STAMP_COLUMNS) :]
    if set(row) != {"table", *own}:
        raise ValueError(f"{kind} has other columns")
    if not in_our_time(at):
        raise ValueError("no clock shows this date")
    stamp = ("", "", at.isoformat(), at.date().isoformat(), "", 0, "")
    try:
        stamped = decode(kind, (*stamp, *(row[name] for name in own)))
        _, written = encode(stamped)
    except CoachError as error:
        raise ValueError(error.message) from error
    if not all(is_same_value(written[name], row[name]) for name in own):
        raise ValueError(f"{kind} is written otherwise")
    _check_amounts(stamped.fact, [row[name] for name in own])
    return stamped.fact


def _check_amounts(fact: Fact, values: Sequence[object]) -> None:
    """What the log would refuse, and what a session never answers. Raises ValueError."""
    least = min((one for one in values if isinstance(one, int | float)), default=inf)
    if least < 0:
        raise ValueError("an amount is below zero")
    if isinstance(fact, PainScore) and fact.score > SCORES[1]:
        raise ValueError("a score is not from 0 to 10")
    if isinstance(fact, SessionStarted) and fact.pace == 0:
        raise ValueError("a pace is zero")


def _unstamped(fact: Fact, at: datetime) -> Stamped:
    """A fact that has no number yet."""
    return Stamped(
        id="", patient="", at=at, day=at.date(), device="", seq=0, plan_version="", fact=fact
    )
