"""The parts of a follow-up against hand-worked cases: exercises, sitting, packs, questionnaires."""

from typing import Any

import pytest

from coach.cli.review_page import page
from coach.domain.agenda import item_id
from coach.domain.body_chart import Chart, Feeling, Mark, facts_of
from coach.domain.check_ups import EVENING, MEDICINE
from coach.domain.events import (
    AnswerGiven,
    FlareProposed,
    NoteWritten,
    ReviewDecided,
    SafetyHold,
    StageProposed,
    Stamped,
)
from coach.domain.exercise import Kind
from coach.domain.instrument import Instrument
from coach.domain.instrument_parts import AnswerChoice, Band, Better, Change, Subscale, Together
from coach.domain.lights import Light
from coach.domain.outcomes import Decision, Excuse, LimitRule, Reason, SetOutcome, StillWhy
from coach.domain.program import Criterion, GateRule, StageCode, Surface
from coach.domain.red_flags import Tier
from coach.domain.sitting_state import reminder_item
from coach.domain.time_events import ReminderPutOff, SittingLimitSet, StillAnswered, StillAsked
from coach.domain.timers import SKIN
from coach.reports.foot_part import Made
from coach.reports.report_values import report_of
from coach.review.follow_up import FollowUp, InstrumentLine
from coach.review.follow_up_facts import follow_up
from coach.review.follow_up_hurt import hurt_words
from coach.review.follow_up_instruments import MOOD
from coach.review.follow_up_window import Known
from coach.review.outlook import Kind as ProposalKind
from coach.review.record_paragraph import record_paragraph
from coach.tui.therapist.exercise_rows import exercise_lines as exercise_rows
from coach.tui.therapist.follow_up_blocks import safety_block
from tests.builders import a_prescription, a_program, a_stage, an_instrument
from tests.review.courses import a_leg, a_plan, answers, at, course, day, legs, on, total
from tests.review.doing import asked, did, excused, left_out, light, sat, session


def seen(*parts: Stamped | list[Stamped], known: Known | None = None, today: int = 14) -> FollowUp:
    return follow_up(course(*parts), known or Known(), patient="sam", now=at(today, 12))


# --- the safety list


def test_who_answered_no_safety_question_was_never_asked() -> None:
    known = Known(questions={"bladder": "Is it hard to start passing water?"})
    assert seen(a_plan(), legs({4: 3}), known=known).not_asked == (
        "The safety list was never finished."
    )


# --- exercises


def test_done_and_partial_items_and_the_share_of_the_dose() -> None:
    # Ten, five and twelve of ten, then nothing: (100 + 50 + 100 + 0) / 4 = 62.5.
    (line,) = seen(
        a_plan(),
        *(asked(n) for n in range(4)),
        did(0),
        did(1, reps=5),
        did(2, reps=12),
        legs({4: 3}),
    ).exercises
    assert (line.asked, line.done, line.partial, line.percent) == (4, 2, 1, 62.5)


def test_excused_items_leave_both_sides_and_gaps_are_counted() -> None:
    facts: list[Stamped | list[Stamped]] = [
        a_plan(),
        asked(0),
        did(0),
        asked(1),
        excused(1),
        asked(2, recorded_on=3),
        legs({3: 3}),
    ]
    (line,) = seen(*facts).exercises
    assert (line.asked, line.excused, line.not_recorded, line.percent) == (2, 1, 1, 100.0)


def test_what_was_stopped_for_pain_is_counted_though_it_was_excused_after_it() -> None:
    """A yes or a bad day's plan excuses what is left of the day, with it what had hurt."""
    found = seen(
        a_plan(),
        asked(0),
        did(0, reps=4, outcome=SetOutcome.STOPPED, reason=Reason.PAIN),
        excused(0, reason=Excuse.SAFETY),
        asked(1),
        excused(1),
        legs({0: 8, 2: 3}),
    )
    (line,) = found.exercises
    assert (line.asked, line.excused, line.skipped) == (0, 2, {"pain": 1})
    assert "bridge left out or stopped 1 time for pain" in found.answer
    assert "1 time for pain" in hurt_words(found.hurt[0])
    assert "Bridge: 1 left out or stopped: pain." in record_paragraph(found)
    (row,) = [one for one in page(found, "Sam") if one.startswith("  bridge")]
    assert row.split() == ["bridge*", "0", "of", "0", "excused", "pain", "1"]


