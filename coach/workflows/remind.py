"""Reminders while a coach is open: silent when done, said once when due, once more, then quiet."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from coach.domain.agenda import AgendaItem
from coach.session.cues import Cue, CueKind
from coach.workflows.ports import Alarm, Speaker
from coach.workflows.records import Records
from coach.workflows.sit import SittingGuard
from coach.workflows.today import TodayWorkflow

AGAIN_AFTER = timedelta(minutes=30)
"""A reminder nobody followed comes once more after this, then no more (source: DESIGN)."""
MOST_ALARMS = 20
"""How many of the next due times the scheduler holds at once."""


class Reminders:
    """Asks the agenda what is due; the scheduler only wakes it, it decides nothing."""

    def __init__(
        self,
        records: Records,
        speaker: Speaker,
        alarm: Alarm,
        today: TodayWorkflow,
        guard: SittingGuard,
        quiet: tuple[time, time],
    ) -> None:
        self._records = records
        self._speaker = speaker
        self._alarm = alarm
        self._today = today
        self._guard = guard
        self._quiet = quiet
        self._told: dict[str, list[datetime]] = {}

    def arm(self, wake: Callable[[], None]) -> None:
        """Wake at the next due times; call again after a start, a gap, a change or a wake."""
        look = self._today.look()
        times = [item.due_at for item in look.agenda.items if item.due_at > look.now]
        sitting = self._guard.next_at()
        if sitting is not None and sitting > look.now:
            times.append(sitting)
        if look.hold is not None:
            times = []
        self._alarm.set(sorted(set(times))[:MOST_ALARMS], wake)

    def seen(self) -> None:
        """What is due now stands on the screen already: it needs no telling for a while."""
        look = self._today.look()
        for item in look.agenda.due:
            self._told.setdefault(item.id, []).append(look.now)

    def poll(self) -> list[Cue]:
        """What to remind of now: nothing under a hold, nothing twice, one line for many."""
        look = self._today.look()
        if look.hold is not None:
            return []
        fresh = [item for item in look.agenda.due if self._wants_telling(item, look.now)]
        if not fresh:
            return []
        for item in fresh:
            self._told.setdefault(item.id, []).append(look.now)
        names = [look.name(item) for item in fresh]
        cue = Cue(CueKind.REMINDER, _sentence(names), spoken=not self._quiet_at(look.now.time()))
        self._speaker.say(cue)
        return [cue]

    def _wants_telling(self, item: AgendaItem, now: datetime) -> bool:
        told = self._told.get(item.id, [])
        return not told or (len(told) == 1 and now - told[0] >= AGAIN_AFTER)

    def _quiet_at(self, at: time) -> bool:
        start, end = self._quiet
        if start <= end:
            return start <= at < end
        return at >= start or at < end


def _sentence(names: list[str]) -> str:
    different = list(dict.fromkeys(names))
    if len(different) == 1:
        return f"{different[0]} is due now."
    listed = ", ".join(different[:-1])
    return f"Due now: {listed} and {different[-1]}."
