"""Fills a follow-up from the log: pure, from facts, days and what the shelf knows."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from coach.domain.authors import patients_own
from coach.domain.body_chart import Turn, charts_of, difference
from coach.domain.events import PlanIssued, PlanReceived, ReviewDecided
from coach.domain.history import History, history_of
from coach.domain.plans import in_force
from coach.domain.safety_asked import asked_so_far
from coach.review.body_review import change_line, root_hint
from coach.review.care_order import care_checklist
from coach.review.first_words import first_words
from coach.review.follow_up import ExerciseLine, FollowUp, FollowUpDay, SafetyEvent, Visit, Waiting
from coach.review.follow_up_answer import answer_words, decided_words, end_words
from coach.review.follow_up_days import follow_up_days
from coach.review.follow_up_exercises import (
    CountedItem,
    asked_today,
    counted_items,
    exercise_lines,
    put_off_lines,
)
from coach.review.follow_up_gates import outlook_at_end, proposed_lines, standing_proposals
from coach.review.follow_up_hurt import hurt_lines
from coach.review.follow_up_instruments import instrument_lines, mood_of
from coach.review.follow_up_notes import medicine_lines, note_lines, notes_before
from coach.review.follow_up_plans import (
    Told,
    course_marks,
    last_decided,
    visits_of,
    window_marks,
)
from coach.review.follow_up_safety import (
    Lifts,
    clearings_of_unknown_plans,
    safety_events,
    told_once,
)
from coach.review.follow_up_sitting import passive_lines, sitting_line
from coach.review.follow_up_window import Known, Window
from coach.review.numb_skin import numb_events
from coach.review.recovery import course_first_day, recovery
from coach.review.review_point import NotJudged, ReviewPoint
from coach.review.review_points import judged
from coach.review.signed_lifts import lift_events, lifting_plan
from coach.review.signed_plans import waiting_plans
from coach.review.worsening import no_better, worsening
from coach.review.yes_since import yes_since

LAST_DECISION, LAST_PLAN = "the last decision", "the last plan was signed"
PLAN_BEGAN, LOG_BEGAN = "the plan began", "the log began"
CHOSEN, FAR_BACK = "chosen", "five years ago"
"""Why a window begins where it does."""
MOST_DAYS = 5 * 366
"""No window that nobody chose is longer: a clock that had stopped once made one of 57 years."""
DAYS_BEFORE = 14
"""So many days ahead of the window may a bad day's plan that runs into it have begun."""


class _Read(Struct, frozen=True):
    """What the parts of one follow-up are filled from."""

    patient: str
    history: History
    """With the therapist's own facts."""
    own: History
    near: History
    """The facts that the window's own figures rest on."""
    window: Window
    since_why: str
    now: datetime
    waiting: tuple[Waiting, ...]
    lifts: Lifts
    unknown: frozenset[str]
    """Ids of clearings in a therapist's name that no plan of this one's lifts."""
    told: Told | None


def follow_up(
    history: History,
    known: Known,
    *,
    patient: str,
    now: datetime,
    since: date | None = None,
    lifts: Lifts | None = None,
    told: Told | None = None,
    more: Collection[str] = (),
) -> FollowUp:
    """The follow-up of one patient.

    `history` is the whole log of the patient with the therapist's own facts about them; `since`
    the first day to look at, None for since the last visit; `lifts` is what the plans that were
    signed here lift, `told` what one of them changed that does not say it by itself, `more` the
    documents of those that wait and ask more than the plan they go by.
    """
    in_order = _in_force(history, now.date())
    own = patients_own(in_order)
    window, why = window_of(in_order, now.date(), since)
    read = _Read(
        patient=patient,
        history=in_order,
        own=own,
        near=_near(own, window),
        window=window,
        since_why=why,
        now=now,
        waiting=tuple(
            Waiting(plan.version, plan.document in more) for plan in waiting_plans(history)
        ),
        lifts=lifts or {},
        unknown=clearings_of_unknown_plans(history, lifts or {}),
        told=told,
    )
    return _filled(read, known)


def _in_force(history: History, today: date) -> History:
    """Each plan at the time from which it holds; most hold from when they were opened."""
    plans = history.among(PlanReceived)
    if in_force(plans, today) == plans:
        return history
    return history_of(in_force(history.facts, today))


