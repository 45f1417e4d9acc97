"""Settings and places: where a person's data live and how the coach behaves."""

import json
import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, cast

from coach.domain.errors import InputError

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
    """Loudness of voice and tones, 0 to 100."""
    tones_only: bool = False
    """Tones instead of words."""
    emergency_number: str = "112"
    """The number shown first on the emergency screen; set the one of your country."""
    therapist_phone: str = ""
    """Your therapist's number, shown beside the emergency number."""
    therapist_name: str = ""
    """For therapists: what your plans call you; empty is "Your therapist"."""
    crisis_line: str = "your local crisis line"
    """What the questions on mood call the crisis line; set its name and number."""
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
    "rate_words_per_minute": (80, 300),
    "volume_percent": (0, 100),
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
    package = Path(__file__).resolve().parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent / "programs"


MOST_CONFIG_BYTES = 64 * 1024


def load_settings(file: Path) -> Settings:
    """The settings in `file`, defaults for whatever it does not name.

    Raises InputError that names the file, the setting and what to write.
    """
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise InputError("Settings", f"{file} cannot be read: {error.strerror}.") from error
    if len(raw) > MOST_CONFIG_BYTES:
        raise InputError("Settings", f"{file} is too long for a settings file.")
    try:
        table = tomllib.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(
            "Settings", f"{file}: {error}. Mend the line or delete the file."
        ) from error
    return _checked(file, table)


def _checked(file: Path, table: dict[str, Any]) -> Settings:
    known = {field.name: field for field in fields(Settings)}
    settings = Settings()
    for name, value in table.items():
        if name not in known:
            names = ", ".join(known)
            raise InputError("Settings", f"{file}: '{name}' is no setting; there are: {names}.")
        wanted = type(getattr(settings, name))
        if type(value) is not wanted:
            word = {str: 'text in "quotes"', int: "a whole number", bool: "true or false"}[wanted]
            raise InputError("Settings", f"{file}: {name} must be {word}.")
        if name in RANGES and not RANGES[name][0] <= value <= RANGES[name][1]:
            least, most = RANGES[name]
            raise InputError("Settings", f"{file}: {name} goes from {least} to {most}.")
        if name == "emergency_number" and sum(letter in "0123456789" for letter in value) < 2:
            raise InputError("Settings", f"{file}: {name} needs digits, like 112 or 911.")
        settings = replace(settings, **cast(Any, {name: value}))
    return settings


def save_settings(file: Path, settings: Settings) -> None:
    """Write what differs from the defaults; whole, then renamed, so a full disk loses nothing."""
    default = Settings()
    lines = []
    for field in fields(Settings):
        value = getattr(settings, field.name)
        if value != getattr(default, field.name):
            lines.append(f"{field.name} = {_toml(value)}")
    part = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with part.open("w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise InputError("Settings", f"{file} cannot be written: {error.strerror}.") from error


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    # What JSON escapes TOML reads as well; it wants one more escaped.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def in_force(settings: Settings) -> dict[str, str]:
    """Every setting's value as it is written in the settings file."""
    return {field.name: _toml(getattr(settings, field.name)) for field in fields(Settings)}


def setting_docs() -> list[tuple[str, str, str]]:
    """Every setting with its default and meaning, for `coach doctor --settings`."""
    import inspect
    import re

    source = inspect.getsource(Settings)
    default = Settings()
    docs = []
    for field in fields(Settings):
        found = re.search(rf'{field.name}:[^\n]*\n\s+"""(.+?)"""', source, re.S)
        meaning = " ".join(found[1].split()) if found else ""
        docs.append((field.name, _toml(getattr(default, field.name)), meaning))
    return docs
