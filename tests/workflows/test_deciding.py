"""A decision at a follow-up: the next version is filled in, and nothing written down by that."""

from datetime import date

import pytest
from msgspec.structs import replace

from coach.domain.errors import InputError
from coach.domain.lights import Light
from coach.domain.outcomes import Decision
from coach.domain.program import Prescription, Program, StageCode
from coach.review.follow_up import Signed, Visit
from coach.workflows.deciding import NextDraft, fill_in, set_lines
from tests.review.follow_up_samples import a_follow_up, an_exercise_line
from tests.tui.desk import RecordingAssigning, a_desk


def test_the_next_version_is_a_draft_against_the_plan_that_holds() -> None:
    desk = a_desk()
    line = an_exercise_line(exercise="pelvic-tilt", name="Pelvic tilt")
    seen = a_follow_up(exercises=(line,), stage=StageCode.MOVE, standing=None)
    opened = fill_in(desk, seen, Decision.EASE)
    assert desk.follow_ups.decided == []
    assert opened.draft.base == desk.assigning.given
    assert opened.stage is StageCode.MOVE
    # Half of ten repetitions is five; undoing it gives the plan that holds.
    stage = opened.draft.program.stage(StageCode.MOVE)
    assert next(one.dose.reps for one in stage.prescriptions) == (5, 5)
    assert opened.draft.undo().program == desk.assigning.given
    (change,) = opened.draft.changes(StageCode.MOVE)
    assert change == "Pelvic tilt: 2 sets of 5 instead of 2 sets of 10."


def test_nothing_is_filled_in_where_no_plan_can_be_read() -> None:
    desk = a_desk(given=None)
    with pytest.raises(InputError, match="Nothing is written down yet"):
        fill_in(desk, a_follow_up(), Decision.EASE)
    assert desk.follow_ups.decided == []


def test_that_it_got_worse_goes_on_to_the_editor() -> None:
    worse = ("Leg up by 3.",)
    assert fill_in(a_desk(), a_follow_up(worse=worse), Decision.EASE).worse == tuple(
        f"Worse: {sign}" for sign in worse
    )


def doses(opened: NextDraft) -> dict[str, Prescription]:
    return {one.exercise: one for one in opened.draft.program.stage(opened.stage).prescriptions}


@pytest.mark.parametrize("decision", list(Decision))
@pytest.mark.parametrize("stage", [StageCode.CALM, StageCode.MOVE, StageCode.BUILD])
def test_the_lines_for_the_shell_make_the_same_doses(decision: Decision, stage: StageCode) -> None:
    desk = a_desk()
    asked = [one.exercise for one in desk.assigning.given.stage(stage).prescriptions]
    told = {"lights": {Light.RED: 2}} if decision is Decision.EASE else {"percent": 90.0}
    lines = tuple(an_exercise_line(exercise=name, **told) for name in asked)
    opened = fill_in(desk, a_follow_up(exercises=lines, stage=stage, standing=None), decision)
    again = opened.draft.undo() if opened.draft.changed else opened.draft
    for line in set_lines(opened.draft, opened.stage):
        again = again.set(opened.stage, line)
    assert doses(NextDraft(again, opened.stage, ())) == doses(opened)
    assert bool(set_lines(opened.draft, opened.stage)) is opened.draft.changed
    assert opened.draft.changed is (decision is Decision.EASE) or decision is Decision.PROGRESS


def test_the_lines_name_their_stage_where_the_plan_begins_in_another_one() -> None:
    desk = a_desk()
    line = an_exercise_line(exercise="pelvic-tilt", name="Pelvic tilt")
    seen = a_follow_up(exercises=(line,), stage=StageCode.MOVE, standing=None)
    opened = fill_in(desk, seen, Decision.EASE)
    assert set_lines(opened.draft, StageCode.CALM) == ("B: pelvic-tilt 2x5 hold 3s rest 30s 2/day",)


def test_a_decision_starts_from_the_plan_its_figures_are_of() -> None:
    shelf = a_desk().shelf
    opened_plan = shelf.program("steady-back")
    halved = a_desk().drafts.start(replace(opened_plan, version=2))
    halved = halved.set(StageCode.MOVE, "pelvic-tilt 2x5 hold 3s rest 30s 2/day")
    assigning = RecordingAssigning(
        halved.program, opened=opened_plan, unopened=2, waits_in=StageCode.MOVE
    )
    line = an_exercise_line(exercise="pelvic-tilt", name="Pelvic tilt")
    seen = a_follow_up(exercises=(line,), stage=StageCode.MOVE, standing=None)
    opened = fill_in(a_desk(assigning=assigning), seen, Decision.EASE)
    # Ten were asked when it hurt: half of them is five, not half of five.
    assert doses(opened)["pelvic-tilt"].dose.reps == (5, 5)
    assert opened.filled[0].what == (
        "Version 2 is not opened yet. This starts from version 1, which the figures are of."
    )


def test_before_any_plan_was_opened_it_starts_where_the_given_one_begins() -> None:
    class Unopened(RecordingAssigning):
        def before(self, patient: str) -> None:
            return None

        def stage(self, patient: str, program: Program, wanted: str = "") -> StageCode:
            return StageCode.BUILD

    given = a_desk().shelf.program("steady-back")
    assigning = Unopened(given, unopened=1)
    seen = a_follow_up(exercises=(), stage=None, plan_version="", standing=None)
    opened = fill_in(a_desk(assigning=assigning), seen, Decision.KEEP)
    assert opened.stage is StageCode.BUILD
    assert opened.filled[0].what == "Version 1 is not opened yet."


def test_a_second_decision_on_the_same_facts_says_that_there_was_one() -> None:
    signed = Signed(4, StageCode.MOVE, changed=True)
    visit = Visit(date(2027, 3, 14), Decision.EASE, signed=signed)
    desk = a_desk()
    desk.assigning.unopened = 4
    opened = fill_in(desk, a_follow_up(visits=(visit,)), Decision.EASE)
    told = opened.filled[0].what
    assert told.startswith("You decided to ease on these facts already, on 14 Mar. Version 4 is")
