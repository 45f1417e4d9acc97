"""What really comes out of the device, heard through the monitor of a null sink."""

import contextlib
import os
import queue
import shutil
import signal
from pathlib import Path

import pytest

from coach.clock import SystemClock
from coach.session.cues import CueKind, Priority
from coach.session.voice_choice import VoiceChoice
from coach.speech import programs
from coach.speech.offline import render_to_file
from coach.speech.player import PLAYING_MODULE
from coach.speech.programs import PROGRAMS, ProgramOutput
from coach.speech.tones import make_lead_in
from coach.speech.wavefile import read_wave, write_wave
from tests.speech.conftest import MakeSpeaker, a_cue, some_settings
from tests.speech.engines import sine
from tests.speech.hearing import Ear, loud_seconds

LONG_SECONDS = 60.0

pytestmark = pytest.mark.heard


def pitches(ear: Ear) -> list[int]:
    """The pitches heard, one after the other."""
    return [sound.hertz for sound in ear.heard()]


def test_lines_are_heard_in_the_order_they_were_said(ear: Ear, make_speaker: MakeSpeaker) -> None:
    speaker = make_speaker()
    for hertz in (400, 800, 600):
        speaker.say(a_cue(f"pitch {hertz} for 500"))
    assert speaker.wait_until_quiet(LONG_SECONDS)
    assert pitches(ear) == [400, 800, 600]


def test_a_line_is_heard_to_its_end_before_the_speaker_is_quiet(
    ear: Ear, make_speaker: MakeSpeaker
) -> None:
    speaker = make_speaker()
    speaker.say(a_cue("pitch 500 for 700"))
    assert speaker.wait_until_quiet(LONG_SECONDS)
    speaker.close()
    [sound] = ear.heard()
    # Nothing is cut off; a busy machine may stretch it.
    assert 0.61 <= sound.seconds < 1.5


def test_a_safety_cue_cuts_off_a_name_which_is_not_said_again(
    ear: Ear, make_speaker: MakeSpeaker
) -> None:
    speaker = make_speaker()
    speaker.prepare(["pitch 900 for 500"])
    speaker.say(a_cue("pitch 400 for 5000"))
    ear.wait_for_sound()
    speaker.say(a_cue("pitch 900 for 500", Priority.SAFETY, CueKind.SAFETY))
    assert speaker.wait_until_quiet(LONG_SECONDS)
    first, second = ear.heard()
    assert (first.hertz, second.hertz) == (400, 900)
    assert first.seconds < 4.0


def test_a_name_cut_off_by_a_warning_is_said_again(ear: Ear, make_speaker: MakeSpeaker) -> None:
    speaker = make_speaker()
    speaker.say(a_cue("pitch 400 for 1500"))
    ear.wait_for_sound()
    speaker.say(a_cue("pitch 900 for 500", Priority.WARNING, CueKind.TAKE_OFF))
    assert speaker.wait_until_quiet(LONG_SECONDS)
    assert pitches(ear)[-2:] == [900, 400]


def test_stop_silences_and_drops_what_waits(ear: Ear, make_speaker: MakeSpeaker) -> None:
    speaker = make_speaker()
    speaker.say(a_cue("pitch 400 for 5000"))
    speaker.say(a_cue("pitch 800 for 500"))
    ear.wait_for_sound()
    speaker.stop()
    assert speaker.is_quiet()
    speaker.say(a_cue("pitch 600 for 500"))
    assert speaker.wait_until_quiet(LONG_SECONDS)
    first, last = ear.heard()
    assert (first.hertz, last.hertz) == (400, 600)
    assert first.seconds < 4.0


def test_stop_lets_what_takes_a_pack_off_be_said_to_its_end(
    ear: Ear, make_speaker: MakeSpeaker
) -> None:
    speaker = make_speaker()
    speaker.say(a_cue("pitch 400 for 5000"))
    ear.wait_for_sound()
    speaker.say(a_cue("pitch 900 for 1000", Priority.WARNING, CueKind.TAKE_OFF))
    speaker.stop()
    speaker.stop()
    assert speaker.wait_until_quiet(LONG_SECONDS)
    last = ear.heard()[-1]
    assert last.hertz == 900
    assert last.seconds > 0.8


