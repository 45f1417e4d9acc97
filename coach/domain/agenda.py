"""The agenda: what one day holds, as a pure function of plan, facts and now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from coach.domain.dose import Dose
from coach.domain.events import (
    Excuse,
    ExerciseDone,
    FlareStarted,
    ItemAsked,
    ItemExcused,
    Reason,
    SetOutcome,
)
from coach.domain.history import History
from coach.domain.program import Prescription, Program, StageCode
from coach.domain.routine import asked_on, occurrence, slot_times

DONE_SHARE = 0.995
"""Share of the asked dose from which an item counts as done: rounding, not leniency."""


class ItemState(StrEnum):
    """Where an item stands (contract section 1)."""

    DUE = "due"
    LATER = "later"
    DONE = "done"
    MISSED = "missed"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing the day asks for, once."""

    id: str
    """`2027-03-01/bird-dog/2`: date, exercise, which time that day."""
    exercise: str
    dose: Dose
    nth: int
    due_at: datetime
    """When it is asked for, in UTC; moved on when the smallest gap has not passed."""
    state: ItemState
    share: float = 0.0
    """How much of the asked dose is done, 0 to 1."""
    declined: Reason | None = None
    """Why it was left out, when the patient said so."""
    excused: Excuse | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """One day of one patient."""

    day: date
    stage: StageCode
    flare: bool
    """Whether a flare day's own plan is asked instead of the stage's."""
    items: tuple[AgendaItem, ...]

    def in_state(self, state: ItemState) -> list[AgendaItem]:
        """Items that stand in `state`, in order of time."""
        return [item for item in self.items if item.state is state]

    @property
    def due(self) -> list[AgendaItem]:
        """What to do now."""
        return self.in_state(ItemState.DUE)

    @property
    def next_due_at(self) -> datetime | None:
        """When the next thing falls due after now; None when nothing is left today."""
        return min((item.due_at for item in self.in_state(ItemState.LATER)), default=None)


def item_id(day: date, exercise: str, nth: int) -> str:
    """The id of one item; the same for everyone who computes it."""
    return f"{day.isoformat()}/{exercise}/{nth}"


def item_day(item: str) -> date:
    """The day an item belongs to; ValueError for text that is no item id."""
    return date.fromisoformat(item.split("/")[0])


def item_exercise(item: str) -> str:
    """The exercise an item asks for; ValueError for text that is no item id."""
    parts = item.split("/")
    if len(parts) != 3:
        raise ValueError(item)
    return parts[1]


def agenda(
    program: Program,
    stage: StageCode,
    history: History,
    now: datetime,
    *,
    day: date,
    from_day: date,
    zone: tzinfo | None = None,
) -> Agenda:
    """What `day` asks for and how each item stands at `now`.

    `history` needs the facts of that day and, for a flare, of the days before; `from_day` is the
    plan's first day, before which nothing is asked.
    """
    flare = _flare_on(history, day, zone)
    prescriptions = program.flare.prescriptions if flare else program.stage(stage).prescriptions
    done = _done_by_item(history)
    items: list[AgendaItem] = []
    for prescription in prescriptions:
        if day >= from_day and asked_on(prescription, day, from_day=from_day):
            items.extend(_items(prescription, day, done, history, now, zone))
    return Agenda(day, stage, flare, tuple(sorted(items, key=_order(prescriptions))))


def _order(
    prescriptions: tuple[Prescription, ...],
) -> Callable[[AgendaItem], tuple[datetime, int]]:
    rank = {prescription.exercise: n for n, prescription in enumerate(prescriptions)}
    return lambda item: (item.due_at, rank[item.exercise])


def _flare_on(history: History, day: date, zone: tzinfo | None) -> bool:
    """A flare covers its first day and every day before the one on which its hours are over."""
    for stamped, fact in history.of(FlareStarted):
        ends = stamped.at + timedelta(hours=fact.hours)
        if stamped.day <= day and day < ends.astimezone(zone or stamped.at.tzinfo).date():
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Done:
    share_of: Mapping[str, tuple[float, float]]
    declined: Mapping[str, Reason]
    excused: Mapping[str, Excuse]
    finished_at: Mapping[str, datetime]


def _done_by_item(history: History) -> _Done:
    rehearsed = history.rehearsed_sessions()
    amounts: dict[str, tuple[float, float]] = {}
    declined: dict[str, Reason] = {}
    finished: dict[str, datetime] = {}
    for stamped, fact in history.of(ExerciseDone):
        if fact.session in rehearsed:
            continue
        reps, seconds = amounts.get(fact.item, (0.0, 0.0))
        amounts[fact.item] = (reps + fact.reps, seconds + fact.seconds)
        if fact.outcome in (SetOutcome.SKIPPED, SetOutcome.STOPPED):
            declined[fact.item] = fact.reason
        if fact.seconds > 0:
            finished[fact.item] = stamped.at
    excused = {fact.item: fact.reason for _, fact in history.of(ItemExcused)}
    return _Done(amounts, declined, excused, finished)


def asked_fact(item: AgendaItem, day: date) -> ItemAsked:
    """The item as it stands on the asked side of adherence."""
    return ItemAsked(
        item=item.id,
        for_day=day,
        exercise=item.exercise,
        planned_reps=item.dose.total_reps,
        planned_seconds=item.dose.total_seconds,
        timed=item.dose.timed,
    )


def share_done(dose: Dose, reps: float, seconds: float) -> float:
    """Done over asked, 0 to 1 (contract section 5)."""
    asked = dose.total_seconds if dose.timed else dose.total_reps
    if asked <= 0:
        return 1.0 if reps > 0 else 0.0
    return min(1.0, (seconds if dose.timed else reps) / asked)


def _items(
    prescription: Prescription,
    day: date,
    done: _Done,
    history: History,
    now: datetime,
    zone: tzinfo | None,
) -> list[AgendaItem]:
    slots = [occurrence(day, at, zone) for at in slot_times(prescription)]
    items = []
    last_done: datetime | None = None
    for nth, slot in enumerate(slots, start=1):
        name = item_id(day, prescription.exercise, nth)
        share = share_done(prescription.dose, *done.share_of.get(name, (0.0, 0.0)))
        item = AgendaItem(
            id=name,
            exercise=prescription.exercise,
            dose=prescription.dose,
            nth=nth,
            due_at=_after_gap(slot, last_done, prescription.gap_minutes),
            state=ItemState.LATER,
            share=share,
            declined=done.declined.get(name),
            excused=done.excused.get(name),
            note=prescription.note,
        )
        next_slot = slots[nth] if nth < len(slots) else None
        items.append(replace(item, state=_state(item, now, day, next_slot, zone)))
        last_done = done.finished_at.get(name, last_done)
    return items


def _after_gap(slot: datetime, last_done: datetime | None, gap_minutes: int) -> datetime:
    if last_done is None:
        return slot
    return max(slot, last_done.astimezone(slot.tzinfo) + timedelta(minutes=gap_minutes))


def _state(
    item: AgendaItem, now: datetime, day: date, next_slot: datetime | None, zone: tzinfo | None
) -> ItemState:
    """A slot stays open until the next one of the same exercise opens: never two at once."""
    today = now.astimezone(zone).date() if zone is not None else now.date()
    if item.excused is not None:
        return ItemState.EXCUSED
    if item.share >= DONE_SHARE:
        return ItemState.DONE
    if item.declined is not None or today > day:
        return ItemState.MISSED
    if today < day or now < item.due_at:
        return ItemState.LATER
    if next_slot is not None and now >= next_slot:
        return ItemState.MISSED
    return ItemState.DUE
