"""The day's sitting and what runs by the clock, for the shell and the menu of line mode."""

from typing import Any

from coach.workflows.coach import Coach
from coach.workflows.sit import SittingGuard


def sitting_lines(guard: SittingGuard) -> list[str]:
    """What is sat now, how the day stands, and what was asked; none without any sitting."""
    now, day, asked = guard.now(), guard.day_line(), guard.asks()
    lines = []
    if now is not None:
        lines.append(
            f"Sitting ({now.surface.value}) for {now.minutes:.0f} of {now.limit_minutes} minutes."
        )
    if day:
        lines.append(f"{day}.")
    if asked is not None:
        lines.append(asked.text)
    return lines


def clock_lines(coach: Coach) -> list[str]:
    """What runs by the clock, and the tasks that were announced. Raises LogError."""
    return [
        *(timer.line for timer in coach.timers.now()),
        *(f"To come: {line}." for line in coach.tasks.coming()),
    ]


def sitting_values(guard: SittingGuard) -> dict[str, Any]:
    """The same for other programs; None for what is not recorded."""
    now, day, asked = guard.now(), guard.day(), guard.asks()
    return {
        "surface": now.surface.value if now is not None else None,
        "minutes": round(now.minutes, 1) if now is not None else None,
        "limit_minutes": now.limit_minutes if now is not None else None,
        "longest_minutes": round(day.longest_minutes, 1) if day is not None else None,
        "longest_hard_minutes": round(day.longest_hard_minutes, 1) if day is not None else None,
        "hard_minutes": round(day.hard_minutes, 1) if day is not None else None,
        "overdue_minutes": round(day.overdue_minutes, 1) if day is not None else None,
        "asked": asked.text if asked is not None else None,
    }
