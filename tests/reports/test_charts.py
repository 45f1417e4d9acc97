"""Pictures: gaps stay gaps, nothing is told by colour alone, and each has its words."""

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.lights import Light
from coach.domain.pain import Reach
from coach.domain.program import StageCode
from coach.reports import charts, svg
from coach.reports.timeline import DONE_FOOT, HEIGHT, WIDTH, light_mark, score_at, timeline
from coach.review.follow_up import FollowUpDay, PlanMark
from coach.review.recovery import Recovery
from tests.reports.samples import HOSTILE, many_days
from tests.review.follow_up_samples import the_days, the_sitting

FIRST = date(2027, 3, 1)


def a_day(nth: int = 0, **changes: object) -> FollowUpDay:
    """A day on which nothing was noted and nothing was asked."""
    empty = FollowUpDay(
        FIRST + timedelta(days=nth), None, None, None, None, False, False, None, None
    )
    return replace(empty, **changes)


def drawn(*days: FollowUpDay, plans: tuple[PlanMark, ...] = ()) -> ElementTree.Element:
    return ElementTree.fromstring(timeline("t", "Title", "Words", days, plans))


def lines_in(picture: ElementTree.Element, ink: str) -> list[str]:
    return [one.get("points", "") for one in picture.iter("polyline") if one.get("stroke") == ink]


def test_scores_of_following_days_are_joined() -> None:
    joined = lines_in(drawn(a_day(0, leg=6), a_day(1, leg=5)), svg.LEG_INK)
    assert len(joined) == 1
    assert len(joined[0].split()) == 2


def test_scores_are_never_joined_across_a_day_without_one() -> None:
    days = (a_day(0, leg=6), a_day(1, leg=5), a_day(2), a_day(3, leg=4), a_day(4, leg=3))
    assert [len(line.split()) for line in lines_in(drawn(*days), svg.LEG_INK)] == [2, 2]


def test_scores_are_not_joined_where_the_calendar_has_a_gap() -> None:
    assert not lines_in(drawn(a_day(0, leg=6), a_day(2, leg=5)), svg.LEG_INK)


def test_a_single_score_is_a_mark_of_its_own() -> None:
    marks = [one for one in drawn(a_day(0, leg=6)).iter("circle") if one.get("fill") == svg.LEG_INK]
    # One on the day, one in the legend.
    assert len(marks) == 2
    assert float(marks[0].get("cy", "")) == score_at(6)


def test_a_day_without_a_score_has_no_mark() -> None:
    empty, noted = drawn(a_day(0)), drawn(a_day(0, leg=0))
    assert len(list(noted.iter("circle"))) == len(list(empty.iter("circle"))) + 1


def bars(picture: ElementTree.Element) -> list[ElementTree.Element]:
    return [one for one in picture.iter("rect") if one.get("fill") == svg.DONE_INK]


def test_nothing_done_is_a_foot_and_not_recorded_is_no_bar_at_all() -> None:
    nothing = bars(drawn(a_day(0, percent=0.0)))
    assert len(nothing) == 1
    assert 0 < float(nothing[0].get("height", "")) < 3
    assert not bars(drawn(a_day(0, not_recorded=True)))


def test_not_recorded_has_a_question_mark() -> None:
    shown = "".join(drawn(a_day(0, not_recorded=True)).itertext())
    # The legend shows one; the day has another.
    assert shown.count("?") == 2
    assert "".join(drawn(a_day(0)).itertext()).count("?") == 1


def test_a_full_day_is_a_full_bar() -> None:
    (bar,) = bars(drawn(a_day(0, percent=100.0)))
    assert float(bar.get("y", "")) + float(bar.get("height", "")) == pytest.approx(DONE_FOOT)


def test_reach_is_lower_on_the_picture_the_further_down_the_leg_it_is() -> None:
    (line,) = lines_in(drawn(a_day(0, reach=Reach.CALF), a_day(1, reach=Reach.BUTTOCK)), svg.INK)
    heights = [float(point.split(",")[1]) for point in line.split()]
    assert heights[0] > heights[-1]


def test_every_step_down_the_leg_is_named_at_its_height() -> None:
    picture = drawn(a_day(0, reach=Reach.KNEE))
    named = {one.text: float(one.get("y", "")) for one in picture.iter("text")}
    heights = [named[reach.word] for reach in Reach]
    assert heights == sorted(heights)
    (line,) = lines_in(picture, svg.INK)
    at = float(line.split()[0].split(",")[1])
    nearest = min(Reach, key=lambda reach: abs(named[reach.word] - at))
    assert nearest is Reach.KNEE
    apart = [lower - upper for upper, lower in pairwise(heights)]
    assert min(apart) >= 6


