"""Signs in what was logged that ask for the whole safety list: pain and body charts.

(source: clinical 3.2, DESIGN)
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from coach.domain.body_chart import Chart, Consequence, charts_of, consequence_of
from coach.domain.events import BodyMarked, PainScore, Stamped
from coach.domain.history import History
from coach.domain.middle import middle
from coach.domain.pain import Moment, Reach, Site, further_down

WEEK = timedelta(days=7)
"""What came before is looked at for so long (source: clinical 3.2)."""
JUMP_POINTS = 2
"""Points of leg pain above what was usual in the week before (source: clinical 3.2)."""


def jumps(facts: Sequence[Stamped], since: int) -> Iterator[int]:
    """A leg score two points above the median of the leg scores of the 7 days before it.

    The worst of a day is held against the worst of other days, every other score against every
    other: what was worst is no jump from what is usual. What comes back in a session in which the
    list was gone through since is no other jump, unless it is more.
    """
    scores = [
        (index, stamped, stamped.fact)
        for index, stamped in enumerate(facts)
        if isinstance(stamped.fact, PainScore) and stamped.fact.site is Site.LEG
    ]
    for nth, (index, stamped, fact) in enumerate(scores):
        if index <= since or _asked_about(
            fact, (one for at, _, one in scores[:nth] if at <= since)
        ):
            continue
        before = [
            earlier.score
            for _, seen, earlier in scores[:nth]
            if _within_a_week(seen, stamped.at) and _alike(earlier.moment, fact.moment)
        ]
        if before and fact.score >= middle(before) + JUMP_POINTS:
            yield index


def _asked_about(fact: PainScore, settled: Iterable[PainScore]) -> bool:
    """Whether the same session had as strong a score before the last whole list."""
    return fact.session is not None and any(
        one.session == fact.session and one.score >= fact.score for one in settled
    )


def lower_reaches(facts: Sequence[Stamped], since: int) -> Iterator[int]:
    """A furthest point lower than any of the 7 days before, at the buttock or below.

    The first one ever given is not lower than anything.
    """
    given = [
        (index, stamped, stamped.fact.reach)
        for index, stamped in enumerate(facts)
        if isinstance(stamped.fact, PainScore) and stamped.fact.reach is not None
    ]
    for nth, (index, stamped, reach) in enumerate(given):
        if index <= since:
            continue
        before = [earlier for _, seen, earlier in given[:nth] if _within_a_week(seen, stamped.at)]
        if further_down(max(before, default=None), reach):
            yield index


def furthest_before(facts: Sequence[Stamped], at: datetime) -> Reach | None:
    """The furthest point of the 7 days before `at`; what goes lower asks for the list."""
    before = (
        stamped.fact.reach
        for stamped in facts
        if isinstance(stamped.fact, PainScore) and _within_a_week(stamped, at)
    )
    return max((reach for reach in before if reach is not None), default=None)


def telling_charts(facts: Sequence[Stamped]) -> Iterator[int]:
    """A body chart with the saddle area, with both legs, or with a zone newly numb or weak."""
    rows: dict[str, list[int]] = {}
    for index, stamped in enumerate(facts):
        if isinstance(stamped.fact, BodyMarked):
            rows.setdefault(stamped.fact.chart, []).append(index)
    last: Chart | None = None
    for indexes in rows.values():
        # One in, one out: a chart of zones that this version does not know is an empty one.
        ((_, chart),) = charts_of(History(tuple(facts[index] for index in indexes)))
        if consequence_of(chart, last) is not Consequence.NONE:
            yield indexes[-1]
        last = chart


def _alike(one: Moment, other: Moment) -> bool:
    return (one is Moment.WORST_24H) == (other is Moment.WORST_24H)


def _within_a_week(earlier: Stamped, at: datetime) -> bool:
    return at - earlier.at <= WEEK
