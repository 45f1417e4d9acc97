"""Timers and tasks on the screen: one key, the skin first, and a line that counts."""

from collections.abc import Callable

import pytest

from coach.bootstrap import Wishes
from coach.clock import ManualClock
from coach.domain.errors import LogError
from coach.domain.events import AnswerGiven, WarningGiven
from coach.domain.outcomes import TimerKind, TimerOutcome, WarningKind
from coach.domain.time_events import TaskAnnounced, TimerEnded, TimerStarted
from coach.tui.patient.asking import ChoiceScreen, YesNoScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.widgets.agenda_list import AgendaList
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, let_pass, on, press, say_yes, settle
from tests.tui.pictures import picture
from tests.tui.test_one_button import BEFORE_THE_PACK, to_the_skin_question
from tests.workflows.conftest import Opener, facts_of, said
from tests.workflows.test_packs_and_holds import cold_on


async def test_a_cold_pack_is_two_keys_and_a_yes(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "f", "c")
        assert on(pilot, YesNoScreen)
        assert "Can you feel a light touch" in " ".join(picture(pilot.app).split())
        assert any("Can you feel a light touch" in text for text in said(coach))
        await press(pilot, "y")
        assert on(pilot, TodayScreen)
        clock.advance(7 * 60)
        today = pilot.app.screen
        assert isinstance(today, TodayScreen)
        today.second()
        await settle(pilot)
        assert "Cold pack: 7 of 10 minutes." in picture(pilot.app)
        clock.advance(3 * 60)
        today.second()
        await settle(pilot)
        assert "Take the cold pack off now." in picture(pilot.app)
    assert [fact.outcome for fact in facts_of(coach, TimerEnded)] == [TimerOutcome.DONE]


async def test_a_no_about_the_skin_leaves_it_out(running: Running, coach: Coach) -> None:
    async with running(coach, size=(100, 50)) as pilot:
        await press(pilot, "f", "c", "n")
        assert "we leave the pack out today" in " ".join(picture(pilot.app).split())
        assert "left out: numb skin" in picture(pilot.app)
        await press(pilot, "f", "w")
        assert "You said no at 09:30. Can you feel" in " ".join(picture(pilot.app).split())
        await press(pilot, "y")
        shown = " ".join(picture(pilot.app).split())
        assert "Feel your skin once more" in shown
        assert "Then we leave the pack out today" not in shown
    assert [fact.value for fact in facts_of(coach, AnswerGiven)] == ["no"]
    assert facts_of(coach, TimerStarted) == []


async def test_going_back_begins_nothing(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "f", "c", "escape")
        assert on(pilot, TodayScreen)
        await press(pilot, "f", "escape", "e", "escape")
    assert facts_of(coach, TimerStarted) == []
    assert facts_of(coach, TaskAnnounced) == []


async def test_what_runs_is_ended_by_the_same_key(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "f", "r")
        assert "Side rest with pillow: 0 of 10 minutes." in picture(pilot.app)
        clock.advance(120)
        await press(pilot, "f")
        assert on(pilot, ChoiceScreen)
        await press(pilot, "o")
        assert "Good. Walk a little now." in picture(pilot.app)
    (ended,) = facts_of(coach, TimerEnded)
    assert (ended.seconds, ended.outcome) == (120.0, TimerOutcome.EARLY)


async def test_why_nothing_may_run_is_said(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "f", "b")
        assert "Your plan has no belt." in " ".join(picture(pilot.app).split())


async def test_getting_up_ends_a_rest(running: Running, coach: Coach) -> None:
    coach.timers.start(TimerKind.REST, 10)
    async with running(coach) as pilot:
        await press(pilot, "u")
    assert len(facts_of(coach, TimerEnded)) == 1


async def test_a_task_now_is_told_of_at_once(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "e", "1", "n")
        assert "Keep it close to you." in " ".join(picture(pilot.app).split())
    (warning,) = facts_of(coach, WarningGiven)
    assert warning.text.startswith("Before you start: Lifting.")


async def test_a_task_to_come_stands_on_the_screen_and_can_be_taken_back(
    running: Running, coach: Coach
) -> None:
    coach.tasks.announce("drive", 60)
    async with running(coach) as pilot:
        assert "To come: Driving at 10:30" in picture(pilot.app)
        await press(pilot, "e", "x")
        assert "To come" not in picture(pilot.app)
    assert coach.tasks.coming() == []


async def test_a_task_in_half_an_hour_is_noted(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "e", "2", "2")
        assert "Driving: noted. I say what helps at 09:58." in picture(pilot.app)
    assert [fact.task for fact in facts_of(coach, TaskAnnounced)] == ["driving"]


async def test_a_pack_comes_off_before_a_session(running: Running, coach: Coach) -> None:
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    async with running(coach) as pilot:
        await press(pilot, "s", "n", "3", "2", "3")
    assert "Take the cold pack off now." in said(coach)
    assert len(facts_of(coach, TimerEnded)) == 1


