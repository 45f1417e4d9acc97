"""The log as CSV: every table tidy, nothing computed by a spreadsheet, nothing lost."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.exported import Exported, ViewTable
from coach.domain.fact_codec import KINDS, columns_of, encode
from coach.exchange.csv_tables import (
    ABOUT_FILE,
    csv_archive,
    csv_files,
    csv_text,
    guarded,
    mark_of,
)
from tests.exchange.outgoing import FORMULA, GOLDEN, PATIENT, the_export
from tests.golden_files import check_golden_file

VIEWS = {
    "pain_by_day": ViewTable(
        ("patient", "day", "site", "worst", "mean", "reach"),
        ((PATIENT, "2027-03-01", "back", 0, 0.0, None),),
    )
}


def files() -> dict[str, bytes]:
    return csv_files(the_export(), VIEWS)


def table(name: str, found: dict[str, bytes] | None = None) -> list[dict[str, str]]:
    """A table as another program reads it."""
    text = (found or files())[f"{name}.csv"].decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_there_is_one_file_a_table_also_for_an_empty_one() -> None:
    assert set(files()) == {
        ABOUT_FILE,
        "pain_by_day.csv",
        *(f"{kind}.csv" for kind in KINDS),
    }
    assert files()["body_marked.csv"].decode() == ",".join(columns_of("body_marked")) + "\r\n"


def test_every_fact_stands_in_its_table_with_its_columns() -> None:
    for kind in KINDS:
        wanted = [row for found, row in map(encode, the_export().facts) if found == kind]
        rows = table(kind)
        assert len(rows) == len(wanted)
        for row, fact in zip(rows, wanted, strict=True):
            assert list(row) == list(columns_of(kind))
            told = {name: "" if value is None else str(value) for name, value in fact.items()}
            assert {name: csv_text(field) for name, field in row.items()} == told


def test_tables_are_as_they_always_were() -> None:
    for name in ("pain_score.csv", "note_written.csv", ABOUT_FILE):
        check_golden_file(GOLDEN / name, files()[name])


def test_not_recorded_is_another_thing_than_zero_and_than_an_empty_text() -> None:
    scores = files()["pain_score.csv"].decode().splitlines()
    # Back 0 before the session: the number is there, the place was not said.
    assert scores[2].endswith('"back",0,"before",,"s1"')
    notes = files()["note_written.csv"].decode()
    assert notes.splitlines()[-1].endswith(',"",""')


def test_a_spreadsheet_computes_nothing_and_the_text_is_not_lost() -> None:
    (first, _) = table("note_written")
    assert first["text"].startswith("'=")
    assert csv_text(first["text"]).startswith(FORMULA)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1"])
def test_what_looks_like_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_ordinary_words_are_left_alone() -> None:
    assert guarded("Slept 5 - 6 hours = ok") == "Slept 5 - 6 hours = ok"


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    assert csv_text(guarded(text)) == text
    assert guarded(text)[:1] not in tuple("=+-@\t\r\n")


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_text_comes_back_through_a_table(texts: list[str]) -> None:
    view = ViewTable(("one", "two"), tuple((text, index) for index, text in enumerate(texts)))
    data = csv_files(Exported("p", (), ()), {"view": view})
    rows = list(csv.reader(io.StringIO(data["view.csv"].decode("utf-8"), newline="")))
    assert rows[0] == ["one", "two"]
    assert [(csv_text(one), two) for one, two in rows[1:]] == [
        (text, str(index)) for index, text in enumerate(texts)
    ]


def test_a_file_beside_them_says_how_to_read_them() -> None:
    assert files()[ABOUT_FILE].startswith(mark_of(PATIENT))
    about: Any = json.loads(files()[ABOUT_FILE])
    assert about["schema"] == "coach/csv/1"
    assert about["facts"] == len(the_export().facts)
    assert about["tables"]["pain_score"] == list(columns_of("pain_score"))
    assert "not zero" in about["how_to_read"]["not_recorded"]


def test_an_archive_holds_the_same_files_and_is_always_the_same() -> None:
    data = csv_archive(files())
    assert data == csv_archive(files())
    assert mark_of(PATIENT) in data[:200]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files()
        modes = {info.external_attr >> 16 & 0o777 for info in archive.infolist()}
    assert modes == {0o600}
