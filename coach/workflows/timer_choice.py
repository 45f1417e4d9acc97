"""What may run by the clock now: for which exercise, for how long, or why not."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.errors import InputError
from coach.domain.exercise import Exercise, Kind
from coach.domain.history import History
from coach.domain.outcomes import Excuse, TimerKind
from coach.domain.pack_checks import MOST_PACKS_A_DAY
from coach.domain.time_events import TimerEnded, TimerStarted
from coach.domain.timers import (
    BELT_DAYS,
    BELT_SECONDS_A_DAY,
    PACKS,
    REST_AGAIN_SECONDS,
    REST_LONGEST_MINUTES,
    belt_seconds,
    belt_until,
    packs_on,
    rested_until,
)
from coach.workflows.pack_rest import PACK_DONE, found_exercise, skin_rests_until
from coach.workflows.records import Records
from coach.workflows.timer_clock import TimerClock
from coach.workflows.today import TodayWorkflow

EXERCISE_KIND = {
    TimerKind.COLD: Kind.COLD,
    TimerKind.HEAT: Kind.HEAT,
    TimerKind.REST: Kind.REST,
}
USUAL = {TimerKind.COLD: "cold-pack", TimerKind.HEAT: "heat-pack", TimerKind.REST: "side-lie"}
"""What is done where the plan has none of its own."""
BELT = "brace-belt"
BELT_MINUTES = 60
"""A belt's time when nobody says how long the task is (source: DESIGN)."""
RUNS_ALREADY = "It runs already."
NO_BELT = "Your plan has no belt. A belt is worn only when your therapist gave it; ask them."


class Chosen(Struct, frozen=True):
    """What a timer is begun for."""

    kind: TimerKind
    exercise: Exercise
    item: AgendaItem | None
    """What the plan asks of it today; None when it does not."""
    seconds: int
    longest_seconds: int
    said_before: str = ""
    """What was answered to the question before, where that was a no."""

    @property
    def question(self) -> str:
        """The question about the skin that comes first; empty for what lies on none."""
        question = self.exercise.pack.question if self.exercise.pack is not None else ""
        return f"{self.said_before} {question}".strip()


