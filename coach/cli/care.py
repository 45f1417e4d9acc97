"""Looking after the coach itself: the voice, copies of the log, and whether all is well."""

import contextlib
import getpass
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli import diagnostics, output
from coach.cli.diagnostics import ExitCode
from coach.cli.own_log import settle_where_it_can_be
from coach.cli.parsing import Commands, Parser, a_wav_file, add_json
from coach.cli.setting_commands import show
from coach.cli.surroundings import Surroundings
from coach.cli.unlocking import Ask, unlock_copy
from coach.config import Settings
from coach.domain.errors import CoachError, InputError

if TYPE_CHECKING:
    from coach.store.restorable import PublicKey
    from coach.store.restoring import Restored

WAVE_MARK = b"WAVEfmt "
"""By this near the start a sound file is known: only such a one is replaced."""
LONGEST_WAIT_SECONDS = 30.0
"""What a voice may need to get going, on top of twice the time the words take."""


def register(commands: Commands) -> None:
    """Say, backup, restore and doctor."""
    say_parser = commands.add(
        "say", "Try the voice.", 'coach say "Lie on your back." --out lie.wav', say
    )
    say_parser.add_argument("text", metavar="TEXT", nargs="?", default="", help="what to say")
    say_parser.add_argument(
        "--out", metavar="FILE.wav", type=a_wav_file, help="write a file instead of speaking"
    )
    say_parser.add_argument(
        "--voices", action="store_true", help="the voices of this machine that speak your language"
    )
    backup_parser = commands.add(
        "backup", "A checked copy of the log.", "coach backup --out log-copy.db", backup
    )
    backup_parser.add_argument(
        "--out", metavar="FILE", type=Path, help="where to; the home's backups folder if none"
    )
    _add_clinic(backup_parser)
    restore_parser = commands.add(
        "restore",
        "Put a copy in the place of the log; the former log is kept beside it.",
        "coach restore log-copy.db",
        restore,
    )
    restore_parser.add_argument("file", metavar="FILE", type=Path, help="a copy made by backup")
    _add_clinic(restore_parser)
    doctor_parser = commands.add(
        "doctor",
        "Voice, sound, log, clock, terminal, disk: each ok, or what to do.",
        "coach doctor",
        doctor,
    )
    add_json(doctor_parser)
    doctor_parser.add_argument(
        "--settings", action="store_true", help="every setting, its default and its meaning"
    )


def _add_clinic(parser: Parser) -> None:
    parser.add_argument(
        "--clinic", action="store_true", help="the therapist's database, not the patient's log"
    )


def say(given: Namespace, around: Surroundings) -> int:
    """Speak, and wait until it is said; or write it to a file. InputError without a voice."""
    if given.voices:
        return _list_voices(around)
    if not given.text.strip():
        raise InputError("Say", "there is nothing to say; write some words")
    if given.out is not None:
        _say_to_file(given.text, given.out, around)
    else:
        _say_aloud(given.text, around)
    return ExitCode.DONE


def _list_voices(around: Surroundings) -> int:
    from coach.bootstrap import speech_settings
    from coach.speech.offline import list_voices
    from coach.speech.settings import SpeechError
    from coach.speech.voices import speaking

    settings = speech_settings(around.places, around.settings)
    _make_home(around)
    try:
        voices = speaking(list_voices(settings), settings.language)
    except SpeechError as error:
        raise InputError(error.title, f"{error.title}. {error.message}") from error
    for voice in voices:
        output.line(f"{voice.id}  {voice.name}")
    diagnostics.tell("Choose one by id or name with: coach settings voice ID")
    return ExitCode.DONE


def _say_to_file(text: str, out: Path, around: Surroundings) -> None:
    from coach.bootstrap import speech_settings
    from coach.speech.offline import render_to_file
    from coach.speech.settings import SpeechError
    from coach.store.out_files import require_free

    _make_home(around)
    require_free(out, WAVE_MARK)
    try:
        seconds = render_to_file(text, out, speech_settings(around.places, around.settings))
    except SpeechError as error:
        raise InputError(error.title, f"{error.title}. {error.message}") from error
    diagnostics.tell(f"Written to {out}, {seconds:.1f} seconds.")


def _say_aloud(text: str, around: Surroundings) -> None:
    from coach.bootstrap import Wishes, make_speaker
    from coach.session.cues import Cue, CueKind
    from coach.session.spoken import spoken_seconds
    from coach.workflows.coach import Notices

    settings = around.settings
    _require_sound_wanted(around, settings)
    _make_home(around)
    speaker = make_speaker(around.places, settings, Wishes(), around.clock, Notices())
    try:
        speaker.say(Cue(CueKind.NOTICE, text))
        quiet = speaker.wait_until_quiet(2 * spoken_seconds(text) + LONGEST_WAIT_SECONDS)
        health = speaker.health()
    finally:
        speaker.close()
    if not quiet or health.sound != "ok" or (health.voice != "ok" and not settings.tones_only):
        raise InputError(
            "Say",
            f"it was not said. {health.detail or 'Voice or sound do not work.'} "
            "See also: coach doctor",
        )


def _require_sound_wanted(around: Surroundings, settings: Settings) -> None:
    if around.silent:
        raise InputError("Say", "COACH_SILENT is set, so nothing is said; unset it or use --out")
    if not settings.speech:
        raise InputError("Say", "the settings have speech = false; change that or use --out")
    if not settings.volume_percent:
        raise InputError("Say", "the settings have volume_percent = 0; change that to hear it")


def _make_home(around: Surroundings) -> None:
    """The home with its own mode, before anything below it is written."""
    from coach.store.files import make_home

    make_home(around.places.home)


