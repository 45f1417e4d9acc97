"""What a program costs its patient, and what a therapist is told about it."""

from coach.domain.plan_lines import lines_of
from coach.domain.program import Program, StageCode
from coach.domain.program_set import set_line
from coach.session.program_budget import (
    MOST_EXERCISE_MINUTES,
    BudgetWarning,
    budget_warnings,
    minutes_a_day,
)
from tests.domain.edits import CATALOGUE, PROGRAMS, STEADY


def changed(*lines: str, stage: StageCode = StageCode.BUILD) -> Program:
    program = STEADY
    for line in lines:
        program = set_line(program, stage, line, CATALOGUE)
    return program


def exercise_minutes(*lines: str) -> float:
    """Minutes of exercises a day in stage C after these edits."""
    return minutes_a_day(changed(*lines).stage(StageCode.BUILD), CATALOGUE).exercises


def told(*lines: str, stage: str = "C") -> list[BudgetWarning]:
    """What is told of a stage after these edits, cautions aside."""
    found = budget_warnings(changed(*lines), CATALOGUE)
    return [one for one in found if one.stage == stage and not one.is_caution]


def test_exercises_walks_and_rests_are_counted_apart() -> None:
    calm = minutes_a_day(STEADY.stage(StageCode.CALM), CATALOGUE)
    assert calm.exercises == 0
    assert calm.walks >= 4 * 3
    assert calm.rests >= 4 * 10 + 2 * 3 + 2 * 10
    assert calm.total == calm.walks + calm.rests


def test_minutes_are_more_than_the_bare_work_and_grow_with_the_dose() -> None:
    alone = exercise_minutes("brace off", "bird-dog off")
    assert alone > (2 * 8 * 3 + 30) / 60
    assert exercise_minutes("brace off", "bird-dog off", "bridge 2x8 hold 3s 2/day") == 2 * alone


def test_what_falls_on_different_days_is_not_added_up() -> None:
    same = exercise_minutes("bridge 2x8 hold 3s mon,wed", "bird-dog 2x6 hold 7s side each mon,wed")
    apart = exercise_minutes("bridge 2x8 hold 3s tue,thu", "bird-dog 2x6 hold 7s side each mon,wed")
    assert apart < same


def test_a_fifth_exercise_and_too_many_minutes_are_told_with_their_source() -> None:
    fifth = told("hinge 1x8")
    assert [(one.key, one.source) for one in fifth] == [(("C", "dose", 4), ("S65",))]
    assert fifth[0].text == "Stage C asks 5 exercises."
    long = told("bridge 6x10 hold 5s rest 60s 1/day mon,tue,thu,fri")
    minutes = exercise_minutes("bridge 6x10 hold 5s rest 60s 1/day mon,tue,thu,fri")
    assert minutes > MOST_EXERCISE_MINUTES
    assert f"Stage C takes {minutes:.0f} minutes of exercises" in long[0].text


def test_a_dose_beyond_the_usual_is_told_at_its_line() -> None:
    program = changed("bridge 3x12 hold 8s mon,tue")
    found = [one for one in told("bridge 3x12 hold 8s mon,tue") if one.key == ("C", "dose", 1)]
    assert [one.text for one in found] == [
        "Bridge is asked for 3 sets; usual is at most 2.",
        "Bridge is asked for 12 repetitions a set; usual is at most 10.",
        "Bridge is asked for 8 seconds; usual is at most 5.",
    ]
    assert any(line.key == found[0].key for line in lines_of(program, CATALOGUE))


def test_a_side_that_was_taken_away_is_told() -> None:
    texts = [one.text for one in told("bird-dog 3x6 hold 7s side none mon,wed")]
    assert "Bird-dog names no side; usual is side each." in texts


def test_an_exercise_let_in_against_the_direction_is_told_with_the_reason() -> None:
    found = told('allow-direction "Tested in the clinic."', "press-up 1x10 tempo 6s 2/day")
    (against,) = [one for one in found if one.source == ("S24",)]
    assert against.text == "Press-up on your front moves in extension, the program in neutral."
    assert against.reason == "Let in with: Tested in the clinic."


def test_cautions_of_the_catalogue_are_there_for_every_line() -> None:
    found = [one for one in budget_warnings(STEADY, CATALOGUE) if one.is_caution]
    (bridge,) = [one for one in found if "Bridge" in one.text]
    assert bridge.text == "Bridge: care with late pregnancy."
    assert any(one.stage == "flare" for one in found)


def test_every_warning_stands_at_a_line_that_is_there_and_says_where_from() -> None:
    for program in PROGRAMS:
        keys = {line.key for line in lines_of(program, CATALOGUE)}
        for one in budget_warnings(program, CATALOGUE):
            assert one.key in keys
            assert one.source, one.text
