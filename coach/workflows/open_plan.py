"""A plan comes in: opened, checked against everything it could be instead, and taken."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from coach.domain.documents import PlanDocument, SignedPlan
from coach.domain.errors import CoachError, InputError, LogError, RefusedError
from coach.domain.events import Fact, PlanReceived, SafetyCleared, TherapistPaired
from coach.domain.exported import document_id
from coach.domain.outcomes import ClearedBy
from coach.domain.plans import next_to_begin
from coach.domain.program import Program
from coach.domain.program_changes import changes_at_once, program_changes
from coach.session.cues import Cue, CueKind
from coach.workflows.day_book import DayBook
from coach.workflows.found_plan import (
    LIFTS_TOO_LATE,
    LOCKED_SINCE,
    MOST_TOGETHER,
    NOTHING_AT_ONCE,
    NOTHING_DIFFERENT,
    STILL_LOCKED,
    FoundPlan,
    day_words,
    spoken_lines,
)
from coach.workflows.pair import HOW_TO_PAIR, Pairing
from coach.workflows.ports import PaperFiles, Papers, Speaker
from coach.workflows.records import Records
from coach.workflows.safety import Safety

OUT_OF_DATE = "This plan was made for the time up to {day}. Ask your therapist for the next one."
COMING = "Your therapist's next plan begins on {day}."
NOT_TRUSTED = (
    "Nothing was taken in. Pair with your therapist first: coach pair --with FILE, "
    "or compare the six words and write them behind --fingerprint."
)


class PlanOpening:
    """Opens plans of the one therapist, for the one patient, each newer than the last."""

    def __init__(
        self,
        records: Records,
        papers: Papers,
        files: PaperFiles,
        pairing: Pairing,
        safety: Safety,
        book: DayBook,
        speaker: Speaker,
    ) -> None:
        self._records = records
        self._papers = papers
        self._files = files
        self._pairing = pairing
        self._safety = safety
        self._book = book
        self._speaker = speaker

    def read(self, path: Path) -> FoundPlan:
        """The plan in a file, when it may be taken; nothing is written.

        Raises InputError for what is no plan, RefusedError for one that is unsigned, changed, for
        someone else, of another therapist, not newer, out of date, or cannot be followed, and
        LogError when the log may not be written.
        """
        if self._records.log.refusal:
            raise LogError("The log is only read", self._records.log.refusal)
        signed = self._papers.open_plan(self._files.read(path))
        self._check_patient(signed.plan)
        paired = self._pairing.therapist()
        if paired is not None and paired.key != signed.signer:
            raise RefusedError(
                "Another signer",
                "This plan is not signed by your therapist's key. Nothing was taken in. "
                f"If you have a new therapist, pair with them first. {HOW_TO_PAIR}",
            )
        kept_again = self._was_lost(signed)
        if not kept_again:
            self._check_newer(signed)
            self._check_days(signed.plan)
        cleared, locked_why = self._unlocks(signed.plan, kept_again=kept_again)
        program = self._program(signed)
        changes, at_once = self._changes(signed, program)
        return FoundPlan(
            signed=signed,
            program=program,
            known=paired is not None,
            changes=changes,
            at_once=at_once,
            cleared=cleared,
            locked_why=locked_why,
            kept_again=kept_again,
        )

    def fingerprint(self, found: FoundPlan) -> str:
        """The six words of whoever signed it."""
        return self._papers.fingerprint(found.signed.signer)

    def take(self, found: FoundPlan) -> None:
        """Make it the plan from its first day on; its signer is the therapist from now on.

        All facts are written in one go, then what changed is said aloud. Raises LogError and
        RefusedError.
        """
        log, plan = self._records.log, found.plan
        if log.patient != plan.patient:
            log.adopt_patient(plan.patient)
        self._finish_days()
        document = log.keep_document(found.signed.content, found.signed.seal)
        if found.kept_again:
            return
        facts: list[Fact] = []
        if not found.known:
            facts.append(TherapistPaired(key=found.signed.signer, name=plan.therapist))
        facts.append(self._received(found, document))
        if found.cleared:
            facts.append(
                SafetyCleared(by=ClearedBy.THERAPIST, note=plan.clears, clears=found.cleared)
            )
        self._records.record(*facts)
        if self._safety.hold() is None:
            self._speaker.say(Cue(CueKind.NOTICE, " ".join(spoken_lines(found))))

    def lines(self) -> tuple[str, ...]:
        """What today says of plans: that one is out of date, or that the next one waits."""
        today = self._records.today()
        held = self._records.course().plan()
        lines = []
        if held is not None and held.valid_until is not None and held.valid_until < today:
            lines.append(OUT_OF_DATE.format(day=day_words(held.valid_until)))
        coming = next_to_begin(self._records.log.read(kinds=[PlanReceived]), today)
        if coming is not None and coming != held:
            lines.append(COMING.format(day=day_words(coming.from_day)))
        return tuple(lines)

    def _received(self, found: FoundPlan, document: str) -> PlanReceived:
        plan, former = found.plan, self._records.course().plan()
        return PlanReceived(
            program=found.program.id,
            version=plan.version,
            therapist=plan.therapist,
            from_day=plan.from_day,
            stage=plan.stage,
            sore_side=plan.sore_side or (former.sore_side if former is not None else "none"),
            signer=found.signed.signer,
            document=document,
            valid_until=plan.valid_until,
        )

    def _finish_days(self) -> None:
        """What was asked up to now was asked by the plan up to now: it is written down first."""
        course = self._records.course()
        with suppress(CoachError):
            held = self._records.current_plan(course)
            if held is not None:
                self._book.keep(held, course)

    def _check_patient(self, plan: PlanDocument) -> None:
        log = self._records.log
        if plan.patient != log.patient and log.last_at() is not None:
            raise RefusedError(
                "Someone else's plan",
                "This plan was made for another patient. It was not taken in.",
            )

    def _check_newer(self, signed: SignedPlan) -> None:
        """Each therapist counts versions of their own: only those of this signer are held."""
        plan = signed.plan
        own = (one.version for one in self._signed_plans() if one.signer == signed.signer)
        newest = max(own, default=0)
        if plan.version <= newest:
            raise RefusedError(
                "Not a newer plan",
                f"You have version {newest} already, and this is version {plan.version}. "
                "Nothing was changed. If your therapist means this one, give them your log "
                f"(coach share), or tell them: coach assign, with --version-above {newest}.",
            )

    def _check_days(self, plan: PlanDocument) -> None:
        if plan.valid_until < self._records.today():
            raise RefusedError(
                "Out of date",
                f"This plan was made for the time up to {day_words(plan.valid_until)}. "
                "Ask your therapist for the next one.",
            )

    def _signed_plans(self) -> Iterator[PlanReceived]:
        for stamped in self._records.log.read(kinds=[PlanReceived]):
            if isinstance(stamped.fact, PlanReceived) and stamped.fact.signer is not None:
                yield stamped.fact

    def _was_lost(self, signed: SignedPlan) -> bool:
        """Whether the log has this very plan, but not its words."""
        name = document_id(signed.content)
        taken = any(one.document == name for one in self._signed_plans())
        return taken and self._records.log.document(name) is None

    def _unlocks(self, plan: PlanDocument, *, kept_again: bool) -> tuple[tuple[str, ...], str]:
        """What it clears of all that locks, and why coaching stays locked; empty when it is free.

        It clears exactly what it names, whatever the clocks said: a yes that its signer had not
        received stands. One that begins on a later day clears nothing.
        """
        if self._safety.hold() is None:
            return (), ""
        standing = self._safety.standing()
        named = frozenset() if kept_again else frozenset(plan.clears_facts)
        if named and plan.from_day > self._records.today():
            return (), LIFTS_TOO_LATE
        cleared = tuple(one for one in standing if one in named)
        if len(cleared) == len(standing) and not self._safety.has_unwritten:
            return cleared, ""
        return cleared, LOCKED_SINCE if cleared else STILL_LOCKED

    def _changes(
        self, signed: SignedPlan, program: Program
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Against what the patient goes by, and what of it matters at once.

        Its signer cannot know which plans were opened. What was signed is told only where the plan
        that holds cannot be read here. A few changes are told together.
        """
        shelf = self._records.shelf
        try:
            held = self._records.current_plan()
            if held is None:
                return (), ()
            exercises = {one.id: one for one in shelf.exercises()}
            exercises |= shelf.plan_exercises(signed.content)
        except CoachError:
            return signed.plan.changes, signed.plan.changes
        changes, at_once = (
            told(
                held.program,
                program,
                exercises,
                stage_before=held.stage,
                stage=signed.plan.stage,
            )
            for told in (program_changes, changes_at_once)
        )
        if len(changes) <= MOST_TOGETHER:
            told_all = changes or (NOTHING_DIFFERENT,)
            return told_all, told_all
        return changes, at_once or (NOTHING_AT_ONCE,)

    def _program(self, signed: SignedPlan) -> Program:
        try:
            return self._records.shelf.plan_program(signed.content)
        except InputError as error:
            raise RefusedError(
                "The plan cannot be followed",
                f"Something in its program does not fit this coach. {error.message}. "
                "Nothing was taken in; tell your therapist.",
            ) from error
