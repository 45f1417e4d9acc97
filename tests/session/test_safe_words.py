"""What a sore body hears: the safe way, packs that wait for their time, and what to fetch."""

import re
from itertools import permutations

import pytest

from coach.domain.exercise import Exercise, Kind, Position
from coach.session.between import FETCH_SECONDS, entered, move_step
from coach.session.cues import CueKind
from coach.session.moving_words import move_cues
from coach.session.phrasing import Telling, dose_words
from coach.session.plan import ScriptSettings, SessionItem, plan_session
from coach.session.script import script
from tests.builders import an_exercise
from tests.programs.test_shipped import EXERCISES
from tests.session.driving import a_state, an_item

MOST_SECONDS_BEFORE_A_WALK = 35


@pytest.mark.parametrize("telling", list(Telling))
def test_few_words_leave_nothing_out_of_getting_down_turning_and_getting_up(
    telling: Telling,
) -> None:
    places = (Position.ON_BACK, Position.HANDS_AND_KNEES, Position.STANDING)
    for before, after in permutations(places, 2):
        step = move_step(before, after, ScriptSettings(few_words=True), telling)
        assert step is not None
        said = [beat.cue for beat in step.timeline.beats]
        assert said == move_cues(before, after, known=False)


LAYS = re.compile(r"\b(lay|put|place|press|hold|set|slide)\b.*\b(pack|bag|pad|it)\b", re.I)


@pytest.mark.parametrize("few_words", [False, True])
@pytest.mark.parametrize("telling", list(Telling))
@pytest.mark.parametrize("exercise", [one for one in EXERCISES if one.pack is not None])
def test_no_pack_lies_on_the_skin_before_its_time_counts(
    exercise: Exercise, telling: Telling, few_words: bool
) -> None:
    item = SessionItem(exercise.id, exercise, exercise.dose, telling=telling, note="Slowly.")
    lines = script(plan_session([item], ScriptSettings(few_words=few_words))).lines
    kinds = [line.cue.kind for line in lines]
    go = kinds.index(CueKind.GO)
    asked = kinds.index(CueKind.QUESTION)
    assert exercise.pack is not None
    wrapped = [line.cue.text for line in lines].index(exercise.pack.layer)
    warned = max(n for n, kind in enumerate(kinds[:go]) if kind is CueKind.STOP_RULE)
    lain = max(n for n, kind in enumerate(kinds[:go]) if kind is CueKind.START_POSITION)
    assert asked < wrapped < warned < lain < kinds.index(CueKind.COUNT_IN) < go
    assert not [line.cue.text for line in lines[:go] if LAYS.search(line.cue.text)]
    assert LAYS.search(lines[go].cue.text)
    taken_off = lines[kinds.index(CueKind.TAKE_OFF)].offset_seconds
    assert taken_off - lines[go].offset_seconds == pytest.approx(exercise.dose.hold_seconds)


def test_what_to_fetch_is_said_once_while_one_still_stands() -> None:
    items = [
        an_item(an_exercise(equipment=("mat", "pillow"))),
        an_item(an_exercise(equipment=("wall", "one or two firm pillows", "old towel", "mat"))),
    ]
    plan = a_state(*items).plan
    first, following, *_ = script(plan).heard
    assert first.cue.text == "Have ready: a mat, one or two firm pillows, an old towel, a chair."
    assert following.cue.text.startswith("Get down now")
    assert following.offset_seconds == FETCH_SECONDS
    again = entered(plan.blocks[0], Position.ON_FRONT, plan.settings)
    assert first.cue not in [beat.cue for step in again for beat in step.timeline.beats]


def test_nothing_to_fetch_is_not_talked_about() -> None:
    plan = a_state(an_item(an_exercise(equipment=("wall",), position=Position.STANDING))).plan
    assert not any("Have ready" in line.cue.text for line in script(plan).lines)


@pytest.mark.parametrize(
    ("reps", "hold", "sides", "said"),
    [
        ((6, 4, 2), 7, 2, "Six, four, then two times on each side, seven seconds each."),
        ((3, 1), 0, 1, "Three, then one time."),
        ((8, 8), 0, 1, "Eight times, two sets."),
        ((1,), 90, 1, "For one and a half minutes."),
        ((1, 1), 20, 1, "One time, twenty seconds each, two sets."),
    ],
)
def test_sets_of_unequal_repetitions_are_named_one_by_one(
    reps: tuple[int, ...], hold: int, sides: int, said: str
) -> None:
    assert dose_words(an_exercise(), reps, hold, sides) == said


def test_a_walk_begins_soon_and_says_at_half_time_that_one_may_turn() -> None:
    for exercise in (one for one in EXERCISES if one.kind is Kind.WALK):
        item = SessionItem(exercise.id, exercise, exercise.dose, note="Add a minute each week.")
        lines = script(plan_session([item], ScriptSettings())).heard
        texts = [line.cue.text for line in lines]
        named = next(line for line in lines if line.cue.kind is CueKind.NAME)
        begun = next(line for line in lines if line.cue.kind is CueKind.GO)
        assert begun.offset_seconds - named.offset_seconds <= MOST_SECONDS_BEFORE_A_WALK
        assert "Add a minute each week." not in texts
        assert exercise.feel not in texts
        assert "Half the time is over. You may turn back." in texts
