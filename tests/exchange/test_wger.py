"""Exercises of wger as drafts: whose they are stays with them, and nothing is made up."""

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.errors import InputError
from coach.exchange.html_lines import html_lines
from coach.exchange.shelf import FolderShelf
from coach.exchange.wger import DRAFTS_FOLDER, Draft, is_wger, read_wger
from tests.conftest import SHIPPED

SWING: dict[str, Any] = {
    "id": 9,
    "uuid": "1b020b3a-3732-4c7e-92fd-a0cec90ed69b",
    "category": {"id": 10, "name": "Abs"},
    "muscles": [],
    "equipment": [{"id": 10, "name": "Kettlebell"}],
    "license": {
        "id": 2,
        "full_name": "Creative Commons Attribution Share Alike 4",
        "short_name": "CC-BY-SA 4",
        "url": "https://creativecommons.org/licenses/by-sa/4.0/deed.en",
    },
    "license_author": "deusinvictus",
    "images": [{"id": 1, "image": "https://wger.example/9.jpg", "is_main": True}],
    "translations": [
        {
            "id": 855,
            "name": "Zweihändig",
            "description": "<p>Schwingen.</p>",
            "language": 1,
            "license_author": "GrosseHund",
        },
        {
            "id": 345,
            "name": "2 Handed Kettlebell Swing",
            "description": "<p>Stand <strong>tall</strong> &amp; breathe.</p><ul><li>Swing."
            "</li><li>Say \"no\" [b]to\\ pain[/b].</li></ul><script>alert('x')</script>",
            "language": 2,
            "aliases": [{"id": 3, "alias": "double handed"}],
            "notes": [{"id": 1, "comment": "go\nslow"}],
            "license_author": "deusinvictus",
            "author_history": ["deusinvictus", "Foo Bar"],
        },
    ],
    "total_authors_history": ["Foo Bar", "Mr. X"],
}


def read(content: Any) -> list[Draft]:
    return read_wger(json.dumps(content).encode(), "wger.json")


def swing(**changes: Any) -> Draft:
    (draft,) = read({**copy.deepcopy(SWING), **changes})
    return draft


def test_what_wger_knows_is_taken_over_in_english() -> None:
    known = tomllib.loads(swing().text)
    assert known["name"] == "2 Handed Kettlebell Swing"
    assert known["steps"] == [
        "Stand tall & breathe.",
        "Swing.",
        'Say "no" [b]to\\ pain[/b].',
    ]
    assert known["also_called"] == ["double handed"]
    assert known["equipment"] == ["kettlebell"]


def test_licence_authors_and_address_stay_in_the_file_and_in_source() -> None:
    draft = swing()
    assert draft.licence == "CC-BY-SA 4"
    assert draft.authors == ("deusinvictus", "Foo Bar", "Mr. X")
    assert "https://creativecommons.org/licenses/by-sa/4.0/deed.en" in draft.text
    assert "# Authors: deusinvictus, Foo Bar, Mr. X" in draft.text
    source = tomllib.loads(draft.text)["source"]
    assert source[:3] == ["wger", "https://wger.de/api/v2/exerciseinfo/9/", "CC-BY-SA 4"]
    assert "by Mr. X" in source


def test_nobody_has_reviewed_it() -> None:
    assert tomllib.loads(swing().text)["reviewed_by"] == ""


def test_a_licence_that_is_not_named_is_said() -> None:
    draft = swing(license=None, license_author=None)
    assert draft.licence == ""
    assert "not named; do not pass it on" in draft.text


def test_pictures_are_named_and_notes_kept() -> None:
    text = swing().text
    assert "# Picture (not fetched): https://wger.example/9.jpg" in text
    assert "# Note of wger: go slow" in text


def test_the_id_shadows_no_entry_that_came_with_the_package() -> None:
    draft = swing()
    assert draft.id == "wger-9-2-handed-kettlebell-swing"
    named = swing(translations=[{"name": "Ünder/../bridge" * 20, "language": 2}])
    assert named.id.startswith("wger-9-under-bridge")
    assert len(named.id) <= 64


def test_another_language_is_better_than_none() -> None:
    assert swing(translations=SWING["translations"][:1]).name == "Zweihändig"
    assert swing(translations=[]).name == "Exercise 9"


