"""An export comes back: what a file may bring into a home, checked before anything is written.

A file can be written by anyone. It never lifts a hold that stands here, a plan counts only with the
signature of its therapist, a stage only changes as a coach changes it, and whom a patient paired
with is compared anew on every machine.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from coach.domain.authors import is_of_patient
from coach.domain.documents import PlanDocument, SignedPlan
from coach.domain.errors import TWO_HOMES, CoachError, RefusedError, SafetyHoldError
from coach.domain.events import (
    PlanReceived,
    SafetyCleared,
    StageChanged,
    Stamped,
    TherapistPaired,
)
from coach.domain.exported import Exported, KeptPlan, TakenIn, document_id
from coach.domain.outcomes import ClearedBy
from coach.domain.program import Program
from coach.workflows.import_stages import check_stages
from coach.workflows.ports import Papers
from coach.workflows.records import Records

PAIR_AGAIN = (
    "This machine has a key of its own. Hand your card over again: coach pair --out FILE. Your "
    "therapist takes it with: coach patient new-card. Then take theirs: coach pair --with FILE"
)


class LogTaker(Protocol):
    """The home's log, into which another one is merged."""

    def take_in(self, exported: Exported) -> TakenIn:
        """Merge an export whole or not at all. RefusedError for one that contradicts, LogError."""


class _Brought(Struct, frozen=True):
    """A file that is looked at: what of it is not here yet, and its plans with their words."""

    exported: Exported
    new: tuple[Stamped, ...]
    plans: Mapping[str, SignedPlan]
    """Verified plans by SHA-256."""


