"""The follow-up of one patient of the caseload: read, decided, and notes on the order of care."""

from collections.abc import Mapping
from datetime import date, tzinfo

from msgspec import Struct

from coach.clock import Clock
from coach.domain.errors import CoachError, InputError
from coach.domain.events import PlanIssued, PlanReceived
from coach.domain.exercise import Exercise
from coach.domain.history import History, history_of
from coach.domain.outcomes import Decision
from coach.domain.plans import in_force, plans_begun
from coach.domain.program import Program
from coach.review.caseload_rules import CaseloadRules
from coach.review.change_before import ChangeBefore, changes_before
from coach.review.follow_up import FollowUp
from coach.review.follow_up_facts import follow_up
from coach.review.follow_up_window import Known
from coach.review.recovery import course_first_day
from coach.workflows.asking_more import asking_more
from coach.workflows.care_notes import CareNotes
from coach.workflows.decided import Decided
from coach.workflows.given import ReadPlan, lifts_of
from coach.workflows.ports import Caseload, ProgramShelf
from coach.workflows.records import Records
from coach.workflows.told_anew import told_anew


class Course(Struct, frozen=True):
    """The whole plan of one patient."""

    follow_up: FollowUp
    """From the plan's first day on."""
    changes: tuple[ChangeBefore, ...]
    """Every plan version and stage with the weeks before and after it."""


class FollowUps:
    """Reads the patient's log; writes only what the therapist decided or noted."""

    def __init__(
        self,
        caseload: Caseload,
        shelf: ProgramShelf,
        clock: Clock,
        zone: tzinfo | None = None,
        rules: CaseloadRules | None = None,
        *,
        read_plan: ReadPlan,
    ) -> None:
        self._caseload = caseload
        self._read_plan = read_plan
        self._shelf = shelf
        self._clock = clock
        self._zone = zone
        self._rules = rules or CaseloadRules()

    def follow_up(self, patient: str, since: date | None = None) -> FollowUp:
        """What happened since the last visit, or since a chosen day.

        Raises InputError for a day still to come, LogError when the log cannot be read.
        """
        records = self._records(patient)
        if since is not None and since > records.today():
            raise InputError("Since", "That day is still to come; write one that has been.")
        return self._seen(patient, self._whole(records), since)

    def against_more(self, patient: str) -> tuple[str, ...]:
        """Why more is asked of them with a typed reason alone. Raises LogError."""
        return self.follow_up(patient).needs_why

    def course(self, patient: str) -> Course:
        """The whole plan, with the weeks before and after each change. Raises LogError."""
        records = self._records(patient)
        history = self._whole(records)
        begun = _begun(history, records.today())
        return Course(
            follow_up=self._seen(patient, history, course_first_day(begun)),
            changes=changes_before(begun),
        )

    def changes(self, patient: str) -> tuple[ChangeBefore, ...]:
        """Every plan version and stage with the weeks before and after it. Raises LogError."""
        records = self._records(patient)
        return changes_before(_begun(self._whole(records), records.today()))

    def program(self, patient: str) -> Program | None:
        """The program as it holds at the patient; None where it cannot be read here."""
        return self._program(patient, self._records(patient).whole(PlanReceived).plan())

    def _program(self, patient: str, plan: PlanIssued | PlanReceived | None) -> Program | None:
        if plan is None:
            return None
        try:
            content = self._caseload.log(patient).document(plan.document) if plan.document else None
            if content is not None:
                return self._shelf.follow_plan(content)
            # A signed plan that is not kept here is never replaced by a program of the shelf.
            return None if plan.document else self._shelf.program(plan.program)
        except CoachError:
            return None

    def decide(self, patient: str, decision: Decision, note: str = "") -> None:
        """Write down what was decided today. Raises LogError when it cannot be written."""
        self._records(patient).record(Decided(decision, note).fact)
        self._caseload.drop_signs(patient)

    def note_care(self, patient: str, step: str, on_day: date, note: str = "") -> None:
        """A step of care was talked about or begun.

        Raises InputError for a step that is none and for a day still to come, LogError.
        """
        CareNotes(self._records(patient)).note(step, on_day, note)
        self._caseload.drop_signs(patient)

    def _seen(self, patient: str, history: History, since: date | None) -> FollowUp:
        records = self._records(patient)
        plan = self._plan(history, records.today())

        def read(plan: PlanIssued | PlanReceived) -> Program | None:
            return self._program(patient, plan)

        return follow_up(
            history,
            self._known(patient, plan),
            patient=patient,
            now=records.now(),
            since=since,
            lifts=lifts_of(records.log, history, self._read_plan),
            told=told_anew(history, read, self._exercises),
            more=asking_more(history, plan, read, self._exercises),
        )

    def _exercises(self) -> Mapping[str, Exercise]:
        return {one.id: one for one in self._shelf.exercises()}

    def _whole(self, records: Records) -> History:
        """The whole log: 20,000 facts of a patient-year are read in a tenth of a second."""
        return history_of(records.log.read())

    def _plan(self, history: History, today: date) -> PlanReceived | None:
        """The plan that holds today."""
        return history_of(in_force(history.among(PlanReceived), today)).plan()

    def _known(self, patient: str, plan: PlanReceived | None) -> Known:
        # Before the catalogue: a plan may bring exercises along.
        program = self._program(patient, plan)
        exercises: list[Exercise] = self._shelf.exercises()
        return Known(
            program=program,
            names={one.id: one.name for one in exercises},
            kinds={one.id: one.kind for one in exercises},
            instruments=self._shelf.instruments(),
            questions={one.id: one.question for one in self._shelf.red_flags().items},
            signs={one.id: one.about for one in self._shelf.red_flags().items},
            rules=self._rules,
        )

    def _records(self, patient: str) -> Records:
        return Records(self._caseload.log(patient), self._shelf, self._clock, self._zone)


def _begun(history: History, today: date) -> History:
    """Each plan at the time from which it holds."""
    return history_of(plans_begun(history.facts, today))
