"""What the sample patient answered: evenings, weeks, lessons and body charts, made up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from coach.domain.agreement import agreement
from coach.domain.body_chart import Chart, Feeling, Mark
from coach.domain.body_chart import facts_of as chart_facts
from coach.domain.check_ups import evening_facts, evening_form, walk_facts, walk_form
from coach.domain.events import AnswerGiven, Fact, StageChanged, StageProposed
from coach.domain.forms import Form, FormItem
from coach.domain.instrument import TOTAL, facts_of, form_for
from coach.domain.lesson import open_lessons
from coach.domain.pain import PainReport
from coach.domain.program import StageCode
from coach.workflows.ports import ProgramShelf

MADE_UP = "Made up for the demo."
LESSON_EVERY_DAYS = 3
MEDICINE = {3: "two painkillers at noon", 21: "one painkiller in the evening"}
ACTIVITIES = ("tying my shoes", "walking to the shop", "driving to work")
_RMDQ_TICKS = {0: 13, 21: 7}
_MOOD = {0: (1, 1, 1, 0), 21: (1, 0, 1, 0)}
_MOOD_LOW = (1, 2, 2, 1)
LITTLE_RELIEF = 0.1
"""Up to so little relief the mood of a made-up patient gets lower."""
_CHARTS = {
    0: {"B2L": 6, "B3L": 7, "B5L": 5},
    15: {"B2L": 4, "B3L": 4},
}
"""Days of the sample with a chart: zone to score."""


def evening(nth: int, pain: PainReport, random: Random) -> tuple[Fact, ...]:
    """The evening's questions of day `nth`; the worst of a day is a little more than its mean."""
    leg = min(10, (pain.leg or 0) + random.randrange(2))
    back = min(10, (pain.back or 0) + random.randrange(2))
    answers = {
        "worst_back": f"{back}",
        "worst_leg": f"{leg}",
        "reach": pain.reach.word if pain.reach is not None else None,
        "sleep": f"{max(0, min(10, 9 - leg + random.randrange(2)))}",
        "easy_position": "yes" if leg < 7 else "no",
        "medicine": MEDICINE.get(nth),
    }
    return evening_facts(_filled(evening_form(), answers))


def week(nth: int, shelf: ProgramShelf) -> Iterator[Fact]:
    """The week's questions on day `nth` of the sample, a multiple of seven."""
    weeks = nth // 7
    yield from walk_facts(_filled(walk_form(), {"minutes": f"{4 + 4 * weeks}"}))
    yield from _psfs(shelf, weeks, named=weeks > 0)
    sure = {"1": "5", "2": "4", "3": "3"}
    yield from _given(shelf, "confidence", {k: f"{int(v) + weeks}" for k, v in sure.items()})
    if weeks:
        yield from _given(shelf, "global-change", {"1": f"{min(4, weeks)}"})
    if nth in _RMDQ_TICKS:
        ticks = {f"{item}": "1" if item <= _RMDQ_TICKS[nth] else "0" for item in range(1, 25)}
        yield from _given(shelf, "rmdq-24", ticks)
        mood = {f"{item}": f"{value}" for item, value in enumerate(_MOOD[nth], start=1)}
        yield from _given(shelf, "phq-4", mood)


def week_by_leg(nth: int, shelf: ProgramShelf, relief: float) -> Iterator[Fact]:
    """The same of a patient whose answers follow the leg.

    `relief` is the share of the first leg pain that is gone: 1 is all of it, below 0 is more pain.
    """
    walk = max(2, round(6 + 24 * relief))
    yield from walk_facts(_filled(walk_form(), {"minutes": f"{walk}"}))
    yield from _psfs(shelf, round(6 * relief), named=nth > 0)
    sure = {"1": 5, "2": 4, "3": 3}
    moved = {key: f"{_within(value + round(4 * relief), 0, 10)}" for key, value in sure.items()}
    yield from _given(shelf, "confidence", moved)
    if nth:
        change = {"1": f"{_within(round(5 * relief), -5, 5)}"}
        yield from _given(shelf, "global-change", change)
    if nth in _RMDQ_TICKS:
        ticked = _within(round(_RMDQ_TICKS[0] * (1 - relief)), 0, 24)
        ticks = {f"{item}": "1" if item <= ticked else "0" for item in range(1, 25)}
        yield from _given(shelf, "rmdq-24", ticks)
        values = _MOOD[nth] if relief > LITTLE_RELIEF or not nth else _MOOD_LOW
        mood = {f"{item}": f"{value}" for item, value in enumerate(values, start=1)}
        yield from _given(shelf, "phq-4", mood)


def typed(shelf: ProgramShelf, instrument_id: str, total: int) -> tuple[AnswerGiven, ...]:
    """The total of a questionnaire that was filled in on paper."""
    return _given(shelf, instrument_id, {TOTAL: f"{total}"})


def _within(value: int, least: int, most: int) -> int:
    return max(least, min(most, value))


def _psfs(shelf: ProgramShelf, more: int, *, named: bool) -> tuple[AnswerGiven, ...]:
    """The activities are named the first time, and scored every time."""
    words = {f"activity-{n}": activity for n, activity in enumerate(ACTIVITIES, start=1)}
    scores = {
        f"{n}": f"{_within(start + more, 0, 9)}" for n, start in enumerate((2, 3, 4), start=1)
    }
    return _given(shelf, "psfs", words | scores, activities=ACTIVITIES if named else ())


def _given(
    shelf: ProgramShelf,
    instrument_id: str,
    answers: Mapping[str, str],
    *,
    activities: Sequence[str] = (),
) -> tuple[AnswerGiven, ...]:
    instrument = shelf.instrument(instrument_id)
    return facts_of(instrument, _filled(form_for(instrument, activities), answers))


def lesson(nth: int, stage: StageCode, shelf: ProgramShelf, heard: int) -> Iterator[Fact]:
    """One lesson every few days, as long as the stage has one that was not heard."""
    ready = open_lessons(shelf.lessons(), stage)
    if nth % LESSON_EVERY_DAYS == 1 and heard < len(ready):
        yield AnswerGiven(instrument="lesson", item=ready[heard].id, value="right")


def stage_step(before: StageCode, after: StageCode, day: date) -> tuple[Fact, ...]:
    """A stage that begins: proposed, and agreed to by nobody there is."""
    step: dict[str, Any] = {"from_stage": before, "to_stage": after, "rule": "sample"}
    agreed = agreement("a sample therapist", day)
    return (
        StageProposed(**step, evidence=MADE_UP),
        StageChanged(**step, evidence=f"{MADE_UP} {agreed}"),
    )


def body_chart(nth: int) -> tuple[Fact, ...]:
    """The chart of day `nth`; nothing on most days."""
    marks = _CHARTS.get(nth)
    if marks is None:
        return ()
    chart = Chart()
    for zone, score in marks.items():
        chart = chart.marked(zone, Mark(frozenset({Feeling.PAIN}), score))
    return chart_facts(chart, f"sample-chart-{nth:02d}")


def _filled(form: Form, answers: Mapping[str, str | None]) -> Form:
    return _asked_through(form, lambda item: answers.get(item.id))


def _asked_through(form: Form, answer: Callable[[FormItem], str | None]) -> Form:
    while (item := form.question) is not None:
        form = form.answered(answer(item))
    return form
