"""One line of the caseload, and the order of the lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from coach.domain.caseload import Enrolled
from coach.domain.pain import Reach
from coach.domain.program import StageCode
from coach.domain.text import folded
from coach.review import caseload_words as words
from coach.review.caseload_reasons import DAY_HOURS, reasons
from coach.review.caseload_rules import Case, CaseloadRules, Level, Reason, Rule
from coach.review.caseload_signs import Signs
from coach.review.recovery import START_WITHIN_DAYS


class Order(StrEnum):
    """What comes first."""

    NEED = "need"
    NAME = "name"
    SILENT = "silent"
    ADHERENCE = "adherence"
    LEG = "leg"
    VISIT = "visit"


class Show(StrEnum):
    """Whom the list shows."""

    ALL = "all"
    NEEDS_ME = "needs_me"
    LOCKED = "locked"
    SILENT = "silent"


class CaseloadLine(Struct, frozen=True):
    """One patient as the caseload shows them; None is *not recorded*."""

    enrolled: Enrolled
    level: Level
    reasons: tuple[Reason, ...]
    """The most pressing first; empty when no threshold is crossed."""
    leg_start: float | None
    """None also while the first days and the last ones are the same ones."""
    leg_now: float | None
    leg_days: int
    """How many days of the last week with a leg score were noted."""
    leg_newest: int | None
    """The worst of the newest day with a leg score."""
    reach: Reach | None
    percent: float | None
    """Mean adherence of the last two weeks of the log."""
    percent_days: int
    """Of how many days it is the mean."""
    silent_days: int | None
    """Whole days since the last sign of the patient; None when none ever came."""
    stage: StageCode | None
    plan_version: str
    plan_until: date | None
    decided_on: date | None
    """The therapist's local day of the last decision or plan."""
    only_signed: bool
    """Whether it was a plan alone, and nothing was decided."""
    shares_name: bool = False
    """Whether another patient bears the same name: only the id tells them apart."""

    @property
    def leg(self) -> str:
        """The leg as a sentence."""
        return words.leg(self.leg_start, self.leg_now, self.leg_days, self.leg_newest)

    @property
    def why(self) -> str:
        """Every reason in words."""
        return " ".join(reason.words for reason in self.reasons) or words.CALM

    def has(self, rule: Rule) -> bool:
        """Whether it stands here for this."""
        return any(reason.rule is rule for reason in self.reasons)


def caseload_line(
    enrolled: Enrolled,
    signs: Signs,
    rules: CaseloadRules,
    now: datetime,
    about: Mapping[str, str] | None = None,
) -> CaseloadLine:
    """The line of one patient as it reads now, in the therapist's zone.

    `about` says by its id what a yes to a safety question is about.
    """
    case = Case(enrolled, signs, rules, now, about or {})
    found = reasons(case)
    last, decided = signs.last_sign_at, signs.decided_at
    return CaseloadLine(
        enrolled=enrolled,
        level=max((reason.level for reason in found), default=Level.CALM),
        reasons=found,
        leg_start=signs.leg_start if _has_a_start(signs) else None,
        leg_now=signs.leg_now,
        leg_days=signs.leg_days,
        leg_newest=signs.leg_newest,
        reach=signs.reach_now,
        percent=signs.percent,
        percent_days=signs.percent_days,
        silent_days=max(0, int(case.hours_since(last) // DAY_HOURS)) if last else None,
        stage=signs.stage,
        plan_version=signs.plan_version,
        plan_until=signs.plan_until,
        decided_on=decided.astimezone(now.tzinfo).date() if decided else None,
        only_signed=signs.only_signed,
    )


def _has_a_start(signs: Signs) -> bool:
    """Whether the scores go on beyond the days in which the start is looked for."""
    if signs.first_day is None or signs.leg_day is None:
        return False
    return (signs.leg_day - signs.first_day).days >= START_WITHIN_DAYS


def ordered(lines: Iterable[CaseloadLine], by: Order = Order.NEED) -> list[CaseloadLine]:
    """The lines in this order; what is not recorded comes first where it may hide something."""
    by_name = sorted(lines, key=lambda line: (folded(line.enrolled.name), line.enrolled.patient))
    if by is Order.NAME:
        return by_name
    return sorted(by_name, key=_KEYS[by])


def _need(line: CaseloadLine) -> tuple[float, ...]:
    """By level, then by rule, then whoever has more reasons."""
    first = line.reasons[0].rule if line.reasons else len(Rule)
    return -line.level, first, -len(line.reasons)


def _silence(line: CaseloadLine) -> tuple[float, ...]:
    return (-1.0, 0.0) if line.silent_days is None else (0.0, -line.silent_days)


def _percent(line: CaseloadLine) -> tuple[float, ...]:
    return (-1.0, 0.0) if line.percent is None else (0.0, line.percent)


def _leg(line: CaseloadLine) -> tuple[float, ...]:
    return (-1.0, 0.0) if line.leg_now is None else (0.0, -line.leg_now)


def _visit(line: CaseloadLine) -> tuple[float, ...]:
    return (0.0,) if line.decided_on is None else (line.decided_on.toordinal(),)


_KEYS = {
    Order.NEED: _need,
    Order.SILENT: _silence,
    Order.ADHERENCE: _percent,
    Order.LEG: _leg,
    Order.VISIT: _visit,
}


def shown_to(lines: Sequence[CaseloadLine], show: Show) -> list[CaseloadLine]:
    """The lines that a filter leaves."""
    if show is Show.LOCKED:
        return [line for line in lines if line.has(Rule.LOCKED)]
    if show is Show.SILENT:
        return [line for line in lines if line.has(Rule.SILENT)]
    if show is Show.NEEDS_ME:
        return [line for line in lines if line.level > Level.CALM]
    return list(lines)
