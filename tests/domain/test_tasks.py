"""Words before tasks: once each, before they begin, and the morning only for whom it is meant."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.domain.events import ItemAsked, PainScore, WarningGiven
from coach.domain.exercise import Presentation
from coach.domain.outcomes import WarningKind
from coach.domain.pain import Moment, Site
from coach.domain.program import Task, TaskKind
from coach.domain.tasks import (
    MORNING_PATTERNS,
    USUAL,
    drive_words,
    find_task,
    got_up_at,
    morning_until,
    morning_words,
    task_words,
    tasks_of,
    to_come,
    warning_kind,
)
from coach.domain.time_events import TaskAnnounced
from tests.builders import NINE, a_program, stamped

GARDEN = Task("garden", "Gardening", TaskKind.LIFTING, "Kneel on a mat.", ("DESIGN",))


def score(at: datetime) -> object:
    return stamped(PainScore(site=Site.LEG, score=3, moment=Moment.NOW), at=at)


def test_the_plans_own_tasks_come_first_and_the_usual_ones_fill_up() -> None:
    assert [task.id for task in tasks_of(None)] == ["lifting", "drive"]
    program = a_program(tasks=(GARDEN,))
    assert [task.id for task in tasks_of(program)] == ["garden", "drive"]


def test_a_task_is_found_by_id_name_or_kind() -> None:
    known = (GARDEN, *USUAL)
    assert find_task(known, "GARDENING") is GARDEN
    assert find_task(known, "drive") is USUAL[1]
    assert find_task(known, "lifting") is USUAL[0]
    assert find_task(known, "fly") is None


@pytest.mark.parametrize(
    ("car", "every"), [(15, "15"), (44, "44"), (45, "45"), (50, "45"), (60, "45 to 60")]
)
def test_a_drive_stops_as_often_as_the_plan_says(car: int, every: str) -> None:
    assert f"every {every} minutes" in drive_words(car)


def test_a_drive_names_cushion_and_wallet_and_lifting_does_not() -> None:
    assert "wallet" in task_words(USUAL[1], 20)
    assert "wallet" not in task_words(USUAL[0], 20)


def test_the_first_sign_of_the_morning_is_when_one_got_up() -> None:
    seven = NINE - timedelta(hours=2)
    asked = ItemAsked(
        item="x", for_day=NINE.date(), exercise="x", planned_reps=1, planned_seconds=1, timed=False
    )
    by_itself = stamped(asked, at=seven - timedelta(hours=1))
    night = score(seven - timedelta(hours=5))
    assert got_up_at([by_itself, night], NINE.date()) is None  # type: ignore[list-item]
    facts = [by_itself, night, score(seven), score(NINE)]
    assert got_up_at(facts, NINE.date()) == seven  # type: ignore[arg-type]
    assert got_up_at([score(NINE + timedelta(hours=4))], NINE.date()) is None  # type: ignore[list-item]


@pytest.mark.parametrize("pattern", list(Presentation))
def test_the_morning_is_for_those_whose_back_dislikes_bending(pattern: Presentation) -> None:
    program = a_program(presentation=pattern)
    until = morning_until(program, NINE)
    expected = NINE + timedelta(minutes=120) if pattern in MORNING_PATTERNS else None
    assert until == expected
    assert morning_until(a_program(presentation=pattern, morning_minutes=0), NINE) is None


def test_the_word_of_the_morning_names_its_length() -> None:
    assert "for two hours" in morning_words(120)
    assert "for 45 minutes" in morning_words(45)


@given(
    ahead=st.integers(0, 600),
    looks=st.lists(st.integers(0, 400), min_size=1, max_size=12),
)
def test_a_word_comes_once_and_never_after_its_task_is_long_begun(
    ahead: int, looks: list[int]
) -> None:
    starts = NINE + timedelta(minutes=ahead)
    facts = [stamped(TaskAnnounced(task="lifting", starts_at=starts), at=NINE)]
    said: list[datetime] = []
    now = NINE
    for minutes in looks:
        now += timedelta(minutes=minutes)
        for at, task in ((one.at, one.task) for one in to_come(facts, USUAL, now)):
            assert at >= NINE
            if at <= now:
                said.append(now)
                words = task_words(task, 20)
                warning = WarningGiven(kind=warning_kind(task), text=words, spoken=True)
                assert warning.kind is WarningKind.LIFTING
                facts.append(stamped(warning, at=now))
    assert len(said) <= 1
    assert all(at - starts <= timedelta(hours=1) for at in said)
