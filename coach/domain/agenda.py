"""The agenda: what one day holds, as a pure function of plan, facts and now."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.dose import Dose
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    Fact,
    FlareStarted,
    ItemAsked,
    ItemExcused,
    SessionEnded,
    SessionStarted,
)
from coach.domain.history import History
from coach.domain.outcomes import Excuse, Reason, SetOutcome
from coach.domain.program import Eased, Easier, Prescription, Program, StageCode
from coach.domain.routine import asked_on, occurrence, slot_times
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.domain.timers import SKIN

DONE_SHARE = 0.995
"""Share of the asked dose from which an item counts as done: rounding, not leniency."""


class ItemState(StrEnum):
    """Where an item stands (contract section 1)."""

    DUE = "due"
    LATER = "later"
    DONE = "done"
    MISSED = "missed"
    EXCUSED = "excused"


RESTS_ON: tuple[type[Fact], ...] = (
    AnswerGiven,
    ExerciseDone,
    FlareStarted,
    ItemAsked,
    ItemExcused,
    SessionEnded,
    SessionStarted,
    TimerEnded,
    TimerStarted,
)
"""What decides what a day asks, and whether a session is being done."""


class AgendaItem(Struct, frozen=True):
    """One thing the day asks for, once."""

    id: str
    """`2027-03-01/bird-dog/2`: date, exercise, which time that day."""
    exercise: str
    """What is done: the easier form where that comes in the place of what the id names."""
    dose: Dose
    nth: int
    due_at: datetime
    """When it is asked for, in UTC; moved on when the smallest gap has not passed."""
    closes_at: datetime
    """From when it is asked no longer, in UTC: the exercise's next time, or midnight."""
    state: ItemState
    share: float = 0.0
    """How much of the asked dose is done, 0 to 1."""
    declined: Reason | None = None
    """Why it was left out, when the patient said so."""
    numb: bool = False
    """Whether it is a pack whose skin question was answered no."""
    rests: bool = False
    """Whether it is a pack that waits for the skin, which rests until it is asked for."""
    excused: Excuse | None = None
    note: str = ""
    eased: Eased | None = None
    """How much easier than the plan has it this is asked after a red."""


class Agenda(Struct, frozen=True):
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
    received_at: datetime | None = None,
    zone: tzinfo | None = None,
) -> Agenda:
    """What `day` asks for and how each item stands at `now`.

    `history` needs the facts of that day and the day before, and flares of earlier days. `from_day`
    is the plan's first day, before which nothing is asked; what was over when the plan was
    received, or when a flare began or ended, is not asked either.
    """
    flare, ended = flare_on(history, day, now, zone)
    prescriptions = program.flare.prescriptions if flare else program.stage(stage).prescriptions
    begins = [at for at in (received_at, flare, ended) if at is not None]
    done = _done_by_item(history)
    items: list[AgendaItem] = []
    for prescription in prescriptions:
        if day >= from_day and asked_on(prescription, day, from_day=from_day):
            found = _items(prescription, day, done, now, zone)
            items.extend(item for item in found if _is_asked(item, begins))
    return Agenda(day, stage, flare is not None, tuple(sorted(items, key=_order(prescriptions))))


def _is_asked(item: AgendaItem, begins: Sequence[datetime]) -> bool:
    """What was over before its plan began is asked only if something is known of it."""
    if item.share or item.declined is not None or item.excused is not None:
        return True
    return all(item.closes_at > begin for begin in begins)


def _order(
    prescriptions: tuple[Prescription, ...],
) -> Callable[[AgendaItem], tuple[datetime, int]]:
    rank = {prescription.exercise: n for n, prescription in enumerate(prescriptions)}
    return lambda item: (item.due_at, rank[item_exercise(item.id)])


def flare_on(
    history: History, day: date, now: datetime, zone: tzinfo | None
) -> tuple[datetime | None, datetime | None]:
    """When the flare that runs on `day` began, and when one that ended on it did; None for none.

    A flare lasts as long as its hours and no longer: on its last day its own plan is asked until
    they are over, and the stage's from then on. Of a day that is past the end counts.
    """
    after = day + timedelta(days=1)
    moment = now if _local(now, zone) == day else occurrence(after, time(0), zone)
    ended: datetime | None = None
    for stamped, fact in history.of(FlareStarted):
        ends = stamped.at + timedelta(hours=fact.hours)
        if stamped.day > day:
            continue
        if ends > moment or (moment is not now and ends == moment):
            return stamped.at, None
        if _local(ends, zone or stamped.at.tzinfo) == day:
            ended = ends
    return None, ended


def _local(at: datetime, zone: tzinfo | None) -> date:
    return at.astimezone(zone).date() if zone is not None else at.date()


