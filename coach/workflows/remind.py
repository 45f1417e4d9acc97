"""Reminders while a coach is open: silent when done, said once when due, once more, then quiet."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.check_ups import EVENING_FROM
from coach.domain.routine import occurrence
from coach.session.cues import Cue, CueKind
from coach.workflows.check_in import CheckInWorkflow
from coach.workflows.check_ups import CheckUps
from coach.workflows.ports import Alarm, Speaker
from coach.workflows.records import Records
from coach.workflows.today import TodayWorkflow
from coach.workflows.watching import Watcher, next_of

AGAIN_AFTER = timedelta(minutes=30)
"""A reminder nobody followed comes once more after this, then no more (source: DESIGN)."""
EVENING_READY = "The evening questions are ready. They take about a minute."
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
        watchers: Sequence[Watcher],
        check_in: CheckInWorkflow,
        check_ups: CheckUps,
        quiet: tuple[time, time],
    ) -> None:
        self._records = records
        self._speaker = speaker
        self._alarm = alarm
        self._today = today
        self._watchers = watchers
        self._check_in = check_in
        self._check_ups = check_ups
        self._quiet = quiet
        self._told: dict[str, list[datetime]] = {}
        self._told_evening: date | None = None
        self._told_morning: date | None = None

    def arm(self, wake: Callable[[], None]) -> None:
        """Wake at the next due times; call again after a start, a gap, a change or a wake."""
        look = self._today.look()
        times = [self._midnight(look.now), next_of(self._watchers)]
        if look.hold is None:
            times += [item.due_at for item in look.agenda.in_state(ItemState.LATER)]
            times.append(occurrence(look.now.date(), EVENING_FROM, self._records.zone))
        ahead = {time for time in times if time is not None and time > look.now}
        self._alarm.set(sorted(ahead)[:MOST_ALARMS], wake)

    def _midnight(self, now: datetime) -> datetime:
        """When the next day begins, and with it another agenda."""
        return occurrence(now.date() + timedelta(days=1), time(0), self._records.zone)

    def seen(self) -> None:
        """What is due now stands on the screen already: it needs no telling for a while."""
        look = self._today.look()
        self._told_evening = self._check_ups.evening_ready() or self._told_evening
        for item in look.agenda.due:
            self._told.setdefault(item.id, [look.now])

    def poll(self) -> list[Cue]:
        """What to remind of now, one line for many.

        Nothing under a hold and nothing in the middle of a session; what is due is told twice at
        the most.
        """
        look = self._today.look()
        if look.hold is not None or look.in_session:
            return []
        fresh = [item for item in look.agenda.due if self._wants_telling(item, look.now)]
        for item in fresh:
            self._told.setdefault(item.id, []).append(look.now)
        texts = list(self._morning(look.now))
        texts += [_sentence([look.name(item) for item in fresh])] if fresh else []
        if self._evening_wants_telling():
            texts.append(EVENING_READY)
        if not texts:
            return []
        spoken = not self._quiet_at(look.now.time())
        cue = Cue(CueKind.REMINDER, " ".join(texts), spoken=spoken)
        self._speaker.say(cue)
        return [cue]

    def _morning(self, now: datetime) -> tuple[str, ...]:
        """The offer to score the pain before getting up: once a morning, and after the quiet."""
        if self._told_morning == now.date() or self._quiet_at(now.time()):
            return ()
        lines = self._check_in.morning_lines()
        if lines:
            self._told_morning = now.date()
        return lines

    def _evening_wants_telling(self) -> bool:
        """Whether the evening's questions fell due and were not told of yet: once an evening."""
        evening = self._check_ups.evening_ready()
        if evening is None or evening == self._told_evening:
            return False
        self._told_evening = evening
        return True

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
