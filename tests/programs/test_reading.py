"""Whatever a patient reads or hears is easy to read, calm, and says where its figures come from.

Run with `-s` to see the worst and the middle grade.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from msgspec import Struct
from msgspec.structs import fields
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import textstat

import coach
from coach.domain.instrument import Instrument
from coach.domain.lesson import FirstAid, Lesson
from coach.domain.program import StageCode
from coach.exchange.shelf import shipped_folder
from coach.session.spoken import spoken_seconds
from tests.programs.test_shipped import (
    BANNED,
    EXERCISES,
    PROGRAMS,
    SHELF,
    SOURCE,
    spoken,
    words,
    written,
)

MOST_GRADE = 6.9
"""Flesch-Kincaid grade of everything a patient meets in one file: the sixth grade and no more.

Health text is commonly asked to be at this grade; people here read it lying down and in pain.
"""
MOST_GRADE_OF_ONE = 10.0
"""The same of one text alone. A formula made for pages is rough on single sentences, so there is
more room; it is there so that no hard sentence hides among easy ones."""
WORDS_TO_GRADE = 10
"""Shorter texts alone say nothing about grades: one long word decides."""
MOST_SPOKEN_SECONDS = 90.0
MOST_QUESTION_WORDS = 16
FIXED_BY_LICENCE = ("rmdq-24", "phq-4")
"""Questionnaires whose words may not be changed, and mean nothing when they are."""
NOT_FOR_PATIENTS = {
    *("id", "source", "reviewed_by", "tier", "version", "for_therapist", "licence", "citation"),
    *("code", "bands", "scoring", "better", "change", "weeks"),
}
PACKAGE = Path(coach.__file__).parent
CODE = [PACKAGE / "session" / "phrasing.py", PACKAGE / "review" / "light_words.py"]
WORDS_OF_A_STANDARD = ("fhir_codes.py",)
"""Names that others gave to the parts of a record; they stand in a file for machines alone."""
LESSONS = SHELF.lessons()
FIRST_AID = SHELF.first_aid()


def taught(lesson: Lesson) -> tuple[str, ...]:
    """Every text of a lesson."""
    asked = (lesson.question, *lesson.choices, lesson.right, lesson.wrong)
    return (lesson.title, *lesson.shown, *lesson.say, *asked)


def helped(first_aid: FirstAid) -> tuple[str, ...]:
    """Every text of first aid."""
    return (first_aid.title, *first_aid.shown, *first_aid.say)


def texts_of(value: Any) -> Iterator[str]:
    """Every text in a value, but for what is no patient's business."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in texts_of(one))
    elif isinstance(value, tuple):
        yield from (text for one in value for text in texts_of(one))
    elif isinstance(value, Struct):
        for one in fields(value):
            if one.name not in NOT_FOR_PATIENTS:
                yield from texts_of(getattr(value, one.name))


