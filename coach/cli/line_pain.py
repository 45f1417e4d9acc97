"""The pain questions of a running session in line mode: one at a time, one step back."""

from coach.cli.line_checkin import answered, as_asked
from coach.domain.check_in import Asking, CheckIn, Question
from coach.domain.pain import PainReport


class PainAnswers:
    """What is in of the answers, and which question stands."""

    def __init__(self) -> None:
        self._check_in = CheckIn()
        self._earlier: list[CheckIn] = []

    def begin(self, *, leg_alone: bool) -> None:
        """From the first question on; of the leg alone it is score and reach, no back."""
        self._check_in = CheckIn(asked=(Asking.BACK,)) if leg_alone else CheckIn()
        self._earlier = []

    @property
    def question(self) -> Question | None:
        """What is asked now; None when all is in."""
        return self._check_in.question

    @property
    def report(self) -> PainReport:
        """What was answered so far."""
        return self._check_in.report

    @property
    def line(self) -> str:
        """The question as a line; empty when all is in."""
        return as_asked(self.question).line if self.question is not None else ""

    @property
    def hint(self) -> str:
        """What may be answered."""
        return as_asked(self.question).answers if self.question is not None else ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers there are."""
        return self.question.choices if self.question is not None else ()

    @property
    def free(self) -> tuple[str, ...]:
        """Answers after which another question comes, so that nothing is kept of them yet."""
        asked = self._check_in
        return tuple(one for one in self.choices if asked.answered(one).question is not None)

    def take(self, text: str) -> None:
        """One more answer; ValueError, with the nearest word, for what is none."""
        before = self._check_in
        self._check_in = answered(before, text)
        self._earlier.append(before)

    def step_back(self) -> None:
        """The question before this one again."""
        if self._earlier:
            self._check_in = self._earlier.pop()
