"""Why a patient needs a person: every rule of the caseload.

A reason is not hidden by a decision: it goes down the list once the therapist decided after what
it rests on was recorded, for facts of before may still arrive. A lock stays where it is.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from coach.review import caseload_words as words
from coach.review.caseload_rules import Case, Level, Reason, Rule
from coach.review.caseload_signs import LEAST_PERCENT_DAYS
from coach.review.review_by_time import ALL_BUT_GONE, LEAST_DROP_EARLY, counts_as_change

WEEK_DAYS = 7
DAY_HOURS = 24
LOWER_WITHIN_DAYS = 7
"""Further down the leg is a reason for so many days of the log (source: DESIGN)."""
PROPOSED_WITHIN_DAYS = 14
"""A proposed stage is a reason for so many days of the log (source: DESIGN)."""
UNLOCKED_WITHIN_DAYS = 28
"""A clearing by the patient's own word stays in sight for so long (source: DESIGN)."""


def locked(case: Case) -> Reason | None:
    """A safety hold stands."""
    since = case.signs.hold_since
    if since is None:
        return None
    yes = [case.about[item] for item in case.signs.hold_items if item in case.about]
    lifting = case.signs.lifting
    text = words.locked(since, case.now, yes)
    return Reason(Rule.LOCKED, Level.NOW, f"{text} {lifting.words}" if lifting else text)


def unlocked(case: Case) -> Reason | None:
    """A hold was cleared, and not by this therapist, who sees it first.

    By the patient's own word, or in a therapist's name by no plan that was signed here.
    """
    unknown = case.signs.unknown_lift_at
    at = unknown or case.signs.unlocked_at
    if at is None or case.hours_since(at) >= UNLOCKED_WITHIN_DAYS * DAY_HOURS:
        return None
    text = words.lifted_elsewhere(at, case.now) if unknown else words.unlocked(at, case.now)
    return case.found(Rule.UNLOCKED, Level.NOW, text, at, down=2)


def lifted(case: Case) -> Reason | None:
    """A therapist's plan lifted a lock, and nobody decided anything since."""
    at, since = case.signs.lifted_at, case.signs.lifted_since
    decided = case.signs.decided_at
    if at is None or since is None or case.signs.hold_since is not None:
        return None
    if decided is not None and decided >= at:
        return None
    return Reason(Rule.LIFTED, Level.SOON, words.lifted(since, case.now))


def something_new(case: Case) -> Reason | None:
    """A yes that does not lock: the patient was told to talk to you before going on."""
    at = case.signs.new_since
    if at is None or case.signs.hold_since is not None:
        return None
    return case.found(Rule.SOMETHING_NEW, Level.SOON, words.something_new(at, case.now), at)


def leg_up(case: Case) -> Reason | None:
    """Against the week before; else against the start, for what rises too slowly for that.

    With too few days for a week, the newest is held against the one before it.
    """
    signs, by = case.signs, case.rules.leg_up_points
    if signs.leg_at is None or signs.leg_day is None:
        return None
    week, start, now = signs.leg_week, signs.leg_start, signs.leg_now
    if week is not None and week.now - week.before >= by:
        text = words.leg_up_in_week(week, signs.leg_day, case.today)
    elif signs.leg_step is not None and signs.leg_step.now - signs.leg_step.before >= by:
        text = words.leg_up_at_once(signs.leg_step, signs.leg_day, case.today)
    elif start is not None and now is not None and now - start >= by:
        text = words.leg_above_start(start, now, signs.leg_day, case.today)
    else:
        return None
    return case.found(Rule.LEG_UP, Level.SOON, text, signs.leg_at)


def lower(case: Case) -> Reason | None:
    """It went further down the leg in the last days of the log."""
    found, until = case.signs.lower, case.signs.log_until
    if found is None or until is None:
        return None
    if (until.date() - found.day).days >= LOWER_WITHIN_DAYS:
        return None
    day_over = datetime.combine(found.day + timedelta(days=1), time(), until.tzinfo)
    text = words.went_lower(found, case.today)
    return case.found(Rule.LOWER, Level.SOON, text, min(day_over, until))


def silent(case: Case) -> Reason | None:
    """No sign of the patient; before any log, none since the plan was given."""
    signs = case.signs
    since = signs.last_sign_at or signs.issued_at
    begun = signs.first_day is None or signs.first_day <= case.today
    if since is None or not begun or case.hours_since(since) < case.rules.silent_hours:
        return None
    if signs.last_sign_at is None:
        text = words.never_heard(since, case.now)
    else:
        text = words.silent(case.hours_since(since), _coach_on_until(case), case.now)
    days = case.rules.silent_days
    if case.hours_since(since) >= days * DAY_HOURS:
        return _of_silence(case, Level.SOON, text, since + timedelta(days=days))
    limit = since + timedelta(hours=case.rules.silent_hours)
    return _of_silence(case, Level.LOOK, text, limit)


