"""What is different in a stage or on a bad day: every difference a sentence, and no other."""

from typing import Any

import pytest
from msgspec.structs import replace

from coach.domain.exercise import Exercise, Kind
from coach.domain.instrument_parts import Better
from coach.domain.program import Criterion, GateRule, Prescription
from coach.domain.stage_changes import asked_changes, flare_changes, lowered, name_of, stage_changes
from tests.builders import a_flare_plan, a_prescription, a_stage, an_exercise, sitting_limits

CATALOGUE: dict[str, Exercise] = {
    "bridge": an_exercise(),
    "clam": an_exercise(id="clam", name="Clam"),
    "z-lie": an_exercise(id="z-lie", name="Z-lie"),
    "hip-abd": an_exercise(id="hip-abd", name="Side leg lift"),
    "posture": an_exercise(id="posture", name="Change how you sit", kind=Kind.HABIT),
}
BRIDGE, CLAM, Z_LIE, LIFT = (
    a_prescription(f"{name} 2x10 hold 5s") for name in ("bridge", "clam", "z-lie", "hip-abd")
)


def of_stage(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What is said when a stage that was so is so now."""
    plain: dict[str, Any] = {"prescriptions": (BRIDGE,)}
    old, new = a_stage(**(plain | before)), a_stage(**(plain | now))
    return list(stage_changes(old, new, CATALOGUE))


def of_asked(before: list[Prescription], now: list[Prescription]) -> list[str]:
    return list(asked_changes(before, now, CATALOGUE))


def of_sitting(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return of_stage({"sitting": sitting_limits(**before)}, {"sitting": sitting_limits(**now)})


def of_a_bad_day(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return list(flare_changes(a_flare_plan(**before), a_flare_plan(**now), CATALOGUE))


def test_where_nothing_changed_nothing_is_said() -> None:
    assert of_stage({}, {}) == []
    assert of_a_bad_day({}, {}) == []


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({"name": "Calm"}, {"name": "Rest"}, "This stage is called “Rest” now, “Calm” before."),
        ({}, {"aim": "Move  a\nlittle"}, "What it is for now reads: Move a little."),
        ({}, {"aim": "Can you move?"}, "What it is for now reads: Can you move?"),
        ({}, {"window": "week 1 to 4"}, "It usually takes week 1 to 4."),
        ({}, {"window": ""}, "It usually takes as long as it needs."),
        ({}, {"prescriptions": (BRIDGE, CLAM)}, "New: clam, 2 sets of 10, held for 5 seconds."),
    ],
)
def test_what_a_stage_is_called_and_is_for(
    before: dict[str, Any], now: dict[str, Any], said: str
) -> None:
    assert of_stage(before, now) == [said]


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({}, {"soft": 30}, "On soft seats sit at most 30 minutes in one go, 20 before."),
        ({}, {"firm": 15}, "On firm seats sit at most 15 minutes in one go, 20 before."),
        ({}, {"hard": 1}, "On hard seats sit at most 1 minute in one go, 10 before."),
        ({}, {"floor": 5}, "On the floor sit at most 5 minutes in one go, 10 before."),
        ({}, {"car": 45}, "In the car sit at most 45 minutes in one go, 20 before."),
        (
            {},
            {"soft": 30, "car": 30},
            "On soft seats and in the car sit at most 30 minutes in one go, 20 before.",
        ),
        ({}, {"break_minutes": 1}, "After sitting stand or walk for 1 minute, 2 before."),
        (
            {},
            {"standing_cap": 15},
            "Stand or walk at most 15 minutes in one go, as long as you like before.",
        ),
        (
            {"standing_cap": 1},
            {"standing_cap": 0},
            "Stand or walk as long as you like, at most 1 minute in one go before.",
        ),
        (
            {"adapts": True},
            {"adapts": False},
            "Sitting times stay as written, whatever your leg does.",
        ),
        (
            {"adapts": True, "most_minutes": 40},
            {"adapts": True, "most_minutes": None},
            "Sitting times follow your leg, and get no longer than written.",
        ),
        (
            {"adapts": True},
            {"adapts": True, "most_minutes": 1},
            "Sitting times follow your leg, up to 1 minute.",
        ),
        ({}, {"reason": "It helps"}, "Why sitting ends now reads: It helps."),
    ],
)
def test_how_long_one_sits(before: dict[str, Any], now: dict[str, Any], said: str) -> None:
    assert of_sitting(before, now) == [said]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"hours": 1}, "This plan lasts 1 hour, 48 before."),
        (
            {"sitting_factor": 0.55},
            "Sit 55 percent as long as on other days, 75 percent before.",
        ),
        ({"title": "A hard day"}, "The plan is called “A hard day” now."),
        ({"text": "Rest more!"}, "What to do now reads: Rest more!"),
        ({"text": "Rest “often”"}, "What to do now reads: Rest “often”"),
        ({"text": 'Rest "often"'}, 'What to do now reads: Rest "often"'),
    ],
)
def test_what_a_bad_day_asks(now: dict[str, Any], said: str) -> None:
    assert of_a_bad_day({}, now) == [said]


def test_what_a_bad_day_asks_to_do_is_told_like_a_stages() -> None:
    old, new = a_flare_plan(BRIDGE), a_flare_plan(BRIDGE, CLAM)
    said = list(flare_changes(old, new, CATALOGUE))
    assert said == ["New: clam, 2 sets of 10, held for 5 seconds."]


NOTED = replace(BRIDGE, note="Go slowly")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ([BRIDGE], [BRIDGE, Z_LIE], ["New: Z-lie, 2 sets of 10, held for 5 seconds."]),
        (
            [CLAM],
            [CLAM, NOTED],
            ["New: bridge, 2 sets of 10, held for 5 seconds. Go slowly."],
        ),
        ([BRIDGE, CLAM], [CLAM], ["Bridge is no longer asked for."]),
        ([LIFT, CLAM], [CLAM], ["Side leg lift is no longer asked for."]),
        (
            [BRIDGE, Z_LIE, LIFT, CLAM],
            [CLAM],
            ["Bridge, Z-lie and side leg lift are no longer asked for."],
        ),
        (
            [LIFT],
            [a_prescription("hip-abd 3x8 hold 6s")],
            [
                "Side leg lift: 3 sets of 8 instead of 2 sets of 10; "
                "held for 6 seconds instead of 5 seconds."
            ],
        ),
        # A habit has no number of its own.
        ([], [a_prescription("posture 1x1")], ["New: change how you sit."]),
        # What left the catalogue goes by its id.
        ([], [a_prescription("hip-twist 1x5")], ["New: hip twist, 1 set of 5."]),
        (
            [a_prescription("hip-twist 1x5")],
            [a_prescription("hip-twist 1x6")],
            ["Hip twist: 1 set of 6 instead of 1 set of 5."],
        ),
        (
            [a_prescription("hip-twist 1x5")],
            [BRIDGE],
            [
                "New: bridge, 2 sets of 10, held for 5 seconds.",
                "Hip twist is no longer asked for.",
            ],
        ),
        ([BRIDGE, CLAM], [CLAM, BRIDGE], ["The exercises come in another order now."]),
        (
            [BRIDGE, CLAM, Z_LIE],
            [Z_LIE, BRIDGE],
            ["Clam is no longer asked for.", "The exercises come in another order now."],
        ),
        (
            [BRIDGE, CLAM],
            [Z_LIE, BRIDGE, CLAM],
            ["New: Z-lie, 2 sets of 10, held for 5 seconds."],
        ),
        (
            [BRIDGE],
            [a_prescription("bridge 3x8 hold 5s")],
            ["Bridge: 3 sets of 8 instead of 2 sets of 10."],
        ),
        ([BRIDGE], [NOTED], ["Bridge has a new note: Go slowly."]),
        (
            [NOTED],
            [replace(NOTED, note="Breathe out.")],
            ["Bridge has a new note: Breathe out."],
        ),
        ([NOTED], [BRIDGE], ["The note at bridge is gone."]),
        (
            [NOTED],
            [a_prescription("bridge 2x10 hold 6s")],
            [
                "Bridge: held for 6 seconds instead of 5 seconds.",
                "The note at bridge is gone.",
            ],
        ),
        (
            [NOTED],
            [replace(a_prescription("bridge 2x10 hold 6s"), note="Go slowly")],
            ["Bridge: held for 6 seconds instead of 5 seconds."],
        ),
        (
            [BRIDGE],
            [a_prescription("bridge 2x10 hold 5s tempo 9s")],
            ["Bridge is written in another way; what you do stays the same."],
        ),
    ],
)
def test_what_is_asked(
    before: list[Prescription], now: list[Prescription], said: list[str]
) -> None:
    assert of_asked(before, now) == said


def rule(rule: GateRule, text: str, **numbers: Any) -> Criterion:
    return Criterion(rule=rule, text=text, **numbers)


CALM = rule(GateRule.LEG_AT_MOST, "Leg 3 or less on 3 days", score=3, days=3)
WALKS = rule(GateRule.WALK_MINUTES, "You walk for 10 minutes.", minutes=10)
BETTER: dict[str, Any] = {"better": Better.LOWER, "points": 5}
RMDQ = rule(GateRule.INSTRUMENT_CHANGE, "The form is better.", instrument="rmdq-24", **BETTER)
PSFS = rule(GateRule.INSTRUMENT_CHANGE, "Your own three are better.", instrument="psfs", **BETTER)
ON = "To go on from this stage"


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((CALM,), (CALM, WALKS), [f"{ON}, there is a new rule: You walk for 10 minutes."]),
        (
            (),
            (CALM, WALKS),
            [
                f"{ON}, there is a new rule: Leg 3 or less on 3 days.",
                f"{ON}, there is a new rule: You walk for 10 minutes.",
            ],
        ),
        ((CALM, WALKS), (WALKS,), [f"{ON}, this is no longer needed: Leg 3 or less on 3 days."]),
        (
            (CALM,),
            (replace(CALM, score=2, text="Leg 2 or less"),),
            [f"{ON}, a rule is different now: Leg 2 or less."],
        ),
        # The numbers changed behind the old sentence: it is told anew.
        (
            (WALKS,),
            (replace(WALKS, minutes=12),),
            [f"{ON}, a rule is different now: You can walk for 12 minutes."],
        ),
        ((CALM, WALKS), (WALKS, CALM), [f"{ON}, the rules come in another order now."]),
        # Another questionnaire is another rule.
        (
            (RMDQ,),
            (PSFS,),
            [
                f"{ON}, there is a new rule: Your own three are better.",
                f"{ON}, this is no longer needed: The form is better.",
            ],
        ),
        # Two of the same kind: each has its own one before.
        (
            (CALM, replace(CALM, text="Leg 4 or less", score=4)),
            (replace(CALM, text="Leg 1", score=1), replace(CALM, text="Leg 2", score=2)),
            [
                f"{ON}, a rule is different now: Leg 1.",
                f"{ON}, a rule is different now: Leg 2.",
            ],
        ),
        (
            (CALM,),
            (CALM, replace(CALM, text="Leg 2", score=2)),
            [f"{ON}, there is a new rule: Leg 2."],
        ),
    ],
)
def test_what_it_takes_to_go_on(
    before: tuple[Criterion, ...], now: tuple[Criterion, ...], said: list[str]
) -> None:
    assert of_stage({"leave": before}, {"leave": now}) == said


@pytest.mark.parametrize(
    ("gate", "begins"),
    [
        ("enter", "To come to this stage"),
        ("leave", "To go on from this stage"),
        ("fall_back", "To go a step back"),
    ],
)
def test_it_is_said_which_way_a_rule_leads(gate: str, begins: str) -> None:
    assert of_stage({}, {gate: (WALKS,)}) == [
        f"{begins}, there is a new rule: You walk for 10 minutes."
    ]


def test_what_is_asked_comes_before_sitting_and_the_rules_and_the_name() -> None:
    now = {
        "prescriptions": (BRIDGE, CLAM),
        "sitting": sitting_limits(hard=5),
        "leave": (WALKS,),
        "name": "Rest",
    }
    starts = [sentence.split()[0] for sentence in of_stage({}, now)]
    assert starts == ["New:", "On", "To", "This"]


@pytest.mark.parametrize(
    ("text", "inside"),
    [("Bridge", "bridge"), ("Z-lie", "Z-lie"), ("SI belt", "SI belt"), ("A", "A"), ("", "")],
)
def test_a_name_inside_a_sentence(text: str, inside: str) -> None:
    assert lowered(text) == inside


def test_an_exercise_that_left_the_catalogue_goes_by_its_id() -> None:
    assert name_of("bird-dog", None) == "Bird dog"
    assert name_of("clam", CATALOGUE["clam"]) == "Clam"
