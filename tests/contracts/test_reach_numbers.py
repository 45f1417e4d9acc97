"""Wherever it is asked how far down it goes, one number means one place: that of `Reach`."""

from collections.abc import Iterable
from datetime import time

import pytest

from coach.cli.line_form import read_line
from coach.clock import ManualClock
from coach.domain.check_ups import evening_form
from coach.domain.events import PainScore
from coach.domain.forms import Form
from coach.domain.pain import Moment, Reach
from coach.workflows.coach import Coach
from tests.cli.conftest import After, Facts, Patient, Run
from tests.tui.conftest import Running, press
from tests.tui.pictures import picture
from tests.workflows.test_remind import open_until
from tests.workflows.test_today import MONDAY, until

IN_EVENING = ("Nowhere", "In the back only", *(f"Down to the {r.word}" for r in list(Reach)[2:]))
"""The evening's words for the places, in the order of `Reach`."""

ASKED: dict[str, tuple[tuple[str, ...], Moment]] = {
    "noted": (("p", "3", "4"), Moment.NOW),
    "before a session": (("s", "n", "3", "4"), Moment.BEFORE),
    "in a session": (("s", "n", "3", "4", "3", "h", "3", "4"), Moment.DURING),
    "after a session": (("s", "n", "3", "4", "3", "q", "3", "4"), Moment.AFTER),
    "the evening": (("c", "e", "3", "4"), Moment.WORST_24H),
}
"""What leads to the question, as keys and as lines, and which score its answer stands in."""

KNEE = "4"
places = pytest.mark.parametrize("place", sorted(ASKED))


def reaches(scores: Iterable[PainScore], moment: Moment) -> set[Reach | None]:
    return {score.reach for score in scores if score.moment is moment}


def numbered(text: str) -> bool:
    """Whether every place stands there behind its number, in short or in the evening's words."""
    words = " ".join(text.split())
    return all(f"{reach.value} {reach.word}" in words for reach in Reach) or all(
        f"{reach.value} {name}" in words for reach, name in zip(Reach, IN_EVENING, strict=True)
    )


@places
async def test_on_every_screen_that_asks_it(
    place: str, coach: Coach, running: Running, clock: ManualClock
) -> None:
    keys, moment = ASKED[place]
    if moment is Moment.WORST_24H:
        open_until(coach, clock, MONDAY, time(19))
    async with running(coach) as pilot:
        await press(pilot, *keys)
        assert numbered(picture(pilot.app)), picture(pilot.app)
        await press(pilot, KNEE, "escape")
    scores = [fact for _, fact in coach.records.recent().of(PainScore)]
    assert reaches(scores, moment) == {Reach.KNEE}


@places
def test_in_every_line_that_asks_it(
    place: str, run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    lines, moment = ASKED[place]
    set_up()
    if moment is Moment.WORST_24H:
        until(clock, MONDAY, time(19))
    typed = [After(150, line) if line in ("h", "q") else line for line in lines]
    shown = run(answers=[*typed, "to the hip", KNEE])
    (refused,) = [line for line in shown.lines if line.startswith("Please answer:")]
    assert numbered(refused)
    assert reaches(facts(PainScore), moment) == {Reach.KNEE}


@pytest.mark.parametrize("reach", list(Reach), ids=lambda reach: reach.word)
def test_every_number_of_the_evening_is_that_of_the_place(reach: Reach) -> None:
    (item,) = [item for item in evening_form().items if item.id == "reach"]
    form = Form("one", "", "", (item,))
    assert read_line(form, str(reach.value)).answers == {"reach": reach.word}
    assert item.numbers[reach.value] == str(reach.value)
    with pytest.raises(ValueError, match=r"^$"):
        read_line(form, str(len(Reach)))
