"""In a call, by night and under do-not-disturb words wait; they are neither lost nor counted."""

from datetime import timedelta

import pytest

from coach.clock import ManualClock
from coach.desktop.silent import NoDesktop
from coach.domain.events import SittingBout, WarningGiven
from coach.domain.outcomes import TimerKind
from coach.domain.program import Surface
from coach.domain.red_flags import Tier
from coach.session.cues import Cue
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from coach.workflows.watching import next_of
from tests.workflows.conftest import facts_of, ticked


def minutes_pass(coach: Coach, clock: ManualClock, minutes: int) -> list[Cue]:
    heard: list[Cue] = []
    for _ in range(minutes * 2):
        clock.advance(30)
        heard += ticked(coach)
    return heard


def spoken(cues: list[Cue]) -> list[str]:
    return [cue.text for cue in cues if cue.spoken]


def test_a_sitting_warning_in_a_call_is_shown_and_said_once_after_it(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    coach.answers.begin_quiet(40)
    shown = minutes_pass(coach, clock, 39)
    assert spoken(shown) == []
    assert sum("Time to stand" in cue.text for cue in shown) == 1
    after = spoken(minutes_pass(coach, clock, 15))
    assert len(after) == 1
    assert "Leg score now" in after[0]
    coach.guard.stand()
    assert [bout.warnings for bout in facts_of(coach, SittingBout)] == [1]


def test_who_got_up_in_the_call_hears_nothing_of_it(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    coach.answers.begin_quiet(40)
    minutes_pass(coach, clock, 30)
    coach.guard.stand()
    assert spoken(minutes_pass(coach, clock, 30)) == []
    assert [bout.warnings for bout in facts_of(coach, SittingBout)] == [0]


def test_nobody_looks_every_second_while_it_is_quiet(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    coach.answers.begin_quiet(40)
    minutes_pass(coach, clock, 30)
    due = coach.guard.next_at()
    assert due is not None
    assert due - clock.now() == timedelta(minutes=10)


def test_a_rest_that_ends_in_a_call_counts_and_is_told_after_it(
    coach: Coach, clock: ManualClock
) -> None:
    coach.timers.start(TimerKind.REST, 10)
    coach.answers.begin_quiet(25)
    shown = minutes_pass(coach, clock, 24)
    assert [(cue.text, cue.spoken) for cue in shown if "Get up" in cue.text] == [
        ("Get up now, and walk a little.", False)
    ]
    assert spoken(shown) == []
    after = spoken(minutes_pass(coach, clock, 20))
    assert after == ["Please get up and walk a little now. You can rest again later."]
    assert coach.timers.now() == []


def test_cold_on_the_skin_breaks_through(coach: Coach, clock: ManualClock) -> None:
    coach.answers.begin_quiet(60)
    coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    assert len(spoken(minutes_pass(coach, clock, 11))) == 2


def test_the_word_before_a_drive_waits(coach: Coach, clock: ManualClock) -> None:
    coach.tasks.announce("drive", 30)
    coach.answers.begin_quiet(28)
    assert spoken(minutes_pass(coach, clock, 27)) == []
    assert len(spoken(minutes_pass(coach, clock, 10))) == 1
    assert facts_of(coach, WarningGiven)[-1].spoken


def test_being_up_too_long_waits_and_comes_in_no_burst(
    new_coach: Coach, clock: ManualClock
) -> None:
    coach = new_coach
    coach.set_up.finish(SetUpAnswers(program="lean-ease"))
    coach.guard.sit(Surface.FIRM)
    clock.advance(60)
    coach.guard.stand()
    coach.answers.begin_quiet(20)
    assert spoken(minutes_pass(coach, clock, 19)) == []
    assert len(spoken(minutes_pass(coach, clock, 4))) == 1


def test_while_coaching_is_locked_nobody_is_told_to_walk_or_to_score(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    flag = next(one for one in coach.safety.flags.items if one.tier is Tier.EMERGENCY)
    coach.safety.answered(flag, True)
    assert minutes_pass(coach, clock, 30) == []


def test_do_not_disturb_holds_as_well(coach: Coach, clock: ManualClock) -> None:
    desktop = coach.desktop
    if not isinstance(desktop, NoDesktop):
        pytest.fail("the tests run without a desktop")
    coach.guard.sit(Surface.FIRM)
    desktop.disturb = False
    assert spoken(minutes_pass(coach, clock, 30)) == []
    due = next_of(coach.watchers)
    assert due is not None
    assert due > clock.now()
    desktop.disturb = True
    assert len(spoken(minutes_pass(coach, clock, 2))) == 1
