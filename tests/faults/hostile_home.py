"""A patient's home on which every name, note, title, lesson and question is hostile."""

from pathlib import Path

from coach.bootstrap import Wishes, build
from coach.config import Places, Settings
from coach.domain.events import SafetyCleared
from coach.domain.outcomes import ClearedBy
from tests.conftest import SHIPPED
from tests.faults.hostile_desk import furnish

SCRIPT = """
import sys
from pathlib import Path
from coach.bootstrap import Wishes, build
from coach.config import Places, Settings
from coach.tui.app import CoachApp, run_app
from tests.faults.poisoning import note_screens, poison_shelf

home, shipped = Path(sys.argv[1]), Path(sys.argv[2])
text = sys.argv[3].encode().decode("unicode_escape")

poison_shelf(text)
note_screens(CoachApp, home / "opened")
places = Places(home, home / "config.toml", home / "cache", shipped)
coach = build(places, Settings(name=text), Wishes(silent=True, alarms=True))
if coach.set_up.unasked:
    coach.set_up.introduce("", "112")
code = run_app(coach)
coach.close()
sys.exit(code)
"""
"""Runs the coach in `home`; what is read from the shelf is hostile past every check, and the name
of each screen that opens is a line of the file `opened`."""


def furnish_home(folder: Path, text: str) -> Path:
    """The home of a patient in `folder` whose log and therapist's name hold `text`, and a lock."""
    furnish(folder / "desk", text)
    return folder / "patient"


def unlock(home: Path, text: str) -> None:
    """The patient's own statement takes the lock off, in words that are hostile too."""
    places = Places(home, home / "config.toml", home / "cache", SHIPPED)
    coach = build(places, Settings(), Wishes(silent=True))
    coach.records.record(SafetyCleared(by=ClearedBy.SELF_ATTESTED, note=text))
    coach.close()
