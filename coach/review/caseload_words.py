"""The sentences that say why a patient stands where they stand in the caseload."""

from collections.abc import Sequence
from datetime import date, datetime

from coach.domain.counts import counted
from coach.domain.safety_asked import Asked
from coach.review.caseload_trends import RECENT_DAYS, LegStep, LegWeek, Lower
from coach.review.recovery import NOW_DAYS
from coach.review.verdicts import shown

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOURS_OF_DAY = 24
DAYS_FROM_HOURS = 72
"""Silence is told in hours below this, in days from here on."""


def day_words(day: date, today: date) -> str:
    """`3 Nov`; with its year when that is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def time_words(at: datetime, now: datetime) -> str:
    """`3 Nov 14:05` by the patient's own clock, as the follow-up tells it."""
    return f"{day_words(at.date(), now.date())} {at:%H:%M}"


def span_words(hours: float) -> str:
    """`49 hours`, `3 days`; whole ones that are over."""
    if hours < DAYS_FROM_HOURS:
        return f"{int(hours)} hours"
    return f"{int(hours) // HOURS_OF_DAY} days"


def locked(since: datetime, now: datetime, yes: Sequence[str] = ()) -> str:
    """Coaching is locked; `yes` is what the answers are about, said before the time."""
    if yes:
        more = f" and {len(yes) - 1} more" if len(yes) > 1 else ""
        return f"Locked: {yes[0]}{more}, since {time_words(since, now)}."
    return f"Locked since {time_words(since, now)}: yes to a safety question."


def unlocked(at: datetime, now: datetime) -> str:
    """The patient cleared the hold; the therapist sees it first."""
    return f"Unlocked by the patient's own word on {time_words(at, now)}."


def lifted_elsewhere(at: datetime, now: datetime) -> str:
    """The log says that a therapist cleared the hold, and no plan of this one's did."""
    return f"Unlocked on {time_words(at, now)} by a plan that is not known here."


def lifted(since: datetime, now: datetime) -> str:
    """A therapist's plan lifted a lock."""
    day = day_words(since.astimezone(now.tzinfo).date(), now.date())
    return f"Lock of {day} lifted by your plan: look at how it goes."


def something_new(at: datetime, now: datetime) -> str:
    """The patient said yes to something new, and was told to talk to the therapist first."""
    return f"Something new on {time_words(at, now)}: told to talk to you before going on."


def leg_up_in_week(week: LegWeek, noted: date, today: date) -> str:
    """The leg against the week before."""
    return (
        f"Leg up by {shown(week.now - week.before)}: {shown(week.before)} in the week before, "
        f"{shown(week.now)} in the last {RECENT_DAYS} days{_as_of(noted, today)}."
    )


def leg_up_at_once(step: LegStep, noted: date, today: date) -> str:
    """The newest leg against the one before it, where no week can be told."""
    before = f"{step.before} on {day_words(step.before_day, today)}"
    now = f"{step.now} on {day_words(noted, today)}"
    return f"Leg up by {step.now - step.before}: {before}, {now}."


def leg_above_start(start: float, now: float, noted: date, today: date) -> str:
    """The leg against the start of the plan."""
    return (
        f"Leg up by {shown(now - start)} since the start: {shown(start)} then, {shown(now)} in "
        f"the last {NOW_DAYS} days{_as_of(noted, today)}."
    )


def leg(start: float | None, now: float | None, noted_days: int, newest: int | None) -> str:
    """The leg as it stands; each middle with its window."""
    if newest is None:
        return "Leg not recorded."
    if now is None:
        return f"Leg noted on {counted(noted_days, 'day')}, too few for a middle; newest {newest}."
    before = "" if start is None else f"{shown(start)} at the start, "
    return f"Leg {before}{shown(now)} in the last {NOW_DAYS} days."


def went_lower(lower: Lower, today: date) -> str:
    """Where it went and when."""
    on = f"on {day_words(lower.day, today)}"
    if lower.before is not None and lower.now is not None:
        return f"Further down the leg {on}: {lower.before.word} to {lower.now.word}."
    reached = f", to the {lower.now.word}" if lower.now is not None else ""
    return f"Further down the leg in a session {on}{reached}."


def silent(hours: float, coach_on_until: datetime | None, now: datetime) -> str:
    """Nothing from the patient; until when their coach went on by itself."""
    if coach_on_until is None:
        return f"Silent for {span_words(hours)}."
    until = day_words(coach_on_until.astimezone(now.tzinfo).date(), now.date())
    return f"Silent for {span_words(hours)}; the coach was on until {until}."


def never_heard(given: datetime, now: datetime) -> str:
    """A plan was given and no log has come."""
    return f"No log yet; plan given {day_words(given.astimezone(now.tzinfo).date(), now.date())}."


def no_better(weeks: int, start: float, now: float, noted: date, today: date) -> str:
    """The leg did not come down by what counts."""
    when = f"up to {day_words(noted, today)}" if _is_past(noted, today) else "now"
    return f"No better at {weeks} weeks: leg {shown(start)} at the start, {shown(now)} {when}."


def cannot_compare(weeks: int) -> str:
    """Too few scores to say whether it is better."""
    return f"At {weeks} weeks leg pain is not recorded on enough days to compare."


def falling(before: float, now: float) -> str:
    """Adherence against the two weeks before."""
    return f"Done fell from {before:.0f} to {now:.0f} percent in two weeks."


def plan_ended(day: date, today: date) -> str:
    """The plan is over."""
    return f"The plan ended on {day_words(day, today)}."


def not_in_use(version: int, issued: datetime, now: datetime) -> str:
    """A newer version was given, and the log still names an older one."""
    given = day_words(issued.astimezone(now.tzinfo).date(), now.date())
    return f"Version {version}, given {given}, is not in use yet."


def proposed(stage: str, at: datetime, now: datetime) -> str:
    """A rule proposed another stage."""
    on = day_words(at.astimezone(now.tzinfo).date(), now.date())
    return f"Stage {stage} was proposed on {on}."


def not_asked(asked: Asked, today: date) -> str:
    """The safety list was never finished, or is due."""
    if asked.finished_on is None or asked.due_since is None:
        return "The safety list was never finished."
    last, due = day_words(asked.finished_on, today), day_words(asked.due_since, today)
    return f"Safety list last finished {last}, due since {due}."


def last_visit(day: date, today: date, *, only_signed: bool) -> str:
    """`decided 3 Nov`, or `plan signed 3 Nov` where nothing was decided with it."""
    return f"{'plan signed' if only_signed else 'decided'} {day_words(day, today)}"


NO_PLAN = "No plan given yet."
CALM = "No threshold crossed."


def _as_of(noted: date, today: date) -> str:
    """Said only when the newest score is not of these days."""
    return f", last noted {day_words(noted, today)}" if _is_past(noted, today) else ""


def _is_past(noted: date, today: date) -> bool:
    return (today - noted).days > 1
