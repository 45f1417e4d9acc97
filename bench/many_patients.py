"""(e) The caseload and one review over many patients with a year each, and over a tenth of them."""

import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path

from bench.caseload import CLOCK, SHIPPED, fill
from bench.other_tools import OTHERS, found, scores_file
from bench.rows import Part, Wishes
from bench.samples import milliseconds, processor, repeated
from coach.bootstrap import Wishes as CoachWishes
from coach.bootstrap.clinic import build_clinic
from coach.config import Places, Settings
from coach.store.files import CLINIC_LOG

DAYS, MOST_LIST, MOST_REVIEW = 365, 300, 30
COLD_RUNS = 3
"""Of a list whose signs are all made anew: each takes seconds at full size."""
LIST_SQL = """SELECT patient, max(at), avg(score) FROM pain_score WHERE day >= ?
              GROUP BY patient"""
REVIEW_SQL = """SELECT day, max(score) FROM pain_score WHERE patient = ? AND day >= ?
                GROUP BY day ORDER BY day"""


def measure(wishes: Wishes) -> Part:
    """Makes the patients first: at full size that takes minutes and 1.6 GB."""
    patients = wishes.of(1000, 50)
    part = Part("e", f"{patients} patients x {DAYS} days, and a tenth of them")
    for number in (patients // 10, patients):
        with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
            _one_size(part, Path(name), number, wishes.of(15, 5))
    for module in sorted(OTHERS.keys() - found()):
        way, _ = OTHERS[module]
        part.notes.append(f"{way}: not measured, since it is not here; `make bench` fetches it")
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
    plain = repeated(lambda: database.execute(LIST_SQL, [fortnight]).fetchall(), runs)
    of_list = part.add(f"list of {number}", "SQL: last score, a fortnight's mean", plain).median
    part.add(
        f"list of {number}",
        "coach, signs kept",
        repeated(lines.lines, runs),
        floor=of_list,
        target=f"<= {MOST_LIST} ms",
        met=lambda row: row.median <= MOST_LIST,
    )

    def one_came_in() -> None:
        clinic.caseload.drop_signs(patient)
        lines.lines()

    def no_sign_is_kept() -> float:
        for one in clinic.caseload.patients():
            clinic.caseload.drop_signs(one.patient)
        return milliseconds(lines.lines)

    anew = repeated(one_came_in, runs)
    part.add(f"list of {number}", "coach, one log read anew", anew, floor=of_list)
    cold = [no_sign_is_kept() for _ in range(COLD_RUNS)]
    part.add(f"list of {number}", "coach, every log read anew", cold, floor=of_list)
    plain = repeated(lambda: database.execute(REVIEW_SQL, [patient, year]).fetchall(), runs)
    of_one = part.add(f"one review of {number}", "SQL: worst score a day", plain).median
    part.add(
        f"one review of {number}",
        "coach, everything on the page",
        repeated(lambda: clinic.follow_ups.follow_up(patient), runs),
        floor=of_one,
        target=f"<= {MOST_REVIEW} ms",
        met=lambda row: row.median <= MOST_REVIEW,
    )
    alone = processor(lambda: clinic.follow_ups.follow_up(patient), runs)
    part.add(f"one review of {number}", "coach, processor time alone", alone, floor=of_one)
    clinic.close()
    with scores_file(database, home) as scores:
        for module in found():
            way, asks = OTHERS[module]
            asked = asks(scores, patient, year, fortnight)
            times = repeated(asked.the_list, runs)
            part.add(f"list of {number}", f"{way}: as the SQL", times, floor=of_list)
            times = repeated(asked.one_review, runs)
            part.add(f"one review of {number}", f"{way}: as the SQL", times, floor=of_one)
    database.close()