def test_what_was_asked_is_counted_once_and_adds_up() -> None:
    parts = [asked(n) for n in range(7)]
    parts += [did(0), did(1, reps=5), left_out(2), left_out(3, reason=Reason.TIME)]
    parts += [did(4, reps=5, outcome=SetOutcome.STOPPED, reason=Reason.PAIN)]
    parts += [on(5, a_leg(3)), asked(8, recorded_on=9)]  # 5 untouched, 8 not recorded
    (line,) = seen(a_plan(), *parts, legs({6: 3, 9: 3})).exercises
    assert (line.done, line.partial, line.not_recorded) == (1, 1, 1)
    assert line.skipped == {"pain": 2, "time": 1, "none": 2}
    assert line.asked == line.done + line.partial + sum(line.skipped.values()) + line.not_recorded


def test_why_nothing_of_a_set_was_done_is_told_though_it_was_begun() -> None:
    """A pack or a walk that ends at once is begun, and has its reason all the same."""
    tired: dict[str, Any] = {"outcome": SetOutcome.PARTIAL, "reason": Reason.FATIGUE}
    parts = [asked(n) for n in range(4)]
    parts += [did(0, reps=0, **tired), did(1, reps=5, **tired)]
    parts += [did(2, reps=0, outcome=SetOutcome.PARTIAL), did(3, reps=0, **tired)]
    parts += [did(3, reps=10, set_no=2)]
    (line,) = seen(a_plan(), *parts, legs({6: 3})).exercises
    assert (line.done, line.partial, line.skipped) == (1, 1, {"fatigue": 1, "none": 1})
    assert line.asked == 4


def test_a_green_session_is_no_green_of_what_was_stopped_for_pain_in_it() -> None:
    parts = []
    for nth in (1, 2):
        parts += [asked(nth), *session(nth), light(nth, Light.GREEN)]
    stopped = did(1, reps=4, outcome=SetOutcome.STOPPED, reason=Reason.PAIN)
    (line,) = seen(a_plan(), *parts, stopped, did(2), legs({3: 3})).exercises
    assert line.lights == {Light.GREEN: 1}


def test_what_hurt_before_the_last_decision_is_not_forgotten() -> None:
    decided = on(5, ReviewDecided(decision=Decision.PROGRESS, note=""), hour=12)
    facts = [*(asked(n) for n in range(4)), *(left_out(n) for n in range(3)), did(3)]
    stopped = did(4, reps=4, outcome=SetOutcome.STOPPED, reason=Reason.PAIN)
    tired = left_out(6, "clam", Reason.FATIGUE)
    found = seen(a_plan(), *facts, asked(4), stopped, decided, tired, legs({13: 3}))
    assert found.since == day(5)
    (line,) = found.hurt
    assert (line.exercise, line.pain, line.last_day, line.asked_reps) == ("bridge", 4, day(4), 10)
    last = f"{day(4).day} {day(4):%b %Y}"
    assert hurt_words(line) == (
        f"bridge hurt before: left out or stopped 4 times for pain, the last on {last}."
    )


def test_how_often_it_went_well_since_it_hurt_is_counted() -> None:
    parts = [asked(1), left_out(1)]
    for nth in (2, 3, 4):
        parts += [asked(nth), *session(nth), did(nth), light(nth, Light.GREEN, "bridge")]
    (line,) = seen(a_plan(), *parts, legs({5: 3})).hurt
    assert (line.pain, line.green_since) == (1, 3)


def test_what_was_written_in_the_days_before_a_safety_event_stands_with_it() -> None:
    notes = [on(nth, NoteWritten(about="", text=f"day {nth}"), hour=7) for nth in (2, 6, 9, 10, 12)]
    hold = on(9, SafetyHold(tier=Tier.EMERGENCY), hour=8)
    decided = on(10, ReviewDecided(decision=Decision.KEEP, note=""), hour=12)
    found = seen(a_plan(), *notes, hold, decided, legs({13: 3}))
    assert [note.text for note in found.notes] == ["day 10", "day 12"]
    assert [note.text for note in found.safety_notes] == ["day 6", "day 9"]


