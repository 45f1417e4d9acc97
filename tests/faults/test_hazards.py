"""The page of hazards names tests that exist, and says what it is not."""

import re

from tests.faults.ids import ROOT, missing

PAGE = (ROOT / "docs" / "hazards.md").read_text("utf-8")


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[^`]+)`", PAGE)
    assert len(named) > 50
    assert missing(named) == []


def test_every_hazard_has_cause_measure_and_test() -> None:
    rows = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ")]
    hazards = [row for row in rows if row[0].strip() != "hazard"]
    assert len(hazards) > 20
    for hazard, cause, measure, shown in hazards:
        assert hazard.strip()
        assert cause.strip()
        assert measure.strip()
        assert "`tests/" in shown, hazard


def test_it_says_that_no_clinician_reviewed_it() -> None:
    assert "No clinician has reviewed this page" in PAGE
