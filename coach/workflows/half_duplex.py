"""When the ear may be open: never while the coach speaks, nor until its sound has died away."""

DRAIN_SECONDS = 0.3
"""From the last sound of the coach's own until a microphone hears nothing of it any more."""


def quiet_since(before: float | None, is_quiet: bool, now: float) -> float | None:
    """Since when the coach has been quiet; None while it speaks. `before` is the last answer."""
    if not is_quiet:
        return None
    return now if before is None else before


def may_listen(quiet_since: float | None, now: float) -> bool:
    """Whether what is recorded now can only be from the room."""
    return quiet_since is not None and now - quiet_since >= DRAIN_SECONDS
