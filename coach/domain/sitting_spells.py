"""Spells of sitting as the guard counts them: a break too short to count joins two of them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.events import SittingBout
from coach.domain.program import Surface

HARD_SEATS = (Surface.HARD, Surface.FLOOR)


LONGEST_MINUTES = 24 * 60.0
"""No bout of a log, whoever wrote it, is believed to be longer (source: DESIGN)."""


class Sat(Struct, frozen=True):
    """One bout, ended or under way."""

    surface: Surface
    started_at: datetime
    minutes: float
    overdue_minutes: float = 0.0
    limit_minutes: int = 0

    @property
    def ended_at(self) -> datetime:
        """When it ended, or now."""
        return self.started_at + timedelta(minutes=self.minutes)

    def part_on(self, day: date) -> "Sat | None":
        """What of it was sat on that day, by the zone it began in; None for nothing.

        The time past the limit is the end of it.
        """
        zone = self.started_at.tzinfo
        midnights = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
        first, after = (one.astimezone(UTC) for one in midnights)
        began = self.started_at.astimezone(UTC)
        ended = began + timedelta(minutes=self.minutes)
        if began >= after or (began < first and ended <= first):
            return None
        late = ended - timedelta(minutes=self.overdue_minutes)
        since, until = max(began, first), min(ended, after)
        over = max(0.0, (until - max(since, late)).total_seconds() / 60)
        minutes = (until - since).total_seconds() / 60
        return replace(
            self, started_at=since.astimezone(zone), minutes=minutes, overdue_minutes=over
        )

    @classmethod
    def of(cls, fact: SittingBout) -> "Sat":
        """A bout as it was logged."""
        minutes = min(fact.minutes, LONGEST_MINUTES)
        over = min(fact.overdue_minutes, minutes)
        return cls(fact.surface, fact.started_at, minutes, over, fact.limit_minutes)


class SittingDay(Struct, frozen=True):
    """The sitting of one day."""

    longest_minutes: float
    """At a stretch: until a break that counts."""
    longest_hard_minutes: float
    """Of that stretch, minutes on hard seats and the floor."""
    hard_minutes: float
    """Of the whole day."""
    overdue_minutes: float

    def is_one_bout(self, minutes: float) -> bool:
        """Whether a bout of so many minutes, all on one kind of seat, is all there is to tell."""
        one_kind = self.longest_hard_minutes in (0.0, self.longest_minutes)
        return one_kind and round(self.longest_minutes) <= round(minutes)

    def line(self) -> str:
        """`longest 52 min, 31 of it hard`."""
        text = f"longest {round(self.longest_minutes)} min"
        hard = round(self.longest_hard_minutes)
        return f"{text}, {hard} of it hard" if hard else text


def stretches(spells: Iterable[Sat], break_minutes: int) -> list[list[Sat]]:
    """Spells that no break parted which counts, in order."""
    found: list[list[Sat]] = []
    for spell in sorted(spells, key=lambda one: (one.started_at, one.minutes)):
        gap = (spell.started_at - found[-1][-1].ended_at) if found else None
        if gap is not None and gap < timedelta(minutes=break_minutes):
            found[-1].append(spell)
        else:
            found.append([spell])
    return found


def parts_on(spells: Iterable[Sat], day: date) -> list[Sat]:
    """What was sat on one day: a spell over midnight counts for both, each its own minutes."""
    parts = (spell.part_on(day) for spell in spells)
    return [part for part in parts if part is not None]


def days_of(spells: Iterable[Sat]) -> dict[date, list[Sat]]:
    """The same for every day that was sat on."""
    found: dict[date, list[Sat]] = {}
    for spell in spells:
        day = spell.started_at.date()
        while (part := spell.part_on(day)) is not None:
            found.setdefault(day, []).append(part)
            day += timedelta(days=1)
    return found


def sitting_day(spells: Sequence[Sat], break_minutes: int) -> SittingDay | None:
    """The sitting of the day these spells are of; None for none."""
    if not spells:
        return None
    sums = [(_minutes(one), _hard(one)) for one in stretches(spells, break_minutes)]
    longest, hard = max(sums)
    return SittingDay(longest, hard, _hard(spells), sum(one.overdue_minutes for one in spells))


def _minutes(spells: Iterable[Sat]) -> float:
    return sum(one.minutes for one in spells)


def _hard(spells: Iterable[Sat]) -> float:
    return sum(one.minutes for one in spells if one.surface in HARD_SEATS)
