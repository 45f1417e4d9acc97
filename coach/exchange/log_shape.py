"""What the first line of a log says; apart, since decoding with checks takes a library to load."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

MOST_FACTS = 1_000_000
"""Fifty years of a patient who does everything."""

_Name = Annotated[str, Meta(min_length=1, max_length=120)]
_Number = Annotated[int, Meta(ge=1, le=2**53)]
_Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class DeviceLine(Struct, forbid_unknown_fields=True):
    """Which facts of one device are here, and how far it goes."""

    device: _Name
    first: _Number
    last: _Number
    seq: _Number
    """Of its newest fact of all."""
    hash: _Digest

    def __post_init__(self) -> None:
        if not self.first <= self.last <= self.seq:
            raise ValueError("the numbers of a device are out of order")


class LogHeader(Struct, forbid_unknown_fields=True):
    """Whose facts they are, how many, and how they are known to be whole."""

    schema: Literal["coach/log/1"]
    patient: _Name
    made_at: Annotated[datetime, Meta(tz=True)]
    facts: Annotated[int, Meta(ge=0, le=MOST_FACTS)]
    sha256: _Digest
    devices: Annotated[list[DeviceLine], Meta(max_length=1000)]

    def __post_init__(self) -> None:
        if len({one.device for one in self.devices}) < len(self.devices):
            raise ValueError("a device stands twice")