def skin(nth: int, value: str, hour: int = 9) -> Stamped:
    item = item_id(day(nth), "cold-pack", 1)
    return on(nth, AnswerGiven(instrument=SKIN, item=item, value=value), hour=hour)


PACKS = Known(names={"cold-pack": "Cold pack"}, kinds={"cold-pack": Kind.COLD})


def test_a_pack_that_was_left_out_for_numb_skin_says_so_in_its_row_and_under_safety() -> None:
    found = seen(
        a_plan(),
        asked(3, "cold-pack"),
        skin(3, "no"),
        left_out(3, "cold-pack", Reason.OTHER),
        legs({4: 3}),
        known=PACKS,
    )
    (line,) = found.exercises
    assert line.skipped == {"numb skin": 1}
    (event,) = found.safety
    assert (event.what, event.standing) == ("Cold pack left out: numb skin.", False)
    assert found.yes_since == ()
    for told in (
        "\n".join(page(found, "Sam")),
        record_paragraph(found),
        "\n".join(safety_block(found).lines),
        "\n".join(exercise_rows(found.exercises, 76)),
        str(report_of(found, Made(at(14), "sam"))),
    ):
        assert "numb skin" in told
        assert "other 1" not in told


def test_a_pack_that_numb_skin_leaves_out_counts_on_neither_side_and_is_still_told() -> None:
    found = seen(
        a_plan(),
        asked(3, "cold-pack"),
        skin(3, "no"),
        left_out(3, "cold-pack", Reason.OTHER),
        excused(3, "cold-pack"),
        legs({4: 3}),
        known=PACKS,
    )
    (line,) = found.exercises
    assert (line.asked, line.excused, line.percent) == (0, 1, None)
    assert line.skipped == {"numb skin": 1}
    for told in ("\n".join(page(found, "Sam")), "\n".join(exercise_rows(found.exercises, 76))):
        assert "numb skin" in told


def test_skin_that_feels_as_usual_when_asked_again_is_said_so_and_is_no_reason() -> None:
    cold = (asked(3, "cold-pack"), skin(3, "no"), skin(3, "yes", 10), did(3, "cold-pack"))
    found = seen(a_plan(), *cold, legs({4: 3}), known=PACKS)
    (line,) = found.exercises
    assert line.skipped == {}
    (event,) = found.safety
    assert event.what == "Cold pack: numb skin at first; as usual when asked again."
    # Left out for another reason after the skin was as usual.
    other = seen(a_plan(), *cold[:3], left_out(3, "cold-pack", Reason.OTHER), legs({4: 3}))
    assert other.exercises[0].skipped == {"other": 1}


def test_numb_skin_is_told_of_the_days_since_the_last_visit_alone() -> None:
    decided = on(5, ReviewDecided(decision=Decision.KEEP, note=""), hour=12)
    facts = (a_plan(), skin(3, "no"), decided, skin(8, "no"), skin(9, "yes"), legs({10: 3}))
    assert [one.at for one in seen(*facts, known=PACKS).safety] == [at(8)]


def test_an_exercise_never_recorded_has_no_percent() -> None:
    (line,) = seen(a_plan(), asked(0, recorded_on=2), legs({2: 3})).exercises
    assert (line.not_recorded, line.percent) == (1, None)


def test_an_easier_form_counts_for_the_exercise_the_plan_names() -> None:
    (line,) = seen(
        a_plan(),
        asked(0, exercise="bridge"),
        did(0, item=f"{day(0).isoformat()}/bridge/1", exercise="easy-bridge"),
        legs({1: 3}),
    ).exercises
    assert (line.exercise, line.done) == ("bridge", 1)


