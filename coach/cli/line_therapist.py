"""Patient and therapist in line mode: a plan in, the log out, and pairing."""

from pathlib import Path

from coach.cli.console import Console, Question
from coach.cli.pairing import numbered_rows
from coach.domain.documents import Card
from coach.domain.errors import CoachError, InputError
from coach.workflows.found_plan import FoundPlan, found_lines, later_lines
from coach.workflows.pair import NOT_THE_SAME, SAME_WORDS, a_path
from coach.workflows.share import shared_lines

WHAT = ("open", "share", "card", "pair")


class TherapistMenu:
    """What goes between the two, each with a question or two."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._coach = console.coach

    def run(self) -> None:
        """One of the four; what cannot be done is told in a sentence. Raises LeftOffError."""
        asked = "Open a plan, share your log, show your card, or pair with a therapist?"
        chosen = self._console.choose(asked, WHAT)
        actions = {"open": self._open, "share": self._share, "card": self._card, "pair": self._pair}
        try:
            actions[chosen]()
        except CoachError as error:
            self._console.say(error.message)

    def _open(self) -> None:
        opening = self._coach.opening
        found = opening.read(a_path(self._typed("Which .coachplan file?")))
        if not found.known and not self._same(found.therapist, found.signed.signer):
            self._console.say(NOT_THE_SAME)
            return
        opening.take(found)
        self._told(found)

    def _told(self, found: FoundPlan) -> None:
        words = self._coach.opening.fingerprint(found)
        signer = f"Signed by {found.therapist}: {words}"
        self._console.say(*found_lines(found), signer, *later_lines(found))

    def _share(self) -> None:
        typed = self._typed("Into which folder, or file?", "Enter for this folder")
        done = self._coach.sharing.share(a_path(typed) if typed.strip() else Path())
        self._console.say(str(done.path), *shared_lines(done))

    def _card(self) -> None:
        pairing = self._coach.pairing
        self._console.say(
            "Your card, for your therapist to type:",
            *numbered_rows(pairing.own_words()),
            f"Six words to compare: {pairing.fingerprint(pairing.own_card().key)}",
        )
        typed = self._typed("As a file as well? Write its name.", "Enter for no file")
        if typed.strip():
            pairing.write_card(a_path(typed))
            self._console.say("Written. It holds no name; give it to your therapist.")

    def _pair(self) -> None:
        pairing = self._coach.pairing
        question = "Your therapist's card: its file, or its words? (q goes back)"
        card = self._console.ask(Question(question, "a name or words", ""), self._read_card)
        name = card.name or "Your therapist"
        if self._same(name, card.key):
            pairing.accept(card)
            self._console.say(f"Paired. {name}'s plans are taken from now on, and nobody else's.")
        else:
            self._console.say(NOT_THE_SAME)

    def _read_card(self, typed: str) -> Card:
        """The card; ValueError in words, so that it is asked again."""
        try:
            return self._coach.pairing.read(typed)
        except InputError as error:
            raise ValueError(error.message) from error

    def _same(self, name: str, key: str) -> bool:
        self._console.say(f"{name}: {self._coach.pairing.fingerprint(key)}")
        self._coach.pairing.say(key)
        return self._console.yes_or_no(SAME_WORDS)

    def _typed(self, question: str, otherwise: str = "q goes back") -> str:
        return self._console.ask(Question(f"{question} ({otherwise})", "a name", ""), str)
