"""Who sits at the terminal: reads the last line that is shown and answers as people do."""

import io
import re
from collections import deque
from collections.abc import Callable
from datetime import date
from random import Random

from coach.clock import ManualClock

Answers = tuple[tuple[str, tuple[str, ...]], ...]
ANSWERS: Answers = (
    (r"Go on from where it was\?", ("y", "y", "n")),
    (r"Did you keep it\?", ("y", "n")),
    (r"y: yes, n: no", ("y", "y", "y", "n")),
    (r"0 to 10", ("0", "2", "3", "4", "5", "n")),
    (r"How far|n for not now", ("knee", "thigh", "buttock", "back", "1", "n")),
    (r"^What do you do|1 to \d", ("1", "2", "3")),
    (r"w wait", ("w", "g")),
    (r"no reason", ("t", "f", "", "p")),
    (r"a date like", ("",)),
    (r"e: the easier form", ("e", "x")),
    (r"x: on to the next one", ("x",)),
    (r"INTERRUPTED", ("a", "p", "x")),
    (r"Which number\?", ("1", "2")),
    (r"On what\?", ("hard", "soft", "car")),
    (r"y for yes, n for no", ("n",)),
    (r"note|any words", ("", "", "A long day.")),
)
"""What is asked, as a pattern, and what is answered."""
SAYS_YES: Answers = ((r"y for yes, n for no", ("y",)),)
"""Something is new: a yes to the opening line, and to the first question of the list."""


def was_seen_on(day: date) -> Answers:
    """A clinician has looked, and it is said on which day."""
    return ((r"a date like", (day.isoformat(),)), (r"Is that so\?", ("y",)))


ODD = ("", "?", "n", "y", "1", "2", "b")
PRESSED = ("p", "p", "d", "h", "s", "x", "e", "a", "time", "?", "n")
MOST_SECONDS = 900
"""After so long a person has had enough and ends it."""
MOST_LINES = 250


class Screen(io.StringIO):
    """Keeps the last lines that were shown, and no more."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=8)
        self.harm = 0
        """Tracebacks and control characters that were shown."""

    def write(self, text: str) -> int:
        for line in text.splitlines():
            if line.strip():
                self.lines.append(line)
                self.harm += "Traceback" in line or not line.isprintable()
        return len(text)


class Person:
    """Satisfies `coach.cli.line_input.Lines`: time passes by hand while the coach waits."""

    echo = False

    def __init__(
        self,
        clock: ManualClock,
        screen: Screen,
        random: Random,
        *,
        first: tuple[str, ...] = (),
        instead: Answers = (),
        each_second: Callable[[float], None] = lambda _: None,
    ) -> None:
        """`first` is typed at the first questions, and what `instead` says before the usual.

        `each_second` hears the seconds that passed.
        """
        self.ended = False
        self.live = random.random() < 0.5
        self._clock, self._screen, self._random = clock, screen, random
        self._first = deque(first)
        self._answers = (*instead, *ANSWERS)
        self._each_second = each_second
        self._typed = 0
        self._passed = self._told = 0.0
        self._press_at = random.uniform(5, 60)

    @property
    def seen(self) -> str:
        """The last lines that were shown."""
        return "\n".join(self._screen.lines)

    @property
    def has_typed(self) -> bool:
        """Whether anything was asked or pressed."""
        return self._typed > 0

    def wait(self, seconds: float, *, asking: bool) -> str | None:
        """An answer when one is asked for, else a key now and then; StoppedError as asked."""
        if self._typed > MOST_LINES:
            self.ended = True
        if self.ended:
            return None
        if asking:
            return self._type(self._answer())
        self._clock.advance(seconds)
        self._passed += seconds
        if self._passed >= self._told + 1:
            self._told = self._passed
            self._each_second(self._passed)
        if self._passed < self._press_at:
            return None
        self._press_at += self._random.uniform(5, 90)
        return self._type(self._random.choice(PRESSED))

    def drop_typed(self) -> None:
        """It types no answer before its question stands."""

    def _type(self, text: str) -> str:
        self._typed += 1
        had_enough = self._passed > MOST_SECONDS or self._typed > MOST_LINES - 50
        return "q" if had_enough else text

    def _answer(self) -> str:
        self._clock.advance(1.0)
        if self._first:
            return self._first.popleft()
        asked = self._screen.lines[-1] if self._screen.lines else ""
        for pattern, answers in self._answers:
            if re.search(pattern, asked):
                return self._random.choice(answers)
        return self._random.choice(ODD)
