"""Settings from the shell: all of them, one, or a new value for one."""

from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec

from coach.cli import output
from coach.cli.diagnostics import ExitCode, tell
from coach.cli.parsing import Commands, add_json
from coach.cli.surroundings import Surroundings
from coach.config import (
    TABLES,
    change_settings,
    in_force,
    load_settings,
    setting_docs,
    toml_value,
    typed_value,
    with_line,
)
from coach.domain.errors import InputError
from coach.domain.findings import nearest
from coach.domain.text import clean_line

VOICE_LIST = (
    "coach: a voice that this machine does not have is not used. "
    "Every voice there is: coach say --voices"
)
NUMBER = "emergency_number"
"""The one setting that is kept whatever else is wrong with the file."""
DRIVERS = ("espeak", "sapi5", "nsss", "dummy")
"""The speech engines that pyttsx3 knows by name."""


def register(commands: Commands) -> None:
    """Settings."""
    parser = commands.add(
        "settings",
        "Every setting, one of them, or a new value for one.",
        "coach settings rate_words_per_minute 130",
        settings,
    )
    parser.add_argument("name", metavar="NAME", nargs="?", help="one setting; all without it")
    parser.add_argument("value", metavar="VALUE", nargs="?", help="what it is from now on")
    add_json(parser)


def settings(given: Namespace, around: Surroundings) -> int:
    """Show or set. InputError for a name or a value that the settings file may not hold."""
    file = around.places.config_file
    try:
        if given.name is not None:
            _require_known(given.name)
        if given.name == NUMBER and given.value is not None and not _holds(around):
            return _number_alone(given.value, around)
        if given.value is not None:
            if given.name != "keys":  # A table of keys is mended even while nothing else holds.
                _ = around.usable_settings
            change_settings(file, {given.name: _value(given, around)})
    except InputError as error:
        if str(file) in error.message:
            raise  # The file itself is broken: no screen opens, and that is told.
        raise InputError("Not changed", error.message) from None
    show(around, given.name, as_json=given.json)
    if given.name == "listen" and given.value == "phrases":
        _tell_missing_phrases()
    if given.name == "voice" and given.value:
        tell(VOICE_LIST)
    return ExitCode.DONE


def _holds(around: Surroundings) -> bool:
    """Whether a coach could be built over the settings as they are."""
    with suppress(InputError):
        _ = around.usable_settings
        return True
    return False


def _number_alone(number: str, around: Surroundings) -> int:
    """The number in a file that is wrong in another line: that stays, and is named. InputError."""
    from coach.config.emergency import write_number

    write_number(around.places.config_file, number.strip())
    output.line(f"{NUMBER} = {toml_value(number.strip())}")
    try:
        _ = around.usable_settings
    except InputError as error:
        tell(f"coach: The number is kept. Still to be mended: {error.message}")
    return ExitCode.DONE


def _tell_missing_phrases() -> None:
    """Without the extra `listen` only a clap is heard, and that is said at once."""
    from coach.bootstrap import phrases_missing

    if phrases_missing():
        tell(
            "coach: spoken phrases cannot be made out on this machine yet; a clap still pauses. "
            "Install coach with the extra 'listen'."
        )


def _require_engine(spec: str) -> None:
    """InputError for a speech engine that is not on this machine."""
    module, colon, factory = spec.partition(":")
    found = False
    with suppress(ImportError, ValueError):
        found = bool(colon and factory and find_spec(module))
    if spec and spec not in DRIVERS and not found:
        raise InputError(
            "Not changed",
            f"there is no speech engine '{clean_line(spec, limit=40)}'; leave it empty for this "
            f"machine's own, or write {', '.join(DRIVERS)} or module:factory.",
        )


def _value(given: Namespace, around: Surroundings) -> object:
    """The new value; of a table it is one line of it. Raises InputError."""
    if given.name == "voice_engine":
        _require_engine(given.value)
    if given.name not in TABLES:
        return typed_value(given.name, given.value)
    there = getattr(load_settings(around.places.config_file), given.name)
    table = with_line(given.name, there, given.value)
    if given.name == "keys":
        from coach.workflows.remote import key_table

        key_table(table)
    return table


def show(around: Surroundings, name: str | None = None, *, as_json: bool) -> None:
    """All settings or one: what holds, what would hold otherwise, what it means."""
    file = str(around.places.config_file)
    docs = [doc for doc in setting_docs() if name in (None, doc[0])]
    values = in_force(around.usable_settings)
    if as_json:
        rows = [
            {"name": name, "value": values[name], "default": default, "meaning": meaning}
            for name, default, meaning in docs
        ]
        output.document("settings", file=file, settings=rows)
        return
    if name is None:
        output.line(f"# What holds now; set one with: coach settings NAME VALUE, or in {file}")
    for name, default, meaning in docs:
        changed = f" Default: {default}." if values[name] != default else ""
        output.line(f"{name} = {values[name]}  # {meaning}{changed}")


def _require_known(name: str) -> None:
    names: Sequence[str] = [known for known, _, _ in setting_docs()]
    if name not in names:
        near = nearest(name, names)
        meant = f"did you mean {near}? See" if near else "see"
        shown = clean_line(name, limit=40)
        raise InputError(
            "Settings",
            f"there is no setting '{shown}'; {meant} them all with: coach settings",
        )
