"""The words of a session: short, calm, in the order a body needs them.

Words are part of the engine's answer because their length is part of the session's time: a
person lying down must have heard a thing before it is asked of them.
"""

from coach.domain.exercise import Exercise, Kind, Position
from coach.session.cues import Cue, CueKind, Priority

WORDS_PER_MINUTE = 150
"""Speaking rate that the estimates below assume; the voice setting's default."""

COUNT_EXPIRES_SECONDS = 0.6
"""A count later than this is worse than none."""

_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)


def spoken_seconds(text: str, words_per_minute: float = WORDS_PER_MINUTE) -> float:
    """About how long `text` takes to say, with a breath between sentences; 0 for no text."""
    words = len(text.split())
    if not words:
        return 0.0
    sentences = sum(text.count(mark) for mark in ".?!:") or 1
    return 0.4 + words * 60 / words_per_minute + 0.3 * (sentences - 1)


def number_word(number: int) -> str:
    """`number` as it is spoken; digits above twenty."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def duration_words(seconds: float) -> str:
    """`90` as `one and a half minutes`: how people say a length of time."""
    whole = round(seconds)
    if whole < 60:
        return f"{number_word(whole)} second{'s' if whole != 1 else ''}"
    minutes, rest = divmod(whole, 60)
    words = f"{number_word(minutes)} minute{'s' if minutes != 1 else ''}"
    if rest == 30:
        return f"{number_word(minutes)} and a half minutes"
    return f"{words} {number_word(rest)} seconds" if rest else words


def dose_words(exercise: Exercise, reps: int, sets: int, hold_seconds: int, sides: int) -> str:
    """What is asked, in one spoken sentence."""
    if exercise.kind is Kind.HABIT:
        return ""
    if reps == 1 and sets == 1 and hold_seconds:
        return f"For {duration_words(hold_seconds)}."
    times = f"{number_word(reps)} time{'s' if reps != 1 else ''}"
    held = f", {number_word(hold_seconds)} seconds each" if hold_seconds else ""
    side = " on each side" if sides == 2 else ""
    in_sets = f", {number_word(sets)} sets" if sets > 1 else ""
    return f"{times[0].upper()}{times[1:]}{side}{held}{in_sets}."


def prepare_cues(
    exercise: Exercise, dose_sentence: str, *, first_time: bool, note: str, side: str
) -> list[Cue]:
    """Name, dose, position, then every step the first time and the short line afterwards."""
    cues = [Cue(CueKind.NAME, f"{exercise.name}. {dose_sentence}".strip())]
    cues.append(Cue(CueKind.START_POSITION, exercise.start))
    if side_words(side):
        cues.append(Cue(CueKind.START_POSITION, f"Begin with the {side_words(side)}."))
    if exercise.pack is not None:
        cues.append(Cue(CueKind.INSTRUCTION, exercise.pack.layer))
    if first_time:
        cues.extend(Cue(CueKind.INSTRUCTION, step) for step in exercise.steps)
        cues.append(Cue(CueKind.FEEL, exercise.feel))
        cues.append(Cue(CueKind.STOP_RULE, exercise.stop))
    else:
        cues.append(Cue(CueKind.INSTRUCTION, exercise.short))
    if exercise.breath:
        cues.append(Cue(CueKind.INSTRUCTION, exercise.breath))
    if note:
        cues.append(Cue(CueKind.INSTRUCTION, note))
    return [cue for cue in cues if cue.text]


def move_cue(before: Position, after: Position) -> Cue | None:
    """How to get from one position to the next; None when nothing moves."""
    if before is after:
        return None
    if after.on_the_floor and not before.on_the_floor:
        text = "Get down now. Hold on to a chair. One knee, then the other. Take your time."
    elif before.on_the_floor and not after.on_the_floor:
        text = "Time to get up. Roll to your side. Push up with your arms. Stand up slowly."
    elif after.on_the_floor:
        text = "Turn over slowly. Keep your knees and shoulders together."
    elif after is Position.STANDING:
        text = "Stand up slowly."
    else:
        text = "Sit down on a firm chair."
    return Cue(CueKind.MOVE, text)


def side_words(side: str) -> str:
    """`left` as it stands in a sentence."""
    return {"left": "left side", "right": "right side", "sore": "sore side"}.get(side, "")


def change_side_cue(side: str) -> Cue:
    """The call to change sides."""
    return Cue(CueKind.CHANGE_SIDE, f"Change sides. Now the {side_words(side)}.")


def rest_cue(set_no: int, sets: int, next_side: str) -> Cue:
    """Rest, and what comes after it."""
    which = (
        "the last set" if set_no == sets else f"set {number_word(set_no)} of {number_word(sets)}"
    )
    side = f", {side_words(next_side)}" if side_words(next_side) else ""
    return Cue(CueKind.REST, f"Rest. Next is {which}{side}.")


def count_cue(number: int, kind: CueKind = CueKind.COUNT) -> Cue:
    """A bare number, worthless when late."""
    word = number_word(number).capitalize()
    return Cue(kind, f"{word}.", Priority.COUNT, COUNT_EXPIRES_SECONDS)


_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)


def rep_cue(rep: int) -> Cue:
    """Which repetition begins, in words that no count-down uses."""
    known = rep <= len(_ORDINALS)
    text = f"{_ORDINALS[rep - 1].capitalize()} one." if known else f"Number {rep}."
    return Cue(CueKind.REP, text, Priority.COUNT, COUNT_EXPIRES_SECONDS)


def go_cue(text: str) -> Cue:
    """The word that starts a repetition or a hold."""
    return Cue(CueKind.GO, text, Priority.COUNT, 1.0)


def release_cue(text: str) -> Cue:
    """The word that ends one."""
    return Cue(CueKind.RELAX, text, Priority.COUNT, 1.0)


def end_words(kind: Kind) -> str:
    """What ends a repetition whose exercise names no words of its own."""
    return "Time is up." if kind in (Kind.WALK, Kind.REST) else "And let go."


def half_way_cue(left_seconds: float) -> Cue:
    """Half the hold is over; long ones say how long is left."""
    text = "Half way." if left_seconds < 30 else f"Half way. {_left(left_seconds)}"
    return Cue(CueKind.HALF_WAY, text, Priority.EXTRA, 1.5)


def minute_left_cue() -> Cue:
    """The last minute of a long hold."""
    return Cue(CueKind.HALF_WAY, "One minute left.", Priority.EXTRA, 3.0)


def _left(seconds: float) -> str:
    words = duration_words(seconds)
    return f"{words[0].upper()}{words[1:]} left."


def skin_question_cue(question: str) -> Cue:
    """The numb-skin question, asked before every pack."""
    return Cue(CueKind.QUESTION, f"{question} Yes or no?", Priority.GUIDE)


def skin_check_cue(text: str) -> Cue:
    """The check in the middle of a pack."""
    return Cue(CueKind.SKIN_CHECK, text, Priority.WARNING)


def take_off_cue(text: str) -> Cue:
    """The end of a pack."""
    return Cue(CueKind.TAKE_OFF, text, Priority.WARNING)


NEARLY = Cue(CueKind.HALF_WAY, "Nearly there.", Priority.EXTRA, 2.0)
NUMB_SKIN = Cue(
    CueKind.NOTICE, "Then we leave the pack out today. Tell your therapist.", Priority.WARNING
)
PAUSED = Cue(CueKind.PAUSED, "Paused. Rest as you like.")
PAUSED_WITH_PACK = Cue(CueKind.PAUSED, "Paused. Take the pack off while we wait.", Priority.WARNING)
PACK_GOES_ON = Cue(CueKind.NOTICE, "A pack is not done twice. Its time goes on.")
RESUMED = Cue(CueKind.RESUMED, "Get ready. We go on from where you were.")
REPEATED = Cue(CueKind.RESUMED, "Once more from the start.")
STOP_NOW = Cue(CueKind.STOPPED, "Stop. Let it go and rest.", Priority.SAFETY)
ASK_PAIN = Cue(CueKind.QUESTION, "How strong is it now, and how far down does it go?")
ASK_REACH = Cue(CueKind.QUESTION, "Leg pain now, and how far down does it go?")
NO_ANSWER = Cue(CueKind.NOTICE, "No answer is noted. We go on.")
NO_PACK_UNANSWERED = Cue(CueKind.NOTICE, "No answer, so the pack stays off.", Priority.WARNING)
LEAVE_FOR_TODAY = Cue(CueKind.NOTICE, "We leave this one for the rest of today.", Priority.WARNING)
HOLD_THE_DOSE = Cue(CueKind.NOTICE, "Good to know. This one stays as it is for now.")
OFFER_EASIER = Cue(CueKind.QUESTION, "You can do the easier form, leave this one out, or end here.")
OFFER_STOP = Cue(
    CueKind.QUESTION,
    "We leave this one for today. Go on to the next one, or end here.",
    Priority.WARNING,
)
INTERRUPTED = Cue(
    CueKind.QUESTION,
    "We were interrupted. Do this one again, or go on from where you were?",
    Priority.WARNING,
)
SKIPPED = Cue(CueKind.NOTICE, "Left out. On to the next.")
EASIER = Cue(CueKind.NOTICE, "The easier form, then.")
FINISHED = Cue(CueKind.SUMMARY, "That is all for now. What you did is logged.")
ENDED = Cue(CueKind.SUMMARY, "We end here. What you did is logged.")
