"""The hook for another voice: what an engine is, and how one is named.

The setting `voice_engine = "module:factory"` (the worker's `--engine` option) makes the worker
call `factory()` for its engine in place of pyttsx3. The module must be importable in the worker's
process: installed beside the coach, or found through PYTHONPATH. A name without a colon is a
driver of pyttsx3 itself, such as `espeak`. The scripted engines of the tests are brought in the
same way.
"""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from coach.speech.wire import Render, Voice


class Engine(Protocol):
    """Makes sound files, one at a time, in the main thread of a process of its own."""

    @property
    def name(self) -> str:
        """Shown to people, and part of every cache key."""

    def voices(self) -> list[Voice]:
        """Every voice it has."""

    def render(self, request: Render, path: Path) -> None:
        """Write `request.text` to `path` as WAV or AIFF; raise when it cannot.

        The worker believes the file, not the return.
        """


@runtime_checkable
class KnowsItself(Protocol):
    """What an engine may have besides: without it a new version finds the old one's files."""

    def made_by(self, voice: str, language: str) -> str:
        """Its version, and the voice that it really speaks with when asked for `voice`."""


def maker_of(engine: Engine, voice: str, language: str) -> str:
    """All that shapes the sound of a line besides the request, as one text; never raises."""
    name = str(engine.name)
    if not isinstance(engine, KnowsItself):
        return name
    try:
        return f"{name}; {engine.made_by(voice, language)}"
    except Exception:  # noqa: BLE001 - an engine may raise anything
        return name


def load_engine(spec: str) -> Engine:
    """The engine that `module:factory` makes; ValueError when `spec` names none."""
    module_name, _, factory_name = spec.partition(":")
    if not module_name or not factory_name:
        raise ValueError(f"an engine is named module:factory, not {spec!r}")
    factory = cast(
        "Callable[[], Engine]", getattr(importlib.import_module(module_name), factory_name)
    )
    return factory()
