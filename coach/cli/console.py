"""Questions and answers in plain appended lines: no colour, no cursor, one line per event."""

from collections import deque
from collections.abc import Callable, Sequence
from math import inf
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from coach.cli import output
from coach.cli.line_input import (
    EMERGENCY,
    EMERGENCY_WORD,
    EndOfInputError,
    Lines,
    is_emergency,
)
from coach.clock import Clock
from coach.domain.findings import nearest
from coach.domain.red_flags import READ_SECONDS, TRY_FIRST, Tier
from coach.workflows.coach import Coach
from coach.workflows.safety import EmergencyText, Hold

T = TypeVar("T")

IDLE_SECONDS = 5.0
"""How often reminders and the sitting guard are asked while a question stands."""

ASIDE_SECONDS = 0.1
"""How often it is looked for an answer that comes another way than by typing."""

LEAVING = ("q", "stop", "end")
"""What is typed to leave a question; the same words end a session."""

BY_CTRL_D = "Ended by Ctrl-D."
"""What is said where a person at a terminal ended the answers."""

STOPS = "q or stop ends the questions"

YES_OR_NO = "y for yes, n for no"

ONE_BACK = ("b", "back")

BACK_TOO = f"{YES_OR_NO}, b for one back"

SAFETY_HELP = f"y is yes, n is no. {STOPS}. In an emergency type {EMERGENCY} and Enter."

SAID_AGAIN_SECONDS = 1.0
"""A key that is held down brings no screen full of the same sentence (source: DESIGN)."""

TOO_EARLY = "Wait a moment and read the question first, then answer y or n."

Aside = Callable[[], str | None]
"""Looks for an answer that is not typed; None while there is none."""


class Question(Struct, frozen=True):
    """A question with what may be answered."""

    text: str
    answers: str
    shown: str | None = None
    """What stands behind the question; None shows all answers, empty shows none."""
    more: tuple[str, ...] = ()
    """What `?` shows; without it `?` shows the question with all answers."""

    @property
    def line(self) -> str:
        """The question as it is asked."""
        shown = self.answers if self.shown is None else self.shown
        return f"{self.text} ({shown})" if shown else self.text

    @property
    def help(self) -> tuple[str, ...]:
        """The answer to `?`."""
        return self.more or (f"{self.text} ({self.answers})",)


class LeftOffError(Exception):
    """The person answered `q` or "stop": back to where the question came from."""


class TooEarlyError(Exception):
    """An answer came before its question could be read; says what to do, or nothing once more."""


class OneBackError(Exception):
    """The person answered `back`: the question before this one is to be asked again."""


