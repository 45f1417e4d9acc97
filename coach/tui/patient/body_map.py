"""The body map as a whole: marking, and the safety questions that follow from it."""

from typing import Any

from coach.tui.patient.base import CoachScreen
from coach.tui.patient.body import BodyScreen
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen, talk_first
from coach.workflows.body import WHY_ASKED

SAVED = "The body map is saved."


async def map_body(screen: CoachScreen[Any]) -> None:
    """The body map, and the safety questions where what was marked leads to them.

    The chart is on disk before they open; left open, they are asked before the next session.
    """
    if not screen.may_write():
        return
    coach, push = screen.coach, screen.app.push_screen_wait
    consequence = await push(BodyScreen(coach))
    if consequence is None:
        return
    questions = coach.body.questions(consequence)
    if not questions:
        screen.toast(SAVED)
        return
    locked = await push(RedFlagScreen(coach, why=WHY_ASKED, items=questions))
    if locked:
        await push(HoldScreen(coach))
    elif locked is not None:
        await push(talk_first(coach))
