"""Changes inputs: bytes as an accident would, and structure as somebody with intent would."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

HOSTILE = (
    b"",
    b"0",
    b"-1",
    b"9" * 400,
    b"1e999",
    b"nan",
    b"9223372036854775808",
    b"0001-01-01",
    b"9999-12-31",
    b"2027-02-30",
    b"0001-01-01T00:00:00+14:00",
    b"9999-12-31T23:59:59-12:00",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\\ud800",
    b"\x1b[31m\x1b]52;c;aGFybQ==\x07",
    b"\xc2\x9b2J",
    "\u202eevil\u2066".encode(),
    b"[@click=app.quit]a[/]b",
    b"../../etc/passwd",
    b"[" * 3000,
    b"{" * 3000,
    b"a." * 30 + b"a",
    b"'" * 3,
    b'"""',
    b"null",
    b"true",
    b"\r\n",
)
"""What breaks programs that do not expect it."""
JSON_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    3.5,
    2**53,
    2**63,
    -(2**63),
    1e308,
    "",
    "\x00",
    "\ud800",
    "x" * 5000,
    "\x1b[2J",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999-12:00",
    "2027-03-01T09:00:00",
    [],
    {},
    [[]],
)
MOST_CHANGES = 4


def mutated(data: bytes, others: Sequence[bytes], random: Random, most_bytes: int) -> bytes:
    """`data` with one to four changes; a change may take a piece out of one of `others`."""
    for _ in range(random.randint(1, MOST_CHANGES)):
        way = random.choice(_WAYS)
        data = way(data, random.choice(others) if others else data, random)
    return data[:most_bytes]


def _place(data: bytes, random: Random) -> int:
    return random.randint(0, len(data))


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = _place(data, random)
    return start, min(len(data), start + random.choice((1, 2, 4, 16, 200)))


def _flip(data: bytes, other: bytes, random: Random) -> bytes:
    if not data:
        return other
    place = random.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << random.randrange(8))]) + data[place + 1 :]


def _drop(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _cut(data: bytes, other: bytes, random: Random) -> bytes:
    return data[: _place(data, random)]


def _put_hostile(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + random.choice(HOSTILE) + data[random.choice((start, end)) :]


def _put_piece(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(other, random)
    place = _place(data, random)
    return data[:place] + other[start:end] + data[place:]


def _repeat(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[start:end] * random.choice((2, 3, 50)) + data[end:]


def _lines(data: bytes, other: bytes, random: Random) -> bytes:
    """A line taken out, doubled, moved, or put in from another input."""
    mine, theirs = data.split(b"\n"), other.split(b"\n")
    place = random.randrange(len(mine))
    line = mine[place]
    what = random.randrange(4)
    if what == 0:
        del mine[place]
    elif what == 1:
        mine.insert(place, line)
    elif what == 2:
        mine.insert(random.randrange(len(mine)), mine.pop(place))
    else:
        mine.insert(place, random.choice(theirs))
    return b"\n".join(mine)


def _value_of_line(data: bytes, other: bytes, random: Random) -> bytes:
    """What stands behind `=` or `:` on one line becomes something else."""
    mine = data.split(b"\n")
    places = [nth for nth, line in enumerate(mine) if b"=" in line or b":" in line]
    if not places:
        return _put_hostile(data, other, random)
    place = random.choice(places)
    mark = b"=" if b"=" in mine[place] else b":"
    key, _, value = mine[place].partition(mark)
    word = random.choice((*HOSTILE, b'"' + random.choice(HOSTILE) + b'"', value, b"[]", b"{}"))
    mine[place] = key + mark + b" " + word
    return b"\n".join(mine)


def _number(data: bytes, other: bytes, random: Random) -> bytes:
    """A digit becomes a number that nobody expects."""
    places = [nth for nth, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return _flip(data, other, random)
    place = random.choice(places)
    word = random.choice((b"0", b"-1", b"99", b"1e5", b"0.5", b"9" * 20, b"2147483648"))
    return data[:place] + word + data[place + 1 :]


def _json_value(data: bytes, other: bytes, random: Random) -> bytes:
    """One value of a JSON document, or of one line of it, is replaced, doubled or dropped."""
    lines = data.split(b"\n")
    whole = _loaded(data)
    if whole is not None:
        return _dumped(_changed_json(whole, random)) or data
    places = [nth for nth, line in enumerate(lines) if line[:1] in (b"{", b"[")]
    if not places:
        return _value_of_line(data, other, random)
    place = random.choice(places)
    comma = lines[place].endswith(b",")
    value = _loaded(lines[place].rstrip(b","))
    if value is None:
        return _value_of_line(data, other, random)
    line = _dumped(_changed_json(value, random))
    lines[place] = line + (b"," if comma else b"")
    return b"\n".join(lines)


def _loaded(data: bytes) -> Any:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _dumped(value: Any) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return b""


def _changed_json(value: Any, random: Random) -> Any:
    """`value` with one thing in it changed, somewhere; it is changed in place."""
    holder = value
    for _ in range(random.randint(0, 6)):
        inner = [one for one in _values(holder) if isinstance(one, dict | list) and one]
        if not inner:
            break
        holder = random.choice(inner)
    if not holder:
        return random.choice(JSON_VALUES)
    key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    what = random.randrange(5)
    if what == 0:
        del holder[key]
    elif what == 1 and isinstance(holder, dict):
        holder[random.choice(("", "schema", "id", "x" * 300, "\ud800"))] = holder[key]
    elif what == 1:
        holder.insert(key, holder[key])
    elif what == 2 and isinstance(holder[key], int | float):
        holder[key] = holder[key] * random.choice((-1, 0.5, 10, 10**15))
    else:
        holder[key] = random.choice(JSON_VALUES)
    return value


def _values(holder: Any) -> list[Any]:
    return list(holder.values()) if isinstance(holder, dict) else list(holder)


_WAYS: tuple[Callable[[bytes, bytes, Random], bytes], ...] = (
    _flip,
    _drop,
    _cut,
    _put_hostile,
    _put_piece,
    _repeat,
    _lines,
    _lines,
    _value_of_line,
    _value_of_line,
    _number,
    _json_value,
    _json_value,
)