def test_lights_differ_in_shape_and_not_in_colour_alone() -> None:
    shapes = {
        re.split(r"[ /]", light_mark(light, 5, 5, 2))[0] for light in (Light.GREEN, Light.RED)
    }
    assert shapes == {"<circle", "<polygon"}
    amber, red = light_mark(Light.AMBER, 5, 5, 2), light_mark(Light.RED, 5, 5, 2)
    assert 'fill="none"' in amber
    assert 'fill="none"' not in red


def test_leg_and_back_differ_in_dash() -> None:
    picture = drawn(a_day(0, leg=6, back=4), a_day(1, leg=5, back=4))
    dashes = {one.get("stroke"): one.get("stroke-dasharray") for one in picture.iter("polyline")}
    assert dashes[svg.LEG_INK] is None
    assert dashes[svg.BACK_INK]


def test_plan_versions_are_marked_where_they_begin() -> None:
    marks = (
        PlanMark(FIRST, "steady-back@2", StageCode.MOVE, ()),
        PlanMark(FIRST + timedelta(days=2), "steady-back@3", StageCode.BUILD, ()),
    )
    texts = list(drawn(a_day(0), a_day(1), a_day(2), plans=marks).itertext())
    assert "version 2, B" in texts
    assert "version 3, C" in texts


def test_a_plan_that_begins_later_is_not_drawn() -> None:
    later = PlanMark(FIRST + timedelta(days=9), "steady-back@4", StageCode.MOVE, ())
    assert "version 4, B" not in list(drawn(a_day(0), plans=(later,)).itertext())


def numbers(picture: ElementTree.Element) -> list[tuple[float, float]]:
    """Every point of the picture."""
    found = []
    for one in picture.iter():
        for x, y in (("x", "y"), ("cx", "cy"), ("x1", "y1"), ("x2", "y2")):
            if one.get(x) is not None:
                found.append((float(one.get(x, "")), float(one.get(y, ""))))
        for point in one.get("points", "").split():
            at, height = point.split(",")
            found.append((float(at), float(height)))
    return found


@pytest.mark.parametrize("count", [0, 1, 2, 14, 42, 366])
def test_any_number_of_days_stays_on_the_picture(count: int) -> None:
    points = numbers(drawn(*many_days(count)))
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)


@given(st.text(), st.text())
def test_whatever_a_picture_is_called_it_stays_a_picture(title: str, words: str) -> None:
    harmless = "".join(one for one in title + words if one.isprintable())
    picture = svg.picture("t", harmless, harmless, (10, 10), svg.words(harmless, 1, 1))
    root = ElementTree.fromstring(svg.standalone(picture))
    assert root.tag.endswith("svg")
    assert len(root) == 3


@pytest.mark.parametrize("text", HOSTILE[:4])
def test_hostile_words_are_text_in_a_picture(text: str) -> None:
    root = ElementTree.fromstring(svg.picture("t", text, text, (10, 10)))
    assert [one.text for one in root] == [text, text]


def a_recovery(**changes: object) -> Recovery:
    return replace(Recovery(6.0, 7, False, 3.0, 7, 2), **changes)


def course(found: Recovery) -> ElementTree.Element:
    return ElementTree.fromstring(charts.course("c", "Title", "Words", found))


def test_the_own_course_and_the_published_points_are_not_joined() -> None:
    picture = course(a_recovery())
    assert not list(picture.iter("polyline"))
    assert "average of one UK study, not a target" in list(picture.itertext())


def test_a_low_start_is_told_in_points_without_the_published_ones() -> None:
    texts = list(course(a_recovery(start=3.0, now=1.0)).itertext())
    assert "own leg pain, 0 to 10" in texts
    assert not [text for text in texts if "study" in text]


def test_where_now_is_not_known_only_the_start_is_drawn() -> None:
    assert charts.own_points(a_recovery(now=None)) == [(0, 6.0)]


def test_the_published_points_stand_where_they_were_published() -> None:
    weeks = [one for one in course(a_recovery(weeks=40)).itertext() if one.isdigit()]
    assert weeks == ["0", "17", "40"]


def test_sitting_shows_the_longest_spell_and_its_limit() -> None:
    picture = ElementTree.fromstring(charts.sitting("s", "T", "W", the_sitting().surfaces))
    assert {"34 min of 20", "16 min of 10"} <= set(picture.itertext())


def test_a_surface_without_a_limit_has_no_line_across() -> None:
    free = [replace(line, limit_minutes=None) for line in the_sitting().surfaces]
    limited = charts.sitting("s", "T", "W", the_sitting().surfaces)
    assert charts.sitting("s", "T", "W", free).count("<line") == limited.count("<line") - 2


def test_the_sample_is_drawn_with_its_gap() -> None:
    assert [len(line.split()) for line in lines_in(drawn(*the_days()), svg.LEG_INK)] == [5, 7]