def _filled(read: _Read, known: Known) -> FollowUp:
    own, near, window = read.own, read.near, read.window
    first_day, stage, plan = course_first_day(own), own.stage(), own.plan()
    notes = note_lines(near, window, known)
    days = follow_up_days(near, window, {note.day for note in notes})
    items = counted_items(near, window)
    exercises = exercise_lines(near, items, window, known, stage, notes)
    mood_day, mood = mood_of(own, known.instruments, window.until)
    seen_until = _seen_until(read.history)
    found = safety_events(own, known, window.since, seen_until, read.unknown)
    safety = told_once(found)
    yes = yes_since(own, known, window.since, seen_until, read.unknown)
    today = read.now.date()
    lifting = lifting_plan(read.history, read.lifts)
    first = first_words(own, safety, known, yes, today, seen_until, read.unknown, lifting)
    decided = last_decided(read.history, read.now.date())
    seen = outlook_at_end(own, known, first_day, window, read.now, decided)
    standing = standing_proposals(own, seen, today)
    verdicts = judged(own, first_day, window.until) if first_day is not None else []
    points = tuple(one for one in verdicts if isinstance(one, ReviewPoint))
    worse = worsening(own, days, points, seen, known.rules, read.now)
    visits = visits_of(read.history, window.until, read.now.date(), read.told, read.lifts)
    body, roots = _body(own)
    return FollowUp(
        patient=read.patient,
        since=window.since,
        until=window.until,
        since_why=read.since_why,
        answer=_answer(read, days, items, exercises, first, worse, visits),
        safety=_in_order(
            safety,
            numb_events(near, known, window.since),
            lift_events(read.history, read.lifts, window.since),
        ),
        days=days,
        plans=window_marks(course_marks(read.history), window),
        exercises=exercises,
        notes=notes,
        sitting=sitting_line(own, near, window, known.program, stage),
        passive=passive_lines(near, window, known),
        instruments=instrument_lines(own, known.instruments, first_day, window.until),
        mood=mood,
        mood_day=mood_day,
        medication=medicine_lines(near, window, known),
        proposed=proposed_lines(own, window, standing, known.program),
        standing=standing[0] if standing else None,
        outlook=seen,
        points=points,
        not_judged=tuple(one for one in verdicts if isinstance(one, NotJudged)),
        recovery=recovery(own, first_day, window.until) if first_day is not None else None,
        body=body,
        roots=roots,
        care=tuple(care_checklist(read.history)),
        plan_version=f"{plan.program}@{plan.version}" if plan is not None else "",
        stage=stage,
        last_fact_at=own.last_at,
        worse=worse,
        no_better=no_better(points),
        yes_since=tuple(one.words(today) for one in yes),
        safety_notes=notes_before(own, safety, known),
        hurt=hurt_lines(own, known),
        visits=visits,
        waiting=read.waiting,
        lifting=lifting,
        plan_title=_title(known, plan.program if plan is not None else ""),
        put_off=put_off_lines(near, window, known),
        safety_list=asked_so_far(tuple(known.questions), own),
    )


def _in_order(
    safety: tuple[SafetyEvent, ...], *more: tuple[SafetyEvent, ...]
) -> tuple[SafetyEvent, ...]:
    """Newest first; of one moment, what locks before a pack."""
    events = (*safety, *(event for some in more for event in some))
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def _title(known: Known, program: str) -> str:
    """Of the program that holds, where it is the one that was read."""
    found = known.program
    return found.title if found is not None and found.id == program else ""


def _answer(
    read: _Read,
    days: tuple[FollowUpDay, ...],
    items: Sequence[CountedItem],
    exercises: tuple[ExerciseLine, ...],
    first: str,
    worse: tuple[str, ...],
    visits: tuple[Visit, ...],
) -> str:
    return answer_words(
        days,
        items,
        exercises,
        first=first,
        worse=worse,
        waiting=0 if items else asked_today(read.near, read.window),
        last=_last_words(read.waiting, read.own, read.now.date(), visits),
    )


def _near(own: History, window: Window) -> History:
    """The facts that the window's own figures rest on: of an old log these are few."""
    first = window.since - timedelta(days=DAYS_BEFORE)
    if own.first_day is None or own.first_day >= first:
        return own
    return history_of(one for one in own.facts if one.day >= first)


def window_of(history: History, today: date, chosen: date | None = None) -> tuple[Window, str]:
    """The days since the last visit, and why they begin there.

    They begin on the day of the last decision or signed plan before today, else on the plan's
    first day, and at most five years before their end; they end where the patient's log ends.
    """
    own = patients_own(history)
    last = min(own.last_day or today, today)
    decided, began = last_decided(history, today), course_first_day(own)
    first, why = last, LOG_BEGAN
    if own.first_day is not None:
        first = own.first_day
    visit = LAST_DECISION if _has_decided(history, decided) else LAST_PLAN
    for day, reason in ((began, PLAN_BEGAN), (decided, visit), (chosen, CHOSEN)):
        if day is not None:
            first, why = day, reason
    farthest = last - timedelta(days=MOST_DAYS)
    if first < farthest and chosen is None:
        first, why = farthest, FAR_BACK
    return Window(first, max(first, last)), why


def _has_decided(history: History, day: date | None) -> bool:
    """Whether anything was decided that day, and not only a plan signed."""
    return any(stamped.day == day for stamped, _ in history.of(ReviewDecided))


def _seen_until(history: History) -> datetime | None:
    """When the therapist last decided or signed."""
    return max(
        (one.at for one in history.among(ReviewDecided, PlanIssued)),
        default=None,
    )


def _last_words(
    waiting: tuple[Waiting, ...], own: History, today: date, visits: tuple[Visit, ...]
) -> str:
    """What the log cannot tell yet, what was decided, and what was signed and is not opened."""
    parts = [end_words(own.last_day, today), decided_words(visits, waiting)]
    return ", ".join(part for part in parts if part)


def _body(own: History) -> tuple[tuple[str, ...], str]:
    """Zones that changed from the first chart to the last, with both days, and their roots."""
    charts = charts_of(own)
    if not charts:
        return (), ""
    (begun, first), (newest, last) = charts[0], charts[-1]
    changes = difference(first, last) if len(charts) > 1 else ()
    lines = [change_line(one) for one in changes if one.turn is not Turn.SAME]
    if lines:
        days = [f"{at.day} {at:%b %Y}" for at in (begun, newest)]
        lines.insert(0, f"from the chart of {days[0]} to that of {days[1]}")
    return tuple(lines), root_hint(last)
