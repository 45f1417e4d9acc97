"""What a therapist wrote beside the values of an own exercise does not travel with a plan."""

import tomllib
from pathlib import Path

import pytest

from coach.exchange.plan_texts import OwnTexts
from coach.exchange.toml_comments import without_comments

SHIPPED = Path(__file__).parents[2] / "programs" / "exercises" / "bridge.toml"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("# for Mrs Gray\na = 1\n", "\na = 1\n"),
        ('a = "one # two" # three\n', 'a = "one # two"\n'),
        ('a = """\n# not one\n"""  # one\n', 'a = """\n# not one\n"""\n'),
        ("a = '#' # b # c\n[t] # d\n", "a = '#'\n[t]\n"),
        ("a = [ # first\n  1,\n]\n", "a = [\n  1,\n]\n"),
        ("# nothing else", ""),
        ("no toml # at all", "no toml # at all"),
    ],
)
def test_comments_go_and_values_stay(text: str, bare: str) -> None:
    assert without_comments(text) == bare


def test_an_own_exercise_travels_without_its_comments(tmp_path: Path) -> None:
    folder = tmp_path / "exercises"
    folder.mkdir()
    text = SHIPPED.read_text(encoding="utf-8")
    (folder / "my-bridge.toml").write_text(f"# for Mrs Gray's stenosis\n{text}", encoding="utf-8")
    given = OwnTexts(tmp_path).own_exercises(["my-bridge"])["my-bridge"]
    assert "Gray" not in given
    assert tomllib.loads(given) == tomllib.loads(text)