class Importing:
    """Takes exports in."""

    def __init__(self, log: LogTaker, records: Records, papers: Papers) -> None:
        self._log = log
        self._records = records
        self._papers = papers

    def take_in(self, exported: Exported) -> TakenIn:
        """Merge an export; an empty home becomes that of its patient. Twice is harmless.

        Raises SafetyHoldError while coaching is locked here, RefusedError for what no home of the
        patient wrote, and LogError; nothing is written then.
        """
        self._require_free()
        brought = self._brought(exported)
        self._check_writers(brought)
        for stamped in brought.new:
            if isinstance(stamped.fact, PlanReceived):
                self._check_plan(stamped.fact, brought)
            if isinstance(stamped.fact, SafetyCleared):
                _check_clearing(stamped, stamped.fact, brought)
        self._check_stages(brought)
        return self._log.take_in(exported)

    def must_pair(self) -> bool:
        """Whether the log tells of a therapist with whom this machine never paired."""
        found = self._records.whole(TherapistPaired)
        paired = [self._records.log.is_own(stamped) for stamped, _ in found.of(TherapistPaired)]
        signed = any(plan.signer is not None for plan in self._plans_here())
        return (bool(paired) or signed) and not any(paired)

    def _require_free(self) -> None:
        if self._records.course().hold() is not None:
            raise SafetyHoldError(
                "Coaching is locked",
                "Nothing is imported until a clinician has looked at you: a file cannot lift a "
                "safety hold. Open `coach` to see what to do.",
            )

    def _brought(self, exported: Exported) -> _Brought:
        heads = self._records.log.heads()
        new = tuple(one for one in exported.facts if one.seq > heads.get(one.device, (0, ""))[0])
        names = {
            one.fact.document
            for one in exported.facts
            if isinstance(one.fact, PlanReceived) and one.fact.document is not None
        }
        here = (self._records.log.kept_plan(name) for name in sorted(names))
        kept = [*exported.documents, *(one for one in here if one is not None)]
        return _Brought(exported, new, self._verified(kept))

    def _verified(self, kept: Iterable[KeptPlan]) -> dict[str, SignedPlan]:
        """Plans by SHA-256. RefusedError for one that was changed or never signed."""
        return {
            document_id(one.content): self._papers.verify_plan(one.content, one.seal)
            for one in kept
        }

    def _check_writers(self, brought: _Brought) -> None:
        """RefusedError for a therapist's own notes, and for facts as if written here."""
        if not all(is_of_patient(one.fact) for one in brought.exported.facts):
            raise RefusedError(
                "Not a patient's log",
                "The file holds a therapist's own notes. Nothing was taken in; ask for an export "
                "without them.",
            )
        if any(one.device == self._records.log.device for one in brought.new):
            raise RefusedError(
                "Not written here",
                "The file holds facts as if this machine had written them, and it did not. "
                "Nothing was taken in; to go back to a copy of this home: coach restore FILE. "
                f"{TWO_HOMES}.",
            )

    def _check_plan(self, plan: PlanReceived, brought: _Brought) -> None:
        if plan.document is None and plan.signer is None:
            if any(one.signer is not None for one in self._plans_here()):
                raise _refused("it holds a plan that nobody signed, and yours here is signed")
            return
        signed = brought.plans.get(plan.document or "")
        if signed is None:
            raise _refused(
                "it lacks the signed words of a plan; open that plan's file again where the "
                "export was made, and export anew"
            )
        if signed.plan.patient != brought.exported.patient or not _is_that(plan, signed):
            raise _refused("a plan in it is not the one that was signed")
        trusted = self._trusted()
        if trusted and plan.signer not in trusted:
            raise _refused(
                "a plan in it is not signed by your therapist; if you have a new one, pair first: "
                "coach pair --with FILE"
            )

    def _check_stages(self, brought: _Brought) -> None:
        if not any(isinstance(one.fact, StageChanged) for one in brought.new):
            return
        facts = {one.id: one for one in (*self._records.log.read(), *brought.exported.facts)}
        new = {one.id for one in brought.new}
        check_stages(list(facts.values()), new, lambda plan: self._program(plan, brought.plans))

    def _program(self, plan: PlanReceived, plans: Mapping[str, SignedPlan]) -> Program | None:
        """None for one that cannot be followed here either."""
        shelf = self._records.shelf
        signed = plans.get(plan.document or "")
        try:
            return shelf.plan_program(signed.content) if signed else shelf.program(plan.program)
        except CoachError:
            return None

    def _trusted(self) -> set[str]:
        """Keys whose plans were taken here; none yet in a new home."""
        paired = self._records.whole(TherapistPaired).of(TherapistPaired)
        keys = {fact.key for stamped, fact in paired if self._records.log.is_own(stamped)}
        return keys | {one.signer for one in self._plans_here() if one.signer is not None}

    def _plans_here(self) -> list[PlanReceived]:
        facts = (one.fact for one in self._records.log.read(kinds=[PlanReceived]))
        return [fact for fact in facts if isinstance(fact, PlanReceived)]


def _is_that(received: PlanReceived, signed: SignedPlan) -> bool:
    """Whether the log tells of a plan what was signed."""
    plan: PlanDocument = signed.plan
    return (
        received.signer,
        received.version,
        received.stage,
        received.from_day,
        received.valid_until,
    ) == (signed.signer, plan.version, plan.stage, plan.from_day, plan.valid_until)


def _check_clearing(stamped: Stamped, cleared: SafetyCleared, brought: _Brought) -> None:
    """RefusedError for a therapist's clearing that no signed plan of the same device brought."""
    if cleared.by is not ClearedBy.THERAPIST:
        return
    before = [
        one.fact
        for one in brought.exported.facts
        if one.device == stamped.device
        and one.seq < stamped.seq
        and isinstance(one.fact, PlanReceived)
    ]
    signed = brought.plans.get(before[-1].document or "") if before else None
    if signed is None or not _clears(signed.plan, cleared):
        raise _refused("it lifts a safety hold without a signed plan")


def _clears(plan: PlanDocument, cleared: SafetyCleared) -> bool:
    """Whether the therapist knew of everything that is said to be cleared."""
    named = cleared.clears
    return bool(plan.clears) and named is not None and set(named) <= set(plan.clears_facts)


def _refused(why: str) -> RefusedError:
    return RefusedError("The file cannot be taken in", f"Nothing was taken in: {why}.")
