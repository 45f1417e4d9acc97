"""Lessons: what a patient hears about pain, one at a time, and when the next one is ready."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from coach.domain.events import AnswerGiven
from coach.domain.history import History
from coach.domain.program import StageCode

INSTRUMENT = "lesson"
"""What answers to lessons are logged under; their item is the lesson's id."""
GAP = timedelta(days=2)
"""At most one new lesson in so long (source: DESIGN, clinical 9: one in two to three days)."""


class Outcome(StrEnum):
    """What is logged of a lesson."""

    HEARD = "heard"
    """Read or heard to its end, its question left open."""
    RIGHT = "right"
    WRONG = "wrong"


class Lesson(Struct, frozen=True):
    """One short lesson with one question at its end."""

    id: str
    number: int
    """Its place among the lessons, from 1."""
    title: str
    stage: StageCode
    """It opens in this stage and stays open in later ones."""
    say: tuple[str, ...]
    """Sentences, shown and spoken."""
    shown: tuple[str, ...]
    """Lines that are shown and never spoken: other people may be in the room."""
    question: str
    choices: tuple[str, ...]
    answer: int
    """Which of the choices is right, counted from 1 as its key is."""
    right: str
    wrong: str
    """What is said after each; neither scolds."""
    source: tuple[str, ...]
    reviewed_by: str

    def outcome(self, choice: int) -> Outcome:
        """What a choice, counted from 1, comes to. ValueError for one that was not offered."""
        if not 1 <= choice <= len(self.choices):
            raise ValueError(choice)
        return Outcome.RIGHT if choice == self.answer else Outcome.WRONG

    def reply(self, choice: int) -> str:
        """What is said after a choice, counted from 1."""
        return self.right if self.outcome(choice) is Outcome.RIGHT else self.wrong


class FirstAid(Struct, frozen=True):
    """What to do first on a bad day: no question, and open to everybody at any time."""

    id: str
    title: str
    shown: tuple[str, ...]
    """The stop signs; shown before all else and never spoken."""
    say: tuple[str, ...]
    source: tuple[str, ...]
    reviewed_by: str


def open_lessons(lessons: Sequence[Lesson], stage: StageCode) -> list[Lesson]:
    """The lessons of this stage and of those before it, by number."""
    return sorted(
        (lesson for lesson in lessons if lesson.stage <= stage), key=lambda lesson: lesson.number
    )


def heard(history: History) -> dict[str, date]:
    """Each lesson that was heard, by its id, with the first day on which it was."""
    days: dict[str, date] = {}
    for stamped, fact in history.of(AnswerGiven):
        if fact.instrument == INSTRUMENT:
            days.setdefault(fact.item, stamped.day)
    return days


def lesson_due(
    lessons: Sequence[Lesson], history: History, stage: StageCode, today: date
) -> Lesson | None:
    """The first open lesson not yet heard; None when there is none, or one was new lately.

    Hearing an old lesson once more puts no new one off.
    """
    days = heard(history)
    if any(today - day < GAP for day in days.values()):
        return None
    return next((one for one in open_lessons(lessons, stage) if one.id not in days), None)
