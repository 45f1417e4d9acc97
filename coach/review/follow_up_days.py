"""Each day of a follow-up: pain, adherence, light, sleep; a gap stays a gap."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from coach.domain.events import FlareStarted, LightGiven
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.pain import Reach, Site
from coach.domain.routine import days_between
from coach.review.adherence import DayAdherence, adherence_by_day
from coach.review.follow_up import FollowUpDay
from coach.review.follow_up_window import Window
from coach.review.pain_trend import pain_by_day
from coach.review.review_facts import nights

_SEVERITY = (Light.GREEN, Light.AMBER, Light.RED)


def worst_light(lights: Iterable[Light]) -> Light | None:
    """The most severe of some lights; None for none."""
    return max(lights, key=_SEVERITY.index, default=None)


def follow_up_days(
    own: History, window: Window, written: Collection[date]
) -> tuple[FollowUpDay, ...]:
    """Every date of the window. `own` are the patient's facts; on `written` days they noted."""
    backs = {line.day: line for line in pain_by_day(own) if line.site is Site.BACK}
    legs = {line.day: line for line in pain_by_day(own) if line.site is Site.LEG}
    adherence = {line.day: line for line in adherence_by_day(own)}
    lights, slept, flares = _lights(own), nights(own), _flare_days(own)
    days = []
    for day in days_between(window.since, window.until):
        back, leg = backs.get(day), legs.get(day)
        done = adherence.get(day)
        if day == window.until and done is not None and not _told(done):
            done = None  # It may not have been over: nobody is known to have missed anything.
        days.append(
            FollowUpDay(
                day=day,
                back=back.worst if back else None,
                leg=leg.worst if leg else None,
                reach=_further(back.reach if back else None, leg.reach if leg else None),
                percent=done.percent if done else None,
                not_recorded=done is not None and done.not_recorded > 0,
                flare=day in flares,
                light=worst_light(lights.get(day, ())),
                sleep=slept.get(day),
                noted=day in written,
            )
        )
    return tuple(days)


def _told(day: DayAdherence) -> bool:
    """Whether something of a day was done, left out, or is known not to be recorded."""
    return day.done + day.partial + day.skipped + day.not_recorded > 0


def _further(one: Reach | None, other: Reach | None) -> Reach | None:
    return max((reach for reach in (one, other) if reach is not None), default=None)


def _lights(own: History) -> dict[date, list[Light]]:
    rehearsed = own.rehearsed_sessions()
    found: dict[date, list[Light]] = {}
    for stamped, fact in own.of(LightGiven):
        if fact.session not in rehearsed:
            found.setdefault(stamped.day, []).append(fact.light)
    return found


def _flare_days(own: History) -> set[date]:
    """Days on which a bad day's plan ran at some time."""
    found: set[date] = set()
    for stamped, fact in own.of(FlareStarted):
        last = stamped.at + timedelta(hours=fact.hours) - timedelta(seconds=1)
        found.update(days_between(stamped.day, last.date()))
    return found
