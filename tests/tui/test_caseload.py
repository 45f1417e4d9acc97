"""The caseload on a screen: who stands on top, searching, sorting, and what the keys open."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from coach.clock import ManualClock
from coach.domain.errors import LogError
from coach.domain.events import PainScore
from coach.domain.pain import Moment, Site
from coach.review.caseload_line import Order, Show
from coach.tui import clinic_app
from coach.tui.clinic_app import ClinicApp
from coach.tui.keys import action, key_name
from coach.tui.therapist import caseload_rows
from coach.tui.therapist.ask_line import AskLineScreen
from coach.tui.therapist.caseload import CaseloadScreen
from coach.tui.therapist.emergency import EmergencyScreen
from coach.tui.therapist.read_text import ReadTextScreen
from coach.workflows.caseload_lines import CaseloadView
from coach.workflows.clinic import Clinic
from coach.workflows.clinic_registry import CLINIC_REGISTRY
from coach.workflows.receive import Outcome
from coach.workflows.registry import Place
from tests.tui import clinics
from tests.tui.clinics import a_clinic, a_small_caseload, enrol, received
from tests.tui.conftest import press, settle
from tests.tui.pictures import check_golden, picture
from tests.tui.test_sizes import STORM

Desk = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with a_clinic(tmp_path / "home") as made:
        a_small_caseload(made)
        yield made


@pytest.fixture
def desk() -> Desk:
    """Opens the therapist's app at a size, with every line read."""

    @asynccontextmanager
    async def _desk(clinic: Clinic, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Any]:
        app = ClinicApp(clinic)
        async with app.run_test(size=size) as pilot:
            await read(pilot)
            yield pilot

    return _desk


async def read(pilot: Pilot[None]) -> None:
    """Let the lines be read."""
    await pilot.app.workers.wait_for_complete()
    await settle(pilot)


def caseload(pilot: Pilot[None]) -> CaseloadScreen:
    screen = pilot.app.screen
    assert isinstance(screen, CaseloadScreen)
    return screen


def names(pilot: Pilot[None]) -> list[str]:
    """Surnames as they are listed."""
    options = caseload(pilot).query_one(OptionList)
    by_id = {one.patient: one.name for one in caseload(pilot).clinic.caseload.patients()}
    return [by_id[str(option.id)].split()[1] for option in options.options]


# --- what stands there


