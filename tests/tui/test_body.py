"""The body map: keys mark what is felt, words name the place, and the saddle area asks at once."""

from typing import Any

import pytest
from textual.pilot import Pilot

from coach.bootstrap import Wishes
from coach.domain.body_chart import Chart
from coach.domain.body_zones import ZONES, View
from coach.domain.errors import LogError
from coach.domain.events import BodyMarked, Fact, RedFlagAnswered
from coach.tui.patient.body import BodyScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.widgets.body_figure import (
    PLACES,
    WIDTH,
    Spot,
    figure_rows,
    next_spot,
    turned,
)
from coach.workflows.body import DUE
from coach.workflows.coach import Coach
from coach.workflows.safety import LIST_FIRST
from tests.conftest import answer_list
from tests.domain.test_body_chart import a_chart
from tests.tui.conftest import Running, on, press, settle
from tests.tui.pictures import picture
from tests.workflows.conftest import answered_since, facts_of

WAYS: tuple[Any, ...] = ("up", "down", "left", "right")
SHOWN = [(View.FRONT,), (View.BACK,), tuple(View)]


def _drawn(coach: Coach) -> dict[str, BodyMarked]:
    return {fact.zone: fact for _, fact in coach.records.recent().of(BodyMarked)}


def _said(coach: Coach) -> list[str]:
    return [cue.text for cue in coach.speaker.said]  # type: ignore[attr-defined]


# --- the figures


def test_every_zone_stands_on_its_figures_and_only_there() -> None:
    for view in View:
        assert {spot.code for spot in PLACES[view]} == {
            zone.code for zone in ZONES if view in zone.views
        }


def test_from_the_front_the_right_half_is_on_the_left() -> None:
    for view in View:
        for spot, (column, _) in PLACES[view].items():
            on_the_left = column < WIDTH // 2
            if spot.code.endswith("R"):
                assert on_the_left is (view is View.FRONT)
            if spot.code.endswith("L"):
                assert on_the_left is (view is View.BACK)


@pytest.mark.parametrize("views", SHOWN)
def test_every_zone_is_reached_with_the_arrows(views: tuple[View, ...]) -> None:
    everything = {spot for view in views for spot in PLACES[view]}
    for start in everything:
        seen, reached = {start}, [start]
        for spot in reached:
            for way in WAYS:
                following = next_spot(spot, way, views)
                if following not in seen:
                    seen.add(following)
                    reached.append(following)
        assert seen == everything


@pytest.mark.parametrize("views", SHOWN)
def test_an_arrow_goes_its_way_or_stays(views: tuple[View, ...]) -> None:
    for view in views:
        for spot, (column, row) in PLACES[view].items():
            for way, sign in (("up", -1), ("down", 1)):
                following = next_spot(spot, way, views)  # type: ignore[arg-type]
                assert following.view is view
                below = PLACES[view][following][1]
                assert following == spot or (below - row) * sign > 0
            for way, sign in (("left", -1), ("right", 1)):
                following = next_spot(spot, way, views)  # type: ignore[arg-type]
                there = PLACES[following.view][following][0]
                across = (views.index(following.view) - views.index(view)) * 100
                assert following == spot or (there + across - column) * sign > 0


def test_turning_round_keeps_the_half_of_the_body() -> None:
    for view in View:
        for spot in PLACES[view]:
            there = turned(spot)
            assert there.view is view.other
            assert there.zone.half is spot.zone.half


@pytest.mark.parametrize("tall", [False, True])
def test_a_figure_keeps_its_width_whatever_is_marked(tall: bool) -> None:
    full = a_chart(*(f"{zone.code} pntw 10" for zone in ZONES))
    for chart in (Chart(), full):
        for spot in PLACES[View.FRONT]:
            rows = figure_rows((View.FRONT,), chart, spot, tall=tall)
            assert {len(text) for text, _ in rows} == {WIDTH}


