"""A real terminal for the app: a pty with a pyte screen behind it, waited on with deadlines."""

import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path

import pyte

from coach.clock import SystemClock
from coach.domain.red_flags import READ_SECONDS

DEADLINE_SECONDS = 120.0
"""Only who hangs takes so long, also where every core is busy."""
QUIET_SECONDS = 0.3
"""A terminal that says nothing for this long has said it all, for now."""
OWN_SEQUENCES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, modes
    rb"|\x1b[78=>]|\x1b\(B"
    rb"|\x1b\]22;[a-z]*\x07"  # the pointer's shape, by Textual itself
)
"""Every sequence that the app itself sends."""

HARMFUL = ("\x1b", "\x00", "\x07", "\x08", "\u202e", "\u009b", "\u0090")

SCRIPT = """
import sys
from msgspec.structs import replace
from pathlib import Path
from coach.bootstrap import Wishes, build
from coach.cli.diagnostics import report
from coach.config import Places, Settings
from coach.exchange.shelf import FolderShelf
from coach.tui.app import run_app
from coach.workflows.set_up import SetUpAnswers

home, shipped, hostile = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
if hostile:
    text = hostile.encode().decode("unicode_escape")
    honest = FolderShelf.exercise
    FolderShelf.exercise = lambda self, name: replace(
        honest(self, name), name=text, short=text, start=text, stop=text, steps=(text,)
    )
places = Places(home, home / "config.toml", home / "cache", shipped)
coach = build(places, Settings(name="Sam"), Wishes(silent=True, alarms=True, attended=True))
if coach.set_up.needed:
    coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam"))
    for item in coach.safety.flags.items:
        coach.safety.answered(item, False)
try:
    code = run_app(coach)
except Exception as error:
    code = report(error, places)
coach.close()
sys.exit(code)
"""
SHIPPED = Path(__file__).parent.parent.parent / "programs"


class Terminal:
    """The app in a terminal of its own."""

    def __init__(
        self,
        home: Path,
        *,
        hostile: str = "",
        script: str = SCRIPT,
        size: tuple[int, int] = (80, 24),
        environment: dict[str, str] | None = None,
    ) -> None:
        self.clock = SystemClock()
        self.raw = b""
        self._gone = False
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        self.resize(*size)
        self.before = termios.tcgetattr(slave)
        self._slave = slave
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, str(home), str(SHIPPED), hostile],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={
                **os.environ,
                "TERM": "xterm-256color",
                "COACH_SILENT": "1",
                **(environment or {}),
            },
        )

    def resize(self, width: int, height: int) -> None:
        """The window changes its size."""
        ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.screen.resize(height, width)
        if hasattr(self, "process"):
            os.killpg(self.process.pid, signal.SIGWINCH)

    def send(self, data: bytes) -> None:
        """Bytes from the keyboard."""
        os.write(self._master, data)

    def read(self, seconds: float) -> bool:
        """Take in what comes within `seconds`; whether anything came."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def shows(self, text: str) -> bool:
        """Whether `text` stands on the screen now."""
        return text in "\n".join(self.screen.display)

    def until(self, text: str) -> None:
        """Wait until `text` stands on the screen."""
        self.wait_for(lambda: self.shows(text), text)

    def wait_for(self, reached: Callable[[], bool], what: str) -> None:
        """Wait until something is so; fails at the deadline with the picture."""
        ends = self.clock.monotonic() + DEADLINE_SECONDS
        while not reached():
            left = ends - self.clock.monotonic()
            assert left > 0, f"{what!r} never came:\n" + "\n".join(self.screen.display)
            self.read(min(left, 0.1))

    def send_no(self) -> None:
        """`n` to a safety question, after a moment for reading it."""
        ends = self.clock.monotonic() + 2 * READ_SECONDS
        while (left := ends - self.clock.monotonic()) > 0:
            self.read(left)
        self.send(b"n")

    def settle(self) -> None:
        """Take in everything until it is quiet; fails where it never is.

        An app that only waits for its turn on a busy machine is not quiet: the next key would
        reach it together with the last one, and Esc and a letter are another key.
        """
        ends = self.clock.monotonic() + DEADLINE_SECONDS
        while self.read(QUIET_SECONDS) or self._is_busy():
            assert self.clock.monotonic() < ends, ("it draws for ever", *self.screen.display)

    def _is_busy(self) -> bool:
        """Whether keys wait for the app, or a thread of it runs or would; as far as one can see."""
        if self.process.poll() is not None:
            return False
        (waiting,) = struct.unpack("i", ioctl(self._slave, termios.FIONREAD, bytes(4)))
        states = set()
        for stat in Path(f"/proc/{self.process.pid}/task").glob("*/stat"):
            with suppress(OSError):  # It ended meanwhile.
                states.add(stat.read_text().rpartition(")")[2].split()[0])
        return waiting > 0 or not states.isdisjoint("RD")

    def exit_code(self) -> int:
        """How the process ended; drains the terminal meanwhile."""
        self.wait_for(lambda: self.process.poll() is not None, "the end of the process")
        while self.read(0.05):
            pass
        return int(self.process.returncode)

    @property
    def restored(self) -> bool:
        """Whether the line settings are as they were, and the alternate screen was left."""
        return (
            termios.tcgetattr(self._slave)[3] == self.before[3]
            and self.raw.rfind(b"\x1b[?1049l") > self.raw.rfind(b"\x1b[?1049h")
            and self.raw.rfind(b"\x1b[?25h") > self.raw.rfind(b"\x1b[?25l")
        )

    def vanish(self) -> None:
        """The window is gone: whoever writes to the terminal or reads from it gets nothing."""
        os.close(self._slave)
        os.close(self._master)
        self._gone = True

    def ended(self) -> int:
        """How the process ended after its terminal has gone."""
        return self.process.wait(DEADLINE_SECONDS)

    def close(self) -> None:
        """End the process if it still runs, and let the terminal go."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if not self._gone:
            self.vanish()


def assert_harmless(raw: bytes) -> None:
    """Nothing of a hostile text is among what reached a terminal but what can be read."""
    rest = OWN_SEQUENCES.sub(b"", raw)
    found = [re.findall(b".{0,40}" + one.encode() + b".{0,40}", rest) for one in HARMFUL]
    assert not any(found), found


Opener = Callable[..., Terminal]


def opened_terminals(home: Path) -> Iterator[Opener]:
    """Opens terminals over a home, ready once they show `first`, and closes them all at the end."""
    opened: list[Terminal] = []

    def _open(first: str = "Done 0 of", **wishes: object) -> Terminal:
        terminal = Terminal(home, **wishes)  # type: ignore[arg-type]
        opened.append(terminal)
        terminal.until(first)
        return terminal

    yield _open
    for terminal in opened:
        terminal.close()