class TimerChoice:
    """Answers for one kind what may be begun."""

    def __init__(self, records: Records, today: TodayWorkflow, clock: TimerClock) -> None:
        self._records = records
        self._today = today
        self._clock = clock

    def choose(self, kind: TimerKind, minutes: int | None, at: datetime) -> Chosen:
        """What begins at `at`. Raises InputError that says why nothing may, and when it may."""
        item = self._item(kind)
        exercise = self._exercise(kind, item)
        if kind is TimerKind.BRACE:
            return self._belt(exercise, item, minutes, at)
        asked = (item.dose if item is not None else exercise.dose).hold_seconds
        if kind is TimerKind.REST:
            seconds = _within(minutes, REST_LONGEST_MINUTES, "A rest is") or asked
            seconds = min(seconds, REST_LONGEST_MINUTES * 60)
            if item is None or item.state is not ItemState.DUE:
                self._require_up_for_a_while(at)
            return Chosen(kind, exercise, item, seconds, seconds + REST_AGAIN_SECONDS)
        longest = exercise.longest_seconds
        assert longest is not None
        seconds = _within(minutes, longest // 60, f"{exercise.name}:") or asked
        self._require_rested(kind, exercise, at)
        return Chosen(kind, exercise, item, min(seconds, longest), longest)

    def _items(self, kind: TimerKind) -> Iterator[AgendaItem]:
        """What today asks of this kind."""
        if self._records.current_plan() is None:
            return
        for item in self._today.look().agenda.items:
            exercise = found_exercise(self._records, item.exercise)
            if exercise is not None and _fits(kind, exercise):
                yield item

    def _item(self, kind: TimerKind) -> AgendaItem | None:
        """What is due of it, or comes next; None where the plan asks for none today."""
        items = list(self._items(kind))
        open_ones = [one for one in items if one.state in (ItemState.DUE, ItemState.LATER)]
        due = [one for one in open_ones if one.state is ItemState.DUE]
        # After numb skin the pack may be asked for again: its question is then asked anew.
        resting = (one for one in items if one.excused is Excuse.SAFETY and not one.numb)
        if not open_ones and any(resting):
            raise InputError("Left out", "It is left out for today, to be safe.")
        return next(iter([*due, *open_ones]), None)

    def _exercise(self, kind: TimerKind, item: AgendaItem | None) -> Exercise:
        """The item's exercise, else the plan's own of this kind, else the usual one."""
        if item is not None:
            return self._records.shelf.exercise(item.exercise)
        for name in self._of_plan():
            exercise = found_exercise(self._records, name)
            if exercise is not None and _fits(kind, exercise):
                return exercise
        if kind is TimerKind.BRACE:
            raise InputError("Belt", NO_BELT)
        return self._records.shelf.exercise(USUAL[kind])

    def _of_plan(self) -> list[str]:
        """Every exercise of the present stage and of a bad day."""
        plan = self._records.current_plan()
        if plan is None:
            return []
        stage = plan.program.stage(plan.stage).prescriptions
        return [one.exercise for one in (*stage, *plan.program.flare.prescriptions)]

    def _require_rested(self, kind: TimerKind, exercise: Exercise, at: datetime) -> None:
        """Raises InputError while the skin rests, and after as many packs as the day allows."""
        recent = self._records.recent(2)
        until = skin_rests_until(recent, self._find, exercise, at)
        # Whoever sets the wall clock forward makes no skin rest shorter.
        gap = exercise.pack.gap_minutes if exercise.pack is not None else 0
        left = self._clock.skin_rests_seconds(gap)
        if left > 0:
            until = max(until or at, self._records.now() + timedelta(seconds=left))
        if until is not None:
            clock = until.astimezone(self._records.now().tzinfo).strftime("%H:%M")
            raise InputError("Too soon", f"Your skin rests until {clock}; no pack before that.")
        asked = len({item.id for item in self._items(kind)})
        most = min(asked or MOST_PACKS_A_DAY, MOST_PACKS_A_DAY)
        if packs_on(recent.facts, kind, at.date()) >= most:
            words = f"{MOST_PACKS_A_DAY} a day are the most; leave the skin alone until tomorrow."
            raise InputError("Enough for today", PACK_DONE if asked else words)

    def _require_up_for_a_while(self, at: datetime) -> None:
        """Raises InputError within the hour since the last rest began; the plan may ask sooner."""
        until = rested_until(self._records.recent(2).facts)
        if until is not None and at < until:
            clock = until.astimezone(self._records.now().tzinfo).strftime("%H:%M")
            raise InputError(
                "Too soon",
                f"Rest once an hour at the most: the next one from {clock}. Walk a little now.",
            )

    def _find(self, name: str) -> Exercise | None:
        return found_exercise(self._records, name)

    def _belt(
        self, exercise: Exercise, item: AgendaItem | None, minutes: int | None, at: datetime
    ) -> Chosen:
        """Two hours a day at the most, and a review after fourteen days."""
        worn = self._records.whole(TimerStarted, TimerEnded)
        self._require_no_review(worn, at)
        left = BELT_SECONDS_A_DAY - belt_seconds(worn.facts, at.date())
        if left < 60:
            what = "The belt was on for two hours today. That is the most; it stays off now."
            raise InputError("Enough for today", what)
        most = int(left // 60)
        seconds = _within(minutes, most, "The belt today:") or min(BELT_MINUTES, most) * 60
        return Chosen(TimerKind.BRACE, exercise, item, seconds, most * 60)

    def _require_no_review(self, worn: History, at: datetime) -> None:
        plan = self._records.current_plan()
        last = belt_until(worn.facts, plan.program.plan_version if plan is not None else "")
        if last is not None and at.date() > last:
            first = last - timedelta(days=BELT_DAYS - 1)
            what = f"The belt was given for {BELT_DAYS} days, and you began on {first}."
            raise InputError("Review needed", f"{what} Leave it off and ask your therapist.")


def _fits(kind: TimerKind, exercise: Exercise) -> bool:
    if kind is TimerKind.BRACE:
        return exercise.id == BELT
    if kind in PACKS and exercise.pack is None:
        return False
    return exercise.kind is EXERCISE_KIND[kind]


def _within(minutes: int | None, most: int, what: str) -> int:
    """The seconds that were asked for; 0 when nobody said. Raises InputError above the most."""
    if minutes is None:
        return 0
    if not 1 <= minutes <= most:
        raise InputError("Too long", f"{what} from 1 to {most} minutes, and {most} is the most.")
    return minutes * 60
