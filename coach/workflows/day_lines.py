"""Lines beside the day's program, the same on the screen and in line mode: what is ready to do.

Each line ends with the key that opens what it speaks of.
"""

from coach.workflows.coach import Coach


def day_lines(coach: Coach) -> tuple[str, ...]:
    """What is ready, in the order in which it is shown. Raises LogError."""
    return (
        *coach.opening.lines(),
        *coach.week.notices(),
        *coach.check_ups.lines(),
        *coach.lessons.notices(),
        *coach.body.notices(),
    )
