"""The patient's own log, for commands that read it without a coach: what waits goes in first."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli.surroundings import Surroundings
from coach.domain.errors import CoachError

if TYPE_CHECKING:
    from coach.workflows.coach import Coach


def settle_own_log(around: Surroundings, *, exercises: bool = False) -> None:
    """A yes that waits beside the log is in it before it is read; nothing in a new home.

    With `exercises`, for what leads through them or tells when they come: what a session would
    wait for comes first. Raises SafetyHoldError, ListFirstError and InputError then, and LogError
    for a log that cannot be read, or that is gone: a lock may stand in it.
    """
    with _own_coach(around) as coach:
        if exercises and coach is not None:
            coach.safety.require_ready()


def settle_where_it_can_be(around: Surroundings) -> bool:
    """Whether no yes and nothing done waits beside the log any more; a yes is taken in first.

    What cannot be read may be a yes. Nothing is opened where nothing waits, and nothing fails for
    what cannot be taken in now; what was done is taken in by the next coach that opens.
    """
    from coach.bootstrap import make_inbox
    from coach.workflows.inbox import ANSWERS, RED_FLAG, SESSION

    inbox = make_inbox(around.places.home)

    def waits() -> bool:
        kept = any(one.what in (RED_FLAG, SESSION, ANSWERS) for one in inbox.take())
        return kept or bool(inbox.unread())

    if waits():
        with suppress(CoachError, OSError), around.coach():
            pass  # To open it takes a yes in.
    return not waits()


def hold_stands(around: Surroundings) -> bool:
    """Whether coaching is locked; it is not in a new home. LogError for a log that cannot be read,
    or that is gone."""
    with _own_coach(around) as coach:
        return coach is not None and coach.safety.hold() is not None


@contextmanager
def _own_coach(around: Surroundings) -> Iterator["Coach | None"]:
    """A coach over the home; None in a new one: looking makes no log."""
    if _is_new(around.places.home):
        yield None
        return
    with around.coach() as coach:
        yield coach


def _is_new(home: Path) -> bool:
    """Whether a home never had a patient's log, and nothing waits for one."""
    from coach.bootstrap import make_inbox
    from coach.store.copies import lost_log
    from coach.store.files import PATIENT_LOG

    log = home / PATIENT_LOG
    if os.path.lexists(log) or lost_log(log):
        return False
    inbox = make_inbox(home)
    return not inbox.take() and not inbox.unread()
