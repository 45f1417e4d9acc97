"""Checks over one exercise: what is wrong, where, how to mend it, and what it was judged by."""

import pytest
from msgspec.structs import replace

from coach.domain.dose import Dose, Most, Side
from coach.domain.exercise import Exercise, Kind, Variant
from coach.domain.exercise_checks import check_exercise, check_pack_time
from coach.domain.findings import Finding
from tests.builders import a_cold_pack, a_pack, an_exercise

KNOWN = ("bridge", "cold-pack", "bird-dog")
HOLD = ("dose", "hold_seconds")


def found(exercise: Exercise) -> list[Finding]:
    return check_exercise(exercise, exercise.id, KNOWN)


def with_dose(exercise: Exercise, **changes: object) -> Exercise:
    return replace(exercise, dose=replace(exercise.dose, **changes))


def heat(**pack: object) -> Exercise:
    """Half an hour of heat, the longest there is."""
    lasting = a_pack(**{"longest_seconds": 1800, **pack})
    return with_dose(a_cold_pack(kind=Kind.HEAT, pack=lasting), hold_seconds=1800)


@pytest.mark.parametrize("exercise", [an_exercise(), a_cold_pack(), heat()], ids=lambda one: one.id)
def test_a_sound_exercise_has_no_finding(exercise: Exercise) -> None:
    assert found(exercise) == []


def test_an_id_is_the_name_it_is_filed_under() -> None:
    assert check_exercise(an_exercise(), "clam", KNOWN) == [
        Finding(
            ("id",),
            "id is bridge and its name on disk is clam",
            'write id = "clam" or rename it to bridge',
        )
    ]


@pytest.mark.parametrize(
    ("change", "what", "least", "most"),
    [
        ({"reps": (5,) * 11}, "sets is 11", 1, 10),
        ({"reps": (6, 61)}, "reps is 61", 1, 60),
        ({"hold_seconds": 3601}, "hold seconds is 3601", 0, 3600),
        ({"days_a_week": 8}, "days a week is 8", 1, 7),
    ],
)
def test_a_number_beyond_its_cap_is_found(
    change: dict[str, object], what: str, least: int, most: int
) -> None:
    mend = f"write a number from {least} to {most}"
    assert found(with_dose(an_exercise(), **change)) == [Finding(("dose",), what, mend)]


def test_named_days_are_as_many_as_the_days_a_week() -> None:
    named = with_dose(an_exercise(), days=("mon", "fri"), days_a_week=2)
    assert found(named) == []
    assert found(with_dose(an_exercise(), days_a_week=2)) == []
    assert found(with_dose(named, days_a_week=3)) == [
        Finding(
            ("dose",),
            "2 days are named for 3 days a week",
            "name the days only, like mon,wed,fri",
        )
    ]


class TestPackTime:
    """Cold and heat have one time, and never a longer one than skin bears."""

    @pytest.mark.parametrize(
        "change", [{"reps": (2,)}, {"reps": (1, 1)}, {"side": Side.EACH}], ids=str
    )
    def test_a_pack_is_put_on_once_a_time(self, change: dict[str, object]) -> None:
        assert found(with_dose(a_cold_pack(), **change)) == [
            Finding(
                HOLD,
                "cold is put on once a time, not 2 times",
                "write the minutes alone, like 10min",
            )
        ]

    def test_a_pack_needs_a_time(self) -> None:
        assert found(with_dose(a_cold_pack(), hold_seconds=0)) == [
            Finding(HOLD, "cold needs a time", "write 20min or less, like 10min")
        ]

    def test_cold_lies_twenty_minutes_and_heat_thirty_and_not_a_second_more(self) -> None:
        assert found(with_dose(a_cold_pack(), hold_seconds=1200)) == []
        assert found(with_dose(a_cold_pack(), hold_seconds=1201)) == [
            Finding(HOLD, "cold for 1201s is too long", "write 20min or less")
        ]
        assert found(with_dose(heat(), hold_seconds=1860)) == [
            Finding(HOLD, "heat for 31min is too long", "write 30min or less")
        ]

    def test_a_pack_that_may_lie_for_less_time_has_its_own_limit(self) -> None:
        gentle = replace(a_cold_pack(), pack=a_pack(longest_seconds=630))
        assert found(with_dose(gentle, hold_seconds=631)) == [
            Finding(HOLD, "cold for 631s is too long", "write 630s or less")
        ]

    def test_the_limit_holds_where_a_program_asks_for_it_too(self) -> None:
        here = ("stage", 1, "prescription", 0, "dose")
        asked = replace(a_cold_pack().dose, hold_seconds=1260)
        assert list(check_pack_time(a_cold_pack(), asked, here)) == [
            Finding(here, "cold for 21min is too long", "write 20min or less")
        ]

    def test_a_rest_position_may_last_an_hour(self) -> None:
        resting = with_dose(an_exercise(kind=Kind.REST), reps=(1,), hold_seconds=3600)
        assert found(resting) == []


