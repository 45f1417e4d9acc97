"""An instrument's file is read whole, or every mistake in it is said with line and mend."""

from pathlib import Path

import pytest

from coach.domain.errors import InputError
from coach.domain.instrument import form_for, score
from coach.exchange.shelf import FolderShelf, shipped_folder
from tests.exchange.files import Home, line_of

ASKED = """\
id = "steps"
title = "Steps"
version = 1
embed = true
instruction = "Think of today."
scoring = "sum"
least = 0
most = 20
better = "higher"
weekly = true
licence = "Own words."
citation = "None."
source = ["DESIGN"]

[scale]
low = "badly"
high = "well"

[[item]]
id = "1"
text = "How is the first step?"

[[item]]
id = "2"
text = "How is the second step?"

[[subscale]]
id = "first"
title = "First"
items = ["1"]
least = 0
most = 10
at_least = 3

[[band]]
least = 0
most = 9
words = "low"

[[band]]
least = 10
most = 20
words = "high"
"""

TYPED = """\
id = "steps"
title = "Steps"
version = 1
embed = false
instruction = "Type in the total."
scoring = "typed"
least = 0
most = 20
better = "higher"
scheduled = false
licence = "Somebody's."
citation = "None."
"""


def write(home: Home, text: str, name: str = "steps") -> Path:
    path = home.own / "instruments" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def said(home: Home, text: str) -> list[str]:
    """What `coach programs check` says, without the folder's name."""
    path = write(home, text)
    return [str(one).removeprefix(f"{path}:") for one in home.shelf.check(path)]


def test_one_that_is_asked_is_read_whole(home: Home) -> None:
    assert said(home, ASKED) == []
    instrument = home.shelf.instrument("steps")
    assert [item.text for item in form_for(instrument).items] == [
        "How is the first step?",
        "How is the second step?",
    ]
    assert (instrument.low, instrument.high, instrument.weekly) == ("badly", "well", True)
    assert score(instrument, {"1": "4", "2": "5"}) == 9
    assert instrument.reviewed_by == ""


def test_one_that_is_only_typed_in_is_read_whole(home: Home) -> None:
    assert said(home, TYPED) == []
    assert score(home.shelf.instrument("steps"), {"total": "12"}) == 12


def test_a_clinic_s_own_file_wins_by_id_and_new_ones_are_added(tmp_path: Path) -> None:
    own = Home(tmp_path)
    text = TYPED.replace('"steps"', '"odi"').replace('"Steps"', '"Our Oswestry"')
    write(own, text, "odi")
    write(own, TYPED)
    shelf = FolderShelf(shipped_folder(), own.own)
    assert shelf.instrument("odi").title == "Our Oswestry"
    assert "steps" in [one.id for one in shelf.instruments()]
    assert len(shelf.instruments()) == len(FolderShelf(shipped_folder()).instruments()) + 1
    assert shelf.problems() == []


def test_a_broken_own_file_is_left_out_and_never_falls_back(tmp_path: Path) -> None:
    own = Home(tmp_path)
    path = write(own, "id = 3\n", "odi")
    shelf = FolderShelf(shipped_folder(), own.own)
    assert "odi" not in [one.id for one in shelf.instruments()]
    assert {problem.file for problem in shelf.problems()} == {str(path)}
    with pytest.raises(InputError, match=r"odi\.toml:1: id is a number"):
        shelf.instrument("odi")


def test_a_changed_file_is_read_after_the_shelf_is_refreshed(home: Home) -> None:
    write(home, TYPED)
    shelf = home.shelf
    assert shelf.instrument("steps").title == "Steps"
    write(home, TYPED.replace('"Steps"', '"Stairs"'))
    shelf.refresh()
    assert shelf.instrument("steps").title == "Stairs"


def test_a_folder_that_cannot_be_read_is_a_problem(home: Home) -> None:
    home.own.mkdir()
    (home.own / "instruments").write_text("oops", encoding="utf-8")
    assert home.shelf.instruments() == []
    assert any("cannot be read" in problem.what for problem in home.shelf.problems())


