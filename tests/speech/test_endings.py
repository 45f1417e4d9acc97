"""What is there after a speaker ends, whichever way, and what is never loaded."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.processes.child import ChildProcess
from coach.speech import wire
from coach.speech.link import Limits
from coach.speech.speaker import VoiceSpeaker
from tests.speech.conftest import MakeSpeaker, a_cue

PATIENCE_SECONDS = 60.0
FakePlayer = Callable[[str], Path]


def test_nothing_is_left_after_close(
    fake_player: FakePlayer, make_speaker: MakeSpeaker, tmp_path: Path
) -> None:
    """No process, no thread, no half-made file; not even while the engine hangs."""
    before = set(threading.enumerate())
    fake_player("works")
    speaker = make_speaker(limits=Limits())
    speaker.say(a_cue("Bird dog"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    speaker.say(a_cue("hang"))
    pids = [child.pid for child in running_children(speaker)]
    assert len(pids) == 2
    speaker.close()
    speaker.close()
    speaker.say(a_cue("Too late"))
    assert speaker.is_quiet()
    assert set(threading.enumerate()) <= before
    assert not list((tmp_path / "cache").glob("making-*"))
    assert not list((tmp_path / "cache").rglob("*.part"))
    if sys.platform != "win32":
        for pid in pids:
            with pytest.raises(ProcessLookupError):
                os.killpg(pid, 0)


@pytest.mark.parametrize("text", ["Bird dog", "hang"])
def test_no_process_outlives_a_parent_that_is_killed(
    text: str, fake_player: FakePlayer, tmp_path: Path
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no process groups to look into")
    fake_player("works")
    script = f"""
import pathlib, sys, threading
from coach.clock import SystemClock
from coach.speech import player
from coach.speech.speaker import VoiceSpeaker
from tests.speech.conftest import a_cue, some_settings
player.PLAYING_MODULE = "tests.speech.fakeplaying"
speaker = VoiceSpeaker(some_settings(pathlib.Path({str(tmp_path)!r})), SystemClock().monotonic)
speaker.say(a_cue("Warm up"))
speaker.wait_until_quiet(30)
speaker.say(a_cue({text!r}))
sys.stdout.write(f"{{speaker._renderer._link._child.pid}} {{speaker._player._child.pid}}\\n")
sys.stdout.flush()
threading.Event().wait()
"""
    root = Path(__file__).parents[2]
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=root)
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(pids) == 2
    waiter = threading.Event()
    for _ in range(200):
        if not any(is_running(pid) for pid in pids):
            return
        waiter.wait(0.1)
    pytest.fail("a process is still there")


def is_running(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet collected does not."""
    if Path("/proc").exists():
        try:
            status = Path(f"/proc/{pid}/stat").read_text()
        except OSError:  # It may end between any two looks at it.
            return False
        return status.rsplit(")", 1)[1].split()[0] != "Z"
    return subprocess.run(["kill", "-0", str(pid)], check=False).returncode == 0


def running_children(speaker: VoiceSpeaker) -> list[ChildProcess[wire.Message]]:
    link = speaker._renderer._link
    return [child for child in (link._child, speaker._player._child) if child is not None]


def test_importing_the_speaker_loads_no_sound_library_and_using_it_never_pyttsx3() -> None:
    script = """
import sys
from coach.speech.speaker import VoiceSpeaker
assert not {"pyttsx3", "miniaudio", "espeakng_loader"} & set(sys.modules)
import tempfile, pathlib, threading
from coach.session.cues import Cue, CueKind
from coach.speech.settings import SpeechSettings
from coach.clock import SystemClock
with tempfile.TemporaryDirectory() as folder:
    settings = SpeechSettings(pathlib.Path(folder))
    speaker = VoiceSpeaker(settings, SystemClock().monotonic)
    speaker.say(Cue(CueKind.NAME, "Bird dog."))
    speaker.wait_until_quiet(10)
    speaker.close()
assert not {"pyttsx3", "miniaudio", "espeakng_loader"} & set(sys.modules)
"""
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script], check=True, cwd=root)
