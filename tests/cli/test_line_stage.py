"""The stage in line mode: the same criteria, the same proposal, answered line by line."""

from collections.abc import Callable

import pytest

from coach.clock import ManualClock
from coach.domain.events import FlareStarted, StageChanged
from coach.domain.pain import Moment, PainReport, Reach
from coach.domain.program import StageCode
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from tests.cli.conftest import Facts, Run
from tests.conftest import answer_list
from tests.workflows.test_progress import FRIDAY, at, days, live

FITS = "Your answers fit stage B, Get it moving."
Living = Callable[..., None]


@pytest.fixture
def lived(open_coach: Callable[..., Coach], clock: ManualClock) -> Living:
    """Days behind a patient whose coach is closed again; the last argument is the reach then."""

    def _lived(stage: StageCode, *spells: tuple[int, int, int, Reach]) -> None:
        coach = open_coach()
        coach.set_up.finish(SetUpAnswers(program="steady-back", name="Sam", stage=stage))
        answer_list(coach)
        for first, last, leg, reach in spells:
            live(coach, clock, days(first, last), leg, reach)
        coach.close()

    return _lived


@pytest.fixture
def ready(lived: Living, clock: ManualClock) -> None:
    """Everything fits stage B on Friday morning."""
    lived(StageCode.CALM, (0, 3, 3, Reach.THIGH))
    at(clock, FRIDAY, 9)


def test_every_criterion_stands_with_its_sign_and_its_figures(
    run: Run, lived: Living, facts: Facts
) -> None:
    lived(StageCode.CALM)
    result = run(answers=["g", "q"])
    assert "To go on to stage B, Get it moving: all of:" in result.lines
    at_line = result.lines.index(
        "  · Leg pain 5 or less, or 2 below the start, on 3 of the last 4 days."
    )
    assert (
        result.lines[at_line + 1]
        .strip()
        .startswith("Leg at rest 5 or less on 0 of the last 4 days")
    )
    assert "  ✓ No warning sign is open." in result.lines
    assert result.lines[-1] == "Closed. Everything is kept."
    assert facts(StageChanged) == []


@pytest.mark.usefixtures("ready")
def test_the_day_names_the_proposal(run: Run) -> None:
    line = f"{FITS} Press g to see why."
    assert run("today").lines.count(line) == 1
    assert run(answers=["q"]).lines.count(line) == 1


@pytest.mark.usefixtures("ready")
def test_the_patient_writes_down_that_the_therapist_agreed(run: Run, facts: Facts) -> None:
    result = run(answers=["g", "y", "Eve", "2027-03-04", "q"])
    assert any(line.startswith("Has your therapist agreed to stage B?") for line in result.lines)
    assert "Stage B, Get it moving, begins." in result.lines
    (changed,) = facts(StageChanged)
    assert changed.evidence.endswith("The patient says that Eve agreed on 2027-03-04.")


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["g", "n", "q"], "Not today. Nothing was changed."),
        (["g", "q", "q"], "Back to the day."),
        (
            ["g", "y", "Eve", "2027-03-09", "q"],
            "That day is still to come; write the day you talked.",
        ),
        (["g", "y", "n", "today", "q"], "Write the name of the therapist who agreed."),
    ],
)
def test_what_is_no_agreement_changes_nothing(
    run: Run, facts: Facts, answers: list[str], said: str
) -> None:
    result = run(answers=[*answers])
    assert any(said in line for line in result.lines), result.out
    assert facts(StageChanged) == []


def test_a_step_back_takes_one_yes(run: Run, lived: Living, facts: Facts) -> None:
    lived(StageCode.MOVE, (0, 2, 2, Reach.THIGH), (3, 4, 2, Reach.FOOT))
    result = run(answers=["g", "y", "q"])
    assert "Stage A, Calm it down, begins." in result.lines
    assert [fact.to_stage for fact in facts(StageChanged)] == [StageCode.CALM]


def test_the_plan_for_a_bad_day_begins_from_there(
    run: Run,
    lived: Living,
    facts: Facts,
    clock: ManualClock,
    open_coach: Callable[..., Coach],
) -> None:
    lived(StageCode.CALM, (0, 3, 3, Reach.THIGH))
    at(clock, FRIDAY, 9)
    coach = open_coach()
    coach.check_in.take(PainReport(2, 7, Reach.THIGH), Moment.NOW)
    coach.close()
    result = run(answers=["g", "y", "q"])
    assert "The plan for a bad day holds until Sunday 09:00." in result.lines
    assert len(facts(FlareStarted)) == 1
