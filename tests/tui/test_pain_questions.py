"""Scores as people type them: ten is one and nought."""

from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot

from coach.domain.events import PainScore
from coach.domain.pain import Reach
from coach.tui.house_app import HouseApp
from coach.tui.widgets.pain_questions import PainQuestions
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, press


def scores(coach: Coach) -> list[tuple[str, int, Reach | None]]:
    """What the log has, in order."""
    return [
        (fact.site.value, fact.score, fact.reach)
        for _, fact in coach.records.recent().of(PainScore)
    ]


async def note_pain(pilot: Pilot[None], *keys: str) -> None:
    """Open the pain questions and type."""
    await press(pilot, "p", *keys)


async def test_one_and_nought_are_ten(coach: Coach, running: Running) -> None:
    async with running(coach) as pilot:
        await note_pain(pilot, "1", "0", "3", "5")
    assert scores(coach) == [("back", 10, Reach.CALF), ("leg", 3, Reach.CALF)]


async def test_one_and_another_digit_are_two_answers(coach: Coach, running: Running) -> None:
    async with running(coach) as pilot:
        await note_pain(pilot, "1", "2", "3")
    assert scores(coach) == [("back", 1, Reach.THIGH), ("leg", 2, Reach.THIGH)]


async def test_one_and_enter_is_one(coach: Coach, running: Running) -> None:
    async with running(coach) as pilot:
        await note_pain(pilot, "1", "enter", "0", "1")
    assert scores(coach) == [("back", 1, Reach.BACK), ("leg", 0, Reach.BACK)]


async def test_one_and_not_now_is_one_and_not_recorded(coach: Coach, running: Running) -> None:
    async with running(coach) as pilot:
        await note_pain(pilot, "1", "n", "1")
    assert scores(coach) == [("back", 1, Reach.BACK)]


@pytest.mark.parametrize("key", ["t", "7", "9"])
async def test_a_key_for_ten_or_more_names_no_place(
    coach: Coach, running: Running, key: str
) -> None:
    async with running(coach) as pilot:
        await note_pain(pilot, "3", "4", key)
        assert scores(coach) == []
        await press(pilot, "h")
    assert scores(coach)[0] == ("back", 3, Reach.THIGH)


async def test_an_answer_silences_its_question(running: Running, coach: Coach) -> None:
    """Nobody is still asked aloud what they have answered."""
    async with running(coach) as pilot:
        await press(pilot, "p")
        before = coach.speaker.stops  # type: ignore[attr-defined]
        await press(pilot, "3", "4", "5")
        assert coach.speaker.stops == before + 3  # type: ignore[attr-defined]


async def test_one_letter_never_stands_for_back_and_buttock(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "p", "3", "4", "b")
        assert not list(coach.records.recent().of(PainScore))
        await press(pilot, "u")
    scores = [fact for _, fact in coach.records.recent().of(PainScore)]
    assert {fact.reach for fact in scores} == {Reach.BUTTOCK}


class Asked(HouseApp):
    """The questions alone."""

    CSS_PATH = None
    reports: ClassVar[list[object]] = []

    def compose(self) -> ComposeResult:
        yield PainQuestions()

    def open_first(self) -> None:
        self.query_one(PainQuestions).begin()

    def on_pain_questions_completed(self, event: PainQuestions.Completed) -> None:
        self.reports.append(event.report)


@pytest.mark.parametrize("key", ["n", "backspace", "enter", "left", "down", "3"])
async def test_questions_that_are_over_take_no_key(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They keep the keyboard while what they led to lies above them."""
    monkeypatch.setattr(Asked, "reports", [])
    app = Asked()
    async with app.run_test() as pilot:
        await press(pilot, "2", "3", "5")
        await press(pilot, key, key)
    assert len(app.reports) == 1
