"""A program as lines: what is shown reads back, and what cannot be read says what to write."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from coach.domain.errors import InputError
from coach.domain.findings import KeyPath
from coach.domain.line_words import quoted, split_words
from coach.domain.plan_lines import LABELS, kind_of, lines_of
from coach.domain.plan_places import keys_of
from coach.domain.program import Program, StageCode
from coach.domain.program_edit import moved, with_line, with_new_line, without_line
from tests.domain.edits import CATALOGUE, PROGRAMS, STEADY, edits, texts

PELVIC_TILT: KeyPath = ("B", "dose", 0)


def line(program: Program, *key: str | int) -> str:
    """The text of the line at a key."""
    return next(one.text for one in lines_of(program, CATALOGUE) if one.key == key)


def refused(program: Program, key: KeyPath, text: str) -> str:
    """What is said to a line that cannot be."""
    with pytest.raises(InputError) as error:
        with_line(program, key, text, CATALOGUE)
    return error.value.message


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_every_shown_line_reads_back_to_the_same_program(program: Program) -> None:
    for shown in lines_of(program, CATALOGUE):
        assert with_line(program, shown.key, shown.text, CATALOGUE) == program, shown.text


@given(edits())
def test_an_edit_is_refused_or_shows_what_it_made(
    edit: tuple[Program, KeyPath, str],
) -> None:
    program, key, text = edit
    try:
        changed = with_line(program, key, text, CATALOGUE)
    except InputError:
        return
    shown = line(changed, *key)
    assert with_line(program, key, shown, CATALOGUE) == changed
    others = [one for one in lines_of(changed, CATALOGUE) if one.key != key]
    assert others == [one for one in lines_of(program, CATALOGUE) if one.key != key]


@given(texts)
def test_a_text_in_quotes_is_one_word_again(text: str) -> None:
    (word,) = split_words(quoted(text))
    assert (word.text, word.quoted) == (text, True)


def test_every_line_has_a_label_and_a_place() -> None:
    assert [one.key for one in lines_of(STEADY, CATALOGUE)] == list(keys_of(STEADY))
    assert {kind_of(key) for key in keys_of(STEADY)} == set(LABELS)


def test_a_dose_line_shows_times_and_note_and_hides_the_usual_gap() -> None:
    assert line(STEADY, *PELVIC_TILT) == (
        "pelvic-tilt 2x10 hold 3s rest 30s 2/day at 10:30 17:00 "
        'note "Half the movement is enough on a sore day."'
    )
    with_gap = with_line(STEADY, PELVIC_TILT, "pelvic-tilt 2x10 2/day gap 300min", CATALOGUE)
    assert line(with_gap, *PELVIC_TILT) == "pelvic-tilt 2x10 tempo 6s rest 30s 2/day gap 300min"


def test_a_dose_names_no_tempo_and_gets_the_exercise_s_own() -> None:
    changed = with_line(STEADY, PELVIC_TILT, "hinge 1x6 2/day", CATALOGUE)
    asked = changed.stage(StageCode.MOVE).prescriptions[0]
    assert asked.dose.tempo_seconds == CATALOGUE["hinge"].dose.tempo_seconds


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        (
            PELVIC_TILT,
            "pelvic-tlt 2x10",
            "there is no exercise 'pelvic-tlt'; did you mean pelvic-tilt?",
        ),
        (PELVIC_TILT, "pelvic-tilt 2x100", "reps is 100; write 1 to 60"),
        (PELVIC_TILT, "pelvic-tilt 2x10 2/day at 9:00", "name 2 times"),
        (PELVIC_TILT, "pelvic-tilt 2x10 2/day at 18:00 9:00", "write at 09:00 18:00"),
        (PELVIC_TILT, "pelvic-tilt 2x10 at 25:00", "'25:00' is no time of day"),
        (PELVIC_TILT, 'pelvic-tilt 2x10 note "Slow', "has a quote that does not fit"),
        (PELVIC_TILT, "pelvic-tilt 2x10 note Slow", "stands without quotes"),
        (PELVIC_TILT, "pelvic-tilt 2x10 gap 13h", "write it like gap 60min"),
        (PELVIC_TILT, "calf 1x3", "calf is asked twice in stage B"),
        (PELVIC_TILT, "cold-pack 30min 2/day", "write 20min or less"),
        (PELVIC_TILT, "heat-pack 3x10", "heat needs a time"),
        (PELVIC_TILT, "heat-pack 15min 5/day", "4 is the most"),
        (
            PELVIC_TILT,
            "cold-pack 10min 2/day gap 10min",
            "its skin rests 60; write gap 60min or more",
        ),
        (PELVIC_TILT, "press-up 1x10", "the program's direction is neutral"),
        (PELVIC_TILT, "", "the line is empty"),
        (("B", "sitting"), "sitting hrad 10", "did you mean hard?"),
        (("B", "sitting"), "sitting hard 0", "from 1 to 240"),
        (("B", "sitting"), "sitting most 10", "write a number from 30 to 240"),
        (("B", "sitting"), "sitting adapts maybe", "after 'adapts'"),
        (("B", "sitting"), "sitting hard 40", "write hard 30 or less"),
        (("B", "sitting"), "sitting hard 10 hard 12", "say it once"),
        (("B", "sitting"), "sitting", "has nothing behind it"),
        (("B", "sitting"), "siting hard 10", "begin it with: sitting"),
        (
            ("thresholds",),
            "thresholds green 6",
            "amber (5) is not above green (6); write 7 or more",
        ),
        (("flare", "hours"), "flare hours 100", "from 1 to 72"),
        (("flare", "hours"), "flare sitting 0.5", "like sitting x0.75"),
        (("flare", "dose", 0), 'side-lie 10min note "x"', "does not go with a bad day's exercise"),
        (("B", "leave", 0), "leave leg_at_most score 3", "needs days; add days 5"),
        (("B", "leave", 0), "leave leg_at_most score 11 days 5", "from 0 to 10"),
        (
            ("B", "leave", 0),
            "leave leg_at_most score 3 days 5 of_days 4",
            "write of_days 5 or more",
        ),
        (("B", "leave", 0), "leave leg_at_mots score 3", "did you mean leg_at_most?"),
        (("B", "leave", 0), "enter settled", "begin it with: leave"),
        (("B", "leave", 0), "leave settled score 3", "write one of: days, of_days"),
        (("C", "leave", 2), "leave instrument_change instrument odi", "needs better"),
        (("easing",), "easing halve maybe", "after 'halve'"),
        (("confirms",), "confirms stage nurse", "therapist, patient"),
        (("title",), 'title ""', "has an empty text"),
        (("title",), f'title "{"x" * 81}"', "write at most 80"),
        (("direction",), "direction up", "extension, flexion, neutral"),
        (("allow-direction",), 'allow-direction "because"', "say in a sentence why"),
        (("B", "stage"), 'stage C "Other"', "keeps its letter"),
        (("B", "dose", 9), "calf 1x3", "there is no line"),
        (("title",), 'title "a" b', "'b' is not understood here"),
    ],
)
def test_a_line_that_cannot_be_names_the_word_and_the_mend(
    key: KeyPath, text: str, said: str
) -> None:
    assert said in refused(STEADY, key, text)


def test_a_line_of_settings_leaves_what_it_does_not_name() -> None:
    changed = with_line(STEADY, ("B", "sitting"), "sitting hard 10 standing 20", CATALOGUE)
    before = STEADY.stage(StageCode.MOVE).sitting
    assert changed.stage(StageCode.MOVE).sitting == replace(before, hard=10, standing_cap=20)


def test_a_criterion_without_a_sentence_gets_a_plain_one() -> None:
    text = "leave leg_at_most score 2 days 5 of_days 7"
    changed = with_line(STEADY, ("B", "leave", 0), text, CATALOGUE)
    assert changed.stage(StageCode.MOVE).leave[0].text == (
        "Leg pain 2 or less on 5 of the last 7 days."
    )


def test_a_sentence_with_the_old_numbers_does_not_stay() -> None:
    text = line(STEADY, "B", "leave", 0).replace("score 3", "score 2")
    changed = with_line(STEADY, ("B", "leave", 0), text, CATALOGUE)
    assert "Leg pain 2 or less" in changed.stage(StageCode.MOVE).leave[0].text


def test_a_direction_may_come_before_its_exercises_are_exchanged() -> None:
    away = next(program for program in PROGRAMS if program.id == "ease-back")
    changed = with_line(away, ("direction",), "direction flexion", CATALOGUE)
    assert changed.direction.value == "flexion"


def test_a_new_line_comes_behind_the_chosen_one() -> None:
    changed, key = with_new_line(STEADY, PELVIC_TILT, "hinge 2x8", CATALOGUE)
    assert key == ("B", "dose", 1)
    assert [one.exercise for one in changed.stage(StageCode.MOVE).prescriptions][:3] == [
        "pelvic-tilt",
        "hinge",
        "cat-camel",
    ]


def test_a_new_line_finds_its_list_by_its_first_word() -> None:
    assert with_new_line(STEADY, PELVIC_TILT, "leave days_in_stage days 7", CATALOGUE)[1] == (
        "B",
        "leave",
        4,
    )
    assert with_new_line(STEADY, ("title",), 'precaution "Mind the step."', CATALOGUE)[1] == (
        "precaution",
        6,
    )
    assert with_new_line(STEADY, ("flare", "hours"), "cold-pack 10min 2/day", CATALOGUE)[1] == (
        "flare",
        "dose",
        4,
    )
    with pytest.raises(InputError, match="needs a stage"):
        with_new_line(STEADY, ("title",), "bridge 2x8", CATALOGUE)


def test_a_stage_can_be_taken_out_and_made_from_another_one() -> None:
    without = without_line(STEADY, ("B", "stage"), CATALOGUE)
    assert [stage.code.value for stage in without.stages] == ["A", "C", "D"]
    back, key = with_new_line(without, ("title",), 'stage B "Gently on" like A', CATALOGUE)
    assert key == ("B", "stage")
    assert [stage.code.value for stage in back.stages] == ["A", "B", "C", "D"]
    assert back.stage(StageCode.MOVE).prescriptions == back.stage(StageCode.CALM).prescriptions


@pytest.mark.parametrize("key", [("B", "sitting"), ("title",), ("flare", "hours")])
def test_what_every_program_needs_cannot_be_taken_out(key: KeyPath) -> None:
    with pytest.raises(InputError, match="write another value"):
        without_line(STEADY, key, CATALOGUE)


def test_a_stage_never_asks_for_nothing() -> None:
    program = STEADY
    for _ in range(3):
        program = without_line(program, ("B", "dose", 0), CATALOGUE)
    with pytest.raises(InputError, match="stage B must ask for something"):
        without_line(program, ("B", "dose", 0), CATALOGUE)


def test_a_line_moves_within_its_list_and_stops_at_its_end() -> None:
    down, key = moved(STEADY, PELVIC_TILT, 1)
    assert key == ("B", "dose", 1)
    assert down.stage(StageCode.MOVE).prescriptions[1].exercise == "pelvic-tilt"
    assert moved(STEADY, PELVIC_TILT, -1) == (STEADY, PELVIC_TILT)
