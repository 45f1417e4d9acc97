"""Settings and places: where a person's data live and how the coach behaves."""

import tomllib
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import fields, replace

from coach.config.reading import SettingsFile, read_settings
from coach.config.settings import CHOICES, RANGES, TABLES, Settings, problem_of
from coach.config.settings_text import edited, toml_value
from coach.config.writing import write_whole
from coach.domain.counts import counted
from coach.domain.errors import InputError
from coach.domain.findings import nearest
from coach.domain.text import clean_line

__all__ = [
    "CHOICES",
    "HOME",
    "PASSPHRASE",
    "RANGES",
    "TABLES",
    "Places",
    "Settings",
    "change_settings",
    "in_force",
    "load_settings",
    "place_of",
    "places",
    "save_settings",
    "setting_docs",
    "toml_value",
    "typed_value",
    "with_line",
]

HOME = "COACH_HOME"
PASSPHRASE = "COACH_PASSPHRASE"
"""What the environment may say: the folder of the data, and what opens an encrypted one."""


class Places(Struct, frozen=True):
    """Folders and files on this machine."""

    home: Path
    """All of a person's data (`COACH_HOME`)."""
    config_file: Path
    """The settings file (`COACH_CONFIG`)."""
    cache: Path
    """Rendered speech; may be deleted at any time."""
    shipped: Path
    """Programs and exercises that came with the package."""

    @property
    def own_programs(self) -> Path:
        """The person's own programs, which win by id."""
        return self.home / "programs"


def places(environment: Mapping[str, str]) -> Places:
    """Where everything is, by the environment or the platform's own folders."""
    import platformdirs

    home = Path(environment.get(HOME) or platformdirs.user_data_dir("coach", False))
    config = environment.get("COACH_CONFIG") or str(
        Path(platformdirs.user_config_dir("coach", False)) / "config.toml"
    )
    cache = Path(platformdirs.user_cache_dir("coach", False))
    if environment.get(HOME):
        cache = home / "cache"
    return Places(home.expanduser(), Path(config).expanduser(), cache, _shipped())


