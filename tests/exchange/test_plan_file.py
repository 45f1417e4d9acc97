"""A plan to its file and back, exactly, and what is no plan."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.errors import InputError, LogError, RefusedError
from coach.domain.program import StageCode
from coach.domain.text import clean_line
from coach.exchange.plan_file import open_plan, seal_plan, seal_plan_again, verify_plan
from coach.exchange.plan_text import kept_plan, plan_text, read_plan_text
from tests.exchange.documents import a_plan, an_identity

KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
ZONES = [UTC, timezone(timedelta(hours=-9, minutes=-30)), timezone(timedelta(hours=14))]
LINES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=60).map(clean_line)


def test_the_patient_reads_what_the_therapist_signed(tmp_path: Path) -> None:
    therapist, patient = an_identity(tmp_path, "therapist"), an_identity(tmp_path)
    plan = a_plan(patient.key, exercises={"my-bridge": 'id = "my-bridge"'})
    data, sealed = seal_plan(plan, therapist)
    signed = open_plan(data, patient)
    assert (signed.plan, signed.signer) == (plan, therapist.key)
    assert signed == sealed
    assert kept_plan(signed.content) == plan


def test_a_kept_plan_is_verified_by_its_seal(tmp_path: Path) -> None:
    therapist, patient = an_identity(tmp_path, "therapist"), an_identity(tmp_path)
    _, signed = seal_plan(a_plan(patient.key), therapist)
    assert verify_plan(signed.content, signed.seal) == signed


def test_a_kept_plan_is_written_once_more_for_the_same_reader(tmp_path: Path) -> None:
    therapist, patient = an_identity(tmp_path, "therapist"), an_identity(tmp_path)
    data, signed = seal_plan(a_plan(patient.key), therapist)
    again = seal_plan_again(signed.content, signed.seal)
    assert again != data
    assert open_plan(again, patient) == signed


def test_words_that_were_changed_do_not_fit_their_seal(tmp_path: Path) -> None:
    therapist, patient = an_identity(tmp_path, "therapist"), an_identity(tmp_path)
    _, signed = seal_plan(a_plan(patient.key), therapist)
    reader, signer, signature = signed.seal.split("\n")
    changed = signed.content.replace('"version": 2', '"version": 3')
    for content, seal in (
        (signed.content + " ", signed.seal),
        (changed if changed != signed.content else changed + "\n", signed.seal),
        (signed.content, ""),
        (signed.content, f"{reader}\n{reader}\n{signature}"),
        (signed.content, f"{signer}\n{signer}\n{signature}"),
        (signed.content, f"{reader}\n{signer}\nnone"),
        (signed.content, f"{reader}\n{signer}\n\u00fc\ud800"),
        (signed.content, f"{signed.seal}\n"),
    ):
        with pytest.raises(RefusedError, match="does not fit"):
            verify_plan(content, seal)


@given(
    therapist=LINES,
    clears=LINES,
    changes=st.lists(LINES, max_size=5).map(tuple),
    program=st.text(max_size=200),
    version=st.integers(1, 9999),
    stage=st.sampled_from(StageCode),
    sore_side=st.sampled_from(["left", "right", "both", "none", ""]),
    issued_at=st.datetimes(
        datetime(1990, 1, 1), datetime(2199, 12, 30), timezones=st.sampled_from(ZONES)
    ),
)
def test_every_plan_is_read_back_as_it_was(**changes: Any) -> None:
    if changes["clears"]:
        changes["clears_facts"] = ("01a20748-f009-77e8-b5fb-b325b7230962", "another")
    plan = a_plan(KEY, **changes)
    again = read_plan_text(plan_text(plan))
    assert replace(again, issued_at=plan.issued_at) == plan
    assert again.issued_at.isoformat() == plan.issued_at.isoformat()


def changed(**values: Any) -> str:
    content = json.loads(plan_text(a_plan(KEY)))
    content.update(values)
    return json.dumps({name: value for name, value in content.items() if value is not None})


@pytest.mark.parametrize(
    "values",
    [
        {"from_day": "0001-01-01"},
        {"valid_until": "9999-12-31"},
        {"issued_at": "9999-12-31T23:59:59-12:00"},
        {"version": 0},
        {"version": "2"},
        {"version": 10_000},
        {"version": None},
        {"stage": "E"},
        {"sore_side": "top"},
        {"from_day": "yesterday"},
        {"from_day": "2027-06-01"},
        {"issued_at": "2027-03-01T12:00:00"},
        {"patient": ""},
        {"patient_key": "ab"},
        {"exercises": {"../evil": "x"}},
        {"exercises": []},
        {"changes": "one"},
        {"program": "x" * 600_000},
        {"extra": 1},
        {"clears": "Seen today."},
        {"clears_facts": ["a-hold"]},
        {"clears": "Seen today.", "clears_facts": ["two words"]},
        {"clears": "Seen today.", "clears_facts": "a-hold"},
        {"clears_facts": None},
    ],
    ids=str,
)
def test_a_plan_of_another_form_is_none(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=" "):
        read_plan_text(changed(**values))


def test_kept_words_that_are_none_name_the_mend() -> None:
    with pytest.raises(LogError, match="Open the plan file again"):
        kept_plan("{}")
    with pytest.raises(LogError, match="newer coach"):
        kept_plan('{"schema": "coach/plan/9"}')


def test_what_could_not_be_read_back_is_not_signed(tmp_path: Path) -> None:
    own = an_identity(tmp_path)
    with pytest.raises(InputError):
        seal_plan(a_plan(own.key, valid_until=date(2027, 1, 1)), own)
    with pytest.raises(InputError, match="no text"):
        seal_plan(a_plan(own.key, program="\ud800"), own)
    with pytest.raises(InputError, match="public key"):
        seal_plan(a_plan("05" * 32), own)


def test_a_plan_that_names_another_key_inside_is_refused(tmp_path: Path) -> None:
    from coach.exchange.sealed import Paper, seal

    therapist, patient = an_identity(tmp_path, "therapist"), an_identity(tmp_path)
    body = plan_text(a_plan(therapist.key)).encode()
    with pytest.raises(RefusedError, match="someone else"):
        open_plan(seal(Paper.PLAN, body, therapist, patient.key), patient)


def test_control_characters_never_come_in(tmp_path: Path) -> None:
    own = an_identity(tmp_path)
    body = changed(patient_key=own.key, therapist="Ada\u001b[31m", changes=["a\nb"])
    plan = read_plan_text(body)
    assert plan.therapist == "Ada\ufffd[31m"
    assert plan.changes == ("a b",)
