"""When the leg settled after the last session: asked once, before the next one."""

from typing import Any

from coach.domain.settled import WORDS, Settled, Unsettled
from coach.tui.patient.asking import Choice, ChoiceScreen, MessageScreen
from coach.tui.patient.base import CoachScreen
from coach.workflows.coach import Coach
from coach.workflows.settling import BAD_DAY, GO_ON, QUESTION, WAIT, WAIT_WHY

NOT_NOW = "not now"
BELOW = "Settled means as it was before that session."


class SettledScreen(ChoiceScreen[str]):
    """Gives back the answer's word or "not now"; None when the person went back."""

    def __init__(self, coach: Coach, asked: Unsettled) -> None:
        answers = [
            Choice(str(number), WORDS[answer], answer.value)
            for number, answer in enumerate(asked.choices, start=1)
        ]
        super().__init__(coach, QUESTION, BELOW, [*answers, Choice("n", "Not now", NOT_NOW)])

    def on_mount(self) -> None:
        """Ask it aloud as well."""
        self.say(QUESTION)


class WaitScreen(ChoiceScreen[str]):
    """The leg has not settled: gives back what the patient decides; None is waiting too."""

    def __init__(self, coach: Coach) -> None:
        bad_day = () if coach.today.bad_day_until() else (Choice("b", BAD_DAY, "bad day"),)
        choices = (Choice("w", "Wait", "wait"), *bad_day, Choice("g", GO_ON, "go on"))
        super().__init__(coach, WAIT, WAIT_WHY, choices)

    def on_mount(self) -> None:
        """Say it aloud as well."""
        super().on_mount()
        self.say(WAIT)


async def _goes_on(screen: CoachScreen[Any], coach: Coach) -> bool:
    """Whether the patient goes on though the leg has not settled. Raises LogError."""
    chosen = await screen.app.push_screen_wait(WaitScreen(coach))
    if chosen == "bad day":
        coach.today.begin_bad_day()
    return chosen == "go on"


async def ask_settled(screen: CoachScreen[Any], coach: Coach) -> bool:
    """Ask when there is a session to ask about; False when nothing starts: the person went
    back, or waits.

    Raises LogError.
    """
    asked = coach.settling.question()
    if asked is None:
        return True
    answer = await screen.app.push_screen_wait(SettledScreen(coach, asked))
    if answer is None:
        return False
    if answer != NOT_NOW:
        advice = coach.settling.answered(asked, Settled(answer))
        if advice:
            await screen.app.push_screen_wait(MessageScreen(coach, advice))
        if coach.settling.waits(asked, Settled(answer)):
            return await _goes_on(screen, coach)
    return True
