"""The short lists a person chooses from: why something is left out, what one sits on."""

from collections.abc import Sequence

from coach.domain.outcomes import AwayAnswer, Reason
from coach.domain.program import Surface
from coach.domain.reminding import LATER_MINUTES
from coach.tui.patient.asking import Choice, ChoiceScreen, Unanswered
from coach.workflows.absence import away_text
from coach.workflows.coach import Coach
from coach.workflows.hands_free import WHY_SECONDS
from coach.workflows.sitting_words import SittingQuestion

REASONS = (
    Choice("p", "It hurts, or I fear it will", Reason.PAIN),
    Choice("f", "I am too tired", Reason.FATIGUE),
    Choice("t", "No time", Reason.TIME),
    Choice("o", "Another reason", Reason.OTHER),
)
SURFACES = (
    Choice("s", "A soft seat: sofa, armchair", Surface.SOFT),
    Choice("f", "A firm seat: office chair", Surface.FIRM),
    Choice("h", "A hard seat: wooden chair, bench", Surface.HARD),
    Choice("l", "The floor", Surface.FLOOR),
    Choice("c", "In the car", Surface.CAR),
)
LATER = (
    Choice("1", "In 10 minutes", 10),
    Choice("2", "In 30 minutes", 30),
    Choice("3", "In one hour", 60),
    Choice("4", "In two hours", 120),
)
QUIET = (
    Choice("1", "For 15 minutes", 15),
    Choice("2", "For 30 minutes", 30),
    Choice("3", "For one hour", 60),
    Choice("4", "For two hours", 120),
)
AWAY = (
    Choice("s", "Start now", AwayAnswer.NOW),
    Choice("l", f"Later: remind me in {LATER_MINUTES} minutes", AwayAnswer.LATER),
    Choice("x", "Skip: it counts neither for nor against me", AwayAnswer.SKIP),
)
MISTAKES = (
    Choice("n", "The number was wrong", "The number was wrong."),
    Choice("p", "Back and leg were mixed up", "Back and leg were mixed up."),
    Choice("o", "Another reason", "Another reason."),
)


def leave_out(coach: Coach, name: str) -> ChoiceScreen[Reason]:
    """Ask once why an exercise is left out."""
    return ChoiceScreen(
        coach,
        f"Leave out: {name}",
        "Why? It is asked only once.",
        REASONS,
        unanswered=Unanswered(WHY_SECONDS, Reason.NONE),
    )


def sit_choice(coach: Coach) -> ChoiceScreen[Surface]:
    """Ask what one sits down on."""
    return ChoiceScreen(coach, "You sit down. On what?", "", SURFACES)


def later_choice(coach: Coach) -> ChoiceScreen[int]:
    """Ask when to remind again."""
    return ChoiceScreen(coach, "Later", "When shall I remind you again of what is due?", LATER)


def quiet_choice(coach: Coach) -> ChoiceScreen[int]:
    """Ask how long nothing is to be said."""
    text = "How long shall I say nothing? It ends by itself. Then I tell you once what fell due."
    return ChoiceScreen(coach, "Quiet", text, QUIET)


def away_choice(coach: Coach, names: Sequence[str]) -> ChoiceScreen[AwayAnswer]:
    """The one question about what fell due while the machine was asleep or off."""
    return ChoiceScreen(coach, "Now, later, or skip?", away_text(names), AWAY)


def still_choice(coach: Coach, asked: SittingQuestion) -> ChoiceScreen[str]:
    """Answer what the sitting guard asked; a number chooses."""
    choices = [
        Choice(str(nth), text, key) for nth, (key, text) in enumerate(asked.choices, start=1)
    ]
    return ChoiceScreen(coach, asked.text, "", choices)


def mistake(coach: Coach, entry: str) -> ChoiceScreen[str]:
    """Ask why an entry is taken back."""
    return ChoiceScreen(
        coach,
        f"Take back: {entry}",
        "It stays in the log, marked as wrong, and no longer counts. Why?",
        MISTAKES,
    )
