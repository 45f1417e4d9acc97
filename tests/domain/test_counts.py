"""How many of something, in words."""

import pytest

from coach.domain.counts import counted


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 days"), (1, "1 day"), (2, "2 days"), (21, "21 days"), (1500, "1,500 days")],
)
def test_one_day_and_two_days(number: int, text: str) -> None:
    assert counted(number, "day") == text
