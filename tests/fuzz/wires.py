"""Lines between the coach and its own processes, as a broken library or engine may write them.

What can be decoded is handed to the parent's side as well: a voice, a player, an ear and a desktop
that lie. A request of a shell command is a line of such a kind too: a small file in the inbox.
"""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.bootstrap.patient import make_inbox
from coach.desktop import wire as desktop_wire
from coach.desktop.session import HelperDesktop
from coach.listening import wire as listening_wire
from coach.listening.listener import EarListener
from coach.listening.settings import ListenSettings
from coach.processes.lines import Wire
from coach.speech import wire as speech_wire
from coach.speech.notices import describe
from coach.speech.player import Player, SoundState
from coach.speech.renderer import RendererState
from coach.speech.settings import SpeechSettings
from coach.speech.voices import speaking
from tests.fuzz import commands
from tests.fuzz.trying import FaultError, Target
from tests.speech.test_wire import MESSAGES as OF_SPEECH

OF_LISTENING: tuple[listening_wire.Message, ...] = (
    listening_wire.EarReady("A microphone"),
    listening_wire.NoMicrophone("none"),
    listening_wire.NoRecogniser("not installed"),
    listening_wire.RecogniserReady(),
    listening_wire.Alive(),
    listening_wire.KnockHeard(),
    listening_wire.SpeechBegan(),
    listening_wire.PhraseHeard("pause", True, True),
    listening_wire.NothingCaught(),
)
OF_DESKTOP: tuple[desktop_wire.Message, ...] = (
    desktop_wire.Ready(),
    desktop_wire.Shown(1, True),
    desktop_wire.Told(1, 3.5, "x11", False, "portal"),
    desktop_wire.Pressed("a", "open"),
    desktop_wire.Gone("a"),
)
REQUEST = {"what": "pain", "at": "2027-03-02T12:00:00+01:00", "back": 3, "leg": 4, "reach": "calf"}


def read_lines(data: bytes) -> str:
    """All of it on every wire, and as a request in the inbox."""
    child: Any = _Child()
    ear, player, desktop = _ear(child), _player(child), _desktop(child)
    kinds = set()
    for spoken in _messages(speech_wire.WIRE, data):
        player._on_message(child, spoken)
        kinds.add(_said(spoken))
    for heard in _messages(listening_wire.WIRE, data):
        ear._on_message(child, heard)
        kinds.add(f"{type(heard).__name__} {len(ear.take())}")
    for told in _messages(desktop_wire.WIRE, data):
        desktop._on_message(child, told)
        kinds.add(type(told).__name__)
    return "\n".join((_request(data), *kinds))


def _messages(wire: Wire[Any], data: bytes) -> Iterator[Any]:
    """What comes; each goes out again as the same."""
    for message in wire.messages(io.BytesIO(data)):
        again = wire.encode(message)
        if again.count(b"\n") != 1 or wire.encode(wire.decode(again)) != again:
            raise FaultError(f"a {type(message).__name__} goes out as another message")
        yield message


def _said(message: Any) -> str:
    """What people are told of a message about the voice."""
    reason = getattr(message, "reason", "") or getattr(message, "maker", "")
    settings = SpeechSettings(cache_folder=Path("none"))
    describe(settings, RendererState("failed", reason, reason), SoundState("none", reason, reason))
    if isinstance(message, speech_wire.Voices):
        return f"Voices {len(speaking(message.voices, 'en')) > 0}"
    return type(message).__name__


class _Child:
    """A process that is told things and never answers."""

    def kill(self) -> None:
        """Nothing to end."""

    def close(self) -> None:
        """Nothing to wait for."""

    def send(self, message: object) -> bool:
        """It takes everything."""
        return True


def _ear(child: Any) -> EarListener:
    ear = EarListener(ListenSettings(), lambda: 0.0)
    ear._child, ear._state = child, "ok"
    return ear


def _player(child: Any) -> Player:
    player = Player(lambda: None, None, lambda _: None, lambda number, heard: None)
    player._child = child
    return player


def _desktop(child: Any) -> HelperDesktop:
    desktop = HelperDesktop(lambda: 0.0)
    desktop._child = child
    return desktop


def _request(data: bytes) -> str:
    """What a coach finds in its inbox when this lies in it; a second look finds nothing broken."""
    inbox = make_inbox(commands.made())
    file = commands.made() / "inbox" / "a.json"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    found = inbox.take()
    for request in found:
        inbox.done(request)
    for name in inbox.unread():
        inbox.set_aside(name)
    if file.exists():
        raise FaultError("a request is neither taken nor set aside")
    return f"{len(found)} {found[0].what if found else ''}"


def _seeds() -> Iterator[bytes]:
    yield b"".join(map(speech_wire.encode, OF_SPEECH))
    yield b"".join(map(listening_wire.encode, OF_LISTENING))
    yield b"".join(map(desktop_wire.WIRE.encode, OF_DESKTOP))
    yield json.dumps(REQUEST).encode()
    yield json.dumps({"what": "sit", "at": REQUEST["at"], "surface": "hard"}).encode()


WIRES = Target("wires", read_lines, _seeds, most_bytes=20_000, calls=40_000, calls_per_byte=400)
