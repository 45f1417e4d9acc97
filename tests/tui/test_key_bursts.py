"""Keys that come faster than the screens: pressed ahead, held down, pasted."""

from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key
from textual.pilot import Pilot

from coach.domain.events import ExerciseDone, PainScore, TherapistPaired
from coach.tui.clinic_app import ClinicApp
from coach.tui.house_app import HouseApp
from coach.tui.patient.asking import ChoiceScreen
from coach.tui.patient.emergency import EmergencyScreen
from coach.tui.patient.help import HelpScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.therapist.caseload import CaseloadScreen
from coach.tui.therapist.sure import SureScreen
from coach.tui.widgets.framed_screen import FramedScreen
from coach.workflows.coach import Coach
from tests.tui.clinics import a_clinic, a_small_caseload
from tests.tui.conftest import Running, on, press, settle
from tests.tui.desk import RecordingAssigning, a_desk, at_desk
from tests.tui.pictures import picture
from tests.workflows.conftest import facts_of

BURSTS = ("scop", "ooooo", "pppq", "cccc", "spspsp", "oq?q", "ys", "escape")
WORDS = "able acid also apex army atom quick paint sit needle"


async def burst(pilot: Pilot[None], keys: str) -> None:
    """All of it at once, as a terminal hands on what was typed ahead."""
    app = pilot.app
    for one in [keys] if keys == "escape" else keys:
        name = {" ": "space"}.get(one, one)
        app.post_message(Key(name, None if len(one) > 1 else one))
    for _ in range(6):
        await settle(pilot)


def open_screens(pilot: Pilot[None]) -> list[str]:
    return [type(screen).__name__ for screen in pilot.app.screen_stack]


@pytest.mark.parametrize("keys", BURSTS)
async def test_fast_keys_in_the_menu_of_the_therapist_break_nothing(
    keys: str, running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "t")
        await burst(pilot, keys)
        assert pilot.app.is_running
        assert isinstance(pilot.app.screen, FramedScreen)
        for _ in range(6):
            await press(pilot, "escape")
        assert open_screens(pilot)[1:] == ["TodayScreen"]
        await press(pilot, "t")
        assert on(pilot, ChoiceScreen)
    assert facts_of(coach, TherapistPaired) == []


@pytest.mark.parametrize("keys", ["tscop", "tp" + WORDS, "ttpp", "mmmm", "lclclc"])
async def test_keys_ahead_of_a_flow_are_nobodys_commands(
    keys: str, running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await burst(pilot, keys)
        assert pilot.app.is_running
        assert facts_of(coach, PainScore) == []
        assert facts_of(coach, ExerciseDone) == []
        for _ in range(8):
            await press(pilot, "escape")
        assert on(pilot, TodayScreen)


@pytest.mark.parametrize(
    ("key", "opened"),
    [(Key("exclamation_mark", "!"), EmergencyScreen), (Key("question_mark", "?"), HelpScreen)],
    ids=["emergency", "help"],
)
async def test_a_key_pressed_while_the_coach_starts_opens_its_screen_over_today(
    key: Key,
    opened: type[FramedScreen[None]],
    running: Running,
    coach: Coach,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts = HeadlessDriver.start_application_mode

    def start(driver: HeadlessDriver) -> None:
        """The terminal hands on at once what was typed already."""
        starts(driver)
        driver.send_message(key)

    monkeypatch.setattr(HeadlessDriver, "start_application_mode", start)
    async with running(coach) as pilot:
        await settle(pilot)
        assert open_screens(pilot)[1:] == ["TodayScreen", opened.__name__]


async def test_what_is_typed_before_its_field_is_there_is_no_command(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "t")
        await burst(pilot, "p" + WORDS)
        assert pilot.app.is_running
        assert open_screens(pilot)[1:] == ["TodayScreen", "TypedScreen"]


async def test_a_screen_below_another_closes_when_that_has_closed() -> None:
    below, above = SureScreen(a_desk(), "Below?"), SureScreen(a_desk(), "Above?")
    async with at_desk(below) as pilot:
        await pilot.app.push_screen(above)
        below.dismiss(True)
        below.dismiss(False)
        await settle(pilot)
        assert pilot.app.screen is above
        above.dismiss(True)
        await settle(pilot)
        assert getattr(pilot.app, "left_with", None) is True
        below.dismiss(None)
        assert isinstance(pilot.app, HouseApp)


@pytest.mark.parametrize("keys", ["nn", "nnqqq", "aaaa", "aqaq", "arar", "rrq?", "an" * 4])
async def test_fast_keys_at_the_desk_break_nothing(keys: str, tmp_path: Path) -> None:
    with a_clinic(tmp_path, assigning=RecordingAssigning()) as clinic:
        a_small_caseload(clinic)
        app = ClinicApp(clinic)
        async with app.run_test(size=(80, 24)) as pilot:
            await app.workers.wait_for_complete()
            await settle(pilot)
            await burst(pilot, keys)
            assert app.is_running
            for _ in range(8):
                await press(pilot, "escape")
            assert on(pilot, CaseloadScreen)


@pytest.mark.parametrize("keys", ["yy", "ynyn", "nny"])
async def test_an_answer_counts_once(keys: str) -> None:
    async with at_desk(SureScreen(a_desk(), "Sure?")) as pilot:
        await burst(pilot, keys)
        assert getattr(pilot.app, "left_with", None) is (keys[0] == "y")
        assert pilot.app.is_running


async def test_an_answer_to_a_key_stands_on_the_screen_once_and_covers_nothing(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        today = pilot.app.screen
        assert isinstance(today, TodayScreen)
        today.toast("Nothing is due now.")
        await settle(pilot)
        assert picture(pilot.app).count("Nothing is due now.") == 1
        assert list(pilot.app._notifications) == []
