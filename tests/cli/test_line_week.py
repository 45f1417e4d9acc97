"""The week in line mode: the same words as on the screen."""

from datetime import timedelta

from coach.cli.line_week import week_lines
from coach.clock import ManualClock
from coach.domain.events import AnswerGiven
from coach.workflows.coach import Coach
from tests.cli.conftest import Facts, Patient, Run
from tests.workflows.test_today import until
from tests.workflows.test_week import day, every_day, log_leg


def test_a_new_patient_reads_what_is_not_known(coach: Coach) -> None:
    lines = week_lines(coach.week.view())
    assert lines[0] == "This week and the week before:"
    assert lines[1].startswith("  Not enough noted yet to compare weeks")
    assert lines[2] == "Where you are:"
    assert lines[3].startswith("  Your own start is not known yet")
    assert "No rule of your program asks for an earlier talk" in lines[4]


def test_gaps_are_said_week_by_week(coach: Coach, clock: ManualClock) -> None:
    log_leg(coach, every_day(8, 0, 6) | every_day(6, 14, 20))
    until(clock, day(20), clock.now().timetz().replace(hour=20, tzinfo=None))
    lines = week_lines(coach.week.view())
    assert "  Week by week, in percent of your start: 100, not recorded, 75." in lines
    assert any("average of one UK study, not a target" in line for line in lines)


def test_a_low_start_is_told_in_points(coach: Coach, clock: ManualClock) -> None:
    log_leg(coach, every_day(3, 0, 6) | every_day(2, 7, 13))
    clock.advance(timedelta(days=13, hours=8).total_seconds())
    lines = week_lines(coach.week.view())
    assert "  Week by week, from 0 to 10: 3, 2." in lines
    assert not any("percent of your own start" in line for line in lines)


def test_the_day_points_to_the_week_and_the_week_is_told_once(
    run: Run, set_up: Patient, open_coach: type, clock: ManualClock, facts: Facts
) -> None:
    set_up()
    coach = open_coach()
    log_leg(coach, every_day(7, 0, 6) | every_day(7, 7, 13) | {14: 7})
    coach.close()
    clock.advance(timedelta(days=14).total_seconds())
    result = run(answers=["w", "", "q"])
    assert result.code == 0
    talk = "Talk to your therapist about this: two weeks in, your leg pain is still strong."
    assert "2 things to talk to your therapist about. Press w." in result.lines
    assert result.lines.count("This week in two sentences. Press w.") == 1
    assert talk in result.lines
    assert result.lines.index(talk) < result.lines.index("This week and the week before:")
    told = [fact.item for fact in facts(AnswerGiven) if fact.instrument == "week-words"]
    assert told == [day(7).isoformat()]
