"""Follow-ups by hand: two weeks of one patient, for whatever draws them."""

from datetime import date, datetime, timedelta
from typing import Any

from coach.domain.lights import Light
from coach.domain.pain import Reach
from coach.domain.program import StageCode, Surface
from coach.domain.safety_asked import Asked
from coach.review.care_order import STEPS, CareStep
from coach.review.follow_up import (
    ExerciseLine,
    FollowUp,
    FollowUpDay,
    InstrumentLine,
    NoteLine,
    PlanMark,
    Proposed,
    PutOffLine,
    SafetyEvent,
)
from coach.review.outlook import Kind, Proposal
from coach.review.recovery import Recovery
from coach.review.review_point import NotJudged, ReviewPoint
from coach.review.sitting_values import PassiveLine, SittingLine, SurfaceLine
from tests.builders import BERLIN

SINCE = date(2027, 3, 1)
UNTIL = date(2027, 3, 14)

_BACK = (4, 4, 4, 3, 3, None, None, 3, 3, 3, 2, 2, 2, 2)
_LEG = (6, 6, 6, 5, 5, None, None, 6, 5, 4, 4, 3, 3, 3)
_REACH = (
    *(Reach.CALF,) * 5,
    None,
    None,
    *(Reach.CALF, Reach.THIGH, Reach.THIGH),
    *(Reach.BUTTOCK,) * 4,
)
_PERCENT = (100, 75, 80.5, 50, 100, None, None, 25, 100, 100, 66.7, 90, 0, 100)
_SLEEP = (3, 4, 4, 5, 5, None, None, 4, 5, 6, 6, 7, 7, 7)


NEVER_ASKED = Asked(None, SINCE)
"""Nobody went through the safety list with them."""
LAST_ASKED = Asked(date(2027, 3, 2), date(2027, 3, 9))
"""The safety list was left out for some days."""


def the_days() -> tuple[FollowUpDay, ...]:
    """Two weeks; the sixth and the seventh day were not recorded, the eighth was a bad day."""
    return tuple(
        FollowUpDay(
            day=SINCE + timedelta(days=n),
            back=back,
            leg=leg,
            reach=reach,
            percent=percent,
            not_recorded=percent is None,
            flare=n == 7,
            light=None if percent in (None, 0) else Light.AMBER if n in (3, 7) else Light.GREEN,
            sleep=sleep,
        )
        for n, (back, leg, reach, percent, sleep) in enumerate(
            zip(_BACK, _LEG, _REACH, _PERCENT, _SLEEP, strict=True)
        )
    )


def an_exercise_line(**over: Any) -> ExerciseLine:
    """A bridge that was left out five times for pain."""
    values: dict[str, Any] = {
        "exercise": "bridge",
        "name": "Bridge",
        "dose": "3x10 hold 5s rest 30s 1/day",
        "asked": 14,
        "done": 5,
        "partial": 2,
        "skipped": {"pain": 5},
        "excused": 0,
        "not_recorded": 2,
        "percent": 47.2,
        "lights": {Light.GREEN: 5, Light.AMBER: 2},
        "last_light": Light.GREEN,
        "notes": ("2027-03-04: pulls in the left calf",),
    }
    return ExerciseLine(**(values | over))


def _passed_over() -> tuple[ExerciseLine, ...]:
    return (
        an_exercise_line(),
        an_exercise_line(
            exercise="bird-dog",
            name="Bird dog",
            dose="3x6 hold 8s rest 30s side each 1/day",
            done=10,
            partial=1,
            skipped={"time": 1},
            percent=84.5,
            lights={Light.GREEN: 11},
            notes=(),
        ),
    )


def the_sitting() -> SittingLine:
    """Nine spells, three over their limit, a fifth of the time on hard seats."""
    return SittingLine(
        surfaces=(
            SurfaceLine(Surface.FIRM, 20, 6, 120.0, 34.0, 2),
            SurfaceLine(Surface.HARD, 10, 3, 30.0, 15.5, 1),
        ),
        longest_minutes=34.0,
        over_limit=3,
        bouts=9,
        hard_share=20.0,
        warnings=3,
        put_off=2,
        still_asked=4,
        still_yes=2,
        still_no=1,
    )


