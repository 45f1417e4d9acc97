"""What is different, in the patient's words: nothing for nothing, a sentence for everything."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from coach.domain.dose_words import dose_differences
from coach.domain.errors import InputError
from coach.domain.findings import KeyPath
from coach.domain.program import Program, StageCode
from coach.domain.program_changes import changes_at_once, notes_changed, program_changes
from coach.domain.program_edit import moved, with_line
from coach.domain.program_set import set_line
from tests.builders import a_prescription
from tests.domain.edits import CATALOGUE, PROGRAMS, STEADY, edits
from tests.programs.test_reading import MOST_GRADE, grade, prose
from tests.programs.test_shipped import BANNED


def told(*lines: str, here: StageCode | None = StageCode.BUILD) -> list[str]:
    """What a patient in stage C hears of these edits."""
    changed = STEADY
    for line in lines:
        changed = set_line(changed, StageCode.BUILD, line, CATALOGUE)
    return list(program_changes(STEADY, changed, CATALOGUE, stage=here))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_nothing_is_said_when_nothing_changed(program: Program) -> None:
    assert program_changes(program, program, CATALOGUE) == ()
    newer = replace(program, version=program.version + 1)
    assert program_changes(program, newer, CATALOGUE, stage=StageCode.CALM) == ()


@given(edits())
def test_every_edit_that_changes_something_is_told(edit: tuple[Program, KeyPath, str]) -> None:
    program, key, text = edit
    try:
        changed = with_line(program, key, text, CATALOGUE)
    except InputError:
        return
    told = bool(program_changes(program, changed, CATALOGUE))
    assert (told or notes_changed(program, changed)) == (changed != program)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "bridge 3x10 hold 3s mon,tue,thu,fri",
            "Bridge: 3 sets of 10 instead of 2 sets of 8.",
        ),
        (
            "bridge 2x8 hold 5s mon,tue,thu,fri",
            "Bridge: held for 5 seconds instead of 3 seconds.",
        ),
        (
            "bridge daily",
            "Bridge: every day instead of on Monday, Tuesday, Thursday and Friday.",
        ),
        (
            "bridge 2x8 hold 3s mon,tue,thu,fri at 9:30",
            "Bridge: at 9:30 instead of 17:00.",
        ),
        (
            "bird-dog 3x6 hold 7s side each mon,tue,thu,fri",
            "Bird-dog: 3 sets of 6 instead of sets of 6, 4 and 2.",
        ),
        ("hinge 3x6 side each", "New: hip hinge with stick, 3 sets of 6, each side, at 17:00."),
        ("walk-prog 20min 5/week", "Longer walk: 20 minutes instead of 15 minutes."),
        ("bridge off", "Bridge is no longer asked for."),
        ("sitting most 60", "Sitting times follow your leg, up to 60 minutes."),
        ("sitting adapts no", "Sitting times stay as written, whatever your leg does."),
        ("sitting hard 10", "On hard seats sit at most 10 minutes in one go, 20 before."),
        (
            "sitting standing 20",
            "Stand or walk at most 20 minutes in one go, as long as you like before.",
        ),
        (
            "B: calf 1x3 hold 30s side each",
            "In “Get it moving”: wall calf stretch: held for 30 seconds instead of 20 seconds.",
        ),
        ("flare hours 24", "On a bad day: this plan lasts 24 hours, 48 before."),
        ("flare: heat-pack off", "On a bad day: warm pack is no longer asked for."),
        ("thresholds green 2", "The light is green up to leg pain 2, 3 before."),
        ("easing swap no", "After a red light an easier form may no longer take its place."),
        ("confirms stage patient", "From now on you say when you go on."),
        (
            "leave adherence_at_least percent 60 days 14",
            "To go on from this stage, a rule is different now: "
            "At least 60 percent done in the last 14 days.",
        ),
        (
            "leave adherence_at_least off",
            "To go on from this stage, this is no longer needed: "
            "At least 80 percent done in the last 14 days.",
        ),
        ('title "Strong back"', "Your program is called “Strong back” now."),
    ],
)
def test_a_change_is_one_plain_sentence(line: str, said: str) -> None:
    assert told(line) == [said]


def test_numbers_that_changed_behind_an_old_sentence_are_told_anew() -> None:
    stage = STEADY.stage(StageCode.BUILD)
    harder = replace(stage.leave[1], percent=90)
    stages = tuple(
        replace(stage, leave=(stage.leave[0], harder, *stage.leave[2:])) if one is stage else one
        for one in STEADY.stages
    )
    (said,) = program_changes(STEADY, replace(STEADY, stages=stages), CATALOGUE)
    assert "At least 90 percent done" in said


def test_another_order_is_told_without_every_exercise() -> None:
    changed, _ = moved(STEADY, ("C", "dose", 0), 1)
    assert program_changes(STEADY, changed, CATALOGUE, stage=StageCode.BUILD) == (
        "The exercises come in another order now.",
    )


def test_going_on_and_going_back_are_said_first() -> None:
    on = program_changes(
        STEADY, STEADY, CATALOGUE, stage_before=StageCode.MOVE, stage=StageCode.BUILD
    )
    assert on[0] == "You go on to “Build it up” now."
    assert "gentle tummy brace, bridge" in on[1]
    back = program_changes(
        STEADY, STEADY, CATALOGUE, stage_before=StageCode.BUILD, stage=StageCode.MOVE
    )
    assert back[0] == "You go back to “Get it moving” for now."


def test_a_step_back_with_less_is_told_against_what_was_asked_up_to_now() -> None:
    """Stage C asks a walk of 15 minutes and stage B one of 10: nobody does 10 minutes now."""
    eased = set_line(STEADY, StageCode.MOVE, "walk-prog 5min 2/day", CATALOGUE)
    eased = set_line(eased, StageCode.MOVE, "calf off", CATALOGUE)
    eased = set_line(eased, StageCode.MOVE, "sitting hard 10", CATALOGUE)
    move = {"stage_before": StageCode.BUILD, "stage": StageCode.MOVE}
    for told in (program_changes, changes_at_once):
        said = told(STEADY, eased, CATALOGUE, **move)
        (walk,) = (one for one in said if one.startswith("Longer walk: "))
        assert walk.startswith("Longer walk: 5 minutes instead of 15 minutes;")
        assert "Gentle tummy brace, bridge and bird-dog are no longer asked for." in said
        assert not any("alf stretch" in one for one in said), "it was not asked for in stage C"
        assert "On hard seats sit at most 10 minutes in one go, 20 before." in said


def test_a_step_on_is_told_against_what_was_asked_up_to_now() -> None:
    more = set_line(STEADY, StageCode.BUILD, "bridge 2x10 hold 3s daily", CATALOGUE)
    said = program_changes(
        STEADY, more, CATALOGUE, stage_before=StageCode.MOVE, stage=StageCode.BUILD
    )
    assert any(one.startswith("New: bridge, 2 sets of 10, ") for one in said)
    assert "Pelvic tilt, cat and camel and wall calf stretch are no longer asked for." in said
    assert not any("2 sets of 8" in one for one in said), "nobody did so many"


def test_another_program_is_said_once_and_listed_by_stage() -> None:
    other = next(program for program in PROGRAMS if program.id == "lean-ease")
    said = program_changes(STEADY, other, CATALOGUE, stage=StageCode.CALM)
    assert said[:2] == (
        "You have another program now: “Walk and pause”.",
        "You begin with “Calm it down”.",
    )
    assert len(said) == 2 + len(other.stages) + 1


def test_the_same_program_under_a_new_id_is_no_other_one() -> None:
    own = replace(STEADY, id="my-back", title="My back")
    assert program_changes(STEADY, own, CATALOGUE) == ("Your program is called “My back” now.",)


@pytest.mark.parametrize("new", PROGRAMS, ids=lambda program: program.id)
@pytest.mark.parametrize("old", PROGRAMS, ids=lambda program: program.id)
def test_what_matters_at_once_is_the_part_without_other_stages_and_bad_days(
    old: Program, new: Program
) -> None:
    before, here = old.stages[0].code, new.stages[0].code
    whole = program_changes(old, new, CATALOGUE, stage_before=before, stage=here)
    at_once = changes_at_once(old, new, CATALOGUE, stage_before=before, stage=here)
    assert list(at_once) == [one for one in whole if one in at_once]
    assert not [one for one in at_once if one.startswith(("In “", "On a bad day", "The stage"))]
    others = [stage.name for stage in new.stages if stage.code is not here]
    assert not [one for one in at_once for name in others if one.startswith(f"“{name}” asks for")]


def test_a_patient_is_not_told_of_notes_for_therapists() -> None:
    changed = set_line(STEADY, StageCode.BUILD, 'for-therapist "Ask again."', CATALOGUE)
    assert program_changes(STEADY, changed, CATALOGUE) == ()
    assert notes_changed(STEADY, changed)
    assert not notes_changed(STEADY, replace(STEADY, title="My back"))


def test_what_is_told_is_easy_to_read_and_promises_nothing() -> None:
    said = told(
        *("bridge 3x10 hold 5s", "brace off", "dead-bug 2x8 side alternate", "sitting hard 10"),
        *("flare hours 24", "flare sitting x0.5", "thresholds green 2 rise 1 2", "easing halve no"),
        *("confirms stage patient", "leave adherence_at_least off", "direction extension"),
    )
    assert grade(prose(said)) <= MOST_GRADE, grade(prose(said))
    assert not [sentence for sentence in said if BANNED.search(sentence)]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("side-lie 15min", "side-lie 450s", "7 and a half minutes instead of 15 minutes"),
        ("side-lie 3min", "side-lie 90s", "1 and a half minutes instead of 3 minutes"),
        ("side-lie 30s", "side-lie 3min", "3 minutes instead of half a minute"),
        ("side-lie 60s", "side-lie 30s", "30 seconds instead of 60 seconds"),
        ("side-lie 2min", "side-lie 100s", "100 seconds instead of 120 seconds"),
        ("side-lie 1min", "side-lie 2min", "2 minutes instead of 1 minute"),
        ("side-lie 10min", "side-lie 5min", "5 minutes instead of 10 minutes"),
    ],
)
def test_two_times_are_told_in_one_unit(before: str, now: str, told: str) -> None:
    assert dose_differences(a_prescription(before), a_prescription(now)) == [told]
