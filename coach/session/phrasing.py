"""The words of a session: short, calm, in the order a body needs them."""

from collections.abc import Sequence
from enum import IntEnum

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.exercise import Exercise, Kind
from coach.session.cues import Cue, CueKind, Priority
from coach.session.spoken import duration_words, first_sentence, number_word, thoughts

COUNT_EXPIRES_SECONDS = 0.6
"""A count later than this is worse than none."""


class Telling(IntEnum):
    """How much of an exercise is said: less each time."""

    FULL = 0
    """The first time: every step, what to feel, when to stop."""
    SHORT = 1
    """The second time: the short line in place of the steps."""
    LEAST = 2
    """From then on: where, and what moves."""


class Lead(Struct, frozen=True):
    """What is said before an exercise, beside its own words."""

    dose: str
    """What is asked, as one sentence."""
    telling: Telling = Telling.FULL
    side: str = "none"
    """The side to begin with."""
    change: str = ""
    """How it differs from what was learned; said each time."""
    note: str = ""
    """The therapist's word."""
    note_told: bool = False
    """Whether the note was said before; then it is shown alone."""
    few_words: bool = False
    """Only what the body needs."""


def dose_words(exercise: Exercise, reps: Sequence[int], hold_seconds: int, sides: int) -> str:
    """What is asked, in one spoken sentence; sets of unequal repetitions are named one by one."""
    if exercise.kind is Kind.HABIT:
        return ""
    if tuple(reps) == (1,) and hold_seconds:
        return f"For {duration_words(hold_seconds)}."
    equal = len(set(reps)) == 1
    *earlier, last = [number_word(one) for one in (reps[:1] if equal else reps)]
    times = f"{', '.join(earlier)}, then {last}" if earlier else last
    times = f"{times} time{'s' if reps[-1] != 1 else ''}"
    held = f", {number_word(hold_seconds)} seconds each" if hold_seconds else ""
    side = " on each side" if sides == 2 else ""
    in_sets = f", {number_word(len(reps))} sets" if equal and len(reps) > 1 else ""
    return f"{times[0].upper()}{times[1:]}{side}{held}{in_sets}."


def prepare_cues(exercise: Exercise, lead: Lead) -> list[Cue]:
    """In the order a body needs it: what it is, where to lie, what moves, breath, feel, stop.

    A pack is wrapped and warned of first, and last comes where to lie: nothing lies on the skin
    before the word that starts its time. Nothing is said twice: some exercises have the breath
    among their steps.
    """
    name = _told(CueKind.NAME, f"{exercise.name}. {lead.dose}", lead.change)
    where, how = _where(exercise, lead), _how(exercise, lead)
    if exercise.pack is None:
        cues = [*name, *where, *how]
    else:
        cues = [*name, *_told(CueKind.INSTRUCTION, exercise.pack.layer), *how, *where]
    once: dict[str, Cue] = {}
    for cue in cues:
        once.setdefault(cue.text, cue)
    return list(once.values())


def _where(exercise: Exercise, lead: Lead) -> list[Cue]:
    start = exercise.start
    if lead.telling is Telling.LEAST and exercise.pack is None:
        start = first_sentence(start)
    return _told(CueKind.START_POSITION, start, _side_first(lead))


def _how(exercise: Exercise, lead: Lead) -> list[Cue]:
    """What moves, and when to stop; a pack's warnings come each time.

    Breath, feeling and note are left out in few words, and of a walk: who stands waits for it.
    """
    brief = lead.few_words or exercise.kind is Kind.WALK
    new, least = lead.telling is Telling.FULL, lead.telling is Telling.LEAST
    cues = _told(CueKind.INSTRUCTION, *(exercise.steps if new else (exercise.short,)))
    if not least and not brief:
        cues += _told(CueKind.INSTRUCTION, exercise.breath)
    if new and not brief:
        cues += _told(CueKind.FEEL, exercise.feel)
    if not least or lead.few_words or exercise.pack is not None:
        cues += _told(CueKind.STOP_RULE, exercise.stop)
    said = not brief and not lead.note_told
    return cues + [replace(cue, spoken=said) for cue in _told(CueKind.INSTRUCTION, lead.note)]


def _told(kind: CueKind, *texts: str) -> list[Cue]:
    """Texts as cues, one thought each."""
    return [Cue(kind, thought) for text in texts for thought in thoughts(text)]


def _side_first(lead: Lead) -> str:
    side = side_words(lead.side)
    if not side:
        return ""
    known = lead.telling is Telling.LEAST or lead.few_words
    return f"{side.capitalize()} first." if known else f"Begin with the {side}."


def side_words(side: str) -> str:
    """`left` as it stands in a sentence."""
    return {"left": "left side", "right": "right side", "sore": "sore side"}.get(side, "")


def change_side_cue(side: str, set_no: int = 1) -> Cue:
    """The call to change sides; what it is called is known after the first set."""
    now = f"Now the {side_words(side)}."
    return Cue(CueKind.CHANGE_SIDE, f"Change sides. {now}" if set_no == 1 else now)


