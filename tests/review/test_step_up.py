"""A small step up: one number, within the usual range of the exercise, and nothing that rests."""

import pytest

from coach.domain.dose import Dose, Most
from coach.domain.exercise import Exercise, Kind, Variant
from coach.review.step_up import harder, stepped_up
from tests.builders import a_dose, an_exercise


def usual(line: str, kind: Kind = Kind.MOVEMENT, **most: int) -> Exercise:
    """An exercise whose catalogue asks so much, and up to `most`."""
    return an_exercise(kind=kind, dose=a_dose(line, most=Most(**most)))


@pytest.mark.parametrize(
    ("now", "exercise", "then"),
    [
        ("2x8 hold 5s", usual("2x10 hold 5s", reps=12), "2x10 hold 5s"),
        ("2x11 hold 5s", usual("2x10 hold 5s", reps=12), "2x12 hold 5s"),
        # The repetitions are at their upper end: another set.
        ("2x12 hold 5s", usual("2x10 hold 5s", reps=12, sets=3), "3x12 hold 5s"),
        ("3x12 hold 5s", usual("2x10 hold 5s", reps=12, sets=3), None),
        # Where the catalogue names no most, its own dose is the most.
        ("2x9 hold 5s", usual("2x10 hold 5s"), "2x10 hold 5s"),
        ("1x10 hold 5s", usual("2x10 hold 5s"), "2x10 hold 5s"),
        ("2x10 hold 5s", usual("2x10 hold 5s"), None),
        ("1x6", usual("8-6-4"), "1x8"),
        # Sets of different length keep their shape and stay.
        ("8-6", usual("3x20", reps=20, sets=9), None),
        ("8-6-4", usual("3x20", reps=20, sets=9), None),
        # A walk goes up by two minutes.
        ("10min", usual("15min", Kind.WALK), "12min"),
        ("14min", usual("15min", Kind.WALK), "15min"),
        ("15min", usual("15min", Kind.WALK), None),
        ("15min", usual("15min", Kind.WALK, hold_seconds=1800), "17min"),
        # What rests, cools or warms is not stepped up.
        ("10min", usual("15min", Kind.REST), None),
        ("10min", usual("15min", Kind.COLD), None),
        ("10min", usual("15min", Kind.HEAT), None),
        ("1x5", usual("2x10", Kind.HABIT), None),
        ("60s", usual("90s", Kind.MASSAGE), None),
    ],
)
def test_one_number_goes_up_a_little_within_the_usual_range(
    now: str, exercise: Exercise, then: str | None
) -> None:
    expected: Dose | None = None if then is None else a_dose(then)
    assert stepped_up(a_dose(now), exercise) == expected


@pytest.mark.parametrize(
    ("exercise", "said"),
    [
        (
            an_exercise(harder=Variant("Lift one foot.", "")),
            "Bridge is at the upper end of its usual range, so it stays."
            " A harder form: Lift one foot.",
        ),
        (an_exercise(), "Bridge is at the upper end of its usual range, so it stays."),
        (an_exercise(kind=Kind.COLD, harder=Variant("Colder.", "")), ""),
    ],
)
def test_at_the_upper_end_the_harder_form_is_named(exercise: Exercise, said: str) -> None:
    assert harder(exercise) == said
