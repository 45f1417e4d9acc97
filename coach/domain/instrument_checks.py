"""What must hold in one instrument: questions, answers, ranges and schedule fit each other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from coach.domain.exercise_checks import check_id
from coach.domain.findings import Finding, KeyPath
from coach.domain.instrument import ACTIVITY, TOTAL, Instrument
from coach.domain.instrument_parts import Scoring, Subscale


def check_instrument(instrument: Instrument, file_id: str) -> list[Finding]:
    """Findings about one instrument; `file_id` is its file's name."""
    return [
        *check_id(instrument.id, file_id),
        *(_check_embedded(instrument) if instrument.embed else _check_typed(instrument)),
        *_check_item_ids(instrument),
        *_check_range(instrument),
        *_check_subscales(instrument),
        *_check_bands(instrument),
        *_check_schedule(instrument),
        *_check_change(instrument),
    ]


def _check_typed(instrument: Instrument) -> Iterator[Finding]:
    if instrument.scoring is not Scoring.TYPED:
        yield Finding(
            ("scoring",),
            "questions that are not asked cannot be scored",
            'write scoring = "typed", or embed = true',
            (("embed",),),
        )
    asked = {"item": instrument.items, "choice": instrument.choices}
    for name, listed in asked.items():
        if listed:
            what = f"with embed = false there is no [[{name}]]: the words belong to others"
            yield Finding((name,), what, "take it out, or write embed = true", (("embed",),))
    if instrument.low:
        what = "with embed = false nothing is answered on a scale"
        yield Finding(("scale",), what, "take the table out", (("embed",),))
    if instrument.own_activities:
        what = "with embed = false nobody names activities"
        yield Finding(("own_activities",), what, "take the line out", (("embed",),))


def _check_embedded(instrument: Instrument) -> Iterator[Finding]:
    if instrument.scoring is Scoring.TYPED:
        what = "questions that are asked are scored from the answers"
        yield Finding(("scoring",), what, "write sum, mean, count or single", (("embed",),))
    if instrument.items and instrument.own_activities:
        what = "either the patient names activities or there are items"
        yield Finding(("own_activities",), what, "take the line out, or every [[item]]")
    elif not instrument.scored_items:
        yield Finding(("item",), "there is no question", "add [[item]]", (("embed",),))
    if instrument.scoring is Scoring.SINGLE and len(instrument.scored_items) > 1:
        what = f"a single answer is no score of {len(instrument.scored_items)} questions"
        yield Finding(("scoring",), what, "write sum or mean", (("item",), ("own_activities",)))
    if bool(instrument.choices) == bool(instrument.low):
        what = "a question has either a list of answers or a scale from 0 to 10"
        yield Finding(("choice",), what, "write [[choice]] or [scale], not both", (("scale",),))
    values = [one.value for one in instrument.choices]
    for number, value in enumerate(values):
        if value in values[:number]:
            what = f"two answers have the value {value}"
            yield Finding(("choice", number, "value"), what, "give each answer its own value")


def _check_item_ids(instrument: Instrument) -> Iterator[Finding]:
    ids = [item.id for item in instrument.items]
    for number, item_id in enumerate(ids):
        path: KeyPath = ("item", number, "id")
        if item_id in ids[:number]:
            yield Finding(path, f"two items have the id {item_id}", "give each item its own id")
        elif _is_taken(item_id):
            what = f"the id {item_id} is taken by the coach itself"
            yield Finding(path, what, "write another id, like the item's number")


def _is_taken(item_id: str) -> bool:
    return item_id == TOTAL or item_id.startswith(ACTIVITY)


def _check_range(instrument: Instrument) -> Iterator[Finding]:
    if instrument.least >= instrument.most:
        what = f"least {instrument.least:g} is not below most {instrument.most:g}"
        yield Finding(("least",), what, "write the lowest and the highest total", (("most",),))
    items = len(instrument.scored_items)
    if not instrument.embed or not items:
        return
    lowest, highest = _sum_range(instrument, items)
    if instrument.scoring in (Scoring.MEAN, Scoring.SINGLE):
        lowest, highest = lowest // items, highest // items
    elif instrument.scoring is Scoring.COUNT:
        lowest, highest = 0, items
    rests_on: tuple[KeyPath, ...] = (("item",), ("choice",), ("scoring",), ("own_activities",))
    for name, stated, true in (
        ("least", instrument.least, lowest),
        ("most", instrument.most, highest),
    ):
        if stated != true:
            what = f"{name} is {stated:g}, and the answers give {true}"
            yield Finding((name,), what, f"write {name} = {true}", rests_on)


