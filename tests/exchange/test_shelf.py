"""The shelf: shipped programs, a person's own that win, and nothing read that is not asked for."""

from pathlib import Path

import pytest

from coach.domain.errors import CoachError, InputError
from coach.exchange.catalogue import Catalogue
from coach.exchange.problems import Loaded, Problem, in_one_line
from coach.exchange.search import search
from coach.exchange.shelf import FolderShelf, shipped_folder
from coach.exchange.template import template
from tests.exchange.files import Home, an_exercise


def test_own_programs_win_by_id(home: Home) -> None:
    home.add_program("my-program")
    home.add_program("my-program", template().replace("My program", "My own"), own=True)
    assert home.shelf.program("my-program").title == "My own"
    assert [program.title for program in home.shelf.programs()] == ["My own"]


def test_own_exercises_win_by_id_and_reach_shipped_programs(home: Home) -> None:
    home.add_program("my-program")
    own = an_exercise("cat-camel", name='"My cat"', hold_seconds="0", tempo_seconds="9")
    home.add_exercise("cat-camel", own, own=True)
    home.add_program("my-program", template().replace("tempo 6s ", ""))
    shelf = home.shelf
    assert shelf.exercise("cat-camel").name == "My cat"
    assert shelf.program("my-program").stages[1].prescriptions[1].dose.tempo_seconds == 9


def test_a_broken_own_program_does_not_break_the_rest(home: Home) -> None:
    home.add_program("my-program")
    broken = home.add_program("broken", "id = ", own=True)
    home.add_program("other", template("other"), own=True)
    shelf = home.shelf
    assert [program.id for program in shelf.programs()] == ["my-program", "other"]
    assert [problem.file for problem in shelf.problems()] == [str(broken)]
    with pytest.raises(InputError, match=r"program\.toml:1: this is not TOML"):
        shelf.program("broken")


def test_a_broken_own_file_never_falls_back_to_the_shipped_one(home: Home) -> None:
    home.add_program("my-program")
    home.add_program("my-program", "id = 3\n", own=True)
    home.add_exercise("cat-camel", "id = 3\n", own=True)
    with pytest.raises(InputError, match=r"and \d+ more problems"):
        home.shelf.program("my-program")
    with pytest.raises(InputError, match=r"cat-camel\.toml:1: id is a number"):
        home.shelf.exercise("cat-camel")


def test_an_unknown_id_names_the_nearest(home: Home) -> None:
    home.add_program("my-program")
    with pytest.raises(InputError, match="there is no exercise 'cat-camle'; did you mean cat-ca"):
        home.shelf.exercise("cat-camle")
    with pytest.raises(InputError, match="there is no program 'my-progam'; did you mean my-prog"):
        home.shelf.program("my-progam")
    with pytest.raises(InputError, match="choose one of: cat-camel, pelvic-tilt"):
        home.shelf.exercise("zzz")


def test_only_the_exercises_of_the_asked_program_are_read(home: Home) -> None:
    home.add_program("my-program")
    home.add_exercise("unused", "not TOML at all")
    home.add_program("unasked", "not TOML at all")
    home.shelf.program("my-program")
    assert home.shelf.exercise("cat-camel").id == "cat-camel"
    assert [problem.line for problem in home.shelf.problems()] == [1, 1]


def test_a_file_is_read_once_until_the_shelf_is_refreshed(home: Home) -> None:
    path = home.add_exercise("cat-camel")
    shelf = home.shelf
    first = shelf.exercise("cat-camel")
    path.write_text(an_exercise("cat-camel", name='"Changed"'), encoding="utf-8")
    assert shelf.exercise("cat-camel") is first
    shelf.refresh()
    assert shelf.exercise("cat-camel").name == "Changed"


def test_a_home_without_own_files_is_fine(tmp_path: Path) -> None:
    shelf = FolderShelf(shipped_folder(), tmp_path / "nothing here")
    assert shelf.programs() == FolderShelf(shipped_folder()).programs()
    assert shelf.problems() == []


def test_a_program_beside_the_folders_is_told_with_the_place_where_it_is_read(home: Home) -> None:
    home.own.mkdir(exist_ok=True)
    flat = home.own / "mine.toml"
    flat.write_text(template("mine"), encoding="utf-8")
    (problem,) = home.shelf.problems()
    place = home.own / "mine" / "program.toml"
    assert (problem.file, problem.mend) == (str(flat), f"move it to {place}")
    assert "is read here" in problem.what
    assert problem in home.shelf.check(home.own)
    assert problem not in home.shelf.check(flat)
    place.parent.mkdir()
    flat.rename(place)
    moved = home.shelf
    assert moved.problems() == []
    assert moved.program("mine").title


