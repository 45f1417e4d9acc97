"""A therapist writes a program and hears about every mistake, where it is and how to mend it."""

from datetime import time

import pytest

from coach.domain.dose import Side
from coach.domain.program import GateRule, StageCode
from coach.exchange.template import template
from tests.exchange.files import Home, a_cold_pack, an_exercise, line_of, with_line

TEMPLATE = template()


def with_first(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_the_template_has_no_problem(home: Home) -> None:
    assert home.check(TEMPLATE) == []


def test_a_program_is_read_whole(home: Home) -> None:
    home.add_program("my-program", TEMPLATE)
    program = home.shelf.program("my-program")
    assert program.plan_version == "my-program@1"
    assert [stage.code for stage in program.stages] == [StageCode.CALM, StageCode.MOVE]
    walk = program.stages[0].prescriptions[1]
    assert walk.exercise == "walk-little-often"
    assert walk.dose.hold_seconds == 180
    assert walk.times == (time(9), time(12), time(15), time(18))
    assert (walk.gap_minutes, walk.dose.gap_minutes) == (60, 60)
    assert program.stages[0].leave[0].rule is GateRule.LEG_AT_MOST
    assert program.stages[1].sitting.standing_cap == 0
    assert program.flare.prescriptions[0].exercise == "side-lie"


def test_five_mistakes_are_all_said_with_their_lines(home: Home) -> None:
    text = with_first(TEMPLATE, "window = ", "windwo = ")
    text = with_first(text, 'direction = "neutral"', 'direction = "sideways"')
    text = with_first(text, "pelvic-tilt 2x10", "pelvic-tlit 2x10")
    text = with_first(text, "hard = 10", "hard = 40")
    text = with_first(text, '"15:00", "18:00"]', '"15:00"]')
    assert home.check(text) == [
        f'{line_of(text, "sideways")}: direction is "sideways"; '
        "write one of: extension, flexion, neutral",
        f"{line_of(text, 'windwo')}: unknown key windwo in stage 1; did you mean window?",
        f"{line_of(text, 'hard = 40')}: hard (40) is longer than firm (20); "
        "write hard = 20 or less",
        f"{line_of(text, '15:00')}: 3 times are named for 4/day; name 4 times, or write 3/day",
        f"{line_of(text, 'tlit')}: there is no exercise pelvic-tlit; did you mean pelvic-tilt?",
    ]


def test_a_missing_key_is_named_with_an_example(home: Home) -> None:
    text = with_first(TEMPLATE, 'title = "My program"', "")
    assert home.check(text) == ['1: title is missing; add title = "Steady back"']


def test_a_missing_key_of_a_stage_points_at_that_stage(home: Home) -> None:
    text = with_first(TEMPLATE, 'name = "Get it moving"\n', "")
    second = line_of(text, 'code = "B"') - 1
    assert home.check(text) == [f'{second}: stage 2, name is missing; add name = "Calm it down"']


def test_missing_tables_are_named(home: Home) -> None:
    text = TEMPLATE[: TEMPLATE.index("[flare]")]
    assert home.check(text) == [
        "1: flare is missing; add [flare]",
        "1: stage is missing; add [[stage]]",
    ]


def test_the_name_on_disk_and_the_id_agree(home: Home) -> None:
    (said,) = home.check(TEMPLATE, program_id="other")
    assert said.startswith(f"{line_of(TEMPLATE, 'id = ')}: id is my-program")
    assert said.endswith('; write id = "other" or rename it to my-program')


@pytest.mark.parametrize("bias", ["extension", "flexion"])
def test_an_exercise_against_the_direction_needs_a_typed_reason(home: Home, bias: str) -> None:
    home.add_exercise("cat-camel", an_exercise("cat-camel", bias=f'"{bias}"'))
    line = line_of(TEMPLATE, "cat-camel")
    (said,) = home.check(TEMPLATE)
    assert said.startswith(f"{line}: cat-camel is {bias}, the program's direction is neutral; ")
    assert "allow_direction" in said

    reason = 'allow_direction = "Tested in the clinic: the leg fades."'
    with_reason = with_first(TEMPLATE, "# allow_direction", f"{reason} # ")
    assert home.check(with_reason) == []
    program = home.shelf.program("my-program")
    assert program.direction_reason == "Tested in the clinic: the leg fades."


def test_an_empty_reason_does_not_count(home: Home) -> None:
    home.add_exercise("cat-camel", an_exercise("cat-camel", bias='"flexion"'))
    text = with_first(TEMPLATE, "# allow_direction", 'allow_direction = "  " # ')
    assert home.check(text) == [
        f"{line_of(text, 'allow_direction')}: allow_direction is empty; write some words"
    ]


def test_an_exercise_with_the_program_s_direction_fits(home: Home) -> None:
    home.add_exercise("cat-camel", an_exercise("cat-camel", bias='"flexion"'))
    assert home.check(with_first(TEMPLATE, 'direction = "neutral"', 'direction = "flexion"')) == []


def test_an_exercise_for_other_presentations_is_said(home: Home) -> None:
    home.add_exercise("cat-camel", an_exercise("cat-camel", patterns='["P2", "P4_FR"]'))
    assert home.check(TEMPLATE) == [
        f"{line_of(TEMPLATE, 'cat-camel')}: cat-camel is not meant for presentation UNSET; "
        "choose another exercise; this one is for P2, P4_FR"
    ]


def test_cold_longer_than_its_limit_is_refused_everywhere(home: Home) -> None:
    home.add_exercise("cold-pack", a_cold_pack())
    text = with_first(TEMPLATE, '"side-lie 10min 4/day", ', '"cold-pack 21min 2/day", ')
    text = with_first(text, "pelvic-tilt 2x10 hold 3s rest 30s", "cold-pack 2x1 hold 9min")
    assert home.check(text) == [
        f"{line_of(text, '21min')}: cold for 21min is too long; write 20min or less",
        f"{line_of(text, '2x1')}: cold is put on once a time, not 2 times; "
        "write the minutes alone, like 10min",
    ]


def test_a_gap_that_is_shorter_than_the_skin_needs_is_refused(home: Home) -> None:
    home.add_exercise("cold-pack", a_cold_pack())
    asked = 'dose = "side-lie 10min 4/day"\n  gap_minutes = '
    cold = asked.replace("side-lie 10min 4/day", "cold-pack 9min 2/day")
    assert home.check(with_first(TEMPLATE, asked, cold)) == []
    text = with_first(TEMPLATE, f"{asked}60", f"{cold}20")
    (said,) = [one for one in home.check(text) if "skin" in one]
    assert said == (
        f"{line_of(text, 'gap_minutes = 20')}: the gap of cold-pack is 20 minutes, "
        "its skin rests 60; write gap_minutes = 60 or more, or leave it out"
    )


def test_the_pack_s_own_limit_wins_when_it_is_shorter(home: Home) -> None:
    home.add_exercise("cold-pack", a_cold_pack(longest_seconds="900"))
    text = with_first(TEMPLATE, "cat-camel 1x6 tempo 6s", "cold-pack 16min")
    (said,) = home.check(text)
    assert "cold for 16min is too long; write 15min or less" in said


def test_a_pack_without_a_time_is_refused(home: Home) -> None:
    home.add_exercise("cold-pack", a_cold_pack())
    (said,) = home.check(with_first(TEMPLATE, "cat-camel 1x6 tempo 6s", "cold-pack 1x1"))
    assert "cold needs a time" in said


def test_more_than_four_exercises_in_a_stage_are_too_many(home: Home) -> None:
    for name in ("one", "two", "three"):
        home.add_exercise(name)
    more = "".join(f'[[stage.prescription]]\ndose = "{n} 1x5"\n' for n in ("one", "two", "three"))
    text = with_first(TEMPLATE, "  [[stage.leave]]", f"{more}  [[stage.leave]]")
    assert home.check(text) == [
        f"{line_of(text, 'three 1x5')}: stage A asks 5 exercises; choose the 4 that matter most"
    ]


def test_an_exercise_asked_twice_in_a_stage_is_said(home: Home) -> None:
    text = with_first(TEMPLATE, "cat-camel 1x6", "pelvic-tilt 1x6")
    (said,) = home.check(text)
    assert said.startswith(f"{line_of(text, 'pelvic-tilt 1x6')}: pelvic-tilt is asked twice")


@pytest.mark.parametrize(
    ("times", "what"),
    [
        ('["12:00", "09:00", "15:00", "18:00"]', "times are not in order"),
        ('["09:00", "09:30", "15:00", "18:00"]', "times are 30 minutes apart, the gap is 60"),
        ('["09:00", "25:00", "15:00", "18:00"]', 'times 2 is "25:00"'),
        ("[09:00:00]", "times 1 is a date or time"),
    ],
)
def test_times_of_day_must_fit(home: Home, times: str, what: str) -> None:
    text = with_first(TEMPLATE, '["09:00", "12:00", "15:00", "18:00"]', times)
    (said,) = home.check(text)
    assert what in said
    assert said.startswith(f"{line_of(text, 'times = ')}:")


def test_a_dose_beyond_the_caps_is_refused(home: Home) -> None:
    text = with_first(TEMPLATE, "cat-camel 1x6", "cat-camel 1x10000")
    assert home.check(text) == [
        f"{line_of(text, '10000')}: stage 2, prescription 2, dose: reps is 10000; write 1 to 60"
    ]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("amber_up_to = 5", "amber_up_to = 3", "amber_up_to (3) is not above green_up_to (3)"),
        ("rise_red = 3", "rise_red = 2", "rise_red (2) is not above rise_amber (2)"),
        ("severe_from = 8", "severe_from = 5", "severe_from (5) is not above amber_up_to (5)"),
        ("hours = 48", "hours = 73", "hours is 73; write a whole number from 1 to 72"),
        ("soft = 20", "soft = 241", "soft is 241; write a whole number from 1 to 240"),
        ("soft = 20", "soft = 20.0", "soft is a number; write a whole number from 1 to 240"),
        ("soft = 20", "soft = true", "soft is true or false; write a whole number"),
        ("sitting_factor = 0.75", "sitting_factor = 1.5", "sitting_factor is 1.5"),
        ('code = "B" ', 'code = "A" ', "stage A comes after stage A"),
        ("score = 5\n", "", "rule leg_at_most needs score; add score = 5"),
        ("score = 5", "score = 5\npercent = 70", "rule leg_at_most does not use percent"),
        ("of_days = 4", "of_days = 2", "3 days of 2 cannot be; write of_days = 3 or more"),
        ("days = 2\n", "of_days = 2\n", "of_days stands without days"),
    ],
)
def test_what_does_not_add_up_is_said(home: Home, old: str, new: str, what: str) -> None:
    text = TEMPLATE.replace('code = "B"\n', 'code = "B" \n')
    said = home.check(with_first(text, old, new))
    assert any(what in one for one in said), said


