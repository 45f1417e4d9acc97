"""Ids of facts: UUIDv7 that follow from when and where a fact was recorded."""

import hashlib
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME_BITS, _NUMBER_BITS, _REST_BITS = 48, 12, 62


def fact_id(at: datetime, device: str, seq: int) -> str:
    """The id of fact number `seq` of a device, recorded at `at`; sorts by time, then number.

    Nothing in it is left to chance, so that a log that leaves the home need not carry ids: ten
    bytes a fact that nothing compresses.
    """
    moment = max(0, (at - _EPOCH) // timedelta(milliseconds=1)) & _ones(_TIME_BITS)
    digest = hashlib.sha256(f"coach-fact {device} {seq}".encode("utf-8", "replace")).digest()
    value = moment << 4 | 7
    value = value << _NUMBER_BITS | seq & _ones(_NUMBER_BITS)
    value = value << 2 | 2
    value = value << _REST_BITS | int.from_bytes(digest[:8], "big") & _ones(_REST_BITS)
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _ones(bits: int) -> int:
    return (1 << bits) - 1
