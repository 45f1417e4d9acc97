"""What a therapist sees of body charts; no patient ever sees a root."""

import ast
from pathlib import Path

import pytest

import coach
from coach.domain.body_chart import Chart
from coach.domain.body_zones import ZONES
from coach.review.body_review import ROOTS, change_lines, root_hint
from tests.domain.test_body_chart import a_chart

PACKAGE = Path(coach.__file__).parent


@pytest.mark.parametrize(
    ("marked", "hint"),
    [
        ([], ""),
        (["B0 p", "B1L p", "B4L p", "SAD n"], ""),
        (["F1R p"], "zones recorded overlap L1, L2"),
        (["B5L p", "F7L t"], "zones recorded overlap L5, S1"),
        (["F8R n"], "zones recorded overlap S1"),
        (["B2L p", "F4L p"], "zones recorded overlap L3, L4, L5, S1"),
        (["F5L p", "F9L t"], "zones recorded overlap L4, L5"),
    ],
)
def test_the_roots_that_marked_zones_overlap(marked: list[str], hint: str) -> None:
    assert root_hint(a_chart(*marked)) == hint


def test_both_halves_of_the_body_overlap_the_same_roots() -> None:
    for zone in ZONES:
        if zone.code.endswith("L"):
            left, right = (a_chart(f"{zone.short}{half} p") for half in "LR")
            assert root_hint(left) == root_hint(right)


def test_first_against_last_with_an_arrow() -> None:
    assert change_lines(a_chart("B5L p 5", "B2L p"), a_chart("B5L p 2", "F7L n")) == [
        "left buttock: P ↓ -",
        "left calf: P5 ↓ P2",
        "left foot, top: - ↑ N",
    ]
    assert change_lines(Chart(), Chart()) == []


def _imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def _patients_files() -> list[Path]:
    screens = [
        *(PACKAGE / "tui" / "patient").rglob("*.py"),
        *(PACKAGE / "tui" / "widgets").rglob("*.py"),
    ]
    return [*screens, *(PACKAGE / "cli").glob("line_*.py"), PACKAGE / "workflows" / "body.py"]


def test_nothing_that_a_patient_sees_knows_of_roots() -> None:
    files = _patients_files()
    assert len(files) > 20
    for file in files:
        assert not {name for name in _imports(file) if "body_review" in name}, file.name


def test_no_zone_is_called_after_a_root() -> None:
    for zone in ZONES:
        assert not {root.lower() for root in ROOTS} & set(zone.words.lower().split())
