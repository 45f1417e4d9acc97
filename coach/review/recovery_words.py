"""Where one is, in words: own start, now, and the published average beside it, unjudged."""

from coach.review.recovery import (
    LEAST_NOW_DAYS,
    LEAST_START_DAYS,
    NOW_DAYS,
    REFERENCE,
    REFERENCE_LABEL,
    START_WITHIN_DAYS,
    Recovery,
)


def recovery_lines(found: Recovery) -> tuple[str, ...]:
    """One sentence on oneself and, where percent are shown, one on the published average."""
    if found.start is None:
        return (_start_missing(found),)
    if found.now is None:
        return (
            f"Your leg was {found.start:g} at your start. Where it is now is not known: leg pain "
            f"was noted on {found.now_days} of the last {NOW_DAYS} days, and {LEAST_NOW_DAYS} are "
            "needed.",
        )
    own = f"Your leg was {found.start:g} at your start and is {found.now:g} now"
    after = f"after {found.weeks} weeks" if found.weeks != 1 else "after 1 week"
    if found.percent is None:
        return (f"{own}, {after}: {_points(found.start - found.now)}.",)
    return (
        f"{own}, {after}: {found.percent:.0f} percent of your own start.",
        _reference(),
    )


def _start_missing(found: Recovery) -> str:
    noted = f"leg pain was noted on {_days(found.start_days)}"
    if found.start_open:
        return f"Your own start is not known yet: {noted}, and {LEAST_START_DAYS} are needed."
    return (
        f"Your own start is not known: {noted} of the first {START_WITHIN_DAYS}, and "
        f"{LEAST_START_DAYS} are needed."
    )


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _points(drop: float) -> str:
    if drop == 0:
        return "no change in points"
    amount = f"{abs(drop):g} point{'' if abs(drop) == 1 else 's'}"
    return f"{amount} {'less' if drop > 0 else 'more'}"


def _reference() -> str:
    first, later = REFERENCE
    return (
        f"Beside it, a group of people with sciatica: {first.score:g}, then {later.score:g} after "
        f"about {later.week} weeks, {later.percent} percent ({REFERENCE_LABEL}; pain was scored "
        "in another way there)."
    )