def written_in(path: Path) -> list[str]:
    """Every text in a module that is no docstring; a number stands where a value comes in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ours = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    found = []
    for node in ast.walk(tree):
        if id(node) in ours | inside:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [
                part.value if isinstance(part, ast.Constant) else "ten" for part in node.values
            ]
            found.append("".join(str(part) for part in parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
    return [text for text in found if " " in text.strip()]


def prose(texts: Iterable[str]) -> str:
    """Texts as one, each ended like a sentence."""
    told = [text.strip() for text in texts if text.strip()]
    return " ".join(text if text[-1] in ".?!" else f"{text}." for text in told)


def grade(text: str) -> float:
    """School years it takes to read `text` with ease."""
    return round(float(textstat.flesch_kincaid_grade(text)), 1)


def asked(instrument: Instrument) -> list[str]:
    """What a patient sees of a questionnaire."""
    return list(texts_of(instrument))


FILES: dict[str, list[str]] = {
    **{f"exercise {one.id}": list(spoken(one)) for one in EXERCISES},
    **{f"program {one.id}": list(written(one)) for one in PROGRAMS},
    **{f"lesson {one.id}": list(taught(one)) for one in LESSONS},
    "first aid": list(helped(FIRST_AID)),
    "safety": list(texts_of(SHELF.red_flags())),
    **{
        f"questionnaire {one.id}": asked(one)
        for one in SHELF.instruments()
        if one.embed and one.id not in FIXED_BY_LICENCE
    },
    **{f"code {path.stem}": written_in(path) for path in CODE},
}
"""Everything a patient reads or hears, by where it comes from."""


def test_every_file_is_easy_to_read() -> None:
    grades = sorted((grade(prose(texts)), name) for name, texts in FILES.items())
    told = f"worst {grades[-1]}, middle {median(one for one, _ in grades)}, {len(grades)} files"
    sys.stdout.write(f"\nreading grade: {told}\n")
    assert not [found for found in grades if found[0] > MOST_GRADE], told


@pytest.mark.parametrize("name", FILES)
def test_no_hard_sentence_hides_among_easy_ones(name: str) -> None:
    graded = [(grade(prose([one])), one) for one in FILES[name] if words(one) >= WORDS_TO_GRADE]
    assert not [found for found in graded if found[0] > MOST_GRADE_OF_ONE]


@pytest.mark.parametrize("name", FILES)
def test_no_word_promises_frightens_or_names_a_diagnosis(name: str) -> None:
    assert not [text for text in FILES[name] if BANNED.search(text)]


@pytest.mark.parametrize(
    "text",
    [
        "This will cure your back.",
        "The disc heals by itself.",
        "You have a slipped disc.",
        "It is wear and tear.",
        "Your spine is unstable.",
        "It is probably fine.",
        "That is a bulging disc.",
        "This is a herniated disc.",
        "You have a trapped nerve.",
        "It will soon go away.",
        "It is nothing serious.",
        "That is not dangerous.",
        "The numbness is harmless.",
        "Do not worry about it.",
        "There is no need to worry.",
        "There is no cause for alarm.",
        "Nothing is wrong with your back.",
        "You are fine.",
        "This is perfectly normal.",
    ],
)
def test_the_words_that_are_looked_for_are_found(text: str) -> None:
    assert BANNED.search(text)


def test_hard_text_is_found() -> None:
    hard = (
        "Neurogenic symptoms originating in lumbar structures necessitate individualised"
        " multidisciplinary rehabilitation prior to resumption of occupational activity."
    )
    assert grade(hard) > MOST_GRADE_OF_ONE
    assert grade("Lie on your back. Bend your knees. Breathe out.") < 3


def test_no_screen_and_no_line_uses_such_a_word() -> None:
    files = [path for path in sorted(PACKAGE.rglob("*.py")) if path.name not in WORDS_OF_A_STANDARD]
    assert {"domain", "reports", "session", "tui"} <= {path.parent.name for path in files}
    found = [(path.name, text) for path in files for text in written_in(path)]
    assert not [pair for pair in found if BANNED.search(pair[1])]


def test_there_are_twelve_lessons_that_open_stage_by_stage() -> None:
    assert [lesson.number for lesson in LESSONS] == list(range(1, 13))
    opens = "".join(lesson.stage for lesson in LESSONS)
    assert opens == "AAAABBBBCCCD"
    assert {lesson.stage for lesson in LESSONS} == set(StageCode)
    files = {path.stem for path in (shipped_folder() / "lessons").glob("*.toml")}
    assert files == {lesson.id for lesson in LESSONS} | {"first-aid"}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_a_lesson_with_its_question_is_heard_in_under_a_minute_and_a_half(lesson: Lesson) -> None:
    texts = (*lesson.say, lesson.question, *lesson.choices)
    assert sum(spoken_seconds(text) for text in texts) < MOST_SPOKEN_SECONDS


def test_first_aid_is_heard_in_under_a_minute_and_a_half() -> None:
    assert sum(spoken_seconds(text) for text in FIRST_AID.say) < MOST_SPOKEN_SECONDS


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_the_right_choice_is_not_always_in_one_place_and_no_reply_scolds(lesson: Lesson) -> None:
    assert lesson.right.startswith(("Yes", "That is right"))
    assert not re.search(r"\b(no|wrong|false|incorrect|mistake)\b", lesson.wrong, re.IGNORECASE)
    assert {one.answer for one in LESSONS} == {1, 2, 3}


def test_intimate_signs_are_shown_and_never_spoken() -> None:
    private = re.compile(r"\b(pee|poo|urine|bladder|bowel|genital\w*|anus|bottom|sex\w*)\b", re.I)
    for said in (FIRST_AID.say, *(lesson.say for lesson in LESSONS)):
        assert not [text for text in said if private.search(text)]
    assert any(private.search(text) for text in FIRST_AID.shown)


def test_a_safety_question_is_short() -> None:
    assert all(words(item.question) <= MOST_QUESTION_WORDS for item in SHELF.red_flags().items)


def known_tags() -> set[str]:
    """The tags that the read-me explains, `S27a to S27d` spelled out."""
    text = (shipped_folder() / "README.md").read_text(encoding="utf-8")
    table = text[text.index("## Sources") :]
    listed = "\n".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| S"))
    for first, last in re.findall(r"S27([a-d]) to S27([a-d])", listed):
        listed += "".join(f" S27{chr(n)}" for n in range(ord(first), ord(last) + 1))
    return {*re.findall(r"S\d+[a-z]?", listed), "GK", "DESIGN"}


def tagged() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Everything that must name where it comes from."""
    for exercise in EXERCISES:
        yield f"exercise {exercise.id}", exercise.source
        yield f"dose of {exercise.id}", exercise.dose.source
    for program in PROGRAMS:
        yield f"program {program.id}", program.source
        yield f"bad day of {program.id}", program.flare.source
        yield f"lights of {program.id}", program.thresholds.source
        for stage in program.stages:
            yield f"doses of {program.id} {stage.code}", stage.source
            yield f"sitting of {program.id} {stage.code}", stage.sitting.source
    for lesson in LESSONS:
        yield f"lesson {lesson.id}", lesson.source
    yield "first aid", FIRST_AID.source
    yield "safety", SHELF.red_flags().source


@pytest.mark.parametrize(("name", "tags"), list(tagged()), ids=str)
def test_every_dose_and_every_text_says_where_it_comes_from(
    name: str, tags: tuple[str, ...]
) -> None:
    assert tags, name
    assert all(SOURCE.fullmatch(tag) for tag in tags)
    assert set(tags) <= known_tags()


def test_nobody_has_reviewed_the_lessons_yet() -> None:
    assert {lesson.reviewed_by for lesson in LESSONS} | {FIRST_AID.reviewed_by} == {""}
