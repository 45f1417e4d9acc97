"""The short lists a person chooses from: why something is left out, what one sits on."""

from coach.domain.outcomes import Reason
from coach.domain.program import Surface
from coach.tui.patient.asking import Choice, ChoiceScreen
from coach.workflows.coach import Coach

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
MISTAKES = (
    Choice("n", "The number was wrong", "The number was wrong."),
    Choice("p", "Back and leg were mixed up", "Back and leg were mixed up."),
    Choice("o", "Another reason", "Another reason."),
)


def leave_out(coach: Coach, name: str) -> ChoiceScreen[Reason]:
    """Ask once why an exercise is left out."""
    return ChoiceScreen(coach, f"Leave out: {name}", "Why? It is asked only once.", REASONS)


def sit_choice(coach: Coach) -> ChoiceScreen[Surface]:
    """Ask what one sits down on."""
    return ChoiceScreen(coach, "You sit down. On what?", "", SURFACES)


def mistake(coach: Coach, entry: str) -> ChoiceScreen[str]:
    """Ask why an entry is taken back."""
    return ChoiceScreen(
        coach,
        f"Take back: {entry}",
        "It stays in the log, marked as wrong, and no longer counts. Why?",
        MISTAKES,
    )
