"""A log to its file and back: every fact exactly, small, and nothing but facts."""

import hashlib
import json
import lzma
import tracemalloc
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.caseload import Head
from coach.domain.documents import LogDocument
from coach.domain.errors import InputError, RefusedError
from coach.domain.events import NoteWritten, Stamped
from coach.domain.fact_codec import FACT_TYPES, encode
from coach.exchange.log_file import MOST_UNPACKED, open_log, seal_log
from coach.exchange.log_rows import facts_from, lines_of
from coach.exchange.sealed import Paper, seal
from tests.exchange.documents import (
    DEVICE,
    NOON,
    PATIENT,
    a_log_document,
    an_identity,
    facts_in_a_row,
    head_of,
)
from tests.exchange.patient_year import a_year
from tests.store.builders import stamps_of

YEAR_BYTES = 100_000
"""A patient-year fits a letter (issue 4); the first measurement had 3,773 facts in it."""


def test_a_year_is_below_a_hundred_kilobytes(tmp_path: Path) -> None:
    patient, therapist = an_identity(tmp_path), an_identity(tmp_path, "therapist")
    facts = a_year()
    assert len(facts) > 3773
    log = LogDocument(PATIENT, patient.key, NOON, tuple(facts), (head_of(facts),))
    data = seal_log(log, patient, therapist.key)
    assert len(data) < YEAR_BYTES
    assert open_log(data, therapist) == log


@given(st.one_of([stamps_of(kind) for kind in FACT_TYPES]), st.integers(1, 2**40))
def test_every_fact_goes_through_a_line_unchanged(stamped: Stamped, seq: int) -> None:
    stamped = replace(stamped, seq=seq)
    rows = [json.loads(line) for line in lines_of([stamped])]
    (again,) = facts_from(rows, stamped.patient, stamped.device, seq)
    assert again == stamped
    assert encode(again) == encode(stamped)


