"""Sitting: what is said and written from sitting down to getting up."""

from datetime import datetime, timedelta

import pytest

from coach.clock import ManualClock
from coach.domain.events import PainScore, SittingBout, SittingStarted, WarningGiven
from coach.domain.outcomes import WarningKind
from coach.domain.pain import Site
from coach.domain.program import Surface
from coach.session.cues import Cue, CueKind
from coach.workflows.coach import Coach
from tests.workflows.conftest import Opener, facts_of


def sit_for(coach: Coach, clock: ManualClock, minutes: int) -> list[str]:
    """Every minute a tick; what was said or shown."""
    heard: list[Cue] = []
    for _ in range(minutes):
        clock.advance(60)
        heard.extend(coach.guard.tick())
    return [cue.text for cue in heard]


def test_a_whole_sitting_from_down_to_up(coach: Coach, clock: ManualClock) -> None:
    (down,) = coach.guard.sit(Surface.FIRM)
    assert down.text == "Sitting, on a firm seat. Up again in 20 minutes."
    heard = sit_for(coach, clock, 40)
    assert heard == [
        "One more minute, then stand up.",
        "Time to stand and walk. 20 minutes on a firm seat. "
        "Sitting for long can bring your leg pain on.",
        "You have sat 25 minutes on a firm seat. Leg score now, zero to ten?",
    ]
    (up,) = coach.guard.stand()
    assert up.text == "Good. Stay up for 2 minutes, and walk a bit."
    (bout,) = facts_of(coach, SittingBout)
    assert (bout.surface, bout.minutes, bout.limit_minutes) == (Surface.FIRM, 40.0, 20)
    assert (bout.warnings, bout.overdue_minutes) == (2, 20.0)
    assert coach.guard.now() is None


