"""The week: what is told, when it is told, and what stands to be talked about."""

import ast
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.domain.errors import InputError, LogError
from coach.domain.events import (
    AnswerGiven,
    CareStepNoted,
    LightGiven,
    PainScore,
    SessionStarted,
)
from coach.domain.lights import Light
from coach.domain.pain import Moment, PainReport, Reach, Site
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.review.care_order import STEPS
from coach.review.recovery_words import recovery_lines
from coach.workflows.care_notes import CareNotes
from coach.workflows.coach import Coach
from coach.workflows.week import NOTHING_TO_TALK
from tests.workflows.conftest import Disk, facts_of, said
from tests.workflows.test_safety import answer_yes
from tests.workflows.test_today import MONDAY, until


def day(nth: int) -> date:
    return MONDAY + timedelta(days=nth)


def log_leg(coach: Coach, scores: dict[int, int]) -> None:
    """A leg score at noon on each of these days of the plan."""
    now = coach.records.now()
    for nth, score in sorted(scores.items()):
        at = now.replace(hour=12, minute=0) + timedelta(days=nth - (now.date() - MONDAY).days)
        fact = PainScore(site=Site.LEG, score=score, moment=Moment.NOW)
        coach.log.append([fact], at=at, plan_version="steady-back@1")


def every_day(score: int, first: int, last: int) -> dict[int, int]:
    return dict.fromkeys(range(first, last + 1), score)


def told(coach: Coach) -> list[str]:
    return [fact.item for fact in facts_of(coach, AnswerGiven) if fact.instrument == "week-words"]


def test_before_set_up_there_is_no_week(new_coach: Coach) -> None:
    with pytest.raises(InputError, match="Run `coach` once"):
        new_coach.week.view()


def test_on_the_first_day_it_says_what_is_not_known(coach: Coach) -> None:
    view = coach.week.view()
    assert (view.words.sentences, view.review, view.due, view.weeks) == ((), (), False, ())
    assert view.words.missing.startswith("Not enough noted yet to compare weeks")
    assert recovery_lines(view.recovery)[0].startswith("Your own start is not known yet")
    assert coach.week.notices() == ()


def test_what_was_not_looked_at_leaves_no_word_that_nothing_is_wrong(
    coach: Coach, clock: ManualClock
) -> None:
    first = coach.week.view()
    assert first.nothing_to_talk == NOTHING_TO_TALK
    assert "If you are worried, talk to them." in NOTHING_TO_TALK
    until(clock, day(12), time(20, 0))
    later = coach.week.view()
    assert later.not_looked_at
    assert (later.review, later.nothing_to_talk) == ((), "")


def test_a_week_is_told_aloud_once_and_again_seven_days_later(
    coach: Coach, clock: ManualClock
) -> None:
    log_leg(coach, every_day(6, 0, 6) | every_day(3, 7, 13) | every_day(2, 14, 20))
    until(clock, day(14), time(8, 0))
    (sentence,) = coach.week.view().words.sentences
    assert sentence == (
        "Your leg was 3 or less on 7 of 7 noted days this week, on 0 of 7 the week before."
    )
    assert coach.week.notices() == ("This week in one sentence. Press w.",)
    coach.week.tell(coach.week.view())
    assert told(coach) == [day(7).isoformat()]
    assert said(coach) == [sentence]
    assert coach.week.notices() == ()
    coach.week.tell(coach.week.view())
    assert len(told(coach)) == 1
    until(clock, day(20), time(8, 0))
    assert not coach.week.view().due
    until(clock, day(21), time(8, 0))
    coach.week.tell(coach.week.view())
    assert told(coach) == [day(7).isoformat(), day(14).isoformat()]


def test_nothing_is_announced_when_nothing_can_be_compared(
    coach: Coach, clock: ManualClock
) -> None:
    log_leg(coach, every_day(6, 0, 6))
    until(clock, day(7), time(8, 0))
    assert coach.week.notices() == ()
    coach.week.tell(coach.week.view())
    assert (told(coach), said(coach)) == ([], [])


def test_that_it_was_told_is_on_disk_before_it_is_said(
    overheard: Coach, clock: ManualClock, diary: list[str], disk: Disk
) -> None:
    log_leg(overheard, every_day(6, 0, 6) | every_day(3, 7, 13))
    until(clock, day(14), time(8, 0))
    diary.clear()
    view = overheard.week.view()
    disk.full = True
    with pytest.raises(LogError):
        overheard.week.tell(view)
    assert diary == []
    disk.full = False
    overheard.week.tell(view)
    assert diary[0] == "disk: AnswerGiven"
    assert diary[1].startswith("said: Your leg was 3 or less")


