"""The day book: the asked side of the log, kept in step with the agenda."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from coach.domain.agenda import (
    DONE_SHARE,
    Agenda,
    AgendaItem,
    ItemState,
    agenda,
    asked_fact,
    flare_on,
    item_exercise,
)
from coach.domain.errors import LogError
from coach.domain.events import (
    AnswerGiven,
    Fact,
    FactRetracted,
    FlareStarted,
    ItemAsked,
    ItemExcused,
    LightGiven,
    PlanReceived,
    StageChanged,
    Stamped,
)
from coach.domain.history import History, history_of
from coach.domain.lights import Light
from coach.domain.outcomes import Excuse, Reason
from coach.domain.program import Easier, StageCode
from coach.domain.routine import days_between
from coach.domain.settled import SETTLED
from coach.review.adherence import amounts_by_item, recorded_days, share_of
from coach.workflows.ease import Ease
from coach.workflows.pack_rest import after_the_rest
from coach.workflows.records import CurrentPlan, Records

ASKED_AGAIN = "The plan asks for it again."
"""Why it is no longer excused."""
MOST_DAYS_BACK = 60
"""Days that are filled in as *not recorded* after a long absence."""
USUAL_DAYS_BACK = 7
"""How far back the last opened day is looked for at first."""


class DayBook:
    """Writes what a day asks: once a day, and again when plan, stage, flare or hold change."""

    def __init__(self, records: Records, ease: Ease) -> None:
        self._records = records
        self._ease = ease
        self._kept: tuple[object, ...] | None = None

    def history(
        self, course: History, first: date, kinds: Sequence[type[Fact]] | None = None
    ) -> History:
        """What the agenda of `first` and later days rests on; None is facts of every kind."""
        since = first - timedelta(days=1)
        flares = [
            stamped
            for stamped in course.facts
            if isinstance(stamped.fact, FlareStarted) and stamped.day < since
        ]
        return history_of([*flares, *self._records.log.read(since=since, kinds=kinds)])

    def agenda(self, plan: CurrentPlan, history: History, day: date) -> Agenda:
        """The agenda of one day as it stands now."""
        now = self._records.now()
        made = agenda(
            self._ease.program(plan, day),
            plan.stage,
            history,
            now,
            day=day,
            from_day=plan.plan.from_day,
            received_at=plan.received_at,
            zone=self._records.zone,
        )
        return after_the_rest(made, history, self._records, now) if day == now.date() else made

    def keep(self, plan: CurrentPlan, course: History) -> tuple[date, ...] | None:
        """Write what is not written yet; the days that turn out not recorded.

        None when nothing was to do, and when the log cannot be written: it is tried again at the
        next call.
        """
        today = self._records.today()
        if self._records.log.refusal:
            return None
        signs = (*course.facts, *self._signs(today))
        flare, _ = flare_on(course, today, self._records.now(), self._records.zone)
        state = (today, flare, tuple(stamped.id for stamped in signs))
        if state == self._kept:
            return None
        away = self._days_away(plan, today)
        history = self.history(course, self._first_needed(course, [*away, today]))
        facts = [
            *history.broken_sessions(today if self._kept is None else date.min),
            *self._asked_on(away, plan, course, history),
            *self._asked_today(plan, history, today),
            *self._locked(plan, course, history, today),
            *self._left_after_red(plan, course, history),
        ]
        try:
            self._records.record(*facts)
        except LogError:
            return None
        self._kept = state
        excused = {fact.item for fact in facts if isinstance(fact, ItemExcused)}
        excused |= {fact.item for _, fact in history.of(ItemExcused)}
        items = [fact for fact in facts if isinstance(fact, ItemAsked)]
        # A day on which nothing was left to do, as under a lock, has nothing to be recorded.
        asked = {fact.for_day for fact in items if fact.item not in excused}
        return tuple(day for day in away if day in asked and day not in recorded_days(history))

    def _signs(self, today: date) -> list[Stamped]:
        """What can change today's agenda in the middle of the day."""
        found = self._records.log.read(since=today, kinds=[LightGiven, AnswerGiven])
        return [stamped for stamped in found if _is_sign(stamped.fact)]

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
            items = self.agenda(held, history, day).items
            yield from (asked_fact(item, day) for item in items)
            yield from _resting(items, history)

    def _asked_today(self, plan: CurrentPlan, history: History, today: date) -> Iterable[Fact]:
        """What today asks that is not asked yet; what it asks no longer is excused."""
        day = self.agenda(plan, history, today)
        asked = {fact.item: fact for _, fact in history.of(ItemAsked) if fact.for_day == today}
        wanted = {item.id: asked_fact(item, today) for item in day.items}
        amounts, left_out = amounts_by_item(history)
        whole = {
            item
            for item, fact in asked.items()
            if share_of(fact, *amounts.get(item, (0.0, 0.0))) >= DONE_SHARE
        }
        # What was done in full stays as it was asked then, whichever plan asks for it now.
        changed = (item for item, fact in wanted.items() if asked.get(item) != fact)
        yield from (wanted[item] for item in changed if item not in whole)
        yield from _resting(day.items, history)
        yield from self._asked_again(day, history)
        excused = {fact.item for _, fact in history.of(ItemExcused)}
        flare = flare_on(history, today, self._records.now(), self._records.zone)
        reason = Excuse.FLARE if any(flare) else Excuse.THERAPIST
        for item in asked:
            if item not in wanted and item not in excused | left_out | whole:
                yield ItemExcused(item=item, reason=reason)

    def _asked_again(self, day: Agenda, history: History) -> Iterator[FactRetracted]:
        """What a plan left out today and one asks for again, unless its time is over by now."""
        now = self._records.now()
        open_yet = {item.id for item in day.items if item.closes_at > now}
        for stamped, fact in history.of(ItemExcused):
            if fact.reason is Excuse.THERAPIST and fact.item in open_yet:
                yield FactRetracted(fact=stamped.id, reason=ASKED_AGAIN)

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

    def _left_after_red(
        self, plan: CurrentPlan, course: History, history: History
    ) -> Iterator[ItemExcused]:
        """What was red is left out for the rest of its day, and counts on neither side.

        (source: S22, clinical 2.1 and 8.4)
        """
        days = {stamped.day for stamped, fact in history.of(LightGiven) if fact.light is Light.RED}
        for day in sorted(days):
            held = _as_it_was(plan, course, day)
            red = self._ease.red_on(held, history, day)
            for item in self.agenda(held, history, day).items if red else ():
                since = red.get(item_exercise(item.id))
                if since is not None and _rests_after(item, since):
                    yield ItemExcused(item=item.id, reason=Excuse.SAFETY)


def _is_sign(fact: Fact) -> bool:
    return not isinstance(fact, AnswerGiven) or fact.instrument == SETTLED


def _rests_after(item: AgendaItem, since: datetime) -> bool:
    """Whether an item is left out for a red of that time: it was open then, or was stopped."""
    if item.excused is not None or item.state is ItemState.DONE:
        return False
    return item.closes_at > since or item.declined is Reason.PAIN


def _resting(items: Iterable[AgendaItem], history: History) -> Iterator[ItemExcused]:
    """What the plan lets nobody make easier rests, and is excused in the log as well."""
    excused = {fact.item for _, fact in history.of(ItemExcused)}
    for item in items:
        left_out = item.eased is not None and item.eased.how is Easier.LEFT_OUT
        if left_out and item.id not in excused:
            yield ItemExcused(item=item.id, reason=Excuse.SAFETY)


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
