"""Exercises of wger as a start for entries of one's own; nothing of it is asked of a patient.

Read is what `/api/v2/exerciseinfo/` answers, saved to a file: one exercise, or `results` with many.
wger knows names, a description, equipment, pictures and who owns them. It knows no hold, no side,
no position, no direction, no dose and nothing to stop for. So each exercise becomes a *draft*: a
TOML file with what is known, and with an empty line and an example for everything that a person
must decide. Drafts lie in a folder that the shelf does not read; `coach programs check` names what
is missing, and a finished one is moved to `programs/exercises/`. Licence, author and address stay
in the file and in `source`. Pictures are named, never fetched.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from coach.domain.errors import InputError
from coach.domain.text import clean_line, folded
from coach.exchange.exercise_files import EXERCISE
from coach.exchange.html_lines import html_lines
from coach.exchange.shapes import ListOf
from coach.exchange.tables import Key, Table

DRAFTS_FOLDER = "drafts"
"""Beside `exercises` in a person's own programs; the shelf never looks into it."""
MOST_BYTES = 32 * 1024 * 1024
MOST_EXERCISES = 2000
_MOST_OBJECTS = 200 * MOST_EXERCISES
"""Braces in a file: an exercise has its words, names and pictures in each of thirty languages."""
ENGLISH = 2
"""The id of English in every wger."""
_MOST_STEPS = 20
_MOST_ID = 64
_MOST_SOURCE = 60
_ADDRESS = "https://wger.de/api/v2/exerciseinfo/{}/"


class _Named(msgspec.Struct):
    name: str = ""


class _License(msgspec.Struct):
    full_name: str = ""
    short_name: str = ""
    url: str = ""


class _Alias(msgspec.Struct):
    alias: str = ""


class _Comment(msgspec.Struct):
    comment: str = ""


class _Picture(msgspec.Struct):
    image: str = ""
    license_author: str | None = None


class _Language(msgspec.Struct):
    id: int = 0


class _Translation(msgspec.Struct):
    name: str = ""
    description: str = ""
    language: int | _Language = 0
    aliases: list[_Alias] = []
    notes: list[_Comment] = []
    license_author: str | None = None
    license_object_url: str | None = None
    author_history: list[str] = []


class _Exercise(msgspec.Struct):
    id: int
    translations: list[_Translation]
    uuid: str = ""
    equipment: list[_Named] = []
    license: _License | None = None
    license_author: str | None = None
    images: list[_Picture] = []
    total_authors_history: list[str] = []


class _Page(msgspec.Struct):
    results: list[_Exercise]


class _Mark(msgspec.Struct):
    """What tells an answer of wger from other files; its values are passed over, never made."""

    translations: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    results: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class Draft(Struct, frozen=True):
    """One exercise as a file to be finished."""

    id: str
    """The file's name without .toml; begins with `wger-`, so that it shadows no other entry."""
    text: str
    name: str
    licence: str
    """As wger names it; empty when it does not say."""
    authors: tuple[str, ...]


def is_wger(data: bytes) -> bool:
    """Whether a file looks like an answer of wger."""
    try:
        found = msgspec.json.decode(data, type=_Mark)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return False
    return found.translations is not msgspec.UNSET or found.results is not msgspec.UNSET


def read_wger(data: bytes, file: str) -> list[Draft]:
    """A draft for every exercise in a file; `file` is the name to show.

    Raises InputError for what is no answer of wger.
    """
    if len(data) > MOST_BYTES:
        raise InputError("Import", f"{file} is larger than {MOST_BYTES // 2**20} MiB.")
    if data.count(b"{") > _MOST_OBJECTS:
        raise InputError("Import", f"{file} holds more than {MOST_EXERCISES:,} exercises.")
    found = _exercises(data, file)
    if len(found) > MOST_EXERCISES:
        raise InputError(
            "Import", f"{file} holds {len(found):,} exercises; take at most {MOST_EXERCISES:,}."
        )
    return [_draft(one) for one in found]


def _exercises(data: bytes, file: str) -> list[_Exercise]:
    try:
        if b'"results"' in data[:2000]:
            return msgspec.json.decode(data, type=_Page).results
        return [msgspec.json.decode(data, type=_Exercise)]
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        why = clean_line(str(error), limit=200)
        raise InputError(
            "Import",
            f"{file} is no list of exercises of wger ({why}). Save what "
            "/api/v2/exerciseinfo/ answers, and name that file.",
        ) from error


