"""A follow-up as one JSON document: every value, None for what was not recorded, no name."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from coach.domain.pain import Reach
from coach.review.change_before import ChangeBefore
from coach.review.follow_up import FollowUp
from coach.review.follow_up_formulas import FORMULAS
from coach.review.outlook import Outlook
from coach.review.verdicts import Verdict


def document_values(seen: FollowUp, changes: Sequence[ChangeBefore]) -> dict[str, Any]:
    """Everything of a follow-up in plain values."""
    values = {field.name: plain(getattr(seen, field.name)) for field in fields(seen)}
    return {**values, "changes": plain(changes), "formulas": dict(FORMULAS)}


def plain(value: Any) -> Any:
    """A value of ours as JSON knows it: words for reaches and codes, ISO dates and times."""
    if isinstance(value, Outlook):
        return _outlook(value)
    if isinstance(value, Reach):
        return value.word
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {plain(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Struct):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return value


def _outlook(seen: Outlook) -> dict[str, Any]:
    """The verdicts; of the stages their codes alone, since the program has the rest."""
    return {
        "stage": seen.stage.code.value,
        "following": seen.following.code.value if seen.following is not None else None,
        "earlier": seen.earlier.code.value if seen.earlier is not None else None,
        "forward": [_verdict(one) for one in seen.forward],
        "back": [_verdict(one) for one in seen.back],
        "proposals": plain(seen.proposals),
    }


def _verdict(one: Verdict) -> dict[str, str]:
    return {
        "rule": one.criterion.rule.value,
        "text": one.criterion.text,
        "state": one.state.value,
        "evidence": one.evidence,
    }
