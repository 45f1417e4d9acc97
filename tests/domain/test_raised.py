"""What a plan asks more of than the one before."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from coach.domain.dose import Dose, parse_dose_line
from coach.domain.easier import easier_dose
from coach.domain.program import Prescription, Program, StageCode
from coach.domain.program_set import set_line
from coach.domain.raised import is_more, raised
from coach.domain.stage_changes import SEATS
from tests.domain.edits import CATALOGUE, STEADY
from tests.domain.test_dose import doses

BUILD, MOVE = StageCode.BUILD, StageCode.MOVE


def dose(line: str) -> Dose:
    return parse_dose_line(f"bridge {line}").dose


def told(line: str, before: StageCode = BUILD, now: StageCode = BUILD) -> tuple[str, ...]:
    changed = set_line(STEADY, BUILD, line, CATALOGUE) if line else STEADY
    return raised(STEADY, changed, CATALOGUE, stage_before=before, stage=now)


def asking(exercise: str, dose: Dose) -> Program:
    """A program whose first stage asks for this alone."""
    stage = replace(STEADY.stages[0], prescriptions=(Prescription(exercise, dose),))
    return replace(STEADY, stages=(stage, *STEADY.stages[1:]))


@pytest.mark.parametrize(
    "line", ["bridge 3x8", "bridge 2x9", "bridge hold 5s", "bridge daily", "bridge 2/day"]
)
def test_more_of_an_exercise_is_said_with_both_doses(line: str) -> None:
    (said,) = told(line)
    assert said.startswith("C: Bridge ")
    assert "it was 2x8 hold 3s" in said


def test_less_or_the_same_is_not() -> None:
    for line in ("", "bridge 1x8", "bridge hold 0s", "bridge mon", "bridge off"):
        assert told(line) == ()


def test_a_new_exercise_and_a_later_stage_are_more() -> None:
    assert told("hip-flexor 1x2")[0].startswith("C: ")
    assert told("", MOVE, BUILD) == ("it begins in stage C, they are in B",)
    assert told("", BUILD, MOVE) == ()


def test_what_is_new_is_said_by_the_name_it_has_in_the_catalogue() -> None:
    (said,) = told("hip-flexor 1x2")
    assert said.startswith(f"C: {CATALOGUE['hip-flexor'].name} is new, 1x2")


def test_an_easier_form_in_the_place_of_an_exercise_is_no_more_unless_it_asks_more() -> None:
    form = CATALOGUE["walk-prog"].easier.exercise
    both = set_line(STEADY, BUILD, f"{form} 2/day", CATALOGUE)
    assert raised(STEADY, both, CATALOGUE, stage_before=BUILD, stage=BUILD)
    swapped = set_line(both, BUILD, "walk-prog off", CATALOGUE)
    assert raised(STEADY, swapped, CATALOGUE, stage_before=BUILD, stage=BUILD) == ()
    more = set_line(swapped, BUILD, f"{form} 6/day", CATALOGUE)
    assert raised(STEADY, more, CATALOGUE, stage_before=BUILD, stage=BUILD)


def test_a_form_that_is_held_is_no_more_than_the_repetitions_it_comes_for() -> None:
    """As a decision to ease fills it in: the form's own dose, as often as the exercise was."""
    name = next(
        one.id
        for one in CATALOGUE.values()
        if (easier := CATALOGUE.get(one.easier.exercise)) is not None
        and easier.dose.timed
        and not one.dose.timed
    )
    form = CATALOGUE[name].easier.exercise
    swapped = easier_dose(CATALOGUE[name].dose, CATALOGUE[form].dose)
    assert swapped is not None
    longer = replace(swapped, hold_seconds=3 * swapped.hold_seconds)

    was = asking(name, CATALOGUE[name].dose)
    begins = STEADY.stages[0].code
    for dose, more in ((swapped, 0), (longer, 1)):
        now = asking(form, dose)
        assert len(raised(was, now, CATALOGUE, stage_before=begins, stage=begins)) == more


