"""Questionnaires: start, now, change, and whether that is an important change; mood in words."""

from collections.abc import Sequence
from datetime import date

from coach.domain.events import AnswerGiven
from coach.domain.history import History, history_of
from coach.domain.instrument import (
    TOTAL,
    Instrument,
    band_of,
    important_change,
    subscale_scores,
    totals_over_time,
)
from coach.domain.instrument_parts import Better, Change, Together
from coach.review.follow_up import InstrumentLine

MOOD = "phq-4"
"""The questionnaire on mood that may be asked here (source: S54)."""
NOT_KNOWN = "what matters is not known"


def instrument_lines(
    own: History, instruments: Sequence[Instrument], first_day: date | None, until: date
) -> tuple[InstrumentLine, ...]:
    """Every questionnaire with a total: the first of the plan against the newest."""
    answers = history_of(stamped for stamped, _ in own.of(AnswerGiven))  # Few of many facts.
    found = []
    for instrument in instruments:
        totals = [pair for pair in totals_over_time(answers, instrument.id) if pair[0] <= until]
        within = [pair for pair in totals if first_day is None or pair[0] >= first_day] or totals
        if within:
            found.append(_line(instrument, within))
    return tuple(found)


def _line(instrument: Instrument, totals: Sequence[tuple[date, float]]) -> InstrumentLine:
    start_day, start = totals[0]
    of = f"of {instrument.most:g}"
    if len(totals) == 1:
        return InstrumentLine(
            instrument=instrument.id,
            name=instrument.title,
            start=start,
            start_day=start_day,
            now=None,
            now_day=None,
            change=None,
            important=None,
            words=f"{start:g} {of}, answered once{_band(instrument, start)}",
            source=change_source(instrument),
        )
    now_day, now = totals[-1]
    important = None
    if instrument.change is not None:
        important = important_change(instrument, start, now) != "no"
    moved = _moved(instrument, start, now)
    return InstrumentLine(
        instrument=instrument.id,
        name=instrument.title,
        start=start,
        start_day=start_day,
        now=now,
        now_day=now_day,
        change=round(now - start, 2),
        important=important,
        words=f"{start:g} to {now:g} {of}, {moved}: {_judged(important, start, now)}"
        f"{_band(instrument, now)}",
        source=change_source(instrument),
    )


def _band(instrument: Instrument, total: float) -> str:
    """What a total is called by whoever made the questionnaire; moods are given no name here."""
    words = "" if instrument.id == MOOD else band_of(instrument, total)
    return f"; {words}" if words else ""


def _moved(instrument: Instrument, start: float, now: float) -> str:
    if start == now:
        return "no change"
    better = (now > start) is (instrument.better is Better.HIGHER)
    return f"{round(abs(now - start), 2):g} {'better' if better else 'worse'}"


def _judged(important: bool | None, start: float, now: float) -> str:
    if important is None:
        return NOT_KNOWN
    if important:
        return "an important change"
    return "not an important change" if start == now else "less than an important change"


def change_source(instrument: Instrument) -> str:
    """`5 points or 30 percent (S49, S50)`; empty where nobody knows how much matters."""
    if instrument.change is None:
        return ""
    return f"{_amount(instrument.change)} ({', '.join(instrument.source)})"


def _amount(change: Change) -> str:
    parts = []
    if change.points is not None:
        parts.append(f"{change.points:g} point{'' if change.points == 1 else 's'}")
    if change.percent is not None:
        parts.append(f"{change.percent:g} percent")
    return (" or " if change.together is Together.EITHER else " and ").join(parts)


def mood_of(
    own: History, instruments: Sequence[Instrument], until: date
) -> tuple[date | None, str]:
    """The day of the newest answers on mood, and what they add up to, without a name for it."""
    instrument = next((one for one in instruments if one.id == MOOD), None)
    by_day: dict[date, dict[str, str]] = {}
    for stamped, fact in own.of(AnswerGiven):
        if fact.instrument == MOOD and stamped.day <= until:
            by_day.setdefault(stamped.day, {})[fact.item] = fact.value
    if instrument is None or not by_day:
        return None, ""
    day = max(by_day)
    total = by_day[day].get(TOTAL)
    shown = f"{total} of {instrument.most:g}" if total is not None else "no total"
    halves = "; ".join(_halves(instrument, by_day[day]))
    return day, f"{shown}{f'; {halves}' if halves else ''}."


def _halves(instrument: Instrument, answers: dict[str, str]) -> list[str]:
    """Each half by its questions' numbers; one that asks for a talk says so."""
    try:
        scores = subscale_scores(instrument, answers)
    except ValueError:  # Another program may have put other answers there.
        return []
    words = []
    for half in instrument.subscales:
        score = scores[half.id]
        shown = "not recorded" if score is None else f"{score:g} of {half.most:g}"
        talk = ", asks for a talk" if score is not None and score >= half.at_least else ""
        words.append(f"questions {' and '.join(half.items)}: {shown}{talk}")
    return words
