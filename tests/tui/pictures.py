"""Screens as plain text, and golden files to hold them against."""

import os
import re
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

GOLDEN = Path(__file__).parent / "golden"
UPDATE = "COACH_UPDATE_GOLDEN"


def picture(app: App[None]) -> str:
    """What stands on the screen, line by line, without colours and trailing blanks."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


def flat(pilot: Pilot[None]) -> str:
    """The words on the screen, without its scroll bar."""
    return " ".join(re.sub("[▁-█]", " ", picture(pilot.app)).split())


def check_golden(app: App[None], name: str) -> None:
    """Hold the screen against `golden/<name>-<width>x<height>.txt`.

    Run the tests with COACH_UPDATE_GOLDEN=1 to write the files anew; look at the difference and
    say in the commit why it is right.
    """
    size = app.size
    file = GOLDEN / f"{name}-{size.width}x{size.height}.txt"
    now = picture(app)
    if update_wanted():
        file.write_text(now, encoding="utf-8")
    if not file.exists():
        pytest.fail(f"{file.name} is missing; write it with {UPDATE}=1")
    assert now == file.read_text(encoding="utf-8")


_WANTED = os.environ.get(UPDATE) == "1"


def update_wanted() -> bool:
    """Whether golden files are written anew: read at import, before fixtures clean COACH_*."""
    return _WANTED