def the_instruments() -> tuple[InstrumentLine, ...]:
    """One that changed by what matters, one whose change cannot be judged."""
    return (
        InstrumentLine(
            instrument="rmdq-24",
            name="Daily life (RMDQ-24)",
            start=13.0,
            start_day=SINCE,
            now=7.0,
            now_day=UNTIL,
            change=-6.0,
            important=True,
            words="13 to 7 of 24, 6 better: an important change",
            source="5 points and 30 percent (S49, S50b)",
        ),
        InstrumentLine(
            instrument="confidence",
            name="Confidence",
            start=4.0,
            start_day=SINCE,
            now=None,
            now_day=None,
            change=None,
            important=None,
            words="4 of 10, asked once",
            source="",
        ),
    )


def the_care() -> tuple[CareStep, ...]:
    """The first step begun, the others not noted."""
    begun = {"conservative": (date(2027, 2, 1), "program and advice")}
    return tuple(
        CareStep(step, words, *begun.get(step, (None, ""))) for step, words in STEPS.items()
    )


def a_follow_up(**over: Any) -> FollowUp:
    """Two weeks since the last decision, with something in every part but a hold."""
    values: dict[str, Any] = {
        "patient": "patient-1",
        "since": SINCE,
        "until": UNTIL,
        "since_why": "the last decision",
        "answer": "Done on 11 of 14 days (2 not recorded), leg 6 to 3, reach calf to buttock, "
        "Bridge skipped 5 times for pain.",
        "safety": (),
        "days": the_days(),
        "plans": (
            PlanMark(SINCE, "steady-back@2", StageCode.MOVE, ()),
            PlanMark(
                date(2027, 3, 9), "steady-back@3", StageCode.MOVE, ("Bridge: 3 sets, was 2.",)
            ),
        ),
        "exercises": _passed_over(),
        "notes": (
            NoteLine(date(2027, 3, 4), "Bridge", "pulls in the left calf"),
            NoteLine(date(2027, 3, 8), "", "Long drive to my sister, leg was bad after."),
        ),
        "sitting": the_sitting(),
        "passive": (PassiveLine("cold-pack", "Cold pack", "cold", 280.0, 150.0, 15),),
        "instruments": the_instruments(),
        "mood": "3 of 12, halves 2 and 1 of 6.",
        "mood_day": date(2027, 3, 1),
        "medication": (NoteLine(date(2027, 3, 4), "", "two painkillers at noon"),),
        "proposed": (
            Proposed(date(2027, 3, 8), "Plan for a bad day", "Leg 6 today; 4 before.", False),
        ),
        "standing": Proposal(
            Kind.GO_ON, StageCode.MOVE, StageCode.BUILD, "leave_and_enter", "Leg 3 on 3 days."
        ),
        "outlook": None,
        "points": (
            ReviewPoint(
                "sleep",
                date(2027, 3, 3),
                "Talk to your therapist about this: you have slept badly on most nights lately.",
                "sleep since 2027-03-03: sleep 3 or less on 4 of 7 nights. Sleep 3, 3, 3, 3.",
                "Sleep 3, 3, 3, 3.",
            ),
        ),
        "not_judged": (NotJudged("twelve_weeks", "the form about daily life (RMDQ)"),),
        "recovery": Recovery(6.0, 7, False, 3.0, 7, 2),
        "body": ("left calf: P5 ↓ P2",),
        "roots": "zones recorded overlap L5, S1",
        "care": the_care(),
        "plan_version": "steady-back@3",
        "plan_title": "Steady back",
        "put_off": (PutOffLine("bird-dog", "Bird dog", 3), PutOffLine("bridge", "Bridge", 1)),
        "stage": StageCode.MOVE,
        "last_fact_at": datetime(2027, 3, 14, 20, 30, tzinfo=BERLIN),
    }
    return FollowUp(**(values | over))


def a_hold(**over: Any) -> SafetyEvent:
    """A yes to a safety question that locks coaching now."""
    values: dict[str, Any] = {
        "at": datetime(2027, 3, 14, 8, 0, tzinfo=BERLIN),
        "what": "Locked after a yes to: Is it hard to start passing water?",
        "standing": True,
    }
    return SafetyEvent(**(values | over))
