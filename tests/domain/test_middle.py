"""The middle of a few numbers."""

import pytest

from coach.domain.middle import middle


@pytest.mark.parametrize(
    ("numbers", "expected"), [([4], 4.0), ([7, 1, 4], 4.0), ([1, 2, 3, 10], 2.5)]
)
def test_the_middle(numbers: list[int], expected: float) -> None:
    assert middle(numbers) == expected


def test_nothing_has_no_middle() -> None:
    with pytest.raises(ValueError, match="no middle"):
        middle([])
