"""A machine that has no speech engine: neither the system's library nor the one that comes along.

Both are taken away among mounts of a test's own. Tones stand in for words, and that is told once.
"""

import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("other systems have their own engines", allow_module_level=True)

import espeakng_loader

from coach.cli.diagnostics import ExitCode
from coach.speech.notices import NO_VOICE
from tests.cli.conftest import Result
from tests.cli.test_doctor_finds import line_of
from tests.faults.mounts import in_a_mount_of_its_own

WITHOUT_AN_ENGINE = """
set -e
for library in $(PATH="$PATH:/sbin" ldconfig -p | sed -n 's/.*=> \\(.*libespeak.*\\)/\\1/p') "$1"
do
    mount --bind /dev/null "$library"
done
cd "$2"
"""
SAYS_THREE_LINES = """
import sys
from pathlib import Path
from coach.clock import SystemClock
from coach.speech import player
from coach.speech.speaker import VoiceSpeaker
from tests.speech.conftest import a_cue, some_settings

player.PLAYING_MODULE = "tests.speech.fakeplaying"
speaker = VoiceSpeaker(some_settings(Path(sys.argv[1]), ""), SystemClock().monotonic, print)
for number in range(3):
    speaker.say(a_cue(f"Line {number}"))
    assert speaker.wait_until_quiet(60)
health = speaker.health()
speaker.close()
print(health.voice, health.mode)
"""
ROOT = Path(__file__).parent.parent.parent


def without_an_engine(command: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell there; `$3` is Python."""
    bundled = Path(espeakng_loader.get_library_path())
    return in_a_mount_of_its_own(f"{WITHOUT_AN_ENGINE}\n{command}", bundled, ROOT)


def test_the_doctor_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COACH_SILENT")
    done = without_an_engine('exec "$3" -m coach doctor')
    assert done.returncode == ExitCode.DONE, done.stderr
    line, do = line_of(Result(done.returncode, done.stdout, done.stderr), "voice")
    assert line == "voice: NOT OK. There is no voice on this machine."
    assert "On Linux install espeak-ng" in do


def test_every_line_becomes_a_tone_and_that_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "played"
    log.touch()
    monkeypatch.setenv("COACH_TEST_PLAYER", "works")
    monkeypatch.setenv("COACH_TEST_PLAYED", str(log))
    script = tmp_path / "says.py"
    script.write_text(SAYS_THREE_LINES)
    done = without_an_engine(f'PYTHONPATH="$2" exec "$3" {script} {tmp_path}')
    assert done.returncode == 0, done.stderr
    told, health = done.stdout.splitlines()
    assert (told, health) == (NO_VOICE, "failed tones")
    assert len(log.read_text().splitlines()) == 3
