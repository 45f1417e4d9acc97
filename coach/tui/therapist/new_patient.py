"""A new patient at the desk: a name, then their card by words or file, then the six words."""

from coach.domain.caseload import Enrolled
from coach.domain.documents import Card
from coach.domain.errors import InputError
from coach.tui.therapist.ask_line import AskLineScreen
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.read_text import ReadTextScreen
from coach.workflows.clinic import Clinic
from coach.workflows.pair import like_words

LEAST_WORDS = 6
"""A line of fewer words is the name of a file (source: DESIGN)."""
NAME_QUESTION = "What is the patient called?"
NAME_BELOW = "The name stays in this database; no file that leaves it carries it."
CARD_QUESTION = "Their card: the path of the file, or the words as the patient reads them."
CARD_BELOW = "The patient's coach shows both with: coach pair"


async def add_patient(screen: TherapistScreen[None]) -> Enrolled | None:
    """Ask, add, and show what is to be read aloud; None when it was left.

    Raises InputError for a card or a name that cannot be taken, LogError.
    """
    clinic, app = screen.clinic, screen.app
    name = await app.push_screen_wait(AskLineScreen(clinic, NAME_QUESTION, NAME_BELOW))
    if not name:
        return None
    read: list[Card] = []
    await app.push_screen_wait(
        AskLineScreen(
            clinic, CARD_QUESTION, CARD_BELOW, take=lambda line: read.append(_card(clinic, line))
        )
    )
    if not read:
        return None
    card = read[0]
    enrolled = clinic.patients.add(name, card)
    await app.push_screen_wait(_to_compare(clinic, enrolled, card))
    return enrolled


def _card(clinic: Clinic, given: str) -> Card:
    if len(given.split()) >= LEAST_WORDS:
        return clinic.read_card(words=given)
    try:
        return clinic.read_card(path=given)
    except InputError:
        if not like_words(given):
            raise
        return clinic.read_card(words=given)  # Says how many words a card has.


def _to_compare(clinic: Clinic, enrolled: Enrolled, card: Card) -> ReadTextScreen:
    """The words that both sides compare, and what the patient needs of the therapist."""
    own = clinic.card()
    alike = clinic.patients.taken_for(enrolled.patient)
    return ReadTextScreen(
        clinic,
        f"{enrolled.name} is in your caseload.",
        [
            *([("Names that are alike", [alike])] if alike else []),
            (
                "Read aloud and compare: the patient's six words",
                [clinic.papers.fingerprint(card.key)],
            ),
            ("Yours", [clinic.papers.fingerprint(own.key)]),
            ("Your card as words, for the patient's coach", [clinic.papers.card_words(own)]),
            ("As a file", ["coach patient card --out FILE"]),
        ],
    )
