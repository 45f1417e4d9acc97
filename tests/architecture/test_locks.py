"""What is tested is what is installed."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def pinned(name: str) -> dict[str, str]:
    """Every package of a lock file, with the version it is fixed to."""
    text = (ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\\\]+)", text, re.MULTILINE))


def test_people_get_the_versions_that_the_tests_ran_with() -> None:
    installed, tested = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert {name: tested.get(name) for name in installed} == installed
