"""The patient's own log, for commands that read it without a coach: what waits goes in first."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coach.cli.surroundings import Surroundings

if TYPE_CHECKING:
    from coach.workflows.coach import Coach


def settle_own_log(around: Surroundings, *, exercises: bool = False) -> None:
    """A yes that waits beside the log is in it before it is read; nothing where there is no log.

    With `exercises`, for what leads through them or tells when they come: what a session would
    wait for comes first. Raises SafetyHoldError, ListFirstError and InputError then, and LogError
    for a log that cannot be read.
    """
    with _own_coach(around) as coach:
        if exercises and coach is not None:
            coach.safety.require_ready()


def hold_stands(around: Surroundings) -> bool:
    """Whether coaching is locked; it is not without a log. LogError for one not readable."""
    with _own_coach(around) as coach:
        return coach is not None and coach.safety.hold() is not None


@contextmanager
def _own_coach(around: Surroundings) -> Iterator["Coach | None"]:
    """A coach over the home; None without a log: looking makes none."""
    from coach.store.files import PATIENT_LOG

    if not (around.places.home / PATIENT_LOG).exists():
        yield None
        return
    with around.coach() as coach:
        yield coach
