"""Signs that rest on what was felt before: how far down it went in the week."""

from datetime import timedelta

import pytest

from coach.domain.events import NoteWritten, PainScore
from coach.domain.pain import Moment, Reach, Site
from coach.domain.safety_signs import furthest_before
from tests.builders import NINE, stamped


def felt(reach: Reach | None) -> PainScore:
    return PainScore(site=Site.LEG, score=3, moment=Moment.NOW, reach=reach)


def test_the_furthest_point_of_the_week_is_that_of_all_scores_with_one() -> None:
    facts = [
        stamped(felt(Reach.KNEE)),
        stamped(felt(None)),
        stamped(felt(Reach.CALF)),
        stamped(NoteWritten(text="to the foot", about="")),
        stamped(felt(Reach.BUTTOCK)),
    ]
    assert furthest_before(facts, NINE + timedelta(hours=1)) is Reach.CALF


@pytest.mark.parametrize(
    ("days", "minutes", "furthest"), [(6, 0, Reach.FOOT), (7, 0, Reach.FOOT), (7, 1, None)]
)
def test_what_was_felt_longer_ago_than_a_week_says_nothing_of_now(
    days: int, minutes: int, furthest: Reach | None
) -> None:
    facts = [stamped(felt(Reach.FOOT))]
    assert furthest_before(facts, NINE + timedelta(days=days, minutes=minutes)) is furthest


def test_without_any_point_nothing_is_known() -> None:
    assert furthest_before([], NINE) is None
    assert furthest_before([stamped(felt(None))], NINE) is None
