"""What a therapist sees of one patient since the last visit, as values; nothing here is computed.

`follow_up_facts` fills it from the log. Text, screen and report draw it and decide nothing. None
is *not recorded* everywhere, and a gap is drawn as a gap.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from msgspec import Struct

from coach.domain.counts import counted
from coach.domain.lights import Light
from coach.domain.outcomes import Decision
from coach.domain.pain import Reach
from coach.domain.program import StageCode
from coach.domain.safety_asked import Asked
from coach.domain.text import clean_line
from coach.review.care_order import CareStep
from coach.review.lifting import Lifting
from coach.review.outlook import Outlook, Proposal
from coach.review.recovery import Recovery
from coach.review.review_point import NotJudged, ReviewPoint
from coach.review.sitting_values import PassiveLine, SittingLine


class SafetyEvent(Struct, frozen=True):
    """A yes to a safety question, a hold, or its clearing; numb skin before a pack."""

    at: datetime
    what: str
    """In one sentence, such as `Yes to: Is it hard to start passing water?`."""
    standing: bool
    """Whether it locks coaching now."""
    sign: str = ""
    """What a yes was about, in a few words; empty for a lock and a clearing."""
    is_lift: bool = False
    """Whether it is a plan that was signed to lift the lock and is not opened."""


class FollowUpDay(Struct, frozen=True):
    """One day of the window."""

    day: date
    back: int | None
    """Worst back score of the day."""
    leg: int | None
    """Worst leg score of the day."""
    reach: Reach | None
    """Furthest reach of the day."""
    percent: float | None
    """Adherence; None when nothing was asked, or nothing was recorded."""
    not_recorded: bool
    """Whether something was asked and the machine was off."""
    flare: bool
    light: Light | None
    """The worst light of the day's sessions."""
    sleep: int | None
    """How well one slept, 0 to 10."""
    noted: bool = False
    """Whether the patient wrote something that day."""


class PlanMark(Struct, frozen=True):
    """A plan version that began in the window, or held when it opened."""

    from_day: date
    plan_version: str
    stage: StageCode
    changes: tuple[str, ...]
    """What is different from the one before, a sentence each; empty for the first."""


class ExerciseLine(Struct, frozen=True):
    """One exercise over the window."""

    exercise: str
    name: str
    dose: str
    """The dose line without the exercise, as it is asked now; empty when it no longer is."""
    asked: int
    """Items asked, excused ones left out."""
    done: int
    partial: int
    skipped: Mapping[str, int]
    """How often it was left out or stopped, by reason: pain, fatigue, time, other, `numb skin` of a
    pack, none; `none` is also what nobody touched on a day that was recorded. Asked is done,
    partial, these and not recorded; beyond them, what was stopped for pain counts though it was
    excused after it."""
    excused: int
    not_recorded: int
    percent: float | None
    """Done over asked dose; None when nothing was asked or recorded."""
    lights: Mapping[Light, int]
    last_light: Light | None
    notes: tuple[str, ...]
    """What the patient wrote about it, oldest first, each with its day."""


class PutOffLine(Struct, frozen=True):
    """Reminders of one exercise that the patient put off."""

    exercise: str
    name: str
    times: int


class HurtLine(Struct, frozen=True):
    """One exercise that hurt at any time of the course, asked now or not."""

    exercise: str
    name: str
    last_day: date
    """The last day on which it hurt."""
    pain: int = 0
    """How often it was left out, stopped or broken off for pain."""
    red: int = 0
    """How often it was red."""
    green_since: int = 0
    """How often it was green after the last day it hurt."""
    asked_reps: int = 0
    """Repetitions that were asked when it was last left out for pain; 0 where not known."""
    asked_seconds: int = 0
    """Seconds that were asked then; 0 where not known."""


class NoteLine(Struct, frozen=True):
    """Something in the patient's own words."""

    day: date
    about: str
    """The exercise's name, `session`, `evening`, or empty."""
    text: str


class InstrumentLine(Struct, frozen=True):
    """One questionnaire: start, now, change, and whether that is an important change."""

    instrument: str
    name: str
    start: float | None
    start_day: date | None
    now: float | None
    now_day: date | None
    change: float | None
    important: bool | None
    """Whether the change reaches the smallest important one; None where that is not known."""
    words: str
    """`12 to 8 of 24, 4 better: an important change`."""
    source: str
    """Where the smallest important change comes from."""


class Proposed(Struct, frozen=True):
    """A proposal of the rules, as it was logged or as it stands."""

    day: date
    what: str
    evidence: str
    standing: bool


class Signed(Struct, frozen=True):
    """A plan that was signed."""

    version: int
    stage: StageCode
    changed: bool
    """Not where it is known to be the same as the plan before."""
    changes: tuple[str, ...] = ()
    """What is different from the plan before, as the patient is told; empty where not known."""
    is_first: bool = False
    """Whether the patient had no plan before it."""
    lifts: bool = False
    """Whether it was signed to lift a lock."""


class Visit(Struct, frozen=True):
    """What the therapist decided, with the plan that was signed with it."""

    day: date
    decision: Decision | None
    """None when a plan was signed without one."""
    note: str = ""
    signed: Signed | None = None
    """None when nothing was signed with it."""