def test_marks_are_letters_and_a_number_and_the_chosen_zone_has_brackets() -> None:
    rows = figure_rows(
        tuple(View), a_chart("B5L pn 5", "F1R t"), Spot(View.BACK, "B2R"), tall=False
    )
    text = "\n".join(text for text, _ in rows)
    assert "PN5" in text
    assert "[B2]" in text
    assert text.count("[") == 1
    assert "R right" in text
    assert "FRONT" in text
    assert "BACK" in text


# --- the screen


async def test_keys_mark_the_place_and_enter_saves(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        assert DUE in picture(pilot.app)
        await press(pilot, "y")
        shown = picture(pilot.app)
        assert "Middle of the low back: nothing marked" in shown
        assert "FRONT" in shown
        assert "BACK" in shown
        await press(pilot, "p", "3", "left", "down", "down", "down", "down", "p", "t", "7")
        assert "Left calf: pain, tingling, 7 of 10" in picture(pilot.app)
        assert "[PT7]" in picture(pilot.app)
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
        assert DUE not in picture(pilot.app)
    drawn = _drawn(coach)
    assert list(drawn) == ["B0", "B5L"]
    assert (drawn["B0"].pain, drawn["B0"].score) == (True, 3)
    calf = drawn["B5L"]
    assert (calf.pain, calf.numb, calf.tingle, calf.weak, calf.score) == (
        True,
        False,
        True,
        False,
        7,
    )


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (("p",), "pain"),
        (("p", "p"), "nothing marked"),
        (("n", "w"), "numb, weak"),
        (("4",), "pain, 4 of 10"),
        (("plus",), "pain, 10 of 10"),
        (("1", "0"), "pain, 10 of 10"),
        (("p", "1", "0"), "pain, 10 of 10"),
        (("1", "p", "0"), "nothing marked"),
        (("4", "0"), "pain, 0 of 10"),
        (("0",), "nothing marked"),
        (("p", "5", "delete"), "nothing marked"),
        (("p", "5", "backspace"), "nothing marked"),
        (("t", "9", "2"), "tingling, 2 of 10"),
    ],
)
@pytest.mark.parametrize("size", [(80, 24), (50, 24)])
async def test_what_the_keys_mark(
    running: Running, coach: Coach, keys: tuple[str, ...], shown: str, size: tuple[int, int]
) -> None:
    async with running(coach, size=size) as pilot:
        await press(pilot, "y", *keys)
        assert f"Middle of the low back: {shown}" in picture(pilot.app)


async def test_escape_saves_nothing(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "y", "p", "escape")
        assert on(pilot, TodayScreen)
    assert _drawn(coach) == {}


async def test_feeling_nothing_is_saved_when_it_is_said_twice(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "y", "enter")
        assert on(pilot, BodyScreen)
        assert "Nothing is marked. Press Enter once more" in picture(pilot.app)
        await press(pilot, "left", "enter")
        assert on(pilot, BodyScreen)
        assert _drawn(coach) == {}
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
    assert list(_drawn(coach)) == ["none"]


async def test_the_chart_of_last_time_can_be_taken_over(running: Running, coach: Coach) -> None:
    coach.body.save(a_chart("B0 p 3", "B5L p 6"))
    async with running(coach) as pilot:
        await press(pilot, "y")
        assert "nothing marked" in picture(pilot.app)
        await press(pilot, "l", "2", "enter")
    last = coach.body.last()
    assert last == a_chart("B0 p 2", "B5L p 6")


async def test_the_place_is_spoken_and_the_private_one_is_not(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "y", "left", "right", "down")
        assert "Between the legs (saddle area)" in picture(pilot.app)
    assert _said(coach)[-3:] == ["Where do you feel it?", "left low back", "middle of the low back"]


