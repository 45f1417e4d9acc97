"""The caseload as plain lines."""

from coach.cli.caseload_lines_text import caseload_text
from coach.review.caseload_trends import LegWeek
from tests.review.caseload_samples import a_line, ago


def test_the_one_who_needs_a_person_is_the_first_line() -> None:
    calm = a_line("Carla Calm")
    worse = a_line("Max Worse", leg_week=LegWeek(3.0, 6.0))
    first, second = caseload_text([calm, worse])
    assert first.startswith("soon Max Worse            Leg up by 3: 3 to 6 in a week.")
    assert second == (
        "     Carla Calm           No threshold crossed. Leg 6 to 3. Done 80 percent over 12 days."
    )


def test_what_is_not_recorded_is_said() -> None:
    (line,) = caseload_text([a_line(leg_now=None, percent=None, last_sign_at=ago(hours=1))])
    assert "Leg not recorded. Done: not recorded." in line


def test_a_name_with_line_breaks_stays_one_line() -> None:
    (line,) = caseload_text([a_line("Sam\nSample\x1b[2J")])
    assert "\n" not in line
    assert "\x1b" not in line
