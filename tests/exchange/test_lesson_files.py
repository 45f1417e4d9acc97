"""Lesson files: read when right, and every problem at once with its line when wrong."""

from pathlib import Path

import pytest

from coach.domain.errors import CoachError
from coach.domain.program import StageCode
from coach.exchange.lesson_files import load_lesson_file
from coach.exchange.shelf import FolderShelf, shipped_folder
from tests.exchange.files import Home, line_of, with_line

LESSON = """\
id = "rest"
number = 4
title = "Rest that helps"
stage = "A"
say = [
  "Rest in short bouts.",
  "Then get up.",
]
question = "Which rest helps?"
choices = ["All day", "A short one"]
answer = 2
right = "Yes."
wrong = "Many think so. A short one helps."
source = ["GK"]
"""
FIRST_AID = """\
id = "first-aid"
title = "First aid"
shown = ["Call now if this is new:", "A weak leg."]
say = ["Lie down.", "Then get up."]
source = ["GK"]
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "lessons" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    """What the check says, without the folder's name."""
    found = FolderShelf(shipped_folder()).check(path)
    return [str(problem).removeprefix(f"{path}:") for problem in found]


def test_a_lesson_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "rest", LESSON)
    assert problems(path) == []
    lesson = load_lesson_file(path).value
    assert lesson == FolderShelf(tmp_path).lessons()[0]
    (read,) = FolderShelf(tmp_path).lessons()
    assert (read.number, read.stage, read.answer) == (4, StageCode.CALM, 2)
    assert read.say == ("Rest in short bouts.", "Then get up.")
    assert (read.shown, read.reviewed_by) == ((), "")


@pytest.mark.parametrize(
    ("key", "line", "told"),
    [
        ("id", 'id = "other"', "id is other, but the file is called rest"),
        ("number", "number = 0", "number is 0; write a whole number from 1 to 99"),
        ("stage", 'stage = "E"', 'stage is "E"; write one of: A, B, C, D'),
        ("choices", 'choices = ["One"]', "choices has 1 entries; write 2 to 3 of them"),
        ("answer", "answer = 3", "answer is 3, and there are 2 choices; write a number from 1 to"),
        ("answer", "answr = 2", "unknown key answr; did you mean answer?"),
        ("question", 'question = ""', "question is empty; write some words"),
        ("source", "", "source is missing; add source"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, key: str, line: str, told: str) -> None:
    path = write(tmp_path, "rest", with_line(LESSON, key, line))
    (problem,) = problems(path)
    assert told in problem
    if line:
        assert problem.startswith(f"{line_of(LESSON, f'{key} = ')}: ")


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = with_line(with_line(LESSON, "number", "number = 0"), "answer", "answer = 9")
    assert len(problems(write(tmp_path, "rest", text))) == 2


def test_a_lesson_that_takes_too_long_to_say_is_refused(tmp_path: Path) -> None:
    sentence = '"' + "word " * 30 + '.",'
    text = LESSON.replace('  "Then get up.",', f"  {sentence}\n" * 8)
    (problem,) = problems(write(tmp_path, "rest", text))
    assert "seconds to say; leave sentences out until it takes less than 90" in problem


def test_first_aid_is_no_lesson(tmp_path: Path) -> None:
    path = write(tmp_path, "first-aid", FIRST_AID)
    write(tmp_path, "rest", LESSON)
    assert problems(path) == []
    shelf = FolderShelf(tmp_path)
    assert [lesson.id for lesson in shelf.lessons()] == ["rest"]
    assert shelf.first_aid().shown[0] == "Call now if this is new:"


def test_first_aid_without_words_is_a_problem(tmp_path: Path) -> None:
    path = write(tmp_path, "first-aid", with_line(FIRST_AID, "say", "say = []"))
    assert any("say has 0 entries" in problem for problem in problems(path))


def test_lessons_come_by_number_and_a_persons_own_wins(home: Home) -> None:
    write(home.shipped, "rest", LESSON)
    write(home.shipped, "move", LESSON.replace('"rest"', '"move"').replace("= 4", "= 2"))
    write(home.own, "rest", LESSON.replace("Rest that helps", "My rest"))
    assert [lesson.title for lesson in home.shelf.lessons()] == ["Rest that helps", "My rest"]


def test_a_broken_lesson_is_left_out_and_told(home: Home) -> None:
    write(home.shipped, "rest", LESSON)
    write(home.shipped, "move", LESSON.replace('"rest"', '"move"'))
    broken = write(home.own, "rest", "id = ")
    assert [lesson.id for lesson in home.shelf.lessons()] == ["move"]
    assert [problem.file for problem in home.shelf.problems()] == [str(broken)]


def test_there_is_always_first_aid_even_when_ones_own_is_broken(home: Home) -> None:
    write(home.shipped, "first-aid", FIRST_AID)
    assert home.shelf.first_aid().title == "First aid"
    write(home.own, "first-aid", FIRST_AID.replace('"First aid"', '"My first aid"'))
    assert home.shelf.first_aid().title == "My first aid"
    write(home.own, "first-aid", "id = ")
    assert home.shelf.first_aid().title == "First aid"


def test_a_shelf_without_any_first_aid_says_so(home: Home) -> None:
    with pytest.raises(CoachError, match=r"first-aid\.toml"):
        home.shelf.first_aid()
