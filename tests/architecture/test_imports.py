"""What loads what: the pure floors load no library but that of their values, and showing the day
stays light."""

import subprocess
import sys
from pathlib import Path

import pytest

from coach.config import Places
from coach.workflows.coach import Coach

HEAVY = (
    "textual",
    "rich",
    "apscheduler",
    "pyttsx3",
    "miniaudio",
    "sqlite_utils",
    "jinja2",
    "asyncio",
    "multiprocessing",
    "numpy",
)
LIBRARIES = (*HEAVY, "platformdirs", "filelock", "uuid_utils", "sqlite3")

LOOK = """
from coach.bootstrap import Wishes, build
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.speech.silent import SilentSpeaker
from datetime import datetime, timezone
from pathlib import Path
home, shipped = Path(sys.argv[1]), Path(sys.argv[2])
clock = ManualClock(datetime(2027, 3, 1, 8, 31, tzinfo=timezone.utc))
places = Places(home, home / "config.toml", home / "cache", shipped)
coach = build(places, Settings(), Wishes(silent=True), clock=clock, speaker=SilentSpeaker())
assert coach.today.look().agenda.items
"""


def loaded_after(code: str, *arguments: str) -> set[str]:
    """Top-level modules of a fresh interpreter that ran `code`."""
    report = 'import sys\nnames = {name.split(".")[0] for name in sys.modules}\nprint(*names)'
    found = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{report}", *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return set(found.stdout.split())


def all_of(floor: str) -> str:
    """Code that imports every module of a floor."""
    modules = [file.stem for file in sorted(Path(f"coach/{floor}").glob("*.py"))]
    assert modules
    return "\n".join(f"import coach.{floor}.{name}" for name in modules if "__" not in name)


@pytest.mark.parametrize("floor", ["domain", "review", "session"])
def test_the_pure_floors_load_no_library(floor: str) -> None:
    assert not loaded_after(all_of(floor)) & set(LIBRARIES)


def test_the_workflows_load_no_adapter() -> None:
    assert not loaded_after(all_of("workflows")) & {*HEAVY, "sqlite3", "platformdirs", "filelock"}


def test_importing_the_wiring_loads_nothing_heavy() -> None:
    assert not loaded_after("import coach.bootstrap") & set(HEAVY)


def test_showing_the_day_loads_nothing_heavy(coach: Coach, places: Places) -> None:
    coach.today.look()
    coach.close()
    loaded = loaded_after(LOOK, str(places.home), str(places.shipped))
    assert not loaded & set(HEAVY)


def test_an_alarm_that_was_never_set_loads_no_scheduler() -> None:
    code = "from coach.schedule.alarm import SchedulerAlarm\nSchedulerAlarm(print).close()"
    assert "apscheduler" not in loaded_after(code)
