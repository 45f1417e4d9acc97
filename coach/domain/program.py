"""A program: stages in order, with sitting limits, flare plan, thresholds and precautions."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from coach.domain.dose import Dose
from coach.domain.exercise import Bias, Presentation


class StageCode(StrEnum):
    """The four stages, in order."""

    CALM = "A"
    MOVE = "B"
    BUILD = "C"
    KEEP = "D"


class Surface(StrEnum):
    """What one sits on."""

    SOFT = "soft"
    FIRM = "firm"
    HARD = "hard"
    FLOOR = "floor"
    CAR = "car"


class GateRule(StrEnum):
    """What a stage criterion measures."""

    LEG_AT_MOST = "leg_at_most"
    LEG_DOWN_BY = "leg_down_by"
    LEG_UP_BY = "leg_up_by"
    REACH_NOT_LOWER = "reach_not_lower"
    REACH_LOWER = "reach_lower"
    WALK_MINUTES = "walk_minutes"
    SLEEPS_THROUGH = "sleeps_through"
    ADHERENCE_AT_LEAST = "adherence_at_least"
    GREEN_IN_A_ROW = "green_in_a_row"
    GREEN_DAYS = "green_days"
    NOT_SETTLED = "not_settled"
    NO_RED_FLAG = "no_red_flag"
    DAYS_IN_STAGE = "days_in_stage"


class Confirms(StrEnum):
    """Who confirms a proposed change of stage."""

    THERAPIST = "therapist"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a stage gate; only the numbers its rule needs are set."""

    rule: GateRule
    text: str
    score: int | None = None
    points: int | None = None
    minutes: int | None = None
    percent: int | None = None
    days: int | None = None
    of_days: int | None = None
    sessions: int | None = None


@dataclass(frozen=True, slots=True)
class SittingLimits:
    """Minutes of continuous sitting on each surface, and what counts as a break."""

    soft: int
    firm: int
    hard: int
    floor: int
    car: int
    break_minutes: int
    """How long standing or walking must last before the clock starts again."""
    standing_cap: int
    """Minutes of standing or walking at a stretch; 0 means no cap."""
    reason: str
    """Why, in the patient's words; spoken after a warning."""
    source: tuple[str, ...]

    def minutes(self, surface: Surface) -> int:
        """The limit for one surface."""
        limit: int = getattr(self, surface.value)
        return limit


@dataclass(frozen=True, slots=True)
class Prescription:
    """An exercise with its dose for one patient, and when it is asked for."""

    exercise: str
    dose: Dose
    times: tuple[time, ...] = ()
    """Preferred local times, as many as times a day; empty means spread over the waking day."""
    gap_minutes: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a program."""

    code: StageCode
    name: str
    aim: str
    window: str
    source: tuple[str, ...]
    sitting: SittingLimits
    prescriptions: tuple[Prescription, ...]
    enter: tuple[Criterion, ...]
    leave: tuple[Criterion, ...]
    fall_back: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Cut-points of the light; defaults a therapist can change (source: S22, DESIGN)."""

    green_up_to: int = 3
    amber_up_to: int = 5
    rise_amber: int = 2
    rise_red: int = 3
    severe_from: int = 8
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlarePlan:
    """A bad day's own plan."""

    title: str
    text: str
    hours: int
    sitting_factor: float
    """Sitting limits are multiplied by this while the flare lasts."""
    prescriptions: tuple[Prescription, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A therapist's program; versioned, never edited in place."""

    id: str
    title: str
    version: int
    presentation: Presentation
    direction: Bias
    summary: str
    for_therapist: str
    precautions: tuple[str, ...]
    source: tuple[str, ...]
    reviewed_by: str
    confirms_stage: Confirms
    thresholds: Thresholds
    flare: FlarePlan
    stages: tuple[Stage, ...]
    direction_reason: str = ""
    """Why exercises against the direction are let in, in the therapist's words; else empty."""

    @property
    def plan_version(self) -> str:
        """What facts carry to say under which plan they happened, such as `steady-back@1`."""
        return f"{self.id}@{self.version}"

    def stage(self, code: StageCode) -> Stage:
        """The stage with this code; KeyError when the program has none."""
        for stage in self.stages:
            if stage.code is code:
                return stage
        raise KeyError(code)
