"""What a plan's text may hold; apart, since decoding with checks takes a library to load."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from coach.domain.program import StageCode

MOST_PROGRAM = 512 * 1024
MOST_EXERCISES = 100
MOST_CLEARED = 1000
"""Holds and yes answers that one plan clears."""

_Line = Annotated[str, Meta(max_length=1000)]
_Toml = Annotated[str, Meta(max_length=MOST_PROGRAM)]
_Id = Annotated[str, Meta(max_length=80, pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
_FactId = Annotated[str, Meta(max_length=120, pattern=r"^\S+$")]


class PlanText(Struct, forbid_unknown_fields=True):
    """A plan as its JSON text says it; see `coach.domain.documents.PlanDocument`."""

    schema: Literal["coach/plan/1"]
    patient: Annotated[str, Meta(min_length=1, max_length=80)]
    patient_key: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    therapist: Annotated[str, Meta(max_length=200)]
    version: Annotated[int, Meta(ge=1, le=9999)]
    issued_at: Annotated[datetime, Meta(tz=True)]
    from_day: date
    valid_until: date
    stage: StageCode
    sore_side: Literal["left", "right", "both", "none", ""]
    program: _Toml
    exercises: Annotated[dict[_Id, _Toml], Meta(max_length=MOST_EXERCISES)]
    changes: Annotated[list[_Line], Meta(max_length=200)]
    clears: _Line
    clears_facts: Annotated[list[_FactId], Meta(max_length=MOST_CLEARED)]


class Versioned(Struct):
    """The one key that every version of every document has."""

    schema: str
