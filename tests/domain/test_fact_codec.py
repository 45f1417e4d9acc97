"""Every fact has its table, its columns, and comes back exactly."""

import itertools
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.errors import InputError
from coach.domain.events import AnswerGiven, RedFlagAnswered, Stamped
from coach.domain.fact_codec import FACT_TYPES, KINDS, columns_of, decode, encode
from coach.domain.red_flags import Tier
from coach.store.event_log import SqliteEventLog
from tests.store.builders import MONDAY, a_log, a_note, a_session, at, query, stamps_of

STAMP = ["id", "patient", "at", "day", "device", "seq", "plan_version"]
STAGES = ["from_stage", "to_stage", "rule", "evidence"]

# Contract section 4, with the columns coach adds.
TABLES = {
    "pain_score": ["site", "score", "moment", "reach", "session"],
    "item_asked": ["item", "for_day", "exercise", "planned_reps", "planned_seconds", "timed"],
    "session_started": ["session", "stage", "items", "pace", "resumed_from"],
    "session_ended": ["session", "stage", "outcome", "minutes"],
    "exercise_done": [
        "session", "item", "exercise", "set_no", "side", "reps", "hold_seconds", "seconds",
        "planned_reps", "planned_seconds", "outcome", "reason", "light",
    ],
    "item_excused": ["item", "reason"],
    "sitting_started": ["bout", "surface"],
    "sitting_bout": [
        "bout", "surface", "started_at", "minutes", "limit_minutes", "warnings", "overdue_minutes",
    ],
    "warning_given": ["kind", "text", "spoken", "acknowledged_at"],
    "red_flag_answered": ["item", "answer", "tier", "text_version"],
    "safety_hold": ["tier"],
    "safety_cleared": ["by", "note", "clears"],
    "stage_proposed": STAGES,
    "stage_changed": STAGES,
    "answer_given": ["instrument", "item", "value", "total"],
    "plan_received": [
        "program", "version", "therapist", "from_day", "stage", "sore_side", "signer", "document",
        "valid_until",
    ],
    "fact_retracted": ["fact", "reason"],
    "note_written": ["text", "about"],
    "flare_started": ["hours"],
    "flare_proposed": ["rule", "evidence"],
    "light_given": ["session", "item", "exercise", "light", "why"],
    "body_marked": ["chart", "zone", "pain", "numb", "tingle", "weak", "score"],
    "care_step_noted": ["step", "on_day", "note"],
    "therapist_paired": ["key", "name"],
    "log_shared": ["key", "facts", "last_seq"],
    "plan_issued": [
        "program", "version", "stage", "from_day", "valid_until", "document", "changes",
        "for_therapist", "direction_reason",
    ],
    "review_decided": ["decision", "note"],
    "reminder_given": ["item", "text", "spoken", "shown", "nth"],
    "reminder_put_off": ["item", "minutes"],
    "quiet_begun": ["minutes", "why"],
    "quiet_ended": [],
    "away_answered": ["since", "answer"],
    "timer_started": ["timer", "kind", "item", "exercise", "seconds", "longest_seconds"],
    "timer_ended": ["timer", "seconds", "outcome"],
    "still_asked": ["bout", "why", "since"],
    "still_answered": ["bout", "sitting"],
    "sitting_limit_set": ["surface", "minutes", "rule", "evidence"],
    "task_announced": ["task", "starts_at"],
}  # fmt: skip


EXAMPLES = itertools.count()


def _stamped(fact: object) -> Stamped:
    return Stamped("1", "p", at(), MONDAY, "d", 1, "", fact)  # type: ignore[arg-type]


def test_every_fact_has_a_table_with_the_columns_of_the_contract(tmp_path: Path) -> None:
    with a_log(tmp_path):
        for kind, further in TABLES.items():
            rows = query(tmp_path / "coach.db", "SELECT name FROM pragma_table_info(?)", kind)
            assert [name for (name,) in rows] == STAMP + further, kind
            assert list(columns_of(kind)) == STAMP + further, kind
    assert set(KINDS) == set(TABLES)
    assert set(KINDS.values()) == set(FACT_TYPES)


@settings(deadline=None)
@given(st.sampled_from(FACT_TYPES).flatmap(stamps_of))
def test_a_fact_comes_back_from_its_row(stamped: Stamped) -> None:
    kind, row = encode(stamped)
    assert tuple(row) == columns_of(kind)
    assert decode(kind, list(row.values())) == stamped


