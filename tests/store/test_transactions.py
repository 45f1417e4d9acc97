"""Who begins a transaction, and how: a read that becomes a write would fail at once, unwaited."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.store.builders import a_log, a_note, recorded

PACKAGE = Path(__file__).parents[2] / "coach"
BEGINS = re.compile(
    r"\s*(BEGIN(\s+(DEFERRED|IMMEDIATE|EXCLUSIVE|CONCURRENT))?(\s+TRANSACTION)?|SAVEPOINT\b.*)\s*;?\s*",
    re.IGNORECASE,
)
READING = ("store/database.py", "reading")
"""The one place that begins without a lock: it only reads."""


def beginnings() -> Iterator[tuple[str, str, str]]:
    """File, function and words of all that begins a transaction in the program."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                    continue
                if BEGINS.fullmatch(node.value):
                    place = file.relative_to(PACKAGE).as_posix()
                    yield place, function.name, node.value.strip().upper()


def test_whoever_begins_to_write_takes_the_lock_first() -> None:
    found = list(beginnings())
    assert ("store/database.py", "unit", "BEGIN IMMEDIATE") in found, "it finds none any more"
    others = [(*place, words) for *place, words in found if words != "BEGIN IMMEDIATE"]
    assert others == [(*READING, "BEGIN")]


def test_what_only_reads_leaves_nothing_written(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        recorded(log, a_note())
        with log._database.reading() as connection:
            connection.execute("INSERT INTO home VALUES ('a', 'b')")
        assert log.rows("SELECT count(*) FROM home WHERE key = 'a'") == [(0,)]


def test_python_begins_none_by_itself(tmp_path: Path) -> None:
    with a_log(tmp_path) as log:
        assert log._database.connection.isolation_level is None
