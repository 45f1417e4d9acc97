"""Signs that it got worse, and that it is no better: each a sentence, each said once."""

import pytest

from coach.domain.events import ReviewDecided, Stamped
from coach.domain.outcomes import Decision
from coach.domain.pain import Reach
from coach.domain.program import StageCode
from coach.review.caseload_rules import CaseloadRules
from coach.review.follow_up import FollowUpDay
from coach.review.outlook import Kind, Outlook, Proposal
from coach.review.review_point import ReviewPoint
from coach.review.worsening import no_better, worsening
from tests.builders import a_stage
from tests.review.courses import a_leg, at, course, day, every_day, legs, on

HERE, NEXT = StageCode.MOVE, StageCode.BUILD


def a_day(nth: int, reach: Reach | None) -> FollowUpDay:
    return FollowUpDay(day(nth), None, None, reach, None, False, False, None, None)


def a_point(rule: str, evidence: str) -> ReviewPoint:
    return ReviewPoint(rule, day(0), "For you.", "For the therapist.", evidence)


def proposed(*kinds: Kind) -> Outlook:
    proposals = tuple(Proposal(kind, HERE, NEXT, "r", f"As {kind.value} says.") for kind in kinds)
    return Outlook(a_stage(), None, None, (), (), proposals)


def signs(
    *facts: Stamped | list[Stamped],
    reaches: tuple[Reach | None, ...] = (),
    points: tuple[ReviewPoint, ...] = (),
    outlook: Outlook | None = None,
    rules: CaseloadRules | None = None,
) -> tuple[str, ...]:
    days = [a_day(nth, reach) for nth, reach in enumerate(reaches)]
    return worsening(course(*facts), days, points, outlook, rules or CaseloadRules(), at(9, 12))


LEG_UP = legs({**every_day(3, 0, 6), **every_day(6, 7, 9)})
LOWER = [on(n, a_leg(3, Reach.THIGH if n < 7 else Reach.CALF)) for n in range(10)]


def test_without_a_sign_nothing_is_said() -> None:
    assert signs() == ()
    assert signs(legs(every_day(3, 0, 9)), reaches=(Reach.KNEE,) * 10) == ()


def test_a_leg_that_came_up_is_a_sign_as_in_the_caseload() -> None:
    assert signs(LEG_UP) == ("Leg up by 3: 3 in the week before, 6 in the last 3 days.",)
    assert signs(LEG_UP, rules=CaseloadRules(leg_up_points=4)) == ()


@pytest.mark.parametrize("decided_on", [8, 9])
def test_what_was_decided_on_since_is_still_worse(decided_on: int) -> None:
    decided = on(decided_on, ReviewDecided(decision=Decision.KEEP, note=""), hour=11)
    assert signs(LEG_UP, decided) == signs(LEG_UP)


def test_further_down_the_leg_is_a_sign_and_is_not_said_twice() -> None:
    (said,) = signs(LOWER, reaches=(*[Reach.THIGH] * 7, *[Reach.CALF] * 3))
    assert said == "Further down the leg on 8 Mar: thigh to calf."


@pytest.mark.parametrize(
    ("reaches", "said"),
    [
        ((Reach.THIGH, Reach.CALF), "thigh to calf"),
        ((Reach.THIGH, None, Reach.BUTTOCK, Reach.CALF, None), "thigh to calf"),
        ((Reach.NONE, Reach.BUTTOCK), "none to buttock"),
        # Of three days at each end, the furthest.
        (
            (Reach.BACK, Reach.THIGH, Reach.BACK, Reach.KNEE, Reach.FOOT, Reach.BACK),
            "thigh to foot",
        ),
        ((Reach.THIGH, Reach.THIGH), None),
        ((Reach.FOOT, Reach.THIGH), None),
        ((Reach.FOOT,), None),
        ((None, None), None),
        # Pain that comes up in the back alone has not moved down the leg.
        ((Reach.NONE, Reach.BACK), None),
    ],
)
def test_the_end_of_the_time_is_held_against_its_beginning(
    reaches: tuple[Reach | None, ...], said: str | None
) -> None:
    expected = () if said is None else (f"Further down the leg at the end of this time: {said}.",)
    assert signs(reaches=reaches) == expected


@pytest.mark.parametrize(
    ("rule", "is_worse", "is_no_better"),
    [
        ("leg_up", True, False),
        ("further_down", True, False),
        ("after_recovery", True, False),
        ("strong_days", False, True),
        ("severe", False, True),
        ("two_weeks", False, False),
    ],
)
def test_which_reasons_to_talk_say_worse_and_which_no_better(
    rule: str, is_worse: bool, is_no_better: bool
) -> None:
    point = a_point(rule, "Leg 7.")
    assert signs(points=(point,)) == (("Leg 7.",) if is_worse else ())
    assert no_better([point]) == (("Leg 7.",) if is_no_better else ())


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ((), ()),
        ((Kind.GO_ON,), ()),
        ((Kind.STEP_BACK,), ("A step back is proposed: As step_back says.",)),
        ((Kind.FLARE,), ("The plan for a bad day is proposed: As flare says.",)),
        (
            (Kind.STEP_BACK, Kind.FLARE, Kind.GO_ON),
            (
                "A step back is proposed: As step_back says.",
                "The plan for a bad day is proposed: As flare says.",
            ),
        ),
    ],
)
def test_a_proposal_to_do_less_is_a_sign(kinds: tuple[Kind, ...], said: tuple[str, ...]) -> None:
    assert signs(outlook=proposed(*kinds)) == said


def test_the_signs_come_in_one_order_and_each_once() -> None:
    points = tuple(a_point(*one) for one in (("leg_up", "B."), ("leg_up", "A."), ("leg_up", "B.")))
    said = signs(
        LEG_UP, points=points, outlook=proposed(Kind.FLARE), reaches=(Reach.BACK, Reach.FOOT)
    )
    assert [one.split(":")[0] for one in said] == [
        "Leg up by 3",
        "Further down the leg at the end of this time",
        "B.",
        "A.",
        "The plan for a bad day is proposed",
    ]
    strong = [a_point("severe", "B."), a_point("strong_days", "A."), a_point("severe", "B.")]
    assert no_better(strong) == ("B.", "A.")
