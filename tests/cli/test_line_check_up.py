"""Check-ups in line mode: the line of the day, the questions in order, totals, leaving."""

from datetime import time, timedelta

from coach.cli.line_list import HOW_TO_ANSWER
from coach.clock import ManualClock
from coach.domain.events import AnswerGiven, NoteWritten, PainScore
from tests.cli.conftest import Facts, Patient, Run
from tests.workflows.test_today import MONDAY, until

WEEK = [
    *["15"],
    *["8", "8", "8"],
    *["a little better"],
    *["to garden", "3", "to drive", "4", "n", "n"],
    *["1", "1", "1", "1"],
    *["1"] * 24,
]
"""Walk, confidence, change since the start, own activities, mood, disability."""


def test_the_evening_in_line_mode(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    until(clock, MONDAY, time(19, 0))
    shown = run(answers=["c", "e", "4", "6", "calf", "n", "n", "n", "n", "q"])
    assert any("Evening check-in and weekly questions are ready" in one for one in shown.lines)
    assert any("5 Down to the calf" in one and one.startswith("3 of 7") for one in shown.lines)
    scores = [(fact.site.value, fact.score, fact.reach.word) for fact in facts(PainScore)]
    assert scores == [("back", 4, "calf"), ("leg", 6, "calf")]


def test_the_whole_evening_is_written_at_its_end(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    until(clock, MONDAY, time(19, 0))
    evening = ["4", "6", "down to the calf", "7", "n", "one pill", "long day"]
    shown = run(answers=["c", "e", *evening, "q"])
    assert "Thank you. It is noted." in shown.lines
    scores = facts(PainScore)
    assert [(f.score, f.reach.word, f.moment.value) for f in scores] == [
        (4, "calf", "worst_24h"),
        (6, "calf", "worst_24h"),
    ]
    given = [(f.item, f.value) for f in facts(AnswerGiven) if f.instrument == "evening"]
    assert given == [("sleep", "7"), ("easy_position", "no")]
    assert [(n.about, n.text) for n in facts(NoteWritten)] == [
        ("medicine", "one pill"),
        ("evening", "long day"),
    ]


def test_an_evening_that_is_left_or_broken_off_keeps_what_was_answered(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    until(clock, MONDAY, time(19, 0))
    run(answers=["c", "e", "4", "q", "q"])
    run(answers=["c", "e", "6"])  # The rest of the evening, and the input ends.
    assert [(f.site.value, f.score) for f in facts(PainScore)] == [("back", 4), ("leg", 6)]


def test_the_whole_week_in_order_ends_with_the_safety_list_when_it_is_due(
    run: Run, set_up: Patient, facts: Facts, clock: ManualClock
) -> None:
    set_up()
    until(clock, MONDAY + timedelta(days=7), time(10, 0))
    shown = run(answers=["c", "a", *WEEK, "n", "q", "q"])
    totals = [fact.instrument for fact in facts(AnswerGiven) if fact.item == "total"]
    assert totals == ["confidence", "global-change", "psfs", "phq-4", "rmdq-24"]
    assert any("crisis line" in line for line in shown.lines)
    assert HOW_TO_ANSWER in shown.lines
    assert any("on your heels" in line for line in run(answers=["r", *["n"] * 30, "q"]).lines)


def test_a_total_from_paper_in_line_mode(run: Run, set_up: Patient, facts: Facts) -> None:
    set_up()
    shown = run(answers=["c", "t", "q", "q"])
    number = next(one.split()[0] for one in shown.lines if "ODI" in one or "Oswestry" in one)
    shown = run(answers=["c", "t", number, "101", "nan", "42", "q"])
    assert "Thank you. It is noted. Your score is 42. It can go from 0 to 100." in shown.lines
    (odi,) = [f for f in facts(AnswerGiven) if f.instrument == "odi"]
    assert (odi.item, odi.total) == ("total", 42.0)
