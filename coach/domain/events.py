"""Facts: one thing that happened, past tense, never changed or deleted.

Every class here is one table of the log (contract section 4). A field that is None was not
recorded; it is never zero. Times are ISO 8601 text with offset only on disk; here they are values.
"""

from datetime import date, datetime

from msgspec import Struct

from coach.domain.lights import Light
from coach.domain.outcomes import (
    ClearedBy,
    Decision,
    Excuse,
    Reason,
    SessionOutcome,
    SetOutcome,
    WarningKind,
)
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode, Surface
from coach.domain.red_flags import Tier
from coach.domain.time_events import TimeFact


class PainScore(Struct, frozen=True, kw_only=True):
    """One number for one site."""

    site: Site
    score: int
    """0 to 10; 0 is an answer."""
    moment: Moment
    reach: Reach | None = None
    session: str | None = None


class ItemAsked(Struct, frozen=True, kw_only=True):
    """An item of a day's agenda as it was asked: the asked side of adherence."""

    item: str
    for_day: date
    """The local date the item belongs to; earlier than the fact's own day when filled in later."""
    exercise: str
    planned_reps: int
    planned_seconds: int
    timed: bool
    """Whether seconds, not repetitions, measure it."""


class SessionStarted(Struct, frozen=True, kw_only=True):
    """A session began."""

    session: str
    stage: StageCode
    items: tuple[str, ...]
    pace: float = 1.0
    """1 is real time; anything else is a rehearsal, of which no exercise and no score counts."""
    resumed_from: str | None = None
    """The session a kill or power cut broke off, when this one goes on from there."""


class SessionEnded(Struct, frozen=True, kw_only=True):
    """A session ended."""

    session: str
    stage: StageCode
    outcome: SessionOutcome
    minutes: float


class ExerciseDone(Struct, frozen=True, kw_only=True):
    """One set (one side of it) as it happened; set 0 is an item declined without starting it."""

    session: str | None
    item: str
    exercise: str
    set_no: int
    side: str
    """`left`, `right`, `both` or `none`."""
    reps: int
    hold_seconds: int
    seconds: float
    """Seconds of work really done."""
    planned_reps: int
    planned_seconds: float
    outcome: SetOutcome
    reason: Reason = Reason.NONE
    light: Light | None = None
    """Only in older logs: a stopped set is logged before its score, its light as LightGiven."""


class ItemExcused(Struct, frozen=True, kw_only=True):
    """An item left both sides of the adherence sum."""

    item: str
    reason: Excuse


class SittingStarted(Struct, frozen=True, kw_only=True):
    """The patient sat down."""

    bout: str
    surface: Surface


class SittingBout(Struct, frozen=True, kw_only=True):
    """One continuous spell of sitting, when it was over."""

    bout: str
    surface: Surface
    started_at: datetime
    minutes: float
    limit_minutes: int
    warnings: int
    overdue_minutes: float


class WarningGiven(Struct, frozen=True, kw_only=True):
    """A warning was spoken or shown."""

    kind: WarningKind
    text: str
    spoken: bool
    acknowledged_at: datetime | None = None
    """None in what this coach writes: a warning is on disk before it is heard and never changed,
    so what the patient did about it is a fact of its own, with its time: a `sitting_bout` that
    ended, a `reminder_put_off`, a `still_answered`, a `timer_ended`."""


class RedFlagAnswered(Struct, frozen=True, kw_only=True):
    """A safety question was answered."""

    item: str
    answer: bool
    tier: Tier
    text_version: int


class SafetyHold(Struct, frozen=True, kw_only=True):
    """Coaching was locked."""

    tier: Tier


class SafetyCleared(Struct, frozen=True, kw_only=True):
    """Coaching was unlocked."""

    by: ClearedBy
    note: str
    clears: tuple[str, ...] | None = None
    """Ids of the holds and of the locking yes answers it clears; None in logs of older coaches."""


class StageProposed(Struct, frozen=True, kw_only=True):
    """A rule proposed another stage."""

    from_stage: StageCode
    to_stage: StageCode
    rule: str
    evidence: str


class StageChanged(Struct, frozen=True, kw_only=True):
    """Another stage began."""

    from_stage: StageCode
    to_stage: StageCode
    rule: str
    evidence: str


class AnswerGiven(Struct, frozen=True, kw_only=True):
    """One item of an instrument, or its total, was answered."""

    instrument: str
    item: str
    value: str
    total: float | None = None


