"""One catalogue entry: a movement, a rest position, cold or heat, a massage, a walk, a habit."""

from enum import StrEnum

from msgspec import Struct

from coach.domain.dose import Dose


class Kind(StrEnum):
    """What sort of thing an exercise is; packs have limits of their own."""

    MOVEMENT = "movement"
    REST = "rest"
    COLD = "cold"
    HEAT = "heat"
    MASSAGE = "massage"
    WALK = "walk"
    HABIT = "habit"


class Bias(StrEnum):
    """The direction an exercise moves the back; a therapist sets which one a patient follows."""

    EXTENSION = "extension"
    FLEXION = "flexion"
    NEUTRAL = "neutral"


class Position(StrEnum):
    """How the body lies, sits or stands while an exercise is done."""

    STANDING = "standing"
    SITTING = "sitting"
    ON_BACK = "on-back"
    ON_FRONT = "on-front"
    ON_SIDE = "on-side"
    HANDS_AND_KNEES = "hands-and-knees"
    HALF_KNEELING = "half-kneeling"

    @property
    def on_the_floor(self) -> bool:
        """Whether one has to get down to be so."""
        return self not in (Position.STANDING, Position.SITTING)


class Presentation(StrEnum):
    """How symptoms behave (source: S24, Ontario CORE Back Tool); never a diagnosis."""

    P1_PEP = "P1_PEP"
    P1_PEN = "P1_PEN"
    P2 = "P2"
    P3 = "P3"
    P4_FA = "P4_FA"
    P4_FR = "P4_FR"
    UNSET = "UNSET"

    @property
    def words(self) -> str:
        """The same in words; it says how symptoms behave and names no diagnosis."""
        return PRESENTATION_WORDS[self]


PRESENTATION_WORDS = {
    Presentation.P1_PEP: "back, worse bending, pressing up eases",
    Presentation.P1_PEN: "back, worse bending and pressing up",
    Presentation.P2: "back, worse standing or arching, bending eases",
    Presentation.P3: "leg all the time, most movements worsen",
    Presentation.P4_FA: "leg on and off, worse bending or sitting",
    Presentation.P4_FR: "leg on and off, worse walking, sitting eases",
    Presentation.UNSET: "suits any presentation",
}


HARD_LIMIT_SECONDS = {Kind.COLD: 20 * 60, Kind.HEAT: 30 * 60}
"""Longest time a pack may run, whatever a program says (source: S21; contract section 6)."""


class Variant(Struct, frozen=True):
    """An easier or harder form."""

    text: str
    exercise: str
    """Id of another entry when the form is one, else empty."""


class Pack(Struct, frozen=True):
    """What cold and heat need on top: the skin question, the layer, the check, the end."""

    question: str
    layer: str
    check_after_seconds: int
    check: str
    longest_seconds: int
    gap_minutes: int
    take_off: str


class Exercise(Struct, frozen=True):
    """One entry, complete enough to lead a person who cannot see the screen."""

    id: str
    code: str
    name: str
    also_called: tuple[str, ...]
    kind: Kind
    stages: tuple[str, ...]
    core: bool
    bias: Bias
    patterns: tuple[Presentation, ...]
    therapist_only: bool
    equipment: tuple[str, ...]
    position: Position
    start: str
    steps: tuple[str, ...]
    short: str
    """Said instead of `steps` once the person knows them."""
    go: str
    """The words that start one repetition or the hold."""
    release: str
    """The words that end one repetition; empty when nothing is let go."""
    breath: str
    mistake: str
    feel: str
    stop: str
    cautions: tuple[str, ...]
    source: tuple[str, ...]
    reviewed_by: str
    """The clinician who signed the entry; empty until one has."""
    dose: Dose
    easier: Variant
    harder: Variant
    pack: Pack | None = None
    check_reach: bool = False
    """Whether leg score and reach are asked right after it (source: S22c, clinical 2.2)."""
    bends: bool = False
    """Whether it bends the back, or loads it: not for the first time after getting up (S29)."""

    @property
    def longest_seconds(self) -> int | None:
        """The longest it may lie on the skin: as its pack says, never past the limit of its kind.

        None for what has no limit.
        """
        limits = [HARD_LIMIT_SECONDS[self.kind]] if self.kind in HARD_LIMIT_SECONDS else []
        if self.pack is not None:
            limits.append(self.pack.longest_seconds)
        return min(limits, default=None)
