"""What stops no plan and deserves a look before it is signed: the same on the screens and in the
shell.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from coach.domain.program import StageCode
from coach.domain.text import clean_line
from coach.review.follow_up import FollowUp
from coach.review.follow_up_hurt import hurt_in, hurt_words
from coach.workflows.drafts import Draft


class ToWeigh(Struct, frozen=True):
    """Sentences, the weightiest first."""

    against: tuple[str, ...]
    """That they got worse, or no better, or answered yes since."""
    dose: tuple[str, ...]
    """What is raised in spite of that or of a lock, what hurt before, and what is much."""


def to_weigh(seen: FollowUp, draft: Draft, stage: StageCode, raises: Sequence[str]) -> ToWeigh:
    """What is to be weighed of a draft that begins in `stage`, and that `raises` so much."""
    return ToWeigh(
        tuple(map(clean_line, seen.against_more)), tuple(_of_doses(seen, draft, stage, raises))
    )


def _of_doses(
    seen: FollowUp, draft: Draft, stage: StageCode, raises: Sequence[str]
) -> Iterator[str]:
    if seen.locks:
        yield from (f"Raised under a lock: {clean_line(one)}" for one in raises)
    elif seen.needs_why:
        yield from (f"Raises: {clean_line(one)}" for one in raises)
    here = next((one for one in draft.program.stages if one.code is stage), None)
    if here is not None:
        yield from (clean_line(hurt_words(one)) for one in hurt_in(here, seen.hurt))
    for one in draft.warnings():
        if one.stage == stage.value and not one.is_caution:
            yield f"{one.text} {one.reason}".rstrip()