async def test_whoever_needs_a_person_is_on_top_with_why(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        assert names(pilot)[:4] == ["Ångström", "Müller", "Łoś", "Brown"]
        shown = picture(pilot.app)
        assert "Locked since 29 Mar 09:00" in shown
        assert "8 patients: 1 now, 3 soon, 2 to look at." in shown


async def test_the_chosen_patient_is_shown_whole(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        await press(pilot, "down", "down", "down")
        shown = picture(pilot.app)
        assert "Ben Brown   id-0005" in shown
        assert "!!  Silent for 19 days." in shown
        assert "Done: not recorded." in shown


def a_long_detail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is chosen has more to be told than the usual rows hold."""
    monkeypatch.setattr(caseload_rows, "detail", lambda *_: [f"Reason {n}." for n in range(1, 10)])


async def test_the_chosen_patient_grows_into_rows_that_nobody_stands_on(
    clinic: Clinic, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_long_detail(monkeypatch)
    async with desk(clinic) as pilot:
        shown = picture(pilot.app)
        assert "Reason 9." in shown
        assert "Émile García" in shown
        await pilot.resize_terminal(80, 20)
        await settle(pilot)
        assert "Émile García" in picture(pilot.app)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "Reason 9." in picture(pilot.app)


async def test_a_list_that_is_full_gives_no_row_to_the_chosen_patient(
    clinic: Clinic, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_long_detail(monkeypatch)
    for nth in range(7):
        enrol(clinic, f"Patient Number{nth}")
    async with desk(clinic) as pilot:
        assert caseload(pilot).query_one(OptionList).size.height == 12
        assert "Reason 9." not in picture(pilot.app)


async def test_names_with_brackets_are_shown_as_they_are(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic, (120, 40)) as pilot:
        assert "Ada [b]Petit[/b]" in picture(pilot.app)


async def test_an_empty_caseload_says_what_to_do(tmp_path: Path, desk: Desk) -> None:
    with a_clinic(tmp_path / "empty") as empty:
        async with desk(empty) as pilot:
            assert "There is no patient yet. Press n" in picture(pilot.app)
            await press(pilot, "enter", "a", "s", "f", "/", "escape")
            assert isinstance(pilot.app.screen, CaseloadScreen)


async def test_a_log_that_cannot_be_read_is_said_and_the_screen_stays(
    clinic: Clinic, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise LogError("Broken", "clinic.db cannot be read; see the newest backup.")

    async with desk(clinic) as pilot:
        monkeypatch.setattr(clinic.lines, "reading", broken)
        await press(pilot, "g")
        await read(pilot)
        assert "clinic.db cannot be read" in picture(pilot.app)
        assert names(pilot)[0] == "Ångström"


async def test_what_came_in_meanwhile_is_shown_on_reading_again(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        carla = clinic.patients.find("Carla Calm")
        worse = [PainScore(site=Site.LEG, score=9, moment=Moment.NOW)]
        for nth in (26, 27):
            clinic.caseload.log(carla.patient).append(
                worse, at=clinics._at(nth, 20), plan_version=""
            )
        clinic.caseload.drop_signs(carla.patient)
        await press(pilot, "g")
        await read(pilot)
        assert names(pilot)[1:3] == ["Calm", "Müller"]


# --- searching, sorting, filtering


async def test_typing_narrows_the_list_and_escape_gives_everyone_back(
    clinic: Clinic, desk: Desk
) -> None:
    async with desk(clinic) as pilot:
        await press(pilot, "/", "m", "u", "l")
        assert names(pilot) == ["Müller"]
        assert '"mul" (1)' in picture(pilot.app)
        assert "q Quit" not in picture(pilot.app)
        await press(pilot, "enter")
        assert pilot.app.focused is caseload(pilot).query_one(OptionList)
        await press(pilot, "escape")
        assert len(names(pilot)) == 8
        assert not caseload(pilot).query_one(Input).display


async def test_arrow_down_leaves_the_search_with_what_it_found(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        await press(pilot, "/", "a", "n", "g", "down")
        assert pilot.app.focused is caseload(pilot).query_one(OptionList)
        assert names(pilot) == ["Ångström"]


async def test_nobody_found_says_how_to_go_on(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        await press(pilot, "/", "x", "y", "z")
        assert 'Nobody is found with "xyz". Esc takes the search back.' in picture(pilot.app)
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, CaseloadScreen)
        await press(pilot, "escape")
        assert len(names(pilot)) == 8


async def test_a_search_that_the_list_hides_says_which_keys_show_it(
    clinic: Clinic, desk: Desk
) -> None:
    """The keys it names lead to whom it found."""
    async with desk(clinic) as pilot:
        caseload(pilot).show = Show.SILENT
        await press(pilot, "/", "a", "n", "g")
        assert names(pilot) == []
        said = " ".join(picture(pilot.app).split())
        assert '1 patient is found with "ang", and not shown: the list is of who is silent.' in said
        assert "Press Enter, then f to go on to everyone; Esc takes the search back." in said
        await press(pilot, "enter", "f")
        assert names(pilot) == ["Ångström"]


def test_a_list_of_nobody_says_what_the_key_goes_on_to() -> None:
    line = caseload_rows.nobody_shown([], Show.LOCKED, "")
    assert (
        line == "Nobody is shown: the list is of who is locked. Press f to go on to who is silent."
    )
    assert caseload_rows.next_show(Show.SILENT) is Show.ALL


async def test_sort_and_filter_go_round_and_say_where_they_are(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        await press(pilot, "s")
        assert caseload(pilot).order is Order.NAME
        assert names(pilot)[0] == "[b]Petit[/b]"
        assert "by name" in picture(pilot.app)
        for _ in range(len(Order) - 1):
            await press(pilot, "s")
        assert caseload(pilot).order is Order.NEED
        await press(pilot, "f", "f")
        assert caseload(pilot).show is Show.LOCKED
        assert names(pilot) == ["Ångström"]
        await press(pilot, "f")
        assert names(pilot) == ["Brown"]


async def test_the_chosen_patient_stays_chosen(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        await press(pilot, "down", "s")
        line = caseload(pilot).chosen
        assert line is not None
        assert line.enrolled.name == "Max Müller"


async def test_after_signing_the_cursor_stays_on_the_patient_who_was_signed_for(
    clinic: Clinic, desk: Desk
) -> None:
    """Signing drops what was kept of them: they are listed last, when they are read anew."""
    async with desk(clinic) as pilot:
        await press(pilot, "down", "down", "down")
        brown = clinic.patients.find("Ben Brown")
        for _ in range(2):
            clinic.caseload.drop_signs(brown.patient)
            caseload(pilot).on_screen_resume()
            await read(pilot)
            line = caseload(pilot).chosen
            assert line is not None
            assert line.enrolled.name == "Ben Brown"


async def test_while_the_chosen_patient_is_not_listed_no_key_acts_on_another(
    clinic: Clinic, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = clinic.lines.reading

    def without_brown() -> Iterator[CaseloadView]:
        for view in everyone():
            others = [one for one in view.lines if one.enrolled.name != "Ben Brown"]
            yield CaseloadView(tuple(others), 0)

    async with desk(clinic) as pilot:
        await press(pilot, "down", "down", "down")
        with monkeypatch.context() as patched:
            patched.setattr(clinic.lines, "reading", without_brown)
            await press(pilot, "g")
            await read(pilot)
        assert caseload(pilot).chosen is None
        assert "Nobody is chosen" in picture(pilot.app)
        await press(pilot, "enter", "a")
        assert isinstance(pilot.app.screen, CaseloadScreen)
        await press(pilot, "g")
        await read(pilot)
        line = caseload(pilot).chosen
        assert line is not None
        assert line.enrolled.name == "Ben Brown"


async def test_the_list_ends_where_it_ends(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        await press(pilot, "up")
        assert caseload(pilot).query_one(OptionList).highlighted == 0
        await press(pilot, "end", "down")
        assert caseload(pilot).query_one(OptionList).highlighted == 7


# --- what the keys open


async def test_enter_opens_the_follow_up_of_the_chosen_patient(clinic: Clinic, desk: Desk) -> None:
    from coach.tui.therapist.follow_up import FollowUpScreen

    async with desk(clinic) as pilot:
        opened: list[Any] = []
        pilot.app.push_screen = opened.append  # type: ignore[method-assign,assignment]
        await press(pilot, "down", "enter")
        (screen,) = opened
        assert isinstance(screen, FollowUpScreen)
        assert screen._enrolled.name == "Max Müller"


async def test_a_new_patient_needs_a_name_and_their_words(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        await press(pilot, "n", *"Uma", "enter")
        assert isinstance(pilot.app.screen, AskLineScreen)
        pilot.app.screen.query_one(Input).value = clinics.WORDS
        await press(pilot, "enter")
        assert clinic.patients.find("Uma").key == "99" * 32
        assert clinics.WORDS in picture(pilot.app)
        await press(pilot, "escape")
        await read(pilot)
        line = caseload(pilot).chosen
        assert line is not None
        assert line.enrolled.name == "Uma"


async def test_words_that_are_none_are_refused_with_a_sentence(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        await press(pilot, "n", *"Uma", "enter")
        pilot.app.screen.query_one(Input).value = "xylophon b c d e f"
        await press(pilot, "enter")
        assert "is not one of the words" in picture(pilot.app)
        assert pilot.app.screen.query_one(Input).value == "xylophon b c d e f"
        assert len(clinic.caseload.patients()) == 8


async def test_what_was_received_is_told_file_by_file(tmp_path: Path, desk: Desk) -> None:
    results = [
        received("a.coachlog", Outcome.TAKEN, "12 facts were new."),
        received("b.coachlog", Outcome.REFUSED, "It comes from nobody in your caseload."),
    ]
    taking = clinics.RememberedReceiving(results)
    with a_clinic(tmp_path / "home", receiving=taking) as made:
        async with desk(made) as pilot:
            await press(pilot, "r", *"/in", "enter")
            await settle(pilot)
            assert taking.paths == ["/in"]
            shown = picture(pilot.app)
            assert shown.index("Refused (1)") < shown.index("Taken in (1)")


async def test_what_went_wrong_behind_the_screen_is_told(tmp_path: Path, desk: Desk) -> None:
    with a_clinic(tmp_path / "home") as made:
        made.notices.leave("Today's backup was not made. The disk is full.")
        async with desk(made) as pilot:
            told = [one.message for one in pilot.app._notifications]
            assert told == ["Today's backup was not made. The disk is full."]


async def test_what_goes_wrong_long_after_the_start_is_told_as_well(
    clinic: Clinic, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clinic_app, "NOTICE_SECONDS", 0.01)
    async with desk(clinic) as pilot:
        assert not pilot.app._notifications
        clinic.notices.leave("Today's backup was not made. The disk is full.")
        for _ in range(200):
            if pilot.app._notifications:
                break
            await pilot.pause()
        told = [one.message for one in pilot.app._notifications]
        assert told == ["Today's backup was not made. The disk is full."]


async def test_a_former_reading_that_fails_is_no_trouble_of_the_one_that_was_begun_anew(
    clinic: Clinic, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, anew, go_on, failed = Event(), Event(), Event(), Event()
    reading = clinic.lines.reading

    def fails_late() -> Iterator[CaseloadView]:
        if begun.is_set():
            yield from reading()
            anew.set()
            return
        begun.set()
        go_on.wait()
        failed.set()
        raise LogError("Busy", "Another program holds the log.")

    async with desk(clinic) as pilot:
        monkeypatch.setattr(clinic.lines, "reading", fails_late)
        try:
            caseload(pilot).reload()
            while not begun.is_set():
                await pilot.pause()
            caseload(pilot).reload()
            while not anew.is_set():
                await pilot.pause()
        finally:
            go_on.set()
        while not failed.is_set():
            await pilot.pause()
        await settle(pilot)
        assert "Another program holds the log." not in picture(pilot.app)


async def test_the_emergency_screen_opens_also_while_a_name_is_typed(
    clinic: Clinic, desk: Desk
) -> None:
    async with desk(clinic) as pilot:
        await press(pilot, "/", "!")
        assert isinstance(pilot.app.screen, EmergencyScreen)
        assert "█" in picture(pilot.app)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, CaseloadScreen)
        await press(pilot, "escape")
        assert caseload(pilot).query_one(Input).value == ""


async def test_thresholds_are_shown_with_the_names_of_their_settings(
    clinic: Clinic, desk: Desk
) -> None:
    async with desk(clinic, (120, 60)) as pilot:
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, ReadTextScreen)
        shown = picture(pilot.app)
        for name in ("leg_up_points", "silent_hours", "silent_days", "no_better_first_weeks"):
            assert f"alert_{name}" in shown
        assert "The safety list was never finished, or is due" in shown


async def test_a_reader_may_look_and_not_write(
    clinic: Clinic, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        type(clinic.caseload), "refusal", property(lambda self: "Another coach is open here.")
    )
    async with desk(clinic) as pilot:
        assert "Another coach is open here." in picture(pilot.app)
        await press(pilot, "n", "r")
        assert isinstance(pilot.app.screen, CaseloadScreen)


@pytest.mark.parametrize(
    "entry", [one for one in CLINIC_REGISTRY if one.place is Place.CASELOAD], ids=lambda one: one.id
)
def test_every_command_of_the_caseload_is_bound(entry: Any) -> None:
    bound = {one.key: one.action for one in CaseloadScreen.BINDINGS if isinstance(one, Binding)}
    assert bound[entry.key] == action(entry)
    assert callable(getattr(CaseloadScreen, f"action_do_{entry.id}"))


async def test_every_command_is_in_footer_and_help(clinic: Clinic, desk: Desk) -> None:
    own = [one for one in CLINIC_REGISTRY if one.place is Place.CASELOAD]
    async with desk(clinic, (120, 60)) as pilot:
        footer = picture(pilot.app)
        await press(pilot, "question_mark")
        helped = " ".join(picture(pilot.app).split())
    for entry in own:
        assert entry.help in helped
        if not entry.minor:
            assert f"{key_name(entry.key)} {entry.label}" in footer


# --- looks


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_golden_caseload(clinic: Clinic, desk: Desk, size: tuple[int, int]) -> None:
    async with desk(clinic, size) as pilot:
        check_golden(pilot.app, "caseload")
        await press(pilot, "/", "m", "u")
        check_golden(pilot.app, "caseload-search")
        await press(pilot, "escape", "question_mark")
        check_golden(pilot.app, "caseload-help")


async def test_a_resize_storm_breaks_nothing(clinic: Clinic, desk: Desk) -> None:
    async with desk(clinic) as pilot:
        before = picture(pilot.app)
        for width, height in STORM:
            await pilot.resize_terminal(width, height)
            await settle(pilot)
        assert picture(pilot.app) == before


@pytest.mark.parametrize("size", [(40, 12), (20, 5)])
async def test_on_a_small_screen_the_most_pressing_name_stays(
    clinic: Clinic, desk: Desk, size: tuple[int, int]
) -> None:
    async with desk(clinic, size) as pilot:
        assert "!!!" in picture(pilot.app)
        assert "Zoë Ång" in picture(pilot.app)


async def test_a_thousand_patients_are_one_list(tmp_path: Path, desk: Desk) -> None:
    with a_clinic(tmp_path / "many", ManualClock(clinics.NOW)) as made:
        for nth in range(300):
            enrol(made, f"Patient {nth}")
        async with desk(made) as pilot:
            assert caseload(pilot).query_one(OptionList).option_count == 300
            await press(pilot, "/", "2", "9", "9")
            assert "299" in names(pilot)
