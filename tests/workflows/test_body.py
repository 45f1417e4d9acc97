"""The body chart as facts: kept before anything follows, and asked for when it is due."""

import pytest

from coach.clock import ManualClock
from coach.domain.body_chart import Chart, Consequence
from coach.domain.body_zones import SADDLE
from coach.domain.errors import LogError
from coach.domain.events import AnswerGiven, BodyMarked, RedFlagAnswered, SafetyHold
from coach.domain.safety_rhythm import LEFT
from coach.workflows.body import BOTH_LEGS_OR_LOSS, DUE, SADDLE_QUESTIONS, WHY_ASKED
from coach.workflows.coach import Coach
from coach.workflows.day_lines import day_lines
from tests.conftest import answer_list
from tests.domain.test_body_chart import a_chart
from tests.workflows.conftest import Disk, facts_of

DAY_SECONDS = 24 * 3600


def test_a_saved_chart_is_in_the_log_and_comes_back(coach: Coach) -> None:
    assert coach.body.last() is None
    chart = a_chart("B0 p 3", "B5L pt 6")
    assert coach.body.save(chart) is Consequence.NONE
    assert [(row.zone, row.score) for row in facts_of(coach, BodyMarked)] == [
        ("B0", 3),
        ("B5L", 6),
    ]
    assert coach.body.last() == chart


def test_the_rows_of_one_chart_share_an_id_and_charts_do_not(coach: Coach) -> None:
    coach.body.save(a_chart("B0 p", "B5L p"))
    coach.body.save(a_chart("B0 p"))
    ids = [row.chart for row in facts_of(coach, BodyMarked)]
    assert len(ids) == 3
    assert ids[0] == ids[1] != ids[2]


def test_feeling_nothing_is_kept_too(coach: Coach) -> None:
    coach.body.save(Chart())
    assert [row.zone for row in facts_of(coach, BodyMarked)] == ["none"]
    assert coach.body.last() == Chart()


def test_numbness_asks_once_and_not_again_while_it_is_the_same(coach: Coach) -> None:
    chart = a_chart("B5L pn 4")
    assert coach.body.save(chart) is Consequence.ASK_SAFETY
    assert coach.body.save(chart) is Consequence.NONE


def test_both_legs_ask_every_time(coach: Coach) -> None:
    chart = a_chart("B5L p", "F4R p")
    assert [coach.body.save(chart), coach.body.save(chart)] == [Consequence.ASK_SAFETY] * 2


def test_marking_locks_nothing_by_itself(coach: Coach) -> None:
    assert coach.body.save(a_chart("SAD n", "B5L w", "B5R w")) is Consequence.SADDLE
    assert coach.safety.hold() is None
    assert facts_of(coach, SafetyHold) == []
    assert not [fact for fact in facts_of(coach, RedFlagAnswered) if fact.answer]


@pytest.mark.parametrize(
    ("consequence", "first"),
    [(Consequence.SADDLE, SADDLE_QUESTIONS), (Consequence.ASK_SAFETY, BOTH_LEGS_OR_LOSS)],
)
def test_the_list_begins_with_what_was_marked_and_leaves_nothing_out(
    coach: Coach, consequence: Consequence, first: tuple[str, ...]
) -> None:
    asked = [item.id for item in coach.body.questions(consequence)]
    assert asked[: len(first)] == list(first)
    assert sorted(asked) == sorted(item.id for item in coach.safety.flags.items)


def test_the_saddle_questions_are_of_the_most_urgent_tier(coach: Coach) -> None:
    for item in coach.body.questions(Consequence.SADDLE)[: len(SADDLE_QUESTIONS)]:
        assert (item.tier, item.intimate) == (1, True)


def test_nothing_is_asked_when_nothing_follows(coach: Coach) -> None:
    assert coach.body.questions(Consequence.NONE) == ()


def test_a_list_that_is_left_open_stays_due(coach: Coach) -> None:
    for item in coach.safety.flags.items:
        coach.safety.answered(item, False)
    assert coach.safety.list_due() is None
    coach.body.save(a_chart("SAD t"))
    assert coach.safety.list_due() is not None
    for item in coach.body.questions(Consequence.SADDLE):
        coach.safety.answered(item, False)
    assert coach.safety.list_due() is None


def test_due_on_day_0_and_again_in_week_2(coach: Coach, clock: ManualClock) -> None:
    assert coach.body.due()
    assert DUE in day_lines(coach)
    coach.body.save(a_chart("B0 p 3"))
    assert not coach.body.due()
    assert DUE not in day_lines(coach)
    clock.advance(13 * DAY_SECONDS)
    assert not coach.body.due()
    clock.advance(DAY_SECONDS)
    assert coach.body.due()


def test_due_asks_nothing_before_set_up(new_coach: Coach) -> None:
    assert not new_coach.body.due()


def test_a_chart_that_cannot_be_written_says_so_where_nothing_follows(
    overheard: Coach, disk: Disk
) -> None:
    disk.full = True
    with pytest.raises(LogError):
        overheard.body.save(a_chart("B0 p 3"))
    disk.full = False
    assert overheard.body.last() is None


def test_numb_between_the_legs_asks_though_the_disk_is_full_and_is_written_later(
    overheard: Coach, disk: Disk, clock: ManualClock
) -> None:
    disk.full = True
    marked_at = clock.now()
    assert overheard.body.save(a_chart(f"{SADDLE} n")) is Consequence.SADDLE
    due = overheard.safety.list_due()
    assert due is not None
    assert due.why == WHY_ASKED
    assert due.before_timers
    clock.advance(60)
    disk.full = False
    due = overheard.safety.list_due()
    assert due is not None
    assert due.why == WHY_ASKED
    (marked,) = overheard.log.read(kinds=[BodyMarked])
    assert marked.at == marked_at
    answer_list(overheard)
    assert overheard.safety.list_due() is None


def test_a_list_that_is_left_stays_due_though_the_disk_is_full(
    overheard: Coach, disk: Disk
) -> None:
    assert overheard.safety.list_due() is None
    disk.full = True
    overheard.safety.list_left()
    assert overheard.safety.list_due() is not None
    disk.full = False
    overheard.close()
    (left,) = facts_of(overheard, AnswerGiven)
    assert left.value == LEFT