def _log_file(around: Surroundings, *, clinic: bool = False) -> Path:
    from coach.store.files import CLINIC_LOG, PATIENT_LOG

    return around.places.home / (CLINIC_LOG if clinic else PATIENT_LOG)


def backup(given: Namespace, around: Surroundings) -> int:
    """A copy that was read back and checked before it is called done."""
    from coach.store import backup as copies

    log = _log_file(around, clinic=given.clinic)
    if not log.exists():
        raise InputError("Backup", f"there is no log {log} to copy; check COACH_HOME")
    has_all = given.clinic or settle_where_it_can_be(around)
    if given.out is not None:
        made = copies.backup(log, given.out)
    else:
        made = copies.backup_into_folder(log, around.clock.now())
    output.line(str(made))
    diagnostics.tell("The copy was read back and is whole.")
    if not has_all:
        diagnostics.tell(SOMETHING_WAITS)
    return ExitCode.DONE


SOMETHING_WAITS = (
    "What you said or did waits beside the log and is not in this copy; a yes to a safety question "
    "may be among it. Start coach where it may write, then make another copy."
)
NOT_YOURS = "If it is not, move {home} away."
PLAIN_NOW = (
    "The log is not encrypted any more, as this copy was not. Encrypt it again with: coach encrypt"
)
LIST_FIRST = "The safety list comes first now."
PLANS_SENT = (
    "Who got a plan since then has a later version: give it to their next one, with "
    "`coach assign --version-above N`."
)


def restore(given: Namespace, around: Surroundings, ask: Ask = getpass.getpass) -> int:
    """Put a checked copy in place of the log; no way out of a safety hold."""
    from coach.store.encryption import looks_encrypted, needs_passphrase
    from coach.store.restoring import restore as put_back
    from coach.store.scratch import require_no_scratch
    from coach.workflows.local_time import local_now

    if not given.file.is_file():
        what = (
            f"{given.file} is no file" if given.file.exists() else f"there is no file {given.file}"
        )
        raise InputError("Restore", f"{what}; name a copy made by backup")
    _make_home(around)
    log = _log_file(around, clinic=given.clinic)
    require_no_scratch(given.file, log)
    if not given.clinic:
        _require_free(around)
    was_encrypted = needs_passphrase(log)
    unlock_copy(around, given.file, ask)
    now = local_now(around.clock, around.zone)
    key = None if given.clinic else _key_beside(around)
    restored = put_back(given.file, around.places.home, now, name=log.name, key=key)
    output.line(f"Restored from {given.file}.")
    if restored.whose:
        output.line(f"{restored.whose} {NOT_YOURS.format(home=around.places.home)}")
    if looks_encrypted(log):
        output.line("The log is encrypted, as this copy was: it opens with the same passphrase.")
    elif was_encrypted:
        output.line(PLAIN_NOW)
    _tell_what_came(restored, log, PLANS_SENT if given.clinic else LIST_FIRST)
    return ExitCode.DONE


def _tell_what_came(restored: "Restored", log: Path, then: str) -> None:
    """What came back, and what did not; `then` is what follows where something is missing."""
    from coach.cli.gone_back import gone_back
    from coach.domain.counts import counted

    if restored.back:
        came = counted(restored.back, "newer fact")
        output.line(f"From the damaged log {came} came back too.")
    if restored.from_copies:
        came = counted(restored.from_copies, "newer fact")
        output.line(f"From your other copies {came} came back too.")
    if restored.missing:
        output.line(f"{restored.missing} {then}")
    if restored.locked:
        output.line("A safety lock stands again that this copy did not hold.")
    if restored.former is not None:
        output.line(f"The former log is kept as {restored.former}.")
        for line in gone_back(restored.former, log) if restored.missing else ():
            output.line(line)


def _key_beside(around: Surroundings) -> "PublicKey | None":
    """The patient's key that lies in the home."""
    from coach.exchange.identity import load
    from coach.store.files import PATIENT_KEY
    from coach.store.restorable import PublicKey

    file = around.places.home / PATIENT_KEY
    try:
        return PublicKey(file, load(file).key) if file.exists() else None
    except CoachError:
        return None  # What is broken tells nothing; the doctor names it.


def _require_free(around: Surroundings) -> None:
    """SafetyHoldError while the present log has a hold; only a log that is damaged has none.

    One that is locked, or that cannot be read just now, may have one: its error goes through.
    """
    from coach.store.encryption import LockedLogError
    from coach.store.faults import DamagedLogError

    if not _log_file(around).exists():
        return
    try:
        with contextlib.suppress(DamagedLogError), around.coach() as coach:
            coach.safety.require_free()
    except LockedLogError as error:
        raise LockedLogError(
            error.title,
            f"{error.message} A safety hold may stand in it, so no copy takes its place before it "
            "was opened. If you know that it is damaged, move it out of its folder first.",
        ) from error


def doctor(given: Namespace, around: Surroundings) -> int:
    """Every check with ok or what to do; 2 when something that coaching needs is not well."""
    if given.settings:
        show(around, as_json=given.json)
        return ExitCode.DONE
    from coach.cli.doctor import examine

    checks = examine(around)
    broken = [one.name for one in checks if one.needed and not one.ok]
    if given.json:
        rows = [
            {"name": one.name, "ok": one.ok, "detail": one.detail, "mend": one.mend}
            for one in checks
        ]
        output.document("doctor", ok=not broken, checks=rows)
    else:
        for one in checks:
            output.line(f"{one.name}: {'ok' if one.ok else 'NOT OK'}. {one.detail}")
            if one.mend:
                output.line(f"  do: {one.mend}")
    if broken:
        diagnostics.tell(
            f"coach: not well: {', '.join(broken)}. See what to do above.",
            diagnostics.in_an_emergency(around.places),
        )
        return ExitCode.INPUT
    return ExitCode.DONE