@given(
    st.lists(
        st.tuples(
            st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),
            st.integers(-14 * 60, 14 * 60),
            st.sampled_from(["", "a@1", "a@2"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_times_that_jump_and_zones_that_change_are_kept(
    stamps: list[tuple[datetime, int, str]],
) -> None:
    facts = facts_in_a_row(*(NoteWritten(text="n") for _ in stamps), first=5)
    for nth, (wall, minutes, plan) in enumerate(stamps):
        at = wall.replace(tzinfo=timezone(timedelta(minutes=minutes)))
        facts[nth] = replace(facts[nth], at=at, day=at.date(), plan_version=plan)
    rows = [json.loads(line) for line in lines_of(facts)]
    again = list(facts_from(rows, PATIENT, DEVICE, 5))
    assert [encode(one) for one in again] == [encode(one) for one in facts]


def test_what_is_new_travels_alone_with_the_head_of_all(tmp_path: Path) -> None:
    patient, therapist = an_identity(tmp_path), an_identity(tmp_path, "therapist")
    facts = facts_in_a_row(*(NoteWritten(text=str(number)) for number in range(9)))
    log = LogDocument(PATIENT, patient.key, NOON, tuple(facts[6:]), (head_of(facts),))
    opened = open_log(seal_log(log, patient, therapist.key), therapist)
    assert opened == log
    assert [one.seq for one in opened.facts] == [7, 8, 9]


def test_several_devices_travel_together(tmp_path: Path) -> None:
    patient, therapist = an_identity(tmp_path), an_identity(tmp_path, "therapist")
    old = facts_in_a_row(NoteWritten(text="old"), device="a-device")
    new = facts_in_a_row(NoteWritten(text="new"), first=4, device="b-device")
    heads = (head_of(old), Head("b-device", 4, "0" * 64, NOON))
    log = LogDocument(PATIENT, patient.key, NOON, (*old, *new), heads)
    assert open_log(seal_log(log, patient, therapist.key), therapist) == log


def test_facts_with_a_gap_or_of_two_people_are_not_handed_over(tmp_path: Path) -> None:
    own = an_identity(tmp_path)
    facts = a_log_document(own.key).facts
    gap = a_log_document(own.key, facts=(facts[0], facts[2]))
    other = a_log_document(own.key, facts=(facts[0], replace(facts[1], patient="other"), facts[2]))
    headless = a_log_document(own.key, heads=())
    for log in (gap, other, headless):
        with pytest.raises(InputError, match="cannot be handed over"):
            seal_log(log, own, own.key)


ROW = ["note_written", NOON.isoformat(), "hello", ""]


def signed(folder: Path, lines: bytes, **header: Any) -> tuple[bytes, Any]:
    """A file of these packed lines under a header with these changes, and its reader."""
    patient, therapist = an_identity(folder), an_identity(folder, "therapist")
    packed = header.pop("packed", lzma.compress(lines))
    device: dict[str, Any] = {"device": DEVICE, "first": 1, "last": 1, "seq": 1, "hash": "0" * 64}
    content: dict[str, Any] = {
        "schema": "coach/log/1",
        "patient": PATIENT,
        "made_at": NOON.isoformat(),
        "facts": 1,
        "sha256": hashlib.sha256(packed).hexdigest(),
        "devices": [device],
    }
    content.update(header)
    if "device" in header:
        content["devices"] = [device | content.pop("device")]
    body = json.dumps(content).encode() + b"\n" + packed
    return seal(Paper.LOG, body, patient, therapist.key), therapist


def test_the_hand_made_log_is_read(tmp_path: Path) -> None:
    data, reader = signed(tmp_path, json.dumps(ROW).encode())
    assert [one.fact for one in open_log(data, reader).facts] == [NoteWritten(text="hello")]


ROWS: list[Any] = [
    [],
    {},
    None,
    ["note_written"],
    ["no_such_fact", NOON.isoformat(), "hello", ""],
    ["note_written", 5, "hello", ""],
    ["note_written", True, "hello", ""],
    ["note_written", "soon", "hello", ""],
    ["note_written", "2027-03-01T12:00:00", "hello", ""],
    ["note_written", NOON.isoformat(), 7, ""],
    ["note_written", NOON.isoformat(), None, ""],
    ["note_written", NOON.isoformat(), ["hello"], ""],
    ["note_written", NOON.isoformat(), "hello"],
    ["note_written", NOON.isoformat(), "hello", "", ""],
    ["note_written", NOON.isoformat(), "hello", "", {"id": 7}],
    ["note_written", NOON.isoformat(), "hello", "", {"day": "soon"}],
    ["note_written", NOON.isoformat(), "hello", "", {"plan": None}],
    ["note_written", NOON.isoformat(), "hello", "", {"day": "0068-05-14"}],
    ["note_written", "0001-01-01T00:00:00+14:00", "hello", ""],
    ["note_written", "9999-12-31T23:59:59-12:00", "hello", ""],
    ["away_answered", NOON.isoformat(), "0001-01-01T00:00:00+00:00", "done"],
    ["pain_score", NOON.isoformat(), "leg", 2**70, "now", None, None],
    ["pain_score", NOON.isoformat(), "arm", 3, "now", None, None],
    ["pain_score", NOON.isoformat(), "leg", 3.0, "now", None, None],
    ["session_ended", NOON.isoformat(), "s", "A", "completed", 3],
    ["session_started", NOON.isoformat(), "s", "A", "a  b", 1.0, None],
    ["flare_started", NOON.isoformat(), True],
    ["pain_score", NOON.isoformat(), "leg", 3, "now", 5, None],
    ["session_started", NOON.isoformat(), "s", "A", 5, 1.0, None],
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_line_no_coach_wrote_is_refused(tmp_path: Path, row: Any) -> None:
    data, reader = signed(tmp_path, json.dumps(row).encode())
    with pytest.raises(RefusedError, match="Nothing was taken in"):
        open_log(data, reader)


LINES = [b"", b"\n", b"[NaN]", b"[1e999]", b"\xff", b'["\\ud800"]', b"[" * 50_000, b"x"]


@pytest.mark.parametrize("lines", LINES, ids=range(len(LINES)))
def test_lines_that_are_no_json_are_refused(tmp_path: Path, lines: bytes) -> None:
    data, reader = signed(tmp_path, lines)
    with pytest.raises(RefusedError):
        open_log(data, reader)


@pytest.mark.parametrize(
    "header",
    [
        {"facts": 2},
        {"facts": -1},
        {"facts": 10**30},
        {"sha256": "0" * 64},
        {"patient": ""},
        {"made_at": "2027-03-01"},
        {"devices": []},
        {"device": {"last": 2, "seq": 2}},
        {"device": {"first": 2}},
        {"device": {"seq": 0}},
        {"device": {"hash": "no"}},
        {"device": {"last": 10**12, "seq": 10**12}},
        {"extra": 1},
        {"packed": b""},
        {"packed": b"not packed"},
        {"packed": lzma.compress(b"[]") + b"more"},
        {"packed": lzma.compress(b"[]")[:-1]},
        {"packed": lzma.compress(b"[]", format=lzma.FORMAT_ALONE)},
    ],
    ids=str,
)
def test_a_header_that_does_not_fit_is_refused(tmp_path: Path, header: dict[str, Any]) -> None:
    data, reader = signed(tmp_path, json.dumps(ROW).encode(), **header)
    with pytest.raises(RefusedError):
        open_log(data, reader)


def test_a_log_that_unpacks_to_too_much_is_never_unpacked_whole(tmp_path: Path) -> None:
    packed = lzma.compress(bytes(MOST_UNPACKED + 1), preset=0)
    data, reader = signed(tmp_path, b"", packed=packed)
    with pytest.raises(RefusedError, match="more than any log"):
        open_log(data, reader)


def test_a_line_of_nothing_but_lists_is_never_taken_apart(tmp_path: Path) -> None:
    line = b"[" + b"[]," * (MOST_UNPACKED // 32) + b"[]]"
    data, reader = signed(tmp_path, line)
    tracemalloc.start()
    try:
        with pytest.raises(RefusedError, match="longer than any fact"):
            open_log(data, reader)
        assert tracemalloc.get_traced_memory()[1] < 8 * len(line)
    finally:
        tracemalloc.stop()
