"""Where lines come from, and the clock of a rehearsal."""

import io
import os
import signal
import sys
import threading

import pytest

from coach.cli.console import read_minutes
from coach.cli.line_input import ScriptedLines, StandardInput, StoppedError
from coach.cli.paced import MOST_SECONDS_AT_ONCE, RehearsalClock, clock_for
from coach.clock import ManualClock

PATIENCE_SECONDS = 20.0


def all_lines(lines: StandardInput) -> list[str]:
    """Everything up to the end of input."""
    found = []
    while not lines.ended:
        text = lines.wait(PATIENCE_SECONDS, asking=True)
        if text is not None:
            found.append(text)
    return found


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (b"y\nn\n", ["y", "n"]),
        (b"y\r\nn\r\n", ["y", "n"]),
        (b"no end", ["no end"]),
        (b"\n\n", ["", ""]),
        (b"", []),
        ("müde\n".encode(), ["müde"]),
        (b"caf\xe9\n\x1b[31mred\x00\n", ["caf\ufffd", "\ufffd[31mred\ufffd"]),
        (b"x" * 9000 + b"\ny\n", ["x" * 4000, "y"]),
    ],
    ids=range(8),
)
def test_lines_are_cut_and_made_harmless(
    monkeypatch: pytest.MonkeyPatch, typed: bytes, lines: list[str]
) -> None:
    readable, writable = os.pipe()
    with os.fdopen(writable, "wb") as out:
        out.write(typed)
    with os.fdopen(readable, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        with StandardInput() as source:
            assert source.live is False
            assert all_lines(source) == lines


def test_a_stream_without_a_file_behind_it_is_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\nn"))
    with StandardInput() as source:
        assert all_lines(source) == ["y", "n"]


def test_no_standard_input_at_all_is_the_end_of_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with StandardInput() as source:
        assert all_lines(source) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143)],
    ids=["ctrl-c", "terminate"],
)
def test_a_signal_arrives_like_a_line_and_the_former_handler_comes_back(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals, code: int
) -> None:
    assert threading.current_thread() is threading.main_thread()
    readable, writable = os.pipe()
    former = signal.getsignal(number)
    with os.fdopen(readable, encoding="utf-8") as stream, os.fdopen(writable, "wb") as out:
        monkeypatch.setattr(sys, "stdin", stream)
        with StandardInput() as source:
            signal.raise_signal(number)
            with pytest.raises(StoppedError) as stopped:
                source.wait(PATIENCE_SECONDS, asking=False)
        # Its thread has to be done before the pipe goes: the next test's may get the same number.
        out.close()
        assert all_lines(source) == []
    assert stopped.value.code == code
    assert signal.getsignal(number) == former


def test_scripted_answers_wait_for_their_question() -> None:
    lines = ScriptedLines(["y"])
    assert lines.wait(0, asking=False) is None
    assert lines.wait(0, asking=True) == "y"
    assert lines.wait(0, asking=True) is None
    assert lines.ended


def test_a_rehearsal_runs_so_many_times_as_fast(clock: ManualClock) -> None:
    fast = RehearsalClock(clock, 10)
    began = fast.monotonic()
    for _ in range(20):
        clock.advance(0.01)
        fast.monotonic()
    assert fast.monotonic() - began == pytest.approx(2.0)
    # What a rehearsal logs is dated as the day is.
    assert fast.now() == clock.now()
    assert fast.boot() == fast.monotonic()


def test_a_rehearsal_never_leaps_where_the_machine_stood_still(clock: ManualClock) -> None:
    fast = RehearsalClock(clock, 60)
    began = fast.monotonic()
    clock.advance(30)
    assert fast.monotonic() - began == MOST_SECONDS_AT_ONCE


def test_real_time_is_the_very_clock(clock: ManualClock) -> None:
    assert clock_for(clock, 1) is clock


@pytest.mark.parametrize("typed", ["00012345", "12345", "0", "481", "-3", "x", ""])
def test_minutes_out_of_bounds_are_no_minutes(typed: str) -> None:
    with pytest.raises(ValueError, match=typed or "^$"):
        read_minutes((1, 480), None, typed)


def test_minutes_within_bounds_are_taken_and_an_empty_line_is_the_usual() -> None:
    assert read_minutes((1, 480), 30, "45") == 45
    assert read_minutes((1, 480), 30, "") == 30
