"""A decision at a follow-up: written down first, then the next version is opened."""

import pytest

from coach.domain.errors import InputError
from coach.domain.outcomes import Decision
from coach.domain.program import StageCode
from coach.workflows.deciding import decide
from tests.review.follow_up_samples import a_follow_up, an_exercise_line
from tests.tui.desk import a_desk


def test_the_next_version_is_a_draft_against_the_plan_that_holds() -> None:
    desk = a_desk()
    line = an_exercise_line(exercise="pelvic-tilt", name="Pelvic tilt")
    seen = a_follow_up(exercises=(line,), stage=StageCode.MOVE, standing=None)
    opened = decide(desk, seen, Decision.EASE, "was sore")
    assert desk.follow_ups.decided == [("patient-1", Decision.EASE, "was sore")]
    assert opened.draft.base == desk.assigning.given
    assert opened.stage is StageCode.MOVE
    # Half of ten repetitions is five; undoing it gives the plan that holds.
    stage = opened.draft.program.stage(StageCode.MOVE)
    assert next(one.dose.reps for one in stage.prescriptions) == (5, 5)
    assert opened.draft.undo().program == desk.assigning.given
    (change,) = opened.draft.changes(StageCode.MOVE)
    assert change == "Pelvic tilt: 2 sets of 5 instead of 2 sets of 10."


def test_the_decision_is_kept_where_no_plan_can_be_read() -> None:
    desk = a_desk(given=None)
    with pytest.raises(InputError, match="Your decision is written down"):
        decide(desk, a_follow_up(), Decision.KEEP)
    assert len(desk.follow_ups.decided) == 1
