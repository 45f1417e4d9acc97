"""What the SQLite caseload does beyond the contract: above all, that forgotten is forgotten."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.domain.caseload import Head
from coach.domain.errors import LogError, RefusedError
from coach.domain.events import PlanIssued
from coach.domain.fact_chain import FIRST, chain_hash
from coach.domain.fact_codec import KINDS, encode
from coach.domain.program import StageCode
from coach.store import caseload as caseload_module
from coach.store.caseload import SqliteCaseload
from coach.store.problems import problems_in
from tests.store.builders import MONDAY, ROOT, a_note, at, query
from tests.store.caseloads import a_caseload, a_patient_log, enrolled

NAME = "Samantha Unforgettable"
SECRET = "a note that nobody else may read"


def clinic_file(tmp_path: Path) -> Path:
    return tmp_path / "clinic" / "clinic.db"


def a_clinic_with_two(caseload: SqliteCaseload, tmp_path: Path) -> tuple[str, str]:
    """Two patients with logs, the therapist's facts, a plan each and kept signs."""
    found = []
    for name, key in ((NAME, "ab" * 32), ("Zoe", "cd" * 32)):
        patient, facts, heads = a_patient_log(tmp_path / key[:2], a_note(SECRET + name))
        caseload.enrol(enrolled(patient, name, key))
        caseload.take_in(patient, facts, heads)
        log = caseload.log(patient)
        document = log.keep_document(f'{{"patient": "{patient}"}}', "seal")
        issued = PlanIssued(
            program="steady-back",
            version=2,
            stage=StageCode.CALM,
            from_day=MONDAY,
            valid_until=MONDAY,
            document=document,
            changes="",
        )
        log.append([issued, a_note(f"seen {name}")], at=at(), plan_version="steady-back@2")
        caseload.keep_signs({patient: f"signs of {name}"})
        found.append(patient)
    return found[0], found[1]


