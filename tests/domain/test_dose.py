"""Dose lines: what a therapist types is what is shown back and what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.dose import (
    DAYS,
    MOST_HOLD_SECONDS,
    MOST_REPS,
    MOST_REST_SECONDS,
    MOST_SETS,
    MOST_TEMPO_SECONDS,
    MOST_TIMES_A_DAY,
    Dose,
    DoseLine,
    Side,
    beyond_caps,
    format_dose,
    format_dose_line,
    parse_dose_line,
)
from coach.domain.errors import InputError

IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    """Any dose that a line can say."""
    days = tuple(day for day in DAYS if draw(st.booleans()))
    return Dose(
        reps=tuple(draw(st.lists(st.integers(1, MOST_REPS), min_size=1, max_size=MOST_SETS))),
        hold_seconds=draw(st.integers(0, MOST_HOLD_SECONDS)),
        tempo_seconds=draw(st.integers(0, MOST_TEMPO_SECONDS)),
        rest_seconds=draw(st.integers(0, MOST_REST_SECONDS)),
        side=draw(st.sampled_from(Side)),
        times_a_day=draw(st.integers(1, MOST_TIMES_A_DAY)),
        days_a_week=len(days) or draw(st.integers(1, 7)),
        days=days,
    )


@given(IDS, doses())
def test_a_dose_shown_and_typed_again_is_the_same_dose(exercise: str, dose: Dose) -> None:
    line = format_dose_line(exercise, dose)
    own_tempo = dose.tempo_seconds if dose.timed else 0
    assert parse_dose_line(line, tempo_seconds=own_tempo) == DoseLine(exercise, dose)


@given(st.text())
def test_any_other_text_is_refused_in_one_harmless_sentence(text: str) -> None:
    said = answer_to(f"bird-dog {text}")
    assert "\n" not in said
    assert "\x1b" not in said


def answer_to(line: str) -> str:
    """What a person is told about a line; empty when it is within the caps."""
    try:
        dose = parse_dose_line(line).dose
    except InputError as error:
        return error.message
    return "".join(name for name, *_ in beyond_caps(dose))


def test_the_line_of_the_contract() -> None:
    line = parse_dose_line("bird-dog 3x6 hold 8s rest 30s side each 2/day mon,wed,fri")
    assert line.exercise == "bird-dog"
    assert line.dose == Dose(
        reps=(6, 6, 6),
        hold_seconds=8,
        rest_seconds=30,
        side=Side.EACH,
        times_a_day=2,
        days_a_week=3,
        days=("mon", "wed", "fri"),
    )


@pytest.mark.parametrize(
    ("words", "dose"),
    [
        ("6-4-2", Dose(reps=(6, 4, 2))),
        ("10min", Dose(hold_seconds=600, rest_seconds=0)),
        ("rest 1min 90s", Dose(hold_seconds=90, rest_seconds=60)),
        ("2x5 tempo 0s", Dose(reps=(5, 5), tempo_seconds=0)),
        ("1x1 5/week", Dose(days_a_week=5)),
        ("1x1 2/week fri,mon", Dose(days=("mon", "fri"), days_a_week=2)),
    ],
)
def test_forms_of_a_dose(words: str, dose: Dose) -> None:
    assert parse_dose_line(f"walk {words}").dose == dose


def test_a_tempo_that_is_not_named_is_the_exercise_s_own() -> None:
    assert parse_dose_line("cat-camel 1x6", tempo_seconds=6).dose.tempo_seconds == 6
    assert parse_dose_line("cat-camel 1x6 tempo 3s", tempo_seconds=6).dose.tempo_seconds == 3


def test_work_and_sides_add_up() -> None:
    dose = parse_dose_line("clam 6-4-2 hold 8s side each").dose
    assert (dose.sets, dose.sides, dose.total_reps) == (3, 2, 24)  # (6 + 4 + 2) on both sides
    assert dose.total_seconds == 24 * 8


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "needs an exercise and a dose"),
        ("hold 8s", "does not say how much; write 3x6"),
        ("3x6 hold", "'' is no time; write 8s or 10min"),
        ("3x6 hold 8", "'8' is no time"),
        ("3x6 side both", "'both' is no side; write one of: none, each, left, right, sore, alt"),
        ("3x6 twice", "'twice' is not understood; write it like: bird-dog"),
        ("11x6", "has 11 sets; write 1 to 10"),
        ("0x6", "has 0 sets"),
        ("3x10000", "reps is 10000; write 1 to 60"),
        ("6-0", "fewest reps is 0"),
        ("3x6 hold 61min", "hold seconds is 3660; write 0 to 3600"),
        ("3x6 25/day", "times a day is 25; write 1 to 24"),
        ("3x6 0/week", "days a week is 0; write 1 to 7"),
        ("0min", "'0min' is no time at all"),
        ("3x6 mon,wensday", "'mon,wensday' is not understood"),
        ("3x6 2x8", "'2x8' says reps again; say it once"),
        ("3x6 hold 8s hold 9s", "says hold seconds again"),
        ("10min hold 5s", "says hold seconds again"),
        ("3x6 mon,wed 3/week", "'3/week' says days a week again"),
        ("٣x٦", "is not understood"),
    ],
)
def test_what_cannot_be_meant_is_said(words: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_dose_line(f"bird-dog {words}")
    assert says in caught.value.message


@pytest.mark.parametrize("exercise", ["Bird-Dog", "-dog", "bird_dog", "\x1b[2J", "x" * 500 + "!"])
def test_what_is_no_exercise_id_is_refused_and_shown_harmless(exercise: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_dose_line(f"{exercise} 3x6")
    assert "is no exercise id; write it like bird-dog" in caught.value.message
    assert "\x1b" not in caught.value.message
    assert len(caught.value.message) < 200


def test_a_dose_without_sets_is_beyond_the_caps() -> None:
    assert [name for name, *_ in beyond_caps(Dose(reps=()))] == ["sets", "reps", "fewest reps"]


def test_a_dose_is_shown_in_the_order_of_the_grammar() -> None:
    dose = Dose(reps=(6, 6), hold_seconds=60, side=Side.SORE, times_a_day=2, days_a_week=5)
    assert format_dose(dose) == "2x6 hold 1min rest 30s side sore 2/day 5/week"
    assert format_dose(replace(dose, hold_seconds=0)) == (
        "2x6 tempo 4s rest 30s side sore 2/day 5/week"
    )
