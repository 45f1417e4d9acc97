"""Follow-ups that fill a report to the brim, or that try to break out of it."""

from datetime import date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from coach.domain.lights import Light
from coach.domain.pain import Reach
from coach.domain.program import Criterion, GateRule, StageCode, Surface
from coach.reports.foot_part import Made
from coach.reports.page import Chart, Listing, Report, Section, Sentences, Table
from coach.review.follow_up import (
    FollowUp,
    FollowUpDay,
    InstrumentLine,
    NoteLine,
    PlanMark,
    Proposed,
    PutOffLine,
    SafetyEvent,
)
from coach.review.outlook import Outlook
from coach.review.review_point import NotJudged, ReviewPoint
from coach.review.sitting_values import PassiveLine, SurfaceLine
from coach.review.verdicts import State, Verdict
from tests.builders import BERLIN, a_stage
from tests.review.follow_up_samples import a_follow_up, an_exercise_line, the_care, the_sitting

MADE = Made(datetime(2027, 3, 15, 9, 30, tzinfo=BERLIN), "coach 0.1.0")
HOSTILE = (
    '<script>alert("1")</script>',
    "</title></svg><img src=x onerror=alert(1)>",
    '#let x = 1 #read("/etc/passwd") $x^2$ *bold* _it_ `raw` @ref <label> // gone',
    "\"quotes\" 'single' & &amp; {{ 7 * 7 }} {% raw %} \\ \\u{41}",
    "smiling \U0001f600 and \u4e2d\u6587\u4e2d\u6587 text",
    "\u05e9\u05dc\u05d5\u05dd and \u0645\u0631\u062d\u0628\u0627, \u202eturned\u202c",
    "\x1b[31mred\x00\x07 and\ttab\nand line",
)
"""What no report may take for anything but words."""
WORDS = "the left leg pulled from the buttock to the calf after a long drive and it took a while "


def many_days(count: int = 42, first: date = date(2027, 2, 1)) -> tuple[FollowUpDay, ...]:
    """Weeks with all there is: gaps, bad days, days without a question, every light."""
    lights = (Light.GREEN, Light.AMBER, Light.RED, None)
    return tuple(
        FollowUpDay(
            day=first + timedelta(days=n),
            back=None if n % 9 == 5 else n % 7,
            leg=None if n % 9 == 5 else 10 - n % 8,
            reach=None if n % 9 == 5 else Reach(n % 7),
            percent=None if n % 9 == 5 or n % 11 == 3 else float(n * 13 % 101),
            not_recorded=n % 9 == 5,
            flare=n % 20 in (15, 16),
            light=lights[n % 4],
            sleep=None if n % 9 == 5 else n % 10,
        )
        for n in range(count)
    )


def a_full_outlook() -> Outlook:
    """A middle stage with more criteria on both sides than there is room for."""
    verdicts = tuple(
        Verdict(
            Criterion(rule=GateRule.LEG_AT_MOST, text=f"Criterion {n}: {WORDS}"),
            State.NO_DATA,
            WORDS,
        )
        for n in range(9)
    )
    stages = [a_stage(code=code) for code in (StageCode.MOVE, StageCode.BUILD, StageCode.CALM)]
    return Outlook(stages[0], stages[1], stages[2], verdicts, verdicts, ())


def a_long_follow_up(words: str = WORDS * 40, **over: Any) -> FollowUp:
    """Six weeks with more of everything than two pages hold, `words` wherever people write."""
    days = many_days()
    at = datetime(2027, 2, 20, 8, 0, tzinfo=BERLIN)
    first = days[0].day
    values: dict[str, Any] = {
        "patient": words,
        "since": first,
        "until": days[-1].day,
        "since_why": words,
        "answer": words,
        "safety": tuple(SafetyEvent(at, words, n < 2) for n in range(12)),
        "days": days,
        "plans": tuple(
            PlanMark(
                first + timedelta(days=8 * n), f"steady-back@{n}", StageCode.MOVE, (words,) * 9
            )
            for n in range(5)
        ),
        "exercises": tuple(
            an_exercise_line(
                exercise=f"e{n}",
                name=words,
                dose=words,
                skipped={"pain": 5, "fatigue": 4, "time": 3, "other": 2, "none": 1},
                lights={Light.GREEN: 30, Light.AMBER: 12, Light.RED: 11},
                excused=11,
            )
            for n in range(16)
        ),
        "notes": tuple(NoteLine(first, words, words) for _ in range(40)),
        "medication": tuple(NoteLine(first, words, words) for _ in range(9)),
        "sitting": replace(
            the_sitting(),
            surfaces=tuple(SurfaceLine(one, 10, 99, 9999.5, 88.5, 77) for one in Surface),
        ),
        "passive": tuple(PassiveLine("p", words, "cold", 999.0, 888.0, 77) for _ in range(9)),
        "instruments": tuple(
            InstrumentLine("i", words, 13.5, first, 7.5, first, -6.0, True, words, words)
            for _ in range(14)
        ),
        "mood": words,
        "proposed": tuple(Proposed(first, words, words, n == 0) for n in range(9)),
        "outlook": a_full_outlook(),
        "points": tuple(ReviewPoint(words, first, words, words, words) for _ in range(9)),
        "not_judged": tuple(NotJudged(words, words) for _ in range(9)),
        "body": (words,) * 20,
        "roots": words,
        "put_off": tuple(PutOffLine(f"e{n}", words, 99) for n in range(16)),
        "care": tuple(replace(step, on_day=first, note=words) for step in the_care()),
    }
    return a_follow_up(**(values | over))


def all_texts(report: Report) -> list[str]:
    """Every text that both forms of a report show."""
    texts = [report.title, *report.facts, report.answer]
    for section in (*report.sections, *report.foot):
        texts += _of(section)
    return [text for text in texts if text]


def _of(section: Section) -> list[str]:
    texts = [section.heading]
    for block in section.blocks:
        if isinstance(block, Sentences | Listing):
            texts += block.lines
        elif isinstance(block, Table):
            texts += [*block.head, *(cell for row in block.rows for cell in row)]
        elif isinstance(block, Chart):
            texts += [block.title, block.description]
    return texts
