"""Check-ups on the screen: the line of the day, the questions in order, totals, leaving."""

from datetime import time

import pytest
from textual.pilot import Pilot

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.events import AnswerGiven, NoteWritten, PainScore
from coach.tui.patient.asking import ChoiceScreen, MessageScreen
from coach.tui.patient.form import FormScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from coach.workflows.kept_answers import KEPT
from tests.store.holder import LOCKS, held
from tests.tui.conftest import Running, on, press, settle
from tests.tui.pictures import picture
from tests.workflows.test_check_ups import take
from tests.workflows.test_remind import open_until
from tests.workflows.test_today import MONDAY

EVENING_KEYS = ("4", "6", "5", "7", "y", *"ibuprofen", "enter", "enter")
"""Back 4, leg 6, down to the calf, sleep 7, easy; a medicine, no note."""


def seen(pilot: Pilot[None]) -> str:
    return " ".join(picture(pilot.app).split())


def evening_only(coach: Coach, clock: ManualClock) -> None:
    """It is evening and the week's questions are answered."""
    for one in ("walk", "confidence", "psfs", "phq-4", "rmdq-24"):
        take(coach, one)
    open_until(coach, clock, MONDAY, time(19, 0))


async def test_the_evening_from_its_line_to_its_thanks(
    coach: Coach, running: Running, clock: ManualClock
) -> None:
    evening_only(coach, clock)
    async with running(coach) as pilot:
        assert "Evening check-in is ready, about 1 minute. Press c." in seen(pilot)
        await press(pilot, "c")
        assert "1 of 7" in seen(pilot)
        await press(pilot, *EVENING_KEYS)
        assert on(pilot, MessageScreen)
        assert "Thank you. It is noted." in seen(pilot)
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
        assert "Evening check-in" not in seen(pilot)
    scores = coach.records.whole(PainScore).of(PainScore)
    assert [(f.site.value, f.score, f.reach and f.reach.word) for _, f in scores] == [
        ("back", 4, "calf"),
        ("leg", 6, "calf"),
    ]
    (note,) = [fact for _, fact in coach.records.whole(NoteWritten).of(NoteWritten)]
    assert (note.about, note.text) == ("medicine", "ibuprofen")


@pytest.mark.parametrize("lock", LOCKS)
async def test_answers_that_a_held_log_refuses_are_told_as_kept_and_are_not_asked_again(
    coach: Coach, running: Running, clock: ManualClock, places: Places, lock: str
) -> None:
    evening_only(coach, clock)
    coach.log.wait_briefly()  # type: ignore[attr-defined]
    async with running(coach) as pilot:
        await press(pilot, "c", *EVENING_KEYS[:-1])
        with held(places.home / "coach.db", lock):
            await press(pilot, "enter")
            assert KEPT in seen(pilot)
            await press(pilot, "enter")
            assert on(pilot, TodayScreen)
        today = pilot.app.screen
        assert isinstance(today, TodayScreen)
        today.second()
        await settle(pilot)
        assert "nothing was saved" not in seen(pilot)
        assert "Evening check-in" not in seen(pilot)
    scores = coach.records.whole(PainScore).of(PainScore)
    assert [fact.score for _, fact in scores] == [4, 6]


async def test_an_evening_left_with_escape_keeps_what_was_answered(
    coach: Coach, running: Running, clock: ManualClock
) -> None:
    evening_only(coach, clock)
    async with running(coach) as pilot:
        await press(pilot, "c", "4", "escape")
        assert on(pilot, TodayScreen)
        await press(pilot, "c")
        assert "No questions are due now." in seen(pilot)
        await press(pilot, "e")
        assert "Leg pain at its worst" in seen(pilot)
        assert "1 of 6" in seen(pilot) or "1 of 5" in seen(pilot)
    (score,) = [fact.score for _, fact in coach.records.whole(PainScore).of(PainScore)]
    assert score == 4


async def test_several_forms_are_announced_and_asked_in_order(
    coach: Coach, running: Running
) -> None:
    async with running(coach) as pilot:
        assert "The weekly questions are ready" in seen(pilot)
        await press(pilot, "c")
        assert on(pilot, ChoiceScreen)
        assert "All due questions, about" in seen(pilot)
        await press(pilot, "a")
        assert "How many minutes can you walk" in seen(pilot)
        await press(pilot, *"15", "enter", "enter")
        assert on(pilot, FormScreen)
        assert "1 of 3" in seen(pilot) or "1 of 6" in seen(pilot)
        await press(pilot, "escape")
        assert on(pilot, TodayScreen)
    answers = coach.records.whole(AnswerGiven).of(AnswerGiven)
    assert [(f.item, f.value) for _, f in answers if f.instrument == "walk"] == [("minutes", "15")]


async def test_a_total_from_paper(coach: Coach, running: Running) -> None:
    titles = [one.title for one in coach.check_ups.typed()]
    key = str(next(n for n, t in enumerate(titles, start=1) if "ODI" in t or "Oswestry" in t))
    async with running(coach) as pilot:
        await press(pilot, "c", "t", key, *"42", "enter")
        while on(pilot, FormScreen):
            await press(pilot, "enter")
        assert "Your score is 42. It can go from 0 to 100." in seen(pilot)
    answers = coach.records.whole(AnswerGiven).of(AnswerGiven)
    assert ("odi", "total", 42.0) in [(f.instrument, f.item, f.total) for _, f in answers]


async def test_what_is_tapped_wrong_in_the_evening_is_put_right_by_going_back(
    coach: Coach, running: Running, clock: ManualClock
) -> None:
    evening_only(coach, clock)
    async with running(coach, size=(120, 40)) as pilot:
        await press(pilot, "c", "9", "backspace", "2", "0", "2", "n", "enter", "enter", "enter")
        assert on(pilot, MessageScreen)
    scores = coach.records.whole(PainScore).of(PainScore)
    assert [(fact.site.value, fact.score) for _, fact in scores] == [("back", 2), ("leg", 0)]
