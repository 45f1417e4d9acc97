"""A program: stages in order, with sitting limits, flare plan, thresholds and precautions."""

from datetime import time
from enum import StrEnum

from msgspec import Struct

from coach.domain.dose import Dose
from coach.domain.exercise import Bias, Presentation
from coach.domain.instrument_parts import Better


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
    AMBER_DAYS_BELOW = "amber_days_below"
    NOT_SETTLED = "not_settled"
    SETTLED = "settled"
    NO_RED_FLAG = "no_red_flag"
    DAYS_IN_STAGE = "days_in_stage"
    INSTRUMENT_CHANGE = "instrument_change"


class Confirms(StrEnum):
    """Who confirms a proposed change of stage."""

    THERAPIST = "therapist"
    PATIENT = "patient"


class Criterion(Struct, frozen=True):
    """One condition of a stage gate; only what its rule needs is set."""

    rule: GateRule
    text: str
    score: int | None = None
    points: int | None = None
    or_points: int | None = None
    """A day counts as well when it is so many points below the start."""
    minutes: int | None = None
    percent: int | None = None
    days: int | None = None
    of_days: int | None = None
    sessions: int | None = None
    instrument: str = ""
    """Id of the questionnaire that is compared."""
    better: Better | None = None
    """Which way its total is better."""


class SittingLimits(Struct, frozen=True):
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
    adapts: bool = True
    """Whether a limit may be fitted to the patient by itself (source: clinical 4.3)."""
    most_minutes: int | None = None
    """What the longest limit may be fitted up to, the others in proportion; None: as written."""

    def minutes(self, surface: Surface) -> int:
        """The limit for one surface."""
        limit: int = getattr(self, surface.value)
        return limit


class Prescription(Struct, frozen=True):
    """An exercise with its dose for one patient, and when it is asked for."""

    exercise: str
    dose: Dose
    times: tuple[time, ...] = ()
    """Preferred local times, as many as times a day; empty means spread over the waking day."""
    gap_minutes: int = 0
    note: str = ""
    instead: str = ""
    """The easier form that is done in its place after a red; empty for the exercise itself."""
    eased: "Eased | None" = None
    """How much easier than written it is asked at present; None for as written."""


class Easier(StrEnum):
    """What is made easier of an exercise after a red."""

    FORM = "form"
    HALF = "half"
    FORM_AND_HALF = "form_and_half"
    LEFT_OUT = "left_out"
    """The plan allows neither: it rests until a new plan."""


class Because(StrEnum):
    """Why an exercise is asked easier than the plan has it."""

    RED = "red"
    HURT = "hurt"
    """It was stopped for pain, and no score was given."""
    NOT_SETTLED = "not_settled"
    COMING_BACK = "coming_back"
    """The last times were no red any more; it goes up again by steps."""


class Eased(Struct, frozen=True):
    """How an exercise is asked after a red; never written in a program's file."""

    how: Easier
    because: Because


class Stage(Struct, frozen=True):
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


class Thresholds(Struct, frozen=True):
    """Cut-points of the light; defaults a therapist can change (source: S22, DESIGN)."""

    green_up_to: int = 3
    amber_up_to: int = 5
    rise_amber: int = 2
    rise_red: int = 3
    severe_from: int = 8
    source: tuple[str, ...] = ()


class Easing(Struct, frozen=True):
    """What may be done by itself after a red (source: S22; DESIGN, clinical 2.1 and 2.4)."""

    may_halve: bool = True
    """Whether half the dose may be asked."""
    may_swap: bool = True
    """Whether the exercise's easier form may come in its place."""
    source: tuple[str, ...] = ()


class FlarePlan(Struct, frozen=True):
    """A bad day's own plan."""

    title: str
    text: str
    hours: int
    sitting_factor: float
    """Sitting limits are multiplied by this while the flare lasts."""
    prescriptions: tuple[Prescription, ...]
    source: tuple[str, ...]


class TaskKind(StrEnum):
    """What is hard on a back about a task of the day."""

    LIFTING = "lifting"
    SITTING = "sitting"
    DRIVE = "drive"


class Task(Struct, frozen=True):
    """A task of the day that the plan has a word for, said before it starts."""

    id: str
    name: str
    kind: TaskKind
    text: str
    """What to do, as it is spoken."""
    source: tuple[str, ...]


MORNING_MINUTES = 120
"""How long after getting up bending and lifting are left alone (source: S29, clinical 1.5)."""


class Program(Struct, frozen=True):
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
    easing: Easing = Easing()
    """What may be made easier by itself after a red."""
    confirms_step_back: Confirms | None = None
    """Who confirms a step back; None is whoever confirms a change of stage."""
    tasks: tuple[Task, ...] = ()
    """Tasks of the day with a word of their own."""
    morning_minutes: int = MORNING_MINUTES
    """How long the morning word holds after getting up, for whom it is meant; 0 for not at all."""

    @property
    def plan_version(self) -> str:
        """What facts carry to say under which plan they happened, such as `steady-back@1`."""
        return f"{self.id}@{self.version}"

    @property
    def title_and_id(self) -> str:
        """How therapists are shown it: `Steady back (steady-back@1)`."""
        return f"{self.title} ({self.plan_version})"

    def confirms(self, *, back: bool) -> Confirms:
        """Who confirms a change of stage, or a step back."""
        if back and self.confirms_step_back is not None:
            return self.confirms_step_back
        return self.confirms_stage

    def neighbour(self, code: StageCode, step: int) -> Stage | None:
        """The stage that stands `step` places after this one, or before for -1; None for none."""
        place = self.stages.index(self.stage(code)) + step
        return self.stages[place] if 0 <= place < len(self.stages) else None

    def stage(self, code: StageCode) -> Stage:
        """The stage with this code; KeyError when the program has none."""
        for stage in self.stages:
            if stage.code is code:
                return stage
        raise KeyError(code)