async def test_the_list_says_the_same_in_words(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "y", "left", "p", "5", "x")
        shown = picture(pilot.app)
        assert "FRONT" not in shown
        assert "pain, 5 of 10" in next(
            line for line in shown.splitlines() if "│ Left low back" in line
        )
        await press(pilot, "down", "n")
        assert "Right low back: numb" in picture(pilot.app)
        await press(pilot, "x")
        assert "[N]" in picture(pilot.app)


async def test_below_sixty_columns_zones_are_listed(running: Running, coach: Coach) -> None:
    async with running(coach, size=(50, 24)) as pilot:
        await press(pilot, "y", "down", "t", "6")
        shown = picture(pilot.app)
        assert "FRONT" not in shown
        assert "T6      Left low back" in shown
        assert "Left low back: tingling, 6 of 10" in shown
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
    assert list(_drawn(coach)) == ["B1L"]


async def test_one_figure_at_a_time_where_two_do_not_fit(running: Running, coach: Coach) -> None:
    async with running(coach, size=(64, 24)) as pilot:
        await press(pilot, "y")
        assert "BACK" in picture(pilot.app)
        assert "FRONT" not in picture(pilot.app)
        for key in ("v", "tab"):
            await press(pilot, "left", "p", "v")
            assert "FRONT" in picture(pilot.app)
            assert "Left groin" in picture(pilot.app)
            await press(pilot, key)
            assert "BACK" in picture(pilot.app)


async def test_a_large_screen_lists_what_is_marked_beside_the_figures(
    running: Running, coach: Coach
) -> None:
    async with running(coach, size=(120, 40)) as pilot:
        await press(pilot, "y", "left", "p", "5", "down", "t")
        shown = picture(pilot.app)
        assert "What you marked" in shown
        assert "Left low back: pain, 5 of 10" in shown
        assert "R right" in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (64, 24)])
async def test_nothing_of_the_figure_is_cut_off(
    running: Running, coach: Coach, size: tuple[int, int]
) -> None:
    coach.body.save(a_chart("B0 p 3"))
    async with running(coach, size=size) as pilot:
        await press(pilot, "y")
        shown = picture(pilot.app)
        assert "B0" in shown
        assert shown.count("───────╯") >= 2
        assert "q Quit" in shown
        assert "l Last" in shown


async def test_sizes_change_and_the_zone_stays_chosen(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "y", "left", "down", "p", "8")
        before = picture(pilot.app)
        for width, height in ((1, 1), (50, 24), (20, 5), (64, 30), (3, 50), (120, 40), (80, 24)):
            await pilot.resize_terminal(width, height)
            await settle(pilot)
        assert picture(pilot.app) == before
        assert "Left buttock: pain, 8 of 10" in before


# --- what follows


async def _mark_saddle(pilot: Pilot[None]) -> None:
    await press(pilot, "y", "down", "n", "enter")


