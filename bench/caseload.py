"""How quick the caseload is with many patients and a year of facts each.

    python bench/caseload.py [PATIENTS] [--home DIR] [--days N] [--cold N]

Makes patients straight into the `clinic.db` of a home (kept where `--home` says, so that a second
run measures only), then prints how long the list takes when its signs are kept and when they are
not, one follow-up, the screen, and the size of the database.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

from coach.bootstrap import Wishes
from coach.bootstrap.clinic import build_clinic
from coach.clock import SystemClock
from coach.config import Places, Settings
from coach.domain.caseload import Enrolled
from coach.domain.events import (
    ExerciseDone,
    Fact,
    ItemAsked,
    PainScore,
    PlanReceived,
    SafetyHold,
    SessionEnded,
    SessionStarted,
    Stamped,
)
from coach.domain.outcomes import SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.store.caseload import SqliteCaseload
from coach.store.event_log import SqliteEventLog
from coach.store.files import CLINIC_LOG
from coach.store.opening import open_log
from coach.workflows.clinic import Clinic

T = TypeVar("T")
CLOCK = SystemClock()
SHIPPED = Path(__file__).resolve().parent.parent / "programs"
PLAN = "steady-back@1"
FIRST_NAMES = ("Anna", "Jürgen", "Zoë", "Søren", "Maria", "Ben", "Łucja", "Noor", "Émile", "Ada")
LAST_NAMES = ("Meier", "Müller", "Ångström", "Łoś", "García", "Brown", "Nowak", "Haddad", "Petit")


def main() -> None:
    """Make what is missing, measure, and say it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("patients", nargs="?", type=int, default=200)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--cold", type=int, default=100, help="patients whose log is read anew")
    given = parser.parse_args()
    home = given.home or Path(tempfile.mkdtemp(prefix="coach-bench-"))
    fill(home, given.patients, given.days)
    _measure(home, given.cold)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _timed(what: str, work: Callable[[], T]) -> T:
    began = CLOCK.monotonic()
    result = work()
    _say(f"{what:<56} {1000 * (CLOCK.monotonic() - began):10.1f} ms")
    return result


# --- making patients


def fill(home: Path, patients: int, days: int) -> None:
    log = open_log(home, name=CLINIC_LOG)
    caseload = SqliteCaseload(log)
    here = len(caseload.patients())
    began, facts = CLOCK.monotonic(), 0
    today = CLOCK.now().astimezone()
    for nth in range(here, patients):
        name = f"{FIRST_NAMES[nth % 10]} {LAST_NAMES[nth % 9]} {nth}"
        enrolled = Enrolled(f"bench-{nth:05d}", name, f"{nth:064x}", today.date())
        caseload.enrol(enrolled)
        facts += write_course(log, enrolled.patient, list(course(nth, days, today)))
    if facts:
        seconds = CLOCK.monotonic() - began
        _say(f"made {patients - here} patients, {facts} facts in {seconds:.0f} s")
    log.close()


def write_course(
    log: SqliteEventLog, patient: str, facts: list[tuple[datetime, Fact]], device: str = ""
) -> int:
    """One patient in one unit of writing, as a log that came is taken in."""
    device = device or f"phone-{patient}"

    stamped = [
        Stamped(f"{patient}-{seq}", patient, at, at.date(), device, seq, PLAN, fact)
        for seq, (at, fact) in enumerate(facts, 1)
    ]
    log.merge(stamped)
    return len(facts)


def course(nth: int, days: int, today: datetime) -> Iterator[tuple[datetime, Fact]]:
    """A year of one patient: most get better, some do not, some worse, some fall silent."""
    random = Random(nth)
    story = nth % 10
    silent = {7: 3, 8: 20}.get(story, 1)
    first = today.date() - timedelta(days=days)
    plan = PlanReceived(
        program="steady-back",
        version=1,
        therapist="",
        from_day=first,
        stage=StageCode.CALM,
        sore_side="left",
    )
    yield _at(first, 7, today), plan
    for day in range(1, days - silent):
        if random.random() < 0.12:
            continue
        yield from _day(nth, day, days, story, random, first, today)
    if nth % 97 == 0:
        yield today - timedelta(hours=12), SafetyHold(tier=Tier.EMERGENCY)


def _at(day: date, hour: int, today: datetime, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=today.tzinfo)


def _leg(day: int, days: int, story: int, random: Random) -> int:
    trend = 6.5 if story == 5 else 7 - 5 * day / days
    late = 3 if story == 6 and day > days - 6 else 0
    return max(0, min(10, round(trend + late + random.uniform(-1, 1))))


