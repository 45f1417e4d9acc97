"""Gives a program to a patient: checked, with its changes in their words, signed and kept."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from coach.domain.caseload import Enrolled
from coach.domain.clearing_reason import ASKED, is_clearing_reason
from coach.domain.documents import PlanDocument, SignedPlan
from coach.domain.editions import patients_edition, therapists_edition
from coach.domain.errors import CoachError, InputError, SafetyHoldError
from coach.domain.events import Fact, PlanIssued, PlanReceived
from coach.domain.exercise import Exercise
from coach.domain.history import History
from coach.domain.outcomes import Decision
from coach.domain.program import Program, StageCode
from coach.domain.program_changes import program_changes
from coach.domain.raised import raised
from coach.domain.text import clean_line
from coach.review.next_version import LOCKED
from coach.review.signed_plans import unopened
from coach.workflows.asked_exercises import asked_exercises
from coach.workflows.decided import Decided, check_raises, with_why
from coach.workflows.drafts import Draft, Drafts
from coach.workflows.given import (
    given_history,
    newest_given,
    plan_before,
    stage_given,
    stage_under,
)
from coach.workflows.plan_days import USUAL_WEEKS, check_days, last_day
from coach.workflows.ports import Caseload, Papers, ProgramShelf

UNNAMED = "Your therapist"
"""What a plan calls a therapist who set no name."""


class PlanTexts(Protocol):
    """Programs and own exercises as the texts that travel."""

    def program_text(self, program: Program) -> str:
        """The program, whole, as TOML."""

    def own_exercises(self, ids: Collection[str]) -> Mapping[str, str]:
        """Those of these exercises that are not shipped: id to TOML. InputError, LogError."""


class Sources(NamedTuple):
    """Where programs and exercises come from."""

    shelf: ProgramShelf
    """What may be given."""
    kept: ProgramShelf
    """Reads kept plans; apart, since a plan brings exercises of its own along."""
    texts: PlanTexts


class Before(NamedTuple):
    """The plan that a patient goes by when the next one is made."""

    program: Program
    version: int
    stage: StageCode
    """Where the patient is in it."""


class Issued(NamedTuple):
    """A plan that was signed and written down."""

    sealed: bytes
    """The file for the patient."""
    plan: PlanDocument


class Assigning:
    """Prepares, numbers and signs plans."""

    def __init__(
        self,
        caseload: Caseload,
        papers: Papers,
        drafts: Drafts,
        sources: Sources,
        therapist: str,
        now: Callable[[], datetime],
        against: Callable[[str], Sequence[str]],
    ) -> None:
        """`against` says what speaks against asking more of a patient, a sentence each."""
        self._caseload = caseload
        self._papers = papers
        self._drafts = drafts
        self._shelf, self._kept, self._texts = sources
        self._therapist = clean_line(therapist, limit=60) or UNNAMED
        self._now = now
        self._against = against

    def draft(self, patient: str, program_id: str = "", allow_direction: str = "") -> Draft:
        """A program of the shelf to be changed for a patient; without an id, the one they have.

        Raises InputError for no such program, or for a patient who has none yet.
        """
        program = self._shelf.program(program_id) if program_id else self._require(patient)
        if allow_direction:
            program = replace(program, direction_reason=clean_line(allow_direction))
        return self._drafts.start(program)

    def program(self, patient: str) -> Program | None:
        """The program the patient was given last; None before the first, or if it is not kept."""
        given = self._given(patient)
        return self._program_of(patient, newest_given(given), given)

    def stage(self, patient: str, program: Program, wanted: str = "") -> StageCode:
        """Where a program begins: as wanted, else where the patient is, else at its first stage.

        Raises InputError for a stage that the program does not have.
        """
        codes = [held.code for held in program.stages]
        if not wanted:
            given = stage_given(self._given(patient))
            return given if given in codes else codes[0]
        for code in codes:
            if code.value == wanted.strip().upper():
                return code
        names = ", ".join(code.value for code in codes)
        shown = clean_line(wanted, limit=40)
        raise InputError("Stage", f"'{program.id}' has no stage '{shown}'; there are: {names}")

    def held(self, patient: str) -> bool:
        """Whether a safety hold stands in what was received of them."""
        return self._given(patient).hold() is not None

    def waiting(self, patient: str) -> int | None:
        """The version signed last, while the received log does not tell that it was opened."""
        plan = unopened(self._given(patient))
        return plan.version if plan is not None else None

    def waiting_plan(self, patient: str) -> Before | None:
        """What was signed last, while it is not known to be opened; None also if it is not kept."""
        given = self._given(patient)
        plan = unopened(given)
        program = self._program_of(patient, plan, given)
        if plan is None or program is None:
            return None
        return Before(program, plan.version, stage_under(given, plan))

    def next_version(self, patient: str, program: Program, above: int = 0) -> int:
        """One higher than the program's own version and everything the patient was given.

        `above` is a version that the patient has and that is not known of here.
        """
        newest = newest_given(self._given(patient))
        return 1 + max(program.version, above, newest.version if newest is not None else 0)

    def before(self, patient: str) -> Before | None:
        """What the next plan takes the place of; None before the first, or if it is not kept."""
        given = self._given(patient)
        plan = plan_before(given, self._now().date())
        program = self._program_of(patient, plan, given)
        if plan is None or program is None:
            return None
        return Before(program, plan.version, stage_under(given, plan))

    def changes(self, patient: str, program: Program, stage: StageCode) -> tuple[str, ...]:
        """What is different for the patient from the plan they go by, in their words.

        What was signed and not opened is not what they go by. Empty for a first plan.
        """
        before = self.before(patient)
        if before is None:
            return ()
        return program_changes(
            before.program, program, self._named(), stage_before=before.stage, stage=stage
        )

    def raised(self, patient: str, program: Program, stage: StageCode) -> tuple[str, ...]:
        """What it asks more of than the plan they go by, and than the one that waits to be opened.

        What that took out is not asked for again unseen. Empty for a first plan.
        """
        before, waiting = self.before(patient), self.waiting_plan(patient)
        found = list(self._more(before, program, stage)) if before is not None else []
        if waiting is not None:
            what = f", against version {waiting.version}, which is signed and not opened"
            more = self._more(waiting, program, stage)
            found += [f"{one}{what}" for one in more if one not in found]
        return tuple(found)

    def _more(self, before: Before, program: Program, stage: StageCode) -> tuple[str, ...]:
        return raised(
            before.program, program, self._named(), stage_before=before.stage, stage=stage
        )

    def issue(
        self,
        patient: Enrolled,
        program: Program,
        stage: StageCode,
        *,
        from_day: date | None = None,
        valid_until: date | None = None,
        sore_side: str = "",
        clears: str = "",
        decided: Decided | None = None,
        may_raise: bool = False,
        above: int = 0,
        why_more: str = "",
    ) -> Issued:
        """Sign a plan and write down that it was; from today for twelve weeks unless told.

        What was `decided` with it, and `why_more` is asked for, are written down in the same unit:
        all is there, or nothing.

        Raises InputError for a program with problems, days that do not fit, `clears` without a
        hold that stands, or more asked than before of someone who got worse or answered yes
        without `why_more`; SafetyHoldError for more under a hold, unless it is cleared and
        `may_raise`, and where to go on was decided and it is not cleared; LogError when it cannot
        be written down: nothing is signed then.
        """
        self._check(program)
        first = from_day or self._now().date()
        last = valid_until or last_day(first, USUAL_WEEKS)
        check_days(first, last, self._now().date())
        self._check_clears(patient.patient, clears, first)
        self._check_more(
            patient.patient,
            self.raised(patient.patient, program, stage),
            clears,
            why_more,
            may_raise=may_raise,
            goes_on=decided is not None and decided.decision is Decision.PROGRESS,
        )
        numbered = replace(program, version=self.next_version(patient.patient, program, above))
        plan = PlanDocument(
            patient=patient.patient,
            patient_key=patient.key,
            therapist=self._therapist,
            version=numbered.version,
            issued_at=self._now(),
            from_day=first,
            valid_until=last,
            stage=stage,
            sore_side=sore_side,
            program=self._texts.program_text(patients_edition(numbered)),
            exercises=self._texts.own_exercises(asked_exercises(numbered, self._exercises())),
            changes=self.changes(patient.patient, numbered, stage),
            clears=clean_line(clears),
            clears_facts=self._known_locks(patient.patient) if clears else (),
        )
        sealed, signed = self._papers.seal_plan(plan)
        self._write_down(numbered, signed, with_why(decided, why_more))
        return Issued(sealed, plan)

    def _write_down(self, program: Program, signed: SignedPlan, decided: Decided | None) -> None:
        plan = signed.plan
        log = self._caseload.log(plan.patient)
        with log.together():
            fact = PlanIssued(
                program=program.id,
                version=plan.version,
                stage=plan.stage,
                from_day=plan.from_day,
                valid_until=plan.valid_until,
                document=log.keep_document(signed.content, signed.seal),
                changes="\n".join(plan.changes),
                for_therapist=program.for_therapist,
                direction_reason=program.direction_reason,
            )
            facts: list[Fact] = [fact] if decided is None else [fact, decided.fact]
            log.append(facts, at=plan.issued_at, plan_version=program.plan_version)
        self._caseload.drop_signs(plan.patient)

    def _check(self, program: Program) -> None:
        problems = self._drafts.start(program).problems()
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise InputError("Program", f"{problems[0][1]}{more}")

    def _given(self, patient: str) -> History:
        return given_history(self._caseload.log(patient))

    def _known_locks(self, patient: str) -> tuple[str, ...]:
        """The holds and yes answers that stand in what was received: all that is cleared."""
        return tuple(one.id for one in self._given(patient).standing_locks())

    def _check_clears(self, patient: str, clears: str, first: date) -> None:
        """A hold is cleared at once, with a reason, and only one that is known of here."""
        if clears and not self.held(patient):
            raise InputError(
                "Hold",
                "no safety hold stands in what was received, so none can be lifted; take their "
                "newest log in first",
            )
        if clears and not is_clearing_reason(clears):
            raise InputError("Hold", ASKED)
        if clears and first > self._now().date():
            raise InputError(
                "Hold",
                f"a hold is lifted only by a plan that begins at once, and this one begins on "
                f"{first}; let it begin today, or leave the hold as it is",
            )

    def _check_more(
        self,
        patient: str,
        raises: tuple[str, ...],
        clears: str,
        why: str,
        *,
        may_raise: bool,
        goes_on: bool,
    ) -> None:
        """A lock is lifted and more asked for with one reason; else each has its own.

        To go on, whatever it raises, was decided before the lock was known of.
        """
        if clears and may_raise:
            return
        if self.held(patient):
            if goes_on and not clears:
                raise SafetyHoldError("Hold", LOCKED)
            self._check_raises(raises, clears)
        check_raises(raises, self._against(patient) if raises else (), why)

    def _check_raises(self, raises: tuple[str, ...], clears: str) -> None:
        """More is not asked of someone who is locked, nor of who just was without saying so."""
        if raises and not clears:
            raise SafetyHoldError(
                "Hold",
                "a safety hold stands and more would be asked. Take that back; or, when they were "
                'assessed, lift the hold with your reason: --clear-hold "WHY" --raise. It raises: '
                f"{'; '.join(raises)}",
            )
        if raises:
            raise SafetyHoldError(
                "Hold",
                "a lock would be lifted and more be asked at once. Sign it with --raise if that is "
                "meant, or start from the plan they have by naming no program. It raises: "
                f"{'; '.join(raises)}",
            )

    def _require(self, patient: str) -> Program:
        program = self.program(patient)
        if program is None:
            raise InputError(
                "Program", "this patient has no program yet; name one of: coach programs list"
            )
        return program

    def _program_of(
        self, patient: str, plan: PlanIssued | PlanReceived | None, given: History
    ) -> Program | None:
        if plan is None:
            return None
        try:
            if plan.document is None:
                return self._kept.program(plan.program)
            content = self._caseload.log(patient).document(plan.document)
            if content is None:
                return None
            program = self._kept.follow_plan(content)
            return therapists_edition(program, plan.document, given.facts)
        except CoachError:
            return None  # Another therapist's, or no longer on the shelf: it is not kept here.

    def _exercises(self) -> dict[str, Exercise]:
        return {one.id: one for one in self._shelf.exercises()}

    def _named(self) -> dict[str, Exercise]:
        """Exercises to be given, and those that only the plan before knew."""
        return {one.id: one for one in self._kept.exercises()} | self._exercises()
