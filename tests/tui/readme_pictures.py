"""Draws the README's pictures from the real screens: `python -m tests.tui.readme_pictures`.

The sample patient and a clock moved by hand make them the same every time.
"""

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from textual.pilot import Pilot

from coach.bootstrap import Wishes, build
from coach.cli.demo_clinic import fill_caseload
from coach.cli.surroundings import Surroundings
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.speech.silent import SilentSpeaker
from coach.tui.app import CoachApp
from coach.tui.clinic_app import ClinicApp
from coach.tui.therapist.editor import EditorScreen
from coach.workflows.demo import fill_sample
from tests.conftest import BERLIN, SHIPPED
from tests.tui.conftest import into_session, press, settle, until_word

FOLDER = Path(__file__).parents[2] / ".readme"
SIZE = (88, 26)
NOW = datetime(2027, 3, 2, 17, 5, tzinfo=BERLIN)

Steps = Callable[[Pilot[None], ManualClock], Awaitable[None]]


async def today(pilot: Pilot[None], clock: ManualClock) -> None:
    """What is due in the sixth week."""
    await press(pilot, "escape")


async def session(pilot: Pilot[None], clock: ManualClock) -> None:
    """A hold, seen from the floor."""
    await press(pilot, "escape")
    await into_session(pilot)
    await until_word(pilot, clock, "HOLD")


async def history(pilot: Pilot[None], clock: ManualClock) -> None:
    """Six weeks of pain and of what was done."""
    await press(pilot, "escape", "h")


async def stage(pilot: Pilot[None], clock: ManualClock) -> None:
    """What the next stage asks for."""
    await press(pilot, "escape", "g")


async def week(pilot: Pilot[None], clock: ManualClock) -> None:
    """The week in three sentences."""
    await press(pilot, "escape", "w")


async def body(pilot: Pilot[None], clock: ManualClock) -> None:
    """The body map with the last marks taken over."""
    await press(pilot, "escape", "y", "l")


async def caseload(pilot: Pilot[None], clock: ManualClock) -> None:
    """Who needs a person, and why."""


async def follow_up(pilot: Pilot[None], clock: ManualClock) -> None:
    """The second patient since the last visit."""
    await press(pilot, "down", "enter")
    await pilot.app.workers.wait_for_complete()


async def editor(pilot: Pilot[None], clock: ManualClock) -> None:
    """The same patient's program as lines, after "progress"."""
    await press(pilot, "down", "down", "down", "down", "enter")
    await pilot.app.workers.wait_for_complete()
    await press(pilot, "p", "enter")
    # Its worker stands still until the editor is left; waiting for it would be for ever.
    while not isinstance(pilot.app.screen, EditorScreen):
        await settle(pilot)


PICTURES: dict[str, Steps] = {
    "today": today,
    "session": session,
    "history": history,
    "stage": stage,
    "week": week,
    "body": body,
}
CLINIC_PICTURES: dict[str, Steps] = {
    "caseload": caseload,
    "follow-up": follow_up,
    "editor": editor,
}


async def draw(name: str, steps: Steps) -> str:
    """One picture as SVG; nothing in it is fetched from anywhere."""
    clock = ManualClock(NOW)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        places = Places(home, home / "config.toml", home / "cache", SHIPPED)
        coach = build(
            places,
            Settings(name="Sam"),
            Wishes(silent=True, demo=True),
            clock=clock,
            zone=BERLIN,
            speaker=SilentSpeaker(),
        )
        fill_sample(coach)
        app = CoachApp(coach)
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            await steps(pilot, clock)
            await settle(pilot)
            svg = app.export_screenshot(title=f"coach: {name}")
        coach.close()
    return _plain(svg)


async def draw_clinic(name: str, steps: Steps, around: Surroundings) -> str:
    """One picture of the therapist's side as SVG."""
    with around.clinic(demo=True) as clinic:
        app = ClinicApp(clinic)
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            await pilot.app.workers.wait_for_complete()
            await settle(pilot)
            await steps(pilot, ManualClock(NOW))
            await settle(pilot)
            return _plain(app.export_screenshot(title=f"coach: {name}"))


def _plain(svg: str) -> str:
    """Without fonts from elsewhere, and with the spaces that begin a line."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    return svg.replace("<text ", '<text xml:space="preserve" ')


def main() -> None:
    """Draw every picture."""
    FOLDER.mkdir(exist_ok=True)
    for name, steps in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(asyncio.run(draw(name, steps)), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        around = Surroundings({}, ManualClock(NOW), BERLIN).at(Path(folder))
        fill_caseload(around)
        for name, steps in CLINIC_PICTURES.items():
            svg = asyncio.run(draw_clinic(name, steps, around))
            (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
