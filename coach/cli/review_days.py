"""The days of a follow-up as rows of digits, one column a day; gaps are gaps."""

from collections.abc import Callable, Sequence
from datetime import date

from coach.domain.lights import Light
from coach.domain.pain import Reach
from coach.review.follow_up import FollowUp, FollowUpDay, PlanMark

LABEL = 7
"""Columns before the first day."""
MOST_DAYS = 70
"""Days in one row of columns."""
GAP, NOTHING = "·", " "
FULL = "#"
NOTED = "n"
"""The patient wrote something that day."""
SEVERAL = "+"
"""Several plans or stages began on one day; each stands below with its letter."""
_REACHES = {
    Reach.NONE: "-",
    Reach.BACK: "b",
    Reach.BUTTOCK: "u",
    Reach.THIGH: "t",
    Reach.KNEE: "k",
    Reach.CALF: "c",
    Reach.FOOT: "f",
}
LIGHTS = {Light.GREEN: "g", Light.AMBER: "a", Light.RED: "R"}
LEGEND = (
    f"{GAP} not recorded; worst of a day, T is ten; reach - none b back u buttock t thigh",
    f"k knee c calf f foot; done: tenths, {FULL} all; light: g green a amber R red; n note",
)


def day_rows(seen: FollowUp) -> list[str]:
    """All days, in as many blocks of rows as they need."""
    lines: list[str] = []
    for first in range(0, len(seen.days), MOST_DAYS):
        lines += _block(seen.days[first : first + MOST_DAYS], seen.plans)
    return lines


def plan_letters(plans: Sequence[PlanMark]) -> dict[PlanMark, str]:
    """Every plan and stage by the letter it has on the time line."""
    return {mark: chr(ord("A") + nth % 26) for nth, mark in enumerate(plans)}


def _block(days: Sequence[FollowUpDay], plans: Sequence[PlanMark]) -> list[str]:
    rows: list[tuple[str, Callable[[FollowUpDay], str]]] = [
        ("leg", lambda day: _score(day.leg)),
        ("back", lambda day: _score(day.back)),
        ("reach", lambda day: GAP if day.reach is None else _REACHES[day.reach]),
        ("done", _done),
        ("light", lambda day: NOTHING if day.light is None else LIGHTS[day.light]),
        ("sleep", lambda day: _score(day.sleep)),
    ]
    if any(day.noted for day in days):
        rows.append(("note", lambda day: NOTED if day.noted else NOTHING))
    if any(day.flare for day in days):
        rows.append(("bad", lambda day: "~" if day.flare else NOTHING))
    lines = [_dates(days), _plans(days, plans)]
    lines += [f"{label:<{LABEL}}{''.join(map(sign, days))}" for label, sign in rows]
    return [line.rstrip() for line in lines if line.strip()]


def _score(score: int | None) -> str:
    if score is None:
        return GAP
    return "T" if score == 10 else str(score)


def _done(day: FollowUpDay) -> str:
    if day.not_recorded:
        return GAP
    if day.percent is None:
        return NOTHING
    return FULL if day.percent >= 100 else str(int(day.percent // 10))


def _dates(days: Sequence[FollowUpDay]) -> str:
    """The first day, and every Monday that has room, by day and month."""
    row = [" "] * (len(days) + LABEL)
    free_from = 0
    for column, day in enumerate(days):
        label = f"|{day.day.day}.{day.day.month}."
        if (column == 0 or day.day.weekday() == 0) and column >= free_from:
            row[column : column + len(label)] = label
            free_from = column + len(label)
    return " " * LABEL + "".join(row)


def _plans(days: Sequence[FollowUpDay], plans: Sequence[PlanMark]) -> str:
    letters: dict[date, str] = {}
    for mark, letter in plan_letters(plans).items():
        day = max(mark.from_day, days[0].day)
        letters[day] = SEVERAL if day in letters else letter
    row = "".join(letters.get(day.day, NOTHING) for day in days)
    return f"{'plan':<{LABEL}}{row}" if row.strip() else ""
