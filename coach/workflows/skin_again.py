"""The skin question after a no: it says so first, and a yes needs the time to feel once more."""

from datetime import datetime, timedelta

from coach.domain.errors import InputError
from coach.domain.events import AnswerGiven
from coach.domain.timers import SKIN
from coach.workflows.records import Records

FEEL_SECONDS = 5.0
"""How long the question stands, after a no that day, before a yes counts (source: DESIGN)."""
SAID_NO = "You said no at {clock}."
ASK_AGAIN = "ask for the pack again"
TOO_FAST = "{said_no} Feel your skin once more, then {then}."


class SkinAgain:
    """Looks at the last answer of the day, to whichever pack it was given."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._asked: float | None = None
        """When the question was asked again, by the clock that is never set."""

    def ask(self) -> str:
        """The no before the question, in a sentence; empty without one. Raises LogError.

        From now on the skin can be felt.
        """
        self._asked = self._records.clock.monotonic()
        said_no = self._said_no(self._records.now())
        return _sentence(said_no) if said_no is not None else ""

    def require_felt(self, at: datetime, then: str = ASK_AGAIN) -> None:
        """Raises InputError for a yes that comes at once after a no, and says what to do `then`.

        Raises LogError.
        """
        said_no = self._said_no(at)
        if said_no is None:
            return
        since = timedelta(seconds=FEEL_SECONDS)
        if self._asked is not None:  # Else it was asked in another program.
            since = timedelta(seconds=self._records.clock.monotonic() - self._asked)
        if min(since, at - said_no) < timedelta(seconds=FEEL_SECONDS):
            raise InputError("Too soon", TOO_FAST.format(said_no=_sentence(said_no), then=then))
        self._asked = None

    def _said_no(self, at: datetime) -> datetime | None:
        """When the last answer of the day was a no; None when it was a yes, or none was given."""
        read = self._records.log.read(since=at.date(), until=at.date(), kinds=[AnswerGiven])
        answers = [
            (stamped.at, stamped.fact.value)
            for stamped in read
            if isinstance(stamped.fact, AnswerGiven) and stamped.fact.instrument == SKIN
        ]
        return answers[-1][0] if answers and answers[-1][1] == "no" else None


def _sentence(said_no: datetime) -> str:
    return SAID_NO.format(clock=said_no.strftime("%H:%M"))
