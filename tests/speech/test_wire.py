"""One message a line, whatever else is on the line."""

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.processes.lines import MAX_LINE_BYTES
from coach.speech import wire

MESSAGES: list[wire.Message] = [
    wire.Render(1, "Bend\nyour “knees”", "", "en", 150, 1.0, 50, "/tmp/a b.wav"),
    wire.AskVoices(2),
    wire.WorkerReady("scripted"),
    wire.AskMaker(1, "one", "en"),
    wire.Maker(1, "scripted; 1; one"),
    wire.WorkerUnable("no engine"),
    wire.Rendered(1, 1.5),
    wire.RenderFailed(1, "silent"),
    wire.Voices(2, [wire.Voice("a", "A", ["en"])]),
    wire.Play(3, ["a.wav"]),
    wire.Silence(),
    wire.SoundReady("ALSA"),
    wire.NoSound("no card"),
    wire.Played(3),
    wire.PlayFailed(3, "gone"),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_is_one_line_and_comes_back(message: wire.Message) -> None:
    line = wire.encode(message)
    assert line.count(b"\n") == 1
    assert wire.decode(line) == message


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"Audio saved to x.wav\n",
        b"{}\n",
        b"[1]\n",
        b'{"type":"Unknown"}\n',
        b'{"type":"Played","number":"one"}\n',
        b"\xff\xfe\n",
        b"[" * 5000,
        b'{"type":"Silence"}' + b" " * MAX_LINE_BYTES,
    ],
)
def test_junk_is_no_message(junk: bytes) -> None:
    assert wire.decode(junk) is None


@given(st.binary())
def test_no_bytes_raise(line: bytes) -> None:
    wire.decode(line)


class Endless(io.RawIOBase):
    """A process that prints and never ends a line, up to `most` bytes; then one message."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._message = io.BytesIO(b"\n" + wire.encode(wire.Silence()))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if not self._left:
            piece = self._message.read(len(view))
        else:
            piece = b"x" * min(len(view), self._left)
            self._left -= len(piece)
        view[: len(piece)] = piece
        return len(piece)


def test_a_line_without_end_is_never_held_and_what_follows_is_heard() -> None:
    tracemalloc.start()
    try:
        stream = io.BufferedReader(Endless(40 * MAX_LINE_BYTES))
        assert list(wire.WIRE.messages(stream)) == [wire.Silence()]
        assert tracemalloc.get_traced_memory()[1] < 6 * MAX_LINE_BYTES
    finally:
        tracemalloc.stop()


def test_messages_come_in_order_and_junk_between_them_does_not() -> None:
    lines = b"junk\n".join(map(wire.encode, MESSAGES)) + wire.encode(wire.Silence())[:-1]
    assert list(wire.WIRE.messages(io.BytesIO(lines))) == [*MESSAGES, wire.Silence()]
