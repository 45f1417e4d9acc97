"""A patient and a therapist, each with a machine of their own: the whole way and back."""

import json
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.clock import ManualClock
from tests.journeys.homes import Home, live


@pytest.fixture
def homes(
    tmp_path: Path, clock: ManualClock, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], Home]:
    """Homes by name; their clocks go together."""
    return lambda name: Home(tmp_path / name, clock, capsys)


@pytest.fixture
def patient(homes: Callable[[str], Home]) -> Home:
    return homes("patient")


@pytest.fixture
def therapist(homes: Callable[[str], Home]) -> Home:
    home = homes("therapist")
    home.folder.mkdir(mode=0o700)
    (home.folder / "config.toml").write_text('therapist_name = "Dr. Reed"\n')
    return home


def pair(patient: Home, therapist: Home, table: Path) -> None:
    """At the visit: two cards lie on the table, six words are read aloud both ways."""
    table.mkdir(exist_ok=True)
    mine, theirs = str(table / "sam.coachcard"), str(table / "reed.coachcard")
    patient.does("pair", "--out", mine)
    added = therapist.does("patient", "add", "Sam Sample", "--card", mine, "--out", theirs)
    own_words = json.loads(patient.does("pair", "--json").out)["fingerprint"]
    assert f"Their six words: {own_words}" in added.lines
    read_out = next(line for line in added.lines if line.startswith("Your six words: "))
    words = read_out.removeprefix("Your six words: ")
    patient.does("pair", "--with", theirs, "--fingerprint", words)


def assign(therapist: Home, table: Path, *words: str) -> Path:
    """Sign a plan for Sam and lay it on the table."""
    plan = table / "plan.coachplan"
    therapist.does("assign", "sam", *words, "--out", str(plan))
    return plan


def facts_of(home: Home, name: str, patient: str) -> list[tuple[Any, ...]]:
    """The chain of the patient's own devices, as another tool sees it."""
    connection = sqlite3.connect(f"file:{home.folder / name}?mode=ro", uri=True)
    try:
        return connection.execute(
            "SELECT seq, fact, kind, hash FROM fact_chain WHERE device NOT LIKE ? "
            "ORDER BY device, seq",
            [f"%/{patient}"],
        ).fetchall()
    finally:
        connection.close()


def patient_id(patient: Home) -> str:
    return str(json.loads(patient.does("pair", "--json").out)["patient"])


def test_pairing_leaves_the_name_with_the_therapist_alone(
    patient: Home, therapist: Home, tmp_path: Path
) -> None:
    table = tmp_path / "table"
    pair(patient, therapist, table)
    listed = json.loads(therapist.does("patient", "list", "--json").out)["patients"]
    assert [one["name"] for one in listed] == ["Sam Sample"]
    assert listed[0]["patient"] == patient_id(patient)
    for file in [*table.iterdir(), *patient.folder.rglob("*")]:
        assert file.is_dir() or b"Sam Sample" not in file.read_bytes(), file


def test_a_plan_goes_over_and_says_what_it_is(
    patient: Home, therapist: Home, tmp_path: Path
) -> None:
    table = tmp_path / "table"
    pair(patient, therapist, table)
    plan = assign(therapist, table, "steady-back", "--set", "belly-breath 5min 2/day")
    assert stat.S_IMODE(plan.stat().st_mode) == 0o600
    assert b"Sam Sample" not in plan.read_bytes()
    opened = json.loads(patient.does("open", str(plan), "--json").out)
    assert (opened["version"], opened["therapist"], opened["stage"]) == (2, "Dr. Reed", "A")
    again = patient.run("open", str(plan))
    assert again.code == 4
    day = json.loads(patient.does("today", "--json").out)
    breaths = [one for one in day["items"] if one["exercise"] == "belly-breath"]
    assert [one["dose"] for one in breaths] == ["5min 2/day", "5min 2/day"]


def test_what_is_for_therapists_stays_with_the_therapist(
    patient: Home, therapist: Home, tmp_path: Path
) -> None:
    table, typed = tmp_path / "table", "disc protrusion on MRI"
    pair(patient, therapist, table)
    plan = assign(therapist, table, "steady-back", "--allow-direction", typed)
    opened = patient.does("open", str(plan), answers=("y",))
    assert typed not in opened.out
    patient.does("export", "--format", "json", "--out", str(table / "everything.json"))
    patient.does("export", "--format", "csv", "--out", str(table / "everything"))
    written = [path for path in [*table.rglob("*"), *patient.folder.rglob("*")] if path.is_file()]
    for_therapist = "For back or leg pain with no direction set."
    for path in written:
        content = path.read_bytes()
        assert typed.encode() not in content, path
        assert for_therapist.encode() not in content, path
    with therapist.around().clinic() as clinic:
        sam = clinic.patients.find("sam").patient
        draft = clinic.assigning.draft(sam)
    assert draft.program.direction_reason == typed
    assert draft.program.for_therapist.startswith(for_therapist)
    then = assign(therapist, table, "--set", "belly-breath 5min 2/day")
    assert typed.encode() not in then.read_bytes()


