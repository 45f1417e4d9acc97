"""The speaker as the rest of the program knows it."""

import queue
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.clock import ManualClock, SystemClock
from coach.session.cues import CueKind, Priority
from coach.speech.notices import NO_LINE, NO_SOUND, NO_VOICE
from coach.speech.offline import VoiceFiles
from coach.speech.speaker import SilentSpeaker, VoiceSpeaker
from coach.speech.wavefile import wave_seconds
from tests.speech.conftest import QUICK, MakeSpeaker, a_cue, some_settings
from tests.speech.test_faults import wait_until

PATIENCE_SECONDS = 60.0
FakePlayer = Callable[[str], Path]


def played_seconds(log: Path) -> list[float]:
    """Lengths of what was played, without lead-ins."""
    return [round(wave_seconds(Path(line.split()[-1])), 1) for line in log.read_text().splitlines()]


def test_lines_are_played_in_order_and_the_rest_is_silence(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    notices: list[str] = []
    speaker = make_speaker(notices)
    speaker.prepare(["pitch 400 for 2000"])
    speaker.say(a_cue("pitch 400 for 1000"))
    speaker.say(a_cue("pitch 400 for 2000"))
    speaker.say(a_cue("for the screen only", spoken=False))
    speaker.say(a_cue("..."))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert played_seconds(log) == [1.0, 2.0]
    assert notices == []
    health = speaker.health()
    assert (health.voice, health.sound, health.mode) == ("ok", "ok", "voice")
    assert health.detail == ""


def test_the_first_line_has_a_lead_in_and_the_next_has_none(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("works")
    speaker = make_speaker()
    speaker.say(a_cue("First line"))
    speaker.say(a_cue("Second line"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert [len(line.split()) for line in log.read_text().splitlines()] == [2, 1]


def test_a_line_of_an_earlier_session_is_said_without_a_voice(
    fake_player: FakePlayer,
    make_speaker: MakeSpeaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = fake_player("works")
    with VoiceFiles(some_settings(tmp_path)) as voice:
        seconds = voice.make("Bird dog").seconds
    monkeypatch.setenv("COACH_TEST_DIE", "1")
    speaker = make_speaker()
    speaker.say(a_cue("Bird dog"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert played_seconds(log) == [round(seconds, 1)]


def test_a_voice_that_fails_three_times_is_replaced_by_tones_and_told_once(
    fake_player: FakePlayer, make_speaker: MakeSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_TEST_DIE", "1")
    log = fake_player("works")
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    notices = Told(told)
    speaker = make_speaker(notices)
    for number in range(4):
        speaker.say(a_cue(f"Line {number}"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    speaker.say(a_cue("Go", Priority.COUNT, CueKind.GO))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    while told.get(timeout=PATIENCE_SECONDS) != NO_VOICE:
        pass
    assert len(played_seconds(log)) == 5
    health = speaker.health()
    assert (health.voice, health.sound, health.mode) == ("failed", "ok", "tones")
    assert "ended" in health.detail
    assert len(notices) == len(set(notices))


class Told(list[str]):
    """Notices, and an event for each."""

    def __init__(self, told: "queue.SimpleQueue[str]") -> None:
        super().__init__()
        self._told = told

    def append(self, notice: str) -> None:
        super().append(notice)
        self._told.put(notice)


def test_one_line_that_no_voice_can_say_does_not_take_the_voice_away(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    fake_player("works")
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    speaker = make_speaker(Told(told))
    for number in range(4):
        speaker.say(a_cue(f"silent {number}"))
    speaker.say(a_cue("A line that works"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert told.get(timeout=PATIENCE_SECONDS) == NO_LINE
    assert speaker.health().mode == "voice"


@pytest.mark.parametrize("engine", ["dies_once", "hangs_once"])
def test_a_line_under_which_the_voice_broke_down_is_said_all_the_same(
    engine: str,
    fake_player: FakePlayer,
    make_speaker: MakeSpeaker,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("COACH_TEST_MARK", str(tmp_path / "mark"))
    log = fake_player("works")
    notices: list[str] = []
    speaker = make_speaker(notices, engine=f"tests.speech.engines:{engine}", limits=QUICK)
    speaker.say(a_cue("pitch 400 for 1000"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert (tmp_path / "mark").exists()
    assert played_seconds(log) == [1.0]
    assert notices == []


def test_no_device_means_text_told_once(fake_player: FakePlayer, make_speaker: MakeSpeaker) -> None:
    fake_player("none")
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    notices = Told(told)
    speaker = make_speaker(notices)
    speaker.say(a_cue("Bird dog"))
    assert told.get(timeout=PATIENCE_SECONDS) == NO_SOUND
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    speaker.say(a_cue("Side plank"))
    assert speaker.is_quiet()
    health = speaker.health()
    assert (health.sound, health.mode) == ("none", "text")
    assert notices == [NO_SOUND]


def test_the_device_is_looked_for_again_when_there_is_something_to_say(
    fake_player: FakePlayer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_player("none")
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    base = SystemClock().monotonic
    later = [0.0]
    speaker = VoiceSpeaker(some_settings(tmp_path), lambda: base() + later[0], told.put)
    try:
        assert told.get(timeout=PATIENCE_SECONDS) == NO_SOUND
        monkeypatch.setenv("COACH_TEST_PLAYER", "works")
        later[0] = 31.0
        speaker.say(a_cue("Is anybody there?"))
        assert told.get(timeout=PATIENCE_SECONDS) == "Sound is back."
        assert speaker.health().mode == "voice"
    finally:
        speaker.close()


def test_a_device_that_hangs_is_opened_anew(
    fake_player: FakePlayer, make_speaker: MakeSpeaker
) -> None:
    log = fake_player("hangs")
    lost: list[str] = []
    speaker = make_speaker(lost=lost)
    speaker.say(a_cue("Go", Priority.COUNT, CueKind.GO))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert len(played_seconds(log)) == 1
    wait_until(lambda: lost == ["a sound did not come to its end"])


def test_the_voice_comes_back_while_who_writes_down_that_it_broke_off_stands_still(
    fake_player: FakePlayer, tmp_path: Path
) -> None:
    """As on a network disk that does not answer: a pack is to be taken off all the same."""
    log = fake_player("dies once")
    answers = threading.Event()
    told: queue.SimpleQueue[str] = queue.SimpleQueue()

    def stand_still(how: str) -> None:
        told.put(how)
        answers.wait()

    speaker = VoiceSpeaker(
        some_settings(tmp_path), SystemClock().monotonic, limits=QUICK, on_lost=stand_still
    )
    try:
        for text in ("The player dies in this one", "die over this line", "Take it off"):
            speaker.say(a_cue(text))
        assert speaker.wait_until_quiet(PATIENCE_SECONDS)
        assert len(played_seconds(log)) == 4
        assert told.get(timeout=PATIENCE_SECONDS)
        assert told.get(timeout=PATIENCE_SECONDS)
        assert speaker.health().mode == "voice"
    finally:
        answers.set()
        speaker.close()


def test_tones_only_never_starts_a_voice(
    fake_player: FakePlayer, make_speaker: MakeSpeaker, tmp_path: Path
) -> None:
    log = fake_player("works")
    speaker = make_speaker(tones_only=True)
    speaker.prepare(["Bird dog"])
    speaker.say(a_cue("Bird dog"))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert played_seconds(log) == [0.3]
    assert speaker.health().mode == "tones"
    assert speaker.health().voice == "off"


def test_the_silent_speaker_remembers_what_it_would_have_said() -> None:
    speaker = SilentSpeaker()
    speaker.prepare(["One"])
    speaker.say(a_cue("One"))
    speaker.say(a_cue("Shown only", spoken=False))
    speaker.stop()
    assert [cue.text for cue in speaker.said] == ["One"]
    assert speaker.wait_until_quiet(0)
    assert speaker.health().mode == "off"


@pytest.mark.parametrize("mode", ["dies once", "fails once"])
def test_a_player_that_dies_in_a_word_loses_no_line_and_no_time(
    mode: str, fake_player: FakePlayer, tmp_path: Path
) -> None:
    """The clock stands still: nothing waits for the moment at which a device counts as hung."""
    log = fake_player(mode)
    notices: list[str] = []
    speaker = VoiceSpeaker(some_settings(tmp_path), lambda: 100.0, notices.append)
    try:
        speaker.say(a_cue("pitch 400 for 1000"))
        speaker.say(a_cue("pitch 400 for 2000"))
        assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    finally:
        speaker.close()
    assert played_seconds(log) == [1.0, 1.0, 2.0]
    assert notices == []


def test_woken_ahead_a_device_that_fell_asleep_plays_a_count_from_its_own_moment(
    fake_player: FakePlayer, tmp_path: Path, clock: ManualClock
) -> None:
    """Or the first count after a silence would be a quarter of a second later than the rest."""
    log = fake_player("works")
    speaker = VoiceSpeaker(some_settings(tmp_path), clock.monotonic)
    try:
        speaker.wake()  # Before the device is known nothing can be woken, and nothing fails.
        speaker.say(a_cue("pitch 400 for 1000"))
        assert speaker.wait_until_quiet(PATIENCE_SECONDS)
        clock.advance(10)
        speaker.wake()
        speaker.wake()
        assert speaker.is_quiet()
        clock.advance(0.3)
        speaker.say(a_cue("pitch 400 for 1000", Priority.COUNT, CueKind.COUNT))
        assert speaker.wait_until_quiet(PATIENCE_SECONDS)
        clock.advance(10)
        speaker.say(a_cue("pitch 400 for 1000"))
        assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    finally:
        speaker.close()
    plays = [len(line.split()) for line in log.read_text().splitlines()]
    assert plays == [2, 1, 1, 2]
