"""What a made-up course asked and what was done of it, by the day of the plan."""

from typing import Any

from coach.domain.agenda import item_id
from coach.domain.events import (
    ExerciseDone,
    ItemAsked,
    ItemExcused,
    LightGiven,
    SessionEnded,
    SessionStarted,
    SittingBout,
    Stamped,
)
from coach.domain.lights import Light
from coach.domain.outcomes import Excuse, Reason, SessionOutcome, SetOutcome
from coach.domain.program import StageCode, Surface
from tests.review.courses import at, day, on


def asked(nth: int, exercise: str = "bridge", n: int = 1, **changes: Any) -> Stamped:
    """Ten repetitions of an exercise, asked in the morning of the nth day."""
    values: dict[str, Any] = {
        "item": item_id(day(nth), exercise, n),
        "for_day": day(nth),
        "exercise": exercise,
        "planned_reps": 10,
        "planned_seconds": 0,
        "timed": False,
    }
    return on(changes.pop("recorded_on", nth), ItemAsked(**(values | changes)), hour=8)


def did(
    nth: int, exercise: str = "bridge", reps: int = 10, *, n: int = 1, **changes: Any
) -> Stamped:
    """So many of ten repetitions, in the session of that day."""
    values: dict[str, Any] = {
        "session": f"s{nth}",
        "item": item_id(day(nth), exercise, n),
        "exercise": exercise,
        "set_no": 1,
        "side": "both",
        "reps": reps,
        "hold_seconds": 0,
        "seconds": float(reps * 4),
        "planned_reps": 10,
        "planned_seconds": 40.0,
        "outcome": SetOutcome.DONE if reps >= 10 else SetOutcome.PARTIAL,
    }
    return on(nth, ExerciseDone(**(values | changes)), hour=10)


def left_out(nth: int, exercise: str = "bridge", reason: Reason = Reason.PAIN) -> Stamped:
    """Declined before it began."""
    return did(nth, exercise, 0, set_no=0, outcome=SetOutcome.SKIPPED, reason=reason)


def excused(nth: int, exercise: str = "bridge", reason: Excuse = Excuse.FLARE) -> Stamped:
    return on(nth, ItemExcused(item=item_id(day(nth), exercise, 1), reason=reason), hour=9)


def session(nth: int, *, pace: float = 1.0) -> list[Stamped]:
    """A session of that day, from its start to its end."""
    name = f"s{nth}"
    started = SessionStarted(session=name, stage=StageCode.MOVE, items=(), pace=pace)
    ended = SessionEnded(
        session=name, stage=StageCode.MOVE, outcome=SessionOutcome.COMPLETED, minutes=10.0
    )
    return [on(nth, started, hour=9), on(nth, ended, hour=11)]


def light(nth: int, given: Light, exercise: str = "") -> Stamped:
    """The light of one exercise, or of the whole session of that day."""
    item = item_id(day(nth), exercise, 1) if exercise else ""
    fact = LightGiven(
        session=f"s{nth}", item=item, exercise=exercise, light=given, why="leg 3, then 4"
    )
    return on(nth, fact, hour=11)


def sat(nth: int, minutes: float, surface: Surface = Surface.FIRM, **changes: Any) -> Stamped:
    """A spell of sitting with a limit of twenty minutes."""
    values: dict[str, Any] = {
        "bout": f"b{nth}-{minutes}",
        "surface": surface,
        "started_at": at(nth, 14),
        "minutes": minutes,
        "limit_minutes": 20,
        "warnings": 1 if minutes > 20 else 0,
        "overdue_minutes": max(0.0, minutes - 20),
    }
    return on(nth, SittingBout(**(values | changes)), hour=15)