class Console:
    """One conversation: says lines, asks questions, takes nothing for granted."""

    def __init__(self, coach: Coach, lines: Lines, *, reads_by: Clock | None = None) -> None:
        """`reads_by` is the clock of whoever reads, where the coach has that of a rehearsal."""
        self.coach = coach
        self._reads_by = reads_by or coach.clock
        self.idle: Callable[[], None] = _nothing
        """Called while a question waits."""
        self.emergencies = 0
        """How often the emergency text was shown: whoever read it is not led on unasked."""
        self._lines = lines
        self._kept: deque[str] = deque()

    @property
    def live(self) -> bool:
        """Whether a person types at a terminal."""
        return self._lines.live

    @property
    def closed(self) -> bool:
        """Whether no further line can come, though some may be kept."""
        return self._lines.ended

    @property
    def ended(self) -> bool:
        """Whether nothing more can be answered."""
        return self._lines.ended and not self._kept

    def say(self, *lines: str) -> None:
        """Show lines; empty ones are left out."""
        for line in lines:
            if line:
                output.line(line)

    def take(self, seconds: float, *, asking: bool) -> str | None:
        """A line if one is there within `seconds`; kept ones come first when a question stands."""
        if asking and self._kept:
            return self._kept.popleft()
        text = self._lines.wait(seconds, asking=asking)
        if text is not None and self._lines.echo:
            self.say(f"> {text}")
        return text

    def keep(self, text: str) -> bool:
        """Keep a line from a pipe for the next question; False for one that a person just typed."""
        if self._lines.live:
            return False
        self._kept.append(text)
        self.say(f"Kept for the next question: {text}" if text else "")
        return True

    def drop_kept(self) -> None:
        """What was kept is no answer any more: something else came in between."""
        self.say(*(f"No answer any more: {text}" for text in self._kept if text))
        self._kept.clear()

    def ask(
        self,
        question: Question,
        read: Callable[[str], T],
        *,
        leave: bool = True,
        aside: Aside | None = None,
        unseen: bool = True,
    ) -> T:
        """The answer to one question, asked until it can be read.

        Without `unseen` nothing answers that a person typed before the question was shown.
        `aside` looks for an answer that is not typed, such as one that is heard. `read` raises
        ValueError for what is no answer, and TooEarlyError. Raises LeftOffError for `q` and "stop"
        where leaving is possible, EndOfInputError and StoppedError.
        """
        if not unseen:
            self._lines.drop_typed()
        self.say(question.line)
        while True:
            text = self._wait_for_line(aside)
            if is_emergency(text) or text.lower() == EMERGENCY_WORD:
                self.emergency()
                self.say(question.line)
            elif text == "?":
                self.say(*question.help)
            elif leave and text.lower().rstrip("!. ") in LEAVING:
                raise LeftOffError
            else:
                try:
                    return read(text)
                except TooEarlyError as early:
                    self.say(str(early))
                except ValueError as error:
                    self.say(f"Please answer: {question.answers}. {error}".rstrip())

    def yes_or_no(self, question: str) -> bool:
        """A yes or a no, never taken from anything else."""
        return self.ask(Question(question, YES_OR_NO), read_yes_or_no)

    def safety_question(
        self, question: str, *, back: bool = False, seconds: float = READ_SECONDS
    ) -> bool:
        """A yes or a no to what has to be read first: nothing counts that was typed before.

        Of a person at a terminal no `no` counts that comes sooner than one can read, or find out
        in `seconds`, which is said once a second. A yes always counts. Raises OneBackError for
        `back`, where it may be answered.
        """
        now = self._reads_by.monotonic
        since, said_at = now(), -inf
        early = TOO_EARLY if seconds <= READ_SECONDS else TRY_FIRST

        def read(text: str) -> bool:
            nonlocal said_at
            if back and text.lower() in ONE_BACK:
                raise OneBackError
            answer = read_yes_or_no(text)
            if not answer and self.live and now() - since < seconds:
                if now() - said_at < SAID_AGAIN_SECONDS:
                    raise TooEarlyError
                said_at = now()
                raise TooEarlyError(early)
            return answer

        answers = BACK_TOO if back else YES_OR_NO
        asked = Question(question, f"{answers}; {STOPS}", answers)
        asked = replace(asked, more=(asked.line, SAFETY_HELP))
        return self.ask(asked, read, unseen=False)

    def choose(self, question: str, words: Sequence[str]) -> str:
        """One of `words`."""
        asked = Question(question, ", ".join(words))
        return self.ask(asked, lambda text: read_word(text, words))

    def text(self, question: str) -> str:
        """Free text; empty for none."""
        return self.ask(Question(question, "any words, or Enter", ""), str, leave=False)

    def emergency(self, tier: Tier = Tier.EMERGENCY) -> None:
        """The emergency text, the number first."""
        self.emergencies += 1
        self.say(*emergency_lines(self.coach.safety.emergency(tier)))

    def _wait_for_line(self, aside: Aside | None) -> str:
        clock = self.coach.clock
        idle_at = clock.monotonic() + IDLE_SECONDS
        while True:
            text = self.take(ASIDE_SECONDS if aside is not None else IDLE_SECONDS, asking=True)
            if text is None and aside is not None and not self.ended:
                text = aside()
            if text is not None:
                return text
            if self.ended:
                raise EndOfInputError
            if aside is None or clock.monotonic() >= idle_at:
                idle_at = clock.monotonic() + IDLE_SECONDS
                self.idle()


def read_yes_or_no(text: str) -> bool:
    """`y`, `yes`, `n` or `no`; ValueError for everything else."""
    word = text.lower()
    if word in ("y", "yes"):
        return True
    if word in ("n", "no"):
        return False
    raise ValueError


def read_minutes(bounds: tuple[int, int], unsaid: int | None, text: str) -> int:
    """Minutes within `bounds`; `unsaid` for an empty line. ValueError for everything else."""
    least, most = bounds
    if not text and unsaid is not None:
        return unsaid
    if not (text.isascii() and text.isdigit() and len(text) < 5 and least <= int(text) <= most):
        raise ValueError(text)
    return int(text)


def read_word(text: str, words: Sequence[str]) -> str:
    """One of `words`, by as many letters as tell it from the others.

    ValueError that names the nearest for everything else.
    """
    word = text.strip().lower()
    if word in words:
        return word
    begun = [one for one in words if word and one.startswith(word)]
    if len(begun) == 1:
        return begun[0]
    near = nearest(word, words)
    raise ValueError(f"Did you mean {near}?" if near else "")


def emergency_lines(text: EmergencyText) -> list[str]:
    """What to do now: the number, what to do first, why, what to say, and that nobody is told."""
    therapist = f"Therapist: {text.therapist_phone}" if text.therapist_phone else ""
    advice = text.advice
    return [
        f"Emergency number: {text.number}",
        advice.first,
        advice.why,
        advice.say,
        advice.after,
        therapist,
        text.nobody,
    ]


def hold_lines(hold: Hold) -> list[str]:
    """Why coaching is locked and what to do."""
    since = hold.since.strftime("%Y-%m-%d %H:%M")
    answered = [f"You answered yes to: {question}" for question in hold.questions]
    lines = [f"COACHING IS LOCKED since {since}.", *emergency_lines(hold.text), *answered]
    return [*lines, hold.not_saved] if hold.not_saved else lines


def _nothing() -> None:
    return None