def _shipped() -> Path:
    """Beside the package in a checkout, inside it when installed."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent / "programs"


MOST_DIGITS = 9
Place = Callable[..., str]
"""Where the setting of a name stands, for a person; of a table also a word in it."""
YES_OR_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
KINDS = {str: 'text in "quotes"', int: "a whole number", bool: "true or false"}

NAMED = 3
"""So many wrong lines are named in a message; the rest is counted."""


def load_settings(file: Path) -> Settings:
    """The settings in `file`, defaults for whatever it does not name.

    Raises InputError that names the file, the setting and what to write.
    """
    found = read_settings(file)
    return _checked(found.table, found.place)


def place_of(file: Path, *path: str) -> str:
    """File and line of a setting, or of a word in a table. Raises InputError as `load_settings`."""
    return read_settings(file).place(*path)


def change_settings(file: Path, changes: Mapping[str, object]) -> Settings:
    """Set some settings by name in `file` and leave all others as they stand there.

    Raises InputError, and changes nothing, for a value that no file may hold.
    """
    there = read_settings(file)

    def place(name: str, *word: str) -> str:
        return "Not changed" if name in changes else there.place(name, *word)

    settings = _checked({**there.table, **changes}, place)
    save_settings(file, settings)
    return settings


def typed_value(name: str, text: str) -> object:
    """What a person typed for a setting, as the file would hold it; checked when it is set.

    Of a table it is one line, `right = pause`, which `with_line` puts into it.
    """
    kind = type(getattr(Settings(), name))
    if kind is bool:
        return YES_OR_NO.get(text.strip().lower(), text)
    digits = text.strip().removeprefix("-")
    is_whole = digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS
    return int(text) if kind is int and is_whole else text


def with_line(name: str, there: tuple[tuple[str, str], ...], line: str) -> dict[str, str]:
    """A table with one line of it changed; without a value, that line is taken out.

    Raises InputError for what is no line of a table.
    """
    word, sign, said = (part.strip().strip('"') for part in line.partition("="))
    if not word or not sign:
        example = TABLES[name].replace('"', "")
        raise InputError("Settings", f"{name} is a table; write one line of it, like {example}.")
    table = {one: value for one, value in there if one != word}
    return table | {word: said} if said else table


def _checked(table: Mapping[str, Any], place: Place) -> Settings:
    """The settings of a table. InputError names every wrong line: the first few, then how many."""
    settings, wrong = Settings(), []
    for name, value in table.items():
        try:
            settings = replace(settings, **cast(Any, {name: _usable(name, value, place)}))
        except InputError as error:
            wrong.append(error.message)
    if not wrong:
        return settings
    more = [f"{counted(len(wrong) - NAMED, 'more line')} to mend."] if len(wrong) > NAMED else []
    raise InputError("Settings", " ".join([*wrong[:NAMED], *more]))


def _usable(name: str, value: object, place: Place) -> object:
    """What a setting of this name holds. Raises InputError for what it may not be."""
    known = {field.name: field for field in fields(Settings)}
    if name not in known:
        raise _refused(place(name), _unknown(name, known))
    if name in TABLES:
        return _pairs(place, name, value)
    wanted = type(getattr(Settings(), name))
    if type(value) is not wanted:
        raise _refused(place(name), f"{name} must be {KINDS[wanted]}.")
    problem = problem_of(name, value)
    if problem:
        raise _refused(place(name), f"{name} {problem}.")
    return value


def _refused(where: str, why: str) -> InputError:
    return InputError("Settings", f"{where}: {why}")


def _unknown(name: str, known: Collection[str]) -> str:
    """What to do about a name that is no setting: while it stands, none can be shown."""
    near = nearest(name, known)
    meant = f"; did you mean {near}?" if near else "."
    shown = clean_line(name, limit=40)
    return (
        f"'{shown}' is no setting{meant} Mend or delete the line; then `coach settings` shows "
        "them all."
    )


def _pairs(place: Place, name: str, table: object) -> tuple[tuple[str, str], ...]:
    """A table of words, sorted; each word says what it stands for."""
    pairs = list(table.items()) if isinstance(table, dict) else []
    wrong = [word for word, said in pairs if not isinstance(said, str)]
    if not isinstance(table, dict) or wrong:
        why = f"{name} is a table of words, like {TABLES[name]}."
        raise _refused(place(name, *wrong[:1]), why)
    return tuple(sorted((word, said) for word, said in pairs if word.strip()))


def save_settings(file: Path, settings: Settings) -> None:
    """Write what differs from the defaults and from the file; comments and order are kept.

    Whole, then renamed, so that a full disk loses nothing. Raises InputError when that fails.
    """
    write_whole(file, _new_text(file, settings).encode())


def _new_text(file: Path, settings: Settings) -> str:
    """The file's own text with what is new in it; all of it anew where it cannot be edited."""
    with suppress(InputError, OSError, ValueError):
        there = load_settings(file)
        values = {
            name: toml_value(getattr(settings, name))
            for name in _names()
            if getattr(settings, name) != getattr(there, name)
        }
        text = edited(file.read_text(encoding="utf-8"), values)
        if _checked(tomllib.loads(text), SettingsFile(file, text).place) == settings:
            return text
    default = Settings()
    lines = [
        f"{name} = {toml_value(getattr(settings, name))}"
        for name in _names()
        if getattr(settings, name) != getattr(default, name)
    ]
    return "\n".join(lines) + "\n"


def _names() -> list[str]:
    return [field.name for field in fields(Settings)]


def in_force(settings: Settings) -> dict[str, str]:
    """Every setting's value as it is written in the settings file."""
    return {name: toml_value(getattr(settings, name)) for name in _names()}


def setting_docs() -> list[tuple[str, str, str]]:
    """Every setting with its default and meaning, for `coach doctor --settings`."""
    import inspect
    import re

    source = inspect.getsource(Settings)
    default = Settings()
    docs = []
    for name in _names():
        found = re.search(rf'{name}:[^\n]*\n\s+"""(.+?)"""', source, re.S)
        meaning = " ".join(found[1].split()) if found else ""
        docs.append((name, toml_value(getattr(default, name)), meaning))
    return docs
