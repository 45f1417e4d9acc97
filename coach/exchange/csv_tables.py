"""The log as tidy CSV: one file a table, for spreadsheets and statistics.

RFC 4180: commas, CRLF, UTF-8 without a byte order mark, the columns of the table in the first line.
Text always stands in quotes, numbers never do; a field with nothing at all in it was not recorded,
which is another thing than the empty text `""` and than 0. Times are ISO 8601 with their offset.

A spreadsheet takes a text that begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula.
Such a text, and one that begins with an apostrophe, is written with one apostrophe before it: take
one away from every text that begins with it, and every text is as it was.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coach.domain.exported import Exported, Views
from coach.domain.fact_codec import KINDS, SqlValue, columns_of, encode

SCHEMA = "coach/csv/1"
ABOUT_FILE = "about.json"
MARK = f'{{"schema": "{SCHEMA}"'.encode()
"""How the file beside the tables begins; it says that a folder or archive is ours."""
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ESCAPE = "'"
_ABOUT = {
    "tables": "One line a fact, every fact there is; a wrong one is named in fact_retracted.fact.",
    "views": "Computed from the facts, retracted ones left out.",
    "not_recorded": "A field with nothing in it was not recorded. It is not zero.",
    "text": "Text in quotes; take one leading apostrophe away: it keeps spreadsheets from "
    "computing what a person wrote.",
    "times": "ISO 8601 with the offset of the place; day is the patient's local date.",
}


def mark_of(patient: str) -> bytes:
    """How `about.json` beside the tables of one patient begins."""
    return MARK + f',\n "patient": {json.dumps(patient, ensure_ascii=False)},\n'.encode()


def csv_files(exported: Exported, views: Views) -> dict[str, bytes]:
    """Every fact table and view by file name, with `about.json`, which says how to read them."""
    rows: dict[str, list[Mapping[str, SqlValue]]] = {kind: [] for kind in KINDS}
    for stamped in exported.facts:
        kind, row = encode(stamped)
        rows[kind].append(row)
    files = {ABOUT_FILE: _about(exported, views)}
    for kind, found in rows.items():
        columns = columns_of(kind)
        values = ([row[column] for column in columns] for row in found)
        files[f"{kind}.csv"] = _table(columns, values)
    for name, view in views.items():
        files[f"{name}.csv"] = _table(view.columns, view.rows)
    return files


def csv_archive(files: Mapping[str, bytes]) -> bytes:
    """The same files as one ZIP archive; the same files always give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o100600 << 16
            # The first entry stays as it is, so that the start of the archive says what it is.
            plain = name == ABOUT_FILE
            entry.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def csv_text(field: str) -> str:
    """A text as it was before `guarded` wrote it into a table."""
    return field.removeprefix(_ESCAPE)


def guarded(text: str) -> str:
    """A text that no spreadsheet computes; `csv_text` takes the guard off again."""
    return _ESCAPE + text if text.startswith((*_LOOKS_LIKE_A_FORMULA, _ESCAPE)) else text


def _about(exported: Exported, views: Views) -> bytes:
    tables = {kind: list(columns_of(kind)) for kind in KINDS}
    content = {
        "patient": exported.patient,
        "facts": len(exported.facts),
        "how_to_read": _ABOUT,
        "tables": tables,
        "views": {name: list(view.columns) for name, view in views.items()},
    }
    return MARK + b",\n" + json.dumps(content, indent=1, ensure_ascii=False)[2:].encode() + b"\n"


def _table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    return "".join(_lines(columns, rows)).encode("utf-8")


def _lines(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    yield ",".join(columns) + "\r\n"
    for row in rows:
        yield ",".join(_field(value) for value in row) + "\r\n"


def _field(value: SqlValue) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        doubled = guarded(value).replace('"', '""')
        return f'"{doubled}"'
    return repr(value)
