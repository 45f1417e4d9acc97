"""A dose with some of it typed anew."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from coach.domain.dose import Dose, parse_dose_line
from coach.domain.dose_changes import changed_dose, dose_over
from coach.domain.errors import InputError
from tests.domain.test_dose import doses

WITHOUT_ITS_TIME = (
    "without its 600 seconds: its time is how much is asked; write repetitions with it, like 3x6"
)


@given(doses(), doses())
def test_words_over_a_dose_make_the_other_whatever_stood_there(before: Dose, dose: Dose) -> None:
    kept_tempo = before.tempo_seconds if dose.timed else dose.tempo_seconds
    made = changed_dose(before, dose_over(before, dose).split())
    assert made == replace(dose, tempo_seconds=kept_tempo)


@given(doses())
def test_times_a_day_alone_change_nothing_else(before: Dose) -> None:
    assert changed_dose(before, ["2/day"]) == replace(before, times_a_day=2)


@pytest.mark.parametrize(
    ("before", "last"), [("1x8", "1/day"), ("1x8 mon,wed", "daily"), ("1x8 3/week", "daily")]
)
def test_daily_is_named_where_it_was_not_daily_before(before: str, last: str) -> None:
    assert dose_over(a_dose(before), a_dose("1x8")).split()[-1] == last


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        # A tempo is of moving repetitions, so it ends a hold.
        ("3x6 hold 8s rest 30s", "tempo 4s", "3x6 tempo 4s rest 30s"),
        ("3x6 hold 8s rest 30s", "tempo 4s hold 5s", "3x6 hold 5s tempo 4s rest 30s"),
        # Repetitions in the place of a plain time end that, and are rested between.
        ("10min", "3x6", "3x6"),
        ("10min", "3x6 hold 0s", "3x6"),
        ("10min", "3x6 hold 8s", "3x6 hold 8s"),
        ("10min", "3x6 rest 10s", "3x6 rest 10s"),
        ("10min", "2/day", "10min 2/day"),
        ("10min", "hold 5min", "5min"),
        ("10min", "15min", "15min"),
        # Days by name go when so many a week are asked.
        ("3x6 mon,wed", "3/week", "3x6 3/week"),
        ("3x6 3/week", "mon,wed", "3x6 mon,wed"),
        ("3x6 hold 8s", "4x6", "4x6 hold 8s"),
    ],
)
def test_what_is_typed_changes_and_the_rest_stays(before: str, typed: str, after: str) -> None:
    assert changed_dose(a_dose(before), typed.split()) == a_dose(after)


@pytest.mark.parametrize(
    ("before", "typed", "refusal"),
    [
        ("1x8", "", "it names nothing to change; write 3x6, hold 8s or 2/day"),
        ("10min", "hold 0s", WITHOUT_ITS_TIME),
        ("10min", "tempo 4s", WITHOUT_ITS_TIME),
        ("1x8", "25/day", "times a day is 25; write 1 to 24"),
    ],
)
def test_what_cannot_be_says_what_to_write_instead(before: str, typed: str, refusal: str) -> None:
    with pytest.raises(InputError) as refused:
        changed_dose(a_dose(before), typed.split())
    assert (refused.value.title, refused.value.message) == ("Dose line", refusal)


def a_dose(line: str) -> Dose:
    return parse_dose_line(f"walk {line}").dose
