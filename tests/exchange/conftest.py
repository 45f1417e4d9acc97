"""Fixtures of the file tests."""

from pathlib import Path

import pytest

from tests.exchange.files import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with the exercises that the template names."""
    return Home(tmp_path)
