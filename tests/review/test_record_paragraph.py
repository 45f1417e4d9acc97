"""The paragraph for the record: numbers and dates in four parts, no name, no diagnosis."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.outcomes import Decision
from coach.domain.program import StageCode
from coach.review.care_order import CareStep
from coach.review.follow_up import NoteLine, Signed, Visit, Waiting
from coach.review.record_paragraph import record_paragraph
from coach.review.recovery import Recovery
from coach.review.review_point import ReviewPoint
from tests.builders import BERLIN
from tests.review.follow_up_samples import (
    LAST_ASKED,
    NEVER_ASKED,
    a_follow_up,
    a_hold,
    an_exercise_line,
    the_days,
    the_instruments,
    the_sitting,
)

HELD = "Coaching was locked: emergency."


def test_four_parts_after_a_heading_and_a_line_on_safety() -> None:
    lines = record_paragraph(a_follow_up()).splitlines()
    assert [line.split(":")[0].split(",")[0] for line in lines] == [
        "Home program follow-up",
        "Safety",
        "S",
        "O",
        "A",
        "P",
    ]


def test_it_has_the_figures_of_the_follow_up() -> None:
    # Legs 6, 6, 6 first and 3, 3, 3 last; backs 4, 4, 4 and 2, 2, 2; sleep 3, 4, 4 and 7, 7, 7.
    text = record_paragraph(a_follow_up())
    assert "S: Leg 6 to 3, back 4 to 2, reach calf to buttock (first to last noted days). " in text
    assert "Sleep 4 to 7 of 10." in text
    # Percents of twelve recorded days: 100 + 75 + 80.5 + 50 + 100 + 25 + 100 + 100 + 66.7 + 90 + 0
    # + 100 = 887.2, over 12 is 73.9.
    assert "73.9 percent done on the mean of 12 days, 2 days not recorded." in text
    assert "Bridge: 5 of 14 done, 5 left out or stopped: pain." in text
    assert "13 to 7 of 24, 6 better: an important change." in text
    assert "Medicine for pain noted on 1 day." in text


def test_minutes_are_whole_ones() -> None:
    sat = replace(the_sitting(), longest_minutes=34.29)
    assert "Longest sitting 34 min, 3 of 9 spells" in record_paragraph(
        a_follow_up(sitting=sat, exercises=(), notes=(), medication=())
    )


def test_a_hostile_name_or_note_is_copied_into_no_record() -> None:
    hostile = "\x1b]52;c;b3duZWQ=\x07\x9b2J\u202eevil\x00\nP: Discharged."
    seen = a_follow_up(
        exercises=(an_exercise_line(name=hostile),),
        notes=(NoteLine(date(2027, 3, 4), hostile, hostile),),
        visits=(Visit(date(2027, 3, 14), decision=Decision.KEEP, note=hostile),),
    )
    text = record_paragraph(seen)
    assert len(text.splitlines()) == 6
    assert not {letter for letter in text if not letter.isprintable()} - {"\n"}


def the_plan(**visit: Any) -> str:
    """The last part of the paragraph after a visit on 14 March."""
    seen = a_follow_up(visits=(Visit(date(2027, 3, 14), **visit),))
    return record_paragraph(seen).splitlines()[-1]


def test_what_was_decided_and_signed_stands_in_the_plan_with_the_note() -> None:
    signed = Signed(4, StageCode.MOVE, changed=True)
    assert the_plan(decision=Decision.EASE, note="less of the bridge", signed=signed) == (
        "P: Ease the plan (2027-03-14). Version 4 signed, stage B. Less of the bridge."
    )
    assert record_paragraph(a_follow_up()).endswith("P: Nothing decided yet.")


def test_a_decision_that_changed_nothing_is_not_called_progress() -> None:
    signed = Signed(4, StageCode.MOVE, changed=False)
    assert the_plan(decision=Decision.PROGRESS, signed=signed) == (
        "P: To progress the plan was weighed, nothing was changed (2027-03-14). "
        "Version 4 signed, stage B, the same for the patient as before."
    )
    assert "nothing was changed" in the_plan(decision=Decision.EASE)
    assert the_plan(decision=Decision.KEEP) == "P: Keep the plan as it is (2027-03-14)."


def test_what_a_signed_plan_changed_is_said_and_a_first_one_is_called_so() -> None:
    changes = ("You go on to “Get it moving” now.", "Bridge: 2 sets of 8 instead of 2 sets of 10.")
    signed = Signed(2, StageCode.MOVE, changed=True, changes=changes)
    assert the_plan(decision=Decision.KEEP, signed=signed) == (
        "P: Keep the plan as it is (2027-03-14). Version 2 signed, stage B; the patient is told: "
        "You go on to “Get it moving” now. Bridge: 2 sets of 8 instead of 2 sets of 10."
    )
    first = Signed(2, StageCode.MOVE, changed=True, is_first=True)
    assert "Version 2 signed on 2027-03-14, stage B, their first plan." in the_plan(
        decision=None, signed=first
    )


def test_what_the_patient_is_told_is_never_what_a_later_decision_says() -> None:
    """Where there is no room for the changes of a plan, nor is there for their announcement."""
    told = ("Bridge: 1 set of 4 instead of 2 sets of 8.", "Longer walk: 5 minutes, not 10.")
    day = date(2027, 3, 14)
    eased = Visit(day, Decision.EASE, "", Signed(2, StageCode.CALM, changed=True, changes=told))
    kept = Visit(day, Decision.KEEP, "fine")
    for words in range(0, 130, 5):
        # As important as a note, so that it stays longer than the changes of a former plan.
        form = replace(the_instruments()[0], important=True, words=" ".join(["word"] * words))
        text = record_paragraph(a_follow_up(visits=(eased, kept), instruments=(form,)))
        assert "is told: Keep" not in text
        assert text.endswith("Keep the plan as it is (2027-03-14). Fine.")
        # That it was signed stands there always; what it changed, where there is room.
        assert "Version 2 signed, stage A" in text
        assert ("Version 2 signed, stage A; the patient is told: Bridge: 1 set of 4" in text) is (
            "is told" in text
        )
    wide = record_paragraph(a_follow_up(visits=(eased, kept), exercises=(), notes=(), mood=""))
    assert "stage A; the patient is told: Bridge: 1 set of 4 instead of 2 sets of 8." in wide


@pytest.mark.parametrize(
    ("noted", "back", "sleep"),
    [
        (0, "back not recorded", "Sleep not recorded."),
        (1, "back 4 on the one day it was noted", "Sleep 3 of 10 on the one night it was noted."),
        (2, "back 4 to 4", "Sleep 3 to 4 of 10."),
    ],
)
def test_a_log_of_one_day_says_what_was_noted_on_it(noted: int, back: str, sleep: str) -> None:
    days = tuple(
        day if nth < noted else replace(day, back=None, sleep=None)
        for nth, day in enumerate(the_days())
    )
    text = record_paragraph(a_follow_up(days=days, exercises=(), notes=()))
    assert f", {back}, reach" in text
    assert sleep in text
    assert "or more" not in text


def test_a_plan_that_was_signed_without_a_decision_is_named() -> None:
    signed = Signed(4, StageCode.BUILD, changed=True)
    assert the_plan(decision=None, signed=signed) == ("P: Version 4 signed on 2027-03-14, stage C.")


def test_that_it_got_worse_stands_in_the_assessment() -> None:
    worse = ("Leg up by 3: 3 in the week before, 6 in the last 3 days.",)
    text = record_paragraph(a_follow_up(worse=worse, points=()))
    assert "A: Worse: Leg up by 3: 3 in the week before" in text
    assert "No rule proposes" not in text


def test_under_a_lock_no_rule_is_said_to_propose_nothing() -> None:
    quiet: dict[str, Any] = {"points": (), "not_judged": (), "proposed": ()}
    standing = record_paragraph(a_follow_up(safety=(a_hold(),), **quiet))
    assert "A: See safety." in standing
    lifted = record_paragraph(a_follow_up(safety=(a_hold(standing=False),), **quiet))
    assert "A: See safety first." in lifted
    assert "No rule proposes" not in standing + lifted


def test_a_step_of_care_of_this_window_is_in_the_plan() -> None:
    steps = (
        CareStep("conservative", "Program", date(2027, 2, 1), "begun"),
        CareStep("medicines", "Medicines", date(2027, 3, 10), "asked the physician"),
    )
    text = record_paragraph(a_follow_up(care=steps))
    assert "Medicines: 2027-03-10, asked the physician." in text
    assert "2027-02-01" not in text


def test_a_lock_stands_before_everything_else() -> None:
    lines = record_paragraph(a_follow_up(safety=(a_hold(),))).splitlines()
    assert lines[1].startswith("Safety: Coaching is locked. 2027-03-14: Locked after a yes to")


def test_every_sign_that_was_answered_yes_is_named_though_the_lock_is_off() -> None:
    cleared = "The lock was taken off by the patient's own statement: seen by a doctor."
    free = a_follow_up(
        safety=(
            a_hold(what=cleared, standing=False),
            a_hold(what="Yes to: ...", standing=False, sign="one leg weaker"),
            a_hold(what="Yes to: ...", standing=False, sign="numb around the anus"),
        )
    )
    assert record_paragraph(free).splitlines()[1] == (
        f"Safety: 2027-03-14: yes to one leg weaker, numb around the anus. 2027-03-14: {cleared}"
    )
    old = datetime(2027, 3, 2, 8, 0, tzinfo=BERLIN)
    locked = a_follow_up(
        safety=(
            a_hold(what="Yes to: ...", standing=False, sign="something new"),
            a_hold(what="Yes to: ...", at=old, sign="hard to pass water"),
        )
    )
    assert record_paragraph(locked).splitlines()[1] == (
        "Safety: Coaching is locked. 2027-03-02: yes to hard to pass water. "
        "2027-03-14: yes to something new."
    )


def test_the_record_does_not_say_that_nothing_was_named_where_nobody_asked() -> None:
    text = record_paragraph(a_follow_up(safety_list=NEVER_ASKED))
    assert "Safety: The safety list was never finished." in text
    assert "no warning sign" not in text.lower()
    beside = a_follow_up(safety=(a_hold(standing=False),), safety_list=LAST_ASKED)
    assert "is due since 2027-03-09." in record_paragraph(beside)


def test_what_the_rules_say_is_named_as_theirs() -> None:
    text = record_paragraph(a_follow_up(exercises=(), notes=()))
    assert "A: Sleep since 2027-03-03: sleep 3 or less" in text
    assert "Not judged for want of data: twelve weeks in." in text
    calm = record_paragraph(a_follow_up(points=(), not_judged=()))
    assert "A: No rule proposes a change or asks for a talk." in calm


def test_the_patients_own_words_are_in_it_and_their_pseudonym_is_not() -> None:
    text = record_paragraph(a_follow_up(patient="0192-pseudonym"))
    assert "In their words, 2027-03-08: “Long drive to my sister, leg was bad after”." in text
    assert "pseudonym" not in text


def test_what_was_written_before_a_safety_event_comes_first() -> None:
    note = NoteLine(date(2027, 3, 13), "", "My foot felt odd.")
    text = record_paragraph(a_follow_up(safety=(a_hold(),), safety_notes=(note,)))
    assert text.index("My foot felt odd") < text.index("Long drive")


@given(st.lists(st.text(max_size=300), max_size=6), st.integers(0, 12), st.text(max_size=400))
def test_it_is_never_longer_than_a_hundred_and_fifty_words(
    notes: list[str], points: int, note: str
) -> None:
    sample = a_follow_up()
    seen = a_follow_up(
        notes=tuple(NoteLine(date(2027, 3, 4), "", one) for one in notes),
        points=sample.points * points,
        safety=(a_hold(), a_hold(standing=False)),
        worse=("Leg up by 3: 3 in the week before, 6 in the last 3 days.",) * points,
        visits=(Visit(date(2027, 3, 14), decision=Decision.EASE, note=note),) * 3,
    )
    text = record_paragraph(seen)
    assert len(text.split()) <= 150
    assert "Ease" in text or "ease" in text


def test_nothing_is_said_twice() -> None:
    worse = ("Leg up by 3: 3 in the week before, 6 in the last 3 days.", "Leg 6, 6, 6.")
    point = ReviewPoint(
        "leg_up", date(2027, 3, 3), "", "Leg up since. Leg 6, 6, 6.", "Leg 6, 6, 6."
    )
    seen = a_follow_up(worse=worse, points=(point,), safety=(a_hold(), a_hold(what=HELD)))
    text = record_paragraph(seen)
    assert "Leg 6, 6, 6" not in text
    assert text.count("ocked") == 2  # That it is, and the yes it rests on.


def test_exercises_beyond_the_first_four_are_counted() -> None:
    lines = tuple(an_exercise_line(exercise=f"e{n}", name=f"Exercise {n}") for n in range(7))
    text = record_paragraph(a_follow_up(exercises=lines, notes=(), instruments=(), mood=""))
    assert "Exercise 3:" in text
    assert "Exercise 4:" not in text
    assert "3 more exercises." in text


def test_an_empty_follow_up_says_what_is_not_known() -> None:
    text = record_paragraph(
        a_follow_up(
            days=(),
            exercises=(),
            instruments=(),
            mood="",
            medication=(),
            recovery=Recovery(None, 0, True, None, 0, 0),
            stage=StageCode.CALM,
        )
    )
    assert "Leg not recorded" in text
    assert "No day has a percentage of what was done." in text


def test_what_hurt_most_stays_whatever_is_signed_after_it() -> None:
    changes = tuple(f"{name}: {' '.join(['more'] * 28)}." for name in ("Bridge", "Clam", "Walk"))
    signed = Signed(3, StageCode.MOVE, changed=True, changes=changes)
    eased = Visit(date(2027, 3, 14), Decision.EASE, "less of it", signed)
    before, after = (
        record_paragraph(a_follow_up(visits=visits)) for visits in ((), (eased, eased, eased))
    )
    assert "Bridge: 5 of 14 done, 5 left out or stopped: pain." in before
    assert "Bridge left out or stopped 5 times for pain." in after


def test_every_decision_of_the_day_is_named_with_its_own_plan() -> None:
    day, signed = date(2027, 3, 14), Signed(4, StageCode.MOVE, changed=True)
    visits = (Visit(day, Decision.KEEP, "as agreed"), Visit(day, Decision.EASE, "sore", signed))
    assert record_paragraph(a_follow_up(visits=visits)).endswith(
        "P: Keep the plan as it is (2027-03-14). As agreed. Ease the plan (2027-03-14). "
        "Version 4 signed, stage B. Sore."
    )


def test_no_decision_and_no_signed_plan_is_what_goes_for_want_of_room() -> None:
    day = date(2027, 3, 14)
    told = tuple(f"{name}: 1 set of 4 instead of 2 sets of 8." for name in ("Bridge", "Clam"))
    signed = [
        Visit(day, None, "", Signed(n, StageCode.CALM, changed=True, changes=told))
        for n in range(2, 7)
    ]
    kept = Visit(day, Decision.KEEP, "fine")
    eased = replace(signed[0], decision=Decision.EASE, signed=Signed(7, StageCode.CALM, True, told))
    text = record_paragraph(a_follow_up(visits=(*signed, kept, eased)))
    plan = text.splitlines()[-1]
    assert plan.startswith(
        "P: Before that, on 2027-03-14: versions 2 to 5 signed. Version 6 signed on "
        "2027-03-14, stage A"
    )
    assert "Keep the plan as it is (2027-03-14). " in plan
    assert "Ease the plan (2027-03-14). Version 7 signed, stage A; the patient is told:" in plan
    assert len(text.split()) <= 150


def test_decisions_before_the_last_few_are_counted_with_their_days() -> None:
    days = [date(2027, 3, 14), date(2027, 3, 15)]
    form = Signed(2, StageCode.CALM, changed=True)
    visits = (
        Visit(days[0], Decision.EASE, "sore", form),
        Visit(days[0], Decision.KEEP),
        *(Visit(days[1], Decision.KEEP) for _ in range(4)),
    )
    assert (
        "Before that, from 2027-03-14 to 2027-03-15: version 2 signed; decided to ease 1 time, to "
        "keep 2 times; noted: sore."
    ) in record_paragraph(a_follow_up(visits=visits))


TOLD = ("Bridge: 3 sets of 20 instead of 2 sets of 8.", "Longer walk: 15 minutes, not 10.")
MORE = Signed(4, StageCode.BUILD, changed=True, changes=TOLD)


@pytest.mark.parametrize("later", [1, 2, 5])
def test_why_more_is_asked_stays_whatever_is_decided_after_it(later: int) -> None:
    day = date(2027, 3, 14)
    raised = Visit(day, Decision.PROGRESS, "weighed it, felt good", MORE)
    kept = (Visit(day, Decision.KEEP, "fine"),) * later
    for words in range(0, 130, 5):
        form = replace(the_instruments()[0], important=True, words=" ".join(["word"] * words))
        text = record_paragraph(a_follow_up(visits=(raised, *kept), instruments=(form,)))
        assert "Version 4 signed, stage C" in text
        assert "Weighed it, felt good." in text


def test_why_more_is_asked_is_known_also_where_to_ease_was_decided() -> None:
    day = date(2027, 3, 14)
    raised = Visit(day, Decision.EASE, "the bridge less, the walk more", MORE)
    visits = (raised, *(Visit(day, Decision.KEEP, "fine") for _ in range(4)))
    text = record_paragraph(a_follow_up(visits=visits, waiting=(Waiting(4, asks_more=True),)))
    assert "The bridge less, the walk more." in text


def test_of_a_long_note_the_beginning_stays_whatever_else_goes() -> None:
    note = " ".join(f"n{nth}" for nth in range(40))
    form = replace(the_instruments()[0], important=True, words=" ".join(["word"] * 120))
    for visits in ((Visit(date(2027, 3, 14), Decision.KEEP, note),) * many for many in (1, 2)):
        text = record_paragraph(a_follow_up(visits=visits, instruments=(form,)))
        assert text.endswith("N0 n1 n2 n3 n4 n5 n6 n7 n8 n9 n10 n11 …")
        assert text.count("N0 n1") == len(visits)


def test_notes_before_the_last_few_are_told_where_there_is_room() -> None:
    day = date(2027, 3, 14)
    visits = tuple(Visit(day, Decision.KEEP, f"note {nth}") for nth in range(5))
    bare: dict[str, Any] = {"exercises": (), "notes": (), "mood": "", "medication": ()}
    wide = record_paragraph(a_follow_up(visits=visits, **bare))
    assert "on 2027-03-14: decided to keep 2 times; noted: note 0; note 1. Keep" in wide
    form = replace(the_instruments()[0], important=True, words=" ".join(["word"] * 120))
    narrow = record_paragraph(a_follow_up(visits=visits, instruments=(form,), **bare))
    assert "on 2027-03-14: decided to keep 2 times. Keep" in narrow


def test_two_versions_before_the_last_few_are_named_and_more_by_the_first_and_the_last() -> None:
    day = date(2027, 3, 14)
    signed = [Visit(day, None, "", Signed(n, StageCode.CALM, changed=False)) for n in range(2, 8)]
    assert "versions 2 and 3 signed" in record_paragraph(a_follow_up(visits=tuple(signed[:5])))
    assert "versions 2 to 4 signed" in record_paragraph(a_follow_up(visits=tuple(signed)))


def test_what_lifts_the_lock_is_told_with_its_reason_and_stays() -> None:
    what = "Version 4, not opened yet, was signed to lift the lock: seen today by Dr Xavier."
    lift = a_hold(what=what, standing=False, is_lift=True)
    other = a_hold(what="Numb skin before a pack.", standing=False)
    signed = Signed(4, StageCode.MOVE, changed=False, lifts=True)
    visits = (Visit(date(2027, 3, 14), None, "", signed),)
    seen = a_follow_up(safety=(other, lift, a_hold()), visits=visits)
    for words in range(0, 130, 5):
        form = replace(the_instruments()[0], important=True, words=" ".join(["word"] * words))
        text = record_paragraph(replace(seen, instruments=(form,)))
        assert what in text
        assert "Version 4 signed on 2027-03-14, stage B, lifting the lock, the same for" in text
