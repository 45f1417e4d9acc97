"""The body map in line mode: places in words or numbers, letters and a score, and what follows."""

import pytest

from coach.cli.line_body import list_lines, number_of, read_marking
from coach.domain.body_chart import Chart, Feeling
from coach.domain.body_zones import ZONES, Part, Zone
from coach.domain.events import BodyMarked, RedFlagAnswered, SafetyHold
from coach.workflows.body import DUE, WHY_ASKED
from tests.cli.conftest import Facts, Patient, Run
from tests.domain.test_body_chart import a_chart

PAIN, NUMB, TINGLE, WEAK = Feeling


@pytest.mark.parametrize(
    ("typed", "code", "feelings", "score"),
    [
        ("left calf pn 5", "B5L", {PAIN, NUMB}, 5),
        ("LEFT CALF P", "B5L", {PAIN}, None),
        ("left calf pain numb 10", "B5L", {PAIN, NUMB}, 10),
        ("left calf tingling", "B5L", {TINGLE}, None),
        ("left calf t w 0", "B5L", {TINGLE, WEAK}, 0),
        ("left calf 5", "B5L", set(), 5),
        ("calf left p", "B5L", {PAIN}, None),
        ("l calf p", "B5L", {PAIN}, None),
        ("b5l w 3", "B5L", {WEAK}, 3),
        ("left shin, outer side p 2", "F6L", {PAIN}, 2),
        ("left shin outer pntw", "F6L", {PAIN, NUMB, TINGLE, WEAK}, None),
        ("right toe n", "F9R", {NUMB}, None),
        ("middle p 4", "B0", {PAIN}, 4),
        ("saddle t", "SAD", {TINGLE}, None),
        ("1 p 4", "B0", {PAIN}, 4),
        ("2 4", "B1L", set(), 4),
    ],
)
def test_a_place_letters_and_a_number(
    typed: str, code: str, feelings: set[Feeling], score: int | None
) -> None:
    marking = read_marking(typed)
    assert (marking.zone.code, set(marking.feelings), marking.score) == (code, feelings, score)


@pytest.mark.parametrize("one", ZONES, ids=lambda zone: str(zone.code))
def test_every_zone_is_understood_by_its_words_and_its_number(one: Zone) -> None:
    for typed in (f"{one.words} p", f"{number_of(one)} p", f"{one.code} p"):
        assert read_marking(typed.replace("(", "").replace(")", "")).zone is one


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("left thigh p", "Which one: "),
        ("calf p", "Which one: "),
        ("left calf", "Say what you feel there, as in: left calf p 4"),
        ("left calf 11", "goes from 0 to 10"),
        ("left calf pn 99", "goes from 0 to 10"),
        ("elbow p", "There is no such place"),
        ("left calf x", "There is no such place"),
        ("99 p", "The places are numbered 1 to"),
        ("0 p", "The places are numbered 1 to"),
        ("٣ p", "There is no such place"),
        ("", "There is no such place"),
        ("p", "There is no such place"),
        ("5", "Say what you feel there"),
        ("clear", "There is no such place"),
        ("left calf -3", "There is no such place"),
        ("left calf 5.5", "There is no such place"),
    ],
)
def test_what_cannot_be_understood_is_told_in_one_plain_line(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as refused:
        read_marking(typed)
    assert "\n" not in str(refused.value)


def test_what_was_typed_is_what_stands() -> None:
    chart = a_chart("B5L pn 5")
    assert read_marking("left calf t").on(chart) == a_chart("B5L t")
    assert read_marking("left calf 7").on(chart) == a_chart("B5L pn 7")
    assert read_marking("left calf clear").on(chart) == Chart()


def test_the_list_shows_every_zone_once_by_part() -> None:
    lines = list_lines(a_chart("B5L pn 5"))
    assert len(lines) == len(ZONES) + len(Part)
    assert [line for line in lines if line.isupper()] == [part.value.upper() for part in Part]
    assert any(line.endswith("left calf: pain, numb, 5 of 10") for line in lines)


def test_marking_and_saving(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["y", "middle p 3", "left calf pt 6", "left calf 5", "done", "q"])
    assert result.code == 0
    assert DUE in result.lines
    assert any(line.endswith("left calf: pain, tingling, 5 of 10") for line in result.lines)
    assert "The body map is saved." in result.lines
    rows = facts(BodyMarked)
    assert [(row.zone, row.pain, row.tingle, row.score) for row in rows] == [
        ("B0", True, False, 3),
        ("B5L", True, True, 5),
    ]
    assert DUE not in run(answers=["q"]).lines


def test_wrong_input_gets_one_line_with_an_example(run: Run, set_up: Patient) -> None:
    set_up()
    result = run(answers=["y", "my left side", "q", "q"])
    (told,) = [line for line in result.lines if line.startswith("Please answer")]
    assert "left calf pn 5" in told


def test_leaving_saves_nothing(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["y", "left calf p 5", "q", "q"])
    assert "Back to the day." in result.lines
    assert facts(BodyMarked) == []


def test_feeling_nothing_is_asked_about_once(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    run(answers=["y", "done", "n", "done", "q", "q", "q"])
    assert facts(BodyMarked) == []
    run(answers=["y", "done", "y", "q"])
    assert [row.zone for row in facts(BodyMarked)] == ["none"]


def test_last_time_can_be_taken_over(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    run(answers=["y", "left calf p 5", "done", "q"])
    run(answers=["y", "last", "left calf 3", "list", "done", "q"])
    assert [(row.zone, row.score) for row in facts(BodyMarked)] == [("B5L", 5), ("B5L", 3)]


def test_the_saddle_area_asks_at_once_and_the_yes_locks(
    run: Run, set_up: Patient, facts: Facts
) -> None:
    set_up()
    result = run(answers=["y", "saddle n", "done", "y", "q"])
    assert WHY_ASKED in result.lines
    assert any("between your legs" in line for line in result.lines)
    assert any(line.startswith("COACHING IS LOCKED") for line in result.lines)
    assert [row.zone for row in facts(BodyMarked)] == ["SAD"]
    assert [row.item for row in facts(RedFlagAnswered) if row.answer] == ["saddle-numb"]
    assert len(facts(SafetyHold)) == 1


def test_marking_alone_locks_nothing(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["y", "saddle n", "done", "q", "q"])
    assert result.code == 0
    assert [row.zone for row in facts(BodyMarked)] == ["SAD"]
    assert facts(SafetyHold) == []


def test_a_mark_that_is_left_is_kept_and_asked(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    result = run(answers=["y", "saddle n", "q", "y", "q"])
    assert any(line.startswith("COACHING IS LOCKED") for line in result.lines)
    assert [row.zone for row in facts(BodyMarked)] == ["SAD"]


@pytest.mark.parametrize("answer", ["n", "y"])
def test_a_no_against_the_mark_is_asked_once_more(
    run: Run, set_up: Patient, facts: Facts, answer: str
) -> None:
    set_up()
    result = run(answers=["y", "saddle n", "done", "n", answer, "q", "q"])
    assert any("You marked numb between the legs. Is that so?" in one for one in result.lines)
    last = facts(RedFlagAnswered)[-1]
    assert (last.item, last.answer) == ("saddle-numb", answer == "y")
    assert len(facts(SafetyHold)) == (answer == "y")