class TestUpperEnd:
    """The upper end of the usual dose is not below it, and no way round a pack's limit."""

    usual = Dose(reps=(5, 5), hold_seconds=6, times_a_day=2, days_a_week=5)

    @pytest.mark.parametrize(
        ("name", "usual"),
        [("sets", 2), ("hold_seconds", 6), ("times_a_day", 2), ("days_a_week", 5)],
    )
    def test_it_is_not_below_the_usual_dose(self, name: str, usual: int) -> None:
        for most in (usual, usual + 1):
            dose = replace(self.usual, most=Most(**{name: most}))
            assert found(an_exercise(dose=dose)) == []
        dose = replace(self.usual, most=Most(**{name: usual - 1}))
        assert found(an_exercise(dose=dose)) == [
            Finding(
                ("dose", "most", name),
                f"most {name} {usual - 1} is below the usual {usual}",
                f"write {usual} or more, or take the line out",
                (("dose", name),),
            )
        ]

    def test_it_keeps_to_the_limit_of_cold_and_heat(self) -> None:
        assert found(with_dose(a_cold_pack(), most=Most(hold_seconds=1200))) == []
        assert found(with_dose(a_cold_pack(), most=Most(times_a_day=4))) == []
        assert found(with_dose(a_cold_pack(), most=Most(hold_seconds=1201))) == [
            Finding(
                ("dose", "most", "hold_seconds"),
                "cold for 1201s is too long",
                "write 1200 seconds or less",
                (("kind",),),
            )
        ]


class TestPack:
    """What a pack says of itself: no longer than skin bears, and looked at before it is off."""

    def test_a_pack_may_run_no_longer_than_its_kind(self) -> None:
        assert found(replace(a_cold_pack(), pack=a_pack(longest_seconds=1260))) == [
            Finding(
                ("pack", "longest_seconds"),
                "a pack of cold may run 21min",
                "write longest_seconds = 1200 or less",
                (("kind",),),
            )
        ]
        assert [one.mend for one in found(heat(longest_seconds=1801))] == [
            "write longest_seconds = 1800 or less"
        ]

    @pytest.mark.parametrize("late_seconds", [1200, 1201])
    def test_the_skin_is_looked_at_while_the_pack_is_on(self, late_seconds: int) -> None:
        assert found(replace(a_cold_pack(), pack=a_pack(check_after_seconds=1199))) == []
        assert found(replace(a_cold_pack(), pack=a_pack(check_after_seconds=late_seconds))) == [
            Finding(
                ("pack", "check_after_seconds"),
                "the skin is checked only after the pack is off",
                "write check_after_seconds = 300",
                (("pack", "longest_seconds"),),
            )
        ]


def test_the_leg_is_asked_after_what_one_does_not_after_a_pack_or_a_habit() -> None:
    assert found(an_exercise(check_reach=True)) == []
    for exercise in (a_cold_pack(), heat(), an_exercise(kind=Kind.HABIT)):
        assert found(replace(exercise, check_reach=True)) == [
            Finding(
                ("check_reach",),
                f"the leg is not asked after {exercise.kind.value}",
                "write check_reach = false",
                (("kind",),),
            )
        ]


@pytest.mark.parametrize("form", ["easier", "harder"])
class TestForms:
    """An easier or harder form is another exercise, and one there is."""

    def formed(self, form: str, exercise_id: str) -> list[Finding]:
        return found(an_exercise(**{form: Variant("Another way.", exercise_id)}))

    def test_it_may_be_words_alone_or_name_an_exercise(self, form: str) -> None:
        assert self.formed(form, "") == []
        assert self.formed(form, "bird-dog") == []

    def test_it_is_not_the_exercise_itself(self, form: str) -> None:
        assert self.formed(form, "bridge") == [
            Finding(
                (form, "exercise"),
                f"the {form} form of bridge is itself",
                'name another exercise, or write exercise = ""',
                (("id",),),
            )
        ]

    @pytest.mark.parametrize(("named", "meant"), [("brid-dog", "bird-dog"), ("zzz", "")])
    def test_one_that_is_not_there_is_said_with_the_nearest(
        self, form: str, named: str, meant: str
    ) -> None:
        assert self.formed(form, named) == [
            Finding(
                (form, "exercise"),
                f"there is no exercise {named}",
                f'write exercise = "{meant}"',
            )
        ]
