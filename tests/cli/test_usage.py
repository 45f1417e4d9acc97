"""The command line itself: help everywhere, one line for every slip."""

import argparse
import subprocess
import sys
from importlib import import_module

import pytest

from coach.cli import main
from coach.cli.diagnostics import ExitCode
from coach.cli.main import make_parser
from coach.cli.parsing import Commands, Parser
from tests.cli.conftest import Run

COMMANDS = {
    "emergency",
    "today",
    "watch",
    "session",
    "pain",
    "sit",
    "stand",
    "timer",
    "task",
    "later",
    "leave-out",
    "quiet",
    "away",
    "demo",
    "rehearse",
    "audio",
    "say",
    "programs",
    "exercises",
    "backup",
    "restore",
    "doctor",
    "settings",
    "pair",
    "open",
    "share",
    "clinic",
    "patient",
    "assign",
    "receive",
    "review",
    "report",
    "export",
    "import",
    "encrypt",
}
ACTIONS = {
    "programs": {"list", "show", "check", "new", "edit"},
    "patient": {"add", "list", "rename", "new-card", "forget", "card"},
}
ALL_WORDS = [
    [],
    *([name] for name in sorted(COMMANDS)),
    *([name, action] for name, actions in ACTIONS.items() for action in sorted(actions)),
]


def test_exactly_the_commands_of_the_contract_are_registered() -> None:
    _, commands, actions = make_parser()
    assert set(commands.names) == COMMANDS
    assert {name: set(of.names) for name, of in actions.items()} == ACTIONS


@pytest.mark.parametrize("words", ALL_WORDS, ids=" ".join)
def test_every_command_has_help_with_an_example(run: Run, words: list[str]) -> None:
    result = run(*words, "--help")
    assert result.code == 0
    assert "example:\n  coach" in result.out
    assert result.err == ""


@pytest.mark.parametrize("words", [[], ["sit"], ["programs", "show"], ["emergency"]])
def test_help_before_a_command_shows_its_help(run: Run, words: list[str]) -> None:
    asked = run("help", *words)
    assert (asked.code, asked.err) == (0, "")
    assert asked.out == run(*words, "--help").out


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version").lines == ["coach 0.1.0"]


SLIPS = [
    (["dance"], "there is no command 'dance'"),
    (["sesion"], "did you mean session?"),
    (["--nothing"], "--help"),
    (["pain"], "--back"),
    (["pain", "--back", "11", "--leg", "2"], "whole number from 0 to 10"),
    (["pain", "--back", "-1", "--leg", "2"], "whole number from 0 to 10"),
    (["pain", "--back", "3.5", "--leg", "2"], "whole number from 0 to 10"),
    (["pain", "--back", "٣", "--leg", "2"], "whole number from 0 to 10"),
    (["pain", "--back", "3", "--leg", "2", "--reach", "claf"], "did you mean calf?"),
    (["sit"], "SURFACE"),
    (["sit", "sofa"], "soft, firm, hard, floor, car"),
    (["session", "--pace", "0"], "1 to 60"),
    (["session", "--pace", "61"], "1 to 60"),
    (["session", "--pace", "fast"], "1 to 60"),
    (["programs"], "coach programs --help"),
    (["programs", "shw"], "did you mean show?"),
    (["programs", "show"], "ID"),
    (["programs", "show", "steady-bak"], "did you mean steady-back?"),
    (["programs", "check", "no-such-file.toml"], "no-such-file.toml"),
    (["rehearse", "nothing-like-it"], "nothing-like-it"),
    (["rehearse", "steady-back", "--stage", "Z"], "A, B, C, D"),
    (["say", "  "], "nothing to say"),
    (["restore", "no-such-file.db"], "no-such-file.db"),
    (["backup"], "no log"),
    (["today"], "Run `coach` once"),
]


@pytest.mark.parametrize(("words", "mend"), SLIPS, ids=lambda value: " ".join(value)[:40])
def test_a_slip_is_one_line_that_names_the_mend(run: Run, words: list[str], mend: str) -> None:
    result = run(*words)
    assert result.code == ExitCode.INPUT
    assert result.out == ""
    assert len(result.err.splitlines()) == 1
    assert mend in result.err
    assert "Traceback" not in result.err


def test_what_was_typed_never_reaches_the_terminal_as_control_characters(run: Run) -> None:
    result = run("\x1b[31mred\x07")
    assert result.code == ExitCode.INPUT
    assert "\x1b" not in result.err
    assert "\x07" not in result.err


def test_help_never_begins_with_an_abbreviation(run: Run) -> None:
    assert run("pain", "--bac", "3", "--leg", "2").code == ExitCode.INPUT


HEAVY = ("textual", "sqlite_utils", "sqlite3", "miniaudio", "apscheduler", "pyttsx3", "argparse")


def test_the_command_line_imports_nothing_heavy() -> None:
    code = (
        "import coach.__main__, coach.cli.main, sys; "
        f"print([n for n in {HEAVY!r} if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_every_argument_has_help() -> None:
    parser, *_ = make_parser()
    for action in _all_actions(parser):
        assert action.help, action


def _all_actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    found: list[argparse.Action] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                found.extend(_all_actions(sub))
        else:
            found.append(action)
    return found


def test_each_command_is_where_the_start_looks_for_it() -> None:
    for module, names in main.COMMANDS.items():
        parser = Parser(prog="coach")
        commands = Commands(parser, "command")
        import_module(f"coach.cli.{module}").register(commands)
        assert commands.names == list(names)
