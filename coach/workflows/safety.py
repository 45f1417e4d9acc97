"""Safety questions, the hold they bring, and the two ways out of it (contract section 6)."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from msgspec import Struct

from coach.domain.errors import CoachError, InputError, ListFirstError, LogError, SafetyHoldError
from coach.domain.events import (
    AnswerGiven,
    BodyMarked,
    Fact,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
)
from coach.domain.history import History, history_of
from coach.domain.outcomes import ClearedBy
from coach.domain.pain import PainReport
from coach.domain.plans import plans_begun
from coach.domain.program import Thresholds
from coach.domain.red_flags import Advice, RedFlag, RedFlagList, Tier
from coach.domain.safety_rhythm import (
    LEFT,
    LIST,
    LOOK_BACK_DAYS,
    OPENED,
    OPENING_ITEM,
    READS,
    UNFINISHED,
    WHOLE,
    Due,
    list_due,
)
from coach.domain.talk_first import READS as TALK_READS
from coach.domain.talk_first import TALKED, THERAPIST, YES, talk_first_since
from coach.domain.text import clean_line
from coach.session.cues import Cue, CueKind, Priority
from coach.workflows.inbox import Inbox
from coach.workflows.list_asked import ListAsked
from coach.workflows.ports import Speaker
from coach.workflows.records import Records
from coach.workflows.unsaved_yes import UnsavedYes

TEACH_BACK = "teach-back"
"""Instrument under which it is logged whether a patient knew what to do after a yes."""
STOP_SIGNS = "stop-signs"
STATEMENT = "Assessed by a clinician on {day} and told I may continue."
WHO_SAW = "Who saw you, and what was said? You may leave this empty."
LIST_DUE = "The safety list is due. Press r."
"""What the day says while the whole list is due."""
LIST_NOW = "Start `coach` now, then press r. In an emergency call"
"""How the list is begun from the shell; the number follows."""
LIST_FIRST = "That comes first. Press r."
"""What is said when a timer is to begin before it."""
COMES_FIRST = "The safety list was left before its end. It comes first at the next start."
"""What is said when that ended a session."""
IF_WRONG = "If something is wrong, ! shows what to do, the number first."
TALK_FIRST = "Please talk to your therapist before you go on."
"""What is said after something new that does not lock."""
SAID_NEW = f"You said that something is new. {TALK_FIRST}"
"""What the day says until it is settled."""
OPENING_ALOUD = "First, a safety question. Please read it, then answer yes or no."
AGAIN = "You said no to this. Please answer it once more."
"""What stands above a question that is looked at again."""
STAYS_LOCKED = "Coaching stays locked until a clinician has looked at you."
NOT_SAVED_YET = "This is not saved yet. It will be, as soon as the log can be written again."
"""What the lock says while the yes behind it waits beside the log."""
NOT_KEPT = (
    "This is NOT saved: the disk takes nothing, and the next start will not know of it. "
    "First make the call. Once the disk can be written again, go through the safety list again."
)
"""What the lock says while the yes behind it is nowhere on disk."""
CALL_NOW = "You answered yes to a safety question. {not_kept} Number: {number}."
"""What is said last when the coach closes with such a yes."""
STRONG = (
    "That is strong pain. In the coach a is first aid, and ! shows what to do in an emergency. "
    "Number: {number}."
)
"""What is said after a score from which on a light is always red."""
HAVE_TALKED = "You said that something is new. Have you talked to your therapist since?"


class EmergencyText(Struct, frozen=True):
    """The emergency screen: the number comes first."""

    number: str
    therapist_phone: str
    advice: Advice
    nobody: str


class Hold(Struct, frozen=True):
    """A hold that stands."""

    since: datetime
    tier: Tier
    questions: tuple[str, ...]
    """The questions that were answered yes."""
    text: EmergencyText
    not_saved: str = ""
    """What is said while a yes behind it is not in the log."""


class Safety:
    """Asks, locks, and tells what to do first."""

    def __init__(
        self,
        records: Records,
        speaker: Speaker,
        emergency_number: str,
        therapist_phone: str,
        inbox: Inbox,
    ) -> None:
        self._records = records
        self._speaker = speaker
        self._number = emergency_number
        self._phone = therapist_phone
        self._unsaved = UnsavedYes(records, inbox)
        self._asked = ListAsked(records, inbox)

    def use_number(self, emergency_number: str) -> None:
        """Show this emergency number from now on."""
        self._number = emergency_number

    @property
    def flags(self) -> RedFlagList:
        """The questions as shipped."""
        return self._records.shelf.red_flags()

    def emergency(self, tier: Tier = Tier.EMERGENCY) -> EmergencyText:
        """What the emergency screen shows; works before set-up and without a plan."""
        flags = self.flags
        return EmergencyText(self._number, self._phone, flags.advice[tier], flags.nobody)

    def hold(self, course: History | None = None) -> Hold | None:
        """The hold that stands; None when coaching is free. `course` saves reading it again.

        An answer that the log refused locks all the same; it is written as soon as it can be.
        Raises LogError when nothing is known of a hold, since the log cannot be read.
        """
        if self._unsaved and self._unsaved.save():
            course = None
        course = course or self._course()
        standing = [found for found in (course.hold(), self._unsaved.hold) if found is not None]
        if not standing:
            return None
        since = min(at for at, _ in standing)
        tier = min(fact.tier for _, fact in standing)
        texts = {item.id: item.question for item in self.flags.items}
        yes = [answer.item for _, answer in course.hold_answers()]
        yes += self._unsaved.items
        asked = dict.fromkeys(texts.get(item, item) for item in yes)
        return Hold(since, tier, tuple(asked), self.emergency(tier), self.not_saved)

    def _course(self) -> History:
        """The log's; where it cannot be read, a yes that is not written yet locks alone."""
        try:
            return self._records.course()
        except LogError:
            if not self._unsaved:
                raise
            return history_of(())

    def require_free(self) -> None:
        """Raises SafetyHoldError while a hold stands: nothing starts, resumes or is scheduled."""
        hold = self.hold()
        if hold is not None:
            stays = NOT_KEPT if hold.not_saved == NOT_KEPT else STAYS_LOCKED
            first = f"{hold.text.advice.first} Number: {self._number}."
            raise SafetyHoldError("Coaching is locked", f"{first} {stays}")

    def list_due(self) -> Due | None:
        """Why the whole list is to be asked before anything starts; None when it need not be."""
        self._asked.look()
        self._asked.save()
        now = self._records.now()
        since = now.date() - timedelta(days=LOOK_BACK_DAYS)
        charts = self._records.whole(BodyMarked).facts
        read = self._records.log.read(since=since, kinds=READS)
        facts = self._records.as_one_device([*read, *charts])
        facts.sort(key=lambda stamped: (stamped.at, stamped.seq))
        due = list_due(self.flags, history_of(plans_begun(facts, now.date())), now)
        return Due(self._asked.why) if due is None and self._asked.why else due

    def keep_asking(self, facts: Sequence[Fact], why: str) -> None:
        """Write down what asks for the whole list; it is due though the log refuses that."""
        self._asked.keep(facts, why)

    def due_if_known(self) -> Due | None:
        """As `list_due`; None too when the log cannot be read: who wants the list has all of it."""
        with suppress(LogError):
            return self.list_due()
        return None

    def due_for_pain(self) -> Due | None:
        """The list that a score asks for; None while a hold stands, which says more."""
        due = self.list_due()
        return due if due is not None and due.about_pain and self.hold() is None else None

    def after_score(self) -> tuple[str, ...]:
        """What the shell says after a score that asks for the list, with whom to call."""
        due = self.due_for_pain()
        return () if due is None else (due.why, f"{LIST_NOW} {self._number}.")

    def about_strong(self, report: PainReport) -> str:
        """Where help is found, after a strong score; empty after any other, and while locked:
        the lock says it."""
        if report.worst is None or report.worst < self._strong() or self.hold() is not None:
            return ""
        return STRONG.format(number=self._number)

    def _strong(self) -> int:
        """The score from which on a light is always red, by the plan where it can be read."""
        with suppress(CoachError):
            plan = self._records.current_plan()
            if plan is not None:
                return plan.program.thresholds.severe_from
        return Thresholds().severe_from

    def require_list(self) -> None:
        """Raises ListFirstError while the list must be gone through before a pack or a rest."""
        due = self.list_due()
        if due is not None and due.before_timers:
            raise ListFirstError("Not now", f"{due.why} {LIST_FIRST}")

    def require_ready(self) -> None:
        """What leads through exercises, or tells when they come, waits for what comes before a
        session: the list whenever it is due, and a talk about something new.

        Who has no plan is not asked each week. Raises SafetyHoldError, ListFirstError, InputError.
        """
        self.require_free()
        due = self.list_due()
        has_plan = self._records.course().last(PlanReceived) is not None
        if due is not None and (has_plan or due.before_timers):
            raise ListFirstError("Not now", f"{due.why} {LIST_FIRST}")
        if self.talk_first() is not None:
            raise InputError("Not now", SAID_NEW)

    def list_left(self, *, in_doubt: bool = False) -> None:
        """The list was opened and left before its end: it is due from now on.

        From its start where an answer was `in_doubt`: a no that was looked at again, and not
        answered anew.
        """
        if in_doubt or self.due_if_known() is None:
            left = AnswerGiven(instrument=LIST, item=WHOLE, value=LEFT)
            self._asked.keep([left], UNFINISHED)

    def talk_first(self) -> datetime | None:
        """When something new was said that is not settled: nothing starts before it is."""
        since = self._records.today() - timedelta(days=LOOK_BACK_DAYS)
        read = self._records.log.read(since=since, kinds=TALK_READS)
        # As recorded and not as dated: a clock that was set right hides no word and no talk.
        return talk_first_since(history_of(self._records.as_one_device(read)))

    def has_talked(self) -> None:
        """The patient says that they have talked to their therapist. Raises LogError."""
        self._records.record(AnswerGiven(instrument=TALKED, item=THERAPIST, value=YES))

    @property
    def correction(self) -> str:
        """What to do after a yes, with the number to call, for who chose otherwise."""
        return f"{self.flags.teach_back.correction} Number: {self._number}."

    def taught_back(self, choice: int) -> bool:
        """Log what the patient would do after a yes, choice 1 to 3; whether that is right.

        Raises LogError.
        """
        right = self.flags.teach_back.is_right(choice)
        value = "right" if right else "wrong"
        self._records.record(AnswerGiven(instrument=TEACH_BACK, item=STOP_SIGNS, value=value))
        return right

    def ask_aloud(self, question: str) -> None:
        """Say aloud that a question stands before a session: who lies down sees no screen.

        What the opening question names is not for the ears of others in the room.
        """
        text = OPENING_ALOUD if question == self.flags.opening else f"{question} Yes or no?"
        self._speaker.say(Cue(CueKind.QUESTION, text))

    def opening_answered(self, answer: bool) -> None:
        """Log the one line of a session start; a yes opens the full list, it does not lock.

        A yes never fails: the questions that follow matter more than the log. Raises LogError
        for a no that cannot be written, since no session could be written either.
        """
        fact = RedFlagAnswered(
            item=OPENING_ITEM,
            answer=answer,
            tier=Tier.THERAPIST,
            text_version=self.flags.version,
        )
        if answer:
            self._asked.keep([fact], OPENED)
        else:
            self._records.record(fact)

    def answered(self, item: RedFlag, answer: bool) -> Hold | None:
        """Log one answer; a yes of tier 1 or 2 locks at once and says the neutral line.

        It locks and speaks even when the log refuses it: safety goes before the log.
        """
        locks = answer and item.tier.locks
        if locks:
            self._speaker.stop()
        self._asked.save()
        fact = RedFlagAnswered(
            item=item.id, answer=answer, tier=item.tier, text_version=self.flags.version
        )
        if not locks:
            # An unwritten no must not keep the next question from being asked.
            with suppress(LogError):
                self._records.record(fact)
            return None
        self._unsaved.add(fact, self._records.now())
        self._unsaved.save()
        self._speaker.say(Cue(CueKind.SAFETY, self.flags.spoken_stop, Priority.SAFETY))
        return self.hold()

    def answered_elsewhere(self, item_id: str, at: datetime) -> bool:
        """A yes that waited in the inbox; whether it is on disk. It locks whatever the log does.

        It was given in another coach over this home, or the log refused it here. A question that
        this list does not know, as of another version, is taken as the most urgent.
        """
        if not self.lock_by(item_id, at):
            return self._unsaved.save()
        self._speaker.stop()
        saved = self._unsaved.save()
        self._speaker.say(Cue(CueKind.SAFETY, self.flags.spoken_stop, Priority.SAFETY))
        return saved

    def lock_by(self, item_id: str, at: datetime) -> bool:
        """A yes that waits in the inbox locks; False when that is known. Nothing is written."""
        tier = Tier.EMERGENCY
        with suppress(KeyError):
            tier = self.flags.item(item_id).tier
        version = self.flags.version
        fact = RedFlagAnswered(item=item_id, answer=True, tier=tier, text_version=version)
        return self._unsaved.add_kept(fact, at)

    def list_left_elsewhere(self, at: datetime) -> None:
        """The list was asked for in a coach that could not write it. Raises LogError."""
        self._records.record(AnswerGiven(instrument=LIST, item=WHOLE, value=LEFT), at=at)

    def save_waiting(self) -> None:
        """Try again to write what the log refused; every screen asks for it while it ticks."""
        self._asked.save()
        self._unsaved.save()

    def close(self) -> None:
        """What the log refused is tried once more, and else left to the next coach."""
        self.save_waiting()
        self._asked.leave()

    def statement(self, assessed_on: str) -> str:
        """What `attest` would log, to be read before it is said. Raises InputError as it does."""
        hold = self.hold()
        if hold is None:
            raise InputError("No hold", "Coaching is not locked.")
        return STATEMENT.format(day=self._assessment_day(assessed_on, hold).isoformat())

    def attest(self, assessed_on: str, note: str = "") -> None:
        """The patient states that a clinician looked at them on a day and let them go on.

        Raises InputError for a date that is none, lies ahead, or lies before the hold.
        """
        hold = self.hold()
        if hold is None:
            raise InputError("No hold", "Coaching is not locked.")
        day = self._assessment_day(assessed_on, hold)
        statement = STATEMENT.format(day=day.isoformat())
        extra = clean_line(note)
        self._records.record(
            SafetyCleared(
                by=ClearedBy.SELF_ATTESTED,
                note=f"{statement} {extra}".strip(),
                clears=self.standing(),
            )
        )

    def standing(self) -> tuple[str, ...]:
        """Ids of every hold and locking yes in the log that nothing cleared, however old."""
        whole = self._records.whole(SafetyHold, SafetyCleared, RedFlagAnswered)
        return tuple(one.id for one in whole.standing_locks())

    @property
    def not_saved(self) -> str:
        """What is said while a yes locks that is not in the log; empty when every one is."""
        if not self._unsaved:
            return ""
        return NOT_SAVED_YET if self._unsaved.is_kept else NOT_KEPT

    @property
    def last_words(self) -> str:
        """What is said when the coach is closed: a yes that is lost by it, and whom to call."""
        is_lost = self.not_saved == NOT_KEPT
        return CALL_NOW.format(not_kept=NOT_KEPT, number=self._number) if is_lost else ""

    @property
    def has_unwritten(self) -> bool:
        """Whether a yes locks that the log refused so far: nothing can name it yet."""
        return bool(self._unsaved)

    def _assessment_day(self, text: str, hold: Hold) -> date:
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            raise InputError("Date", f"'{text}' is no date; write it like 2026-03-01.") from None
        if day > self._records.today():
            raise InputError("Date", "That day is still to come; write the day you were seen.")
        if day < self._last_yes(hold):
            raise InputError("Date", "That day is before you answered yes; be seen first.")
        return day

    def _last_yes(self, hold: Hold) -> date:
        """The day of the newest locking answer: an assessment before it knew nothing of it."""
        answers = self._records.course().hold_answers()
        return max([hold.since.date(), *(at.date() for at, _ in answers)])
