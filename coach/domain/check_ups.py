"""The evening's and the week's questions: when they are due, what they ask, what is logged.

What is asked and how often: source DESIGN, clinical 5.1.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from math import ceil

from coach.domain.check_in import pain_scores
from coach.domain.events import AnswerGiven, Fact, NoteWritten, PainScore, Stamped
from coach.domain.forms import YES_NO, Answering, Form, FormItem, Option
from coach.domain.history import History
from coach.domain.pain import Moment, PainReport, Reach, Site

EVENING = "evening"
"""Instrument of the evening's answers, and what its note is about."""
MEDICINE = "medicine"
"""What a note on medicine is about. It is kept as it was written and leads to nothing."""
WALK = "walk"
MINUTES = "minutes"
"""Instrument and item of how long one can walk; in minutes."""

EVENING_FROM = time(18)
EVENING_UNTIL = time(4)
"""Local times between which the evening's questions are due (source: DESIGN)."""
EARLY_FROM = time(16)
"""From here on the evening's questions may be asked for (source: DESIGN)."""
MOST_WALK_MINUTES = 600
SECONDS_PER_QUESTION = 8
"""What one question takes: seven in the evening are about a minute (source: DESIGN)."""

_REACHES = tuple(
    Option(reach.word, text)
    for reach, text in zip(
        Reach,
        (
            "Nowhere",
            "In the back only",
            "Down to the buttock",
            "Down to the thigh",
            "Down to the knee",
            "Down to the calf",
            "Down to the foot",
        ),
        strict=True,
    )
)
_PAIN = ("no pain", "worst pain")
_ASKED = (
    FormItem(
        "worst_back",
        "Back pain at its worst in the last 24 hours, from zero to ten?",
        Answering.SCALE,
        low=_PAIN[0],
        high=_PAIN[1],
    ),
    FormItem(
        "worst_leg",
        "Leg pain at its worst in the last 24 hours, from zero to ten?",
        Answering.SCALE,
        low=_PAIN[0],
        high=_PAIN[1],
    ),
    FormItem(
        "reach",
        "How far down did you feel it at its worst?",
        Answering.CHOICE,
        _REACHES,
        first_number=Reach.NONE.value,  # As wherever else it is asked how far down it goes.
    ),
    FormItem(
        "sleep",
        "How well did you sleep last night, from zero to ten?",
        Answering.SCALE,
        low="very badly",
        high="very well",
    ),
    FormItem(
        "easy_position", "Did you find an easy position to sleep in?", Answering.CHOICE, YES_NO
    ),
    FormItem(
        "medicine",
        "Did you take any medicine for pain today? You may write which. It is only a note.",
        Answering.WORDS,
    ),
    FormItem("note", "One line about today, if you like?", Answering.WORDS),
)
_ANSWERS = ("sleep", "easy_position")
_NOTES = {"medicine": MEDICINE, "note": EVENING}
_SITES = {Site.BACK: "worst_back", Site.LEG: "worst_leg"}
_WALK_QUESTION = FormItem(
    MINUTES,
    "How many minutes can you walk before you have to stop?",
    Answering.NUMBER,
    least=0,
    most=MOST_WALK_MINUTES,
)


def evening_of(now: datetime, *, early: bool = False) -> date | None:
    """The evening that a local time belongs to, by the day it began; None by day.

    An evening goes on past midnight until four. `early` counts the late afternoon to it.
    """
    if now.time() >= (EARLY_FROM if early else EVENING_FROM):
        return now.date()
    return now.date() - timedelta(days=1) if now.time() < EVENING_UNTIL else None


def evening_day(at: datetime) -> date:
    """The day that an answer of the evening's questions counts to, by the local time it was given.

    Until four it is the day before: Monday's evening answered half past midnight is Monday's.
    """
    return at.date() - timedelta(days=1) if at.time() < EVENING_UNTIL else at.date()


def day_counted(stamped: Stamped) -> date:
    """The day that a fact counts to: the evening's for answers and scores of its questions.

    Every other fact counts to the day it was recorded on.
    """
    return evening_day(stamped.at) if _of_an_evening(stamped.fact) else stamped.day


def _of_an_evening(fact: Fact) -> bool:
    if isinstance(fact, PainScore):
        return fact.moment is Moment.WORST_24H
    return isinstance(fact, AnswerGiven) and fact.instrument == EVENING


def evening_answered(history: History, evening: date) -> frozenset[str]:
    """Which of the evening's questions were answered on that evening, by their item ids.

    `history` needs the facts of that day and the next.
    """
    answered: set[str] = set()
    for stamped in history.facts:
        if evening_of(stamped.at, early=True) == evening:
            answered |= _questions_of(stamped)
    return frozenset(answered)


def _questions_of(stamped: Stamped) -> set[str]:
    """The evening's questions that a fact answers."""
    fact = stamped.fact
    if isinstance(fact, PainScore) and fact.moment is Moment.WORST_24H:
        return {_SITES[fact.site]} | ({"reach"} if fact.reach is not None else set())
    if isinstance(fact, AnswerGiven) and fact.instrument == EVENING:
        return {fact.item}
    if isinstance(fact, NoteWritten):
        return {item for item, about in _NOTES.items() if about == fact.about}
    return set()


def evening_form(answered: frozenset[str] = frozenset()) -> Form:
    """The evening's questions that were not answered yet.

    The place belongs to the scores: it is not asked when there is no score left to ask.
    """
    scores = set(_SITES.values())
    done = answered | {"reach"} if scores <= answered else answered
    items = tuple(item for item in _ASKED if item.id not in done)
    return Form(EVENING, "This evening", "", items)


def evening_facts(form: Form) -> tuple[Fact, ...]:
    """What to log of an evening, also of one that was left half-way; not now makes no fact.

    The worst of the last 24 hours counts to the day whose evening asks it. A place without any
    score has no fact to stand in and is dropped.
    """
    answers = form.answers
    back, leg = (_number(answers.get(item)) for item in ("worst_back", "worst_leg"))
    reach = Reach.from_word(answers["reach"]) if "reach" in answers else None
    scores = pain_scores(PainReport(back, leg, reach), Moment.WORST_24H, None)
    given = [
        AnswerGiven(instrument=EVENING, item=item, value=answers[item])
        for item in _ANSWERS
        if item in answers
    ]
    notes = [
        NoteWritten(text=answers[item], about=about)
        for item, about in _NOTES.items()
        if item in answers
    ]
    return (*scores, *given, *notes)


def _number(answer: str | None) -> int | None:
    return int(answer) if answer is not None else None


def walk_form() -> Form:
    """The week's question how long one can walk."""
    return Form(WALK, "This week", "", (_WALK_QUESTION,))


def walk_facts(form: Form) -> tuple[Fact, ...]:
    """What to log of it; nothing for "not now"."""
    return tuple(
        AnswerGiven(instrument=WALK, item=item, value=value) for item, value in form.answers.items()
    )


def walk_due(history: History, today: date, first_day: date) -> bool:
    """Whether the week's question is due: once in each week of the plan, from its first day.

    It stays due until it is answered. Weeks are counted from `first_day` as those of the
    questionnaires are, so that all of a week comes on one day.
    """
    if today < first_day:
        return False
    week_began = today - timedelta(days=(today - first_day).days % 7)
    return not any(
        fact.instrument == WALK and stamped.day >= week_began
        for stamped, fact in history.of(AnswerGiven)
    )


def about_minutes(forms: Sequence[Form]) -> int:
    """How many minutes the questions take, about; at least one."""
    questions = sum(len(form.items) for form in forms)
    return max(1, ceil(questions * SECONDS_PER_QUESTION / 60))
