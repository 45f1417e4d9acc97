"""The next version after a decision: what is filled in, and with what reason."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.dose import Most, format_dose
from coach.domain.errors import SafetyHoldError
from coach.domain.exercise import Exercise, Kind, Variant
from coach.domain.lights import Light
from coach.domain.outcomes import Decision
from coach.domain.program import Easing, Program, StageCode
from coach.review.follow_up import FollowUp, HurtLine
from coach.review.next_version import NextVersion, next_version
from coach.review.outlook import HOLD, Outlook, Proposal
from coach.review.outlook import Kind as ProposalKind
from coach.review.step_up import stepped_up
from coach.review.verdicts import State, Verdict
from tests.builders import a_cold_pack, a_dose, a_prescription, a_program, a_stage, an_exercise
from tests.review.follow_up_samples import a_follow_up, a_hold, an_exercise_line

GREEN: dict[str, Any] = {
    "skipped": {},
    "lights": {Light.GREEN: 4},
    "percent": 90.0,
    "done": 12,
}
BRIDGE = an_exercise(dose=a_dose(most=Most(reps=12, sets=3)))
CLAM = an_exercise(id="clam", name="Clam", dose=a_dose("1x8"))
WALK = an_exercise(
    id="walk", name="Walk", kind=Kind.WALK, dose=a_dose("10min", most=Most(hold_seconds=1200))
)


def catalogue(*exercises: Exercise) -> dict[str, Exercise]:
    return {one.id: one for one in exercises or (BRIDGE, CLAM, WALK, a_cold_pack())}


def seen(*lines: Any, **over: Any) -> FollowUp:
    values: dict[str, Any] = {"exercises": lines, "standing": None, "stage": StageCode.CALM}
    return a_follow_up(**(values | over))


def doses(made: NextVersion) -> dict[str, str]:
    """The doses of the stage where it begins, by exercise."""
    stage = made.program.stage(made.stage)
    return {one.exercise: format_dose(one.dose) for one in stage.prescriptions}


def what(made: NextVersion) -> str:
    return " ".join(one.what for one in made.filled)


def decided(decision: Decision, program: Program, follow_up: FollowUp) -> NextVersion:
    return next_version(program, follow_up, decision, catalogue())


def test_keep_changes_nothing_and_says_so() -> None:
    program = a_program()
    made = decided(Decision.KEEP, program, seen(an_exercise_line()))
    assert made.program == program
    assert what(made) == "Nothing is changed."


def test_ease_halves_what_hurt_and_names_the_figures() -> None:
    program = a_program(a_prescription("bridge 2x10 hold 5s"), a_prescription("clam 1x8"))
    made = decided(Decision.EASE, program, seen(an_exercise_line(), calm_clam()))
    # Half of ten repetitions is five; the clam was only amber and stays.
    assert doses(made)["bridge"].startswith("2x5 hold 5s")
    assert doses(made)["clam"].startswith("1x8")
    (one,) = made.filled
    assert one.why == "Left out or stopped 5 times for pain."
    assert "2x10" in one.what


def test_a_stage_before_does_not_bring_back_at_full_dose_what_hurt_in_it() -> None:
    program = replace(
        a_program(a_prescription("bridge 2x10 hold 5s"), a_prescription("clam 1x8")),
        stages=(
            a_stage(a_prescription("bridge 2x10 hold 5s"), a_prescription("clam 1x8")),
            a_stage(a_prescription("walk 10min"), code=StageCode.MOVE),
        ),
    )
    hurt = HurtLine("bridge", "Bridge", date(2027, 1, 3), pain=9, asked_seconds=100)
    back = Proposal(ProposalKind.STEP_BACK, StageCode.MOVE, StageCode.CALM, "leg_up_by", "Leg up.")
    over: dict[str, Any] = {"stage": StageCode.MOVE, "exercises": (), "standing": back}
    made = decided(Decision.EASE, program, a_follow_up(**over, hurt=(hurt,)))
    assert made.stage is StageCode.CALM
    assert doses(made)["bridge"].startswith("2x5 hold 5s")
    assert "left out or stopped 9 times for pain" in made.filled[1].why
    for fine in (replace(hurt, green_since=2), replace(hurt, asked_seconds=200)):
        as_it_was = decided(Decision.EASE, program, a_follow_up(**over, hurt=(fine,)))
        assert doses(as_it_was)["bridge"].startswith("2x10 hold 5s")


def calm_clam() -> Any:
    amber = {Light.AMBER: 2}
    return an_exercise_line(exercise="clam", name="Clam", skipped={"time": 2}, lights=amber)


def test_ease_takes_the_easier_form_where_there_is_one() -> None:
    hip = an_exercise(id="hip-abd", name="Hip lift", easier=Variant("Lift less.", "clam"))
    program = a_program(a_prescription("hip-abd 2x10 hold 5s"))
    line = an_exercise_line(exercise="hip-abd", skipped={}, lights={Light.RED: 1})
    made = next_version(program, seen(line), Decision.EASE, catalogue(hip, CLAM))
    assert list(doses(made)) == ["clam"]
    assert "in the place of Hip lift" in what(made)
    assert made.filled[0].why == "Red 1 time."


def test_the_same_form_never_comes_twice() -> None:
    hip = an_exercise(id="hip-abd", name="Hip lift", easier=Variant("Lift less.", "clam"))
    program = a_program(a_prescription("hip-abd 2x10 hold 5s"), a_prescription("clam 1x8"))
    line = an_exercise_line(exercise="hip-abd")
    made = next_version(program, seen(line), Decision.EASE, catalogue(hip, CLAM))
    assert list(doses(made)) == ["hip-abd", "clam"]


def test_a_pack_that_hurt_is_not_made_less_by_rule() -> None:
    program = a_program(a_prescription("cold-pack 10min 2/day"))
    made = decided(Decision.EASE, program, seen(an_exercise_line(exercise="cold-pack")))
    assert made.program == program
    assert "never made less by rule" in what(made)


def test_ease_goes_a_stage_back_when_that_is_proposed() -> None:
    program = a_program(stages=(a_stage(), a_stage(code=StageCode.MOVE, name="Move")))
    back = Proposal(
        ProposalKind.STEP_BACK, StageCode.MOVE, StageCode.CALM, "leg_up_by", "Leg 6, 3 before."
    )
    follow_up = seen(an_exercise_line(), standing=back, stage=StageCode.MOVE)
    made = decided(Decision.EASE, program, follow_up)
    assert (made.stage, made.program) == (StageCode.CALM, program)
    assert made.filled[0].why == "Leg 6, 3 before."


def test_ease_with_nothing_that_hurt_leaves_every_dose() -> None:
    program = a_program()
    made = decided(Decision.EASE, program, seen(an_exercise_line(**GREEN)))
    assert made.program == program
    assert "no dose was changed" in what(made)


GO_ON = Proposal(
    ProposalKind.GO_ON, StageCode.CALM, StageCode.MOVE, "leave_and_enter", "Leg 3 on 3 days."
)


def test_ease_goes_a_stage_back_for_who_got_worse_though_no_exercise_hurt() -> None:
    program = a_program(stages=(a_stage(), a_stage(code=StageCode.MOVE, name="Move")))
    up = "Leg up by 2: 5 on 26 Mar, 7 on 29 Mar."
    made = decided(Decision.EASE, program, seen(calm_clam(), worse=(up,), stage=StageCode.MOVE))
    assert (made.stage, made.program) == (StageCode.CALM, program)
    (one,) = made.filled
    assert one.what.startswith("It begins in stage A, ")
    assert "It was in B" in one.what
    assert one.why == up


def test_ease_changes_nothing_where_nothing_hurt_and_says_so() -> None:
    program = a_program(stages=(a_stage(), a_stage(code=StageCode.MOVE, name="Move")))
    made = decided(Decision.EASE, program, seen(calm_clam(), stage=StageCode.MOVE))
    assert (made.stage, made.program) == (StageCode.MOVE, program)
    assert "no dose was changed" in what(made)
    # There is nothing before the first stage.
    first = seen(calm_clam(), worse=("Leg up by 2.",), stage=StageCode.CALM)
    made = decided(Decision.EASE, program, first)
    assert (made.stage, made.program) == (StageCode.CALM, program)
    assert "It is the first stage" in what(made)


def test_progress_goes_to_the_next_stage_when_the_gates_are_met() -> None:
    program = a_program(stages=(a_stage(), a_stage(code=StageCode.MOVE, name="Move")))
    made = decided(Decision.PROGRESS, program, seen(an_exercise_line(), standing=GO_ON))
    assert (made.stage, made.program) == (StageCode.MOVE, program)
    assert "stage B, Move" in what(made)


def test_progress_asks_two_more_of_what_was_green_and_done() -> None:
    program = a_program(a_prescription("bridge 2x10 hold 5s"), a_prescription("clam 1x8"))
    made = decided(Decision.PROGRESS, program, seen(an_exercise_line(**GREEN), calm_clam()))
    assert doses(made)["bridge"].startswith("2x12 hold 5s")
    assert doses(made)["clam"].startswith("1x8")
    assert made.filled[0].why == "Green 4 times, never red, 90 percent done."


@pytest.mark.parametrize(
    "against",
    [
        {"percent": 69.9},
        {"percent": None},
        {"lights": {Light.GREEN: 1}},
        {"lights": {Light.GREEN: 9, Light.RED: 1}},
        {"skipped": {"pain": 1}},
        {"last_light": Light.AMBER},
    ],
)
def test_no_more_is_asked_of_what_was_not_well_done(against: dict[str, Any]) -> None:
    program = a_program()
    made = decided(Decision.PROGRESS, program, seen(an_exercise_line(**(GREEN | against))))
    assert made.program == program


def test_at_the_upper_end_the_harder_form_is_named_and_the_dose_stays() -> None:
    bridge = an_exercise(dose=a_dose(most=Most(reps=10)), harder=Variant("Lift one foot.", ""))
    program = a_program(a_prescription("bridge 2x10 hold 5s"))
    line = an_exercise_line(**GREEN)
    made = next_version(program, seen(line), Decision.PROGRESS, catalogue(bridge))
    assert made.program == program
    assert "upper end of its usual range" in what(made)
    assert "Lift one foot." in what(made)


def test_to_go_on_is_refused_under_a_safety_hold() -> None:
    program = a_program(stages=(a_stage(), a_stage(code=StageCode.MOVE)))
    follow_up = seen(an_exercise_line(**GREEN), safety=(a_hold(),), standing=GO_ON)
    with pytest.raises(SafetyHoldError, match="no plan goes on while it is"):
        decided(Decision.PROGRESS, program, follow_up)
    assert decided(Decision.KEEP, program, follow_up).program == program


def test_nothing_is_raised_and_no_stage_begun_while_the_patient_got_worse() -> None:
    program = a_program(stages=(a_stage(), a_stage(code=StageCode.MOVE)))
    worse = ("Leg up by 3: 3 in the week before, 6 in the last 3 days.",)
    follow_up = seen(an_exercise_line(**GREEN), worse=worse, standing=GO_ON)
    made = decided(Decision.PROGRESS, program, follow_up)
    assert (made.program, made.stage) == (program, StageCode.CALM)
    (one,) = made.filled
    assert one.what == "Nothing was raised, for it got worse."
    assert one.why == "", "each sign is listed before what was filled in"


def test_nothing_is_raised_after_a_yes_that_the_patient_alone_has_answered() -> None:
    program = a_program(stages=(a_stage(), a_stage(code=StageCode.MOVE)))
    said = ("numb between the legs, on 9 Mar",)
    follow_up = seen(an_exercise_line(**GREEN), yes_since=said, standing=GO_ON)
    made = decided(Decision.PROGRESS, program, follow_up)
    assert (made.program, made.stage) == (program, StageCode.CALM)
    (one,) = made.filled
    assert one.what == "Nothing was raised: a safety question was answered yes since."
    assert one.why == "", "each yes is listed before what was filled in"


def test_nothing_is_stepped_up_after_three_amber_days() -> None:
    program = a_program()
    amber = Verdict(HOLD, State.NOT_MET, "3 amber days in 7.")
    outlook = Outlook(program.stages[0], None, None, (amber,), (), ())
    follow_up = seen(an_exercise_line(**GREEN), outlook=outlook)
    made = decided(Decision.PROGRESS, program, follow_up)
    assert made.program == program
    assert made.filled[0].why == "3 amber days in 7."


def test_a_walk_goes_up_by_two_minutes_and_no_further_than_usual() -> None:
    # Ten minutes and two are twelve; nineteen and two are twenty, the usual most.
    assert stepped_up(a_dose("10min"), WALK) == a_dose("12min")
    assert stepped_up(a_dose("19min"), WALK) == a_dose("20min")
    assert stepped_up(a_dose("20min"), WALK) is None


def test_sets_come_after_repetitions() -> None:
    assert stepped_up(a_dose("2x12 hold 5s"), BRIDGE) == a_dose("3x12 hold 5s")
    assert stepped_up(a_dose("3x12 hold 5s"), BRIDGE) is None


def test_what_has_no_usual_most_comes_back_to_its_usual_dose_alone() -> None:
    assert stepped_up(a_dose("1x7"), CLAM) == a_dose("1x8")
    assert stepped_up(a_dose("1x8"), CLAM) is None


def test_packs_and_rests_are_never_stepped_up() -> None:
    assert stepped_up(a_dose("5min"), a_cold_pack()) is None
    rest = an_exercise(kind=Kind.REST, dose=a_dose("20min"))
    assert stepped_up(a_dose("5min"), rest) is None


@given(sets=st.integers(1, 4), reps=st.integers(1, 20), decision=st.sampled_from(Decision))
def test_a_decision_never_asks_for_nothing_nor_beyond_the_usual(
    sets: int, reps: int, decision: Decision
) -> None:
    program = a_program(
        a_prescription(f"bridge {sets}x{reps} hold 5s"), easing=Easing(may_halve=False)
    )
    line = an_exercise_line() if decision is Decision.EASE else an_exercise_line(**GREEN)
    made = decided(decision, program, seen(line))
    dose = made.program.stages[0].prescriptions[0].dose
    assert min(dose.reps) >= 1
    assert max(dose.reps) <= max(reps, 12)
    assert dose.sets <= max(sets, 3)
    assert made.filled
