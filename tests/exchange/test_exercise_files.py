"""An exercise file is read whole, or every mistake in it is said."""

import pytest

from coach.domain.dose import Dose, Most, Side
from coach.domain.exercise import Bias, Kind, Position, Presentation
from tests.exchange.files import Home, a_cold_pack, an_exercise, line_of, with_line


def test_an_exercise_is_read_whole(home: Home) -> None:
    text = an_exercise().replace("[easier]", "[dose.most]\nsets = 4\nhold_seconds = 10\n\n[easier]")
    home.add_exercise("bird-dog", text)
    exercise = home.shelf.exercise("bird-dog")
    assert exercise.kind is Kind.MOVEMENT
    assert exercise.bias is Bias.NEUTRAL
    assert exercise.position is Position.HANDS_AND_KNEES
    assert Presentation.UNSET in exercise.patterns
    assert exercise.stages == ("C", "D")
    assert exercise.steps == ("Brace lightly.", "Slide one leg back.")
    assert exercise.dose == Dose(
        reps=(6, 6, 6), hold_seconds=8, tempo_seconds=5, rest_seconds=30, side=Side.EACH
    )
    assert exercise.dose.most == Most(sets=4, hold_seconds=10)
    assert exercise.easier.text == "Leg only."
    assert exercise.pack is None


def test_reps_may_be_a_list_with_one_number_a_set(home: Home) -> None:
    home.add_exercise("bird-dog", an_exercise(reps="[6, 4, 2]"))
    assert home.shelf.exercise("bird-dog").dose.reps == (6, 4, 2)


def test_a_list_of_reps_and_another_number_of_sets_is_said(home: Home) -> None:
    text = an_exercise(reps="[6, 4]")
    assert home.check_exercise(text) == [
        f"{line_of(text, 'sets = ')}: 3 sets and 2 numbers of reps; write sets = 2"
    ]


def test_a_cold_pack_is_read_whole(home: Home) -> None:
    home.add_exercise("cold-pack", a_cold_pack())
    pack = home.shelf.exercise("cold-pack").pack
    assert pack is not None
    assert (pack.longest_seconds, pack.check_after_seconds, pack.gap_minutes) == (1200, 300, 60)


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("hold_seconds", "1201", "cold for 1201s is too long; write 20min or less"),
        ("longest_seconds", "1260", "a pack of cold may run 21min; write longest_seconds = 1200"),
        ("longest_seconds", "1801", "longest_seconds is 1801; write a whole number from 60 to"),
        ("check_after_seconds", "0", "check_after_seconds is 0"),
        ("hold_seconds", "0", "cold needs a time"),
    ],
)
def test_a_pack_keeps_to_its_limits(home: Home, key: str, value: str, what: str) -> None:
    said = home.check_exercise(a_cold_pack(**{key: value}), "cold-pack")
    assert any(what in one for one in said), said


def test_heat_may_run_thirty_minutes_and_no_longer(home: Home) -> None:
    heat = a_cold_pack(kind='"heat"', hold_seconds="1800", longest_seconds="1800")
    assert home.check_exercise(heat, "cold-pack") == []
    too_long = with_line(heat, "hold_seconds", "hold_seconds = 1801")
    (said,) = home.check_exercise(too_long, "cold-pack")
    assert "heat for 1801s is too long; write 30min or less" in said


def test_the_usual_upper_end_of_a_pack_keeps_to_the_limit_too(home: Home) -> None:
    text = a_cold_pack().replace("[easier]", "[dose.most]\nhold_seconds = 1260\n\n[easier]")
    (said,) = home.check_exercise(text, "cold-pack")
    assert said.startswith(f"{line_of(text, '1260')}: cold for 21min is too long")


def test_a_pack_belongs_to_cold_and_heat_only(home: Home) -> None:
    text = a_cold_pack(kind='"rest"')
    assert home.check_exercise(text, "cold-pack") == [
        f"{line_of(text, '[pack]')}: pack belongs to kind cold or heat only; take the table out"
    ]


def test_cold_without_its_skin_question_is_refused(home: Home) -> None:
    text = an_exercise(kind='"cold"', hold_seconds="60", sets="1", reps="1", side='"none"')
    assert home.check_exercise(text) == ["1: pack is missing for kind cold; add the table [pack]"]


def test_a_wrong_word_lists_the_words_there_are(home: Home) -> None:
    text = an_exercise(position='"lying"')
    (said,) = home.check_exercise(text)
    line = line_of(text, "position")
    assert said.startswith(f'{line}: position is "lying"; write one of: standing, sitting, on-back')


def test_an_easier_form_that_does_not_exist_is_said(home: Home) -> None:
    text = an_exercise().replace('"Leg only."', '"Leg only."\nexercise = "cat-camle"')
    assert home.check_exercise(text) == [
        f'{line_of(text, "camle")}: there is no exercise cat-camle; write exercise = "cat-camel"'
    ]


def test_a_form_that_is_the_exercise_itself_is_said(home: Home) -> None:
    text = an_exercise().replace('"Leg only."', '"Leg only."\nexercise = "bird-dog"')
    (said,) = home.check_exercise(text)
    assert "the easier form of bird-dog is itself" in said


def test_an_upper_end_below_the_usual_dose_is_said(home: Home) -> None:
    text = an_exercise().replace("[easier]", "[dose.most]\nsets = 2\n\n[easier]")
    (said,) = home.check_exercise(text)
    assert "most sets 2 is below the usual 3" in said


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("reps", "10000"),
        ("reps", "0"),
        ("reps", "[]"),
        ("sets", "11"),
        ("hold_seconds", "3601"),
        ("rest_seconds", "-1"),
        ("tempo_seconds", "61"),
        ("times_a_day", "25"),
        ("days_a_week", "8"),
        ("days_a_week", "0x" + "f" * 5000),
        ("hold_seconds", "8.0"),
        ("hold_seconds", '"8"'),
        ("reps", "{ first = 6 }"),
    ],
)
def test_unsafe_numbers_are_refused_where_they_stand(home: Home, key: str, value: str) -> None:
    text = an_exercise(**{key: value})
    (said,) = home.check_exercise(text)
    assert said.startswith(f"{line_of(text, f'{key} = ')}: dose, {key}")
    assert "; write " in said
    assert len(said) < 200


def test_a_list_where_a_table_belongs_is_said(home: Home) -> None:
    text = an_exercise()
    text = "harder = [1, 2]\n" + text[: text.index("[harder]")]
    assert home.check_exercise(text) == ["1: harder is a list; write a table, [harder]"]


def test_whether_the_leg_is_asked_after_it_is_read_and_false_when_left_out(home: Home) -> None:
    home.add_exercise("bird-dog", an_exercise())
    assert home.shelf.exercise("bird-dog").check_reach is False
    home.add_exercise("press-up", "check_reach = true\n" + an_exercise("press-up"))
    assert home.shelf.exercise("press-up").check_reach is True


def test_the_leg_is_not_asked_after_a_pack(home: Home) -> None:
    (problem,) = home.check_exercise("check_reach = true\n" + a_cold_pack(), "cold-pack")
    assert "the leg is not asked after cold; write check_reach = false" in problem
