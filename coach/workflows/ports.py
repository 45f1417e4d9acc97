"""What the workflows need of the world; adapters satisfy these by shape, nobody inherits."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol

from coach.domain.events import Fact, Stamped
from coach.domain.exercise import Exercise
from coach.domain.instrument import Instrument
from coach.domain.lesson import FirstAid, Lesson
from coach.domain.program import Program
from coach.domain.red_flags import RedFlagList
from coach.session.cues import Cue


class EventLog(Protocol):
    """The append-only log of facts."""

    @property
    def writable(self) -> bool:
        """False when another coach holds the home or the disk refuses; reading still works."""

    @property
    def refusal(self) -> str:
        """Why it cannot be written, in one sentence; empty when it can."""

    @property
    def patient(self) -> str:
        """The id of the patient whose log this is."""

    def append(self, facts: Sequence[Fact], *, at: datetime, plan_version: str) -> list[Stamped]:
        """Write all of `facts` in one transaction; on disk when this returns. LogError if not."""

    def read(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        kinds: Sequence[type] | None = None,
    ) -> list[Stamped]:
        """Facts that stand (not retracted) with `since <= day <= until`, oldest first."""

    def last_at(self) -> datetime | None:
        """When the newest fact was recorded; None for an empty log."""


class ProgramShelf(Protocol):
    """Programs, exercises and safety texts: shipped ones, and the person's own that win by id."""

    def programs(self) -> list[Program]:
        """Every program that loads without a problem, by title."""

    def program(self, program_id: str) -> Program:
        """InputError when there is none with this id."""

    def exercise(self, exercise_id: str) -> Exercise:
        """InputError when there is none with this id."""

    def exercises(self) -> list[Exercise]:
        """The whole catalogue, by code."""

    def red_flags(self) -> RedFlagList:
        """The safety questions and what to do after a yes."""

    def instruments(self) -> list[Instrument]:
        """Every questionnaire that loads without a problem, by id."""

    def instrument(self, instrument_id: str) -> Instrument:
        """InputError when there is none with this id."""

    def lessons(self) -> list[Lesson]:
        """Every lesson, by number; without first aid."""

    def first_aid(self) -> FirstAid:
        """What to do first on a bad day; CoachError when no file of it can be read."""


class SpeechHealth(Protocol):
    """How the voice is doing, in words for a person."""

    @property
    def voice(self) -> str:
        """`ok`, `starting`, `failed` or `off`."""

    @property
    def sound(self) -> str:
        """`ok`, `none` or `unknown`."""

    @property
    def mode(self) -> str:
        """`voice`, `tones`, `text` or `off`."""

    @property
    def engine(self) -> str:
        """Which engine speaks."""

    @property
    def detail(self) -> str:
        """What to do, empty when all is well."""


class Speaker(Protocol):
    """The one owner of the sound device."""

    def prepare(self, texts: Sequence[str]) -> None:
        """Get these lines ready ahead of need; returns at once."""

    def say(self, cue: Cue) -> None:
        """Queue one cue; returns at once, never raises."""

    def stop(self) -> None:
        """Silence now, and drop what is queued."""

    def is_quiet(self) -> bool:
        """Nothing playing, nothing waiting."""

    def wait_until_quiet(self, timeout_seconds: float) -> bool:
        """Block until quiet or until the time is up; whether it is quiet."""

    def health(self) -> SpeechHealth:
        """How voice and sound are doing."""

    def close(self) -> None:
        """End every process and remove every temporary file."""


class Alarm(Protocol):
    """Wakes a running coach at a time; never the record of what is due."""

    def set(self, due: Sequence[datetime], wake: Callable[[], None]) -> None:
        """Forget earlier times and wake at each of these; `wake` may run on another thread."""

    def poke(self) -> None:
        """Look at the clock again: after a sleep that was not noticed."""

    def close(self) -> None:
        """Stop waking."""
