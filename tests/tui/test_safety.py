"""Safety screens: the number first, nobody alerted, the hold and its attested way out."""

from collections.abc import Callable

import pytest

from coach.bootstrap import Wishes
from coach.clock import ManualClock
from coach.config import Places
from coach.domain.events import (
    PainScore,
    RedFlagAnswered,
    SafetyCleared,
    SessionEnded,
    SessionStarted,
)
from coach.domain.outcomes import SessionOutcome, TimerKind
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.red_flags import Tier
from coach.domain.safety_rhythm import FURTHER_DOWN, OPENED, WEEKLY
from coach.session.state import Phase
from coach.tui.app import CoachApp
from coach.tui.patient.check_in import CheckInScreen
from coach.tui.patient.emergency import EmergencyScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.session import SessionScreen
from coach.tui.patient.session_asides import LEAVING
from coach.tui.patient.set_up import SetUpScreen
from coach.tui.patient.summary import SummaryScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.widgets.block_font import in_blocks
from coach.workflows.coach import Coach
from coach.workflows.safety import LIST_DUE, OPENING_ALOUD
from tests.tui.conftest import (
    Running,
    into_session,
    let_pass,
    on,
    phase,
    press,
    say_yes,
    settle,
    until_word,
)
from tests.tui.pictures import flat, picture

NOBODY = "Nobody is alerted by this program."


def scores_after(coach: Coach) -> list[PainScore]:
    """What was said of the pain after a session."""
    scores = (fact for _, fact in coach.records.recent().of(PainScore))
    return [fact for fact in scores if fact.moment is Moment.AFTER]


def _lock(coach: Coach, tier: Tier = Tier.EMERGENCY) -> None:
    item = next(item for item in coach.safety.flags.items if item.tier is tier)
    coach.safety.answered(item, True)


