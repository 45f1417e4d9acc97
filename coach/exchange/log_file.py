"""A patient's log as a signed and encrypted `.coachlog`.

The body is one line of JSON that says whose facts they are, how many, and how far each device
goes, and then the facts as lines (see `log_rows`), packed with xz. Hashes of the chain are not
sent: the receiver makes them and compares the last one of each device. (source: measured; xz is
a quarter to a half smaller than gzip here)
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from coach.domain.caseload import Head
from coach.domain.documents import LogDocument
from coach.domain.errors import CoachError, InputError, RefusedError
from coach.domain.events import Stamped
from coach.domain.text import clean_line
from coach.exchange.identity import Identity
from coach.exchange.log_rows import Row, facts_from, lines_of
from coach.exchange.sealed import Paper, seal, unseal

if TYPE_CHECKING:
    from coach.exchange.log_shape import LogHeader

SCHEMA = "coach/log/1"
MOST_UNPACKED = 64 * 1024 * 1024
MOST_LINE = 256 * 1024
"""A fact holds a note of 4,000 characters, or the ids of a thousand others."""
MOST_UNPACKING_MEMORY = 128 * 1024 * 1024
NEWER = "This log was made by a newer coach. Update this one and take the file in again."


def seal_log(log: LogDocument, own: Identity, reader: str) -> bytes:
    """The file for the therapist whose key is `reader`.

    Raises InputError for no key, and for facts that are not one patient's, whole and in order.
    """
    import lzma

    facts = sorted(log.facts, key=attrgetter("device", "seq"))
    _require_whole(log, facts)
    packed = lzma.compress("\n".join(_lines(facts)).encode("utf-8"), check=lzma.CHECK_CRC32)
    return seal(Paper.LOG, _header(log, facts, packed) + b"\n" + packed, own, reader)


def open_log(data: bytes, own: Identity) -> LogDocument:
    """The log in a file for this home.

    Raises InputError for a file of another kind, RefusedError for what is damaged, unsigned, cut
    short, for someone else or by a newer coach.
    """
    opened = unseal(Paper.LOG, data, own)
    first_line, _, packed = opened.body.partition(b"\n")
    try:
        header = _read_header(first_line)
        if hashlib.sha256(packed).hexdigest() != header.sha256:
            raise ValueError("its facts are not those it names")
        facts = tuple(_facts(header, _unpacked(packed)))
    except RefusedError:
        raise
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        OverflowError,
        RecursionError,
        CoachError,
    ) as error:
        why = clean_line(str(error), limit=200)
        raise RefusedError(
            "Not a log", f"What was signed is no log ({why}). Nothing was taken in."
        ) from error
    heads = tuple(Head(one.device, one.seq, one.hash, header.made_at) for one in header.devices)
    return LogDocument(header.patient, opened.signer, header.made_at, facts, heads)


def _require_whole(log: LogDocument, facts: Sequence[Stamped]) -> None:
    heads = {head.device: head for head in log.heads}
    for device, group in groupby(facts, key=attrgetter("device")):
        numbers = [stamped.seq for stamped in group]
        gapless = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if not gapless or device not in heads or heads[device].seq < numbers[-1]:
            raise InputError("Log", "These facts have a gap, so they cannot be handed over.")
    if any(stamped.patient != log.patient for stamped in facts):
        raise InputError("Log", "These facts are of several people, so they cannot be handed over.")


def _lines(facts: Sequence[Stamped]) -> Iterator[str]:
    for _, group in groupby(facts, key=attrgetter("device")):
        yield from lines_of(group)


def _header(log: LogDocument, facts: Sequence[Stamped], packed: bytes) -> bytes:
    heads = {head.device: head for head in log.heads}
    devices = []
    for device, group in groupby(facts, key=attrgetter("device")):
        numbers = [stamped.seq for stamped in group]
        devices.append(
            {
                "device": device,
                "first": numbers[0],
                "last": numbers[-1],
                "seq": heads[device].seq,
                "hash": heads[device].hash,
            }
        )
    content = {
        "schema": SCHEMA,
        "patient": log.patient,
        "made_at": log.made_at.isoformat(),
        "facts": len(facts),
        "sha256": hashlib.sha256(packed).hexdigest(),
        "devices": devices,
    }
    return json.dumps(content, separators=(",", ":")).encode("ascii")


def _read_header(line: bytes) -> "LogHeader":
    import msgspec

    from coach.exchange.log_shape import LogHeader
    from coach.exchange.plan_shape import Versioned

    try:
        schema = msgspec.json.decode(line, type=Versioned).schema
        if schema != SCHEMA and schema.startswith("coach/log/"):
            raise RefusedError("A newer log", NEWER)
        return msgspec.json.decode(line, type=LogHeader)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error


def _unpacked(packed: bytes) -> bytes:
    """What was packed; ValueError when it is damaged, or too much: it is never all unpacked."""
    import lzma

    unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_UNPACKING_MEMORY)
    try:
        content = unpacker.decompress(packed, MOST_UNPACKED + 1)
    except (lzma.LZMAError, EOFError) as error:
        raise ValueError("its facts cannot be unpacked") from error
    if len(content) > MOST_UNPACKED:
        raise ValueError("it unpacks to more than any log")
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("its facts are cut short")
    return content


def _facts(header: "LogHeader", content: bytes) -> Iterator[Stamped]:
    counted = sum(one.last - one.first + 1 for one in header.devices)
    if not (content.count(b"\n") + 1 if content else 0) == counted == header.facts:
        raise ValueError("it has more or fewer facts than it names")
    lines = content.split(b"\n")
    start = 0
    for one in header.devices:
        end = start + one.last - one.first + 1
        yield from facts_from(_rows(lines[start:end]), header.patient, one.device, one.first)
        start = end


def _rows(lines: Sequence[bytes]) -> Iterator[Row]:
    """The lines as lists, one at a time: a list of lists takes twenty times the room of its text.

    Raises ValueError.
    """
    import msgspec

    decoder = msgspec.json.Decoder(list)
    for line in lines:
        if len(line) > MOST_LINE:
            raise ValueError("a line is longer than any fact")
        try:
            yield decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise ValueError(str(error)) from error
