"""Plans and logs that were changed, cut, passed on or mixed up: a sentence, never a wrong value."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest

from coach.domain.errors import InputError, RefusedError
from coach.exchange.identity import Identity, recipient
from coach.exchange.log_file import open_log, seal_log
from coach.exchange.plan_file import open_plan, seal_plan
from coach.exchange.sealed import MAGIC, Paper, seal, unseal
from tests.exchange.documents import a_log_document, a_plan, an_identity

Opener = Callable[[bytes, Identity], Any]
OPENERS: dict[Paper, Opener] = {Paper.PLAN: open_plan, Paper.LOG: open_log}
BOTH = pytest.mark.parametrize("paper", Paper, ids=lambda paper: paper.word)


@pytest.fixture
def therapist(tmp_path: Path) -> Identity:
    return an_identity(tmp_path, "therapist")


@pytest.fixture
def patient(tmp_path: Path) -> Identity:
    return an_identity(tmp_path, "patient")


@pytest.fixture
def stranger(tmp_path: Path) -> Identity:
    return an_identity(tmp_path, "stranger")


@pytest.fixture
def ends(patient: Identity, therapist: Identity) -> dict[Paper, tuple[Identity, Identity]]:
    """Who writes and who reads each kind."""
    return {Paper.PLAN: (therapist, patient), Paper.LOG: (patient, therapist)}


@pytest.fixture
def documents(patient: Identity, therapist: Identity) -> dict[Paper, bytes]:
    """One good document of each kind; the program is short, so that every byte can be tried."""
    plan, _ = seal_plan(a_plan(patient.key, program='id = "steady-back"'), therapist)
    log = seal_log(a_log_document(patient.key), patient, therapist.key)
    return {Paper.PLAN: plan, Paper.LOG: log}


def flipped(data: bytes, place: int, flip: int) -> bytes:
    return data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :]


@BOTH
def test_every_byte_of_the_file_is_guarded(paper: Paper, documents: Any, ends: Any) -> None:
    data, (_, reader) = documents[paper], ends[paper]
    OPENERS[paper](data, reader)
    for place in range(len(data)):
        for flip in (1, 128):
            with pytest.raises((RefusedError, InputError)):
                OPENERS[paper](flipped(data, place, flip), reader)


@BOTH
def test_every_length_short_of_whole_is_refused(paper: Paper, documents: Any, ends: Any) -> None:
    data, (_, reader) = documents[paper], ends[paper]
    for length in range(len(data)):
        with pytest.raises((RefusedError, InputError)):
            OPENERS[paper](data[:length], reader)
    with pytest.raises(RefusedError):
        OPENERS[paper](data + b"x", reader)


@BOTH
def test_every_byte_inside_is_signed(paper: Paper, documents: Any, ends: Any) -> None:
    """As if whoever carries the file could open it: kind, signer, signature and body."""
    _, reader = ends[paper]
    whole = OPENERS[paper](documents[paper], reader)
    content = pyrage.decrypt(documents[paper], [reader.decrypter])
    for place in range(len(content)):
        for flip in (1, 64):
            changed = flipped(content, place, flip)
            resealed = pyrage.encrypt(changed, [recipient(reader.key)])
            try:
                read = OPENERS[paper](resealed, reader)
            except (RefusedError, InputError):
                continue
            assert read == whole  # Only spare bits of base64: the very same signature.
    for length in range(len(content)):
        cut = pyrage.encrypt(content[:length], [recipient(reader.key)])
        with pytest.raises((RefusedError, InputError)):
            OPENERS[paper](cut, reader)


@BOTH
def test_a_document_for_someone_else_says_so(
    paper: Paper, documents: Any, stranger: Identity
) -> None:
    with pytest.raises(RefusedError, match="made for someone else"):
        OPENERS[paper](documents[paper], stranger)


@BOTH
def test_a_document_that_was_passed_on_is_refused(
    paper: Paper, documents: Any, ends: Any, stranger: Identity
) -> None:
    """The reader decrypts it and encrypts the signed words to the next one."""
    _, reader = ends[paper]
    content = pyrage.decrypt(documents[paper], [reader.decrypter])
    passed_on = pyrage.encrypt(content, [recipient(stranger.key)])
    with pytest.raises(RefusedError, match="another reader"):
        OPENERS[paper](passed_on, stranger)


@BOTH
def test_the_words_of_one_under_the_name_of_another_are_refused(
    paper: Paper, documents: Any, ends: Any, stranger: Identity
) -> None:
    writer, reader = ends[paper]
    content = pyrage.decrypt(documents[paper], [reader.decrypter])
    renamed = content.replace(writer.key.encode(), stranger.key.encode(), 1)
    with pytest.raises(RefusedError):
        OPENERS[paper](pyrage.encrypt(renamed, [recipient(reader.key)]), reader)


@BOTH
def test_an_unsigned_document_is_refused(paper: Paper, ends: Any) -> None:
    writer, reader = ends[paper]
    fake = base64.b64encode(bytes(64)).decode()
    for content in (
        "",
        "{}",
        f"coach-signed/1 {paper.word}\n{writer.key}\n{fake}\n{{}}",
        f"coach-signed/1 {paper.word}\n{writer.key}\n\n{{}}",
        f"coach-signed/2 {paper.word}\n{writer.key}\n{fake}\n{{}}",
    ):
        sealed = pyrage.encrypt(content.encode(), [recipient(reader.key)])
        with pytest.raises(RefusedError):
            OPENERS[paper](sealed, reader)


def test_a_log_is_no_plan_and_a_plan_no_log(documents: Any, ends: Any) -> None:
    for paper, other in ((Paper.PLAN, Paper.LOG), (Paper.LOG, Paper.PLAN)):
        with pytest.raises(InputError, match=f"is a {other.word}, no {paper.word}"):
            OPENERS[paper](documents[other], ends[other][1])


@BOTH
def test_a_body_signed_as_the_other_kind_is_refused(paper: Paper, ends: Any) -> None:
    writer, reader = ends[paper]
    (other,) = set(Paper) - {paper}
    content = pyrage.decrypt(seal(other, b"{}", writer, reader.key), [reader.decrypter])
    swapped = content.replace(other.word.encode(), paper.word.encode(), 1)
    with pytest.raises(RefusedError):
        OPENERS[paper](pyrage.encrypt(swapped, [recipient(reader.key)]), reader)


BODIES = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"schema": "coach/x/1"}',
    b"\n",
]


@BOTH
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_what_is_signed_and_makes_no_sense_is_refused(paper: Paper, body: bytes, ends: Any) -> None:
    writer, reader = ends[paper]
    with pytest.raises(RefusedError, match=f"no {paper.word}"):
        OPENERS[paper](seal(paper, body, writer, reader.key), reader)


@BOTH
def test_a_document_of_a_newer_coach_says_so(paper: Paper, ends: Any) -> None:
    writer, reader = ends[paper]
    body = f'{{"schema": "coach/{paper.word}/2"}}\n'.encode()
    with pytest.raises(RefusedError, match="newer coach"):
        OPENERS[paper](seal(paper, body, writer, reader.key), reader)


FOREIGN = [b"", b"hello", b"PK\3\4", b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"SQLite format 3\0"]


@BOTH
@pytest.mark.parametrize("data", [*FOREIGN, MAGIC[:-1]], ids=range(len(FOREIGN) + 1))
def test_another_programs_file_is_a_slip(paper: Paper, data: bytes, ends: Any) -> None:
    with pytest.raises(InputError, match=f"no {paper.word} of a coach"):
        OPENERS[paper](data, ends[paper][1])


@BOTH
def test_a_file_too_large_is_never_opened(paper: Paper, ends: Any) -> None:
    with pytest.raises(InputError, match="too large"):
        unseal(paper, MAGIC + bytes(paper.most_bytes), ends[paper][1])
    with pytest.raises(InputError, match="more than anyone reads"):
        seal(paper, bytes(paper.most_bytes), ends[paper][0], ends[paper][1].key)


@BOTH
@pytest.mark.parametrize(
    "stanza",
    [
        b"-> a\n\n",
        b"-> ssh-ed25519 AAAAAA\n\n",
        b"-> X25519 a\n" + b"A" * 43 + b"\n",
        b"-> " + b"a" * 997,
    ],
    ids=["short", "keys without a body", "keys", "long"],
)
def test_a_flood_of_keys_is_refused_before_the_library_looks(
    paper: Paper,
    stanza: bytes,
    documents: Any,
    ends: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its time grows with the square of the header: 110 kB of keys held a machine for a minute."""
    data, (_, reader) = documents[paper], ends[paper]
    mac = data.index(b"\n--- ")
    flood = MAGIC + stanza * (110_000 // len(stanza)) + data[mac:]
    looked: list[bytes] = []
    monkeypatch.setattr(pyrage, "decrypt", lambda data, _: looked.append(data))
    with pytest.raises(RefusedError, match="changed or cut short"):
        OPENERS[paper](flood, reader)
    assert not looked


def test_what_is_for_several_readers_is_opened_by_each(
    patient: Identity, therapist: Identity, stranger: Identity
) -> None:
    """As a clinic's own tools may pack a log again."""
    content = bytes(
        pyrage.decrypt(seal(Paper.LOG, b"body", patient, therapist.key), [therapist.decrypter])
    )
    readers = [recipient(one.key) for one in (stranger, patient, therapist)] * 5
    packed = bytes(pyrage.encrypt(content, readers))
    assert unseal(Paper.LOG, packed, therapist).body == b"body"