def _sum_range(instrument: Instrument, items: int) -> tuple[int, int]:
    values = [one.value for one in instrument.choices] or [0, 10]
    return items * min(values), items * max(values)


def _check_subscales(instrument: Instrument) -> Iterator[Finding]:
    item_ids = {item.id for item in instrument.items}
    ids = [one.id for one in instrument.subscales]
    for number, one in enumerate(instrument.subscales):
        path: KeyPath = ("subscale", number)
        if one.id in ids[:number] or one.id in item_ids or _is_taken(one.id):
            what = f"the id {one.id} is used twice or taken"
            yield Finding((*path, "id"), what, "give each subscale its own id", (("item",),))
        for item_id in one.items:
            if item_id not in item_ids:
                what = f"there is no item {item_id}"
                yield Finding((*path, "items"), what, "name ids of items", (("item",),))
        if instrument.embed != bool(one.items):
            what = "items of a subscale are named when the questions are asked, and only then"
            mend = "write items = [...]" if instrument.embed else "take the line out"
            yield Finding((*path, "items"), what, mend, (("embed",),))
        yield from _check_subscale_range(instrument, one, path)


def _check_subscale_range(
    instrument: Instrument, one: Subscale, path: KeyPath
) -> Iterator[Finding]:
    if not one.least <= one.at_least <= one.most:
        what = f"at_least {one.at_least:g} is outside {one.least:g} to {one.most:g}"
        rests_on: tuple[KeyPath, ...] = ((*path, "least"), (*path, "most"))
        yield Finding((*path, "at_least"), what, "write a score of that range", rests_on)
    lowest, highest = _sum_range(instrument, len(one.items))
    if one.items and (one.least, one.most) != (lowest, highest):
        what = f"it ranges from {one.least:g} to {one.most:g}, and its items from {lowest}"
        what += f" to {highest}"
        mend = f"write least = {lowest} and most = {highest}"
        rests_on = ((*path, "items"), (*path, "least"), ("choice",), ("item",))
        yield Finding((*path, "most"), what, mend, rests_on)


def _check_bands(instrument: Instrument) -> Iterator[Finding]:
    floor = instrument.least
    for number, band in enumerate(instrument.bands):
        path: KeyPath = ("band", number)
        if not floor <= band.least <= band.most <= instrument.most:
            what = f"{band.least:g} to {band.most:g} does not fit after the one before"
            mend = f"write bands from {instrument.least:g} to {instrument.most:g}, in order"
            yield Finding((*path, "least"), what, mend, ((*path, "most"), ("least",), ("most",)))
        floor = band.most


def _check_schedule(instrument: Instrument) -> Iterator[Finding]:
    weeks = instrument.weeks
    if not _rises(weeks):
        yield Finding(("weeks",), "weeks are not in order", "write them rising: [0, 2, 6, 12]")
    if instrument.scheduled and not instrument.weekly and not weeks:
        mend = "write weekly = true, weeks = [0, 2, 6, 12], or scheduled = false"
        what = "nothing says when it is asked"
        yield Finding(("scheduled",), what, mend, (("weekly",), ("weeks",)))
    if instrument.then_every_weeks and (instrument.weekly or not weeks):
        what = "then_every_weeks counts on from weeks"
        mend = "write weeks, or take then_every_weeks out"
        yield Finding(("then_every_weeks",), what, mend, (("weekly",), ("weeks",)))
    if instrument.weekly and len(weeks) > 1:
        what = "a weekly one begins in one week"
        yield Finding(("weeks",), what, f"write weeks = [{weeks[0]}]", (("weekly",),))


def _rises(weeks: Sequence[int]) -> bool:
    return all(one < other for one, other in pairwise(weeks))


def _check_change(instrument: Instrument) -> Iterator[Finding]:
    change = instrument.change
    if change and change.points is None and change.percent is None:
        mend = "write points, percent or both, or take the table out"
        yield Finding(("change",), "the change that matters has no number", mend)