class PlanReceived(Struct, frozen=True, kw_only=True):
    """A program became this patient's plan."""

    program: str
    version: int
    therapist: str
    """What the signed plan calls its therapist; empty when the patient chose a shipped program."""
    from_day: date
    stage: StageCode
    sore_side: str
    """`left`, `right`, `both` or `none`."""
    signer: str | None = None
    """Public key of the therapist who signed it, in hexadecimal; None when nobody did."""
    document: str | None = None
    """SHA-256 of the signed plan, whose words the home keeps; None for a program of the shelf."""
    valid_until: date | None = None
    """The last day the therapist made it for; None for no end."""


class FactRetracted(Struct, frozen=True, kw_only=True):
    """An earlier fact was wrong and no longer counts."""

    fact: str
    """Id of the fact."""
    reason: str


class NoteWritten(Struct, frozen=True, kw_only=True):
    """The patient wrote a note."""

    text: str
    about: str = ""
    """What it belongs to: a session, an item, or empty."""


class FlareStarted(Struct, frozen=True, kw_only=True):
    """The patient began a flare day; it ends by itself after the plan's hours."""

    hours: int


class FlareProposed(Struct, frozen=True, kw_only=True):
    """A rule proposed the plan for a bad day."""

    rule: str
    evidence: str


class LightGiven(Struct, frozen=True, kw_only=True):
    """What the answers after an exercise, or after a whole session, said about going on."""

    session: str
    item: str
    """Empty for the whole session."""
    exercise: str
    """What was really done: the easier form when that came instead; empty for the session."""
    light: Light
    why: str
    """The two answers that were compared, in plain words."""


class BodyMarked(Struct, frozen=True, kw_only=True):
    """One zone of a body chart; a chart without any mark is one row with the zone `none`."""

    chart: str
    """Id that all rows of one chart share."""
    zone: str
    pain: bool
    numb: bool
    tingle: bool
    weak: bool
    score: int | None
    """0 to 10 for the zone; None when no number was given."""


class CareStepNoted(Struct, frozen=True, kw_only=True):
    """A step of care was talked about or begun, as the therapist noted it."""

    step: str
    on_day: date
    note: str


class TherapistPaired(Struct, frozen=True, kw_only=True):
    """The patient took a therapist's key as the one whose plans count."""

    key: str
    """Public key in hexadecimal."""
    name: str
    """What the therapist calls themselves; may be empty."""


class LogShared(Struct, frozen=True, kw_only=True):
    """The patient wrote the log to a file for their therapist."""

    key: str
    """Public key of the one who can read it."""
    facts: int
    last_seq: int
    """Number of the newest fact of this device that is in it."""


class PlanIssued(Struct, frozen=True, kw_only=True):
    """The therapist signed a plan for this patient; on the therapist's side alone."""

    program: str
    version: int
    stage: StageCode
    from_day: date
    valid_until: date
    document: str
    """SHA-256 of the signed plan, whose words the home keeps."""
    changes: str
    """What is different from the plan before, a sentence a line; empty for a first plan."""
    for_therapist: str = ""
    """What the program says to therapists; left out of the signed plan."""
    direction_reason: str = ""
    """Why exercises against the direction are let in; left out of the signed plan."""


class ReviewDecided(Struct, frozen=True, kw_only=True):
    """The therapist looked at the follow-up and decided; on the therapist's side alone."""

    decision: Decision
    note: str


Fact = (
    PainScore
    | ItemAsked
    | SessionStarted
    | SessionEnded
    | ExerciseDone
    | ItemExcused
    | SittingStarted
    | SittingBout
    | WarningGiven
    | RedFlagAnswered
    | SafetyHold
    | SafetyCleared
    | StageProposed
    | StageChanged
    | AnswerGiven
    | PlanReceived
    | FactRetracted
    | NoteWritten
    | FlareStarted
    | FlareProposed
    | LightGiven
    | BodyMarked
    | CareStepNoted
    | TherapistPaired
    | LogShared
    | PlanIssued
    | ReviewDecided
    | TimeFact
)
"""Every kind of fact."""


class Stamped(Struct, frozen=True):
    """A fact as it stands in the log."""

    id: str
    """UUIDv7."""
    patient: str
    at: datetime
    """When it was recorded, with the offset of the place."""
    day: date
    """The patient's local date."""
    device: str
    seq: int
    """Gapless per device, from 1."""
    plan_version: str
    fact: Fact
