"""A dose with some of it typed anew."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from coach.domain.dose import Dose, parse_dose_line
from coach.domain.dose_changes import changed_dose, dose_over
from coach.domain.errors import InputError
from tests.domain.test_dose import doses


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


def test_a_line_that_names_nothing_says_what_to_write() -> None:
    with pytest.raises(InputError, match="write 3x6, hold 8s or 2/day"):
        changed_dose(a_dose("1x8"), [])


def test_a_plain_time_cannot_be_taken_away_without_repetitions() -> None:
    with pytest.raises(InputError, match=r"without its 600 seconds: .* write repetitions"):
        changed_dose(a_dose("10min"), ["hold", "0s"])
    assert changed_dose(a_dose("10min"), ["3x6"]) == a_dose("3x6")
    assert changed_dose(a_dose("10min"), ["2/day"]) == a_dose("10min 2/day")


def a_dose(line: str) -> Dose:
    return parse_dose_line(f"walk {line}").dose
