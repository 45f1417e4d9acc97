"""Caseload values with defaults: a patient of four weeks whom no rule points out."""

from datetime import date, datetime, timedelta
from typing import Any

from coach.domain.caseload import Enrolled
from coach.domain.pain import Reach
from coach.domain.program import StageCode
from coach.review.caseload_line import CaseloadLine, caseload_line
from coach.review.caseload_reasons import reasons
from coach.review.caseload_rules import Case, CaseloadRules, Reason
from coach.review.caseload_signs import Signs
from coach.review.caseload_trends import LegWeek
from tests.builders import BERLIN

NOW = datetime(2027, 3, 29, 12, 0, tzinfo=BERLIN)
"""Monday, four weeks after the plan began; noon. The day before, summer time began."""
FIRST = date(2027, 3, 1)


def ago(**span: float) -> datetime:
    """A time before now."""
    return NOW - timedelta(**span)


def a_patient(name: str = "Sam Sample", patient: str = "") -> Enrolled:
    return Enrolled(patient or f"id-{name.lower().replace(' ', '-')}", name, "ab" * 32, FIRST)


def some_signs(**changes: Any) -> Signs:
    """Heard of this morning, leg 6 to 3, most of it done, never decided."""
    values: dict[str, Any] = {
        "log_until": ago(hours=3),
        "last_sign_at": ago(hours=3),
        "first_day": FIRST,
        "stage": StageCode.MOVE,
        "plan_version": "steady-back@1",
        "plan_until": date(2027, 5, 1),
        "issued_at": ago(days=28),
        "decided_at": None,
        "leg_start": 6.0,
        "leg_now": 3.0,
        "leg_week": LegWeek(before=3.0, now=3.0),
        "leg_days": 7,
        "leg_newest": 3,
        "leg_at": ago(hours=3),
        "leg_day": NOW.date(),
        "reach_now": Reach.KNEE,
        "percent": 80.0,
        "percent_days": 12,
        "percent_before": 85.0,
    }
    return Signs(**(values | changes))


def a_case(rules: CaseloadRules | None = None, **changes: Any) -> Case:
    return Case(a_patient(), some_signs(**changes), rules or CaseloadRules(), NOW)


def found(rules: CaseloadRules | None = None, **changes: Any) -> tuple[Reason, ...]:
    """The reasons for a patient with these signs."""
    return reasons(a_case(rules, **changes))


def said(rules: CaseloadRules | None = None, **changes: Any) -> list[str]:
    """The same as words alone."""
    return [reason.words for reason in found(rules, **changes)]


def a_line(name: str = "Sam Sample", **changes: Any) -> CaseloadLine:
    return caseload_line(a_patient(name), some_signs(**changes), CaseloadRules(), NOW)
