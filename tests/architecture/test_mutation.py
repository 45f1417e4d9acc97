"""What `make mutants` goes by: modules and tests that exist, reasons for what was left alive."""

from functools import reduce
from importlib import import_module

import pytest

from tests.mutation.__main__ import report
from tests.mutation.equivalent import Equivalent, known
from tests.mutation.modules import ROOT, SAFETY, files_for
from tests.mutation.trial import Found, Survivor, with_properties_by_hand


@pytest.mark.parametrize("module", SAFETY)
def test_each_module_that_is_broken_on_purpose_has_its_tests(module: str) -> None:
    assert (ROOT / module).is_file()
    named = files_for([module])
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_each_change_that_was_left_is_of_a_function_there_is() -> None:
    for change in known():
        floor, module, *names = change.where.removeprefix("coach.").split(".")
        reduce(getattr, names, import_module(f"coach.{floor}.{module}"))
        assert change.why.endswith(".")


def test_the_table_counts_what_makes_no_difference_on_neither_side() -> None:
    alike, unseen = Survivor("a.b", "x", "y"), Survivor("a.c", "p", "q")
    found = Found("coach/a.py", 10, (alike, unseen), minutes=1.5)
    lines = report(
        [found, Found("coach/b.py", 5, (), minutes=2)], [Equivalent("a.b", "y", "Nobody sees it.")]
    )
    assert lines[1].split() == ["coach/a.py", "10", "8", "1", "1", "89", "%", "1.5"]
    assert lines[3].split()[1:] == ["15", "13", "1", "1", "93", "%", "3.5"]
    assert "\n".join(lines[4:]).split() == ["a.c", "was", "p", "became", "q"]


@pytest.mark.parametrize("module", SAFETY)
def test_a_rule_in_a_property_is_broken_too_for_it_stands_there_undecorated(module: str) -> None:
    source = (ROOT / module).read_text("utf-8")
    laid = with_properties_by_hand(source)
    assert "@property" not in laid
    assert laid.count(" = property(") == source.count("@property")
    compile(laid, module, "exec")
