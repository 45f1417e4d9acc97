"""What an ear made out: a clap or knock, a phrase, or speech that it could not tell."""

from enum import StrEnum

from msgspec import Struct


class Sureness(StrEnum):
    """How sure the ear is of a phrase."""

    SURE = "sure"
    LIKELY = "likely"


class Knock(Struct, frozen=True):
    """One or two claps or knocks."""


class Phrase(Struct, frozen=True):
    """A whole phrase of the list, and nothing beside it."""

    text: str
    """As it stands in the list, without the first word; a bare "no" is "no" too."""
    sureness: Sureness = Sureness.SURE
    named: bool = True
    """Whether the first word was said."""


class NotCaught(Struct, frozen=True):
    """Somebody spoke to the coach and it cannot tell what was said."""


Heard = Knock | Phrase | NotCaught