@pytest.fixture(scope="module")
def shared_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteEventLog]:
    with a_log(tmp_path_factory.mktemp("home")) as log:
        yield log


@pytest.mark.parametrize("fact_type", FACT_TYPES, ids=lambda fact_type: fact_type.__name__)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_fact_comes_back_from_the_database(
    fact_type: type, shared_log: SqliteEventLog, data: st.DataObject
) -> None:
    stamped = data.draw(stamps_of(fact_type))
    own = f"example-{next(EXAMPLES)}"  # Also when hypothesis draws the same fact again.
    stamped = replace(stamped, id=own, patient=own, device=own)
    assert shared_log.merge([stamped]) == 1
    assert shared_log.for_patient(own).everything() == [stamped]


def test_an_answer_to_a_safety_question_is_kept_as_yes_or_no() -> None:
    fact = RedFlagAnswered(item="saddle", answer=True, tier=Tier.EMERGENCY, text_version=1)
    assert encode(_stamped(fact))[1]["answer"] == "yes"
    with pytest.raises(ValueError, match="none of yes, no"):
        decode("red_flag_answered", [*_stamp_values(), "saddle", "1", 1, 1])


def _stamp_values() -> list[object]:
    return ["1", "p", at().isoformat(), MONDAY.isoformat(), "d", 1, ""]


def test_a_missing_value_is_not_taken_for_one() -> None:
    with pytest.raises(ValueError, match="score is missing"):
        decode("pain_score", [*_stamp_values(), "leg", None, "now", None, None])


ANY_VALUE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)


@settings(deadline=None)
@given(st.sampled_from(FACT_TYPES).flatmap(stamps_of), st.data())
def test_a_value_of_another_kind_is_an_error_that_readers_expect(
    stamped: Stamped, data: st.DataObject
) -> None:
    kind, row = encode(stamped)
    values = list(row.values())
    values[data.draw(st.integers(0, len(values) - 1))] = data.draw(ANY_VALUE)
    with suppress(ValueError, TypeError, OverflowError):
        decode(kind, values)


@pytest.mark.parametrize("reach", [3, 3.5, True])
def test_a_number_names_no_place_on_the_leg(reach: object) -> None:
    with pytest.raises(ValueError, match="is none of none, back, buttock"):
        decode("pain_score", [*_stamp_values(), "leg", 3, "now", reach, None])


def test_a_number_is_no_list_of_items() -> None:
    with pytest.raises(TypeError):
        decode("session_started", [*_stamp_values(), "s", "A", 7, 1.0, None])


@pytest.mark.parametrize("offset", [timedelta(hours=-7, minutes=-30), timedelta(hours=2)])
def test_times_of_one_offset_share_it_so_that_a_year_is_sorted_quickly(offset: timedelta) -> None:
    nine = datetime(2027, 3, 1, 9, 0, 0, 5, tzinfo=timezone(offset))
    first, second = (_back(nine + timedelta(hours=later)) for later in (0, 3))
    assert (first, second) == (nine, nine + timedelta(hours=3))
    assert first.tzinfo is second.tzinfo


def test_an_offset_with_seconds_comes_back_exactly() -> None:
    old = datetime(1892, 3, 1, 9, 0, tzinfo=timezone(timedelta(minutes=53, seconds=28)))
    assert _back(old).isoformat() == old.isoformat()


def _back(when: datetime) -> datetime:
    kind, row = encode(replace(_stamped(a_note()), at=when))
    return decode(kind, list(row.values())).at


def test_a_time_without_offset_is_refused() -> None:
    naive = replace(_stamped(a_note()), at=datetime(2027, 3, 1, 9, 0))
    with pytest.raises(InputError, match="lacks its offset"):
        encode(naive)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(number: float) -> None:
    fact = AnswerGiven(instrument="odi", item="total", value="x", total=number)
    with pytest.raises(InputError, match="not a number"):
        encode(_stamped(fact))


@pytest.mark.parametrize("item", ["", "two words", "line\nbreak"])
def test_an_item_id_that_would_not_come_back_is_refused(item: str) -> None:
    with pytest.raises(InputError, match="space"):
        encode(_stamped(replace(a_session(), items=("a", item))))
