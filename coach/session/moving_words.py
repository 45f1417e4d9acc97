"""How to get from one position to the next, in words: where to first, then how."""

from coach.domain.exercise import Position
from coach.session.cues import Cue, CueKind

_ONTO = {
    Position.ON_BACK: "onto your back",
    Position.ON_FRONT: "onto your front",
    Position.ON_SIDE: "onto your side",
    Position.HANDS_AND_KNEES: "onto your hands and knees",
    Position.HALF_KNEELING: "onto one knee",
}
_DOWN = ("Hold on to a chair.", "One knee, then the other. Take your time.")
_TURN = ("Keep your knees and shoulders together.",)
_ONTO_KNEES = ("Roll over first. Then push up with your arms.",)
_ONTO_KNEES_FROM_FRONT = ("Push up with your arms.",)
_UP_FROM_KNEES = ("Hold on to a chair.", "One foot forward. Push up slowly.")
_UP_FROM_LYING = ("Roll to your side first.", "Push up with your arms. Stand up slowly.")
_KNEELING = (Position.HANDS_AND_KNEES, Position.HALF_KNEELING)


def move_cues(before: Position, after: Position, *, known: bool) -> list[Cue]:
    """What to say for a move; how it is done is left out once it is `known`.

    Empty when nothing moves.
    """
    if before is after:
        return []
    where, how = _move(before, after)
    texts = (where,) if known else (where, *how)
    return [Cue(CueKind.MOVE, text) for text in texts]


def _move(before: Position, after: Position) -> tuple[str, tuple[str, ...]]:
    if after.on_the_floor and not before.on_the_floor:
        return f"Get down now, {_ONTO[after]}.", _DOWN
    if after.on_the_floor:
        return f"Now come slowly {_ONTO[after]}.", _over(before, after)
    if before.on_the_floor:
        end = ("Then sit on a firm chair.",) if after is Position.SITTING else ()
        return "Time to get up. Take your time.", (*_up(before), *end)
    if after is Position.STANDING:
        return "Stand up slowly.", ()
    return "Sit down on a firm chair.", ()


def _over(before: Position, after: Position) -> tuple[str, ...]:
    if before in _KNEELING:
        return ()
    if after in _KNEELING:
        return _ONTO_KNEES_FROM_FRONT if before is Position.ON_FRONT else _ONTO_KNEES
    return _TURN


def _up(before: Position) -> tuple[str, ...]:
    return _UP_FROM_KNEES if before in _KNEELING else _UP_FROM_LYING
