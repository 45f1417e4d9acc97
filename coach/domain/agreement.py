"""What a change of stage says where the therapist confirms it: who agreed, and on which day."""

import re
from datetime import date

_TOLD = re.compile(r"The patient says that \S.* agreed on \d{4}-\d{2}-\d{2}\.$")


def agreement(who: str, day: date) -> str:
    """The sentence that ends the evidence of the change."""
    return f"The patient says that {who} agreed on {day.isoformat()}."


def tells_agreement(evidence: str) -> bool:
    """Whether the evidence of a change ends with such a sentence."""
    return _TOLD.search(evidence) is not None
