"""Whether the whole safety list was gone through: where nobody was asked, nothing was denied."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from coach.domain.history import History
from coach.domain.safety_rhythm import (
    WEEK_DAYS,
    days_asking,
    newest_answers,
    real_facts,
    unfinished,
)


class Asked(Struct, frozen=True):
    """How far the whole list was gone through, as a log tells it."""

    finished_on: date | None = None
    """The day from which on every question has an answer; None where it was never finished."""
    due_since: date | None = None
    """Since when it was due and not finished where the log ends; None where it was not due."""

    @property
    def words(self) -> str:
        """What whoever reads that nothing was named has to know first; empty when all was asked."""
        if self.due_since is None:
            return ""
        if self.finished_on is None:
            return "the safety list was never finished"
        return (
            f"the safety list was last finished on {self.finished_on.isoformat()} and is due since "
            f"{self.due_since.isoformat()}"
        )


def asked_so_far(ids: Sequence[str], history: History) -> Asked:
    """How far the questions with these ids, in order, were gone through where the log ends.

    `history` is the patient's own log, oldest first, with every answer and body chart however old.
    """
    facts = real_facts(history) if ids else ()
    if not facts:
        return Asked()
    newest = newest_answers(ids, facts)
    if len(newest) < len(ids):
        return Asked(None, facts[0].day)
    first = facts[min(newest.values())]
    a_week_on = first.day + timedelta(days=WEEK_DAYS)
    # What comes later than that asks for what is due by then.
    near = [one for one in facts if abs((one.day - first.day).days) <= WEEK_DAYS]
    begun = unfinished(ids, facts)
    left = [facts[begun].day] if begun is not None else []
    due = min([a_week_on, *days_asking(ids, near, near.index(first)), *left])
    return Asked(first.day, due if due <= facts[-1].day else None)
