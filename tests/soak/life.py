"""Days with the coach, and a fault in most sessions: what was acknowledged is kept in a ledger.

Time is moved by hand; sessions, the log, the disk and the processes are real.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

from coach.cli.diagnostics import ExitCode
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.domain.events import (
    ExerciseDone,
    SafetyHold,
    SessionEnded,
    SessionStarted,
    Stamped,
)
from coach.domain.outcomes import SetOutcome
from coach.domain.program import StageCode
from coach.speech.cache import STALE_SECONDS
from coach.store.opening import open_log
from coach.store.problems import problems_in
from coach.workflows.safety import NOT_KEPT
from coach.workflows.set_up import SetUpAnswers
from tests.conftest import BERLIN, answer_list
from tests.soak import machine, sitting_down
from tests.soak.disk import Disk, LimitedDisk
from tests.soak.figures import Figures
from tests.soak.harm import Harm
from tests.soak.ledger import Ledger, overheard, print_of
from tests.soak.patient import SAYS_YES, Answers, Person, Screen, was_seen_on

START = datetime(2027, 3, 1, 8, 0, tzinfo=BERLIN)
ITEMS = ("cat-camel", "pelvic-tilt", "walk-prog", "calf")
KILLED_OF_ALL = 0.2
"""Sessions that are run in a process of their own and killed."""
NEW_OF_ALL_DAYS = 0.4
"""Days on which a safety question is answered with yes."""
LEFT_OUT = "is left out for today, to be safe"
KILLED_AT_A_YES = FULL_AT_A_YES = 0.4
GOOD_ENDS = (0, 2, 3, 130, 143)
REAL_SECONDS_TO_SPEAK = 0.004
"""The voice is a real process: it gets this much real time in each second that is moved by hand."""
MOST_ACKNOWLEDGED = 14
"""A session that is killed dies after so many facts at most."""


class Life:
    """One home in `folder`, lived in from the first of March on."""

    def __init__(self, folder: Path, seed: int, disk: Disk | None = None) -> None:
        """`disk` is what the home in it lies on; None for one that is limited by its size."""
        self.folder, self.random = folder, Random(seed)
        self._disk = disk or LimitedDisk()
        self.clock = ManualClock(START)
        self.figures = Figures()
        self._ledger = Ledger()
        self._ids: set[str] = set()
        self._voices = sitting_down.Voices()
        self._around = ExitStack()

    def __enter__(self) -> "Life":
        (self.folder / "tmp").mkdir()
        (self.folder / "played").touch()
        (self.folder / "config.toml").write_text(sitting_down.SETTINGS)
        around = sitting_down.environment(self.folder)
        self._around.enter_context(patch.dict(os.environ, around))
        self._around.enter_context(patch.object(tempfile, "tempdir", str(self.folder / "tmp")))
        self._around.enter_context(overheard(self._told))
        self._around.enter_context(self._voices.kept())
        os.environ.pop("COACH_SILENT", None)
        self._set_up()
        return self

    def __exit__(self, *_: object) -> None:
        self._around.close()

    def _told(self, stamped: Sequence[Stamped]) -> None:
        self._ledger.add(stamped)

    def _set_up(self) -> None:
        around = Surroundings(sitting_down.environment(self.folder), self.clock, BERLIN)
        with around.coach() as coach:
            coach.set_up.finish(SetUpAnswers(program="steady-back", stage=StageCode.MOVE))
            answer_list(coach)

    # --- days

    def live(self, days: int, tell: Callable[[str], None] = lambda _: None) -> Figures:
        """So many days, then what they came to."""
        figures = self.figures
        for day in range(1, days + 1):
            self.clock.set_wall(self._morning(day))
            self.clock.mono += 40_000
            self._look()
            for _ in range(self.random.randint(2, 3)):
                self._session()
                self.clock.advance(self.random.uniform(1800, 9000))
            if self.random.random() < NEW_OF_ALL_DAYS:
                self._something_new()
            figures.days = day
            figures.memory[day] = machine.resident_bytes()
            figures.kept[day] = sys.getallocatedblocks()
            first = (figures.descriptors[0], figures.threads[0])
            if day == 1:
                first = (machine.descriptors(), machine.threads())
            now = (
                machine.settled(machine.descriptors, first[0]),
                machine.settled(machine.threads, first[1]),
            )
            figures.descriptors, figures.threads = (first[0], now[0]), (first[1], now[1])
            tell(f"day {day}: {figures.sessions} sessions, {len(self._ledger)} facts")
        self._settle()
        self._judge()
        return figures

    def _morning(self, day: int) -> datetime:
        at = time(8, self.random.randint(0, 59))
        return datetime.combine(START.date() + timedelta(days=day), at, tzinfo=BERLIN)

    def _look(self) -> None:
        """The menu: the day, pain, sitting down and up, then out."""
        first = ("", "p", "2", "3", "knee", "i", "hard", "u", "", "q")
        self._run((), first=first)

    def _session(self) -> None:
        self.figures.sessions += 1
        words = self.random.sample(ITEMS, self.random.randint(1, 2))
        if self.random.random() < KILLED_OF_ALL:
            self._killed(words)
            return
        harm = Harm(
            self.folder,
            self.clock,
            self.random,
            counted=self.figures.faults,
            leave=self._leave,
            disk=self._disk,
        )
        try:
            self._run(("session", "--line", *words), each_second=harm.passes)
        finally:
            harm.over()

    def _leave(self) -> None:
        self._person.ended = True

    # --- a yes

    def _something_new(self) -> None:
        """A yes, on a disk that may be full or in a coach that is killed; it locks until seen."""
        self.figures.sessions += 1
        words = ("session", "--line", ITEMS[0])
        if self._says_yes(words):
            self.figures.yeses += 1
            for _ in range(2):
                self.clock.advance(600)
                self._locked(words)
        self._run(words, instead=was_seen_on(self.clock.now().date()))

    def _says_yes(self, words: Sequence[str]) -> bool:
        """Whether the coach could have said that it is locked before it was killed."""
        if self.random.random() < KILLED_AT_A_YES:
            return SafetyHold.__name__ in self._killed(words[2:], yes=True)
        full = self.random.random() < FULL_AT_A_YES
        if full:
            self.figures.faults["disk refused"] += 1
            self._disk.refuse()
        code = self._run(words, instead=SAYS_YES)
        if full:
            self._disk.mend()
        asked_nothing = full and not self._person.has_typed
        if code == ExitCode.INPUT and (LEFT_OUT in self._person.seen or asked_nothing):
            return False  # No session, after a red light or on a full disk, and so no question.
        self._held(code)
        return not (full and not self._disk.keeps_room and NOT_KEPT in self._person.seen)

    def _locked(self, words: Sequence[str]) -> None:
        """No session starts, and the shell is told so."""
        self._held(self._run(words))

    def _held(self, code: int) -> None:
        if code != ExitCode.HELD:
            self.figures.bad.append(f"a lock was got round at {self.clock.now()}: {code}")

    def _run(
        self,
        words: Sequence[str],
        *,
        first: tuple[str, ...] = (),
        instead: Answers = (),
        each_second: Callable[[float], None] = lambda _: None,
    ) -> int:
        screen = Screen()

        def passes(seconds: float) -> None:
            if self._voices.now is not None:
                self._voices.now.wait_until_quiet(REAL_SECONDS_TO_SPEAK)
            each_second(seconds)

        person = Person(
            self.clock, screen, self.random, first=first, instead=instead, each_second=passes
        )
        self._person = person
        code = sitting_down.run(words, self.folder, self.clock, screen, person)
        self.figures.harm += screen.harm
        self.figures.refused += code == ExitCode.INPUT
        if code not in GOOD_ENDS:
            self.figures.harm += 1
            self.figures.bad.append(f"{words} ended with {code}: {list(screen.lines)[-1:]}")
        return code

    def _killed(self, words: Sequence[str], *, yes: bool = False) -> set[str]:
        """A session in a process of its own, killed after some of its facts or a little later.

        The kinds of facts that the log has acknowledged.
        """
        seed, wall = self.random.randrange(10**6), self.clock.now().isoformat()
        given = [str(self.folder), str(seed), wall, str(int(yes))]
        command = [sys.executable, "-m", "tests.soak.child", *given]
        most = self.random.randint(1, MOST_ACKNOWLEDGED)
        with subprocess.Popen(
            [*command, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as child:
            assert child.stdout is not None
            told = [line for line in (child.stdout.readline() for _ in range(most)) if line]
            child.kill()
            told += [line for line in child.stdout if line.endswith("\n")]
        lines = [line.split() for line in told]
        self._ids |= {one for one, _ in lines}
        if child.returncode == -signal.SIGKILL:
            self.figures.faults["kill -9"] += 1
        self.clock.advance(600)
        return {kind for _, kind in lines}

    # --- the end

    def _settle(self) -> None:
        """One more look and session without a fault; what killed ones left behind has aged."""
        for scratch in self.folder.rglob("making-*"):
            long_ago = scratch.stat().st_mtime - 2 * STALE_SECONDS
            os.utime(scratch, (long_ago, long_ago))
        self.clock.advance(3600)
        self._run(("session", "--line", ITEMS[0]))
        self._run((), first=("", "q"))

    def _judge(self) -> None:
        figures = self.figures
        log = open_log(self.folder / "home", read_only=True)
        try:
            stamped = log.everything()
        finally:
            log.close()
        there = {one.id: one.fact for one in stamped}
        with (self.folder / "played").open() as lines:
            figures.played = sum(not line.startswith("silence") for line in lines)
        ledger = self._ledger.read()
        known = set(ledger) | self._ids
        figures.acknowledged, figures.written = len(known), len(there)
        figures.lost = len(known - set(there))
        figures.untold = len(set(there) - known)
        prints = {one.id: print_of(one) for one in stamped}
        figures.changed = sum(prints.get(one, kept) != kept for one, kept in ledger.items())
        facts = list(there.values())
        figures.doubled = _twice((one.at, one.fact) for one in stamped) + _twice(
            (one.session, one.item, one.set_no, one.side)
            for one in facts
            if isinstance(one, ExerciseDone) and one.outcome is SetOutcome.DONE
        )
        holds = sum(isinstance(one, SafetyHold) for one in facts)
        if holds < figures.yeses:
            figures.bad.append(f"{figures.yeses - holds} locks are not in the log")
        begun = {one.session for one in facts if isinstance(one, SessionStarted)}
        ended = {one.session for one in facts if isinstance(one, SessionEnded)}
        figures.left_open = len(begun - ended)
        figures.bad += problems_in(self.folder / "home" / "coach.db")
        figures.bad += [f"left over: {name}" for name in machine.half_made(self.folder)]
        machine.settled(lambda: len(machine.processes_of(self.folder)), 0)
        figures.bad += [f"still runs: {pid}" for pid in machine.processes_of(self.folder)]
        if (self.folder / "home" / "fault.log").exists():
            figures.bad.append("a fault of ours is in fault.log")


def _twice(things: Iterable[object]) -> int:
    """How many of them stand more than once."""
    return sum(count > 1 for count in Counter(things).values())
