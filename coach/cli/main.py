"""The command line: which commands there are, and what is told to the shell afterwards."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from coach import __version__
from coach.cli import output
from coach.cli.day_copy import copy_what_is_due, states_of
from coach.cli.diagnostics import ExitCode, report
from coach.cli.home import home
from coach.cli.line_input import EndOfInputError, StoppedError
from coach.cli.surroundings import Surroundings
from coach.cli.unlocking import unlock_home
from coach.domain.errors import HomeFreedError

if TYPE_CHECKING:
    from coach.cli.parsing import Commands, Parser

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "emergency": ("emergency",),
    "patient": ("today", "session", "pain", "sit", "stand"),
    "reminder_commands": ("later", "leave-out", "quiet", "away"),
    "timing": ("timer", "task"),
    "watch": ("watch",),
    "demo": ("demo",),
    "shelf_commands": ("rehearse", "exercises", "programs"),
    "audio": ("audio",),
    "care": ("say", "backup", "restore", "doctor"),
    "setting_commands": ("settings",),
    "pairing": ("pair",),
    "handover": ("open", "share"),
    "export": ("export", "import"),
    "patient_commands": ("patient",),
    "clinic_commands": ("clinic", "assign", "receive"),
    "review": ("review",),
    "reporting": ("report",),
    "encryption": ("encrypt",),
}
"""Which module of this package has which commands: a start loads the one it needs."""
NEEDS_NO_LOG = ("emergency",)
"""Commands that never ask for the passphrase of an encrypted home."""
NEEDS_NO_COPY = ("demo", "backup")
"""Commands behind which no log is copied: one has a home of its own, one is the copying."""
TRIES = 5
"""How often a command that found the home held by another one is run again."""
EXAMPLE = """\
example:
  coach                  today's screen, or its menu where there is no terminal
  coach session --line   what is due now, as plain lines"""


def main(argv: Sequence[str] | None = None, surroundings: Surroundings | None = None) -> int:
    """Run one command; the exit code."""
    words = _helped(list(sys.argv[1:] if argv is None else argv))
    around = surroundings or Surroundings()
    output.tolerant()
    return _coded(lambda: _run(words, around), around)


def _coded(run: Callable[[], int], around: Surroundings) -> int:
    try:
        return run()
    except EndOfInputError:
        return ExitCode.DONE
    except StoppedError as stopped:
        return stopped.code
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        output.abandon()
        return ExitCode.DONE
    except Exception as error:  # noqa: BLE001 - the one place that turns errors into exit codes
        return report(error, around.known_places)


def make_parser(word: str = "") -> tuple["Parser", "Commands", dict[str, "Commands"]]:
    """The command line: its parser, its commands, and what those with actions can do.

    Where `word` is a command, the commands of its module alone; else all of them.
    """
    from coach.cli.parsing import Commands, Parser

    parser = Parser(
        prog="coach",
        description="A voice coach for people who follow a therapist's program at home.",
        epilog=EXAMPLE,
    )
    parser.add_argument("--version", action="store_true", help="show the version and end")
    commands = Commands(parser, "command")
    actions: dict[str, Commands] = {}
    for module in [one for one, names in COMMANDS.items() if word in names] or COMMANDS:
        actions |= import_module(f"coach.cli.{module}").register(commands) or {}
    return parser, commands, actions


def _run(words: Sequence[str], around: Surroundings) -> int:
    run = _read(words) if words else home
    if run is None:
        return ExitCode.DONE
    if words and words[0] in NEEDS_NO_LOG:
        return run(around)
    unlock_home(around)
    if words and words[0] in NEEDS_NO_COPY:
        return _run_freed(run, around)
    before = states_of(around)
    code = _coded(lambda: _run_freed(run, around), around)  # Told before anything is copied.
    copy_what_is_due(before, around, code)
    return code


def _run_freed(run: Callable[[Surroundings], int], around: Surroundings) -> int:
    for _ in range(TRIES):
        with suppress(HomeFreedError):  # The other command has let go of the home since.
            return run(around)
    return run(around)


def _helped(words: list[str]) -> list[str]:
    """`coach help` and `coach help sit` show what --help shows."""
    return [*words[1:], "--help"] if words[:1] == ["help"] else words


def _read(words: Sequence[str]) -> Callable[[Surroundings], int] | None:
    """What the words ask for; None when they asked for help or the version, which was shown."""
    parser, commands, actions = make_parser(words[0])
    commands.check(words)
    if words[0] in actions:
        actions[words[0]].check(words[1:])
    try:
        given = parser.parse_args(words)
    except SystemExit:
        return None  # --help has shown what it had to.
    if given.version:
        output.line(f"coach {__version__}")
        return None
    return lambda around: int(given.run(given, around))
