"""Patients come in by a card, are found by what a therapist remembers, and are forgotten."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from coach.domain.documents import Card
from coach.domain.errors import InputError
from coach.workflows.patients import WAITING, Patients, short_id
from tests.store.caseloads import a_caseload
from tests.workflows.clinics import WaitingInMemory

MONDAY = date(2027, 3, 1)
IDS = {
    "Sam Sample": "01a20748-f009-77e8-b5fb-b325b7230962",
    "Samira": "01a20748-f00a-7111-8222-333344445555",
    "Zoë": "02b31859-0000-7abc-8def-000011112222",
}


@pytest.fixture
def waiting() -> WaitingInMemory:
    return WaitingInMemory()


@pytest.fixture
def patients(tmp_path: Path, waiting: WaitingInMemory) -> Iterator[Patients]:
    with a_caseload(tmp_path / "clinic") as caseload:
        yield Patients(caseload, waiting, lambda: MONDAY)


@pytest.fixture
def three(patients: Patients) -> Patients:
    """Sam Sample, Samira and Zoë."""
    for number, (name, patient) in enumerate(IDS.items()):
        patients.add(name, a_card(patient, number))
    return patients


def a_card(patient: str, number: int = 0, role: str = "patient") -> Card:
    return Card(role, f"{number:02x}" * 32, patient, "")


def test_a_patient_comes_in_under_the_name_the_therapist_gives(patients: Patients) -> None:
    added = patients.add("  Sam\tSample ", a_card(IDS["Sam Sample"]))
    assert (added.name, added.patient, added.added) == ("Sam Sample", IDS["Sam Sample"], MONDAY)
    assert patients.listed() == [added]


def test_a_therapists_card_is_no_patient(patients: Patients) -> None:
    with pytest.raises(InputError, match="this is a therapist's card"):
        patients.add("Sam", a_card("", role="therapist"))


@pytest.mark.parametrize("patient", ["", "../../etc", "a b", "x" * 65])
def test_a_card_whose_id_could_name_a_file_elsewhere_is_refused(
    patients: Patients, patient: str
) -> None:
    with pytest.raises(InputError, match="names no patient"):
        patients.add("Sam", a_card(patient))


def test_an_empty_name_is_none(patients: Patients) -> None:
    with pytest.raises(InputError, match="write a name"):
        patients.add(" \n ", a_card("p"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sam sample", "Sam Sample"),
        ("samira", "Samira"),
        ("zo", "Zoë"),
        ("sam ", None),
        (IDS["Samira"], "Samira"),
        (IDS["Zoë"][:8], "Zoë"),
        (IDS["Sam Sample"][:13].upper(), "Sam Sample"),
        (IDS["Samira"][:8], None),
        (IDS["Zoë"][:7], None),
    ],
)
def test_a_patient_is_found_by_what_fits_one_alone(
    three: Patients, typed: str, found: str | None
) -> None:
    if found is not None:
        assert three.find(typed).name == found
    else:
        with pytest.raises(InputError):
            three.find(typed)


def test_when_several_fit_all_are_named(three: Patients) -> None:
    with pytest.raises(InputError, match=r"'sam' fits Sam Sample \(01a20748-f009\), Samira"):
        three.find("sam")


def test_a_slip_names_the_nearest(three: Patients) -> None:
    with pytest.raises(InputError, match="did you mean Samira"):
        three.find("Smira")


def test_an_empty_caseload_says_how_to_begin(patients: Patients) -> None:
    with pytest.raises(InputError, match="coach patient add"):
        patients.find("sam")


def test_two_of_the_same_name_are_told_apart_by_id(three: Patients) -> None:
    three.rename(IDS["Samira"], "Sam Sample")
    with pytest.raises(InputError, match="write the id"):
        three.find("Sam Sample")
    assert three.find(IDS["Samira"][:13]).patient == IDS["Samira"]


@pytest.mark.parametrize("name", ["Sam Sample", "sám sample", "Sam Sampel"])
def test_a_name_that_is_taken_for_anothers_is_told_with_both_ids(
    three: Patients, name: str
) -> None:
    three.rename(IDS["Samira"], name)
    told = three.taken_for(IDS["Samira"])
    assert f"{name} ({IDS['Samira'][:13]})" in told
    assert f"Sam Sample ({IDS['Sam Sample'][:13]})" in told


def test_names_that_only_begin_alike_are_not_told_of(three: Patients) -> None:
    assert three.taken_for(IDS["Samira"]) == ""


def test_a_new_machine_of_a_patient_brings_another_key(three: Patients) -> None:
    sam = IDS["Sam Sample"]
    with pytest.raises(InputError, match=r"as Sam Sample, with another key.*new-card"):
        three.add("Sam", a_card(sam, 9))
    three.change_card(sam, a_card(sam, 9))
    assert three.find("Sam Sample").key == "09" * 32
    with pytest.raises(InputError, match="that of Samira"):
        three.change_card(sam, a_card(sam, 1))
    with pytest.raises(InputError, match="another patient"):
        three.change_card(sam, a_card(IDS["Zoë"], 8))


def test_what_waits_for_a_forgotten_patient_goes_as_well(
    three: Patients, waiting: WaitingInMemory
) -> None:
    waiting.keep(IDS["Zoë"], b"sealed")
    removed = three.forget(IDS["Zoë"])
    assert removed["caseload"] == 1
    assert removed[WAITING] == 1
    assert waiting.of(IDS["Zoë"]) == []
    assert [one.name for one in three.listed()] == ["Sam Sample", "Samira"]


def test_a_short_id_tells_two_apart_that_came_in_one_minute() -> None:
    assert short_id(IDS["Sam Sample"]) == "01a20748-f009"
    assert short_id(IDS["Sam Sample"]) != short_id(IDS["Samira"])


def test_a_name_is_found_without_its_accents(three: Patients) -> None:
    someone = three.listed()[0].patient
    three.rename(someone, "Ångström Łoś")
    assert three.find("Angstrom Los").name == "Ångström Łoś"
    assert three.find("zoe").name == "Zoë"