async def test_emergency_before_set_up_shows_the_number_first(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        assert on(pilot, SetUpScreen)
        await press(pilot, "!")
        assert on(pilot, EmergencyScreen)
        lines = picture(pilot.app).splitlines()
        first = next(n for n, line in enumerate(lines) if "█" in line)
        assert in_blocks("112", 1)[0].rstrip() in lines[first]
        assert NOBODY in picture(pilot.app)
        assert first < next(n for n, line in enumerate(lines) if "Stop." in line)
        await press(pilot, "escape")
        assert on(pilot, SetUpScreen)


async def test_a_yes_before_set_up_locks_as_well(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "!", "r", "y")
        assert on(pilot, HoldScreen)
    assert new_coach.safety.hold() is not None


async def test_a_yes_says_only_the_neutral_line_aloud(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "!", "r", "n", "y")
    said = [cue.text for cue in coach.speaker.said]  # type: ignore[attr-defined]
    assert said == ["Please stop and read the screen now."]


async def test_the_safety_question_before_a_session_is_read_aloud(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "s")
        said = [cue.text for cue in coach.speaker.said]  # type: ignore[attr-defined]
        assert said == [OPENING_ALOUD]
        before = coach.speaker.stops  # type: ignore[attr-defined]
        await press(pilot, "n")
        assert coach.speaker.stops == before + 1  # type: ignore[attr-defined]


async def test_further_down_before_a_session_asks_the_whole_list_first(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    coach.check_in.take(PainReport(2, 2, Reach.THIGH), Moment.NOW)
    clock.advance(60)
    async with running(coach) as pilot:
        await press(pilot, "s", "n", "2", "2", "6")
        assert on(pilot, RedFlagScreen)
        await press(pilot, "n", "y")
        assert on(pilot, HoldScreen)
    facts = [stamped.fact for stamped in coach.log.read()]
    assert not [fact for fact in facts if isinstance(fact, SessionStarted)]


async def test_a_hold_opens_first_and_nothing_starts(running: Running, coach: Coach) -> None:
    _lock(coach)
    async with running(coach) as pilot:
        assert on(pilot, HoldScreen)
        assert NOBODY in picture(pilot.app)
        await press(pilot, "escape", "s", "enter", "n")
        assert on(pilot, HoldScreen)
    assert not list(coach.records.recent().of(SessionStarted))


@pytest.mark.parametrize("opened", ["hold", "hold with a pack", "emergency"])
async def test_what_matters_most_fits_a_low_screen_and_the_rest_has_a_key(
    running: Running, coach: Coach, opened: str
) -> None:
    if opened == "hold with a pack":
        coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    if opened != "emergency":
        _lock(coach)
    async with running(coach, size=(80, 24)) as pilot:
        if opened == "emergency":
            await press(pilot, "!")
        shown = flat(pilot)
        assert "Do no exercises until a clinician has checked you and said you may." in shown
        assert "↑↓ Read on" in shown
        assert ("Take the cold pack off now." in shown) is (opened == "hold with a pack")
        await press(pilot, "end")
        assert opened == "emergency" or "acting early matters" in picture(pilot.app)


async def test_the_same_day_tier_names_the_number_in_words(running: Running, coach: Coach) -> None:
    _lock(coach, Tier.SAME_DAY)
    async with running(coach) as pilot:
        assert "Emergency number: 112" in picture(pilot.app)
        assert "Call your doctor or an urgent care line today." in picture(pilot.app)


async def test_the_dated_statement_clears_the_hold(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    _lock(coach)
    clock.advance(24 * 3600)
    async with running(coach) as pilot:
        await press(pilot, "a", *"2027-03-02", "enter", *"Dr Lee", "enter")
        assert not on(pilot, HoldScreen)
    (cleared,) = [fact for _, fact in coach.records.course().of(SafetyCleared)]
    assert "2027-03-02" in cleared.note
    assert "Dr Lee" in cleared.note
    assert coach.safety.hold() is None


async def test_a_day_to_come_or_no_day_clears_nothing_and_says_why(
    running: Running, coach: Coach
) -> None:
    _lock(coach)
    async with running(coach) as pilot:
        await press(pilot, "a", *"2027-03-09", "enter", "enter")
        assert "still to come" in picture(pilot.app)
        await press(pilot, "escape")
        assert on(pilot, HoldScreen)
    assert coach.safety.hold() is not None


async def test_a_wrong_day_is_said_at_once_and_the_right_one_takes_its_place(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    _lock(coach)
    clock.advance(24 * 3600)
    async with running(coach) as pilot:
        await press(pilot, "a", *"2027-03-09", "enter")
        assert "still to come" in picture(pilot.app)
        await press(pilot, *"2027-03-02", "enter")
        assert "still to come" not in picture(pilot.app)
        await press(pilot, *"Dr Lee", "enter")
        assert not on(pilot, HoldScreen)
    (cleared,) = [fact for _, fact in coach.records.course().of(SafetyCleared)]
    assert cleared.note == "Assessed by a clinician on 2027-03-02 and told I may continue. Dr Lee"


async def test_a_yes_that_cannot_be_written_still_stops(
    running: Running, open_coach: Callable[..., Coach], coach: Coach
) -> None:
    reader = open_coach(wishes=Wishes(silent=True, read_only=True))
    assert not reader.log.writable
    async with running(reader) as pilot:
        await press(pilot, "!", "r", "y")
        assert on(pilot, HoldScreen)
        assert "Call your emergency number now" in picture(pilot.app)
    assert not [1 for _, fact in coach.records.recent().of(RedFlagAnswered) if fact.answer]


async def test_a_reader_sees_why_nothing_is_written(
    running: Running, open_coach: Callable[..., Coach], coach: Coach
) -> None:
    coach.today.look()
    reader = open_coach(wishes=Wishes(silent=True, read_only=True))
    async with running(reader) as pilot:
        standing = reader.log.refusal.split(".")[0][:40]
        assert standing in " ".join(picture(pilot.app).split())
        await press(pilot, "s", "p", "i", "x", "b", "u")
        assert on(pilot, TodayScreen)
    assert not list(coach.records.recent().of(SessionStarted))


async def test_a_hold_from_elsewhere_is_shown_at_the_next_look(
    running: Running, coach: Coach
) -> None:
    app = CoachApp(coach)
    async with app.run_test() as pilot:
        await settle(pilot)
        _lock(coach)
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        screen.five_seconds()
        await settle(pilot)
        assert isinstance(app.screen, HoldScreen)


async def test_something_new_can_be_said_from_the_day_too(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "r", "y")
        assert on(pilot, HoldScreen)
    assert coach.safety.hold() is not None


# --- the whole list


async def test_once_a_week_a_session_begins_with_the_whole_list(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    clock.advance(7 * 24 * 3600)
    async with running(coach) as pilot:
        assert LIST_DUE in picture(pilot.app)
        await press(pilot, "s")
        assert WEEKLY in " ".join(picture(pilot.app).split())
        await press(pilot, *["n"] * len(coach.safety.flags.items))
        assert on(pilot, CheckInScreen)
    said = [cue.text for cue in coach.speaker.said]  # type: ignore[attr-defined]
    asked = [item.question for item in coach.safety.flags.items]
    assert not set(said) & {*asked, WEEKLY, coach.safety.flags.apology}


async def test_a_yes_in_the_weekly_list_locks_and_starts_nothing(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    clock.advance(7 * 24 * 3600)
    async with running(coach) as pilot:
        await press(pilot, "s", "n", "y")
        assert on(pilot, HoldScreen)
    assert not list(coach.records.recent().of(SessionStarted))


async def test_a_weekly_list_that_is_left_starts_nothing_and_goes_on_where_it_stopped(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    clock.advance(7 * 24 * 3600)
    async with running(coach) as pilot:
        await press(pilot, "s", "n", "n", "escape")
        assert on(pilot, TodayScreen)
        assert LIST_DUE in picture(pilot.app)
        await press(pilot, "s")
        assert coach.safety.flags.items[2].question in " ".join(picture(pilot.app).split())
    assert not list(coach.records.recent().of(SessionStarted))


async def test_an_opening_yes_that_was_left_comes_back_as_the_whole_list(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "s", "y", "escape", "enter", "s")
        assert OPENED in " ".join(picture(pilot.app).split())


async def test_that_hurts_further_down_the_leg_asks_the_whole_list_at_once(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h", "4", "8", "6")
        assert on(pilot, RedFlagScreen)
        shown = " ".join(picture(pilot.app).split())
        assert f"{FURTHER_DOWN} {LEAVING}" in shown
        assert "Esc q End session" in shown
        await press(pilot, *["n"] * len(coach.safety.flags.items))
        assert on(pilot, SessionScreen)
        assert phase(pilot) is Phase.OFFERING_STOP


async def test_after_a_slow_list_it_waits_for_what_to_do_and_how_it_is_then_is_asked(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h", "4", "8", "6")
        assert on(pilot, RedFlagScreen)
        clock.advance(240)
        await press(pilot, *["n"] * len(coach.safety.flags.items))
        await let_pass(pilot, clock, 60)
        assert phase(pilot) is Phase.OFFERING_STOP
        await press(pilot, "q")
        assert on(pilot, CheckInScreen)
        assert not scores_after(coach)
        await press(pilot, "4", "8", "6")
        assert on(pilot, SummaryScreen)
        assert [fact.score for fact in scores_after(coach)] == [4, 8]


async def test_a_leg_that_is_worse_still_after_the_list_asks_it_again(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h", "4", "8", "6", *["n"] * len(coach.safety.flags.items), "q")
        await press(pilot, "4", "9", "6")
        assert on(pilot, RedFlagScreen)


async def test_a_yes_in_it_locks_and_ends_the_session(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h", "4", "8", "6", "n", "y")
        assert on(pilot, HoldScreen)
    assert coach.safety.hold() is not None
    ended = [fact for _, fact in coach.records.recent().of(SessionEnded)]
    assert [fact.outcome for fact in ended] == [SessionOutcome.HELD]


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_who_is_locked_lying_down_reads_how_to_get_up_below_the_number(
    running: Running, coach: Coach, elsewhere: bool
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await say_yes(pilot, coach, elsewhere=elsewhere)
        shown = " ".join(picture(pilot.app).split())
        assert "When you get up: Roll to your side first. Push up with your arms." in shown
        assert shown.index("Call your emergency number") < shown.index("When you get up")
    said = [cue.text for cue in coach.speaker.said]  # type: ignore[attr-defined]
    assert said[-1] == "Please stop and read the screen now."
    assert not any("Roll to your side" in text for text in said)


@pytest.mark.parametrize("began", [False, True])
async def test_killed_on_that_screen_the_next_start_shows_the_way_up_again(
    running: Running,
    coach: Coach,
    clock: ManualClock,
    open_coach: Callable[..., Coach],
    began: bool,
) -> None:
    way_up = "When you get up: Roll to your side first. Push up with your arms."
    async with running(coach) as pilot:
        await into_session(pilot)
        if began:
            await until_word(pilot, clock, "RELAX")
            await let_pass(pilot, clock, 5)
        await press(pilot, "r", "y")
        assert way_up in " ".join(picture(pilot.app).split())
    coach.close()
    later = open_coach()
    async with running(later) as pilot:
        assert on(pilot, HoldScreen)
        assert way_up in " ".join(picture(pilot.app).split())
    later.close()
    clock.advance(2 * 3600)  # Nobody lies there still.
    async with running(open_coach()) as pilot:
        assert "When you get up" not in picture(pilot.app)


async def test_a_list_that_is_left_ends_with_the_way_up_on_the_screen(
    running: Running, coach: Coach
) -> None:
    """Who hears nothing still reads how to get up."""
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h", "4", "8", "6", "escape")
        assert on(pilot, SummaryScreen)
        shown = " ".join(picture(pilot.app).split())
        assert "Time to get up. Take your time. Roll to your side first." in shown
        assert shown.index("Roll to your side") < shown.index("Rest now.")
    said = [cue.text for cue in coach.speaker.said]  # type: ignore[attr-defined]
    assert "Roll to your side first." in said


async def test_ending_it_shows_the_way_up_with_the_next_question(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "q")
        assert on(pilot, CheckInScreen)
        assert "Roll to your side first." in " ".join(picture(pilot.app).split())


async def test_a_list_that_is_left_ends_the_session(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h", "4", "8", "6", "escape")
        assert not on(pilot, SessionScreen)
    assert coach.safety.list_due() is not None


async def test_the_number_needs_no_log_that_can_be_read(
    running: Running, coach: Coach, places: Places
) -> None:
    async with running(coach) as pilot:
        (places.home / "coach.db").write_bytes(b"\xff" * 100_000)
        today = pilot.app.screen
        assert isinstance(today, TodayScreen)
        today.changed()
        for _ in range(3):
            today.second()
            await settle(pilot)
        assert "is damaged" in picture(pilot.app)
        await press(pilot, "s", "!")
        assert on(pilot, EmergencyScreen)
        assert in_blocks("112", 1)[0].rstrip() in picture(pilot.app)
        await press(pilot, "escape", "p", "!")
        assert on(pilot, EmergencyScreen)
