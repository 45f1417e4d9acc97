"""What is kept of one patient's log to show their line of the caseload without reading it again.

Nothing here depends on what time it is: middles and means end where the log ends, so that what was
kept stays true until new facts come. None is *not recorded*.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from coach.domain.authors import patients_own
from coach.domain.events import (
    FlareProposed,
    ItemAsked,
    ItemExcused,
    PainScore,
    PlanIssued,
    PlanReceived,
    ReviewDecided,
    SafetyCleared,
    StageChanged,
    StageProposed,
    Stamped,
    WarningGiven,
)
from coach.domain.history import History, history_of
from coach.domain.outcomes import ClearedBy
from coach.domain.pain import Reach, Site
from coach.domain.plans import in_force
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.domain.safety_asked import Asked, asked_so_far
from coach.domain.talk_first import talk_first_since
from coach.review.adherence import DayAdherence, adherence_by_day, mean_percent
from coach.review.caseload_trends import (
    LegStep,
    LegWeek,
    Lower,
    last_lower,
    leg_step,
    leg_week,
)
from coach.review.follow_up_safety import Lifts, clearings_of_unknown_plans
from coach.review.lifting import Lifting
from coach.review.pain_trend import reaches_by_day
from coach.review.recovery import course_first_day, recovery_of, worst_legs
from coach.review.signed_lifts import lifting_plan
from coach.review.signed_plans import last_day_given, unopened

BY_ITSELF = (ItemAsked, ItemExcused, WarningGiven, StageProposed, FlareProposed)
"""Facts that a running coach writes without anybody near it."""
PERCENT_DAYS = 14
"""Adherence is the mean of so many days up to the log's end, and of as many before (DESIGN)."""
LEAST_PERCENT_DAYS = 4
"""With fewer days that have a percentage there is no mean to compare (source: DESIGN)."""


class Signs(Struct, frozen=True, kw_only=True):
    """One patient as their log tells it."""

    log_until: datetime | None = None
    """When the newest fact of the patient's side was recorded; None without any."""
    last_sign_at: datetime | None = None
    """The newest of them that the patient made: not what a running coach writes by itself."""
    hold_since: datetime | None = None
    """Since when coaching is locked; None when it is free."""
    hold_tier: Tier | None = None
    hold_items: tuple[str, ...] = ()
    """Ids of the safety questions whose yes locks it, the first answered first."""
    lifting: Lifting | None = None
    """What was signed to lift what locks coaching, while it waits to be opened."""
    new_since: datetime | None = None
    """When the patient said that something is new, while nothing settled it."""
    unlocked_at: datetime | None = None
    """When the patient last cleared a hold by their own word; None after a therapist's clearing."""
    unknown_lift_at: datetime | None = None
    """When a hold was last cleared in a therapist's name by no plan of this one's; else None."""
    lifted_at: datetime | None = None
    """When a therapist's plan last lifted a hold; None after the patient's own word."""
    lifted_since: datetime | None = None
    """When what it lifted began."""
    first_day: date | None = None
    """The first day of the plan at the patient; None before one was opened."""
    stage: StageCode | None = None
    plan_version: str = ""
    """`program@version` at the patient; empty before one was opened."""
    plan_until: date | None = None
    """The last day of the plan that was given last; None for no end, and without one."""
    waiting_version: int | None = None
    """The version that was signed last, while the log does not tell that it was opened."""
    issued_at: datetime | None = None
    decided_at: datetime | None = None
    """When the therapist last decided or signed a plan."""
    only_signed: bool = False
    """Whether that was a plan alone, and nothing was decided."""
    leg_start: float | None = None
    """The middle of the first noted days of the plan."""
    leg_now: float | None = None
    """The middle of the noted days of the last week with a leg score."""
    leg_week: LegWeek | None = None
    leg_step: LegStep | None = None
    """Stands in for the week where too few days were noted for one."""
    leg_days: int = 0
    """How many of the last week with a leg score were noted."""
    leg_newest: int | None = None
    """The worst of the newest day with a leg score."""
    leg_at: datetime | None = None
    """When the newest leg score was recorded."""
    leg_day: date | None = None
    """The day it counts to."""
    reach_now: Reach | None = None
    """The furthest of the last day on which it was noted."""
    lower: Lower | None = None
    """When it last went further down the leg."""
    percent: float | None = None
    """The mean adherence of the last days of the log."""
    percent_days: int = 0
    """Of how many days it is the mean."""
    percent_before: float | None = None
    """The same of as many days before them; None for fewer than four days with a percentage."""
    not_recorded_days: int = 0
    """Of the last days of the log, those on which something was asked and nothing recorded."""
    proposed_at: datetime | None = None
    """When a stage was proposed last, and nothing has changed since."""
    proposed_stage: StageCode | None = None
    safety_list: Asked = Asked()
    """Whether the whole safety list was gone through where the log ends."""


