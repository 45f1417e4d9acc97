"""Green, amber or red: from the leg score, its change from rest, and reach.

Location outranks intensity: symptoms further down the leg are red even when the number falls
(source: S22c, clinical rule 2.2). Cut-points are the program's (source: S22, DESIGN).
"""

from enum import StrEnum

from coach.domain.pain import PainReport, further_down
from coach.domain.program import Thresholds

HIGH_REST_FROM = 7
LOW_REST_UP_TO = 3
"""Resting leg scores at which the rule changes (source: DESIGN, clinical 2.1)."""


class Light(StrEnum):
    """What a score says about going on."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def light_for(before: PainReport, now: PainReport, thresholds: Thresholds) -> Light | None:
    """The light for `now` against the score taken just before; None when it is not recorded."""
    if further_down(before.reach, now.reach):
        return Light.RED
    if now.leg is None:
        return None
    if before.leg is None or before.leg <= LOW_REST_UP_TO:
        return _by_score(now.leg, thresholds)
    if _moved_up(before, now) and now.leg <= before.leg:
        return Light.GREEN
    return _by_rise(before.leg, now.leg, thresholds)


def _moved_up(before: PainReport, now: PainReport) -> bool:
    return before.reach is not None and now.reach is not None and now.reach < before.reach


def _by_score(leg: int, thresholds: Thresholds) -> Light:
    if leg <= thresholds.green_up_to:
        return Light.GREEN
    return Light.AMBER if leg <= thresholds.amber_up_to else Light.RED


def _by_rise(rest: int, leg: int, thresholds: Thresholds) -> Light:
    rise = leg - rest
    if rest >= HIGH_REST_FROM:
        # Less is allowed on a high rest score: no rise is green, one point amber, two red.
        if rise <= 0:
            return Light.GREEN
        return Light.AMBER if rise < thresholds.rise_amber else Light.RED
    if rise >= thresholds.rise_red or leg >= thresholds.severe_from:
        return Light.RED
    return Light.AMBER if rise >= thresholds.rise_amber else Light.GREEN


def light_why(before: PainReport, now: PainReport) -> str:
    """The two answers a light compares, in plain words: `calf after thigh`, or `leg 4, then 6`."""
    lower = further_down(before.reach, now.reach)
    if lower and before.reach is not None and now.reach is not None:
        return f"{now.reach.word} after {before.reach.word}"
    if now.leg is None:
        return ""
    return f"leg {now.leg}" if before.leg is None else f"leg {before.leg}, then {now.leg}"