def test_an_exercise_that_stays_is_held_against_its_own_dose_alone() -> None:
    held = next(one.id for one in CATALOGUE.values() if one.dose.hold_seconds > 5)
    begins = STEADY.stages[0].code
    was, now = asking(held, dose("1x1")), asking(held, dose("1x1 hold 5s"))
    assert len(raised(was, now, CATALOGUE, stage_before=begins, stage=begins)) == 1


def test_a_form_that_cannot_be_asked_as_often_is_held_against_what_there_was() -> None:
    name, form = "walk-prog", CATALOGUE["walk-prog"].easier.exercise
    on_each_side = replace(CATALOGUE[form], dose=dose("1x1 side each"))
    begins = STEADY.stages[0].code
    was = asking(name, dose("1x1"))
    for line, more in (("1x1", 0), ("1x2", 1)):
        now, exercises = asking(form, dose(line)), {**CATALOGUE, form: on_each_side}
        assert len(raised(was, now, exercises, stage_before=begins, stage=begins)) == more


def test_what_left_the_catalogue_is_said_by_its_id() -> None:
    changed = set_line(STEADY, BUILD, "bridge 3x8", CATALOGUE)
    (said,) = raised(STEADY, changed, {}, stage_before=BUILD, stage=BUILD)
    assert said.startswith("C: Bridge 3x8")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("3x8 hold 3s", "1x4 hold 8s"),  # a longer hold, though fewer of them
        ("1x2 hold 10s", "1x5 hold 1s"),  # more repetitions, though for less time
        ("1x4 hold 5s", "1x4 hold 5s 2/day"),  # once more a day
    ],
)
def test_more_in_any_one_way_is_more(before: str, now: str) -> None:
    assert is_more(dose(before), dose(now))


def test_shorter_holds_more_often_are_no_more_when_all_of_it_is_less() -> None:
    assert not is_more(dose("1x4 hold 10s"), dose("1x4 hold 2s 2/day"))


@given(doses())
def test_a_dose_is_no_more_than_itself(dose: Dose) -> None:
    assert not is_more(dose, dose)


def test_longer_at_one_time_is_more_though_the_week_is_less() -> None:
    before, now = (parse_dose_line(f"walk {one}").dose for one in ("10min 2/day", "15min 1/day"))
    assert is_more(before, now)


def limited(program: Program, **limits: int | bool | None) -> Program:
    """The program with other limits of sitting and standing in its first stage."""
    first, *others = program.stages
    stage = replace(first, sitting=replace(first.sitting, **limits))
    return replace(program, stages=(stage, *others))


def sitting(before: Program, **limits: int | bool | None) -> tuple[str, ...]:
    """What is said of other limits than those before."""
    begins = before.stages[0].code
    now = limited(before, **limits)
    return raised(before, now, CATALOGUE, stage_before=begins, stage=begins)


def test_longer_sitting_is_more_on_each_seat() -> None:
    for surface, where in SEATS.items():
        now = STEADY.stages[0].sitting.minutes(surface)
        (said,) = sitting(STEADY, **{surface.value: now + 1})
        assert said == f"A: {where.lower()} sitting for {now + 1} minutes, it was {now}"
        assert (
            sitting(STEADY, **{surface.value: now})
            == sitting(STEADY, **{surface.value: now - 1})
            == ()
        )


def test_sitting_that_may_grow_by_itself_is_more() -> None:
    (said,) = sitting(STEADY, most_minutes=90)
    assert said == "A: sitting may be fitted up to 90 minutes by itself"
    assert sitting(STEADY, most_minutes=90, adapts=False) == sitting(STEADY, adapts=False) == ()


def test_longer_standing_is_more_and_most_without_a_limit() -> None:
    capped = limited(STEADY, standing_cap=20)
    (longer,), (endless,) = sitting(capped, standing_cap=21), sitting(capped, standing_cap=0)
    assert longer == "A: standing or walking for 21 minutes, it was 20 minutes"
    assert endless == "A: standing or walking without a limit, it was 20 minutes"
    assert sitting(capped, standing_cap=19) == sitting(STEADY, standing_cap=20) == ()
