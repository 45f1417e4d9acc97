"""The command line: which commands there are, and what is told to the shell afterwards."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from coach import __version__
from coach.cli import (
    audio,
    care,
    clinic_commands,
    demo,
    encryption,
    export,
    handover,
    output,
    pairing,
    patient,
    patient_commands,
    reminder_commands,
    reporting,
    review,
    setting_commands,
    shelf_commands,
    timing,
    watch,
)
from coach.cli.diagnostics import ExitCode, report
from coach.cli.line_input import EndOfInputError, StoppedError
from coach.cli.parsing import Commands, Parser
from coach.cli.surroundings import Surroundings
from coach.domain.errors import CoachError, HomeFreedError

TRIES = 5
"""How often a command that found the home held by another one is run again."""
EXAMPLE = """\
example:
  coach                  today's screen, or its menu where there is no terminal
  coach session --line   what is due now, as plain lines"""


def main(argv: Sequence[str] | None = None, surroundings: Surroundings | None = None) -> int:
    """Run one command; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    around = surroundings or Surroundings()
    output.tolerant()
    try:
        return _run(words, around)
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
        return report(error, _home(around))


def make_parser() -> tuple[Parser, Commands, dict[str, Commands]]:
    """The whole command line: its parser, its commands, and what those with actions can do."""
    parser = Parser(
        prog="coach",
        description="A voice coach for people who follow a therapist's program at home.",
        epilog=EXAMPLE,
    )
    parser.add_argument("--version", action="store_true", help="show the version and end")
    parser.set_defaults(run=patient.home)
    commands = Commands(parser, "command")
    patient.register(commands)
    reminder_commands.register(commands)
    timing.register(commands)
    watch.register(commands)
    demo.register(commands)
    actions = {"programs": shelf_commands.register(commands)}
    audio.register(commands)
    care.register(commands)
    setting_commands.register(commands)
    pairing.register(commands)
    handover.register(commands)
    export.register(commands)
    actions["patient"] = patient_commands.register(commands)
    clinic_commands.register(commands)
    review.register(commands)
    reporting.register(commands)
    encryption.register(commands)
    return parser, commands, actions


def _run(words: Sequence[str], around: Surroundings) -> int:
    parser, commands, actions = make_parser()
    commands.check(words)
    if words and words[0] in actions:
        actions[words[0]].check(words[1:])
    try:
        given = parser.parse_args(words)
    except SystemExit:
        return ExitCode.DONE  # --help has shown what it had to.
    if given.version:
        output.line(f"coach {__version__}")
        return ExitCode.DONE
    encryption.unlock_home(around)
    for _ in range(TRIES):
        with suppress(HomeFreedError):  # The other command has let go of the home since.
            return int(given.run(given, around))
    return int(given.run(given, around))


def _home(around: Surroundings) -> Path | None:
    """The home, for the log of faults; None where none is known."""
    try:
        return around.places.home
    except CoachError:
        return None