def rest_cue(set_no: int, sets: int, next_side: str, *, few_words: bool = False) -> Cue:
    """Rest, and what comes after it."""
    side = side_words(next_side)
    if few_words:
        return Cue(CueKind.REST, f"Rest. Then the {side}." if side else "Rest.")
    which = (
        "the last set" if set_no == sets else f"set {number_word(set_no)} of {number_word(sets)}"
    )
    return Cue(CueKind.REST, f"Rest. Next is {which}{f', {side}' if side else ''}.")


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


HALF_OF_A_WALK = "Half the time is over. You may turn back."


def half_way_cue(left_seconds: float, kind: Kind = Kind.MOVEMENT) -> Cue:
    """Half the hold is over; long ones say how long is left, and a walk that one may turn."""
    if kind is Kind.WALK:
        return Cue(CueKind.HALF_WAY, HALF_OF_A_WALK, Priority.EXTRA, 3.0)
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


NEARLY = Cue(CueKind.ENCOURAGEMENT, "Nearly there.", Priority.EXTRA, 2.0)
TEN_SECONDS_LEFT = Cue(CueKind.HALF_WAY, "Ten seconds left.", Priority.EXTRA, 2.0)
NUMB_SKIN = Cue(
    CueKind.NOTICE, "Then we leave the pack out today. Tell your therapist.", Priority.WARNING
)
PAUSED = Cue(CueKind.PAUSED, "Paused. Rest as you like.")
STILL_PAUSED = Cue(CueKind.PAUSED, "We are still paused. Go on the same way as you paused.")
PAUSED_WITH_PACK = take_off_cue("Paused. Take the pack off while we wait.")
PACK_GOES_ON = Cue(CueKind.NOTICE, "A pack is not done twice. Its time goes on.")
RESUMED = Cue(CueKind.RESUMED, "Get ready. We go on from where you were.")
REPEATED = Cue(CueKind.RESUMED, "Once more from the start.")
STOP_NOW = Cue(CueKind.STOPPED, "Stop. Let it go and rest.", Priority.SAFETY)
ASK_PAIN = Cue(CueKind.QUESTION, "How strong is it now, and how far down does it go?")
ASK_REACH = Cue(CueKind.QUESTION, "Leg pain now, and how far down does it go?")
NO_ANSWER = Cue(CueKind.NOTICE, "No answer is noted. We go on.")
NO_ANSWER_ENDS = Cue(CueKind.NOTICE, "No answer, so we stop for now.")
_STILL_WRONG = "If something still feels wrong, end it and talk to your therapist."
ALL_NO = Cue(
    CueKind.NOTICE,
    f"You said no to all of it, so the session waits for you. {_STILL_WRONG}",
    Priority.WARNING,
    spoken=False,
)
"""After the whole safety list within a session where no answer was yes."""
ALL_NO_ASKED = replace(
    ALL_NO, text=f"You said no to all of it, and the question still stands. {_STILL_WRONG}"
)
"""The same where the session ends when nobody answers: there it does not wait for ever."""
GOES_ON_UNANSWERED = Cue(CueKind.NOTICE, "No answer, so we go on.")
NO_PACK_UNANSWERED = Cue(CueKind.NOTICE, "No answer, so the pack stays off.", Priority.WARNING)
LEAVE_FOR_TODAY = Cue(CueKind.NOTICE, "We leave this one for the rest of today.", Priority.WARNING)
HOLD_THE_DOSE = Cue(CueKind.NOTICE, "Good to know. This one stays as it is for now.")
OFFER_EASIER = Cue(CueKind.QUESTION, "You can do the easier form, leave this one out, or end here.")
OFFER_STOP = Cue(
    CueKind.QUESTION,
    "We leave this one for today. Go on to the next one, or end here.",
    Priority.WARNING,
)
OFFER_END = Cue(
    CueKind.QUESTION,
    "We leave this one for today. It was the last one, so we can end here.",
    Priority.WARNING,
)
INTERRUPTED = Cue(
    CueKind.QUESTION,
    "We were interrupted. Do this one again, or go on from where you were?",
    Priority.WARNING,
)
SKIPPED = Cue(CueKind.NOTICE, "Left out. On to the next.")
SKIPPED_LAST = Cue(CueKind.NOTICE, "Left out. That was the last one.")
EASIER = Cue(CueKind.NOTICE, "The easier form, then.")
FINISHED = Cue(CueKind.SUMMARY, "That is all for now. What you did is logged.")
ENDED = Cue(CueKind.SUMMARY, "We end here. What you did is logged.")
FINISHED_REHEARSAL = Cue(CueKind.SUMMARY, "That is all for now. In a rehearsal no exercise counts.")
ENDED_REHEARSAL = Cue(CueKind.SUMMARY, "We end here. In a rehearsal no exercise counts.")
