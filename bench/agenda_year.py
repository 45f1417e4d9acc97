"""(h) The agenda of every day of a year, and of today, from the facts to how each item stands."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from bench.homes import environment, old_home
from bench.rows import Part, Wishes
from bench.samples import milliseconds, repeated
from coach.bootstrap import Wishes as CoachWishes
from coach.bootstrap.patient import build
from coach.config import Settings, places
from coach.domain.agenda import agenda
from coach.domain.history import history_of

DAYS = 365
LOOKS = 10
"""Each is a moment."""


def measure(wishes: Wishes) -> Part:
    """The facts of a day are picked from the year; the floor walks the items as bare tuples."""
    part = Part("h", f"the agenda of {DAYS} days, and what today asks")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        home = old_home(Path(name) / "home", DAYS)
        coach = build(places(environment(home)), Settings(), CoachWishes(silent=True))
        records = coach.records
        plan, today = records.require_plan(), records.today()
        days = [today - timedelta(days=back) for back in range(DAYS, 0, -1)]
        facts = records.between(days[0], today).facts
        by_day = {day: [one for one in facts if one.day == day] for day in days}
        zone = records.now().tzinfo

        def year() -> list[object]:
            found: list[object] = []
            for day in days:
                before = by_day.get(day - timedelta(days=1), [])
                day_ends = datetime(day.year, day.month, day.day, 23, 59, tzinfo=zone)
                seen = history_of([*before, *by_day[day]])
                asked = agenda(
                    plan.program, plan.stage, seen, day_ends, day=day, from_day=plan.first_day
                )
                found.extend(asked.items)
            return found

        items = [(i.id, i.due_at, i.closes_at, i.state) for i in year()]  # type: ignore[attr-defined]

        def bare() -> list[object]:
            return [(a, b, c, d) for a, b, c, d in sorted(items, key=lambda one: one[1])]

        runs = wishes.of(15, 5)
        floor = part.add(f"{len(items)} items", "bare tuples, sorted", repeated(bare, runs)).median
        part.add("agenda of a year", "coach", repeated(year, runs), floor=floor)
        coach.close()
        older = old_home(Path(name) / "older")
        _today(part, wishes, {"a year of facts": home, "three years of facts": older})
    return part


def _today(part: Part, wishes: Wishes, homes: dict[str, Path]) -> None:
    """What a day asks of a coach that has read nothing yet, and of one that has just looked."""
    first: dict[str, list[float]] = {facts: [] for facts in homes}
    again: dict[str, list[float]] = {facts: [] for facts in homes}
    for _ in range(wishes.of(15, 5)):
        for facts, home in homes.items():
            coach = build(places(environment(home)), Settings(), CoachWishes(silent=True))
            first[facts].append(milliseconds(coach.today.peek))
            again[facts] += [milliseconds(coach.today.peek) for _ in range(LOOKS)]
            coach.close()
    for what, found in (("what today asks, the log read", first), ("the same, again", again)):
        floor = None
        for facts, times in found.items():
            added = part.add(what, f"coach, {facts}", times, floor=floor)
            floor = floor or added.median
