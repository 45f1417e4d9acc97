"""The questions of a check-in, one at a time; "not now" is an answer and never becomes zero."""

from datetime import time
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.events import PainScore
from coach.domain.pain import Moment, PainReport, Reach, Site


class Asking(StrEnum):
    """Which question is asked."""

    BACK = "back"
    LEG = "leg"
    REACH = "reach"


class Question(Struct, frozen=True):
    """One question as both front ends show it."""

    asking: Asking
    text: str
    choices: tuple[str, ...]
    """What may be answered, in order; `not now` is always allowed besides."""
    short: str = ""
    """The question as it is said to somebody who knows the answers."""


MORNING_FROM, MORNING_UNTIL = time(4), time(9)
"""Local times between which the first score is asked for lying down: pain on waking, before a day
has moved anything (source: DESIGN)."""


def is_morning(at: time) -> bool:
    """Whether the first score of the day is asked for before getting up."""
    return MORNING_FROM <= at < MORNING_UNTIL


SCORES = tuple(str(score) for score in range(11))
REACHES = tuple(reach.word for reach in Reach)

_TEXTS = {
    Asking.BACK: "Back pain now, from zero to ten?",
    Asking.LEG: "Leg pain now, from zero to ten?",
    Asking.REACH: "How far down does it go: none, back, buttock, thigh, knee, calf or foot?",
}

_SHORT = {
    Asking.BACK: "Back pain now?",
    Asking.LEG: "Leg pain now?",
    Asking.REACH: "How far down?",
}


class CheckIn(Struct, frozen=True):
    """A check-in under way: what was asked and what came back."""

    report: PainReport = PainReport()
    asked: tuple[Asking, ...] = ()

    @property
    def question(self) -> Question | None:
        """What to ask next; None when it is complete."""
        for asking in Asking:
            if asking not in self.asked:
                choices = REACHES if asking is Asking.REACH else SCORES
                return Question(asking, _TEXTS[asking], choices, _SHORT[asking])
        return None

    def answered(self, answer: str | None) -> "CheckIn":
        """The check-in after `answer` to the present question; None is "not now".

        Raises ValueError for an answer that is not one of the choices.
        """
        question = self.question
        if question is None:
            raise ValueError("nothing is asked")
        report = self.report
        if answer is not None:
            word = answer.strip().lower()
            if word not in question.choices:
                raise ValueError(answer)
            report = _with(report, question.asking, word)
        following = replace(self, report=report, asked=(*self.asked, question.asking))
        return _without_needless_reach(following)


def _with(report: PainReport, asking: Asking, word: str) -> PainReport:
    if asking is Asking.BACK:
        return replace(report, back=int(word))
    if asking is Asking.LEG:
        return replace(report, leg=int(word))
    return replace(report, reach=Reach.from_word(word))


def _without_needless_reach(check_in: CheckIn) -> CheckIn:
    """No pain in back and leg goes down to nowhere; nothing answered needs no place."""
    report = check_in.report
    if check_in.asked != (Asking.BACK, Asking.LEG):
        return check_in
    if report.back == 0 and report.leg == 0:
        return replace(check_in, report=replace(report, reach=Reach.NONE), asked=tuple(Asking))
    if report.back is None and report.leg is None:
        return replace(check_in, asked=tuple(Asking))
    return check_in


def pain_scores(report: PainReport, moment: Moment, session: str | None) -> tuple[PainScore, ...]:
    """A report as facts; what was not answered makes none."""
    given = ((Site.BACK, report.back), (Site.LEG, report.leg))
    return tuple(
        PainScore(site=site, score=score, moment=moment, reach=report.reach, session=session)
        for site, score in given
        if score is not None
    )