def _day(
    nth: int,
    day: int,
    days: int,
    story: int,
    random: Random,
    first: date,
    today: datetime,
) -> Iterator[tuple[datetime, Fact]]:
    date_of = first + timedelta(days=day)
    leg = _leg(day, days, story, random)
    lower = story == 4 and day > days - 4
    reach = Reach.CALF if lower else Reach.THIGH if leg > 3 else Reach.BUTTOCK
    items = [f"{date_of}/bridge/{one}" for one in (1, 2)]
    session = f"bench-{nth}-{day}"
    for item in items:
        asked = ItemAsked(
            item=item,
            for_day=date_of,
            exercise="bridge",
            planned_reps=10,
            planned_seconds=50,
            timed=False,
        )
        yield _at(date_of, 8, today), asked
    yield _at(date_of, 9, today), SessionStarted(session=session, stage=StageCode.MOVE, items=())
    yield _at(date_of, 9, today), _score(Site.LEG, leg, reach, Moment.BEFORE, session)
    yield _at(date_of, 9, today), _score(Site.BACK, 3, None, Moment.BEFORE, session)
    reps = 2 if story == 3 and day > days - 14 else 10
    for n, item in enumerate(items, 1):
        yield _at(date_of, 9, today, 5 * n), _set(session, item, n, reps)
    ended = SessionEnded(
        session=session, stage=StageCode.MOVE, outcome=SessionOutcome.COMPLETED, minutes=11.0
    )
    yield _at(date_of, 9, today, 12), ended
    yield _at(date_of, 9, today, 13), _score(Site.LEG, leg, reach, Moment.AFTER, session)
    yield _at(date_of, 21, today), _score(Site.LEG, leg, reach, Moment.WORST_24H, None)
    yield _at(date_of, 21, today), _score(Site.BACK, 3, None, Moment.WORST_24H, None)


def _score(
    site: Site, score: int, reach: Reach | None, moment: Moment, session: str | None
) -> PainScore:
    return PainScore(site=site, score=score, moment=moment, reach=reach, session=session)


def _set(session: str, item: str, set_no: int, reps: int) -> ExerciseDone:
    return ExerciseDone(
        session=session,
        item=item,
        exercise="bridge",
        set_no=set_no,
        side="both",
        reps=reps,
        hold_seconds=5,
        seconds=5.0 * reps,
        planned_reps=10,
        planned_seconds=50.0,
        outcome=SetOutcome.DONE if reps == 10 else SetOutcome.PARTIAL,
    )


# --- measuring


def _measure(home: Path, cold: int) -> None:
    places = Places(home, home / "config.toml", home / "cache", SHIPPED)
    size = (home / CLINIC_LOG).stat().st_size / 1e6
    clinic = _timed(
        "open clinic.db and build the clinic",
        lambda: build_clinic(places, Settings(), Wishes(silent=True)),
    )
    patients = clinic.caseload.patients()
    lines = clinic.lines
    lines.lines()
    for one in patients[:cold]:
        clinic.caseload.drop_signs(one.patient)
    _timed(f"lines, {min(cold, len(patients))} of {len(patients)} logs read anew", lines.lines)
    _timed(f"lines, signs of all {len(patients)} kept", lines.lines)
    _timed(f"lines, signs of all {len(patients)} kept, again", lines.lines)
    middle = patients[len(patients) // 2]
    _timed("one follow-up", lambda: clinic.follow_ups.follow_up(middle.patient))
    asyncio.run(_screen(replace(clinic, look_after=lambda: None)))
    _timed("the day's backup; a large one is only begun here", clinic.look_after)
    _say(f"database {size:.0f} MB, {len(patients)} patients")
    clinic.close()


async def _screen(clinic: Clinic) -> None:
    from textual.widgets import OptionList

    from coach.tui.clinic_app import ClinicApp

    began = CLOCK.monotonic()
    app = ClinicApp(clinic)
    async with app.run_test(size=(120, 40)) as pilot:
        while not app.screen.query_one(OptionList).option_count:
            await pilot.pause()
        _say(f"{'the screen, until the whole list stands':<56} {_since(began):10.1f} ms")
        for keys in (("/", "m", "u", "l"), ("enter", "s"), ("f",)):
            began = CLOCK.monotonic()
            await pilot.press(*keys)
            await pilot.pause()
            _say(f"{'keys ' + ' '.join(keys):<56} {_since(began):10.1f} ms")


def _since(began: float) -> float:
    return 1000 * (CLOCK.monotonic() - began)


if __name__ == "__main__":
    main()
