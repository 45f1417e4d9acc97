"""What a therapist wrote beside the values of an own exercise does not travel with a plan."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


QUOTED = st.sampled_from(
    [
        '"a # b"',
        "'a # \\'",
        '"""\n# a\n"" # b\n"""',
        "'''\n# a\n'' # b\n'''",
        '"""a # b"""""',
        '"\\" # b"',
        '["#", "x"]',
        "1",
    ]
)
COMMENT = st.sampled_from(["", "# one", '# "two', "# '''", '  # three """ # four'])


@given(st.lists(st.tuples(QUOTED, COMMENT), max_size=6), COMMENT)
def test_whatever_quotes_there_are_values_stay_and_nothing_else(
    lines: list[tuple[str, str]], first: str
) -> None:
    rows = [f"k{number} = {value} {note}" for number, (value, note) in enumerate(lines)]
    text = "\n".join([first, *rows])
    bare = without_comments(text)
    assert tomllib.loads(bare) == tomllib.loads(text)
    assert bare == without_comments(bare)
    assert not any(word in bare for word in ("one", "two", "three", "four"))


def test_a_long_text_full_of_marks_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    loads = tomllib.loads

    def counted(text: str) -> dict[str, object]:
        read.append(len(text))
        return loads(text)

    monkeypatch.setattr(tomllib, "loads", counted)
    text = "\n".join(f'k{number} = "# # # # # # # #"  # # # #' for number in range(600))
    assert without_comments(text).count("#") == 600 * 8
    assert read == [len(text)]
