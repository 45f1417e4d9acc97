"""Patient and therapist on the screens: a plan in, the log out, and pairing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input

from coach.domain.errors import CoachError
from coach.tui.patient.asking import Choice, ChoiceScreen, MessageScreen, YesNoScreen
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.plain import Plain
from coach.tui.widgets.plain_input import PlainInput
from coach.workflows.coach import Coach
from coach.workflows.found_plan import found_lines, later_lines
from coach.workflows.pair import NOT_THE_SAME, SAME_WORDS, a_path
from coach.workflows.share import shared_lines

CHOICES = (
    Choice("o", "Open a plan from your therapist", "open"),
    Choice("s", "Hand your log over, as a file for your therapist", "share"),
    Choice("c", "Your card: show it, or write it to a file", "card"),
    Choice("p", "Pair with your therapist", "pair"),
)
MOST_TYPED = 600
TakenT = TypeVar("TakenT")


class TypedScreen(CoachScreen[str | None]):
    """One line of text; Enter gives it back, Escape gives nothing.

    What `take` refuses is said below the field; what was typed stays there to be mended.
    """

    CSS_PATH = "asking.tcss"
    quiet = True
    typing = True
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "Go on"), ("Esc", "Back"))

    def __init__(
        self,
        coach: Coach,
        question: str,
        below: str,
        start: str = "",
        take: Callable[[str], object] = str,
    ) -> None:
        super().__init__(coach)
        self._take = take
        self._question = question
        self._below = below
        self._start = start

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="asking", can_focus=False):
            yield Plain(self._question, classes="question")
            yield Plain(self._below, fold=True, classes="below")
            yield PlainInput(self._start, max_length=MOST_TYPED)
            yield Plain(fold=True, classes="fault")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            if event.value.strip():
                self._take(event.value)
        except CoachError as error:
            self.query_one(".fault", Plain).show(error.message)
        else:
            self.dismiss(event.value)


async def with_therapist(screen: CoachScreen[Any], coach: Coach) -> None:
    """Ask what is wanted, and do it; what cannot be done is told in a sentence."""
    heading = "You and your therapist"
    wanted = await screen.app.push_screen_wait(ChoiceScreen(coach, heading, "", CHOICES))
    if wanted is None:
        return
    handing = _Handing(screen, coach)
    steps = {"open": handing.open, "share": handing.share, "card": handing.card}
    try:
        await steps.get(wanted, handing.pair)()
    except CoachError as error:
        await handing.tell(error.title, error.message)


class _Handing:
    """The four things, each a question or two and a message."""

    def __init__(self, screen: CoachScreen[Any], coach: Coach) -> None:
        self._screen = screen
        self._coach = coach

    async def tell(self, text: str, below: str) -> None:
        """A message that stays until Enter."""
        await self._screen.app.push_screen_wait(MessageScreen(self._coach, text, below))

    async def open(self) -> None:
        """Take a plan in."""
        opening = self._coach.opening
        question, below = "Which file is the plan?", "Its name ends in .coachplan"
        found = await self._taken(question, below, lambda typed: opening.read(a_path(typed)))
        if found is None:
            return
        if not found.known and not await self._same(found.therapist, found.signed.signer):
            return
        opening.take(found)
        words = opening.fingerprint(found)
        signer = f"Signed by {found.therapist}: {words}"
        lines = [*found_lines(found), signer, *later_lines(found)]
        await self.tell("This is your plan now.", "\n".join(lines))

    async def share(self) -> None:
        """Write the log to a file."""
        self._coach.sharing.reader()
        where = "Into which folder, or file?"
        typed = await self._typed(where, "Only your therapist can read it.", str(Path.home()))
        if typed:
            done = self._coach.sharing.share(a_path(typed))
            await self.tell(str(done.path), "\n".join(shared_lines(done)))

    async def card(self) -> None:
        """Show the own card; write it to a file when one is named."""
        pairing = self._coach.pairing
        words = pairing.fingerprint(pairing.own_card().key)
        below = f"{pairing.own_words()}\n\nSix words to compare: {words}\n\nFile, or leave empty:"
        typed = await self._typed("Your card, for your therapist to type", below)
        if typed:
            pairing.write_card(a_path(typed))
            await self.tell("Written.", "Your card holds no name; give it to your therapist.")

    async def pair(self) -> None:
        """Take the therapist's card in."""
        question, below = "Your therapist's card", "The name of its file, or its words:"
        card = await self._taken(question, below, self._coach.pairing.read)
        if card is None:
            return
        name = card.name or "Your therapist"
        if await self._same(name, card.key):
            self._coach.pairing.accept(card)
            await self.tell("Paired.", f"{name}'s plans are taken from now on, nobody else's.")

    async def _same(self, name: str, key: str) -> bool:
        """Whether the six words are those that the therapist reads out; says what a no means."""
        words = self._coach.pairing.fingerprint(key)
        self._coach.pairing.say(key)
        asked = YesNoScreen(self._coach, f"{name}: {words}", SAME_WORDS)
        answer = await self._screen.app.push_screen_wait(asked)
        same = answer is True
        if not same:
            await self.tell("Not taken.", NOT_THE_SAME)
        return same

    async def _taken(
        self, question: str, below: str, take: Callable[[str], TakenT]
    ) -> TakenT | None:
        """What `take` made of the line; None when nothing was typed."""
        made: list[TakenT] = []
        field = TypedScreen(
            self._coach, question, below, take=lambda typed: made.append(take(typed))
        )
        await self._screen.app.push_screen_wait(field)
        return made[0] if made else None

    async def _typed(self, question: str, below: str, start: str = "") -> str:
        asked = TypedScreen(self._coach, question, below, start)
        return (await self._screen.app.push_screen_wait(asked) or "").strip()
