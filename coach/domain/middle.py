"""The middle of a few numbers: one wild day moves it little."""

from collections.abc import Iterable


def middle(numbers: Iterable[float]) -> float:
    """The median; the mean of the two in the middle of an even count. ValueError for none."""
    ordered = sorted(numbers)
    if not ordered:
        raise ValueError("nothing has no middle")
    half = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[half])
    return (ordered[half - 1] + ordered[half]) / 2
