"""The checks of `coach doctor`: each says ok, or what to do."""

import os
import shutil
import sys
import tempfile
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from coach.cli.checks import Check, guarded
from coach.cli.doctor_desktop import check_desktop, check_watch
from coach.cli.doctor_home import check_home
from coach.cli.doctor_in_use import check_in_use
from coach.cli.doctor_logs import check_logs, newest_fact
from coach.cli.surroundings import Surroundings, is_terminal
from coach.config import Settings
from coach.config.writing import half_written
from coach.domain.counts import counted
from coach.domain.errors import CoachError
from coach.session.voice_choice import VoiceChoice
from coach.store.as_typed import as_typed
from coach.store.files import CLINIC_LOG, OPEN_UP, PATIENT_LOG, closed_folder, may_be_there

TEST_LINE = "This is a test of the voice."
LEAST_FREE_BYTES = 50 * 1024 * 1024
LEAST_COLUMNS, LEAST_ROWS = 80, 24
SOUND_WAIT_SECONDS = 6.0
EAR_WAIT_SECONDS = 20.0
INSTALL_LISTEN = 'Install coach with the extra "listen", or set listen = "claps".'
LOOK_SECONDS = 0.05
CUT_OFF = "A change of the settings was cut off, and was not made: {part} is half of it."
CHANGE_AGAIN = "Delete {part}. Then make your last change again; see what holds: coach settings"
CLOCK_SLACK = timedelta(minutes=10)
"""A clock that the network sets may step back by less."""
WRONG_THEN = (
    "Set the date of this machine. If it is right, it was wrong then: there is nothing to mend. "
    "Coaching goes on, those notes keep their wrong dates; tell your therapist so."
)
YEARS = range(2025, 2100)
"""Years a right clock can show."""


def examine(around: Surroundings) -> list[Check]:
    """Every check, the needed ones first; nothing is written but temporary files."""
    settings, settings_check = _settings(around)
    return [
        _and_half_written(settings_check, around.places.config_file),
        *check_in_use(around),
        *check_logs(around),
        guarded("clock", lambda: _clock(around), needed=True),
        guarded("disk", lambda: _disk(around), needed=True),
        *check_home(around),
        guarded("programs", lambda: _programs(around), needed=True),
        guarded("voice", lambda: _voice(around, settings)),
        guarded("sound", lambda: _sound(around, settings)),
        guarded("microphone", lambda: check_microphone(around, settings)),
        *_desktop(around, settings),
        guarded("watch", lambda: check_watch(around)),
        guarded("terminal", lambda: _terminal(around)),
    ]


def _desktop(around: Surroundings, settings: Settings) -> list[Check]:
    others: list[Check] = []

    def look() -> Check:
        first, *others[:] = check_desktop(around, settings)
        return first

    return [guarded("notices", look), *others]


def _settings(around: Surroundings) -> tuple[Settings, Check]:
    file = around.places.config_file
    try:
        settings = around.usable_settings
    except CoachError as error:
        mend = "Mend the file; a setting whose line is taken out has its default again."
        if not os.access(file, os.R_OK):
            mend = f"Give yourself permission to read {file}, or set COACH_CONFIG to another."
        return Settings(), Check("settings", False, error.message, mend)
    there = "is read" if file.exists() else "is not there, every default holds"
    return settings, Check("settings", True, f"{file} {there}.")


def _and_half_written(check: Check, file: Path) -> Check:
    """What was found about the settings, and what a killed writer left beside them."""
    part = half_written(file)
    if not os.path.lexists(part):
        return check
    detail = f"{check.detail} {CUT_OFF.format(part=part)}"
    mend = f"{check.mend} {CHANGE_AGAIN.format(part=part)}".strip()
    return Check(check.name, False, detail, mend, needed=not check.ok)


