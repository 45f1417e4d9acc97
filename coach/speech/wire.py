"""Messages between the coach and its two speaking processes."""

import msgspec

from coach.processes.lines import Wire

PROTOCOL = 2
"""Both sides come from one installation; a process of another version is not talked to."""


class Render(msgspec.Struct, frozen=True, tag=True):
    """To the worker: make a sound file of `text` at `path`."""

    number: int
    text: str
    voice: str
    language: str
    rate_words_per_minute: int
    volume: float
    pitch: int
    """0 to 100; 50 is the voice's own."""
    path: str


class AskVoices(msgspec.Struct, frozen=True, tag=True):
    """To the worker: which voices are there?"""

    number: int


class AskMaker(msgspec.Struct, frozen=True, tag=True):
    """To the worker: who makes the lines of this voice and language?"""

    number: int
    voice: str
    language: str


class Voice(msgspec.Struct, frozen=True):
    """One voice of an engine."""

    id: str
    name: str
    languages: list[str]


class WorkerReady(msgspec.Struct, frozen=True, tag=True):
    """From the worker, once: the engine is up."""

    engine: str
    protocol: int = PROTOCOL


class WorkerUnable(msgspec.Struct, frozen=True, tag=True):
    """From the worker, then it ends: there is no engine, and trying again will not help."""

    reason: str


class Rendered(msgspec.Struct, frozen=True, tag=True):
    """From the worker: the file is there, whole and audible."""

    number: int
    seconds: float


class RenderFailed(msgspec.Struct, frozen=True, tag=True):
    """From the worker: the engine made no usable file."""

    number: int
    reason: str


class Voices(msgspec.Struct, frozen=True, tag=True):
    """From the worker: the answer to `AskVoices`."""

    number: int
    voices: list[Voice]


class Maker(msgspec.Struct, frozen=True, tag=True):
    """From the worker: the answer to `AskMaker`."""

    number: int
    maker: str
    """Engine, version and the voice that is really used, as one text."""


class Play(msgspec.Struct, frozen=True, tag=True):
    """To the player: play these WAV files one after the other; ends whatever is playing."""

    number: int
    paths: list[str]


class Silence(msgspec.Struct, frozen=True, tag=True):
    """To the player: be quiet at once."""


class SoundReady(msgspec.Struct, frozen=True, tag=True):
    """From the player: a device or program that can be heard was found."""

    through: str


class NoSound(msgspec.Struct, frozen=True, tag=True):
    """From the player, then it ends: nothing here can play."""

    reason: str


class Played(msgspec.Struct, frozen=True, tag=True):
    """From the player: the last sample has left the device."""

    number: int


class PlayFailed(msgspec.Struct, frozen=True, tag=True):
    """From the player: not heard, or not to the end."""

    number: int
    reason: str


Request = Render | AskVoices | AskMaker | Play | Silence
Reply = (
    WorkerReady
    | WorkerUnable
    | Rendered
    | RenderFailed
    | Voices
    | Maker
    | SoundReady
    | NoSound
    | Played
    | PlayFailed
)
Message = Request | Reply

WIRE: Wire[Message] = Wire(Message)
encode, decode = WIRE.encode, WIRE.decode
