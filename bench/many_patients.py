"""(e) The caseload and one review over many patients with a year each, and over a tenth of them."""

import importlib.util
import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path

from bench.caseload import CLOCK, SHIPPED, fill
from bench.rows import Part, Wishes
from bench.samples import repeated
from coach.bootstrap import Wishes as CoachWishes
from coach.bootstrap.clinic import build_clinic
from coach.config import Places, Settings
from coach.store.opening import CLINIC_LOG

DAYS, MOST_LIST, MOST_REVIEW = 365, 300, 30
LIST_SQL = """SELECT patient, max(at), avg(score) FROM pain_score WHERE day >= ?
              GROUP BY patient"""
REVIEW_SQL = """SELECT day, max(score) FROM pain_score WHERE patient = ? AND day >= ?
                GROUP BY day ORDER BY day"""
OTHERS = {"duckdb": "DuckDB on Parquet", "pandas": "pandas"}


def measure(wishes: Wishes) -> Part:
    """Makes the patients first: at full size that takes minutes and 1.6 GB."""
    patients = wishes.of(1000, 50)
    part = Part("e", f"{patients} patients x {DAYS} days, and a tenth of them")
    for number in (patients // 10, patients):
        with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
            _one_size(part, Path(name), number, wishes.of(15, 5))
    for module, way in OTHERS.items():
        if importlib.util.find_spec(module) is None:
            part.notes.append(f"{way}: not installed")
        else:
            part.notes.append(f"{way}: installed, but this bench has no query for it yet")
    return part


def _one_size(part: Part, home: Path, number: int, runs: int) -> None:
    began = CLOCK.monotonic()
    fill(home, number, DAYS)
    part.notes.append(f"{number} patients made in {CLOCK.monotonic() - began:.0f} s")
    places = Places(home, home / "config.toml", home / "cache", SHIPPED)
    clinic = build_clinic(places, Settings(), CoachWishes(silent=True))
    database = sqlite3.connect(f"file:{home / CLINIC_LOG}?mode=ro", uri=True)
    today = CLOCK.now().date()
    fortnight, year = str(today - timedelta(days=14)), str(today - timedelta(days=DAYS))
    patient = clinic.caseload.patients()[number // 2].patient
    lines = clinic.lines
    lines.lines()
    plain = repeated(lambda: database.execute(LIST_SQL, [fortnight]).fetchall(), runs)
    floor = part.add(f"list of {number}", "SQL: last score, a fortnight's mean", plain).median
    part.add(
        f"list of {number}",
        "coach, signs kept",
        repeated(lines.lines, runs),
        floor=floor,
        target=f"<= {MOST_LIST} ms",
        met=lambda row: row.median <= MOST_LIST,
    )
    plain = repeated(lambda: database.execute(REVIEW_SQL, [patient, year]).fetchall(), runs)
    floor = part.add(f"one review of {number}", "SQL: worst score a day", plain).median
    part.add(
        f"one review of {number}",
        "coach, everything on the page",
        repeated(lambda: clinic.follow_ups.follow_up(patient), runs),
        floor=floor,
        target=f"<= {MOST_REVIEW} ms",
        met=lambda row: row.median <= MOST_REVIEW,
    )
    database.close()
    clinic.close()
