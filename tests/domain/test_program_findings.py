"""Each finding about a program whole: what is wrong, where, how to mend it, what it rests on."""

from datetime import time
from typing import Any

import pytest
from msgspec.structs import replace

from coach.domain.exercise import Bias, Kind, Presentation
from coach.domain.findings import Finding, KeyPath
from coach.domain.program import (
    Criterion,
    GateRule,
    Prescription,
    Program,
    StageCode,
    Task,
    TaskKind,
    Thresholds,
)
from coach.domain.program_checks import check_program, too_long
from tests.builders import (
    a_cold_pack,
    a_flare_plan,
    a_prescription,
    a_program,
    a_stage,
    an_exercise,
    sitting_limits,
)

EXERCISES = {
    "bridge": an_exercise(),
    "side-lie": an_exercise(id="side-lie", kind=Kind.REST),
    "cold-pack": a_cold_pack(),
}
KNOWN = (*EXERCISES, "clam")
"""Of which "clam" could not be read."""
DOSE: KeyPath = ("stage", 0, "prescription", 0, "dose")
TIMES: KeyPath = ("stage", 0, "prescription", 0, "times")


def found(program: Program, **exercises: Any) -> list[Finding]:
    return check_program(program, program.id, EXERCISES | exercises, KNOWN)


def at(*hours: float, gap_minutes: int = 0, a_day: int = 0) -> Program:
    """A bridge at these hours, as often as there are unless told otherwise."""
    times = tuple(time(int(hour), round(hour % 1 * 60)) for hour in hours)
    asked = a_prescription(f"bridge 2x10 {a_day or len(hours)}/day")
    return a_program(replace(asked, times=times, gap_minutes=gap_minutes))


def asking(*exercises: str) -> list[Prescription]:
    return [a_prescription(f"{one} 1x5") for one in exercises]


def test_a_sound_program_has_no_finding() -> None:
    assert found(a_program()) == []


def test_a_program_has_the_id_it_is_filed_under() -> None:
    mend = 'write id = "other" or rename it to steady-back'
    assert check_program(a_program(), "other", EXERCISES, KNOWN) == [
        Finding(("id",), "id is steady-back and its name on disk is other", mend)
    ]


def test_a_criterion_that_lacks_a_number_is_found_in_its_stage() -> None:
    leave = (Criterion(rule=GateRule.LEG_AT_MOST, text="As it is.", days=3),)
    second = a_stage(code=StageCode.MOVE, leave=leave)
    (one,) = found(a_program(stages=(a_stage(), second)))
    assert one.path[:3] == ("stage", 1, "leave")


class TestExercises:
    """Each exercise that is asked is there, sound, and goes the program's way."""

    @pytest.mark.parametrize(
        ("named", "what", "mend"),
        [
            ("clam", "exercise clam has a problem of its own", "mend clam.toml first"),
            ("brigde", "there is no exercise brigde", "did you mean bridge?"),
            (
                "zzz",
                "there is no exercise zzz",
                "choose one that `coach exercises` lists",
            ),
        ],
    )
    def test_one_that_cannot_be_had_is_found_wherever_it_is_asked(
        self, named: str, what: str, mend: str
    ) -> None:
        asked = asking(named)
        assert found(a_program(*asking("bridge"), *asked)) == [
            Finding(("stage", 0, "prescription", 1, "dose"), what, mend)
        ]
        on_a_bad_day = a_flare_plan(*asking("bridge"), *asked)
        assert found(a_program(flare=on_a_bad_day)) == [Finding(("flare", "doses", 1), what, mend)]

    def test_a_problem_of_one_hides_none_of_those_after_it(self) -> None:
        program = a_program(*asking("zzz", "clam", "bridge"))
        against = an_exercise(bias=Bias.FLEXION)
        assert [one.path[3] for one in found(program, bridge=against)] == [0, 1, 2]

    def test_one_against_the_direction_needs_a_reason(self) -> None:
        rests_on = (("direction",), ("presentation",), ("allow_direction",))
        against = an_exercise(bias=Bias.FLEXION)
        assert found(a_program(), bridge=against) == [
            Finding(
                DOSE,
                "bridge is flexion, the program's direction is neutral",
                'choose another exercise, or say why at the top: allow_direction = "reason"',
                rests_on,
            )
        ]
        assert found(a_program(direction=Bias.FLEXION), bridge=against) == []
        assert found(a_program(direction_reason="The leg fades."), bridge=against) == []

    def test_one_for_other_presentations_is_found(self) -> None:
        rests_on = (("direction",), ("presentation",), ("allow_direction",))
        other = an_exercise(patterns=(Presentation.P2, Presentation.P4_FR))
        assert found(a_program(), bridge=other) == [
            Finding(
                DOSE,
                "bridge is not meant for presentation UNSET",
                "choose another exercise; this one is for P2, P4_FR",
                rests_on,
            )
        ]

    def test_one_is_asked_once_in_a_stage_and_once_on_a_bad_day(self) -> None:
        assert found(a_program(*asking("bridge", "side-lie", "bridge"))) == [
            Finding(
                ("stage", 0, "prescription", 2, "dose"),
                "bridge is asked twice in stage A",
                "keep one of them and write how often, like 2/day",
            )
        ]
        twice = a_flare_plan(*asking("bridge", "side-lie", "bridge"))
        assert found(a_program(flare=twice)) == [
            Finding(("flare", "doses", 2), "bridge is asked twice on a bad day", "keep one of them")
        ]

    def test_a_pack_that_lies_too_long_is_found_where_it_is_asked(self) -> None:
        too_late = a_prescription("cold-pack 21min")
        assert found(a_program(*asking("bridge"), too_late)) == [
            Finding(
                ("stage", 0, "prescription", 1, "dose"),
                "cold for 21min is too long",
                "write 20min or less",
            )
        ]

    def test_more_than_four_in_one_stage_are_more_than_people_keep_up(self) -> None:
        four = asking("one", "two", "three", "four")
        assert list(too_long(a_program(*four, *asking("one")))) == []
        second = a_stage(*four, *asking("one", "five", "six"), code=StageCode.MOVE)
        assert list(too_long(a_program(stages=(a_stage(*four), second)))) == [
            Finding(
                ("stage", 1, "prescription", 5, "dose"),
                "stage B asks 6 exercises",
                "choose the 4 that matter most",
            )
        ]


