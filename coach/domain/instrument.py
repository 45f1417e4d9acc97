"""Instruments: questionnaires as data, how they are asked, scored and compared, and when due.

An answer is the text that is logged. What was not answered is not in a mapping of answers;
it leaves the form without a total, and is never a silent zero.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, takewhile
from typing import Literal

from msgspec import Struct

from coach.domain.events import AnswerGiven
from coach.domain.forms import Answering, Form, FormItem, Option
from coach.domain.history import History
from coach.domain.instrument_parts import (
    AnswerChoice,
    Band,
    Better,
    Change,
    InstrumentItem,
    Scoring,
    Subscale,
)

TOTAL = "total"
"""The item under which a total is logged."""
ACTIVITY = "activity-"
"""An activity in own words is logged under this and its number; its score under the number."""
CRISIS_LINE = "your local crisis line"
"""What texts call the crisis line, for want of the patient's own."""


class Instrument(Struct, frozen=True):
    """One questionnaire, or one score that is only typed in."""

    id: str
    title: str
    version: int
    embed: bool
    """Whether its questions may be asked here; else only a total is typed in."""
    instruction: str
    """What is said before the first question; may be empty."""
    items: tuple[InstrumentItem, ...]
    own_activities: int
    """How many activities the patient names; their scores are the items then."""
    choices: tuple[AnswerChoice, ...]
    """The answers to choose from; empty for a scale from 0 to 10."""
    low: str
    high: str
    """What the two ends of a scale mean."""
    private: bool
    """Whether its questions are shown and never spoken."""
    scoring: Scoring
    least: float
    most: float
    """What the total ranges over."""
    better: Better
    change: Change | None
    """None when the smallest important change is not known."""
    scheduled: bool
    """False: never asked by itself, yet it can always be typed in."""
    weekly: bool
    weeks: tuple[int, ...]
    """Weeks after the plan's first day; for a weekly one the first of them is where it begins."""
    then_every_weeks: int
    """After the last of `weeks`; 0 for never again."""
    subscales: tuple[Subscale, ...]
    bands: tuple[Band, ...]
    after: str
    """What is shown at the end, whatever the score; may be empty."""
    for_therapist: str
    licence: str
    citation: str
    code: str
    """LOINC code of the total; empty when none is confirmed."""
    source: tuple[str, ...]
    reviewed_by: str

    @property
    def scored_items(self) -> tuple[str, ...]:
        """Ids of the items that make the total."""
        if self.own_activities:
            return tuple(str(number + 1) for number in range(self.own_activities))
        return tuple(item.id for item in self.items)

    def question(self, item_id: str, text: str) -> FormItem:
        """An item that is answered in this instrument's way."""
        options = tuple(Option(str(one.value), one.label) for one in self.choices)
        answering = Answering.CHOICE if options else Answering.SCALE
        low, high = self.low, self.high
        return FormItem(item_id, text, answering, options, low=low, high=high, private=self.private)


def form_for(instrument: Instrument, activities: Sequence[str] = ()) -> Form:
    """The questions as one form.

    `activities` are the patient's own, in their order with "" for one never named, as
    `activities_of` gives them. As long as there is none they are asked for first.
    """
    if not instrument.embed:
        items = _typed_questions(instrument)
    elif instrument.own_activities and any(activities):
        named = enumerate(activities[: instrument.own_activities], start=1)
        asked = "How well can you do this today: {}?"
        items = tuple(
            instrument.question(str(number), asked.format(words))
            for number, words in named
            if words
        )
    elif instrument.own_activities:
        items = tuple(chain.from_iterable(_new_activities(instrument)))
    else:
        items = tuple(instrument.question(item.id, item.text) for item in instrument.items)
    return Form(instrument.id, instrument.title, instrument.instruction, items)


def _typed_questions(instrument: Instrument) -> tuple[FormItem, ...]:
    def number(item_id: str, text: str, least: float, most: float) -> FormItem:
        return FormItem(item_id, text, Answering.NUMBER, least=least, most=most)

    total = number(TOTAL, "What is the total?", instrument.least, instrument.most)
    others = (
        number(one.id, f"What is the score for {one.title}?", one.least, one.most)
        for one in instrument.subscales
    )
    return (total, *others)


def _new_activities(instrument: Instrument) -> Iterable[tuple[FormItem, FormItem]]:
    ask = "Name {} thing that matters to you and is hard to do because of your back or leg."
    for item_id in instrument.scored_items:
        named = ask.format("one" if item_id == "1" else "another")
        score_it = "How well can you do it today?"
        words = FormItem(f"{ACTIVITY}{item_id}", named, Answering.WORDS)
        yield words, instrument.question(item_id, score_it)


def activities_of(instrument: Instrument, history: History) -> tuple[str, ...]:
    """The activities the patient named last, in order; "" for one never named."""
    named = {
        fact.item: fact.value
        for _, fact in history.of(AnswerGiven)
        if fact.instrument == instrument.id
    }
    return tuple(named.get(f"{ACTIVITY}{item_id}", "") for item_id in instrument.scored_items)


def score(
    instrument: Instrument, answers: Mapping[str, str], asked: Collection[str] | None = None
) -> float | None:
    """The total of `answers` by item; None unless every scored item was answered.

    `asked` are the items that make the total; without it all of them: an activity that was never
    named is none. Raises ValueError for a value outside the answers of its item.
    """
    if instrument.scoring is Scoring.TYPED:
        return _typed(answers.get(TOTAL), instrument.least, instrument.most)
    items = [one for one in instrument.scored_items if asked is None or one in asked]
    values = _values(instrument, items, answers)
    if not values or len(values) < len(items):
        return None
    match instrument.scoring:
        case Scoring.MEAN:
            return round(sum(values) / len(values), 2)
        case Scoring.COUNT:
            return float(sum(value != 0 for value in values))
        case _:
            return float(sum(values))


