"""Cold, heat, a rest or a belt by the clock, and tasks that come: what is asked first."""

from collections.abc import Sequence

from coach.domain.outcomes import TimerKind
from coach.domain.timers import PACKS
from coach.session.cues import Cue
from coach.tui.patient.asking import Choice, ChoiceScreen, YesNoScreen
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.words import listed
from coach.workflows.coach import Coach

KINDS = (
    Choice("c", "A cold pack", TimerKind.COLD),
    Choice("w", "A warm pack", TimerKind.HEAT),
    Choice("r", "A rest", TimerKind.REST),
    Choice("b", "The belt for one task", TimerKind.BRACE),
)
OFF = (
    Choice("o", "It is off, or I am up", "off"),
    Choice("x", "Off: the skin or the pain asked for it", "hurt"),
    Choice("n", "Another one", "another"),
)
WHEN = (
    Choice("n", "Now", 0),
    Choice("1", "In 10 minutes", 10),
    Choice("2", "In 30 minutes", 30),
    Choice("3", "In one hour", 60),
    Choice("4", "In two hours", 120),
)
KEYS = "123456789abcdefg"
SKIN = "First, your skin."
NOT_COMING = ""
"""Chosen in place of a task."""


async def run_timer(screen: CoachScreen[None], coach: Coach) -> Sequence[Cue]:
    """Begin one, or say that it is off; what was said. Raises what beginning one raises."""
    push = screen.app.push_screen_wait
    running = coach.timers.now()
    if running:
        lines = " ".join(timer.line for timer in running)
        ended = await push(ChoiceScreen(coach, "What runs now", lines, OFF))
        if ended in ("off", "hurt"):
            return coach.timers.off(hurt=ended == "hurt")
        if ended is None:
            return ()
    kind = await push(ChoiceScreen(coach, "What runs by the clock?", "", KINDS))
    if kind is None:
        return ()
    question = coach.timers.choose(kind).question
    if kind not in PACKS:
        return coach.timers.start(kind)
    screen.say(f"{question} Yes or no?")
    feels = await push(YesNoScreen(coach, SKIN, question))
    if feels is None:
        return ()
    return coach.timers.start(kind, skin_is_fine=True) if feels else coach.timers.numb(kind)


async def announce_task(screen: CoachScreen[None], coach: Coach) -> Sequence[Cue]:
    """Which task comes, and when; what was said. Raises as announcing does."""
    push = screen.app.push_screen_wait
    coach.safety.require_free()
    known = zip(KEYS, coach.tasks.known(), strict=False)
    choices = [Choice(key, task.name, task.id) for key, task in known]
    coming = coach.tasks.coming()
    if coming:
        choices.append(Choice("x", "Take back what was announced", NOT_COMING))
    told = f"To come: {listed(coming)}." if coming else ""
    task = await push(ChoiceScreen(coach, "Which task comes?", told, choices))
    if task is None:
        return ()
    if task == NOT_COMING:
        return coach.tasks.take_back()
    minutes = await push(ChoiceScreen(coach, "When?", "", WHEN))
    return coach.tasks.announce(task, minutes) if minutes is not None else ()
