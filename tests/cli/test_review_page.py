"""The follow-up as text: the answer first, gaps as gaps, everything within eighty columns."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.cli.review_days import day_rows, plan_letters
from coach.cli.review_json import document_values
from coach.cli.review_page import WIDTH, formula_lines, page
from coach.domain.pain import Reach
from coach.domain.program import StageCode
from coach.review.change_before import ChangeBefore, Week
from coach.review.follow_up import FollowUp, FollowUpDay, NoteLine, PlanMark
from coach.review.follow_up_formulas import FORMULAS
from coach.review.outlook import Outlook
from tests.domain.edits import STEADY
from tests.review.follow_up_samples import (
    LAST_ASKED,
    NEVER_ASKED,
    SINCE,
    a_follow_up,
    a_hold,
    an_exercise_line,
    the_sitting,
)

MOST_LINES = 60


def text(seen: FollowUp) -> str:
    """The page with its wrapping taken back."""
    return " ".join(" ".join(page(seen, "Sam Sample")).split())


def test_the_first_line_says_whose_it_is_and_the_next_is_the_answer() -> None:
    lines = page(a_follow_up(), "Sam Sample")
    assert lines[0] == "Sam Sample (patient-1)"
    assert lines[1].startswith("Done on 11 of 14 days (2 not recorded), leg 6 to 3, reach calf")
    assert ". 2027-03-01 to 2027-03-14, since" in text(a_follow_up())


def test_two_weeks_fit_on_one_page_of_eighty_columns() -> None:
    lines = page(a_follow_up(), "Sam Sample")
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= WIDTH


def test_nothing_that_sends_back_is_not_said_of_someone_who_got_worse() -> None:
    stage = STEADY.stages[0]
    judged = Outlook(stage, None, None, (), (), ())
    assert "Nothing that sends back has come up." in text(a_follow_up(outlook=judged))
    worse = text(a_follow_up(outlook=judged, worse=("Leg up by 3.",)))
    assert "Nothing that sends back" not in worse
    assert "it got worse. Leg up by 3." in worse


def test_of_whom_nothing_was_received_safety_is_not_known() -> None:
    assert "Safety: not known." in text(a_follow_up(last_fact_at=None))
    assert "no warning sign" not in text(a_follow_up(last_fact_at=None))


def test_of_whom_nobody_asked_it_does_not_say_that_nothing_was_named() -> None:
    told = text(a_follow_up(safety_list=NEVER_ASKED))
    assert "SAFETY: The safety list was never finished." in told
    assert "no warning sign" not in told
    later = " ".join(text(a_follow_up(safety_list=LAST_ASKED)).split())
    assert (
        "SAFETY: The safety list was last finished on 2027-03-02 and is due since 2027-03-09."
    ) in later


def test_an_event_does_not_hide_that_the_list_is_due() -> None:
    over = a_hold(standing=False)
    told = text(a_follow_up(safety=(over,), safety_list=NEVER_ASKED))
    assert "The safety list was never finished." in told


def test_under_a_lock_no_list_is_due() -> None:
    told = text(a_follow_up(safety=(a_hold(),), safety_list=NEVER_ASKED))
    assert "safety list" not in told


def test_the_words_of_the_days_before_stand_on_the_first_page() -> None:
    note = NoteLine(date(2027, 3, 13), "", "My foot felt odd.")
    told = text(a_follow_up(safety=(a_hold(),), safety_notes=(note,)))
    assert told.index("In their words, 2027-03-13 My foot felt odd.") < told.index("plan ")


def test_a_safety_event_comes_before_the_days() -> None:
    lines = page(a_follow_up(safety=(a_hold(),)), "Sam")
    place = next(nth for nth, line in enumerate(lines) if line.startswith("SAFETY"))
    assert lines[place + 1].startswith("  LOCKED 2027-03-14 08:00 Locked after a yes to")
    assert place < next(nth for nth, line in enumerate(lines) if line.startswith("leg "))


def test_the_days_stand_below_each_other_with_gaps_as_gaps() -> None:
    rows = {line.split()[0]: line for line in day_rows(a_follow_up()) if line}
    assert rows["leg"] == "leg    66655··6544333"
    assert rows["back"] == "back   44433··3332222"
    assert rows["reach"] == "reach  ccccc··cttuuuu"
    # 100, 75, 80.5, 50, 100, two gaps, 25, 100, 100, 66.7, 90, 0, 100.
    assert rows["done"] == "done   #785#··2##690#"
    assert rows["bad"] == "bad           ~"
    assert rows["plan"] == "plan   A       B"


def test_a_plan_that_held_before_stands_on_the_first_day() -> None:
    mark = PlanMark(SINCE - timedelta(days=20), "steady-back@1", StageCode.CALM, ())
    assert day_rows(a_follow_up(plans=(mark,)))[1] == "plan   A"
    assert plan_letters((mark,)) == {mark: "A"}


def test_ten_is_one_column_and_nothing_asked_is_blank() -> None:
    days = tuple(
        FollowUpDay(
            SINCE + timedelta(days=n), None, leg, Reach.FOOT, percent, False, False, None, 10
        )
        for n, (leg, percent) in enumerate([(10, None), (0, 0.0)])
    )
    rows = {line.split()[0]: line for line in day_rows(a_follow_up(days=days)) if line}
    assert (rows["leg"], rows["done"], rows["sleep"]) == ("leg    T0", "done    0", "sleep  TT")


def test_many_days_go_on_in_further_rows() -> None:
    day = a_follow_up().days[0]
    days = tuple(replace(day, day=SINCE + timedelta(days=n)) for n in range(100))
    lines = day_rows(a_follow_up(days=days))
    assert max(map(len, lines)) <= WIDTH
    assert sum(line.startswith("leg") for line in lines) == 2


def test_what_was_left_out_stands_with_its_reason() -> None:
    lines = page(a_follow_up(), "Sam")
    (bridge,) = [line for line in lines if line.startswith("  Bridge  ")]
    assert bridge == (
        "  Bridge                 5 of 14 47.2 %  pain 5, partly 2, not recorded 2, g5 a2"
    )


def test_cold_is_told_once_unless_it_hurt() -> None:
    pack = an_exercise_line(exercise="cold-pack", name="Cold pack", skipped={}, lights={})
    assert text(a_follow_up(exercises=(pack,))).count("Cold pack") == 1
    hurt = replace(pack, skipped={"pain": 1})
    assert text(a_follow_up(exercises=(hurt,))).count("Cold pack") == 2


def test_older_notes_are_counted_and_none_is_markup() -> None:
    notes = tuple(NoteLine(SINCE + timedelta(days=n), "", f"note {n} [bold]") for n in range(9))
    shown = text(a_follow_up(notes=notes))
    assert "3 earlier ones are in --json." in shown
    assert "2027-03-09 note 8 [bold]" in shown
    assert "note 2" not in shown


def test_no_sitting_is_not_recorded() -> None:
    nothing = replace(
        the_sitting(), surfaces=(), longest_minutes=None, hard_share=None, bouts=0, over_limit=0
    )
    assert "Sitting not recorded." in text(a_follow_up(sitting=nothing))
    short = replace(nothing, bouts=2)
    assert "Sitting only under a minute at a time, 2 spells." in text(a_follow_up(sitting=short))


@pytest.mark.parametrize(("times", "said"), [(1, "1 time on hard."), (2, "2 times on hard.")])
def test_sitting_past_the_limit_on_hard_seats_is_counted(times: int, said: str) -> None:
    over = replace(the_sitting(), hard_over_limit=times)
    assert said in text(a_follow_up(sitting=over))


def test_a_change_stands_between_the_weeks_around_it() -> None:
    seen = a_follow_up()
    change = ChangeBefore(seen.plans[1], Week(6.0, 5, 70.0, 5), Week(3.0, 6, None, 0))
    lines = page(seen, "Sam", [change])
    place = next(nth for nth, line in enumerate(lines) if line.startswith("B 2027-03-09"))
    assert lines[place] == "B 2027-03-09 steady-back@3, stage B. Bridge: 3 sets, was 2."
    assert lines[place + 1 : place + 3] == [
        "  week before: leg 6 (5 days), done 70 percent (5 days)",
        "  first week:  leg 3 (6 days), done not recorded",
    ]


def test_the_order_of_care_is_a_dated_checklist() -> None:
    lines = page(a_follow_up(), "Sam")
    assert "  [x] 2027-02-01 Program at home, advice and hands-on care: program and advice" in lines
    assert "  [ ] Opinion of a surgeon" in lines


def test_a_patient_of_whom_nothing_came_has_a_short_page() -> None:
    lines = page(a_follow_up(last_fact_at=None), "Sam")
    assert "Nothing received yet." in " ".join(lines)
    assert not [line for line in lines if line.startswith("leg")]


@given(st.text(max_size=200))
def test_no_note_breaks_the_page(words: str) -> None:
    lines = page(a_follow_up(notes=(NoteLine(SINCE, words, words),)), words)
    assert all("\n" not in line and "\x1b" not in line for line in lines)


def test_every_formula_is_shown_with_the_sources_of_what_change_matters() -> None:
    shown = " ".join(" ".join(formula_lines(a_follow_up())).split())
    assert all(f"{name}: " in shown for name in FORMULAS)
    assert "important change, Daily life (RMDQ-24): 5 points and 30 percent (S49, S50b)" in shown


def test_every_value_is_in_the_json_and_no_name() -> None:
    seen = a_follow_up(safety=(a_hold(),))
    values = json.loads(json.dumps(document_values(seen, ())))
    assert values["answer"] == seen.answer
    assert values["days"][5] == {
        "day": "2027-03-06",
        "back": None,
        "leg": None,
        "reach": None,
        "percent": None,
        "not_recorded": True,
        "flare": False,
        "light": None,
        "sleep": None,
        "noted": False,
    }
    assert values["exercises"][0]["lights"] == {"green": 5, "amber": 2}
    assert values["days"][0]["reach"] == "calf"
    assert "Sam" not in json.dumps(values)
    assert values.keys() >= {"patient", "changes", "formulas", "care", "last_fact_at"}


def test_long_words_are_broken_too() -> None:
    seen = a_follow_up(notes=(NoteLine(SINCE, "", "x" * 300),))
    assert max(map(len, page(seen, "Sam"))) <= WIDTH
