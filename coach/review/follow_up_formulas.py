"""How every computed figure of a follow-up comes about, in plain words, shown on request."""

from coach.review.adherence import FORMULA
from coach.review.follow_up import FollowUp
from coach.review.follow_up_answer import ENDS
from coach.review.recovery import (
    LEAST_NOW_DAYS,
    LEAST_START_DAYS,
    NOW_DAYS,
    POINTS_BELOW,
    START_DAYS,
    START_WITHIN_DAYS,
)

FORMULAS: dict[str, str] = {
    "window": "From the day of the last decision or signed plan before today, else from the "
    "plan's first day, up to the last day the log tells of. That last day may not have been over "
    "when the log was written: of it only items that were begun, left out or excused count.",
    "days": "Days with anything done of days that asked for something. Excused items do not "
    "count. Days not recorded (nothing was entered and the machine was off) are among the days "
    "asked, and are named.",
    "leg": f"Middle (median) of the worst leg scores of the first {ENDS} noted days of the window, "
    f"then of the last {ENDS}; fewer days where they would overlap.",
    "reach": f"The furthest reach of the first {ENDS} noted days of the window, then of the last "
    f"{ENDS}; fewer days where they would overlap.",
    "skipped": "Items of which anything was left out, stopped, or broken off because it hurt, each "
    "counted once with its reason; where several reasons were given, pain. An item that was "
    "excused counts here if it hurt. Reminders put off: how often the patient "
    "answered one with later.",
    "percent": f"{FORMULA}. A day not recorded has none.",
    "exercise": "Of each exercise: the mean of done over asked dose of its items on recorded days, "
    "each item at most 100. Done is 99.5 percent of the dose or more, partial is less and above 0. "
    "An easier form done in its place counts for the exercise that the plan names.",
    "lights": "One light for each session the exercise was in: its own worst one, else that of the "
    "whole session. Of a day: the worst one given on it.",
    "sitting": "Spells of sitting that ended in the window. Over the limit: longer, with what was "
    "carried on from a break too short to count, than the limit that held then. Hard seats: "
    "minutes on hard chairs and the floor in percent of all minutes. Fitted: 80 percent of the "
    "minutes to a rise of the leg by 2 before the limit, 5 minutes more after three days running "
    "without one, both within the plan's bounds; the patient may take it back. Getting up put off: "
    "the three minutes that each spell may have once. Still sitting: asked where hands rested, "
    "nothing was heard for long, or the machine slept.",
    "passive": "Minutes done against minutes asked on recorded days, excused items left out.",
    "instruments": "First total since the plan began against the newest. Important: the change "
    "reaches the smallest one that matters to people, in points or percent of the first total, "
    "as the questionnaire's own file says with its source.",
    "mood": "Sums of the newest PHQ-4; a half of 3 or more asks for a talk.",
    "recovery": f"Own start: middle of the worst leg scores of the first {START_DAYS} noted days "
    f"among the plan's first {START_WITHIN_DAYS}, at least {LEAST_START_DAYS} of them. Now: the "
    f"same of the noted days among the last {NOW_DAYS}, at least {LEAST_NOW_DAYS}. Below a start "
    f"of {POINTS_BELOW} in points, not in percent.",
    "gates": "Each criterion of the program, judged on the last day the log tells of; all to go "
    "on, any one to step back. No data means that the recorded days do not decide it.",
    "next version": "Eased: half of what hurt or was red. Gone on: the next stage where its gates "
    "are met, else a small step up of what was green and done, and nothing where it got worse, a "
    "safety question was answered yes since, or three amber days stand, nor under a lock. Rules of "
    "the makers of this program, after a clinic's leaflet on pain and exercise; no clinician has "
    "reviewed them.",
    "points": "Rules of the review on the whole plan, each with its condition and figures; what "
    "was noted too seldom is named as not looked at.",
    "body": "The first body chart against the last one, zone by zone.",
    "changes": "For each plan version and each stage: the middle of the worst leg scores of the "
    "noted days among the 7 before it began and among its first 7, and the mean adherence of the "
    "same days. It tells what came before what, never what caused it.",
}
"""Name of a figure to its formula."""


def formulas_of(seen: FollowUp) -> dict[str, str]:
    """Every formula, and where it is known from what change of each questionnaire matters."""
    sources = {
        f"important change, {one.name}": one.source for one in seen.instruments if one.source
    }
    return {**FORMULAS, **sources}