@pytest.mark.parametrize(
    ("outcome", "reason", "expected"),
    [
        (SetOutcome.STOPPED, Reason.PAIN, {"pain": 1}),
        (SetOutcome.PARTIAL, Reason.PAIN, {"pain": 1}),
        (SetOutcome.PARTIAL, Reason.FATIGUE, {}),
        (SetOutcome.SKIPPED, Reason.NONE, {"none": 1}),
    ],
)
def test_what_counts_as_left_out(
    outcome: SetOutcome, reason: Reason, expected: dict[str, int]
) -> None:
    (line,) = seen(
        a_plan(), asked(0), did(0, reps=4, outcome=outcome, reason=reason), legs({1: 3})
    ).exercises
    assert line.skipped == expected


def test_its_own_light_goes_before_that_of_the_session() -> None:
    # Day 0: own amber in a green session. Day 1: the session's green. Day 2: left out, no light.
    (line,) = seen(
        a_plan(),
        *(asked(n) for n in range(3)),
        *(session(n) for n in range(3)),
        did(0),
        light(0, Light.AMBER, "bridge"),
        light(0, Light.GREEN),
        did(1),
        light(1, Light.GREEN),
        left_out(2),
        light(2, Light.RED),
        legs({3: 3}),
    ).exercises
    assert (line.lights, line.last_light) == ({Light.AMBER: 1, Light.GREEN: 1}, Light.GREEN)


def test_what_hurt_comes_first_then_what_was_done_least() -> None:
    facts: list[Stamped | list[Stamped]] = [a_plan(), legs({2: 3})]
    for exercise, reps in (("a", 10), ("b", 2), ("c", 9), ("d", 10)):
        facts += [asked(0, exercise), did(0, exercise, reps)]
    facts += [asked(1, "c"), left_out(1, "c"), session(0), light(0, Light.RED, "d")]
    assert [line.exercise for line in seen(*facts).exercises] == ["c", "d", "b", "a"]


def test_the_dose_is_the_one_that_is_asked_now() -> None:
    program = a_program(stages=(a_stage(a_prescription(), code=StageCode.MOVE),))
    lines = seen(
        a_plan(), asked(0), asked(0, "former"), legs({1: 3}), known=Known(program=program)
    ).exercises
    doses = {line.exercise: line.dose for line in lines}
    assert doses == {"bridge": "2x10 hold 5s rest 30s 1/day", "former": ""}


# --- notes


def test_notes_say_what_they_are_about_and_medicine_stands_apart() -> None:
    known = Known(names={"bridge": "Bridge"})
    found = seen(
        a_plan(),
        session(0),
        asked(0),
        did(0),
        session(1),
        did(1),
        did(1, "walk-1"),
        on(0, NoteWritten(text="pulls", about="s0"), hour=12),
        on(1, NoteWritten(text="tired", about="s1"), hour=12),
        on(1, NoteWritten(text="rain", about=EVENING), hour=20),
        on(1, NoteWritten(text="a pill", about=MEDICINE), hour=20),
        on(2, NoteWritten(text="long drive"), hour=20),
        known=known,
    )
    assert [(one.about, one.text) for one in found.notes] == [
        ("Bridge", "pulls"),
        ("session", "tired"),
        (EVENING, "rain"),
        ("", "long drive"),
    ]
    assert found.exercises[0].notes == ("2027-03-01: pulls",)
    assert [one.text for one in found.medication] == ["a pill"]


def put_off(nth: int, item: str, minutes: int = 30) -> Stamped:
    return on(nth, ReminderPutOff(item=item, minutes=minutes), hour=9)


def test_reminders_that_were_put_off_are_told_the_most_often_first() -> None:
    walk, bridge = item_id(day(1), "walk", 1), item_id(day(1), "bridge", 1)
    known = Known(names={"walk": "Walk", "bridge": "Bridge"})
    facts = [put_off(1, bridge), put_off(1, walk), put_off(1, bridge), put_off(9, walk)]
    found = seen(a_plan(), facts, put_off(1, reminder_item("b1"), 3), known=known)
    assert found.put_off_words == "Reminders put off: Bridge 2 times, Walk 2 times."
    first = follow_up(course(a_plan(), *facts), known, patient="sam", now=at(14, 12), since=day(2))
    assert first.put_off_words == "Reminders put off: Walk 1 time."
    assert seen(a_plan(), legs({1: 3})).put_off_words == ""


