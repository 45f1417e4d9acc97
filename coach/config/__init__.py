"""Settings and places: where a person's data live and how the coach behaves."""

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, cast

from coach.config.settings_text import edited, toml_value
from coach.domain.errors import InputError
from coach.session.voice_choice import PITCH, RATE_WORDS_PER_MINUTE, VOICES_OWN_PITCH

HOME = "COACH_HOME"
PASSPHRASE = "COACH_PASSPHRASE"
"""What the environment may say: the folder of the data, and what opens an encrypted one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person can set; every field has a default and a line in `doctor --settings`."""

    name: str = ""
    """What the coach calls you; may be empty."""
    language: str = "en"
    """Language of the words; English is the one there is."""
    voice: str = ""
    """Name or id of a voice; empty takes the system's own for the language."""
    speech: bool = True
    """Whether the coach speaks at all."""
    rate_words_per_minute: int = 150
    """Speaking rate, 80 to 300."""
    volume_percent: int = 100
    """Loudness of voice and tones, 0 to 100; 0 is silence."""
    pitch: int = VOICES_OWN_PITCH
    """Pitch of the voice, 0 to 100; 50 leaves it. Voices without a pitch keep theirs."""
    tones_only: bool = False
    """Tones instead of words."""
    say_counts: bool = True
    """Whether counts are spoken: into a movement, of repetitions and seconds."""
    say_half_way: bool = True
    """Whether it is spoken that half is over, or one minute is left."""
    say_encouragement: bool = True
    """Whether words like "Nearly there" are spoken."""
    tone_first: bool = False
    """A soft tone before words that follow a pause, so that music is turned down in time."""
    voice_engine: str = ""
    """Another voice: a driver of pyttsx3 like "espeak", or "module:factory" of your own."""
    pronunciation: tuple[tuple[str, str], ...] = ()
    """A table [pronunciation] of words the voice says wrongly: "NPRS" = "N P R S"."""
    listen: str = "off"
    """What the coach listens to in a session: off, claps, or phrases (claps too)."""
    microphone: str = ""
    """A part of the microphone's name; empty takes the system's own choice."""
    emergency_number: str = "112"
    """The number shown first on the emergency screen; set the one of your country."""
    therapist_phone: str = ""
    """Your therapist's number, shown beside the emergency number."""
    therapist_name: str = ""
    """For therapists: what your plans call you; empty is "Your therapist"."""
    crisis_line: str = "your local crisis line"
    """What the questions on mood call the crisis line; set its name and number."""
    few_words_from_pain: int = 7
    """From this pain on, back or leg, sessions say less, and slower: 1 to 11; 11 is never."""
    get_down_seconds: int = 20
    """How long you need to get down to the floor."""
    turn_seconds: int = 10
    """How long you need to turn over."""
    get_up_seconds: int = 25
    """How long you need to get up."""
    quiet_from: str = "22:00"
    """From this local time reminders are shown and not spoken."""
    quiet_to: str = "07:00"
    """Until this local time reminders are shown and not spoken."""
    mouse: bool = False
    """Whether the screens listen to the mouse."""
    alert_leg_up_points: int = 2
    """Caseload: leg pain is up when it rose by so many points, 1 to 10."""
    alert_silent_hours: int = 49
    """Caseload: a patient is silent after so many hours without a sign, 12 to 720."""
    alert_silent_days: int = 14
    """Caseload: silence is pressing after so many days, 2 to 90."""
    alert_no_better_first_weeks: int = 2
    """Caseload: from so many weeks on the leg should be down by a point, 1 to 12."""
    alert_no_better_later_weeks: int = 6
    """Caseload: from so many weeks on it should be down by 2 points and 30 percent, 2 to 52."""
    alert_adherence_drop_percent: int = 20
    """Caseload: adherence is falling when it fell by so many percent in two weeks, 5 to 100."""


RANGES = {
    "rate_words_per_minute": RATE_WORDS_PER_MINUTE,
    "volume_percent": (0, 100),
    "pitch": PITCH,
    "few_words_from_pain": (1, 11),
    "get_down_seconds": (5, 180),
    "turn_seconds": (3, 120),
    "get_up_seconds": (5, 180),
    "alert_leg_up_points": (1, 10),
    "alert_silent_hours": (12, 720),
    "alert_silent_days": (2, 90),
    "alert_no_better_first_weeks": (1, 12),
    "alert_no_better_later_weeks": (2, 52),
    "alert_adherence_drop_percent": (5, 100),
}
"""Lowest and highest value of the numbers."""

