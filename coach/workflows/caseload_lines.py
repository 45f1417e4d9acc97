"""The lines of the caseload: from what was kept of each log, read anew only where facts came."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from coach.clock import Clock
from coach.domain.authors import is_of_patient
from coach.domain.caseload import Enrolled, sharing_names
from coach.domain.events import (
    PainScore,
    PlanIssued,
    PlanReceived,
    RedFlagAnswered,
    ReviewDecided,
    SafetyCleared,
    SafetyHold,
    SessionStarted,
    StageChanged,
    StageProposed,
    Stamped,
)
from coach.domain.history import History, history_of
from coach.review.caseload_line import CaseloadLine, caseload_line
from coach.review.caseload_rules import CaseloadRules
from coach.review.caseload_signs import Signs, signs_of
from coach.review.recovery import START_WITHIN_DAYS, course_first_day
from coach.workflows.caseload_codec import signs_from, signs_text
from coach.workflows.given import ReadPlan, lifts_of
from coach.workflows.local_time import local_now
from coach.workflows.ports import Caseload, EventLog, ProgramShelf

READ_DAYS = 42
"""So many days of a log, up to its end, are read whole; nothing that is kept looks further back."""
KEEP_EVERY = 50
"""So many patients are read before what was found is kept: a stop loses no more than these."""
_RARE = (
    PlanReceived,
    PlanIssued,
    ReviewDecided,
    StageChanged,
    StageProposed,
    SafetyHold,
    SafetyCleared,
)
"""What is read of all days."""


class CaseloadView(Struct, frozen=True):
    """The caseload as far as it has been read."""

    lines: tuple[CaseloadLine, ...]
    """In no order."""
    waiting: int
    """How many patients' logs are still to be read."""


class CaseloadLines:
    """One line a patient."""

    def __init__(
        self,
        caseload: Caseload,
        clock: Clock,
        rules: CaseloadRules | None = None,
        zone: tzinfo | None = None,
        *,
        read_plan: ReadPlan,
        shelf: ProgramShelf | None = None,
    ) -> None:
        self._shelf = shelf
        self._caseload = caseload
        self._read_plan = read_plan
        self._clock = clock
        self._zone = zone
        self.rules = rules or CaseloadRules()
        """The thresholds in force."""

    def lines(self) -> list[CaseloadLine]:
        """Everyone's line, in no order; what was not kept is read first. Raises LogError."""
        view = CaseloadView((), 0)
        for view in self.reading():  # noqa: B007 - the last one is whole
            pass
        return list(view.lines)

    def line(self, enrolled: Enrolled) -> CaseloadLine:
        """The line of one patient, read anew. Raises LogError."""
        return self._line(enrolled, self._read(enrolled), sharing_names(self._caseload.patients()))

    def reading(self) -> Iterator[CaseloadView]:
        """At once whoever was kept, then more and more of the others; the last view is whole.

        Raises LogError.
        """
        kept = self._caseload.signs()
        lines: list[CaseloadLine] = []
        missing: list[Enrolled] = []
        everyone = self._caseload.patients()
        alike = sharing_names(everyone)
        for enrolled in everyone:
            signs = signs_from(kept.get(enrolled.patient, ""))
            if signs is None:
                missing.append(enrolled)
            else:
                lines.append(self._line(enrolled, signs, alike))
        yield CaseloadView(tuple(lines), len(missing))
        for first in range(0, len(missing), KEEP_EVERY):
            lines += self._read_and_keep(missing[first : first + KEEP_EVERY], alike)
            yield CaseloadView(tuple(lines), max(0, len(missing) - first - KEEP_EVERY))

    def _read_and_keep(
        self, patients: Iterable[Enrolled], alike: Container[str]
    ) -> list[CaseloadLine]:
        found = {enrolled: self._read(enrolled) for enrolled in patients}
        if not self._caseload.refusal:
            self._caseload.keep_signs(
                {enrolled.patient: signs_text(signs) for enrolled, signs in found.items()}
            )
        return [self._line(enrolled, signs, alike) for enrolled, signs in found.items()]

    def _line(self, enrolled: Enrolled, signs: Signs, alike: Container[str]) -> CaseloadLine:
        line = caseload_line(enrolled, signs, self.rules, self._now(), self._about(signs))
        return replace(line, shares_name=enrolled.patient in alike)

    def _about(self, signs: Signs) -> Mapping[str, str]:
        """What the yes is about that locks a patient; read only for who is locked."""
        if self._shelf is None or not signs.hold_items:
            return {}
        return {one.id: one.about for one in self._shelf.red_flags().items}

    def _now(self) -> datetime:
        return local_now(self._clock, self._zone)

    def _read(self, enrolled: Enrolled) -> Signs:
        tomorrow = self._now().date() + timedelta(days=1)
        log = self._caseload.log(enrolled.patient)
        questions = self._questions()
        history = _history(log, tomorrow, questions)
        return signs_of(history, lifts_of(log, history, self._read_plan), questions)

    def _questions(self) -> tuple[str, ...]:
        """Ids of the whole safety list; none where it is not known."""
        items = self._shelf.red_flags().items if self._shelf is not None else ()
        return tuple(one.id for one in items)


def _history(log: EventLog, until: date, questions: Sequence[str]) -> History:
    """What the signs need of a log, up to a day.

    A fact that a wrong clock dated ahead must not move the log's end; plans and holds always count.
    """
    rare = log.read(kinds=_RARE)
    newest = log.last_at()
    if newest is None:
        return history_of(())
    last = min(newest.date(), until)
    rare += _locking(log, rare)
    end = _end(log, last)
    facts = [*rare, *_start(log, history_of(rare)), *_answers(log, end, questions), *end]
    once = {stamped.id: stamped for stamped in facts}
    return history_of(sorted(once.values(), key=lambda stamped: (stamped.at, stamped.seq)))


def _locking(log: EventLog, rare: list[Stamped]) -> list[Stamped]:
    """The answers that go with a hold that stands, however old it is."""
    standing = history_of(rare).standing_locks()
    if not standing:
        return []
    first, last = min(one.day for one in standing), max(one.day for one in standing)
    day = timedelta(days=1)
    return log.read(since=first - day, until=last + day, kinds=(RedFlagAnswered,))


def _answers(log: EventLog, end: list[Stamped], questions: Sequence[str]) -> list[Stamped]:
    """Every answer to the safety list, where the last days do not hold one to each question."""
    items = {one.fact.item for one in end if isinstance(one.fact, RedFlagAnswered)}
    return [] if items.issuperset(questions) else log.read(kinds=(RedFlagAnswered,))


def _start(log: EventLog, rare: History) -> list[Stamped]:
    """The scores of the plan's first days."""
    first = course_first_day(rare)
    if first is None:
        return []
    last = first + timedelta(days=START_WITHIN_DAYS)
    return log.read(since=first, until=last, kinds=(PainScore, SessionStarted))


def _end(log: EventLog, last: date) -> list[Stamped]:
    """The last days of the patient's own facts; the therapist may have written later ones."""
    facts = log.read(since=last - timedelta(days=READ_DAYS), until=last)
    days = [stamped.day for stamped in facts if is_of_patient(stamped.fact)]
    if days and max(days) >= last - timedelta(days=1):
        return facts
    if not days:
        days = [stamped.day for stamped in log.read(until=last) if is_of_patient(stamped.fact)]
    return log.read(since=max(days) - timedelta(days=READ_DAYS), until=last) if days else []