# --- sitting and packs


def test_what_was_answered_to_the_sitting_guard_is_told() -> None:
    asked_still = [
        on(n, StillAsked(bout=f"b{n}", why=StillWhy.IDLE, since=at(n, 13)), hour=14)
        for n in range(4)
    ]
    answered = [
        on(n, StillAnswered(bout=f"b{n}", sitting=sitting), hour=14)
        for n, sitting in enumerate([True, False, True])
    ]
    snoozed = put_off(0, reminder_item("b0"), 3)
    found = seen(a_plan(), [sat(0, 30), snoozed], asked_still, answered).sitting
    assert found.answers_words() == (
        'Getting up put off 1 time. "Still sitting?" asked 4 times: yes 2, no 1, not answered 1.'
    )
    assert seen(a_plan(), sat(0, 30)).sitting.answers_words() == ""


def test_a_limit_that_was_fitted_is_told_with_its_reason() -> None:
    fitted = SittingLimitSet(
        surface=Surface.FIRM, minutes=12, rule=LimitRule.RISE, evidence="leg 2 before and 5 after"
    )
    known = Known(program=a_program(stages=(a_stage(code=StageCode.MOVE),)))
    parts = (a_plan(), [sat(0, 30, overdue_minutes=10.0)], [on(1, fitted)], [sat(2, 10)])
    found = seen(*parts, known=known).sitting
    (one,) = found.fits
    assert (one.surface, one.minutes, one.rule) == (Surface.FIRM, 12, LimitRule.RISE)
    assert one.words().endswith("firm 12 min (rise: leg 2 before and 5 after)")
    assert [line.fitted_minutes for line in found.surfaces] == [12]
    assert (found.overdue_minutes, found.hard_over_limit) == (10.0, 0)


def test_sitting_by_surface_with_longest_over_the_limit_and_hard_share() -> None:
    # 30 + 10 on firm, 20 on hard, 20 on the floor: 40 of 80 minutes are hard, 50 percent.
    sat_down = [
        sat(0, 30),
        sat(1, 10),
        sat(2, 20, Surface.HARD, limit_minutes=10, overdue_minutes=10.0, warnings=2),
        sat(3, 20, Surface.FLOOR, overdue_minutes=5.0),
    ]
    found = seen(a_plan(), sat_down).sitting
    assert (found.longest_minutes, found.bouts, found.over_limit) == (30, 4, 3)
    assert (found.hard_share, found.warnings) == (50.0, 3)
    assert [(one.surface, one.minutes, one.over_limit) for one in found.surfaces] == [
        (Surface.FIRM, 40, 1),
        (Surface.HARD, 20, 1),
        (Surface.FLOOR, 20, 1),
    ]


def test_a_spell_under_a_minute_is_not_the_longest() -> None:
    found = seen(a_plan(), sat(1, 0.4)).sitting
    assert (found.bouts, found.longest_minutes, found.surfaces) == (1, None, ())


def test_no_spell_of_sitting_is_not_zero_minutes() -> None:
    found = seen(a_plan(), legs({1: 3})).sitting
    assert (found.longest_minutes, found.hard_share, found.surfaces) == (None, None, ())


def test_cold_and_rest_against_their_dose_on_recorded_days() -> None:
    # Ten minutes of cold asked on three days; day 1 was not recorded: 20 asked, 6 + 10 done.
    known = Known(kinds={"cold-pack": Kind.COLD, "bridge": Kind.MOVEMENT})
    timed = {"planned_reps": 0, "planned_seconds": 600, "timed": True}
    found = seen(
        a_plan(),
        asked(0, "cold-pack", **timed),
        asked(1, "cold-pack", recorded_on=2, **timed),
        asked(2, "cold-pack", **timed),
        did(0, "cold-pack", 0, seconds=360.0),
        did(2, "cold-pack", 1, seconds=600.0),
        asked(0),
        did(0),
        known=known,
    ).passive
    assert [(one.kind, one.asked_minutes, one.done_minutes, one.times) for one in found] == [
        ("cold", 20.0, 16.0, 2)
    ]