async def test_a_yes_while_a_pack_lies_says_below_the_number_to_take_it_off(
    running: Running, coach: Coach
) -> None:
    """Also who hears nothing reads it, and the log has that it was told."""
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    async with running(coach) as pilot:
        today = pilot.app.screen
        assert isinstance(today, TodayScreen)
        await press(pilot, "r", "y")
        assert on(pilot, HoldScreen)
        today.second()
        held = pilot.app.screen
        assert isinstance(held, HoldScreen)
        held.second()
        await settle(pilot)
        lines = picture(pilot.app).splitlines()
        told = next(n for n, line in enumerate(lines) if "Take the cold pack off now." in line)
        last_of_number = max(n for n, line in enumerate(lines) if "█" in line)
        assert last_of_number < told
        assert told < next(n for n, line in enumerate(lines) if "Stop." in line)
    (ended,) = facts_of(coach, TimerEnded)
    assert ended.outcome is TimerOutcome.EARLY
    (warning,) = facts_of(coach, WarningGiven)
    assert (warning.kind, warning.text) == (WarningKind.COLD, "Take the cold pack off now.")


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_a_yes_under_the_pack_of_a_session_says_so_too(
    running: Running, coach: Coach, clock: ManualClock, elsewhere: bool
) -> None:
    clock.advance(BEFORE_THE_PACK)
    async with running(coach) as pilot:
        await to_the_skin_question(pilot, clock)
        await press(pilot, "y")
        await let_pass(pilot, clock, 120)
        await say_yes(pilot, coach, elsewhere=elsewhere)
        assert "Take the cold pack off now." in picture(pilot.app)
    texts = [fact.text for fact in facts_of(coach, WarningGiven)]
    assert texts == ["Take the cold pack off now."]


async def test_a_lock_that_is_read_again_shows_it_as_long_as_a_pack_may_lie(
    running: Running, coach: Coach, clock: ManualClock, open_coach: Callable[..., Coach]
) -> None:
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    coach.safety.answered(coach.safety.flags.items[0], True)
    coach.timers.tick()
    coach.close()
    later = open_coach()
    async with running(later) as pilot:
        assert "Take the cold pack off now." in picture(pilot.app)
    later.close()
    clock.advance(31 * 60)
    async with running(open_coach()) as pilot:
        assert on(pilot, HoldScreen)
        assert "Take the cold pack off" not in picture(pilot.app)


async def test_a_coach_that_only_reads_shows_it_as_well(
    running: Running, coach: Coach, open_coach: Callable[..., Coach]
) -> None:
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    async with running(open_coach(wishes=Wishes(silent=True, read_only=True))) as pilot:
        await press(pilot, "!", "r", "y")
        assert on(pilot, HoldScreen)
        assert "Take the cold pack off now." in picture(pilot.app)


async def test_closing_with_a_pack_on_the_skin_says_first_to_take_it_off(
    running: Running, coach: Coach
) -> None:
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    async with running(coach) as pilot:
        await press(pilot, "q")
        shown = " ".join(picture(pilot.app).split())
        assert "Cold pack: 0 of 10 minutes." in shown
        assert "Take it off first" in shown
        assert "coach watch" in shown
        await press(pilot, "q", "s")
        assert on(pilot, TodayScreen)
        await press(pilot, "h", "q", "l")  # From another screen as well.
        assert not pilot.app.is_running


async def test_ctrl_q_asks_as_well_and_pressed_again_closes(running: Running, coach: Coach) -> None:
    coach.timers.start(TimerKind.HEAT, 10, skin_is_fine=True)
    async with running(coach) as pilot:
        await press(pilot, "ctrl+q")
        assert pilot.app.is_running
        await press(pilot, "ctrl+q")
        assert not pilot.app.is_running


async def test_a_rest_is_no_reason_to_stay(running: Running, coach: Coach) -> None:
    coach.timers.start(TimerKind.REST, 10)
    async with running(coach) as pilot:
        await press(pilot, "q")
        assert not pilot.app.is_running


async def test_a_log_that_cannot_be_read_holds_nobody_back(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn() -> str:
        raise LogError("The log", "is torn")

    async with running(coach) as pilot:
        monkeypatch.setattr(coach.timers, "leaving", torn)
        await press(pilot, "q")
        assert not pilot.app.is_running


@pytest.mark.parametrize(
    ("minutes", "told"), [(1, "Cold pack: 1 of 10 minutes."), (15, "Take the cold pack off now.")]
)
async def test_killed_after_the_yes_about_the_skin_the_next_start_tells_of_the_pack(
    running: Running,
    coach: Coach,
    open_coach: Opener,
    clock: ManualClock,
    minutes: int,
    told: str,
) -> None:
    cold_on(coach, clock)
    coach.close()
    clock.advance(minutes * 60)
    async with running(open_coach()) as pilot:
        shown = " ".join(picture(pilot.app).split())
        assert f"{told} What you did is kept." in shown


async def test_while_the_skin_rests_the_day_says_so_and_no_question_comes_before_the_no(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    clock.advance(95 * 60)
    (pack, *_) = [one for one in coach.today.look().agenda.due if one.exercise == "cold-pack"]
    coach.timers.start(TimerKind.HEAT, 10, skin_is_fine=True)
    clock.advance(10 * 60)
    coach.timers.tick()
    async with running(coach, size=(100, 50)) as pilot:
        await press(pilot, "escape")  # What fell due meanwhile is no matter here.
        (row, *_) = [line for line in picture(pilot.app).splitlines() if "Cold pack" in line]
        assert "12:15" in row
        assert "the skin rests" in row
        pilot.app.screen.query_one(AgendaList).choose(pack.id)
        await press(pilot, "enter")
        assert on(pilot, TodayScreen)
        assert "Your skin rests until 12:15" in " ".join(picture(pilot.app).split())
