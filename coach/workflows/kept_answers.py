"""Answers that the log refuses just now wait beside it, with their time, and go in once."""

from collections.abc import Sequence

from coach.domain.errors import LogError
from coach.domain.events import Fact
from coach.workflows.inbox import Inbox, Request
from coach.workflows.records import Records

KEPT = "Your answers are kept, and are saved as soon as the log can be written again."
"""What is said of answers that are not in the log yet."""


def recorded(records: Records, inbox: Inbox, what: str, facts: Sequence[Fact]) -> bool:
    """Write these facts, else keep them as a request `what`; whether they are in the log.

    Raises LogError where the disk does not take them either.
    """
    at = records.now()
    try:
        records.record(*facts, at=at)
    except LogError as error:
        try:
            inbox.put(Request(what=what, at=at, facts=tuple(facts)))
        except OSError:
            raise error from None
        return False
    return True