def test_every_spoken_warning_is_a_fact_and_the_quiet_line_is_not(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    sit_for(coach, clock, 30)
    warnings = facts_of(coach, WarningGiven)
    assert [(fact.kind, fact.spoken) for fact in warnings] == [(WarningKind.SITTING, True)] * 2


def test_the_warning_is_on_disk_before_it_is_said(
    overheard: Coach, clock: ManualClock, diary: list[str]
) -> None:
    overheard.guard.sit(Surface.FIRM)
    assert [line.split(":")[0] for line in diary] == ["disk", "said"]
    diary.clear()
    sit_for(overheard, clock, 20)
    quiet, warned, said = (line for line in diary if "One more minute" not in line)
    assert (quiet, warned) == ("disk: ReminderGiven", "disk: WarningGiven")
    assert said.startswith("said: Time to stand")


@pytest.mark.parametrize("surface", [Surface.HARD, Surface.FLOOR])
def test_a_hard_seat_is_shorter_and_wants_a_cushion(
    coach: Coach, clock: ManualClock, surface: Surface
) -> None:
    (cue,) = coach.guard.sit(surface)
    assert "10 minutes" in cue.text
    assert "cushion" in cue.text
    assert "Time to stand" in sit_for(coach, clock, 10)[-1]


def test_one_snooze_gives_three_more_minutes(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    sit_for(coach, clock, 22)
    assert [cue.text for cue in coach.guard.snooze()] == ["Three more minutes."]
    assert sit_for(coach, clock, 2) == []
    assert len(sit_for(coach, clock, 1)) == 1
    assert "One snooze" in coach.guard.snooze()[0].text


def test_before_sitting_down_there_is_nothing_to_snooze(coach: Coach) -> None:
    assert coach.guard.snooze() == []


def test_moving_to_another_seat_without_a_break_goes_on_counting(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    sit_for(coach, clock, 15)
    (cue,) = coach.guard.sit(Surface.SOFT)
    assert cue.text == "Sitting, on a soft seat. Up again in 5 minutes."
    assert [bout.minutes for bout in facts_of(coach, SittingBout)] == [15.0]
    now = coach.guard.now()
    assert now is not None
    assert now.minutes == 15


def test_sitting_down_too_soon_after_the_limit_is_told_plainly(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    sit_for(coach, clock, 30)
    coach.guard.stand()
    clock.advance(30)
    (cue,) = coach.guard.sit(Surface.FIRM)
    assert cue.text.endswith("Please stand up again.")
    assert [text.split(".")[0] for text in sit_for(coach, clock, 10)] == [
        "You have sat 32 minutes on a firm seat"
    ]


def test_one_minute_is_one_minute(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    sit_for(coach, clock, 19)
    (cue,) = coach.guard.sit(Surface.SOFT)
    assert cue.text.endswith("Up again in 1 minute.")


def test_a_break_long_enough_starts_afresh(coach: Coach, clock: ManualClock) -> None:
    coach.guard.sit(Surface.FIRM)
    sit_for(coach, clock, 15)
    coach.guard.stand()
    clock.advance(120)
    (cue,) = coach.guard.sit(Surface.FIRM)
    assert "Up again in 20 minutes" in cue.text


def test_standing_up_without_having_sat_writes_nothing(coach: Coach) -> None:
    (cue,) = coach.guard.stand()
    assert not cue.spoken
    assert facts_of(coach, SittingBout) == []


def test_a_restart_goes_on_with_the_sitting_under_way(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.guard.sit(Surface.FIRM)
    coach.close()
    clock.advance(12 * 60)
    again = open_coach()
    now = again.guard.now()
    assert now is not None
    assert (now.minutes, now.limit_minutes) == (12, 20)
    again.guard.stand()
    (bout,) = facts_of(again, SittingBout)
    assert bout.minutes == 12


def test_a_restart_just_after_midnight_goes_on_too(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    clock.advance(14 * 3600 + 20 * 60)  # Ten to midnight.
    coach.guard.sit(Surface.FIRM)
    coach.close()
    clock.advance(15 * 60)
    now = open_coach().guard.now()
    assert now is not None
    assert now.minutes == 15


def test_a_sitting_forgotten_yesterday_has_no_length_and_says_nothing(
    coach: Coach, clock: ManualClock, open_coach: Opener
) -> None:
    coach.guard.sit(Surface.FIRM)
    coach.close()
    clock.advance(24 * 3600)
    again = open_coach()
    assert again.guard.now() is None
    assert again.guard.tick() == []
    again.guard.sit(Surface.FIRM)
    assert facts_of(again, SittingBout) == []


def test_a_sitting_forgotten_with_the_coach_open_overnight_is_dropped_as_well(
    coach: Coach, clock: ManualClock
) -> None:
    coach.guard.sit(Surface.FIRM)
    clock.sleep_machine(12 * 3600)
    assert coach.guard.tick() == []
    assert coach.guard.now() is None
    coach.guard.stand()
    assert facts_of(coach, SittingBout) == []


def test_a_request_that_waited_counts_from_its_own_time(coach: Coach, clock: ManualClock) -> None:
    began = clock.now()
    clock.advance(10 * 60)
    coach.guard.sit(Surface.FIRM, at=began)
    now = coach.guard.now()
    assert now is not None
    assert now.minutes == 10
    coach.guard.stand(at=began + timedelta(minutes=7))
    (bout,) = facts_of(coach, SittingBout)
    assert (bout.started_at, bout.minutes) == (began, 7.0)


def test_sitting_and_standing_that_waited_for_a_day_keep_their_own_length(
    coach: Coach, clock: ManualClock
) -> None:
    began: datetime = clock.now()
    clock.advance(24 * 3600)
    coach.guard.sit(Surface.FIRM, at=began)
    assert coach.guard.now() is None
    coach.guard.stand(at=began + timedelta(minutes=30))
    (bout,) = facts_of(coach, SittingBout)
    assert (bout.minutes, bout.overdue_minutes) == (30.0, 10.0)


def test_a_bad_day_shortens_the_limit(coach: Coach) -> None:
    coach.today.begin_bad_day()
    (cue,) = coach.guard.sit(Surface.FIRM)
    assert "15 minutes" in cue.text


def test_before_a_program_is_chosen_there_is_a_limit_all_the_same(
    new_coach: Coach, clock: ManualClock
) -> None:
    (cue,) = new_coach.guard.sit(Surface.SOFT)
    assert "20 minutes" in cue.text
    assert len(sit_for(new_coach, clock, 30)) == 3


def test_the_leg_score_after_the_second_warning_is_pain_and_not_now_is_nothing(
    coach: Coach,
) -> None:
    coach.guard.scored(None)
    assert facts_of(coach, PainScore) == []
    coach.guard.scored(0)
    (score,) = facts_of(coach, PainScore)
    assert (score.site, score.score) == (Site.LEG, 0)


def test_the_guard_tells_when_it_speaks_next(coach: Coach, clock: ManualClock) -> None:
    assert coach.guard.next_at() is None
    coach.guard.sit(Surface.FIRM)
    assert coach.guard.next_at() == clock.now() + timedelta(minutes=19)


def test_sitting_down_is_a_fact_at_once(coach: Coach) -> None:
    coach.guard.sit(Surface.CAR)
    (fact,) = facts_of(coach, SittingStarted)
    assert fact.surface is Surface.CAR
    assert all(cue.kind is CueKind.SITTING for cue in coach.guard.stand())


def test_a_night_in_which_the_clocks_change_adds_no_hour(coach: Coach, clock: ManualClock) -> None:
    # Twenty to two on the night of 28 March 2027; at two it becomes three.
    night = datetime(2027, 3, 28, 1, 40, tzinfo=clock.now().tzinfo)
    clock.set_wall(night)
    coach.guard.sit(Surface.FIRM)
    clock.advance(30 * 60)
    coach.guard.stand()
    assert facts_of(coach, SittingBout)[0].minutes == 30.0


def test_whoever_gets_up_while_coaching_is_locked_is_asked_for_nothing(coach: Coach) -> None:
    coach.guard.sit(Surface.HARD)
    item = next(one for one in coach.safety.flags.items if one.tier.locks)
    coach.safety.answered(item, answer=True)
    (up,) = coach.guard.stand()
    assert up.text == "That is noted. Coaching is locked until you were seen."
