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
places = Places(home, home.parent / "config.toml", home / "cache", shipped)
coach = build(places, Settings(), Wishes(silent=True), clock=clock, speaker=SilentSpeaker())
assert coach.today.look().agenda.items
"""


FIRST_PICTURE = (
    LOOK
    + """
from coach.tui.app import CoachApp
from coach.tui.patient.today import TodayScreen
def painted(screen):
    print(*sys.modules, file=sys.__stdout__)
    screen.app.exit()
TodayScreen._after_first_paint = painted
CoachApp(coach).run(headless=True)
coach.close()
"""
)
AFTER_CARE = (
    LOOK
    + """
from coach.tui.app import CoachApp
from coach.tui.patient.today import TodayScreen
care = TodayScreen._care
def cared(screen, **asked):
    care(screen, **asked)
    print(*sys.modules, file=sys.__stdout__)
    screen.app.call_from_thread(screen.app.exit)
TodayScreen._care = cared
CoachApp(coach).run(headless=True)
coach.close()
"""
)
ON_THE_FIRST_PICTURE = {
    "coach.tui",
    "coach.tui.app",
    "coach.tui.house_app",
    "coach.tui.keys",
    "coach.tui.launch",
    "coach.tui.patient",
    "coach.tui.patient.ahead",
    "coach.tui.patient.base",
    "coach.tui.patient.care_commands",
    "coach.tui.patient.day_commands",
    "coach.tui.everywhere",
    "coach.tui.patient.day_texts",
    "coach.tui.patient.first_read",
    "coach.tui.patient.reminder_commands",
    "coach.tui.patient.today",
    "coach.tui.patient.words",
    "coach.tui.themes",
    "coach.tui.widgets",
    "coach.tui.widgets.agenda_list",
    "coach.tui.widgets.framed_screen",
    "coach.tui.widgets.head_line",
    "coach.tui.widgets.key_line",
    "coach.tui.widgets.plain",
}
"""What today's screen itself is made of."""
WAITING = {"textual.widgets._text_area", "ssl", "coach.workflows.sessions", "coach.session.plan"}
"""Of the rest, what is large or slow and could be loaded unnoticed."""


def printed_by(code: str, *arguments: str) -> set[str]:
    """The names that `code` prints in a fresh interpreter."""
    found = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}", *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    return set(found.stdout.split())


def all_of(floor: str) -> str:
    """Code that imports every module of a floor."""
    modules = [file.stem for file in sorted(Path(f"coach/{floor}").glob("*.py"))]
    assert modules
    return "\n".join(f"import coach.{floor}.{name}" for name in modules if "__" not in name)


def loaded_after(code: str, *arguments: str) -> set[str]:
    """Top-level modules of a fresh interpreter that ran `code`."""
    report = "print(*sys.modules)"
    return {name.split(".")[0] for name in printed_by(f"{code}\n{report}", *arguments)}


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


def test_the_first_picture_waits_for_no_other_screen(coach: Coach, places: Places) -> None:
    coach.today.look()
    coach.close()
    loaded = printed_by(FIRST_PICTURE, str(places.home), str(places.shipped))
    more = {name for name in loaded if name.startswith("coach.tui")} - ON_THE_FIRST_PICTURE
    assert not more, f"{sorted(more)} delay the first picture: import them where they are opened"
    assert not loaded & WAITING, "they delay the first picture"


def test_whoever_asks_for_tls_beside_the_screens_gets_it() -> None:
    code = "import coach.tui.app, ssl\nassert ssl.create_default_context()"
    assert {"asyncio", "ssl"} <= loaded_after(code)


def test_what_an_emergency_needs_is_loaded_soon_after_the_first_picture(
    coach: Coach, places: Places
) -> None:
    coach.today.look()
    coach.close()
    loaded = printed_by(AFTER_CARE, str(places.home), str(places.shipped))
    assert {"coach.tui.patient.emergency", "coach.tui.patient.hold"} <= loaded


def test_an_alarm_that_was_never_set_loads_no_scheduler() -> None:
    code = "from coach.schedule.alarm import SchedulerAlarm\nSchedulerAlarm(print).close()"
    assert "apscheduler" not in loaded_after(code)
