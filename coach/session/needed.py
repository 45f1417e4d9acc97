"""What a session needs, in words: told while one still stands and can fetch it."""

import re
from collections.abc import Sequence

from coach.domain.exercise import Exercise
from coach.session.cues import Cue, CueKind

MOST_WORDS = 12
"""Of things in one line; the rest follows in another."""

STANDING_THERE = ("wall", "counter", "counter behind you", "bed", "rail", "low step")
"""What nobody fetches: the exercise itself says to go there."""

HELD_ON_TO = "chair"
"""For getting down to the floor and up again, as the words on the way say."""

_COUNTED = re.compile(r"(one|two|three)\b|\S*[^s]s$")


def needed_cues(exercises: Sequence[Exercise]) -> tuple[Cue, ...]:
    """What to have ready for all of it, each thing once; empty when nothing is needed."""
    lines: list[list[str]] = []
    for thing in _things(exercises):
        if lines and len(" ".join([*lines[-1], thing]).split()) <= MOST_WORDS:
            lines[-1].append(thing)
        else:
            lines.append([thing])
    return tuple(
        Cue(CueKind.INSTRUCTION, f"{'And' if nth else 'Have ready'}: {', '.join(line)}.")
        for nth, line in enumerate(lines)
    )


def _things(exercises: Sequence[Exercise]) -> list[str]:
    """Each thing once; one that another names as well, as a pillow a small pillow, is left out."""
    fetched = [thing for one in exercises for thing in one.equipment if thing not in STANDING_THERE]
    if any(one.position.on_the_floor for one in exercises):
        fetched.append(HELD_ON_TO)
    named = dict.fromkeys(fetched)
    return [
        _with_article(thing)
        for thing in named
        if not any(other != thing and _names(other, thing) for other in named)
    ]


def _names(whole: str, part: str) -> bool:
    return re.search(rf"\b{re.escape(part)}s?\b", whole) is not None


def _with_article(thing: str) -> str:
    if _COUNTED.match(thing):
        return thing
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"
