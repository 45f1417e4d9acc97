"""The menu of line mode: everything the today screen can do, one letter each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coach.cli.console import Console
from coach.cli.diagnostics import ExitCode
from coach.cli.line_history import HistoryMenu, history_lines
from coach.cli.line_home import GOODBYE, HomeMenu
from coach.clock import ManualClock
from coach.domain.events import (
    ExerciseDone,
    FactRetracted,
    FlareStarted,
    PainScore,
    PlanReceived,
    SafetyHold,
    SessionStarted,
    SittingBout,
    SittingStarted,
    WarningGiven,
)
from coach.domain.outcomes import Reason, SetOutcome, TimerKind
from coach.domain.pain import PainReport
from coach.domain.program import Surface
from coach.domain.sitting_spells import SittingDay
from coach.domain.time_events import StillAnswered, TimerEnded
from coach.review.adherence import FORMULA
from coach.workflows.coach import Coach
from coach.workflows.look_back import LookBackView
from coach.workflows.registry import Place, entries
from coach.workflows.safety import STAYS_LOCKED
from coach.workflows.set_up import number_problem
from tests.cli.conftest import AFTER, BEFORE, After, Answers, Facts, Patient, Run

KEPT_SO_FAR = "Set-up is not finished. The name and the number to call are kept, the rest is not."


def test_the_first_start_asks_little_and_makes_a_plan(
    run: Run, facts: Facts, tmp_path: Path
) -> None:
    result = run(answers=["Ada", "999", "fifty", "", "left", "q"])
    assert (result.code, result.err) == (0, "")
    (plan,) = facts(PlanReceived)
    assert (plan.program, plan.sore_side) == ("steady-back", "left")
    written = (tmp_path / "config.toml").read_text("utf-8")
    assert 'name = "Ada"' in written
    assert 'emergency_number = "999"' in written
    assert result.lines.count("Nobody is alerted by this program.") >= 2
    assert (
        "Take the one that your therapist named. No therapist? Steady back is the one for anyone."
        in result.lines
    )
    assert "Hello Ada." in run(answers=["q"]).lines


def test_a_set_up_that_is_left_makes_no_plan(run: Run, facts: Facts) -> None:
    ended = run(answers=["Ada"])
    assert ended.code == ExitCode.INPUT
    assert ended.err.startswith("coach: Nothing was set up. The answers ended")
    left = run(answers=["Ada", "", "y", "q"])
    assert (left.code, left.lines[-1]) == (0, KEPT_SO_FAR)
    assert facts(PlanReceived) == []


def test_a_set_up_whose_answers_end_says_what_is_kept(run: Run, tmp_path: Path) -> None:
    ended = run(answers=["Ada", "999"])
    assert ended.err.startswith(f"coach: {KEPT_SO_FAR} The answers ended before the last question.")
    assert 'name = "Ada"' in (tmp_path / "config.toml").read_text("utf-8")


def test_a_set_up_that_is_ended_by_ctrl_d_says_so(run: Run) -> None:
    ended = run(answers=["Ada", "999"], live=True)
    assert (ended.code, ended.err) == (
        ExitCode.INPUT,
        f"coach: {KEPT_SO_FAR} Ended by Ctrl-D.\n",
    )


def test_a_number_without_a_digit_is_asked_again(run: Run, tmp_path: Path) -> None:
    result = run(answers=["Ada", "help", "999", "", "left", "q"])
    assert any(number_problem("help") in line for line in result.lines)
    assert 'emergency_number = "999"' in (tmp_path / "config.toml").read_text("utf-8")


def test_the_number_is_kept_as_soon_as_it_is_entered(run: Run, tmp_path: Path) -> None:
    """Whatever becomes of the set-up: it is left here at the next question."""
    shown = run(answers=["Ada", "1121121121121121", "911", "!", "q"])
    assert shown.lines[-1] == KEPT_SO_FAR
    assert any(number_problem("help") in line for line in shown.lines)
    assert "Emergency number: 911" in shown.lines
    assert 'emergency_number = "911"' in (tmp_path / "config.toml").read_text("utf-8")


def test_the_menu_shows_the_day_with_numbers(run: Run, set_up: Patient) -> None:
    set_up()
    result = run(answers=["", "q"])
    shown = [line for line in result.lines if line.startswith(" 1  09:30  Side rest with pillow")]
    assert len(shown) == 2  # At the start, and once more for the empty line.
    assert result.lines[-1] == "Closed. Everything is kept."


def test_every_entry_of_the_registry_can_be_done(open_coach: Callable[..., Coach]) -> None:
    coach = open_coach()
    console = Console(coach, Answers(ManualClock(coach.records.now()), answers=[]))  # type: ignore[arg-type]
    home, history = HomeMenu(console, Path()), HistoryMenu(console)
    by_the_question = {"emergency", "help", "quit", "choose"}
    wanted = {entry.id for entry in entries(Place.TODAY)} - by_the_question
    assert wanted <= set(home.actions)
    wanted = {entry.id for entry in entries(Place.HISTORY)} - by_the_question
    assert wanted == set(history.actions)


def test_help_tells_every_letter(run: Run, set_up: Patient) -> None:
    set_up()
    result = run(answers=["?", "q"])
    for entry in entries(Place.TODAY):
        assert any(entry.help in line for line in result.lines), entry.id


def test_what_the_menu_does_not_know_is_told_what_may_be_typed(run: Run, set_up: Patient) -> None:
    set_up()
    result = run(answers=["99", "0", "dance", "٣", "q"])
    refusals = [line for line in result.lines if line.startswith("Please answer: s Start")]
    assert len(refusals) == 4


def test_pain_is_noted_from_the_menu(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["p", "3", "n", "back", "p", "n", "n", "q"])
    assert "Pain noted." in result.lines
    assert "Nothing was noted." in result.lines
    assert [(score.site.value, score.score) for score in facts(PainScore)] == [("back", 3)]


def test_starting_from_the_menu_runs_a_session_and_comes_back(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run(answers=["s", *BEFORE, *AFTER, "q"])
    assert result.code == 0
    assert [fact.exercise for fact in facts(ExerciseDone)] == ["side-lie"]
    assert any(line.endswith("done") for line in result.lines)


def test_a_number_does_that_item_now(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    shown = run(answers=["q"]).lines
    number = next(line.split()[0] for line in shown if "Belly breathing" in line)
    run(answers=[number, *BEFORE, *AFTER, "q"])
    assert [fact.exercise for fact in facts(ExerciseDone)] == ["belly-breath"]


def test_leaving_an_item_out_asks_for_the_reason(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["x", "77", "1", "x", "t", "q"])
    assert "Left out: 09:30 Side rest with pillow." in result.lines
    (refused,) = [line for line in result.lines if "t no time" in line and "answer" in line]
    assert refused.endswith("Enter for no reason.")
    (left,) = facts(ExerciseDone)
    assert (left.outcome, left.reason, left.set_no) == (SetOutcome.SKIPPED, Reason.TIME, 0)


def test_the_safety_questions_can_be_answered_at_any_time(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run(answers=["r", "y", "s", "q"])
    assert any("number" in line.lower() for line in result.lines)
    assert len(facts(SafetyHold)) == 1
    assert facts(SessionStarted) == []


def test_a_question_can_be_left(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["x", "q", "i", "q", "p", "q", "b", "q", "q"])
    assert result.lines.count("Back to the day.") == 4
    assert facts(ExerciseDone) == []
    assert facts(FlareStarted) == []


def test_sitting_is_watched_while_the_menu_waits(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    # A hard seat allows ten minutes; the snooze moves the warning to thirteen.
    result = run(answers=["i", "hard", After(9.5 * 60, "z"), After(4.5 * 60, "u"), "q"])
    assert "Three more minutes." in result.lines
    assert any(line.startswith("Time to stand and walk. 13 minutes") for line in result.lines)
    (bout,) = facts(SittingBout)
    assert (bout.surface, bout.warnings) == (Surface.HARD, 1)
    assert len(facts(WarningGiven)) == 1


def test_sitting_on_asks_for_the_leg_score(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["i", "hard", After(16 * 60, "99"), "6", "u", "q"])
    assert "Leg pain now? (0 to 10; n for not now)" in result.lines
    assert "Please answer: 0 to 10; n for not now." in result.lines
    assert [score.score for score in facts(PainScore)] == [6]


def test_still_sitting_is_answered_by_its_letter(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(
        answers=["i", "firm", After(26 * 60, "99"), "n", After(40 * 60, "j"), "1", "", "u", "q"]
    )
    assert any(line.startswith("Still sitting?") for line in result.lines)
    assert "  1  Yes, still sitting" in result.lines
    assert any(line.startswith("Good, the clock goes on:") for line in result.lines)
    assert [fact.sitting for fact in facts(StillAnswered)] == [True]
    assert len(facts(SittingBout)) == 1


def test_where_nothing_was_asked_the_letter_says_so(run: Run, set_up: Patient) -> None:
    set_up()
    assert "Nothing was asked about your sitting." in run(answers=["j", "q"]).lines


def test_what_is_due_is_called_while_the_menu_waits(run: Run, set_up: Patient) -> None:
    set_up()
    result = run(answers=[After(40 * 60, "q")])
    # The side rest stood on the screen at 09:30 and is named once more; the walk fell due at 10.
    assert "Due now: Side rest with pillow and Short walk." in result.lines


def test_what_another_command_asked_is_done_while_the_menu_waits(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach], facts: Facts
) -> None:
    set_up()
    opened = open_coach()
    run("sit", "firm")
    opened.close()
    result = run(answers=["q"])
    assert "Sitting, on a firm seat. Up again in 20 minutes." in result.lines
    assert len(facts(SittingStarted)) == 1


def test_a_bad_day_switches_the_plan_and_says_until_when(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run(answers=["b", "y", "q"])
    assert "The plan for a bad day holds until Wednesday 09:30." in result.lines
    assert len(facts(FlareStarted)) == 1


def test_history_shows_gaps_as_not_recorded_and_takes_a_score_back(
    run: Run, set_up: Patient, clock: ManualClock, facts: Facts
) -> None:
    set_up()
    run("pain", "--back", "3", "--leg", "6", "--reach", "calf")
    clock.advance(2 * 24 * 3600)
    result = run(answers=["h", "f", "t", "1", "typed wrong", "", "q"])
    assert "Week of 2027-03-01" in result.lines
    assert any("2027-03-01  back 3, leg 6" in line for line in result.lines)
    gap = next(line for line in result.lines if line.startswith("  Tue 2027-03-02"))
    assert gap.endswith("back not recorded, leg not recorded, done not recorded")
    assert any(line.startswith("percent = done dose / asked dose") for line in result.lines)
    assert [fact.reason for fact in facts(FactRetracted)] == ["typed wrong"]
    assert len(facts(PainScore)) == 1


def test_a_hold_is_shown_and_may_be_cleared_from_the_menu(run: Run, set_up: Patient) -> None:
    set_up()
    run("session", "--line", answers=["y", "y"])
    result = run(answers=["s", "", "b", "2027-03-01", "y", "y", "q"])
    assert result.code == 0
    assert result.lines[0].startswith(("Hello", "LOCKED"))
    assert any(line.startswith("COACHING IS LOCKED") for line in result.lines)
    assert "The plan for a bad day holds until Wednesday 09:30." in result.lines


def test_whoever_comes_second_reads_and_hands_over(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach], facts: Facts
) -> None:
    set_up()
    opened = open_coach()
    result = run(answers=["s", "x", "b", "i", "soft", "q"])
    assert result.code == 0
    assert sum("Another coach" in line for line in result.lines) == 3
    assert "This is kept, with its time." in result.err
    opened.requests.poll()
    opened.close()
    assert len(facts(SittingStarted)) == 1


def test_the_day_says_that_a_session_is_open_in_the_other_coach(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach]
) -> None:
    set_up()
    opened = open_coach()
    opened.sessions.begin(opened.today.look().agenda.due, PainReport()).start()
    assert "A session is open in the other coach." in run("today").lines
    assert "A session is open in the other coach." in run(answers=["q"]).lines


@pytest.mark.parametrize("typed", [["q"], []], ids=["letter", "end of input"])
def test_the_menu_closes_in_order(run: Run, set_up: Patient, typed: list[str | After]) -> None:
    set_up()
    result = run(answers=typed)
    assert (result.code, result.err) == (0, "")
    assert result.lines[-1] == "Closed. Everything is kept."


def test_a_backup_is_made_once_a_day(run: Run, set_up: Patient, tmp_path: Path) -> None:
    set_up()
    for _ in range(2):
        run(answers=["q"])
    assert len(list((tmp_path / "home" / "backups").glob("coach-*.db"))) == 1


def test_the_minutes_sat_are_whole_ones_in_the_history() -> None:
    sat = SittingDay(
        longest_minutes=12.4, longest_hard_minutes=0.0, hard_minutes=7.21, overdue_minutes=3.29
    )
    view = LookBackView((), (), None, 0, 0, sat)
    assert history_lines(view)[-1] == (
        "Sitting today: longest 12 min, hard seats in all 7, over the limit 3."
    )


def test_a_command_is_typed_by_the_word_that_stands_beside_its_letter(
    run: Run, set_up: Patient
) -> None:
    set_up()
    result = run(answers=["history", "formula", "", "emergency", "help", "Quit"])
    assert FORMULA in result.lines
    assert "Emergency number: 112" in result.lines
    assert "s  Start: Do what is due now, led by voice." in result.lines
    assert not any(line.startswith("Please answer") for line in result.lines)
    assert result.lines[-1] == GOODBYE


def test_closing_with_a_pack_on_the_skin_says_first_to_take_it_off(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach]
) -> None:
    set_up()
    coach = open_coach()
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    coach.close()
    result = run(answers=["q", "n", "q", "y"])
    told = [line for line in result.lines if "Take it off first." in line]
    assert told[0].startswith("Cold pack: 0 of 10 minutes.")
    assert "coach watch" in told[0]
    assert len(told) == 2
    assert result.lines[-1] == GOODBYE


def lock(coach: Coach) -> None:
    """A yes to the first question of the safety list."""
    coach.safety.answered(coach.safety.flags.items[0], True)


@pytest.mark.parametrize("letter", ["timer", "task"])
def test_beside_another_coach_the_lock_is_told_before_who_holds_the_log(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach], letter: str
) -> None:
    set_up()
    coach = open_coach()
    lock(coach)
    result = run(answers=[letter, "q"])
    assert any(line.endswith(STAYS_LOCKED) for line in result.lines)


def test_under_a_lock_nothing_is_asked_about_a_timer_but_what_runs_can_be_ended(
    run: Run, set_up: Patient, open_coach: Callable[..., Coach], facts: Facts
) -> None:
    set_up()
    coach = open_coach()
    coach.timers.start(TimerKind.REST, 10)
    lock(coach)
    coach.close()
    result = run(answers=["timer", "off", "timer", "q"])
    assert len(facts(TimerEnded)) == 1
    assert not any(line.startswith("What?") for line in result.lines)
    assert any(line.endswith(STAYS_LOCKED) for line in result.lines)
