"""Every setting with its default, its meaning and what it may be."""

from datetime import time

from msgspec import Struct

from coach.domain.emergency_number import DIGITS_NEEDED, can_be_dialled
from coach.session.voice_choice import PITCH, RATE_WORDS_PER_MINUTE, VOICES_OWN_PITCH


class Settings(Struct, frozen=True):
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
    any_key_pauses: bool = True
    """Whether in a session any key without a meaning of its own pauses and goes on."""
    twice_hurts: bool = True
    """Whether the pause key pressed twice quickly, or held down, says that it hurts."""
    keys: tuple[tuple[str, str], ...] = ()
    """A table [keys] of a remote's or pedal's keys in a session: "right" = "pause"."""
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
    notices: bool = True
    """Whether reminders and sitting warnings are also shown as notices of the desktop."""
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

TIMES = ("quiet_from", "quiet_to")
"""The settings that are times of day."""

CHOICES = {"language": ("en",), "listen": ("off", "claps", "phrases")}
"""The words that some settings know."""

TABLES = {
    "pronunciation": '"NPRS" = "N P R S"',
    "keys": '"right" = "pause"',
}
"""The settings that are tables, each with a line as it may stand in the file."""


def problem_of(name: str, value: object) -> str:
    """What is wrong with a value of the right type; empty when nothing is."""
    if name in RANGES and isinstance(value, int):
        least, most = RANGES[name]
        return "" if least <= value <= most else f"goes from {least} to {most}"
    if name in CHOICES and value not in CHOICES[name]:
        return "is one of " + ", ".join(f'"{word}"' for word in CHOICES[name])
    if name in TIMES:
        return "" if _is_time(str(value)) else "is a time of day, like 22:00"
    text = str(value)
    if name == "emergency_number" and not can_be_dialled(text.strip()):
        return f"needs {DIGITS_NEEDED}"
    return "" if text.isprintable() else "has signs that cannot be written"


def _is_time(text: str) -> bool:
    try:
        return time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False
