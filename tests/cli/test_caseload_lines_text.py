"""The caseload as plain lines."""

from datetime import timedelta
from typing import Any

from coach.cli.caseload_lines_text import caseload_text
from coach.review.caseload_trends import LegWeek
from tests.review.caseload_samples import NOW, a_line, ago

EARLY = NOW.date() - timedelta(days=5)


def test_the_one_who_needs_a_person_is_the_first_line() -> None:
    calm = a_line("Carla Calm")
    worse = a_line("Max Worse", leg_week=LegWeek(3.0, 6.0))
    first, second = caseload_text([calm, worse])
    assert first.startswith(
        "soon Max Worse            Leg up by 3: 3 in the week before, 6 in the last 3 days."
    )
    assert second == (
        "     Carla Calm           No threshold crossed. Leg 6 at the start, 3 in the last 7 days. "
        "Done 80 percent over 12 days."
    )


def test_one_day_is_no_days() -> None:
    (line,) = caseload_text([a_line(percent_days=1)])
    assert line.endswith("percent over 1 day.")


def test_what_is_not_recorded_is_said() -> None:
    unknown = a_line(leg_now=None, leg_newest=None, percent=None, last_sign_at=ago(hours=1))
    (line,) = caseload_text([unknown])
    assert "Leg not recorded. Done: not recorded." in line


def test_a_few_scores_are_not_called_not_recorded() -> None:
    few: dict[str, Any] = {"leg_now": None, "leg_week": None, "leg_days": 2, "leg_newest": 7}
    (line,) = caseload_text([a_line(**few)])
    assert "Leg noted on 2 days, too few for a middle; newest 7." in line


def test_the_first_days_are_not_held_against_themselves() -> None:
    # Six days at 2, 2, 2, 5, 6, 7: start and now are both the middle of all six.
    early: dict[str, Any] = {
        "leg_start": 3.5,
        "leg_now": 3.5,
        "leg_week": LegWeek(2.0, 6.0),
        "first_day": EARLY,
    }
    (line,) = caseload_text([a_line(**early)])
    assert "Leg up by 4: 2 in the week before, 6 in the last 3 days." in line
    assert "Leg 3.5 in the last 7 days. Done" in line


def test_a_name_with_line_breaks_stays_one_line() -> None:
    (line,) = caseload_text([a_line("Sam\nSample\x1b[2J")])
    assert "\n" not in line
    assert "\x1b" not in line