def _checked(draft: Draft, home: Path) -> list[str]:
    folder = home / DRAFTS_FOLDER
    folder.mkdir(exist_ok=True, parents=True)
    (folder / f"{draft.id}.toml").write_text(draft.text, encoding="utf-8")
    return [problem.what for problem in FolderShelf(SHIPPED, home).check(folder)]


def test_the_check_names_everything_that_is_to_be_filled_in(tmp_path: Path) -> None:
    found = " | ".join(_checked(swing(), tmp_path))
    needed = "code kind stages bias patterns position start short go mistake feel stop dose easier"
    for key in (*needed.split(), "harder"):
        assert f"{key} " in found, key


def test_a_draft_is_asked_of_nobody(tmp_path: Path) -> None:
    _checked(swing(), tmp_path)
    shelf = FolderShelf(SHIPPED, tmp_path)
    assert swing().id not in {one.id for one in shelf.exercises()}
    assert not shelf.problems()


FILLED = {
    "code": '"C90"',
    "kind": '"movement"',
    "stages": '["D"]',
    "bias": '"neutral"',
    "patterns": '["UNSET"]',
    "position": '"standing"',
    "start": '"Stand."',
    "short": '"Swing."',
    "go": '"Swing."',
    "mistake": '"Too fast."',
    "feel": '"The hips."',
    "stop": '"Stop if the leg gets worse."',
}
TABLES = """
[dose]
reps = 6
hold_seconds = 0
rest_seconds = 30
times_a_day = 1
source = ["GK"]
[easier]
text = "Smaller."
[harder]
text = ""
"""


def test_a_draft_that_was_filled_in_and_moved_is_an_exercise(tmp_path: Path) -> None:
    lines = swing().text.splitlines()
    for key, value in FILLED.items():
        place = next(n for n, line in enumerate(lines) if line.startswith(f"{key} = "))
        lines[place] = f"{key} = {value}"
    text = "\n".join(lines) + TABLES
    folder = tmp_path / "exercises"
    folder.mkdir()
    file = folder / f"{swing().id}.toml"
    file.write_text(text, encoding="utf-8")
    shelf = FolderShelf(SHIPPED, tmp_path)
    assert [str(one) for one in shelf.check(file)] == []
    found = shelf.exercise(swing().id)
    assert (found.name, found.reviewed_by) == ("2 Handed Kettlebell Swing", "")


def test_a_page_of_many_is_read() -> None:
    page = {"count": 2, "next": None, "results": [SWING, {**SWING, "id": 10}]}
    assert [draft.id[:7] for draft in read(page)] == ["wger-9-", "wger-10"]
    assert is_wger(json.dumps(page).encode())


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"results": 3},
        {"results": [{"id": "nine", "translations": []}]},
        {"translations": "all"},
        [],
        {"id": 9, "translations": [{"name": 3}]},
    ],
    ids=str,
)
def test_what_is_no_answer_of_wger_is_one_sentence(content: Any) -> None:
    with pytest.raises(InputError, match=r"wger\.json"):
        read(content)


_TEXTS = st.text(max_size=60)


@given(
    st.lists(_TEXTS, min_size=6, max_size=6),
    st.lists(st.fixed_dictionaries({"alias": _TEXTS}), max_size=3),
)
def test_any_words_give_a_file_that_can_be_read(texts: list[str], aliases: list[Any]) -> None:
    name, description, author, licence, image, tool = texts
    words = {"name": name, "description": description, "language": 2, "aliases": aliases}
    draft = swing(
        translations=[words],
        license={"short_name": licence, "full_name": author, "url": image},
        license_author=author,
        images=[{"image": image}],
        equipment=[{"name": tool}],
    )
    known = tomllib.loads(draft.text)
    assert known["id"] == draft.id
    assert known["reviewed_by"] == ""
    assert set(known) <= {*FILLED, "id", "name", "also_called", "equipment", "steps", "source",
                          "reviewed_by"}  # fmt: skip


def test_markup_goes_and_words_stay() -> None:
    assert html_lines("<p>One<br>two</p> <ol><li>a <b>b</b></li></ol><style>x{}</style>") == [
        "One",
        "two",
        "a b",
    ]
    assert html_lines("no markup at all < 5 > 3") == ["no markup at all < 5 > 3"]
    assert html_lines("<p>broken <b <i>") == ["broken"]
    assert html_lines("") == []


@given(st.text(alphabet="<>/&;pbli \n\"'=a!-", max_size=200))
def test_any_markup_is_read_to_its_end(html: str) -> None:
    assert all(line.strip() for line in html_lines(html))
