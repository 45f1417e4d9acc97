"""The full safety list, one question at a time; the first yes that locks ends it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from coach.domain.red_flags import READ_SECONDS, RedFlag, Tier
from coach.tui.patient.asking import MessageScreen
from coach.tui.patient.safety_asking import SafetyAsking
from coach.tui.widgets.key_line import Pair
from coach.tui.widgets.plain import Plain
from coach.workflows.coach import Coach
from coach.workflows.safety import AGAIN, COMES_FIRST, IF_WRONG, TALK_FIRST


def talk_first(coach: Coach) -> MessageScreen:
    """After something new that does not lock: what to do about it."""
    return MessageScreen(coach, TALK_FIRST, coach.safety.flags.advice[Tier.THERAPIST].first)


def left_before_end(coach: Coach) -> MessageScreen:
    """After a list that was left with no yes in it: what comes of that."""
    return MessageScreen(coach, COMES_FIRST, IF_WRONG)


ONE_BACK: Pair = ("Backspace", "One back")


class RedFlagScreen(SafetyAsking):
    """Gives back whether coaching is locked now; None when the list was left before its end.

    The questions are shown and not spoken: other people may be in the room.
    """

    heading = "Safety questions"
    has_figures = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "step_back", "One back", show=False)
    ]
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("n", "No"),
        ("y", "Yes"),
        ("Esc q", "Stop"),
    )

    def __init__(
        self,
        coach: Coach,
        *,
        why: str = "",
        items: Sequence[RedFlag] | None = None,
        first: str | None = None,
        leaving: str = "Stop",
    ) -> None:
        """Asks `items`, all of the list for None; `why` stands above the first that is asked.

        A list that was left goes on with the question `first`; those before it can be looked at
        again. `leaving` is what Esc and q do, in a word or two.
        """
        super().__init__(coach)
        self._leaving = leaving
        self._items = tuple(items) if items is not None else coach.safety.flags.items
        self._why = why
        self._first = coach.safety.flags.place_of(first)
        self._at = self._first
        self._reached = self._first
        """The first question that has no answer: those between are looked at again."""
        self._said_yes_at = -1
        """The last question that was answered yes: nobody goes back over it."""
        self._doubt = ""
        """What is asked once more when a no speaks against the body map."""
        self._over = False
        """Whether it was gone through, locked, or left by the person."""
        self.something_new = False
        """Whether a question was answered yes that does not lock."""

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="asking"):
            yield Plain(fold=True, id="why", classes="above")
            yield Plain(id="count", classes="above")
            yield Plain(fold=True, id="apology", classes="above")
            yield Plain(id="asked", classes="question")
            yield Plain(fold=True, id="how", classes="below how")
            yield Plain("n  no          y  yes", classes="answers")
            yield Plain(fold=True, id="early", classes="below")

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        """The question that is asked now."""
        item, flags = self._items[self._at], self.coach.safety.flags
        texts = {
            "why": AGAIN if self._looks_again else self._why if self._at == self._first else "",
            "count": f"Question {self._at + 1} of {len(self._items)}",
            "apology": flags.apology_before(item, self._items[self._first :]),
            "asked": self._doubt or item.question,
            "how": "" if self._doubt else item.how,
        }
        self.first_read.needs = READ_SECONDS if self._doubt else item.least_seconds
        for name, text in texts.items():
            self.query_one(f"#{name}", Plain).show(text)
        self.question_changed()

    def action_answer(self, answer: bool) -> None:
        item = self._items[self._at]
        if not answer and not self._doubt:
            with self.guarded("look"):
                self._doubt = self.coach.body.against_no(item)
            if self._doubt:
                self._show()
                return
        self._doubt = ""
        if self._locks(item, answer):
            self._over = True
            self.dismiss(True)
            return
        self.something_new |= answer
        if answer:
            self._said_yes_at = self._at
        self._at += 1
        self._reached = max(self._reached, self._at)
        if self._at == len(self._items):
            self._over = True
            self.dismiss(False)
        else:
            self._show()

    def _locks(self, item: RedFlag, answer: bool) -> bool:
        """Write the answer down; a yes that locks does so even when it cannot be written."""
        with self.guarded():
            self.coach.safety.answered(item, answer)
        return answer and item.tier.locks

    @property
    def _looks_again(self) -> bool:
        return self._at < self._reached

    @property
    def _may_go_back(self) -> bool:
        """To the question before it, or from the second asking of one to its own words."""
        return bool(self._doubt) or self._at > self._said_yes_at + 1

    def answer_keys(self) -> Sequence[Pair]:
        """One back comes last of the answers, where it may be pressed."""
        *answers, (key, _) = self.more_keys
        back = (ONE_BACK,) if self._may_go_back else ()
        return (*answers, *back, (key, self._leaving))

    def action_step_back(self) -> None:
        """Look at the last no again; it stands until it is answered anew. A yes stands for good."""
        if not self._may_go_back:
            return
        if self._doubt:
            self._doubt = ""
        else:
            self._at -= 1
        self._show()

    def action_leave(self) -> None:
        self._leave()
        self.dismiss(None)

    def _leave(self) -> None:
        """What was begun and left is due; from its start where a no was in doubt."""
        self._over = True
        self.coach.safety.list_left(in_doubt=self._looks_again)

    def on_unmount(self) -> None:
        """Closed from outside."""
        if not self._over:
            self._leave()
