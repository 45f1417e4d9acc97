"""Weeks side by side: every date is there, and what was not recorded is None, never zero."""

from datetime import timedelta

from coach.domain.events import ItemExcused, PainScore
from coach.domain.outcomes import Excuse
from coach.domain.pain import Moment, Site
from coach.review.weeks import DayLine, day_lines
from tests.builders import NINE, a_history, stamped
from tests.review.test_adherence import asked, did

MONDAY = NINE.date()
SUNDAY = MONDAY + timedelta(days=6)


def test_every_day_of_the_week_has_a_line_and_gaps_are_none() -> None:
    leg = PainScore(site=Site.LEG, score=0, moment=Moment.NOW)
    lines = day_lines(a_history(asked("a"), did("a"), leg), until=SUNDAY, days=7)
    assert [line.day for line in lines] == [MONDAY + timedelta(days=n) for n in range(7)]
    assert lines[0] == DayLine(MONDAY, back=None, leg=0, percent=100.0, asked=True)
    assert lines[1:] == [
        DayLine(MONDAY + timedelta(days=n), None, None, None, False) for n in range(1, 7)
    ]


def test_a_day_that_was_not_recorded_was_asked_and_has_no_percentage() -> None:
    late = stamped(asked("a"), NINE + timedelta(days=1))
    (line,) = day_lines(a_history(late), until=MONDAY, days=1)
    assert (line.asked, line.percent) == (True, None)


def test_a_day_on_which_all_was_excused_asked_for_nothing() -> None:
    excused = ItemExcused(item="a", reason=Excuse.FLARE)
    (line,) = day_lines(a_history(asked("a"), excused), until=MONDAY, days=1)
    assert (line.asked, line.percent) == (False, None)
