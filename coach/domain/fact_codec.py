"""A fact to a row and back, exactly; one table per class, one column per field.

Generic over the dataclasses of `coach.domain.events`: the table is the class name in snake case,
the columns are the fields in order. Words in columns are the words people use: a reach by name,
true and false as 1 and 0, except an answer to a safety question, which is `yes` or `no`.
"""

import math
import re
import types
import typing
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any, NoReturn

from msgspec import Struct, ValidationError, convert
from msgspec.structs import fields

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
_TABLES: dict[type, str] = {fact_type: kind for kind, fact_type in KINDS.items()}


_MOST_WHOLE_NUMBER = 2**63


class _Words(dict[Any, Any]):
    """What may stand in a column, each with what it means, or the other way round."""

    def __missing__(self, key: object) -> object:
        raise ValueError(f"{key!r} is none of {', '.join(map(str, self))}")


class _Column(Struct, frozen=True):
    name: str
    optional: bool
    to_sql: Callable[[Any], SqlValue]
    from_sql: Callable[[Any], object]


@cache
def columns_of(kind: str) -> tuple[str, ...]:
    """All columns of a fact table, in order; KeyError for an unknown kind."""
    return STAMP_COLUMNS + tuple(column.name for column in _columns(KINDS[kind]))


def encode(stamped: Stamped) -> tuple[str, Row]:
    """The table and the row of a fact.

    Raises InputError for a time without offset, a number that is not finite, or an item id that
    is empty or has a space in it.
    """
    fact_type: type = type(stamped.fact)
    return _TABLES[fact_type], _writer(fact_type)(stamped)


def decode(kind: str, values: Sequence[Any]) -> Stamped:
    """The fact in a row whose values stand in the order of `columns_of(kind)`.

    Raises ValueError or TypeError when a value is none that `encode` writes.
    """
    return decoder(kind)(values)


def decoder(kind: str) -> Callable[[Sequence[Any]], Stamped]:
    """What reads a row of one table, as `decode` does; for many of them."""
    return _reader(KINDS[kind])


def is_same_value(written: SqlValue, given: object) -> bool:
    """Whether a value is the one that is logged for it; 3 may stand for 3.0, and nothing else."""
    if isinstance(given, int) and abs(given) >= _MOST_WHOLE_NUMBER:
        return False
    kinds = (float, int) if isinstance(written, float) else (type(written),)
    return type(given) in kinds and written == given


@cache
def _reader(fact_type: type) -> Callable[[Sequence[Any]], Stamped]:
    """Written out for the fields of the class: a loop over them takes twice as long a row."""
    names: dict[str, Any] = {"stamped": Stamped, "fact": fact_type, "missing": _missing}
    names |= {"to_time": _time, "to_date": date.fromisoformat}
    fields = []
    for column in _columns(fact_type):
        name = column.name
        names[f"read_{name}"] = column.from_sql
        none = "None" if column.optional else f"missing({name!r})"
        fields.append(f"{name}={none} if _{name} is None else read_{name}(_{name})")
    values = ", ".join(f"_{name}" for name in columns_of(kind_of(fact_type)))
    return _written(
        "read(row)",
        f"{values} = row",
        "stamped(_id, _patient, to_time(_at), to_date(_day), _device, _seq, _plan_version, "
        f"fact({', '.join(fields)}))",
        names,
    )


@cache
def _writer(fact_type: type) -> Callable[[Stamped], Row]:
    """Written out as `_reader` is, the other way round."""
    names: dict[str, Any] = {"to_text": _time_to_text}
    values = {name: f"stamped.{name}" for name in STAMP_COLUMNS}
    values |= {"at": "to_text(stamped.at)", "day": "stamped.day.isoformat()"}
    for column in _columns(fact_type):
        name = column.name
        names[f"write_{name}"] = column.to_sql
        values[name] = f"None if fact.{name} is None else write_{name}(fact.{name})"
    row = ", ".join(f"{name!r}: {value}" for name, value in values.items())
    return _written("write(stamped)", "fact = stamped.fact", f"{{{row}}}", names)


def _written(head: str, first: str, result: str, names: dict[str, Any]) -> Callable[[Any], Any]:
    """A function from its text; nothing is in it but the names of our own classes and fields."""
    exec(f"def {head}:\n    {first}\n    return {result}", names)
    function: Callable[[Any], Any] = names[head.partition("(")[0]]
    return function


def _missing(name: str) -> NoReturn:
    raise ValueError(f"{name} is missing")


@cache
def _columns(fact_type: type) -> tuple[_Column, ...]:
    return tuple(_column(fact_type, field.name, field.type) for field in fields(fact_type))


def _column(fact_type: type, name: str, hint: Any) -> _Column:
    optional = isinstance(hint, types.UnionType)
    if optional:
        (hint,) = (part for part in typing.get_args(hint) if part is not types.NoneType)
    if fact_type is RedFlagAnswered and name == "answer":
        return _Column(name, optional, *_words({True: "yes", False: "no"}))
    return _Column(name, optional, *_converters(hint))


def _word(one: StrEnum | Reach) -> str:
    return one.word if isinstance(one, Reach) else str(one.value)


def _words(
    words: dict[Any, SqlValue],
) -> tuple[Callable[[Any], SqlValue], Callable[[Any], object]]:
    """Looked up and not worked out: most columns of a log hold one of a few words."""
    meanings = _Words({word: meaning for meaning, word in words.items()})
    return _Words(words).__getitem__, meanings.__getitem__


def _converters(hint: Any) -> tuple[Callable[[Any], SqlValue], Callable[[Any], object]]:
    if typing.get_origin(hint) is tuple:
        return _words_to_text, lambda text: tuple(str.split(text))
    if issubclass(hint, StrEnum | Reach):
        return _words({one: _word(one) for one in hint})
    if issubclass(hint, IntEnum):
        return int, hint
    return _PLAIN[hint]


def _words_to_text(words: Sequence[str]) -> str:
    for word in words:
        if not word or word.split() != [word]:
            raise InputError("An id cannot be logged", f"{word!r} has a space in it or is empty.")
    return " ".join(words)


def _time_to_text(at: datetime) -> str:
    if at.utcoffset() is None:
        raise InputError("A time cannot be logged", f"{at.isoformat()} lacks its offset from UTC.")
    return at.isoformat()


def _time(text: str) -> datetime:
    """Times of one offset share it, for which they are compared ten times as fast."""
    try:
        return convert(text, datetime)
    except ValidationError:  # An offset with seconds, as before there were time zones.
        return datetime.fromisoformat(text)


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
    datetime: (_time_to_text, _time),
}
