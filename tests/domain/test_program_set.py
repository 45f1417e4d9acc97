"""`--set`: a line finds its own place."""

import pytest
from msgspec.structs import replace

from coach.domain.errors import InputError
from coach.domain.plan_lines import lines_of
from coach.domain.plan_places import items_at
from coach.domain.program import Program, StageCode
from coach.domain.program_edit import with_line, with_new_line
from coach.domain.program_set import set_line
from tests.domain.edits import CATALOGUE, PROGRAMS, STEADY


def set_in(line: str, stage: StageCode = StageCode.BUILD, program: Program = STEADY) -> Program:
    return set_line(program, stage, line, CATALOGUE)


def shown(program: Program) -> set[str]:
    """Every line with the stage or part it stands in."""
    return {f"{line.key[0]}: {line.text}" for line in lines_of(program, CATALOGUE)}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_a_shown_line_set_again_changes_nothing(program: Program) -> None:
    for line in lines_of(program, CATALOGUE):
        if line.kind == "precaution":
            continue
        place = f"{line.key[0]}: " if line.key[0] in ("flare", *"ABCD") else ""
        assert set_in(f"{place}{line.text}", program=program) == program, line.text


@pytest.mark.parametrize(
    ("line", "gone", "come"),
    [
        (
            "bridge 3x10 hold 5s mon,thu",
            "C: bridge 2x8 hold 3s rest 30s 1/day mon,tue,thu,fri at 17:00",
            "C: bridge 3x10 hold 5s rest 30s 1/day mon,thu at 17:00",
        ),
        (
            "bridge 3x10 hold 5s 2/day",
            "C: bridge 2x8 hold 3s rest 30s 1/day mon,tue,thu,fri at 17:00",
            "C: bridge 3x10 hold 5s rest 30s 2/day mon,tue,thu,fri",
        ),
        (
            "B: pelvic-tilt 1x10 hold 3s 2/day",
            "B: pelvic-tilt 2x10 hold 3s rest 30s 2/day at 10:30 17:00 "
            'note "Half the movement is enough on a sore day."',
            "B: pelvic-tilt 1x10 hold 3s rest 30s 2/day at 10:30 17:00 "
            'note "Half the movement is enough on a sore day."',
        ),
        (
            "b: sitting hard 12",
            "B: sitting soft 30 firm 30 hard 15 floor 15 car 30 break 2 standing 0",
            "B: sitting soft 30 firm 30 hard 12 floor 15 car 30 break 2 standing 0",
        ),
        (
            "flare hours 24",
            "flare: flare hours 48 sitting x0.75",
            "flare: flare hours 24 sitting x0.75",
        ),
        (
            "flare: heat-pack 10min 2/day",
            "flare: heat-pack 15min 2/day",
            "flare: heat-pack 10min 2/day",
        ),
        (
            "thresholds green 2",
            "thresholds: thresholds green 3 amber 5 rise 2 3 severe 8",
            "thresholds: thresholds green 2 amber 5 rise 2 3 severe 8",
        ),
        ('stage C "Strong"', 'C: stage C "Build it up"', 'C: stage C "Strong"'),
        ('aim "Get strong."', 'C: aim "Build staying power and strength."', 'C: aim "Get strong."'),
        (
            "C: fall_back not_settled days 3",
            'C: fall-back not_settled days 2 "The leg had not settled after 2 days."',
            'C: fall-back not_settled days 3 "The leg had not settled after 3 days."',
        ),
    ],
)
def test_a_line_replaces_its_own(line: str, gone: str, come: str) -> None:
    assert shown(STEADY) - shown(set_in(line)) == {gone}
    assert shown(set_in(line)) - shown(STEADY) == {come}


def test_what_is_not_asked_yet_is_added() -> None:
    assert shown(set_in("hinge 2x8 3/week")) - shown(STEADY) == {
        "C: hinge 2x8 tempo 6s rest 30s 1/day 3/week at 17:00"
    }
    assert shown(set_in("leave days_in_stage days 7")) - shown(STEADY) == {
        'C: leave days_in_stage days 7 "You have been in this stage for 7 days."'
    }
    assert shown(set_in('precaution "Mind the step."')) - shown(STEADY) == {
        'precaution: precaution "Mind the step."'
    }


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("bridge off", "C: bridge 2x8"),
        ("flare: belly-breath off", "flare: belly-breath"),
        ("C: leave adherence_at_least off", "C: leave adherence_at_least"),
        (
            "leave instrument_change instrument psfs off",
            "C: leave instrument_change instrument psfs",
        ),
        ("precaution 3 off", 'precaution: precaution "Keep breathing'),
    ],
)
def test_off_takes_it_out(line: str, gone: str) -> None:
    (text,) = shown(STEADY) - shown(set_in(line))
    assert text.startswith(gone)


@pytest.mark.parametrize(
    ("line", "come"),
    [
        ("bridge 3x10", "bridge 3x10 hold 3s rest 30s 1/day mon,tue,thu,fri at 17:00"),
        ("bridge hold 5s", "bridge 2x8 hold 5s rest 30s 1/day mon,tue,thu,fri at 17:00"),
        ("bridge 2/day", "bridge 2x8 hold 3s rest 30s 2/day mon,tue,thu,fri"),
        ("bridge side left", "bridge 2x8 hold 3s rest 30s side left 1/day mon,tue,thu,fri at 17"),
        ("bridge 3/week", "bridge 2x8 hold 3s rest 30s 1/day 3/week at 17:00"),
        ("bridge at 9:00", "bridge 2x8 hold 3s rest 30s 1/day mon,tue,thu,fri at 09:00"),
        ("bird-dog 2x5", "bird-dog 2x5 hold 7s rest 30s side each 1/day mon,tue,thu,fri at 17"),
        ("walk-prog 20min", "walk-prog 20min 1/day 5/week at 12:00"),
    ],
)
def test_a_short_line_changes_what_it_names_and_keeps_the_rest(line: str, come: str) -> None:
    (text,) = shown(set_in(line)) - shown(STEADY)
    assert text.startswith(f"C: {come}")


