"""Commands run inside the test, by a hand-moved clock, with answers known beforehand."""

import json
import os
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest

from coach.cli import requesting
from coach.cli.main import main
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.domain.program import StageCode
from coach.domain.red_flags import READ_SECONDS
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import BERLIN, SHIPPED, answer_list, receive_yesterday

TIMEOUT_SECONDS = 120


@dataclass(frozen=True)
class After:
    """A line typed on its own, once so much time has passed since the last one was taken."""

    seconds: float
    text: str


@dataclass
class Answers:
    """Gives each answer when a question stands; waiting moves the clock.

    A person at a terminal reads a question first; `After(0, ...)` is typed at once.
    """

    clock: ManualClock
    answers: deque[str | After]
    live: bool = False
    echo: bool = False
    ended: bool = False
    _waited: float = field(default=0.0)

    def wait(self, seconds: float, *, asking: bool) -> str | None:
        following = self.answers[0] if self.answers else None
        if isinstance(following, str) and asking:
            if self.live:
                self.clock.advance(READ_SECONDS)
            return self._next(following)
        if isinstance(following, After) and self._waited >= following.seconds:
            return self._next(following.text)
        if following is None:
            self.ended = True
        self.clock.advance(seconds)
        self._waited += seconds
        return None

    def drop_typed(self) -> None:
        """Nothing is typed ahead: each answer is for its question."""

    def _next(self, text: str) -> str:
        self.answers.popleft()
        self._waited = 0.0
        return text


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Run(Protocol):
    """Runs one command inside the test."""

    def __call__(
        self, *words: str, answers: list[str | After] | None = None, live: bool = False
    ) -> Result: ...


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command gives an open coach time to look; here it looks when a test says so."""
    monkeypatch.setattr(requesting, "pause", lambda _: None)


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of the system: what other coaches leave in it is nothing of a test's."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], clock: ManualClock) -> Run:
    """`run("pain", "--back", "3")`; `answers` are given to questions one by one."""

    def _run(*words: str, answers: list[str | After] | None = None, live: bool = False) -> Result:
        capsys.readouterr()
        lines = Answers(clock, deque(answers or []), live=live)
        around = Surroundings(dict(os.environ), clock, BERLIN, lines)
        code = main(words, around)
        shown = capsys.readouterr()
        return Result(code, shown.out, shown.err)

    return _run


class Patient(Protocol):
    """Sets the coach of this test's home up."""

    def __call__(self, stage: StageCode = StageCode.CALM) -> None: ...


@pytest.fixture
def set_up(open_coach: Callable[..., Coach]) -> Patient:
    """A patient who has chosen the shipped program today and answered the safety list; closed."""

    def _set_up(stage: StageCode = StageCode.CALM) -> None:
        coach = open_coach()
        coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam", stage=stage))
        answer_list(coach)
        coach.close()

    return _set_up


@pytest.fixture
def facts(open_coach: Callable[..., Coach]) -> Callable[..., list[Any]]:
    """Reads the facts of some kind from the log, after the command has closed it."""

    def _facts(kind: type) -> list[Any]:
        coach = open_coach()
        found = [stamped.fact for stamped in coach.log.read(kinds=[kind])]
        coach.close()
        return found

    return _facts


Facts = Callable[[type], list[Any]]

BEFORE = ["n", "3", "4", "calf"]
"""Nothing new; back three, leg four, down to the calf."""
AFTER = ["2", "3", "knee", ""]
"""Better afterwards; no note."""


class Breathe(Protocol):
    """One session of belly breathing: down, three minutes, up."""

    def __call__(
        self, *between: str | After, before: list[str] = BEFORE, live: bool = False
    ) -> Result: ...


@pytest.fixture
def breathe(run: Run, set_up: Patient) -> Breathe:
    """`breathe(After(30, "p"))`: what is typed between the two check-ins."""
    set_up()

    def _breathe(*between: str | After, before: list[str] = BEFORE, live: bool = False) -> Result:
        answers = [*before, *between, *AFTER]
        return run("session", "belly-breath", "--line", answers=answers, live=live)

    return _breathe


class Shell(Protocol):
    """Runs one command as a real process."""

    def __call__(
        self, *words: str, typed: str | bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]: ...


@pytest.fixture
def shell() -> Shell:
    """`shell("today")` in this test's home; no terminal is attached."""

    def _shell(
        *words: str, typed: str | bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "coach", *words],
            input=typed.encode() if isinstance(typed, str) else typed,
            capture_output=True,
            env={**os.environ, **environment},
            timeout=TIMEOUT_SECONDS,
            check=False,
        )

    return _shell


@pytest.fixture
def child() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a command as a process that goes on while the test talks to it."""
    started: list[subprocess.Popen[str]] = []

    def _child(*words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "coach", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(os.environ),
            text=True,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield _child
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=TIMEOUT_SECONDS)


@pytest.fixture
def plan_of_today(by_day: None, tmp_path: Path) -> None:
    """A plan by the machine's own clock, received long before today's items; midnight is far."""
    receive_yesterday(tmp_path)


def type_lines(process: "subprocess.Popen[str]", *lines: str) -> None:
    """Type lines into a child that goes on."""
    assert process.stdin is not None
    for line in lines:
        process.stdin.write(line + "\n")
    process.stdin.flush()


def read_until(process: "subprocess.Popen[str]", start: str) -> list[str]:
    """What a child shows up to a line that begins with `start`; fails when it ends before."""
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line.rstrip("\n"))
        if line.startswith(start):
            return seen
    raise AssertionError(f"{start!r} never came: {seen}")


def shipped(*parts: str) -> Path:
    """A file that came with the package."""
    return SHIPPED.joinpath(*parts)


def sleeps_in_the_session(
    clock: ManualClock, monkeypatch: pytest.MonkeyPatch, *, seconds: float
) -> None:
    """The machine sleeps once, in the first hold of a session that is begun at once."""
    begun, boot, slept = clock.mono, clock.boot, False

    def lid_closed() -> float:
        nonlocal slept
        if not slept and clock.mono > begun + 150:
            slept = True
            clock.sleep_machine(seconds)
        return boot()

    monkeypatch.setattr(clock, "boot", lid_closed)
