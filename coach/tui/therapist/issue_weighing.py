"""What speaks against a plan that is to be signed, and why it is signed all the same."""

from coach.domain.caseload import Enrolled
from coach.domain.program import StageCode
from coach.domain.text import clean_line
from coach.review.follow_up import FollowUp
from coach.review.lifting import Lifting
from coach.tui.therapist.ask_line import AskLineScreen
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.draft_text import weighed_lines
from coach.tui.therapist.issue_words import WHY_MORE, no_why, why_more_text
from coach.tui.therapist.sure import SureScreen
from coach.workflows.clinic import Clinic
from coach.workflows.decided import Decided, check_why
from coach.workflows.drafts import Draft
from coach.workflows.weighing import ToWeigh, to_weigh


class WeighedIssue(TherapistScreen[bool | None]):
    """Weighs a draft against what was seen of its patient."""

    def __init__(
        self,
        clinic: Clinic,
        enrolled: Enrolled,
        draft: Draft,
        stage: StageCode,
        *,
        decided: Decided | None = None,
    ) -> None:
        super().__init__(clinic)
        self._enrolled = enrolled
        self._draft = draft
        self._stage = stage
        self._decided = decided
        """Written down once the plan is signed."""
        self._seen: FollowUp | None = None

    def _worse(self) -> list[str]:
        """That they got worse, or no better, or answered yes since."""
        found = self._to_weigh(self._stage)
        return weighed_lines(found.against) if found is not None else []

    def _weighed(self, stage: StageCode) -> list[str]:
        """What is raised in spite of that or of a lock, what hurt before, and what is much."""
        found = self._to_weigh(stage)
        return weighed_lines(found.dose) if found is not None else []

    def _to_weigh(self, stage: StageCode) -> ToWeigh | None:
        if self._seen is None:
            return None
        return to_weigh(self._seen, self._draft, stage, self._raises(stage))

    def _raises(self, stage: StageCode) -> list[str]:
        """What it asks more of than the plan they have."""
        found: list[str] = []
        with self.guarded("look"):
            assigning, patient = self.clinic.assigning, self._enrolled.patient
            found.extend(assigning.raised(patient, self._draft.program, stage))
        return found

    def _locks(self) -> tuple[str, ...]:
        """What locks coaching now, a sentence each."""
        locks = self._seen.locks if self._seen is not None else ()
        return tuple(clean_line(lock) for lock in locks)

    def _lifting(self) -> Lifting | None:
        """The plan that was signed before to lift the lock, and may be opened yet."""
        return self._seen.lifting if self._seen is not None else None

    def _why_asked(self, typed: str, *, lifts: bool) -> str:
        """What is told where a reason is asked for: it raises, and something speaks against it.

        Empty where none is: a lock that is lifted has a reason already.
        """
        needs = self._seen.needs_why if self._seen is not None else ()
        if lifts or not needs:
            return ""
        program = self._draft.program
        stage = self.clinic.assigning.stage(self._enrolled.patient, program, typed)
        raises = self._raises(stage)
        return why_more_text(needs, raises) if raises else ""

    async def _ask_why(self, told: str) -> str | None:
        """Why more is asked for, begun as the note of the decision; None to sign nothing."""
        note = self._decided.note if self._decided is not None else ""
        screen = AskLineScreen(
            self.clinic,
            WHY_MORE,
            told,
            value=note,
            fault=no_why,
            take=check_why,
            replaces=True,
        )
        return await self.app.push_screen_wait(screen)

    async def _is_sure(self, question: str) -> bool:
        return await self.app.push_screen_wait(SureScreen(self.clinic, question)) is True
