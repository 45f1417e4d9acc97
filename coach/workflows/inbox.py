"""Requests on disk for the coach that holds the home, and the port to where they lie."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from coach.domain.pain import Reach
from coach.domain.program import Surface
from coach.domain.text import clean_line

RED_FLAG = "red_flag"
"""A safety question answered yes in a coach that may not write: carried out before all else."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a command or a second coach asks of the coach that holds the home."""

    what: str
    """`sit`, `stand`, `pain` or `red_flag`."""
    at: datetime
    surface: str = ""
    back: int | None = None
    leg: int | None = None
    reach: str = ""
    note: str = ""
    item: str = ""
    """Id of the safety question that was answered yes, for `red_flag`."""


def checked(request: Request) -> Request:
    """A request that came from outside, made harmless. Raises ValueError when it is none."""
    numbers = (request.back, request.leg)
    words = (request.what, request.surface, request.reach, request.note, request.item)
    if not all(isinstance(word, str) for word in words) or request.at.tzinfo is None:
        raise ValueError("a field has the wrong kind")
    if any(number is not None and type(number) is not int for number in numbers):
        raise ValueError("a score is no number")
    if any(number is not None and not 0 <= number <= 10 for number in numbers):
        raise ValueError("a score is not from 0 to 10")
    if request.what not in ("sit", "stand", "pain", RED_FLAG):
        raise ValueError(request.what)
    if request.what == "sit":
        Surface(request.surface)
    if request.reach:
        Reach.from_word(request.reach)
    return replace(request, note=clean_line(request.note))


class Inbox(Protocol):
    """Requests on disk: they outlive both programs until one takes them."""

    def put(self, request: Request) -> None:
        """Write one request whole."""

    def take(self) -> Sequence[Request]:
        """Requests in the order they were made; each is kept until `done`."""

    def done(self, request: Request) -> None:
        """The request's facts are on disk: forget it."""
