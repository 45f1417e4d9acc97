"""A session as the patient meets it: the opening question, the stage, pain, the end."""

import errno
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from coach.clock import ManualClock
from coach.domain.errors import LogError
from coach.domain.events import (
    ExerciseDone,
    LightGiven,
    NoteWritten,
    PainScore,
    RedFlagAnswered,
    SafetyHold,
    SessionEnded,
    SessionStarted,
    SittingBout,
)
from coach.domain.lights import Light
from coach.domain.outcomes import Reason, SessionOutcome, TimerKind
from coach.domain.pain import Moment, PainReport
from coach.domain.safety_rhythm import UNFINISHED
from coach.session.commands import Command, Given
from coach.session.phrasing import ALL_NO
from coach.session.state import Phase
from coach.session.view import view
from coach.tui.patient.asking import MessageScreen
from coach.tui.patient.emergency import EmergencyScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.session import SessionScreen
from coach.tui.patient.session_asides import END_SESSION
from coach.tui.patient.session_body import skip_label
from coach.tui.patient.summary import SummaryScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.widgets.stage import Stage
from coach.workflows.coach import Coach
from coach.workflows.inbox import Request
from coach.workflows.safety import COMES_FIRST, IF_WRONG, TALK_FIRST
from tests.conftest import last_question_locks_nothing
from tests.session.driving import a_state, an_item
from tests.tui.conftest import (
    Running,
    into_session,
    let_pass,
    on,
    phase,
    press,
    session_screen,
    settle,
    until_word,
)
from tests.tui.pictures import flat, picture
from tests.workflows.conftest import said


def _refuse(*_: object, **__: object) -> None:
    raise LogError("Disk", "The disk is full.")


def _ended(coach: Coach) -> list[SessionEnded]:
    return [fact for _, fact in coach.records.recent().of(SessionEnded)]


def notices_shown(pilot: Pilot[None]) -> list[str]:
    """What lies over the screen for a moment."""
    return [one.message for one in pilot.app._notifications]


