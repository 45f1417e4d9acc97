"""Every row of the fault matrix has its tests, or says why it has none."""

from tests.cli.test_doctor_finds import FAULTS
from tests.faults.ids import missing
from tests.faults.matrix import MATRIX, NAMED, TRACES


def test_every_row_has_tests_or_a_reason() -> None:
    assert sorted(MATRIX) == list(range(1, 41))
    assert [number for number, row in MATRIX.items() if not (row.tests or row.not_here)] == []


def test_every_test_that_is_named_exists() -> None:
    assert missing([test for row in MATRIX.values() for test in row.tests]) == []


def test_every_fault_that_leaves_a_trace_is_put_before_the_doctor() -> None:
    shown = [n for n, row in MATRIX.items() if any("test_doctor_finds" in one for one in row.tests)]
    assert shown == list(TRACES)


def test_every_row_that_names_the_list_of_faults_has_one_there_and_the_other_way_round() -> None:
    named = {number for number, row in MATRIX.items() if NAMED in row.tests}
    assert {fault.row for fault in FAULTS} == named