def test_under_a_hold_the_week_may_be_read_and_is_not_said(
    coach: Coach, clock: ManualClock
) -> None:
    log_leg(coach, every_day(6, 0, 6) | every_day(3, 7, 13))
    until(clock, day(14), time(8, 0))
    answer_yes(coach)
    before = said(coach)
    view = coach.week.view()
    assert view.words.sentences
    coach.week.tell(view)
    assert (told(coach), said(coach)) == ([], before)


def test_a_review_point_stands_until_it_no_longer_holds(coach: Coach, clock: ManualClock) -> None:
    log_leg(coach, every_day(4, 0, 6) | every_day(6, 7, 9))
    until(clock, day(9), time(20, 0))
    (line,) = coach.week.view().review
    assert line == (
        "Talk to your therapist about this: your leg has been stronger for three days than the "
        "week before."
    )
    assert coach.week.notices() == ("One thing to talk to your therapist about. Press w.",)
    until(clock, day(10), time(9, 0))
    coach.check_in.take(PainReport(leg=4, reach=Reach.KNEE), Moment.NOW)
    assert coach.week.view().review == ()
    assert coach.week.notices() == ()


def log_red_session(coach: Coach, item: str = "") -> None:
    """A session in which the leg got worse and it went from the calf to the foot."""
    coach.records.record(
        SessionStarted(session="red", stage=StageCode.CALM, items=()),
        PainScore(site=Site.LEG, score=5, moment=Moment.BEFORE, reach=Reach.CALF, session="red"),
        PainScore(site=Site.LEG, score=8, moment=Moment.AFTER, reach=Reach.FOOT, session="red"),
        LightGiven(session="red", item=item, exercise="", light=Light.RED, why="foot after calf"),
    )


def test_the_week_names_what_stood_out_and_reassures_nobody_beside_it(
    coach: Coach, clock: ManualClock
) -> None:
    log_red_session(coach)
    emergency = answer_yes(coach)
    same_day = answer_yes(coach, Tier.SAME_DAY)
    before = said(coach)
    view = coach.week.view()
    assert view.stood_out == (
        "Coaching is locked since today.",
        f"You said yes today to: {emergency.question}",
        f"You said yes today to: {same_day.question}",
        "A session was red today.",
        "It went further down your leg today.",
    )
    assert view.nothing_to_talk == ""
    coach.week.tell(view)
    assert said(coach) == before
    until(clock, day(1), time(9, 0))
    coach.safety.attest(day(1).isoformat())
    view = coach.week.view()
    assert view.stood_out[0] == "Coaching was locked yesterday. The lock was taken off today."
    assert view.stood_out[-1] == "It went further down your leg yesterday."
    assert view.nothing_to_talk == ""
    until(clock, day(7), time(9, 0))
    assert "A session was red on Monday 1 Mar." in coach.week.view().stood_out
    until(clock, day(8), time(9, 0))
    assert coach.week.view().stood_out == (
        "Coaching was locked on Monday 1 Mar. The lock was taken off on Tuesday 2 Mar.",
    )
    until(clock, day(9), time(9, 0))
    assert coach.week.view().stood_out == ()


def test_a_lock_that_goes_on_stands_in_every_week(coach: Coach, clock: ManualClock) -> None:
    question = answer_yes(coach).question
    until(clock, day(20), time(9, 0))
    assert coach.week.view().stood_out == (
        "Coaching is locked since Monday 1 Mar.",
        f"You said yes to: {question}",
    )


def test_an_exercise_that_was_red_and_something_new_are_named(coach: Coach) -> None:
    log_red_session(coach, item="2027-03-01/side-lie/1")
    coach.safety.opening_answered(True)
    assert coach.week.view().stood_out == (
        "You said today that something is new.",
        "An exercise was red today.",
        "It went further down your leg today.",
    )


def test_how_far_the_leg_came_down_is_said_once(coach: Coach, clock: ManualClock) -> None:
    log_leg(coach, every_day(8, 0, 6) | every_day(8, 110, 120))
    until(clock, day(120), time(20, 0))
    about_the_leg = [line for line in coach.week.view().review if "leg pain" in line]
    assert about_the_leg == [
        "Talk to your therapist about this: your leg pain is still strong. Ask which other help "
        "there is."
    ]


def test_what_could_not_be_looked_at_is_said(coach: Coach, clock: ManualClock) -> None:
    until(clock, day(84), time(9, 0))
    missing = coach.week.view().not_looked_at
    assert missing.startswith("Not looked at, because it was not noted: ")
    for word in ("leg pain", "sleep", "RMDQ", "PHQ-4"):
        assert word in missing


