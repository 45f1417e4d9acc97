"""Documents that leave the home, with its own key; what `coach.workflows.ports.Papers` asks for.

What reads and writes them is loaded when it is needed: most days nothing comes or goes.
"""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from coach.domain.documents import Card, LogDocument, PlanDocument, SignedPlan
from coach.domain.errors import InputError

if TYPE_CHECKING:
    from coach.exchange.identity import Identity


class KeyWords(NamedTuple):
    """What is said of a key that is lost, and of another one in its place."""

    lost: str
    another: str


_BACK = "Put the one from a copy of the home back, and everything goes on. Only if it is lost: "
_NEW_KEY = (
    f"{_BACK}move away what is there, then coach patient card --new-key makes another one, and "
    "every patient pairs anew"
)
_HAND_OVER = "coach pair --out FILE makes another one, and your therapist takes its card anew"
THERAPISTS = KeyWords(
    f"your key {{file}} is missing, and your patients paired with it. {_NEW_KEY}",
    f"the key in {{file}} is not the one your patients paired with. {_NEW_KEY}",
)
PATIENTS = KeyWords(
    f"your key {{file}} is missing, and your therapist knows it. {_BACK}{_HAND_OVER}",
    "the key in {file} is not the one that your therapist knows. "
    f"{_BACK}move away what is there, then {_HAND_OVER}",
)


class KnownKey(Protocol):
    """The public key that a home had, remembered apart from its file."""

    def key(self) -> str:
        """In hexadecimal; empty before the first one. LogError."""

    def keys(self) -> set[str]:
        """All that may be meant, where there may be several. LogError."""

    def was_used(self) -> bool:
        """Whether there was one. LogError."""

    @property
    def keeps(self) -> bool:
        """Whether another one can be remembered."""

    def keep(self, key: str) -> None:
        """Remember this one. LogError."""


class SealedPapers:
    """Signs and opens with the key in one file, which is made when it is needed first.

    Where `known` remembers the key, a lost or another one is refused and not replaced.
    """

    def __init__(
        self, key_file: Path, known: KnownKey | None = None, words: KeyWords = THERAPISTS
    ) -> None:
        self._key_file = key_file
        self._known = known
        self._words = words

    @property
    def key(self) -> str:
        """The home's own public key in hexadecimal. Raises InputError and LogError."""
        return self._own.key

    @property
    def key_to_hand_over(self) -> str:
        """The public key for a card; where it was lost, another one is made. As `key`."""
        if not self._key_file.exists() and (self._known is None or self._known.keeps):
            self.renew()
        return self.key

    def fingerprint(self, key: str) -> str:
        """Six words that stand for a key, to be read aloud and compared."""
        from coach.exchange import pairing

        return pairing.fingerprint(key)

    def card_words(self, card: Card) -> str:
        """A card as words to be read aloud and typed. InputError for an id words cannot carry."""
        from coach.exchange import pairing

        return pairing.card_words(card)

    def read_card_words(self, text: str) -> Card:
        """InputError names the word that is none, or says that the words do not fit together."""
        from coach.exchange import pairing

        return pairing.read_card_words(text)

    def write_card(self, card: Card) -> bytes:
        """A card as a short text file."""
        from coach.exchange import pairing

        return pairing.write_card(card)

    def read_card(self, data: bytes) -> Card:
        """InputError for what is no card."""
        from coach.exchange import pairing

        return pairing.read_card(data)

    def seal_plan(self, plan: PlanDocument) -> tuple[bytes, SignedPlan]:
        """The file for the patient, and what was signed. Raises InputError."""
        from coach.exchange import plan_file

        return plan_file.seal_plan(plan, self._own)

    def open_plan(self, data: bytes) -> SignedPlan:
        """RefusedError: unsigned, changed, or for someone else; InputError: no plan at all."""
        from coach.exchange import plan_file

        return plan_file.open_plan(data, self._own)

    def sealed_mark(self, reader: str) -> bytes:
        """How every sealed file for this reader's key begins. InputError for no key."""
        from coach.exchange.sealed import reader_mark

        return reader_mark(reader)

    def seal_plan_again(self, content: str, seal: str) -> bytes:
        """The file of a plan that was kept. RefusedError when its signature does not fit."""
        from coach.exchange import plan_file

        return plan_file.seal_plan_again(content, seal)

    def verify_plan(self, content: str, seal: str) -> SignedPlan:
        """A plan that was kept with its seal. RefusedError when its signature does not fit."""
        from coach.exchange import plan_file

        return plan_file.verify_plan(content, seal)

    def read_plan(self, content: str) -> PlanDocument:
        """A plan from the text that was kept; LogError when that is none."""
        from coach.exchange.plan_text import kept_plan

        return kept_plan(content)

    def seal_log(self, log: LogDocument, reader: str) -> bytes:
        """The file for the therapist whose key is `reader`. Raises InputError."""
        from coach.exchange import log_file

        if log.sender != self.key:
            raise InputError("Log", "A log is handed over by its owner alone.")
        return log_file.seal_log(log, self._own, reader)

    def open_log(self, data: bytes) -> LogDocument:
        """RefusedError: unsigned, changed, cut short, or for someone else; InputError: no log."""
        from coach.exchange import log_file

        return log_file.open_log(data, self._own)

    @cached_property
    def _own(self) -> "Identity":
        from coach.exchange.identity import load_or_make

        if self._known is not None:
            self._check_there(self._known)
        own = load_or_make(self._key_file)
        if self._known is not None:
            self._check_same(own.key, self._known)
        return own

    def renew(self) -> None:
        """Another key in the place of a lost one: whoever paired with that pairs anew.

        InputError while a key is there, LogError.
        """
        if self._key_file.exists():
            raise InputError(
                "Key",
                f"{self._key_file} is there; move it away first if another key is wanted in its "
                "place",
            )
        if self._known is not None:
            from coach.exchange.identity import load_or_make

            self._known.keep(load_or_make(self._key_file).key)

    def _check_there(self, known: KnownKey) -> None:
        if not self._key_file.exists() and known.was_used():
            raise InputError("Key", self._words.lost.format(file=self._key_file))

    def _check_same(self, key: str, known: KnownKey) -> None:
        former = known.keys()
        if former and key not in former:
            raise InputError("Key", self._words.another.format(file=self._key_file))
        if not known.key():
            known.keep(key)