CHOICES = {"listen": ("off", "claps", "phrases")}
"""The words that some settings know."""


@dataclass(frozen=True, slots=True)
class Places:
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


MOST_CONFIG_BYTES = 64 * 1024
YES_OR_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
KINDS = {str: 'text in "quotes"', int: "a whole number", bool: "true or false"}


def load_settings(file: Path) -> Settings:
    """The settings in `file`, defaults for whatever it does not name.

    Raises InputError that names the file, the setting and what to write.
    """
    return _checked(str(file), _table(file))


def change_settings(file: Path, changes: Mapping[str, object]) -> Settings:
    """Set some settings by name in `file` and leave all others as they stand there.

    Raises InputError, and changes nothing, for a value that no file may hold.
    """
    settings = _checked("Not changed", {**_table(file), **changes})
    save_settings(file, settings)
    return settings


def typed_value(name: str, text: str) -> object:
    """What a person typed for a setting, as the file would hold it; checked when it is set.

    InputError for a table, which has no place on one line.
    """
    kind = type(getattr(Settings(), name))
    if kind is tuple:
        raise InputError("Settings", f"{name} is a table; write it into the settings file.")
    if kind is bool:
        return YES_OR_NO.get(text.strip().lower(), text)
    digits = text.strip().removeprefix("-")
    return int(text) if kind is int and digits.isascii() and digits.isdecimal() else text


def _table(file: Path) -> dict[str, Any]:
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError("Settings", f"{file} cannot be read: {error.strerror}.") from error
    if len(raw) > MOST_CONFIG_BYTES:
        raise InputError("Settings", f"{file} is too long for a settings file.")
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(
            "Settings", f"{file}: {error}. Mend the line or delete the file."
        ) from error


def _checked(where: str, table: Mapping[str, Any]) -> Settings:
    known = {field.name: field for field in fields(Settings)}
    settings = Settings()
    for name, value in table.items():
        if name not in known:
            names = ", ".join(known)
            raise InputError("Settings", f"{where}: '{name}' is no setting; there are: {names}.")
        if name == "pronunciation":
            settings = replace(settings, pronunciation=_words(where, value))
            continue
        wanted = type(getattr(settings, name))
        if type(value) is not wanted:
            raise InputError("Settings", f"{where}: {name} must be {KINDS[wanted]}.")
        problem = _problem(name, value)
        if problem:
            raise InputError("Settings", f"{where}: {name} {problem}.")
        settings = replace(settings, **cast(Any, {name: value}))
    return settings


def _words(where: str, table: object) -> tuple[tuple[str, str], ...]:
    pairs = list(table.items()) if isinstance(table, dict) else []
    if not isinstance(table, dict) or not all(isinstance(said, str) for _, said in pairs):
        raise InputError(
            "Settings", f'{where}: pronunciation is a table of words, like "NPRS" = "N P R S".'
        )
    return tuple(sorted((word, said) for word, said in pairs if word.strip()))


def _problem(name: str, value: Any) -> str:
    """What is wrong with a value of the right type; empty when nothing is."""
    if name in RANGES and not RANGES[name][0] <= value <= RANGES[name][1]:
        least, most = RANGES[name]
        return f"goes from {least} to {most}"
    if name in CHOICES and value not in CHOICES[name]:
        return "is one of " + ", ".join(f'"{word}"' for word in CHOICES[name])
    if name == "emergency_number" and sum(letter in "0123456789" for letter in value) < 2:
        return "needs digits, like 112 or 911"
    return ""


def save_settings(file: Path, settings: Settings) -> None:
    """Write what differs from the defaults and from the file; comments and order are kept.

    Whole, then renamed, so that a full disk loses nothing. Raises InputError when that fails.
    """
    part = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(_new_text(file, settings))
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise InputError("Settings", f"{file} cannot be written: {error.strerror}.") from error


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
        if _checked(str(file), tomllib.loads(text)) == settings:
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
