"""Taking logs in at the desk: a file or a folder, and what became of each."""

import asyncio
from collections.abc import Sequence

from coach.tui.therapist.ask_line import AskLineScreen
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.read_text import ReadTextScreen
from coach.workflows.receive import Outcome, Received

QUESTION = "Which file or folder holds the logs?"
BELOW = "Every .coachlog in a folder is taken in; twice changes nothing."
HEADINGS = {
    Outcome.REFUSED: "Refused",
    Outcome.WAITS: "Kept, waiting for an earlier one",
    Outcome.TAKEN: "Taken in",
    Outcome.NOTHING_NEW: "Nothing new",
}
"""What needs a person first."""


async def receive_logs(screen: TherapistScreen[None]) -> None:
    """Ask for a path, take in what is there, and show it. Raises InputError and LogError."""
    clinic = screen.clinic
    path = await screen.app.push_screen_wait(AskLineScreen(clinic, QUESTION, BELOW))
    if not path:
        return
    results = await asyncio.to_thread(lambda: list(clinic.receiving.receive_at([path])))
    parts = received_parts(results)
    title = "What came in" if results else "There is no log in it."
    await screen.app.push_screen_wait(ReadTextScreen(clinic, title, parts))


def received_parts(results: Sequence[Received]) -> list[tuple[str, list[str]]]:
    """What became of each file, by what became of it."""
    parts = []
    for outcome, heading in HEADINGS.items():
        lines = [_line(one) for one in results if one.outcome is outcome]
        if lines:
            parts.append((f"{heading} ({len(lines)})", lines))
    return parts


def _line(one: Received) -> str:
    who = one.patient.name if one.patient is not None else "nobody of yours"
    return f"{one.name}, {who}: {one.why}"
