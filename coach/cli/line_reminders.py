"""Answers to reminders and to what the coach asks about sitting, in line mode."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from coach.cli.console import Console, Question, read_minutes
from coach.cli.line_checkin import require_writable
from coach.domain.outcomes import AwayAnswer
from coach.domain.reminding import LATER_MINUTES, LONGEST_LATER_MINUTES, LONGEST_QUIET_MINUTES
from coach.session.cues import Cue
from coach.workflows.absence import away_text

AWAY = "away "
"""What the ids of the three answers after an absence begin with."""
LATER_BOUNDS = (1, LONGEST_LATER_MINUTES)
QUIET_BOUNDS = (1, LONGEST_QUIET_MINUTES)
LATER = Question("In how many minutes?", f"1 to {LONGEST_LATER_MINUTES}; Enter for {LATER_MINUTES}")
QUIET = Question("For how many minutes?", f"1 to {LONGEST_QUIET_MINUTES}")
NOTHING_ASKED = "Nothing was asked about your sitting."


class ReminderMenu:
    """Their letters and words; the same answers as on the screens and from the shell."""

    def __init__(self, console: Console, start: Callable[[Sequence[str]], None]) -> None:
        """`start` leads through the items of these ids."""
        self._console = console
        self._coach = console.coach
        self._start = start
        self._asked_away: datetime | None = None
        self.actions: dict[str, Callable[[], None]] = {
            "later": self._later,
            "quiet": self._quiet,
            "still": self._still,
            **{f"{AWAY}{one.value}": partial(self._answer_away, one) for one in AwayAnswer},
        }
        self.words = {one.value: f"{AWAY}{one.value}" for one in AwayAnswer}
        """What is written in full, with the action it stands for."""

    def tell_away(self) -> None:
        """What fell due while the machine was asleep or off: one question, told once for each."""
        look = self._coach.today.look()
        asked = look.question
        if asked is None or asked.since == self._asked_away or look.safety_lines:
            return
        self._asked_away = asked.since
        about = asked.about(look.agenda.due)
        self._console.say(
            away_text([look.name(item) for item in about]),
            "Now, later, or skip? Write one of these words, or go on as you like.",
        )

    def _answer_away(self, answer: AwayAnswer) -> None:
        require_writable(self._console)
        look = self._coach.today.look()
        about = look.question.about(look.agenda.due) if look.question is not None else ()
        self._tell(self._coach.answers.away(answer))
        if answer is AwayAnswer.NOW and about:
            self._start([item.id for item in about])

    def _later(self) -> None:
        require_writable(self._console)
        minutes = self._console.ask(LATER, partial(read_minutes, LATER_BOUNDS, LATER_MINUTES))
        self._tell(self._coach.answers.later(minutes))

    def _quiet(self) -> None:
        """Quiet for a while; while it is quiet the same letter ends it."""
        require_writable(self._console)
        if self._coach.answers.quiet:
            self._tell(self._coach.answers.end_quiet())
            return
        minutes = self._console.ask(QUIET, partial(read_minutes, QUIET_BOUNDS, None))
        self._tell(self._coach.answers.begin_quiet(minutes))

    def _still(self) -> None:
        """Answer what the guard asked."""
        asked = self._coach.guard.question()
        if asked is None:
            self._console.say(NOTHING_ASKED)
            return
        numbers = [str(nth) for nth, _ in enumerate(asked.choices, start=1)]
        self._console.say(asked.text)
        self._console.say(
            *(f"  {n}  {text}" for n, (_, text) in zip(numbers, asked.choices, strict=True))
        )
        key, _ = asked.choices[int(self._console.choose("Which?", numbers)) - 1]
        self._tell(self._coach.guard.answer(key))

    def _tell(self, cues: Sequence[Cue]) -> None:
        self._console.say(*(cue.text for cue in cues))
