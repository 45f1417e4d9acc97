"""Back and leg are two numbers, the leg begins at the buttock; not recorded is no zero."""

import pytest

from coach.domain.lights import Light, light_for
from coach.domain.pain import PainReport, Reach, further_down, lowest
from coach.domain.program import Thresholds
from coach.review import light_words

CASES = [
    (Reach.NONE, Reach.BACK, False),
    (Reach.NONE, Reach.BUTTOCK, True),
    (Reach.BACK, Reach.BUTTOCK, True),
    (Reach.BACK, Reach.FOOT, True),
    (Reach.KNEE, Reach.CALF, True),
    (Reach.KNEE, Reach.KNEE, False),
    (Reach.CALF, Reach.KNEE, False),
    (Reach.BUTTOCK, Reach.BACK, False),
    (None, Reach.FOOT, False),
    (Reach.NONE, None, False),
]


@pytest.mark.parametrize(("before", "now", "lower"), CASES)
def test_what_is_further_down_the_leg(before: Reach | None, now: Reach | None, lower: bool) -> None:
    assert further_down(before, now) is lower
    reports = PainReport(leg=2, reach=before), PainReport(leg=2, reach=now)
    assert light_words.further_down(*reports) is lower
    assert light_for(*reports, Thresholds()) is (Light.RED if lower else Light.GREEN)


@pytest.mark.parametrize(
    ("back", "leg", "worst"),
    [(2, 5, 5), (5, 2, 5), (0, None, 0), (None, 3, 3), (None, None, None)],
)
def test_the_worst_is_the_higher_of_the_two_that_were_answered(
    back: int | None, leg: int | None, worst: int | None
) -> None:
    assert PainReport(back, leg).worst == worst


def test_a_report_is_empty_only_where_nothing_at_all_was_answered() -> None:
    assert PainReport().empty
    answered = (PainReport(back=0), PainReport(leg=0), PainReport(reach=Reach.NONE))
    assert [one.empty for one in answered] == [False, False, False]


def test_of_two_reports_the_lower_of_each_answer_counts_and_what_only_one_has() -> None:
    first = PainReport(back=2, leg=6, reach=Reach.CALF)
    second = PainReport(back=4, leg=1, reach=Reach.THIGH)
    assert lowest(first, second) == lowest(second, first) == PainReport(2, 1, Reach.THIGH)
    assert lowest(first, PainReport()) == lowest(PainReport(), first) == first
    assert lowest(PainReport(), PainReport()) == PainReport()
