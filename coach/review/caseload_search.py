"""Finding a patient by what one remembers of the name: accents, case and one slip do not matter."""

from collections.abc import Sequence

from coach.domain.text import folded
from coach.review.caseload_line import CaseloadLine

LEAST_FOR_SLIP = 4
"""Letters a word needs before one of them may be wrong (source: DESIGN)."""


def found(lines: Sequence[CaseloadLine], typed: str) -> list[CaseloadLine]:
    """The lines whose name or id has every typed word in it, in the order they have.

    A word of four letters or more may have one slip in it, when nothing fits as it was typed.
    """
    wanted = folded(typed).split()
    fits = [line for line in lines if all(word in _where(line) for word in wanted)]
    if fits or not wanted:
        return fits
    return [line for line in lines if all(_near(word, _where(line)) for word in wanted)]


def _where(line: CaseloadLine) -> str:
    return folded(f"{line.enrolled.name} {line.enrolled.patient}")


def _near(word: str, where: str) -> bool:
    """Whether a word begins like `word`, with at most one letter wrong, missing, or too many."""
    if word in where:
        return True
    if len(word) < LEAST_FOR_SLIP:
        return False
    lengths = (len(word) - 1, len(word), len(word) + 1)
    return any(_one_slip(word, other[:length]) for other in where.split() for length in lengths)


def _one_slip(one: str, other: str) -> bool:
    """Whether one change, one swap of neighbours, or one letter more or less makes them equal."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    if len(long) != len(short):
        return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
    differ = [n for n in range(len(one)) if one[n] != other[n]]
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        first, second = differ
        return one[first] == other[second] and one[second] == other[first]
    return len(differ) <= 1