def test_six_weeks_come_back_in_pieces_out_of_order(
    patient: Home, therapist: Home, tmp_path: Path
) -> None:
    table = tmp_path / "table"
    pair(patient, therapist, table)
    patient.does("open", str(assign(therapist, table, "steady-back")))
    pieces = []
    for week in range(6):
        live(patient, 7, first=7 * week)
        piece = table / f"week-{week}.coachlog"
        patient.does("share", "--out", str(piece), "--since-last")
        pieces.append(piece)
    waits = therapist.does("receive", str(pieces[3]), str(pieces[1]))
    assert "waits for facts 1 to" in waits.out
    therapist.does("receive", str(pieces[0]))
    therapist.does("receive", str(table))
    therapist.does("receive", str(table))
    whole = table / "whole.coachlog"
    patient.does("share", "--out", str(whole))
    therapist.does("receive", str(whole))
    who = patient_id(patient)
    theirs = facts_of(patient, "coach.db", who)
    assert facts_of(therapist, "clinic.db", who) == theirs[:-1], "all but that it was shared"
    assert len(theirs) > 300
    assert whole.stat().st_size < 100_000


def test_a_visit_after_six_weeks_ends_in_the_next_plan(
    patient: Home, therapist: Home, homes: Callable[[str], Home], tmp_path: Path
) -> None:
    table = tmp_path / "table"
    pair(patient, therapist, table)
    patient.does("open", str(assign(therapist, table, "steady-back", "--weeks", "6")))
    live(patient, 41)
    log = table / "six-weeks.coachlog"
    patient.does("share", "--out", str(log))
    therapist.does("receive", str(log))

    seen = therapist.does("review", "sam")
    assert "leg 6 to 2" in seen.out
    assert "Sam Sample" in therapist.does("clinic", "--line").out
    values = json.loads(therapist.does("review", "sam", "--json").out)
    assert values["schema"] == "coach/review/1"

    therapist.does("review", "sam", "--decide", "progress", "--note", "going well")
    days = "mon,tue,thu,fri"
    sets = (
        "--set",
        f"bridge 2x10 hold 3s {days}",
        "--set",
        f"bird-dog 8-6-4 hold 7s side each {days}",
    )
    plan = assign(therapist, table, "--stage", "C", *sets)
    opened = patient.does("open", str(plan))
    assert "You go on to “Build it up” now." in opened.lines
    assert "New: bridge, 2 sets of 10, held for 3 seconds" in opened.out
    day = json.loads(patient.does("today", "--json").out)
    assert day["stage"] == "C"

    report = table / "sam.html"
    therapist.does("report", "sam", "--out", str(report))
    page = report.read_text(encoding="utf-8")
    assert "leg 6 to 2" in page
    assert "Sam Sample" not in page


def test_everything_goes_out_and_comes_into_a_third_home_the_same(
    patient: Home, therapist: Home, homes: Callable[[str], Home], tmp_path: Path
) -> None:
    table = tmp_path / "table"
    pair(patient, therapist, table)
    patient.does("open", str(assign(therapist, table, "steady-back")))
    live(patient, 14)
    exported = table / "all.json"
    patient.does("export", "--format", "json", "--out", str(exported))
    third = homes("third")
    third.does("import", str(exported))
    who = patient_id(patient)
    assert facts_of(third, "coach.db", who) == facts_of(patient, "coach.db", who)
    again = table / "again.json"
    third.does("export", "--format", "json", "--out", str(again))
    assert json.loads(again.read_text())["facts"] == json.loads(exported.read_text())["facts"]
    third.does("import", str(exported))
    assert facts_of(third, "coach.db", who) == facts_of(patient, "coach.db", who)


def test_a_hold_is_seen_by_the_therapist_and_lifted_by_the_next_plan(
    patient: Home, therapist: Home, tmp_path: Path
) -> None:
    table = tmp_path / "table"
    pair(patient, therapist, table)
    patient.does("open", str(assign(therapist, table, "steady-back")))
    with patient.around().coach() as coach:
        locking = next(item for item in coach.safety.flags.items if item.tier.locks)
        assert coach.safety.answered(locking, True) is not None
    assert patient.run("session", "--line").code == 3
    log = table / "now.coachlog"
    patient.does("share", "--out", str(log))
    therapist.does("receive", str(log))
    assert "Locked: numb between the legs, since" in therapist.does("clinic", "--line").out
    still = patient.does("open", str(assign(therapist, table, "steady-back")))
    assert "stays locked" in still.out
    patient.clock.advance(3600)
    why = ("--clear-hold", "Seen today, nothing urgent found.")
    patient.does("open", str(assign(therapist, table, *why)))
    assert json.loads(patient.does("today", "--json").out)["hold"] is None
    patient.does("share", "--out", str(log))
    therapist.does("receive", str(log))
    assert "Locked:" not in therapist.does("clinic", "--line").out


def test_a_forgotten_patient_leaves_the_therapists_machine_wholly(
    patient: Home, therapist: Home, tmp_path: Path
) -> None:
    table = tmp_path / "table"
    pair(patient, therapist, table)
    patient.does("open", str(assign(therapist, table, "steady-back")))
    live(patient, 3)
    patient.does("share", "--out", str(table / "a.coachlog"))
    live(patient, 3, first=3)
    late = table / "b.coachlog"
    patient.does("share", "--out", str(late), "--since-last")
    assert "waits for" in therapist.does("receive", str(late)).out
    who = patient_id(patient)
    told = therapist.does("patient", "forget", "sam", "--yes").err
    assert "Older copies of the database still hold these data" in told
    for copy in [line for line in told.splitlines() if line.endswith(".db")]:
        Path(copy).unlink()  # As it was told to.
    for file in therapist.folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert who.encode() not in content, file
        assert b"Sam Sample" not in content, file
        assert who not in str(file)
    assert therapist.run("receive", str(late)).code == 4
