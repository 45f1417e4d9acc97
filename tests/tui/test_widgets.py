"""Widgets as pure pictures: blocks, the stage, the scale, the footer, and the sentences beside."""

from datetime import UTC, datetime

import pytest

from coach.domain.dose import parse_dose_line
from coach.domain.pain import PainReport
from coach.review.light_words import LIGHTS
from coach.session.state import Phase
from coach.session.view import _PHASE_WORDS, _WORDS
from coach.tui.launch import exit_code, fault_text
from coach.tui.patient import words
from coach.tui.widgets.block_font import can_draw, in_blocks
from coach.tui.widgets.head_line import laid_out
from coach.tui.widgets.key_line import wrapped
from coach.tui.widgets.scale import reach_lines, score_lines
from coach.tui.widgets.stage import big_lines, framed, seconds_text


@pytest.mark.parametrize("word", [*_WORDS.values(), *_PHASE_WORDS.values(), "LET GO", "DONE"])
def test_every_word_of_a_session_can_be_drawn_within_80_columns(word: str) -> None:
    lines = big_lines(["88", word], 74, 13)
    assert len(lines) >= 12
    assert max(map(len, lines)) <= 74


def test_digits_are_at_least_five_rows_high_at_80_columns() -> None:
    assert len(in_blocks("8", 1)) == 7
    assert len(in_blocks("8", 2)) == 14
    assert all(can_draw(digit) for digit in "0123456789")


def test_a_character_without_a_shape_is_shown_as_text() -> None:
    assert big_lines(["(1)"], 74, 13) == ["(1)"]


@pytest.mark.parametrize(("width", "height"), [(80, 13), (30, 4), (24, 8), (10, 2), (1, 1)])
@pytest.mark.parametrize("solid", [True, False])
def test_a_frame_fills_its_place_exactly(width: int, height: int, solid: bool) -> None:
    lines = framed(["HOLD  7"], width, height, solid=solid)
    assert len(lines) <= height
    assert all(len(line) == width for line in lines)


def test_work_and_rest_differ_without_colour() -> None:
    work = framed(["HOLD"], 40, 8, solid=True)
    rest = framed(["HOLD"], 40, 8, solid=False)
    assert "".join(work).count("█") > 80
    assert "█" not in "".join(rest)


def test_long_times_are_minutes_and_seconds() -> None:
    assert [seconds_text(n) for n in (7, 99, 100, 1200)] == ["7", "99", "1:40", "20:00"]


def test_no_score_is_chosen_beforehand_and_zero_can_be() -> None:
    assert "╔" not in "".join(score_lines(None, 80))
    assert score_lines(0, 80)[0].startswith("╔")
    assert score_lines(0, 40)[0].startswith("[0]")
    assert not any(line.startswith("▶") for line in reach_lines(None))


def test_the_further_down_the_longer_the_bar() -> None:
    bars = [line.count("━") for line in reach_lines(None)]
    assert bars == sorted(bars)


@pytest.mark.parametrize("width", range(18, 90))
def test_the_sentence_at_the_top_is_never_cut_and_what_is_beside_it_is_cut_last(width: int) -> None:
    lefts, always = ("coach   History", "History"), ("Nobody is alerted by this.", "Nobody is it.")
    left, sentence = laid_out(lefts, always, width)
    assert sentence in always
    assert len(left) + 2 * bool(left) + len(sentence) <= width
    assert left in lefts or width < len("History" + always[-1]) + 2


def test_no_key_is_torn_from_its_label() -> None:
    rows = wrapped([("a", "One"), ("b", "Two"), ("c", "Three")], 12)
    assert rows == [[("a", "One")], [("b", "Two")], [("c", "Three")]]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x 10min", "10 min"),
        ("x 3x6 hold 8s side each", "3 sets of 6, 8 s, each side"),
        ("x 1x10", "10 times"),
        ("x 1x1", "1 time"),
        ("x 6-4-2 hold 10s", "6 + 4 + 2, 10 s"),
    ],
)
def test_a_dose_in_few_words(line: str, said: str) -> None:
    assert words.dose_text(parse_dose_line(line).dose) == said


def test_greetings_follow_the_day() -> None:
    at = [datetime(2027, 3, 1, hour, tzinfo=UTC) for hour in (8, 13, 20)]
    assert [words.greeting(now, "Sam").split()[1] for now in at] == [
        "morning,",
        "afternoon,",
        "evening,",
    ]
    assert words.greeting(at[0], "") == "Good morning."
    assert words.greeting(datetime(2027, 3, 1, 1, 53, tzinfo=UTC), "Sam") == "Hello, Sam."


def test_three_lights_differ_by_shape_and_word() -> None:
    signs = [words.light_sign(light, headline) for light, (headline, _) in LIGHTS.items()]
    assert len({sign[0] for sign in signs}) == len({sign[2:] for sign in signs}) == 3


def test_what_was_not_answered_is_called_not_recorded() -> None:
    assert words.report_text(PainReport(back=0)) == (
        "back 0   leg not recorded   reach not recorded"
    )


def test_a_fault_leaves_no_data_on_the_terminal() -> None:
    try:
        raise ValueError("Sam has pain 7")
    except ValueError as error:
        text = fault_text(error)
    assert "What you did is kept." in text
    assert "Sam" not in text
    assert exit_code(None) == 0
    assert exit_code(143) == 143


def test_every_phase_has_a_word_to_show() -> None:
    assert set(_PHASE_WORDS) | {Phase.RUNNING} == set(Phase)
