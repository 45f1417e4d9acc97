"""One command at the terminal with a real voice process and a real player process."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from coach.bootstrap import sound
from coach.cli.line_input import Lines
from coach.cli.main import main
from coach.cli.surroundings import Surroundings
from coach.clock import Clock
from coach.speech import player
from tests.conftest import BERLIN
from tests.soak.patient import Screen

VOICE = "tests.speech.engines:scripted"
PLAYING = "tests.speech.fakeplaying"
SETTINGS = f'voice_engine = "{VOICE}"\nname = "Sam"\n'


class Voices:
    """The speaker of the command that runs, as the coach made it."""

    def __init__(self) -> None:
        self.now: Any = None

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """While this lasts every speaker that is made is kept here."""
        make = sound.make_speaker

        def made(*given: Any) -> Any:
            self.now = make(*given)
            return self.now

        with (
            patch("coach.bootstrap.patient.make_speaker", made),
            patch.object(player, "PLAYING_MODULE", PLAYING),
        ):
            yield


def environment(folder: Path) -> dict[str, str]:
    """What names the home, and what the processes of these tests need."""
    return {
        "COACH_HOME": str(folder / "home"),
        "COACH_CONFIG": str(folder / "config.toml"),
        "COACH_TEST_PLAYER": "works",
        "COACH_TEST_PLAYED": str(folder / "played"),
        "TMPDIR": str(folder / "tmp"),
    }


def run(words: Sequence[str], folder: Path, clock: Clock, screen: Screen, lines: Lines) -> int:
    """The exit code of a command; all that it shows goes to `screen`."""
    around = Surroundings(environment(folder), clock, BERLIN, lines)
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        return main(words, around)
