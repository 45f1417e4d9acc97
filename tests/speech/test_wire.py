"""One message a line, whatever else is on the line."""

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
