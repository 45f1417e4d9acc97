"""`coach report`: the follow-up as a file of the therapist's own, whole, private and nameless."""

import os
import stat
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.domain.caseload import Enrolled
from coach.domain.events import Fact, NoteWritten, PainScore
from coach.domain.pain import Moment, Site
from tests.builders import stamped
from tests.cli.conftest import Run
from tests.conftest import BERLIN

PATIENT = "01979f2c-5e0a-7c3b-8d1e-0f6a2b9c4d7e"
Report = Callable[..., Path]


@pytest.fixture(autouse=True)
def _sam(clock: ManualClock) -> None:
    """Sam is in the caseload, with one leg score and one note."""
    around = Surroundings(dict(os.environ), clock, BERLIN)
    with around.clinic() as clinic:
        clinic.caseload.enrol(Enrolled(PATIENT, "Sam Sample", "ab" * 32, date(2027, 2, 1)))
        leg = PainScore(site=Site.LEG, score=6, moment=Moment.WORST_24H)
        facts: tuple[Fact, ...] = (leg, NoteWritten(text="pulled <b>hard</b>", about=""))
        noted = [
            replace(stamped(fact, clock.now()), patient=PATIENT, device="sams", seq=nth)
            for nth, fact in enumerate(facts, 1)
        ]
        clinic.caseload.take_in(PATIENT, noted, [])


@pytest.fixture
def report(run: Run, tmp_path: Path) -> Report:
    """`report("a.html", "--name")`: writes Sam's report."""

    def _report(name: str, *words: str) -> Path:
        file = tmp_path / name
        result = run("report", "sam", "--out", str(file), "--since", "2027-02-22", *words)
        assert result.code == 0, result.err
        assert result.lines == [str(file)]
        return file

    return _report


def test_the_report_is_written_for_its_owner_alone(report: Report) -> None:
    file = report("sam.html")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "pulled &lt;b&gt;hard&lt;/b&gt;" in file.read_text(encoding="utf-8")


def test_it_carries_the_id_and_no_name_unless_asked(report: Report) -> None:
    assert "Sam Sample" not in report("sam.html").read_text(encoding="utf-8")
    assert f"Sam Sample ({PATIENT})" in report("sam.html", "--name").read_text(encoding="utf-8")


def test_a_pdf_is_one_by_its_ending(report: Report) -> None:
    assert report("sam.PDF").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["sam.html", "sam.pdf"])
def test_a_former_report_is_replaced_and_nothing_is_left_beside_it(
    report: Report, name: str
) -> None:
    file = report(name)
    report(name)
    assert [one.name for one in file.parent.iterdir() if one.suffix == ".part"] == []


def test_that_a_former_report_was_replaced_is_said(
    run: Run, report: Report, tmp_path: Path
) -> None:
    file = report("sam.html")
    assert "It replaced the former report" in run("report", "sam", "--out", str(file)).err
    assert "replaced" not in run("report", "sam", "--out", str(tmp_path / "new.html")).err


@pytest.mark.parametrize("name", ["letter.html", "letter.pdf"])
def test_somebody_elses_file_is_never_replaced(run: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("%PDF-1.7 dear Ada", encoding="utf-8")
    result = run("report", "sam", "--out", str(file))
    assert result.code == 2
    assert file.read_text(encoding="utf-8") == "%PDF-1.7 dear Ada"


@pytest.mark.parametrize("name", ["sam", "sam.doc", "sam.html.gz"])
def test_another_ending_is_refused_with_the_two_there_are(
    run: Run, tmp_path: Path, name: str
) -> None:
    result = run("report", "sam", "--out", str(tmp_path / name))
    assert result.code == 2
    assert "neither .html nor .pdf" in result.err


def test_without_typst_the_pdf_says_how_to_get_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    result = run("report", "sam", "--out", str(tmp_path / "sam.pdf"))
    assert result.code == 2
    assert "pip install 'coach[pdf]', or pip install '.[pdf]' in its folder" in result.err
    assert not (tmp_path / "sam.pdf").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody", "--out", "a.html"), "nobody"),
        (("sam", "--out", "a.html", "--since", "spring"), "2027-03-01"),
        (("sam", "--out", "a.html", "--since", "2028-01-01"), "still to come"),
        (("sam", "--out", "a.html", "--paper", "a5"), "letter"),
        (("sam",), "--out"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run("report", *words)
    assert result.code == 2
    assert said in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("name", ["sam.html", "sam.pdf"])
def test_one_patients_report_is_never_written_over_anothers(
    run: Run, report: Report, clock: ManualClock, name: str
) -> None:
    with Surroundings(dict(os.environ), clock, BERLIN).clinic() as clinic:
        other = "01979f2c-5e0a-7c3b-8d1e-000000000002"
        clinic.caseload.enrol(Enrolled(other, "Quinn", "cd" * 32, date(2027, 2, 1)))
    file = report(name, "--name")
    before = file.read_bytes()
    report(name)
    assert file.read_bytes() != before
    before = file.read_bytes()
    result = run("report", "quinn", "--out", str(file), "--since", "2027-02-22")
    assert result.code == 2
    assert "about the same person" in result.err
    assert file.read_bytes() == before
