"""Weeks of a made-up course: leg scores and answers by the day of the plan."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from coach.domain.events import AnswerGiven, Fact, PainScore, PlanReceived, Stamped
from coach.domain.history import History
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from tests.builders import BERLIN, a_history, stamped

FIRST = date(2027, 3, 1)
"""The first day of the plan."""


def day(nth: int) -> date:
    """The nth day of the plan; the first is 0."""
    return FIRST + timedelta(days=nth)


def at(nth: int, hour: int = 9) -> datetime:
    return datetime.combine(day(nth), time(hour), tzinfo=BERLIN)


def on(nth: int, fact: Fact, hour: int = 9) -> Stamped:
    """A fact of the nth day."""
    return stamped(fact, at(nth, hour))


def a_leg(score: int, reach: Reach | None = None, **changes: object) -> PainScore:
    values: dict[str, object] = {"site": Site.LEG, "score": score, "moment": Moment.NOW}
    return PainScore(**(values | {"reach": reach} | changes))  # type: ignore[arg-type]


def legs(scores: Mapping[int, int]) -> list[Stamped]:
    """A leg score on each of these days of the plan."""
    return [on(nth, a_leg(score)) for nth, score in sorted(scores.items())]


def every_day(score: int, first: int, last: int) -> dict[int, int]:
    """The same score on every day from `first` to `last`."""
    return dict.fromkeys(range(first, last + 1), score)


def answers(instrument: str, given: Mapping[int, Mapping[str, str]]) -> list[Stamped]:
    """Answers to the items of an instrument, by day."""
    return [
        on(nth, AnswerGiven(instrument=instrument, item=item, value=value), hour=20)
        for nth, items in sorted(given.items())
        for item, value in items.items()
    ]


def total(instrument: str, nth: int, score: float) -> Stamped:
    """The total of a questionnaire on a day."""
    return on(
        nth, AnswerGiven(instrument=instrument, item="total", value=f"{score:g}", total=score)
    )


def nights(scores: Mapping[int, int]) -> list[Stamped]:
    """How well one slept, as answered on these evenings."""
    return answers("evening", {nth: {"sleep": str(score)} for nth, score in scores.items()})


def a_plan(
    nth: int = 0,
    *,
    stage: StageCode = StageCode.MOVE,
    therapist: str = "",
    from_day: int | None = None,
) -> Stamped:
    """A plan that was received on the nth day."""
    plan = PlanReceived(
        program="steady-back",
        version=1,
        therapist=therapist,
        from_day=day(nth if from_day is None else from_day),
        stage=stage,
        sore_side="left",
    )
    return on(nth, plan, hour=8)


def course(*parts: Stamped | list[Stamped]) -> History:
    """All of these, in the order they were recorded."""
    facts = [one for part in parts for one in (part if isinstance(part, list) else [part])]
    return a_history(*sorted(facts, key=lambda one: one.at))
