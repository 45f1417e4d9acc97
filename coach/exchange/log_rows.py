"""Facts as short lines of JSON and back, exactly; device by device, in the order of their numbers.

A line is a list: the kind, the time, and the fields in order. The time is the microseconds since
the fact before of the same device, or ISO text where there is none or the offset is another. What
differs from what is usual follows in one last object: an `id` that does not follow from time,
device and number, a `day` that is not the date of the time, a `plan` other than the line before.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from coach.domain.events import Stamped
from coach.domain.fact_codec import STAMP_COLUMNS, columns_of, decode, encode
from coach.domain.fact_id import fact_id
from coach.domain.our_time import is_dated

Row = Sequence[Any]
_MICROSECOND = timedelta(microseconds=1)
_MOST_NUMBER = 2**63
_dumps = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def lines_of(facts: Iterable[Stamped]) -> Iterator[str]:
    """A line for each of one device's facts, which follow each other without a gap."""
    before: datetime | None = None
    plan = ""
    for stamped in facts:
        kind, row = encode(stamped)
        fields = [row[name] for name in columns_of(kind)[len(STAMP_COLUMNS) :]]
        at = datetime.fromisoformat(str(row["at"]))
        unusual: dict[str, str] = {}
        if stamped.id != fact_id(at, stamped.device, stamped.seq):
            unusual["id"] = stamped.id
        if stamped.day != at.date():
            unusual["day"] = stamped.day.isoformat()
        if stamped.plan_version != plan:
            unusual["plan"] = plan = stamped.plan_version
        yield _dumps([kind, _time_since(before, at), *fields, *([unusual] if unusual else [])])
        before = at


def _time_since(before: datetime | None, at: datetime) -> int | str:
    if before is None or before.utcoffset() != at.utcoffset():
        return at.isoformat()
    return (at - before) // _MICROSECOND


def facts_from(rows: Iterable[Row], patient: str, device: str, first: int) -> Iterator[Stamped]:
    """The facts in one device's lines, numbered from `first`.

    Raises ValueError, TypeError, KeyError, IndexError or OverflowError for what no coach wrote.
    """
    before: datetime | None = None
    plan = ""
    for seq, row in enumerate(rows, start=first):
        kind, when, *fields = row
        unusual = fields.pop() if fields and isinstance(fields[-1], dict) else {}
        if not all(isinstance(value, str) for value in unusual.values()):
            raise ValueError("a line ends with what no coach wrote")
        at = _time_from(before, when)
        plan = unusual.get("plan", plan)
        stamp = [
            unusual.get("id") or fact_id(at, device, seq),
            patient,
            at.isoformat(),
            unusual.get("day") or at.date().isoformat(),
            device,
            seq,
            plan,
        ]
        yield _exactly(kind, [*stamp, *fields])
        before = at


def _time_from(before: datetime | None, when: int | str) -> datetime:
    if isinstance(when, str):
        return datetime.fromisoformat(when)
    if before is None or isinstance(when, bool) or not isinstance(when, int):
        raise ValueError("a time is missing")
    return before + when * _MICROSECOND


def _exactly(kind: str, values: list[Any]) -> Stamped:
    """The fact of these values. ValueError when a coach would have written others for it."""
    stamped = decode(kind, values)
    again = encode(stamped)[1]
    if any(
        type(one) is not type(other) or one != other
        for one, other in zip(again.values(), values, strict=True)
    ):
        raise ValueError(f"a {kind} holds a value that no coach wrote")
    if any(isinstance(value, int) and abs(value) >= _MOST_NUMBER for value in values):
        raise ValueError(f"a {kind} holds a number that is too large")
    if not is_dated(stamped):
        raise ValueError(f"a {kind} holds a date that no clock shows")
    return stamped