async def test_nothing_new_leads_to_the_check_in_and_then_to_the_session(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        assert phase(pilot) is Phase.RUNNING
    history = coach.records.recent()
    opening = [fact for _, fact in history.of(RedFlagAnswered)][-1]
    assert opening.item == "opening"
    assert opening.answer is False
    scores = [fact for _, fact in history.of(PainScore)]
    assert [fact.moment for fact in scores] == [Moment.BEFORE, Moment.BEFORE]
    (started,) = [fact for _, fact in history.of(SessionStarted)]
    assert {fact.session for fact in scores} == {started.session}


async def test_not_now_three_times_starts_without_a_score(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await into_session(pilot, before=("n", "n"))
        session_screen(pilot)
    assert not list(coach.records.recent().of(PainScore))


async def test_a_pack_comes_off_while_the_questions_before_a_session_stand_open(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    async with running(coach) as pilot:
        today = pilot.app.screen
        assert isinstance(today, TodayScreen)
        await press(pilot, "s")
        assert not on(pilot, TodayScreen)
        for _ in range(11):
            clock.advance(60)
            today.second()
            today.five_seconds()
        assert any("Take the cold pack off now" in text for text in said(coach))
    assert coach.today.look().question is None


async def test_escape_at_the_check_in_starts_nothing(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "s", "n", "escape")
        assert on(pilot, TodayScreen)
    assert not list(coach.records.recent().of(SessionStarted))


async def test_something_new_asks_the_full_list_and_the_first_yes_locks(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "s", "y")
        assert on(pilot, RedFlagScreen)
        await press(pilot, "n", "y")
        assert on(pilot, HoldScreen)
        assert "Call your emergency number now" in picture(pilot.app)
    assert len(list(coach.records.course().of(SafetyHold))) == 1
    assert not list(coach.records.recent().of(SessionStarted))


async def test_all_no_after_a_yes_still_does_not_start(running: Running, coach: Coach) -> None:
    count = len(coach.safety.flags.items)
    async with running(coach) as pilot:
        await press(pilot, "s", "y", *["n"] * count)
        assert on(pilot, MessageScreen)
        assert TALK_FIRST in picture(pilot.app)
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
    assert not list(coach.records.recent().of(SessionStarted))
    assert coach.safety.hold() is None


async def test_work_and_rest_differ_in_shape(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        assert "╭──" in picture(pilot.app)
        assert "███████████" * 5 not in picture(pilot.app)
        await until_word(pilot, clock, "RELAX")
        assert pilot.app.screen.query_one(Stage).working
        assert "█" * 80 in picture(pilot.app)
        assert "╭──" not in picture(pilot.app)


async def test_space_stands_still_and_goes_on(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        screen = session_screen(pilot)
        await press(pilot, "space")
        assert phase(pilot) is Phase.PAUSED
        left = screen.runner.view().seconds_left
        await let_pass(pilot, clock, 30)
        assert screen.runner.view().seconds_left == left
        await press(pilot, "space")
        assert phase(pilot) is Phase.RUNNING


async def test_the_button_of_a_remote_pauses_and_goes_on(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "pagedown")
        assert phase(pilot) is Phase.PAUSED
        clock.advance(3)
        await press(pilot, "pagedown")
        assert phase(pilot) is Phase.RUNNING
        await press(pilot, "escape")
        assert phase(pilot) is Phase.PAUSED


async def test_pressed_twice_it_hurts_and_one_button_leads_on(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "pagedown", "pagedown")
        for _ in ("back", "leg"):
            assert phase(pilot) is Phase.ASKING_PAIN
            clock.advance(3)
            await press(pilot, "pagedown")
        assert phase(pilot) in (Phase.OFFERING_EASIER, Phase.OFFERING_STOP)
        clock.advance(3)
        await press(pilot, "pagedown")
        assert phase(pilot) is Phase.RUNNING
    stopped = [fact for _, fact in coach.records.recent().of(ExerciseDone)]
    assert stopped[0].outcome.value == "stopped"


async def test_a_second_word_for_a_key_still_works_while_any_key_pauses(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "?")
        assert not on(pilot, SessionScreen)
        await press(pilot, "escape", "exclamation_mark")
        assert on(pilot, EmergencyScreen)


async def test_that_hurts_stops_at_once_asks_and_offers(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        screen = session_screen(pilot)
        await until_word(pilot, clock, "RELAX")
        await pilot.press("h")
        assert phase(pilot) is Phase.ASKING_PAIN
        await settle(pilot)
        assert "Back pain now, from zero to ten?" in picture(pilot.app)
        await press(pilot, "2", "8", "5", *["n"] * len(coach.safety.flags.items))
        assert phase(pilot) is Phase.OFFERING_STOP
        shown = picture(pilot.app)
        assert "We leave this one for today." in shown
        assert "x End here" in " ".join(shown.split())  # Which d does too.
        assert "Done" not in shown
        item = screen.runner.state.block
        await press(pilot, "x")
        assert screen.runner.state.block == item + 1
    stopped = [fact for _, fact in coach.records.recent().of(ExerciseDone)]
    assert stopped[0].reason is Reason.PAIN
    lights = [fact.light for _, fact in coach.records.recent().of(LightGiven) if fact.item]
    assert lights == [Light.RED]
    during = [f for _, f in coach.records.recent().of(PainScore) if f.moment is Moment.DURING]
    assert [fact.score for fact in during] == [2, 8]


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"phase": Phase.OFFERING_STOP}, "On to the next"),
        ({"phase": Phase.OFFERING_STOP, "next_name": ""}, "End here"),
        ({"phase": Phase.OFFERING_EASIER}, "Leave this out"),
        ({"phase": Phase.RUNNING}, ""),
    ],
)
def test_after_that_hurts_leaving_out_is_called_by_what_it_leads_to(
    changes: dict[str, Any], label: str
) -> None:
    shown = replace(view(a_state(an_item(), an_item(name="d/second/1")), 0.0), **changes)
    assert skip_label(shown) == label


async def test_leaving_out_in_a_session_stands_still_while_it_asks_why(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        screen = session_screen(pilot)
        await press(pilot, "x")
        assert screen.runner.view().word == "PAUSED"
        block = screen.runner.state.current_block
        assert block is not None
        assert f"Leave out: {block.exercise.name}" in picture(pilot.app)
        await press(pilot, "t")
        assert screen.runner.state.block == 1
    (skipped,) = [fact for _, fact in coach.records.recent().of(ExerciseDone)]
    assert skipped.reason is Reason.TIME


async def test_a_key_that_means_nothing_now_gets_a_hint_and_changes_nothing(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        before = session_screen(pilot).runner.state.phase
        await press(pilot, "y")
        assert "That key does nothing just now" in picture(pilot.app)
        assert session_screen(pilot).runner.state.phase is before


async def test_escape_ends_no_session_it_pauses(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "escape")
        assert phase(pilot) is Phase.PAUSED


async def test_something_new_stands_still_and_asks_and_only_a_yes_ends_the_session(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        screen = session_screen(pilot)
        await press(pilot, "r")
        assert on(pilot, RedFlagScreen)
        assert screen.runner.state.phase is Phase.PAUSED
        assert not _ended(coach)
        await press(pilot, "n", "y")
        assert on(pilot, HoldScreen)
        assert [fact.outcome for fact in _ended(coach)] == [SessionOutcome.HELD]
    assert coach.safety.hold() is not None


async def test_something_new_that_locks_nothing_sends_to_the_therapist_and_ends_it(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told to talk to the therapist before going on, and then led on."""
    last_question_locks_nothing(monkeypatch)
    answers = ["n"] * (len(coach.safety.flags.items) - 1) + ["y"]
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "r", *answers)
        assert on(pilot, MessageScreen)
        assert TALK_FIRST in picture(pilot.app)
        await press(pilot, "enter")
        assert [fact.outcome for fact in _ended(coach)] == [SessionOutcome.ENDED_EARLY]
        assert not on(pilot, MessageScreen)
    assert coach.safety.hold() is None


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_something_new_that_is_left_ends_it_and_says_that_the_list_comes_first_next_time(
    running: Running, coach: Coach, key: str
) -> None:
    """No talk is asked for that nobody owes."""
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "r", "n", "n")
        assert f"Esc q {END_SESSION}" in flat(pilot)
        await press(pilot, key)
        assert on(pilot, MessageScreen)
        assert f"{COMES_FIRST} {IF_WRONG}" in flat(pilot)
        assert TALK_FIRST not in flat(pilot)
        await press(pilot, "enter")
        assert [fact.outcome for fact in _ended(coach)] == [SessionOutcome.ENDED_EARLY]
        await press(pilot, "n", "n", "escape", "escape", "s")
        assert UNFINISHED in flat(pilot)
    assert coach.safety.talk_first() is None


async def test_something_new_pressed_by_accident_lets_the_session_go_on(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "r", *["n"] * len(coach.safety.flags.items))
        assert phase(pilot) is Phase.PAUSED
        assert ALL_NO.text in " ".join(picture(pilot.app).split())
        assert not _ended(coach)
        await press(pilot, "space")
        assert phase(pilot) in (Phase.RUNNING, Phase.COUNTING_IN)
    assert coach.safety.talk_first() is None


async def test_who_is_long_over_the_list_comes_back_to_what_was_offered(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "h", "n", "n", "n", "r")
        clock.advance(300)
        await press(pilot, *["n"] * len(coach.safety.flags.items))
        await let_pass(pilot, clock, 5)
        assert phase(pilot).offers


async def test_no_question_of_the_session_is_repeated_aloud_over_the_safety_list(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        screen = session_screen(pilot)
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "h", "r")
        said = len(coach.speaker.said)  # type: ignore[attr-defined]
        for _ in range(120):
            clock.advance(1.0)
            screen.tick()
        assert len(coach.speaker.said) == said  # type: ignore[attr-defined]


async def test_a_yes_in_a_session_leaves_it_although_nothing_can_be_written(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        monkeypatch.setattr(coach.log, "append", _refuse)
        await press(pilot, "r", "y")
        assert on(pilot, HoldScreen)
        monkeypatch.undo()


async def test_a_yes_given_elsewhere_ends_the_session(running: Running, coach: Coach) -> None:
    first = coach.safety.flags.items[0].id
    async with running(coach) as pilot:
        await into_session(pilot)
        coach.inbox.put(Request("red_flag", coach.records.now(), item=first))
        session_screen(pilot).second()
        await settle(pilot)
        assert on(pilot, HoldScreen)
    assert [fact.outcome for fact in _ended(coach)] == [SessionOutcome.HELD]


async def test_the_full_list_comes_after_a_yes_that_cannot_be_written(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(coach) as pilot:
        monkeypatch.setattr(coach.log, "append", _refuse)
        await press(pilot, "s", "y")
        assert on(pilot, RedFlagScreen)
        await press(pilot, "y")
        assert on(pilot, HoldScreen)
        monkeypatch.undo()


async def test_help_and_emergency_over_a_session_stand_it_still(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        screen = session_screen(pilot)
        await press(pilot, "!")
        assert on(pilot, EmergencyScreen)
        assert screen.runner.view().word == "PAUSED"
        await press(pilot, "escape")
        assert session_screen(pilot) is screen


async def test_ctrl_c_pauses_a_session_and_lays_nothing_over_it(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "ctrl+c")
        assert session_screen(pilot).runner.view().word == "PAUSED"
        assert not notices_shown(pilot)
        clock.advance(2)
        await press(pilot, "ctrl+c")
        assert session_screen(pilot).runner.view().word != "PAUSED"
        await press(pilot, "h", "ctrl+c")
        assert phase(pilot) is Phase.ASKING_PAIN
        assert not notices_shown(pilot)


async def test_ctrl_c_elsewhere_says_one_line(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "ctrl+c", "ctrl+c", "ctrl+c")
        assert len(notices_shown(pilot)) == 1
        assert "q is the key that ends or closes." in notices_shown(pilot)[0]


@pytest.mark.parametrize("over", ["!", "?"])
async def test_q_on_a_screen_over_a_session_leads_back_to_it(
    over: str, running: Running, coach: Coach
) -> None:
    """Nobody who looked up the number means to end the session, or all of the coach."""
    async with running(coach) as pilot:
        await into_session(pilot)
        screen = session_screen(pilot)
        await press(pilot, over)
        assert "q Quit" not in picture(pilot.app)
        assert "Esc q Back" in picture(pilot.app)
        await press(pilot, "q")
        assert session_screen(pilot) is screen
        assert screen.runner.view().word == "PAUSED"
        assert not _ended(coach)


async def test_a_yes_after_the_emergency_screen_ends_the_session(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "!", "r")
        assert on(pilot, RedFlagScreen)
        await press(pilot, "y")
        assert on(pilot, HoldScreen)
    assert [fact.outcome for fact in _ended(coach)] == [SessionOutcome.HELD]


async def test_the_emergency_key_works_in_the_pain_question_and_in_a_note(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "p", "!")
        assert on(pilot, EmergencyScreen)
        await press(pilot, "escape", "escape")
        await into_session(pilot)
        await press(pilot, "q", "n", "n")
        assert on(pilot, SummaryScreen)
        await press(pilot, "!")
        assert on(pilot, EmergencyScreen)


async def test_ending_early_asks_how_it_is_and_sums_up(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "q", "3", "2", "5")
        assert on(pilot, RedFlagScreen)  # Further down than before: the list comes at once.
        await press(pilot, *["n"] * len(coach.safety.flags.items))
        assert on(pilot, SummaryScreen)
        shown = picture(pilot.app)
        assert "■ RED" in shown
        assert "further down the leg" in shown
        assert "Tell your therapist" in shown
        assert "Pain before   back 3   leg 2   reach thigh" in shown
        assert "Pain after    back 3   leg 2   reach calf" in shown
        assert "Kept on this machine" in shown
        await press(pilot, *"slept badly", "enter")
        assert on(pilot, TodayScreen)
    (note,) = [fact for _, fact in coach.records.recent().of(NoteWritten)]
    assert note.text == "slept badly"
    assert [fact.outcome for fact in _ended(coach)] == [SessionOutcome.ENDED_EARLY]


@pytest.mark.parametrize("leave", ["escape", "ctrl+q"])
async def test_a_note_is_kept_however_the_screen_is_left(
    leave: str, running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "q", "n", "n", *"quite sore", leave)
        assert leave == "ctrl+q" or on(pilot, TodayScreen)
    (note,) = [fact for _, fact in coach.records.recent().of(NoteWritten)]
    assert note.text == "quite sore"


async def test_a_note_that_cannot_be_kept_is_told_and_escape_then_leaves(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "q", "n", "n", *"quite sore")
        with monkeypatch.context() as patch:
            patch.setattr(type(coach.records), "record", _refuse)
            patch.setattr(coach.inbox, "put", _no_room)
            await press(pilot, "escape")
            assert on(pilot, SummaryScreen)
            assert "The disk is full." in picture(pilot.app)
            await press(pilot, "escape")
        assert on(pilot, TodayScreen)


async def test_a_note_typed_on_after_a_refusal_is_tried_again(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "q", "n", "n", *"quite")
        with monkeypatch.context() as patch:
            patch.setattr(type(coach.records), "record", _refuse)
            patch.setattr(coach.inbox, "put", _no_room)
            await press(pilot, "enter")
        await press(pilot, *" sore", "escape")
        assert on(pilot, TodayScreen)
    (note,) = [fact for _, fact in coach.records.recent().of(NoteWritten)]
    assert note.text == "quite sore"


@pytest.mark.parametrize(("answered", "scores"), [((), []), (("4",), [4])])
async def test_q_in_the_check_in_after_a_session_leads_to_today(
    running: Running, coach: Coach, answered: tuple[str, ...], scores: list[int]
) -> None:
    """A key pressed once more than was needed closes no coach; what was answered is kept."""
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "q", *answered)
        assert "Esc q Back" in picture(pilot.app)
        await press(pilot, "q")
        assert pilot.app.is_running
        assert on(pilot, TodayScreen)
        assert "What you did is kept." in picture(pilot.app)
    after = [
        fact.score
        for _, fact in coach.records.recent().of(PainScore)
        if fact.moment is Moment.AFTER
    ]
    assert after == scores


async def test_q_after_a_session_that_was_stopped_red_leads_over_what_to_do_about_it(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "h", "3", "8", "3", *["n"] * len(coach.safety.flags.items))
        await press(pilot, "space", "q", "q")
        assert on(pilot, SummaryScreen)
        assert "Tell your therapist" in picture(pilot.app)


@pytest.mark.parametrize("key", ["p", "s"])
async def test_q_in_a_check_in_leads_back(running: Running, coach: Coach, key: str) -> None:
    async with running(coach) as pilot:
        await press(pilot, key, *(["n"] if key == "s" else []), "3", "q")
        assert on(pilot, TodayScreen)
    assert list(coach.records.recent().of(PainScore)) == []


async def test_keys_pressed_before_the_summary_can_be_read_are_no_note(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        pressed_before = Key("q", "q")
        await press(pilot, "q", "n", "n")
        assert on(pilot, SummaryScreen)
        pilot.app.post_message(pressed_before)
        await settle(pilot)
        assert pilot.app.screen.query_one("#note", Input).value == ""


@pytest.mark.parametrize("key", ["n", "q"])
async def test_a_lone_command_key_is_no_note(key: str, running: Running, coach: Coach) -> None:
    """One "not now" too many is no note, and none is the key that ends."""
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "q", "n", "n", key, "enter")
        assert on(pilot, TodayScreen)
    assert not [fact for _, fact in coach.records.recent().of(NoteWritten)]


async def test_a_session_left_before_anything_was_done_is_not_praised(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "q", "3", "2", "3")
        shown = picture(pilot.app)
        assert "NOTHING DONE" in shown
        assert "That went well" not in shown
        assert "You did what was asked" not in shown
    assert list(coach.records.recent().of(LightGiven)) == []


async def test_a_light_without_scores_is_called_not_recorded(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot, before=("n", "n"))
        await until_word(pilot, clock, "RELAX")
        await press(pilot, "q", "n", "n")
        assert "○ NOT RECORDED" in picture(pilot.app)
        assert "leg not recorded" in picture(pilot.app)


async def test_sitting_ends_when_a_session_starts(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "i", "h", "s", "n", "escape")
        assert coach.guard.now() is not None
        await into_session(pilot)
        session_screen(pilot)
    assert coach.guard.now() is None
    assert len(list(coach.records.recent().of(SittingBout))) == 1


async def test_closing_the_app_in_a_session_keeps_what_was_done(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await until_word(pilot, clock, "RELAX")
        await let_pass(pilot, clock, 20)
        await press(pilot, "ctrl+q")
    (done,) = [fact for _, fact in coach.records.recent().of(ExerciseDone)]
    assert done.seconds >= 20
    assert len(_ended(coach)) == 1


async def test_a_session_that_was_cut_off_is_offered_again(
    running: Running, open_coach: Callable[..., Coach], coach: Coach
) -> None:
    look = coach.today.look()
    runner = coach.sessions.begin(look.agenda.due, _empty())
    runner.start()
    coach.close()
    again = open_coach()
    async with running(again) as pilot:
        assert "A session was cut off." in picture(pilot.app)
        await press(pilot, "g", "n", "n", "n")
        session_screen(pilot)
    outcomes = [fact.outcome for fact in _ended(again)]
    assert outcomes[0] is SessionOutcome.INTERRUPTED
    started = [fact for _, fact in again.records.recent().of(SessionStarted)]
    assert started[1].resumed_from == started[0].session


async def test_a_second_coach_says_that_the_session_is_open_in_the_first(
    running: Running, open_coach: Callable[..., Coach], coach: Coach
) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, _empty())
    runner.start()
    second = open_coach()
    async with running(second) as pilot:
        assert on(pilot, TodayScreen)
        shown = picture(pilot.app)
        assert "cut off" not in shown
        assert "A session is open in the other coach." in shown
        runner.give(Given(Command.END, reason=Reason.OTHER))
        pilot.app.screen.changed()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "in the other coach" not in picture(pilot.app)


async def test_a_session_that_was_cut_off_can_be_let_be(
    running: Running, open_coach: Callable[..., Coach], coach: Coach
) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, _empty())
    runner.start()
    coach.close()
    again = open_coach()
    async with running(again) as pilot:
        await press(pilot, "l")
        assert on(pilot, TodayScreen)
    assert [fact.outcome for fact in _ended(again)] == [SessionOutcome.INTERRUPTED]


async def test_facts_that_cannot_be_written_are_said_and_the_session_stays(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        with monkeypatch.context() as patched:
            patched.setattr(coach.log, "append", _refuse)
            await press(pilot, "q")
            assert "The disk is full." in picture(pilot.app)
            assert on(pilot, SessionScreen)
        session_screen(pilot).tick()
        await settle(pilot)
        assert not on(pilot, SessionScreen)
    assert len(_ended(coach)) == 1


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_a_session_that_ended_on_a_full_disk_names_the_key_that_leaves(
    key: str, running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        monkeypatch.setattr(coach.log, "append", _refuse)
        await press(pilot, "q")
        assert on(pilot, SessionScreen)
        assert "Leave, and it waits." in picture(pilot.app)
        await press(pilot, key)
        assert not on(pilot, SessionScreen)
        monkeypatch.undo()
        coach.requests.poll()
    assert len(_ended(coach)) == 1


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_where_nothing_can_be_kept_the_key_that_leaves_says_so_first(
    key: str, running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        monkeypatch.setattr(coach.log, "append", _refuse)
        monkeypatch.setattr(coach.inbox, "put", _no_room)
        await press(pilot, "q", key)
        assert on(pilot, SessionScreen)
        shown = picture(pilot.app)
        assert "Leave without saving" in shown
        assert "Make room on the disk" in shown
        await press(pilot, key)
        assert not on(pilot, SessionScreen)


async def test_a_score_can_be_taken_back_before_the_next_question(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "p", "9", "backspace", "2", "t", "k")
    scores = [fact.score for _, fact in coach.records.recent().of(PainScore)]
    assert scores == [2, 10]


def _no_room(_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _empty() -> PainReport:
    return PainReport()
