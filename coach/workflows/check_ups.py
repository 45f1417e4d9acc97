"""Check-ups: the evening's and the week's questions, and totals that were worked out elsewhere."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from coach.domain.check_ups import (
    EVENING,
    WALK,
    about_minutes,
    evening_answered,
    evening_facts,
    evening_form,
    evening_of,
    walk_due,
    walk_facts,
    walk_form,
)
from coach.domain.events import AnswerGiven, Fact, NoteWritten, PainScore
from coach.domain.forms import Form
from coach.domain.history import history_of
from coach.domain.instrument import (
    CRISIS_LINE,
    TOTAL,
    Instrument,
    activities_of,
    facts_of,
    form_for,
    instruments_due,
    words_after,
)
from coach.domain.instrument_parts import Scoring
from coach.workflows.inbox import ANSWERS, Inbox
from coach.workflows.kept_answers import KEPT, recorded
from coach.workflows.records import Records

NOTHING_DUE = "No questions are due now."
STOP_ANY_TIME = "You can stop at any time. What is open stays ready."
THANKS = "Thank you. It is noted."
THANKS_KEPT = f"Thank you. {KEPT}"
NOTHING_NOTED = "Nothing was noted. Another time will do."
NO_SCORE = "There is no score, because some questions were left open."


class CheckUp(Struct, frozen=True):
    """One form of a check-up, ready to ask."""

    form: Form
    instrument: Instrument | None = None
    """None for the evening and the walk."""

    @property
    def id(self) -> str:
        """`evening`, `walk`, or the instrument's id."""
        return self.form.id

    @property
    def weekly(self) -> bool:
        """Whether it belongs to the week's questions, which end with the safety list when due."""
        return self.id == WALK or (self.instrument is not None and self.instrument.embed)

    @property
    def in_part(self) -> bool:
        """Whether what was answered counts when it is left half-way.

        A questionnaire has no score then and stays due as a whole.
        """
        return self.instrument is None


class Offer(Struct, frozen=True):
    """One way on, as the menu of check-ups offers it."""

    key: str
    text: str
    check_ups: tuple[CheckUp, ...]
    """What to ask, in order; empty for typing in a total."""