def _of_silence(case: Case, level: Level, text: str, limit: datetime) -> Reason:
    """Silence goes on: a decision moves it down for as long as it took to be one, a plan never."""
    decided = case.signs.decided_at
    if (
        case.signs.only_signed
        or decided is None
        or case.hours_since(decided) >= case.rules.silent_hours
    ):
        return Reason(Rule.SILENT, level, text)
    return case.found(Rule.SILENT, level, text, limit)


def _coach_on_until(case: Case) -> datetime | None:
    """Until when a coach went on by itself after the patient's last sign; None if not for long."""
    last, until = case.signs.last_sign_at, case.signs.log_until
    if last is None or until is None:
        return None
    return until if until - last >= timedelta(hours=case.rules.silent_hours) else None


def no_better(case: Case) -> Reason | None:
    """Looked at where the scores end: a leg that was noted for a week says nothing of the second.

    From the first weeks on down by less than a point, from the later ones on by less than counts.
    """
    signs, rules = case.signs, case.rules
    if signs.first_day is None or signs.leg_day is None:
        return None
    weeks = (signs.leg_day - signs.first_day).days // WEEK_DAYS
    mark = rules.later_weeks if weeks >= rules.later_weeks else rules.first_weeks
    if weeks < mark:
        return None
    since = datetime.combine(signs.first_day + timedelta(weeks=mark), time(), case.now.tzinfo)
    start, now = signs.leg_start, signs.leg_now
    if start is None or now is None:
        return case.found(Rule.NO_BETTER, Level.LOOK, words.cannot_compare(weeks), since)
    early = start - now >= LEAST_DROP_EARLY or now <= ALL_BUT_GONE
    if counts_as_change(start, now) if mark == rules.later_weeks else early:
        return None
    text = words.no_better(weeks, start, now, signs.leg_day, case.today)
    return case.found(Rule.NO_BETTER, Level.LOOK, text, since)


def falling(case: Case) -> Reason | None:
    """Adherence well below the two weeks before."""
    signs = case.signs
    now, before, until = signs.percent, signs.percent_before, signs.log_until
    if now is None or before is None or until is None or signs.percent_days < LEAST_PERCENT_DAYS:
        return None
    if before - now < case.rules.adherence_drop_percent:
        return None
    return case.found(Rule.FALLING, Level.LOOK, words.falling(before, now), until)


def proposed(case: Case) -> Reason | None:
    """A rule proposed another stage at the patient's, and nothing has changed since."""
    at, until, stage = case.signs.proposed_at, case.signs.log_until, case.signs.proposed_stage
    if at is None or until is None or stage is None:
        return None
    if until - at >= timedelta(days=PROPOSED_WITHIN_DAYS):
        return None
    return case.found(Rule.PROPOSED, Level.LOOK, words.proposed(stage.value, at, case.now), at)


def not_in_use(case: Case) -> Reason | None:
    """A plan was given, and a log of well after that does not tell that it was opened."""
    signs = case.signs
    given, version, until = signs.issued_at, signs.waiting_version, signs.log_until
    if given is None or version is None or until is None:
        return None
    if until - given < timedelta(hours=case.rules.silent_hours):
        return None
    return Reason(Rule.NOT_IN_USE, Level.LOOK, words.not_in_use(version, given, case.now))


def ended(case: Case) -> Reason | None:
    """The last day of the plan is over."""
    last = case.signs.plan_until
    if last is None or last >= case.today:
        return None
    return Reason(Rule.ENDED, Level.LOOK, words.plan_ended(last, case.today))


def no_plan(case: Case) -> Reason | None:
    """Nothing was given, and none came in a log."""
    if case.signs.issued_at is not None or case.signs.first_day is not None:
        return None
    return Reason(Rule.NO_PLAN, Level.LOOK, words.NO_PLAN)


def not_asked(case: Case) -> Reason | None:
    """The whole safety list was not gone through: that no sign was named tells nothing."""
    asked = case.signs.safety_list
    if asked.due_since is None or case.signs.hold_since is not None:
        return None
    since = datetime.combine(asked.due_since, time(), case.now.tzinfo)
    text = words.not_asked(asked, case.today)
    return case.found(Rule.NOT_ASKED, Level.LOOK, text, since)


RULES: tuple[Callable[[Case], Reason | None], ...] = (
    locked,
    unlocked,
    lifted,
    something_new,
    leg_up,
    lower,
    silent,
    no_better,
    falling,
    proposed,
    not_in_use,
    ended,
    no_plan,
    not_asked,
)
"""Every rule, the most pressing first."""


def reasons(case: Case) -> tuple[Reason, ...]:
    """Every reason that holds now, the most pressing first."""
    found = [reason for rule in RULES if (reason := rule(case)) is not None]
    return tuple(sorted(found, key=lambda one: (-one.level, one.rule)))