def signs_of(history: History, lifts: Lifts | None = None, questions: Sequence[str] = ()) -> Signs:
    """The signs of a log; `lifts` says what the plans that were signed here lift.

    `history` holds every plan, stage, hold, clearing, decision and proposal; the pain scores of
    the plan's first two weeks; the newest answer to each of the safety `questions`, which are ids
    in order; and everything of the log's last six weeks.
    """
    # The therapist's notes do not show that the patient's machine was on that day.
    own = patients_own(history)
    log_until = own.last_at
    by_hand = (stamped.at for stamped in own.without(*BY_ITSELF))
    unknown = clearings_of_unknown_plans(history, lifts or {})
    hold, lifted = history.hold(), _lifted(history, unknown)
    # As the log's end has it: what is kept must not depend on what day it is.
    course = history.among(PlanReceived, StageChanged)
    end = log_until.date() if log_until else date.max
    begun = history_of(in_force(course, end))
    plan, decided = begun.plan(), _decided(history)
    issued, waiting = history.last(PlanIssued), unopened(history)
    decisions = history.of(ReviewDecided)
    proposed = _standing_proposal(history)
    legs, percents = _legs(history), _percents(own)
    return Signs(
        log_until=log_until,
        last_sign_at=max(by_hand, default=None),
        hold_since=hold[0] if hold else None,
        hold_tier=hold[1].tier if hold else None,
        hold_items=tuple(dict.fromkeys(fact.item for _, fact in history.hold_answers())),
        lifting=lifting_plan(history, lifts or {}),
        new_since=talk_first_since(history),
        unlocked_at=_unlocked(history),
        unknown_lift_at=_unknown_lift(history, unknown),
        lifted_at=lifted[0] if lifted else None,
        lifted_since=lifted[1] if lifted else None,
        first_day=course_first_day(begun),
        stage=begun.stage(),
        plan_version=f"{plan.program}@{plan.version}" if plan else "",
        plan_until=last_day_given(history),
        waiting_version=waiting.version if waiting else None,
        issued_at=issued[0].at if issued else None,
        decided_at=decided,
        only_signed=decided is not None and all(one.at < decided for one, _ in decisions),
        leg_start=legs.start,
        leg_now=legs.now,
        leg_week=legs.week,
        leg_step=legs.step,
        leg_days=legs.days,
        leg_newest=legs.newest,
        leg_at=legs.at,
        leg_day=legs.day,
        reach_now=_reach_now(history),
        lower=last_lower(history),
        percent=percents.now,
        percent_days=percents.days,
        percent_before=percents.before,
        not_recorded_days=percents.not_recorded,
        proposed_at=proposed[0].at if proposed else None,
        proposed_stage=proposed[1].to_stage if proposed else None,
        safety_list=asked_so_far(questions, history_of(in_force(own.facts, end))),
    )


def _decided(history: History) -> datetime | None:
    return max((one.at for one in history.among(ReviewDecided, PlanIssued)), default=None)


def _unlocked(history: History) -> datetime | None:
    """A patient's own word stands until a therapist clears something later."""
    found = history.last(SafetyCleared)
    return found[0].at if found and found[1].by is ClearedBy.SELF_ATTESTED else None


def _unknown_lift(history: History, unknown: frozenset[str]) -> datetime | None:
    """When a hold was cleared last, if in a therapist's name and by none of this one's plans."""
    found = history.last(SafetyCleared)
    return found[0].at if found and found[0].id in unknown else None


def _lifted(history: History, unknown: frozenset[str]) -> tuple[datetime, datetime] | None:
    """When a therapist's plan lifted what locked coaching, and since when it had been locked."""
    found = history.last(SafetyCleared)
    if found is None or found[1].by is not ClearedBy.THERAPIST or found[0].id in unknown:
        return None
    at = found[0].at
    began = [one.at for one, until in history.locks() if until is not None and until >= at]
    return (at, min(began)) if began else None


def _standing_proposal(history: History) -> tuple[Stamped, StageProposed] | None:
    """The newest proposal of a stage; None once a plan or another stage came after it."""
    for stamped in reversed(history.among(StageChanged, PlanReceived, StageProposed)):
        if isinstance(stamped.fact, StageChanged | PlanReceived):
            return None
        if isinstance(stamped.fact, StageProposed):
            return stamped, stamped.fact
    return None


class _Legs(Struct, frozen=True):
    start: float | None = None
    now: float | None = None
    week: LegWeek | None = None
    step: LegStep | None = None
    days: int = 0
    newest: int | None = None
    at: datetime | None = None
    day: date | None = None


def _legs(history: History) -> _Legs:
    legs = worst_legs(history)
    if not legs:
        return _Legs()
    day = max(legs)
    first_day = course_first_day(history)
    found = recovery_of(legs, first_day or min(legs), day)
    rehearsed = history.rehearsed_sessions()
    at = max(
        stamped.at
        for stamped, fact in history.of(PainScore)
        if fact.site is Site.LEG and fact.session not in rehearsed
    )
    start = found.start if first_day is not None else None
    week = leg_week(legs)
    step = leg_step(legs) if week is None else None
    return _Legs(start, found.now, week, step, found.now_days, legs[day], at, day)


def _reach_now(history: History) -> Reach | None:
    reaches = reaches_by_day(history)
    return reaches[max(reaches)] if reaches else None


class _Percents(Struct, frozen=True):
    now: float | None = None
    days: int = 0
    before: float | None = None
    not_recorded: int = 0


def _percents(own: History) -> _Percents:
    last = own.last_day
    if last is None:
        return _Percents()
    # What nobody touched on the last day is not known to have been missed: it may not be over.
    days = [day for day in adherence_by_day(own) if day.day < last or _touched(day)]
    recent = _within(days, last)
    known = [day for day in recent if day.percent is not None]
    earlier = _within(days, last - timedelta(days=PERCENT_DAYS))
    enough = sum(1 for day in earlier if day.percent is not None) >= LEAST_PERCENT_DAYS
    return _Percents(
        now=mean_percent(recent),
        days=len(known),
        before=mean_percent(earlier) if enough else None,
        not_recorded=sum(1 for day in recent if day.not_recorded),
    )


def _touched(day: DayAdherence) -> bool:
    return day.done + day.partial + day.skipped > 0


def _within(days: list[DayAdherence], last: date) -> list[DayAdherence]:
    first = last - timedelta(days=PERCENT_DAYS - 1)
    return [day for day in days if first <= day.day <= last]