def test_every_mistake_is_said_at_once_from_the_top_down(home: Home) -> None:
    text = ASKED.replace('"sum"', '"add"').replace("least = 0\nmost = 20", "least = 0\nmost = 2000")
    text = text.replace('licence = "Own words."\n', "")
    lines = said(home, text)
    assert [line.split(":")[0] for line in lines] == ["1", "6", "8"]
    assert any("scoring is" in line and "sum, mean, count" in line for line in lines)
    assert any("licence is missing; add licence = " in line for line in lines)
    assert any("most is 2000" in line for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "at", "what"),
    [
        ('id = "steps"', 'id = "step"', "id = ", "id is step and its name on disk is steps"),
        ("most = 20\nbetter", "most = 30\nbetter", "most = 30", "the answers give 20; write most"),
        ('"sum"', '"mean"', "most = 20", "most is 20, and the answers give 10"),
        ('"sum"', '"count"', "most = 20", "most is 20, and the answers give 2"),
        ('"sum"', '"single"', "scoring", "a single answer is no score of 2 questions"),
        ('"sum"', '"typed"', "scoring", "questions that are asked are scored from the answers"),
        ('id = "2"', 'id = "1"', "[[subscale]]", "two items have the id 1"),
        ('id = "2"', 'id = "total"', "total", "the id total is taken by the coach itself"),
        ('items = ["1"]', 'items = ["7"]', "items = ", "there is no item 7"),
        ('items = ["1"]\n', "", "[[subscale]]", "write items = [...]"),
        ("at_least = 3", "at_least = 11", "at_least", "at_least 11 is outside 0 to 10"),
        ("most = 10\nat_least", "most = 9\nat_least", "most = 9", "its items from 0 to 10"),
        ('id = "first"', 'id = "1"', "[[subscale]]", "the id 1 is used twice or taken"),
        ("least = 10\nmost = 20", "least = 8\nmost = 20", "least = 8", "does not fit after the"),
        ("weekly = true\n", "", "", "nothing says when it is asked"),
        ("weekly = true", "weeks = [2, 0]", "weeks", "weeks are not in order"),
        ("weekly = true", "weekly = true\nweeks = [1, 2]", "weeks", "begins in one week"),
        ("weekly = true", "weekly = true\nthen_every_weeks = 4", "then_every", "counts on from"),
        ("[scale]", "[change]\n[scale]", "[change]", "has no number; write points, percent or"),
        ('[scale]\nlow = "badly"\nhigh = "well"\n', "", "", "[[choice]] or [scale], not both"),
        ("version = 1", "version = 1\nown_activities = 3", "own_act", "either the patient names"),
    ],
)
def test_what_does_not_fit_together_is_said(
    home: Home, old: str, new: str, at: str, what: str
) -> None:
    assert ASKED.count(old) >= 1
    text = ASKED.replace(old, new, 1)
    lines = said(home, text)
    assert any(what in line for line in lines), lines
    if at and not at.startswith("[["):
        (line,) = (line for line in lines if what in line)
        assert line.startswith(f"{line_of(text, at)}:")


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ('[[item]]\nid = "1"\ntext = "Copied words."\n', "there is no [[item]]: the words belong"),
        (
            '[[choice]]\nvalue = 0\nlabel = "No"\n[[choice]]\nvalue = 1\nlabel = "Yes"\n',
            "there is no [[choice]]",
        ),
        ('[scale]\nlow = "a"\nhigh = "b"\n', "nothing is answered on a scale"),
        ('[scale]\nlow = "a"\nhigh = 3\n', "scale, high is a number"),
    ],
)
def test_questions_of_others_are_refused_where_only_a_total_is_kept(
    home: Home, more: str, what: str
) -> None:
    lines = said(home, TYPED + more)
    assert any(what in line for line in lines), lines


def test_a_typed_total_takes_no_other_scoring(home: Home) -> None:
    (line,) = said(home, TYPED.replace('"typed"', '"sum"'))
    assert 'write scoring = "typed", or embed = true' in line
    (line,) = said(home, TYPED.replace("most = 20", "most = 0"))
    assert "least 0 is not below most 0" in line


def test_two_answers_with_one_value_are_said(home: Home) -> None:
    choices = '[[choice]]\nvalue = 0\nlabel = "No"\n[[choice]]\nvalue = 0\nlabel = "Yes"\n'
    scale = '[scale]\nlow = "badly"\nhigh = "well"\n'
    lines = said(home, ASKED.replace(scale, choices))
    assert any("two answers have the value 0" in line for line in lines)


def test_an_unknown_key_names_the_one_that_was_meant(home: Home) -> None:
    lines = said(home, ASKED.replace("weekly = true", "wekly = true"))
    assert any("did you mean weekly?" in line for line in lines)


def test_every_shipped_instrument_can_be_copied_and_checked(tmp_path: Path) -> None:
    shelf = FolderShelf(shipped_folder())
    for path in sorted((shipped_folder() / "instruments").glob("*.toml")):
        copy = tmp_path / path.name
        copy.write_bytes(path.read_bytes())
        assert shelf.check(copy) == []
