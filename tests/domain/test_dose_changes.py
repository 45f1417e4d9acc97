"""A dose with some of it typed anew."""

from dataclasses import replace

from hypothesis import given

from coach.domain.dose import Dose
from coach.domain.dose_changes import changed_dose, dose_over
from tests.domain.test_dose import doses


@given(doses(), doses())
def test_words_over_a_dose_make_the_other_whatever_stood_there(before: Dose, dose: Dose) -> None:
    kept_tempo = before.tempo_seconds if dose.timed else dose.tempo_seconds
    made = changed_dose(before, dose_over(before, dose).split())
    assert made == replace(dose, tempo_seconds=kept_tempo)


@given(doses())
def test_times_a_day_alone_change_nothing_else(before: Dose) -> None:
    assert changed_dose(before, ["2/day"]) == replace(before, times_a_day=2)
