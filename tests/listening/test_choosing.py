"""Which ear a coach gets, and what the doctor says of it."""

from collections.abc import Callable
from typing import Any

import pytest

from coach.bootstrap import Wishes, make_listener
from coach.cli.doctor import check_microphone
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.listening.listener import EarListener
from coach.listening.silent import SilentListener
from coach.workflows.coach import Notices
from coach.workflows.phrases import PHRASES

Script = Callable[[str], None]


@pytest.mark.parametrize(
    ("listen", "silent", "kind", "phrases"),
    [
        ("off", False, SilentListener, ()),
        ("claps", True, SilentListener, ()),
        ("phrases", True, SilentListener, ()),
        ("claps", False, EarListener, ()),
        ("phrases", False, EarListener, PHRASES),
    ],
)
def test_a_microphone_is_opened_only_when_it_is_wanted(
    listen: str, silent: bool, kind: type, phrases: tuple[str, ...], places: Places
) -> None:
    clock: Any = ManualClock
    listener = make_listener(
        places, Settings(listen=listen), Wishes(silent=silent), clock, Notices()
    )
    assert type(listener) is kind
    if isinstance(listener, EarListener):
        assert listener._settings.phrases == phrases
        assert listener._child is None


def test_the_doctor_says_that_it_is_off() -> None:
    check = check_microphone(Surroundings({}), Settings())
    assert (check.ok, check.detail) == (True, 'Switched off by the setting listen = "off".')
    silent = check_microphone(Surroundings({"COACH_SILENT": "1"}), Settings(listen="claps"))
    assert silent.detail == "Switched off by COACH_SILENT."


@pytest.mark.parametrize(
    ("misdeed", "listen", "ok", "words"),
    [
        ("hears", "claps", True, "Open: scripted."),
        ("no microphone", "claps", False, "None is open (scripted)."),
        ("no recogniser", "phrases", False, "Open: scripted. scripted"),
        ("speaks", "phrases", True, "Open: scripted."),
    ],
)
def test_the_doctor_looks_for_a_microphone(
    misdeed: str, listen: str, ok: bool, words: str, scripted_ear: Script, places: Places
) -> None:
    scripted_ear(misdeed)
    around = Surroundings({}, other_places=places)
    check = check_microphone(around, Settings(listen=listen))
    assert (check.ok, check.detail) == (ok, words)
    assert bool(check.mend) != ok