async def test_the_saddle_area_leads_straight_to_its_questions(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await _mark_saddle(pilot)
        assert list(_drawn(coach)) == ["SAD"]
        assert coach.safety.hold() is None
        assert on(pilot, RedFlagScreen)
        assert "between your legs" in picture(pilot.app)
        await press(pilot, "y")
        assert on(pilot, HoldScreen)
    assert coach.safety.hold() is not None
    (answer,) = [fact for _, fact in coach.records.recent().of(RedFlagAnswered) if fact.answer]
    assert answer.item == "saddle-numb"


async def test_questions_that_are_left_stay_due(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await _mark_saddle(pilot)
        await press(pilot, "escape")
        assert on(pilot, TodayScreen)
    assert list(_drawn(coach)) == ["SAD"]
    assert coach.safety.hold() is None
    assert coach.safety.list_due() is not None


async def test_both_legs_ask_about_both_legs_first(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "y", "left", *["down"] * 4, "p", "right", "p", "enter")
        assert on(pilot, RedFlagScreen)
        assert "in both legs" in picture(pilot.app)
        await press(pilot, *["n"] * len(coach.safety.flags.items))
        assert "Please talk to your therapist" in picture(pilot.app)
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
    assert list(_drawn(coach)) == ["B5L", "B5R"]
    assert coach.safety.hold() is None


async def test_it_is_offered_under_more(running: Running, coach: Coach) -> None:
    async with running(coach, (120, 40)) as pilot:
        await press(pilot, "m")
        menu = picture(pilot.app)
        assert menu.index("▶ Check-in:") < menu.index("▶ Body map:") < menu.index("  History:")
        await press(pilot, "y")
        assert on(pilot, BodyScreen)


async def test_whoever_may_not_write_is_told_before_marking(
    running: Running, coach: Coach, open_coach: Any
) -> None:
    reader = open_coach(wishes=Wishes(silent=True, read_only=True))
    async with running(reader) as pilot:
        await press(pilot, "y")
        assert on(pilot, TodayScreen)
        assert "reading only" in picture(pilot.app)


# --- a mark that is left, or contradicted


async def test_numb_between_the_legs_that_is_left_with_escape_is_kept_and_asked(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "y", "down", "n", "escape")
        assert list(_drawn(coach)) == ["SAD"]
        assert on(pilot, RedFlagScreen)
        assert "between your legs" in picture(pilot.app)


async def test_closed_with_such_a_mark_it_is_kept(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "y", "down", "n")
    assert list(_drawn(coach)) == ["SAD"]
    assert coach.safety.list_due() is not None


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_such_a_mark_asks_though_the_log_refuses_it(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    def refuses(*facts: Fact, at: object = None) -> None:
        raise LogError("Disk", "The disk is full.")

    async with running(coach) as pilot:
        with monkeypatch.context() as full:
            full.setattr(coach.records, "record", refuses)
            await press(pilot, "y", "down", "n", key)
            assert on(pilot, RedFlagScreen)
            assert "between your legs" in picture(pilot.app)
            await press(pilot, "escape")
            assert on(pilot, TodayScreen)
            assert coach.safety.list_due() is not None
        assert coach.safety.list_due() is not None
    assert list(_drawn(coach)) == ["SAD"]


async def test_one_back_from_there_is_the_question_itself_and_nothing_was_answered(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await _mark_saddle(pilot)
        await press(pilot, "n", "backspace")
        assert "Is that so?" not in picture(pilot.app)
        assert "between your legs" in picture(pilot.app)
        assert answered_since(coach) == []
        await press(pilot, "n", "n")
    assert len(answered_since(coach)) == 1


@pytest.mark.parametrize("answer", ["n", "y"])
async def test_a_no_against_the_mark_is_asked_once_more(
    running: Running, coach: Coach, answer: str
) -> None:
    async with running(coach) as pilot:
        await _mark_saddle(pilot)
        await press(pilot, "n")
        assert "You marked numb between the legs. Is that so?" in picture(pilot.app)
        await press(pilot, answer)
        assert on(pilot, HoldScreen if answer == "y" else RedFlagScreen)
        if answer == "n":
            assert "Question 2 of" in picture(pilot.app)
    last = facts_of(coach, RedFlagAnswered)[-1]
    assert (last.item, last.answer) == ("saddle-numb", answer == "y")


async def test_no_pack_begins_while_the_list_is_due_for_a_mark(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await _mark_saddle(pilot)
        await press(pilot, "escape", "f")
        await press(pilot, "c")
        assert LIST_FIRST in " ".join(picture(pilot.app).split())
    assert not coach.timers.now()


async def test_what_the_list_stood_before_is_told_no_more_when_it_is_done(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await _mark_saddle(pilot)
        await press(pilot, "escape", "f")
        await press(pilot, "c")
        assert "start `coach`" not in picture(pilot.app).lower()
        answer_list(coach)
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        screen.five_seconds()
        await settle(pilot)
        assert LIST_FIRST not in " ".join(picture(pilot.app).split())