def test_the_bundled_voice_says_a_sentence(
    ear: Ear, make_speaker: MakeSpeaker, tmp_path: Path
) -> None:
    """Works with the system's espeak-ng and without one."""
    sentence = "Lie on your back and bend your knees"
    speaker = make_speaker(engine="")
    speaker.say(a_cue(sentence))
    assert speaker.wait_until_quiet(LONG_SECONDS)
    assert speaker.health().mode == "voice"
    path = tmp_path / "line.wav"
    render_to_file(sentence, path, some_settings(tmp_path, ""))
    written = read_wave(path)
    written_seconds = loud_seconds(written.samples, written.rate_hertz)
    assert written_seconds > 1.0
    # Heard from its first syllable to its last; a busy machine may stretch it.
    assert written_seconds - 0.02 <= ear.loud_seconds() < written_seconds + 1.0


def test_a_soft_tone_is_heard_before_words_and_time_is_left_between(
    ear: Ear, make_speaker: MakeSpeaker
) -> None:
    speaker = make_speaker()
    speaker.change(VoiceChoice(tone_first=True))
    speaker.prepare(["pitch 900 for 500"])
    speaker.say(a_cue("pitch 900 for 500"))
    assert speaker.wait_until_quiet(LONG_SECONDS)
    tone, line = ear.heard()
    assert (tone.hertz, line.hertz) == (500, 900)
    assert line.began_at - tone.ended_at > 0.2


def test_tones_stand_in_where_there_is_no_voice(ear: Ear, make_speaker: MakeSpeaker) -> None:
    notices: list[str] = []
    speaker = make_speaker(notices, engine="tests.speech.engines:unable")
    speaker.say(a_cue("Go", Priority.COUNT, CueKind.GO, None))
    assert speaker.wait_until_quiet(LONG_SECONDS)
    assert pitches(ear) == [900]
    assert len(notices) == 1


@pytest.mark.parametrize("command", [("paplay",), ("aplay", "-q")])
def test_a_program_of_the_system_is_heard_too(
    command: tuple[str, ...], ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"the program {command[0]} is not installed")
    assert command in PROGRAMS
    monkeypatch.setattr(programs, "PROGRAMS", (command,))
    probe, line = tmp_path / "probe.wav", tmp_path / "line.wav"
    write_wave(probe, make_lead_in())
    write_wave(line, sine(500, 0.6))
    ends: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
    output = ProgramOutput.find(probe, lambda number, reason: ends.put((number, reason)))
    assert output is not None
    output.play(7, [probe, line])
    assert ends.get(timeout=LONG_SECONDS) == (7, "")
    assert pitches(ear) == [500]


def player_pid() -> int:
    """The process of this test that owns the sound device."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == os.getpid() and PLAYING_MODULE in (folder / "cmdline").read_text():
                return int(folder.name)
    raise AssertionError("nothing plays")


def test_after_a_player_that_was_killed_in_a_word_the_line_and_the_next_are_heard(
    ear: Ear, make_speaker: MakeSpeaker
) -> None:
    """The speaker's clock stands still, so it waits for no deadline of a device that hangs."""
    speaker = make_speaker(now=lambda: 100.0)
    speaker.prepare(["pitch 400 for 3000", "pitch 800 for 500"])
    speaker.say(a_cue("pitch 400 for 3000"))
    ear.wait_for_sound()
    killed_at = SystemClock().monotonic()
    os.kill(player_pid(), signal.SIGKILL)
    speaker.say(a_cue("pitch 800 for 500"))
    assert speaker.wait_until_quiet(LONG_SECONDS)
    whole, following = ear.heard()[-2:]
    assert (whole.hertz, following.hertz) == (400, 800)
    # Said anew from its start, after a gap that may be too short to count as one.
    assert whole.ended_at - killed_at > 2.5