class Waiting(Struct, frozen=True):
    """A plan that was signed, and not opened as far as the log tells."""

    version: int
    asks_more: bool
    """Than the plan they go by."""


class FollowUp(Struct, frozen=True):
    """One patient since the last visit."""

    patient: str
    """The pseudonym: the id in files. The name is put beside it by the therapist's side."""
    since: date
    until: date
    since_why: str
    """`the last decision`, `the plan began`, or `chosen`."""
    answer: str
    """The whole follow-up, short: what decides comes first."""
    safety: tuple[SafetyEvent, ...]
    """Newest first; a standing hold is shown even when it began before the window."""
    days: tuple[FollowUpDay, ...]
    """Every day of the window, oldest first."""
    plans: tuple[PlanMark, ...]
    exercises: tuple[ExerciseLine, ...]
    """Those that hurt first, then by how little was done."""
    notes: tuple[NoteLine, ...]
    sitting: SittingLine
    passive: tuple[PassiveLine, ...]
    instruments: tuple[InstrumentLine, ...]
    mood: str
    """The newest answers on mood, without their day; empty for none."""
    medication: tuple[NoteLine, ...]
    """What the patient noted they took; never judged."""
    proposed: tuple[Proposed, ...]
    standing: Proposal | None
    """What the rules propose now."""
    outlook: Outlook | None
    """Every gate with its evidence; None without a plan."""
    points: tuple[ReviewPoint, ...]
    not_judged: tuple[NotJudged, ...]
    recovery: Recovery | None
    body: tuple[str, ...]
    """Zones that changed between the first and the last body chart."""
    roots: str
    """Which roots the zones overlap; empty for none. Never for a patient's eyes."""
    care: tuple[CareStep, ...]
    plan_version: str
    stage: StageCode | None
    last_fact_at: datetime | None
    """When the patient's own newest fact was recorded: what is later is not known here."""
    worse: tuple[str, ...] = ()
    """Every sign that it got worse, a sentence each: nothing is raised by rule then."""
    no_better: tuple[str, ...] = ()
    """Every sign that it is strong and does not go down: nothing is raised by rule then either."""
    yes_since: tuple[str, ...] = ()
    """Signs that were answered yes since, in a few words with their day, as far as no plan lifted
    the lock: what locks now is not among them."""
    safety_notes: tuple[NoteLine, ...] = ()
    """The patient's own words of the days before a safety event, oldest first."""
    hurt: tuple[HurtLine, ...] = ()
    """Exercises that hurt at any time of the course, the most often first."""
    visits: tuple[Visit, ...] = ()
    """The newest decision of today, or since the log ends; None for none so far."""
    waiting: tuple[Waiting, ...] = ()
    """What was signed and may be opened yet, the newest last."""
    lifting: Lifting | None = None
    """That of them which lifts the lock; None for none."""
    plan_title: str = ""
    """Of the program of `plan_version`; empty where it cannot be read here."""
    put_off: tuple[PutOffLine, ...] = ()
    mood_day: date | None = None
    """Exercises whose reminders were put off, the most often first."""
    safety_list: Asked = Asked()
    """Whether the whole safety list was gone through where the log ends."""

    @property
    def not_asked(self) -> str:
        """That the safety list was never finished, or is due; empty under a lock, and else."""
        if any(event.standing for event in self.safety):
            return ""
        words = self.safety_list.words
        return f"{words[:1].upper()}{words[1:]}." if words else ""

    def mood_words(self, shown: Callable[[date], str] = date.isoformat) -> str:
        """`PHQ-4 of 9 Nov: 2 of 12.`, its day as it is `shown` elsewhere; empty for none."""
        if not (self.mood and self.mood_day):
            return ""
        return f"PHQ-4 of {shown(self.mood_day)}: {self.mood}"

    @property
    def put_off_words(self) -> str:
        """`Reminders put off: Bird dog 3 times, Walk 1 time.`; empty where none was."""
        told = (f"{clean_line(one.name)} {counted(one.times, 'time')}" for one in self.put_off)
        return f"Reminders put off: {', '.join(told)}." if self.put_off else ""

    @property
    def plan_words(self) -> str:
        """`Steady back (steady-back@2)`; empty without a plan."""
        if not self.plan_title:
            return self.plan_version
        return f"{clean_line(self.plan_title)} ({self.plan_version})"

    @property
    def locks(self) -> tuple[str, ...]:
        """What locks coaching now, a sentence each: the yes answers, else that it was locked."""
        standing = tuple(event.what for event in self.safety if event.standing)
        return tuple(what for what in standing if what.startswith("Yes")) or standing

    @property
    def needs_why(self) -> tuple[str, ...]:
        """What asks for a typed reason before more: each yes, each sign that it got worse."""
        yes = (f"Yes since: {sign}." for sign in self.yes_since)
        return (*yes, *(f"Worse: {sign}" for sign in self.worse))

    @property
    def against_more(self) -> tuple[str, ...]:
        """Why nothing is raised by rule, each sign with what it is one of."""
        return (*self.needs_why, *(f"No better: {sign}" for sign in self.no_better))
