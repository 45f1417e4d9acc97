"""What `coach` alone opens: today's screen, or its menu where there is no terminal.

Nothing is imported here that the first picture can do without.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from coach.cli.diagnostics import ExitCode
from coach.cli.surroundings import Surroundings
from coach.domain.errors import InputError, LogError

if TYPE_CHECKING:
    from coach.cli.line_input import Lines
    from coach.workflows.coach import Coach

UNWRITTEN = "unwritten"
"""Stands for a yes that the log refused so far: it locks, and has no id."""


@contextmanager
def lines_of(around: Surroundings) -> Iterator["Lines"]:
    """Where answers come from: standard input, or what the surroundings hold."""
    from coach.cli.line_input import StandardInput

    if around.lines is not None:
        yield around.lines
        return
    with StandardInput() as lines:
        yield lines


def home(around: Surroundings) -> int:
    """Today's screen; the same as a menu in plain lines where there is no terminal.

    The exit code tells of a lock that came in it.
    """
    if around.on_terminal:
        return screens(around)
    from coach.cli.console import Console
    from coach.cli.line_home import HomeMenu

    with around.coach(silent=False, attended=True) as coach, lines_of(around) as lines:
        before = _locks(coach)
        HomeMenu(Console(coach, lines), around.places.home).run()
        return _code(coach, ExitCode.DONE, before)


def screens(
    around: Surroundings,
    *,
    demo: bool = False,
    silent: bool = False,
    start: Sequence[str] | None = None,
) -> int:
    """The screens, until they are left; with `start` straight into a session of these items.

    The exit code tells of a lock that came in them.
    """
    gc.disable()  # What is made until the first picture stays: the app looks for garbage after it.
    try:
        from coach.tui.app import run_app

        with around.coach(silent=silent, alarms=True, attended=True, demo=demo) as coach:
            if start is not None:
                _require_startable(coach, start)
            before = _locks(coach)
            code = run_app(coach, mouse=around.settings.mouse, start=start)
            return _code(coach, code, before)
    finally:
        gc.enable()


def _code(coach: "Coach", code: int, before: frozenset[str]) -> int:
    """What the shell is told at the end: of a lock only where one stands that arose meanwhile."""
    return ExitCode.HELD if code == ExitCode.DONE and _locks(coach) - before else code


def _locks(coach: "Coach") -> frozenset[str]:
    """The ids of the locks that stand, with one for every yes that is not in the log yet.

    A log that cannot be read tells of nothing else.
    """
    unwritten = frozenset([UNWRITTEN] if coach.safety.has_unwritten else [])
    with suppress(LogError):
        return unwritten | {one.id for one in coach.records.course().standing_locks()}
    return unwritten


def _require_startable(coach: "Coach", items: Sequence[str]) -> None:
    """Raises InputError without a program or for an unknown item, SafetyHoldError when held."""
    if coach.set_up.needed:
        raise InputError("No program yet", "Run `coach` once to choose a program.")
    coach.safety.require_free()
    coach.sessions.choose(coach.today.look().agenda, items)
