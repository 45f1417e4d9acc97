"""Lessons and first aid as TOML files, one a file, named by its id."""

from collections.abc import Callable, Iterator
from pathlib import Path

from coach.domain.findings import Finding
from coach.domain.lesson import FirstAid, Lesson
from coach.domain.program import StageCode
from coach.exchange.exercise_files import ID, LINE, REVIEWED_BY, SOURCES
from coach.exchange.problems import Loaded, Problem
from coach.exchange.shapes import Choice, ListOf, Number, Text, Values
from coach.exchange.tables import Key, Table, read_table
from coach.exchange.toml_source import TomlSource, read_toml
from coach.session.spoken import spoken_seconds

LESSONS_FOLDER = "lessons"
FIRST_AID_ID = "first-aid"
MOST_SPOKEN_SECONDS = 90.0
"""Longest a lesson may take to say (source: clinical 9, DESIGN)."""

_SENTENCE = Text(most=200)
_ID = Key("id", ID, "The file is named after it.", '"sleep"')
_TITLE = Key("title", Text(most=44), "What it is called, in a few words.", '"Sleep"')
_SAY = Key(
    "say",
    ListOf(_SENTENCE, least=1, most=30),
    "Short sentences, shown and spoken in this order.",
    '["Rest in short bouts."]',
)
_SHOWN = Key(
    "shown",
    ListOf(_SENTENCE, most=12),
    "Lines that are shown and never spoken, such as intimate signs.",
    "[]",
    False,
    (),
)
_SOURCE = Key("source", SOURCES, "Where facts and figures come from.", '["GK"]')

LESSON = Table(
    (
        _ID,
        Key("number", Number(1, 99), "Its place among the lessons.", "1"),
        _TITLE,
        Key("stage", Choice(StageCode), "It opens in this stage.", '"A"'),
        _SAY,
        _SHOWN,
        Key("question", LINE, "The one question at the end.", '"Which rest helps?"'),
        Key("choices", ListOf(Text(most=60), least=2, most=3), "Two or three.", '["This", "That"]'),
        Key("answer", Number(1, 3), "Which choice is right, counted from 1.", "1"),
        Key("right", LINE, "What is said after the right one.", '"Yes."'),
        Key("wrong", LINE, "What is said after another one; kindly.", '"Many think so."'),
        _SOURCE,
        REVIEWED_BY,
    )
)
FIRST_AID = Table((_ID, _TITLE, _SHOWN, _SAY, _SOURCE, REVIEWED_BY))

_MARKS_OF_LESSON = {"say", "question", "choices", "answer", "right", "wrong"}


def is_lesson(source: TomlSource) -> bool:
    """Whether a file looks like a lesson, by the keys it has."""
    return len(_MARKS_OF_LESSON & source.data.keys()) > 1


def is_first_aid(source: TomlSource) -> bool:
    """Whether a file looks like first aid, by its id or by sentences with no question."""
    return source.data.get("id") == FIRST_AID_ID or "say" in source.data


def decode_lesson(source: TomlSource, file_id: str) -> Loaded[Lesson]:
    """The lesson in `source`, or all that is wrong with it; `file_id` is the file's name."""
    values, findings = read_table(LESSON, source.data)
    broken = {finding.path for finding in findings}
    checks = [*_check_id(values, file_id), *_check_spoken(values), *_check_answer(values)]
    findings += [finding for finding in checks if finding.stands(broken)]
    return Loaded(None if findings else Lesson(**values), source.problems(findings))


def decode_first_aid(source: TomlSource, file_id: str) -> Loaded[FirstAid]:
    """First aid in `source`, or all that is wrong with it."""
    values, findings = read_table(FIRST_AID, source.data)
    broken = {finding.path for finding in findings}
    checks = [*_check_id(values, file_id), *_check_spoken(values)]
    findings += [finding for finding in checks if finding.stands(broken)]
    return Loaded(None if findings else FirstAid(**values), source.problems(findings))


def _check_id(values: Values, file_id: str) -> Iterator[Finding]:
    if values["id"] != file_id:
        what = f"id is {values['id']}, but the file is called {file_id}"
        yield Finding(("id",), what, f'write id = "{file_id}" or rename the file')


def _check_spoken(values: Values) -> Iterator[Finding]:
    seconds = sum(spoken_seconds(sentence) for sentence in values["say"])
    if seconds >= MOST_SPOKEN_SECONDS:
        what = f"it takes {seconds:.0f} seconds to say"
        mend = f"leave sentences out until it takes less than {MOST_SPOKEN_SECONDS:.0f}"
        yield Finding(("say",), what, mend)


def _check_answer(values: Values) -> Iterator[Finding]:
    choices = len(values["choices"])
    if values["answer"] > choices:
        what = f"answer is {values['answer']}, and there are {choices} choices"
        yield Finding(("answer",), what, f"write a number from 1 to {choices}", (("choices",),))


def load_lesson_file(path: Path) -> Loaded[Lesson | FirstAid]:
    """The lesson, or first aid by its name, in the file at `path`."""
    source = read_toml(path)
    if isinstance(source, Problem):
        return Loaded(None, (source,))
    read: Callable[[TomlSource, str], Loaded[Lesson] | Loaded[FirstAid]]
    read = decode_first_aid if path.stem == FIRST_AID_ID else decode_lesson
    loaded = read(source, path.stem)
    return Loaded(loaded.value, loaded.problems)
