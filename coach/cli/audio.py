"""A session as a sound file: `coach audio`."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from coach.cli import diagnostics
from coach.cli.diagnostics import ExitCode
from coach.cli.own_log import settle_own_log
from coach.cli.parsing import Commands, a_wav_file
from coach.cli.shelf_commands import add_script, clock_text, rehearsal_of, shelf_of
from coach.cli.surroundings import Surroundings
from coach.domain.errors import InputError

if TYPE_CHECKING:
    from coach.session.recording import Recording

NO_QUESTIONS = (
    "A file cannot ask: it leaves out the safety questions, pain scores, and cold and heat."
)

REPLACED = "The recording that was there is replaced. "


def register(commands: Commands) -> None:
    """Audio."""
    parser = commands.add(
        "audio",
        "A spoken session as one sound file. It leaves 3 seconds for a question about the leg; a"
        " session that nobody touches waits 20.",
        "coach audio steady-back --stage B --out session.wav",
        audio,
    )
    add_script(parser)
    parser.add_argument(
        "--out", metavar="FILE.wav", type=a_wav_file, required=True, help="write the sound there"
    )


def audio(given: Namespace, around: Surroundings) -> int:
    """Write the file, which is a session in a box: as that, none is made under a hold."""
    from coach.session.recording import recording
    from coach.speech.session_file import MARK
    from coach.store.out_files import require_free

    settle_own_log(around, exercises=True)
    rehearsal, program = rehearsal_of(given, around)
    plan = rehearsal.plan(program, rehearsal.stage(program, given.stage))
    made = recording(plan, shelf_of(around).red_flags().nobody)
    if len(made.left_out) == len({block.exercise.name for block in plan.blocks}):
        raise InputError("Audio", "nothing is left to record: cold and heat need an answer first")
    require_free(given.out, MARK)
    before = given.out.exists()
    diagnostics.tell(NO_QUESTIONS)
    if made.left_out:
        diagnostics.tell(f"Left out: {', '.join(made.left_out)}.")
    diagnostics.tell(shelf_of(around).red_flags().nobody)
    _write(made, given.out, plan.settings.words_per_minute, around)
    diagnostics.tell(
        f"Written to {given.out}, {clock_text(made.script.seconds)}. {REPLACED if before else ''}"
        f"The session begins at {clock_text(made.session_at_seconds)}."
    )
    return ExitCode.DONE


def _write(made: "Recording", out: Path, words_per_minute: float, around: Surroundings) -> None:
    from coach.bootstrap import speech_settings
    from coach.speech.session_file import MARK, session_pieces
    from coach.speech.settings import SpeechError
    from coach.store.files import make_home
    from coach.store.out_files import write_private

    make_home(around.places.home)
    settings = speech_settings(around.places, around.settings)
    pieces = session_pieces(made.script, settings, words_per_minute, _progress)
    try:
        write_private(out, pieces, MARK)
    except SpeechError as error:
        raise InputError(error.title, f"{error.title}. {error.message}") from error
    finally:
        diagnostics.progress_over()


def _progress(ready: int, lines: int) -> None:
    diagnostics.progress(f"Lines spoken: {ready} of {lines}")
