"""The skin question after a no: it says so first, and a yes needs the time to feel once more."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from coach.domain.errors import InputError
from coach.domain.events import AnswerGiven
from coach.domain.timers import SKIN
from coach.workflows.records import Records
from coach.workflows.timer_choice import Chosen

FEEL_SECONDS = 5.0
"""How long the question stands, after a no that day, before a yes counts (source: DESIGN)."""
TOO_FAST = "You said no at {clock}. Feel your skin once more, then ask for the pack again."


class SkinAgain:
    """Looks at the last answer of the day, to whichever pack it was given."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._asked: float | None = None
        """When the question was asked again, by the clock that is never set."""

    def ask(self, chosen: Chosen) -> Chosen:
        """The question with the no before it; from now on the skin can be felt. Raises LogError."""
        said_no = self._said_no(self._records.now()) if chosen.question else None
        if said_no is None:
            return chosen
        if self._asked is None:
            self._asked = self._records.clock.monotonic()
        return replace(chosen, said_before=f"You said no at {_clock(said_no)}.")

    def require_felt(self, at: datetime) -> None:
        """Raises InputError for a yes that comes at once after a no. Raises LogError."""
        said_no = self._said_no(at)
        if said_no is None:
            return
        since = timedelta(seconds=FEEL_SECONDS)
        if self._asked is not None:  # Else it was asked in another program.
            since = timedelta(seconds=self._records.clock.monotonic() - self._asked)
        if min(since, at - said_no) < timedelta(seconds=FEEL_SECONDS):
            raise InputError("Too soon", TOO_FAST.format(clock=_clock(said_no)))
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


def _clock(at: datetime) -> str:
    return at.strftime("%H:%M")
