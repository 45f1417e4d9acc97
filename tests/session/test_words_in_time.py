"""A person on the floor hears one thing at a time, whatever the dose, the voice and the program."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.dose import Dose, Side
from coach.domain.exercise import Exercise, Kind, Position
from coach.domain.program import Program
from coach.session.cues import CueKind
from coach.session.moving_words import move_cues
from coach.session.phrasing import Telling
from coach.session.plan import ScriptSettings, SessionItem, plan_session
from coach.session.script import Script, ScriptLine, script
from coach.session.set_timeline import SetSpoken, set_timeline
from coach.session.spoken import spoken_seconds, thoughts
from coach.session.timeline import Doing
from tests.builders import a_cold_pack, an_exercise
from tests.programs.test_shipped import EXERCISES, PROGRAMS, SHELF

MOST_WORDS_A_SENTENCE = 16
MOST_SENTENCES_A_CUE = 2
RATES = (80, 120, 150, 300)


def overlaps(told: Script, words_per_minute: float) -> list[tuple[ScriptLine, ScriptLine]]:
    """Each pair of which the second begins while the first is still being said."""
    heard = [line for line in told.lines if line.cue.spoken]
    return [
        (line, following)
        for line, following in pairwise(heard)
        if line.offset_seconds + spoken_seconds(line.cue.text, words_per_minute)
        > following.offset_seconds + 0.002
    ]


def shipped_items(program: Program, stage: int, telling: Telling) -> list[SessionItem]:
    asked = program.stages[stage].prescriptions
    return [
        SessionItem(
            one.exercise,
            SHELF.exercise(one.exercise),
            one.dose,
            telling=telling,
            change="The easier form today: it was red last time.",
            note=one.note,
        )
        for one in asked
    ]


def every_shipped_script(settings: ScriptSettings) -> Iterator[tuple[str, Script]]:
    """Every program at every stage, and every exercise of the catalogue, told in every way."""
    for telling in Telling:
        for program in PROGRAMS:
            for number, stage in enumerate(program.stages):
                plan = plan_session(shipped_items(program, number, telling), settings)
                yield f"{program.id} {stage.code} {telling.name}", script(plan)
        for one in EXERCISES:
            item = SessionItem(one.id, one, one.dose, telling=telling)
            yield f"{one.id} {telling.name}", script(plan_session([item], settings))


@pytest.mark.parametrize("few_words", [False, True])
@pytest.mark.parametrize("rate", RATES)
def test_no_line_of_any_shipped_program_begins_while_another_is_said(
    rate: int, few_words: bool
) -> None:
    settings = ScriptSettings(words_per_minute=rate, few_words=few_words)
    found = [
        (name, pair)
        for name, told in every_shipped_script(settings)
        for pair in overlaps(told, rate)
    ]
    assert not found


@pytest.mark.parametrize("few_words", [False, True])
def test_a_line_is_one_thought_in_short_sentences(few_words: bool) -> None:
    settings = ScriptSettings(few_words=few_words)
    said = {line.cue.text for _, told in every_shipped_script(settings) for line in told.lines}
    assert len(said) > 200
    sentences = {text: text.replace("?", ".").replace("!", ".").split(". ") for text in said}
    assert not [text for text, parts in sentences.items() if len(parts) > MOST_SENTENCES_A_CUE]
    too_long = [
        part
        for parts in sentences.values()
        for part in parts
        if len(part.split()) > MOST_WORDS_A_SENTENCE
    ]
    assert not too_long


doses = st.builds(
    Dose,
    reps=st.lists(st.integers(1, 12), min_size=1, max_size=3).map(tuple),
    hold_seconds=st.one_of(st.just(0), st.integers(1, 700)),
    tempo_seconds=st.integers(0, 12),
    rest_seconds=st.integers(0, 120),
    side=st.sampled_from(Side),
)
exercises = st.sampled_from(
    [
        *EXERCISES,
        an_exercise(go="Breathe all the way out now.", release="And let it all go."),
        a_cold_pack(),
    ]
)
settings = st.builds(
    ScriptSettings,
    words_per_minute=st.integers(80, 300),
    get_down_seconds=st.integers(0, 40),
    turn_seconds=st.integers(0, 40),
    get_up_seconds=st.integers(0, 40),
    change_side_seconds=st.integers(0, 20),
    few_words=st.booleans(),
)


@given(exercises, doses, settings, st.sampled_from(Telling))
def test_a_count_never_falls_into_a_name_or_an_instruction(
    exercise: Exercise, dose: Dose, told: ScriptSettings, telling: Telling
) -> None:
    item = SessionItem(exercise.id, exercise, dose, telling=telling, note="Easy today. No rush.")
    whole = script(plan_session([item, item], told))
    assert not overlaps(whole, told.words_per_minute)
    ends = [
        line.offset_seconds + spoken_seconds(line.cue.text, told.words_per_minute)
        for line in whole.lines
        if line.cue.spoken
    ]
    assert max(ends, default=0.0) <= whole.seconds + 0.002


@given(exercises, doses, settings)
def test_no_word_takes_time_away_from_the_work(
    exercise: Exercise, dose: Dose, told: ScriptSettings
) -> None:
    """Words that need longer come before a hold: the hold itself is what the dose says."""
    item = SessionItem(exercise.id, exercise, dose)
    for block in plan_session([item], told).blocks:
        for step in block.steps:
            if step.logged:
                timeline = step.timeline
                assert timeline.work_seconds(timeline.seconds) == pytest.approx(
                    step.planned_seconds
                )
                assert timeline.reps_done(timeline.seconds) == step.reps


@given(st.text(max_size=200))
def test_cutting_into_thoughts_loses_no_word(text: str) -> None:
    assert " ".join(thoughts(text)).split() == text.split()


def test_two_short_sentences_stay_together_and_long_ones_do_not() -> None:
    assert thoughts("Rise. Then sit.") == ["Rise. Then sit."]
    assert thoughts("Lie on your back. Bend your knees and rest your arms.") == [
        "Lie on your back.",
        "Bend your knees and rest your arms.",
    ]
    assert thoughts("One. Two. Three.") == ["One. Two.", "Three."]
    assert thoughts("") == []


def prepared(telling: Telling, *, few_words: bool = False, note_told: bool = False) -> list[str]:
    """What is said before a bridge is done."""
    item = SessionItem(
        "bridge",
        an_exercise(),
        Dose(reps=(8,), side=Side.EACH),
        telling=telling,
        change="Half of it today: it was red last time.",
        note="Slowly.",
        note_told=note_told,
    )
    (block,) = plan_session([item], ScriptSettings(few_words=few_words)).blocks
    return [beat.cue.text for beat in block.steps[0].timeline.beats if beat.cue.spoken]


def test_the_first_time_all_is_said_in_the_order_a_body_needs_it() -> None:
    assert prepared(Telling.FULL) == [
        "Bridge. Eight times on each side.",
        "Half of it today: it was red last time.",
        "Lie on your back with your knees bent.",
        "Begin with the left side.",
        "Squeeze your buttocks.",
        "Lift your hips.",
        "Breathe out as you lift.",
        "You should feel your buttocks working.",
        "Stop if leg pain rises.",
        "Slowly.",
    ]


def test_the_second_time_the_short_line_stands_in_for_the_steps() -> None:
    assert prepared(Telling.SHORT) == [
        "Bridge. Eight times on each side.",
        "Half of it today: it was red last time.",
        "Lie on your back with your knees bent.",
        "Begin with the left side.",
        "Squeeze and lift.",
        "Breathe out as you lift.",
        "Stop if leg pain rises.",
        "Slowly.",
    ]


def test_from_then_on_least_is_said_but_never_less_than_why_today_is_another() -> None:
    assert prepared(Telling.LEAST, note_told=True) == [
        "Bridge. Eight times on each side.",
        "Half of it today: it was red last time.",
        "Lie on your back with your knees bent.",
        "Left side first.",
        "Squeeze and lift.",
    ]


def test_few_words_keep_the_stop_rule_and_leave_out_breath_and_feeling() -> None:
    assert prepared(Telling.LEAST, few_words=True) == [
        "Bridge. Eight times on each side.",
        "Half of it today: it was red last time.",
        "Lie on your back with your knees bent.",
        "Left side first.",
        "Squeeze and lift.",
        "Stop if leg pain rises.",
    ]


def test_a_breath_that_stands_among_the_steps_is_said_once() -> None:
    exercise = an_exercise(steps=("Lift.", "Breathe out at the top."))
    exercise = replace(exercise, breath="Breathe out at the top.")
    item = SessionItem("bridge", exercise, Dose(reps=(8,)))
    (block,) = plan_session([item], ScriptSettings()).blocks
    said = [beat.cue.text for beat in block.steps[0].timeline.beats]
    assert said.count("Breathe out at the top.") == 1


def said_in_set(hold: int, *, set_no: int = 1, few_words: bool = False) -> list[str]:
    """What is said in one set of four held bridges."""
    spoken = SetSpoken(set_no, few_words=few_words)
    timeline = set_timeline(
        an_exercise(), reps=4, hold_seconds=hold, tempo_seconds=1, spoken=spoken
    )
    return [beat.cue.text for beat in timeline.beats]


def test_short_holds_are_counted_until_they_are_known_and_the_last_one_again() -> None:
    # The count-in, then the first two and the last; in later sets the first and the last.
    assert said_in_set(6).count("Two.") == 1 + 3
    assert said_in_set(6, set_no=2).count("Two.") == 1 + 2
    assert said_in_set(12, set_no=2).count("Two.") == 1 + 4


def test_encouragement_is_a_kind_of_its_own_once_a_set_and_never_in_few_words() -> None:
    timeline = set_timeline(an_exercise(), reps=4, hold_seconds=30, tempo_seconds=1)
    encouraging = [beat for beat in timeline.beats if beat.cue.kind is CueKind.ENCOURAGEMENT]
    assert [beat.cue.text for beat in encouraging] == ["Nearly there."]
    last_hold = [mark for mark in timeline.marks if mark.doing is Doing.HOLD][-1]
    assert last_hold.start_seconds < encouraging[0].offset_seconds < last_hold.end_seconds
    assert "Nearly there." not in said_in_set(30, few_words=True)


def test_nobody_is_encouraged_to_bear_a_pack_or_a_rest() -> None:
    for exercise in (a_cold_pack(), an_exercise(kind=Kind.REST)):
        timeline = set_timeline(exercise, reps=1, hold_seconds=600, tempo_seconds=0)
        assert CueKind.ENCOURAGEMENT not in {beat.cue.kind for beat in timeline.beats}


def test_the_skin_is_looked_at_without_a_half_way_word_in_between() -> None:
    """Both would come at five minutes of ten."""
    timeline = set_timeline(a_cold_pack(), reps=1, hold_seconds=600, tempo_seconds=0)
    at_five = [beat.cue.kind for beat in timeline.beats if beat.offset_seconds == 303]
    assert at_five == [CueKind.SKIN_CHECK]


@pytest.mark.parametrize("before", list(Position))
@pytest.mark.parametrize("after", list(Position))
def test_where_to_comes_before_how_and_a_known_move_is_one_line(
    before: Position, after: Position
) -> None:
    told = [cue.text for cue in move_cues(before, after, known=False)]
    known = [cue.text for cue in move_cues(before, after, known=True)]
    assert known == told[:1]
    assert bool(told) == (before is not after)
    if after.on_the_floor and told:
        assert "onto" in told[0]
