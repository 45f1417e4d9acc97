"""Every row of the fault matrix has its tests, or says why it has none."""

from tests.faults.ids import missing
from tests.faults.matrix import MATRIX


def test_every_row_has_tests_or_a_reason() -> None:
    assert sorted(MATRIX) == list(range(1, 41))
    assert [number for number, row in MATRIX.items() if not (row.tests or row.not_here)] == []


def test_every_test_that_is_named_exists() -> None:
    assert missing([test for row in MATRIX.values() for test in row.tests]) == []
