"""Settings and places: defaults, what is refused and how it is said, and round trips."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from coach.bootstrap import Wishes, build, speech_settings
from coach.bootstrap.sound import voice_choice
from coach.clock import ManualClock
from coach.config import (
    CHOICES,
    RANGES,
    TABLES,
    Places,
    Settings,
    change_settings,
    load_settings,
    places,
    save_settings,
    setting_docs,
    typed_value,
)
from coach.config.settings import TIMES
from coach.domain.errors import InputError
from coach.session.voice_choice import VoiceChoice
from coach.speech.silent import SilentSpeaker


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(file: Path) -> str:
    with pytest.raises(InputError) as refused:
        load_settings(file)
    assert str(file) in refused.value.message
    return refused.value.message


def test_without_a_file_everything_has_a_default(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == Settings()


def test_what_is_not_named_keeps_its_default(tmp_path: Path) -> None:
    file = written(tmp_path, 'name = "Sam"\nspeech = false\n')
    assert load_settings(file) == Settings(name="Sam", speech=False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('nmae = "Sam"', "'nmae' is no setting; did you mean name? Mend or delete the line"),
        ("zzz = 1", "'zzz' is no setting. Mend or delete the line; then `coach settings` shows"),
        ("name = 3", 'name must be text in "quotes"'),
        ('speech = "yes"', "speech must be true or false"),
        ("speech = 1", "speech must be true or false"),
        ("get_down_seconds = true", "get_down_seconds must be a whole number"),
        ("get_down_seconds = 1.5", "get_down_seconds must be a whole number"),
        ("rate_words_per_minute = 20", "rate_words_per_minute goes from 80 to 300"),
        ("volume_percent = 101", "volume_percent goes from 0 to 100"),
        ("pitch = 101", "pitch goes from 0 to 100"),
        ("pronunciation = 3", "pronunciation is a table of words"),
        ("[pronunciation]\nNPRS = 3", "pronunciation is a table of words"),
        ('listen = "music"', 'listen is one of "off", "claps", "phrases"'),
        ("name = ", 'Mend the line: key = "text" or key = number.'),
        ("[[[[", "Mend the line"),
    ],
)
def test_a_wrong_line_is_refused_with_its_mend(tmp_path: Path, text: str, words: str) -> None:
    assert words in refusal(written(tmp_path, text))


@pytest.mark.parametrize(
    "wrong",
    [
        'nmae = "Sam"',
        "volume_percent = 101",
        'quiet_from = "25:99"',
        "name = 3",
        "name = ",
        "speech = false",  # A second time.
        "keys = 3",
        "[pronunciation]\nNPRS = 3",
        "turn_seconds = [" + "[" * 2000,
        "turn_seconds = " + "9" * 5000,
    ],
)
def test_file_and_line_are_told_and_never_to_delete_the_file(tmp_path: Path, wrong: str) -> None:
    file = written(tmp_path, f"# Mine\nspeech = true\n\n{wrong}\n")
    line = 5 if wrong.startswith("[pron") else 4
    told = refusal(file)
    assert told.startswith(f"{file}:{line}: ")
    assert "delete the file" not in told


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"speech = true\nname = \xff\n")
    assert refusal(file) == f"{file}:2: this is not UTF-8 text. Save the file as UTF-8."


@pytest.mark.parametrize("line", ['x = "frobnicate"', 'h = "pause"'])
def test_a_key_that_cannot_be_used_is_told_with_file_and_line(
    places: Places, clock: ManualClock, line: str
) -> None:
    places.config_file.write_text(f'speech = false\n\n[keys]\na = "pause"\n{line}\n')
    settings = load_settings(places.config_file)
    with pytest.raises(InputError) as refused:
        build(places, settings, Wishes(), clock=clock, speaker=SilentSpeaker())
    assert refused.value.message.startswith(f"{places.config_file}:5: keys: '{line[0]}' ")


def test_what_else_is_wrong_in_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, "pitch = 101\n")
    with pytest.raises(InputError, match=":1: pitch goes from 0 to 100"):
        change_settings(file, {"name": "Sam"})


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"name = \xff\xfe")
    refusal(file)


def test_a_file_as_long_as_a_book_is_refused(tmp_path: Path) -> None:
    assert "too long" in refusal(written(tmp_path, "#" * 70_000))


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    assert "cannot be read" in refusal(tmp_path / "config.toml")


def test_a_deeply_nested_file_is_refused(tmp_path: Path) -> None:
    refusal(written(tmp_path, "name = " + "[" * 20_000))


# --- the voice


def test_every_choice_about_the_voice_is_a_setting_with_the_same_default() -> None:
    assert voice_choice(Settings()) == VoiceChoice()
    changed = Settings(voice="one", pitch=70, say_counts=False, tone_first=True)
    assert voice_choice(changed) == VoiceChoice(
        voice="one", pitch=70, say_counts=False, tone_first=True
    )


def test_another_engine_and_own_words_reach_the_voice(places: Places) -> None:
    settings = Settings(voice_engine="mine:voice", pronunciation=(("kg", "kay gee"),))
    speech = speech_settings(places, settings)
    assert speech.engine == "mine:voice"
    words = dict(speech.pronunciation)
    assert words["kg"] == "kay gee"  # A person's own words win,
    assert words["lb"] == "pounds"  # and the shipped ones stay.


# --- saving


def _values() -> st.SearchStrategy[Settings]:
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    line = text.filter(str.isprintable)
    by_type: dict[type, st.SearchStrategy[Any]] = {str: line, bool: st.booleans()}
    digits = st.from_regex(r"\+?([0-9][ -]?){2,15}", fullmatch=True)
    numbers = {name: st.integers(*limits) for name, limits in RANGES.items()}
    words = {name: st.sampled_from(known) for name, known in CHOICES.items()}
    others = {
        field.name: by_type[type(getattr(Settings(), field.name))]
        for field in fields(Settings)
        if field.name not in (*numbers, *TABLES)
    }
    spoken = st.dictionaries(text.filter(str.strip), text, max_size=3)
    table = spoken.map(lambda found: tuple(sorted(found.items())))
    tables = dict.fromkeys(TABLES, table)
    times = dict.fromkeys(TIMES, st.times().map(lambda at: f"{at:%H:%M}"))
    given_texts = {**others, "emergency_number": digits, **words, **times}
    return st.builds(Settings, **given_texts, **tables, **numbers)


@given(_values())
def test_what_is_saved_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings
) -> None:
    file = tmp_path_factory.mktemp("settings") / "folder" / "config.toml"
    save_settings(file, settings)
    assert load_settings(file) == settings


@given(_values(), _values())
def test_what_is_saved_over_other_settings_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, before: Settings, after: Settings
) -> None:
    file = tmp_path_factory.mktemp("settings") / "config.toml"
    save_settings(file, before)
    save_settings(file, after)
    assert load_settings(file) == after


OWN_FILE = """\
# My coach.
name = "Sam"   # not Samuel

