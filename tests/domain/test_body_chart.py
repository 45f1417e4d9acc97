"""The body chart: zones with words and rungs, what follows from marks, and charts as facts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.body_chart import (
    Chart,
    Consequence,
    Feeling,
    Mark,
    Turn,
    both_legs,
    chart_due,
    charts_of,
    consequence_of,
    difference,
    facts_of,
    new_numb_or_weak,
    saddle,
)
from coach.domain.body_zones import NOTHING, SADDLE, ZONES, Half, Part, View, Zone, is_zone, zone_of
from coach.domain.events import BodyMarked
from coach.domain.pain import Reach
from tests.builders import NINE, a_history, stamped

PAIN, NUMB, TINGLE, WEAK = Feeling
CODES = [zone.code for zone in ZONES]
MONDAY = date(2027, 3, 1)

marks = st.builds(
    Mark,
    st.frozensets(st.sampled_from(list(Feeling)), min_size=1),
    st.none() | st.integers(0, 10),
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Any chart with some zones marked."""
    chart = Chart()
    for code, mark in draw(st.dictionaries(st.sampled_from(CODES), marks, max_size=6)).items():
        chart = chart.marked(code, mark)
    return chart


def a_chart(*marked: str) -> Chart:
    """`a_chart("B5L pn 5", "F1R w")`: zones with the letters of what is felt, and a number."""
    chart = Chart()
    for text in marked:
        code, letters, *score = text.split()
        feelings = frozenset(one for one in Feeling if one.letter in letters)
        chart = chart.marked(code, Mark(feelings, int(score[0]) if score else None))
    return chart


# --- zones


def test_every_zone_of_the_chart_is_there_once() -> None:
    front = {f"F{n}{half}" for n in range(1, 10) for half in "LR"}
    back = {f"B{n}{half}" for n in range(1, 7) for half in "LR"} | {"B0"}
    assert sorted(CODES) == sorted(front | back | {"SAD"})


@pytest.mark.parametrize("one", ZONES, ids=lambda zone: str(zone.code))
def test_every_zone_has_plain_words_a_half_a_rung_and_a_figure(one: Zone) -> None:
    assert one.words[0].islower()
    assert one.code not in one.words
    assert one.views == tuple(dict.fromkeys(one.views))
    assert one.reach is not Reach.NONE
    sides = {"L": Half.LEFT, "R": Half.RIGHT}
    assert one.half is (Half.CENTRE if one.code in ("B0", SADDLE) else sides[one.code[-1]])
    if one.half is not Half.CENTRE:
        assert one.words.startswith(one.half.value)
        assert one.views == ((View.FRONT,) if one.code[0] == "F" else (View.BACK,))


def test_no_two_zones_are_called_alike() -> None:
    assert len({zone.words for zone in ZONES}) == len(ZONES)


def test_the_saddle_area_stands_on_both_figures_and_is_never_spoken() -> None:
    assert zone_of(SADDLE).views == (View.FRONT, View.BACK)
    assert [zone.code for zone in ZONES if zone.private] == [SADDLE]


def test_zones_are_listed_by_part_from_the_top_down() -> None:
    parts = [zone.part for zone in ZONES]
    assert list(dict.fromkeys(parts)) == list(Part)
    assert parts == sorted(parts, key=list(Part).index)


# --- marking


def test_a_key_pressed_twice_changes_nothing() -> None:
    chart = a_chart("B5L pn 5")
    assert chart.toggled("B5L", PAIN).toggled("B5L", PAIN) == chart
    assert Chart().toggled("F1R", WEAK).toggled("F1R", WEAK) == Chart()


@given(charts(), st.sampled_from(CODES), st.sampled_from(list(Feeling)))
def test_toggling_twice_is_no_change(chart: Chart, code: str, feeling: Feeling) -> None:
    assert chart.toggled(code, feeling) != chart
    assert chart.toggled(code, feeling).toggled(code, feeling) == chart


@given(charts(), st.sampled_from(CODES), st.sampled_from(CODES), marks, marks)
def test_the_order_of_marking_does_not_matter(
    chart: Chart, one: str, other: str, first: Mark, second: Mark
) -> None:
    if one != other:
        assert chart.marked(one, first).marked(other, second) == chart.marked(other, second).marked(
            one, first
        )


def test_a_number_alone_is_of_pain() -> None:
    assert Chart().scored("B5L", 5) == a_chart("B5L p 5")
    assert a_chart("B5L n").scored("B5L", 5) == a_chart("B5L n 5")


