"""A person on the floor hears one thing at a time, whatever the dose, the voice and the program."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.dose import Dose, Side
from coach.domain.exercise import Exercise
from coach.domain.program import Program
from coach.session.phrasing import Telling
from coach.session.plan import ScriptSettings, SessionItem, plan_session
from coach.session.script import Script, ScriptLine, script
from coach.session.spoken import spoken_seconds, thoughts
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
