"""A fact to a row and back, exactly; one table per class, one column per field.

Generic over the dataclasses of `coach.domain.events`: the table is the class name in snake case,
the columns are the fields in order. Words in columns are the words people use: a reach by name,
true and false as 1 and 0, except an answer to a safety question, which is `yes` or `no`.
"""

import dataclasses
import math
import re
import types
import typing
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any, cast

from coach.domain.errors import InputError
from coach.domain.events import Fact, RedFlagAnswered, Stamped
from coach.domain.pain import Reach

SqlValue = str | int | float | None
Row = dict[str, SqlValue]

STAMP_COLUMNS = ("id", "patient", "at", "day", "device", "seq", "plan_version")
"""What every fact table starts with."""


def kind_of(fact_type: type) -> str:
    """The table of a class of facts, such as `pain_score`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", fact_type.__name__).lower()


FACT_TYPES: tuple[type, ...] = typing.get_args(Fact)
KINDS: dict[str, type] = {kind_of(fact_type): fact_type for fact_type in FACT_TYPES}
"""Every fact table with its class."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Column:
    name: str
    optional: bool
    to_sql: Callable[[Any], SqlValue]
    from_sql: Callable[[Any], object]


def columns_of(kind: str) -> tuple[str, ...]:
    """All columns of a fact table, in order; KeyError for an unknown kind."""
    return STAMP_COLUMNS + tuple(column.name for column in _columns(KINDS[kind]))


def encode(stamped: Stamped) -> tuple[str, Row]:
    """The table and the row of a fact.

    Raises InputError for a time without offset, a number that is not finite, or an item id that
    is empty or has a space in it.
    """
    fact = stamped.fact
    row: Row = {
        "id": stamped.id,
        "patient": stamped.patient,
        "at": _time_to_text(stamped.at),
        "day": stamped.day.isoformat(),
        "device": stamped.device,
        "seq": stamped.seq,
        "plan_version": stamped.plan_version,
    }
    fact_type: type = type(fact)
    for column in _columns(fact_type):
        value = getattr(fact, column.name)
        row[column.name] = None if value is None else column.to_sql(value)
    return kind_of(fact_type), row


def decode(kind: str, values: Sequence[Any]) -> Stamped:
    """The fact in a row whose values stand in the order of `columns_of(kind)`.

    Raises ValueError or TypeError when a value is none that `encode` writes.
    """
    fact_id, patient, at, day, device, seq, plan_version, *further = values
    fact_type = KINDS[kind]
    fields = {
        column.name: _value_from(column, value)
        for column, value in zip(_columns(fact_type), further, strict=True)
    }
    return Stamped(
        id=fact_id,
        patient=patient,
        at=datetime.fromisoformat(at),
        day=date.fromisoformat(day),
        device=device,
        seq=seq,
        plan_version=plan_version,
        fact=cast(Fact, fact_type(**fields)),
    )


def _value_from(column: _Column, value: Any) -> object:
    if value is not None:
        return column.from_sql(value)
    if column.optional:
        return None
    raise ValueError(f"{column.name} is missing")


@cache
def _columns(fact_type: type) -> tuple[_Column, ...]:
    return tuple(
        _column(fact_type, field.name, field.type) for field in dataclasses.fields(fact_type)
    )


def _column(fact_type: type, name: str, hint: Any) -> _Column:
    optional = isinstance(hint, types.UnionType)
    if optional:
        (hint,) = (part for part in typing.get_args(hint) if part is not types.NoneType)
    if fact_type is RedFlagAnswered and name == "answer":
        return _Column(name, optional, lambda answer: "yes" if answer else "no", _answer)
    to_sql, from_sql = _converters(hint)
    return _Column(name, optional, to_sql, from_sql)


def _converters(hint: Any) -> tuple[Callable[[Any], SqlValue], Callable[[Any], object]]:
    if typing.get_origin(hint) is tuple:
        return _words_to_text, lambda text: tuple(text.split())
    if hint is Reach:
        return (lambda reach: reach.word), Reach.from_word
    if issubclass(hint, StrEnum):
        return (lambda word: str(word.value)), hint
    if issubclass(hint, IntEnum):
        return int, hint
    return _PLAIN[hint]


def _answer(word: str) -> bool:
    if word not in ("yes", "no"):
        raise ValueError(f"{word!r} is neither yes nor no")
    return word == "yes"


def _words_to_text(words: Sequence[str]) -> str:
    for word in words:
        if not word or word.split() != [word]:
            raise InputError("An id cannot be logged", f"{word!r} has a space in it or is empty.")
    return " ".join(words)


def _time_to_text(at: datetime) -> str:
    if at.utcoffset() is None:
        raise InputError("A time cannot be logged", f"{at.isoformat()} lacks its offset from UTC.")
    return at.isoformat()


def _number(value: float) -> float:
    if not math.isfinite(value):
        raise InputError("A number cannot be logged", f"{value} is not a number of anything.")
    return float(value) + 0.0  # SQLite keeps no negative zero.


_PLAIN: dict[type, tuple[Callable[[Any], SqlValue], Callable[[Any], object]]] = {
    str: (str, str),
    bool: (int, bool),
    int: (int, int),
    float: (_number, float),
    date: (date.isoformat, date.fromisoformat),
    datetime: (_time_to_text, datetime.fromisoformat),
}