def _clock(around: Surroundings) -> Check:
    now = around.clock.now()
    local = now.astimezone(around.zone)
    detail = f"{local:%Y-%m-%d %H:%M}, zone {local:%Z} ({local:%z})."
    if now.year not in YEARS:
        return Check("clock", False, detail, "Set the date of this machine.")
    newest = newest_fact(around.places.home / PATIENT_LOG)
    if newest is not None and newest - now > CLOCK_SLACK:
        later = f"The log already holds {newest.astimezone(around.zone):%Y-%m-%d %H:%M}."
        return Check("clock", False, f"{detail} {later}", WRONG_THEN, needed=False)
    return Check("clock", True, detail)


def _disk(around: Surroundings) -> Check:
    from coach.store.placement import shared_folder

    home = around.places.home
    folder = next((one for one in (home, *home.absolute().parents) if one.is_dir()), Path.cwd())
    free = shutil.disk_usage(folder).free
    detail = f"{free // (1024 * 1024)} MB free for {home}."
    logs = [home / name for name in (PATIENT_LOG, CLINIC_LOG) if may_be_there(home / name)]
    needed = not logs  # One that is there was tried: that tells whether it takes anything.
    frozen = [place for place in (folder, *logs) if not os.access(place, os.W_OK)]
    if frozen:
        mend = "Give yourself permission to write there, or set COACH_HOME to another folder."
        return Check("disk", False, f"{frozen[0]} cannot be written.", mend, needed)
    if free < LEAST_FREE_BYTES:
        return Check("disk", False, detail, "Free some space on this disk.", needed)
    shared = shared_folder(folder)
    return Check("disk", shared is None, shared or detail, _shared_mend(shared), needed=False)


def _shared_mend(shared: str | None) -> str:
    return "Set COACH_HOME to a folder on this machine alone." if shared else ""


def _programs(around: Surroundings) -> Check:
    from coach.exchange.shelf import FolderShelf

    own = around.places.own_programs
    closed = closed_folder(own)
    if closed:
        return Check("programs", False, closed, OPEN_UP.format(folder=own), needed=False)
    shelf = FolderShelf(around.places.shipped, own)
    try:
        shelf.red_flags()
    except CoachError as error:
        return Check("programs", False, error.message, "Install coach again.")
    count, problems = len(shelf.programs()), shelf.problems()
    detail = f"{counted(count, 'program')}, {counted(len(problems), 'problem')}."
    if not count:
        return Check("programs", False, detail, "Install coach again.")
    if not problems:
        return Check("programs", True, detail, needed=False)
    first = f"{detail} {problems[0]}"
    if any(not Path(problem.file).is_relative_to(own) for problem in problems):
        return Check("programs", False, first, "Install coach again.", needed=False)
    mend = f"Mend the file; see all with: coach programs check {as_typed(own)}"
    return Check("programs", False, first, mend, needed=False)


def _voice(around: Surroundings, settings: Settings) -> Check:
    from coach.bootstrap import speech_settings
    from coach.speech.offline import render_to_file
    from coach.speech.settings import SpeechError

    off = _switched_off(around, settings)
    if off:
        return Check("voice", True, off, needed=False)
    with tempfile.TemporaryDirectory(prefix="coach-doctor-") as folder:
        speech = replace(
            speech_settings(around.places, settings), cache_folder=Path(folder), log_file=None
        )
        try:
            seconds = render_to_file(TEST_LINE, Path(folder) / "test.wav", speech)
        except SpeechError as error:
            return Check("voice", False, f"{error.title}.", error.message, needed=False)
    detail = f"{speech.engine_name} made a test line of {seconds:.1f} seconds."
    return Check("voice", True, detail, needed=False)


