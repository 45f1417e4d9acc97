"""Lessons and first aid: what is ready, spoken sentence by sentence, and what was answered."""

from contextlib import suppress
from datetime import date
from enum import StrEnum

from msgspec import Struct

from coach.domain.errors import CoachError, LogError
from coach.domain.events import AnswerGiven
from coach.domain.history import History
from coach.domain.lesson import (
    INSTRUMENT,
    FirstAid,
    Lesson,
    Outcome,
    heard,
    lesson_due,
    open_lessons,
)
from coach.session.cues import Cue, CueKind
from coach.workflows.ports import Speaker
from coach.workflows.records import Records
from coach.workflows.safety import Safety


class LessonState(StrEnum):
    """How a lesson stands for this patient."""

    DUE = "due"
    """The one to hear next."""
    OPEN = "open"
    HEARD = "heard"
    LOCKED = "locked"
    """It opens in a later stage."""


class LessonLine(Struct, frozen=True):
    """One lesson in the list."""

    lesson: Lesson
    state: LessonState
    heard_on: date | None
    """The first day on which it was heard; None for never."""

    @property
    def may_begin(self) -> bool:
        """Whether it can be heard now."""
        return self.state is not LessonState.LOCKED


class FirstAidView(Struct, frozen=True):
    """What the first aid screen shows."""

    first_aid: FirstAid
    number: str
    """The emergency number."""
    plan_text: str
    """What the patient's own plan says for a bad day; empty before set-up."""
    may_switch: bool
    """Whether the plan for a bad day can be begun now."""
    nobody: str
    """Says that nobody is alerted."""


class Lessons:
    """Lessons start no exercise, so they work under a safety hold too. First aid does not.

    It says to get up and walk, and to cool or heat: the lock's own words take its place. It works
    before set-up.
    """

    def __init__(self, records: Records, speaker: Speaker, safety: Safety) -> None:
        self._records = records
        self._speaker = speaker
        self._safety = safety
        self._answered: History | None = None
        """Answers to lessons, once they were read; the day is looked at every few seconds."""

    def due(self, course: History | None = None) -> Lesson | None:
        """The lesson that is ready; None before set-up. `course` saves reading it again."""
        stage = (course or self._records.course()).stage()
        if stage is None:
            return None
        today = self._records.today()
        return lesson_due(self._records.shelf.lessons(), self._history(), stage, today)

    def notices(self) -> tuple[str, ...]:
        """The day's line about the lesson that is ready; none while a hold stands."""
        course = self._records.course()
        lesson = self.due(course) if self._safety.hold(course) is None else None
        return (f"A short lesson is ready: {lesson.title}. Press l.",) if lesson else ()

    def all(self) -> list[LessonLine]:
        """Every lesson, the due one first, then by number; before set-up all are locked."""
        course = self._records.course()
        stage, due = course.stage(), self.due(course)
        lessons = self._records.shelf.lessons()
        days = heard(self._history())
        unlocked = {one.id for one in open_lessons(lessons, stage)} if stage else set()
        lines = [
            LessonLine(one, _state(one, due, days, unlocked), days.get(one.id)) for one in lessons
        ]
        return sorted(lines, key=lambda line: line.state is not LessonState.DUE)

    def first_aid(self) -> FirstAidView:
        """What to do first on a bad day, with the number and the patient's own plan.

        Raises SafetyHoldError while a hold stands, CoachError when no file of it can be read.
        """
        with suppress(LogError):  # A log that cannot be read takes no first aid away.
            self._safety.require_free()
        text = self._safety.emergency()
        plan_text = ""
        try:
            plan = self._records.current_plan()
            plan_text = plan.program.flare.text if plan is not None else ""
        except CoachError:
            plan_text = ""  # A program that is gone from the shelf takes no first aid away.
        return FirstAidView(
            first_aid=self._records.shelf.first_aid(),
            number=text.number,
            plan_text=plan_text,
            may_switch=bool(plan_text),
            nobody=text.nobody,
        )

    def begin(self, lesson: Lesson | FirstAid) -> None:
        """Say it from its first sentence on; returns at once."""
        self._speaker.stop()
        self._speaker.prepare(lesson.say)
        for sentence in lesson.say:
            self._speaker.say(Cue(CueKind.INSTRUCTION, sentence))

    def ask(self, lesson: Lesson) -> None:
        """Say the question and what may be chosen, in place of what is being said."""
        self._speaker.stop()
        self._speaker.say(Cue(CueKind.QUESTION, lesson.question))
        for number, choice in enumerate(lesson.choices, start=1):
            self._speaker.say(Cue(CueKind.QUESTION, f"{number}: {choice}."))

    @property
    def speaking(self) -> bool:
        """Whether something is being said."""
        return not self._speaker.is_quiet()

    def hush(self) -> None:
        """Silence now."""
        self._speaker.stop()

    def answer(self, lesson: Lesson, choice: int) -> str:
        """Log a choice, counted from 1, then say the reply; the reply is returned.

        Raises ValueError for a choice that was not offered, and LogError.
        """
        outcome, reply = lesson.outcome(choice), lesson.reply(choice)
        self._record(lesson, outcome)
        self._speaker.stop()
        self._speaker.say(Cue(CueKind.NOTICE, reply))
        return reply

    def left(self, lesson: Lesson) -> None:
        """It was heard to its end and its question left open. Raises LogError."""
        self._speaker.stop()
        self._record(lesson, Outcome.HEARD)

    def _record(self, lesson: Lesson, outcome: Outcome) -> None:
        fact = AnswerGiven(instrument=INSTRUMENT, item=lesson.id, value=outcome.value)
        self._records.record(fact)
        self._answered = None

    def _history(self) -> History:
        if self._answered is None:
            answers = self._records.whole(AnswerGiven)
            self._answered = History(
                tuple(one for one, fact in answers.of(AnswerGiven) if fact.instrument == INSTRUMENT)
            )
        return self._answered


def _state(
    lesson: Lesson, due: Lesson | None, days: dict[str, date], unlocked: set[str]
) -> LessonState:
    """A lesson once heard stays open, whatever stage comes after."""
    if due is not None and lesson.id == due.id:
        return LessonState.DUE
    if lesson.id in days:
        return LessonState.HEARD
    return LessonState.OPEN if lesson.id in unlocked else LessonState.LOCKED
