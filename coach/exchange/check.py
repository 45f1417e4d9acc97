"""Checks files wherever they are, by what they hold."""

from collections.abc import Sequence
from pathlib import Path

from coach.domain.errors import InputError
from coach.domain.program_checks import too_long
from coach.domain.text import clean_line
from coach.exchange.catalogue import EXERCISES_FOLDER, Catalogue
from coach.exchange.exercise_files import decode_exercise
from coach.exchange.instrument_files import decode_instrument
from coach.exchange.lesson_files import (
    decode_first_aid,
    decode_lesson,
    is_first_aid,
    is_lesson,
)
from coach.exchange.problems import Problem
from coach.exchange.program_files import decode_program, program_file_id
from coach.exchange.pronunciation_file import decode as decode_pronunciation
from coach.exchange.pronunciation_file import is_pronunciation
from coach.exchange.safety_files import decode_red_flags
from coach.exchange.toml_source import TomlSource, read_toml

MOST_FILES = 2000
"""Files looked at in one folder."""

_MARKS_OF_RED_FLAGS = {"item", "advice", "opening", "spoken_stop", "nobody"}
_MARKS_OF_EXERCISE = {"steps", "kind", "bias", "patterns", "easier", "harder", "short", "go"}
_MARKS_OF_INSTRUMENT = {"embed", "instruction", "scoring", "better", "licence", "citation"}


def check_path(path: Path, folders: Sequence[Path]) -> list[Problem]:
    """Everything wrong with the file at `path`, or with all TOML files below it.

    Exercises are looked for beside the checked files first, then in `folders`.
    """
    if not path.exists():
        shown = clean_line(str(path))
        raise InputError("Check", f"there is no file or folder {shown}; check its name")
    files = sorted(path.rglob("*.toml"))[:MOST_FILES] if path.is_dir() else [path]
    if not files:
        mend = "name a folder with .toml files"
        return [Problem(str(path), 0, "there is no program or exercise in this folder", mend)]
    catalogue = Catalogue([*folder_around(path), *folders])
    return [problem for file in files for problem in _check_file(file, catalogue)]


def folder_around(path: Path) -> list[Path]:
    """The folder at or above a file whose exercises are looked at first; none or one."""
    near = (path, *path.absolute().parents[:2])
    return [folder for folder in near if (folder / EXERCISES_FOLDER).is_dir()][:1]


def _check_file(path: Path, catalogue: Catalogue) -> tuple[Problem, ...]:
    source = read_toml(path)
    if isinstance(source, Problem):
        return (source,)
    if _is_red_flags(source):
        return decode_red_flags(source).problems
    if _is_exercise(source):
        return decode_exercise(source, path.stem, catalogue.ids).problems
    if _is_instrument(source):
        return decode_instrument(source, path.stem).problems
    if is_lesson(source):
        return decode_lesson(source, path.stem).problems
    if is_first_aid(source):
        return decode_first_aid(source, path.stem).problems
    if is_pronunciation(source):
        return decode_pronunciation(source).problems
    file_id = program_file_id(path)
    loaded = decode_program(source, file_id, catalogue.find, catalogue.ids)
    if loaded.value is None:
        return loaded.problems
    return source.problems(too_long(loaded.value))


def _is_red_flags(source: TomlSource) -> bool:
    return len(_MARKS_OF_RED_FLAGS & source.data.keys()) > 1


def _is_exercise(source: TomlSource) -> bool:
    return len(_MARKS_OF_EXERCISE & source.data.keys()) > 1


def _is_instrument(source: TomlSource) -> bool:
    return len(_MARKS_OF_INSTRUMENT & source.data.keys()) > 1
