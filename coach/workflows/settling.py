"""Following a session up: when the leg settled, and what becomes of what was red."""

from datetime import timedelta

from msgspec import Struct

from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    LightGiven,
    PainScore,
    SessionEnded,
    SessionStarted,
)
from coach.domain.history import history_of
from coach.domain.settled import (
    ASKED_FOR,
    SETTLED,
    Settled,
    Unsettled,
    for_the_therapist,
    unsettled,
    waits_first,
)
from coach.review.light_words import Coming
from coach.workflows.ease import Ease
from coach.workflows.records import Records

QUESTION = "After your last session, when did the leg settle?"
TELL_YOUR_THERAPIST = "Tell your therapist that the leg has not settled."
WAIT = "Wait until the leg has settled. Then start again."
WAIT_WHY = "Rest now, in the position that eases it. Waiting costs nothing: the day stays open."
GO_ON = "Go on all the same, gently"
BAD_DAY = "The plan for a bad day"
RESTS_ON = (SessionStarted, SessionEnded, ExerciseDone, LightGiven, PainScore, AnswerGiven)


class Settling(Struct, frozen=True):
    """Asks once, at the start of the next session, after one that was more than green."""

    records: Records
    ease: Ease

    def question(self) -> Unsettled | None:
        """The session to ask about; None when there is none."""
        # A day more than it is asked for, so that no session is seen without its start.
        since = self.records.today() - ASKED_FOR - timedelta(days=1)
        history = history_of(self.records.log.read(since=since, kinds=RESTS_ON))
        return unsettled(history, self.records.now())

    def answered(self, asked: Unsettled, answer: Settled) -> str:
        """Keep the answer; what to do about it, empty when nothing. Raises LogError."""
        fact = AnswerGiven(instrument=SETTLED, item=asked.session, value=answer.value)
        self.records.record(fact)
        tell = for_the_therapist(answer, asked.began_at, self.records.now())
        return TELL_YOUR_THERAPIST if tell else ""

    def waits(self, asked: Unsettled, answer: Settled) -> bool:
        """Whether the next session begins only after a plain word of the patient's."""
        return waits_first(answer, asked.began_at, self.records.now())

    def coming(self, session: str) -> Coming:
        """What the plan makes next time of what this session was red for."""
        return self.ease.coming(self.records.require_plan(), session)
