"""What every caseload does, whatever it keeps its patients in.

A new implementation joins by one line in `FACTORIES`: a function from an empty folder to a
caseload.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.domain.errors import InputError, RefusedError
from coach.domain.events import NoteWritten
from coach.workflows.ports import Caseload
from tests.store.builders import a_note, at
from tests.store.caseloads import a_caseload, a_patient_log, enrolled, head_at

FACTORIES: list[Callable[[Path], AbstractContextManager[Caseload]]] = [a_caseload]


@pytest.fixture(params=FACTORIES, ids=lambda factory: factory.__name__)
def caseload(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Caseload]:
    with request.param(tmp_path / "clinic") as made:
        yield made


def test_a_new_caseload_has_nobody(caseload: Caseload) -> None:
    assert caseload.patients() == []
    assert caseload.refusal == ""
    assert caseload.signs() == {}


def test_patients_are_listed_by_name(caseload: Caseload) -> None:
    zoe, adam = enrolled("z", "Zoe", "aa" * 32), enrolled("a", "adam", "bb" * 32)
    caseload.enrol(zoe)
    caseload.enrol(adam)
    assert caseload.patients() == [adam, zoe]


@pytest.mark.parametrize("same", [{"patient": "p"}, {"key": "ab" * 32}])
def test_nobody_is_enrolled_twice(caseload: Caseload, same: dict[str, str]) -> None:
    caseload.enrol(enrolled("p", "Sam", "ab" * 32))
    other = {"patient": "q", "name": "Other", "key": "cd" * 32} | same
    with pytest.raises(InputError, match="here already, as Sam"):
        caseload.enrol(enrolled(**other))
    assert len(caseload.patients()) == 1


def test_a_new_name_is_the_one_that_is_listed(caseload: Caseload) -> None:
    caseload.enrol(enrolled("p", "Sam"))
    caseload.rename("p", "Samira")
    assert [one.name for one in caseload.patients()] == ["Samira"]


def test_a_log_that_is_taken_in_reads_as_it_was_written(caseload: Caseload, tmp_path: Path) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home")
    assert caseload.take_in(patient, facts, heads) == 2
    assert caseload.log(patient).read() == facts
    assert caseload.heads(patient) == {head.device: head for head in heads}


def test_a_log_that_comes_twice_changes_nothing(caseload: Caseload, tmp_path: Path) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home")
    caseload.take_in(patient, facts, heads)
    assert caseload.take_in(patient, facts, heads) == 0
    assert caseload.log(patient).read() == facts


def test_a_log_may_come_in_pieces_that_overlap(caseload: Caseload, tmp_path: Path) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home", a_note("1"), a_note("2"), a_note("3"))
    caseload.take_in(patient, facts[:2], [])
    assert caseload.take_in(patient, facts[1:], heads) == 1
    assert caseload.log(patient).read() == facts


def test_a_piece_that_leaves_a_gap_is_refused_whole(caseload: Caseload, tmp_path: Path) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home")
    with pytest.raises(RefusedError, match="without the one before it"):
        caseload.take_in(patient, facts[1:], heads)
    assert caseload.log(patient).read() == []
    assert caseload.heads(patient) == {}


def test_a_fact_that_was_rewritten_is_refused_and_nothing_of_it_is_kept(
    caseload: Caseload, tmp_path: Path
) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home", a_note("1"), a_note("2"))
    caseload.take_in(patient, facts[:1], [])
    rewritten = replace(facts[0], fact=NoteWritten(text="never happened"))
    with pytest.raises(RefusedError, match="nothing was taken in"):
        caseload.take_in(patient, [rewritten, facts[1]], heads)
    assert caseload.log(patient).read() == facts[:1]


def test_facts_that_do_not_lead_to_the_signed_head_are_refused_whole(
    caseload: Caseload, tmp_path: Path
) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home")
    rewritten = replace(facts[1], fact=NoteWritten(text="something else"))
    with pytest.raises(RefusedError, match="missing or is another one"):
        caseload.take_in(patient, [facts[0], rewritten], heads)
    assert caseload.log(patient).read() == []


def test_somebody_elses_facts_are_refused(caseload: Caseload, tmp_path: Path) -> None:
    _, facts, heads = a_patient_log(tmp_path / "home")
    with pytest.raises(RefusedError, match="another patient"):
        caseload.take_in("somebody", facts, heads)


def test_an_older_file_does_not_take_the_remembered_end_back(
    caseload: Caseload, tmp_path: Path
) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home")
    caseload.take_in(patient, facts[:1], [])
    caseload.take_in(patient, facts, heads)
    [(device, newest)] = caseload.heads(patient).items()
    caseload.take_in(patient, facts[:1], [head_at(tmp_path / "home", device, 1)])
    assert caseload.heads(patient) == {device: newest}


def test_the_therapists_own_facts_stand_in_the_patients_log(
    caseload: Caseload, tmp_path: Path
) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home")
    caseload.take_in(patient, facts, heads)
    (own,) = caseload.log(patient).append([a_note("seen today")], at=at(hour=12), plan_version="")
    assert caseload.log(patient).read() == [*facts, own]
    assert own.device != facts[0].device
    assert caseload.log("somebody").read() == []
    assert set(caseload.heads(patient)) == {facts[0].device}


def test_what_shows_a_line_is_gone_when_facts_come_in(caseload: Caseload, tmp_path: Path) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home")
    caseload.keep_signs({patient: "one", "other": "two"})
    caseload.keep_signs({patient: "three"})
    assert caseload.signs() == {patient: "three", "other": "two"}
    caseload.take_in(patient, facts, heads)
    assert caseload.signs() == {"other": "two"}
    caseload.drop_signs("other")
    assert caseload.signs() == {}


def test_a_forgotten_patient_is_gone_and_the_others_are_not(
    caseload: Caseload, tmp_path: Path
) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home")
    other, others_facts, others_heads = a_patient_log(tmp_path / "other")
    caseload.enrol(enrolled(patient, "Sam"))
    caseload.enrol(enrolled(other, "Zoe", "cd" * 32))
    caseload.take_in(patient, facts, heads)
    caseload.take_in(other, others_facts, others_heads)
    caseload.log(patient).append([a_note("seen today")], at=at(hour=12), plan_version="")
    removed = caseload.forget(patient)
    assert removed["caseload"] == 1
    assert removed["note_written"] == 3
    assert [one.name for one in caseload.patients()] == ["Zoe"]
    assert caseload.log(patient).read() == []
    assert caseload.heads(patient) == {}
    assert caseload.log(other).read() == others_facts
    assert caseload.take_in(other, others_facts, others_heads) == 0


def test_a_forgotten_patient_may_come_again(caseload: Caseload, tmp_path: Path) -> None:
    patient, facts, heads = a_patient_log(tmp_path / "home")
    for _ in range(2):
        caseload.enrol(enrolled(patient))
        assert caseload.take_in(patient, facts, heads) == 2
        caseload.log(patient).append([a_note("seen")], at=at(), plan_version="")
        caseload.forget(patient)


def test_forgetting_somebody_unknown_removes_nothing(caseload: Caseload) -> None:
    assert caseload.forget("nobody") == {}
