"""Pairing at the visit: whose plans this coach takes, shown by six words read aloud."""

from pathlib import Path

from coach.domain.documents import Card
from coach.domain.errors import InputError
from coach.domain.events import TherapistPaired
from coach.session.cues import Cue, CueKind
from coach.workflows.ports import PaperFiles, Papers, Speaker
from coach.workflows.records import Records

PATIENT, THERAPIST = "patient", "therapist"
LEAST_WORDS = 12
"""So many words are no file's name."""
SAME_WORDS = "Does your therapist read out the same six words?"
HOW_TO_PAIR = "Ask for their card, then press t, and p to pair. In a shell: coach pair --with FILE"
"""What a patient without this therapist does first."""
NOT_THE_SAME = "Nothing was taken in. Ask your therapist for their card again, at the next visit."


class Pairing:
    """Hands the own card over, and takes the therapist's."""

    def __init__(
        self, records: Records, papers: Papers, files: PaperFiles, speaker: Speaker
    ) -> None:
        self._records = records
        self._papers = papers
        self._files = files
        self._speaker = speaker

    def own_card(self) -> Card:
        """What the therapist needs: the id in the log and the public key; no name."""
        return Card(PATIENT, self._papers.key_to_hand_over, self._records.log.patient, "")

    def own_words(self) -> str:
        """The own card as words. InputError where the id cannot be put into words."""
        return self._papers.card_words(self.own_card())

    def write_card(self, path: Path) -> None:
        """The own card as a file. Raises InputError."""
        self._files.write(path, self._papers.write_card(self.own_card()))

    def read_card(self, path: Path) -> Card:
        """A therapist's card from a file. Raises InputError."""
        return _of_therapist(self._papers.read_card(self._files.read(path)))

    def read_words(self, text: str) -> Card:
        """A therapist's card from its words. Raises InputError."""
        return _of_therapist(self._papers.read_card_words(text))

    def read(self, typed: str) -> Card:
        """A therapist's card from what somebody typed: the name of its file, or its words.

        Raises InputError.
        """
        if len(typed.split()) >= LEAST_WORDS:
            return self.read_words(typed)
        try:
            return self.read_card(a_path(typed))
        except InputError:
            if not like_words(typed):
                raise
            return self.read_words(typed)  # Says how many words a card has, or which is none.

    def fingerprint(self, key: str) -> str:
        """Six words that stand for a key."""
        return self._papers.fingerprint(key)

    def say(self, key: str) -> None:
        """Say the six words of a key aloud, slowly enough to compare."""
        words = ", ".join(self.fingerprint(key).split())
        self._speaker.say(Cue(CueKind.NOTICE, f"The six words are: {words}."))

    def accept(self, card: Card) -> None:
        """Take this therapist's plans from now on, and no other's. Raises LogError."""
        self._records.record(TherapistPaired(key=card.key, name=card.name))

    def therapist(self) -> TherapistPaired | None:
        """Whose plans are taken; None before pairing.

        Only what was compared in this home counts: a log that came in tells of another machine.
        """
        paired = self._records.whole(TherapistPaired).of(TherapistPaired)
        own = [fact for stamped, fact in paired if self._records.log.is_own(stamped)]
        return own[-1] if own else None


def a_path(typed: str) -> Path:
    """The file that somebody typed, also in quotes and with `~` for their own folder."""
    try:
        return Path(typed.strip().strip("'\"")).expanduser()
    except RuntimeError:
        return Path(typed)


def like_words(typed: str) -> bool:
    """Whether this is a few of a card's words rather than the name of a file."""
    parts = typed.split()
    return len(parts) > 1 and all(part.strip(",;").isalpha() for part in parts)


def _of_therapist(card: Card) -> Card:
    if card.role != THERAPIST:
        raise InputError("Card", "This is a patient's card; ask your therapist for theirs.")
    return card
