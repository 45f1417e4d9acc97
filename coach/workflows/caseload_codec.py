"""Signs as the text that is kept of them; one of another format is read anew from the log."""

from msgspec import Struct

from coach.review.caseload_signs import Signs

FORMAT = 10
"""Raised whenever signs are computed or written otherwise."""


class _Kept(Struct, frozen=True):
    format: int
    signs: Signs


def signs_text(signs: Signs) -> str:
    """The text to keep."""
    import msgspec

    return msgspec.json.encode(_Kept(FORMAT, signs)).decode()


def signs_from(text: str) -> Signs | None:
    """What was kept; None for nothing, for another format, and for what is no such text."""
    import msgspec

    try:
        kept = msgspec.json.decode(text, type=_Kept)
    except msgspec.DecodeError:
        return None
    return kept.signs if kept.format == FORMAT else None
