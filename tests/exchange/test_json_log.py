"""The whole log as one JSON document: what comes back is what left, or nothing at all."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.errors import InputError, RefusedError
from coach.domain.events import Stamped
from coach.domain.exported import Exported, KeptPlan, heads_of
from coach.domain.fact_codec import FACT_TYPES
from coach.exchange.json_log import SCHEMA, mark_of, read_json_log, write_json_log
from tests.exchange.outgoing import DESK, DEVICE, GOLDEN, PATIENT, the_export, the_facts
from tests.golden_files import check_golden_file
from tests.store.builders import stamps_of

FILE = "log.json"


def written(exported: Exported) -> bytes:
    return b"".join(write_json_log(exported))


def read_back(content: Any) -> Exported:
    return read_json_log(json.dumps(content).encode(), FILE)


@pytest.fixture
def content() -> Any:
    """The small log, to change one thing in."""
    return json.loads(written(the_export()))


def test_the_document_is_as_it_always_was() -> None:
    check_golden_file(GOLDEN / "export.json", written(the_export()))


def test_every_fact_comes_back_also_what_was_taken_back() -> None:
    assert read_json_log(written(the_export()), FILE) == the_export()


def test_another_program_reads_it_too(content: Any) -> None:
    assert content["schema"] == SCHEMA
    assert next(iter(content)) == "schema"
    assert written(the_export()).startswith(mark_of(PATIENT))
    notes = [one["text"] for one in content["facts"] if one["table"] == "note_written"]
    assert notes[1] == ""
    back = [one for one in content["facts"] if one["table"] == "pain_score"][1]
    assert (back["site"], back["score"], back["reach"]) == ("back", 0, None)


def test_one_fact_stands_on_one_line() -> None:
    lines = written(the_export()).decode().splitlines()
    assert sum(line.startswith('{"table": ') for line in lines) == len(the_facts())


@st.composite
def logs(draw: st.DrawFn) -> Exported:
    """Any facts of one patient on up to three devices, each numbered from one."""
    facts: list[Stamped] = []
    for device in draw(st.lists(st.sampled_from("abc"), unique=True)):
        found = draw(st.lists(st.sampled_from(FACT_TYPES).flatmap(stamps_of), max_size=4))
        facts += [
            replace(one, patient="p", device=device, seq=seq)
            for seq, one in enumerate(found, start=1)
        ]
    in_order = sorted(facts, key=lambda one: (one.device, one.seq))
    kept = st.builds(KeptPlan, st.text(max_size=50), st.text(max_size=50))
    return Exported("p", tuple(in_order), tuple(draw(st.lists(kept, max_size=2))))


@settings(max_examples=30)
@given(logs())
def test_any_log_comes_back_and_gives_the_same_bytes_again(exported: Exported) -> None:
    data = written(exported)
    back = read_json_log(data, FILE)
    assert back == exported
    assert written(back) == data


def test_facts_in_another_order_are_the_same_log(content: Any) -> None:
    content["facts"].reverse()
    assert read_back(content) == the_export()


def _fact(content: Any, table: str) -> Any:
    return next(one for one in content["facts"] if one["table"] == table)


def test_a_changed_score_is_refused(content: Any) -> None:
    _fact(content, "pain_score")["score"] = 1
    with pytest.raises(RefusedError, match="changed, added or taken out"):
        read_back(content)


def test_a_fact_that_is_missing_is_refused(content: Any) -> None:
    del content["facts"][3]
    with pytest.raises(RefusedError, match="lacks facts"):
        read_back(content)


def test_a_tail_that_was_cut_off_is_refused(content: Any) -> None:
    del content["facts"][-1]
    with pytest.raises(RefusedError, match="changed, added or taken out"):
        read_back(content)


def test_a_fact_that_stands_twice_is_refused(content: Any) -> None:
    content["facts"].append(content["facts"][-1])
    with pytest.raises(RefusedError, match="some twice"):
        read_back(content)


def test_facts_of_two_patients_are_refused(content: Any) -> None:
    _fact(content, "note_written")["patient"] = "someone-else"
    with pytest.raises(RefusedError, match="more than one patient"):
        read_back(content)


def test_a_head_of_another_chain_is_refused(content: Any) -> None:
    content["heads"][0]["hash"] = "0" * 64
    with pytest.raises(RefusedError):
        read_back(content)


def test_a_device_without_a_head_is_refused(content: Any) -> None:
    del content["heads"][0]
    with pytest.raises(RefusedError):
        read_back(content)


def test_a_document_of_a_newer_coach_is_refused_with_what_to_do(content: Any) -> None:
    content["schema"] = "coach/export/2"
    with pytest.raises(RefusedError, match="Update coach"):
        read_back(content)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("pain_score", "score", 4.0),
        ("pain_score", "score", "4"),
        ("pain_score", "score", None),
        ("pain_score", "score", 10**30),
        ("pain_score", "site", "head"),
        ("pain_score", "at", "2027-03-01T09:00:00"),
        ("pain_score", "at", "20270301T090000+0100"),
        ("pain_score", "day", "2027-3-1"),
        ("note_written", "at", "0001-01-01T00:00:00+14:00"),
        ("note_written", "day", "9999-12-31"),
        ("note_written", "text", 7),
        ("note_written", "seq", "7"),
        ("note_written", "seq", None),
        ("note_written", "seq", 7.0),
        ("note_written", "id", 7),
        ("note_written", "device", 7),
        ("note_written", "plan_version", None),
        ("pain_score", "reach", 5),
        ("session_started", "items", 5),
        ("session_ended", "minutes", "18.5"),
        ("red_flag_answered", "answer", 1),
        ("session_started", "items", "  two  words "),
        ("session_started", "items", 7),
        ("pain_score", "reach", 4),
        ("pain_score", "reach", " Thigh"),
    ],
)
def test_a_value_that_no_coach_writes_is_named(
    content: Any, table: str, column: str, value: object
) -> None:
    _fact(content, table)[column] = value
    with pytest.raises(InputError, match=f"log.json: fact [0-9]+ of {table}"):
        read_back(content)


def test_true_is_no_score(content: Any) -> None:
    _fact(content, "pain_score")["score"] = True
    with pytest.raises(InputError, match="bool"):
        read_back(content)


def test_a_table_or_a_column_that_is_not_known_is_named(content: Any) -> None:
    _fact(content, "pain_score")["mood"] = 3
    with pytest.raises(InputError, match="a column 'mood'"):
        read_back(content)
    _fact(content, "pain_score")["table"] = "pain_guess"
    with pytest.raises(InputError, match="pain_guess"):
        read_back(content)


def test_a_column_that_is_left_out_was_not_recorded(content: Any) -> None:
    for fact in content["facts"]:
        for column in [name for name, value in fact.items() if value is None]:
            del fact[column]
    assert read_back(content) == the_export()


def test_whole_minutes_may_be_written_without_a_point(content: Any) -> None:
    _fact(content, "session_started")["pace"] = 1
    assert read_back(content) == the_export()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[1, 2]",
        b"\xff\xfe{}",
        b"not json",
        b'{"schema": "coach/export/1"}',
        b'{"schema": "coach/export/1", "patient": NaN, "heads": [], "documents": [], "facts": []}',
        b"[" * 100_000,
        b'{"schema": "coach/export/1", "patient": "p", "heads": [], "documents": [], "facts": [1]}',
        b'{"schema": "coach/export/1", "patient": "p", "heads": [], "documents": [], '
        b'"facts": [], "more": 1}',
        b'{"schema": "coach/export/1", "patient": "p", "heads": [], "documents": [], '
        b'"facts": [{"table": {"a": 1}}]}',
        b'{"schema": "coach/export/1", "patient": "p", "heads": [], "documents": [], '
        b'"facts": [{"table": "' + b"9" * 6000 + b'"}]}',
    ],
    ids=range(12),
)
def test_what_is_no_export_is_one_sentence(data: bytes) -> None:
    with pytest.raises(InputError) as refused:
        read_json_log(data, FILE)
    assert FILE in str(refused.value)
    assert len(str(refused.value)) < 600


@settings(max_examples=60)
@given(st.data())
def test_a_flipped_byte_never_passes_for_another_log(data: st.DataObject) -> None:
    whole = bytearray(written(the_export()))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    try:
        found = read_json_log(bytes(whole), FILE)
    except (InputError, RefusedError):
        return
    assert found == the_export()


def test_heads_say_how_far_each_device_has_come() -> None:
    heads = heads_of(the_facts())
    assert {device: seq for device, (seq, _) in heads.items()} == {
        DESK: 1,
        DEVICE: len(the_facts()) - 1,
    }
    assert {one.patient for one in the_facts()} == {PATIENT}
