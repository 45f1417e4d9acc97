"""The easier form's dose: never more than is asked, on no other side, held no longer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.dose import Dose, Side
from coach.domain.easier import easier_dose, lighter
from coach.domain.program import Easing
from tests.builders import a_dose, a_program, an_exercise

CASES = [
    ("knees to chest, then one knee", "1x2 hold 2s", "1x3 hold 20s side each", "1x1 hold 2s each"),
    ("one leg stays the one leg", "1x4 hold 2s side left", "1x10 side each", "1x4 left"),
    ("swapping sides stays the one leg", "1x4 side right", "1x10 side alternate", "1x4 right"),
    ("each stays each", "2x5 side each", "3x10 side each", "2x5 each"),
    ("both legs at once", "1x4 side left", "1x10", "1x4 none"),
    ("a pyramid set by set", "6-4-2", "3x5", "5-4-2 none"),
    ("an odd one is left off", "3-1", "2x9 side each", "1x1 each"),
    ("a shorter hold stays short", "1x10 hold 10s", "1x5 hold 3s", "1x5 hold 3s none"),
    ("an untimed one keeps the form's hold", "1x10 tempo 6s", "60s", "1x1 hold 60s none"),
]


@pytest.mark.parametrize(
    ("asked", "form", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_easier_form_is_asked_no_more_than_the_exercise(
    asked: str, form: str, expected: str
) -> None:
    made = easier_dose(a_dose(asked), a_dose(form))
    assert made is not None
    *amount, side = expected.split()
    wanted = a_dose(" ".join(amount))
    assert (made.reps, made.hold_seconds) == (wanted.reps, wanted.hold_seconds)
    assert made.side.value == side


def test_one_repetition_is_not_made_two_by_a_form_of_both_sides() -> None:
    assert easier_dose(a_dose("1x1 hold 30s"), a_dose("1x1 hold 20s side each")) is None


doses = st.builds(
    Dose,
    reps=st.lists(st.integers(1, 60), min_size=1, max_size=10).map(tuple),
    hold_seconds=st.one_of(st.just(0), st.integers(1, 3600)),
    side=st.sampled_from(Side),
)
ONE_LEG = (Side.LEFT, Side.RIGHT, Side.SORE)


@given(doses, doses, st.booleans(), st.booleans())
def test_the_lighter_dose_is_never_above_what_is_prescribed_and_on_no_other_side(
    asked: Dose, form: Dose, has_form: bool, may_halve: bool
) -> None:
    exercise = an_exercise(id="lighter", dose=form) if has_form else None
    found = lighter(asked, exercise, a_program(easing=Easing(may_halve=may_halve)).easing)
    if found is None:
        return
    instead, dose = found
    assert 1 <= dose.sets <= asked.sets
    assert dose.total_reps <= asked.total_reps
    assert all(new <= old for new, old in zip(dose.reps, asked.reps, strict=False)) or (
        asked.side is not dose.side
    )
    if asked.timed and dose.timed:
        assert dose.hold_seconds <= asked.hold_seconds
        assert dose.total_seconds <= asked.total_seconds
    if asked.side in ONE_LEG:
        assert dose.side in (asked.side, Side.NONE)
    assert instead is exercise or (instead is None and may_halve)
