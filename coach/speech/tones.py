"""Short tones in place of words, and the quiet lead-in: made from nothing but arithmetic."""

import array
import math
from enum import StrEnum

from coach.session.cues import Cue, CueKind, Priority
from coach.speech.wavefile import Sound

RATE_HERTZ = 22050
LOUDNESS = 0.5
"""Peak of a tone at full volume, as part of full scale."""
EDGE_SECONDS = 0.008
"""Fade at both ends of each note; a hard edge clicks."""

LEAD_IN_SECONDS = 0.25
LEAD_IN_HERTZ = 180.0
LEAD_IN_LOUDNESS = 0.003
"""Loud enough to wake a sleeping device, too quiet to notice."""


class Tone(StrEnum):
    """What a tone means to the listener."""

    COUNT = "count"
    GO = "go"
    HALF_WAY = "half-way"
    CHANGE_SIDE = "change-side"
    RELAX = "relax"
    LOOK = "look"
    """There is something new to read."""
    ALERT = "alert"
    """Stop, or a warning: look at the screen now."""
    WORDS_COME = "words-come"
    """Before words that follow a pause, so that a player has time to turn its music down."""


Note = tuple[float, float]
"""Pitch in hertz (0 for a rest) and length in seconds."""

MELODIES: dict[Tone, tuple[Note, ...]] = {
    Tone.COUNT: ((660.0, 0.08),),
    Tone.GO: ((880.0, 0.25),),
    Tone.HALF_WAY: ((660.0, 0.09), (0.0, 0.06), (660.0, 0.09)),
    Tone.CHANGE_SIDE: ((520.0, 0.14), (780.0, 0.14), (520.0, 0.14)),
    Tone.RELAX: ((660.0, 0.12), (440.0, 0.22)),
    Tone.LOOK: ((520.0, 0.12), (660.0, 0.18)),
    Tone.ALERT: ((440.0, 0.2), (0.0, 0.07), (440.0, 0.2), (0.0, 0.07), (330.0, 0.45)),
    Tone.WORDS_COME: ((520.0, 0.3), (0.0, 0.3)),
}

SOFT = {Tone.WORDS_COME: 0.3}
"""Tones that are no message of their own are a part as loud as the others."""

_BY_KIND = {
    CueKind.COUNT_IN: Tone.COUNT,
    CueKind.COUNT: Tone.COUNT,
    CueKind.REP: Tone.COUNT,
    CueKind.GO: Tone.GO,
    CueKind.HOLD: Tone.GO,
    CueKind.RELAX: Tone.RELAX,
    CueKind.REST: Tone.RELAX,
    CueKind.HALF_WAY: Tone.HALF_WAY,
    CueKind.ENCOURAGEMENT: Tone.HALF_WAY,
    CueKind.CHANGE_SIDE: Tone.CHANGE_SIDE,
    CueKind.STOPPED: Tone.ALERT,
    CueKind.SAFETY: Tone.ALERT,
    CueKind.SITTING: Tone.ALERT,
    CueKind.SKIN_CHECK: Tone.ALERT,
    CueKind.TAKE_OFF: Tone.ALERT,
}


def tone_for(cue: Cue) -> Tone:
    """The tone that stands for a cue when there is no voice."""
    if cue.priority <= Priority.WARNING:
        return Tone.ALERT
    return _BY_KIND.get(cue.kind, Tone.LOOK)


def make_tone(tone: Tone, volume: float = 1.0) -> Sound:
    """The tone as samples; `volume` is 0.0 to 1.0."""
    samples = array.array("h")
    for hertz, seconds in MELODIES[tone]:
        samples.extend(_note(hertz, seconds, LOUDNESS * SOFT.get(tone, 1.0) * volume))
    return Sound(samples, RATE_HERTZ)


def make_lead_in() -> Sound:
    """A quarter of a second of near-silence, for devices that swallow the first syllable."""
    return Sound(_note(LEAD_IN_HERTZ, LEAD_IN_SECONDS, LEAD_IN_LOUDNESS), RATE_HERTZ)


def _note(hertz: float, seconds: float, loudness: float) -> "array.array[int]":
    count = round(seconds * RATE_HERTZ)
    edge = EDGE_SECONDS * RATE_HERTZ
    step = 2 * math.pi * hertz / RATE_HERTZ
    return array.array(
        "h",
        (
            round(32767 * loudness * min(1.0, n / edge, (count - n) / edge) * math.sin(step * n))
            for n in range(count)
        ),
    )