rate_words_per_minute = 120 # my ears
# The words below I heard wrong.

[pronunciation]
"NPRS" = "N P R S"  # a score
"""


def test_a_persons_own_lines_and_comments_are_kept(tmp_path: Path) -> None:
    file = written(tmp_path, OWN_FILE)
    change_settings(file, {"rate_words_per_minute": 130, "tone_first": True})
    assert (
        file.read_text("utf-8")
        == """\
# My coach.
name = "Sam"   # not Samuel

rate_words_per_minute = 130 # my ears
# The words below I heard wrong.
tone_first = true

[pronunciation]
"NPRS" = "N P R S"  # a score
"""
    )


def test_a_setting_back_at_its_default_keeps_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, "pitch = 70  # higher\n")
    change_settings(file, {"pitch": 50})
    assert file.read_text("utf-8") == "pitch = 50  # higher\n"


def test_a_line_that_cannot_be_changed_in_place_is_written_anew(tmp_path: Path) -> None:
    file = written(tmp_path, 'name = """\nSam"""\n')
    change_settings(file, {"name": "Max"})
    assert file.read_text("utf-8") == 'name = "Max"\n'


def test_two_who_change_settings_keep_each_others_change(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    change_settings(file, {"pitch": 60})
    change_settings(file, {"name": "Sam"})
    assert load_settings(file) == Settings(name="Sam", pitch=60)


def test_a_change_that_no_file_may_hold_changes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, OWN_FILE)
    for changes in ({"pitch": 101}, {"pitch": "high"}, {"pich": 3}, {"pronunciation": {"a": 1}}):
        with pytest.raises(InputError):
            change_settings(file, changes)
    assert file.read_text("utf-8") == OWN_FILE


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    save_settings(file, Settings(name="Sam"))
    assert file.read_text("utf-8") == 'name = "Sam"\n'


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    save_settings(file, Settings(name="Sam"))
    assert [found.name for found in tmp_path.iterdir()] == ["config.toml"]


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="cannot be written"):
        save_settings(tmp_path / "file" / "config.toml", Settings(name="Sam"))


def test_a_file_that_cannot_be_written_keeps_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    save_settings(file, Settings(name="Sam"))
    (tmp_path / "config.toml.part").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        save_settings(file, Settings(name="Kim"))
    assert load_settings(file).name == "Sam"


# --- the list for a person


def test_every_setting_is_documented_with_its_default() -> None:
    docs = {name: (default, meaning) for name, default, meaning in setting_docs()}
    assert list(docs) == [field.name for field in fields(Settings)]
    assert all(meaning.endswith(".") for _, meaning in docs.values())
    assert docs["emergency_number"][0] == '"112"'
    assert docs["speech"][0] == "true"


# --- places


def test_the_home_is_where_the_environment_says(tmp_path: Path) -> None:
    found = places({"COACH_HOME": str(tmp_path), "COACH_CONFIG": str(tmp_path / "c.toml")})
    assert (found.home, found.config_file) == (tmp_path, tmp_path / "c.toml")
    assert found.cache == tmp_path / "cache"
    assert found.own_programs == tmp_path / "programs"


def test_a_tilde_is_the_persons_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert places({"COACH_HOME": "~/pain"}).home == tmp_path / "pain"


def test_without_a_word_it_is_the_platforms_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    found = places({"COACH_HOME": "", "COACH_CONFIG": ""})
    assert found.home.name == "coach"
    assert found.config_file.name == "config.toml"
    assert found.shipped.is_dir()


# --- settings that only show themselves in use


@pytest.mark.parametrize("words", ["25:00", "late", "", "22:00+01:00"])
def test_quiet_hours_that_are_none_are_refused_and_the_log_is_not_held(
    places: Places, clock: ManualClock, words: str
) -> None:
    def opened(settings: Settings) -> bool:
        coach = build(places, settings, Wishes(), clock=clock, speaker=SilentSpeaker())
        writable = coach.log.writable
        coach.close()
        return writable

    with pytest.raises(InputError, match="times of day"):
        opened(replace(Settings(), quiet_from=words))
    assert opened(Settings())


@pytest.mark.parametrize(
    "line",
    [
        'quiet_from = "25:99"',
        'quiet_to = "junk"',
        'language = "de"',
        'name = "a\\u001bb"',
        'emergency_number = "call 1 and 2"',
        'emergency_number = "1"',
        'emergency_number = "1121121121121121"',
    ],
)
def test_what_would_stop_the_coach_later_is_refused_at_once(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError):
        load_settings(written(tmp_path, line))


def test_a_number_of_a_thousand_digits_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be a whole number"):
        change_settings(
            tmp_path / "config.toml", {"turn_seconds": typed_value("turn_seconds", "9" * 5000)}
        )


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    wrong = 'volume_percent = 900\nspeech = "loud"\nlisten = "maybe"\n'
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(InputError) as three:
        load_settings(file)
    for nth, name in enumerate(("volume_percent", "speech", "listen"), start=1):
        assert f"{file}:{nth}: {name} " in three.value.message
    file.write_text(wrong + "colour = 1\nhue = 2\n", encoding="utf-8")
    with pytest.raises(InputError) as five:
        load_settings(file)
    assert five.value.message == f"{three.value.message} 2 more lines to mend."