def test_a_long_course_is_still_held_against_its_own_start(
    coach: Coach, clock: ManualClock
) -> None:
    log_leg(coach, every_day(8, 0, 6) | every_day(4, 393, 400))
    until(clock, day(400), time(9, 0))
    view = coach.week.view()
    assert (view.recovery.start, view.recovery.now, view.recovery.percent) == (8.0, 4.0, 50.0)
    assert len(view.weeks) == 26


def test_the_therapists_words_are_not_in_what_a_patient_sees(
    coach: Coach, clock: ManualClock
) -> None:
    log_leg(coach, every_day(8, 0, 42))
    until(clock, day(42), time(20, 0))
    lines = coach.week.view().review
    assert lines
    assert all(line.startswith("Talk to your therapist about this: ") for line in lines)
    assert not any("six_weeks" in line or "severe" in line or "median" in line for line in lines)


# --- steps of care: the therapist's alone


@pytest.fixture
def notes(coach: Coach) -> CareNotes:
    return CareNotes(coach.records)


def test_every_step_of_care_is_listed_in_order(notes: CareNotes) -> None:
    steps = notes.checklist()
    assert [one.step for one in steps] == [
        "conservative",
        "medicines",
        "injection",
        "surgical_opinion",
    ]
    assert {(one.on_day, one.note) for one in steps} == {(None, "")}


def test_a_step_is_noted_with_its_day_and_the_newest_note_stands(
    coach: Coach, notes: CareNotes
) -> None:
    notes.note("medicines", day(-20), "Talked\nabout it.")
    notes.note("medicines", day(0), "Begun.")
    by_step = {one.step: one for one in notes.checklist()}
    assert (by_step["medicines"].on_day, by_step["medicines"].note) == (day(0), "Begun.")
    assert by_step["injection"].on_day is None
    assert facts_of(coach, CareStepNoted)[0] == CareStepNoted(
        step="medicines", on_day=day(-20), note="Talked about it."
    )


@pytest.mark.parametrize(
    ("step", "nth", "words"), [("antibiotics", 0, "is none"), ("injection", 1, "still to come")]
)
def test_no_other_step_and_no_day_to_come(
    coach: Coach, notes: CareNotes, step: str, nth: int, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        notes.note(step, day(nth))
    assert facts_of(coach, CareStepNoted) == []


COACH = Path(__file__).parents[2] / "coach"
PATIENTS = [
    *sorted((COACH / "tui" / "patient").glob("*.py")),
    *sorted((COACH / "cli").glob("line_*.py")),
    COACH / "tui" / "app.py",
    COACH / "bootstrap" / "patient.py",
]
CLINIC = {"coach.bootstrap.clinic", "coach.workflows.clinic"}
"""The therapist's desk, which a command opens through its surroundings and no patient's does."""


def imported(module: str) -> set[str]:
    """The modules of ours that a module names in its imports, wherever they stand in it."""
    parts = module.split(".")
    path = COACH.parent.joinpath(*parts)
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.startswith("coach.") and _is_ours(name)}


def _is_ours(name: str) -> bool:
    path = COACH.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def reached_from(modules: set[str]) -> set[str]:
    seen, open_ = set(), set(modules)
    while open_:
        module = open_.pop()
        seen.add(module)
        if module in CLINIC:
            continue
        open_ |= imported(module) - seen
    return seen


def test_steps_of_care_cannot_be_reached_from_any_screen_or_line_of_a_patient() -> None:
    names = {".".join(file.relative_to(COACH.parent).with_suffix("").parts) for file in PATIENTS}
    reached = reached_from(names)
    assert "coach.workflows.week" in reached  # The walk goes somewhere.
    assert not reached & {"coach.review.care_order", "coach.workflows.care_notes"}


def test_no_screen_or_line_of_a_patient_opens_the_therapists_desk() -> None:
    assert not [file.name for file in PATIENTS if ".clinic(" in file.read_text("utf-8")]


def test_no_text_of_a_patient_names_a_step_of_care() -> None:
    texts = " ".join(file.read_text("utf-8") for file in PATIENTS)
    assert not [words for words in STEPS.values() if words in texts]


@pytest.mark.parametrize("tier", [Tier.EMERGENCY, Tier.SAME_DAY])
def test_under_a_lock_the_week_says_first_whom_the_lock_says_to_call(
    coach: Coach, tier: Tier
) -> None:
    answer_yes(coach, tier)
    hold = coach.safety.hold()
    assert hold is not None
    lines = coach.week.view().stood_out_lines
    assert lines[0] == f"{hold.text.advice.first} Number: {hold.text.number}."
    assert lines[1] == "What stood out this week:"
    assert not any("therapist" in line for line in lines)
