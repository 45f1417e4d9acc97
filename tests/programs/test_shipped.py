"""What is shipped loads without a problem, is complete, and speaks plainly to a patient."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.domain.exercise import Bias, Exercise, Kind
from coach.domain.program import Program
from coach.domain.red_flags import Tier
from coach.exchange.shelf import FolderShelf, shipped_folder
from coach.exchange.template import template
from coach.session.plan import ScriptSettings
from coach.session.program_budget import budget_warnings

SHELF = FolderShelf(shipped_folder())
EXERCISES = SHELF.exercises()
PROGRAMS = SHELF.programs()
FILES = sorted(shipped_folder().rglob("*.toml"))
COUNTED_ELSEWHERE = ("instruments", "lessons", "voice")
"""Folders whose own tests say that every file of theirs is used."""

_PROMISES = (
    r"cur(e|es|ed|ing)|heal(s|ed|ing)?|treat(s|ed|ing|ment|ments)?|guarantee\w*"
    r"|will (soon )?(be gone|go away|get better|get well|pass)"
)
_DIAGNOSES = (
    r"slipped|degenerat\w*|wear and tear|hernia\w*|prolaps\w*|stenosis|bulging|dis[ck] bulge"
    r"|(pinched|trapped) nerves?"
)
_FRIGHTENS = r"unstable|paraly\w*|crippl\w*"
_PLAYS_DOWN = (
    r"(probably|surely|certainly) (fine|all right|nothing)|harmless|all clear|rest assured"
    r"|(nothing|not|never|isn't) (serious|dangerous)|nothing is wrong"
    r"|(do not|don't|never|no need to|nothing to|no reason to) (worry|fear|be afraid|be worried)"
    r"|no (danger|cause for|reason for|worries)|you are (fine|safe|ok|okay|all right)"
    r"|(completely|perfectly|quite) (safe|normal|fine)"
)
BANNED = re.compile(
    rf"\b({_PROMISES}|{_DIAGNOSES}|{_FRIGHTENS}|{_PLAYS_DOWN})\b",
    re.IGNORECASE,
)
"""What no patient is told: nobody who says it has examined them."""
SOURCE = re.compile(r"S\d+[a-z]?|GK|DESIGN")


def spoken(exercise: Exercise) -> Iterator[str]:
    """Every text of an exercise that a patient may hear or read."""
    yield from (exercise.name, exercise.start, *exercise.steps, exercise.short, exercise.go)
    yield from (exercise.release, exercise.breath, exercise.mistake, exercise.feel, exercise.stop)
    yield from (*exercise.also_called, *exercise.cautions, *exercise.equipment)
    yield from (exercise.easier.text, exercise.harder.text)
    if exercise.pack:
        pack = exercise.pack
        yield from (pack.question, pack.layer, pack.check, pack.take_off)


def written(program: Program) -> Iterator[str]:
    """Every text of a program that a patient may hear or read."""
    yield from (program.title, program.summary, *program.precautions)
    yield from (program.flare.title, program.flare.text)
    for stage in program.stages:
        yield from (stage.name, stage.aim, stage.window, stage.sitting.reason)
        yield from (prescription.note for prescription in stage.prescriptions)
        for criterion in (*stage.enter, *stage.leave, *stage.fall_back):
            yield criterion.text


def words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_a_shipped_file_has_no_problem(path: Path) -> None:
    assert SHELF.check(path) == []


def test_the_shelf_holds_every_shipped_file() -> None:
    assert SHELF.problems() == []
    counted = [path for path in FILES if path.parent.name not in COUNTED_ELSEWHERE]
    assert len(EXERCISES) + len(PROGRAMS) + 1 == len(counted)
    assert len(EXERCISES) >= 36
    assert PROGRAMS


def test_codes_are_given_once() -> None:
    codes = [exercise.code for exercise in EXERCISES]
    assert sorted(set(codes)) == codes


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_is_complete(exercise: Exercise) -> None:
    needed = (exercise.start, exercise.short, exercise.go, exercise.mistake, exercise.feel)
    assert all((*needed, exercise.stop, exercise.source, exercise.dose.source, exercise.steps))
    assert (exercise.pack is not None) == (exercise.kind in (Kind.COLD, Kind.HEAT))
    assert all(SOURCE.fullmatch(tag) for tag in (*exercise.source, *exercise.dose.source))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_easier_and_harder_forms_are_exercises(exercise: Exercise) -> None:
    for variant in (exercise.easier, exercise.harder):
        if variant.exercise:
            assert SHELF.exercise(variant.exercise).id != exercise.id
            assert variant.text


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_speaks_in_short_plain_words(exercise: Exercise) -> None:
    assert all(words(step) <= 14 for step in exercise.steps)
    assert words(exercise.short) <= 10
    assert words(exercise.go) <= 5
    assert words(exercise.release) <= 4
    assert not [text for text in spoken(exercise) if BANNED.search(text)]
    assert not [text for text in spoken(exercise) if "[" in text]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_a_program_speaks_in_plain_words(program: Program) -> None:
    assert not [text for text in written(program) if BANNED.search(text)]
    assert not BANNED.search(program.for_therapist)
    assert all(words(stage.sitting.reason) <= 14 for stage in program.stages)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_a_program_names_its_sources_and_what_comes_next(program: Program) -> None:
    sources = [program.source, program.flare.source, program.thresholds.source]
    sources += [stage.source for stage in program.stages]
    sources += [stage.sitting.source for stage in program.stages]
    assert all(SOURCE.fullmatch(tag) for source in sources for tag in source)
    assert all(sources)
    assert all(stage.leave for stage in program.stages[:-1])
    assert all(stage.fall_back for stage in program.stages[1:])


def test_the_safety_questions_are_plain_and_say_that_nobody_is_alerted() -> None:
    flags = SHELF.red_flags()
    assert flags.spoken_stop == "Please stop and read the screen now."
    assert "nobody" in flags.nobody.lower()
    assert all(item.question.endswith("?") and words(item.question) <= 16 for item in flags.items)
    assert flags.advice[Tier.EMERGENCY].first
    texts = [text for one in flags.advice.values() for text in (one.first, one.why, one.say)]
    texts += [item.question for item in flags.items]
    assert not [text for text in texts if BANNED.search(text)]
    assert flags.source


def test_a_new_program_from_the_template_has_no_problem(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("new") / "my-program.toml"
    path.write_text(template(), encoding="utf-8")
    assert SHELF.check(path) == []


def test_the_leg_is_asked_after_what_moves_the_back_one_way_and_after_sliders() -> None:
    for exercise in SHELF.exercises():
        one_way = exercise.kind in (Kind.MOVEMENT, Kind.REST) and exercise.bias is not Bias.NEUTRAL
        slider = exercise.id.startswith("slider-")
        assert exercise.check_reach == (one_way or slider), exercise.id


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_a_program_stays_within_what_its_own_catalogue_calls_usual(program: Program) -> None:
    catalogue = {exercise.id: exercise for exercise in SHELF.exercises()}
    told = [one.text for one in budget_warnings(program, catalogue, ScriptSettings())]
    assert [text for text in told if "usual" in text] == []