def test_zero_where_nothing_is_marked_marks_nothing() -> None:
    assert Chart().scored("B5L", 0).empty
    assert a_chart("B5L n").scored("B5L", 0) == a_chart("B5L n 0")


def test_no_number_is_not_zero() -> None:
    assert a_chart("B5L p").mark("B5L").score is None
    assert a_chart("B5L p").mark("B5L").words == "pain"
    assert a_chart("B5L pn").mark("B5L").letters == "PN"
    assert a_chart("B5L ptw 0").mark("B5L").words == "pain, tingling, weak, 0 of 10"
    assert a_chart("B5L pntw 10").mark("B5L").letters == "PNTW10"


def test_a_cleared_zone_is_as_if_never_marked() -> None:
    assert a_chart("B5L pn 5").cleared("B5L") == Chart()


@pytest.mark.parametrize("score", [-1, 11])
def test_what_is_no_score_is_refused(score: int) -> None:
    with pytest.raises(ValueError, match=str(score)):
        Chart().scored("B5L", score)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(KeyError):
        Chart().toggled("B9L", PAIN)


# --- what follows


@pytest.mark.parametrize(
    ("marked", "both"),
    [
        ([], False),
        (["B5L p", "F2L p"], False),
        (["B5L p", "B5R p"], True),
        (["B3L p", "F9R t"], True),
        (["B2L p", "B2R p"], False),
        (["F1L p", "F1R p"], False),
        (["B2L p", "B5R p"], False),
        (["SAD n", "B5R p"], False),
        (["B1L p", "B1R p", "B0 p"], False),
    ],
)
def test_both_legs_from_the_thigh_down(marked: list[str], both: bool) -> None:
    assert both_legs(a_chart(*marked)) is both


@pytest.mark.parametrize("letters", ["p", "n", "t", "w"])
def test_anything_in_the_saddle_area_counts(letters: str) -> None:
    assert saddle(a_chart(f"SAD {letters}"))
    assert not saddle(a_chart(f"B2L {letters}", f"F1R {letters}"))


def _codes(chart: Chart, last: Chart | None) -> list[str]:
    return [zone.code for zone in new_numb_or_weak(chart, last)]


def test_numb_or_weak_is_new_where_it_was_not_before() -> None:
    last = a_chart("B5L pn", "F7L w")
    assert _codes(a_chart("B5L pn", "F7L w"), last) == []
    assert _codes(a_chart("B5L pn", "F7L wn"), last) == ["F7L"]
    assert _codes(a_chart("B5L pw", "B6L n", "F7L p"), last) == ["B5L", "B6L"]
    assert _codes(a_chart("B3L pt"), last) == []


def test_on_a_first_chart_all_of_it_is_new() -> None:
    assert _codes(a_chart("B5L pn", "F7L w", "B2L p"), None) == ["B5L", "F7L"]


@pytest.mark.parametrize(
    ("marked", "last", "follows"),
    [
        ([], [], Consequence.NONE),
        (["B0 p", "B5L pt 6"], [], Consequence.NONE),
        (["B5L pn"], ["B5L n"], Consequence.NONE),
        (["B5L pn"], ["B5L p"], Consequence.ASK_SAFETY),
        (["F7L w"], [], Consequence.ASK_SAFETY),
        (["B5L p", "B3R p"], ["B5L p", "B3R p"], Consequence.ASK_SAFETY),
        (["SAD t"], ["SAD t"], Consequence.SADDLE),
        (["SAD n", "B5L pn", "B5R p"], [], Consequence.SADDLE),
    ],
)
def test_what_must_follow(marked: list[str], last: list[str], follows: Consequence) -> None:
    assert consequence_of(a_chart(*marked), a_chart(*last)) is follows


# --- two charts


@pytest.mark.parametrize(
    ("first", "last", "turn", "arrow"),
    [
        ("", "B5L p 5", Turn.NEW, "↑"),
        ("B5L p 5", "", Turn.GONE, "↓"),
        ("B5L p 5", "B5L p 7", Turn.MORE, "↑"),
        ("B5L p 5", "B5L pn 5", Turn.MORE, "↑"),
        ("B5L p 5", "B5L p 2", Turn.LESS, "↓"),
        ("B5L pn", "B5L p", Turn.LESS, "↓"),
        ("B5L pn 5", "B5L p 5", Turn.LESS, "↓"),
        ("B5L p 5", "B5L p 5", Turn.SAME, "→"),
        ("B5L p", "B5L p 5", Turn.SAME, "→"),
        ("B5L p 5", "B5L pn 3", Turn.MIXED, "↕"),
        ("B5L pn 3", "B5L p 5", Turn.MIXED, "↕"),
        ("B5L p", "B5L n", Turn.MIXED, "↕"),
    ],
)
def test_how_a_zone_changed(first: str, last: str, turn: Turn, arrow: str) -> None:
    (change,) = difference(*(a_chart(*filter(None, [text])) for text in (first, last)))
    assert change.zone.code == "B5L"
    assert (change.turn, change.turn.arrow) == (turn, arrow)


