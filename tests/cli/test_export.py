"""Everything out and in, from the shell."""

import json
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from coach.cli.diagnostics import ExitCode
from coach.domain.events import PainScore
from coach.workflows.coach import Coach
from tests.cli.conftest import Facts, Patient, Run
from tests.exchange.fhir_checking import problems
from tests.exchange.test_wger import SWING


@pytest.fixture
def filled(run: Run, set_up: Patient) -> None:
    """A patient set up today, with two scores and a note."""
    set_up()
    run("pain", "--back", "0", "--leg", "4", "--reach", "calf", "--note", "=1+1")


def export(run: Run, kind: str, out: Path, *words: str) -> Path:
    result = run("export", "--format", kind, "--out", str(out), *words)
    assert (result.code, result.lines) == (0, [str(out)]), result
    return out


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def elsewhere(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("COACH_HOME", str(home))


@pytest.mark.usefixtures("filled")
def test_an_export_comes_back_in_another_home_and_gives_the_same_bytes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = export(run, "json", tmp_path / "log.json")
    elsewhere(monkeypatch, tmp_path / "third")
    taken = run("import", str(first))
    assert taken.code == 0
    assert "0 were here already." in taken.lines[0]
    again = run("import", str(first))
    assert again.lines[0].startswith("0 facts taken in")
    second = export(run, "json", tmp_path / "again.json")
    assert second.read_bytes() == first.read_bytes()
    rows = []
    for home in ("home", "third"):
        with closing(sqlite3.connect(tmp_path / home / "coach.db")) as log:
            rows.append(log.execute("SELECT * FROM fact_chain ORDER BY 1, 2").fetchall())
    assert rows[0] == rows[1]


@pytest.mark.usefixtures("filled")
def test_the_other_home_goes_on_with_the_day(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = export(run, "json", tmp_path / "log.json")
    shown = run("today").out
    elsewhere(monkeypatch, tmp_path / "third")
    run("import", str(first))
    assert run("today").out == shown


@pytest.mark.usefixtures("filled")
def test_files_are_private(run: Run, tmp_path: Path) -> None:
    for kind in ("json", "fhir", "ics"):
        assert mode(export(run, kind, tmp_path / kind)) == 0o600
    folder = export(run, "csv", tmp_path / "facts")
    assert mode(folder) == 0o700
    assert {mode(file) for file in folder.iterdir()} == {0o600}
    assert mode(export(run, "csv", tmp_path / "facts.zip")) == 0o600


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("kind", ["json", "csv", "fhir", "ics"])
def test_an_export_may_be_written_again_and_nothing_else_is_overwritten(
    run: Run, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / "facts.zip"
    export(run, kind, out)
    export(run, kind, out)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ada")
    refused = run("export", "--format", kind, "--out", str(letter))
    assert refused.code == ExitCode.INPUT
    assert letter.read_text() == "Dear Ada"


@pytest.mark.usefixtures("filled")
def test_tables_come_as_a_folder_or_an_archive(run: Run, tmp_path: Path) -> None:
    folder = export(run, "csv", tmp_path / "facts")
    assert '"leg",4,"now","calf"' in (folder / "pain_score.csv").read_text()
    assert '"\'=1+1"' in (folder / "note_written.csv").read_text()
    assert (folder / "pain_by_day.csv").is_file()
    with zipfile.ZipFile(export(run, "csv", tmp_path / "facts.zip")) as archive:
        assert set(archive.namelist()) == {file.name for file in folder.iterdir()}


@pytest.mark.usefixtures("filled")
def test_fhir_is_valid(run: Run, tmp_path: Path) -> None:
    bundle = json.loads(export(run, "fhir", tmp_path / "care.json").read_bytes())
    assert problems(bundle) == []


@pytest.mark.usefixtures("filled")
def test_a_calendar_has_as_many_days_as_asked(run: Run, tmp_path: Path) -> None:
    file = export(run, "ics", tmp_path / "agenda.ics", "--days", "2")
    found: list[Any] = list(Calendar.from_ical(file.read_bytes()).walk("VEVENT"))
    assert {event["DTSTART"].dt.day for event in found} == {1, 2}
    assert b"Sam" not in file.read_bytes()


@pytest.mark.parametrize("days", ["0", "367", "all", "-1", "1.5"])
def test_days_that_are_none_are_one_sentence(run: Run, tmp_path: Path, days: str) -> None:
    out = str(tmp_path / "a.ics")
    result = run("export", "--format", "ics", "--out", out, f"--days={days}")
    assert result.code == ExitCode.INPUT
    assert "from 1 to 366" in result.err


def test_a_hold_stops_a_calendar_and_not_the_facts(
    run: Run, set_up: Patient, tmp_path: Path
) -> None:
    set_up()
    run("session", "--line", answers=["y", "y"])
    result = run("export", "--format", "ics", "--out", str(tmp_path / "a.ics"))
    assert result.code == ExitCode.HELD
    assert not (tmp_path / "a.ics").exists()
    export(run, "json", tmp_path / "log.json")


@pytest.mark.usefixtures("filled")
def test_it_works_beside_an_open_coach(
    run: Run, tmp_path: Path, open_coach: Callable[..., Coach]
) -> None:
    open_coach()
    export(run, "json", tmp_path / "log.json")


def test_where_there_is_no_log_nothing_is_made(run: Run, tmp_path: Path) -> None:
    result = run("export", "--format", "json", "--out", str(tmp_path / "log.json"))
    assert result.code == ExitCode.INPUT
    assert "coach.db" in result.err
    assert not (tmp_path / "home").exists()
    result = run("export", "--format", "json", "--out", str(tmp_path / "a"), "--patient", "Ada")
    assert "clinic.db" in result.err


@pytest.mark.usefixtures("filled")
def test_a_folder_that_is_missing_is_named(run: Run, tmp_path: Path) -> None:
    result = run("export", "--format", "csv", "--out", str(tmp_path / "no" / "facts"))
    assert result.code == ExitCode.INPUT
    assert str(tmp_path / "no") in result.err


@pytest.mark.usefixtures("filled")
def test_someone_elses_facts_are_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, facts: Facts
) -> None:
    first = export(run, "json", tmp_path / "log.json")
    elsewhere(monkeypatch, tmp_path / "other")
    run("pain", "--back", "9", "--leg", "9")
    refused = run("import", str(first))
    assert refused.code == ExitCode.REFUSED
    assert len(refused.err.splitlines()) == 1
    elsewhere(monkeypatch, tmp_path / "home")
    assert [score.score for score in facts(PainScore)] == [0, 4]


def test_nothing_comes_in_while_a_hold_stands(run: Run, set_up: Patient, tmp_path: Path) -> None:
    set_up()
    file = export(run, "json", tmp_path / "log.json")
    run("session", "--line", answers=["y", "y"])
    held = run("import", str(file))
    assert held.code == ExitCode.HELD
    assert "cannot lift" in held.err
    assert len(held.err.splitlines()) == 1


@pytest.mark.usefixtures("filled")
def test_a_changed_fact_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = export(run, "json", tmp_path / "log.json")
    file.write_text(file.read_text().replace('"score": 4', '"score": 1'))
    elsewhere(monkeypatch, tmp_path / "third")
    refused = run("import", str(file))
    assert refused.code == ExitCode.REFUSED
    assert not (tmp_path / "third" / "coach.db").exists()


@pytest.mark.parametrize("command", ["import", "open"])
def test_a_folder_is_called_one(run: Run, tmp_path: Path, command: str) -> None:
    result = run(command, str(tmp_path))
    assert result.code == ExitCode.INPUT
    assert f"{tmp_path} is a folder" in result.err


@pytest.mark.parametrize(
    "content", [b"", b"Dear Ada", b"[" * 9999, b"{}", b'{"resourceType": "Bundle"}', b"\xff"]
)
def test_a_file_that_is_none_of_ours_is_one_sentence(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "some.json"
    file.write_bytes(content)
    result = run("import", str(file))
    assert result.code == ExitCode.INPUT
    assert len(result.err.splitlines()) == 1
    assert str(file) in result.err


def test_a_file_that_is_missing_is_named(run: Run, tmp_path: Path) -> None:
    assert run("import", str(tmp_path / "no.json")).code == ExitCode.INPUT
    assert run("import", str(tmp_path)).code == ExitCode.INPUT


def _wger(tmp_path: Path, content: Any = None) -> str:
    file = tmp_path / "wger.json"
    file.write_text(json.dumps(content or {"results": [SWING]}))
    return str(file)


def test_exercises_of_wger_become_drafts_that_tell_what_is_missing(
    run: Run, tmp_path: Path
) -> None:
    result = run("import", _wger(tmp_path))
    assert result.code == 0
    (path,) = map(Path, result.lines)
    assert path.parent == tmp_path / "home" / "programs" / "drafts"
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert "coach programs check" in result.err
    checked = run("programs", "check", str(path.parent))
    assert checked.code == ExitCode.INPUT
    assert any("stop is empty" in line for line in checked.lines)
    assert "problem" not in run("programs", "list").err


def test_a_draft_that_was_worked_on_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    (path,) = map(Path, run("import", _wger(tmp_path)).lines)
    path.write_text("# mine")
    again = run("import", _wger(tmp_path))
    assert (again.code, again.lines) == (0, [])
    assert "1 were there already" in again.err
    assert path.read_text() == "# mine"


def test_the_clinic_writes_one_patient_and_no_name(
    run: Run, tmp_path: Path, places: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coach.domain.caseload import Enrolled
    from coach.domain.events import ReviewDecided
    from coach.domain.outcomes import Decision
    from coach.store.caseload import SqliteCaseload
    from coach.store.files import CLINIC_LOG
    from coach.store.opening import open_log

    desk = open_log(places.home, name=CLINIC_LOG, clock=clock)
    caseload = SqliteCaseload(desk)
    for patient, name, key in (("p-ada", "Ada Love", "a" * 64), ("p-ben", "Ben Stone", "b" * 64)):
        caseload.enrol(Enrolled(patient, name, key, clock.now().date()))
        own = ReviewDecided(decision=Decision.KEEP, note=f"seen {patient}")
        caseload.log(patient).append([own], at=clock.now(), plan_version="")
    desk.close()
    out = tmp_path / "ada.json"
    result = run("export", "--format", "json", "--out", str(out), "--patient", "Ada")
    assert result.code == 0
    assert "your own" not in result.err
    assert "seen" not in out.read_text()
    words = ("--patient", "Ada", "--with-own-notes")
    result = run("export", "--format", "json", "--out", str(out), *words)
    assert "your own" in result.err
    text = out.read_text()
    assert "seen p-ada" in text
    elsewhere(monkeypatch, tmp_path / "third")
    refused = run("import", str(out))
    assert refused.code == ExitCode.REFUSED
    assert "therapist's own notes" in refused.err
    elsewhere(monkeypatch, places.home)
    for word in ("Ada", "Love", "p-ben", "Ben"):
        assert word not in text
    fhir = tmp_path / "ada.fhir.json"
    assert run("export", "--format", "fhir", "--out", str(fhir), "--patient", "p-ada").code == 0
    assert "seen" not in fhir.read_text()
    assert run("export", "--format", "csv", "--out", str(out), "--patient", "Carl").code == 2


def test_an_export_without_a_patient_in_a_therapists_home_names_what_to_write(
    run: Run, tmp_path: Path, places: Any, clock: Any
) -> None:
    from coach.store.files import CLINIC_LOG
    from coach.store.opening import open_log

    open_log(places.home, name=CLINIC_LOG, clock=clock).close()
    out = tmp_path / "out.json"
    for opened in (False, True):
        if opened:  # The patient's side was looked at once: an empty log is no log of theirs.
            open_log(places.home, clock=clock).close()
        refused = run("export", "--format", "json", "--out", str(out))
        assert refused.code == 2
        assert "--patient" in refused.err
        assert "coach backup --clinic" in refused.err
        assert not out.exists()


def test_an_export_of_a_patient_does_not_go_into_a_therapists_home(
    run: Run, set_up: Patient, tmp_path: Path
) -> None:
    set_up()
    file = tmp_path / "out.json"
    assert run("export", "--format", "json", "--out", str(file)).code == 0
    home = tmp_path / "home"
    known = run("import", str(file))
    assert f"They are in {home}." in known.out
    (home / "coach.db").rename(tmp_path / "away.db")
    (home / "clinic.db").touch()
    refused = run("import", str(file))
    assert refused.code == 2
    assert "is a therapist's home; set COACH_HOME" in refused.err
    assert not (home / "coach.db").exists()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("kind", "name"),
    [("json", "a.json"), ("csv", "a.zip"), ("csv", "a"), ("fhir", "a.fhir.json"), ("ics", "a.ics")],
)
def test_nobodys_export_is_written_over_another_persons(
    run: Run, set_up: Patient, tmp_path: Path, kind: str, name: str
) -> None:
    out = export(run, kind, tmp_path / name)
    export(run, kind, out)
    content = out.read_bytes() if out.is_file() else (out / "about.json").read_bytes()
    (tmp_path / "home").rename(tmp_path / "first")
    set_up()
    refused = run("export", "--format", kind, "--out", str(out))
    assert refused.code == ExitCode.INPUT
    assert "about the same person; name a new" in refused.err
    assert content == (out.read_bytes() if out.is_file() else (out / "about.json").read_bytes())
