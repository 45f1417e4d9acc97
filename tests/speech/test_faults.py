"""What breaks under a session: the disk, the worker, the device. The session hears on."""

import contextlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.clock import SystemClock
from coach.session.cues import CueKind, Priority
from coach.session.phrasing import COUNT_EXPIRES_SECONDS
from coach.speech.cache import SoundCache
from coach.speech.link import Limits, WorkerError, WorkerLink
from coach.speech.notices import NO_SOUND
from coach.speech.speaker import VoiceSpeaker
from coach.speech.tones import Tone, make_tone
from coach.speech.wavefile import read_wave, wave_seconds
from tests.speech import hearing
from tests.speech.conftest import MakeSpeaker, a_cue, a_line, some_settings
from tests.speech.test_endings import is_running

PATIENCE_SECONDS = 60.0
FakePlayer = Callable[[str], Path]
TWO_SECONDS = "pitch 400 for 2000"


def wait_until(holds: Callable[[], bool]) -> None:
    waiter = threading.Event()
    for _ in range(600):
        if holds():
            return
        waiter.wait(0.1)
    pytest.fail("it never came")


def played(log: Path) -> list[Path]:
    """Every sound that was played, without what went before it and without silences."""
    lines = log.read_text().splitlines()
    return [Path(line.split()[-1]) for line in lines if line != "silence"]


# --- the disk


