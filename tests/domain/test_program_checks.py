"""Checks over values, for those who build a program without a file, such as an editor."""

from msgspec.structs import replace

from coach.domain.findings import Finding, nearest, place
from coach.domain.gate_checks import EXAMPLES, NEEDS, NUMBERS, RANGES
from coach.domain.program import GateRule, Program, Stage, StageCode
from coach.domain.program_checks import check_program
from coach.exchange.shelf import FolderShelf, shipped_folder

SHELF = FolderShelf(shipped_folder())


def a_program() -> Program:
    return SHELF.program("steady-back")


def whats(program: Program) -> list[str]:
    exercises = {exercise.id: exercise for exercise in SHELF.exercises()}
    return [one.what for one in check_program(program, program.id, exercises, exercises)]


def with_first_stage(program: Program, stage: Stage) -> Program:
    return replace(program, stages=(stage, *program.stages[1:]))


def test_a_shipped_program_has_no_finding() -> None:
    assert whats(a_program()) == []


def test_a_program_without_stages_is_found() -> None:
    assert whats(replace(a_program(), stages=())) == ["the program has no stage"]


def test_stages_out_of_order_are_found() -> None:
    program = a_program()
    turned = replace(program, stages=(program.stages[1], program.stages[0]))
    assert whats(turned) == ["stage A comes after stage B"]
    twice = with_first_stage(program, replace(program.stages[0], code=StageCode.MOVE))
    assert "stage B comes after stage B" in whats(twice)


def test_a_flare_and_sitting_beyond_their_ranges_are_found() -> None:
    program = a_program()
    flare = replace(program.flare, hours=0, sitting_factor=2.0)
    sitting = replace(program.stages[0].sitting, soft=0, car=300)
    changed = with_first_stage(program, replace(program.stages[0], sitting=sitting))
    assert whats(replace(changed, flare=flare)) == [
        "hours is 0",
        "sitting_factor is 2.0",
        "soft is 0 minutes",
        "car is 300 minutes",
    ]


def test_doses_beyond_their_range_are_found() -> None:
    program = a_program()
    stage = program.stages[0]
    first = stage.prescriptions[0]
    wrong = replace(first.dose, reps=(10_000,) * 11, hold_seconds=3601, times_a_day=25)
    asked = (replace(first, dose=wrong), *stage.prescriptions[1:])
    found = whats(with_first_stage(program, replace(stage, prescriptions=asked)))
    assert {"sets is 11", "reps is 10000", "hold seconds is 3601", "times a day is 25"} <= set(
        found
    )


def test_days_that_do_not_add_up_are_found() -> None:
    program = a_program()
    stage = program.stages[0]
    first = stage.prescriptions[0]
    wrong = replace(first, dose=replace(first.dose, days=("mon",), days_a_week=2))
    changed = replace(stage, prescriptions=(wrong, *stage.prescriptions[1:]))
    found = whats(with_first_stage(program, changed))
    assert found == ["1 days are named for 2 days a week"]


def with_packs(times_a_day: int, gap_minutes: int = 60) -> Program:
    """The shipped program whose first stage asks cold so many times a day."""
    program = a_program()
    stage = program.stages[0]
    cold = next(one for one in stage.prescriptions if one.exercise == "cold-pack")
    dose = replace(cold.dose, times_a_day=times_a_day)
    asked = replace(cold, dose=dose, times=(), gap_minutes=gap_minutes)
    kept = tuple(one for one in stage.prescriptions if one is not cold)
    return with_first_stage(program, replace(stage, prescriptions=(*kept, asked)))


def test_more_than_four_packs_of_a_kind_a_day_are_found() -> None:
    assert whats(with_packs(4)) == []
    assert whats(with_packs(5)) == ["stage A asks cold 5 times a day, 4 is the most"]


def test_a_gap_shorter_than_the_skin_needs_is_found() -> None:
    assert whats(with_packs(2, gap_minutes=30)) == [
        "the gap of cold-pack is 30 minutes, its skin rests 60"
    ]
    assert whats(with_packs(1, gap_minutes=30)) == []


def test_packs_of_a_bad_day_are_counted_too() -> None:
    program = a_program()
    asked = program.flare.prescriptions
    often = tuple(
        replace(one, dose=replace(one.dose, times_a_day=6)) if one.exercise == "heat-pack" else one
        for one in asked
    )
    found = whats(replace(program, flare=replace(program.flare, prescriptions=often)))
    assert found == ["a bad day asks heat 6 times a day, 4 is the most"]


def test_a_direction_needs_a_reason_in_words() -> None:
    for reason in ("ok", "as tested", " x  "):
        found = whats(replace(a_program(), direction_reason=reason))
        assert found == ["allow_direction has less than three words"]
    assert whats(replace(a_program(), direction_reason="the leg fades")) == []


def test_an_exercise_asked_twice_on_a_bad_day_is_found() -> None:
    program = a_program()
    asked = program.flare.prescriptions
    twice = replace(program.flare, prescriptions=(asked[0], asked[0]))
    assert whats(replace(program, flare=twice)) == [
        f"{asked[0].exercise} is asked twice on a bad day"
    ]


def test_every_rule_says_which_numbers_it_needs() -> None:
    assert set(NEEDS) == set(GateRule)
    assert set(RANGES) == set(EXAMPLES) == set(NUMBERS)
    assert all(RANGES[name][0] <= EXAMPLES[name] <= RANGES[name][1] for name in NUMBERS)


def test_a_finding_that_rests_on_a_broken_value_does_not_stand() -> None:
    finding = Finding(("stage", 0, "sitting", "hard"), "", "", (("direction",),))
    assert finding.stands([("stage", 1), ("title",)])
    assert not finding.stands([("stage", 0)])
    assert not finding.stands([("stage", 0, "sitting", "hard", 2)])
    assert not finding.stands([("direction",)])


def test_places_and_near_words_are_for_people() -> None:
    assert place(("stage", 1, "prescription", 0, "dose")) == "stage 2, prescription 1, dose"
    assert nearest("brid-dog", ["bird-dog", "clam"]) == "bird-dog"
    assert nearest("zzz", ["bird-dog", "clam"]) == ""