@pytest.mark.parametrize(
    ("line", "come"),
    [
        ("bridge hold 0s", "bridge 2x8 tempo 6s rest 30s 1/day mon,tue,thu,fri at 17:00"),
        ("bridge tempo 5s", "bridge 2x8 tempo 5s rest 30s 1/day mon,tue,thu,fri at 17:00"),
        ("bridge daily", "bridge 2x8 hold 3s rest 30s 1/day at 17:00"),
        ("bird-dog side none", "bird-dog 6-4-2 hold 7s rest 30s 1/day mon,tue,thu,fri at 17:00"),
        ("bridge rest 0s at any", "bridge 2x8 hold 3s rest 0s 1/day mon,tue,thu,fri"),
        ("walk-prog 3x6", "walk-prog 3x6 tempo 0s rest 30s 1/day 5/week at 12:00"),
        ("bridge 10min", "bridge 10min 1/day mon,tue,thu,fri at 17:00"),
    ],
)
def test_every_part_can_be_taken_away_by_its_own_word(line: str, come: str) -> None:
    (text,) = shown(set_in(line)) - shown(STEADY)
    assert text.startswith(f"C: {come}")


def test_a_new_exercise_takes_the_catalogues_usual_dose_for_what_is_not_named() -> None:
    usual = CATALOGUE["hip-flexor"].dose
    line = set_in("hip-flexor 3/week").stage(StageCode.BUILD).prescriptions[-1]
    assert line.exercise == "hip-flexor"
    assert (line.dose.reps, line.dose.side) == (usual.reps, usual.side)
    assert (line.dose.hold_seconds, line.dose.days_a_week) == (usual.hold_seconds, 3)


def test_a_new_movement_goes_with_the_others_unless_its_line_says_when() -> None:
    """Else whoever lies down for the others lies down once more for this one alone."""
    added = [
        set_in(line, StageCode.MOVE).stage(StageCode.MOVE).prescriptions[-1]
        for line in ("bridge 2x8 1/day", "bridge 2x8 2/day", "bridge 2x8 3/day")
    ]
    assert [[f"{at:%H:%M}" for at in one.times] for one in added] == [
        ["17:00"],
        ["10:30", "17:00"],
        [],
    ]
    own = set_in("bridge 2x8 1/day at 08:00", StageCode.MOVE).stage(StageCode.MOVE)
    assert [f"{at:%H:%M}" for at in own.prescriptions[-1].times] == ["08:00"]
    free = set_in("bridge 2x8 1/day at any", StageCode.MOVE).stage(StageCode.MOVE)
    assert free.prescriptions[-1].times == ()


def test_a_new_line_typed_below_another_takes_the_usual_dose_as_well() -> None:
    usual = CATALOGUE["hip-flexor"].dose
    program, key = with_new_line(STEADY, ("C", "dose", 0), "hip-flexor 1/day", CATALOGUE)
    line = items_at(program, key[:-1])[int(key[-1])]
    assert line.dose.side is usual.side
    assert line.dose.hold_seconds == usual.hold_seconds


def test_a_line_edited_in_place_means_what_stands_there() -> None:
    bridge = next(one for one in lines_of(STEADY, CATALOGUE) if one.text.startswith("bridge"))
    program = with_line(STEADY, bridge.key, "bridge 2x8", CATALOGUE)
    assert shown(program) - shown(STEADY) == {"C: bridge 2x8 tempo 6s rest 30s 1/day"}


def test_a_note_and_times_go_when_the_line_says_so() -> None:
    changed = set_in('walk-prog 15min at any note ""')
    asked = changed.stage(StageCode.BUILD).prescriptions[-1]
    assert (asked.times, asked.note) == ((), "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bridge", "needs an exercise and a dose"),
        ("hip-flexor", "needs an exercise and a dose"),
        ("walk-prog hold 0s", "write repetitions with it"),
        ("bridge mon daily", "says days again"),
        ("side-lie off", "'side-lie' is not asked for in stage C"),
        ("calf off", "is not asked for in stage C"),
        ("leave settled off", "nothing was taken out"),
        ("leave instrument_change off", "say which instrument is meant"),
        ("flare: leave settled", "begin the line with a stage"),
        ("flare: z-lie 10min at 9:00", "does not go with a bad day's exercise"),
        ("precaution 9 off", "from 1 to 6"),
        ("cold-pack 25min", "write 20min or less"),
        ('"bridge" 2x8', "stands in quotes"),
        ("", "the line is empty"),
    ],
)
def test_a_line_that_cannot_be_says_what_to_write(line: str, said: str) -> None:
    with pytest.raises(InputError, match=r".*") as error:
        set_in(line)
    assert said in error.value.message


def test_a_stage_that_is_not_there_is_answered_with_those_that_are() -> None:
    short = replace(STEADY, stages=STEADY.stages[:3])
    with pytest.raises(InputError, match="no stage 'D'; write one of: A, B, C"):
        set_in("D: bridge 2x8", program=short)
