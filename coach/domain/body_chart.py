"""A body chart: what is felt in which zone, what follows from it, and how two charts differ.

Marking a zone is no diagnosis and locks nothing; it may lead to the safety questions, and only a
yes to one of those locks (source: clinical 3.2 and 6.1).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.body_zones import (
    NOTHING,
    SADDLE,
    ZONES,
    Half,
    Zone,
    is_zone,
    zone_of,
)
from coach.domain.events import BodyMarked
from coach.domain.history import History
from coach.domain.pain import Reach

WORST_SCORE = 10

DUE_ON_DAYS = (0, 14, 42, 84)
"""Day 0 and weeks 2, 6 and 12 of a plan (source: DESIGN, clinical 5.1)."""
THEN_EVERY_DAYS = 182
"""Half a year (source: DESIGN, clinical 5.1)."""
EARLY_DAYS = 3
"""A chart drawn so few days ahead serves the one that falls due (source: DESIGN)."""


class Feeling(StrEnum):
    """What is felt in a zone."""

    PAIN = "pain"
    NUMB = "numb"
    TINGLE = "tingle"
    WEAK = "weak"

    @property
    def letter(self) -> str:
        """The key that marks it."""
        return self.value[0]

    @property
    def word(self) -> str:
        """As it stands in a sentence."""
        return "tingling" if self is Feeling.TINGLE else self.value


LOSS = (Feeling.NUMB, Feeling.WEAK)
"""What asks for the safety questions where it is new (source: clinical 3.2)."""


class Mark(Struct, frozen=True):
    """What is felt in one zone."""

    feelings: frozenset[Feeling] = frozenset()
    score: int | None = None
    """How strong it is, 0 to 10; None when no number was given."""

    @property
    def letters(self) -> str:
        """`PN5`: the feelings by their letters, and the number."""
        letters = "".join(one.letter.upper() for one in Feeling if one in self.feelings)
        return letters + ("" if self.score is None else str(self.score))

    @property
    def words(self) -> str:
        """`pain, numb, 5 of 10`."""
        parts = [one.word for one in Feeling if one in self.feelings]
        if self.score is not None:
            parts.append(f"{self.score} of {WORST_SCORE}")
        return ", ".join(parts)


class Chart(Struct, frozen=True):
    """A chart; every change makes another one."""

    marks: tuple[tuple[str, Mark], ...] = ()
    """Zone codes with their marks, in the order of the zones."""

    def mark(self, code: str) -> Mark:
        """What is felt in a zone; an empty mark when nothing is."""
        return dict(self.marks).get(code, Mark())

    @property
    def painted(self) -> tuple[Zone, ...]:
        """The zones in which something is felt."""
        return tuple(zone_of(code) for code, mark in self.marks if mark.feelings)

    @property
    def empty(self) -> bool:
        """Whether nothing is felt anywhere."""
        return not self.painted

    def marked(self, code: str, mark: Mark) -> "Chart":
        """The chart with this mark on a zone. KeyError for an unknown zone, ValueError for a
        score that is none."""
        zone_of(code)
        if mark.score is not None and not 0 <= mark.score <= WORST_SCORE:
            raise ValueError(mark.score)
        marks = {**dict(self.marks), code: mark}
        kept = ((zone.code, marks.get(zone.code, Mark())) for zone in ZONES)
        return Chart(tuple(pair for pair in kept if pair[1] != Mark()))

    def toggled(self, code: str, feeling: Feeling) -> "Chart":
        """The chart with one feeling added to a zone, or taken off it. The number stays, so that
        a key pressed twice changes nothing."""
        mark = self.mark(code)
        return self.marked(code, replace(mark, feelings=mark.feelings ^ {feeling}))

    def scored(self, code: str, score: int) -> "Chart":
        """The chart with a number for a zone; where nothing is marked yet the number is of pain,
        and 0 there says that nothing is felt. ValueError for a number that is no score."""
        mark = self.mark(code)
        if not mark.feelings and score == 0:
            return self.cleared(code)
        feelings = mark.feelings or frozenset({Feeling.PAIN})
        return self.marked(code, Mark(feelings, score))

    def cleared(self, code: str) -> "Chart":
        """The chart with nothing on a zone."""
        return self.marked(code, Mark())


# --- what follows from a chart


class Consequence(StrEnum):
    """What must follow when a chart is saved."""

    NONE = "none"
    ASK_SAFETY = "ask_safety"
    """The safety list is asked: both legs, or numb or weak where it was not before."""
    SADDLE = "saddle"
    """The safety list is asked at once, the questions about the saddle area first."""


def both_legs(chart: Chart) -> bool:
    """Whether something is felt in both legs, from the thigh down; groin, buttock and saddle area
    are not the leg (source: clinical 6.1; where the leg begins: DESIGN)."""
    halves = {zone.half for zone in chart.painted if zone.reach >= Reach.THIGH}
    return {Half.LEFT, Half.RIGHT} <= halves


def saddle(chart: Chart) -> bool:
    """Whether anything is felt in the saddle area (source: clinical 6.1)."""
    return any(zone.code == SADDLE for zone in chart.painted)


def new_numb_or_weak(chart: Chart, last: Chart | None) -> tuple[Zone, ...]:
    """Zones that are numb or weak and were not so on the last chart; all of them on a first chart,
    since nothing says that they are old (source: clinical 3.2)."""
    before = last or Chart()
    return tuple(
        zone
        for zone in chart.painted
        if (chart.mark(zone.code).feelings - before.mark(zone.code).feelings) & {*LOSS}
    )


def consequence_of(chart: Chart, last: Chart | None) -> Consequence:
    """What must follow when `chart` is saved after `last` (source: clinical 3.2 and 6.1)."""
    if saddle(chart):
        return Consequence.SADDLE
    if both_legs(chart) or new_numb_or_weak(chart, last):
        return Consequence.ASK_SAFETY
    return Consequence.NONE


# --- two charts


class Turn(StrEnum):
    """How a zone changed between two charts."""

    NEW = "new"
    GONE = "gone"
    MORE = "more"
    LESS = "less"
    SAME = "same"
    MIXED = "mixed"

    @property
    def arrow(self) -> str:
        """The change as one sign: up is more, down is less."""
        arrows = {Turn.SAME: "→", Turn.MIXED: "↕"}
        return arrows.get(self, "↑" if self in (Turn.NEW, Turn.MORE) else "↓")


class Change(Struct, frozen=True):
    """One zone on two charts."""

    zone: Zone
    first: Mark
    last: Mark

    @property
    def turn(self) -> Turn:
        """Which way it went; a number that is missing on one side is not compared."""
        if not self.first.feelings:
            return Turn.NEW
        if not self.last.feelings:
            return Turn.GONE
        rose = bool(self.last.feelings - self.first.feelings)
        fell = bool(self.first.feelings - self.last.feelings)
        if self.first.score is not None and self.last.score is not None:
            rose |= self.last.score > self.first.score
            fell |= self.last.score < self.first.score
        if rose and fell:
            return Turn.MIXED
        return Turn.MORE if rose else Turn.LESS if fell else Turn.SAME


def difference(first: Chart, last: Chart) -> tuple[Change, ...]:
    """Every zone that is marked on either chart, from the top down (source: clinical 6.1)."""
    either = {*first.painted, *last.painted}
    return tuple(
        Change(zone, first.mark(zone.code), last.mark(zone.code))
        for zone in ZONES
        if zone in either
    )


# --- charts as facts


def facts_of(chart: Chart, chart_id: str) -> tuple[BodyMarked, ...]:
    """One row for each marked zone; one row with the zone `none` when nothing is felt."""
    if chart.empty:
        return (_row(chart_id, NOTHING, Mark()),)
    return tuple(_row(chart_id, zone.code, chart.mark(zone.code)) for zone in chart.painted)


def _row(chart_id: str, code: str, mark: Mark) -> BodyMarked:
    return BodyMarked(
        chart=chart_id,
        zone=code,
        pain=Feeling.PAIN in mark.feelings,
        numb=Feeling.NUMB in mark.feelings,
        tingle=Feeling.TINGLE in mark.feelings,
        weak=Feeling.WEAK in mark.feelings,
        score=mark.score,
    )


def charts_of(history: History) -> list[tuple[datetime, Chart]]:
    """Every chart of a history with the time it was saved, oldest first; rows of zones that this
    version does not know are left out."""
    charts: dict[str, tuple[datetime, Chart]] = {}
    for stamped, fact in history.of(BodyMarked):
        at, chart = charts.get(fact.chart, (stamped.at, Chart()))
        if is_zone(fact.zone):
            chart = chart.marked(fact.zone, Mark(frozenset(_feelings(fact)), fact.score))
        charts[fact.chart] = (at, chart)
    return list(charts.values())


def _feelings(fact: BodyMarked) -> Iterator[Feeling]:
    given = (fact.pain, fact.numb, fact.tingle, fact.weak)
    return (feeling for feeling, is_felt in zip(Feeling, given, strict=True) if is_felt)


def chart_due(history: History, today: date, first_day: date) -> bool:
    """Whether a chart is asked for: on day 0 of the plan, in weeks 2, 6 and 12, then every half
    year, until one is drawn (source: DESIGN, clinical 5.1)."""
    since = (today - first_day).days
    if since < 0:
        return False
    fell_due = max(day for day in DUE_ON_DAYS if day <= since)
    if since > DUE_ON_DAYS[-1]:
        fell_due = since - (since - DUE_ON_DAYS[-1]) % THEN_EVERY_DAYS
    earliest = first_day + timedelta(days=fell_due - EARLY_DAYS)
    return not any(stamped.day >= earliest for stamped, _ in history.of(BodyMarked))
