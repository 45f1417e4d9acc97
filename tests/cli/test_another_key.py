"""The key of a patient's home was changed for another's, or is lost: nothing leaves under it."""

import json
from pathlib import Path

import pytest

from coach.cli.diagnostics import ExitCode
from coach.domain.documents import Card
from coach.domain.events import PlanReceived
from coach.domain.program import StageCode
from coach.exchange.identity import load, load_or_make
from coach.exchange.papers import SealedPapers
from tests.cli.conftest import Patient, Run
from tests.cli.test_doctor_finds import line_of
from tests.store.builders import MONDAY, a_log, recorded
from tests.store.test_chain import tamper


@pytest.fixture(name="key")
def _key(run: Run, set_up: Patient, tmp_path: Path) -> Path:
    """The key of a patient who handed a card over, and took the therapist's."""
    set_up()
    assert run("pair", "--out", str(tmp_path / "own.card")).code == 0
    therapist = SealedPapers(tmp_path / "desk" / "key")
    card = tmp_path / "ada.card"
    card.write_bytes(therapist.write_card(Card("therapist", therapist.key, "", "Ada")))
    six = therapist.fingerprint(therapist.key)
    assert run("pair", "--with", str(card), "--fingerprint", six).code == 0
    return tmp_path / "home" / "keys" / "patient"


def _change(key: Path, tmp_path: Path) -> bytes:
    own = key.read_bytes()
    load_or_make(tmp_path / "other")
    key.write_bytes((tmp_path / "other").read_bytes())
    return own


def test_another_key_is_found_and_nothing_leaves_or_is_handed_over_under_it(
    run: Run, key: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sam.coachlog"
    assert run("share", "--out", str(out)).code == 0
    out.unlink()
    own = _change(key, tmp_path)
    line, do = line_of(run("doctor"), "key")
    assert ": not ok." in line.lower()
    assert f"{key} is not the key that your therapist paired with." in line
    assert f"Put {key} back" in do
    card = str(tmp_path / "new.card")
    for words in (["share", "--out", str(out)], ["pair", "--out", card], ["pair"]):
        told = run(*words)
        assert (told.code, told.out) == (ExitCode.INPUT, "")
        assert f"the key in {key} is not the one that your therapist knows" in told.err
    assert not out.exists()
    key.write_bytes(own)
    assert run("share", "--out", str(out)).code == 0


def test_a_lost_key_is_made_anew_only_for_a_card(run: Run, key: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "sam.coachlog")
    former = load(key).key
    key.unlink()
    told = run("share", "--out", out)
    assert told.code == ExitCode.INPUT
    assert f"your key {key} is missing" in told.err
    assert not key.exists()
    with a_log(key.parent.parent):  # It cannot be remembered while another coach is open.
        assert run("pair", "--out", str(tmp_path / "new.card")).code == ExitCode.INPUT
    assert not key.exists()
    assert run("pair", "--out", str(tmp_path / "new.card")).code == 0
    assert load(key).key != former
    assert run("share", "--out", out).code == 0


def test_the_newest_plan_tells_a_key_that_no_card_told(run: Run, key: Path, tmp_path: Path) -> None:
    home = key.parent.parent
    with a_log(home) as log:
        log.write(lambda db: db.execute("DELETE FROM home WHERE key = 'signing_key'"))
        for version, sealed_to in enumerate(("ab" * 32, load(key).key), 1):
            name = log.keep_document(json.dumps({"patient_key": sealed_to}), "a seal")
            plan = PlanReceived(
                program="steady-back",
                version=version,
                therapist="Ada",
                from_day=MONDAY,
                stage=StageCode.MOVE,
                sore_side="left",
                document=name,
            )
            recorded(log, plan)
    assert ": ok." in line_of(run("doctor"), "key")[0]
    _change(key, tmp_path)
    assert "is not the key" in line_of(run("doctor"), "key")[0]
    told = run("share", "--out", str(tmp_path / "sam.coachlog"))
    assert told.code == ExitCode.INPUT
    assert "is not the one that your therapist knows" in told.err


@pytest.mark.parametrize("lost", [True, False])
def test_a_key_handed_over_after_the_copy_is_known_when_the_copy_is_put_back(
    run: Run, key: Path, tmp_path: Path, lost: bool
) -> None:
    database, copy = key.parent.parent / "coach.db", str(tmp_path / "copy.db")
    assert run("backup", "--out", copy).code == 0
    key.unlink()
    assert run("pair", "--out", str(tmp_path / "new.card")).code == 0
    if lost:
        assert run("backup").code == 0
        database.unlink()
    else:
        tamper(database)
    assert run("restore", copy).code == 0
    assert ": ok." in line_of(run("doctor"), "key")[0]
    assert run("share", "--out", str(tmp_path / "sam.coachlog")).code == 0
