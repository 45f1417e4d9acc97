"""The two documents that cross between homes, at every depth a hostile hand may reach.

The first byte of an input says how deep: `0` is the file as it lies on the disk; `1` is what the
reader finds when it is decrypted; `2` is a body that was truly signed and encrypted by a partner
who means harm. Of a log, `3` is its facts, a line each, under a head that fits them.
"""

import hashlib
import json
import lzma
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pyrage
from msgspec.structs import replace

from coach.domain.events import Stamped
from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import encode
from coach.domain.fact_id import fact_id
from coach.exchange.identity import Identity, load_or_make, recipient
from coach.exchange.log_file import MOST_UNPACKED, seal_log
from coach.exchange.log_rows import facts_from, lines_of
from coach.exchange.plan_file import seal_plan
from coach.exchange.plan_text import plan_text
from coach.exchange.sealed import Paper, seal
from tests.exchange.documents import DEVICE, NOON, PATIENT, a_log_document, a_plan
from tests.exchange.patient_year import a_year
from tests.fuzz import commands
from tests.fuzz.trying import Target

RAW, CONTENT, BODY, FACTS = b"0", b"1", b"2", b"3"
SOME_FACTS = 24


def _pair() -> tuple[Identity, Identity]:
    """The patient's and the therapist's keys."""
    commands.patient_papers().key  # noqa: B018 - made at the first look
    commands.therapist_papers().key  # noqa: B018
    folder = commands.keys()
    return load_or_make(folder / "patient"), load_or_make(folder / "therapist")


def _file(paper: Paper, data: bytes, writer: Identity, reader: Identity) -> bytes:
    depth, content = data[:1], data[1:]
    if depth == FACTS and paper is Paper.LOG:
        return seal(paper, _under_a_head(content), writer, reader.key)
    if depth == BODY:
        return seal(paper, content, writer, reader.key)
    if depth == CONTENT:
        return bytes(pyrage.encrypt(content, [recipient(reader.key)]))
    return content


def read_plan(data: bytes) -> str:
    """Open the plan as the patient does, then look at the day and lay a session out."""
    patient, therapist = _pair()
    sealed = _file(Paper.PLAN, data, therapist, patient)
    with commands.patient_home() as home:
        file = home.folder / "a.coachplan"
        file.write_bytes(sealed)
        code = home.run("open", str(file))
        said = home.shown
        if code == 0:
            home.run("today")
            home.run("session", "--line", answers=["n", "3", "2", "knee"])
            home.run("export", "--format", "fhir", "--out", str(home.folder / "a.json"))
    return f"{code}\n{said}"


def read_log(data: bytes) -> str:
    """Take the log in as the therapist does, then look at what follows from it."""
    patient, therapist = _pair()
    sealed = _file(Paper.LOG, data, patient, therapist)
    with commands.desk_home() as home:
        file = home.folder / "a.coachlog"
        file.write_bytes(sealed)
        code = home.run("receive", str(file))
        said = home.shown
        if code == 0 and "new fact" in home.shown:
            home.run("review", "Sam", "--formulas")
            home.run("review", "Sam", "--json")
            home.run("report", "Sam", "--out", str(home.folder / "sam.html"))
            home.run("export", "--patient", "Sam", "--format", "fhir", "--out", str(file) + ".json")
    return f"{code}\n{said}"


def _under_a_head(lines: bytes) -> bytes:
    """The body of a log with these facts, as its owner's coach would have made it."""
    packed = lzma.compress(lines[:MOST_UNPACKED], check=lzma.CHECK_CRC32, preset=0)
    count = lines.count(b"\n") + 1
    device = {"device": DEVICE, "first": 1, "last": count, "seq": count, "hash": _chain(lines)}
    head = {
        "schema": "coach/log/1",
        "patient": PATIENT,
        "made_at": NOON.isoformat(),
        "facts": count,
        "sha256": hashlib.sha256(packed).hexdigest(),
        "devices": [device],
    }
    return json.dumps(head).encode() + b"\n" + packed


def _chain(lines: bytes) -> str:
    """What the facts come to; of what is no fact, anything."""
    link = FIRST
    try:
        rows = [json.loads(line) for line in lines.split(b"\n")]
        for stamped in facts_from(rows, PATIENT, DEVICE, 1):
            link = chain_hash(link, *encode(stamped))
    except Exception:  # noqa: BLE001 - the reader finds the same again, and is watched
        return "0" * 64
    return link


def _plan_seeds() -> Iterator[bytes]:
    patient, therapist = _pair()
    plan = a_plan(patient.key)
    sealed, _ = seal_plan(plan, therapist)
    yield RAW + sealed
    yield CONTENT + bytes(pyrage.decrypt(sealed, [patient.decrypter]))
    yield BODY + plan_text(plan).encode()


def _log_seeds() -> Iterator[bytes]:
    patient, therapist = _pair()
    sealed = seal_log(a_log_document(patient.key), patient, therapist.key)
    content = bytes(pyrage.decrypt(sealed, [therapist.decrypter]))
    yield RAW + sealed
    yield CONTENT + content
    yield BODY + content.split(b"\n", 3)[3]
    yield FACTS + _some_lines(a_year()[:SOME_FACTS])
    yield FACTS + _some_lines(_one_of_each())
    yield FACTS + _some_lines([_old(one) for one in _one_of_each()])


def _old(stamped: Stamped) -> Stamped:
    """The same under a clock that had stopped."""
    if stamped.seq > 1:
        return stamped
    at = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)
    return replace(stamped, at=at, day=at.date(), id=fact_id(at, DEVICE, 1))


def _some_lines(facts: Sequence[Stamped]) -> bytes:
    return "\n".join(lines_of(facts)).encode()


def _one_of_each() -> list[Stamped]:
    """The first fact of each kind in a year, numbered anew."""
    found: dict[type, Stamped] = {}
    for stamped in a_year():
        found.setdefault(type(stamped.fact), stamped)
    return [replace(one, seq=seq) for seq, one in enumerate(found.values(), start=1)]


PLAN = Target(
    "plan",
    read_plan,
    _plan_seeds,
    most_bytes=60_000,
    calls=3_000_000,
    calls_per_byte=400,
    share=0.2,
)
LOG = Target(
    "log", read_log, _log_seeds, most_bytes=30_000, calls=5_000_000, calls_per_byte=1000, share=0.2
)
