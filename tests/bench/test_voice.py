"""What the bench says of sounds that were not heard."""

from bench.rows import Part
from bench.speech import Figure
from bench.voice import add_rows

FLOOR = "espeak-ng"
DEAF = (None, None)


def told(*figures: Figure) -> Part:
    part = Part("g", "the voice")
    add_rows(part, list(figures), FLOOR)
    return part


def test_a_coach_of_which_nothing_was_heard_could_not_be_measured() -> None:
    floor = Figure("fresh line, idle", FLOOR, (80.0, 82.0))
    part = told(floor, Figure("fresh line, idle", "coach", DEAF), Figure("cut", "coach", ()))
    assert part.faults == [
        "cut: nothing of coach was heard",
        "fresh line, idle: nothing of coach was heard",
    ]
    assert [row.way for row in part.rows] == [FLOOR]


def test_another_way_of_which_nothing_was_heard_is_only_noted() -> None:
    part = told(Figure("cut", "coach", (5.0, None)), Figure("cut", "pyttsx3", DEAF))
    assert part.faults == []
    assert [row.way for row in part.rows] == ["coach"]
    assert part.notes == ["coach, cut: 1 of 2 not heard", "pyttsx3, cut: 2 of 2 not heard"]