class TestTimes:
    """Times of the day are as many as asked, in order, and a gap apart."""

    def test_times_that_fit_have_no_finding(self) -> None:
        assert found(at(9, 12.5, 18, gap_minutes=210)) == []
        assert found(at(9, gap_minutes=60)) == []

    def test_there_are_as_many_as_times_a_day(self) -> None:
        assert found(at(9, 12, a_day=3)) == [
            Finding(
                TIMES,
                "2 times are named for 3/day",
                "name 3 times, or write 2/day",
                (DOSE,),
            )
        ]

    @pytest.mark.parametrize(
        ("hours", "in_order"),
        [((12.5, 9, 18), '"09:00", "12:30", "18:00"'), ((9, 12, 12), '"09:00", "12:00"')],
    )
    def test_they_are_in_order_and_each_is_named_once(
        self, hours: tuple[float, ...], in_order: str
    ) -> None:
        assert found(at(*hours, gap_minutes=60)) == [
            Finding(TIMES, "times are not in order", f"write times = [{in_order}]")
        ]

    def test_they_are_a_gap_apart(self) -> None:
        rests_on = (("stage", 0, "prescription", 0, "gap_minutes"), DOSE)
        assert found(at(9.75, 10.25, 12, gap_minutes=31)) == [
            Finding(
                TIMES,
                "times are 30 minutes apart, the gap is 31",
                "move the times apart",
                rests_on,
            )
        ]

    def test_a_dose_beyond_its_cap_is_found_beside_them(self) -> None:
        asked = a_prescription("bridge 2x10")
        wrong = replace(asked, dose=replace(asked.dose, hold_seconds=3601))
        assert found(a_program(wrong)) == [
            Finding(DOSE, "hold seconds is 3601", "write a number from 0 to 3600")
        ]


@pytest.mark.parametrize("key", ["id", "name"])
def test_each_task_is_named_once(key: str) -> None:
    lifting = Task("lift", "Lifting", TaskKind.LIFTING, "Kneel.", ())
    garden = Task("garden", "Garden", TaskKind.LIFTING, "Kneel.", ())
    shared = replace(garden, **{key: getattr(lifting, key)})
    assert found(a_program(tasks=(lifting, garden))) == []
    assert found(a_program(tasks=(lifting, shared))) == [
        Finding(
            ("task", 1, key),
            f"two tasks have the {key} {getattr(lifting, key)}",
            f"give one of them another {key}",
        )
    ]


def test_a_reason_for_a_direction_has_three_words() -> None:
    assert found(a_program(direction_reason="as tested")) == [
        Finding(
            ("allow_direction",),
            "allow_direction has less than three words",
            "say in a sentence why it is let in",
        )
    ]