def _sound(around: Surroundings, settings: Settings) -> Check:
    from coach.bootstrap import speech_settings
    from coach.speech.notices import NO_DEVICE
    from coach.speech.speaker import VoiceSpeaker

    off = _switched_off(around, settings)
    if off:
        return Check("sound", True, off, needed=False)
    with tempfile.TemporaryDirectory(prefix="coach-doctor-") as folder:
        choice = VoiceChoice(tones_only=True)
        speech = replace(
            speech_settings(around.places, settings),
            cache_folder=Path(folder),
            log_file=None,
            choice=choice,
        )
        speaker = VoiceSpeaker(speech, around.clock.monotonic)
        try:
            health = _settled(speaker, around)
        finally:
            speaker.close()
    if health.sound == "ok":
        return Check("sound", True, f"A sound device is open ({health.engine}).", needed=False)
    mend = "Connect a loudspeaker or headphones, or choose a sound device in the system settings."
    detail = "No sound device was found; every word is shown as text."
    told = health.detail.removeprefix(NO_DEVICE).strip()
    return Check("sound", False, detail, told or mend, needed=False)


def _settled(speaker: Any, around: Surroundings) -> Any:
    """The speaker's health once it knows whether there is a device, or when the time is up."""
    until = around.clock.monotonic() + SOUND_WAIT_SECONDS
    never = threading.Event()
    while speaker.health().sound == "unknown" and around.clock.monotonic() < until:
        never.wait(LOOK_SECONDS)
    return speaker.health()


def check_microphone(around: Surroundings, settings: Settings) -> Check:
    """Whether an ear can be opened as it is set."""
    from coach.bootstrap import listen_settings
    from coach.listening.listener import EarListener

    if around.silent or settings.listen == "off":
        why = "COACH_SILENT" if around.silent else 'the setting listen = "off"'
        return Check("microphone", True, f"Switched off by {why}.", needed=False)
    wishes = replace(listen_settings(around.places, settings), log_file=None)
    ear = EarListener(wishes, around.clock.monotonic)
    ear.begin()
    try:
        health = _listens(ear, around, phrases=settings.listen == "phrases")
    finally:
        ear.close()
    if health.state != "ok":
        mend = "Plug in or allow a microphone, or choose one with the setting microphone."
        return Check("microphone", False, f"None is open ({health.detail}).", mend, needed=False)
    detail = f"Open: {health.microphone}."
    if settings.listen == "phrases" and not health.phrases:
        return Check("microphone", False, f"{detail} {health.detail}", INSTALL_LISTEN, needed=False)
    return Check("microphone", True, detail, needed=False)


def _listens(ear: Any, around: Surroundings, *, phrases: bool) -> Any:
    """The ear's health once it is known, or when the time is up."""
    until = around.clock.monotonic() + EAR_WAIT_SECONDS
    never = threading.Event()
    while around.clock.monotonic() < until:
        health = ear.health()
        loading = phrases and not health.phrases and not health.detail
        if health.state != "starting" and not (health.state == "ok" and loading):
            break
        never.wait(LOOK_SECONDS)
    return ear.health()


def _switched_off(around: Surroundings, settings: Settings) -> str:
    if around.silent:
        return "Switched off by COACH_SILENT."
    if not settings.volume_percent:
        return "Silent by the setting volume_percent = 0."
    return "" if settings.speech else "Switched off by the setting speech = false."


def _terminal(around: Surroundings) -> Check:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return Check("terminal", True, "None is attached; line mode is used.", needed=False)
    kind = around.environment.get("TERM", "") or "not named"
    if kind == "dumb":
        return Check("terminal", True, "TERM is dumb; line mode is used.", needed=False)
    size = shutil.get_terminal_size()
    colours = "no colour" if around.environment.get("NO_COLOR") else "colour"
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower()
    detail = f"{size.columns} by {size.lines}, TERM {kind}, {colours}, {encoding}."
    if size.columns < LEAST_COLUMNS or size.lines < LEAST_ROWS:
        mend = f"Make the window at least {LEAST_COLUMNS} by {LEAST_ROWS}."
        return Check("terminal", False, detail, mend, needed=False)
    if "utf" not in encoding:
        mend = "Set PYTHONUTF8=1 or a UTF-8 locale to see every sign."
        return Check("terminal", False, detail, mend, needed=False)
    return Check("terminal", True, detail, needed=False)
