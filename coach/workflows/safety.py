"""Safety questions, the hold they bring, and the two ways out of it (contract section 6)."""

from dataclasses import dataclass
from datetime import date, datetime

from coach.domain.errors import InputError, SafetyHoldError
from coach.domain.events import ClearedBy, RedFlagAnswered, SafetyCleared, SafetyHold
from coach.domain.red_flags import Advice, RedFlag, RedFlagList, Tier
from coach.domain.text import clean_line
from coach.session.cues import Cue, CueKind, Priority
from coach.workflows.ports import Speaker
from coach.workflows.records import Records

OPENING_ITEM = "opening"
"""Item id under which the one line of each session start is logged."""


@dataclass(frozen=True, slots=True)
class EmergencyText:
    """The emergency screen: the number comes first."""

    number: str
    therapist_phone: str
    advice: Advice
    nobody: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that stands."""

    since: datetime
    tier: Tier
    questions: tuple[str, ...]
    """The questions that were answered yes."""
    text: EmergencyText


class Safety:
    """Asks, locks, and tells what to do first."""

    def __init__(
        self, records: Records, speaker: Speaker, emergency_number: str, therapist_phone: str
    ) -> None:
        self._records = records
        self._speaker = speaker
        self._number = emergency_number
        self._phone = therapist_phone

    @property
    def flags(self) -> RedFlagList:
        """The questions as shipped."""
        return self._records.shelf.red_flags()

    def emergency(self, tier: Tier = Tier.EMERGENCY) -> EmergencyText:
        """What the emergency screen shows; works before set-up and without a plan."""
        flags = self.flags
        return EmergencyText(self._number, self._phone, flags.advice[tier], flags.nobody)

    def hold(self) -> Hold | None:
        """The hold that stands; None when coaching is free."""
        course = self._records.course()
        standing = course.hold()
        if standing is None:
            return None
        since, fact = standing
        texts = {item.id: item.question for item in self.flags.items}
        asked = [texts.get(answer.item, answer.item) for _, answer in course.hold_answers()]
        return Hold(since, fact.tier, tuple(dict.fromkeys(asked)), self.emergency(fact.tier))

    def require_free(self) -> None:
        """Raises SafetyHoldError while a hold stands: nothing starts, resumes or is scheduled."""
        hold = self.hold()
        if hold is not None:
            raise SafetyHoldError(
                "Coaching is locked",
                f"{hold.text.advice.first} Number: {self._number}. Coaching stays locked until "
                "a clinician has looked at you.",
            )

    def opening_answered(self, answer: bool) -> None:
        """Log the one line of a session start; a yes opens the full list, it does not lock."""
        self._records.record(
            RedFlagAnswered(
                item=OPENING_ITEM,
                answer=answer,
                tier=Tier.THERAPIST,
                text_version=self.flags.version,
            )
        )

    def answered(self, item: RedFlag, answer: bool) -> Hold | None:
        """Log one answer; a yes of tier 1 or 2 locks at once and says the neutral line."""
        fact = RedFlagAnswered(
            item=item.id, answer=answer, tier=item.tier, text_version=self.flags.version
        )
        if not (answer and item.tier.locks):
            self._records.record(fact)
            return None
        self._records.record(fact, SafetyHold(tier=item.tier))
        self._speaker.stop()
        self._speaker.say(Cue(CueKind.SAFETY, self.flags.spoken_stop, Priority.SAFETY))
        return self.hold()

    def attest(self, assessed_on: str, note: str = "") -> None:
        """The patient states that a clinician looked at them on a day and let them go on.

        Raises InputError for a date that is none, lies ahead, or lies before the hold.
        """
        hold = self.hold()
        if hold is None:
            raise InputError("No hold", "Coaching is not locked.")
        day = self._assessment_day(assessed_on, hold)
        statement = f"Assessed by a clinician on {day.isoformat()} and told I may continue."
        extra = clean_line(note)
        self._records.record(
            SafetyCleared(by=ClearedBy.SELF_ATTESTED, note=f"{statement} {extra}".strip())
        )

    def _assessment_day(self, text: str, hold: Hold) -> date:
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            raise InputError("Date", f"'{text}' is no date; write it like 2027-03-01.") from None
        if day > self._records.today():
            raise InputError("Date", "That day is still to come; write the day you were seen.")
        if day < hold.since.date():
            raise InputError("Date", "That day is before you answered yes; be seen first.")
        return day
