"""Tasks of a program and its morning: read, checked, written back, told when they change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.program import MORNING_MINUTES, Task, TaskKind
from coach.domain.program_changes import program_changes
from coach.exchange.program_files import decode_program
from coach.exchange.program_writer import program_text
from coach.exchange.toml_source import TomlSource, parse_toml
from tests.domain.edits import CATALOGUE, PROGRAMS, STEADY
from tests.exchange.test_program_writer import read_back

LINE = st.lists(st.sampled_from([*'abz. "\\#=[]é“', "'''", '"""']), min_size=1, max_size=60).map(
    lambda parts: f"x{' '.join(''.join(parts).split())}x"
)
IDS = st.lists(st.from_regex("[a-z]{1,8}", fullmatch=True), max_size=4, unique=True)


@given(ids=IDS, name=LINE, text=LINE, kind=st.sampled_from(TaskKind), minutes=st.integers(0, 240))
def test_any_tasks_and_any_morning_read_back_equal(
    ids: list[str], name: str, text: str, kind: TaskKind, minutes: int
) -> None:
    tasks = tuple(Task(one, f"{one} {name}", kind, text, ("DESIGN",)) for one in ids)
    program = replace(STEADY, tasks=tasks, morning_minutes=minutes)
    assert read_back(program_text(program), program.id) == program


def test_a_plan_of_an_older_coach_has_no_tasks_and_opens() -> None:
    older = program_text(replace(STEADY, tasks=()))
    assert "[[task]]" not in older
    assert "morning_minutes" not in older
    read = read_back(older, STEADY.id)
    assert (read.tasks, read.morning_minutes) == ((), MORNING_MINUTES)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_each_shipped_program_has_a_word_before_lifting_and_driving(program: object) -> None:
    tasks = getattr(program, "tasks", ())
    assert [task.kind for task in tasks] == [TaskKind.LIFTING, TaskKind.DRIVE]
    assert all(task.source for task in tasks)


def problems(*lines: str) -> list[str]:
    task = ["[[task]]", *lines]
    text = "\n".join([program_text(replace(STEADY, tasks=())), *task])
    source = parse_toml("program.toml", text)
    assert isinstance(source, TomlSource)
    loaded = decode_program(source, STEADY.id, CATALOGUE.get, CATALOGUE)
    return [str(problem) for problem in loaded.problems]


GOOD = ('id = "garden"', 'name = "Garden"', 'kind = "lifting"', 'text = "Kneel."')


def test_what_is_wrong_with_a_task_is_said_with_the_mend() -> None:
    assert problems(*GOOD) == []
    assert "lifting" in problems(*GOOD[:2], 'kind = "liftin"', GOOD[3])[0]
    assert "text" in problems(*GOOD[:3])[0]
    twice = problems(*GOOD, "[[task]]", *GOOD)
    assert any("two tasks have the id garden" in one for one in twice)


def test_a_patient_is_told_of_new_changed_and_dropped_tasks() -> None:
    lifting, driving = STEADY.tasks
    changed = replace(
        STEADY,
        tasks=(
            replace(lifting, text="Ask for help."),
            Task("garden", "Garden", TaskKind.LIFTING, "Kneel.", ()),
        ),
        morning_minutes=60,
    )
    assert program_changes(STEADY, changed, CATALOGUE) == (
        "The word before “Lifting” is now: Ask for help.",
        "There is a word before a task now, “Garden”: Kneel.",
        "The word before “Driving” is left out now.",
        "Leave bending and lifting alone for 60 minutes after you get up.",
    )
    assert driving.name == "Driving"


def test_what_bends_is_flagged_and_left_out_means_no() -> None:
    assert CATALOGUE["hinge"].bends
    assert not CATALOGUE["bridge"].bends