def test_tempo_and_gap_are_the_exercise_s_own_where_the_program_names_none(home: Home) -> None:
    own = an_exercise("cat-camel", hold_seconds="0", tempo_seconds="7")
    home.add_exercise("cat-camel", with_line(own, "days_a_week", "gap_minutes = 90"))
    home.add_program("my-program", with_first(TEMPLATE, "cat-camel 1x6 tempo 6s", "cat-camel 1x6"))
    asked = home.shelf.program("my-program").stages[1].prescriptions[1]
    assert (asked.dose.tempo_seconds, asked.gap_minutes) == (7, 90)
    assert asked.dose.side is Side.NONE


def test_a_broken_exercise_is_named_where_the_program_asks_for_it(home: Home) -> None:
    home.add_exercise("cat-camel", "id = 3")
    assert home.check(TEMPLATE) == [
        f"{line_of(TEMPLATE, 'cat-camel')}: exercise cat-camel has a problem of its own; "
        "mend cat-camel.toml first"
    ]


def test_a_thousand_mistakes_end_in_a_list_that_can_be_read(home: Home) -> None:
    said = home.check("".join(f"wrong{n} = {n}\n" for n in range(1000)) + TEMPLATE)
    assert len(said) == 101
    assert said[0] == "1: there may be more mistakes; mend these and check again"


def test_what_may_be_made_easier_after_a_red_is_read(home: Home) -> None:
    home.add_program("my-program", with_first(TEMPLATE, "may_swap = true", "may_swap = false"))
    easing = home.shelf.program("my-program").easing
    assert (easing.may_halve, easing.may_swap) == (True, False)


def test_without_a_word_about_easing_both_are_allowed(home: Home) -> None:
    start, end = TEMPLATE.index("[easing]"), TEMPLATE.index("[flare]")
    home.add_program("my-program", TEMPLATE[:start] + TEMPLATE[end:])
    easing = home.shelf.program("my-program").easing
    assert (easing.may_halve, easing.may_swap) == (True, True)


def test_a_slip_in_easing_is_named_with_its_line(home: Home) -> None:
    text = with_first(TEMPLATE, "may_swap = true", 'may_swap = "yes"')
    (problem,) = home.check(text)
    line = line_of(text, "may_swap")
    assert problem == f"{line}: easing, may_swap is text; write true or false"
    text = with_first(TEMPLATE, "may_halve = true", "may_half = true")
    (problem,) = home.check(text)
    assert "unknown key may_half" in problem
