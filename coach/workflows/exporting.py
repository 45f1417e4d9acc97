"""Everything out: a patient's whole log, their care as other systems ask for it, coming days."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

from msgspec.structs import replace

from coach.domain.appointments import Appointment, appointments
from coach.domain.authors import PRIVATE_NOTES, is_of_patient
from coach.domain.errors import CoachError, SafetyHoldError
from coach.domain.events import (
    ExerciseDone,
    ItemAsked,
    PlanIssued,
    PlanReceived,
    Stamped,
)
from coach.domain.exercise import Exercise
from coach.domain.exported import Exported, Views, document_id, documents_named
from coach.domain.history import History
from coach.domain.program import Program
from coach.domain.routine import days_between
from coach.domain.safety_rhythm import OPENING_ITEM
from coach.review.adherence import adherence_by_day
from coach.review.care_course import CareCourse, given_plans, standing_and_taken_back
from coach.workflows.day_book import DayBook
from coach.workflows.ease import Ease
from coach.workflows.records import Records


class LogReader(Protocol):
    """A patient's log in one piece."""

    def exported(self) -> Exported:
        """Every fact, and the signed plans that they name. LogError if not."""

    def views(self) -> Views:
        """What the views of the log show. LogError if not."""


class Exporting:
    """Gathers what is written; writes nothing itself."""

    def __init__(self, log: LogReader, records: Records) -> None:
        self._log = log
        self._records = records

    @property
    def patient(self) -> str:
        """The id of the patient whose log it is."""
        return self._records.log.patient

    def everything(self, *, own_notes: bool = True) -> Exported:
        """The whole log, with what was taken back. Raises LogError.

        Without `own_notes` a therapist's own facts about the patient are left out.
        """
        exported = self._log.exported()
        return exported if own_notes else without_own_notes(exported)

    def views(self) -> Views:
        """The views for reading. Raises LogError."""
        return self._log.views()

    def coming(self, days: int) -> tuple[Appointment, ...]:
        """What is still to be done today and what the days after it ask, as the agenda has it.

        A plan whose last day is over goes on until there is a next one, there and here. As the
        plan stands now: a new stage, a red light or a new plan changes it. Raises
        SafetyHoldError while coaching is locked, InputError before set-up, and LogError.
        """
        course = self._records.course()
        if course.hold() is not None:
            raise SafetyHoldError(
                "Coaching is locked",
                "Nothing is put into a calendar until a clinician has looked. Open `coach` to "
                "see what to do.",
            )
        plan = self._records.require_plan(course)
        book = DayBook(self._records, Ease(self._records))
        today = self._records.today()
        history = book.history(course, today)
        last = today + timedelta(days=days - 1)
        items = [
            item
            for day in days_between(today, last)
            for item in book.agenda(plan, history, day).items
        ]
        return appointments(items, self._names(item.exercise for item in items))

    def _names(self, exercises: Iterable[str]) -> dict[str, str]:
        return {name: self._exercise_name(name) for name in set(exercises)}

    def _exercise_name(self, name: str) -> str:
        found = self._exercise(name)
        return found.name if found else name

    def course(self) -> CareCourse:
        """The patient's care as other systems ask for it. Raises LogError."""
        exported = self._log.exported()
        shared = [one for one in exported.facts if not isinstance(one.fact, PRIVATE_NOTES)]
        standing, taken_back = standing_and_taken_back(shared)
        history = History(standing)
        exercises: dict[str, Exercise] = {}
        programs = self._programs(standing, exercises)
        named = {fact.exercise for _, fact in history.of(ExerciseDone)}
        named |= {fact.exercise for _, fact in history.of(ItemAsked)}
        for name in sorted(named - set(exercises)):
            found = self._exercise(name)
            exercises |= {name: found} if found else {}
        shelf = self._records.shelf
        return CareCourse(
            patient=exported.patient,
            today=self._records.today(),
            history=history,
            taken_back=taken_back,
            plans=given_plans(history),
            programs=programs,
            exercises=exercises,
            instruments={one.id: one for one in shelf.instruments()},
            questions=self._questions(),
            adherence=tuple(adherence_by_day(history)),
        )

    def _questions(self) -> dict[str, str]:
        flags = self._records.shelf.red_flags()
        return {OPENING_ITEM: flags.opening, **{one.id: one.question for one in flags.items}}

    def _programs(
        self, facts: Iterable[Stamped], exercises: dict[str, Exercise]
    ) -> dict[str, Program]:
        """Programs by the id of their plan, as far as their words are here; fills in what they ask.

        The exercises that a plan brought along are read while its program is.
        """
        programs: dict[str, Program] = {}
        for one in facts:
            if not isinstance(one.fact, PlanReceived | PlanIssued):
                continue
            program = self._program(one.fact)
            if program is None:
                continue
            programs[one.fact.document or one.id] = program
            for stage in program.stages:
                for prescription in stage.prescriptions:
                    found = self._exercise(prescription.exercise)
                    exercises |= {prescription.exercise: found} if found else {}
        return programs

    def _program(self, plan: PlanReceived | PlanIssued) -> Program | None:
        """The program of a plan; None when its words are not here, or are another version's."""
        shelf = self._records.shelf
        content = self._records.log.document(plan.document) if plan.document else None
        if plan.document and content is None:
            return None
        try:
            found = shelf.plan_program(content) if content else shelf.program(plan.program)
        except CoachError:
            return None
        return found if found.version == plan.version else None

    def _exercise(self, name: str) -> Exercise | None:
        try:
            return self._records.shelf.exercise(name)
        except CoachError:
            return None


def without_own_notes(exported: Exported) -> Exported:
    """The patient's own log in what a clinic knows of them."""
    desks = {one.device for one in therapists_own(exported)}
    facts = tuple(one for one in exported.facts if one.device not in desks)
    named = documents_named(facts)
    kept = tuple(one for one in exported.documents if document_id(one.content) in named)
    return replace(exported, facts=facts, documents=kept)


def therapists_own(exported: Exported) -> tuple[Stamped, ...]:
    """What of a log the therapist recorded about the patient."""
    return tuple(one for one in exported.facts if not is_of_patient(one.fact))
