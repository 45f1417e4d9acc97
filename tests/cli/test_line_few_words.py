"""Lines that say once, calmly, why less is said today."""

from tests.cli.conftest import Breathe

WHY = "You noted pain of 8, so I say less today, and slower."


def test_the_lines_say_why_at_the_start_and_once(breathe: Breathe) -> None:
    result = breathe(before=["n", "8", "4", "calf"])
    assert result.lines.count(WHY) == 1
    assert "Your back should feel looser." not in result.lines
    assert result.lines.index(WHY) < result.lines.index("Get down now, onto your side.")


def test_nothing_of_it_on_an_ordinary_day(breathe: Breathe) -> None:
    result = breathe()
    assert WHY not in result.lines
    assert "Your back should feel looser." in result.lines