def subscale_scores(instrument: Instrument, answers: Mapping[str, str]) -> dict[str, float | None]:
    """The score of each subscale by its id; None when one of its answers is missing.

    Raises ValueError like `score`.
    """
    scores: dict[str, float | None] = {}
    for one in instrument.subscales:
        if one.items:
            values = _values(instrument, one.items, answers)
            scores[one.id] = float(sum(values)) if len(values) == len(one.items) else None
        else:
            scores[one.id] = _typed(answers.get(one.id), one.least, one.most)
    return scores


def _values(instrument: Instrument, items: Sequence[str], answers: Mapping[str, str]) -> list[int]:
    allowed = [one.value for one in instrument.choices] or range(11)
    values = {str(value): value for value in allowed}
    given = [answers[item_id] for item_id in items if item_id in answers]
    for text in given:
        if text not in values:
            raise ValueError(f"{text[:20]} is no answer; choose one of: {', '.join(values)}")
    return [values[text] for text in given]


def _typed(text: str | None, least: float, most: float) -> float | None:
    if text is None:
        return None
    number = float(text)
    if not least <= number <= most:
        raise ValueError(f"{text[:20]} is not a number from {least:g} to {most:g}")
    return number


def facts_of(instrument: Instrument, form: Form) -> tuple[AnswerGiven, ...]:
    """What to log of a form: every answer, then the total when there is one.

    A score of an activity that was left without words says nothing and is dropped.
    """
    answers, nameless = _counted(form), _nameless(form)
    facts = [
        AnswerGiven(instrument=instrument.id, item=item_id, value=value)
        for item_id, value in answers.items()
        if item_id != TOTAL
    ]
    total = score(instrument, answers, {one.id for one in form.items if one.id not in nameless})
    if total is not None:
        facts.append(
            AnswerGiven(instrument=instrument.id, item=TOTAL, value=f"{total:g}", total=total)
        )
    return tuple(facts)


def _counted(form: Form) -> dict[str, str]:
    nameless = _nameless(form)
    return {item_id: value for item_id, value in form.answers.items() if item_id not in nameless}


def _nameless(form: Form) -> set[str]:
    """Numbers of the activities that were left without words."""
    return {
        item.id.removeprefix(ACTIVITY)
        for item in form.items
        if item.id.startswith(ACTIVITY) and item.id not in form.answers
    }


def words_after(
    instrument: Instrument, form: Form, crisis_line: str = CRISIS_LINE
) -> tuple[str, ...]:
    """What the patient is told at the end: of subscales that were reached, then `after`.

    Never a band and never a score. `crisis_line` is the patient's own, put into the words.
    """
    scores = subscale_scores(instrument, _counted(form))
    reached = [one.told for one in instrument.subscales if (scores[one.id] or 0) >= one.at_least]
    texts = dict.fromkeys([*reached, instrument.after])
    return tuple(text.replace(CRISIS_LINE, crisis_line) for text in texts if text)


def band_of(instrument: Instrument, total: float) -> str:
    """What the therapist calls a total; empty when it has no name."""
    found = (band.words for band in instrument.bands if band.least <= total <= band.most)
    return next(found, "")


def important_change(
    instrument: Instrument, first: float, last: float
) -> Literal["better", "worse", "no"]:
    """Whether two totals differ by what matters to people.

    "no" is also the answer when nobody knows how much matters (`instrument.change` is None).
    """
    moved = last - first if instrument.better is Better.HIGHER else first - last
    if instrument.change is None or not instrument.change.met_by(abs(moved), abs(first)):
        return "no"
    return "better" if moved > 0 else "worse"


def instruments_due(
    instruments: Iterable[Instrument], history: History, today: date, first_day: date
) -> list[Instrument]:
    """What is to be asked today, the weekly ones first.

    Counted from `first_day`, the plan's. Each due day stays due until the next one, or until
    any answer was given since: a question that was declined is not asked again and again.
    """
    answered: dict[str, date] = {}
    for stamped, fact in history.of(AnswerGiven):
        answered[fact.instrument] = max(stamped.day, answered.get(fact.instrument, stamped.day))
    due = [
        one
        for one in instruments
        if (day := last_due_day(one, today, first_day)) and answered.get(one.id, date.min) < day
    ]
    return sorted(due, key=lambda one: not one.weekly)


def last_due_day(instrument: Instrument, today: date, first_day: date) -> date | None:
    """The newest day up to `today` on which it fell due; None when it never has."""
    if not instrument.scheduled:
        return None
    week_now = (today - first_day).days // 7
    weeks = list(takewhile(lambda week: week <= week_now, instrument.weeks))
    every = 1 if instrument.weekly else instrument.then_every_weeks
    if instrument.weekly and not instrument.weeks:
        weeks = [0] if week_now >= 0 else []
    if not weeks:
        return None
    week = weeks[-1]
    if every and (instrument.weekly or len(weeks) == len(instrument.weeks)):
        week += (week_now - week) // every * every
    return first_day + timedelta(weeks=week)


def totals_over_time(history: History, instrument_id: str) -> list[tuple[date, float]]:
    """Every total of an instrument with its day, oldest first."""
    return [
        (stamped.day, fact.total)
        for stamped, fact in history.of(AnswerGiven)
        if fact.instrument == instrument_id and fact.item == TOTAL and fact.total is not None
    ]
