"""The time it is where a person is."""

from datetime import datetime, timedelta, timezone, tzinfo

from coach.clock import Clock


def local_now(clock: Clock, zone: tzinfo | None) -> datetime:
    """Local time with its offset, in `zone` where one is set.

    The offset is a fixed one, so that differences of times are real seconds: Python takes two
    times of one zone apart by the wall clock, an hour wrong when summer time begins.
    """
    now = clock.now()
    local = now.astimezone(zone) if zone is not None else now
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)), fold=0)
