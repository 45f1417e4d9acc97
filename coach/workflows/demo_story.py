"""How a sample patient's weeks go: all that tells one made-up patient from another."""

from collections.abc import Mapping
from random import Random

from msgspec import Struct, field

from coach.domain.pain import PainReport, Reach
from coach.domain.program import StageCode

STORY_DAYS = 42
"""Courses of pain run over so many days."""


class Story(Struct, frozen=True):
    """One made-up patient; days are counted from the first one of the sample."""

    name: str = "Sam"
    days: int = STORY_DAYS
    """How long ago it began."""
    program: str = "steady-back"
    seed: int = 20270301
    sore_side: str = "left"
    stage_from_day: Mapping[StageCode, int] = field(
        default_factory=lambda: {StageCode.CALM: 0, StageCode.MOVE: 10, StageCode.BUILD: 28}
    )
    """Day on which each stage begins, in order."""
    leg: tuple[float, float] = (7.0, 2.0)
    """Leg pain on the first day and after six weeks, 0 to 10."""
    back: tuple[float, float] = (4.0, 2.0)
    worse: tuple[int, int, float] = (20, 22, 2.5)
    """First and last day of a bad spell, and how many points it adds to the leg."""
    flare_day: int | None = 20
    away_days: frozenset[int] = frozenset({13, 14, 31})
    """Days on which the machine was off: not recorded."""
    does: float = 0.78
    """How likely a session is done, 0 to 1."""
    hurts: tuple[str, float] = ("", 0.04)
    """An exercise (all of them when empty) and how likely it is left out for pain."""
    yes_day: int | None = None
    """The day on which a safety question was answered yes, and coaching locked."""
    second_plan: tuple[int, tuple[str, ...]] = (0, ())
    """The day on which a next plan came, and the lines that were changed; 0 for none."""
    typed: tuple[str, int] = ("", 0)
    """A questionnaire on paper and its total, typed in on the first day; none when empty."""
    follows_leg: bool = False
    """Whether questionnaires and the scores after sessions follow this leg's own course."""
    sore_sitting_day: int = STORY_DAYS
    """The day on which the leg came up in sitting, before the limit was over; late for none."""
    notes: Mapping[int, str] = field(
        default_factory=lambda: {
            4: "Slept badly, the leg kept me awake.",
            17: "Long drive to my sister, leg was bad after.",
            20: "Carried the shopping, back went tight.",
            33: "First day I forgot about the leg for a while.",
        }
    )

    def pain(self, nth: int, random: Random) -> PainReport:
        """Pain on day `nth`; it reaches as far down as the leg is bad."""
        leg = _score(_between(self.leg, nth) + self._more(nth), random)
        back = _score(_between(self.back, nth), random)
        reach = Reach.CALF if leg >= 5 else Reach.THIGH if leg >= 3 else Reach.BUTTOCK
        return PainReport(back, leg, reach)

    def relief(self, nth: int) -> float:
        """The share of the first leg pain that is gone on day `nth`, bad spells aside: 1 is all."""
        now = _between(self.leg, nth)
        return 1 - now / self.leg[0]

    def after_session(self, nth: int, before: int, session: int) -> int:
        """The leg score after a session: a little less, but not in a bad spell of this story."""
        change = -1
        if self.follows_leg and self._more(nth) > 0:
            change = (1, 2, 2)[session % 3]
        return max(0, min(10, before + change))

    def _more(self, nth: int) -> float:
        since, until, more = self.worse
        return more if since <= nth <= until else 0.0

    def stage(self, nth: int) -> StageCode:
        """The stage that holds on day `nth`."""
        return [code for code, since in self.stage_from_day.items() if since <= nth][-1]

    def locked(self, nth: int) -> bool:
        """Whether a safety hold stands on the morning of day `nth`."""
        return self.yes_day is not None and nth > self.yes_day

    def leaves_out(self, exercise: str, chance: float) -> bool:
        """Whether a set is left out for pain; `chance` is a number from 0 to 1."""
        which, how_likely = self.hurts
        return which in ("", exercise) and chance > 1 - how_likely


def _between(ends: tuple[float, float], nth: int) -> float:
    first, last = ends
    return first + (last - first) * min(nth, STORY_DAYS - 1) / (STORY_DAYS - 1)


def _score(middle: float, random: Random) -> int:
    return round(min(10.0, max(0.0, middle + random.uniform(-1, 1))))
