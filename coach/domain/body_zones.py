"""The zones of the body chart: where symptoms of the low back and the legs are marked.

Zones, not drawings, so that two charts can be held against each other (source: clinical 6.1).
"""

from enum import StrEnum

from msgspec import Struct

from coach.domain.pain import Reach


class View(StrEnum):
    """The side of the body that is looked at."""

    FRONT = "front"
    BACK = "back"

    @property
    def other(self) -> "View":
        """The figure after turning round."""
        return View.BACK if self is View.FRONT else View.FRONT


class Half(StrEnum):
    """Which half of the patient's own body a zone lies in."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


class Part(StrEnum):
    """The groups in which the zones are listed, from the top down."""

    LOW_BACK = "low back"
    GROIN_AND_BUTTOCKS = "groin and buttocks"
    SADDLE = "between the legs"
    THIGH = "thigh"
    KNEE = "knee"
    SHIN_AND_CALF = "shin and calf"
    FOOT = "foot"


class Zone(Struct, frozen=True):
    """One place of the chart."""

    code: str
    """As the log has it, such as `B5L`."""
    words: str
    """What a patient calls it, such as "left calf"."""
    views: tuple[View, ...]
    """The figures it stands on; the saddle area stands on both."""
    half: Half
    reach: Reach
    """Its rung on the ladder of how far down symptoms go."""
    part: Part
    private: bool = False
    """Whether it is shown and never spoken: other people may be in the room."""

    @property
    def short(self) -> str:
        """The code without its side: a figure says left and right above."""
        return self.code if self.half is Half.CENTRE else self.code[:-1]


SADDLE = "SAD"
NOTHING = "none"
"""Stands for a zone in the log when a chart has no mark at all."""

_PAIRS: tuple[tuple[str, str, Part, Reach], ...] = (
    ("B1", "{} low back", Part.LOW_BACK, Reach.BACK),
    # The groin lies as high as the buttock; neither is the leg yet (source: DESIGN).
    ("F1", "{} groin", Part.GROIN_AND_BUTTOCKS, Reach.BUTTOCK),
    ("B2", "{} buttock", Part.GROIN_AND_BUTTOCKS, Reach.BUTTOCK),
    ("F2", "{} upper thigh, front", Part.THIGH, Reach.THIGH),
    ("F3", "{} lower thigh, front", Part.THIGH, Reach.THIGH),
    ("B3", "{} thigh, back", Part.THIGH, Reach.THIGH),
    ("F4", "{} knee, front", Part.KNEE, Reach.KNEE),
    ("B4", "{} knee, back", Part.KNEE, Reach.KNEE),
    ("F5", "{} shin, inner side", Part.SHIN_AND_CALF, Reach.CALF),
    ("F6", "{} shin, outer side", Part.SHIN_AND_CALF, Reach.CALF),
    ("B5", "{} calf", Part.SHIN_AND_CALF, Reach.CALF),
    ("F7", "{} foot, top", Part.FOOT, Reach.FOOT),
    ("F8", "{} foot, outer edge", Part.FOOT, Reach.FOOT),
    ("F9", "{} big toe", Part.FOOT, Reach.FOOT),
    ("B6", "{} heel and sole", Part.FOOT, Reach.FOOT),
)

_MIDDLE = Zone("B0", "middle of the low back", (View.BACK,), Half.CENTRE, Reach.BACK, Part.LOW_BACK)
# As high as the buttocks; what it means does not come from the ladder (source: DESIGN).
_SADDLE = Zone(
    SADDLE,
    "between the legs (saddle area)",
    (View.FRONT, View.BACK),
    Half.CENTRE,
    Reach.BUTTOCK,
    Part.SADDLE,
    private=True,
)


def _of_both_halves(code: str, words: str, part: Part, reach: Reach) -> tuple[Zone, Zone]:
    view = View.FRONT if code.startswith("F") else View.BACK
    left, right = (
        Zone(code + half.value[0].upper(), words.format(half.value), (view,), half, reach, part)
        for half in (Half.LEFT, Half.RIGHT)
    )
    return left, right


def _all_zones() -> tuple[Zone, ...]:
    pairs = [zone for row in _PAIRS for zone in _of_both_halves(*row)]
    order = list(Part)
    return tuple(sorted([_MIDDLE, *pairs, _SADDLE], key=lambda zone: order.index(zone.part)))


ZONES: tuple[Zone, ...] = _all_zones()
"""Every zone, by part from the top down (source: clinical 6.1)."""

_BY_CODE = {zone.code: zone for zone in ZONES}


def zone_of(code: str) -> Zone:
    """The zone with this code; KeyError when there is none."""
    return _BY_CODE[code]


def is_zone(code: str) -> bool:
    """Whether a code is one of this chart's; a log may hold codes of another version."""
    return code in _BY_CODE
