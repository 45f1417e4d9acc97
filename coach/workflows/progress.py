"""Stages: what the facts say of going on and stepping back, and who confirms it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from coach.domain.agreement import agreement
from coach.domain.errors import InputError, LogError
from coach.domain.events import (
    AnswerGiven,
    FlareProposed,
    LightGiven,
    PainScore,
    PlanReceived,
    RedFlagAnswered,
    SafetyCleared,
    SafetyHold,
    SessionStarted,
    StageChanged,
    StageProposed,
    Stamped,
)
from coach.domain.forms import Answering, Form, FormItem
from coach.domain.history import History, history_of
from coach.domain.program import Confirms, Criterion, GateRule, Stage
from coach.domain.routine import days_between
from coach.domain.text import clean_line
from coach.review.gate_facts import GateFacts, flag_is_open, gate_facts, list_was_finished
from coach.review.outlook import Kind, Outlook, Proposal, outlook
from coach.review.outlook_words import proposal_line
from coach.workflows.day_book import DayBook
from coach.workflows.records import CurrentPlan, Records
from coach.workflows.registry import REGISTRY
from coach.workflows.safety import Safety

LEAST_DAYS_READ = 14
"""Days of which everything is read; more when a criterion looks further back."""
FELL_AWAY_DAYS = 14
"""So many days back it is looked whether a reason fell away in between (source: DESIGN)."""
_KINDS = (
    PainScore,
    LightGiven,
    AnswerGiven,
    SessionStarted,
    RedFlagAnswered,
    SafetyHold,
    SafetyCleared,
    StageProposed,
    FlareProposed,
)
"""What is read of all days since the plan began."""


AGREEMENT = Form(
    "agreement",
    "Your therapist agreed",
    "",
    (
        FormItem("who", "Who agreed? Write the name.", Answering.WORDS),
        FormItem("day", "On which day? Write today, or a day like 2026-03-01.", Answering.WORDS),
    ),
)
"""What a patient writes down where the therapist confirms."""


class Standing(Struct, frozen=True):
    """A proposal that stands, and who confirms it."""

    proposal: Proposal
    confirms: Confirms
    to_name: str
    """What the stage it leads to is called."""

    @property
    def line(self) -> str:
        """One line for the day, with the key that shows more."""
        key = next(entry.key for entry in REGISTRY if entry.id == "stage")
        return proposal_line(self.proposal, self.to_name, key)


class ProgressView(Struct, frozen=True):
    """Where the patient is, and what is proposed."""

    outlook: Outlook
    standing: Standing | None
    """None when nothing is proposed, under a hold, and for what was put off today."""
    locked: bool
    """Whether a safety hold stands."""
    confirms_going_on: Confirms
    confirms_step_back: Confirms


class _Read(Struct, frozen=True):
    """What was read for one state of the log."""

    state: object
    facts: GateFacts
    history: History
    began: datetime
    """When the stage began."""


class Progress:
    """Judges the stage, logs what it proposes, and changes the stage when that is confirmed."""

    def __init__(self, records: Records, safety: Safety, book: DayBook) -> None:
        self._records = records
        self._safety = safety
        self._book = book
        self._kept: _Read | None = None
        self._noted: set[tuple[object, ...]] = set()
        self._put_off: set[tuple[date, Kind]] = set()

    def look(self, plan: CurrentPlan | None = None, course: History | None = None) -> ProgressView:
        """The stage as it stands now; a proposal that is new is logged before it is shown.

        Read anew only after something was written, a day ended, or a flare. InputError before
        set-up.
        """
        course = course or self._records.course()
        plan = plan or self._records.require_plan(course)
        locked = self._safety.hold(course) is not None
        read = self._read(plan, course, locked=locked)
        seen = outlook(plan.program, plan.stage, read.facts)
        standing = None if locked else self._standing(plan, seen, read)
        return ProgressView(
            outlook=seen,
            standing=standing,
            locked=locked,
            confirms_going_on=plan.program.confirms(back=False),
            confirms_step_back=plan.program.confirms(back=True),
        )

    def confirm(self, proposal: Proposal, *, therapist: str = "", agreed_on: str = "") -> Stage:
        """Begin the stage that was proposed, as whoever the plan says confirms it.

        Where the therapist does, the patient names who agreed and on which day; that is logged
        with the change. Raises SafetyHoldError under a hold, InputError for a proposal that no
        longer stands, for one that changes no stage, and for an agreement that cannot be.
        """
        self._safety.require_free()
        plan = self._records.require_plan()
        standing = self.look(plan).standing
        if standing is None or standing.proposal.key != proposal.key:
            raise InputError("Stage", "This is not proposed any more.")
        if proposal.kind is Kind.FLARE:
            raise InputError("Stage", "This changes no stage; begin the plan for a bad day.")
        evidence = proposal.evidence
        if standing.confirms is Confirms.THERAPIST:
            evidence = f"{evidence} {self._agreement(plan, therapist, agreed_on)}"
        self._records.record(
            StageChanged(
                from_stage=proposal.from_stage,
                to_stage=proposal.to_stage,
                rule=proposal.rule,
                evidence=evidence,
            )
        )
        course = self._records.course()
        self._book.keep(self._records.require_plan(course), course)
        return plan.program.stage(proposal.to_stage)

    def put_off(self, proposal: Proposal) -> None:
        """Not today: it is not shown again today; nothing is written."""
        self._put_off.add((self._records.today(), proposal.kind))

    def _agreement(self, plan: CurrentPlan, therapist: str, agreed_on: str) -> str:
        who = clean_line(therapist)
        if not who:
            raise InputError("Name", "Write the name of the therapist who agreed.")
        words = agreed_on.strip().lower()
        try:
            day = self._records.today() if words == "today" else date.fromisoformat(words)
        except ValueError:
            shown = clean_line(agreed_on, limit=40)
            raise InputError("Date", f"'{shown}' is no date; write it like 2026-03-01.") from None
        if day > self._records.today():
            raise InputError("Date", "That day is still to come; write the day you talked.")
        if day < plan.first_day:
            raise InputError("Date", "That day is before your program began.")
        return agreement(who, day)

    # --- what stands

    def _standing(self, plan: CurrentPlan, seen: Outlook, read: _Read) -> Standing | None:
        """The most pressing proposal that was not put off today and is in the log."""
        for proposal in seen.proposals:
            noted = self._note(plan, proposal, read)
            if noted and (read.facts.today, proposal.kind) not in self._put_off:
                confirms = plan.program.confirms(back=proposal.kind is Kind.STEP_BACK)
                if proposal.kind is Kind.FLARE:
                    confirms = Confirms.PATIENT
                name = plan.program.stage(proposal.to_stage).name
                return Standing(proposal, confirms, name)
        return None

    def _note(self, plan: CurrentPlan, proposal: Proposal, read: _Read) -> bool:
        """Log a proposal whose reason is new; whether it is in the log."""
        mark = (read.facts.today, read.began, proposal.key)
        if mark in self._noted:
            return True
        if not _is_logged(plan, proposal, read):
            if self._records.log.refusal:
                return False
            try:
                self._records.record(_fact(proposal))
            except LogError:
                return False
        self._noted.add(mark)
        return True

    # --- what is read

    def _read(self, plan: CurrentPlan, course: History, *, locked: bool) -> _Read:
        """The facts by day, read once for each state of the log."""
        now, today = self._records.now(), self._records.today()
        until = course.flare_until()
        flare = until is not None and until > now
        newest = None if self._records.log.writable else self._records.log.last_at()
        state = (today, self._records.written, newest, flare, locked, plan)
        if self._kept is not None and self._kept.state == state:
            return self._kept
        history = self._history(plan, today)
        questions = [item.id for item in self._safety.flags.items]
        began = _began(course)
        facts = gate_facts(
            history,
            today=today,
            since=began,
            start=plan.first_day,
            flag_open=locked or flag_is_open(history, questions),
            list_finished=self._list_was_finished(history, questions),
            flare=flare,
        )
        self._kept = _Read(state, facts, history, began)
        return self._kept

    def _list_was_finished(self, history: History, questions: Sequence[str]) -> bool:
        """Also before this plan, which is read only where it matters."""
        return list_was_finished(history, questions) or list_was_finished(
            self._records.whole(RedFlagAnswered), questions
        )

    def _history(self, plan: CurrentPlan, today: date) -> History:
        """Everything of the last days, and the rare kinds since the plan began."""
        days = max([LEAST_DAYS_READ, *(_days_back(one) for one in _criteria(plan))])
        recent = today - timedelta(days=days)
        before = recent - timedelta(days=1)
        older = self._records.log.read(since=plan.first_day, until=before, kinds=_KINDS)
        return history_of([*older, *self._records.log.read(since=recent)])


def _criteria(plan: CurrentPlan) -> tuple[Criterion, ...]:
    here = plan.program.stage(plan.stage)
    following = plan.program.neighbour(plan.stage, 1)
    return (*here.leave, *here.fall_back, *(following.enter if following is not None else ()))


def _days_back(criterion: Criterion) -> int:
    """How far back a criterion reads what the day asked; the other kinds are read whole."""
    return (criterion.days or 0) if criterion.rule is GateRule.ADHERENCE_AT_LEAST else 0


def _began(course: History) -> datetime:
    """When the stage that holds began. ValueError without a plan."""
    for stamped in reversed(course.facts):
        if isinstance(stamped.fact, StageChanged | PlanReceived):
            return stamped.at
    raise ValueError("no plan")


def _fact(proposal: Proposal) -> StageProposed | FlareProposed:
    if proposal.kind is Kind.FLARE:
        return FlareProposed(rule=proposal.rule, evidence=proposal.evidence)
    return StageProposed(
        from_stage=proposal.from_stage,
        to_stage=proposal.to_stage,
        rule=proposal.rule,
        evidence=proposal.evidence,
    )


def _is_logged(plan: CurrentPlan, proposal: Proposal, read: _Read) -> bool:
    """Whether it was proposed today, or before and the reason never fell away since."""
    days = [
        stamped.day
        for stamped in read.history.facts
        if stamped.at >= read.began and _is_of(stamped, proposal)
    ]
    if not days:
        return False
    today = read.facts.today
    first = max(max(days), today - timedelta(days=FELL_AWAY_DAYS)) + timedelta(days=1)
    between = days_between(first, today - timedelta(days=1))
    return all(_proposed_on(plan, proposal, read.facts.as_of(day)) for day in between)


def _is_of(stamped: Stamped, proposal: Proposal) -> bool:
    """Whether a fact in the log is this very proposal."""
    fact = stamped.fact
    if isinstance(fact, FlareProposed):
        return proposal.kind is Kind.FLARE and fact.rule == proposal.rule
    return isinstance(fact, StageProposed) and (
        (fact.from_stage, fact.to_stage, fact.rule)
        == (proposal.from_stage, proposal.to_stage, proposal.rule)
    )


def _proposed_on(plan: CurrentPlan, proposal: Proposal, facts: GateFacts) -> bool:
    found = outlook(plan.program, plan.stage, facts).proposals
    return any(one.key == proposal.key for one in found)
