"""A log leaves one home and comes into another: the same facts, ids, hashes and plans."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.errors import LogError, RefusedError
from coach.domain.events import FactRetracted, PlanIssued, PlanReceived
from coach.domain.exported import Exported, KeptPlan
from coach.domain.fact_codec import KINDS
from coach.domain.program import StageCode
from coach.exchange.json_log import read_json_log, write_json_log
from coach.store.event_log import SqliteEventLog
from coach.store.whole_log import WholeLog
from tests.store.builders import (
    MONDAY,
    TUESDAY,
    a_log,
    a_note,
    a_score,
    a_session,
    a_set,
    an_item,
    at,
    facts_of,
    query,
    recorded,
)

PLAN_TEXT = "the words of a signed plan — exactly"
KEPT = "SELECT content, seal FROM plan_document"
SEAL = "reader\nsigner\nsignature"


def a_plan(document: str | None = None) -> PlanReceived:
    return PlanReceived(
        program="steady-back",
        version=2,
        therapist="Dr. Ito",
        from_day=MONDAY,
        stage=StageCode.CALM,
        sore_side="left",
        document=document,
    )


def filled(log: SqliteEventLog) -> None:
    """A plan with its words, a session, a score that was taken back."""
    kept = log.keep_document(PLAN_TEXT, SEAL)
    recorded(log, a_plan(kept), an_item(), a_session(), a_set(), a_note("ünd — so"))
    (wrong,) = recorded(log, a_score(9), when=at(TUESDAY))
    recorded(log, FactRetracted(fact=wrong.id, reason="slip"), when=at(TUESDAY, 10))


def document(log: SqliteEventLog) -> bytes:
    return b"".join(write_json_log(WholeLog(log).exported()))


def tables(home: Path) -> dict[str, list[Any]]:
    """Every row of every table that holds a part of the log."""
    names = (*KINDS, "fact_chain", "plan_document")
    return {name: query(home / "coach.db", f"SELECT * FROM {name} ORDER BY 1, 2") for name in names}


def test_an_export_into_an_empty_home_is_the_same_log_and_gives_the_same_bytes(
    tmp_path: Path,
) -> None:
    with a_log(tmp_path / "old") as old, a_log(tmp_path / "new") as new:
        filled(old)
        data = document(old)
        taken = WholeLog(new).take_in(read_json_log(data, "f"))
        assert (taken.new, taken.known) == (len(old.everything()), 0)
        assert new.patient == old.patient
        assert document(new) == data
        assert new.heads() == old.heads()
        assert new.rows(KEPT) == [(PLAN_TEXT, SEAL)]
    assert tables(tmp_path / "new") == tables(tmp_path / "old")


@settings(max_examples=8)
@given(st.lists(st.sampled_from(list(KINDS.values())).flatmap(facts_of), max_size=8))
def test_any_facts_give_the_same_bytes_again(
    tmp_path_factory: pytest.TempPathFactory, facts: Sequence[Any]
) -> None:
    home = tmp_path_factory.mktemp("homes")
    with a_log(home / "old") as old, a_log(home / "new") as new:
        named = [fact for fact in facts if not isinstance(fact, PlanReceived | PlanIssued)]
        recorded(old, *named)
        data = document(old)
        WholeLog(new).take_in(read_json_log(data, "f"))
        assert document(new) == data
    assert tables(home / "new") == tables(home / "old")


def test_taking_it_in_twice_is_harmless(tmp_path: Path) -> None:
    with a_log(tmp_path / "old") as old, a_log(tmp_path / "new") as new:
        filled(old)
        exported = WholeLog(old).exported()
        WholeLog(new).take_in(exported)
        again = WholeLog(new).take_in(exported)
        assert (again.new, again.known) == (0, len(exported.facts))
        assert document(new) == document(old)


def test_an_overlapping_export_brings_what_is_new_and_keeps_what_is_here(tmp_path: Path) -> None:
    with a_log(tmp_path / "old") as old, a_log(tmp_path / "new") as new:
        filled(old)
        WholeLog(new).take_in(WholeLog(old).exported())
        recorded(new, a_note("written in the new home"))
        recorded(old, a_note("written in the old home"))
        assert WholeLog(new).take_in(WholeLog(old).exported()).new == 1
        assert WholeLog(old).take_in(WholeLog(new).exported()).new == 1
        assert document(new) == document(old)


def test_the_new_home_numbers_its_own_facts(tmp_path: Path) -> None:
    with a_log(tmp_path / "old") as old, a_log(tmp_path / "new") as new:
        filled(old)
        WholeLog(new).take_in(WholeLog(old).exported())
        (mine,) = recorded(new, a_note())
        assert (mine.patient, mine.seq) == (old.patient, 1)
        assert mine.device != old.device


def test_someone_elses_log_is_refused_and_leaves_no_trace(tmp_path: Path) -> None:
    with a_log(tmp_path / "old") as old, a_log(tmp_path / "other") as other:
        filled(old)
        recorded(other, a_note("somebody else's"))
        before, patient = document(other), other.patient
        with pytest.raises(RefusedError, match="Use another COACH_HOME"):
            WholeLog(other).take_in(WholeLog(old).exported())
        assert (document(other), other.patient) == (before, patient)
        assert other.rows(KEPT) == []


def test_a_rewritten_fact_is_refused_and_nothing_is_half_taken_in(tmp_path: Path) -> None:
    with a_log(tmp_path / "old") as old, a_log(tmp_path / "new") as new:
        recorded(old, a_score(3))
        first = WholeLog(old).exported()
        WholeLog(new).take_in(first)
        rewritten = replace(first.facts[0], fact=a_score(1))
        more = replace(first.facts[0], id="x", seq=2, fact=a_note())
        with pytest.raises(RefusedError, match="another one than the log has"):
            WholeLog(new).take_in(Exported(first.patient, (rewritten, more), ()))
        assert [one.fact for one in new.everything()] == [a_score(3)]


def test_an_empty_home_stays_its_own_when_nothing_could_be_taken_in(tmp_path: Path) -> None:
    with a_log(tmp_path / "old") as old, a_log(tmp_path / "new") as new:
        recorded(old, a_note(), a_note())
        exported, own = WholeLog(old).exported(), new.patient
        with pytest.raises(RefusedError):
            WholeLog(new).take_in(replace(exported, facts=exported.facts[1:]))
        assert new.patient == own
        assert query(tmp_path / "new" / "coach.db", "SELECT * FROM note_written") == []


def test_a_plan_that_no_fact_names_is_refused(tmp_path: Path) -> None:
    with a_log(tmp_path / "old") as old, a_log(tmp_path / "new") as new:
        filled(old)
        exported = replace(WholeLog(old).exported(), documents=(KeptPlan("another plan", SEAL),))
        with pytest.raises(RefusedError, match="plan"):
            WholeLog(new).take_in(exported)
        assert new.last_at() is None


def test_plans_of_other_patients_of_the_clinic_stay_there(tmp_path: Path) -> None:
    with a_log(tmp_path) as desk:
        ada, ben = desk.for_patient("ada"), desk.for_patient("ben")
        for log, words in ((ada, "Ada's plan"), (ben, "Ben's plan")):
            recorded(log, a_plan(log.keep_document(words, SEAL)))
        assert WholeLog(ada).exported().documents == (KeptPlan("Ada's plan", SEAL),)


def test_a_home_that_is_only_read_takes_nothing_in(tmp_path: Path) -> None:
    with a_log(tmp_path / "old") as old, a_log(tmp_path / "new") as new:
        filled(old)
        with (
            a_log(tmp_path / "new", read_only=True) as reader,
            pytest.raises(LogError, match="only"),
        ):
            WholeLog(reader).take_in(WholeLog(old).exported())
        assert new.last_at() is None


def test_views_show_this_patient_alone(tmp_path: Path) -> None:
    with a_log(tmp_path) as desk:
        ada, ben = desk.for_patient("ada"), desk.for_patient("ben")
        recorded(ada, a_score(3), an_item("a"), a_set("a"), a_session())
        recorded(ben, a_score(7))
        views = WholeLog(ada).views()
        assert [row[0] for row in views["pain_by_day"].rows] == ["ada"]
        assert views["adherence_by_day"].columns[:3] == ("patient", "day", "planned")
        assert len(views["session_log"].rows) == 1