class _Done(Struct, frozen=True):
    share_of: Mapping[str, tuple[float, float]]
    declined: Mapping[str, Reason]
    excused: Mapping[str, Excuse]
    finished: Mapping[str, Sequence[tuple[str, datetime]]]
    """For each exercise the items that were worked on, and when."""
    numb: Collection[str]
    """Packs whose skin question was answered no."""


def _done_by_item(history: History) -> _Done:
    rehearsed = history.rehearsed_sessions()
    amounts: dict[str, tuple[float, float]] = {}
    declined: dict[str, Reason] = {}
    finished: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for stamped, fact in history.of(ExerciseDone):
        if fact.session in rehearsed:
            continue
        reps, seconds = amounts.get(fact.item, (0.0, 0.0))
        amounts[fact.item] = (reps + fact.reps, seconds + fact.seconds)
        if left_out(fact):
            declined[fact.item] = fact.reason
        if fact.seconds > 0 or fact.reps > 0:
            finished[_asked_exercise(fact)].append((fact.item, stamped.at))
    excused = {fact.item: fact.reason for _, fact in history.of(ItemExcused)}
    skin = {one.item: one.value for _, one in history.of(AnswerGiven) if one.instrument == SKIN}
    numb = {item for item, value in skin.items() if value == "no"}
    return _Done(amounts, declined, excused, finished, numb)


def left_out(fact: ExerciseDone) -> bool:
    """Whether it is not asked for again: left out, stopped, or broken off because it hurt."""
    if fact.outcome in (SetOutcome.SKIPPED, SetOutcome.STOPPED):
        return True
    return fact.outcome is SetOutcome.PARTIAL and fact.reason is Reason.PAIN


def _asked_exercise(fact: ExerciseDone) -> str:
    """The exercise the item asks for; the set may be one of its easier form."""
    parts = fact.item.split("/")
    return parts[1] if len(parts) == 3 else fact.exercise


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
    """Done over asked, 0 to 1 (contract section 5); no dose asks for nothing (`beyond_caps`)."""
    share = seconds / dose.total_seconds if dose.timed else reps / dose.total_reps
    return min(1.0, share)


def _items(
    prescription: Prescription,
    day: date,
    done: _Done,
    now: datetime,
    zone: tzinfo | None,
) -> list[AgendaItem]:
    """A slot stays open until the next one of the same exercise opens: never two at once."""
    # Sorted: a clock change can swap two times, or let them fall together.
    slots = sorted(occurrence(day, at, zone) for at in slot_times(prescription))
    midnight = occurrence(day + timedelta(days=1), time(0), zone)
    items = []
    for nth, (slot, closes_at) in enumerate(pairwise([*slots, midnight]), start=1):
        name = item_id(day, prescription.exercise, nth)
        share = share_done(prescription.dose, *done.share_of.get(name, (0.0, 0.0)))
        item = AgendaItem(
            id=name,
            exercise=prescription.instead or prescription.exercise,
            dose=prescription.dose,
            nth=nth,
            due_at=_after_gap(slot, closes_at, name, prescription, done),
            closes_at=closes_at,
            state=ItemState.LATER,
            share=share,
            declined=done.declined.get(name),
            numb=name in done.numb,
            excused=done.excused.get(name) or _left_out_for_now(prescription),
            note=prescription.note,
            eased=prescription.eased,
        )
        items.append(replace(item, state=_state(item, now, day, zone)))
    return items


def _left_out_for_now(prescription: Prescription) -> Excuse | None:
    """What the plan lets nobody make easier rests after a red."""
    left_out = prescription.eased is not None and prescription.eased.how is Easier.LEFT_OUT
    return Excuse.SAFETY if left_out else None


def _after_gap(
    slot: datetime, closes_at: datetime, name: str, prescription: Prescription, done: _Done
) -> datetime:
    """The slot, or the end of the gap after another time of the same exercise, if that is later.

    The other time may be one of the day before: a gap does not end at midnight.
    """
    others = [
        at.astimezone(UTC)
        for item, at in done.finished.get(prescription.exercise, ())
        if item != name and at < closes_at
    ]
    gap = timedelta(minutes=prescription.gap_minutes)
    return max([slot, *(at + gap for at in others)])


def _state(item: AgendaItem, now: datetime, day: date, zone: tzinfo | None) -> ItemState:
    today = _local(now, zone)
    if item.excused is not None:
        return ItemState.EXCUSED
    if item.share >= DONE_SHARE:
        return ItemState.DONE
    if item.declined is not None or today > day:
        return ItemState.MISSED
    if today == day and now >= item.closes_at:
        return ItemState.MISSED
    return ItemState.LATER if today < day or now < item.due_at else ItemState.DUE