class CheckUps:
    """Knows what is due, gives the forms for it and writes what was answered."""

    def __init__(self, records: Records, inbox: Inbox, crisis_line: str = "") -> None:
        self._records = records
        self._inbox = inbox
        self._crisis_line = crisis_line.strip() or CRISIS_LINE
        self._passed: dict[str, date] = {}
        """What was passed over with "not now" alone, or waits for the log, and on which evening or
        day: asking again at once would be nagging."""
        self.waits = False
        """Whether what was answered last waits for the log."""
        self._ready: tuple[object, tuple[CheckUp, ...]] | None = None

    def ready(self) -> tuple[CheckUp, ...]:
        """What is due now, the evening first. Raises LogError.

        Worked out anew only when a fact was recorded or another evening or day has begun.
        """
        now = self._records.now()
        key = (now.date(), evening_of(now), self._records.log.last_at())
        if self._ready is None or self._ready[0] != key:
            self._ready = (key, self._due(now))
        return self._ready[1]

    def evening_ready(self) -> date | None:
        """The evening whose questions are due now; None when they are not."""
        evening = evening_of(self._records.now())
        if evening is None:
            return None  # By day nothing is read: this is asked every few seconds.
        return evening if any(one.id == EVENING for one in self.ready()) else None

    def lines(self) -> tuple[str, ...]:
        """One line for the day when something is due."""
        ready = self.ready()
        if not ready:
            return ()
        weekly = any(one.id != EVENING for one in ready)
        if ready[0].id != EVENING:
            what = "The weekly questions are"
        else:
            what = "Evening check-in and weekly questions are" if weekly else "Evening check-in is"
        return (f"{what} ready, {_about(ready)}. Press c.",)

    def menu(self) -> tuple[Offer, ...]:
        """What can be done now besides going back; the first is what is due, if anything is."""
        ready, now = self.ready(), self._records.now()
        offers = []
        if ready:
            offers.append(Offer("a", f"All due questions, {_about(ready)}", ready))
        evening = self._evening(now)
        due_evening = tuple(one for one in ready if one.id == EVENING)
        if due_evening and len(ready) > 1:
            offers.append(Offer("e", f"Only this evening, {_about(due_evening)}", due_evening))
        elif evening is not None and not due_evening:
            offers.append(
                Offer("e", "This evening's questions, as far as they are open", (evening,))
            )
        if self.typed():
            offers.append(Offer("t", "Type in the total of a questionnaire done on paper", ()))
        return tuple(offers)

    def typed(self) -> list[Instrument]:
        """Questionnaires that are not asked here and whose total can be typed in, by title."""
        shelf = self._records.shelf.instruments()
        return sorted((one for one in shelf if not one.embed), key=lambda one: one.title)

    def typing(self, instrument: Instrument) -> CheckUp:
        """The form for typing a total in."""
        return CheckUp(form_for(instrument), instrument)

    def keep(self, check_up: CheckUp, form: Form) -> None:
        """Write what was answered of a form that was left half-way, as `take` does."""
        if check_up.in_part:
            self._write(self._facts(check_up, form))

    def take(self, check_up: CheckUp, form: Form) -> tuple[str, ...]:
        """Write the answers of a whole form; what to tell the patient then.

        What the log refuses is kept; raises LogError where it cannot be.
        The score and what it can range over are told and not judged; one answer is no score.
        """
        facts = self._facts(check_up, form)
        self._write(facts)
        if self.waits or not facts:
            now = self._records.now()
            self._passed[check_up.id] = evening_of(now, early=True) or now.date()
            self._ready = None
        return (self._thanks(check_up, facts), *self.words_after(check_up, form))

    def words_after(self, check_up: CheckUp, form: Form) -> tuple[str, ...]:
        """What is told after a questionnaire, whole or left, with the patient's crisis line."""
        if check_up.instrument is None:
            return ()
        return words_after(check_up.instrument, form, self._crisis_line)

    def _thanks(self, check_up: CheckUp, facts: tuple[Fact, ...]) -> str:
        if not facts:
            return NOTHING_NOTED
        noted = THANKS_KEPT if self.waits else THANKS
        if check_up.instrument is None or check_up.instrument.scoring is Scoring.SINGLE:
            return noted
        totals = [one for one in facts if isinstance(one, AnswerGiven) and one.item == TOTAL]
        if not totals:
            return f"{noted} {NO_SCORE}"
        least, most = check_up.instrument.least, check_up.instrument.most
        return f"{noted} Your score is {totals[0].value}. It can go from {least:g} to {most:g}."

    def _facts(self, check_up: CheckUp, form: Form) -> tuple[Fact, ...]:
        if check_up.instrument is not None:
            return facts_of(check_up.instrument, form)
        return evening_facts(form) if check_up.id == EVENING else walk_facts(form)

    def _write(self, facts: tuple[Fact, ...]) -> None:
        self.waits = bool(facts) and not recorded(self._records, self._inbox, ANSWERS, facts)
        self._ready = None

    # --- what is due

    def _due(self, now: datetime) -> tuple[CheckUp, ...]:
        evening = self._evening(now) if evening_of(now) is not None else None
        untouched = evening is not None and evening.form == evening_form()
        found = [evening] if evening is not None and untouched else []
        return tuple(one for one in (*found, *self._weekly(now)) if not self._was_passed(one, now))

    def _was_passed(self, check_up: CheckUp, now: datetime) -> bool:
        day = (evening_of(now) if check_up.id == EVENING else None) or now.date()
        return self._passed.get(check_up.id) == day

    def _evening(self, now: datetime) -> CheckUp | None:
        """What is open of this evening; None by day and when nothing is open."""
        evening = evening_of(now, early=True)
        if evening is None:
            return None
        facts = self._records.log.read(
            since=evening,
            until=evening + timedelta(days=1),
            kinds=(PainScore, AnswerGiven, NoteWritten),
        )
        history = history_of(facts)
        form = evening_form(evening_answered(history, evening))
        return CheckUp(form) if form.items else None

    def _weekly(self, now: datetime) -> list[CheckUp]:
        plan = self._records.current_plan()
        if plan is None:
            return []
        history = self._records.whole(AnswerGiven)
        found = [CheckUp(walk_form())] if walk_due(history, now.date(), plan.first_day) else []
        shelf = self._records.shelf.instruments()
        for one in instruments_due(shelf, history, now.date(), plan.first_day):
            found.append(CheckUp(form_for(one, activities_of(one, history)), one))
        return found


def _about(check_ups: tuple[CheckUp, ...]) -> str:
    minutes = about_minutes([one.form for one in check_ups])
    return f"about {minutes} minute{'s' if minutes != 1 else ''}"
