"""The day book: the asked side of the log, kept in step with the agenda."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from coach.domain.agenda import DONE_SHARE, Agenda, ItemState, agenda, asked_fact
from coach.domain.errors import LogError
from coach.domain.events import (
    Fact,
    FlareStarted,
    ItemAsked,
    ItemExcused,
    PlanReceived,
    StageChanged,
)
from coach.domain.history import History, history_of
from coach.domain.outcomes import Excuse
from coach.domain.program import StageCode
from coach.domain.routine import days_between
from coach.review.adherence import amounts_by_item, recorded_days, share_of
from coach.workflows.records import CurrentPlan, Records

MOST_DAYS_BACK = 60
"""Days that are filled in as *not recorded* after a long absence."""
USUAL_DAYS_BACK = 7
"""How far back the last opened day is looked for at first."""


class DayBook:
    """Writes what a day asks: once a day, and again when plan, stage, flare or hold change."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._kept: tuple[date, tuple[str, ...]] | None = None

    def history(self, course: History, first: date) -> History:
        """What the agenda of `first` and later days rests on."""
        since = first - timedelta(days=1)
        flares = [
            stamped
            for stamped in course.facts
            if isinstance(stamped.fact, FlareStarted) and stamped.day < since
        ]
        return history_of([*flares, *self._records.log.read(since=since)])

    def agenda(self, plan: CurrentPlan, history: History, day: date) -> Agenda:
        """The agenda of one day as it stands now."""
        return agenda(
            plan.program,
            plan.stage,
            history,
            self._records.now(),
            day=day,
            from_day=plan.plan.from_day,
            received_at=plan.received_at,
            zone=self._records.zone,
        )

    def keep(self, plan: CurrentPlan, course: History) -> tuple[date, ...] | None:
        """Write what is not written yet; the days that turn out not recorded.

        None when nothing was to do, and when the log cannot be written: it is tried again at the
        next call.
        """
        today = self._records.today()
        state = (today, tuple(stamped.id for stamped in course.facts))
        if state == self._kept or self._records.log.refusal:
            return None
        away = self._days_away(plan, today)
        history = self.history(course, self._first_needed(course, [*away, today]))
        facts = [
            *history.broken_sessions(today if self._kept is None else date.min),
            *self._asked_on(away, plan, course, history),
            *self._asked_today(plan, history, today),
            *self._locked(plan, course, history, today),
        ]
        try:
            self._records.record(*facts)
        except LogError:
            return None
        self._kept = state
        asked = {fact.for_day for fact in facts if isinstance(fact, ItemAsked)}
        return tuple(day for day in away if day in asked and day not in recorded_days(history))

    def _days_away(self, plan: CurrentPlan, today: date) -> list[date]:
        """Days between the last one that was opened and today."""
        for back in (USUAL_DAYS_BACK, MOST_DAYS_BACK):
            first = max(plan.first_day, today - timedelta(days=back))
            asked = history_of(self._records.log.read(since=first, kinds=[ItemAsked]))
            opened = [fact.for_day for _, fact in asked.of(ItemAsked) if fact.for_day < today]
            if opened:
                return days_between(
                    max(first, max(opened) + timedelta(days=1)), today - timedelta(days=1)
                )
            if first == plan.first_day:
                break
        return days_between(first, today - timedelta(days=1))

    def _first_needed(self, course: History, days: Sequence[date]) -> date:
        """Sessions are looked for a week back, holds as far as they reach."""
        today = days[-1]
        oldest = today - timedelta(days=MOST_DAYS_BACK)
        holds = [since.date() for since, _ in course.hold_periods()]
        recent_holds = [day for day in holds if day >= oldest]
        return min([days[0], today - timedelta(days=USUAL_DAYS_BACK), *recent_holds])

    def _asked_on(
        self, days: Sequence[date], plan: CurrentPlan, course: History, history: History
    ) -> Iterable[Fact]:
        """What past days asked, under the stage that held on each."""
        for day in days:
            held = _as_it_was(plan, course, day)
            yield from (asked_fact(item, day) for item in self.agenda(held, history, day).items)

    def _asked_today(self, plan: CurrentPlan, history: History, today: date) -> Iterable[Fact]:
        """What today asks that is not asked yet; what it asks no longer is excused."""
        day = self.agenda(plan, history, today)
        asked = {fact.item: fact for _, fact in history.of(ItemAsked) if fact.for_day == today}
        wanted = {item.id: asked_fact(item, today) for item in day.items}
        yield from (fact for item, fact in wanted.items() if asked.get(item) != fact)
        amounts, left_out = amounts_by_item(history)
        excused = {fact.item for _, fact in history.of(ItemExcused)}
        reason = Excuse.FLARE if day.flare else Excuse.THERAPIST
        for item, fact in asked.items():
            if item in wanted or item in excused or item in left_out:
                continue
            if share_of(fact, *amounts.get(item, (0.0, 0.0))) < DONE_SHARE:
                yield ItemExcused(item=item, reason=reason)

    def _locked(
        self, plan: CurrentPlan, course: History, history: History, today: date
    ) -> list[ItemExcused]:
        """Items whose time ran out under a safety hold do not count."""
        oldest = today - timedelta(days=MOST_DAYS_BACK)
        found: dict[str, ItemExcused] = {}
        for since, until in course.hold_periods():
            last = today if until is None else min(today, until.date())
            for day in days_between(max(since.date(), oldest, plan.first_day), last):
                held = _as_it_was(plan, course, day)
                for item in self.agenda(held, history, day).in_state(ItemState.MISSED):
                    under = since < item.closes_at and (until is None or item.closes_at <= until)
                    if under and item.declined is None:
                        found[item.id] = ItemExcused(item=item.id, reason=Excuse.SAFETY)
        return list(found.values())


def _as_it_was(plan: CurrentPlan, course: History, day: date) -> CurrentPlan:
    """The plan in the stage that held on a day."""
    stage: StageCode | None = None
    for stamped in course.facts:
        if stamped.day > day:
            break
        if isinstance(stamped.fact, StageChanged):
            stage = stamped.fact.to_stage
        elif isinstance(stamped.fact, PlanReceived):
            stage = stamped.fact.stage
    known = {held.code for held in plan.program.stages}
    return replace(plan, stage=stage) if stage in known else plan
