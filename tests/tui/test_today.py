"""Today: what a patient sees when they open the coach, and what one key does."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.worker import WorkerFailed

from coach.clock import ManualClock
from coach.config import Places
from coach.desktop.silent import NoDesktop
from coach.domain.agenda import ItemState
from coach.domain.errors import LogError
from coach.domain.events import ExerciseDone, FlareStarted, PainScore, SittingBout, SittingStarted
from coach.domain.outcomes import Reason, SetOutcome
from coach.domain.pain import PainReport, Site
from coach.domain.program import Surface
from coach.session.cues import Cue, CueKind
from coach.store.copies import backups_of, day_of
from coach.store.faults import DamagedLogError
from coach.tui.patient.check_in import CheckInScreen
from coach.tui.patient.day_watch import WAITS, DayWatch
from coach.tui.patient.history import HistoryScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach
from coach.workflows.copies import AGAIN_SECONDS
from coach.workflows.inbox import RED_FLAG, Request
from tests.tui.conftest import Running, on, press, session_screen, settle
from tests.tui.pictures import flat, picture


def test_a_log_that_stays_damaged_is_told_every_second_and_its_copies_are_looked_at_once(
    coach: Coach, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def way_back(path: Path) -> str:
        asked.append(path)
        return "Restore a copy."

    def torn(_: list[Cue]) -> None:
        error = DamagedLogError(places.home / "coach.db", "is torn")
        error.way_back = way_back
        raise error

    monkeypatch.setattr(coach.requests, "poll_into", torn)
    watch = DayWatch(coach)
    for _ in range(3):
        watch.second(in_session=False)
        assert watch.trouble == f"{places.home / 'coach.db'} is torn. Restore a copy."
    assert len(asked) == 1


def _first_exercise(pilot: Pilot[None]) -> str:
    return session_screen(pilot).runner.state.plan.blocks[0].exercise.name


async def test_later_with_nothing_due_says_so_and_asks_no_length(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    clock.set_wall(clock.now().replace(hour=8))
    async with running(coach) as pilot:
        await press(pilot, "n")
        assert on(pilot, TodayScreen)
        assert "Nothing is due now." in picture(pilot.app)


async def test_the_day_says_what_is_due_now_and_what_is_done(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        shown = picture(pilot.app)
        due = coach.today.look().agenda.due
    assert "Good morning, Sam." in shown
    assert "due now" in shown
    assert due
    assert "Done 0 of" in shown
    assert "%" not in shown


async def test_leaving_an_item_out_asks_why_once_and_logs_it(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "x")
        assert "Why?" in picture(pilot.app)
        await press(pilot, "f")
        assert on(pilot, TodayScreen)
        assert "left out: tired" in picture(pilot.app)
    (fact,) = [fact for _, fact in coach.records.recent().of(ExerciseDone)]
    assert fact.outcome is SetOutcome.SKIPPED
    assert fact.reason is Reason.FATIGUE


async def test_going_back_from_the_reason_leaves_the_item_as_it_was(
    running: Running, coach: Coach
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "x", "escape")
    assert not list(coach.records.recent().of(ExerciseDone))


async def test_a_pain_note_takes_zero_as_an_answer(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "p", "0", "4", "5")
    scores = {fact.site: fact.score for _, fact in coach.records.recent().of(PainScore)}
    assert scores == {Site.BACK: 0, Site.LEG: 4}


async def test_in_the_morning_the_pain_note_names_the_moment(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    clock.advance(22 * 3600)
    async with running(coach) as pilot:
        await press(pilot, "p")
        assert "How is it before you get up?" in picture(pilot.app)


async def test_sitting_is_one_key_and_the_seat(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "i", "h")
        assert "Sitting on a hard seat" in picture(pilot.app)
        await press(pilot, "u")
        assert "Sitting on a hard seat  " not in picture(pilot.app)
    history = coach.records.recent()
    (started,) = [fact for _, fact in history.of(SittingStarted)]
    assert started.surface is Surface.HARD
    assert len(list(history.of(SittingBout))) == 1


async def test_what_goes_with_sitting_is_offered_to_whoever_sits(
    running: Running, coach: Coach
) -> None:
    async with running(coach, (120, 40)) as pilot:
        assert "3 more min" not in picture(pilot.app)
        await press(pilot, "m")
        assert "Still sitting?" not in picture(pilot.app)
        await press(pilot, "escape", "i", "h")
        assert "3 more min" in picture(pilot.app)
        await press(pilot, "u")
        assert "3 more min" not in picture(pilot.app)


async def test_two_things_said_at_once_stand_on_a_line_each(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        screen.show_cues([Cue(CueKind.NOTICE, text) for text in ("No sound.", "Before you go.")])
        assert screen.query_one("#said", Plain).text == "No sound.\nBefore you go."


async def test_one_snooze_a_sitting(running: Running, coach: Coach, clock: ManualClock) -> None:
    async with running(coach) as pilot:
        await press(pilot, "z")
        assert "You are not sitting." in picture(pilot.app)
        await press(pilot, "i", "h", "z")
        assert "There is time left" in picture(pilot.app)
        clock.advance(9.5 * 60)
        await press(pilot, "z")
        assert "Three more minutes." in picture(pilot.app)


async def test_the_second_sitting_warning_asks_for_the_leg_score(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "i", "h")
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        sitting = coach.guard.now()
        assert sitting is not None
        clock.advance(60 * sitting.limit_minutes)
        screen.second()
        await settle(pilot)
        assert "Time to stand and walk" in picture(pilot.app)
        clock.advance(60 * 5)
        screen.second()
        await settle(pilot)
        assert on(pilot, CheckInScreen)
        await press(pilot, "6")
        assert on(pilot, TodayScreen)
    (score,) = [fact for _, fact in coach.records.recent().of(PainScore)]
    assert (score.site, score.score) == (Site.LEG, 6)


async def test_still_sitting_stands_on_the_screen_until_it_is_answered(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "j")
        assert "Nothing was asked about your sitting." in picture(pilot.app)
        await press(pilot, "i", "f")
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        clock.advance(7 * 60)
        assert isinstance(coach.desktop, NoDesktop)
        coach.desktop.idle = 360.0
        screen.second()
        await settle(pilot)
        assert "Still sitting? Keyboard and mouse have rested since 09:31. Press j." in picture(
            pilot.app
        )
        await press(pilot, "j")
        assert "No, I got up at 09:31" in picture(pilot.app)
        await press(pilot, "2")
        assert "Still sitting?" not in picture(pilot.app)
    (bout,) = [fact for _, fact in coach.records.recent().of(SittingBout)]
    assert bout.minutes == 1


async def test_the_leg_score_is_asked_once_a_question_that_was_open_is_answered(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "i", "h")
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        sitting = coach.guard.now()
        assert sitting is not None
        await press(pilot, "x")
        for minutes in (sitting.limit_minutes, 5):
            clock.advance(60 * minutes)
            screen.second()
        screen.second()
        assert not on(pilot, CheckInScreen)
        await press(pilot, "escape")
        screen.second()
        await settle(pilot)
        assert on(pilot, CheckInScreen)


async def test_the_shell_opens_straight_into_a_session(running: Running, coach: Coach) -> None:
    async with running(coach, start=["belly-breath"]) as pilot:
        await press(pilot, "n", "n", "n")
        assert _first_exercise(pilot) == "Belly breathing"


async def test_the_shell_starts_what_is_due_or_says_that_nothing_is(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach, start=[]) as pilot:
        await press(pilot, "n", "n", "n")
        assert _first_exercise(pilot) == "Side rest with pillow"


async def test_nothing_due_is_said_when_the_shell_starts_it(running: Running, coach: Coach) -> None:
    for item in coach.today.look().agenda.due:
        coach.today.decline(item, Reason.TIME)
    async with running(coach, start=[]) as pilot:
        assert on(pilot, TodayScreen)
        assert "Nothing is due now. Choose one" in picture(pilot.app)


async def test_what_was_cut_off_is_settled_before_what_the_shell_asked_for(
    running: Running, open_coach: Callable[..., Coach], coach: Coach
) -> None:
    coach.sessions.begin(coach.today.look().agenda.due, PainReport()).start()
    coach.close()
    again = open_coach()
    async with running(again, start=["belly-breath"]) as pilot:
        assert "A session was cut off." in picture(pilot.app)
        await press(pilot, "l", "n", "n", "n")
        assert _first_exercise(pilot) == "Belly breathing"


async def test_a_bad_day_is_asked_for_and_says_until_when(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await press(pilot, "b", "n")
        assert not list(coach.records.course().of(FlareStarted))
        await press(pilot, "b", "y")
        assert "The plan for a bad day holds until Wed 3 Mar" in picture(pilot.app)
    assert len(list(coach.records.course().of(FlareStarted))) == 1


async def test_days_nobody_was_here_are_called_not_recorded_until_read(
    running: Running, open_coach: Callable[..., Coach], coach: Coach, clock: ManualClock
) -> None:
    coach.today.look()
    coach.close()
    clock.advance(3 * 24 * 3600)
    again = open_coach()
    async with running(again) as pilot:
        assert "Now, later, or skip?" in picture(pilot.app)
        await press(pilot, "escape")
        shown = " ".join(picture(pilot.app).split())
        assert "Tue 2 Mar and Wed 3 Mar were not recorded" in shown
        assert "neither for nor against you" in shown
        await press(pilot, "escape")
        assert "not recorded" not in picture(pilot.app)


async def test_a_screen_that_cannot_be_loaded_ahead_costs_no_copy_of_the_log(
    running: Running, coach: Coach, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise ModuleNotFoundError("the program was changed while it runs")

    monkeypatch.setattr("coach.tui.patient.today.load_ahead", gone)
    async with running(coach) as pilot:
        await pilot.pause()
        for worker in list(pilot.app.workers):
            with suppress(WorkerFailed):
                await worker.wait()
        await settle(pilot)
        assert len(backups_of(places.home / "coach.db")) == 1
    assert "ModuleNotFoundError" in (places.home / "fault.log").read_text(encoding="utf-8")


async def test_each_lock_is_in_a_copy_while_its_screen_is_open(
    running: Running, coach: Coach, clock: ManualClock, places: Places
) -> None:
    async with running(coach) as pilot:
        await settle(pilot)
        await pilot.app.workers.wait_for_complete()
        await press(pilot, "r", "y")
        held: Any = pilot.app.screen
        assert isinstance(held, HoldScreen)
        assert await locks_in_the_copy(pilot, places) == 1
        clock.advance(60)
        coach.inbox.put(Request(RED_FLAG, coach.records.now(), item="buttock-numb"))
        coach.requests.poll()
        held.second()
        assert await locks_in_the_copy(pilot, places) == 2


async def test_a_lock_whose_copy_fails_is_copied_later_while_its_screen_stands(
    running: Running, coach: Coach, clock: ManualClock, places: Places, tmp_path: Path
) -> None:
    folder, away = places.home / "backups", tmp_path / "away"
    async with running(coach) as pilot:
        await settle(pilot)
        await pilot.app.workers.wait_for_complete()
        folder.rename(away)
        folder.write_text("no folder")
        await press(pilot, "r", "y")
        held: Any = pilot.app.screen
        await cared_for(pilot)
        folder.unlink()
        away.rename(folder)
        clock.advance(60)
        held.second()
        assert await locks_in_the_copy(pilot, places) == 0, "a whole copy is not begun each second"
        clock.advance(AGAIN_SECONDS)
        held.second()
        assert await locks_in_the_copy(pilot, places) == 1


async def test_a_copy_of_the_day_that_fails_is_made_later_and_told_once(
    running: Running, coach: Coach, clock: ManualClock, places: Places
) -> None:
    folder, told = places.home / "backups", "Today's backup was not made."
    folder.write_text("no folder")
    async with running(coach) as pilot:
        today: Any = pilot.app.screen
        await cared_for(pilot)
        today.second()
        await settle(pilot)
        assert told in flat(pilot)
        today.query_one("#said", Plain).show("")
        clock.advance(AGAIN_SECONDS)
        today.five_seconds()
        await cared_for(pilot)
        today.second()
        await settle(pilot)
        assert coach.notices.take() == []
        assert told not in flat(pilot)
        folder.unlink()
        clock.advance(AGAIN_SECONDS)
        today.five_seconds()
        await cared_for(pilot)
        assert len(backups_of(places.home / "coach.db")) == 1


async def cared_for(pilot: Pilot[None]) -> None:
    """Wait until no copy is being made."""
    for worker in [one for one in pilot.app.workers if one.group == "care"]:
        await worker.wait()


async def locks_in_the_copy(pilot: Pilot[None], places: Places) -> int:
    """How many locks are in the newest copy, once none is being made."""
    await cared_for(pilot)
    copy = backups_of(places.home / "coach.db")[-1]
    with closing(sqlite3.connect(copy)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM safety_hold").fetchone()
    return int(found)


async def test_midnight_brings_the_new_day(
    running: Running, coach: Coach, clock: ManualClock, places: Places
) -> None:
    async with running(coach) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        clock.advance(timedelta(hours=15).total_seconds())
        screen.five_seconds()
        await settle(pilot)
        await pilot.app.workers.wait_for_complete()
        assert "Tue 2 Mar" in picture(pilot.app)
        days = [day_of(copy) for copy in backups_of(places.home / "coach.db")]
        assert days == [date(2027, 3, 1), date(2027, 3, 2)]
        assert screen.look is not None
        assert not screen.look.agenda.in_state(ItemState.DONE)


def open_for(screen: TodayScreen, clock: ManualClock, time: timedelta) -> None:
    """The machine is awake and the screen open for so long."""
    for _ in range(round(time / timedelta(minutes=5))):
        clock.advance(300)
        screen.five_seconds()


async def test_after_a_sleep_there_is_one_question_with_three_answers(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        clock.sleep_machine(timedelta(hours=3, minutes=15).total_seconds())
        screen.five_seconds()
        await settle(pilot)
        shown = " ".join(picture(pilot.app).split())
        assert "Now, later, or skip?" in shown
        assert "asleep or off, this fell due: Short walk, Cold pack" in shown
        said = [cue.text for cue in coach.speaker.said if "fell due" in cue.text]  # type: ignore[attr-defined]
        assert len(said) == 1
        await press(pilot, "x")
        assert not coach.today.look().agenda.due
        assert "counts neither for nor against you" in picture(pilot.app)


async def test_starting_after_a_sleep_opens_what_fell_due(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        clock.sleep_machine(timedelta(hours=1, minutes=35).total_seconds())
        screen.five_seconds()
        await settle(pilot)
        await press(pilot, "s")
        assert not on(pilot, TodayScreen)


async def test_a_reminder_chooses_the_very_thing_it_tells_of(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        assert screen.chosen() == "2027-03-01/side-lie/1"
        open_for(screen, clock, timedelta(minutes=25))
        await settle(pilot)
        assert screen.chosen() == "2027-03-01/side-lie/1"
        open_for(screen, clock, timedelta(minutes=95))
        await settle(pilot)
        assert screen.chosen() == "2027-03-01/cold-pack/1"


async def test_later_and_quiet_have_their_keys(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        await press(pilot, "n", "2")
        assert "I will remind you again in 30 minutes." in picture(pilot.app)
        await press(pilot, "d", "1")
        assert "Quiet until 9:45" in picture(pilot.app) or "Quiet until 09:45" in picture(pilot.app)
        await press(pilot, "d")
        assert "I speak again." in picture(pilot.app)


async def test_what_falls_due_later_is_said_and_stands_on_the_screen(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        open_for(screen, clock, timedelta(hours=1))
        await settle(pilot)
        assert "due now" in picture(pilot.app).split("Done 0 of")[1].lower()


async def test_no_reminder_while_a_question_is_open(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        await press(pilot, "p")
        clock.advance(timedelta(hours=1).total_seconds())
        before = len(coach.speaker.said)  # type: ignore[attr-defined]
        screen.five_seconds()
        assert len(coach.speaker.said) == before  # type: ignore[attr-defined]


async def test_after_a_full_disk_a_key_tries_again_and_says_what_comes_of_it(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _refuse(*_: object, **__: object) -> None:
        raise LogError("The disk is full", "The disk is full. Free some space.")

    async with running(coach) as pilot:
        with monkeypatch.context() as full:
            full.setattr(coach.log, "append", _refuse)
            full.setattr(type(coach.log), "writable", False)
            await press(pilot, "p", "3", "2", "3")
            assert "The disk is full. Free some space." in picture(pilot.app)
            await press(pilot, "i")
            assert not on(pilot, TodayScreen)
            await press(pilot, "escape")
        await press(pilot, "p", "3", "2", "3")
        assert "The disk is full" not in picture(pilot.app)
        assert "Pain noted." in picture(pilot.app)


async def test_a_log_that_refuses_is_one_sentence_and_the_app_lives(
    running: Running, coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _refuse(*_: object, **__: object) -> None:
        raise LogError("Disk", "The disk is full. Make room, then go on.")

    async with running(coach) as pilot:
        monkeypatch.setattr(coach.log, "append", _refuse)
        await press(pilot, "p", "3", "n", "n")
        assert "The disk is full. Make room, then go on." in picture(pilot.app)
        await press(pilot, "h")
        assert on(pilot, HistoryScreen)


async def test_that_answers_are_kept_is_read_first_where_a_log_with_a_long_name_refuses(
    running: Running, coach: Coach
) -> None:
    refused = f"Another program is writing {'/home' * 20}, so nothing was saved. Close it."
    async with running(coach, size=(80, 24)) as pilot:
        today = pilot.app.screen
        assert isinstance(today, TodayScreen)
        today.trouble("look", refused)
        today.trouble("tick", f"{WAITS} {refused}")
        await settle(pilot)
        assert WAITS[:40] in picture(pilot.app)


async def test_a_wake_from_another_thread_draws_the_day_anew(
    running: Running, coach: Coach, clock: ManualClock
) -> None:
    async with running(coach) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TodayScreen)
        open_for(screen, clock, timedelta(hours=2))
        screen.post_message(TodayScreen.Woken())
        await settle(pilot)
        assert "11:30" in picture(pilot.app)
