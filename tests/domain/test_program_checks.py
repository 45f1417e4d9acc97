"""Checks over values, for those who build a program without a file, such as an editor."""

import pytest
from msgspec.structs import replace

from coach.domain.findings import Finding, nearest, place
from coach.domain.gate_checks import EXAMPLES, NEEDS, NUMBERS, RANGES
from coach.domain.program import GateRule, Prescription, Program, Stage, StageCode
from coach.domain.program_checks import check_program
from coach.exchange.shelf import FolderShelf, shipped_folder

SHELF = FolderShelf(shipped_folder())


def a_program() -> Program:
    return SHELF.program("steady-back")


def findings(program: Program) -> list[Finding]:
    exercises = {exercise.id: exercise for exercise in SHELF.exercises()}
    return check_program(program, program.id, exercises, exercises)


def whats(program: Program) -> list[str]:
    return [one.what for one in findings(program)]


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


def a_cold_pack(times_a_day: int, gap_minutes: int = 60) -> Prescription:
    asked = a_program().stages[0].prescriptions
    cold = next(one for one in asked if one.exercise == "cold-pack")
    dose = replace(cold.dose, times_a_day=times_a_day)
    return replace(cold, dose=dose, times=(), gap_minutes=gap_minutes)


def with_packs(*packs: Prescription) -> Program:
    """The shipped program whose first stage asks these packs after all else."""
    program = a_program()
    stage = program.stages[0]
    kept = tuple(one for one in stage.prescriptions if one.exercise != "cold-pack")
    return with_first_stage(program, replace(stage, prescriptions=(*kept, *packs)))


def on_a_bad_day(*asked: Prescription) -> Program:
    program = a_program()
    return replace(program, flare=replace(program.flare, prescriptions=asked))


def test_more_than_four_packs_of_a_kind_a_day_are_found() -> None:
    assert whats(with_packs(a_cold_pack(4))) == []
    assert whats(with_packs(a_cold_pack(5))) == ["stage A asks cold 5 times a day, 4 is the most"]


@pytest.mark.parametrize(("first", "second"), [(4, 1), (3, 2)])
def test_packs_of_a_kind_are_counted_together_and_said_where_they_pass_four(
    first: int, second: int
) -> None:
    program = with_packs(a_cold_pack(first), a_cold_pack(second))
    (one,) = [one for one in findings(program) if "times a day" in one.what]
    assert one.what == "stage A asks cold 5 times a day, 4 is the most"
    assert one.mend == "write 4/day or less in all"
    last = len(program.stages[0].prescriptions) - 1
    assert one.path == ("stage", 0, "prescription", last, "dose")


def test_a_gap_shorter_than_the_skin_needs_is_found() -> None:
    program = with_packs(a_cold_pack(2, gap_minutes=30))
    (one,) = findings(program)
    assert one.what == "the gap of cold-pack is 30 minutes, its skin rests 60"
    assert one.mend == "write gap_minutes = 60 or more, or leave it out"
    last = len(program.stages[0].prescriptions) - 1
    assert one.path == ("stage", 0, "prescription", last, "gap_minutes")
    # Of a dose that cannot be read nobody knows how often it is asked.
    assert not one.stands([("stage", 0, "prescription", last, "dose")])
    assert whats(with_packs(a_cold_pack(1, gap_minutes=30))) == []


def test_packs_of_a_bad_day_are_counted_too_and_their_skin_rests() -> None:
    asked = a_program().flare.prescriptions
    found = findings(on_a_bad_day(*asked, a_cold_pack(6, gap_minutes=30)))
    assert [(one.what, one.path) for one in found] == [
        ("a bad day asks cold 6 times a day, 4 is the most", ("flare", "doses", len(asked))),
        ("the gap of cold-pack is 30 minutes, its skin rests 60", ("flare", "doses", len(asked))),
    ]


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
