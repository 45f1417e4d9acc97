"""Messages between coach and its two sound processes: one JSON document a line.

Libraries print what they like, so a line that is no message is skipped, never an error.
"""

from typing import Any

import msgspec

PROTOCOL = 1
"""Both sides come from one installation; a process of another version is not talked to."""

MAX_LINE_BYTES = 1 << 20


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


Request = Render | AskVoices | Play | Silence
Reply = (
    WorkerReady
    | WorkerUnable
    | Rendered
    | RenderFailed
    | Voices
    | SoundReady
    | NoSound
    | Played
    | PlayFailed
)
Message = Request | Reply

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Message)


def encode(message: Message) -> bytes:
    """The message as one line."""
    return _encoder.encode(message) + b"\n"


def decode(line: bytes) -> Message | None:
    """The message in a line; None for junk."""
    if len(line) > MAX_LINE_BYTES:
        return None
    try:
        message: Message = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return message
