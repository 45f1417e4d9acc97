"""A line of another version of the engine, or of another default voice, is made anew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.session.voice_choice import VoiceChoice
from coach.speech.engine import maker_of
from coach.speech.lines import line_of
from coach.speech.link import Limits, WorkerLink
from coach.speech.makers import FILE_NAME, Makers
from coach.speech.offline import VoiceFiles
from coach.speech.settings import SpeechSettings
from coach.speech.worker import Pyttsx3Engine
from tests.speech import engines
from tests.speech.conftest import QUICK, MakeSpeaker, a_cue, some_settings
from tests.speech.engines import DEFAULT_VOICE, VERSION, NoIdea, Scripted
from tests.speech.test_faults import wait_until

VERSIONED = "tests.speech.engines:versioned"
PATIENCE_SECONDS = 60.0
TEXT = "Bird dog, slowly"

FakePlayer = Callable[[str], Path]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The lines that the engine has made, one below the other."""
    mark = tmp_path / "made"
    mark.touch()
    monkeypatch.setenv("COACH_TEST_MARK", str(mark))
    monkeypatch.setenv(VERSION, "1.0")
    monkeypatch.setenv(DEFAULT_VOICE, "one")
    return mark


def made_anew(made: Path, settings: SpeechSettings) -> int:
    """How many times the engine has made the text by now, after it was asked for once more."""
    with VoiceFiles(settings) as voice:
        assert voice.make(TEXT).path.exists()
    return made.read_text().count(TEXT)


def test_the_same_engine_finds_its_line_again(made: Path, tmp_path: Path) -> None:
    settings = some_settings(tmp_path, VERSIONED)
    assert [made_anew(made, settings) for _ in range(2)] == [1, 1]


@pytest.mark.parametrize("changed", [VERSION, DEFAULT_VOICE])
def test_a_line_of_another_version_or_default_voice_is_made_anew(
    changed: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = some_settings(tmp_path, VERSIONED)
    made_anew(made, settings)
    monkeypatch.setenv(changed, "two")
    assert [made_anew(made, settings) for _ in range(2)] == [2, 2]


def test_a_chosen_voice_does_not_change_with_the_systems_default(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(some_settings(tmp_path, VERSIONED), choice=VoiceChoice(voice="one"))
    made_anew(made, settings)
    monkeypatch.setenv(DEFAULT_VOICE, "two")
    assert made_anew(made, settings) == 1


def test_the_speaker_says_a_line_anew_after_a_new_version(
    made: Path,
    fake_player: FakePlayer,
    make_speaker: MakeSpeaker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As soon as the engine is up; until then the files of the last time are all there is."""
    fake_player("works")
    for version, times in (("1.0", 1), ("1.0", 1), ("2.0", 2), ("2.0", 2)):
        monkeypatch.setenv(VERSION, version)
        speaker = make_speaker(engine=VERSIONED)
        wait_until(lambda: speaker.health().voice == "ok")  # noqa: B023 - called at once
        speaker.say(a_cue(TEXT))
        assert speaker.wait_until_quiet(PATIENCE_SECONDS)
        speaker.close()
        assert made.read_text().splitlines().count(TEXT) == times


def test_while_the_engine_hangs_its_lines_of_the_last_time_are_said(
    made: Path,
    fake_player: FakePlayer,
    make_speaker: MakeSpeaker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = fake_player("works")
    first = make_speaker(engine=VERSIONED)
    first.say(a_cue(TEXT))
    assert first.wait_until_quiet(PATIENCE_SECONDS)
    first.close()
    said = log.read_text().split()[-1]
    monkeypatch.setenv(engines.HANG_WHEN_ASKED, "1")
    speaker = make_speaker(engine=VERSIONED, limits=replace(QUICK, start_seconds=PATIENCE_SECONDS))
    speaker.say(a_cue(TEXT))
    assert speaker.wait_until_quiet(PATIENCE_SECONDS)
    assert log.read_text().split()[-1] == said
    assert speaker.health().voice == "starting"


def test_without_an_engine_its_lines_of_the_last_time_are_found(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = some_settings(tmp_path, VERSIONED)
    made_anew(made, settings)
    monkeypatch.setenv(engines.DIE_AT_ONCE, "1")
    assert made_anew(made, settings) == 1


def test_an_engine_that_cannot_say_what_it_is_goes_by_its_name() -> None:
    assert maker_of(NoIdea(), "", "en") == maker_of(Scripted(), "", "en") == "scripted"


def test_the_systems_own_engine_says_its_version_and_the_voice_it_chose() -> None:
    engine = Pyttsx3Engine()
    told = maker_of(engine, "", "en")
    assert engine.name in told
    assert any(voice.id in told for voice in engine.voices())
    assert any(character.isdigit() for character in told)
    german = next(voice for voice in engine.voices() if voice.languages[:1] == ["de"])
    assert maker_of(engine, german.id, "en") != told


@pytest.mark.parametrize("content", [b"", b"\xff", b"[1]", b'{"a": 1}', b"[" * 100_000])
def test_a_damaged_memory_of_engines_is_as_good_as_none(content: bytes, tmp_path: Path) -> None:
    settings = some_settings(tmp_path)
    settings.cache_folder.mkdir()
    (settings.cache_folder / FILE_NAME).write_bytes(content)
    assert Makers(settings.cache_folder).of(settings) == ""
    assert Makers(settings.cache_folder).learn(settings, "scripted")
    assert Makers(settings.cache_folder).of(settings) == "scripted"
    assert not Makers(settings.cache_folder).learn(settings, "scripted")
    assert (settings.cache_folder / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_where_nothing_can_be_written_it_holds_for_this_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be")
    makers = Makers(tmp_path / "cache")
    english = some_settings(tmp_path)
    german = replace(english, language="de")
    assert makers.learn(english, "one")
    assert makers.learn(german, "two")
    assert (makers.of(english), makers.of(german)) == ("one", "two")


def test_each_maker_has_files_of_its_own(tmp_path: Path) -> None:
    settings = some_settings(tmp_path)
    keys = {line_of("Go", settings, maker).key for maker in ("", "1; one", "2; one", "1; two")}
    assert len(keys) == 4


def test_the_worker_tells_who_it_is(made: Path, tmp_path: Path) -> None:
    link = WorkerLink(some_settings(tmp_path, VERSIONED), Limits())
    try:
        assert link.maker(some_settings(tmp_path, VERSIONED)) == "scripted; 1.0; one"
    finally:
        link.close()