def _draft(one: _Exercise) -> Draft:
    words = _translation(one.translations)
    name = clean_line(words.name, limit=80) or f"Exercise {one.id}"
    licence = one.license or _License()
    authors = tuple(_authors(one, words))
    exercise_id = _id(one.id, name)
    values = _known(one, words, exercise_id, name, licence, authors)
    text = "\n".join(
        (*_heading(one, words, licence, authors), "", *_lines(EXERCISE, values, ()), "")
    )
    return Draft(exercise_id, text, name, clean_line(licence.short_name, limit=60), authors)


def _translation(found: Sequence[_Translation]) -> _Translation:
    """The English words, or the first ones there are."""

    def language(one: _Translation) -> int:
        return one.language if isinstance(one.language, int) else one.language.id

    return next(
        (one for one in found if language(one) == ENGLISH), next(iter(found), _Translation())
    )


def _authors(one: _Exercise, words: _Translation) -> Iterator[str]:
    """Everyone who is named, once, those of the words first."""
    named = (words.license_author, *words.author_history, one.license_author)
    everyone = (clean_line(name or "", limit=80) for name in (*named, *one.total_authors_history))
    yield from dict.fromkeys(name for name in everyone if name)


def _id(number: int, name: str) -> str:
    words = re.findall("[a-z0-9]+", folded(name))
    return "-".join(("wger", str(abs(number)), *words))[:_MOST_ID].rstrip("-")


def _known(
    one: _Exercise,
    words: _Translation,
    exercise_id: str,
    name: str,
    licence: _License,
    authors: Sequence[str],
) -> dict[str, Any]:
    """What wger knows, by the keys of an exercise file."""
    source = ["wger", _ADDRESS.format(one.id), licence.short_name]
    source += [f"by {author}" for author in authors]
    steps = html_lines(words.description)[:_MOST_STEPS]
    known = {
        "id": exercise_id,
        "name": name,
        "also_called": _texts(alias.alias for alias in words.aliases),
        "equipment": _texts(tool.name.lower() for tool in one.equipment),
        "steps": steps,
        "source": [clean_line(part, limit=_MOST_SOURCE) for part in source if part.strip()][:20],
        "reviewed_by": "",
    }
    return {key: value for key, value in known.items() if value != []}


def _texts(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for one in found if (text := clean_line(one))))[:50]


def _heading(
    one: _Exercise, words: _Translation, licence: _License, authors: Sequence[str]
) -> Iterator[str]:
    """Comments: where it is from and whose it is, and what the makers wrote besides."""
    where = (words.license_object_url or "").strip() or _ADDRESS.format(one.id)
    says = " ".join(filter(None, (licence.full_name, f"({licence.short_name})", licence.url)))
    yield from (
        _comment(line)
        for line in (
            "DRAFT from wger. Fill in what is empty or commented out, and check the words: they",
            "were written for people who train, not for people in pain. See what is missing with",
            "`coach programs check`; then move the file to the folder `exercises` beside this one.",
            "",
            f"From: {where} {one.uuid}",
            f"Licence: {says if licence.short_name else 'not named; do not pass it on'}",
            f"Authors: {', '.join(authors) or 'not named'}",
            "Changed: markup taken out; cut into steps. Keep these lines and `source`.",
            *(f"Note of wger: {note.comment}" for note in words.notes),
            *(f"Picture (not fetched): {picture.image}" for picture in one.images),
        )
    )


def _comment(text: str) -> str:
    return f"# {clean_line(text, limit=1000)}".rstrip()


def _lines(table: Table, known: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Known keys as they are; needed ones empty, to be filled in; the rest commented out."""
    for key in table.keys:
        if key.name in known:
            yield f"{key.name} = {_toml(known[key.name])}"
        elif not isinstance(key.shape, Table):
            yield _open_line(key, commented=bool(path) or not key.required)
    for key in table.keys:
        if isinstance(key.shape, Table) and key.required:
            yield ""
            yield f"# [{'.'.join((*path, key.name))}]  # {key.about}"
            yield from _lines(key.shape, {}, (*path, key.name))


def _open_line(key: Key, *, commented: bool) -> str:
    """A line to be filled in: an empty value that no check lets pass, or an example."""
    if not commented:
        nothing = "[]" if isinstance(key.shape, ListOf) else '""'
        return f"{key.name} = {nothing}  # {key.about} For example: {key.example}"
    needed = "" if key.required else " May be left out."
    return f"# {key.name} = {key.example}  # {key.about}{needed}"


def _toml(value: str | list[str]) -> str:
    if isinstance(value, list):
        inner = "".join(f"  {_toml(one)},\n" for one in value)
        return f"[\n{inner}]"
    # What JSON escapes TOML reads as well; it wants one more escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
