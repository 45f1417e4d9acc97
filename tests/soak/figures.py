"""What a soak came to, as figures and as lines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.soak.machine import MIB

EARLY = 5
"""The day that the last one is held against: by then everything was used once."""
MOST_KEPT_A_DAY = 100
"""Values that may stay in memory for good, on average of the days after `EARLY`: 33 did in thirty
days, of caches that fill. A process that kept each fact it wrote kept 284. (source: measured)"""


@dataclass
class Figures:
    """What a soak came to."""

    days: int = 0
    sessions: int = 0
    yeses: int = 0
    """Times that coaching was locked by a yes, said or acknowledged."""
    faults: Counter[str] = field(default_factory=Counter)
    played: int = 0
    """Sounds that the player process was given."""
    acknowledged: int = 0
    """Facts that the log said were on the disk."""
    written: int = 0
    """Facts that are on the disk."""
    refused: int = 0
    """Sessions that ended with "not saved" because the disk still refused."""
    lost: int = 0
    changed: int = 0
    untold: int = 0
    """Facts that were on the disk before a kill let the program say so."""
    doubled: int = 0
    """Facts of one moment, and sets done to their end, that stand twice."""
    left_open: int = 0
    """Sessions that neither ended nor were closed."""
    harm: int = 0
    """Tracebacks, control characters and faults of ours that were shown."""
    bad: list[str] = field(default_factory=list)
    """What is wrong with the database, and files and processes that are left over."""
    memory: dict[int, int] = field(default_factory=dict)
    """Bytes in use at the end of a day."""
    kept: dict[int, int] = field(default_factory=dict)
    """Blocks that Python's values hold at the end of a day: what is in use by now, where `memory`
    is the most that was in use at once up to now and was not given back."""
    descriptors: tuple[int, int] = (0, 0)
    """At the end of the first day, and of the last."""
    threads: tuple[int, int] = (0, 0)


def tell_figures(figures: Figures) -> Iterator[str]:
    """The figures as lines of two columns."""
    faults = ", ".join(f"{count} {name}" for name, count in sorted(figures.faults.items()))
    early = _early(figures)
    rows = (
        ("days", f"{figures.days}"),
        ("sessions", f"{figures.sessions}"),
        ("faults", f"{sum(figures.faults.values())}: {faults}"),
        ("locked by a yes", f"{figures.yeses}"),
        ("sounds played", f"{figures.played:,}"),
        ("facts acknowledged", f"{figures.acknowledged:,}"),
        ("facts on disk", f"{figures.written:,}, of them {figures.untold} before a kill cut in"),
        ("facts lost", f"{figures.lost}; {figures.refused} sessions said that not all was saved"),
        ("facts changed", f"{figures.changed}"),
        ("facts that stand twice", f"{figures.doubled}"),
        ("sessions left open", f"{figures.left_open}"),
        (f"memory, day {early}", f"{figures.memory[early] / MIB:.1f} MiB"),
        (f"memory, day {figures.days}", f"{figures.memory[figures.days] / MIB:.1f} MiB"),
        ("grown between", f"{_grown(figures) / MIB:+.1f} MiB"),
        ("values kept a day", f"{_kept_a_day(figures):.0f}, at most {MOST_KEPT_A_DAY}"),
        (
            "descriptors",
            f"{figures.descriptors[0]} after day 1, {figures.descriptors[1]} at the end",
        ),
        ("threads", f"{figures.threads[0]} after day 1, {figures.threads[1]} at the end"),
        ("shown that must not be", f"{figures.harm}"),
        ("wrong or left over", "; ".join(figures.bad) or "nothing"),
    )
    for name, value in rows:
        yield f"{name:<24}{value}"


def is_good(figures: Figures, most_grown_bytes: int) -> bool:
    """Whether nothing was lost, changed, doubled, shown or left over, and memory stayed flat."""
    wrong = (figures.lost, figures.changed, figures.doubled, figures.left_open, figures.harm)
    unexplained = figures.untold and not figures.faults["kill -9"]
    held = all(last <= first for first, last in (figures.descriptors, figures.threads))
    flat = _grown(figures) <= most_grown_bytes and _kept_a_day(figures) <= MOST_KEPT_A_DAY
    return not (any(wrong) or unexplained or figures.bad) and flat and held


def _early(figures: Figures) -> int:
    """The day whose memory the last one is held against: the first, where the days are few."""
    return EARLY if figures.days > EARLY else 1


def _grown(figures: Figures) -> int:
    """Bytes in use at the end of the last day that were not in use early on."""
    return figures.memory[figures.days] - figures.memory[_early(figures)]


def _kept_a_day(figures: Figures) -> float:
    """How many values more each day left behind, after `EARLY`; 0 for days too few to tell."""
    days = figures.days - EARLY
    return (figures.kept[figures.days] - figures.kept[EARLY]) / days if days >= EARLY else 0.0
