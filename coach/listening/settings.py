"""What listening is told and what it tells: settings and health."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

Notice = Callable[[str], None]
"""Receives one plain sentence for the screen; called on any thread."""


class ListenSettings(Struct, frozen=True):
    """How the coach listens."""

    microphone: str = ""
    """A part of a microphone's name; empty means the system's own choice."""
    phrases: tuple[str, ...] = ()
    """What to make out besides claps, without the first word; empty means claps alone."""
    log_file: Path | None = None
    """Takes what the sound libraries print; None throws it away."""


class ListenHealth(Struct, frozen=True):
    """How listening is doing, in words for a person."""

    state: str
    """`off`, `starting`, `ok`, `none` (no microphone) or `failed`."""
    phrases: bool
    """Whether phrases are made out besides claps."""
    microphone: str = ""
    """Which one is open."""
    detail: str = ""
    """What to do; empty when all is well."""