def test_a_folder_that_takes_no_files_costs_nothing_but_the_memory(
    fake_player: FakePlayer, make_speaker: MakeSpeaker, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    log = fake_player("works")
    notices: list[str] = []
    speaker = make_speaker(notices)
    speaker.say(a_cue(TWO_SECONDS))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    [played] = [Path(line.split()[-1]) for line in log.read_text().splitlines()]
    assert wave_seconds(played) == pytest.approx(2.0)
    assert speaker.health().mode == "voice"
    assert notices == []
    speaker.close()
    assert not played.exists()
    assert not played.parent.parent.exists()


def test_a_folder_that_is_lost_in_the_middle_of_a_session_is_replaced(
    fake_player: FakePlayer, make_speaker: MakeSpeaker, tmp_path: Path
) -> None:
    log = fake_player("works")
    notices: list[str] = []
    speaker = make_speaker(notices)
    speaker.say(a_cue("First line"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    while not (tmp_path / "cache").is_file():  # The worker may be laying a file into it just now.
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        with contextlib.suppress(OSError):
            (tmp_path / "cache").write_text("in the way")
    speaker.say(a_cue(TWO_SECONDS))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert wave_seconds(Path(log.read_text().split()[-1])) == pytest.approx(2.0)
    assert speaker.health().mode == "voice"
    assert notices == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1.5 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("only root on Linux can make a disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_fills_up_is_not_felt(
    small_disk: Path, fake_player: FakePlayer, make_speaker: MakeSpeaker, tmp_path: Path
) -> None:
    (tmp_path / "cache").symlink_to(small_disk)
    log = fake_player("works")
    notices: list[str] = []
    speaker = make_speaker(notices)
    speaker.say(a_cue("First line"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    with (small_disk / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(bytes(4096))
    for seconds in (2, 3, 4):
        speaker.say(a_cue(f"pitch 400 for {seconds}000"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    lengths = [round(wave_seconds(Path(p.split()[-1]))) for p in log.read_text().splitlines()]
    assert lengths[1:] == [2, 3, 4]
    assert speaker.health().mode == "voice"
    assert notices == []


def test_without_any_place_for_files_everything_is_text_told_once(
    fake_player: FakePlayer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    fake_player("works")
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    speaker = VoiceSpeaker(some_settings(tmp_path), SystemClock().monotonic, told.put)
    try:
        speaker.say(a_cue("Bird dog"))
        notices = [told.get(timeout=PATIENCE_SECONDS)]
        while notices[-1] != NO_SOUND:
            notices.append(told.get(timeout=PATIENCE_SECONDS))
        assert speaker.wait_until_quiet(PATIENCE_SECONDS)
        assert len(notices) == len(set(notices))
        assert "cannot be written" in speaker.health().detail
        assert speaker.health().mode == "text"
    finally:
        speaker.close()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:900])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("this is no sound")


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _stereo_of_eight_bits(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(1)
        file.setframerate(44100)
        file.writeframes(bytes(200_000))


def is_line(path: Path) -> bool:
    """The two seconds of the line; tones are shorter."""
    return read_wave(path).seconds == pytest.approx(2.0)


@pytest.mark.parametrize(
    "damage", [_cut, _empty, _text, _zeros, _stereo_of_eight_bits], ids=lambda one: one.__name__
)
def test_a_damaged_file_is_made_again_and_heard_whole(
    damage: Callable[[Path], None],
    fake_player: FakePlayer,
    make_speaker: MakeSpeaker,
    tmp_path: Path,
) -> None:
    fake_player("works")
    first = make_speaker()
    first.say(a_cue(TWO_SECONDS))
    assert first.wait_until_quiet(PATIENCE_SECONDS)
    first.close()
    [kept] = [path for path in (tmp_path / "cache").glob("??/*.wav") if is_line(path)]
    damage(kept)
    log = fake_player("works")
    speaker = make_speaker()
    speaker.say(a_cue(TWO_SECONDS))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert Path(log.read_text().split()[-1]) == kept
    assert read_wave(kept).seconds == pytest.approx(2.0)
    assert read_wave(kept).peak > 10_000


def test_a_folder_in_the_place_of_a_file_is_no_ready_line(tmp_path: Path) -> None:
    cache = SoundCache(tmp_path / "cache", 100_000)
    (tmp_path / "cache" / "ab" / "abc.wav").mkdir(parents=True)
    assert cache.find("abc") is None


# --- the worker


def test_a_worker_that_is_killed_in_the_middle_of_a_line_is_not_felt(
    fake_player: FakePlayer,
    make_speaker: MakeSpeaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mark = tmp_path / "mark"
    monkeypatch.setenv("COACH_TEST_MARK", str(mark))
    log = fake_player("works")
    notices: list[str] = []
    speaker = make_speaker(notices, engine="tests.speech.engines:waits_once", limits=Limits())
    speaker.say(a_cue(TWO_SECONDS))
    wait_until(mark.exists)
    child = speaker._renderer._link._child
    assert child is not None
    os.kill(child.pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert wave_seconds(Path(log.read_text().split()[-1])) == pytest.approx(2.0)
    assert notices == []
    speaker.close()
    assert not list((tmp_path / "cache").rglob("*.raw*"))


def test_counts_go_on_and_a_warning_is_announced_while_the_voice_hangs(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker(limits=Limits())
    speaker.say(a_cue("pitch 400 for 1000"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    speaker.say(a_cue("hang, a name that never comes"))

    def counts_again() -> bool:
        speaker.say(a_cue("pitch 400 for 1000", Priority.COUNT, CueKind.COUNT, 0.6))
        return len(played(log)) > 1

    wait_until(counts_again)
    speaker.say(a_cue("hang, a warning", Priority.WARNING, CueKind.TAKE_OFF))
    alert = make_tone(Tone.ALERT).seconds

    def alerted() -> bool:
        return any(wave_seconds(path) == pytest.approx(alert) for path in played(log))

    wait_until(alerted)


SLOW = "tests.speech.engines:slow"
GO, COUNT = "pitch 500 for 300", "pitch 600 for 400"


def seconds_played(log: Path) -> list[float]:
    return [round(wave_seconds(path), 1) for path in played(log)]


@pytest.mark.parametrize(("text", "kind"), [(GO, CueKind.GO), (COUNT, CueKind.COUNT)])
def test_with_a_voice_slower_than_the_exercise_no_count_is_said_late(
    fake_player: FakePlayer, make_speaker: MakeSpeaker, text: str, kind: CueKind
) -> None:
    log = fake_player("works")
    speaker = make_speaker(engine=SLOW, limits=Limits())
    speaker.say(a_cue(text, Priority.COUNT, kind, COUNT_EXPIRES_SECONDS))
    speaker.say(a_cue(TWO_SECONDS))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert seconds_played(log) == [2.0]

    def said_in_time() -> bool:
        """Once the slow voice has made it, it is there at once."""
        speaker.say(a_cue(text, Priority.COUNT, kind, COUNT_EXPIRES_SECONDS))
        return len(played(log)) > 1

    wait_until(said_in_time)
    assert speaker.health().mode == "voice"


def test_with_a_voice_slower_than_the_exercise_a_warning_is_announced_before_its_words(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker(engine=SLOW, limits=Limits())
    speaker.say(a_cue("A name that is long in the making."))
    speaker.say(a_cue(TWO_SECONDS, Priority.WARNING, CueKind.TAKE_OFF))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    alert, words = seconds_played(log)[:2]
    assert (alert, words) == (round(make_tone(Tone.ALERT).seconds, 1), 2.0)


def test_an_engine_that_ends_its_process_in_c_becomes_tones(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker(engine="tests.speech.engines:dies_in_c")
    for number in range(3):
        speaker.say(a_cue(f"Line {number}"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert len(log.read_text().splitlines()) == 3
    assert speaker.health().mode == "tones"


def test_a_program_that_an_engine_started_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name != "posix":
        pytest.skip("Windows ends the family by another program")
    mark = tmp_path / "mark"
    monkeypatch.setenv("COACH_TEST_MARK", str(mark))
    # Time enough to start the program, and not for ever.
    limits = Limits(base_seconds=3.0)
    link = WorkerLink(some_settings(tmp_path, "tests.speech.engines:with_program"), limits)
    with pytest.raises(WorkerError, match="did not answer"):
        link.render(a_line("Bird dog", tmp_path), tmp_path / "out.wav")
    link.close()
    program = int(mark.read_text())
    wait_until(lambda: not is_running(program))


def test_a_voice_leaves_no_temporary_file_behind(
    make_speaker: MakeSpeaker,
    fake_player: FakePlayer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """pyttsx3's own `say` leaves one for every line that is cut off."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    fake_player("works")
    speaker = make_speaker(engine="", limits=Limits())
    speaker.say(a_cue("Lie on your back and bend your knees."))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    speaker.say(a_cue("Another line, which nobody waits for."))
    speaker.close()
    assert not list(folder.rglob("*.wav"))


# --- the device


@pytest.mark.heard
def test_a_device_that_vanishes_in_the_middle_of_a_word_becomes_text_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = hearing.missing_package()
    if package:
        pytest.skip(f"the system package {package} is not installed")
    server = hearing.start_server(tmp_path)
    address = f"unix:{tmp_path / 'native'}"
    monkeypatch.setenv("PULSE_SERVER", address)
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "nothing"))
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    base, later = SystemClock().monotonic, [0.0]
    speaker = VoiceSpeaker(some_settings(tmp_path), lambda: base() + later[0], told.put)
    ear = hearing.Ear(address)
    try:
        speaker.say(a_cue("pitch 400 for 8000"))
        ear.wait_for_sound()
        server.kill()
        server.wait()
        assert told.get(timeout=PATIENCE_SECONDS) == NO_SOUND
        assert speaker.wait_until_quiet(PATIENCE_SECONDS)
        assert speaker.health().mode == "text"
        (tmp_path / "native").unlink(missing_ok=True)
        server = hearing.start_server(tmp_path)
        later[0] = 31.0
        speaker.say(a_cue("Is anybody there?"))
        assert told.get(timeout=PATIENCE_SECONDS) == "Sound is back."
        ear.close()
        ear = hearing.Ear(address)
        speaker.say(a_cue("pitch 800 for 1000"))
        assert speaker.wait_until_quiet(PATIENCE_SECONDS)
        assert [sound.hertz for sound in ear.heard()] == [800]
    finally:
        speaker.close()
        ear.close()
        server.kill()
        server.wait()
