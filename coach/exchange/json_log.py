"""The whole log of one patient as one JSON document that comes back as the same log.

`{"schema": "coach/export/1", "patient", "heads", "documents", "facts"}`: one fact a line, each an
object of `table` and the columns of that table in order (contract section 4); a value that was not
recorded is null. Facts are by device and number, retracted ones too. `heads` says for each device
how many facts it has and what its hash chain comes to, so that a changed, lost or added fact shows.
`documents` are signed plans: `content` is the text that was signed, and `seal` says in three lines
the reader's key, the signer's key and the signature.
The chain shows damage and later rewriting; it does not prove who wrote the file.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter

import msgspec

from coach.domain.errors import CoachError, InputError, RefusedError
from coach.domain.events import Stamped
from coach.domain.exported import Exported, KeptPlan, heads_of
from coach.domain.fact_codec import KINDS, SqlValue, columns_of, decode, encode, is_same_value
from coach.domain.our_time import is_dated
from coach.domain.text import clean_line

SCHEMA = "coach/export/1"
KIND = "coach/export/"
MARK = f'{{"schema": "{SCHEMA}"'.encode()
"""How every such file begins."""
MOST_BYTES = 128 * 1024 * 1024
"""A patient-year of the densest use is 7.4 MB; more than this is no export of one patient."""
_MOST_OBJECTS = 2_000_000
"""Braces in a file, those in words too: a fact has one, and 128 MiB hold 400,000 facts."""
_MOST_FACT_BYTES = 256 * 1024
"""A fact holds a note of 4,000 characters, or the ids of a thousand others."""


def mark_of(patient: str) -> bytes:
    """How every such file of one patient begins."""
    return MARK + f',\n"patient": {_json(patient)},\n'.encode()


def write_json_log(exported: Exported) -> Iterator[bytes]:
    """The document in pieces, a fact at a time; the same facts always give the same bytes."""
    heads = [
        {"device": device, "seq": seq, "hash": head}
        for device, (seq, head) in sorted(heads_of(exported.facts).items())
    ]
    yield mark_of(exported.patient)
    yield from _list("heads", (_json(head) for head in heads))
    yield b",\n"
    yield from _list(
        "documents",
        (_json({"content": one.content, "seal": one.seal}) for one in exported.documents),
    )
    yield b",\n"
    yield from _list("facts", (_fact_line(one) for one in exported.facts))
    yield b"\n}\n"


def _list(name: str, lines: Iterator[str]) -> Iterator[bytes]:
    yield f'"{name}": ['.encode()
    for number, line in enumerate(lines):
        yield (f",\n{line}" if number else f"\n{line}").encode()
    yield b"\n]"


def _fact_line(stamped: Stamped) -> str:
    kind, row = encode(stamped)
    return _json({"table": kind, **row})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


class _Head(msgspec.Struct, forbid_unknown_fields=True):
    device: str
    seq: int
    hash: str


class _Versioned(msgspec.Struct):
    """The one key that every version has."""

    schema: str


class _KeptPlan(msgspec.Struct, forbid_unknown_fields=True):
    content: str
    seal: str


class _Object(msgspec.Struct):
    """Any object at all, of which nothing is kept."""


class _Outline(msgspec.Struct):
    """Whether facts are objects: looked at before each is given a place in memory."""

    facts: list[_Object]


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    schema: str
    patient: str
    heads: list[_Head]
    documents: list[_KeptPlan]
    facts: list[msgspec.Raw]
    """Not read yet: as values they take twenty times the room of their text."""


def read_json_log(data: bytes, file: str) -> Exported:
    """The log in a file; `file` is the name to show.

    Raises InputError for what is no such document, and RefusedError when facts are missing or
    are not those that were exported.
    """
    if len(data) > MOST_BYTES:
        raise _no_export(file, f"it is larger than {MOST_BYTES // 2**20} MiB")
    document = _parsed(data, file)
    facts = tuple(
        _fact(_row(raw, file, number), f"{file}: fact {number}")
        for number, raw in enumerate(document.facts, start=1)
    )
    if any(one.patient != document.patient for one in facts):
        raise RefusedError("Import", f"{file} holds facts of more than one patient.")
    in_order = tuple(sorted(facts, key=attrgetter("device", "seq")))
    _check_chain(in_order, document.heads, file)
    kept = tuple(KeptPlan(one.content, one.seal) for one in document.documents)
    return Exported(document.patient, in_order, kept)


def _parsed(data: bytes, file: str) -> _Document:
    try:
        schema = msgspec.json.decode(data, type=_Versioned).schema
    except (msgspec.MsgspecError, RecursionError, ValueError):
        schema = ""
    if not schema.startswith(KIND):
        raise InputError(
            "Import",
            f"{file} is not a log that coach wrote. Name a file that `coach export --format json` "
            "wrote.",
        )
    if schema != SCHEMA:
        shown = clean_line(schema, limit=60)
        raise RefusedError(
            "Import", f"{file} is {shown}; this coach reads {SCHEMA}. Update coach, or export anew."
        )
    if data.count(b"{") > _MOST_OBJECTS:
        raise _no_export(file, "it holds more than the log of one patient")
    try:
        msgspec.json.decode(data, type=_Outline)
        return msgspec.json.decode(data, type=_Document)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise _no_export(file, clean_line(str(error), limit=200)) from error


_row_decoder = msgspec.json.Decoder(dict[str, str | int | float | None])


def _row(raw: msgspec.Raw, file: str, number: int) -> dict[str, SqlValue]:
    """The values of one fact. InputError for what is none."""
    if len(raw) > _MOST_FACT_BYTES:
        raise _no_export(file, f"fact {number} is longer than any fact")
    try:
        return _row_decoder.decode(raw)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise _no_export(file, f"fact {number}: {clean_line(str(error), limit=200)}") from error


def _fact(row: Mapping[str, SqlValue], where: str) -> Stamped:
    """One fact, exactly as it was written; anything else is refused."""
    kind = row.get("table")
    if not isinstance(kind, str) or kind not in KINDS:
        shown = clean_line(str(kind), limit=60)
        raise InputError("Import", f"{where} belongs to no table that is known ({shown}).")
    columns = columns_of(kind)
    strange = sorted(set(row) - {"table", *columns})
    if strange:
        shown = clean_line(strange[0], limit=60)
        raise InputError("Import", f"{where} has a column '{shown}' that {kind} does not have.")
    values = [row.get(column) for column in columns]
    try:
        stamped = decode(kind, values)
        _, written = encode(stamped)
    except (ValueError, TypeError, OverflowError, CoachError) as error:
        shown = clean_line(str(error), limit=200)
        raise InputError("Import", f"{where} of {kind} cannot be read: {shown}.") from error
    if not _is_stamped(stamped):
        raise InputError("Import", f"{where} of {kind} lacks an id, a device or a number.")
    for column, value in zip(columns, values, strict=True):
        if not is_same_value(written[column], value):
            raise InputError(
                "Import", f"{where} of {kind} has a {column} that coach writes otherwise."
            )
    if not is_dated(stamped):
        raise InputError("Import", f"{where} of {kind} has a date that no clock shows.")
    return stamped


def _is_stamped(stamped: Stamped) -> bool:
    """Whether what every fact has is there; a database would refuse other kinds of value."""
    names = (stamped.id, stamped.patient, stamped.device, stamped.plan_version)
    return type(stamped.seq) is int and all(isinstance(name, str) for name in names)


def _check_chain(facts: tuple[Stamped, ...], heads: list[_Head], file: str) -> None:
    said = {head.device: (head.seq, head.hash) for head in heads}
    numbers: dict[str, list[int]] = defaultdict(list)
    for device, found in groupby(facts, key=attrgetter("device")):
        numbers[device] = [one.seq for one in found]
    for device, seqs in numbers.items():
        if seqs != list(range(1, len(seqs) + 1)):
            raise RefusedError(
                "Facts are missing",
                f"{file} lacks facts of device {device}, or has some twice. Nothing was taken in; "
                "export again.",
            )
    if len(said) != len(heads) or heads_of(facts) != said:
        raise RefusedError(
            "The file was changed",
            f"{file} does not hold the facts that were exported: one was changed, added or "
            "taken out. Nothing was taken in; export again.",
        )


def _no_export(file: str, why: str) -> InputError:
    return InputError(
        "Import",
        f"{file} cannot be read ({why}). Name a file that `coach export --format json` wrote.",
    )
