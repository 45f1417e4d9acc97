"""What every part of the bench hands back, and how it is shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Row:
    """One measured thing of one way of doing it; the floor's own row has a ratio of 1."""

    what: str
    way: str
    unit: str
    runs: int
    median: float
    p99: float
    ratio: float | None = None
    """Median to the median of the floor that was measured in the same run."""
    target: str = ""
    met: bool | None = None


@dataclass
class Part:
    """One part of the bench: its rows, and in words what it could not do."""

    name: str
    title: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was not measured since a tool is not here, and what a reader of the rows should know."""
    faults: list[str] = field(default_factory=list)
    """What could not be measured although all that it needs is here."""

    def add(
        self,
        what: str,
        way: str,
        found: Sequence[float],
        unit: str = "ms",
        *,
        floor: float | None = None,
        target: str = "",
        met: Callable[[Row], bool] | None = None,
    ) -> Row:
        """Take in samples; `floor` is the median to compare with, `met` judges the row."""
        middle = median(found)
        ratio = middle / floor if floor else None
        row = Row(what, way, unit, len(found), middle, p99(found), ratio, target)
        if met is not None:
            row = Row(**{**asdict(row), "met": met(row)})
        self.rows.append(row)
        return row


@dataclass(frozen=True)
class Wishes:
    """How much is asked of a run."""

    quick: bool = False

    def of(self, full: int, quick: int) -> int:
        """So many runs, patients or seconds."""
        return quick if self.quick else full


def p99(found: Sequence[float]) -> float:
    """The 99th of a hundred; of fewer samples the largest."""
    return sorted(found)[min(len(found) - 1, int(0.99 * len(found)))]


def table(parts: Iterable[Part]) -> Iterator[str]:
    """One line a row."""
    head = f"{'':<42}{'way':<34}{'median':>10}{'p99':>10} {'unit':<4}{'ratio':>7}  target"
    for part in parts:
        yield ""
        yield f"({part.name}) {part.title}"
        if part.rows:
            yield head
        for row in part.rows:
            ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
            verdict = {None: "", True: ": met", False: ": missed"}[row.met]
            yield (
                f"{row.what:<42}{row.way:<34}{row.median:>10.2f}{row.p99:>10.2f} "
                f"{row.unit:<4}{ratio:>7}  {row.target}{verdict}"
            ).rstrip()
        yield from (f"  could not be measured: {fault}" for fault in part.faults)
        yield from (f"  {note}" for note in part.notes)


def as_json(parts: Iterable[Part]) -> dict[str, Any]:
    """The same as one document."""
    return {"schema": "coach/bench/1", "parts": [asdict(part) for part in parts]}