# --- questionnaires


def line_of(instrument: Instrument, *facts: Stamped) -> InstrumentLine:
    known = Known(instruments=(instrument,))
    (line,) = seen(a_plan(), list(facts), legs({14: 3}), known=known).instruments
    return line


def test_an_important_change_names_its_source() -> None:
    change = Change(points=5.0, percent=30.0, together=Together.EITHER)
    form = an_instrument(most=24, better=Better.LOWER, change=change, source=("S49",))
    line = line_of(form, total("steps", 0, 13), total("steps", 7, 9), total("steps", 12, 7))
    assert line.words == "13 to 7 of 24, 6 better: an important change"
    assert (line.change, line.important, line.source) == (
        -6.0,
        True,
        "5 points or 30 percent (S49)",
    )
    assert (line.start_day, line.now_day) == (day(0), day(12))


@pytest.mark.parametrize(
    ("change", "last", "words"),
    [
        (Change(points=2.0), 11, "10 to 11 of 30, 1 better: less than an important change"),
        (Change(points=2.0), 7, "10 to 7 of 30, 3 worse: an important change"),
        (Change(points=2.0), 10, "10 to 10 of 30, no change: not an important change"),
        (None, 14, "10 to 14 of 30, 4 better: what matters is not known"),
    ],
)
def test_a_change_in_words(change: Change | None, last: float, words: str) -> None:
    line = line_of(an_instrument(change=change), total("steps", 0, 10), total("steps", 9, last))
    assert line.words == words


def test_a_form_that_was_answered_once_has_no_change() -> None:
    line = line_of(an_instrument(change=Change(points=2.0)), total("steps", 3, 10))
    assert (line.now, line.change, line.important) == (None, None, None)
    assert line.words == "10 of 30, answered once"


BANDS = (Band(0, 9, "low"), Band(10, 30, "high"))


def test_the_newest_total_carries_the_name_its_questionnaire_gives_it() -> None:
    form = an_instrument(change=None, bands=BANDS)
    line = line_of(form, total("steps", 0, 12), total("steps", 9, 4))
    assert line.words == "12 to 4 of 30, 8 worse: what matters is not known; low"
    once = line_of(form, total("steps", 0, 12))
    assert once.words == "12 of 30, answered once; high"


def test_a_mood_is_given_no_name() -> None:
    form = an_instrument(id=MOOD, change=None, bands=BANDS)
    assert "high" not in line_of(form, total(MOOD, 0, 12)).words


def test_totals_of_a_former_plan_are_no_start() -> None:
    facts = [total("steps", 0, 5), a_plan(3, therapist="Kim"), total("steps", 4, 10)]
    (line,) = seen(
        a_plan(), facts, legs({14: 3}), known=Known(instruments=(an_instrument(),))
    ).instruments
    assert (line.start, line.now) == (10, None)


def test_mood_is_told_by_its_questions_and_not_by_a_name() -> None:
    halves = (
        Subscale("anxiety", "Anxiety", ("1", "2"), 0, 6, 3, ""),
        Subscale("depression", "Depression", ("3", "4"), 0, 6, 3, ""),
    )
    choices = tuple(AnswerChoice(n, str(n)) for n in range(4))
    form = an_instrument(id="phq-4", most=12, subscales=halves, choices=choices)
    found = seen(
        a_plan(),
        answers("phq-4", {2: {"1": "0", "2": "1", "3": "2", "4": "1", "total": "4"}}),
        known=Known(instruments=(form,)),
    )
    assert found.mood_words() == (
        "PHQ-4 of 2027-03-03: 4 of 12; questions 1 and 2: 1 of 6; "
        "questions 3 and 4: 3 of 6, asks for a talk."
    )
    assert "nxiety" not in found.mood_words()


def test_no_answers_on_mood_leave_it_empty() -> None:
    assert seen(a_plan(), legs({1: 3})).mood_words() == ""


# --- what the rules propose


