"""Homes to measure in: one that was set up today, and one with years of facts."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from bench.caseload import CLOCK, course, write_course
from coach.domain.events import PlanReceived
from coach.domain.program import StageCode
from coach.store.opening import open_log

THREE_YEARS = 3 * 365
PROGRAM = "steady-back"
TITLE = b"Steady back"


def environment(home: Path, *, silent: bool = True) -> dict[str, str]:
    """What a coach of this home is started with; without a voice, or as a patient has it."""
    own = {"COACH_HOME": str(home), "COACH_CONFIG": str(home / "config.toml")}
    own["COACH_SILENT"] = "1" if silent else ""
    return os.environ | own | {"TERM": "xterm-256color"}


def new_home(home: Path, stage: StageCode = StageCode.CALM) -> Path:
    """A plan that was taken in today, and no other fact."""
    return _made(home, 0, stage)


def old_home(home: Path, days: int = THREE_YEARS) -> Path:
    """A patient with so many days of facts; what was not recorded is kept by a first look."""
    return _made(home, days)


def _made(home: Path, days: int, stage: StageCode = StageCode.CALM) -> Path:
    home.mkdir(parents=True)
    log, today = open_log(home), CLOCK.now().astimezone()
    if days:
        facts = [
            one
            for one in course(1, days, today)
            if one[0] <= today and one[0].date() != today.date()
        ]
        write_course(log, log.patient, facts, log.device)
    else:
        plan = PlanReceived(
            program=PROGRAM,
            version=1,
            therapist="",
            from_day=today.date(),
            stage=stage,
            sore_side="left",
        )
        log.append([plan], at=today - timedelta(minutes=1), plan_version=f"{PROGRAM}@1")
    log.close()
    (home / "config.toml").write_text('name = "Kim"\nemergency_number = "112"\n')
    look = [sys.executable, "-m", "coach", "today", "--json"]
    subprocess.run(look, env=environment(home), stdout=subprocess.DEVNULL, check=True)
    return home
