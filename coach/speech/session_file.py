"""A whole session as one sound file, made in pieces: never more of it in memory than one line."""

import struct
import sys
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from coach.session.script import Script, ScriptLine
from coach.session.voice_choice import is_said
from coach.speech.laid_out import Heard, laid_out
from coach.speech.offline import VoiceFiles
from coach.speech.settings import SpeechError, SpeechSettings
from coach.speech.wavefile import BadSoundError, Sound, read_wave

MARK = b"coach audio/1\0"
"""Stands in each file before its sound: such a file may be written anew."""

SAMPLE_BYTES = 2
MOST_BYTES = 2**32 - 1024
"""The format counts in 32 bits: some 27 hours."""

Progress = Callable[[int, int], None]
"""Told how many of how many lines are ready."""


def session_pieces(
    told: Script, settings: SpeechSettings, words_per_minute: float, progress: Progress
) -> Iterator[bytes]:
    """The file in pieces: every line of `told` that is said at its offset, as long as the script.

    Muted cues are left out. Raises SpeechError when there is no voice, or none that keeps one
    sample rate.
    """
    choice = replace(settings.choice, rate_words_per_minute=round(words_per_minute))
    lines = [line for line in told.heard if is_said(line.cue, choice)]
    with VoiceFiles(replace(settings, choice=choice)) as voice:
        seconds = _made(voice, lines, progress)
        heard = laid_out(lines, seconds.__getitem__)
        length = max(told.seconds, max((one.end_seconds for one in heard), default=0.0))
        yield from _pieces(voice, heard, length)


def _made(voice: VoiceFiles, lines: Sequence[ScriptLine], progress: Progress) -> dict[str, float]:
    """Every different text made, and its seconds."""
    texts = list(dict.fromkeys(line.cue.text for line in lines))
    seconds = {}
    for number, text in enumerate(texts, start=1):
        seconds[text] = voice.make(text).seconds
        progress(number, len(texts))
    return seconds


def _pieces(voice: VoiceFiles, heard: Sequence[Heard], length_seconds: float) -> Iterator[bytes]:
    rate = _sound(voice, heard[0]).rate_hertz if heard else 0
    if not rate:
        raise SpeechError("Nothing to say", "Every line is muted, or there is none.")
    total = round(length_seconds * rate)
    yield _header(rate, total)
    at = 0
    for one in heard:
        sound = _sound(voice, one)
        if sound.rate_hertz != rate:
            raise SpeechError(
                "The voice changed",
                f"One line has {sound.rate_hertz} samples a second, not {rate}.",
            )
        start = round(one.offset_seconds * rate)
        yield from _silence(start - at, rate)
        samples = sound.samples[: max(0, round(one.seconds * rate))]
        if sys.byteorder == "big":
            samples.byteswap()
        yield samples.tobytes()
        at = start + len(samples)
    yield from _silence(total - at, rate)


def _sound(voice: VoiceFiles, heard: Heard) -> Sound:
    try:
        return read_wave(voice.make(heard.text).path)
    except BadSoundError as error:
        raise SpeechError("A line cannot be read back", str(error)) from error


def _silence(samples: int, rate_hertz: int) -> Iterator[bytes]:
    """In pieces of a second."""
    while samples > 0:
        piece = min(samples, rate_hertz)
        yield bytes(piece * SAMPLE_BYTES)
        samples -= piece


def _header(rate_hertz: int, samples: int) -> bytes:
    """RIFF, format and our mark; what follows is sound."""
    software = struct.pack("<4s4sI", b"INFO", b"ISFT", len(MARK)) + MARK
    sound_bytes = samples * SAMPLE_BYTES
    if sound_bytes > MOST_BYTES:
        raise SpeechError("Too long", "A sound file holds 27 hours at the most.")
    form = struct.pack(
        "<4sIHHIIHH",
        b"fmt ",
        16,
        1,
        1,
        rate_hertz,
        rate_hertz * SAMPLE_BYTES,
        SAMPLE_BYTES,
        8 * SAMPLE_BYTES,
    )
    chunks = form + struct.pack("<4sI", b"LIST", len(software)) + software
    whole = 4 + len(chunks) + 8 + sound_bytes
    start = struct.pack("<4sI4s", b"RIFF", whole, b"WAVE")
    return start + chunks + struct.pack("<4sI", b"data", sound_bytes)