def bytes_in(folder: Path) -> bytes:
    """Every byte of every file of the home: database, journals and whatever else there is."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_no_byte_of_a_forgotten_patient_is_left_in_the_home(tmp_path: Path) -> None:
    with a_caseload(tmp_path / "clinic") as caseload:
        # Some builds of SQLite overwrite what is deleted by themselves; not all do.
        caseload._log.rows("PRAGMA secure_delete=OFF")
        forgotten, stays = a_clinic_with_two(caseload, tmp_path)
        caseload.rename(forgotten, "Sam")
        caseload.rename(forgotten, NAME)
        caseload.drop_signs(forgotten)
        assert NAME.encode() in bytes_in(tmp_path / "clinic")
        caseload.forget(forgotten)
        for when in ("open", "closed"):
            found = bytes_in(tmp_path / "clinic")
            for word in (NAME, forgotten, SECRET + NAME, "ab" * 32):
                assert word.encode() not in found, f"{word} is still there while it is {when}"
            assert stays.encode() in found
            caseload._log.close()


def test_no_table_knows_a_forgotten_patient(tmp_path: Path) -> None:
    with a_caseload(tmp_path / "clinic") as caseload:
        forgotten, stays = a_clinic_with_two(caseload, tmp_path)
        removed = caseload.forget(forgotten)
    counts = {"plan_issued": 1, "note_written": 2, "caseload": 1, "received_head": 1}
    assert removed == {**counts, "caseload_signs": 1, "fact_chain": 3, "plan_document": 1}
    file = clinic_file(tmp_path)
    for table in [*KINDS, "caseload", "received_head", "caseload_signs"]:
        patients = {row[0] for row in query(file, f"SELECT patient FROM {table}")}
        assert patients <= {stays}
    assert len(query(file, "SELECT 1 FROM plan_document")) == 1


def test_the_chains_of_the_others_verify_after_a_forgetting(tmp_path: Path) -> None:
    with a_caseload(tmp_path / "clinic") as caseload:
        forgotten, _ = a_clinic_with_two(caseload, tmp_path)
        caseload.forget(forgotten)
    assert problems_in(clinic_file(tmp_path)) == []


def test_facts_are_guarded_again_after_a_forgetting(tmp_path: Path) -> None:
    guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    with a_caseload(tmp_path / "clinic") as caseload:
        forgotten, stays = a_clinic_with_two(caseload, tmp_path)
        before = query(clinic_file(tmp_path), guards)
        caseload.forget(forgotten)
        assert query(clinic_file(tmp_path), guards) == before
        for change in (
            "UPDATE note_written SET text = 'x'",
            "DELETE FROM note_written",
            "DELETE FROM fact_chain",
            "DELETE FROM plan_document",
        ):
            with pytest.raises(LogError):
                caseload._log.write(lambda db, sql=change: db.execute(sql))  # type: ignore[misc]
        assert len(caseload.log(stays).read()) == 3


def test_a_forgetting_that_fails_half_way_removes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_caseload(tmp_path / "clinic") as caseload:
        forgotten, _ = a_clinic_with_two(caseload, tmp_path)
        before = caseload.log(forgotten).read()
        monkeypatch.setattr(caseload_module, "_delete", failing_at("fact_chain"))
        with pytest.raises(OSError, match="gone"):
            caseload.forget(forgotten)
        assert caseload.log(forgotten).read() == before
        assert len(caseload.patients()) == 2
    assert problems_in(clinic_file(tmp_path)) == []


def failing_at(table: str) -> Callable[..., int]:
    """Deletes as usual until it comes to one table."""
    usual = caseload_module._delete

    def delete(db: object, name: str, *rest: object) -> int:
        if name == table:
            raise OSError("the disk is gone")
        return usual(db, name, *rest)  # type: ignore[arg-type]

    return delete


def test_a_kill_in_the_middle_of_forgetting_leaves_everything(tmp_path: Path) -> None:
    with a_caseload(tmp_path / "clinic") as caseload:
        forgotten, _ = a_clinic_with_two(caseload, tmp_path)
        before = caseload.log(forgotten).read()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed_forgetting", str(tmp_path), forgotten],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "killme\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait(timeout=30)
    with a_caseload(tmp_path / "clinic") as caseload:
        assert caseload.log(forgotten).read() == before
        assert len(caseload.patients()) == 2
        caseload.forget(forgotten)
        assert len(caseload.patients()) == 1
    assert problems_in(clinic_file(tmp_path)) == []


def test_a_plan_that_two_patients_were_given_stays_for_the_other(tmp_path: Path) -> None:
    with a_caseload(tmp_path / "clinic") as caseload:
        forgotten, stays = a_clinic_with_two(caseload, tmp_path)
        shared = caseload.log(stays).keep_document("the same words", "seal")
        for patient in (forgotten, stays):
            issued = PlanIssued(
                program="steady-back",
                version=3,
                stage=StageCode.CALM,
                from_day=MONDAY,
                valid_until=MONDAY,
                document=shared,
                changes="",
            )
            caseload.log(patient).append([issued], at=at(), plan_version="steady-back@3")
        caseload.forget(forgotten)
        assert caseload.log(stays).document(shared) == "the same words"


def test_a_device_belongs_to_the_first_patient_it_came_in_for(tmp_path: Path) -> None:
    """Nobody can take the place of another one's machine, nor of the therapist's desk."""
    with a_caseload(tmp_path / "clinic") as caseload:
        first, second = a_clinic_with_two(caseload, tmp_path)
        theirs = caseload.log(first).everything()[0]
        desk = caseload.log(second).device
        before = caseload.log(second).everything()
        for device in (theirs.device, caseload._log.device, desk, f"elsewhere/{second}"):
            forged = replace(theirs, id="forged", patient=second, device=device)
            head = Head(device, 1, chain_hash(FIRST, *encode(forged)), at())
            with pytest.raises(RefusedError, match="not this patient's"):
                caseload.take_in(second, [forged], [head])
        assert caseload.log(second).everything() == before
        caseload.forget(second)
        assert caseload.log(first).everything()[0] == theirs
    assert problems_in(clinic_file(tmp_path)) == []
