"""The shipped words that espeak says wrongly, each held against the texts it is for."""

from pathlib import Path

import pytest

from coach.exchange.pronunciation_file import shipped_pronunciation
from coach.exchange.shelf import FolderShelf, shipped_folder
from coach.speech.pronunciation import as_spoken, merged
from tests.programs.test_shipped import EXERCISES, PROGRAMS, spoken, written

WORDS = shipped_pronunciation(shipped_folder())
TABLE = merged(WORDS, {})
TEXTS = [
    *(text for exercise in EXERCISES for text in spoken(exercise)),
    *(text for program in PROGRAMS for text in written(program)),
]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_stands_in_the_catalogue_and_is_spoken_another_way(word: str) -> None:
    found = [text for text in TEXTS if as_spoken(text, ((word, "\0"),)) != text]
    assert found, "nobody would ever hear it"
    assert all(WORDS[word] in as_spoken(text, TABLE) for text in found)


def test_what_is_spoken_holds_no_word_of_the_table_itself() -> None:
    assert all(as_spoken(said, TABLE) == said for said in WORDS.values())


@pytest.mark.parametrize(
    "text", ["", "words = 3", "[words]\nkg = 3", "[words]\nkg = ''", "no toml ="]
)
def test_a_table_that_cannot_be_used_takes_no_voice_away_and_is_told_by_the_check(
    text: str, tmp_path: Path
) -> None:
    folder = tmp_path / "voice"
    folder.mkdir()
    file = folder / "pronunciation.toml"
    file.write_text(text)
    assert shipped_pronunciation(tmp_path) == {}
    assert FolderShelf(shipped_folder()).check(file)
