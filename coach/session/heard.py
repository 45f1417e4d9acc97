"""What an ear made out: a clap or knock, a phrase, or speech that it could not tell."""

from dataclasses import dataclass
from enum import StrEnum


class Sureness(StrEnum):
    """How sure the ear is of a phrase."""

    SURE = "sure"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Knock:
    """One or two claps or knocks."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole phrase of the list, and nothing beside it."""

    text: str
    """As it stands in the list, without the first word; a bare "no" is "no" too."""
    sureness: Sureness = Sureness.SURE
    named: bool = True
    """Whether the first word was said."""


@dataclass(frozen=True, slots=True)
class NotCaught:
    """Somebody spoke to the coach and it cannot tell what was said."""


Heard = Knock | Phrase | NotCaught
