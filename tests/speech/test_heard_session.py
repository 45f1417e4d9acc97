"""A whole short session as it is really heard: each cue in its time, one after the other."""

import array
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from coach.clock import SystemClock
from coach.session.cues import CueKind
from coach.session.script import ScriptLine, script
from coach.speech.session_file import session_pieces
from coach.speech.wavefile import read_wave
from tests.speech.conftest import MakeSpeaker, a_cue, some_settings
from tests.speech.hearing import LOUD, RATE_HERTZ, Ear
from tests.speech.short_session import play, short_plan

LONG_SECONDS = 60.0
EARLY_SECONDS = 0.1
"""A cue is looked for from so long before its offset: the cue before must be over by then."""
TENTH = 0.1
TELLABLE_SECONDS = 0.5
"""Under it no count is taken for the next: they are a second apart."""
LONG_LINE = "Lie on your back, bend your knees, and put your feet flat on the floor. " * 2

pytestmark = pytest.mark.heard


@dataclass(frozen=True)
class Sounded:
    """One line as it is in the samples, in seconds from the first line's first sample."""

    began: float
    ended: float


def first_loud(samples: "Sequence[int]", rate_hertz: int, from_seconds: float) -> float:
    start = max(0, round(from_seconds * rate_hertz))
    found = (n for n in range(start, len(samples)) if abs(samples[n]) > LOUD)
    return next(found) / rate_hertz


def last_loud(
    samples: "Sequence[int]", rate_hertz: int, from_seconds: float, to_seconds: float
) -> float:
    start, end = round(from_seconds * rate_hertz), round(to_seconds * rate_hertz)
    found = (n for n in range(min(end, len(samples)) - 1, start, -1) if abs(samples[n]) > LOUD)
    return next(found, start) / rate_hertz


def sounded(
    samples: "array.array[int]", rate_hertz: int, lines: Sequence[ScriptLine]
) -> list[Sounded]:
    """Where each line is: the first sound from a little before its offset, and the last one
    before the next line's first."""
    zero = first_loud(samples, rate_hertz, 0.0) - lines[0].offset_seconds
    begun = [
        first_loud(samples, rate_hertz, zero + line.offset_seconds - EARLY_SECONDS)
        for line in lines
    ]
    following = [*begun[1:], len(samples) / rate_hertz]
    return [
        Sounded(one - zero, last_loud(samples, rate_hertz, one, next_one) - zero)
        for one, next_one in zip(begun, following, strict=True)
    ]


def test_a_session_is_heard_as_its_own_sound_file_has_it_and_no_two_cues_overlap(
    ear: Ear, make_speaker: MakeSpeaker, tmp_path: Path
) -> None:
    plan = short_plan(1, 1)
    told = script(plan)
    lines = told.heard
    kinds = {line.cue.kind for line in lines}
    assert {CueKind.COUNT, CueKind.GO, CueKind.RELAX, CueKind.REST} <= kinds
    path = tmp_path / "session.wav"
    settings = some_settings(tmp_path, "")
    path.write_bytes(b"".join(session_pieces(told, settings, 150, lambda *_: None)))
    written = read_wave(path)
    in_file = sounded(written.samples, written.rate_hertz, lines)
    speaker = make_speaker(engine="")
    speaker.say(a_cue("Ready."))  # The device is up and every line is known.
    assert speaker.wait_until_quiet(LONG_SECONDS)
    began, asked = play(plan, speaker)
    assert speaker.wait_until_quiet(LONG_SECONDS)
    *led, (_, closing) = asked
    assert [cue for _, cue in led] == [line.cue for line in lines]
    assert closing.kind is CueKind.SUMMARY
    spoken_at = ear_from(ear, began)
    heard = sounded(spoken_at, RATE_HERTZ, lines)
    off = [abs(one.began - other.began) for one, other in zip(heard, in_file, strict=True)]
    gaps = [after.began - one.ended for one, after in pairwise(heard)]
    late = [at - began - line.offset_seconds for (at, _), line in zip(led, lines, strict=True)]
    show("off the file", off)
    show("asked late", late)
    show("gaps", gaps)
    assert min(gaps) > 0.05
    assert median(off) < TENTH
    assert max(off) < TELLABLE_SECONDS


def ear_from(ear: Ear, moment: float) -> "array.array[int]":
    threading.Event().wait(0.5)  # What the server still holds.
    return ear.samples_since(moment)


def show(what: str, seconds: Sequence[float]) -> None:
    """Least, median and most, for the log of a run; nothing is judged by it."""
    ms = sorted(1000 * one for one in seconds)
    sys.stdout.write(f"{what}: {ms[0]:.0f} {median(ms):.0f} {ms[-1]:.0f} ms\n")


def test_after_a_stop_in_a_word_all_is_still(ear: Ear, make_speaker: MakeSpeaker) -> None:
    speaker = make_speaker(engine="")
    speaker.prepare([LONG_LINE])
    speaker.say(a_cue(LONG_LINE))
    speaker.say(a_cue("And this is never heard."))
    ear.wait_for_sound()
    stopped = SystemClock().monotonic()
    speaker.stop()
    threading.Event().wait(2.0)
    after = ear.samples_since(stopped)
    assert len(after) > RATE_HERTZ
    silent_after = last_loud(after, RATE_HERTZ, 0.0, len(after) / RATE_HERTZ)
    show("stop to silence", [silent_after])
    assert silent_after < TELLABLE_SECONDS