def test_the_difference_names_each_marked_zone_once_from_the_top_down() -> None:
    rows = difference(a_chart("B5L p", "B0 p"), a_chart("B2L p", "B0 p"))
    assert [row.zone.code for row in rows] == ["B0", "B2L", "B5L"]


@given(charts())
def test_a_chart_held_against_itself_is_the_same(chart: Chart) -> None:
    assert {row.turn for row in difference(chart, chart)} <= {Turn.SAME}


# --- charts as facts


def test_one_row_for_each_marked_zone() -> None:
    rows = facts_of(a_chart("B5L pn 5", "F7L w"), "chart-1")
    assert [(row.chart, row.zone, row.score) for row in rows] == [
        ("chart-1", "B5L", 5),
        ("chart-1", "F7L", None),
    ]
    assert (rows[0].pain, rows[0].numb, rows[0].tingle, rows[0].weak) == (True, True, False, False)
    assert (rows[1].pain, rows[1].numb, rows[1].tingle, rows[1].weak) == (False, False, False, True)


def test_feeling_nothing_is_a_row_of_its_own() -> None:
    (row,) = facts_of(Chart(), "chart-1")
    assert row.zone == NOTHING
    assert not is_zone(NOTHING)
    assert charts_of(a_history(row)) == [(NINE, Chart())]


@given(st.lists(charts(), max_size=4))
def test_charts_come_back_from_their_facts(drawn: list[Chart]) -> None:
    days = [NINE + timedelta(days=n) for n in range(len(drawn))]
    facts = [
        stamped(row, at)
        for n, (at, chart) in enumerate(zip(days, drawn, strict=True))
        for row in facts_of(chart, f"chart-{n}")
    ]
    assert charts_of(a_history(*facts)) == list(zip(days, drawn, strict=True))


def test_a_zone_of_another_version_is_left_out() -> None:
    (row,) = facts_of(a_chart("B5L p 3"), "chart-1")
    strange = BodyMarked(
        chart="chart-1", zone="X1", pain=True, numb=False, tingle=False, weak=False, score=None
    )
    assert charts_of(a_history(strange, row)) == [(NINE, a_chart("B5L p 3"))]


# --- when


DUE_DAYS = (0, 14, 42, 84, 84 + 182, 84 + 2 * 182)


@pytest.mark.parametrize("day", DUE_DAYS)
def test_due_from_its_day_until_a_chart_is_drawn(day: int) -> None:
    today = MONDAY + timedelta(days=day)
    (row,) = facts_of(Chart(), "chart")
    before = [stamped(row, NINE + timedelta(days=n)) for n in DUE_DAYS if n < day]
    assert chart_due(a_history(*before), today, MONDAY)
    assert chart_due(a_history(*before), today + timedelta(days=5), MONDAY)
    now = stamped(row, NINE + timedelta(days=day))
    assert not chart_due(a_history(*before, now), today, MONDAY)


@pytest.mark.parametrize("day", [1, 13, 15, 41, 50, 83, 90, 84 + 181, 84 + 183])
def test_not_due_in_between(day: int) -> None:
    (row,) = facts_of(Chart(), "chart")
    drawn = [stamped(row, NINE + timedelta(days=n)) for n in DUE_DAYS if n <= day]
    assert not chart_due(a_history(*drawn), MONDAY + timedelta(days=day), MONDAY)


def test_a_chart_a_few_days_early_serves_and_an_older_one_does_not() -> None:
    (row,) = facts_of(Chart(), "chart")
    today = MONDAY + timedelta(days=14)
    assert not chart_due(a_history(stamped(row, NINE + timedelta(days=11))), today, MONDAY)
    assert chart_due(a_history(stamped(row, NINE + timedelta(days=10))), today, MONDAY)


def test_nothing_is_due_before_the_plan_begins() -> None:
    assert not chart_due(a_history(), MONDAY - timedelta(days=1), MONDAY)
