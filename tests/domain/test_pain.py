"""Further down the leg: it begins at the buttock, and what is not recorded is no change."""

import pytest

from coach.domain.lights import Light, light_for
from coach.domain.pain import PainReport, Reach, further_down
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
