"""Messages between the coach and the ear."""

import msgspec

from coach.processes.lines import Wire

PROTOCOL = 1
"""Both sides come from one installation; a process of another version is not talked to."""


class Begin(msgspec.Struct, frozen=True, tag=True):
    """To the ear, once: open the microphone."""

    microphone: str
    """A part of its name; empty means the system's own choice."""
    phrases: list[str]
    """What to make out besides claps, without the first word; empty means claps alone."""


class Attend(msgspec.Struct, frozen=True, tag=True):
    """To the ear: from now on and for so long what is recorded counts."""

    seconds: float


class Ignore(msgspec.Struct, frozen=True, tag=True):
    """To the ear: what is recorded from now on is thrown away."""


class EarReady(msgspec.Struct, frozen=True, tag=True):
    """From the ear, once: the microphone is open."""

    microphone: str
    protocol: int = PROTOCOL


class NoMicrophone(msgspec.Struct, frozen=True, tag=True):
    """From the ear, then it ends: there is none, or it went away."""

    reason: str


class RecogniserReady(msgspec.Struct, frozen=True, tag=True):
    """From the ear, once, when phrases are wanted: from now on it makes them out."""


class NoRecogniser(msgspec.Struct, frozen=True, tag=True):
    """From the ear: phrases cannot be made out; claps can."""

    reason: str


class Alive(msgspec.Struct, frozen=True, tag=True):
    """From the ear, every second: it still hears."""


class KnockHeard(msgspec.Struct, frozen=True, tag=True):
    """From the ear: a clap or a knock."""


class SpeechBegan(msgspec.Struct, frozen=True, tag=True):
    """From the ear: somebody speaks, and what it was follows."""


class SpeechEnded(msgspec.Struct, frozen=True, tag=True):
    """From the ear: what was said was nothing for the coach."""


class PhraseHeard(msgspec.Struct, frozen=True, tag=True):
    """From the ear: a whole phrase of the list."""

    text: str
    sure: bool
    named: bool


class NothingCaught(msgspec.Struct, frozen=True, tag=True):
    """From the ear: somebody spoke to the coach, and it cannot be told what was said."""


Request = Begin | Attend | Ignore
Reply = (
    EarReady
    | NoMicrophone
    | RecogniserReady
    | NoRecogniser
    | Alive
    | KnockHeard
    | SpeechBegan
    | SpeechEnded
    | PhraseHeard
    | NothingCaught
)
Message = Request | Reply

WIRE: Wire[Message] = Wire(Message)
encode, decode = WIRE.encode, WIRE.decode
