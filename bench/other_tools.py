"""The two questions of part (e), asked of DuckDB on Parquet and of pandas.

Both are tools of the bench alone, in a folder of their own that `make bench` fills. Each is given
the scores as they stand in the log, in the form that is quickest for it, before anything is
measured.
"""

import csv
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

TOOLS = Path(sys.prefix, "bench-tools")
COLUMNS = ("patient", "at", "day", "score")


@dataclass(frozen=True)
class Asked:
    """The questions as one tool answers them."""

    the_list: Callable[[], object]
    """Every patient's last score, and their mean since a day."""
    one_review: Callable[[], object]
    """The worst score of each day of one patient since a day."""


@contextmanager
def scores_file(database: sqlite3.Connection, folder: Path) -> Iterator[Path]:
    """The scores as text, from which each tool makes its own form."""
    path = folder / "pain_score.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(database.execute(f"SELECT {', '.join(COLUMNS)} FROM pain_score"))
    yield path
    path.unlink()


def with_duckdb(scores: Path, patient: str, since: str, list_since: str) -> Asked:
    """The questions over a Parquet file."""
    import duckdb

    connection: Any = duckdb.connect()
    parquet = scores.with_suffix(".parquet")
    text = "{'patient': 'VARCHAR', 'at': 'VARCHAR', 'day': 'VARCHAR', 'score': 'INTEGER'}"
    connection.execute(
        f"COPY (SELECT * FROM read_csv('{scores}', columns={text})) TO '{parquet}' (FORMAT parquet)"
    )
    of_all = (
        f"SELECT patient, max(\"at\"), avg(score) FROM '{parquet}' WHERE day >= ? GROUP BY patient"
    )
    of_one = (
        f"SELECT day, max(score) FROM '{parquet}' WHERE patient = ? AND day >= ? "
        "GROUP BY day ORDER BY day"
    )
    return Asked(
        lambda: connection.execute(of_all, [list_since]).fetchall(),
        lambda: connection.execute(of_one, [patient, since]).fetchall(),
    )


def with_pandas(scores: Path, patient: str, since: str, list_since: str) -> Asked:
    """The questions over a table in memory."""
    import pandas

    types = {"patient": "category", "score": "int32"}
    table: Any = pandas.read_csv(scores, dtype=types, parse_dates=["day"])
    first, list_first = pandas.Timestamp(since), pandas.Timestamp(list_since)

    def of_all() -> object:
        recent = table[table["day"] >= list_first]
        return recent.groupby("patient", observed=True).agg({"at": "max", "score": "mean"})

    def of_one() -> object:
        own = table[(table["patient"] == patient) & (table["day"] >= first)]
        return own.groupby("day", observed=True)["score"].max()

    return Asked(of_all, of_one)


OTHERS: dict[str, tuple[str, Callable[[Path, str, str, str], Asked]]] = {
    "duckdb": ("DuckDB on Parquet", with_duckdb),
    "pandas": ("pandas", with_pandas),
}
"""Module to what it is called in the table, and what asks with it."""


def found() -> list[str]:
    """The modules of those that are here."""
    if TOOLS.is_dir() and str(TOOLS) not in sys.path:
        sys.path.append(str(TOOLS))
    return [module for module in OTHERS if find_spec(module) is not None]