def test_an_own_folder_that_is_a_file_is_a_problem_and_no_more(home: Home) -> None:
    home.add_program("my-program")
    home.own.write_text("oops", encoding="utf-8")
    assert [program.id for program in home.shelf.programs()] == ["my-program"]
    assert {problem.what[:26] for problem in home.shelf.problems()} == {
        "the folder cannot be read "
    }


def test_hidden_and_other_files_are_left_alone(home: Home) -> None:
    home.add_exercise(".#cat-camel", "lock")
    (home.shipped / "exercises" / "notes.txt").write_text("notes", encoding="utf-8")
    (home.shipped / "empty").mkdir()
    assert "notes" not in Catalogue([home.shipped]).ids
    assert home.shelf.problems() == []


def test_exercises_are_listed_by_code(home: Home) -> None:
    home.add_exercise("cat-camel", an_exercise("cat-camel", code='"A02"'))
    home.add_exercise("side-lie", an_exercise("side-lie", code='"A01"'))
    listed = [exercise.id for exercise in home.shelf.exercises()]
    assert listed[:2] == ["side-lie", "cat-camel"]


def test_broken_safety_questions_are_a_fault_of_ours(home: Home) -> None:
    with pytest.raises(CoachError, match="cannot be read") as caught:
        home.shelf.red_flags()
    assert not isinstance(caught.value, InputError)


def test_nobody_s_own_file_replaces_the_safety_questions(home: Home) -> None:
    own = home.own / "safety"
    own.mkdir(parents=True)
    (own / "red-flags.toml").write_text("version = 99\n", encoding="utf-8")
    flags = FolderShelf(shipped_folder(), home.own).red_flags()
    assert flags == FolderShelf(shipped_folder()).red_flags()


def test_a_folder_is_checked_with_the_exercises_beside_it(home: Home, tmp_path: Path) -> None:
    elsewhere = Home(tmp_path / "elsewhere")
    elsewhere.add_exercise("new-one")
    text = template().replace("cat-camel 1x6", "new-one 1x6")
    path = elsewhere.add_program("my-program", text)
    elsewhere.add_exercise("wrong", "id = 3\n")
    assert home.shelf.check(path) == []
    assert {Path(one.file).name for one in home.shelf.check(elsewhere.shipped)} == {"wrong.toml"}


def test_a_program_may_be_checked_under_any_name(home: Home, tmp_path: Path) -> None:
    loose = tmp_path / "my-program.toml"
    loose.write_text(template(), encoding="utf-8")
    assert home.shelf.check(loose) == []


def test_the_shipped_safety_questions_can_be_checked(home: Home, tmp_path: Path) -> None:
    text = (shipped_folder() / "safety" / "red-flags.toml").read_text(encoding="utf-8")
    copy = tmp_path / "flags.toml"
    copy.write_text(text.replace("tier = 1", "tier = 4", 1), encoding="utf-8")
    (said,) = home.shelf.check(copy)
    assert said.what == "item 1, tier is 4"
    copy.write_text(text.replace("tier = 1", "tier = 2"), encoding="utf-8")
    assert [one.what for one in home.shelf.check(copy)] == ["no question has tier 1"]


def test_checking_what_is_not_there_says_so(home: Home, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file or folder"):
        home.shelf.check(tmp_path / "missing.toml")
    (empty := tmp_path / "empty").mkdir()
    (said,) = home.shelf.check(empty)
    assert said.what == "there is no program or exercise in this folder"


def test_a_template_takes_an_id_and_refuses_what_cannot_be_one(home: Home) -> None:
    assert home.check(template("annas-back"), "annas-back") == []
    with pytest.raises(InputError, match="cannot be a program's id"):
        template('x"\n[evil]')


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("pointer", "bird-dog"),
        ("BIRD", "bird-dog"),
        ("c05 mat", "bird-dog"),
        ("hands and knees", "bird-dog"),
        ("march", "march"),
        ("mat", "mat"),
    ],
)
def test_search_finds_all_words_best_first(home: Home, words: str, first: str) -> None:
    home.add_exercise("bird-dog")
    for name in ("march", "mat"):
        home.add_exercise(
            name,
            an_exercise(
                name,
                name=f'"{name.title()}"',
                also_called="[]",
                position='"standing"',
                code='"A09"',
            ),
        )
    found = search([home.shelf.exercise(one) for one in ("bird-dog", "march", "mat")], words)
    assert found[0].id == first


def test_search_needs_every_word_and_lists_all_for_none(home: Home) -> None:
    shelf = home.shelf
    assert shelf.search("pointer zebra") == []
    assert shelf.search("  ") == shelf.exercises()


def test_a_problem_reads_file_line_what_and_mend() -> None:
    problem = Problem("a.toml", 3, "title is empty", "write some words")
    assert str(problem) == "a.toml:3: title is empty; write some words"
    assert str(Problem("a", 0, "no file", "name one")) == "a: no file; name one"
    assert in_one_line([problem, problem]).endswith("(and 1 more problem)")
    assert Loaded(3).problems == ()
