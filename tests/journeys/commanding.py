"""A home that anything can happen to: the real workflows over a real log, fast enough to repeat.

Its disk is a folder in memory that does not wait for a platter, and can be made to refuse.
"""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from coach.bootstrap import Wishes, build
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.domain.events import (
    ExerciseDone,
    Fact,
    SafetyCleared,
    SafetyHold,
    SessionEnded,
    SessionStarted,
    Stamped,
)
from coach.domain.program import StageCode
from coach.exchange.shelf import FolderShelf
from coach.session.state import Step
from coach.speech.silent import SilentSpeaker
from coach.store.opening import open_log
from coach.workflows.coach import Coach
from coach.workflows.run_session import SessionRunner
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import BERLIN, SHIPPED, answer_list
from tests.workflows.conftest import Disk

IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
SHELF = FolderShelf(SHIPPED)
"""Read once: what is shipped does not change while the tests run."""
START = datetime(2027, 3, 1, 9, 30, tzinfo=BERLIN)
OF_SESSIONS = (SessionStarted, ExerciseDone, SessionEnded)
_templates: dict[StageCode, Path] = {}


def _template(stage: StageCode) -> Path:
    """A home that was set up on Monday morning, made once for each stage."""
    if stage not in _templates:
        home = Path(tempfile.mkdtemp(prefix="coach-template-", dir=IN_MEMORY))
        coach = _build(home, ManualClock(START), None)
        coach.set_up.finish(SetUpAnswers(program="steady-back", stage=stage))
        answer_list(coach)
        coach.close()
        _templates[stage] = home
    return _templates[stage]


def drop_templates() -> None:
    """Remove what the tests of this module left in memory."""
    while _templates:
        shutil.rmtree(_templates.popitem()[1], ignore_errors=True)


def _build(home: Path, clock: ManualClock, disk: Disk | None) -> Coach:
    places = Places(home, home / "config.toml", home / "cache", SHIPPED)
    with patch("coach.bootstrap.patient.FolderShelf", lambda *_: SHELF):
        return build(
            places,
            Settings(),
            Wishes(silent=True),
            clock=clock,
            zone=BERLIN,
            speaker=SilentSpeaker(),
            log=disk,
        )


@dataclass
class Home:
    """One patient's home and the coach that is open over it."""

    stage: StageCode
    clock: ManualClock = field(default_factory=lambda: ManualClock(START))
    folder: Path = field(init=False)
    disk: Disk = field(init=False)
    coach: Coach = field(init=False)

    def __post_init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="coach-random-", dir=IN_MEMORY)) / "home"
        shutil.copytree(_template(self.stage), self.folder)
        self._open()

    def _open(self) -> None:
        log = open_log(self.folder, clock=self.clock)
        log._database.connection.execute("PRAGMA synchronous=OFF")
        self.disk = Disk(log, [])
        self.coach = _build(self.folder, self.clock, self.disk)

    def restart(self) -> None:
        """The program is closed, or killed, and started again; what was not written is lost."""
        full = self.disk.full
        self.disk.close()
        self._open()
        self.disk.full = full

    def second(self) -> Coach:
        """Another coach over the same home: it may only read."""
        return _build(self.folder, self.clock, None)

    def close(self) -> None:
        self.disk.close()
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    # --- what the log says

    def facts(self) -> list[Stamped]:
        """What matters here, in the order it was written."""
        kinds = [*OF_SESSIONS, SafetyHold, SafetyCleared]
        return sorted(self.disk.read(kinds=kinds), key=lambda stamped: stamped.seq)

    def held_by_the_log(self) -> bool:
        """Whether the newest word about a hold is that one stands."""
        words = [
            one.fact for one in self.facts() if isinstance(one.fact, SafetyHold | SafetyCleared)
        ]
        return bool(words) and isinstance(words[-1], SafetyHold)


@dataclass
class Led:
    """A session that is led, with every fact it said it would write."""

    runner: SessionRunner
    said: list[Fact] = field(default_factory=list)

    def took(self, step: Step) -> None:
        """One more step of it."""
        self.said.extend(fact for fact in step.facts if isinstance(fact, OF_SESSIONS))

    def written(self, facts: Sequence[Stamped]) -> list[Fact]:
        """What of it stands in the log."""
        session = self.runner.state.session
        return [
            stamped.fact
            for stamped in facts
            if isinstance(stamped.fact, OF_SESSIONS) and stamped.fact.session == session
        ]


def begun_under_a_hold(facts: Sequence[Stamped]) -> list[Stamped]:
    """What was started or done while a hold stood, in the order of what happened.

    A set that the yes itself cut off is closed at the moment of the hold, and is none of these;
    nor is what happened before the hold and could only be written after it.
    """
    wrong: list[Stamped] = []
    since: Stamped | None = None
    for stamped in facts:
        if isinstance(stamped.fact, SafetyHold):
            since = since or stamped
        elif isinstance(stamped.fact, SafetyCleared):
            since = None
        elif since is not None and _begins(stamped, since):
            wrong.append(stamped)
    return wrong


def _begins(stamped: Stamped, hold: Stamped) -> bool:
    if isinstance(stamped.fact, SessionStarted):
        return stamped.at >= hold.at
    done = isinstance(stamped.fact, ExerciseDone) and (stamped.fact.reps or stamped.fact.seconds)
    return bool(done) and stamped.at > hold.at
