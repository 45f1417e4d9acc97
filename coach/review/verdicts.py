"""What a rule says of a criterion: met, not met or no data, with the figures it rests on."""

from collections.abc import Container, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from msgspec import Struct

from coach.domain.counts import counted
from coach.domain.program import Criterion
from coach.domain.routine import days_between

V = TypeVar("V")
NOT_RECORDED = "not recorded"


class State(StrEnum):
    """Where a criterion stands."""

    MET = "met"
    NOT_MET = "not_met"
    NO_DATA = "no_data"
    """The recorded days do not decide it."""


class Verdict(Struct, frozen=True):
    """One criterion as it was judged."""

    criterion: Criterion
    state: State
    evidence: str
    """A plain sentence with the figures used."""

    @property
    def met(self) -> bool:
        """Whether it holds."""
        return self.state is State.MET


def by_days(marks: Sequence[bool | None], need: int) -> State:
    """`need` of these days; None is a day that was not recorded: it is never counted as met."""
    met, unknown = marks.count(True), marks.count(None)
    if met >= need:
        return State.MET
    return State.NOT_MET if met + unknown < need else State.NO_DATA


def last_days(count: int, until: date) -> list[date]:
    """The last `count` days up to `until`, oldest first."""
    return days_between(until - timedelta(days=count - 1), until)


def by_number(noted: Mapping[date, V]) -> dict[int, V]:
    """Days as numbers, one more for each: for rules that look at some days before every day."""
    return {day.toordinal(): value for day, value in noted.items()}


def last_noted(noted: Container[date], today: date) -> date:
    """Where counting back begins: today when it was noted, else yesterday, since today goes on."""
    return today if today in noted else today - timedelta(days=1)


def shown(number: float | None) -> str:
    """`4`, `4.5` or *not recorded*."""
    return NOT_RECORDED if number is None else f"{round(number, 1):g}"


def listed(words: Sequence[str]) -> str:
    """Words in a row."""
    return ", ".join(words)


def days_listed(words: Sequence[str], one: str = "day") -> str:
    """What each day says, oldest first; days in a row that were not recorded are counted.

    `6 days not recorded, then 3`; `one` is what is counted.
    """
    told = []
    for word, run in groupby(words):
        days = list(run)
        if word == NOT_RECORDED and len(days) > 1:
            days = [f"{counted(len(days), one)} {NOT_RECORDED}"]
        told.append(listed(days))
    if len(words) > 1 and words[0] == words[1] == NOT_RECORDED and len(told) > 1:
        return f"{told[0]}, then {listed(told[1:])}"
    return listed(told)