class TestSitting:
    """Minutes of sitting that a body can keep to."""

    @pytest.mark.parametrize(("minutes", "sound"), [(0, False), (1, True)])
    def test_a_limit_is_a_minute_at_the_least(self, minutes: int, sound: bool) -> None:
        here = ("stage", 0, "sitting", "car")
        wrong = Finding(here, f"car is {minutes} minutes", "write a number from 1 to 240")
        limits = a_stage(sitting=sitting_limits(car=minutes))
        assert found(a_program(stages=(limits,))) == ([] if sound else [wrong])

    @pytest.mark.parametrize(("minutes", "sound"), [(240, True), (241, False)])
    def test_a_limit_is_four_hours_at_the_most(self, minutes: int, sound: bool) -> None:
        here = ("stage", 0, "sitting", "soft")
        wrong = Finding(here, f"soft is {minutes} minutes", "write a number from 1 to 240")
        limits = a_stage(sitting=sitting_limits(soft=minutes))
        assert found(a_program(stages=(limits,))) == ([] if sound else [wrong])

    @pytest.mark.parametrize(
        ("most", "sound"), [(None, True), (24, False), (25, True), (240, True), (241, False)]
    )
    def test_what_it_may_be_fitted_to_lies_between_the_longest_limit_and_four_hours(
        self, most: int | None, sound: bool
    ) -> None:
        wrong = Finding(
            ("stage", 0, "sitting", "most_minutes"),
            f"most_minutes is {most}, and the longest limit is 25",
            "write a number from 25 to 240, or leave it out",
        )
        limits = a_stage(sitting=sitting_limits(car=25, most_minutes=most))
        assert found(a_program(stages=(limits,))) == ([] if sound else [wrong])

    def test_a_hard_seat_is_no_longer_than_a_firm_one(self) -> None:
        assert found(a_program(stages=(a_stage(sitting=sitting_limits(hard=20)),))) == []
        assert found(a_program(stages=(a_stage(sitting=sitting_limits(hard=21)),))) == [
            Finding(
                ("stage", 0, "sitting", "hard"),
                "hard (21) is longer than firm (20)",
                "write hard = 20 or less",
                (("stage", 0, "sitting", "firm"),),
            )
        ]


def test_a_program_has_a_stage() -> None:
    assert found(a_program(stages=())) == [
        Finding(("stage",), "the program has no stage", 'add [[stage]] with code = "A"')
    ]


@pytest.mark.parametrize("second", [StageCode.MOVE, StageCode.CALM])
def test_stages_are_in_order_and_each_is_there_once(second: StageCode) -> None:
    codes = (StageCode.MOVE, second, StageCode.KEEP)
    stages = tuple(a_stage(code=code) for code in codes)
    assert found(a_program(stages=stages)) == [
        Finding(
            ("stage", 1, "code"),
            f"stage {second.value} comes after stage B",
            "write each stage once, in the order A, B, C, D",
            (("stage", 0, "code"),),
        )
    ]


@pytest.mark.parametrize(
    ("name", "wrong", "sound", "mend"),
    [
        ("hours", (0, 73), (1, 72), "write a number from 1 to 72"),
        ("sitting_factor", (0.09, 1.1), (0.1, 1.0), "write a number from 0.1 to 1.0"),
    ],
)
def test_a_bad_day_keeps_to_its_ranges(
    name: str, wrong: tuple[float, ...], sound: tuple[float, ...], mend: str
) -> None:
    for value in sound:
        assert found(a_program(flare=a_flare_plan(**{name: value}))) == []
    for value in wrong:
        assert found(a_program(flare=a_flare_plan(**{name: value}))) == [
            Finding(("flare", name), f"{name} is {value}", mend)
        ]


@pytest.mark.parametrize(
    ("lower", "low", "higher", "high"),
    [
        ("green_up_to", 3, "amber_up_to", 3),
        ("amber_up_to", 5, "severe_from", 4),
        ("rise_amber", 2, "rise_red", 2),
    ],
)
def test_each_light_begins_above_the_one_before(
    lower: str, low: int, higher: str, high: int
) -> None:
    thresholds = replace(Thresholds(), **{lower: low, higher: high})
    assert found(a_program(thresholds=thresholds)) == [
        Finding(
            ("thresholds", higher),
            f"{higher} ({high}) is not above {lower} ({low})",
            f"write {low + 1} or more",
            (("thresholds", lower),),
        )
    ]
    just_above = replace(thresholds, **{higher: low + 1})
    assert found(a_program(thresholds=just_above)) == []