def a_gated_program() -> Known:
    leave = (
        Criterion(rule=GateRule.LEG_AT_MOST, text="Leg 3 or less.", score=3, days=2, of_days=2),
    )
    stages = (
        a_stage(code=StageCode.MOVE, leave=leave),
        a_stage(code=StageCode.BUILD, name="Build"),
    )
    return Known(program=a_program(stages=stages))


def test_a_standing_proposal_carries_its_evidence() -> None:
    found = seen(a_plan(), legs({12: 3, 13: 2, 14: 2}), known=a_gated_program())
    assert found.standing is not None
    assert found.standing.kind is ProposalKind.GO_ON
    (line,) = found.proposed
    assert (line.day, line.what, line.standing) == (day(14), "Go on to stage C, Build", True)
    assert line.evidence


def test_a_logged_proposal_stands_only_as_long_as_the_rules_say_so() -> None:
    fact = StageProposed(
        from_stage=StageCode.MOVE, to_stage=StageCode.BUILD, rule="leave_and_enter", evidence="then"
    )
    fell_away = seen(a_plan(), on(5, fact), legs({13: 6, 14: 6}), known=a_gated_program())
    assert [(one.day, one.evidence, one.standing) for one in fell_away.proposed] == [
        (day(5), "then", False)
    ]
    assert fell_away.standing is None
    stands = seen(a_plan(), on(5, fact), legs({13: 3, 14: 3}), known=a_gated_program())
    assert [one.standing for one in stands.proposed] == [True]


RED = light(14, Light.RED)


@pytest.mark.parametrize(("today", "stands"), [(14, True), (15, True), (16, False)])
def test_a_bad_day_is_proposed_no_more_once_the_log_ended_before_yesterday(
    today: int, stands: bool
) -> None:
    found = seen(a_plan(), RED, known=a_gated_program(), today=today)
    assert [one.what for one in found.proposed] == (["Plan for a bad day"] if stands else [])
    assert (found.standing is not None) is stands
    # It is told all the same, and weighed where more would be asked.
    proposed = "The plan for a bad day is proposed: " if stands else ""
    assert found.worse == (f"{proposed}A session was red on 15 Mar.",)


def test_a_bad_day_that_was_proposed_then_stands_in_its_place_among_the_days() -> None:
    logged = on(14, FlareProposed(rule="red_session", evidence="A session was red on 15 Mar."))
    found = seen(a_plan(), RED, logged, known=a_gated_program(), today=24)
    assert [(one.day, one.standing) for one in found.proposed] == [(day(14), False)]


def test_without_the_program_there_are_no_gates_and_the_rest_stands() -> None:
    found = seen(a_plan(), asked(0), did(0), legs({1: 3}))
    assert (found.outlook, found.standing) == (None, None)
    assert found.exercises[0].done == 1


# --- body charts


def chart(nth: int, **scores: int) -> list[Stamped]:
    drawn = Chart()
    for zone, score in scores.items():
        drawn = drawn.marked(zone, Mark(frozenset({Feeling.PAIN}), score))
    return [on(nth, fact) for fact in facts_of(drawn, f"chart-{nth}")]


def test_zones_that_changed_between_the_first_chart_and_the_last() -> None:
    found = seen(a_plan(), chart(0, B5L=5, B2L=4), chart(7, B5L=7, B2L=4), chart(14, B5L=2, B2L=4))
    assert found.body == (
        "from the chart of 1 Mar 2027 to that of 15 Mar 2027",
        "left calf: P5 ↓ P2",
    )
    assert found.roots == "zones recorded overlap L5, S1"


def test_one_chart_shows_no_change() -> None:
    found = seen(a_plan(), chart(3, B5L=5))
    assert (found.body, found.roots) == ((), "zones recorded overlap S1")


def test_an_answer_of_another_program_never_breaks_the_page() -> None:
    odd = AnswerGiven(instrument="phq-4", item="1", value="often")
    found = seen(
        a_plan(),
        on(1, odd),
        on(1, a_leg(3)),
        known=Known(instruments=(an_instrument(id="phq-4", most=12),)),
    )
    assert found.mood_words() == "PHQ-4 of 2027-03-02: no total."
